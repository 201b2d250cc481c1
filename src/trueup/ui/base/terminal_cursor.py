"""Where the mark is in the window. The terminal's cursor is put there, so that screen readers follow the mark."""

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
        """Return the first cell of the marked thing, as an offset from the window's corner; None if nothing
        is marked.
        """


def mark_place(screen: Screen[object]) -> Offset | None:
    """Return where keys take effect: the mark of the widget in focus or of the screen, else the cursor of the field
    being typed in, else the corner of the widget in focus; None without a focus.
    """
    focused = screen.focused
    for each in (focused, screen):
        if isinstance(each, Marks) and (place := each.mark_place) is not None:
            return place
    if isinstance(focused, Input | TextArea):
        return focused.cursor_screen_offset
    return focused.content_region.offset if focused else None
