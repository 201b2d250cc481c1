"""How long answers take in this sitting, and the resulting pace. None of this is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from time import monotonic

from trueup.engine.applicability import Item, seconds


class Stopwatch:
    """Runs while a question is open on screen, and stops with its answer."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives the time in seconds."""
        self._clock = clock
        self._open: tuple[str, float] | None = None
        self._taken: list[tuple[float, float]] = []

    def start(self, item: Item) -> None:
        """Start timing an open question that is now on screen. Drawing the question again doesn't restart the time."""
        if self._open is None or self._open[0] != item.id:
            self._open = item.id, self._clock()

    def stop(self, item: Item | None) -> None:
        """Stop. `item` is the question that was answered; None if the founder only looks at something else now."""
        if item is not None and self._open is not None and self._open[0] == item.id:
            self._taken.append((seconds(item), self._clock() - self._open[1]))
        self._open = None

    def note(self, reckoned: float, taken: float) -> None:
        """Note that something else was answered: the seconds expected, and the seconds it took."""
        self._taken.append((reckoned, taken))

    @property
    def at_pace(self) -> str:
        """What to say after the minutes left: ` at your pace`; empty until the founder's own pace is known."""
        return " at your pace" if self.pace != 1.0 else ""

    @property
    def pace(self) -> float:
        """The founder's own pace, as a factor for the time left."""
        return pace(self._taken)


ENOUGH = 5
"""How many answers it takes before a pace is shown; two quick ones say little."""

SETTLED = 15
"""How many answers it takes until only the founder's own pace counts, so that minutes never fall by half."""

PAUSE = 600.0
"""After this many seconds, the founder wasn't answering but taking a break."""

SLOWEST, FASTEST = 3.0, 0.3
"""The limits of the factor for what is left, whatever was measured."""


def pace(taken: Iterable[tuple[float, float]]) -> float:
    """The factor for the minutes left: 0.5 is twice as fast. `taken`: seconds expected and taken, without pauses."""
    ratios = [seconds / reckoned for reckoned, seconds in taken if reckoned > 0 and 0 <= seconds < PAUSE]
    if len(ratios) < ENOUGH:
        return 1.0
    own = min(max(median(ratios), FASTEST), SLOWEST)
    weight = min((len(ratios) - ENOUGH + 1) / (SETTLED - ENOUGH + 1), 1.0)
    return 1.0 + weight * (own - 1.0)
