"""Sheets, which open above the page so that nothing moves; the notice; texts to scroll; and `IfRoom`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain


class Sheet(VerticalScroll, can_focus=False):
    """A panel over the lower part of the page. It can't have the focus itself, only a widget in it can."""

    KEEPS: ClassVar[bool] = False
    """Whether Ctrl+S submits the sheet instead of only saving."""

    def on_mount(self) -> None:
        """Update the keys line, which now says how to close the sheet."""
        self.screen.refresh_bindings()

    def on_unmount(self) -> None:
        """Update the keys line, which shows the page's keys again."""
        self.app.screen.refresh_bindings()

    @property
    def typed(self) -> tuple[str, ...]:
        """The contents of the fields if something was typed that isn't saved yet; otherwise empty."""
        return ()

    @property
    def half_typed(self) -> Mapping[str, str]:
        """What was typed and isn't saved yet, by the place under which it's kept in case trueup is killed."""
        return {}

    @classmethod
    def saying(cls, title: str, lines: Iterable[Line | Content | str], id: str | None = None) -> Self:
        """Return a sheet with a title and lines to read. Pass a `str` only for our own prose."""
        hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
        return cls(Static(Hung([Line(text=Content.styled(title, STRONG)), *hung])), id=id)


def show_in(owner: Widget, selector: str, lines: Iterable[Line], *, is_there: bool | None = None) -> None:
    """Show `lines` in a `Static` of `owner`. `is_there` displays or hides it; None leaves that as it is."""
    shown = owner.query_one(selector, Static)
    if is_there is not None:
        shown.display = is_there
    shown.update(Hung(lines))


@dataclass
class Refused(Message):
    """Posted when a key did nothing, or less than it should. The page shows `why` as a notice."""

    why: str


class Notice(Static):
    """The line above the keys line: what a key did, or why it did nothing. The next key clears it."""

    times = 0
    said_at = 0.0
    _said = Content()

    @property
    def shown(self) -> Content:
        """The notice that is shown; empty if there is none."""
        return self._said if self.content else Content()

    def say(self, text: Content | str) -> None:
        """Show `text`. Pass a `str` only for our own words; pass the founder's as `plain(…)`."""
        self.times += 1
        self.said_at = time.monotonic()
        self._said = Content.assemble(text)
        self._show(Hung([Line(Content.styled("▌ ", "$accent"), self._said)]))

    def add(self, text: Content) -> None:
        """Show `text` after the notice that is there, if one is."""
        self.say(one_after_the_other(self.shown, text) if self.shown else text)

    def clear_since(self, times: int) -> None:
        """Clear the notice, but only if no other has been shown since `self.times` was `times`."""
        if self.times == times and self.content and self.is_attached:
            self._show("")

    def _show(self, text: Hung | str) -> None:
        lines = len(text.set(self.content_size.width)) if isinstance(text, Hung) else 1
        # Nearly all notices have one line, and then nothing has to be laid out again.
        self.update(text, layout=lines > 1 or self.size.height > 1)


def one_after_the_other(first: Content, second: Content) -> Content:
    """Return two notices as one, with a full stop after the first."""
    return Content(" " if first.plain[-1:] in (".", "?", "!", "…") else ". ").join([first, second])


class TooSmall(Static):
    """The message shown instead of the page when the window is too small."""

    def render(self) -> Hung:
        """Render the needed and the present size, the promise that nothing is lost, and how to quit."""
        columns, rows = self.app.size
        said = (
            "trueup needs 60 columns and 20 rows.",
            f"This window has {columns} and {rows}.",
            "",
            "Make it larger and everything is where it was.",
            "Until then, keys do nothing. What you typed is kept.",
            "",
        )
        lines = [Line(Content("  "), Content(each)) for each in said]
        return Hung([Line(), *lines, Line(text=Content.assemble(("  ^q", "bold $accent"), (" quit", "$text-muted")))])


READ: list[BindingType] = [
    Binding("up", "scroll_up", "read", key_display="↑↓", id="reader.up"),
    Binding("down", "scroll_down", show=False, id="reader.down"),
]


