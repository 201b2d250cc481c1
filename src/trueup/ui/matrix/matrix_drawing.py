"""The matrix drawn: topics in rows, sides in columns, and a line across the cells between two that conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.coordinate import Coordinate
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import DataTable

from trueup.content.model import AREAS, SIDES, Side
from trueup.content.model import Content as Screens
from trueup.engine.matrix import Cell, Line, Lit
from trueup.ui.base.rows import GUTTER
from trueup.ui.base.text import MUTED, plain, shorten
from trueup.ui.drawing.face_to_face import Tie, tie

LEAD = GUTTER + 3
"""Cells before a topic, for the bar of the marked row and the sign."""
GAP = 1
"""The blanks between two columns."""
NARROWEST, WIDEST = 8, 14
"""The least and the most cells a side's column can have."""
SHORT_NAME = 9
"""The most cells a topic's name may take before it is cut."""

WORDS = {"open": "open", "unsure": "unsure", "na": "n/a", "silent": "", "not asked": "·"}
"""State → what a cell without a position shows. An answer that takes no position leaves the cell empty."""


def topic_name(line: Line) -> str:
    """Return a topic's name in the matrix: its short name, with blanks."""
    return line.topic.replace("-", " ")


class Grid(NamedTuple):
    """The matrix laid out at a width: how wide each column is, and the cells of each row; the first cell is
    the topic.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Content, ...], ...]
    lead: int
    """The indent of a topic's name."""

    @property
    def text(self) -> list[str]:
        """The rows as text."""
        return ["".join(cell.plain for cell in row).rstrip() for row in self.rows]


def grid(screens: Screens, lines: Sequence[Line], width: int, name: int = 0) -> Grid:
    """Return the topics with their cells, laid out in `width` cells; the topics' names get at least `name` cells.

    If not everything fits, this is cut in turn: the counts of positions that don't conflict, the ends of long topic
    names, the counts of positions that conflict, the ends of positions; the words of conflicting cells last.
    """
    names = max([name, *(len(topic_name(line)) for line in lines)])
    words = [{side: word(screens, line.cells[side]) for side in SIDES} for line in lines]
    columns = [LEAD + names + GAP, *_needed(lines, words, lambda _: True)]
    labels = [{side: _label(screens, line.cells[side]) for side in SIDES} for line in lines]
    whole = _needed(lines, labels, lambda _: True)
    lit = _needed(lines, words, lambda cell: bool(cell.lit))
    both = [max(pair) for pair in zip(whole, lit, strict=True)]
    brief = LEAD - 1 + min(names, SHORT_NAME) + GAP
    narrow = [NARROWEST] * len(SIDES)
    close = [*both[:-1], both[-1] - GAP]
    for least in (
        [columns[0], *both],
        [brief, *both],
        [brief, *close],
        [brief, *whole[:-1], whole[-1] - GAP],
        [brief, *map(max, narrow, lit)],
        [brief, *narrow],
    ):
        while sum(columns) > width and (wide := [at for at, most in enumerate(columns) if most > least[at]]):
            columns[max(wide, key=lambda at: (at > 0, columns[at]))] -= 1
    first, *columns = columns
    lead = LEAD - (first < LEAD + names + GAP)
    first += sum(columns) < width - first
    while sum(columns) < width - first and min(columns) < WIDEST:
        columns[columns.index(min(columns))] += 1
    widths = dict(zip(SIDES, columns, strict=True))
    rows = tuple((_topic(line, first, lead), *_row(screens, line, widths)) for line in lines)
    return Grid((first, *columns), rows, lead)


def _needed(lines: Sequence[Line], words: Sequence[dict[Side, Content]], counts: Callable[[Cell], bool]) -> list[int]:
    """Return the cells that each side needs so that no word is cut in the cells for which `counts` is true."""
    both = list(zip(lines, words, strict=True))
    return [
        max([len(side), *(row[side].cell_length for line, row in both if counts(line.cells[side]))]) + GAP
        for side in SIDES
    ]


