"""The signs of verdicts and severities. Colour is never the only difference: each has a sign or a length,
and a word.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widget import Widget

from trueup.answers.model import Standing
from trueup.engine.model import Verdict
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.ui.base.rows import Ways, entry
from trueup.ui.base.text import STRONG
from trueup.wording.vocabulary import SIGNS

INKS: dict[Verdict, str] = {"contradiction": "$error", "tension": "$warning", "unproven": "$secondary"}
DECIDED: dict[Standing, str] = {"accepted": SIGNS["accepted"], "objected": SIGNS["objected"]}
"""Decision → the sign beside a mismatch about which it was made."""
JOINTS: dict[Verdict, str] = {"contradiction": "━", "tension": "─", "unproven": "┄"}
"""Verdict → the line that joins conflicting positions."""

MOST_SEVERE = max(SEVERITY_WORDS)


def sign(verdict: Verdict) -> Content:
    """Return `≠`, `≈` or `?` in the verdict's colour."""
    return Content.styled(SIGNS[verdict], f"bold {INKS[verdict]}")


def severity(degree: int, verdict: Verdict) -> Content:
    """`━━━━─ high`: the severity as a length in the verdict's colour, and as a word."""
    return Content.assemble(
        ("━" * degree, INKS[verdict]),
        ("─" * (MOST_SEVERE - degree), "$gauge-off"),
        f" {SEVERITY_WORDS[degree]}",
    )


def has_plain_marks(widget: Widget) -> bool:
    """Whether the theme replaces rare signs with letters."""
    return bool(getattr(widget.app, "has_plain_marks", False))


def ring(widget: Widget, on: bool) -> str:
    """Return `●` or `○`, for options of which one can be chosen."""
    if has_plain_marks(widget):
        return "(o)" if on else "( )"
    return "●" if on else "○"


def one_of(widget: Widget, ways: Mapping[str, str], chosen: str, *, id: str) -> Ways:
    """Return options of which one can be chosen, given as key → words: the current one has the ring and the bar."""
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
    """Return `☑` or `☐`, for options of which any number can be chosen."""
    if has_plain_marks(widget):
        return "[x]" if on else "[ ]"
    return "☑" if on else "☐"
