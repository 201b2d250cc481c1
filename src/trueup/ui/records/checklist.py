"""The checklist of a promise: what a line says or leads one to expect, grouped under headings, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from trueup.ui.base.fields import is_match
from trueup.ui.base.signs import box, ring
from trueup.ui.base.text import KEY, STRONG, Hung, Line
from trueup.ui.questions.choices import NONE, Entered, Picked

NARROWEST = 37
"""Cells a column needs: the marks before a claim, and a claim of thirty."""


class Tick(NamedTuple):
    """Something to tick: what is stored, and what is read."""

    key: str
    label: str


class Group(NamedTuple):
    """Things to tick that belong together."""

    heading: str
    ticks: tuple[Tick, ...]


class Placed(NamedTuple):
    """Where a tick stands: its column, its first line, how many lines it takes."""

    column: int
    line: int
    height: int


_NONE = Group("", (Tick(NONE, NONE),))
"""The last row: nothing of all this, on purpose."""


class Ticks(Widget, can_focus=True):
    """The columns themselves. Arrows move, Space ticks, digits tick in the group with the bar.

    Enter goes on with what is ticked. While nothing is, it takes the row with the bar, which is nowhere at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next", id="checklist.next"),
        Binding("space", "tick", "tick", id="checklist.tick"),
        *(Binding(str(n), f"tick_number({n})", "tick", show=False, id=f"checklist.tick-{n}") for n in range(1, 10)),
        *(
            Binding(key, f"move('{key}')", "", show=False, id=f"checklist.{key}")
            for key in ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
        ),
    ]

    marked: reactive[int] = reactive(-1)
    """The tick with the bar, counted through all groups that are shown; below zero: none has it."""

    def __init__(self, groups: Sequence[Group], chosen: Iterable[str], *, none: bool, id: str) -> None:
        self._all = (*groups, _NONE)
        self._show(self._all)
        self._chosen = frozenset({NONE} if none else chosen)
        self._unticked = -1
        """The tick that was taken back last, as long as the bar is on it: Enter doesn't tick it again."""
        super().__init__(id=id)
        first = next((n for n, tick in enumerate(self.ticks) if tick.key in self._chosen), -1)
        self.set_reactive(Ticks.marked, first)

    def _show(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.ticks = tuple(tick for group in groups for tick in group.ticks)

    def show_only(self, sought: str) -> None:
        """Show what is sought. The bar stays on its row, or goes to the first row that is found."""
        before = self.ticks[self.marked] if self.marked >= 0 else None
        found = (
            Group(
                group.heading, tuple(tick for tick in group.ticks if is_match(f"{group.heading} {tick.label}", sought))
            )
            for group in self._all
        )
        self._show([Group(heading, tuple(ticks)) for heading, ticks in found if ticks])
        elsewhere = 0 if sought.strip() and self.ticks else -1
        self.marked = self.ticks.index(before) if before in self.ticks else elsewhere
        self.refresh(layout=True)
        self.query_ancestor(Checklist).on_resize()

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked, in the order it stands in, whether it is shown or not."""
        every = (tick.key for group in self._all for tick in group.ticks)
        return tuple(key for key in every if key in self._chosen and key != NONE)

    @property
    def is_none(self) -> bool:
        """Whether *none of these* is ticked."""
        return NONE in self._chosen

    def clear(self) -> None:
        """Show nothing as ticked, and no bar, without a message."""
        self._chosen = frozenset()
        self.marked = -1
        self.refresh()

    @property
    def taken_by_enter(self) -> str | None:
        """The row Enter takes before it goes on."""
        is_free = self.marked >= 0 and self.marked != self._unticked and not self._chosen
        return self.ticks[self.marked].key if is_free else None

    # Where things stand ----------------------------------------------------

    def _columns(self, width: int) -> tuple[list[list[Content]], dict[int, Placed]]:
        """The lines of every column at `width`, and the place of every tick.

        A group goes under the shortest column, so that groups follow each other from the top down whatever their
        length, and scrolling passes them in their order.
        """
        count = max(width // NARROWEST, 1)
        each = width // count
        columns: list[list[Content]] = [[] for _ in range(count)]
        places: dict[int, Placed] = {}
        number = 0
        for group in self.groups:
            shortest = min(range(count), key=lambda column: len(columns[column]))
            # What stands for none of all these comes after all of them.
            at = shortest if group.heading else max(range(count), key=lambda column: len(columns[column]))
            column = columns[at]
            if column:
                column.append(Content(""))
            if group.heading:
                column.append(Content.assemble("  ", (group.heading, STRONG)))
            for digit, tick in enumerate(group.ticks, 1):
                lines = self._drawn(number, tick, digit, each)
                places[number] = Placed(at if group.heading else count, len(column), len(lines))
                column += lines
                number += 1
        return columns, places

    def _drawn(self, number: int, tick: Tick, digit: int, width: int) -> list[Content]:
        on, marked = tick.key in self._chosen, number == self.marked
        bar = ("▌ ", "$accent") if marked and self.has_focus else "  "
        key = str(digit) if digit <= 9 and tick in self._marked_group.ticks else " "
        lead = Content.assemble(bar, (key, KEY), " ", (ring if tick.key == NONE else box)(self, on), "  ")
        lines = Hung([Line(lead, Content.styled(tick.label, STRONG if on else ""))]).set(width)
        ground = "on $panel" if self.has_focus else "on $surface"
        return [line.pad_right(width - line.cell_length).stylize(ground) if marked else line for line in lines]

    @property
    def _marked_group(self) -> Group:
        """The group with the bar; before there is a bar, the first."""
        before = 0
        for group in self.groups:
            before += len(group.ticks)
            if self.marked < before:
                return group
        return Group("", ())

    # Drawing ---------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as the longest column."""
        return max((len(column) for column in self._columns(width)[0]), default=0)

    def render(self) -> Content:
        """The columns beside each other."""
        width = self.size.width
        columns, _ = self._columns(width)
        each = width // len(columns)
        blank = Content("")
        rows = []
        for y in range(max(len(column) for column in columns)):
            cells = [column[y] if y < len(column) else blank for column in columns]
            rows.append(Content.assemble(*(cell.pad_right(each - cell.cell_length) for cell in cells)))
        return Content("\n").join(rows)

    @property
    def mark_place(self) -> Offset | None:
        """Where the row with the bar begins."""
        columns, places = self._columns(self.size.width)
        place = places.get(self.marked)
        if place is None:
            return None
        column = min(place.column, len(columns) - 1)
        return self.content_region.offset + Offset(column * (self.size.width // len(columns)), place.line)

    def watch_marked(self) -> None:
        """Keep the row with the bar in sight, with its heading when it is the first; and say what Enter does now."""
        if self._unticked != self.marked:
            self._unticked = -1
        self.screen.refresh_bindings()
        place = self._columns(self.size.width)[1].get(self.marked)
        if place is not None and isinstance(self.parent, Widget):
            group = self._marked_group
            heading = 1 if group.heading and self.ticks[self.marked] == group.ticks[0] else 0
            region = Region(0, place.line - heading, 1, place.height + heading)
            self.parent.scroll_to_region(region, animate=False, force=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The bar is bright only while the keys go here."""
        super().watch_has_focus(has_focus)
        self.refresh()

    # Keys ------------------------------------------------------------------

    @property
    def digits(self) -> int:
        """How many ticks have a digit now: what the keys line shows as `1–5`."""
        return min(len(self._marked_group.ticks), 9)

    def action_move(self, way: str) -> None:
        """Up and down go through a column and on to the next; left and right go across."""
        _, places = self._columns(self.size.width)
        if not places:
            return
        if self.marked < 0:
            self.marked = len(places) - 1 if way == "end" else 0
            return
        here = places[self.marked]
        order = sorted(places, key=lambda number: places[number][:2])
        at = order.index(self.marked)
        height = self.parent.size.height if isinstance(self.parent, Widget) else 1
        match way:
            case "up":
                self.marked = order[max(at - 1, 0)]
            case "down":
                self.marked = order[min(at + 1, len(order) - 1)]
            case "home" | "end":
                self.marked = order[0 if way == "home" else -1]
            case "pageup" | "pagedown":
                line = here.line + (height if way == "pagedown" else -height)
                self.marked = _nearest(places, here.column, line)
            case _:
                column = here.column + (1 if way == "right" else -1)
                if any(place.column == column for place in places.values()):
                    self.marked = _nearest(places, column, here.line)

    def take_marked(self) -> bool:
        """Tick or untick the row with the bar. False: no row has it."""
        if self.marked < 0:
            return False
        key = self.ticks[self.marked].key
        self._unticked = self.marked if key in self._chosen and key != NONE else -1
        self._chosen = frozenset({NONE}) if key == NONE else (self._chosen ^ {key}) - {NONE}
        self.refresh()
        return True

    def action_tick(self) -> None:
        """Tick or untick the marked one, and tell."""
        if self.take_marked():
            self.post_message(Picked(self.chosen, self.is_none))

    def action_tick_number(self, number: int) -> None:
        """Tick the one that bears this digit."""
        group = self._marked_group
        if number <= len(group.ticks):
            self.marked = self.ticks.index(group.ticks[number - 1])
            self.action_tick()

    def action_go_on(self) -> None:
        """Tell the screen that the founder goes on."""
        self.post_message(Entered())

    def on_click(self, event: events.Click) -> None:
        """Tick the one under the mouse."""
        columns, places = self._columns(self.size.width)
        column = event.x // (self.size.width // len(columns))
        for number, place in places.items():
            if place.column in (column, len(columns)) and place.line <= event.y < place.line + place.height:
                self.marked = number
                self.action_tick()


def _nearest(places: dict[int, Placed], column: int, line: int) -> int:
    """The tick of a column that stands nearest to a line."""
    there = [number for number, place in places.items() if place.column == column]
    return min(there, key=lambda number: abs(places[number].line - line))


class Checklist(VerticalScroll, can_focus=False):
    """Things to tick in columns, which scroll together where there are too many."""

    def __init__(self, ticks: Ticks) -> None:
        super().__init__(ticks)
        self._ticks = ticks

    def on_resize(self) -> None:
        """No higher than its columns, so that what stands below follows them where there is room."""
        width = self.scrollable_content_region.width
        self.styles.max_height = self._ticks.get_content_height(self.size, self.size, width)
