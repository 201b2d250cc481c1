"""A cache of results derived from an object, valid for that very object.

A keypress changes one row in a thousand, so the results for all others can be used again. Rows can't be hashed, so they
are recognised by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """A limited number of cached results. Their inputs are frozen, so the results stay valid."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[object, Made]] = {}

    def has(self, things: tuple[object, ...], more: Hashable) -> bool:
        """Whether the result for these inputs is already cached."""
        return (*map(id, things), more) in self._known

    def get(self, things: tuple[object, ...], more: Hashable, make: Callable[[], Made]) -> Made:
        """Return the result for these very objects, and for `more`, which is compared by value; make it if it isn't
        cached.
        """
        key = (*map(id, things), more)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self._most:
                self._known.clear()
            found = self._known[key] = things, make()  # keeps the objects alive, so that no other object gets their ids
        return found[1]
