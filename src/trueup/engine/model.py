"""What the engine finds, as plain frozen data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

from trueup.answers.model import Disclosed, FixId, Row, Standing
from trueup.content.model import IT, OF_PROMISE, Check, Evidence, Fix, RowKind, Side

Verdict = Literal["contradiction", "tension", "unproven"]
Outcome = Literal["solved", "measure again", "not enough alone"]


MOST_SEVERE = 5
"""The severity of a critical check."""

OWED = frozenset({"due", "returns", "payout", "rights", "data", "takeout", "backup", "safe", "contents"})
"""Topics about the customers' own money, work, data and health."""

MEMORY = 0.8
"""The certainty of an answer that is only remembered (0–1)."""

GRAVE_STAKES = frozenset({"private", "money"})
"""Possible losses that are weighed by the harm, not by how many people are affected. Health always is."""

ENOUGH_CASES = 5
"""Fewer cases than this can't show what most people get: even if a promise was broken in all four of four, it may still
be kept for half of all people (with 95% confidence, by the statisticians' rule of three in its exact form: 0.05 to the
power of ¼ is 0.47)."""

READ_FIRST = 2
"""How many promises at the top count as read first: the headline, and the words below it (our choice)."""

OPENING = 30
"""The most characters of a promise that a title quotes."""

OPENING_OF_SEVERAL = 60
"""The most characters that a fix quotes of a promise with several sentences: often the first of them is true."""

_NEXT_SENTENCE = re.compile(r"[.!?]\s+[\w“£€$]")


def listed(words: str) -> frozenset[str]:
    """The words of a text as a set: a long list reads better without quotation marks."""
    return frozenset(words.split())


def opening(words: str, most: int = OPENING) -> str:
    """The first words of a promise, to recognise it by."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line.rstrip(".")
    cut = line[: most + 1].rpartition(" ")[0] or line[:most]
    return f"{cut.rstrip(' ,;:.')}…"


def name_of(words: str) -> str:
    """The first words of a promise in quotation marks, as a fix names it."""
    line = " ".join(words.split())
    return f"“{opening(line, OPENING_OF_SEVERAL if _NEXT_SENTENCE.search(line) else OPENING)}”"


def from_its_claim(promise: Row) -> str:
    """A promise's words, from the beginning of the first sentence that makes one of its claims: what comes before it
    isn't what was promised. All of them if no claim's place is known.
    """
    words, spans = promise.text("words"), chain.from_iterable(promise.spans.values())
    first = min((start for start, _ in spans), default=0)
    begins = [found.end() - 1 for found in _NEXT_SENTENCE.finditer(words, 0, first + 1)]
    return words[begins[-1] :] if begins else words


MAIN = "main"
"""What a statement is about if it's about what the founder sells most."""


class Subject(NamedTuple):
    """The row a statement speaks about."""

    kind: RowKind
    row: str


Key = tuple[str, str, Subject | None]
"""A source, a tag and a subject: one source never takes the same position on the same row twice."""


class Statement(NamedTuple):
    """One source taking one position. A named tuple, because a keypress makes hundreds: a data class is slower."""

    tag: str
    side: Side
    source: str
    """Question id, for a row's field too (`channel.steps`); for a measure `measure:<name>`."""
    quote: str
    """The founder's own words where there are some: the pasted line, the step, the count."""
    evidence: Evidence
    subject: Subject | None = None
    groups: frozenset[str] = frozenset()
    """Groups the subject is for; empty: everyone."""
    channel: str = ""
    """The one channel the subject is about (an activity's); empty: any."""
    party: str = ""
    """In a marketplace, the side the subject is for: `buyers` or `sellers`; empty: both."""
    share: float = 1.0
    """Share of customers this statement is about, where it comes from a count; 1.0 otherwise."""
    measured: bool = False
    """Whether the statement comes from numbers or a count, so that a fix can't simply set it."""
    about: str = ""
    """What the statement is about: `MAIN`, the name of another thing that is sold, or everything (empty)."""

    heard: str = ""
    """For a promise the founder didn't publish: `partner` if a partner says it, `spoken` if it is only said aloud."""
    is_label: bool = False
    """Whether the quote is the label of a choice, and so not in the founder's own words."""
    out_of: int = 0
    """For a count of how often a promise was kept: out of how many, if not out of ten; otherwise 0."""

    @property
    def topic(self) -> str:
        """The topic of the position that the statement takes."""
        return self.tag.partition(".")[0]

    @property
    def word(self) -> str:
        """The word of the position that the statement takes."""
        return self.tag.partition(".")[2]

    @property
    def key(self) -> Key:
        """What tells the statement from others."""
        return self.source, self.tag, self.subject

    @property
    def is_of_few(self) -> bool:
        """Whether it counts too few cases to show what most people get."""
        return 0 < self.out_of < ENOUGH_CASES

    def row_of(self, kind: RowKind) -> str:
        """The row of this kind that the statement is about; empty if it's about no row, or one of another kind."""
        return self.subject.row if self.subject is not None and self.subject.kind == kind else ""


