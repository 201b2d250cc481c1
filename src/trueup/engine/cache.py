"""Remember what follows from an object, for as long as it is asked about that very object.

Of a thousand rows a key changes one. Rows can't be hashed, so they are known by which object they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Up to so many results. What they follow from is frozen, so that they stay true."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[object, Made]] = {}

    def has(self, things: tuple[object, ...], more: Hashable) -> bool:
        """Whether it is known already."""
        return (*map(id, things), more) in self._known

    def get(self, things: tuple[object, ...], more: Hashable, make: Callable[[], Made]) -> Made:
        """What follows from these very objects, and from more that is compared by value."""
        key = (*map(id, things), more)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self._most:
                self._known.clear()
            found = self._known[key] = things, make()  # which holds them, so that nothing else has their ids
        return found[1]
