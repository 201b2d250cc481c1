"""The checklist of the claims that a promise makes: groups of ticks with headings, arranged in columns.

If there are very many claims, all groups but the first are folded: the heading becomes a row that opens the group.
Ticked claims of folded groups stay in sight.
"""

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

from trueup.ui.base.rows import SHOWN_FIRST, can_be_seen, digit_keys
from trueup.ui.base.search import is_match
from trueup.ui.base.sheet import Refused
from trueup.ui.base.signs import box, ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line
from trueup.ui.questions.choices import NONE, Entered, Picked

NARROWEST = 37
"""The least width of a column, in cells: seven for the signs before a claim, thirty for its text."""


MOST_UNFOLDED = 60
"""If there are more ticks than this, groups are folded."""

HEADING = "heading "
"""Prefix of the key of a row that opens a group. No claim's key begins so, because tags contain no spaces."""


class Tick(NamedTuple):
    """Something to tick: its key and its text."""

    key: str
    label: str


class Group(NamedTuple):
    """Ticks that belong together, with their heading."""

    heading: str
    ticks: tuple[Tick, ...]


class Placed(NamedTuple):
    """The place of a tick: its column, its first line, its number of lines."""

    column: int
    line: int
    height: int


_NONE = Group("", (Tick(NONE, NONE),))
"""The group with the last row, *none of these*."""


