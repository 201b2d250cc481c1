"""Sheets, which rise from the bottom on a layer above the page, so that nothing beneath moves; the notice; texts to
scroll; and parts to read below a question, as many as fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Self

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget
from textual.widgets import Static

from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain


class Sheet(VerticalScroll, can_focus=False):
    """A raised background with a bar. It gets the focus only through a widget in it."""

    def __init__(self, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)

    def on_mount(self) -> None:
        """Let the keys line say how to close the sheet."""
        self.screen.refresh_bindings()

    def on_unmount(self) -> None:
        """Let the keys line show the page's keys again."""
        self.app.screen.refresh_bindings()

    @property
    def typed(self) -> tuple[str, ...]:
        """What was typed into the sheet and isn't saved yet."""
        return ()

    @classmethod
    def saying(cls, title: str, lines: Iterable[Line | Content | str], id: str | None = None) -> Self:
        """Return a sheet that is only read. A `str` must be our own prose."""
        hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
        return cls(Static(Hung([Line(text=Content.styled(title, STRONG)), *hung])), id=id)


def show_in(owner: Widget, selector: str, lines: Iterable[Line], *, is_there: bool | None = None) -> None:
    """Show other lines in a `Static` of a page or a widget. `is_there`: whether to display the `Static` now; None
    leaves that as it is.
    """
    shown = owner.query_one(selector, Static)
    if is_there is not None:
        shown.display = is_there
    shown.update(Hung(lines))


class Notice(Static):
    """One line above the keys: what was just done, or why nothing was. The next key clears it."""

    times = 0
    """How many notices there have been."""

    def say(self, text: Content | str) -> None:
        """Show `text`; a `str` must be our own words, and a founder's words are passed as `plain(…)`."""
        self.times += 1
        # The notice's height never changes, so the page need not be laid out again.
        self.update(Content.assemble(("▌ ", "$accent"), text), layout=False)

    def clear_since(self, times: int) -> None:
        """Clear the notice, unless a newer notice has been shown since the count was `times`."""
        if self.times == times and self.content and self.is_attached:
            self.update(Content(""), layout=False)


class TooSmall(Static):
    """The message shown instead of the page when the window is too small."""

    NEEDS = (60, 20)

    def render(self) -> Hung:
        """Render the size trueup needs, the size of the window, that nothing typed is lost, and how to quit."""
        columns, rows = self.app.size
        said = (
            f"trueup needs {self.NEEDS[0]} columns and {self.NEEDS[1]} rows.",
            *(f"This window has {columns} and {rows}.", ""),
            *("Make it larger and everything is where it was.", "Nothing typed is lost.", ""),
        )
        lines = [Line(Content("  "), Content(each)) for each in said]
        return Hung([Line(), *lines, Line(text=Content.assemble(("  ^q", "bold $accent"), (" quit", "$text-muted")))])


READ: list[BindingType] = [
    Binding("up", "scroll_up", "read", key_display="↑↓", id="reader.up"),
    Binding("down", "scroll_down", show=False, id="reader.down"),
]


class Reading(Sheet, can_focus=True):
    """A sheet that takes the keys, so that it can be scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = READ

    def on_mount(self) -> None:
        """Take the focus until the sheet is closed."""
        self.focus()


class Asking(Sheet):
    """A sheet with a field to fill in, or something to choose."""

    @classmethod
    def titled(cls, title: str, *asked: Widget, more: Iterable[Line] = (), right: str = "", id: str) -> Self:
        """Return a sheet with a title (`right`: words beside it), the widgets that ask, and `more` lines under the
        title.
        """
        heading = Line(text=plain(title, STRONG), right=Content.styled(right, MUTED))
        return cls(Static(Hung([heading, *more, *([] if right else [Line()])])), *asked, id=id)

    def on_mount(self) -> None:
        """Move the focus to the first field or list."""
        self.query("Field, Rows").first().focus()


class ToRead(VerticalScroll, can_focus=True):
    """A text longer than the window, read with the arrows and page by page."""

    BINDINGS: ClassVar[list[BindingType]] = READ

    @property
    def so_far(self) -> int:
        """How much has been seen so far, in percent."""
        total = max(self.virtual_size.height, 1)
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / total))


class Reader(ToRead):
    """A text as it is, line by line, with a bar at its left."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Static(), id=id)

    def show(self, text: str) -> None:
        """Show a text from its beginning."""
        self.query_one(Static).update(plain(text, lines=True) if text else Content(""))
        self.scroll_home(animate=False)


