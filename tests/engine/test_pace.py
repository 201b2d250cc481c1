"""The founder's own pace, from what answers took; pauses and a handful of answers say nothing."""

from __future__ import annotations

import pytest

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import progress
from trueup.session.stopwatch import ENOUGH, FASTEST, PAUSE, SLOWEST, pace


@pytest.mark.parametrize(
    ("taken", "factor"),
    [
        ([], 1.0),
        ([(20, 40)] * 4, 1.0),
        ([(20, 40)] * ENOUGH, 2.0),
        ([(20, 10), (40, 20), (20, 10), (40, 20), (60, 30)], 0.5),
        ([(20, 20)] * ENOUGH + [(20, PAUSE)] * 20, 1.0),
        ([(20, 20)] * ENOUGH + [(20, -3.0), (0, 5)] * 9, 1.0),
        ([(20, 0)] * ENOUGH, FASTEST),
        ([(20, PAUSE - 1)] * ENOUGH, SLOWEST),
    ],
)
def test_it_is_the_median_of_what_answers_took(taken: list[tuple[float, float]], factor: float) -> None:
    assert pace(taken) == pytest.approx(factor)


def test_what_is_left_is_reckoned_by_it(small: Content) -> None:
    fresh = Audit("Plumbline", "2026-Q4", deeper=True)
    usual, slow = progress(small, fresh), progress(small, fresh, 3.0)
    assert all(usual[area].minutes < slow[area].minutes for area in usual)
    assert all(left.minutes > 0 for left in progress(small, fresh, 0.0001).values())
