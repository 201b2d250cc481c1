"""Lines about the plan: how far fixes are, touchpoints, tests, days to come, and follow-ups from earlier quarters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Test
from trueup.content.model import Content as Screens
from trueup.engine import experiments as trials
from trueup.engine.analysis import Analysis
from trueup.engine.due import DueDay
from trueup.engine.follow_up import FollowUp, Verdict
from trueup.engine.model import as_reported
from trueup.engine.plan import PROMISE, Followed
from trueup.session.session import Session
from trueup.ui.base.head import gauge_before
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, heading, in_one_line, plain
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.changes import read_at
from trueup.wording.findings import count
from trueup.wording.follow_up import VERDICT_WORDS, sentence

LABEL = 12


def status_words(each: Followed, today: date | None = None) -> str:
    """Return how far a fix is, such as `doing, 1 of 5 done` or `testing, day 9 of 14`."""
    done, total = each.touchpoints_done
    where = f", {done} of {total} done" if total and each.condition in ("doing", "half applied") else ""
    test = each.planned.test
    if test and today and each.condition == "testing":
        run, days = trials.days_run(test, today)
        if (result := trials.result(test)) and trials.is_counted_out(test):
            return f"tested: {vocabulary.RESULTS[result]}"
        return f"testing, {'over' if trials.is_over(test, today) else f'day {run} of {days}'}"
    return vocabulary.CONDITIONS[each.condition] + where


def touchpoint_name(analysis: Analysis, name: str) -> str:
    """Return the name of a touchpoint; of a promise, where it's published and its words."""
    row = analysis.audit.row("promise", name.removeprefix(PROMISE)) if name.startswith(PROMISE) else None
    if row is None:
        return name
    places = [wording.row_name(analysis.content, "promise", row), read_at(row)]
    return f"{', '.join(filter(None, places))}: “{row.text('words')}”"


def said_day(day: date, today: date) -> str:
    """Return a day as `15 Nov`, with the year only if it differs from today's."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def test_lines(analysis: Analysis, each: Followed, number: int, today: date, then: str) -> Iterator[Line]:
    """Yield the lines about the test of a fix. `then` names the alternative to try."""
    test = each.planned.test
    if test is None:
        return
    who = "customers" if test.column else "who asked"
    ends = f"ends {said_day(trials.day(test.ends), today)} or at {trials.enough(test)} {who}"
    over = trials.is_over(test, today)
    yield heading(f"Test of fix {number}", "over" if over else ends)
    yield _labelled("where", plain(_where(analysis, test)))
    yield _labelled("before", _counted(test, test.asked_before, test.bought_before))
    threshold = plain("" if over else _threshold(test), MUTED)
    yield _labelled("so far", _counted(test, test.asked, test.bought), threshold)
    run, days = trials.days_run(test, today)
    yield _gauged("days", run, days)
    yield _gauged("asked" if not test.column else "counted", round(test.asked), trials.enough(test))
    if not over and trials.at_once(analysis.audit, test.channel, today, each.planned):
        yield _labelled("but", plain("another test runs here, so you can't tell which one helped"))
    yield from _outcome(analysis, test, today, over, then)


def _threshold(test: Test) -> str:
    """Return the count from which on a running test shows an improvement, or a text that no count could show one."""
    needed, most = trials.needed(test), trials.enough(test)
    return f"better from {needed} of {most}" if needed is not None else f"no count of {most} could show it"


def _outcome(analysis: Analysis, test: Test, today: date, over: bool, then: str) -> Iterator[Line]:
    screens, audit = analysis.content, analysis.audit
    result = trials.result(test)
    again = trials.confirmed_on(screens, audit, test)
    if over and result is not None:
        yield _labelled("result", plain(vocabulary.RESULTS[result], STRONG))
    if test.asked_again:
        lasted = "it lasted" if test.confirmed else "it did not last"
        yield _labelled("again", Content.assemble(_counted(test, test.asked_again, test.bought_again), f"   {lasted}"))
    elif not over or result == "better":
        days, said = trials.cycle(screens, audit, test.channel)
        cycles = f"the same numbers once more after two sales cycles, {2 * days} days{'' if said else ', assumed'}"
        when = f"the same numbers on {said_day(again, today)}, two sales cycles later"
        yield _labelled("then", plain(when if over else cycles, MUTED))
    if then and not (over and result == "better" and (test.confirmed or not test.asked_again)):
        yield _labelled("or else", plain(then, MUTED))


def _labelled(label: str, text: Content, right: Content | None = None) -> Line:
    return Line(Content.styled(f"  {label:<{LABEL}}", MUTED), text, right or Content(""))


def _gauged(label: str, done: int, total: int) -> Line:
    figures = Content.styled(f"   {done:>4} of {total:>3}", MUTED)
    lead = Content.styled(f"  {label:<{LABEL}}", MUTED)
    return Line(lead, fill=gauge_before(figures, min(done, total), total, most=44))


def _counted(test: Test, asked: float, bought: float) -> Content:
    """Return `236 asked, 41 bought   17%`; without the percentage if fewer than ten asked."""
    if not asked:
        return Content.styled("nothing counted yet", MUTED)
    nouns = ("customers", "as promised") if test.column else ("asked", "bought")
    share = f"   {bought / asked:.0%}" if asked >= 10 else ""
    return plain(f"{asked:>5,.0f} {nouns[0]}, {bought:>4,.0f} {nouns[1]}{share}")


def _where(analysis: Analysis, test: Test) -> str:
    screens = analysis.content
    if test.column and test.column in screens.questions:
        return f"the last ten customers: {screens.questions[test.column].short or test.column}"
    row = analysis.audit.row("channel", test.channel)
    return wording.row_name(screens, "channel", row) if row else test.channel or "all customers"


def under_way_lines(plan: Iterable[Followed], today: date) -> Iterator[Line]:
    """Yield a line for each fix under way, with its state, and a gauge of the days if it's being tested."""
    is_open = [each for each in plan if each.is_open]
    if not is_open:
        return
    yield heading("Under way")
    for each in is_open:
        test = each.planned.test
        yield in_one_line(
            Line(text=plain(each.fix.do), right=Content.styled(vocabulary.CONDITIONS[each.condition], MUTED))
        )
        if test and each.condition == "testing":
            yield _gauged("days", *trials.days_run(test, today))


