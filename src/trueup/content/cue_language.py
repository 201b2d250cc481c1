"""Parses cues, which describe how a page may put a claim: words, alternatives, optional parts, gaps and quantities.

    no (credit)? card (needed|required)
    (answer|reply) … within {hours<=24}
    (answer|reply) & {hours<=24}

A word matches all its forms. `…` is a gap of up to four words. The two sides of `&` may come in any order. Cues are
written in screens/; `trueup.reading` matches them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, get_args

Unit = Literal[
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "percent",
    "money",
    "count",
    "time of day",
    "testimonial",
    "price row",
]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

HOURS: Final = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0, "months": 730.0, "years": 8760.0}
"""Unit of time → its hours. A month is a twelfth of a year."""

WORKING_HOUR: Final = 3.0
"""A working hour counts as this many hours, because eight of them are a working day, which counts as 24 hours."""

GAP: Final = "…"
MOST_GAP: Final = 4
"""The most words that a gap can skip."""
TOGETHER: Final = "&"
MOST_APART: Final = 8
"""The most words between the two sides of `&`."""


class CueError(Exception):
    """Raised if a cue can't be parsed. The message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in any form of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of up to four words of any kind; it may be empty."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quantity within limits; times are in hours. With `working`, only working time matches, otherwise only other
    time.
    """

    unit: Unit
    working: bool = False
    least: float | None = None
    most: float | None = None
    above: bool = False
    """Whether the quantity must be more than `least`; otherwise it may be equal."""
    below: bool = False
    """Whether the quantity must be less than `most`; otherwise it may be equal."""


@dataclass(frozen=True, slots=True)
class Options:
    """Alternatives, of which one must be there, unless `optional`."""

    ways: tuple[tuple[Part, ...], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Several sequences that must be close together in one sentence, in any order."""

    rows: tuple[tuple[Part, ...], ...]


Part = Word | Gap | Wanted | Options | Together
Cue = tuple[Part, ...]

_GAP: Final = Gap()

_PIECE = re.compile(r"…|\.\.\.|\{[^{}]*\}?|\)\??|[(|]|[^\s(){}|…?]+|\S")
_INNER = r"[^()]"
for _ in range(3):
    _INNER = rf"(?:[^()]|\({_INNER}*\))"
