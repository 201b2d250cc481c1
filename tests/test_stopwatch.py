"""The founder's pace follows from the time that answers took; long pauses and a few answers don't change it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from trueup.session.stopwatch import ENOUGH, FASTEST, PAUSE, SETTLED, SLOWEST, pace


@pytest.mark.parametrize(
    ("taken", "factor"),
    [
        ([], 1.0),
        ([(20, 40)] * 4, 1.0),
        ([(20, 40)] * SETTLED, 2.0),
        ([(20, 10), (40, 20), (20, 10), (40, 20), (60, 30)] * 3, 0.5),
        ([(20, 20)] * ENOUGH + [(20, PAUSE)] * 20, 1.0),
        ([(20, 20)] * ENOUGH + [(20, -3.0), (0, 5)] * 9, 1.0),
        ([(20, 0)] * SETTLED, FASTEST),
        ([(20, PAUSE - 1)] * SETTLED, SLOWEST),
    ],
)
def test_the_pace_is_the_median_of_how_long_answers_took(taken: list[tuple[float, float]], factor: float) -> None:
    assert pace(taken) == pytest.approx(factor)


@pytest.mark.parametrize("seconds", [0.0, 10.0, 60.0])
def test_the_minutes_left_never_jump_with_one_answer(seconds: float) -> None:
    left = [41 * pace([(20, seconds)] * answers) for answers in range(SETTLED + 5)]
    assert max(abs(after - before) for before, after in pairwise(left)) <= 41 / 5
    assert left[-1] == pytest.approx(41 * min(max(seconds / 20, FASTEST), SLOWEST))
