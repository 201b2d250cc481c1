"""The widget for the table of the last customers: a row for each customer, with cells that are filled with one key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input

from trueup.sanitize import plain_text
from trueup.ui.base.fields import Field
from trueup.ui.base.page import MOST_SAID
from trueup.ui.base.rows import digit_keys
from trueup.ui.base.sheet import Refused
from trueup.ui.base.text import MUTED, plain, shorten

LEAD = 6
"""Cells before the first column: bar, number, blanks."""

TAKES_A_DIGIT = "This cell takes one of the digits below. Names go into the first column"


class Table(Widget, can_focus=True):
    """Rows of cells, with an empty row at the end if another may be added. Changes are posted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "row_done", "row done", id="table.row-done"),
        *digit_keys("set", "set", "table.set"),
        Binding("minus", "unknown", "unknown", id="table.unknown"),
        Binding("tab", "step(1)", "skip", id="table.next"),
        Binding("shift+tab", "step(-1)", "cell before", show=False, id="table.before"),
        Binding("backspace", "empty", "empty the cell", show=False, id="table.empty"),
        Binding("delete", "remove", "remove", id="table.remove"),
        Binding("z", "screen.undo", "undo", id="table.undo"),
        Binding("up", "move(-1, 0)", "move", show=False, id="table.up"),
        Binding("down", "move(1, 0)", "move", show=False, id="table.down"),
        Binding("left", "move(0, -1)", "move", show=False, id="table.left"),
        Binding("right", "move(0, 1)", "move", show=False, id="table.right"),
        Binding("home", "first", "newest", show=False, id="table.first"),
        Binding("end", "last", "below the oldest", show=False, id="table.last"),
    ]

    cursor: reactive[tuple[int, int]] = reactive((0, 0))
    """Row and column of the marked cell."""

    @dataclass
    class Set(Message):
        """Posted when a cell changes. None makes it blank. If `row` is the number of rows, a row is added."""

        row: int
        field: str
        value: str | None

    @dataclass
    class Removed(Message):
        """Posted when a row is to be removed."""

        row: int

    class Moved(Message):
        """Posted when another cell is marked."""

    @dataclass
    class Pasted(Message):
        """Posted when several lines were pasted into the column of names."""

        row: int
        names: tuple[str, ...]

    class Done(Message):
        """Posted when the founder has finished the list."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Cells], *, most: int) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows = list(rows)
        self.most = most
        self._fitted: tuple[int, list[int]] | None = None
        """The table's width for which the columns were last laid out, and their widths."""
        self._who = Who()

    def compose(self) -> ComposeResult:
        """The field for the name, placed over the first cell of the marked row."""
        yield self._who

    def on_mount(self) -> None:
        """Put the field over its cell from the start."""
        self._arrive()

    def focus(self, scroll_visible: bool = True) -> Table:
        """Focus the table or, if the marked cell is a name, the field over it."""
        if self._in_name:
            self._who.focus(scroll_visible)
        else:
            super().focus(scroll_visible)
        return self

    def refill(self, rows: Sequence[Cells], cursor: tuple[int, int] | None = None) -> None:
        """Show other rows and, if given, mark the cell `cursor`."""
        self.rows, self._fitted = list(rows), None
        row, column = cursor or self.cursor
        self.cursor = (row, column) if row < len(self.rows) else (len(self.rows), 0)
        self._arrive()
        self.refresh(layout=True)

    # Cells and columns -----------------------------------------------------

    @property
    def column(self) -> Column:
        """The marked column."""
        return self.columns[self.cursor[1]]

    @property
    def digits(self) -> int:
        """How many digits do something in this column, at most 9."""
        return min(len(self.column.words), 9)

    @property
    def _in_name(self) -> bool:
        return not self.column.words

    def _cell(self, row: int, column: Column) -> str:
        return self.rows[row].get(column.field, "") if row < len(self.rows) else ""

    def _widths(self) -> list[int]:
        if self._fitted is None or self._fitted[0] != self.size.width:
            self._fitted = self.size.width, widths(self.columns, self.rows, self.size.width - LEAD)
        return self._fitted[1]

    # Drawing ---------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the height of a heading and a line for each possible row."""
        return self.most + 1

    def render_line(self, y: int) -> Strip:
        """Render the heading or one row. Only lines in sight are rendered, because there may be a thousand."""
        drawn = self._row(y - 1) if y else self._head()
        return Visual.to_strips(self, drawn, self.size.width, 1, self.visual_style)[0]

    def _head(self) -> Content:
        head = Content(" " * GAP).join(
            plain(in_whole_words(column.head, width).ljust(width), MUTED)
            for column, width in zip(self.columns, self._widths(), strict=True)
        )
        return Content.assemble(" " * LEAD, head)

    def _row(self, row: int) -> Content:
        marked = row == self.cursor[0]
        number = f"{row + 1:>2}  "
        if row > len(self.rows):
            return Content.assemble("  ", (number, MUTED))
        bar = ("▌ ", "$accent" if self.has_focus_within else "$gauge-off") if marked else "  "
        cells = Content(" " * GAP).join(
            self._drawn(row, column, width, marked=(row, at) == self.cursor)
            for at, (column, width) in enumerate(zip(self.columns, self._widths(), strict=True))
        )
        return Content.assemble(bar, number if row < len(self.rows) else (number, MUTED), cells)

    def _drawn(self, row: int, column: Column, width: int, *, marked: bool) -> Content:
        value = self._cell(row, column)
        text = plain(column.shown(value, width) if value else "")
        if value == UNKNOWN:
            text = Content.styled(UNSURE, f"italic {MUTED}")
        if marked:
            text = Content.styled("▁" if not value else text.plain, "bold underline" if value else "")
        text = text.pad_right(width - text.cell_length)
        return text.stylize("on $panel") if marked else text

    # The marked cell -------------------------------------------------------

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked cell in the window; None for a name, where the field has the cursor."""
        if self._in_name:
            return None
        row, column = self.cursor
        return self.content_region.offset + Offset(LEAD + sum(self._widths()[:column]) + GAP * column, row + 1)

    def watch_cursor(self) -> None:
        """Move the field to the marked row."""
        if self.is_mounted:
            self._arrive()

    def on_resize(self) -> None:
        """Move the field over its cell again. What was typed stays in it."""
        self._fit()
        self.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Adapt the width of the field: a long name may cover the cells after it."""
        event.stop()
        self._fit()
        self.screen.refresh_bindings()

    def _fit(self) -> None:
        """Place the field over its cell. It's a cell wider than the text, for the cursor after the last letter."""
        if self._in_name:
            wanted = max(self._widths()[0], plain(self._who.value).cell_length) + 1
            self._who.styles.offset = (LEAD, self.cursor[0] + 1)
            self._who.styles.width = max(min(wanted, self.size.width - LEAD), 1)

    def _arrive(self) -> None:
        row, _ = self.cursor
        keys_here = self.has_focus_within
        self._who.display = self._in_name
        if self._in_name:
            self._who.show(self._cell(row, self.column))
            self._fit()
        if keys_here:
            self.focus()
        self.refresh()
        self.post_message(self.Moved())

    def put_typed(self, text: str) -> None:
        """Show a name that isn't saved in the marked cell, as if it had just been typed."""
        if self._in_name:
            self._who.put_typed(text)
            self._fit()

    @property
    def typed(self) -> Set | None:
        """The change typed into the field that isn't saved yet; None if there is none."""
        row, written = self.cursor[0], self._who.value.strip()
        if not self._in_name or written == self._cell(row, self.column):
            return None
        return self.Set(row, self.column.field, written or None)

    def _set(self, value: str | None) -> None:
        row, column = self.cursor[0], self.column
        if value is None and row >= len(self.rows):
            return
        if row >= len(self.rows):
            self.rows.append({})
        kept = {field: cell for field, cell in self.rows[row].items() if field != column.field}
        self.rows[row] = kept if value is None else {**kept, column.field: value}
        self._fitted = None
        self.refresh()
        self.post_message(self.Set(row, column.field, value))

    # Keys ------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys that a name being typed would contain, digits without a meaning, and *remove* without a
        row.
        """
        if self._in_name and action in ("set", "unknown", "remove", "row_done"):
            return False
        if action == "set":
            return parameters[0] in range(1, len(self.column.words) + 1)
        return action != "remove" or self.cursor[0] < len(self.rows)

    def action_set(self, digit: int) -> None:
        """Fill the cell with the choice of this digit, and go to the next cell."""
        self._set(list(self.column.words)[digit - 1])
        self.action_step(1)

    def action_unknown(self) -> None:
        """Fill the cell with *unsure*, and go to the next cell."""
        self._set(UNKNOWN)
        self.action_step(1)

    def action_empty(self) -> None:
        """Empty the cell."""
        self._set(None)

    def action_step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) cell, from the end of a row to the next row."""
        row, column = self.cursor
        at = row * len(self.columns) + column + by
        if 0 <= at < self.most * len(self.columns):
            self._go(*divmod(at, len(self.columns)))

    def action_move(self, down: int, right: int) -> None:
        """Go to the cell beside, above or below this one."""
        row, column = self.cursor
        self._go(row + down, min(max(column + right, 0), len(self.columns) - 1))

    def action_first(self) -> None:
        """Go to the newest customer."""
        self._go(0, self.cursor[1])

    def action_last(self) -> None:
        """Go to the row below the oldest customer."""
        self._go(self.most, self.cursor[1])

    def _go(self, row: int, column: int) -> None:
        """Go to a cell. From another row, the empty row begins at its first column, for the name."""
        if typed := self.typed:
            self._set(typed.value)
        row = min(max(row, 0), len(self.rows), self.most - 1)
        begins = row == len(self.rows) and row != self.cursor[0]
        self.cursor = (row, 0 if begins else column)

    def action_row_done(self) -> None:
        """Go to the first cell of the next row; after the last possible row, finish."""
        if self.cursor[0] == self.most - 1:
            self.post_message(self.Done())
        else:
            self._go(self.cursor[0] + 1, 0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On Enter in a name, go to the next cell. On the empty row at the end, with no name typed, finish."""
        event.stop()
        if self.cursor[0] == len(self.rows) and not self._who.value.strip():
            self.post_message(self.Done())
        else:
            self.action_step(1)

    def take_names(self, names: tuple[str, ...]) -> None:
        """Post that several names were pasted, after setting what was typed."""
        if typed := self.typed:
            self._set(typed.value)
        self.post_message(self.Pasted(self.cursor[0], names))

    def on_paste(self, event: events.Paste) -> None:
        """Say that a cell with choices takes no text."""
        if event.text.strip() and not self._in_name:
            self.post_message(Refused(f"{TAKES_A_DIGIT}, one on each line."))

    def on_key(self, event: events.Key) -> None:
        """Say so if a letter, or a digit without a meaning, is typed into a cell with choices."""
        if event.is_printable and not self._in_name and event.key not in self.screen.active_bindings:
            self.post_message(Refused(f"{TAKES_A_DIGIT}."))

    def action_remove(self) -> None:
        """Remove the marked row."""
        self.post_message(self.Removed(self.cursor[0]))

    def on_click(self, event: events.Click) -> None:
        """Mark the cell under the mouse."""
        at, row = LEAD, event.y - 1
        for number, width in enumerate(self._widths()):
            at += width + GAP
            if event.x < at and 0 <= row < self.most:
                self._go(row, number)
                return


LONGEST = 60
"""The most characters of a customer's name."""
LIST_MARK = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+")
"""What stands before each line of a pasted list."""


def _is_table(pasted: str) -> bool:
    """Whether each of several pasted lines has a tab, or the same number of semicolons or commas, two at least, and a
    figure below the first line. A name may have commas: *Doe, Jane, MD*.
    """
    lines = [line for line in pasted.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    if all("\t" in line for line in lines):
        return True
    counts = [{line.count(mark) for line in lines} for mark in ";,"]
    is_even = any(len(each) == 1 and min(each) > 1 for each in counts)
    return is_even and all(any(map(str.isdigit, line)) for line in lines[1:])


class Who(Field):
    """The table's field for a customer's name."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "as it was", id="table.give-up")]

    def __init__(self) -> None:
        super().__init__()
        self.max_length = LONGEST

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen if nothing is being typed."""
        if action == "give_up" and (self.value == self.stood or getattr(self.screen, "sheet", None)):
            return False
        return super().check_action(action, parameters)

    def on_paste(self, event: events.Paste) -> None:
        """Give the table the lines of a paste, if there are several; otherwise, let the field insert it."""
        if _is_table(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(Refused("That looks like a table. Save it, quit, and run “trueup import FILE”."))
            return
        lines = (LIST_MARK.sub("", line.strip()) for line in plain_text(event.text, lines=True).splitlines())
        names = tuple(line for line in lines if line)
        if len(names) > 1:
            event.prevent_default()
            event.stop()
            self.query_ancestor(Table).take_names(names)

    def action_give_up(self) -> None:
        """Drop what was typed, and show the saved name again."""
        typed = self.value
        self.show(self.stood)
        self.post_message(Refused(f"As it was. Not kept: {shorten(typed, MOST_SAID)}."))

    def action_cursor_right(self, select: bool = False) -> None:
        """Move through the text, then to the next cell."""
        if self.cursor_at_end and not select:
            self.query_ancestor(Table).action_move(0, 1)
        else:
            super().action_cursor_right(select)


UNKNOWN = "-"
"""The value of a cell whose answer the founder doesn't know, and the key that sets it."""
UNSURE = "unsure"
"""What a cell with the value UNKNOWN shows."""

GAP = 2
"""Cells between two columns."""
NAME = 14
"""The least width of the column of names, in cells, if there is room."""
SHORTEST, NARROWEST = 6, 4
"""The least width of a column with the founder's words, if that is enough, and of any column, in cells."""


class Column(NamedTuple):
    """A column: its field, its heading, and its choices as key → word. Without choices, the cell is typed."""

    field: str
    head: str
    words: Mapping[str, str] = {}
    is_own: bool = False
    """Whether its words are the founder's, which may be long, so that the column can be narrowed first."""

    def shown(self, value: str, width: int) -> str:
        """What a cell shows in `width` cells: after a whole word, unless another choice would look the same then."""
        words = self.words.get(value, value)
        alike = [in_whole_words(each, width) for each in self.words.values()]
        whole = in_whole_words(words, width)
        return whole if alike.count(whole) == 1 else shorten(words, width)


def in_whole_words(text: str, width: int) -> str:
    """A text, cut to `width` cells after a whole word, or in its first word if that is too long."""
    if plain(text).cell_length <= width:
        return text
    words = text.split()
    shorter = (f"{' '.join(words[:many]).rstrip(',;:')}…" for many in range(len(words) - 1, 0, -1))
    return next((each for each in shorter if plain(each).cell_length <= width), shorten(text, width))


Cells = Mapping[str, str]
"""Field → key of a choice, typed words, or UNKNOWN. A cell whose field is missing is blank."""


def widths(columns: Sequence[Column], rows: Sequence[Cells], room: int) -> list[int]:
    """Return the columns' widths in cells. To fit into `room`, those with the founder's words shrink first."""
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
