"""Comparing quarters: each quarter is read once, only when needed, and judged by the rules of its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

import pytest
from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, FoundMismatch, Row
from trueup.content.model import Content
from trueup.engine.history import History, Quarter
from trueup.engine.judge import judge
from trueup.engine.next_quarter import begin, finish

Business = Callable[..., Audit]
TODAY = date(2026, 11, 21)


@pytest.fixture
def quarters(small: Content, business: Business) -> dict[str, Audit]:
    """Three quarters. Customers must talk before buying in 2026-Q3 and 2027-Q1, the current one, but not in 2026-Q4."""
    gated = replace(
        business(promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")]), quarter="2026-Q3"
    )
    open_again = {"steps": Answer(("reads", "pays"))}
    site = gated.of("channel")[0]
    alone = begin(gated, "2026-Q4").with_row("channel", replace(site, fields={**site.fields, **open_again}))
    back = begin(alone, "2027-Q1").with_row("channel", site)
    listed = (finish(small, gated, TODAY), finish(small, alone, TODAY), back)
    return {audit.quarter: audit for audit in listed}


def history(small: Content, quarters: dict[str, Audit]) -> History:
    return History.reading(small, quarters, quarters.__getitem__)


def test_a_mismatch_that_is_gone_counts_as_fixed_and_if_it_returns_as_reopened(
    small: Content, quarters: dict[str, Audit]
) -> None:
    over_time = history(small, quarters)
    assert over_time.names == ("2026-Q3", "2026-Q4", "2027-Q1")
    assert [(each.id, each.group) for each in over_time.changes("2026-Q3", "2026-Q4")] == [("start.gated", "fixed")]
    assert [each.group for each in over_time.changes("2026-Q4", "2027-Q1")] == ["reopened"]
    assert [each.group for each in over_time.changes("2026-Q3", "2027-Q1")] == ["persisting"]
    assert [each.place for each in over_time.answers("2026-Q3", "2026-Q4")] == ["channel:site.steps"]


def test_a_mismatch_has_a_state_in_every_quarter(small: Content, quarters: dict[str, Audit]) -> None:
    stood = history(small, quarters).of_mismatch("start.gated")
    assert [each.verdict if isinstance(each, FoundMismatch) else each for _, each in stood] == [
        "contradiction",
        "fine",
        "contradiction",
    ]


def test_a_mismatch_is_not_judged_in_a_quarter_from_before_its_rule_existed(
    small: Content, quarters: dict[str, Audit]
) -> None:
    then = quarters["2026-Q4"]
    assert then.found is not None
    rules = {name: mark for name, mark in then.found.rules.items() if name != "start.gated"}
    quarters["2026-Q4"] = replace(then, found=replace(then.found, rules=rules))
    assert dict(history(small, quarters).of_mismatch("start.gated"))["2026-Q4"] == "not judged"


def test_each_quarter_is_read_once_and_only_when_needed(small: Content, quarters: dict[str, Audit]) -> None:
    asked: list[str] = []

    def read(name: str) -> Audit:
        asked.append(name)
        return quarters[name]

    over_time = History.reading(small, quarters, read)
    assert [point.open for point in over_time.trend(("2026-Q4", "2027-Q1"))] == [0, 1]
    now = quarters["2027-Q1"].without_row("channel", "site")
    later = over_time.now(now, lambda: judge(small, now))
    assert [point.open for point in later.trend()] == [1, 0, 0]
    assert asked == ["2026-Q4", "2027-Q1", "2026-Q3"]


def test_earlier_findings_are_kept_even_if_the_rules_have_changed(small: Content, quarters: dict[str, Audit]) -> None:
    then = quarters["2026-Q3"]
    assert then.found is not None
    quarters["2026-Q3"] = replace(then, found=replace(then.found, mismatches=(), content="older"))
    over_time = history(small, quarters)
    assert [point.open for point in over_time.trend()] == [0, 0, 1]
    assert [each.group for each in over_time.changes("2026-Q3", "2027-Q1")] == ["by the rule"]


def test_a_change_between_quarters_with_the_same_old_rules_is_attributed_to_the_business(
    small: Content, quarters: dict[str, Audit]
) -> None:
    gone = FoundMismatch("gone.rule", "contradiction", 1.0, "open", 3)
    for name, listed in (("2026-Q3", (gone,)), ("2026-Q4", ())):
        then = quarters[name].found
        assert then is not None
        older = replace(then, mismatches=listed, content="older")
        quarters[name] = replace(quarters[name], found=older)
    assert [each.group for each in history(small, quarters).changes("2026-Q3", "2026-Q4")] == ["fixed"]


EASY = {
    "business": "Acme",
    "quarter": "2026-Q4",
    "answers": {"identity.kind": "software"},
    "promises": [promise("start.easy")],
    "channels": [
        channel("site", "page", "online", share=0.7),
        channel("dealer", "named", "talks", "invoice", share=0.3),
    ],
}
"""A business that says starting is easy, which is only a mismatch while its last customers didn't start alone."""


