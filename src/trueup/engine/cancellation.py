"""Stop slow work whose result is no longer wanted. The work asks between its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

GoesOn = Callable[[], bool]
"""Called between two steps of slow work. Returns whether the result is still wanted; if not, NotWantedError is raised.
The call may wait before it returns, so that something else goes first."""


class NotWantedError(Exception):
    """Raised to stop work because no one is waiting for its result."""


def while_wanted(things: Iterable[Thing], goes_on: GoesOn | None) -> Iterator[Thing]:
    """Yield the things one by one while the result is wanted. Raises NotWantedError once it isn't."""
    for each in things:
        if goes_on is not None and not goes_on():
            raise NotWantedError
        yield each
