"""Each letter does the same thing on every screen, and the guide has the table of all keys. Evidence, note, why, not
sure and not applicable have function keys, which work while typing and on every field.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.ui.base.key_table import KEYS, OTHER_KEYS, printed, table
from tests.ui.conflicting_business import conflicting, with_more_rows, write
from tests.ui.conftest import Opened, on_disk
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


# Function keys -------------------------------------------------------------

FILE = "business.json"
LISTS = {"promise": "promises", "channel": "channels", "group": "groups", "activity": "activities", "role": "roles"}

ROWS: dict[str, list[dict[str, Any]]] = {
    "groups": [{"id": "firms", "name": "firms", "aim": "for", "price": "low"}],
    "activities": [{"id": "letter", "name": "Letter", "state": "running", "what": "mail", "channel": "guild"}],
    "roles": [{"id": "seller", "role": "seller", "reward": ["sold"]}],
}

FIELDS = [
    *(f"promise.{field}" for field in ("words", "where", "groups", "asks", "claims")),
    *(f"channel.{field}" for field in ("name", "groups", "steps", "conditions", "share")),
    *(f"group.{field}" for field in ("name", "aim", "price")),
    *(f"activity.{field}" for field in ("name", "state", "what", "channel")),
    *(f"role.{field}" for field in ("role", "reward")),
]


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory, screens: Path) -> Path:
    """The small screens/ folder with questions about groups, activities and roles."""
    return with_more_rows(tmp_path_factory.mktemp("full"), screens)


@pytest.fixture
def path(tmp_path: Path, screens: Path) -> Path:
    """A business with one row of every kind, each with every field answered."""
    business = conflicting(**ROWS)
    business["answers"]["operations.speed"] = {"value": 30.0, "evidence": "counted"}
    for channel in business["channels"]:
        channel.setdefault("conditions", ["account"])
    business["promises"][0]["groups"] = ["firms"]
    business["channels"][0]["groups"] = ["firms"]
    return write(tmp_path / FILE, business, screens)


@pytest.mark.thorough
@pytest.mark.parametrize("field", FIELDS)
async def test_a_note_can_be_written_on_every_field(opened: Opened, path: Path, field: str) -> None:
    kind, _, name = field.partition(".")
    async with opened(path) as at:
        at.app.navigator.go_to_answer(field, on_disk(path)[LISTS[kind]][0]["id"])
        await at.settle()
        await at.press("f5")
        await at.type("seen, b h z 1")
        assert "seen, b h z 1" in at.text
        await at.press("enter")
        assert on_disk(path)[LISTS[kind]][0][name]["note"] == "seen, b h z 1"
        assert "Why we ask" in await at.press("f2")


async def test_evidence_and_note_work_while_a_number_is_typed(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        at.app.navigator.go_to_answer("operations.speed")
        await at.settle()
        await at.type("1")
        assert "● memory" in await at.press("f4", "3")
        assert "▌ 301" in at.text, "what is typed stays"
        await at.press("f5")
        await at.type("ten waits")
        await at.press("f4", "4", "enter", "enter")
    answer = on_disk(path)["answers"]["operations.speed"]
    assert answer == {"value": 301.0, "evidence": "guess", "note": "ten waits"}


async def test_a_note_can_be_written_before_the_first_answer_and_is_kept(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / FILE, conflicting(promises=[], place="promise"), screens)
    async with opened(path) as at:
        await at.press("1", "f5")
        await at.type("from the old page")
        await at.press("enter")
        await at.type("Start now")
        await at.press("enter")
    assert on_disk(path)["promises"][0]["words"] == {"value": "Start now", "note": "from the old page"}


@pytest.mark.parametrize(("key", "stored"), [("f6", {"unsure": True}), ("f7", {"na": True})])
async def test_not_sure_and_not_applicable_have_keys_that_work_in_a_field(
    opened: Opened, path: Path, key: str, stored: dict[str, bool]
) -> None:
    async with opened(path) as at:
        at.app.navigator.go_to_answer("channel.share", "guild")
        await at.settle()
        await at.press(key)
    assert on_disk(path)["channels"][0]["share"] == stored


def main() -> None:
    """Put the table into the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    start = text.index("| key | what it does everywhere |")
    end = text.index("\n\n", start) + 1
    GUIDE.write_text(text[:start] + table() + text[end:], encoding="utf-8")


if __name__ == "__main__":
    main()
