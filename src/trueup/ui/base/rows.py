"""Every list, menu and set of choices: a list whose marked row has a bar in the gutter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trueup.ui.base.text import KEY, Hung, Line

GUTTER = 2


def entry(
    key: str,
    text: Content | str,
    *,
    sign: Content | str = "",
    right: Content | str = "",
    under: Iterable[Line] = (),
    id: str | None = None,
) -> Option:
    """A row to open: its key, maybe a sign, the text, figures at the right edge, muted lines under it.

    Lines `under` hang below the text when they bring no lead of their own.
    """
    lead = Content.assemble((f"{key}  ", KEY), *([sign, "  "] if sign else []))
    hang = Content(" " * lead.cell_length)
    lines = [Line(lead, Content.assemble(text), Content.assemble(right))]
    lines += [line if line.lead else line._replace(lead=hang) for line in under]
    return Option(Hung(lines), id=id)


def words(*lines: Line | Content | str) -> Option:
    """A row that can't be marked: a heading, a blank line, a note between rows."""
    hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
    return Option(Hung(hung or [Line()]), disabled=True)


class Rows(OptionList):
    """A list to move in with arrows; Enter takes the marked row, a digit takes the row that bears it.

    Digits count the rows that can be marked. The bar makes the mark visible without colour.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", id="rows.open"),
        *(Binding(str(n), f"pick({n})", "open", id=f"rows.pick-{n}") for n in range(1, 10)),
    ]

    highlighted: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, *options: Option, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*options, id=id, classes=classes, markup=False)

    @property
    def digits(self) -> int:
        """How many rows have a digit: what the keys line shows as `1–5`."""
        return min(sum(not option.disabled for option in self.options), 9)

    def mark(self, id: str | None) -> None:
        """Mark the row with this id, if there is one; without an id, none."""
        if id is None:
            self.highlighted = None
        elif id in self._id_to_option:
            self.highlighted = self.get_option_index(id)

    @property
    def marked(self) -> str | None:
        """The id of the marked row."""
        option = self.highlighted_option
        return option.id if option else None

    def refill(self, options: Iterable[Option], mark: str | None = None) -> None:
        """Other rows; the mark stays on the row with the same id, else on `mark`, else on the first."""
        kept = self.marked
        self.set_options(options)
        for id in (kept, mark):
            if id is not None and id in self._id_to_option:
                self.mark(id)
                return
        self.action_first()

    def redraw(self, id: str, prompt: Hung) -> None:
        """Another prompt for a row, of the same height: the other rows are not drawn anew."""
        option = self.get_option(id)
        option._set_prompt(prompt)
        for drawn in [drawn for drawn in self._option_render_cache.keys() if drawn[0] is option]:  # noqa: SIM118
            self._option_render_cache.discard(drawn)
        self._refresh_row(self._option_to_index[option])

    def _watch_highlighted(self, before: int | None, now: int | None) -> None:
        """The mark goes from one row to another, and no other row is drawn anew."""
        self._refresh_row(before)
        self._refresh_row(now)

    def _refresh_row(self, index: int | None) -> None:
        if index is not None and index in self._index_to_line:  # else the list has no size yet
            self.refresh_lines(self._index_to_line[index], self._heights[index])

    def action_pick(self, number: int) -> None:
        """Take the row that bears this digit."""
        bearing = [index for index, option in enumerate(self.options) if not option.disabled]
        if number <= len(bearing):
            self.highlighted = bearing[number - 1]
            self.action_select()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """An empty list has no row to take."""
        return bool(self.options) or action not in ("select", "pick")

    def gutter_of(self, option: Option, row: RichStyle) -> Segment:
        """The two cells before a row, on the ground of the row."""
        marked = option is self.highlighted_option and not option.disabled
        ink = self.get_component_rich_style("rows--bar")
        return Segment("▌ " if marked else "  ", RichStyle(color=ink.color, bgcolor=row.bgcolor))

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the marked row into sight, also where it is the page around the list that scrolls."""
        super().scroll_to_highlight(top)
        page = next((each for each in self.ancestors if isinstance(each, ScrollableContainer)), None)
        line = self._index_to_line.get(self.highlighted) if self.highlighted is not None else None
        if page is None or line is None or not page.max_scroll_y:
            return
        if line == 0:
            page.scroll_home(animate=False)  # what stands above the first row comes back with it
            return
        height = self._heights[self.highlighted or 0]
        row = Region(self.region.x, self.region.y + line - self.scroll_offset.y, self.size.width, height)
        page.scroll_to_region(row.translate(page.scroll_offset - page.content_region.offset), animate=False)

    def _get_left_gutter_width(self) -> int:
        return GUTTER

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The height at `width`, gutter taken off (OptionList counts with the full width)."""
        return super().get_content_height(container, viewport, width - GUTTER)

    def render_line(self, y: int) -> Strip:
        """A line of a row, with the gutter before it."""
        strip = super().render_line(y)
        lines, line = self._line_cache.lines, self.scroll_offset.y + y  # up to date: a line has just been drawn
        if line >= len(lines):
            return strip
        index = lines[line][0]
        row = next((segment.style for segment in strip if segment.style), None) or RichStyle()
        gutter = self.gutter_of(self.options[index], row)
        return Strip([gutter, *strip]).apply_meta({"option": index})
