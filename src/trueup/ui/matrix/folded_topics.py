"""Decides which topics of the matrix are folded if not all fit, and arranges the folded ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from textual.content import Content

from trueup.content.model import SIDES, Side
from trueup.content.model import Content as Screens
from trueup.engine.matrix import MISSING, Line
from trueup.ui.base.text import MUTED
from trueup.ui.matrix.matrix_drawing import GAP, LEAD, topic_name, word

SEVERAL, ONE, NOBODY = "several", "one", "nobody"
"""Labels before folded topics: several sides take a position, one side (without naming it), or no side."""
LABEL = max(map(len, (*SIDES, SEVERAL, ONE, NOBODY)))
"""The width of the labels before the topics, in cells."""
WORD = 14
"""The most cells for a topic's word. If the word with its count of rows is longer, the count is left out."""
HEAD = 1
"""Rows for the column heads."""
ABOVE = 2
"""Rows above the folded topics: a blank line and a heading."""
COLON = ":"
"""Comes after a topic's name if the words aren't aligned in columns."""
CLOSEST, WIDEST = 2, 4
"""The least and the greatest number of blanks between two topics on a line."""
STYLES = ((True, True), (True, False), (False, False))
"""The layouts to try, the roomiest first: whether topics are grouped by side, and words in columns."""
MOST = 8
"""The most topics on a line."""

HEADINGS = {
    frozenset({ONE}): "Only one side says anything: nothing to compare",
    frozenset({NOBODY}): "No side says anything: nothing to compare",
    frozenset({ONE, NOBODY}): "One side says something, or none does: nothing to compare",
}
AGREEING = "Nothing conflicts on these"
"""The heading if several sides take a position on one of the folded topics. Otherwise it's one of `HEADINGS`."""


class Entry(NamedTuple):
    """A folded topic."""

    line: Line
    side: Side
    """The first side that takes a position; if none does, the side whose state comes first in `MISSING`."""
    word: Content

    @property
    def name(self) -> str:
        """The name of the topic."""
        return topic_name(self.line)

    @property
    def heard(self) -> str:
        """How many sides take a position: `NOBODY`, `ONE` or `SEVERAL`."""
        return (NOBODY, ONE, SEVERAL)[min(len(self.line.heard), 2)]


class Column(NamedTuple):
    """The place of a folded topic on its line, in cells: where it begins (`x`), and the widths of its name and word."""

    name: int
    word: int
    gap: int = GAP
    """The blanks between name and word."""
    x: int = 0

    @property
    def width(self) -> int:
        """The width of name and word together, with the blanks between them."""
        return self.name + (self.gap + self.word if self.word else 0)


class Shelf(NamedTuple):
    """A line of folded topics."""

    label: str
    entries: tuple[tuple[Entry, Column], ...]


class Folding(NamedTuple):
    """Which topics have a row in the table, and which are folded."""

    rows: tuple[Line, ...]
    groups: tuple[tuple[str, Sequence[Entry]], ...] = ()
    """The folded topics, with the label before them."""
    in_columns: bool = True
    """Whether words are aligned in columns; otherwise topics follow each other like words in a text."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The folded topics, in the order in which they are shown."""
        return tuple(entry for _, group in self.groups for entry in group)

    @property
    def heading(self) -> str:
        """The heading above the folded topics: what they have in common."""
        return HEADINGS.get(frozenset(entry.heard for entry in self.entries), AGREEING)

    def shelves(self, width: int) -> tuple[Shelf, ...]:
        """Return the folded topics arranged in lines of `width` cells."""
        found = []
        for label, group in self.groups:
            alike = [other for each, other in self.groups if (each == NOBODY) == (label == NOBODY)]
            at = 0
            while at < len(group):
                left = group[at:]
                columns = _columns(alike, width) if self.in_columns else _following(left, width)
                found.append(Shelf("" if at else label, tuple(zip(left, columns, strict=False))))
                at += len(columns)
        return tuple(found)


