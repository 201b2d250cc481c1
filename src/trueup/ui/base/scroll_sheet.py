"""Sheets that take the keys, and things to read that are longer than the window."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trueup.ui.base.sheet import Sheet
from trueup.ui.base.text import plain

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
