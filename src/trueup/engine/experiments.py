"""Small tests of a fix: what they are measured against, when they end, their result, and whether it lasted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Literal

from trueup.answers.model import Audit, PlannedFix, Row, Test
from trueup.content.model import Content
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, counted_cells
from trueup.engine.model import Findings, Mismatch
from trueup.engine.readings import figure

DAYS = 14
"""The fewest days a test runs, including its first. It may end earlier only if `enough` people have been counted."""

MOST_DAYS = 91
"""The most days a test runs, however long customers take to buy: a quarter."""

ENOUGH = 100
"""How many people must ask for a test to end early."""

ENOUGH_CUSTOMERS = 10
"""How many customers must be counted, in a test that counts customers, for the test to end early."""

FEWEST = 20
"""If fewer people than this were counted before or during a test, seeing no difference means nothing (our choice: one
in twenty is the smallest step worth acting on)."""

BEYOND_CHANCE = 1.645
"""How many standard errors a difference must exceed. A difference that chance alone brings more than one time in ten
doesn't count (our choice: a wrong turn costs two weeks)."""

UNKNOWN_CYCLE = 30
"""Days from first hearing of the business to paying, if the founder gave no figure (our choice: a month)."""

Result = Literal["better", "same", "worse", "too few"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many `asked` and `bought` before a test, in a channel or a column of the customers' table."""

    channel: str = ""
    column: str = ""
    asked: float = 0.0
    bought: float = 0.0


# What a test is measured against -----------------------------------------------


def numbers_of(content: Content, row: Row) -> tuple[float, float] | None:
    """How many people asked in a channel in three months, and how many of them bought; None if one of the figures is
    missing, or no share can be worked out from them.
    """
    questions = [content.questions.get(name) for name in ("channel.leads", "channel.customers")]
    figures = [figure(each, row.fields.get(each.field)) for each in questions if each]
    known = [each.value for each in figures if each]
    if len(known) != 2 or not 0 <= known[1] <= known[0] or not known[0]:
        return None
    return known[0], known[1]


def baselines(content: Content, audit: Audit, findings: Findings, check: str) -> tuple[Baseline, ...]:
    """What a test could be measured against: channels that the mismatch quotes, other channels, the last customers."""
    mismatch = findings.mismatch(check)
    conflicting = {v.subject.row for v in mismatch.statements if v.subject} if mismatch else set()
    rows = sorted(audit.of("channel"), key=lambda row: row.id not in conflicting)
    of_channels = ((row.id, numbers_of(content, row)) for row in rows)
    known = [Baseline(slug, "", *numbers) for slug, numbers in of_channels if numbers]
    return (*known, *_of_customers(content, audit, mismatch))


def _of_customers(content: Content, audit: Audit, mismatch: Mismatch | None) -> Iterator[Baseline]:
    """The last ten customers as a baseline: how many of them got what was promised.

    Each customer is judged alone, by the position that the column would take if all ten had the same cell. If that
    position is part of the mismatch, this customer didn't get what was promised. Judged together, a single bad cell
    among ten could pass as a slip.
    """
    topics = {statement.topic for statement in mismatch.statements} if mismatch else set()
    conflicting = (
        {statement.tag for statement in mismatch.statements if statement.side == "deliver"} if mismatch else set()
    )
    for name in (name for topic in topics for name in content.topics[topic].measures if name in COLUMNS):
        known = counted_cells(audit, name)
        if len(known) >= ROWS_TO_COUNT:
            number = len(known)
            shown = {key: COLUMNS[name](Counter({key: number}), number)[0] for key in set(known)}
            fine = [key for key in known if shown[key] not in conflicting]
            yield Baseline("", name, float(number), float(len(fine)))


# Running a test -------------------------------------------------------------------


def length(content: Content, audit: Audit, channel: str) -> int:
    """How many days a test in a channel runs: two weeks, or one sales cycle if that is known and longer."""
    days, is_said = cycle(content, audit, channel)
    return min(max(DAYS, days), MOST_DAYS) if is_said else DAYS


def begin(each: PlannedFix, against: Baseline, today: date, days: int = DAYS) -> PlannedFix:
    """The fix with a test that begins on `today` and runs for `days` days."""
    test = Test(
        started=today.isoformat(),
        ends=(today + timedelta(days=days - 1)).isoformat(),
        channel=against.channel,
        column=against.column,
        asked_before=against.asked,
        bought_before=against.bought,
    )
    return replace(each, status="testing", since=today.isoformat(), test=test)


def counted(test: Test, asked: float, bought: float, today: date) -> Test:
    """The test with the counts so far. Once enough people have asked, it ends that day, but never before it began."""
    ends = min(day(test.ends), max(today, day(test.started))) if asked >= enough(test) else day(test.ends)
    return replace(test, asked=asked, bought=bought, ends=ends.isoformat(), counted=today.isoformat())


def counted_again(test: Test, asked: float, bought: float) -> Test:
    """The test with its numbers counted again; it is confirmed if they are still better than before the fix."""
    lasted = compare(test.asked_before, test.bought_before, asked, bought) == "better"
    return replace(test, asked_again=asked, bought_again=bought, confirmed=lasted)


def enough(test: Test) -> int:
    """How many people must be counted for a test to be complete."""
    return ENOUGH_CUSTOMERS if test.column else ENOUGH


def is_over(test: Test, today: date) -> bool:
    """Whether a test has run long enough, or enough people have asked."""
    return today >= day(test.ends) or test.asked >= enough(test)


def is_counted_out(test: Test) -> bool:
    """Whether the numbers of a test are its result: they were entered once it was over, or enough people asked."""
    was_over = bool(test.counted) and day(test.counted) >= day(test.ends)
    return result(test) is not None and (was_over or test.asked >= enough(test))


def days_run(test: Test, today: date) -> tuple[int, int]:
    """The current day of the test and its length in days; day 0 if the clock was set back."""
    total = max((day(test.ends) - day(test.started)).days + 1, 1)
    return min(max((today - day(test.started)).days + 1, 0), total), total


def at_once(audit: Audit, channel: str, today: date, but: PlannedFix) -> tuple[PlannedFix, ...]:
    """Other tests running in the same channel: if there are any, no one can tell which test made the difference.

    A test without a channel counts all customers, so it runs in every channel.
    """
    return tuple(
        each
        for each in audit.plan
        if each.test is not None
        and each.status == "testing"
        and each.id != but.id
        and not is_over(each.test, today)
        and (each.test.channel == channel or not each.test.channel or not channel)
    )


def cycle(content: Content, audit: Audit, channel: str) -> tuple[int, bool]:
    """Days from first hearing to paying in a channel, and whether the founder gave that figure."""
    question = content.questions.get("channel.days")
    row = audit.row("channel", channel)
    said = figure(question, row.fields.get(question.field)) if question and row else None
    days = min(ceil(said.value), DAYS * UNKNOWN_CYCLE) if said and said.value > 0 else 0
    return (days, True) if days else (UNKNOWN_CYCLE, False)


def confirmed_on(content: Content, audit: Audit, test: Test) -> date:
    """The day to check the same numbers again: two sales cycles after the end of the test."""
    return day(test.ends) + timedelta(days=2 * cycle(content, audit, test.channel)[0])


def day(text: str) -> date:
    """Parse a stored day. Raises ValueError if it's malformed; the loader rejects those."""
    return date.fromisoformat(text)


# The result of a test -----------------------------------------------------------


def result(test: Test) -> Result | None:
    """The result that a test's numbers show; None while nothing has been counted."""
    if not test.asked:
        return None
    return compare(test.asked_before, test.bought_before, test.asked, test.bought)


def needed(test: Test) -> int | None:
    """How many of the people counted must buy to show that the fix helped; None if no number could show it.

    The number depends only on figures from before the test, so it can be shown before anything is counted.
    """
    most = enough(test)
    return next(
        (bought for bought in range(most + 1)
         if compare(test.asked_before, test.bought_before, most, bought) == "better"),
        None,
    )  # fmt: skip


def compare(asked_before: float, bought_before: float, asked: float, bought: float) -> Result:
    """Compare the share that bought with the share before: *better*, *worse*, the *same*, or *too few* people to tell.

    Two shares differ when they are further apart than 1.645 standard errors of their difference, with the standard
    error pooled over both and a continuity correction (Yates). If they are closer, they count as the same only if each
    is of twenty people or more.
    """
    if asked_before <= 0 or asked <= 0:
        return "too few"
    before, after = bought_before / asked_before, bought / asked
    together = (bought_before + bought) / (asked_before + asked)
    spread = sqrt(max(together * (1 - together), 0.0) * (1 / asked_before + 1 / asked))
    apart = abs(after - before) - (1 / asked_before + 1 / asked) / 2
    if spread > 0 and apart > BEYOND_CHANCE * spread:
        return "better" if after > before else "worse"
    return "same" if min(asked_before, asked) >= FEWEST else "too few"
