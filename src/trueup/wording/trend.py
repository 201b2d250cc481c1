"""The trend in figures: one series per number, one figure per quarter. For the summary, the spreadsheet, the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.answers.place import Place
from trueup.content.model import Content
from trueup.engine.history import MARKS, Point
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.wording import findings as wording
from trueup.wording.vocabulary import MISSING, SIGNS


class Series(NamedTuple):
    """One number over the quarters."""

    label: str
    sign: str
    values: tuple[float | None, ...]
    """None: not known in that quarter."""
    is_share: bool = False
    """Whether the values are shares (0–1), which are shown in percent."""

    @property
    def figures(self) -> tuple[str, ...]:
        """The values as they are shown."""
        return tuple(MISSING if v is None else f"{v:.0%}" if self.is_share else f"{v:g}" for v in self.values)


def series(points: Sequence[Point]) -> tuple[Series, ...]:
    """The numbers of the trend: open mismatches by verdict, how much was judged, who bought, and how it feels."""
    marked = next((point.strain for point in reversed(points) if point.strain), None)
    return (
        Series("contradiction", SIGNS["contradiction"], _over(points, lambda each: each.contradictions)),
        Series("tension", SIGNS["tension"], _over(points, lambda each: each.tensions)),
        Series("unproven", SIGNS["unproven"], _over(points, lambda each: each.unproven)),
        Series("checks judged", "", _over(points, lambda each: each.judged), is_share=True),
        Series("asked, then bought", "", _over(points, lambda each: each.bought), is_share=True),
        Series(
            f"how it feels, of {marked.most}" if marked else "how it feels",
            "",
            _over(points, lambda each: each.strain.total if each.strain else None),
        ),
    )


def by_severity(points: Sequence[Point]) -> tuple[Series, ...]:
    """Open mismatches by severity, the most severe first; severities that never occurred are left out."""
    words = [
        word for word in dict.fromkeys(SEVERITY_WORDS.values()) if any(word in each.by_severity for each in points)
    ]
    return tuple(Series(word, "", tuple(point.by_severity.get(word, 0) for point in points)) for word in words)


def by_channel(content: Content, audits: Sequence[Audit], points: Sequence[Point]) -> tuple[Series, ...]:
    """For each channel, how many of the people who asked also bought, as a share. The channel's name comes from the
    newest audit that has it.
    """
    slugs = dict.fromkeys(flow.channel for point in points for flow in point.flows)
    rows = {slug: next(filter(None, (audit.row("channel", slug) for audit in audits)), None) for slug in slugs}
    return tuple(
        Series(
            wording.row_name(content, "channel", row) if row else slug,
            "",
            tuple(point.bought_in(slug) for point in points),
            is_share=True,
        )
        for slug, row in rows.items()
    )


def carried(content: Content, audit: Audit) -> frozenset[str]:
    """The labels of the numbers that depend on answers copied from the quarter before and not confirmed yet."""
    kinds = {Place.of(place).kind for place in audit.unconfirmed}
    labels = {"asked, then bought"} if "channel" in kinds else set()
    asked = (content.questions.get(place) for place in audit.unconfirmed)
    if any(question is not None and question.field.startswith(MARKS) for question in asked):
        labels.add("how it feels")
    return frozenset(labels)


def quarter_heads(names: Sequence[str]) -> Iterator[str]:
    """Quarters as column headings: `25 Q4`, `26 Q1`, `Q2`, with the year when it changes."""
    for nth, name in enumerate(names):
        year, _, quarter = name.partition("-")
        another = nth == 0 or names[nth - 1].partition("-")[0] != year
        yield f"{year[2:]} {quarter}" if another else quarter


def _over(points: Sequence[Point], of: Callable[[Point], float | None]) -> tuple[float | None, ...]:
    return tuple(of(point) for point in points)
