"""Finds price rows, such as *Small £35 · Large £60*, and those whose thing has another price elsewhere.

A page of prices has many rows, and few founders want a promise for each. So a row only counts where another line says
something else about the same thing: that its price only starts there, or that it's free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from trueup.reading.quantities import Quantity
from trueup.reading.tokens import Sentence, keyed, words

if TYPE_CHECKING:
    from trueup.reading.blocks import Block
    from trueup.reading.reader import Claim, Reading

ROW: Final = "price row"
"""The kind of quantity that a row is; cues ask for it as `{price row}`."""

_LONGEST_NAME: Final = 6
"""The most words of a thing named in a row."""
_NO_NAME: Final = keyed(
    "from over above under below up save off free deposit plus extra was now than more less for to with "
    "i you we it that this who pay charge cost is get give ask take"
)
"""Words before an amount that isn't simply the price of what the row names."""
_PIECES: Final = re.compile(r"[|·•;,:\n]")
_SAID_OF_ALL: Final = keyed(
    "a an the my our your every each all any and of with for in from is are cost price just only"
)

FROM: Final = "shown.from"
GRATIS: Final = "shown.gratis"
PRICES: Final = frozenset({FROM, GRATIS})
"""The claims that say something else about a thing than its price: where prices start, and that it's free."""


def price_rows(
    block: Block, parts: Sequence[Sentence], amounts: Mapping[int, Sequence[Quantity]]
) -> Iterator[Quantity]:
    """Yield the price rows of a block, as quantities: of a line that is nothing but rows, perhaps after a heading."""
    is_priced = any(each.kind == "money" for here in amounts.values() for each in here)
    if not is_priced or block.kind not in ("row", "item", "text"):
        return
    pieces = [piece for part in parts for piece in _pieces(part)]
    found = [row for first, last in pieces if (row := _row(parts[0], first, last, amounts, block.kind == "row"))]
    if block.kind == "row":  # with several prices, the columns name the things
        is_list = len(found) == 1
    else:
        is_list = len(found) >= len(pieces) - 1 and len(found) > (block.kind == "text")
    if is_list:
        yield from found


def _pieces(part: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where each piece between commas and the like begins and ends."""
    text, first = part.words, part.first
    for index in range(part.first + 1, part.last):
        if _PIECES.search(text.before(index)):
            yield first, index
            first = index
    yield first, part.last


def _row(
    part: Sentence, first: int, last: int, amounts: Mapping[int, Sequence[Quantity]], is_cell: bool
) -> Quantity | None:
    """Return the row in a piece: a name and a price, or, in a table, only a price beside the cell with the name."""
    keys = part.words.keys
    price = next((each for at in range(first, last) for each in amounts.get(at, ()) if each.kind == "money"), None)
    if price is None or price.last != last or not (price.first > first or (is_cell and first > 0)):
        return None
    name = keys[first : price.first]
    if len(name) > _LONGEST_NAME or not _NO_NAME.isdisjoint(name) or not all(key.isalnum() for key in name):
        return None
    return Quantity(first, last, ROW, price.low, price.high, per=price.per)


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
            before = _PIECES.split(block.text[: claim.start])
            thing = named or before[-1].strip() or (before[0] if block.kind == "row" else "")
        else:
            continue
        keys = frozenset(key for key in words(thing).keys if key.isalpha()) - _SAID_OF_ALL
        if keys:
            yield claim, keys
