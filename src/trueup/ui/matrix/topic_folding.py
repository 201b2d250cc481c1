"""Which topics of the matrix are folded when not all fit, and how folded topics are arranged: a name and a
word each.
"""

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
"""The labels before topics heard from several sides, from one (when it can't be said which), and from none."""
LABEL = max(map(len, (*SIDES, SEVERAL, ONE, NOBODY)))
"""The width of the labels before the topics, in cells."""
WORD = 14
"""If a word and the number of rows that say it would take more cells than this, the number is left out."""
HEAD = 1
"""Rows for the column heads."""
ABOVE = 2
"""Rows above the folded topics: a blank line and a heading."""
COLON = ":"
"""Comes after a topic's name if the words of topics aren't aligned in columns."""
CLOSEST, WIDEST = 2, 4
"""The fewest blanks between two topics on a line, and the most if there is room."""
STYLES = ((True, True), (True, False), (False, False))
"""Whether sides have lines of their own, and whether words are aligned under words; the roomiest layout first."""
MOST = 8
"""The most topics on a line."""

HEADINGS = {
    frozenset({ONE}): "Only one side says anything: nothing to compare",
    frozenset({NOBODY}): "No side says anything: nothing to compare",
    frozenset({ONE, NOBODY}): "One side says something, or none does: nothing to compare",
}
AGREEING = "Nothing conflicts on these"
"""The heading when several sides speak on some of the folded topics; otherwise one of those above."""


class Entry(NamedTuple):
    """A folded topic."""

    line: Line
    side: Side
    """The first side that takes a position; if none does, the side that comes nearest to one."""
    word: Content

    @property
    def name(self) -> str:
        """The name of the topic."""
        return topic_name(self.line)

    @property
    def heard(self) -> str:
        """How many sides speak on the topic: none, one or several."""
        return (NOBODY, ONE, SEVERAL)[min(len(self.line.heard), 2)]


class Group(NamedTuple):
    """Folded topics with the same label before them."""

    label: str
    entries: tuple[Entry, ...]


class Column(NamedTuple):
    """The place of a folded topic in its line: where it begins, and the aligned widths of its name and word."""

    name: int
    word: int
    gap: int = GAP
    """Blanks between them."""
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
    """Which topics have a row of their own, and which are folded."""

    rows: tuple[Line, ...]
    groups: tuple[Group, ...] = ()
    in_columns: bool = True
    """Whether the words of topics are aligned in columns. Otherwise each topic directly follows the one before it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The folded topics, in the order they are shown."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def heading(self) -> str:
        """What the folded topics have in common."""
        return HEADINGS.get(frozenset(entry.heard for entry in self.entries), AGREEING)

    def shelves(self, width: int) -> tuple[Shelf, ...]:
        """Return the lines that the folded topics take in `width` cells."""
        found = []
        for group in self.groups:
            left, label = group.entries, group.label
            alike = [each for each in self.groups if (each.label == NOBODY) == (label == NOBODY)]
            while left:
                columns = _columns(alike, width) if self.in_columns else _following(left, width)
                found.append(Shelf(label, tuple(zip(left, columns, strict=False))))
                left, label = left[len(columns) :], ""
        return tuple(found)


def fold(screens: Screens, lines: Sequence[Line], width: int, height: int) -> Folding:
    """Fold as many topics as needed for all topics to fit into `width` × `height` cells at the same time.

    Topics with a conflict always have a row. Topics no side speaks on are folded first, then topics only one side
    speaks on, then, as far as needed, topics on which several sides speak without conflict: from the last up, and
    topics on which all say the same before the others. If the topics still don't fit, none is folded.
    """
    if HEAD + len(lines) <= height:
        return Folding(tuple(lines))
    entries = {line.topic: _entry(screens, line) for line in lines}
    # a lower bound: with fewer rows, the longest name may be shorter
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
    """Return the indent of the folded topics: that of the sides' columns when the topics' names take `name` cells."""
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


def _groups(entries: Sequence[Entry], *, by_side: bool) -> Iterator[Group]:
    for label in (SEVERAL, *(SIDES if by_side else (ONE,)), NOBODY):
        found = tuple(
            entry for entry in entries if label == (entry.side if by_side and entry.heard == ONE else entry.heard)
        )
        if found:
            yield Group(label, found)


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
    """Return the places of topics in one line, one directly after another, as many as fit."""
    columns: list[Column] = []
    x = 0
    for entry in entries:
        column = Column(len(entry.name) + len(COLON), entry.word.cell_length, x=x)
        if columns and x + column.width > width:
            break
        columns.append(column)
        x += column.width + CLOSEST
    return columns


def _columns(groups: Sequence[Group], width: int) -> list[Column]:
    """Return as many aligned columns as fit when the topics of these groups are laid out in them row by row."""
    for count in range(MOST, 0, -1):
        filled = [[entry for group in groups for entry in group.entries[at::count]] for at in range(count)]
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
