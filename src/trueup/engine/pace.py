"""The founder's own pace: how the time answers really take compares with the time they are reckoned at."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

ENOUGH = 5
"""Answers before a pace is spoken of; two quick ones say little."""

PAUSE = 600.0
"""Seconds after which nobody was answering any more, but having a coffee."""

SLOWEST, FASTEST = 3.0, 0.3
"""What is left is never told longer or shorter than by these, whatever was measured."""


def pace(taken: Iterable[tuple[float, float]]) -> float:
    """The factor for the minutes left: 1.0 as reckoned, 0.5 twice as fast. `taken` pairs what each answer was reckoned
    at with what it took, both in seconds; pauses don't count."""
    ratios = [seconds / reckoned for reckoned, seconds in taken if reckoned > 0 and 0 <= seconds < PAUSE]
    if len(ratios) < ENOUGH:
        return 1.0
    return min(max(median(ratios), FASTEST), SLOWEST)
