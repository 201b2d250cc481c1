"""What if, as sheets: how to begin, and the ways out: go on, take it, keep it under a name, throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from trueup.ui.base.form_sheet import Deciding, Part
from trueup.ui.base.rows import Ways, entry
from trueup.ui.base.sheet import Asking
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.wording.what_if import in_full, in_one_line

if TYPE_CHECKING:
    from trueup.session.session import Session

WAYS, KEPT, NAME = "what-if-ways", "what-if-kept", "what-if-name"
"""Ids of the lists and of the form."""

GO_ON, TAKE, KEEP, DROP = "go-on", "take", "keep", "drop"
ANEW, AGAIN, FORGET = "anew", "again:", "forget:"


def beginning(session: Session) -> Asking:
    """What was kept can be tried again or thrown away; or something new is tried."""
    names = list(session.current.what_ifs)
    ways = {ANEW: "Try something new"} | {f"{AGAIN}{name}": f"Try “{name}” again" for name in names}
    ways |= {f"{FORGET}{name}": f"Throw “{name}” away" for name in names}
    rows = [
        entry(str(nth) if nth < 10 else " ", plain(words), id=way) for nth, (way, words) in enumerate(ways.items(), 1)
    ]
    return Asking(Static(Hung([Line(text=plain("What if", STRONG)), Line()])), Ways(*rows, id=KEPT), id="what-if-begin")


def ways_out(session: Session) -> Asking:
    """What is tried beside today, and what can become of it."""
    tried = session.tried
    assert tried is not None
    lines = [Line(text=plain(f"What if: {in_one_line(tried)}", STRONG))]
    lines += [Line(text=plain(text, MUTED)) for text in in_full(session.content, tried)]
    ways = {
        GO_ON: "Go on trying",
        TAKE: "Take it: answers are yours, fixes go into the plan",
        KEEP: "Keep it under a name, and go back to your answers",
        DROP: "Throw it away",
    }
    rows = [entry(str(nth), words, id=way) for nth, (way, words) in enumerate(ways.items(), 1)]
    return Asking(Static(Hung([*lines, Line()])), Ways(*rows, id=WAYS), id="what-if-out")


def naming(title: str) -> Deciding:
    """Asks for the name it is kept under."""
    return Deciding(title, "", [Part("name", "name", "", "such as: free for a month")], id=NAME)
