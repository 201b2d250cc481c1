"""Finds the cues of all claims in a sentence.

Only the few cues that the index lets through are tried, word by word. A match tells the words that the cue names from
those that a gap skipped, because a skipped word, such as *not*, may reverse the meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Final

from trueup.content.cue_language import MOST_APART, MOST_GAP, Gap, Wanted, Word
from trueup.content.model import Content
from trueup.reading.cue_index import Bits, CueIndex
from trueup.reading.prepared_cue import Choice, Forbidding, Keys, Needs, Ready, ReadyCue, ReadyPart, ready_cue, ways_at
from trueup.reading.quantities import Quantity
from trueup.reading.tokens import keyed

NEARBY: Final = 6
"""A `not` cue rules out a match if fewer than this many words are between the two."""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue found in a row of words, from `first` up to but not including `last`."""

    first: int
    last: int
    rests_on: frozenset[int]
    """The indexes of the words that the cue names, without those that a gap skipped."""
    quantity: Quantity | None = None


class Cues:
    """A set of cues that can be looked for in sentences."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.cues = cues
        self._index = CueIndex(cues)

    def matches(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[tuple[ReadyCue, Found]]:
        """Yield each cue found in these words. `quantities` are those in the words, by the index of their first word.

        If a cue can match in several overlapping ways, only the tightest counts. Matches ruled out by a `not` cue are
        left out.
        """
        opening: dict[int, list[Bits]] = {}
        closing: dict[int, list[Bits]] = {}
        here = set(keys)
        for at, many in quantities.items():
            for each in many:
                names, bits = self._index.fits(each)
                here |= names
                opening.setdefault(at, []).append(bits)
                closing.setdefault(each.last - 1, []).append(bits)
        left = self._index.left(keys, opening, closing)
        forbidding: dict[str, list[Found]] = {}
        while left:
            bit = left & -left
            left ^= bit
            cue = self.cues[bit.bit_length() - 1]
            if any(map(here.isdisjoint, cue.needs)):
                continue
            for match in tightest(find(cue, keys, quantities)):
                if cue.tag not in forbidding:
                    forbidding[cue.tag] = [
                        found
                        for never in cue.never
                        if all(_may_be(needs, here) for needs in never.needs)
                        for found in find(never, keys, quantities)
                    ]
                if not any(_is_near(match, other) for other in forbidding[cue.tag]):
                    yield cue, match


def _may_be(needs: Needs, here: Collection[str]) -> bool:
    """Whether one of the needed words is in `here`. Always true if a quantity would do, because `here` contains only
    the quantities that cues want, and a `not` cue may want another.
    """
    return not needs.isdisjoint(here) or any(each[0] == "{" for each in needs)


_Written = tuple[str, tuple[str, ...], tuple[str, ...]]
"""The cues of a claim as written in screens/: its tag, the cues, and the `not` cues."""


def ready(content: Content, tag: str = "") -> Cues:
    """Return the cues of all topics, or only those of the claim `tag`, which takes no time to prepare. Results are
    cached.
    """
    if tag:
        topic, _, word = tag.partition(".")
        cues = content.topics[topic].cues.get(word)
        return _ready(((tag, cues.cues, cues.never),) if cues else ())
    return _all_ready(content)


@lru_cache(maxsize=4)
def _all_ready(content: Content) -> Cues:
    return _ready(_all_written(content))


def make_ready(content: Content, rest: Callable[[], None]) -> None:
    """Prepare the cues of all topics, so that `ready` returns them without delay. `rest` is called after each claim and
    may block, to let more urgent work go first.
    """
    for each in _all_written(content):
        _of_claim(each)
        rest()
    ready(content)


def _all_written(content: Content) -> tuple[_Written, ...]:
    return tuple(
        (f"{t.id}.{word}", cues.cues, cues.never) for t in content.topics.values() for word, cues in t.cues.items()
    )


@lru_cache(maxsize=256)
def _ready(written: tuple[_Written, ...]) -> Cues:
    return Cues([cue for each in written for cue in _of_claim(each)])


@lru_cache(maxsize=1024)
def _of_claim(written: _Written) -> tuple[ReadyCue, ...]:
    tag, cues, never = written
    forbidding = Forbidding(tag, never)
    return tuple(ready_cue(tag, text, forbidding) for text in cues)


_TURNS: Final = keyed("but while whereas although though unless except")
"""Words after which a sentence speaks of something else. If such a word is between two rows of a cue, they don't match
together."""


def find(cue: ReadyCue, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[Found]:
    """Yield every way in which a cue matches these words."""
    trial = _Trial(keys, quantities)
    if len(cue.rows) == 1:
        yield from trial.found(cue.rows[0], cue.begins[0], asks=cue.asks[0], opens=cue.opens[0])
        return
    found: list[list[Found]] = []
    for row, begins, asks, opens in zip(cue.rows, cue.begins, cue.asks, cue.opens, strict=True):
        found.append(tightest(trial.found(row, begins, asks=asks, opens=opens)))
        if not found[-1]:
            return
    for each in product(*found):
        ordered = sorted(each, key=lambda one: one.first)
        if all(_is_close(one, two, keys) for one, two in pairwise(ordered)):
            quantity = next((one.quantity for one in each if one.quantity), None)
            rests_on = frozenset[int]().union(*(one.rests_on for one in each))
            yield Found(ordered[0].first, ordered[-1].last, rests_on, quantity)


def _is_close(one: Found, two: Found, keys: Keys) -> bool:
    return 0 <= two.first - one.last <= MOST_APART and _TURNS.isdisjoint(keys[one.last : two.first])


_State = tuple[int, tuple[int, ...], Quantity | None]
"""A partial match: the index after its last word, the indexes of the words named by the cue, and its first quantity."""


@dataclass(frozen=True, slots=True)
class _Trial:
    keys: Keys
    quantities: Mapping[int, Sequence[Quantity]]

    def found(self, row: Ready, begins: Needs | None, *, asks: bool, opens: bool) -> Iterator[Found]:
        """Yield the places where one row of a cue is found. If the row `asks` for quantities, yield also all ways of
        finding it from the same word on.
        """
        if not asks:
            at = 0
            while at < len(self.keys):
                state = next(self.best(row, 0, at), None) if begins is None or self.keys[at] in begins else None
                if state:
                    last, used, _ = state
                    yield Found(at, last, frozenset(used))
                at = state[0] if state and len(state[1]) == state[0] - at else at + 1
            return
        for at, key in enumerate(self.keys):
            if begins is None or key in begins or (opens and at in self.quantities):
                for last, used, quantity in self.sequence(row, 0, at):
                    yield Found(at, last, frozenset(used), quantity)

    def best(self, parts: Ready, nth: int, at: int) -> Iterator[_State]:
        """Yield the ways to match the parts from `nth` on, beginning at word `at`. Longer alternatives come first.
        Quantities aren't matched.
        """
        if nth == len(parts):
            yield at, (), None
            return
        part = parts[nth]
        key = self.keys[at] if at < len(self.keys) else ""
        if isinstance(part, Word):
            if key == part.text:
                for last, used, _ in self.best(parts, nth + 1, at + 1):
                    yield last, (at, *used), None
        elif isinstance(part, Gap):
            for to in range(at, min(at + MOST_GAP, len(self.keys)) + 1):
                if self.may_begin(parts[nth + 1], to):
                    yield from self.best(parts, nth + 1, to)
        elif isinstance(part, Choice):
            for way in ways_at(part, key):
                for middle, used, _ in self.best(way, 0, at):
                    for last, more, _ in self.best(parts, nth + 1, middle):
                        yield last, (*used, *more), None
            if part.optional:
                yield from self.best(parts, nth + 1, at)

    def sequence(self, parts: Ready, nth: int, at: int) -> Iterator[_State]:
        """Yield the ways to match the parts from `nth` on, beginning at word `at`, including quantities."""
        if nth == len(parts):
            yield at, (), None
            return
        part = parts[nth]
        if isinstance(part, Word):
            if at < len(self.keys) and self.keys[at] == part.text:
                for last, used, quantity in self.sequence(parts, nth + 1, at + 1):
                    yield last, (at, *used), quantity
        elif isinstance(part, Gap):
            for to in range(at, min(at + MOST_GAP, len(self.keys)) + 1):
                if self.may_begin(parts[nth + 1], to):
                    yield from self.sequence(parts, nth + 1, to)
        elif isinstance(part, Wanted):
            for here in self.quantities.get(at, ()):
                if here.fits(part):
                    for last, used, quantity in self.sequence(parts, nth + 1, here.last):
                        yield last, (*range(at, here.last), *used), here if quantity is None else quantity
        else:
            for way in part.that_may_begin(self.keys[at]) if at < len(self.keys) else ():
                for middle, used, inner in self.sequence(way, 0, at):
                    for last, more, quantity in self.sequence(parts, nth + 1, middle):
                        yield last, (*used, *more), inner if inner is not None else quantity
            if part.optional:
                yield from self.sequence(parts, nth + 1, at)

    def may_begin(self, part: ReadyPart, at: int) -> bool:
        """Whether a part can begin at a word, judging by that word only."""
        if isinstance(part, Word):
            return at < len(self.keys) and self.keys[at] == part.text
        if isinstance(part, Choice) and not part.optional and not part.others:
            return at < len(self.keys) and self.keys[at] in part.by_first
        return True


def tightest(found: Iterable[Found]) -> list[Found]:
    """Return matches that don't overlap, in the order of the words. Of overlapping ones, keep the one that skips the
    fewest words; among equals, the one that names the most.
    """
    ordered = sorted(
        found, key=lambda each: (each.last - each.first - len(each.rests_on), -len(each.rests_on), each.first)
    )
    if len(ordered) == 1:
        return ordered
    taken: list[Found] = []
    for each in ordered:
        if all(each.last <= other.first or each.first >= other.last for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.first)


def _is_near(found: Found, other: Found) -> bool:
    if found.quantity is not None and found.quantity.kind == "testimonial":
        return False  # `not` cues don't apply to what customers say
    return other.first < found.last + NEARBY and other.last > found.first - NEARBY
