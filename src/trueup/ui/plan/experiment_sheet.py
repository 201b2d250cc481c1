"""The form of a test, for the numbers before it begins, while it runs, and once more some time after its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Literal

from trueup.answers.model import PlannedFix, Test
from trueup.engine import experiments as trials
from trueup.engine.analysis import Analysis
from trueup.engine.measures import COLUMNS
from trueup.engine.plan import Followed
from trueup.ui.base.form_sheet import Deciding, Part
from trueup.ui.base.rows import Ways, numbered
from trueup.ui.base.sheet import Asking
from trueup.ui.drawing.plan_text import said_day
from trueup.wording import findings as wording

Wrong = Literal["numbers", "no-channel", "early"]
"""Why a test's numbers can't be saved: the name of a text in screens/plan.md."""

LAST_TEN = "last ten customers"
"""What the field for a channel says if the numbers are those of the customers."""

CHANNELS = "test-channels"
"""The id of the list of channels."""

BEGIN, COUNT, AGAIN = "begin", "count", "again"

QUARTER_DAYS, WEEKS = 91, 13
"""The time over which a channel's figures are counted: three months, in days and in weeks."""


def trial_sheet(analysis: Analysis, each: Followed, today: date) -> Deciding:
    """Return the form of a test, with the fields that are due now, filled in as far as known."""
    screens, audit = analysis.content, analysis.audit
    texts, test, about = screens.screens["plan"].texts, each.planned.test, str(each.planned.id)
    if test is None or not _goes_on(each, test):
        known = next(iter(trials.baselines(screens, audit, analysis.findings, each.planned.check)), trials.Baseline())
        row = audit.row("channel", known.channel)
        where = wording.row_name(screens, "channel", row) if row else LAST_TEN if known.column else ""
        channel = Part("where", "channel", where, "F9 lists your channels; empty: all customers", is_listed=True)
        parts = [channel, *_numbers(known.asked, known.bought, known.column)]
        title = texts["test-customers" if known.column else "test"]
        return Deciding(title, "to compare with", parts, id=BEGIN, about=about)
    is_ended = trials.is_over(test, today) or each.planned.status == "done"
    if is_ended and trials.result(test) == "better":
        beside = f"after {2 * trials.cycle(screens, audit, test.channel)[0]} days"
        parts = _numbers(test.asked_again, test.bought_again, test.column)
        return Deciding(_with_day(texts["again"], analysis, test, today), beside, parts, id=AGAIN, about=about)
    since = f"since {said_day(trials.day(test.started), today)}"
    parts = _numbers(test.asked, test.bought, test.column)
    return Deciding(texts["count-customers" if test.column else "count"], since, parts, id=COUNT, about=about)


def channels_sheet(analysis: Analysis, title: str, usual: str) -> Asking:
    """Return the list of what a test can be about: a channel, all customers, and the `usual` if it's the last ten."""
    names = [wording.row_name(analysis.content, "channel", row) for row in analysis.audit.of("channel")]
    last = [LAST_TEN] if usual == LAST_TEN else []
    ways = {name: name for name in [*last, *names] if name} | {"": "all customers"}
    return Asking.titled(title, Ways(*numbered(ways), id=CHANNELS), id=f"{CHANNELS}-sheet")


def why_not(analysis: Analysis, each: Followed, wrong: Wrong, today: date) -> str:
    """Return why a test's numbers can't be saved as typed, in the words of screens/plan.md."""
    text, test = analysis.content.screens["plan"].texts[wrong], each.planned.test
    return _with_day(text, analysis, test, today) if test else text


def doubts(analysis: Analysis, each: Followed, begun: PlannedFix, today: date) -> Iterator[str]:
    """Yield why a test that would begin now may not tell whether the fix helped, in the words of screens/plan.md."""
    screens, audit = analysis.content, analysis.audit
    test, texts = begun.test, screens.screens["plan"].texts
    if test is None or each.planned.status == "testing" or begun.status != "testing":
        return
    if trials.at_once(audit, test.channel, today, begun):
        yield texts["at-once"]
    least, asked = _least(test), _asked_in_a_quarter(analysis, test)
    days = trials.days_run(test, today)[1]
    expected = trials.enough(test) if asked is None else round(asked * days / QUARTER_DAYS)
    if least is not None and expected >= least:
        return
    if least is None or not asked:
        told = texts["too-few-ever"]
    else:
        weeks = wording.count(ceil(least / asked * WEEKS), "week")
        told = texts["too-few"].replace("{expected}", str(expected)).replace("{least}", str(least))
        told = told.replace("{days}", str(days)).replace("{weeks}", weeks)
    is_countable = any(one.column for one in trials.baselines(screens, audit, analysis.findings, each.planned.check))
    yield " ".join([told, *([texts["count-instead"]] if is_countable and not test.column else []), texts["begin"]])


