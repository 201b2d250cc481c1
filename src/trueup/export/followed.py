"""The summary on what is being done: fixes under way, where they are made, their tests, and what decisions report."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.answers.model import Audit, Test
from trueup.content.model import Content
from trueup.engine import experiments
from trueup.engine.due import reported
from trueup.engine.follow_up import follow_ups
from trueup.engine.history import History
from trueup.engine.model import Findings
from trueup.engine.plan import PROMISE, Followed, followed
from trueup.export.markdown import Item, Md, Writer, escape, strong
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.follow_up import VERDICT_WORDS, sentence


def write_plan(page: Writer, content: Content, audit: Audit, findings: Findings) -> None:
    """Fixes of the plan, in the founder's order, each with what is left and what its test says."""
    plan = followed(content, audit, findings)
    if plan:
        page.heading(2, Md("What is being done"))
    page.points(
        Item(
            Md(f"{strong(each.fix.do)} ({escape(vocabulary.CONDITIONS[each.condition])}{_since(each)})"),
            points=[Item(line) for line in _lines(content, audit, each)],
        )
        for each in plan
    )


def write_follow_ups(page: Writer, content: Content, history: History, audit: Audit, findings: Findings) -> None:
    """What was said or set in earlier quarters, and what came of it."""
    found = follow_ups(content, history, audit, findings)
    if found:
        page.heading(2, Md("What you said or set, and what came of it"))
    page.points(
        Item(Md(f"{strong(VERDICT_WORDS[each.verdict].capitalize())}: {escape(sentence(content, audit, each))}"))
        for each in found
    )


def reports_of(audit: Audit, findings: Findings) -> dict[str, list[Md]]:
    """By check, what a trade-off or an objection has to report."""
    found = reported(audit, findings)
    return {each.check: [Md(f"{escape(vocabulary.REPORTS[report])}.") for report in each.reports] for each in found}


def _since(each: Followed) -> Md:
    return Md(f" since {escape(each.planned.since)}") if each.planned.since else Md("")


def _lines(content: Content, audit: Audit, each: Followed) -> Iterator[Md]:
    yield Md(f"Against {escape(wording.titles(content, [each.planned.check]))}")
    done, total = each.touchpoints_done
    if total:
        left = [_touchpoint(content, audit, name) for name, at in each.touchpoints.items() if at.state == "todo"]
        missing = f"; still to change: {', '.join(left)}" if left else ""
        yield Md(f"{done} of {total} changed{missing}")
    test = each.planned.test
    if test is not None:
        yield from _test(content, audit, test)


def _touchpoint(content: Content, audit: Audit, name: str) -> Md:
    row = audit.row("promise", name.removeprefix(PROMISE)) if name.startswith(PROMISE) else None
    return escape(wording.row_name(content, "promise", row) if row else name)


def _test(content: Content, audit: Audit, test: Test) -> Iterator[Md]:
    row = audit.row("channel", test.channel)
    counted = content.questions.get(test.column)
    of_customers = f"the last ten customers, {counted.short or counted.text}" if counted else ""
    where = of_customers or (wording.row_name(content, "channel", row) if row else "all customers")
    yield Md(f"Tested in {escape(where)} from {escape(test.started)}, ends {escape(test.ends)} or at "
             f"{experiments.enough(test)}")  # fmt: skip
    before = wording.conversion(test.asked_before, test.bought_before, of_customers=bool(counted))
    needed = experiments.needed(test)
    counts = (
        f"better from {needed} of {experiments.enough(test)} on" if needed is not None else "too few to show a change"
    )
    yield Md(f"Before {escape(before)}; {counts}")
    result = experiments.result(test)
    if result is not None:
        since = wording.conversion(test.asked, test.bought, of_customers=bool(counted))
        yield Md(f"Since {escape(since)}: {escape(vocabulary.RESULTS[result])}")
    if test.asked_again:
        again = wording.conversion(test.asked_again, test.bought_again, of_customers=bool(counted))
        lasted = "it lasted" if test.confirmed else "it did not last"
        yield Md(f"Two sales cycles later {escape(again)}: {lasted}")