class Ticks(Widget, can_focus=True):
    """The columns of ticks. Arrows move the bar, Space ticks, and digits tick in the group with the bar.

    Enter moves on with what is ticked. While nothing is ticked, Enter takes the marked row; at first, no row is marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next", id="checklist.next"),
        Binding("space", "tick", "tick", id="checklist.tick"),
        *digit_keys("tick_number", "tick", "checklist.tick", show=False),
        *(
            Binding(key, f"move('{key}')", "", show=False, id=f"checklist.{key}")
            for key in ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
        ),
    ]

    marked: reactive[int] = reactive(-1)
    """The index in `ticks` of the row with the bar; -1 if there is no bar."""

    def __init__(self, groups: Sequence[Group], chosen: Iterable[str], *, none: bool, id: str) -> None:
        self._all = (*groups, _NONE)
        self._chosen = frozenset({NONE} if none else chosen)
        many = sum(len(group.ticks) for group in groups) > MOST_UNFOLDED
        self._folded = frozenset(group.heading for group in groups[1:]) if many else frozenset[str]()
        """Headings of the groups that can be folded."""
        self._open: frozenset[str] = frozenset()
        self._in_sight = frozenset(self._chosen)
        """The keys that a folded group shows: those ticked when a group was last opened or folded, or since."""
        self._sought = ""
        self._show(self._as_folded())
        self._unticked = -1
        """The index of the row that was just unticked, or -1. Until the bar leaves it, Enter must not tick it."""
        super().__init__(id=id)
        self._split: dict[int, list[int]] = {}
        """Number of columns → the column of each group, so that opening one doesn't move others."""
        first = next((n for n, tick in enumerate(self.ticks) if tick.key in self._chosen), -1)
        self.set_reactive(Ticks.marked, first)

    def _show(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.ticks = tuple(tick for group in groups for tick in group.ticks)

    def _as_folded(self) -> tuple[Group, ...]:
        """Return the groups with the rows to show. A group that can be folded begins with the row that opens it. Then
        come all its claims if it's open, otherwise only those in `_in_sight`.
        """

        def rows(group: Group) -> tuple[Tick, ...]:
            if group.heading not in self._folded:
                return group.ticks
            is_open = group.heading in self._open
            shown = (tick for tick in group.ticks if is_open or tick.key in self._in_sight)
            return (Tick(HEADING + group.heading, group.heading), *shown)

        return tuple(group._replace(ticks=rows(group)) for group in self._all)

    @property
    def heading(self) -> str:
        """The heading of the group whose row has the bar; empty if the bar isn't on such a row."""
        key = self.ticks[self.marked].key if self.marked >= 0 else ""
        return key.removeprefix(HEADING) if key.startswith(HEADING) else ""

    @property
    def opens(self) -> str:
        """The word for the marked row in the keys line: `open` or `close` for a group, empty for a tick."""
        return "" if not self.heading else "close" if self.heading in self._open else "open"

    def _turn(self, heading: str) -> None:
        """Open or fold a group, and put the bar on its heading."""
        self._open ^= {heading}
        self._in_sight = self._chosen
        self._show(self._as_folded())
        self.set_reactive(Ticks.marked, self.ticks.index(Tick(HEADING + heading, heading)))
        self._unticked = -1
        self.refresh(layout=True)
        self.query_ancestor(Checklist).on_resize()
        self.watch_marked()

    def show_only(self, sought: str) -> bool:
        """Show only what matches the search, and return whether anything does. The bar stays if it can."""
        before = self.ticks[self.marked] if self.marked >= 0 else None
        self._sought = sought.strip()
        found = (
            Group(
                group.heading, tuple(tick for tick in group.ticks if is_match(f"{group.heading} {tick.label}", sought))
            )
            for group in self._all
        )
        every = [Group(heading, tuple(ticks)) for heading, ticks in found if ticks]
        self._in_sight |= self._chosen
        self._show(every if self._sought else self._as_folded())
        elsewhere = 0 if self._sought and self.ticks else -1
        self.marked = self.ticks.index(before) if before in self.ticks else elsewhere
        self.refresh(layout=True)
        self.query_ancestor(Checklist).on_resize()
        return bool(self.ticks)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked keys, in the order of the list, whether shown or not."""
        every = (tick.key for group in self._all for tick in group.ticks)
        return tuple(key for key in every if key in self._chosen and key != NONE)

    @property
    def is_none(self) -> bool:
        """Whether *none of these* is ticked."""
        return NONE in self._chosen

    def mark(self, key: str) -> None:
        """Move the bar to a tick, if it is shown."""
        self.marked = next((n for n, tick in enumerate(self.ticks) if tick.key == key), self.marked)
        self.call_after_refresh(self.watch_marked)  # scroll to it once the columns are laid out

    def clear(self) -> None:
        """Show nothing as ticked, and no bar, without posting a message."""
        self._chosen = frozenset()
        self.marked = -1
        self.refresh()

    @property
    def taken_by_enter(self) -> str | None:
        """The row that Enter takes before moving on; None if there is none."""
        is_free = self.marked >= 0 and self.marked != self._unticked and not self._chosen and not self.heading
        return self.ticks[self.marked].key if is_free else None

    # Columns ---------------------------------------------------------------

    def _columns(self, width: int) -> tuple[list[list[Content]], dict[int, Placed]]:
        """Return the lines of each column at `width`, and the place of each tick by its index.

        A group that can't be folded goes into the column that is shortest so far, so that scrolling passes the groups
        in their order.
        """
        count = max(width // NARROWEST, 1)
        each = width // count
        columns: list[list[Content]] = [[] for _ in range(count)]
        places: dict[int, Placed] = {}
        number = 0
        was_heading = [False] * count
        for nth, group in enumerate(self.groups):
            is_folded = bool(group.ticks) and group.ticks[0].key.startswith(HEADING)
            shortest = min(range(count), key=lambda column: len(columns[column]))
            # *None of these*, which has no heading, goes below the longest column.
            at = shortest if group.heading else max(range(count), key=lambda column: len(columns[column]))
            if is_folded:
                at = self._column_of(nth, count)
            column = columns[at]
            only_heading = is_folded and len(group.ticks) == 1
            if column and not (only_heading and was_heading[at]):
                column.append(Content(""))
            was_heading[at] = only_heading
            if group.heading and not is_folded:
                column.append(Content.assemble("  ", (group.heading, STRONG)))
            for digit, tick in enumerate(group.ticks, 0 if is_folded else 1):
                lines = self._drawn(number, tick, digit, each)
                places[number] = Placed(at if group.heading else count, len(column), len(lines))
                column += lines
                number += 1
        return columns, places

    def _column_of(self, nth: int, count: int) -> int:
        """Return the column of a group that can be folded. It doesn't depend on which groups are open."""
        if count not in self._split:
            heights = [1 + sum(tick.key in self._in_sight for tick in group.ticks) for group in self._all[:-1]]
            heights[0] += 1
            half, column, filled = sum(heights) / count, [0] * len(heights), 0
            for at, height in enumerate(heights):
                column[at] = min(int(filled / half), count - 1)
                filled += height
            self._split[count] = column
        return self._split[count][nth]

    def _drawn_heading(self, number: int, tick: Tick, width: int) -> list[Content]:
        """Return the row that opens a group, with the number of its claims."""
        group = next(group for group in self._all if group.heading == tick.label)
        is_open, marked = tick.label in self._open, number == self.marked
        bar = ("▌ ", "$accent") if marked and self.has_focus else "  "
        row = Content.assemble(
            *(bar, ("–" if is_open else "+", MUTED), "  ", (tick.label, STRONG), (f"  {len(group.ticks)}", MUTED))
        )
        ground = "on $panel" if self.has_focus else "on $surface"
        return [row.pad_right(width - row.cell_length).stylize(ground) if marked else row]

    def _drawn(self, number: int, tick: Tick, digit: int, width: int) -> list[Content]:
        if tick.key.startswith(HEADING):
            return self._drawn_heading(number, tick, width)
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
        """Render the columns side by side."""
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
        """The first cell of the marked row, from the corner of the window; None if no row is marked."""
        columns, places = self._columns(self.size.width)
        place = places.get(self.marked)
        if place is None:
            return None
        column = min(place.column, len(columns) - 1)
        return self.content_region.offset + Offset(column * (self.size.width // len(columns)), place.line)

    def watch_marked(self) -> None:
        """Scroll to the marked row, with the heading if it's the first of its group, and update the keys line."""
        if self._unticked != self.marked:
            self._unticked = -1
        self.screen.refresh_bindings()
        place = self._columns(self.size.width)[1].get(self.marked)
        if place is not None and isinstance(self.parent, Widget):
            group = self._marked_group
            first = self.ticks[self.marked] == group.ticks[0]
            heading = 1 if group.heading and first and not self.heading else 0
            # Show as much of an open group as there is room for.
            below = len(group.ticks) - 1 if self.heading else 0
            height = min(place.height + heading + below, max(self.parent.size.height, 1))
            region = Region(0, place.line - heading, 1, height)
            self.parent.scroll_to_region(region, animate=False, force=True, immediate=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Redraw, because the bar is shown only while this widget has the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    # Keys ------------------------------------------------------------------

    @property
    def digits(self) -> int:
        """How many ticks have a digit now, at most 9."""
        return min(len(self._numbered), 9)

    @property
    def _numbered(self) -> tuple[Tick, ...]:
        """The ticks that have a digit now."""
        return tuple(tick for tick in self._marked_group.ticks if not tick.key.startswith(HEADING))

    def action_move(self, way: str) -> None:
        """Move the bar as the key `way` says. Up and down go through a column and on to the next one."""
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
        """Tick or untick the marked row and return True. On a heading, open or fold its group and return False."""
        if self.marked < 0:
            return False
        if self.heading:
            self._turn(self.heading)
            return False
        key = self.ticks[self.marked].key
        self._unticked = self.marked if key in self._chosen and key != NONE else -1
        self._chosen = frozenset({NONE}) if key == NONE else (self._chosen ^ {key}) - {NONE}
        self._in_sight |= self._chosen
        self.refresh()
        return True

    def _is_in_sight(self, number: int) -> bool:
        """Whether the first line of a row, given by its index, is in sight."""
        place, around = self._columns(self.size.width)[1].get(number), self.parent
        if place is None or not isinstance(around, Widget):
            return True
        return can_be_seen(around, around.content_region.y + place.line - around.scroll_offset.y)

    def _brings_into_sight(self) -> bool:
        """If the marked row is out of sight, scroll to it, say so and return True."""
        if self.marked < 0 or self._is_in_sight(self.marked):
            return False
        self.watch_marked()
        self.post_message(Refused(SHOWN_FIRST))
        return True

    def action_tick(self) -> None:
        """Tick the marked row and post `Picked`; or scroll to it if out of sight; or mark the first row."""
        if self.marked < 0:
            self.action_move("down")
        elif not self._brings_into_sight() and self.take_marked():
            self.post_message(Picked(self.chosen, self.is_none))

    def action_tick_number(self, number: int) -> None:
        """Tick or untick the row with this digit. If it's out of sight, only mark it and scroll to it."""
        numbered = self._numbered
        if number > len(numbered):
            return
        marked = self.ticks.index(numbered[number - 1])
        was_in_sight = self._is_in_sight(marked)
        self.marked = marked
        if was_in_sight:
            self.action_tick()
        else:
            self.post_message(Refused(SHOWN_FIRST))

    def action_go_on(self) -> None:
        """Post `Entered`, to move on. On a heading, while nothing is ticked, open or fold its group instead."""
        if (self.taken_by_enter is not None or (self.heading and not self._chosen)) and self._brings_into_sight():
            return
        if self.heading and not self._chosen:
            self._turn(self.heading)
        else:
            self.post_message(Entered())

    def on_click(self, event: events.Click) -> None:
        """Tick the row under the mouse."""
        columns, places = self._columns(self.size.width)
        column = event.x // (self.size.width // len(columns))
        for number, place in places.items():
            if place.column in (column, len(columns)) and place.line <= event.y < place.line + place.height:
                self.marked = number
                self.action_tick()
                return


def _nearest(places: dict[int, Placed], column: int, line: int) -> int:
    """Return the index of the tick in a column that is nearest to a line."""
    there = [number for number, place in places.items() if place.column == column]
    return min(there, key=lambda number: abs(places[number].line - line))


class Checklist(VerticalScroll, can_focus=False):
    """The container of `Ticks`, which scrolls all columns together."""

    def __init__(self, ticks: Ticks) -> None:
        super().__init__(ticks)
        self._ticks = ticks

    def on_resize(self) -> None:
        """Limit the height to that of the columns, so that no gap is left before the next widget."""
        width = self.scrollable_content_region.width
        self.styles.max_height = self._ticks.get_content_height(self.size, self.size, width)