def coming_lines(screens: Screens, days: Iterable[DueDay], today: date) -> Iterator[Line]:
    """Yield a line for each thing whose day is still to come, in the order of `days`."""
    for day in days:
        if not day.is_due(today):
            right = Content.styled(said_day(day.day, today), MUTED)
            yield in_one_line(Line(text=plain(due_words(screens, day)), right=right))


def due_words(screens: Screens, day: DueDay) -> str:
    """Return in a few words what is to be done on a day."""
    title = as_reported(screens.checks[day.check].title) if day.check in screens.checks else ""
    return {
        "test ends": "Test ends",
        "confirmation": "Look again at the numbers",
        "review": f"± {title}",
        "next quarter": "Next quarter opens",
    }[day.kind]


FOLLOW_UP_SIGNS: dict[Verdict, str] = {"kept": "=", "broken": "≠", "open": "?"}

GROUP_LABEL, NUMBER = 11, 3
"""Cells for the name of a group and for the number of its members, as in the list of what changed."""

GROUP = "last time"
"""The name and the row id of the group of follow-ups in the list of what changed."""


def follow_up_lines(session: Session, found: Iterable[FollowUp]) -> Iterator[Line]:
    """Yield a line for each follow-up, with a sign for its verdict."""
    for each in found:
        told = plain(sentence(session.analysis, each), STRONG if each.verdict == "broken" else "")
        yield Line(Content.styled(f"{FOLLOW_UP_SIGNS[each.verdict]}  ", MUTED), told)


def follow_up_rows(session: Session, found: Iterable[FollowUp]) -> Iterator[Option]:
    """Yield a row for each follow-up, with its verdict. The row's id is its index."""
    for nth, each in enumerate(found):
        lead = Content.styled(f"{FOLLOW_UP_SIGNS[each.verdict]}  ", MUTED)
        right = Content.styled(VERDICT_WORDS[each.verdict], STRONG if each.verdict == "broken" else MUTED)
        yield Option(Hung([Line(lead, plain(sentence(session.analysis, each)), right)]), id=f"{nth}")


def group_row(session: Session) -> list[Option]:
    """Return one row for all follow-ups, for the list of what changed; empty if there are none."""
    found = session.follow_ups
    if not found:
        return []
    lead = Content.assemble(GROUP.ljust(GROUP_LABEL), (f"{len(found):<{NUMBER}}", STRONG))
    right = Content.styled(VERDICT_WORDS[found[0].verdict], MUTED)
    lines = [Line(lead, plain(sentence(session.analysis, found[0])), right)]
    if len(found) > 1:
        more = Content.styled(f"and {count(len(found) - 1, 'more thing')} you said or set", MUTED)
        lines.append(Line(Content(" " * (GROUP_LABEL + NUMBER)), more))
    return [Option(Hung(lines), id=GROUP)]
