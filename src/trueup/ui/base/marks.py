"""The marks of what is chosen and what is ticked. Never told by colour alone; plain letters where signs are rare."""

from __future__ import annotations

from textual.widget import Widget


def _plain(widget: Widget) -> bool:
    return bool(getattr(widget.app, "has_plain_marks", False))


def ring(widget: Widget, on: bool) -> str:
    """`●` or `○`: one of several."""
    if _plain(widget):
        return "(o)" if on else "( )"
    return "●" if on else "○"


def box(widget: Widget, on: bool) -> str:
    """`☑` or `☐`: any number of them."""
    if _plain(widget):
        return "[x]" if on else "[ ]"
    return "☑" if on else "☐"
