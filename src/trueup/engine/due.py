"""What is due and when: a first fix, the end of a test, a review of a trade-off, the next quarter. Also, whether a
decision's grounds have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trueup.answers.limits import QUARTER
from trueup.answers.model import Audit, PlannedFix, Test
from trueup.content.model import Content, Effort, check_of
from trueup.engine.experiments import confirmed_on, day, is_counted_out, result
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.engine.quarter_calendar import first_day, quarter_after

DueKind = Literal["test ends", "confirmation", "review", "next quarter"]
Report = Literal["premise changed", "no longer needed", "due"]

DAYS_FOR: dict[Effort, int] = {"hours": 1, "days": 4, "weeks": 14}
"""Effort → days to plan for a fix, from the end of the previous one."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """Something to do on a day."""

    kind: DueKind
    day: date
    check: str = ""
    fix: str = ""
    """Key of the fix that is tested."""

    def is_due(self, today: date) -> bool:
        """Whether that day has come."""
        return self.day <= today


@dataclass(frozen=True, slots=True)
class Reported:
    """A trade-off or an objection that needs attention, and why."""

    check: str
    standing: Literal["accepted", "objected"]
    reports: tuple[Report, ...]


def due(content: Content, audit: Audit) -> tuple[DueDay, ...]:
    """All dated tasks, earliest first, whether they are due already or still to come."""
    days = [*_tests(content, audit), *_reviews(audit)]
    if QUARTER.fullmatch(audit.quarter):
        days.append(DueDay("next quarter", first_day(quarter_after(audit.quarter))))
    return tuple(sorted(days, key=lambda each: (each.day, each.kind, each.check, each.fix)))


def days_to_do(fixes: Iterable[TriedFix], today: date) -> list[date | None]:
    """Return the day by which each fix is to be done: one after another, from today on, and never at a weekend."""
    days: list[date | None] = []
    for tried in fixes:
        today += timedelta(days=DAYS_FOR[tried.fix.effort])
        today += timedelta(days=max(7 - today.weekday(), 0) if today.weekday() > 4 else 0)
        days.append(today)
    return days


def _tests(content: Content, audit: Audit) -> Iterator[DueDay]:
    for planned in audit.plan:
        test = planned.test
        if test is None or planned.status == "dropped":
            continue
        if not _is_seen_through(planned, test):
            yield DueDay("test ends", day(test.ends), planned.check, planned.fix)
        elif result(test) == "better" and not test.asked_again:
            yield DueDay("confirmation", confirmed_on(content, audit, test), planned.check, planned.fix)


def _is_seen_through(planned: PlannedFix, test: Test) -> bool:
    """Whether the end of a test needs no more reminders: its result was entered, or the founder marked the fix as done
    with the numbers so far.

    Numbers entered during the test aren't a result yet.
    """
    return is_counted_out(test) or (result(test) is not None and planned.status == "done")


def _reviews(audit: Audit) -> Iterator[DueDay]:
    for check, accepted in audit.accepted.items():
        if QUARTER.fullmatch(accepted.review):
            yield DueDay("review", first_day(accepted.review), check)


# What decisions rested on --------------------------------------------------


def ground(mismatch: Mismatch) -> tuple[str, ...]:
    """What a decision about a mismatch rests on: every position in it, with its side."""
    return tuple(sorted({f"{statement.side}:{statement.tag}" for statement in mismatch.statements}))


def reported(audit: Audit, findings: Findings, today: date | None = None) -> tuple[Reported, ...]:
    """Decisions that need attention. Without `today`, no review counts as due.

    A decision is *no longer needed* only if its mismatch was judged and is gone. A mismatch that couldn't be judged may
    come back.
    """
    found = {each.id: each for each in (*findings.accepted, *findings.objected)}
    result = []
    for check, accepted in sorted(audit.accepted.items()):
        reports = list(_moved(found.get(check), accepted.rested_on, check_of(check) in findings.open_checks))
        review = accepted.review
        if today and QUARTER.fullmatch(review) and first_day(review) <= today:
            reports.append("due")
        result.append(Reported(check, "accepted", tuple(reports)))
    for check in sorted(audit.objected):
        moved = _moved(found.get(check), audit.grounds.get(check, ()), check_of(check) in findings.open_checks)
        result.append(Reported(check, "objected", tuple(moved)))
    return tuple(each for each in result if each.reports)


def _moved(now: Mismatch | None, rested_on: tuple[str, ...], is_open: bool) -> Iterator[Report]:
    if now is None and not is_open:
        yield "no longer needed"
    elif now is not None and rested_on and ground(now) != rested_on:
        yield "premise changed"
