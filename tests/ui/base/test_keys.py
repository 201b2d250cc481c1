"""Each letter does the same thing on every screen; and the guide has the table of all keys."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from tests.ui.base.key_table import KEYS, OTHER_KEYS, printed, table
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

import trueup.ui

GUIDE = Path(__file__).parents[3] / "screens" / "README.md"


def classes() -> Iterator[type[DOMNode]]:
    """Every widget, screen and app of ours."""
    for module in pkgutil.walk_packages(trueup.ui.__path__, "trueup.ui."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, DOMNode | App) and each.__module__ == module.name:
                yield each


def letters_of(each: type[DOMNode]) -> Iterator[tuple[str, str]]:
    """The keys of a class that write a character, each with the name of its action."""
    for binding in each.__dict__.get("BINDINGS", ()):
        assert isinstance(binding, Binding)
        for key in binding.key.split(","):
            if (len(key) == 1 and not key.isdecimal()) or key in KEYS:
                yield key, binding.action.partition("(")[0].rpartition(".")[2]


def test_a_letter_has_the_same_action_on_every_screen() -> None:
    second: dict[str, set[str]] = {}
    for each in classes():
        for key, action in letters_of(each):
            if key not in KEYS or action not in KEYS[key].actions:
                second.setdefault(each.__name__, set()).add(key)
    assert second == {}


def test_the_guide_has_the_table_of_keys() -> None:
    """The guide's table of keys is up to date; `python -m tests.ui.base.test_keys` rewrites it."""
    assert table() in GUIDE.read_text(encoding="utf-8")


def test_every_key_has_one_line_in_the_table() -> None:
    assert len({printed(key) for key in KEYS} | set(OTHER_KEYS)) == len(KEYS) + len(OTHER_KEYS)


def main() -> None:
    """Put the table into the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    start = text.index("| key | what it does everywhere |")
    end = text.index("\n\n", start) + 1
    GUIDE.write_text(text[:start] + table() + text[end:], encoding="utf-8")


if __name__ == "__main__":
    main()