def _topic(line: Line, width: int, lead: int) -> Content:
    sign, ink, _ = tie(line.shade) if line.shade else Tie(" ", "", " ")
    name = shorten(topic_name(line), width - lead - GAP)
    drawn = Content.assemble(" " * GUTTER, (sign, f"bold {ink}".strip()), " " * (lead - GUTTER - 1), name)
    return drawn.pad_right(width - drawn.cell_length)


def word(screens: Screens, cell: Cell, most: int = 99) -> Content:
    """Return a cell's position in its colour, with how many rows take it, or why there is no position; the result is at
    most `most` cells wide.

    If too long, the count is dropped if the word then fits or nothing conflicts; otherwise the end of the word is cut.
    """
    if cell.state != "position":
        return Content.styled(WORDS[cell.state], MUTED if cell.state == "not asked" else f"italic {MUTED}")
    many = f" {cell.rows}/{cell.of_rows}" if 0 < cell.rows < cell.of_rows else ""
    label = _label(screens, cell).cell_length
    if label + len(many) > most and (label <= most or not cell.lit):
        many = ""
    ink = _ink(cell)
    return Content.assemble(_label(screens, cell, most - len(many)), (many, ink.removeprefix("bold ")))


def _label(screens: Screens, cell: Cell, most: int = 99) -> Content:
    """Return a cell's position without the count, with the mark of a guess; or why the cell has none."""
    if cell.state != "position":
        return word(screens, cell)
    guess = "?" if cell.guessed else ""
    return plain(f"{shorten(screens.label(cell.tag), most - len(guess))}{guess}", _ink(cell))


def _ink(cell: Cell) -> str:
    return f"bold {tie(cell.lit[0].shade).ink}" if cell.lit else ""


def _row(screens: Screens, line: Line, widths: dict[Side, int]) -> Iterable[Content]:
    """Return the cells of one topic. A conflict is shown by a line that runs to the next word."""
    over = _over(line)
    rooms = {side: widths[side] - (GAP if side != SIDES[-1] else 0) for side in SIDES}
    words = {side: word(screens, line.cells[side], rooms[side]) for side in SIDES}
    blank = {side for side in SIDES if line.cells[side].state in ("silent", "not asked") and side in over}
    spoken = [side for side in SIDES if side not in blank]
    drawn = Content("")
    for at, side in enumerate(SIDES):
        if side in blank:
            continue
        # The gap reaches from the end of this word to the next word, across cells without a word.
        end = next((SIDES.index(other) for other in spoken if SIDES.index(other) > at), len(SIDES))
        room = sum(widths[other] for other in SIDES[at:end]) - words[side].cell_length
        drawn = Content.assemble(drawn, words[side], _gap(over.get(side), room))
    start = 0
    for side in SIDES:
        yield drawn[start : start + widths[side]]
        start += widths[side]


def _gap(joined: Lit | None, room: int) -> Content:
    if joined is None or room < 3:
        return Content(" " * room)
    _, ink, stroke = tie(joined.shade)
    return Content.assemble(" ", (stroke * (room - 2), ink), " ")


def _over(line: Line) -> dict[Side, Lit]:
    """Return, for each side, the worst mismatch whose line continues to the right of that side."""
    over: dict[Side, Lit] = {}
    spans = line.spans
    for each in line.lit:
        if sides := spans.get(each.id):
            for side in SIDES[SIDES.index(sides[0]) : SIDES.index(sides[-1])]:
                over.setdefault(side, each)
    return over


