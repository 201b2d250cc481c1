"""Prepares cues for matching: replaces words by their keys, and works out what a sentence must contain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from trueup.content.cue_language import (
    GAP,
    TOGETHER,
    Gap,
    Options,
    Part,
    Together,
    Wanted,
    Word,
    parse_cue,
    parse_part,
    parts_of,
)
from trueup.reading.tokens import keyed, keys_of, words

Keys = tuple[str, ...]

Needs = frozenset[str]
"""Words (as keys), phrases of two or three words, and quantities (as written in a cue), of which a text must contain at
least one.
"""

LONGEST_PHRASE: Final = 3
"""The most words of a phrase in `Needs`."""


@dataclass(frozen=True, eq=False)
class Choice:
    """A part with several alternatives. They are parsed when they are first tried, which few ever are."""

    optional: bool
    text: str
    """The alternatives as written, if all are plain words, such as `phone|sign up`."""
    given: tuple[tuple[Part, ...], ...] = ()
    """The alternatives, if they are already parsed."""

    @cached_property
    def ways(self) -> tuple[Ready, ...]:
        """The alternatives, with words as keys. The longest come first, because they name the most words."""
        if self.text:
            return tuple(sorted(map(_keys_of_way, self.text.split("|")), key=len, reverse=True))
        return tuple(sorted(map(_folded, self.given), key=_size, reverse=True))

    @cached_property
    def needs(self) -> Needs | None:
        """Words, phrases and quantities of which a text must contain one; None if it needs none of them."""
        if self.optional:
            return None
        if self.text:
            return frozenset(map(_phrase_of_way, self.text.split("|")))
        ways = [list(_needs(way)) for way in self.ways]
        return either(min(way, key=_frequency_of_words) if way else None for way in ways)

    @cached_property
    def first(self) -> Needs | None:
        """What the alternatives can begin with; None: anything."""
        if self.text:
            return frozenset(_keys_of_way(way)[0] for way in self.text.split("|"))
        return either(map(_first_of, self.ways))

    @cached_property
    def asks(self) -> bool:
        """Whether an alternative asks for a quantity."""
        return not self.text and any(map(_asks_for_quantities, self.ways))

    @cached_property
    def by_first(self) -> Mapping[str, tuple[Way, ...]]:
        """The alternatives that begin with a word, by that word."""
        found: dict[str, tuple[Way, ...]] = {}
        for way in self.ways:
            each = (way, len(way)) if self.text else _way(way)
            for key in (way[0],) if isinstance(way[0], str) else _words_first(way):
                found[key] = (*found[key], each) if key in found else (each,)
        return found

    @cached_property
    def others(self) -> tuple[Way, ...]:
        """The alternatives that may begin with a quantity, or with anything."""
        return () if self.text else tuple(_way(way) for way in self.ways if not _words_first(way))


ReadyPart = str | Gap | Wanted | Choice
"""A part of a cue. A word is its key."""


Ready = tuple[ReadyPart, ...]
"""A row of a cue, or an alternative of a choice."""


Way = tuple[Ready, int]
"""An alternative of a choice, and how many words it has if all its parts are words; otherwise 0."""


class Row(NamedTuple):
    """A row of a cue, and what is known about it before it is tried."""

    parts: Ready
    begins: Needs | None
    """What it can begin with; None means anything."""
    asks: bool
    """Whether it asks for quantities. If so, it can match in several ways from one word on."""
    opens: bool
    """Whether it may begin with a quantity."""


@dataclass(frozen=True, eq=False)
class ReadyCue:
    """A cue and its claim. Its rows are prepared when they are first tried, what it needs when that is first asked."""

    tag: str
    text: str
    never: tuple[ReadyCue, ...] = ()
    """The `not` cues, which rule out a match near them."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the cue: usually one. If there are several, they may match in any order. Raises CueError."""
        return tuple(map(_row, _parsed(self.text)))

    @cached_property
    def needs(self) -> tuple[Needs, ...]:
        """Sets of words, phrases and quantities, the rarest first. A sentence must contain at least one from each."""
        needs = (need for row in _parsed(self.text) for need in _needs(row))
        return tuple(sorted(needs, key=_frequency))

    @cached_property
    def _words_needed(self) -> tuple[Needs, ...]:
        return tuple(frozenset(map(rarest, need)) for need in self.needs if not any(each[0] == "{" for each in need))

    def could_be_in(self, keys: Collection[str]) -> bool:
        """Whether some words contain one of each set of words that the cue needs."""
        return not any(need.isdisjoint(keys) for need in self._words_needed)


COMMON: Final = keyed(
    "a an the and or of in on at to for from by with is be are was do have has will can not no you your i my we our it "
    "its they that this all any every each as so if when what which who there here more one get make take go up out "
    "us me new just only own free time day"
)
"""Words that are in most sentences, so they hardly help to rule out cues."""


def _frequency(needs: Needs) -> float:
    """Return a rough measure of how often one of these words, phrases or quantities occurs."""
    return sum(map(_frequency_of, needs))


@lru_cache(maxsize=50_000)
def _frequency_of(need: str) -> float:
    word = _frequency_of_word(need)
    return word / 8 if " " in need else word


def _frequency_of_words(needs: Needs) -> float:
    """The same, if only the rarest word of each phrase counts."""
    return sum(map(_frequency_of_word, needs))


@lru_cache(maxsize=50_000)
def _frequency_of_word(need: str) -> float:
    if need[0] == "{":
        return 11.0
    return 26.0 if COMMON.issuperset(need.split()) else 1.0


