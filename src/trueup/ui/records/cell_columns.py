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
NAME = 14
"""A name that is typed gets this many cells where there is room."""
SHORTEST, NARROWEST = 6, 4
"""Cells that the founder's own words keep while others have theirs whole; and any column."""


class Column(NamedTuple):
    """A column: the field it fills, its head, and key → word for what a digit sets (none: words are typed)."""

    field: str
    head: str
    words: Mapping[str, str] = {}
    is_own: bool = False
    """Whether its words are the founder's, of any length. All others are ours, and fit."""


Cells = Mapping[str, str]
"""Field → key, typed words, or UNKNOWN. A field left out is blank."""


def widths(columns: Sequence[Column], rows: Sequence[Cells], room: int) -> list[int]:
    """Cells per column: what its words need. Where all don't fit into `room`, the founder's own are cut, and only
    after those the others."""
    found = []
    for column in columns:
        written = [column.head, UNSURE, *column.words.values()]
        if not column.words:
            written += [row.get(column.field, "") for row in rows]
        longest = max(plain(text).cell_length for text in written)
        found.append(max(longest, 0 if column.words else NAME))
    room = max(room - GAP * (len(found) - 1), NARROWEST * len(found))
    least = [
        max(plain(column.head).cell_length, SHORTEST) if column.is_own else width
        for column, width in zip(columns, found, strict=True)
    ]
    while sum(found) > room:
        cut = [at for at, width in enumerate(found) if width > least[at]] or range(len(found))
        found[max(cut, key=lambda at: found[at])] -= 1
    return found
