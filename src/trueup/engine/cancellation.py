"""Work that may take longer than a founder wants to wait: it checks now and then whether its result is still wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

GoesOn = Callable[[], bool]
"""Asked between two steps: whether the answer is still wanted. One that isn't raises NotWantedError. It may take its
time to answer, so that something else goes first."""


class NotWantedError(Exception):
    """Raised to stop work because no one is waiting for its result."""


def while_wanted(things: Iterable[Thing], goes_on: GoesOn | None) -> Iterator[Thing]:
    """Yield the things one by one while the result is wanted. Raises NotWantedError once it isn't."""
    for each in things:
        if goes_on is not None and not goes_on():
            raise NotWantedError
        yield each
