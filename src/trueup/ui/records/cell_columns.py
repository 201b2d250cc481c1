"""The columns of a table of one-key cells, and how wide each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from trueup.ui.base.text import plain

UNKNOWN = "-"
"""The cell of something looked for and not known, and the key that says so."""
UNSURE = "unsure"
"""What such a cell shows."""

GAP = 2
"""Cells between two columns."""
NAME, WIDEST = 14, 24
"""A name gets this many cells where there is room; no column gets more than the widest."""
NARROWEST = 4


class Column(NamedTuple):
    """A column: the field it fills, its head, and key → word for what a digit sets (none: words are typed)."""

    field: str
    head: str
    words: Mapping[str, str] = {}


Cells = Mapping[str, str]
"""Field → key, typed words, or UNKNOWN. A field left out is blank."""


def widths(columns: Sequence[Column], rows: Sequence[Cells], room: int) -> list[int]:
    """Cells per column: what its words need, less of the widest ones where all don't fit into `room`."""
    found = []
    for column in columns:
        written = [column.head, UNSURE, *column.words.values()]
        if not column.words:
            written += [row.get(column.field, "") for row in rows]
        longest = max(plain(text).cell_length for text in written)
        found.append(min(max(longest, 0 if column.words else NAME), WIDEST))
    room = max(room - GAP * (len(found) - 1), NARROWEST * len(found))
    while sum(found) > room:
        found[found.index(max(found))] -= 1
    return found