def fold(screens: Screens, lines: Sequence[Line], width: int, height: int) -> Folding:
    """Fold as many topics as needed for all of them to fit into `width` × `height` cells. If that's impossible, fold
    none.

    Topics with a mismatch are never folded. Folded first are topics on which no side takes a position, then those on
    which only one does. Then, one by one from the last, those on which all sides agree, and at last the others.
    """
    if HEAD + len(lines) <= height:
        return Folding(tuple(lines))
    entries = {line.topic: _entry(screens, line) for line in lines}
    # At least this much: once some rows are folded, the longest name may be shorter.
    room = width - lead(max(len(topic_name(line)) for line in lines))
    for folded in _ever_more(lines):
        rows = tuple(line for line in lines if line.topic not in folded)
        rest = [entries[line.topic] for line in lines if line.topic in folded]
        for by_side, in_columns in STYLES:
            folding = Folding(rows, tuple(_groups(rest, by_side=by_side)), in_columns)
            taken = HEAD * bool(rows) + len(rows) + ABOVE + len(folding.shelves(room))
            if taken <= height:
                return folding
    return Folding(tuple(lines))


def lead(name: int) -> int:
    """Return the indent of the folded topics, which lines them up with the sides of the table."""
    return LEAD + max(name, LABEL) + GAP + 1


def _ever_more(lines: Sequence[Line]) -> Iterator[set[str]]:
    calm = [line for line in lines if not line.lit]
    folded = {line.topic for line in calm if not line.heard}
    yield folded
    folded = {line.topic for line in calm if len(line.heard) < 2}
    yield folded
    agreeing = sorted((line for line in calm if len(line.heard) > 1), key=lambda line: len(_tags(line)) == 1)
    for line in agreeing[::-1]:
        folded = {*folded, line.topic}
        yield folded


def _groups(entries: Sequence[Entry], *, by_side: bool) -> Iterator[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {label: [] for label in (SEVERAL, *SIDES, ONE, NOBODY)}
    for entry in entries:
        groups[entry.side if by_side and entry.heard == ONE else entry.heard].append(entry)
    return ((label, group) for label, group in groups.items() if group)


def _entry(screens: Screens, line: Line) -> Entry:
    if not line.heard:
        side = min(SIDES, key=lambda each: (*MISSING, "not asked").index(line.cells[each].state))
        state = line.cells[side].state
        return Entry(line, side, word(screens, line.cells[side]) if state in ("unsure", "na") else Content(""))
    side = line.heard[0]
    others = len(_tags(line)) - 1
    more = Content.styled(f" +{others}", MUTED) if others else Content("")
    return Entry(line, side, Content.assemble(word(screens, line.cells[side], WORD), more))


def _tags(line: Line) -> set[str]:
    return {line.cells[side].tag for side in line.heard}


def _following(entries: Sequence[Entry], width: int) -> list[Column]:
    """Return the places of as many topics as fit on one line, one directly after the other."""
    columns: list[Column] = []
    x = 0
    for entry in entries:
        column = Column(len(entry.name) + len(COLON), entry.word.cell_length, x=x)
        if columns and x + column.width > width:
            break
        columns.append(column)
        x += column.width + CLOSEST
    return columns


def _columns(groups: Sequence[Sequence[Entry]], width: int) -> list[Column]:
    """Return as many columns as fit, if the topics of these groups fill them row by row."""
    for count in range(MOST, 0, -1):
        filled = [[entry for group in groups for entry in group[at::count]] for at in range(count)]
        columns = [
            Column(max(len(each.name) for each in column), max(each.word.cell_length for each in column))
            for column in filled
            if column
        ]
        between = len(columns) - 1
        left = width - sum(column.width for column in columns) - CLOSEST * between
        if left >= 0 or count == 1:
            break
    if left >= len(columns):
        columns = [column._replace(gap=GAP + 1) for column in columns]
        left -= len(columns)
    apart = CLOSEST + min(left // between, WIDEST - CLOSEST) if between else 0
    starts = accumulate((column.width + apart for column in columns), initial=0)
    return [column._replace(x=x) for column, x in zip(columns, starts, strict=False)]
