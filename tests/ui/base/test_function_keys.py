"""Evidence, note, why, not sure and not applicable have function keys, which work while typing and on every field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import conflicting, with_more_rows, write
from tests.ui.conftest import Opened, on_disk

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
