"""The trend in figures: one series per number, one figure per quarter. For the summary, the spreadsheet, the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.trend import Point
from trueup.wording import findings as wording
from trueup.wording.vocabulary import MISSING, SIGNS

BLOCKS = "▁▂▃▄▅▆▇█"
UNKNOWN, ZERO = "·", " "


class Series(NamedTuple):
    """One number over the quarters."""

    label: str
    sign: str
    values: tuple[float | None, ...]
    """None: not known in that quarter."""
    is_share: bool = False
    """A share of one, shown in percent."""

    @property
    def figures(self) -> tuple[str, ...]:
        """The values as they are shown."""
        return tuple(MISSING if v is None else f"{v:.0%}" if self.is_share else f"{v:g}" for v in self.values)


def series(points: Sequence[Point]) -> tuple[Series, ...]:
    """The numbers of the trend: what is open by verdict, how much was judged, who bought, and how it feels."""
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
    """What is open by severity, the gravest first; severities that never occurred are left out."""
    words = [
        word for word in dict.fromkeys(SEVERITY_WORDS.values()) if any(word in each.by_severity for each in points)
    ]
    return tuple(Series(word, "", tuple(point.by_severity.get(word, 0) for point in points)) for word in words)


def by_channel(content: Content, audits: Sequence[Audit], points: Sequence[Point]) -> tuple[Series, ...]:
    """Of those who asked in each channel, the share that bought. The newest audit that has a channel names it."""
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


def blocks(values: Sequence[float | None], most: int | None = None) -> str:
    """A picture of values in eighth blocks, the largest full; where there are more than `most`, neighbours share one.

    Nothing is a blank, unknown a dot: a picture beside the figures, never in their place.
    """
    values = _bucketed(values, most) if most else values
    top = max((value for value in values if value is not None), default=0.0)
    return "".join(_block(value, top) for value in values)


def together(count: int, most: int) -> int:
    """How many quarters share a block where there is room for `most`."""
    return -(-count // max(most, 1))


def _bucketed(values: Sequence[float | None], most: int) -> list[float | None]:
    size = together(len(values), most)
    first = len(values) % size  # the newest quarters fill their block
    cuts = [0, *range(first or size, len(values) + 1, size)]
    return [_mean(values[start:end]) for start, end in pairwise(cuts)]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _block(value: float | None, top: float) -> str:
    if value is None:
        return UNKNOWN
    return BLOCKS[max(round(8 * value / top), 1) - 1] if value else ZERO


def quarter_heads(names: Sequence[str]) -> Iterator[str]:
    """Quarters as column heads: `25 Q4`, `26 Q1`, `Q2`: the year where it is another."""
    for nth, name in enumerate(names):
        year, _, quarter = name.partition("-")
        another = nth == 0 or names[nth - 1].partition("-")[0] != year
        yield f"{year[2:]} {quarter}" if another else quarter


def _over(points: Sequence[Point], of: Callable[[Point], float | None]) -> tuple[float | None, ...]:
    return tuple(of(point) for point in points)
