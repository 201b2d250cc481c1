"""Finds the price rows whose thing has another price, or none, elsewhere.

A page of prices has many rows, and few founders want a promise for each. So a row only counts where another line says
something else about the same thing: that its price only starts there, or that it's free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trueup.reading.price_rows import PIECES, ROW
from trueup.reading.reader import Claim, Reading
from trueup.reading.tokens import keyed, words

_SAID_OF_ALL: Final = keyed(
    "a an the my our your every each all any and of with for in from is are cost price just only"
)

FROM: Final = "shown.from"
GRATIS: Final = "shown.gratis"
PRICES: Final = frozenset({FROM, GRATIS})
"""The claims that say something else about a thing than its price: where prices start, and that it's free."""


def meeting(reading: Reading, beside: Sequence[Reading]) -> Iterator[Claim]:
    """Yield the price rows of a reading whose thing has another price, or none, in this reading or in one beside it."""
    rows = [(claim, thing) for claim, thing in _things(reading) if claim.quantity and claim.quantity.kind == ROW]
    others = [pair for each in (reading, *beside) for pair in _things(each) if pair[0].tag in PRICES] if rows else ()
    for claim, thing in rows:
        if any(thing == other if against.tag == FROM else thing <= other for against, other in others):
            yield claim


def _things(reading: Reading) -> Iterator[tuple[Claim, frozenset[str]]]:
    """Yield the claims about a price, each with the words that name its thing."""
    for claim in reading.claims:
        if claim.tag == GRATIS:
            thing = claim.words
        elif claim.tag == FROM or (claim.quantity and claim.quantity.kind == ROW):
            block = reading.blocks[claim.block]
            named = claim.words if claim.tag != FROM and any(map(str.isalpha, claim.words)) else ""
            before = PIECES.split(block.text[: claim.start])
            thing = named or before[-1].strip() or (before[0] if block.kind == "row" else "")
        else:
            continue
        keys = frozenset(key for key in words(thing).keys if key.isalpha()) - _SAID_OF_ALL
        if keys:
            yield claim, keys
