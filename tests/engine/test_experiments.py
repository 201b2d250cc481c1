"""Experiments: a fix is tried for a limited time. Its result comes from real counts and says no more than they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers import model
from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit, PlannedFix
from trueup.engine import experiments
from trueup.engine.judge import judge

CONTENT = our_content()
TODAY = date(2026, 11, 2)


def business(**numbers: float) -> Audit:
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "promises": [promise("start.alone")],
        "channels": [
            channel("site", "page", "online", leads=236, customers=41),
            channel("guild", "talks", "online", **numbers),
        ],
        "customers": customers(started=["talk", "talk", "talk", "alone"]),
    }
    return audit_from_document(document, CONTENT)


def running(asked: float = 0.0, bought: float = 0.0, **more: str) -> model.Test:
    planned = experiments.begin(PlannedFix("start.gated", "say"), experiments.Baseline("guild", "", 236.0, 41.0), TODAY)
    assert planned.test is not None
    return replace(planned.test, asked=asked, bought=bought, **more)


def test_baselines_start_with_the_conflicting_channel_and_end_with_the_customers() -> None:
    audit = business(leads=118, customers=46)
    found = experiments.baselines(CONTENT, audit, judge(CONTENT, audit), "start.gated")
    assert [(each.channel, each.column, each.asked, each.bought) for each in found] == [
        ("guild", "", 118.0, 46.0),
        ("site", "", 236.0, 41.0),
        ("", "customer.started", 4.0, 1.0),
    ]


@pytest.mark.parametrize("numbers", [{}, {"leads": 118}, {"leads": 0, "customers": 0}, {"leads": 5, "customers": 9}])
def test_a_channel_without_usable_numbers_is_no_baseline(numbers: dict[str, float]) -> None:
    audit = business(**numbers)
    assert "guild" not in {
        each.channel for each in experiments.baselines(CONTENT, audit, judge(CONTENT, audit), "start.gated")
    }


def test_an_experiment_ends_after_two_weeks_or_after_a_hundred_people() -> None:
    test = running()
    assert test.ends == "2026-11-15"
    assert experiments.days_run(test, date(2026, 11, 10)) == (9, 14)
    assert not experiments.is_over(test, date(2026, 11, 14))
    assert experiments.is_over(test, date(2026, 11, 15))
    early = experiments.counted(test, 100.0, 20.0, date(2026, 11, 6))
    assert (early.ends, experiments.is_over(early, date(2026, 11, 6))) == ("2026-11-06", True)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.floats(0, 1000))
def test_a_clock_set_back_never_makes_an_experiment_end_before_it_starts(today: date, asked: float) -> None:
    test = experiments.counted(running(), asked, 0.0, today)
    assert test.started <= test.ends <= "2026-11-15"
    run, total = experiments.days_run(test, today)
    assert 0 <= run <= total <= 14


@pytest.mark.parametrize(
    ("counts", "result"),
    [
        ((236, 41, 61, 13), "same"),  # 17% and 21% of so few people count as the same
        ((236, 41, 100, 35), "better"),
        ((236, 41, 100, 5), "worse"),
        ((10, 3, 10, 9), "better"),
        ((10, 5, 10, 7), "too few"),
        ((236, 41, 3, 3), "better"),
        ((236, 41, 1, 1), "too few"),
        ((0, 0, 100, 35), "too few"),
        ((20, 0, 20, 0), "same"),
        ((20, 20, 20, 20), "same"),
    ],
)
def test_a_result_never_says_more_than_the_counts_allow(counts: tuple[int, int, int, int], result: str) -> None:
    assert experiments.compare(*counts) == result


shares = st.integers(1, 10_000).flatmap(lambda asked: st.tuples(st.just(asked), st.integers(0, asked)))


@given(shares, shares)
def test_swapping_before_and_after_turns_better_into_worse(one: tuple[int, int], other: tuple[int, int]) -> None:
    turned = {"better": "worse", "worse": "better"}
    there, back = experiments.compare(*one, *other), experiments.compare(*other, *one)
    assert back == turned.get(there, there)


@given(shares)
def test_equal_counts_are_never_better_than_each_other(one: tuple[int, int]) -> None:
    assert experiments.compare(*one, *one) in ("same", "too few")


def test_the_result_of_an_experiment_is_checked_again_two_sales_cycles_later() -> None:
    audit = business(days=9)
    assert experiments.confirmed_on(CONTENT, audit, running()) == date(2026, 11, 15) + timedelta(days=18)
    assert experiments.cycle(CONTENT, business(), running().channel) == (experiments.UNKNOWN_CYCLE, False)
    test = running(100.0, 35.0)
    assert experiments.counted_again(test, 100.0, 35.0).confirmed
    assert not experiments.counted_again(test, 100.0, 18.0).confirmed


@pytest.mark.parametrize(("said", "days"), [({}, 14), ({"days": 9}, 14), ({"days": 40}, 40), ({"days": 300}, 91)])
def test_an_experiment_runs_for_one_sales_cycle_if_that_is_longer_than_two_weeks(
    said: dict[str, float], days: int
) -> None:
    assert experiments.length(CONTENT, business(**said), "guild") == days
    planned = experiments.begin(PlannedFix("start.gated", "say"), experiments.Baseline("guild"), TODAY, days)
    assert planned.test is not None
    assert experiments.days_run(planned.test, TODAY) == (1, days)


@given(shares, st.booleans())
def test_the_threshold_stated_in_advance_is_the_lowest_result_that_counts_as_better(
    before: tuple[int, int], of_customers: bool
) -> None:
    column = "customer.started" if of_customers else ""
    test = replace(running(), asked_before=before[0], bought_before=before[1], column=column)
    needed, most = experiments.needed(test), experiments.enough(test)

    def outcome(bought: int) -> str:
        return experiments.compare(*before, most, bought)

    if needed is None:
        assert "better" not in {outcome(bought) for bought in range(most + 1)}
    else:
        assert [outcome(bought) == "better" for bought in (needed - 1, needed, most)] == [False, True, True]


def test_other_experiments_that_run_in_the_same_channel_are_listed() -> None:
    first = PlannedFix("start.gated", "say", status="testing", test=running())
    audit = replace(business(), plan=(first,))
    other = PlannedFix("speed.slow", "say")
    assert experiments.at_once(audit, "guild", TODAY, other) == (first,)
    assert experiments.at_once(audit, "", TODAY, other) == (first,), "all customers come by this channel too"
    assert experiments.at_once(audit, "site", TODAY, other) == ()
    assert experiments.at_once(audit, "guild", TODAY, first) == ()
    assert experiments.at_once(audit, "guild", date(2026, 12, 31), other) == (), "it is over"
