"""An index that tells which cues could match a sentence, so that the others needn't be tried.

Each cue has a bit. A sentence is scanned once. The bit of a cue stays set only if its rarest words are in the sentence
and its rarest pairs of parts follow each other there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from trueup.content.cue_language import (
    MOST_GAP,
    Gap,
)
from trueup.reading.prepared_cue import WANTED, Keys, Needs, Ready, ReadyCue, Shape, either, frequency
from trueup.reading.quantities import Quantity


class _Pair(NamedTuple):
    """What two parts of a cue need that follow each other, directly (`is_next`) or after a gap."""

    one: Needs
    two: Needs
    is_next: bool


def _frequency_of_pair(pair: _Pair) -> int:
    """Return a rough measure of how often such a pair occurs."""
    return frequency(pair.one) * frequency(pair.two) * (1 if pair.is_next else MOST_GAP + 1)


_NEXT, _WIDE, _RARE = 2, 1, 2
"""How many of a cue's rarest parts the index checks before the cue is tried: pairs of neighbours, pairs with a gap, and
single words."""


def _pairs(row: Ready, shapes: Sequence[Shape]) -> Iterator[_Pair]:
    """Yield the pairs of parts that follow each other in every text that matches a row."""
    if len(row) < 2:
        return
    after: list[tuple[Needs | None, bool]] = [(None, True)]
    for shape in reversed(shapes):
        two, is_empty = after[-1]
        after.append((either((shape.first, two)) if shape.is_empty else shape.first, shape.is_empty and is_empty))
    after.reverse()
    one, nothing = shapes[0].last, shapes[0].is_empty
    for at in range(1, len(row)):
        is_gap = isinstance(row[at], Gap)
        two, is_empty = after[at + is_gap]
        if one is not None and two is not None and not (nothing or is_empty):
            yield _Pair(one, two, not is_gap)
        shape = shapes[at]
        one = either((shape.last, one)) if shape.is_empty else shape.last
        nothing = nothing and shape.is_empty


class Bits(NamedTuple):
    """For a word or quantity, the bits of the cues in which it can have a certain role. `ends`: it ends the first part
    of a pair. `begins`: it begins the second part. `…_wide`: the same for pairs with a gap. `rare`: it's one of the
    cue's rarest words.
    """

    ends: int
    begins: int
    ends_wide: int
    begins_wide: int
    rare: int


_NO_BITS: Final = Bits(0, 0, 0, 0, 0)


class _Fitting(NamedTuple):
    """For a quantity in a text, the names of the wanted quantities that it satisfies, and its bits."""

    names: Needs
    bits: Bits


class CueIndex:
    """The bits of all words and quantities that occur in some cues."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.count = len(cues)
        layers = [dict[Needs, int]() for _ in range(5)]
        self.free = [(1 << self.count * most) - 1 for most in (_NEXT, _WIDE, _RARE)]
        for nth, cue in enumerate(cues):
            pairs = [pair for row, shapes in zip(cue.rows, cue.shapes, strict=True) for pair in _pairs(row, shapes)]
            pairs.sort(key=_frequency_of_pair)
            near = [pair for pair in pairs if pair.is_next][:_NEXT]
            wide = [pair for pair in pairs if pair not in near][:_WIDE]
            for which, chosen in ((0, near), (1, wide)):
                for layer, pair in enumerate(chosen):
                    bit = 1 << layer * self.count + nth
                    for ends, needs in ((layers[2 * which], pair.one), (layers[2 * which + 1], pair.two)):
                        ends[needs] = ends.get(needs, 0) | bit
                    self.free[which] ^= bit
            for layer, needs in enumerate(sorted(cue.needs, key=frequency)[:_RARE]):
                bit = 1 << layer * self.count + nth
                layers[4][needs] = layers[4].get(needs, 0) | bit
                self.free[2] ^= bit
        by_word = [_by_word(layer) for layer in layers]
        known = dict.fromkeys(need for layer in by_word for need in layer)
        self.words = {need: Bits(*(layer.get(need, 0) for layer in by_word)) for need in known}
        self.wanted = tuple((need, WANTED[need]) for need in known if need[0] == "{")
        self.fitting: dict[tuple[str, float, float, bool], _Fitting] = {}

    def fits(self, quantity: Quantity) -> _Fitting:
        """Return the names of the wanted quantities that this one satisfies, and its bits."""
        kind = (quantity.kind, quantity.low, quantity.high, quantity.working)
        found = self.fitting.get(kind)
        if found is None:
            names = frozenset(name for name, wanted in self.wanted if quantity.fits(wanted))
            ends = begins = ends_wide = begins_wide = rare = 0
            for bits in map(self.words.__getitem__, names):
                ends |= bits.ends
                begins |= bits.begins
                ends_wide |= bits.ends_wide
                begins_wide |= bits.begins_wide
                rare |= bits.rare
            found = self.fitting[kind] = _Fitting(names, Bits(ends, begins, ends_wide, begins_wide, rare))
        return found

    def left(self, keys: Keys, opening: Mapping[int, Sequence[Bits]], closing: Mapping[int, Sequence[Bits]]) -> int:
        """Return the bits of the cues that could match these words. `opening` and `closing` have, by the index of a
        word, the bits of the quantities that begin or end there.
        """
        known = [self.words.get(key, _NO_BITS) for key in keys]
        rare = self.free[2]
        for bits in {id(each): each for each in known}.values():
            rare |= bits.rare
        for many in opening.values():
            for bits in many:
                rare |= bits.rare
        rare = self._in_all(rare, _RARE)
        if not rare:
            return 0
        followed, wide = self.free[:2]
        before = 0
        passed = [0] * (MOST_GAP + 1)
        for at, bits in enumerate(known):
            ends, begins, ends_wide, begins_wide, _ = bits
            if at in opening:
                for quantity in opening[at]:
                    begins |= quantity.begins
                    begins_wide |= quantity.begins_wide
            if begins:
                followed |= before & begins
            if begins_wide:
                for each in passed:
                    if each:
                        wide |= each & begins_wide
            if at in closing:
                for quantity in closing[at]:
                    ends |= quantity.ends
                    ends_wide |= quantity.ends_wide
            before = ends
            passed[at % (MOST_GAP + 1)] = ends_wide
        return rare & self._in_all(followed, _NEXT) & self._in_all(wide, _WIDE)

    def _in_all(self, bits: int, layers: int) -> int:
        every = bits
        for _ in range(1, layers):
            bits >>= self.count
            every &= bits
        return every & ((1 << self.count) - 1)


def _by_word(by_set: Mapping[Needs, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for needs, bits in by_set.items():
        for need in needs:
            found[need] = found.get(need, 0) | bits
    return found
