"""The checklist of the claims that a promise makes: groups of ticks with headings, arranged in columns.

If there are very many claims, all groups but the first are folded: the heading becomes a row that opens the group.
Ticked claims of folded groups stay in sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from trueup.ui.base.fields import is_match
from trueup.ui.base.rows import SHOWN_FIRST, can_be_seen, digit, digit_keys
from trueup.ui.base.sheet import Refused
from trueup.ui.base.signs import box, ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line
from trueup.ui.questions.choices import NONE, Chooser

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


class Ticks(Chooser, can_focus=True):
    """The columns of ticks. Arrows move the bar, Space ticks, and digits tick in the group with the bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next", id="checklist.next"),
        Binding("space", "tick", "tick", id="checklist.tick"),
        *digit_keys("tick_number", "tick", "checklist.tick", show=False),
        *(
            Binding(key, f"move('{key}')", "", show=False, id=f"checklist.{key}")
            for key in ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
        ),
    ]

    marked: reactive[str | None] = reactive(None)
    """The key of the row with the bar; None if there is no bar."""

    def __init__(self, groups: Sequence[Group], chosen: Iterable[str], *, none: bool) -> None:
        self._all = (*groups, _NONE)
        self._chosen = frozenset({NONE} if none else chosen)
        many = sum(len(group.ticks) for group in groups) > MOST_UNFOLDED
        self._folded = frozenset(group.heading for group in groups[1:]) if many else frozenset[str]()
        """Headings of the groups that can be folded."""
        self._open: frozenset[str] = frozenset()
        self._in_sight = frozenset(self._chosen)
        """The keys that a folded group shows: those ticked when a group was last opened or folded, or since."""
        self._show(self._as_folded())
        super().__init__(id="answer")
        self._split: dict[int, list[int]] = {}
        """Number of columns → the column of each group, so that opening one doesn't move others."""
        self.set_reactive(Ticks.marked, next((key for key in self.ticks if key in self._chosen), None))

    def _show(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.ticks = {tick.key: tick for group in groups for tick in group.ticks}

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
        key = self.marked or ""
        return key.removeprefix(HEADING) if key.startswith(HEADING) else ""

    @property
    def turns(self) -> str:
        """The word for the marked row in the keys line: `open` or `close` for a group, empty for a tick."""
        return "" if not self.heading else "close" if self.heading in self._open else "open"

    def _turn(self, heading: str) -> None:
        """Open or fold a group, and put the bar on its heading."""
        self._open ^= {heading}
        self._in_sight = self._chosen
        self._show(self._as_folded())
        self.set_reactive(Ticks.marked, HEADING + heading)
        self.refresh(layout=True)
        self.watch_marked()

    def show_only(self, sought: str, also_called: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Show only what matches the search by its label and heading, and return whether anything does. The bar stays
        if it can.
        """
        found = (
            Group(
                group.heading, tuple(tick for tick in group.ticks if is_match(f"{group.heading} {tick.label}", sought))
            )
            for group in self._all
        )
        every = [Group(heading, tuple(ticks)) for heading, ticks in found if ticks]
        self._in_sight |= self._chosen
        is_search = bool(sought.strip())
        self._show(every if is_search else self._as_folded())
        if self.marked not in self.ticks:
            self.marked = next(iter(self.ticks), None) if is_search else None
        else:
            self.watch_marked()  # it may be on another line
        self.refresh(layout=True)
        return bool(self.ticks)

    @property
    def keys(self) -> Iterable[str]:
        """The key of every tick, in the order of the list, whether shown or not."""
        return (tick.key for group in self._all for tick in group.ticks)

    def mark(self, id: str | None) -> None:
        """Move the bar to a tick, if it is shown."""
        self.marked = id if id is None or id in self.ticks else self.marked
        self.call_after_refresh(self.watch_marked)  # scroll to it once the columns are laid out

    def choose(self, keys: Iterable[str]) -> None:
        """Show these keys as ticked. They stay in sight in a folded group."""
        super().choose(keys)
        self._in_sight |= self._chosen
        self.refresh()

    @property
    def taken_by_enter(self) -> str | None:
        """The row that Enter takes before moving on; None if there is none, or if the row opens a group."""
        return None if self.heading else super().taken_by_enter

    # Columns ---------------------------------------------------------------

    def _columns(self, width: int) -> tuple[list[list[Content]], dict[str, Placed]]:
        """Return the lines of each column at `width`, and the place of each tick by its key.

        A group that can't be folded goes into the column that is shortest so far, so that scrolling passes the groups
        in their order.
        """
        count = max(width // NARROWEST, 1)
        each = width // count
        columns: list[list[Content]] = [[] for _ in range(count)]
        places: dict[str, Placed] = {}
        was_heading = [False] * count
        for place, group in enumerate(self.groups):
            is_folded = bool(group.ticks) and group.ticks[0].key.startswith(HEADING)
            shortest = min(range(count), key=lambda column: len(columns[column]))
            # *None of these*, which has no heading, goes below the longest column.
            at = shortest if group.heading else max(range(count), key=lambda column: len(columns[column]))
            if is_folded:
                at = self._column_of(place, count)
            column = columns[at]
            only_heading = is_folded and len(group.ticks) == 1
            if column and not (only_heading and was_heading[at]):
                column.append(Content(""))
            was_heading[at] = only_heading
            if group.heading and not is_folded:
                column.append(Content.assemble("  ", (group.heading, STRONG)))
            for nth, tick in enumerate(group.ticks, 0 if is_folded else 1):
                lines = self._drawn(tick, nth, each)
                places[tick.key] = Placed(at if group.heading else count, len(column), len(lines))
                column += lines
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

    def _drawn(self, tick: Tick, nth: int, width: int) -> list[Content]:
        """Return the lines of a tick or, with the number of its claims, of the row that opens a group."""
        marked = tick.key == self.marked
        bar = ("▌ ", "$accent") if marked and self.has_focus else "  "
        if tick.key.startswith(HEADING):
            many = next(len(group.ticks) for group in self._all if group.heading == tick.label)
            sign = ("–" if tick.label in self._open else "+", MUTED)
            lines = [Content.assemble(bar, sign, "  ", (tick.label, STRONG), (f"  {many}", MUTED))]
        else:
            on = tick.key in self._chosen
            key = digit(nth) if tick in self._marked_group.ticks else " "
            lead = Content.assemble(bar, (key, KEY), " ", (ring if tick.key == NONE else box)(self, on), "  ")
            lines = Hung([Line(lead, Content.styled(tick.label, STRONG if on else ""))]).set(width)
        ground = "on $panel" if self.has_focus else "on $surface"
        return [line.pad_right(width - line.cell_length).stylize(ground) if marked else line for line in lines]

    @property
    def _marked_group(self) -> Group:
        """The group with the bar; before there is a bar, the first."""
        with_bar = (group for group in self.groups if any(tick.key == self.marked for tick in group.ticks))
        return next(with_bar, self.groups[0] if self.groups else _NONE)

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
        if self.marked is None or (place := places.get(self.marked)) is None:
            return None
        column = min(place.column, len(columns) - 1)
        return self.content_region.offset + Offset(column * (self.size.width // len(columns)), place.line)

    def watch_marked(self) -> None:
        """Scroll to the marked row, with the heading if it's the first of its group, and update the keys line."""
        if self._unticked != self.marked:
            self._unticked = None
        self.screen.refresh_bindings()
        place = self._columns(self.size.width)[1].get(self.marked or "")
        if place is not None and isinstance(self.parent, Widget):
            group = self._marked_group
            heading = 1 if group.heading and self.marked == group.ticks[0].key and not self.heading else 0
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
        if self.marked is None:
            self.marked = list(places)[-1 if way == "end" else 0]
            return
        here = places[self.marked]
        order = sorted(places, key=lambda key: places[key][:2])
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
        if self.heading:
            self._turn(self.heading)
            return False
        return super().take_marked()

    def _is_in_sight(self, key: str) -> bool:
        """Whether the first line of a row is in sight."""
        place, around = self._columns(self.size.width)[1].get(key), self.parent
        if place is None or not isinstance(around, Widget):
            return True
        return can_be_seen(around, around.content_region.y + place.line - around.scroll_offset.y)

    def brings_into_sight(self) -> bool:
        """If the marked row is out of sight, scroll to it, say so and return True."""
        if self.marked is None or self._is_in_sight(self.marked):
            return False
        self.watch_marked()
        self.post_message(Refused(SHOWN_FIRST))
        return True

    def action_tick(self) -> None:
        """Tick the marked row; without one, mark the first."""
        if self.marked is None:
            self.action_move("down")
        else:
            self.pick_marked()

    def action_tick_number(self, number: int) -> None:
        """Tick or untick the row with this digit."""
        if number <= len(self._numbered):
            key = self._numbered[number - 1].key
            self.pick(key, was_in_sight=self._is_in_sight(key))

    def action_go_on(self) -> None:
        """Move on. On a heading, while nothing is ticked, open or fold its group instead."""
        if not self.heading or self._chosen:
            super().action_go_on()
        elif not self.brings_into_sight():
            self._turn(self.heading)

    def on_click(self, event: events.Click) -> None:
        """Tick the row under the mouse."""
        columns, places = self._columns(self.size.width)
        column = event.x // (self.size.width // len(columns))
        for key, place in places.items():
            if place.column in (column, len(columns)) and place.line <= event.y < place.line + place.height:
                self.marked = key
                self.action_tick()
                return


def _nearest(places: Mapping[str, Placed], column: int, line: int) -> str:
    """Return the key of the tick in a column that is nearest to a line."""
    there = [key for key, place in places.items() if place.column == column]
    return min(there, key=lambda key: abs(places[key].line - line))


class Checklist(VerticalScroll, can_focus=False):
    """The container of `Ticks`, which scrolls all columns together."""