@pytest.mark.parametrize("entered", [[], ["", "", ""]])
def test_a_mismatch_is_not_new_because_the_last_customers_are_not_entered_again(entered: list[str]) -> None:
    content = our_content()
    document = {**EASY, "customers": customers(started=["alone"] * 5)}
    before = finish(content, audit_from_document(document, content), TODAY)
    after = begin(before, "2027-Q1")
    blank = tuple(Row(f"c{n}", {"name": Answer(f"A. {n}")}) for n, _ in enumerate(entered))
    after = after.with_rows("customer", blank)
    quarters = {each.quarter: each for each in (before, after)}
    assert "start.hard" in {each.id for each in judge(content, after).mismatches}
    changed = history(content, quarters).changes("2026-Q4", "2027-Q1")
    assert {each.id: each.group for each in changed if each.id == "start.hard"} == {"start.hard": "not counted yet"}
    helped = after.with_rows("customer", tuple(Row(f"c{n}", {"started": Answer("help")}) for n in range(5)))
    changed = history(content, {**quarters, "2027-Q1": helped}).changes("2026-Q4", "2027-Q1")
    assert {each.id: each.group for each in changed if each.id == "start.hard"} == {"start.hard": "new"}


COUNTS = ((), ("alone",) * 5, ("help",) * 5, ("alone", "help"))
"""How the last customers of a quarter started: none entered, all alone, all with help, or too few to count."""


@cache
def quarter(
    name: str, counted: tuple[str, ...], *, promised: bool, accepted: bool = False, ended: bool = True
) -> Quarter:
    """A quarter of the business. It keeps what was found in it for every history that it's part of."""
    content = our_content()
    decided = {"accepted": {"start.hard": {"reason": "it pays"}}} if accepted else {}
    promises = EASY["promises"] if promised else []
    document = {**EASY, **decided, "quarter": name, "promises": promises, "customers": customers(started=[*counted])}
    audit = finish(content, audit_from_document(document, content), TODAY)
    return Quarter(content, lambda: audit if ended else replace(audit, found=None))


@pytest.mark.parametrize("counted_now", COUNTS)
def test_every_open_mismatch_is_in_exactly_one_group(counted_now: tuple[str, ...]) -> None:
    for now, accepted in product((True, False), repeat=2):
        current = quarter("2027-Q2", counted_now, promised=now, accepted=accepted, ended=False)
        open_now = sorted(each.id for each in judge(our_content(), current.audit).mismatches)
        for counted_then, first, then in product(COUNTS, (True, False), (True, False)):
            before = quarter("2026-Q4", ("help",) * 5, promised=first), quarter("2027-Q1", counted_then, promised=then)
            over_time = History(our_content(), {each.audit.quarter: each for each in (*before, current)})
            found = over_time.changes("2027-Q1", "2027-Q2")
            still_open = [each for each in found if each.now is not None and each.now.state == "open"]
            assert sorted(each.id for each in still_open) == open_now
            groups = {"new", "reopened", "persisting", "not counted yet", "by the rule"}
            assert {each.group for each in still_open} <= groups
