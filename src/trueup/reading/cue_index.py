"""An index that tells which cues could match a sentence, so that the others needn't be tried.

Each cue has a bit in each of a few layers, one for each of its rarest needs. A sentence is looked at once: the bit of a
cue stays set only if the sentence contains something of each of these needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from trueup.reading.prepared_cue import WANTED, Keys, ReadyCue
from trueup.reading.quantities import Quantity

_LAYERS: Final = 4
"""How many of a cue's rarest needs are checked before the cue is tried."""


class CueIndex:
    """The words, phrases and quantities that some cues need."""

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
