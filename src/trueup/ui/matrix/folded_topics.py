"""The topics of the matrix: those with a row of their own, and the folded topics below; one mark moves through both."""

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

from trueup.content.model import AREAS, Side
from trueup.content.model import Content as Screens
from trueup.engine.matrix import Line
from trueup.ui.base.text import KEY, MUTED, STRONG
from trueup.ui.matrix.matrix_drawing import MatrixTable, grid
from trueup.ui.matrix.topic_folding import COLON, HEAD, LABEL, Column, Entry, Folding, fold

IN_ROWS = Content.assemble(("a", KEY), (" all in rows", MUTED))
AT_ONCE = Content.assemble(("a", KEY), (" all at once", MUTED))


class FoldHead(Widget):
    """The heading over the folded topics with the key that unfolds them; while unfolded, the key that folds
    them again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heading = ""
        self._lead = 0

    def fill(self, heading: str, lead: int) -> None:
        """Show another heading, `lead` cells from the left; an empty heading if every topic has a row."""
        self._heading, self._lead = heading, lead
        self.refresh()

    def render(self) -> Content:
        """Render the heading, or the key that folds the topics again."""
        if not self._heading:
            return Content.assemble(" " * self._lead, AT_ONCE)
        heading = Content.assemble(" " * self._lead, (self._heading, STRONG))
        return Content.assemble(heading, " " * max(self.size.width - heading.cell_length - len(IN_ROWS), 2), IN_ROWS)

    async def on_click(self) -> None:
        """Fold or unfold the topics, as the key does."""
        await self.run_action("screen.all")


class Folded(Widget, can_focus=True):
    """The folded topics under the rows of the matrix, several to a line. Arrows move between the rows and here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "card", id="matrix.card"),
        *(
            Binding(key, f"move('{key}')", "", show=False, id=f"folded.{key.replace('+', '-')}")
            for key in ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end")
        ),
    ]

    digits = len(AREAS)

    marked: reactive[int | None] = reactive(None, always_update=True)
    """The marked topic, counted through all groups; None while a row is marked."""
    hovered: reactive[int | None] = reactive(None)

    class Marked(Message):
        """Posted when another topic is marked."""

    class Taken(Message):
        """Posted when Enter is pressed, or the marked topic is clicked."""

    @dataclass
    class Left(Message):
        """Posted when the mark moves up into the rows."""

        to_top: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.folding = Folding(())
        self._lead = self._first = 0
        self._only_focused = False

    def fill(self, folding: Folding, lead: int, first: int) -> None:
        """Show other topics, `first` cells from the left, with their group labels `lead` cells from the left."""
        self.folding, self._lead, self._first = folding, lead, first
        self.display = bool(folding.groups)
        self.hovered = None
        self.refresh(layout=True)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The topics that can be marked."""
        return self.folding.entries

    @property
    def entry(self) -> Entry | None:
        """The marked topic."""
        return self.entries[self.marked] if self.marked is not None and self.marked < len(self.entries) else None

    def mark(self, topic: str) -> bool:
        """Mark a topic. Return False if it isn't folded; then nothing is marked here."""
        at = next((at for at, entry in enumerate(self.entries) if entry.line.topic == topic), None)
        self.marked = at
        return at is not None

    def enter(self, x: int, *, at_end: bool = False) -> None:
        """Move the mark here from the rows, at this column."""
        if self.entries:
            self.marked = len(self.entries) - 1 if at_end else self._nearest(x, 0)
            self.focus(scroll_visible=False)

    # Drawing ---------------------------------------------------------------

    @property
    def _spots(self) -> list[Region]:
        """The place of each topic."""
        return [
            Region(self._first + column.x, y, column.width, 1)
            for y, shelf in enumerate(self.folding.shelves(self.size.width - self._first))
            for _, column in shelf.entries
        ]

    @property
    def mark_place(self) -> Offset | None:
        """Where the marked topic begins."""
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
        """Return the style of the topic with this number: marked, hovered or neither; the marked topic is reversed if
        the theme's backgrounds look the same.
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
        """Mark the first topic when the focus arrives by Tab. After a click, the clicked topic is marked instead, and
        the one that Tab would mark isn't opened.
        """
        if self.marked is None:
            self.set_reactive(Folded.marked, 0)
            self.post_message(self.Marked())
            self._only_focused = True

    def watch_has_focus(self, has_focus: bool) -> None:
        """Redraw, because bar and background are bright only while this widget has the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    # Keys and mouse --------------------------------------------------------

    def _nearest(self, x: int, y: int) -> int:
        spots = self._spots
        on_line = [at for at, spot in enumerate(spots) if spot.y == y]
        return min(on_line, key=lambda at: abs(spots[at].x - x))

    def action_move(self, way: str) -> None:
        """Move to the topic beside, above or below; up from the first line, move on to the rows."""
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
        """Open the card of the conflict on the marked topic, or say that nothing conflicts."""
        self.post_message(self.Taken())

    def _at(self, event: events.MouseEvent) -> int | None:
        return next((at for at, spot in enumerate(self._spots) if spot.contains(event.x, event.y)), None)

    def on_click(self, event: events.Click) -> None:
        """Mark the clicked topic; if it is already marked, take it."""
        at = self._at(event)
        if at is not None and at == self.marked and not self._only_focused:
            self.action_take()
        elif at is not None:
            self.marked = at

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight what a click would mark."""
        self.hovered = self._at(event)

    def on_leave(self) -> None:
        """Remove the highlight when the mouse leaves."""
        self.hovered = None


class Topics(Vertical):
    """Rows and folded topics."""

    unfolded = False
    """Whether every topic has a row, although they then don't all fit at once."""
    _filled: tuple[object, ...] = ()
    """Everything that the last filling depended on."""

    def compose(self) -> ComposeResult:
        """The rows, and the folded topics below them."""
        yield MatrixTable(id="cells")
        head = FoldHead()
        head.display = False  # nothing is folded yet
        yield head
        yield Folded(id="folded")

    @property
    def _table(self) -> MatrixTable:
        return self.query_one(MatrixTable)

    @property
    def _folded(self) -> Folded:
        return self.query_one(Folded)

    @property
    def marked(self) -> tuple[str, Side]:
        """Topic and side of the marked cell; the topic is empty if there is nothing to mark."""
        entry = self._folded.entry
        return (entry.line.topic, entry.side) if entry else self._table.marked

    @property
    def folds(self) -> bool:
        """Whether there is something to fold or to unfold."""
        return self.query_one(FoldHead).display

    def fill(self, screens: Screens, lines: Sequence[Line], *, at_once: bool) -> bool:
        """Show these topics at the current size; `at_once`: fold some if that lets all be in sight at the same time.

        The mark stays on its topic or, if that is gone, moves to the worst conflict. Return False, with nothing filled,
        if the widget isn't laid out yet.
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
        drawn = grid(screens, rows, width, LABEL if found.groups else 0)
        table.fill(drawn, rows)
        table.display = bool(rows)
        table.styles.height = HEAD + len(rows) if folding.groups else "1fr"
        head = self.query_one(FoldHead)
        head.display = bool(found.groups)
        head.fill(folding.heading if folding.groups else "", drawn.lead)
        folded.fill(folding, drawn.lead, drawn.widths[0])
        if not self.mark(*marked):
            self.mark(next((line.topic for line in (*rows, *(entry.line for entry in folding.entries))), ""))
        return True

    def mark(self, topic: str, side: Side | None = None) -> bool:
        """Mark a topic, on a side of its row or where it is folded. Return False if the topic isn't shown."""
        had_focus = self._table.has_focus or self._folded.has_focus
        found = self._folded.mark(topic) or self._table.mark(topic, side)
        self._table.show_cursor = self._folded.entry is None
        if had_focus:
            self.take_focus()
        return found

    def take_focus(self) -> None:
        """Focus the rows or the folded topics, whichever has the mark."""
        marked = self._folded if self._folded.entry else self._table
        marked.focus(scroll_visible=False)

    def keep_in_sight(self) -> None:
        """Scroll back to the marked row, after the part below the topics has taken some of their room."""
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
            self._table.mark_end(top=left.to_top)
            self._table.focus(scroll_visible=False)
        elif left.to_top:
            self._folded.marked = 0

    @on(Folded.Marked)
    def _in_fold(self) -> None:
        self._table.show_cursor = self._folded.entry is None
