"""The sample business improves, gets worse once and accepts one mismatch. It is the same on any day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.ui.conftest import running

from trueup.engine.due import reported
from trueup.engine.experiments import days_run, is_over
from trueup.engine.plan import followed
from trueup.session.sample import open_sample
from trueup.session.session import Session
from trueup.ui.app import TrueupApp


@contextmanager
def sample(*, quarters: bool = False) -> Iterator[Session]:
    session = open_sample(quarters=quarters)
    yield session
    session.close()


def test_the_sample_improves_over_five_quarters_even_though_a_mismatch_comes_back() -> None:
    with sample(quarters=True) as session:
        points = session.history.trend()
        assert [point.quarter for point in points] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
        opened = [point.open for point in points]
        assert opened[0] > opened[-1] == min(opened)
        bought = [point.bought for point in points]
        assert all(bought)
        assert bought[-1] == max(bought, key=lambda share: share or 0)
        came_back = [each for each in session.history.changes("2026-Q3", "2026-Q4") if each.group == "reopened"]
        assert came_back
        stood = dict(session.history.of_mismatch("discount.counted"))
        assert [getattr(stood[name], "state", stood[name]) for name in list(stood)[-3:]] == ["accepted"] * 3


def test_all_money_in_the_sample_is_in_one_currency() -> None:
    with sample(quarters=True) as session:
        said = {answer.value if answer else None for _, answer in session.history.of_answer("offer.currency")}
        assert len(said) == 1
        assert None not in said


def test_the_samples_plan_has_a_half_done_fix_a_tested_fix_and_a_fix_that_still_conflicts() -> None:
    with sample() as session:
        plan = followed(session.content, session.current, session.findings)
        assert [each.condition for each in plan] == ["doing", "testing", "still conflicting"]
        assert 0 < plan[0].touchpoints_done[0] < plan[0].touchpoints_done[1]
        test = plan[1].planned.test
        assert test
        assert not is_over(test, session.today)
        assert days_run(test, session.today) == (9, 14)


def test_the_sample_has_its_own_date() -> None:
    with sample() as session:
        assert session.today == date(2026, 11, 10)
        assert not session.begins
        assert not reported(session.current, session.findings, session.today)
    with sample(quarters=True) as session:
        assert session.begins == "2027-Q1"


async def test_the_sample_opened_a_quarter_later_lists_the_items_that_are_due() -> None:
    app = TrueupApp(lambda: open_sample(quarters=True))
    async with running(app) as at:
        assert "Begin 2027-Q1" in at.text
        assert "Due: a test is over, and 1 more. p opens the plan." in at.text
        assert "± You say never on sale," in at.text
        text = await at.press("enter")
        assert "2027-Q1 has begun" in text
        assert "Test is over" in text, "also before the new quarter has been compared"


async def test_a_small_window_shows_the_threshold_of_an_experiment_below_three_fixes() -> None:
    app = TrueupApp(open_sample)
    async with running(app) as at:
        await at.press("p", "down")
        assert "better from 26 of 100" in at.text
