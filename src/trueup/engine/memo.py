"""What follows from a content alone is worked out once: only answers change from key to key."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from trueup.content.model import Content

Result = TypeVar("Result")

CONTENTS = 4
"""How many contents are remembered. There is one in a session; tests have a few."""


class _Same:
    """A content to be remembered by: only the very same one is equal. Comparing all it holds would cost more than is
    saved, and two contents are never equal by chance."""

    __slots__ = ("content",)

    def __init__(self, content: Content) -> None:
        self.content = content

    def __hash__(self) -> int:
        return id(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.content is other.content


def once(work: Callable[[Content], Result]) -> Callable[[Content], Result]:
    """Let a function of a content be run once for each of the last few. What it returns must not be changed."""

    @lru_cache(maxsize=CONTENTS)
    def remembered(same: _Same) -> Result:
        return work(same.content)

    @wraps(work)
    def ask(content: Content) -> Result:
        return remembered(_Same(content))

    return ask
