"""Every list, menu and set of choices: a list whose marked row has a bar in the gutter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, cast

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.css.styles import RulesMap
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import visualize
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trueup.ui.base.text import KEY, Hung, Line, plain

GUTTER = 2
"""Cells before the rows, for the bar: the padding of an option in `base.tcss`."""


def entry(
    key: str,
    text: Content | str,
    *,
    sign: Content | str = "",
    right: Content | str = "",
    under: Iterable[Line] = (),
    id: str | None = None,
) -> Option:
    """Return a row to open: its key, perhaps a sign, the text, figures at the right edge, and muted lines under it.

    Lines in `under` are indented below the text unless they have an indent of their own.
    """
    lead = Content.assemble((f"{key}  ", KEY), *([sign, "  "] if sign else []))
    hang = Content(" " * lead.cell_length)
    lines = [Line(lead, Content.assemble(text), Content.assemble(right))]
    lines += [line if line.lead else line._replace(lead=hang) for line in under]
    return Option(Hung(lines), id=id)


def digit(number: int) -> str:
    """Return the key of a row from its number; blank if the row has no key."""
    return str(number) if number <= 9 else " "


def numbered(ways: Mapping[str, str]) -> list[Option]:
    """Return numbered rows for ways to continue, given as id → name."""
    return [entry(digit(nth), plain(called), id=id) for nth, (id, called) in enumerate(ways.items(), 1)]


def words(*lines: Line | Content | str) -> Option:
    """A row that can't be marked: a heading, a blank line, a note between rows."""
    hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
    return Option(Hung(hung or [Line()]), disabled=True)


@dataclass
class OutOfSight(Message):
    """Posted when a key was about to take a row that couldn't be seen: the row is now in sight, and nothing
    was taken.
    """


def can_be_seen(widget: Widget, line: int) -> bool:
    """Whether a line of a widget is in sight; `line` counts from the top of the window. Before the widget is laid out,
    its lines count as in sight.
    """
    try:
        placed = widget.screen.find_widget(widget)
    except NoWidget:
        return True
    return not placed.region.area or placed.visible_region.y <= line < placed.visible_region.bottom


class Rows(OptionList):
    """A list to move in with arrows; Enter takes the marked row, a digit takes the row with that digit.

    Digits count only rows that can be marked. The bar makes the mark visible without colour.
    """

    BAR_FOLLOWS_KEYS: ClassVar[bool] = False
    """Whether its bar shows only while it has the focus, so that the screen never has two."""
    STOPS_AT_ENDS: ClassVar[bool] = False
    """Whether the arrows stop at the first and last rows."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", id="rows.open"),
        *(Binding(str(n), f"pick({n})", "open", id=f"rows.pick-{n}") for n in range(1, 10)),
    ]

    def __init__(self, *options: Option, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*options, id=id, classes=classes, markup=False)

    @property
    def digits(self) -> int:
        """How many rows have a digit: what the keys line shows as `1–5`."""
        return min(sum(not option.disabled for option in self.options), 9)

    def mark(self, id: str | None) -> None:
        """Mark the row with this id, if there is one; with None, mark no row."""
        if id is None:
            self.highlighted = None
        elif self.has(id):
            self.highlighted = self.get_option_index(id)

    def has(self, id: str) -> bool:
        """Whether there is a row with this id."""
        return any(option.id == id for option in self.options)

    @property
    def marked(self) -> str | None:
        """The id of the marked row."""
        option = self.highlighted_option
        return option.id if option else None

    def refill(self, options: Iterable[Option], mark: str | None = None) -> None:
        """Show other rows; the mark stays on the row with the same id, otherwise goes to `mark`, otherwise to the first
        row.
        """
        kept = self.marked
        self.set_options(options)
        for id in (kept, mark):
            if id is not None and self.has(id):
                self.mark(id)
                return
        self.action_first()

    @property
    def mark_place(self) -> Offset | None:
        """Where the marked row begins."""
        return None if self.highlighted is None else self._place_of(self.highlighted)

    def _place_of(self, row: int) -> Offset | None:
        line = self._index_to_line.get(row)
        return None if line is None else self.content_region.offset + Offset(0, line - self.scroll_offset.y)

    def is_in_sight(self, row: int) -> bool:
        """Whether a row, counted from zero, begins where it can be seen."""
        place = self._place_of(row)
        return place is None or can_be_seen(self, place.y)

    def brings_into_sight(self) -> bool:
        """If the marked row is out of sight, scroll to it and post `OutOfSight`. Return whether it was out of sight."""
        if self.highlighted is None or self.is_in_sight(self.highlighted):
            return False
        self.scroll_to_highlight()
        self.post_message(OutOfSight())
        return True

    def action_select(self) -> None:
        """Take the marked row, unless it has to be brought into sight first."""
        if not self.brings_into_sight():
            super().action_select()

    def action_pick(self, number: int) -> None:
        """Take the row with this digit."""
        bearing = [index for index, option in enumerate(self.options) if not option.disabled]
        if number <= len(bearing):
            self.highlighted = bearing[number - 1]
            self.action_select()

    def action_cursor_down(self) -> None:
        """Move one row down; from the last row to the first, unless the list doesn't wrap."""
        following = self.options[self.highlighted + 1 :] if self.highlighted is not None else self.options
        if not self.STOPS_AT_ENDS or any(not each.disabled for each in following):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Move one row up; from the first row to the last, unless the list doesn't wrap."""
        if not self.STOPS_AT_ENDS or any(not each.disabled for each in self.options[: self.highlighted or 0]):
            super().action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Disable taking a row in an empty list."""
        return bool(self.options) or action not in ("select", "pick")

    def has_bar(self, option: Option) -> bool:
        """Whether this row has the bar in front of it when it's marked."""
        return not option.disabled and (self.has_focus or not self.BAR_FOLLOWS_KEYS)

    def render_line(self, y: int) -> Strip:
        """Draw a line of a row; the marked row has the bar in its first cell."""
        strip = super().render_line(y)
        option = self.highlighted_option
        style = next((segment.style for segment in strip if segment.style), None)
        if option is None or style is None or style.meta.get("option") != self.highlighted or not self.has_bar(option):
            return strip
        ink = self.get_component_rich_style("rows--bar").color
        bar = Segment("▌", RichStyle(color=ink, bgcolor=style.bgcolor, meta=style.meta))
        return Strip([bar, *strip.crop(1)], strip.cell_length)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the marked row into sight, even if it is the page around the list that scrolls."""
        super().scroll_to_highlight(top)
        page = next((each for each in self.ancestors if isinstance(each, ScrollableContainer)), None)
        if page is None or self.highlighted is None or not page.max_scroll_y:
            return
        width = max(self.scrollable_content_region.width - GUTTER, 1)
        heights = [
            visualize(self, option.prompt, markup=False).get_height(cast("RulesMap", self.styles), width)
            for option in self.options[: self.highlighted + 1]
        ]
        line, height = sum(heights[:-1]), heights[-1]
        if line == 0:
            page.scroll_home(animate=False)  # this also brings back what is above the first row
            return
        row = Region(self.region.x, self.region.y + line - self.scroll_offset.y, self.size.width, height)
        page.scroll_to_region(row.translate(page.scroll_offset - page.content_region.offset), animate=False)


class Numbered(Rows):
    """Rows that show their digits themselves, so that the keys line needn't."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", "open", show=False, id=f"numbered.pick-{n}") for n in range(1, 10)),
    ]


class Ways(Numbered):
    """A few ways to choose from, on a sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "take", id="ways.take")]
