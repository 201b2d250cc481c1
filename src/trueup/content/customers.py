"""What a kind of business calls its customers, such as *clients*, put into the texts of screens/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar


class _Model(Protocol):
    def with_changes(self, **changes: Any) -> Self: ...


ReadT = TypeVar("ReadT", bound=_Model)

_CUSTOMER = re.compile(r"\b([Cc])ustomer(s?)\b")

_READ = {
    *("text", "short", "hint", "why", "rests_on", "wording", "choices", "label"),
    *("title", "about", "positions", "claims", "phrases", "agreed", "fixes", "do", "marked", "costs_you"),
}
"""The fields of questions, topics and checks that contain texts for the founder."""


def calling(called: str, told: ReadT) -> ReadT:
    """Return a model with *customers* replaced by `called` in its texts; unchanged if `called` is empty."""
    if not called:
        return told
    given = ((name, value) for name, value in vars(told).items() if name in _READ)
    changed = {name: anew for name, value in given if (anew := renamed(called, value)) != value}
    return told.with_changes(**changed) if changed else told


def renamed(called: str, given: Any) -> Any:
    """Return texts with *customers* replaced by `called`: one, a table of them, or the models they are in."""
    if isinstance(given, str):
        if "ustomer" not in given:
            return given
        return _CUSTOMER.sub(lambda found: _as_written(called, found), given)
    if isinstance(given, Mapping):
        return {key: renamed(called, text) for key, text in given.items()}
    return tuple(calling(called, each) for each in given)


def _as_written(called: str, found: re.Match[str]) -> str:
    noun = called if found[2] else called.removesuffix("s")
    return noun.capitalize() if found[1] == "C" else noun
