"""The table of the matrix: topics in rows, sides in columns, and a line between two cells that conflict."""

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
"""The least and the greatest width of a side's column, in cells."""
SHORT_NAME = 9
"""In a narrow window, names of topics are cut to no fewer cells than this."""

WORDS = {"open": "open", "unsure": "unsure", "na": "n/a", "silent": "", "not asked": "·"}
"""State → what a cell without a position shows."""


def topic_name(line: Line) -> str:
    """Return a topic's name in the matrix: its id, with spaces instead of hyphens."""
    return line.topic.replace("-", " ")


class Grid(NamedTuple):
    """The matrix laid out for a width. The first column has the names of the topics."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Content, ...], ...]
    lead: int
    """The indent of the topics' names, in cells."""


def grid(screens: Screens, lines: Sequence[Line], width: int, name: int = 0, *, wraps: bool = False) -> Grid:
    """Lay out the topics in `width` cells. Their names get at least `name` cells.

    If not everything fits, these are cut, in this order: counts in cells without a mismatch, long names of topics,
    counts in cells with a mismatch, words in cells without a mismatch, and at last words in cells with one. If it
    `wraps`, what is too long goes on in a second line, if it fits there.
    """

    def needed(words: Callable[[Screens, Cell], Content], *, only_lit: bool = False) -> list[int]:
        """Return, for each side, the width that its column needs for the words of its cells."""
        widths = []
        for side in SIDES:
            cells = (line.cells[side] for line in lines)
            said = (words(screens, cell).cell_length for cell in cells if cell.lit or not only_lit)
            widths.append(max([len(side), *said]) + GAP)
        return widths

    names = max([name, *(len(topic_name(line)) for line in lines)])
    columns = [LEAD + names + GAP, *needed(word)]
    whole, lit = needed(_label), needed(word, only_lit=True)
    both = [*map(max, whole, lit)]
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
    rows = tuple((_topic(line, first, lead), *_row(screens, line, widths, wraps=wraps)) for line in lines)
    return Grid((first, *columns), rows, lead)


def _topic(line: Line, width: int, lead: int) -> Content:
    sign, ink, _ = tie(line.shade) if line.shade else Tie(" ", "", " ")
    name = shorten(topic_name(line), width - lead - GAP)
    drawn = Content.assemble(" " * GUTTER, (sign, f"bold {ink}".strip()), " " * (lead - GUTTER - 1), name)
    return drawn.pad_right(width - drawn.cell_length)