Part = Sequence[Line]
"""Lines that belong together; the first is a heading."""


class Cut(tuple[Line, ...]):
    """A part that may be cut short: a list whose first lines say enough, followed by how many more there are."""

    LEAST = 2
    """If only this many lines under its heading fit, or fewer, the part isn't shown."""

    def to(self, width: int, height: int) -> list[Content]:
        """Return as many lines as fit `height` rows; none if too few would fit."""
        whole = _set(self, width)
        if len(whole) <= height:
            return whole
        for count in range(len(self) - 2, self.LEAST, -1):
            more = Line(text=plain(f"and {len(self) - 1 - count} more"))
            if len(shorter := _set((*self[: count + 1], more), width)) <= height:
                return shorter
        return []


class IfRoom(Widget):
    """Fills the room left on the page. Shows each part whole or not at all, except a list that may be `Cut`."""

    def __init__(self, parts: Callable[[], Iterable[Part]], *, id: str | None = None) -> None:
        """`parts` is called when the widget is first drawn, and again by `look_again`."""
        super().__init__(id=id)
        self._ask = parts
        self._parts: list[Part] | None = None
        self._known: list[tuple[int, Part, list[Content]]] = []
        """Width, part, and its lines at that width."""
        self._shown = Content()

    def look_again(self) -> None:
        """Call `parts` again, in case there is something else to read."""
        if self._parts is not None:
            self._parts = list(self._ask())
            if self._fitting() != self._shown:
                self.refresh()

    def render(self) -> Content:
        """The parts that fit, muted under their headings."""
        if self._parts is None:
            self._parts = list(self._ask())
        self._shown = self._fitting()
        return self._shown

    def _fitting(self) -> Content:
        width, height = self.size
        before, self._known = self._known, []
        shown: list[Content] = []
        for part in self._parts or ():
            gap = [Content()] if shown else []
            if isinstance(part, Cut):
                if not (cut := part.to(width, height - len(shown) - len(gap))):
                    break
                shown += [*gap, *cut]
                continue
            if len(shown) + len(part) > height:  # every line takes at least one row, so this part can't fit
                break
            # Reuse the lines of a part that hasn't changed: a choice changes what is said about the quarters, but not
            # why the question is asked.
            known = next((each for each in before if each[:2] == (width, part)), None)
            self._known.append(known or (width, part, _set(part, width)))
            lines = [*gap, *self._known[-1][2]]
            if len(shown) + len(lines) > height:
                break
            shown += lines
        return Content("\n").join(shown)


def _set(part: Part, width: int) -> list[Content]:
    first, *rest = part
    return Hung([first, *(line._replace(text=line.text.stylize_before(MUTED)) for line in rest)]).set(width)


def heading(text: str) -> Line:
    """Return the heading line of a part."""
    return Line(text=Content.styled(text, STRONG))


def one_below_the_other(parts: Iterable[Part]) -> list[Line]:
    """The lines of all parts, a blank line between them."""
    return [line for at, part in enumerate(parts) for line in ([Line(), *part] if at else part)]


class GivesWay(VerticalLayout):
    """Stacks widgets. If they don't all fit, widgets of one kind give up lines, down to one each.

    A widget that only fills leftover room, `1fr`, shrinks first.
    """

    def __init__(self, kind: type[Widget]) -> None:
        super().__init__()
        self._kind = kind

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place the children in `size`. Without a height, place them in full: Textual wants to know how high all of
        them are together.
        """
        placements = super().arrange(parent, children, size, greedy)
        if not size.height:
            return placements
        needed = [each for each in placements if not _takes_what_is_left(each.widget)]
        over = max((each.region.bottom for each in needed), default=0) - size.height
        moved, placed = 0, []
        for each in placements:
            region = each.region.translate((0, -moved))
            if isinstance(each.widget, self._kind) and over > moved:
                given = min(over - moved, region.height - 1)
                region, moved = region._replace(height=region.height - given), moved + given
            if region.bottom <= size.height or each in needed:
                placed.append(each._replace(region=region))
        return placed


def _takes_what_is_left(widget: Widget) -> bool:
    return widget.styles.height is not None and widget.styles.height.is_fraction
