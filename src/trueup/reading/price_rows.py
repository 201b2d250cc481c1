"""Finds price rows: a thing and its price in a table or a list, or beside others, such as *Small £35 · Large £60*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trueup.reading.blocks import Block
from trueup.reading.quantities import Quantity
from trueup.reading.tokens import Sentence, keyed

ROW: Final = "price row"
"""The kind of quantity that a row is; cues ask for it as `{price row}`."""

_LONGEST_NAME: Final = 6
"""The most words of a thing named in a row."""
_NO_NAME: Final = keyed(
    "from over above under below up save off free deposit plus extra was now than more less for to with "
    "i you we it that this who pay charge cost is get give ask take"
)
"""Words before an amount that isn't simply the price of what the row names."""
PIECES: Final = re.compile(r"[|·•;,:\n]")
"""The signs between the rows of a line, and between a row and what belongs to it."""


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
        if PIECES.search(text.before(index)):
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
