"""The marks of what is chosen and what is ticked. Never told by colour alone; plain letters where signs are rare."""

from __future__ import annotations

from textual.widget import Widget


def has_plain_marks(widget: Widget) -> bool:
    """Whether the theme has letters in place of signs that are rare."""
    return bool(getattr(widget.app, "has_plain_marks", False))


def ring(widget: Widget, on: bool) -> str:
    """`●` or `○`: one of several."""
    if has_plain_marks(widget):
        return "(o)" if on else "( )"
    return "●" if on else "○"


def box(widget: Widget, on: bool) -> str:
    """`☑` or `☐`: any number of them."""
    if has_plain_marks(widget):
        return "[x]" if on else "[ ]"
    return "☑" if on else "☐"