class Reading(Sheet, can_focus=True):
    """A sheet only for reading. It takes the focus so that the arrows scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = READ

    def on_mount(self) -> None:
        """Take the focus until the sheet is closed."""
        self.focus()


class Asking(Sheet):
    """A sheet with fields or a list to choose from."""

    taken: Callable[..., object] | None = None
    """What the page does with the answer; see `SheetStack.raise_sheet`."""

    @classmethod
    def titled(cls, title: str, *asked: Widget, more: Iterable[Line] = (), right: str = "", id: str) -> Self:
        """Return a sheet with a title, `right` at its right edge, `more` lines below, and the widgets `asked`."""
        heading = Line(text=plain(title, STRONG), right=Content.styled(right, MUTED))
        return cls(Static(Hung([heading, *more, *([] if right else [Line()])])), *asked, id=id)

    def pass_on(self, *answer: object) -> None:
        """Give the page an answer once the sheet has handled its message."""
        assert self.taken is not None
        self.screen.call_later(self.taken, *answer)

    def on_mount(self) -> None:
        """Move the focus to the first field or list."""
        self.query("Field, Rows").first().focus()


class ToRead(VerticalScroll, can_focus=True):
    """A text longer than the window, read with the arrows and page by page."""

    BINDINGS: ClassVar[list[BindingType]] = READ

    @property
    def so_far(self) -> int:
        """How far the text has been scrolled, in percent: the last line in sight out of all."""
        total = max(self.virtual_size.height, 1)
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / total))


class Reader(ToRead):
    """A text to scroll, shown with its own line breaks."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Static(), id=id)

    def show(self, text: str) -> None:
        """Show a text from its beginning."""
        self.query_one(Static).update(plain(text, lines=True) if text else Content(""))
        self.scroll_home(animate=False)


Part = Sequence[Line]
"""Lines that belong together; the first is a heading."""


class Cut(tuple[Line, ...]):
    """A heading and a list that may be cut to its first lines. Then it says how many more there are."""

    LEAST = 2
    """If no more lines than this fit under the heading, the part isn't shown at all."""

    def to(self, width: int, height: int) -> list[Content]:
        """Return the lines that fit in `width` cells and `height` rows; none if too few would fit."""
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
        """`parts` returns what to show, most important first. It's called for the first frame and by `look_again`."""
        super().__init__(id=id)
        self._ask = parts
        self._parts: list[Part] | None = None

    def look_again(self) -> None:
        """Call `parts` again and redraw if anything differs."""
        if self._parts is not None and (parts := list(self._ask())) != self._parts:
            self._parts = parts
            self.refresh()

    def render(self) -> Content:
        """The parts that fit, muted under their headings."""
        if self._parts is None:
            self._parts = list(self._ask())
        width, height = self.size
        shown: list[Content] = []
        for part in self._parts:
            gap = [Content()] if shown else []
            room = height - len(shown) - len(gap)
            if isinstance(part, Cut):
                lines = part.to(width, room)
            elif len(part) > room:  # every line takes at least one row, so this part can't fit
                break
            else:
                lines = _set(part, width)
            if not lines or len(lines) > room:
                break
            shown += [*gap, *lines]
        return Content("\n").join(shown)


def _set(part: Part, width: int) -> list[Content]:
    first, *rest = part
    return Hung([first, *(line._replace(text=line.text.stylize_before(MUTED)) for line in rest)]).set(width)


def one_below_the_other(parts: Iterable[Part]) -> list[Line]:
    """Return the lines of all parts, with a blank line between two parts."""
    return [line for at, part in enumerate(parts) for line in ([Line(), *part] if at else part)]


class GivesWay(VerticalLayout):
    """A vertical layout. If the widgets don't all fit, those of one class lose lines, down to one line each.

    Before that, widgets with the height `1fr`, which only fill the room left, shrink or are left out.
    """

    def __init__(self, kind: type[Widget]) -> None:
        super().__init__()
        self._kind = kind

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place the children in `size`, or in full if Textual asks for their height, which then is 0."""
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