class Inked:
    """Content in a table drawn with Rich: its colours are those of the theme at the time of drawing."""

    def __init__(self, content: Content, app: App[object]) -> None:
        self.content = content
        self.app = app

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The segments (Rich's protocol)."""
        for text, style in self.content.render(end="", parse_style=self.app.stylesheet.parse_style):
            yield Segment(text, style.rich_style)


class MatrixTable(DataTable[Inked]):
    """The table of cells the mark moves in. The headings and the topics' names stay in sight; the mark is never on a
    name, and a bar shows its row.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "card", id="matrix.card")]

    digits = len(AREAS)

    @dataclass
    class Left(Message):
        """Posted when the mark moves down past the last row."""

        x: int
        to_end: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            id=id,
            cell_padding=0,
            cursor_type="cell",
            cursor_foreground_priority="renderable",
            fixed_columns=1,
            show_row_labels=False,
        )

    def fill(self, drawn: Grid, lines: Sequence[Line]) -> None:
        """Show other rows or another width; keep the mark on its topic and side, or move it to the worst conflict."""
        kept, side = self.marked
        topics = [line.topic for line in lines]
        self.clear(columns=True)
        for name, width in zip(("", *SIDES), drawn.widths, strict=True):
            self.add_column(Text(name), width=width, key=name)
        for topic, cells in zip(topics, drawn.rows, strict=True):
            self.add_row(*(Inked(cell, self.app) for cell in cells), key=topic)
        if kept not in topics and lines and lines[0].lit:
            *_, side = lines[0].joined(lines[0].lit[0])
        row = topics.index(kept) if kept in topics else 0
        self.move_cursor(row=row, column=SIDES.index(side) + 1)

    def mark(self, topic: str, side: Side | None = None) -> bool:
        """Mark the line of a topic, on `side` or on the side marked before. Return False if the topic has no line."""
        if topic not in self.rows:
            return False
        self.move_cursor(row=self.get_row_index(topic), column=SIDES.index(side) + 1 if side else None)
        return True

    def mark_end(self, *, top: bool) -> None:
        """Mark the first or the last row, on the side marked before."""
        self.move_cursor(row=0 if top else self.row_count - 1)

    def keep_in_sight(self) -> None:
        """Scroll back to the marked cell, after the part below the table has taken some of its room."""
        self.move_cursor(row=self.cursor_row, column=self.cursor_column)

    @property
    def mark_place(self) -> Offset | None:
        """Where the marked cell begins."""
        row, column = self.cursor_coordinate
        if row >= self.row_count:
            return None
        x = sum(each.get_render_width(self) for each in self.ordered_columns[:column])
        return self.content_region.offset + Offset(x, self.header_height + row) - self.scroll_offset

    @property
    def marked(self) -> tuple[str, Side]:
        """Topic and side of the marked cell; without rows no topic."""
        row, column = self.cursor_coordinate
        topic = self.ordered_rows[row].key.value if row < self.row_count else None
        return topic or "", SIDES[max(column, 1) - 1]

    def action_cursor_down(self) -> None:
        """Move one row down; from the last row, leave the table downwards."""
        self._down(super().action_cursor_down)

    def action_page_down(self) -> None:
        """Move one page down; from the last row, leave the table downwards."""
        self._down(super().action_page_down)

    def action_scroll_bottom(self) -> None:
        """Move to the last row. If already there, leave the table downwards."""
        self._down(super().action_scroll_bottom, to_end=True)

    def _down(self, move: Callable[[], None], *, to_end: bool = False) -> None:
        row, column = self.cursor_coordinate
        if row < self.row_count - 1:
            move()
        else:
            x = sum(each.get_render_width(self) for each in self.ordered_columns[:column])
            self.post_message(self.Left(x, to_end=to_end))

    def validate_cursor_coordinate(self, value: Coordinate) -> Coordinate:
        """Keep the mark off the topics' names."""
        row, column = super().validate_cursor_coordinate(value)
        return Coordinate(row, max(column, 1))

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Move the bar with the mark."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)
        for row in {old_coordinate.row, new_coordinate.row}:
            self.refresh_row(row)

    def render_line(self, y: int) -> Strip:
        """A line of the table; the marked row begins with a bar."""
        strip = super().render_line(y)
        if not (self.row_count and self.show_cursor) or y < self.header_height:
            return strip
        if y - self.header_height + self.scroll_offset.y != self.cursor_row:
            return strip
        ink = self.get_component_rich_style("matrix--bar")
        return Strip([Segment("▌ ", ink), *strip.crop(GUTTER)])
