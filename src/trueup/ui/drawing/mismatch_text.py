"""A mismatch in brief, to stand beside what is done about it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.engine.analysis import Analysis
from trueup.engine.measures import CustomerCount
from trueup.engine.model import Mismatch
from trueup.ui.base.signs import INKS, severity, sign
from trueup.ui.base.text import MUTED, STRONG, Line, plain
from trueup.ui.drawing.statement_list import source, stands
from trueup.wording import findings as wording
from trueup.wording.findings import did
from trueup.wording.text import quoted


def mismatch_lines(analysis: Analysis, mismatch: Mismatch) -> Iterator[Line]:
    """Its title, how much it matters, who says what, what customers did, and why it hurts."""
    content, audit = analysis.content, analysis.audit
    impact = Content.styled(f"{mismatch.impact:.2f}", STRONG)
    yield Line(text=plain(mismatch.title, STRONG), right=impact)
    verdict = Content.assemble(sign(mismatch.verdict), f" {mismatch.verdict}   ")
    yield Line(text=Content.assemble(verdict, severity(mismatch.severity, mismatch.verdict)))
    yield Line()
    for side in stands(mismatch.check, mismatch.statements):
        for statement in side.statements[:1]:
            position = plain(wording.position(content, statement), f"bold {INKS[mismatch.verdict]}")
            yield Line(Content.styled(f"{side.side.upper():<9}", STRONG), position)
            yield Line(Content(" " * 9), plain(quoted(content, audit, statement)))
            where = f"{source(content, audit, statement)} · {statement.evidence}"
            yield Line(Content(" " * 9), plain(where, MUTED))
    yield Line()
    bars = list(customer_bars(analysis, mismatch))
    if bars:
        yield from (*bars, Line())
    yield Line(text=plain(" ".join(mismatch.check.why.split()), MUTED))


ONE, NOT_ONE = "■", "□"


def customer_bars(analysis: Analysis, mismatch: Mismatch) -> Iterator[Line]:
    """A line for each count: `■■■■■■■■■□  9 of your last 10 had to talk first`."""
    for counted in analysis.customer_counts(mismatch):
        ink = INKS[mismatch.verdict] if counted.conflicts else "$success"
        yield Line(_bar(counted, ink), plain(did(analysis.content, counted)))


def _bar(counted: CustomerCount, ink: str) -> Content:
    return Content.assemble((ONE * counted.count, ink), (NOT_ONE * (counted.total - counted.count), "$gauge-off"), "  ")