def rarest(phrase: str) -> str:
    """Return the first word of a phrase that isn't common, or its first word."""
    return min(phrase.split(), key=COMMON.__contains__)


def _needs(parts: Ready) -> Iterator[Needs]:
    """Yield what several parts in a row need."""
    run: list[str] = []
    for part in (*parts, None):
        if isinstance(part, str):
            run.append(part)
            continue
        if len(run) > 1:
            yield frozenset({_phrase(run)})
        yield from map(frozenset, zip(run))
        run = []
        if isinstance(part, Wanted):
            yield frozenset({_name(part)})
        elif isinstance(part, Choice) and part.needs:
            yield part.needs


def _phrase(keys: Sequence[str]) -> str:
    """Return the rarest of some consecutive words with those beside it."""
    at = keys.index(min(keys, key=COMMON.__contains__))
    begins = max(min(at - 1, len(keys) - LONGEST_PHRASE), 0)
    return " ".join(keys[begins : begins + LONGEST_PHRASE])


@lru_cache(maxsize=50_000)
def _phrase_of_way(way: str) -> str:
    return _phrase(_keys_of_way(way))


_FLAT: Final = re.compile(r"\((?P<ways>[^\W_]+(?:['’ -][^\W_]+|\|[^\W_]+)*)\)\??")
"""A choice between plain words."""


WANTED: Final[dict[str, Wanted]] = {}
"""Name → quantity, for all quantities for which prepared cues ask."""


@lru_cache(maxsize=10_000)
def _name(wanted: Wanted) -> str:
    """Return a name for a quantity that can't be a word, because it contains braces."""
    name = f"{{{wanted}}}"
    WANTED[name] = wanted
    return name


def _parsed(text: str) -> list[Ready]:
    """Return the rows of a cue. Raises CueError if the text isn't one."""
    rows = [tuple(ready for part in _simple_parts(row) for ready in _ready_part(part)) for row in text.split(TOGETHER)]
    if all(map(_says_something, rows)):
        return rows
    cue = parse_cue(text)
    return list(map(_folded, cue[0].rows if isinstance(cue[0], Together) else (cue,)))


def _says_something(row: Ready) -> bool:
    return any(isinstance(part, str | Wanted) or (isinstance(part, Choice) and not part.optional) for part in row)


@lru_cache(maxsize=50_000)
def _ready_part(text: str) -> Ready:
    """Return what one written part becomes."""
    if flat := _FLAT.fullmatch(text):
        return (Choice(text[-1] == "?", flat["ways"]),)
    return _folded((parse_part(text),))


def _simple_parts(row: str) -> tuple[str, ...]:
    """Split a row into its parts as written. Empty if that isn't so simple, or if `parse_cue` refuses it."""
    parts = parts_of(row) or ()
    is_wrong = not parts or GAP in (parts[0], parts[-1]) or (GAP, GAP) in pairwise(parts)
    return () if is_wrong else parts


def either(each: Iterable[Needs | None]) -> Needs | None:
    """Return the union of these sets; None, which means anything, if one of them is None."""
    found: set[str] = set()
    for one in each:
        if one is None:
            return None
        found |= one
    return frozenset(found)


def _row(parts: Ready) -> Row:
    begins = _first_of(parts)
    opens = begins is None or any(each[0] == "{" for each in begins)
    return Row(parts, begins, _asks_for_quantities(parts), opens)


def _folded(parts: Iterable[Part]) -> Ready:
    """Return the parts with words as keys. A word such as *don't* becomes several parts."""
    result: list[ReadyPart] = []
    for part in parts:
        if isinstance(part, Word):
            result += _keys_of_way(part.text)
        elif isinstance(part, Options):
            result.append(Choice(part.optional, "", part.ways))
        elif not isinstance(part, Together):
            result.append(part)
    return tuple(result)


@lru_cache(maxsize=50_000)
def _keys_of_way(text: str) -> Keys:
    """Return the keys of some written words, split as in the text of a page: *8am* is two words."""
    return keys_of(text) if text.isalpha() else words(text).keys


def _asks_for_quantities(parts: Ready) -> bool:
    return any(isinstance(part, Wanted) or (isinstance(part, Choice) and part.asks) for part in parts)


def _first_of(parts: Ready) -> Needs | None:
    """Return what a row can begin with: words, and names of quantities. None means anything."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, str):
            return frozenset({*found, part})
        if isinstance(part, Wanted):
            return frozenset({*found, _name(part)})
        if isinstance(part, Gap) or part.first is None:
            return None
        found |= part.first
        if not part.optional:
            return frozenset(found)
    return None


def _size(parts: Iterable[ReadyPart]) -> int:
    """Return the length by which alternatives are sorted. Each part adds to it, and so do the alternatives in it."""
    size = 0
    for part in parts:
        if isinstance(part, str):
            size += 1
        elif isinstance(part, Gap):
            size += 9
        elif isinstance(part, Wanted):
            size += 2
        else:
            size += sum(map(_size, part.ways)) + len(part.ways) + 3 + part.optional
    return size


def _words_first(way: Ready) -> Needs:
    """Return the words with which an alternative begins. Empty if it may begin with something else."""
    first = _first_of(way)
    return frozenset() if first is None or any(each[0] == "{" for each in first) else first


def _way(way: Ready) -> Way:
    return way, len(way) if all(isinstance(each, str) for each in way) else 0


def ways_at(part: Choice, key: str) -> tuple[Way, ...]:
    """Return the alternatives of a choice that can begin with a word: longest first, then those that can begin with a
    quantity.
    """
    return part.by_first.get(key, ()) + part.others