_PART = re.compile(rf"\({_INNER}*\)\??|\{{[^{{}}]*\}}|…|[^\s(){{}}|…?]+")
"""A part of a sequence, with brackets nested up to four deep."""
_WANTED = re.compile(
    r"\{\s*(?:(?P<least>\d+(?:\.\d+)?)\s*(?P<above><=?)\s*)?(?P<working>working\s+)?(?P<unit>[a-z][a-z ]*?)\s*"
    r"(?:(?P<sign><=?|>=?|=)\s*(?P<limit>\d+(?:\.\d+)?)\s*)?\}"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|24/7|%")


WORDS: Final = "cue_words"
"""The file of screens/ with sets of words for cues, without its ending."""

_SHARED = re.compile(r"\{\s*(?P<name>[a-z]+) words\s*\}")


def shared_words(listed: Mapping[str, str]) -> Mapping[str, str]:
    """Return name → alternatives in brackets, for each set of words. Each is given as a list with an item per word."""
    ways = {
        name: [line.removeprefix("- ").strip() for line in text.splitlines() if line.strip()]
        for name, text in listed.items()
    }
    return {name: f"({'|'.join(each)})" for name, each in ways.items() if each}


def with_shared_words(text: str, shared: Mapping[str, str]) -> str:
    """Return a cue with sets of words, such as `{free words}`, written out. Raises CueError for an unknown set."""

    def written_out(match: re.Match[str]) -> str:
        if match["name"] not in shared:
            names = ", ".join(f"{{{name} words}}" for name in shared) or "a set of its own"
            raise CueError(f"there are no {match['name']} words in {WORDS}.md; write one of {names}")
        return shared[match["name"]]

    return _SHARED.sub(written_out, text)


def parse_cue(text: str) -> Cue:
    """Return the parts of a cue, in order. Raises CueError."""
    rows = tuple(map(_row, text.split(TOGETHER)))
    return rows[0] if len(rows) == 1 else (Together(rows),)


def parts_of(text: str) -> tuple[str, ...] | None:
    """Split a sequence into its parts as written, each with its brackets. None if it can't be split so simply."""
    parts = tuple(_PART.findall(text))
    is_whole = " ".join(parts) == text.strip() or "".join("".join(parts).split()) == "".join(text.split())
    return parts if is_whole else None


@lru_cache(maxsize=50_000)
def parse_part(text: str) -> Part:
    """Parse one part as returned by `parts_of`. Results are cached, because many cues share parts. Raises CueError."""
    return _Reader(_pieces(text)).sequence()[0]


def _row(text: str) -> Cue:
    written = parts_of(text)
    if written:
        whole = tuple(map(parse_part, written))
        _check_ends(whole)
        if _says_something(whole):
            return whole
    reader = _Reader(_pieces(text))
    parts = reader.sequence()
    if reader.at < len(reader.pieces):
        found = reader.pieces[reader.at]
        if found == "|":
            raise CueError("“|” belongs between ( and ); write (one|two), or two cues")
        raise CueError("a “)” closes nothing; write ( before it, or leave it out")
    _check_ends(parts)
    if not _says_something(parts):
        raise CueError("everything in it can be left out; write one word that must be there")
    return parts


def _pieces(text: str) -> list[str]:
    pieces = _PIECE.findall(text)
    if stray := next((piece for piece in pieces if piece in ("?", "}")), None):
        raise CueError(
            f"“{stray}” means nothing there; write ( )? round what can be left out, and {{hours}} for a time"
        )
    return pieces


class _Reader:
    """Reads the pieces of one sequence from left to right."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.at = 0

    def sequence(self) -> Cue:
        """Return the parts up to the end, a `|` or a `)`."""
        parts: list[Part] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            if piece == "|" or piece.startswith(")"):
                break
            self.at += 1
            parts.append(self._part(piece))
        return tuple(parts)

    def _part(self, piece: str) -> Part:
        if piece in (GAP, "..."):
            return _GAP
        if piece.startswith("{"):
            return _wanted(piece)
        if piece == "(":
            return self._options()
        return _word(piece)

    def _options(self) -> Options:
        ways = [self.sequence()]
        while self.at < len(self.pieces) and self.pieces[self.at] == "|":
            self.at += 1
            ways.append(self.sequence())
        if self.at == len(self.pieces):
            raise CueError("a “(” is never closed; write ) where the alternatives end")
        closing = self.pieces[self.at]
        self.at += 1
        for way in ways:
            if not way:
                raise CueError("an alternative is empty; write ( )? round what can be left out")
            _check_ends(way)
        return Options(tuple(ways), optional=closing == ")?")


@lru_cache(maxsize=20_000)
def _word(piece: str) -> Word:
    if not _WORD.fullmatch(piece):
        raise CueError(f"“{piece}” isn't a word; write letters and digits, and leave other signs out")
    return Word(piece)


def _check_ends(parts: Cue) -> None:
    if _GAP not in parts:
        return
    if parts and (isinstance(parts[0], Gap) or isinstance(parts[-1], Gap)):
        raise CueError("a gap can't begin or end a cue; write a word on both sides of …")
    if any(isinstance(one, Gap) and isinstance(two, Gap) for one, two in pairwise(parts)):
        raise CueError("two gaps in a row; write one …, which is up to four words")


def _says_something(parts: Cue) -> bool:
    return any(isinstance(part, Word | Wanted) or (isinstance(part, Options) and not part.optional) for part in parts)


def _wanted(piece: str) -> Wanted:
    match = _WANTED.fullmatch(piece)
    names = ", ".join(f"{{{unit}}}" for unit in UNITS)
    if match is None:
        raise CueError(f"“{piece}” isn't a quantity; write one of {names}, such as {{hours<=24}} or {{24<hours<=168}}")
    unit = next((each for each in UNITS if each == match["unit"]), None)
    if unit is None:
        raise CueError(f"“{match['unit']}” isn't a unit; write one of {names}")
    working = match["working"] is not None
    if working and unit not in ("hours", "days"):
        raise CueError(f"working {unit} are not told apart; write {{working hours}} or {{working days}}")
    factor = WORKING_HOUR if working and unit == "hours" else HOURS.get(unit, 1.0)
    least = float(match["least"]) * factor if match["least"] else None
    above = match["above"] == "<"
    most: float | None = None
    below = False
    if match["sign"]:
        limit, sign = float(match["limit"]) * factor, match["sign"]
        if least is not None and sign not in ("<", "<="):
            raise CueError(f"“{piece}” has its limits the wrong way round; write {{24<hours<=168}}")
        if sign in ("<", "<=", "="):
            most, below = limit, sign == "<"
        if sign in (">", ">=", "="):
            least, above = limit, sign == ">"
        if least is not None and most is not None and least > most:
            raise CueError(f"no quantity fits “{piece}”; write the smaller limit on the left")
    return Wanted(unit, working, least, most, above, below)
