"""The signs of verdicts, severities and choices. None relies on colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widget import Widget

from trueup.engine.model import Verdict
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.ui.base.rows import Ways, entry
from trueup.ui.base.text import STRONG
from trueup.wording.vocabulary import SIGNS

INKS: dict[Verdict, str] = {"contradiction": "$error", "tension": "$warning", "unproven": "$secondary"}
JOINTS: dict[Verdict, str] = {"contradiction": "━", "tension": "─", "unproven": "┄"}
"""Verdict → the character of the line drawn between conflicting positions."""

MOST_SEVERE = max(SEVERITY_WORDS)


def sign(verdict: Verdict) -> Content:
    """Return `≠`, `≈` or `?` in the verdict's colour."""
    return Content.styled(SIGNS[verdict], f"bold {INKS[verdict]}")


def severity(degree: int, verdict: Verdict) -> Content:
    """Return a severity such as `━━━━─ high`: a bar in the verdict's colour, and the word."""
    return Content.assemble(
        ("━" * degree, INKS[verdict]),
        ("─" * (MOST_SEVERE - degree), "$gauge-off"),
        f" {SEVERITY_WORDS[degree]}",
    )


def has_plain_marks(widget: Widget) -> bool:
    """Whether the theme draws rings and boxes as `(o)` and `[x]`."""
    return bool(getattr(widget.app, "has_plain_marks", False))


def ring(widget: Widget, on: bool) -> str:
    """Return `●` or `○`, the sign of an option where only one can be chosen."""
    if has_plain_marks(widget):
        return "(o)" if on else "( )"
    return "●" if on else "○"


def one_of(widget: Widget, ways: Mapping[str, str], chosen: str, *, id: str) -> Ways:
    """Return a list of options, given as id → words. `chosen` has the filled ring and is marked."""
    rows = (
        entry(
            str(nth), Content.styled(words, STRONG if key == chosen else ""), sign=ring(widget, key == chosen), id=key
        )
        for nth, (key, words) in enumerate(ways.items(), 1)
    )
    listed = Ways(*rows, id=id)
    listed.mark(chosen)
    return listed


def box(widget: Widget, on: bool) -> str:
    """Return `☑` or `☐`, the sign of an option where several can be chosen."""
    if has_plain_marks(widget):
        return "[x]" if on else "[ ]"
    return "☑" if on else "☐"
