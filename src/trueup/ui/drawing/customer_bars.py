"""The last customers as a bar: how many of them show what a mismatch says."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.engine.analysis import Analysis
from trueup.engine.measures import CustomerCount
from trueup.engine.model import Mismatch
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import Line, plain
from trueup.wording.customers import did

ONE, NOT_ONE = "■", "□"


def customer_bars(analysis: Analysis, mismatch: Mismatch) -> Iterator[Line]:
    """A line for each count: `■■■■■■■■■□  9 of your last 10 had to talk first`."""
    for counted in analysis.customer_counts(mismatch):
        ink = INKS[mismatch.verdict] if counted.conflicts else "$success"
        yield Line(_bar(counted, ink), plain(did(analysis.content, counted)))


def _bar(counted: CustomerCount, ink: str) -> Content:
    return Content.assemble((ONE * counted.count, ink), (NOT_ONE * (counted.total - counted.count), "$gauge-off"), "  ")
