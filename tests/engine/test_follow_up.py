"""Reports on earlier quarters: goals, limits, experiments, and answers that disagree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import channel, customers, promise
from tests.businesses import our_content
from tests.quarters import following, history

from trueup.answers.model import Audit
from trueup.engine.analysis import Analysis
from trueup.engine.follow_up import VERDICTS, FollowUp, follow_ups
from trueup.engine.judge import judge
from trueup.wording.follow_up import sentence

CONTENT = our_content()


def quarter(*channels: dict[str, Any], **answers: Any) -> dict[str, Any]:
    more = {key: answers.pop(key) for key in ("promises", "customers", "accepted", "plan") if key in answers}
    said = {name.replace("__", "."): value for name, value in answers.items()}
    return {"business": "Plumbline", "answers": {"identity.kind": "goods", **said}, "channels": list(channels), **more}


def site(**figures: float) -> dict[str, Any]:
    return channel("site", "page", "online", **figures)


def told(*quarters: dict[str, Any], unconfirmed: tuple[str, ...] = ()) -> list[FollowUp]:
    audits = following(CONTENT, "2026-Q1", quarters)
    now = replace(audits[-1], unconfirmed=frozenset(unconfirmed))
    return list(follow_ups(CONTENT, history(CONTENT, (*audits[:-1], now)), now, judge(CONTENT, now)))


def short(found: list[FollowUp]) -> list[tuple[str, str]]:
    return [(each.kind, each.verdict) for each in found]


def said(found: list[FollowUp], last: dict[str, Any]) -> list[str]:
    audit = following(CONTENT, "2026-Q3", [last])[-1]
    return [sentence(Analysis(CONTENT, audit), each) for each in found]


@pytest.mark.parametrize(("was", "now", "verdict"), [(200, 240, "kept"), (200, 180, "broken"), (200, 200, "broken")])
def test_a_goal_is_met_if_its_figure_grew(was: float, now: float, verdict: str) -> None:
    found = told(quarter(site(leads=was), identity__goal="leads"), quarter(site(leads=now)))
    assert short(found) == [("goal", verdict)]


def test_a_figure_copied_from_the_last_quarter_and_not_confirmed_is_not_reported() -> None:
    both = quarter(site(leads=200), identity__goal="leads"), quarter(site(leads=240))
    assert told(*both, unconfirmed=("channel:site",)) == []


def test_a_goal_is_measured_over_the_channels_that_exist_in_both_quarters() -> None:
    new = channel("market", "page", "online", leads=500)
    found = told(quarter(site(leads=200), identity__goal="leads"), quarter(site(leads=150), new))
    assert [each.figures for each in found] == [(200, 150)]


@pytest.mark.parametrize(
    ("bought", "reached", "expected"),
    [
        (90, None, [("number", "kept")]),
        (40, None, [("number", "open")]),
        (40, "reached", [("number", "kept")]),
        (40, "missed", [("number", "broken")]),
        (40, "none", [("no number", "broken"), ("number", "open")]),
    ],
)
def test_the_target_number_of_the_last_quarter_is_followed_up(
    bought: float, reached: str | None, expected: list[tuple[str, str]]
) -> None:
    more = {"identity__reached": reached} if reached else {}
    last = quarter(site(customers=bought), identity__goal="sales", **more)
    assert short(told(quarter(site(), identity__goal="sales", identity__target=80), last)) == expected


WATCHED = {"reason": "They bring half of us.", "watch": "of those who asked at site, bought: 20%", "below": "15%"}


@pytest.mark.parametrize(("bought", "verdict"), [(30, "kept"), (15, "broken"), (10, "broken")])
def test_a_watched_limit_is_compared_with_the_figures(bought: float, verdict: str) -> None:
    accepted = {"start.gated": WATCHED}
    last = quarter(site(leads=100, customers=bought), accepted=accepted)
    found = told(quarter(site(leads=100, customers=20), accepted=accepted), last)
    assert short(found) == [("limit", verdict)]
    assert found[0].figures == (bought / 100, 0.15)


def test_the_founder_is_asked_when_no_answer_shows_the_watched_figure() -> None:
    accepted = {"start.gated": {"reason": "So.", "watch": "Of ten members, how many stay", "below": "7"}}
    last = quarter(site(), accepted=accepted)
    found = told(quarter(site(), accepted=accepted), last)
    assert short(found) == [("limit", "open")]
    assert said(found, last) == ["You watch “Of ten members, how many stay”: is it below 7?"]


def test_a_limit_set_this_quarter_is_not_checked_yet() -> None:
    assert told(quarter(site()), quarter(site(leads=100, customers=1), accepted={"start.gated": WATCHED})) == []


TEST = {"started": "2026-02-01", "ends": "2026-02-14", "channel": "site", "asked_before": 200.0, "bought_before": 20.0}


@pytest.mark.parametrize(
    ("counted", "bought", "expected"),
    [
        ({"asked": 100.0, "bought": 30.0}, 60, [("test", "kept")]),
        ({"asked": 100.0, "bought": 30.0}, 20, [("test", "broken")]),
        ({"asked": 100.0, "bought": 9.0}, 20, []),
        ({}, 20, [("test", "open")]),
    ],
)
def test_the_effect_of_an_experiment_is_checked_in_the_figures_of_later_quarters(
    counted: dict[str, float], bought: float, expected: list[tuple[str, str]]
) -> None:
    fix = next(fix.key for fix in CONTENT.checks["start.gated"].fixes)
    plan = [{"check": "start.gated", "fix": fix, "status": "testing", "test": {**TEST, **counted}}]
    last = quarter(site(leads=200, customers=bought), plan=plan)
    assert short(told(quarter(site(), plan=plan), last)) == expected


def test_a_mismatch_that_came_back_after_its_fix_is_reported() -> None:
    gated = {"promises": [promise("start.alone")], "channels": [channel("site", "page", "talks", conditions=[])]}
    open_again = {**gated, "channels": [channel("site", "page", "online", conditions=[])]}
    fix = next(fix.key for fix in CONTENT.checks["start.gated"].fixes)
    plan = [{"check": "start.gated", "fix": fix, "status": "done", "since": "2026-02-01"}]
    business = {"business": "Plumbline", "plan": plan}
    found = told({**business, **open_again}, {**business, **gated})
    assert [(each.kind, each.check, each.quarter) for each in found] == [("came back", "start.gated", "2026-Q1")]
    assert short(told({**business, **gated}, {**business, **gated})) == []  # the mismatch was never gone


def test_the_answer_that_nothing_changed_is_compared_with_the_price() -> None:
    low, high = {"offer__price": "low"}, {"offer__price": "high", "offer__changed": "same"}
    found = told(quarter(site(), **low), quarter(site(), **high))
    assert [(each.kind, each.about) for each in found] == [("nothing changed", "offer.price")]
    assert told(quarter(site(), **high), quarter(site(), **high)) == []
    later = quarter(site(), offer__price="high")
    assert (
        told(quarter(site(), **low), later, later, later, later, quarter(site(), **high)) == []
    )  # the price rose over a year ago


def test_a_promise_that_is_older_than_a_changed_price_is_reported() -> None:
    def premium(price: str, words: str = "The best there is", claim: str = "price.premium") -> dict[str, Any]:
        return quarter(site(), offer__price=price, promises=[promise(claim, words=words, asks="nothing")])

    found = told(premium("middle"), premium("high"))
    assert [(each.kind, each.place, each.about) for each in found] == [
        ("older promise", "promise:home-page", "offer.price")
    ]
    assert told(premium("high"), premium("high")) == []
    assert told(premium("middle"), premium("high", "Dearer, and better")) == []
    contradicted = told(premium("middle", claim="price.low"), premium("high", claim="price.low"))
    assert contradicted == [], "the mismatch says it already"


@pytest.mark.parametrize(
    ("spent", "bought", "is_told"),
    [
        ((100, 150, 200), (30, 20, 10), True),
        ((100, 150, 150), (30, 20, 10), False),
        ((100, 150, 200), (30, 20, 25), False),
    ],
)
def test_rising_costs_and_falling_sales_two_quarters_in_a_row_are_reported(
    spent: tuple[int, ...], bought: tuple[int, ...], is_told: bool
) -> None:
    quarters = [quarter(site(spend=cost, customers=sold)) for cost, sold in zip(spent, bought, strict=True)]
    found = told(*quarters)
    assert [each.kind for each in found] == (["costs up, sales down"] if is_told else [])
    if is_told:
        assert said(found, quarters[-1]) == [
            "site: spent 100 → 150 → 200, bought 30 → 20 → 10. More cost, fewer sales, twice running."
        ]


def test_a_first_quarter_has_nothing_to_follow_up() -> None:
    assert told(quarter(site(leads=1), identity__goal="leads")) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=4))
def test_every_report_has_a_sentence_and_reports_are_ordered_by_verdict(figures: list[tuple[int, int, int]]) -> None:
    quarters = [
        quarter(
            site(leads=asked, customers=bought, spend=spent),
            identity__goal="leads",
            customers=customers(received=["late", "ontime", "ontime", "ontime"]),
            accepted={"start.gated": WATCHED},
        )
        for asked, bought, spent in figures
    ]
    found = told(*quarters)
    order = [VERDICTS.index(each.verdict) for each in found]
    assert order == sorted(order)
    assert all(text.endswith((".", "?")) for text in said(found, quarters[-1]))
    assert isinstance(found, list)
    assert all(isinstance(each.figures, tuple) for each in found)


def test_following_up_does_not_change_the_audit() -> None:
    audits: tuple[Audit, ...] = following(CONTENT, "2026-Q1", [quarter(site(leads=5)), quarter(site(leads=6))])
    copy = replace(audits[-1])
    follow_ups(CONTENT, history(CONTENT, audits), audits[-1], judge(CONTENT, audits[-1]))
    assert copy == audits[-1]
