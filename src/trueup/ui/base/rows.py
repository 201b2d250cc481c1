"""The list widget used for all lists, menus and choices. A bar at the left shows which row is marked."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from math import inf
from typing import ClassVar, cast

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.css.styles import RulesMap
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.visual import visualize
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trueup.ui.base.sheet import Refused
from trueup.ui.base.text import KEY, Hung, Line, plain

SHOWN_FIRST = "Nothing chosen yet: it was out of sight. Press again."
"""What a list says if it scrolled to a row instead of taking it."""
LOOK = 0.5
"""Seconds that it takes at least to read a list that has just appeared."""

GUTTER = 2
"""Cells left of the text, for the bar. Must equal the padding of an option in `base.tcss`."""


def entry(
    key: str,
    text: Content | str,
    *,
    sign: Content | str = "",
    right: Content | str = "",
    under: Iterable[Line] = (),
    id: str | None = None,
) -> Option:
    """Return a row: its key, `sign`, the text, `right` at the right edge, and the lines `under` it.

    Lines in `under` are indented below the text unless they have an indent of their own.
    """
    lead = Content.assemble((f"{key}  ", KEY), *([sign, "  "] if sign else []))
    hang = Content(" " * lead.cell_length)
    lines = [Line(lead, Content.assemble(text), Content.assemble(right))]
    lines += [line if line.lead else line._replace(lead=hang) for line in under]
    return Option(Hung(lines), id=id)


def digit(number: int) -> str:
    """Return the digit that picks the row with this number, counted from 1; a space after the ninth row."""
    return str(number) if number <= 9 else " "


def digit_keys(action: str, does: str, id: str, *, most: int = 9, show: bool = True) -> list[Binding]:
    """Return bindings of the digits from 1 to `most` to an action that is told the digit."""
    return [Binding(str(n), f"{action}({n})", does, show=show, id=f"{id}-{n}") for n in range(1, most + 1)]


def numbered(ways: Mapping[str, str]) -> list[Option]:
    """Return numbered rows for choices given as id → name."""
    return [entry(digit(nth), plain(called), id=id) for nth, (id, called) in enumerate(ways.items(), 1)]


def words(*lines: Line | Content | str) -> Option:
    """Return a row that can't be marked, such as a heading or a note; without lines, a blank row."""
    hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
    return Option(Hung(hung or [Line()]), disabled=True)


def can_be_seen(widget: Widget, line: int) -> bool:
    """Whether a line of a widget, counted from the top of the window, is in sight, or isn't laid out yet."""
    try:
        placed = widget.screen.find_widget(widget)
    except NoWidget:
        return True
    return not placed.region.area or placed.visible_region.y <= line < placed.visible_region.bottom


def is_whole(rows: OptionList) -> bool:
    """Whether every row is in sight, which is cheap to tell."""
    try:
        placed = rows.screen.find_widget(rows)
    except NoWidget:
        return False
    return not rows.max_scroll_y and placed.region.area > 0 and placed.visible_region == placed.region


def first_line(rows: OptionList, row: int) -> int | None:
    """Return the first line of a row, counted from the first line in sight; None if it hasn't been drawn.

    A list doesn't tell where its rows are, but each line it draws tells its row, and the rows are in order.
    """

    def row_at(line: int) -> int:
        style = next((segment.style for segment in rows.render_line(line) if segment.style), None)
        drawn = style.meta.get("option") if style else None
        return rows.option_count if drawn is None else int(drawn)

    row_at(0)  # a list that was just filled counts its lines when the first of them is drawn
    top = -rows.scroll_offset.y
    lines = range(top, top + rows.virtual_size.height)
    nth = bisect_left(lines, row, key=row_at)
    return lines[nth] if nth < len(lines) and row_at(lines[nth]) == row else None


