"""Walks of one customer, as sheets: all of them, the worst first; and one of them, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.content.model import Content as Screens
from trueup.engine.walk import Walk
from trueup.ui.base.rows import Numbered
from trueup.ui.base.sheet import Asking, Reading
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain
from trueup.wording import walk as told
from trueup.wording.vocabulary import SIGNS

WALKS = "walks"


def every_walk(screens: Screens, found: Sequence[Walk], title: str) -> Asking:
    """One row a walk: who walks, and where it breaks first."""
    rows = [
        Option(
            Hung(
                [
                    Line(Content.styled(f"{nth + 1 if nth < 9 else ' '}  ", KEY), plain(told.who(screens, each))),
                    Line(Content("   "), plain(told.outcome(each), MUTED)),
                ]
            ),
            id=str(nth),
        )
        for nth, each in enumerate(found)
    ]
    return Asking(Static(Hung([Line(text=plain(title, STRONG)), Line()])), Numbered(*rows, id=WALKS), id="every-walk")


def one_walk(screens: Screens, each: Walk) -> Reading:
    """One walk, step by step."""
    return Reading.saying(plain(told.who(screens, each)).plain, list(_lines(screens, each)), id="one-walk")


def _lines(screens: Screens, each: Walk) -> Iterator[Line]:
    if wants := told.wants(screens, each):
        yield Line(Content.styled("comes wanting  ", MUTED), plain(wants))
    yield Line(Content.styled("believes       ", MUTED), plain(told.believes(each.stops[0]) if each.stops else ""))
    yield Line()
    before = each.stops[0].believes if each.stops else ()
    for nth, stop in enumerate(each.stops, 1):
        if stop.believes != before:
            yield Line(Content.styled("   still believes  ", MUTED), plain(told.believes(stop)))
            before = stop.believes
        skipped = "  some skip it" if stop.step.optional else ""
        label = Content.assemble(plain(stop.step.label, STRONG), (skipped, MUTED))
        yield Line(Content.styled(f"{nth}  ", MUTED), label, plain(told.figures(stop), MUTED))
        for parting in stop.breaks:
            shade = parting.lit.shade
            ink = INKS.get(shade, "") if shade != "accepted" else ""
            sign = Content.styled(f"   {SIGNS[shade]}  ", ink)
            yield Line(sign, plain(parting.lit.mismatch.check.title))
