"""What changed between two quarters: every mismatch of either in exactly one group, and the trend over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trueup.answers.model import Answer, Audit, Found, FoundMismatch, Row

Group = Literal["new", "reopened", "persisting", "fixed", "kept", "objected", "no longer judged", "by the rule"]
GROUPS: tuple[Group, ...] = (
    "new",
    "reopened",
    "persisting",
    "fixed",
    "kept",
    "objected",
    "no longer judged",
    "by the rule",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One mismatch in its group, as it was and as it is; None where it wasn't found."""

    id: str
    group: Group
    was: FoundMismatch | None
    now: FoundMismatch | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that is not what it was. `place` is a question id, or `channel:own-site.steps`."""

    place: str
    was: Answer | None
    now: Answer | None


def changes(was: Found, now: Found, before: Sequence[Found] = ()) -> tuple[Change, ...]:
    """Every mismatch found in one of two quarters, grouped, the largest impact first in each group.

    `before` are the quarters before `was`: what was found in one of them, was gone in `was` and is there again is
    *reopened*. Comparing a quarter with itself finds nothing new, reopened, fixed or changed by the rule.
    """
    earlier = {found.id for quarter in before for found in quarter.mismatches}
    then = {found.id: found for found in was.mismatches}
    today = {found.id: found for found in now.mismatches}
    result = [
        Change(name, _group(name, then.get(name), today.get(name), was, now, earlier), then.get(name), today.get(name))
        for name in dict.fromkeys((*today, *then))
    ]
    return tuple(sorted(result, key=lambda change: (GROUPS.index(change.group), -_impact(change))))


def _group(
    name: str,
    then: FoundMismatch | None,
    today: FoundMismatch | None,
    was: Found,
    now: Found,
    earlier: set[str],
) -> Group:
    if (then is None) != (today is None) and was.rules.get(name) != now.rules.get(name):
        return "by the rule"
    if today is None:
        return "no longer judged" if name in now.undecided else "fixed"
    if today.state != "open":
        return today.state
    if then is None:
        return "reopened" if name in earlier else "new"
    return "persisting" if then.state == "open" else "reopened"


def _impact(change: Change) -> float:
    found = change.now or change.was
    return found.impact if found else 0.0


def answer_changes(was: Audit, now: Audit) -> tuple[AnswerChange, ...]:
    """Every answer that differs, rows' fields included; the last ten are always fresh and left out."""
    then, today = _answers(was), _answers(now)
    return tuple(
        AnswerChange(place, then.get(place), today.get(place))
        for place in dict.fromkeys((*today, *then))
        if then.get(place) != today.get(place)
    )


def history(quarters: Sequence[Audit], place: str) -> tuple[tuple[str, Answer | None], ...]:
    """What one answer was in every quarter, oldest first."""
    return tuple((audit.quarter, _answers(audit).get(place)) for audit in quarters)


def _answers(audit: Audit) -> Mapping[str, Answer]:
    rows: list[tuple[str, Row]] = [
        (f"{kind}:{row.id}", row) for kind, listed in audit.rows.items() if kind != "ten" for row in listed
    ]
    return {**audit.answers, **{f"{at}.{name}": answer for at, row in rows for name, answer in row.fields.items()}}


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter in the trend."""

    quarter: str
    contradictions: int
    strains: int
    unproven: int
    judged: float
    """Share of checks that could be judged (0–1)."""

    @property
    def open(self) -> int:
        """All open mismatches."""
        return self.contradictions + self.strains + self.unproven


def trend(quarters: Sequence[tuple[str, Found]]) -> tuple[Point, ...]:
    """One point per quarter, oldest first."""
    points = []
    for quarter, found in quarters:
        verdicts = [each.verdict for each in found.mismatches if each.state == "open"]
        judged = 1 - len(found.undecided) / found.possible if found.possible else 0.0
        count = verdicts.count
        points.append(Point(quarter, count("contradiction"), count("strain"), count("unproven"), judged))
    return tuple(points)