_PHRASE = re.compile(r"(?<=say )“([^”]+)”|(?<=said )“([^”]+)”|“([^”]+ [^”]+)”")
"""Quoted phrases in a title that are the founder's words: several words, or anything after *say* or *said*.

Any other single word in quotation marks, such as “from”, is only mentioned, and doesn't match."""


def as_reported(title: str, written: str = "") -> str:
    """A title in which only phrases that occur in `written` keep their quotation marks."""
    said = " ".join(written.casefold().split())

    def as_said(match: re.Match[str]) -> str:
        phrase = next(filter(None, match.groups()))
        return match[0] if phrase.casefold() in said else phrase

    return _PHRASE.sub(as_said, title)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What one check found in this business, with all its statements."""

    check: Check
    verdict: Verdict
    statements: tuple[Statement, ...]
    severity: int
    """The severity of the check, or less if customers are told in time."""
    reach: float
    """The share of people affected (0–1), of buyers or, where `of_coming`, of the people who ask or visit."""
    reach_assumed: bool
    certainty: float
    evidence: Evidence
    """The weaker side's best evidence."""
    impact: float
    """severity × reach × certainty, two decimals."""
    disclosed: Disclosed | None = None
    lost: int | None = None
    """People who asked and didn't buy in the channels involved, over three months; None if that isn't known."""
    of_coming: bool = False
    """Whether `reach` is a share of the people who ask or visit, not of those who buy."""
    under: str = ""
    """The mismatch this one is folded under, because it has the same cause; empty if it isn't folded."""

    is_of_some: bool = False
    """Whether only some of the people counted in `reach` are affected, and no answer tells how many: those who buy
    another thing than what sells most, or those an answer speaks of."""
    is_read_first: bool = False
    """Whether the mismatch is about one of the promises that people read first."""

    leads: bool = False
    """Whether the mismatch leads whatever its impact, because it is a proven untrue claim made to everyone."""

    alone: Mismatch | None = None
    """The mismatch as it was before a worse count, folded under it, raised its figures; None if that didn't happen."""

    has_graver: bool = False
    """Whether a mismatch that is weighed by its harm is folded under this one."""

    promise: str = ""
    """For a broad check: the promise it is about, which has no other mismatch of this check."""
    words: str = ""
    """For a broad check: the words of its promise, from the first sentence that makes a claim."""
    claimed: frozenset[str] = frozenset()
    """For a broad check: the topics that its promise makes claims about."""
    stake: str = ""
    """For a broad check: what people could lose if the promise isn't true; empty if that wasn't answered."""
    is_plain: bool = False
    """For a broad check: whether the mismatch has the check's own id, without a promise. That is so if the founder
    decided about it under this id, and the check finds fault with one promise only."""

    @property
    def id(self) -> str:
        """The check's id, followed by the promise's if the check has a mismatch for each promise."""
        return f"{self.check.id}{OF_PROMISE}{self.promise}" if self.promise and not self.is_plain else self.check.id

    @property
    def cases(self) -> int:
        """In how few cases a promise was counted, if these are too few to show what most people get; otherwise 0."""
        most = max((each.out_of for each in self.statements), default=0)
        return most if most < ENOUGH_CASES else 0

    @property
    def is_unsafe(self) -> bool:
        """Whether people may come to harm, or customers don't get money that's theirs, and this isn't just a guess."""
        return (self.check.safety or self.stake == "health") and self.verdict == "contradiction"

    @property
    def is_grave(self) -> bool:
        """Whether the mismatch is weighed by its harm rather than by the share of people affected: it is unsafe, a
        proven critical fact, or a broken promise about something that belongs to the customers, or leads such a
        mismatch.
        """
        if self.has_graver:
            return True
        if self.verdict != "contradiction" or self.certainty <= MEMORY:
            return self.is_unsafe
        if self.check.broad:
            is_owed = self.stake in GRAVE_STAKES or not self.claimed.isdisjoint(OWED)
            return self.is_unsafe or (self.check.first and is_owed)
        return self.is_unsafe or self.check.severity == MOST_SEVERE

    @property
    def promises(self) -> frozenset[str]:
        """The promises quoted."""
        return self.rows_of("promise")

    def rows_of(self, kind: RowKind) -> frozenset[str]:
        """The rows of one kind that the statements are about."""
        return frozenset(filter(None, (each.row_of(kind) for each in self.statements)))

    @property
    def title(self) -> str:
        """The check's title; a broad check names the promise. Only the founder's words keep their quotation marks."""
        if not self.promise:
            written = " ".join(each.quote for each in self.statements if not each.is_label)
            return as_reported(self.check.title, written)
        return IT.sub(lambda _: f"“{opening(self.words)}”", self.check.title, count=1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A topic on which two or more sides speak and agree."""

    topic: str
    tags: tuple[str, ...]
    sides: tuple[Side, ...]
    statements: tuple[Statement, ...]
    is_scoped: bool = False
    """Whether all published words on it name the orders, places or times that they are true of."""


@dataclass(frozen=True, slots=True)
class NeedsAnswer:
    """A question (or a row to add: `promise`, `channel`, `customer`) and the checks it would help decide."""

    question: str
    decides: tuple[str, ...]
    alone: int = 0
    """How many of the checks this answer settles without any other."""
    is_central: bool = False
    """Whether a promise that people read first rests on this answer alone."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A problem to deal with before any mismatch, such as a crisis, or channels that all contradict the promise."""

    id: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the engine found, mismatches in rank order."""

    mismatches: tuple[Mismatch, ...]
    """The open ones: neither accepted nor objected to."""
    accepted: tuple[Mismatch, ...]
    objected: tuple[Mismatch, ...]
    needs_answer: tuple[NeedsAnswer, ...]
    open_checks: frozenset[str]
    """Checks that can't be judged yet."""
    gates: tuple[Gate, ...]
    possible: int
    decided: int

    @property
    def every(self) -> tuple[Mismatch, ...]:
        """All mismatches, whatever was decided about them: the open ones first."""
        return *self.mismatches, *self.accepted, *self.objected

    @property
    def proven(self) -> tuple[Mismatch, ...]:
        """The open contradictions."""
        return tuple(found for found in self.mismatches if found.verdict == "contradiction")

    @property
    def leaders(self) -> tuple[Mismatch, ...]:
        """The open mismatches that aren't folded under another one, in rank order."""
        return tuple(found for found in self.mismatches if not found.under)

    def mismatch(self, check: str) -> Mismatch | None:
        """The open mismatch of a check, if there is one."""
        return _named(check, self.mismatches)

    def found(self, check: str) -> Mismatch | None:
        """The mismatch of a check, whatever was decided about it."""
        return _named(check, self.every)

    def standing(self, check: str) -> Standing | None:
        """What was decided about the mismatch of a check; None if there is no mismatch."""
        found = self.found(check)
        return next((name for name, there in self.by_standing.items() if any(each is found for each in there)), None)

    @property
    def by_standing(self) -> Mapping[Standing, tuple[Mismatch, ...]]:
        """All mismatches, by what was decided about them."""
        return {"open": self.mismatches, "accepted": self.accepted, "objected": self.objected}


def _named(name: str, found: Sequence[Mismatch]) -> Mismatch | None:
    """The mismatch of this name; if the name is only that of a broad check, the first of its mismatches."""
    exactly = next((each for each in found if each.id == name), None)
    return exactly or next((each for each in found if each.check.id == name), None)


def arranged(found: Sequence[Mismatch]) -> tuple[tuple[Mismatch, bool], ...]:
    """Some mismatches in rank order, each folded one after the one it is folded under, and whether it is folded."""
    there = {each.id for each in found}
    under: dict[str, list[Mismatch]] = {}
    for each in found:
        if each.under in there:
            under.setdefault(each.under, []).append(each)
    leaders = (each for each in found if each.under not in there)
    return tuple(
        pair for leader in leaders for pair in ((leader, False), *((each, True) for each in under.get(leader.id, ())))
    )


@dataclass(frozen=True, slots=True)
class TriedFix:
    """A previewed fix: exactly what it would solve and create on these answers."""

    fix: Fix
    check: str
    outcome: Outcome
    solves: tuple[str, ...]
    creates: tuple[str, ...]
    gain: float
    """Impact before minus impact after, over all mismatches."""
    loses: float
    """The share of customers who came through the channels that the fix stops, or whom it turns away (0–1)."""
    changes: frozenset[tuple[str, str]]
    """What it sets, as (where, what): two fixes with the same changes are one move."""
    raises: bool = False
    """Whether another open mismatch weighs more after it, as when a channel with good customers is stopped."""
    is_either: bool = False
    """Whether it deletes one of two promises that exclude each other, and nothing says which of them is true."""

    @property
    def id(self) -> FixId:
        """Which fix was tried."""
        return FixId(self.check, self.fix.key)

    @property
    def is_enough(self) -> bool:
        """Whether it ends its own mismatch without another fix."""
        return self.outcome != "not enough alone"
