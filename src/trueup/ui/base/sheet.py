"""A sheet rises from the bottom over the page, on a layer of its own, so that nothing beneath moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.ui.base.text import STRONG, Hung, Line, plain


class Sheet(VerticalScroll, can_focus=False):
    """A raised ground with a bar; never takes the keys unless a widget in it does."""

    def __init__(self, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id)

    def on_mount(self) -> None:
        """The keys line says how to close it."""
        self.screen.refresh_bindings()

    def on_unmount(self) -> None:
        """The keys line is that of the page again."""
        self.app.screen.refresh_bindings()

    @property
    def typed(self) -> tuple[str, ...]:
        """What was typed into it and isn't kept yet."""
        return ()

    @classmethod
    def saying(cls, title: str, lines: Iterable[Line | Content | str], id: str | None = None) -> Self:
        """A sheet that only has something to read. A `str` is our own prose."""
        hung = [line if isinstance(line, Line) else Line(text=Content.assemble(line)) for line in lines]
        return cls(Static(Hung([Line(text=Content.styled(title, STRONG)), *hung])), id=id)


class Notice(Static):
    """One line above the keys: what was just done, or why nothing was. The next key clears it."""

    times = 0
    """How often something was said so far."""

    def say(self, text: Content | str) -> None:
        """Show `text`; a `str` is ours, a founder's words come as `plain(…)`."""
        self.times += 1
        # Its height never changes, so the page need not be laid out again.
        self.update(Content.assemble(("▌ ", "$accent"), text), layout=False)

    def clear_since(self, times: int) -> None:
        """Clear it, unless something was said after it had been said this often."""
        if self.times == times and self.content and self.is_attached:
            self.update(Content(""), layout=False)


class TooSmall(Static):
    """What is shown instead of the page when the window is too small for it."""

    NEEDS = (60, 20)

    def render(self) -> Hung:
        """One sentence: what it needs, what it has."""
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
        """The keys go here until it is down."""
        self.focus()


class Asking(Sheet):
    """A sheet with a field to fill in, or something to choose."""

    def on_mount(self) -> None:
        """The keys go there."""
        self.query("Field, Rows").first().focus()


class ToRead(VerticalScroll, can_focus=True):
    """Something longer than the window, read with the arrows and by pages."""

    BINDINGS: ClassVar[list[BindingType]] = READ

    @property
    def so_far(self) -> int:
        """How much has been in sight, in percent."""
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
