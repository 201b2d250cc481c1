"""Where the mark is in the window. The terminal's cursor is put there, and screen readers follow it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input, TextArea


@runtime_checkable
class Marks(Protocol):
    """A list, a table or a screen in which something is marked."""

    @property
    def mark_place(self) -> Offset | None:
        """The first cell of what is marked, counted from the corner of the window; None: nothing is."""


def mark_place(screen: Screen[object]) -> Offset | None:
    """Where keys have their effect: in a field being typed in, else at the mark of whatever has the focus."""
    focused = screen.focused
    for each in (focused, screen):
        if isinstance(each, Marks) and (place := each.mark_place) is not None:
            return place
    if isinstance(focused, Input | TextArea):
        return focused.cursor_screen_offset
    return focused.content_region.offset if focused else None
