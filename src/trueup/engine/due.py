"""What is due and when: tests, reviews, the next quarter; and whether the grounds of a decision have changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trueup.answers.limits import QUARTER
from trueup.answers.model import Audit, PlannedFix, Test
from trueup.content.model import Content, Effort, check_of
from trueup.engine.causes import CHANGE
from trueup.engine.experiments import confirmed_on, day, is_counted_out, result
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.engine.named_fixes import plans_of
from trueup.engine.next_quarter import first_day, quarter_after
from trueup.engine.ranking import PLANS

DueKind = Literal["test ends", "confirmation", "review", "next quarter"]
Report = Literal["premise changed", "no longer needed", "due"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")
DAYS_AHEAD = 92
"""The most days that the beginning of a plan is away: founders are asked about the next three months."""

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


def days_to_do(fixes: Iterable[TriedFix], today: date, findings: Findings) -> list[date]:
    """Return the day by which each fix is to be done: one after another, from today on, and never at a weekend. What a
    plan breaks waits for nothing else, and comes before the day that the founder named for the plan.
    """
    days: list[date] = []
    at = today
    for tried in fixes:
        mismatch = findings.found(tried.check)
        plans = list(plans_of(mismatch)) if mismatch and _is_planned(mismatch) else []
        at = _after(at, tried.fix.effort)
        due = _after(today, tried.fix.effort) if plans else at
        begins = next(filter(None, (_day_named(plan.quote, today) for plan in plans)), None)
        if begins is not None and begins <= due:
            due = max(today, begins - timedelta(days=1))
        days.append(due)
    return days


def _after(start: date, effort: Effort) -> date:
    """The working day by which something begun on a day is done."""
    end = start + timedelta(days=DAYS_FOR[effort])
    return end + timedelta(days=max(7 - end.weekday(), 0) if end.weekday() > 4 else 0)


def _is_planned(mismatch: Mismatch) -> bool:
    """Whether a plan breaks what is said."""
    return any(each.topic == CHANGE or each.tag in PLANS for each in mismatch.statements)


def _day_named(words: str, today: date) -> date | None:
    """The first day that some words name, such as *1 December*; None if it's past, or more than a quarter away."""
    for number, month in _DAY.findall(words):
        for year in (today.year, today.year + 1):
            with suppress(ValueError):  # there is no 31 November
                named = date(year, MONTHS.index(month) + 1, int(number))
                if today <= named <= today + timedelta(days=DAYS_AHEAD):
                    return named
    return None


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
