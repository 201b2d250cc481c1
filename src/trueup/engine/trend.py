"""The trend over the quarters, in figures, with the five marks of how it feels. Nothing here is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from trueup.answers.model import Audit, Found
from trueup.content.model import Content, Question
from trueup.engine.applicability import asked
from trueup.engine.measures import COLUMNS, cells, of_channels
from trueup.engine.ranking import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class Flow:
    """How many asked in one channel in three months, and how many of them bought."""

    channel: str
    """Its slug."""
    asked: float
    bought: float


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter in the trend. None: not known there."""

    quarter: str
    contradictions: int
    tensions: int
    unproven: int
    by_severity: Mapping[str, int]
    """How many open mismatches count for what, from critical to low."""
    judged: float | None
    """Share of checks that could be judged (0–1)."""
    strain: Strain | None = None
    flows: tuple[Flow, ...] = ()

    @property
    def open(self) -> int:
        """All open mismatches."""
        return self.contradictions + self.tensions + self.unproven

    @property
    def bought(self) -> float | None:
        """Share of those who asked that bought (0–1), over all channels that know both."""
        asked = sum(flow.asked for flow in self.flows)
        return sum(flow.bought for flow in self.flows) / asked if asked else None

    def bought_in(self, channel: str) -> float | None:
        """The same share in one channel."""
        return next((flow.bought / flow.asked for flow in self.flows if flow.channel == channel), None)


def point(content: Content, audit: Audit, found: Found) -> Point:
    """One quarter: what was found in it, and what its answers say by the questions of today.

    Mismatches with the same cause are counted once, as everywhere.
    """
    standing = [each for each in found.mismatches if each.state == "open" and not each.under]
    verdicts = [each.verdict for each in standing]
    severities = sorted((each.severity for each in standing), reverse=True)
    return Point(
        audit.quarter,
        verdicts.count("contradiction"),
        verdicts.count("tension"),
        verdicts.count("unproven"),
        Counter(SEVERITY_WORDS.get(degree, "unknown") for degree in severities),
        1 - len(found.undecided) / found.possible if found.possible else None,
        strain_on_founder(content, audit),
        tuple(_flows(content, audit)),
    )


def _flows(content: Content, audit: Audit) -> Iterator[Flow]:
    for subject, (leads, bought) in of_channels(content, audit, "channel.leads", "channel.customers"):
        if 0 < leads.value >= bought.value:
            yield Flow(subject.row, leads.value, bought.value)


def trend(content: Content, quarters: Iterable[tuple[Audit, Found]]) -> tuple[Point, ...]:
    """One point per quarter, in the order given."""
    return tuple(point(content, audit, found) for audit, found in quarters)


def tallies(content: Content, audit: Audit) -> dict[str, tuple[Question, Counter[str]]]:
    """The last ten customers in figures: for each column that takes a position, how many of which known key."""
    counted = ((content.questions[name], Counter(cells(audit, name.partition(".")[2]))) for name in COLUMNS
               if name in content.questions)  # fmt: skip
    return {question.id: (question, known) for question, known in counted if known}


MARKS = "feels-"
"""Questions whose field begins so are marks; their choices run from the heaviest to the lightest."""


@dataclass(frozen=True, slots=True)
class Strain:
    """The sum of the marks, and the most it could be. The heavier it feels, the higher."""

    total: int
    most: int


def strain_on_founder(content: Content, audit: Audit) -> Strain | None:
    """How it feels for the founder; None until every mark is given that isn't marked as not applicable."""
    total = most = 0
    for question in asked(content, audit):
        if not question.field.startswith(MARKS):
            continue
        answer = audit.answers.get(question.id)
        if answer is not None and answer.state == "na":
            continue
        keys = [choice.key for choice in question.choices]
        if answer is None or answer.state != "given" or answer.value not in keys:
            return None
        total += len(keys) - keys.index(str(answer.value))
        most += len(keys)
    return Strain(total, most) if most else None