def word(screens: Screens, cell: Cell, most: int = 99) -> Content:
    """Return what a cell shows, in at most `most` cells: its position, with the number of rows that take it, or why it
    has no position.

    If that is too long, the count is left out, unless the cell has a mismatch and the word would still be too long;
    then the word is cut.
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
    """Return what a cell shows, without the count of rows; a guess is followed by `?`."""
    if cell.state != "position":
        return word(screens, cell)
    guess = "?" if cell.guessed else ""
    return plain(f"{shorten(screens.label(cell.tag), most - len(guess))}{guess}", _ink(cell))


def _ink(cell: Cell) -> str:
    return f"bold {tie(cell.lit[0].shade).ink}" if cell.lit else ""


def _row(screens: Screens, line: Line, widths: dict[Side, int], *, wraps: bool) -> Iterable[Content]:
    """Yield the cells of one topic, all with one line or all with two. Between two cells with a mismatch, a line runs
    from one word to the next.
    """
    over = _over(line)
    rooms = {side: widths[side] - (GAP if side != SIDES[-1] else 0) for side in SIDES}
    words = {side: word(screens, line.cells[side], rooms[side]) for side in SIDES}
    pairs = {side: _in_two(screens, line.cells[side], rooms[side]) for side in SIDES} if wraps else {}
    second = {side: pair[1] for side, pair in pairs.items() if pair}
    words |= {side: pair[0] for side, pair in pairs.items() if pair}
    blank = {side for side in SIDES if line.cells[side].state in ("silent", "not asked") and side in over}
    spoken = [side for side in SIDES if side not in blank]
    drawn = Content("")
    for at, side in enumerate(SIDES):
        if side in blank:
            continue
        # The gap or line after this word continues across cells without a word.
        end = next((SIDES.index(other) for other in spoken if SIDES.index(other) > at), len(SIDES))
        room = sum(widths[other] for other in SIDES[at:end]) - words[side].cell_length
        drawn = Content.assemble(drawn, words[side], _gap(over.get(side), room))
    start = 0
    for side in SIDES:
        cell = drawn[start : start + widths[side]]
        yield Content.assemble(cell, "\n", second.get(side, Content())) if second else cell
        start += widths[side]


def _in_two(screens: Screens, cell: Cell, room: int) -> tuple[Content, Content] | None:
    """Return what a cell shows in two lines of at most `room` cells; None if one is enough for all but the count of
    rows, or two aren't.
    """
    whole, label = word(screens, cell), _label(screens, cell)
    if label.cell_length <= room:
        return None
    for said in (whole, label):
        blanks = [at for at, sign in enumerate(said.plain) if sign == " "]
        for at in reversed(blanks):
            first, second = said[:at], said[at + 1 :]
            if first.cell_length <= room and second.cell_length <= room:
                return first, second
    return None


def _gap(joined: Lit | None, room: int) -> Content:
    if joined is None or room < 3:
        return Content(" " * room)
    _, ink, stroke = tie(joined.shade)
    return Content.assemble(" ", (stroke * (room - 2), ink), " ")


def _over(line: Line) -> dict[Side, Lit]:
    """Return, for each side, the worst mismatch whose line goes on to the right of this side."""
    over: dict[Side, Lit] = {}
    spans = line.spans
    for each in line.lit:
        if sides := spans.get(each.id):
            for side in SIDES[SIDES.index(sides[0]) : SIDES.index(sides[-1])]:
                over.setdefault(side, each)
    return over


class Inked:
    """Content for a table drawn by Rich. Its colours are looked up when it's drawn, to follow the theme."""

    def __init__(self, content: Content, app: App[object]) -> None:
        self.content = content
        self.app = app

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the segments (Rich's protocol)."""
        for text, style in self.content.render(end="", parse_style=self.app.stylesheet.parse_style):
            yield Segment(text, style.rich_style)


class MatrixTable(DataTable[Inked]):
    """The table, in which the mark moves from cell to cell, but never onto the name of a topic. Headings and names stay
    in sight when it scrolls. A bar shows the marked row.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "card", id="matrix.card")]

    digits = len(AREAS)

    @dataclass
    class Left(Message):
        """Posted when the mark leaves the table downwards."""

        x: int
        to_end: bool

    def __init__(self) -> None:
        super().__init__(
            id="cells",
            cell_padding=0,
            cursor_type="cell",
            cursor_foreground_priority="renderable",
            fixed_columns=1,
            show_row_labels=False,
        )

    def fill(self, drawn: Grid, lines: Sequence[Line]) -> None:
        """Show these rows. The mark stays on its topic; if that is gone, it moves to the worst mismatch."""
        kept, side = self.marked
        topics = [line.topic for line in lines]
        self.clear(columns=True)
        for name, width in zip(("", *SIDES), drawn.widths, strict=True):
            self.add_column(Text(name), width=width, key=name)
        for topic, cells in zip(topics, drawn.rows, strict=True):
            height = max(cell.plain.count("\n") for cell in cells) + 1
            self.add_row(*(Inked(cell, self.app) for cell in cells), height=height, key=topic)
        if kept not in topics and lines and lines[0].lit:
            *_, side = lines[0].joined(lines[0].lit[0])
        row = topics.index(kept) if kept in topics else 0
        self.move_cursor(row=row, column=SIDES.index(side) + 1)

    def mark(self, topic: str, side: Side | None = None) -> bool:
        """Mark the row of a topic, on `side` or on the same side as before. Return False if the topic has no row."""
        if topic not in self.rows:
            return False
        self.move_cursor(row=self.get_row_index(topic), column=SIDES.index(side) + 1 if side else None)
        return True

    def keep_in_sight(self) -> None:
        """Scroll to the marked cell, after the text below has grown and left less room."""
        self.move_cursor(row=self.cursor_row, column=self.cursor_column)

    def on_resize(self) -> None:
        """Keep the marked cell in sight if there is less room for the table."""
        self.keep_in_sight()

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked position, from the corner of the window; None without rows."""
        row, column = self.cursor_coordinate
        if row >= self.row_count:
            return None
        place = Offset(self._x_of(column), self.header_height + self._above(row))
        return self.content_region.offset + place - self.scroll_offset

    def _above(self, row: int) -> int:
        """The height of the rows above this one."""
        return sum(each.height for each in self.ordered_rows[:row])

    def _x_of(self, column: int) -> int:
        """The first cell of a column."""
        return sum(each.get_render_width(self) for each in self.ordered_columns[:column])

    @property
    def marked(self) -> tuple[str, Side]:
        """The topic and side of the marked cell. The topic is empty if there are no rows."""
        row, column = self.cursor_coordinate
        topic = self.ordered_rows[row].key.value if row < self.row_count else None
        return topic or "", SIDES[max(column, 1) - 1]

    def action_cursor_down(self) -> None:
        """Move one row down. If already on the last row, leave the table downwards."""
        self._down(super().action_cursor_down)

    def action_page_down(self) -> None:
        """Move one page down. If already on the last row, leave the table downwards."""
        self._down(super().action_page_down)

    def action_scroll_bottom(self) -> None:
        """Move to the last row. If already there, leave the table downwards."""
        self._down(super().action_scroll_bottom, to_end=True)

    def _down(self, move: Callable[[], None], *, to_end: bool = False) -> None:
        row, column = self.cursor_coordinate
        if row < self.row_count - 1:
            move()
        else:
            self.post_message(self.Left(self._x_of(column), to_end=to_end))

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
        """Render one line of the table. The marked row begins with a bar."""
        strip = super().render_line(y)
        if not (self.row_count and self.show_cursor) or y < self.header_height:
            return strip
        begins, at = self._above(self.cursor_row), y - self.header_height + self.scroll_offset.y
        if not begins <= at < begins + self.ordered_rows[self.cursor_row].height:
            return strip
        ink = self.get_component_rich_style("matrix--bar")
        return Strip([Segment("▌ ", ink), *strip.crop(GUTTER)])
