"""What slow work needs: a cache, and a way to stop work whose result is no longer wanted.

A keypress changes one row in a thousand, so the results for all others can be used again. Rows can't be hashed, so they
are recognised by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Made = TypeVar("Made")
Thing = TypeVar("Thing")


class Remembered(Generic[Made]):
    """A limited number of cached results. Their inputs are frozen, so the results stay valid."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[object, Made]] = {}

    def has(self, things: tuple[object, ...], more: Hashable) -> bool:
        """Whether the result for these inputs is already cached."""
        return (*map(id, things), more) in self._known

    def get(self, things: tuple[object, ...], more: Hashable, make: Callable[[], Made]) -> Made:
        """The result for these very objects and for `more`, compared by value; made if it isn't cached."""
        key = (*map(id, things), more)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self._most:
                self._known.clear()
            found = self._known[key] = things, make()  # keeps the objects alive, so that no other object gets their ids
        return found[1]


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
