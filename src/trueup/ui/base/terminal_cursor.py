"""Where in the window the mark is. The app puts the terminal's cursor there, because screen readers follow the
cursor.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input, TextArea


@runtime_checkable
class Marks(Protocol):
    """A widget or a screen in which something can be marked."""

    @property
    def mark_place(self) -> Offset | None:
        """Return the first cell of the marked thing, as an offset from the window's corner; None if nothing
        is marked.
        """


def mark_place(screen: Screen[object]) -> Offset | None:
    """Return where the next key takes effect, as an offset from the window's corner. None if nothing has the focus.

    It is the mark of the widget with the focus or of the screen; without a mark, the cursor of a text field or the
    corner of the widget.
    """
    focused = screen.focused
    for each in (focused, screen):
        if isinstance(each, Marks) and (place := each.mark_place) is not None:
            return place
    if isinstance(focused, Input | TextArea):
        return focused.cursor_screen_offset
    return focused.content_region.offset if focused else None
