"""Finds the cues of all claims in a sentence.

Only the few cues that the index lets through are tried, word by word. A match tells the words that the cue names from
those that a gap skipped, because a skipped word, such as *not*, may reverse the meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import Final, NamedTuple

from trueup.content.cue_language import MOST_APART, MOST_GAP, Gap
from trueup.content.model import ClaimCues, Content
from trueup.reading.prepared_cue import WANTED, Choice, Keys, Ready, ReadyCue, Row, ways_at
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


_LAYERS: Final = 4
"""How many of a cue's rarest needs are checked before the cue is tried."""


class _Index:
    """An index that tells which cues could match a sentence, so that the others needn't be tried.

    Each cue has a bit in each of a few layers, one for each of its rarest needs. A sentence is looked at once: the bit
    of a cue stays set only if the sentence contains something of each of these needs.
    """

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self._count = len(cues)
        self._cues: dict[str, list[int]] = defaultdict(list)
        free = []
        for nth, cue in enumerate(cues):
            needs = cue.needs[:_LAYERS]
            for layer, need in enumerate(needs):
                for each in need:
                    self._cues[each].append(layer * self._count + nth)
            free += [layer * self._count + nth for layer in range(len(needs), _LAYERS)]
        self._free = self._as_bits(free)
        """The bits of cues with fewer needs than layers."""
        self._bits: dict[str, int] = {}
        self._wanted = [(each, WANTED[each]) for each in self._cues if each[0] == "{"]
        self._fitting: dict[tuple[str, float, float, bool], frozenset[str]] = {}

    def _as_bits(self, numbers: Iterable[int]) -> int:
        bits = bytearray(self._count * _LAYERS // 8 + 1)
        for each in numbers:
            bits[each >> 3] |= 1 << (each & 7)
        return int.from_bytes(bits, "little")

    def fits(self, quantity: Quantity) -> frozenset[str]:
        """Return the names of the wanted quantities that this one satisfies."""
        kind = (quantity.kind, quantity.low, quantity.high, quantity.working)
        found = self._fitting.get(kind)
        if found is None:
            found = frozenset(name for name, wanted in self._wanted if quantity.fits(wanted))
            self._fitting[kind] = found
        return found

    def could_match(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> list[int]:
        """Return the numbers of the cues that could match these words."""
        known = self._cues
        here = {key for key in keys if key in known}
        one = two = ""
        for key in keys:
            if (pair := f"{two} {key}") in known:
                here.add(pair)
            if (three := f"{one} {pair}") in known:
                here.add(three)
            one, two = two, key
        for quantity in chain.from_iterable(quantities.values()):
            here |= self.fits(quantity)
        bits = self._free
        for each in here:
            found = self._bits.get(each)
            if found is None:
                found = self._bits[each] = self._as_bits(known[each])
            bits |= found
        every = bits
        for _ in range(1, _LAYERS):
            bits >>= self._count
            every &= bits
        every &= (1 << self._count) - 1
        numbers = []
        while every:
            bit = every & -every
            every ^= bit
            numbers.append(bit.bit_length() - 1)
        return numbers


class Cues:
    """A set of cues that can be looked for in sentences."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.cues = cues
        self._index = _Index(cues)

    def matches(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[tuple[ReadyCue, Found]]:
        """Yield each cue found in these words. `quantities` are those in the words, by the index of their first word.

        If a cue can match in several overlapping ways, only the tightest counts. Matches ruled out by a `not` cue are
        left out.
        """
        trial = Trial(keys, quantities)
        forbidding: dict[str, list[Found]] = {}
        for nth in self._index.could_match(keys, quantities):
            cue = self.cues[nth]
            for match in tightest(trial.of(cue)):
                if cue.tag not in forbidding:
                    forbidding[cue.tag] = [
                        found for never in cue.never if never.could_be_in(trial.places) for found in trial.of(never)
                    ]
                if not any(_is_near(match, other) for other in forbidding[cue.tag]):
                    yield cue, match


def ready(content: Content, tag: str = "") -> Cues:
    """Return the cues of all topics, or only those of the claim `tag`, which takes no time to prepare. Results are
    cached.
    """
    if tag:
        return _ready(((tag, content.cues[tag]),) if tag in content.cues else ())
    return _all_ready(content)


@lru_cache(maxsize=4)
def _all_ready(content: Content) -> Cues:
    return _ready(tuple(content.cues.items()))


def make_ready(content: Content, rest: Callable[[], None]) -> None:
    """Prepare the cues of all topics, so that `ready` returns them without delay. `rest` is called after each claim and
    may block, to let more urgent work go first.
    """
    for tag, cues in content.cues.items():
        for cue in _of_claim(tag, cues):
            cue.needs  # noqa: B018 (working them out takes nearly all of the time)
        rest()
    ready(content)


@lru_cache(maxsize=256)
def _ready(claims: tuple[tuple[str, ClaimCues], ...]) -> Cues:
    return Cues([cue for tag, cues in claims for cue in _of_claim(tag, cues)])


@lru_cache(maxsize=1024)
def _of_claim(tag: str, cues: ClaimCues) -> tuple[ReadyCue, ...]:
    never = tuple(ReadyCue(tag, text) for text in cues.never)
    return tuple(ReadyCue(tag, text, never) for text in cues.cues)


_TURNS: Final = keyed("but while whereas although though unless except")
"""Words after which a sentence speaks of something else. If such a word is between two rows of a cue, they don't match
together."""


def _together(found: Sequence[Sequence[Found]], keys: Keys) -> Iterator[Found]:
    """Yield the ways to choose a match of each row so that all are close to each other."""
    for each in product(*found):
        ordered = sorted(each, key=lambda one: one.first)
        if all(_is_close(one, two, keys) for one, two in pairwise(ordered)):
            quantity = next((one.quantity for one in each if one.quantity), None)
            rests_on = frozenset[int]().union(*(one.rests_on for one in each))
            yield Found(ordered[0].first, ordered[-1].last, rests_on, quantity)


def _is_close(one: Found, two: Found, keys: Keys) -> bool:
    return 0 <= two.first - one.last <= MOST_APART and _TURNS.isdisjoint(keys[one.last : two.first])


class _Rest(NamedTuple):
    """What of a row is left to match after an alternative of a choice."""

    parts: Ready
    nth: int
    then: _Rest | None
    quantity: Quantity | None
    """The quantity found before the choice."""


class Trial:
    """Tries rows of cues on the words of a sentence."""

    def __init__(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> None:
        self.keys = (*keys, "")
        """The words, and an empty one after the last, so that no index is out of range."""
        self.quantities = quantities
        self.places: dict[str, list[int]] = {}
        """Word → where it is."""
        for at, key in enumerate(keys):
            self.places.setdefault(key, []).append(at)
        self.is_first_enough = False
        self.matched: list[tuple[int, tuple[int, ...], Quantity | None]] = []
        """Of each match: the index after its last word, the words that gaps skipped, and its quantity."""

    def of(self, cue: ReadyCue) -> Iterable[Found]:
        """Return every way in which a cue matches."""
        if len(cue.rows) == 1:
            return self.found(cue.rows[0])
        found: list[list[Found]] = []
        for row in cue.rows:
            found.append(tightest(self.found(row)))
            if not found[-1]:
                return ()
        return _together(found, self.keys)

    def starts(self, row: Row) -> Iterable[int]:
        """Return where a row may begin, in the order of the words."""
        places = self.places
        if row.begins is None:
            return range(len(self.keys) - 1)
        words = row.begins.intersection(places)
        if not row.opens and len(words) < 2:
            return places[next(iter(words))] if words else ()
        return sorted({*chain.from_iterable(map(places.__getitem__, words)), *(self.quantities if row.opens else ())})

    def found(self, row: Row) -> list[Found]:
        """Return the places where one row of a cue is found. If the row asks for quantities, return also all ways of
        finding it from the same word on.
        """
        found: list[Found] = []
        until = 0
        matched = self.matched
        self.is_first_enough = not row.asks
        for at in self.starts(row):
            if at < until:
                continue
            self.match(row.parts, 0, at, None, (), None, False)
            for last, skipped, quantity in matched:
                found.append(Found(at, last, frozenset(range(at, last)).difference(skipped), quantity))
                if not row.asks and not skipped:
                    until = last
            matched.clear()
        return found

    def match(
        self,
        parts: Ready,
        nth: int,
        at: int,
        then: _Rest | None,
        skipped: tuple[int, ...],
        quantity: Quantity | None,
        is_settled: bool,
    ) -> bool:
        """Match the parts from `nth` on, and then the rest, beginning at word `at`. Whether that's enough.

        Longer alternatives come first, and shorter gaps. A quantity in a choice settles which quantity the match has;
        otherwise it's the last.
        """
        keys = self.keys
        while True:
            if nth == len(parts):
                if then is None:
                    self.matched.append((at, skipped, quantity))
                    return self.is_first_enough
                parts, nth, then, before = then
                is_settled = is_settled or quantity is not before
                continue
            part = parts[nth]
            if isinstance(part, str):
                if keys[at] != part:
                    return False
                at += 1
            elif isinstance(part, Choice):
                for way, length in ways_at(part, keys[at]):
                    if not length:
                        rest = _Rest(parts, nth + 1, then, quantity)
                        if self.match(way, 0, at, rest, skipped, quantity, is_settled):
                            return True
                    elif (length == 1 or keys[at : at + length] == way) and self.match(
                        parts, nth + 1, at + length, then, skipped, quantity, is_settled
                    ):
                        return True
                if not part.optional:
                    return False
            elif isinstance(part, Gap):
                after = parts[nth + 1]
                for to in range(at, min(at + MOST_GAP + 1, len(keys))):
                    if isinstance(after, str):
                        if keys[to] != after:
                            continue
                    elif isinstance(after, Choice) and not after.optional and not ways_at(after, keys[to]):
                        continue
                    gone = (*skipped, *range(at, to))
                    if self.match(parts, nth + 1, to, then, gone, quantity, is_settled):
                        return True
                return False
            else:
                for here in self.quantities.get(at, ()):
                    counts = quantity if is_settled else here
                    if here.fits(part) and self.match(parts, nth + 1, here.last, then, skipped, counts, is_settled):
                        return True
                return False
            nth += 1


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