def _least(test: Test) -> int | None:
    """Return how few people could show that the fix helped if all bought; None if even the most couldn't."""
    before = test.asked_before, test.bought_before
    asked = range(1, trials.enough(test) + 1)
    return next((number for number in asked if trials.compare(*before, number, number) == "better"), None)


def _asked_in_a_quarter(analysis: Analysis, test: Test) -> float | None:
    """Return how many people asked in three months where the test runs; None if that isn't known."""
    if test.column:
        return None
    row = analysis.audit.row("channel", test.channel)
    rows = [row] if row else analysis.audit.of("channel")
    numbers = [trials.numbers_of(analysis.content, each) for each in rows]
    known = [each[0] for each in numbers if each]
    return sum(known) if known and len(known) == len(numbers) else None


def _with_day(text: str, analysis: Analysis, test: Test, today: date) -> str:
    """Return the text, with the day filled in from which the numbers can be counted once more."""
    return text.replace("{day}", said_day(trials.confirmed_on(analysis.content, analysis.audit, test), today))


def _goes_on(each: Followed, test: Test) -> bool:
    """Whether something is left to count: the test runs, or its improvement is to be counted once more."""
    is_better = trials.result(test) == "better" and not test.asked_again
    return each.planned.status == "testing" or (each.planned.status == "done" and is_better)


def _numbers(asked: float, bought: float, column: str) -> list[Part]:
    """Return the fields of two counts: of people who asked and bought or, with a `column`, of the last customers."""
    first, second = (f"{number:.0f}" if asked else "" for number in (asked, bought))
    if column:
        promised = Part("bought", "as promised", second, "how many of them got it as promised")
        return [Part("asked", "customers", first, "how many you counted"), promised]
    return [
        Part("asked", "asked", first, "how many asked"),
        Part("bought", "bought", second, "how many of them bought"),
    ]


def told_of(analysis: Analysis, each: Followed, sheet: Deciding, today: date) -> PlannedFix | Wrong:
    """Return the planned fix with the numbers typed into the form, or why they can't be saved."""
    screens, audit = analysis.content, analysis.audit
    said, test = sheet.said, each.planned.test
    asked, bought = _whole(said["asked"]), _whole(said["bought"])
    if asked is None or bought is None or bought > asked:
        return "numbers"
    if sheet.id == BEGIN or test is None:
        against = _against(analysis, each, said["where"], asked, bought)
        if against is None:
            return "no-channel"
        return trials.begin(each.planned, against, today, trials.length(screens, audit, against.channel))
    if sheet.id == AGAIN:
        if today < trials.confirmed_on(screens, audit, test):
            return "early"
        return replace(each.planned, test=trials.counted_again(test, asked, bought))
    return replace(each.planned, test=trials.counted(test, asked, bought, today))


def _against(analysis: Analysis, each: Followed, where: str, asked: float, bought: float) -> trials.Baseline | None:
    screens = analysis.content
    if not where:
        return trials.Baseline("", "", asked, bought)
    named = {wording.row_name(screens, "channel", row).casefold(): row.id for row in analysis.audit.of("channel")}
    if where.casefold() in named:
        return trials.Baseline(named[where.casefold()], "", asked, bought)
    measures = screens.topics[screens.checks[each.planned.check].topic].measures
    column = next((name for name in measures if name in COLUMNS), "")
    return trials.Baseline("", column, asked, bought) if where.casefold() == LAST_TEN and column else None


def _whole(text: str) -> float | None:
    """Return a typed count; None if it isn't a whole number."""
    digits = text.replace(",", "").replace(" ", "")
    return float(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None
