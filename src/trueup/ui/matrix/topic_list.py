"""The topics of the matrix, in rows of the table and folded below it. One mark moves through both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from trueup.content.model import AREAS, Side
from trueup.content.model import Content as Screens
from trueup.engine.matrix import Line
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung
from trueup.ui.base.text import Line as Row
from trueup.ui.matrix.folded_topics import COLON, HEAD, LABEL, Column, Entry, Folding, fold
from trueup.ui.matrix.matrix_drawing import MatrixTable, grid

IN_ROWS = Content.assemble(("a", KEY), (" all in rows", MUTED))
AT_ONCE = Content.assemble(("a", KEY), (" all at once", MUTED))


class FoldHead(Static):
    """The line above the folded topics: a heading, and the key that folds or unfolds them."""

    async def on_click(self) -> None:
        """Fold or unfold the topics, as the key does."""
        await self.run_action("screen.all")


class Folded(Widget, can_focus=True):
    """The folded topics below the table, several to a line. Arrows move between them and the table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "card", id="matrix.card"),
        *(
            Binding(key, f"move('{key}')", "", show=False, id=f"folded.{key.replace('+', '-')}")
            for key in ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end")
        ),
    ]

    digits = len(AREAS)

    marked: reactive[int | None] = reactive(None, always_update=True)
    """The index of the marked topic in `entries`; None while the mark is in the table."""
    hovered: reactive[int | None] = reactive(None)

    class Marked(Message):
        """Posted when another topic is marked."""

    class Taken(Message):
        """Posted when Enter is pressed, or the marked topic is clicked."""

    @dataclass
    class Left(Message):
        """Posted when the mark moves up into the table."""

        to_top: bool

    def __init__(self) -> None:
        super().__init__(id="folded")
        self.folding = Folding(())
        self._lead = self._first = 0
        self._only_focused = False

    def fill(self, folding: Folding, lead: int, first: int) -> None:
        """Show these topics, `first` cells from the left, with their labels `lead` cells from the left."""
        self.folding, self._lead, self._first = folding, lead, first
        self.display = bool(folding.groups)
        self.hovered = None
        self.refresh(layout=True)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All folded topics, in the order in which the mark goes through them."""
        return self.folding.entries

    @property
    def entry(self) -> Entry | None:
        """The marked topic."""
        return self.entries[self.marked] if self.marked is not None and self.marked < len(self.entries) else None

    def mark(self, topic: str) -> bool:
        """Mark a topic and return True. If it isn't folded, mark nothing and return False."""
        at = next((at for at, entry in enumerate(self.entries) if entry.line.topic == topic), None)
        self.marked = at
        return at is not None

    def enter(self, x: int, *, at_end: bool = False) -> None:
        """Move the mark here from the table: to the topic nearest to column `x`, or `at_end` to the last."""
        if self.entries:
            self.marked = len(self.entries) - 1 if at_end else self._nearest(x, 0)
            self.focus(scroll_visible=False)

    # Drawing ---------------------------------------------------------------

    @property
    def _spots(self) -> list[Region]:
        """Where each topic is drawn, in the order of `entries`."""
        return [
            Region(self._first + column.x, y, column.width, 1)
            for y, shelf in enumerate(self.folding.shelves(self.size.width - self._first))
            for _, column in shelf.entries
        ]

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked topic, from the corner of the window; None if no topic is marked."""
        spots = self._spots
        if self.marked is None or self.marked >= len(spots):
            return None
        return self.content_region.offset + spots[self.marked].offset

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the topics take."""
        return len(self.folding.shelves(width - self._first))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._shelves())

    def _shelves(self) -> Iterator[Content]:
        number = 0
        for shelf in self.folding.shelves(self.size.width - self._first):
            line = Content.assemble(" " * self._lead, (shelf.label, MUTED))
            has_mark = False
            for entry, column in shelf.entries:
                line = line.pad_right(self._first + column.x - line.cell_length)
                line = Content.assemble(line, self._cell(entry, column).stylize(self._ground(number)))
                has_mark = has_mark or number == self.marked
                number += 1
            bar = ("▌", "$accent" if self.has_focus else "$gauge-off")
            yield Content.assemble(bar, line[1:]) if has_mark else line

    def _cell(self, entry: Entry, column: Column) -> Content:
        name = entry.name if self.folding.in_columns or not entry.word else f"{entry.name}{COLON}"
        cell = Content.assemble(name.ljust(column.name), " " * column.gap, entry.word)
        return cell.pad_right(column.width - cell.cell_length)[: column.width]

    def _ground(self, number: int) -> str:
        """Return the style of the topic with this index: marked, under the mouse, or neither. In a theme whose
        backgrounds all look the same, the marked topic is reversed.
        """
        if number == self.marked:
            ground = "on $panel" if self.has_focus else "on $surface"
            return "bold reverse" if self.has_pseudo_class("ansi") else ground
        return "on $surface" if number == self.hovered else ""

    def watch_marked(self) -> None:
        """Post that another topic is marked."""
        self._only_focused = False
        self.post_message(self.Marked())

    def on_focus(self) -> None:
        """Mark the first topic, because Tab brought the focus here. If a click did, it will mark the clicked topic;
        `_only_focused` keeps that click from opening the first topic.
        """
        if self.marked is None:
            self.set_reactive(Folded.marked, 0)
            self.post_message(self.Marked())
            self._only_focused = True

    def watch_has_focus(self, has_focus: bool) -> None:
        """Redraw, because bar and background look different without the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    # Keys and mouse --------------------------------------------------------

    def _nearest(self, x: int, y: int) -> int:
        spots = self._spots
        on_line = [at for at, spot in enumerate(spots) if spot.y == y]
        return min(on_line, key=lambda at: abs(spots[at].x - x))

    def action_move(self, way: str) -> None:
        """Move the mark as the key `way` says. Up from the first line, it moves into the table."""
        if self.marked is None:
            return
        spots = self._spots
        here = spots[self.marked]
        on_line = [at for at, spot in enumerate(spots) if spot.y == here.y]
        match way:
            case "left" | "right":
                self.marked = min(max(self.marked + (1 if way == "right" else -1), on_line[0]), on_line[-1])
            case "home" | "end":
                self.marked = on_line[0 if way == "home" else -1]
            case "down":
                if here.y < spots[-1].y:
                    self.marked = self._nearest(here.x, here.y + 1)
            case "pagedown":
                self.marked = self._nearest(here.x, spots[-1].y)
            case "ctrl+end":
                self.marked = len(spots) - 1
            case "up" if here.y > spots[0].y:
                self.marked = self._nearest(here.x, here.y - 1)
            case "pageup" if here.y > spots[0].y:
                self.marked = self._nearest(here.x, spots[0].y)
            case _:
                self.post_message(self.Left(to_top=way == "ctrl+home"))

    def action_take(self) -> None:
        """Post that the marked topic was taken."""
        self.post_message(self.Taken())

    def _at(self, event: events.MouseEvent) -> int | None:
        return next((at for at, spot in enumerate(self._spots) if spot.contains(event.x, event.y)), None)

    def on_click(self, event: events.Click) -> None:
        """Mark the clicked topic or, if it's already marked, take it."""
        at = self._at(event)
        if at is not None and at == self.marked and not self._only_focused:
            self.action_take()
        elif at is not None:
            self.marked = at

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the topic under the mouse."""
        self.hovered = self._at(event)

    def on_leave(self) -> None:
        """Remove the highlight when the mouse leaves."""
        self.hovered = None


class Topics(Vertical):
    """The table and the folded topics below it."""

    unfolded = False
    """Whether the founder wants every topic to have a row, even if they don't all fit."""
    _filled: tuple[object, ...] = ()
    """The arguments of the last `fill`, the size, and `unfolded`; if they are the same, nothing needs to be drawn."""

    def compose(self) -> ComposeResult:
        """The table, the line below it, and the folded topics."""
        yield MatrixTable()
        head = FoldHead()
        head.display = False  # nothing is folded yet
        yield head
        yield Folded()

    @property
    def _table(self) -> MatrixTable:
        return self.query_one(MatrixTable)

    @property
    def _folded(self) -> Folded:
        return self.query_one(Folded)

    @property
    def marked(self) -> tuple[str, Side]:
        """The marked topic and side. The topic is empty if there is nothing to mark."""
        entry = self._folded.entry
        return (entry.line.topic, entry.side) if entry else self._table.marked

    @property
    def folds(self) -> bool:
        """Whether topics are folded, or would be if the founder hadn't unfolded them."""
        return self.query_one(FoldHead).display

    def fill(self, screens: Screens, lines: Sequence[Line], *, at_once: bool) -> bool:
        """Show these topics at the present size. With `at_once`, fold some of them if all then fit without scrolling.

        The mark stays on its topic; if that is gone, it moves to the worst mismatch. If the widget isn't laid out yet,
        do nothing and return False.
        """
        table, folded = self._table, self._folded
        width = self.size.width - table.scrollbar_size_vertical
        if width <= 0:
            return False
        wanted = (screens, lines, width, self.size.height, at_once, self.unfolded)
        if wanted == self._filled:
            return True
        self._filled = wanted
        in_rows = Folding(tuple(lines))
        found = fold(screens, lines, width, self.size.height) if at_once else in_rows
        folding = in_rows if self.unfolded else found
        rows = folding.rows
        marked = self.marked
        drawn = grid(screens, rows, width, LABEL if found.groups else 0, wraps=not folding.groups)
        table.fill(drawn, rows)
        table.display = bool(rows)
        table.styles.height = HEAD + len(rows) if folding.groups else "1fr"
        head, lead = self.query_one(FoldHead), Content(" " * drawn.lead)
        head.display = bool(found.groups)
        heading = Hung([Row(lead, Content.styled(folding.heading, STRONG), IN_ROWS)])
        head.update(heading if folding.groups else Content.assemble(lead, AT_ONCE))
        folded.fill(folding, drawn.lead, drawn.widths[0])
        if not self.mark(*marked):
            self.mark(next((line.topic for line in (*rows, *(entry.line for entry in folding.entries))), ""))
        return True

    def mark(self, topic: str, side: Side | None = None) -> bool:
        """Mark a topic, folded or in the table (there on `side`). Return False if the topic isn't shown."""
        had_focus = self._table.has_focus or self._folded.has_focus
        found = self._folded.mark(topic) or self._table.mark(topic, side)
        self._table.show_cursor = self._folded.entry is None
        if had_focus:
            self.take_focus()
        return found

    @property
    def with_mark(self) -> Widget:
        """The table or the folded topics, whichever has the mark."""
        return self._folded if self._folded.entry else self._table

    def take_focus(self) -> None:
        """Focus what has the mark."""
        self.with_mark.focus(scroll_visible=False)

    def keep_in_sight(self) -> None:
        """Scroll to the marked row, after the text below has grown and left less room."""
        self._table.keep_in_sight()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Move the mark to the widget that got the focus."""
        if event.widget is self._table:
            self._folded.marked = None
            self._table.show_cursor = True

    @on(MatrixTable.Left)
    def _to_folded(self, left: MatrixTable.Left) -> None:
        self._folded.enter(left.x, at_end=left.to_end)

    @on(Folded.Left)
    def _to_rows(self, left: Folded.Left) -> None:
        if self._table.row_count:
            self._table.move_cursor(row=0 if left.to_top else self._table.row_count - 1)
            self._table.focus(scroll_visible=False)
        elif left.to_top:
            self._folded.marked = 0

    @on(Folded.Marked)
    def _in_fold(self) -> None:
        self._table.show_cursor = self._folded.entry is None
