"""The founder's pace follows from the time that answers took; long pauses and a few answers don't change it."""

from __future__ import annotations

import pytest

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
def test_the_pace_is_the_median_of_how_long_answers_took(taken: list[tuple[float, float]], factor: float) -> None:
    assert pace(taken) == pytest.approx(factor)