class Rows(OptionList):
    """A list. Arrows move the mark; Enter takes the marked row, and a digit takes the row with that digit.

    Digits count only rows that can be marked. The bar shows the mark without relying on colour.
    """

    BAR_FOLLOWS_KEYS: ClassVar[bool] = False
    """Whether the bar is hidden while the list lacks the focus, so that a screen with two lists shows one bar only."""
    STOPS_AT_ENDS: ClassVar[bool] = False
    """Whether the arrows stop at the first and last rows instead of wrapping round."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", id="rows.open"),
        *digit_keys("pick", "open", "rows.pick"),
    ]

    def __init__(self, *options: Option, id: str | None = None) -> None:
        super().__init__(*options, id=id, markup=False)

    @property
    def digits(self) -> int:
        """How many rows have a digit, at most 9; the keys line shows 5 as `1–5`."""
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
        """Replace the rows. The mark stays on its row; if that is gone, it goes to the row `mark` or the first."""
        kept = self.marked
        self.set_options(options)
        for id in (kept, mark):
            if id is not None and self.has(id):
                self.mark(id)
                return
        self.action_first()

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of the marked row, from the corner of the window; None if no row is marked."""
        return None if self.highlighted is None else self._place_of(self.highlighted)

    def _place_of(self, row: int) -> Offset | None:
        line = first_line(self, row)
        return None if line is None else self.content_region.offset + Offset(0, line)

    def is_in_sight(self, row: int) -> bool:
        """Whether the first line of a row is in sight; rows are counted from 0."""
        if is_whole(self):
            return True
        place = self._place_of(row)
        return place is None or can_be_seen(self, place.y)

    def brings_into_sight(self) -> bool:
        """If the marked row is out of sight, scroll to it, say so and return True; otherwise return False."""
        if self.highlighted is None or self.is_in_sight(self.highlighted):
            return False
        self._come_into_sight()
        self.post_message(Refused(SHOWN_FIRST))
        return True

    def action_select(self) -> None:
        """Take the marked row. If it's out of sight, only scroll to it."""
        if not self.brings_into_sight():
            super().action_select()

    def action_pick(self, number: int) -> None:
        """Take the row with this digit."""
        bearing = [index for index, option in enumerate(self.options) if not option.disabled]
        if number <= len(bearing):
            self.highlighted = bearing[number - 1]
            self.action_select()

    def action_cursor_down(self) -> None:
        """Move the mark one row down. From the last row, it goes to the first unless `STOPS_AT_ENDS`."""
        following = self.options[self.highlighted + 1 :] if self.highlighted is not None else self.options
        if not self.STOPS_AT_ENDS or any(not each.disabled for each in following):
            super().action_cursor_down()
        self._come_into_sight()

    def action_last(self) -> None:
        """Move the mark to the last row."""
        super().action_last()
        self._come_into_sight()

    def action_page_down(self) -> None:
        """Move the mark a page down."""
        super().action_page_down()  # type: ignore[no-untyped-call]
        self._come_into_sight()

    def _come_into_sight(self) -> None:
        """Scroll to the marked row after a key that moves down, also to the first row below a long text."""
        if self.highlighted is not None:
            super().scroll_to_highlight()
            self._scroll_page(from_top=False)

    def action_cursor_up(self) -> None:
        """Move the mark one row up. From the first row, it goes to the last unless `STOPS_AT_ENDS`."""
        if not self.STOPS_AT_ENDS or any(not each.disabled for each in self.options[: self.highlighted or 0]):
            super().action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """In an empty list, disable the keys that take a row."""
        return bool(self.options) or action not in ("select", "pick")

    def has_bar(self, option: Option) -> bool:
        """Whether this row gets the bar if it's the marked row."""
        return not option.disabled and (self.has_focus or not self.BAR_FOLLOWS_KEYS)

    def render_line(self, y: int) -> Strip:
        """Render one line of the list. In the marked row, the first cell is the bar."""
        strip = super().render_line(y)
        option = self.highlighted_option
        style = next((segment.style for segment in strip if segment.style), None)
        if option is None or style is None or style.meta.get("option") != self.highlighted or not self.has_bar(option):
            return strip
        ink = self.get_component_rich_style("rows--bar").color
        bar = Segment("▌", RichStyle(color=ink, bgcolor=style.bgcolor, meta=style.meta))
        return Strip([bar, *strip.crop(1)], strip.cell_length)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll list and page to the marked row; for the first row, show the page from its top."""
        super().scroll_to_highlight(top)
        self._scroll_page(from_top=True)

    def _scroll_page(self, *, from_top: bool) -> None:
        """Scroll the page around the list to the marked row; with `from_top`, for the first row to the very top."""
        page = next((each for each in self.ancestors if isinstance(each, ScrollableContainer)), None)
        if page is None or self.highlighted is None or not page.max_scroll_y:
            return
        width = max(self.scrollable_content_region.width - GUTTER, 1)
        heights = [
            visualize(self, option.prompt, markup=False).get_height(cast("RulesMap", self.styles), width)
            for option in self.options[: self.highlighted + 1]
        ]
        line, height = sum(heights[:-1]), heights[-1]
        if line == 0 and from_top:
            page.scroll_home(animate=False)
            return
        row = Region(self.region.x, self.region.y + line - self.scroll_offset.y, self.size.width, height)
        page.scroll_to_region(row.translate(page.scroll_offset - page.content_region.offset), animate=False)


class Looked(Rows):
    """A list that takes nothing important in the first moment: a key pressed then was meant for the screen before."""

    _shown_at = inf
    """When the list was first painted."""

    def shown(self) -> None:
        """Note that the founder can read the list from now on."""
        self._shown_at = time.monotonic()

    @property
    def is_too_new(self) -> bool:
        """Whether the list appeared so recently that nobody can have read it."""
        return time.monotonic() < self._shown_at + LOOK


class Numbered(Rows):
    """A list whose rows show their digits, so the keys line doesn't."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *digit_keys("pick", "open", "numbered.pick", show=False),
    ]


class Ways(Numbered):
    """A short list of choices on a sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "take", id="ways.take")]
