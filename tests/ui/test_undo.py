"""Undo reverses the latest change, wherever it was made. The notice names the change, and the screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.model import Answer
from trueup.session.session import MOST_TAKEN_BACK

FILE = "business.json"

Kept = Callable[..., Path]


@pytest.mark.thorough
async def test_undo_reverses_the_last_answer_where_it_was_given(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        await at.press("2", "1")
        text = await at.press("enter", "z")
        assert "Undone: Identity: What is this business for this quarter? Z redoes it." in text
        assert "What is this business for this quarter?" in text
        assert "●  Keep those who are here" in text
        assert on_disk(path)["answers"] == {"identity.goal": "keep"}
        assert "●" not in await at.press("ctrl+z")
        assert on_disk(path)["answers"] == {}
        assert "Nothing to undo." in await at.press("z")


async def test_undo_in_a_field_names_a_key_that_is_not_typed_there() -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        session.change(session.current.with_answer("offer.currency", None))
        at.app.navigator.go_to_answer("offer.currency")
        await at.settle()
        text = await at.press("ctrl+z")
        assert "Ctrl+Y redoes it." in text
        assert session.current.answers["offer.currency"].value


@pytest.mark.thorough
async def test_moving_between_questions_is_not_a_change_to_undo(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        await at.press("1", "enter", "1", "b", "b", "h", "1")
        assert "Undone: Identity: Who" in await at.press("z")
        assert "Undone: Identity: What is this business for this quarter? Z redoes it." in await at.press("z")


async def test_an_answer_can_be_undone_from_home_and_home_shows_it(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        assert "1 of " in await at.press("1", "h")
        text = await at.press("z")
        assert "Undone: Identity: What is this business for this quarter? Z redoes it." in text
        assert "trueup   Home" in text
        assert "0 of " in text


@pytest.mark.parametrize("key", ["Z", "ctrl+y"])
async def test_redo_reverses_each_undo_until_something_else_changes(opened: Opened, kept: Kept, key: str) -> None:
    path = kept()
    async with opened(path) as at:
        await at.press("1", "enter", "1", "h")
        answers = on_disk(path)["answers"]
        await at.press("z", "z")
        assert on_disk(path)["answers"] == {}
        text = await at.press(key)
        assert "Redone: Identity: What is this business for this quarter?" in text
        await at.press(key)
        assert on_disk(path)["answers"] == answers
        assert "Nothing to redo." in await at.press(key)
        await at.press("z", "1", "1")
        assert "Nothing to redo." in await at.press("h", key)
        assert "Undone: " in await at.press("z"), "what was done again can be undone"


async def test_redo_in_a_note_repeats_what_was_typed(opened: Opened, kept: Kept) -> None:
    async with opened(kept(answers={"identity.goal": "keep"})) as at:
        await at.press("n")
        await at.type("xq")
        assert "xq" not in await at.press("ctrl+z")
        assert "xq" in await at.press("ctrl+y")


async def test_only_a_limited_number_of_changes_can_be_undone(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        session = at.app.session
        for n in range(MOST_TAKEN_BACK + 1):
            session.change(session.current.with_answer("identity.goal", None if n % 2 else Answer("keep")))
        for _ in range(MOST_TAKEN_BACK):
            assert session.take_back() is not None
        assert session.take_back() is None
        assert on_disk(path)["answers"] == {"identity.goal": "keep"}, "the first of them stays"


async def test_undo_restores_a_removed_row_from_any_screen(opened: Opened, kept: Kept) -> None:
    channels = [{"id": "guild", "name": "Home[/]Guild"}, {"id": "site", "name": "Own site"}]
    path = kept("channel", channels=channels, customers=[{"id": "c1", "who": "Hale", "channel": "guild"}])
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "home", "delete", "b")
        text = await at.press("h", "z")
        assert "Undone: Home[/]Guild removed." in text
        after = on_disk(path)
        assert (after["channels"], after["customers"]) == (before["channels"], before["customers"])


@pytest.mark.thorough
async def test_the_list_shows_a_restored_row(opened: Opened, kept: Kept) -> None:
    channels = [{"id": f"c{n}", "name": f"Way {n}"} for n in range(3)]
    async with opened(kept("channel", channels=channels)) as at:
        text = await at.press("1", "home", "down", "delete")
        assert "Way 1" not in text
        text = await at.press("z")
        assert "▌ 2  Way 1" in text


@pytest.mark.thorough
async def test_undo_restores_a_customers_cell_and_marks_it(opened: Opened, kept: Kept) -> None:
    path = kept("customer", customers=[{"id": "c1", "who": "Hale", "started": "alone"}])
    async with opened(path) as at:
        await at.press("1", "up", "tab")
        await at.press("2")
        text = await at.press("z")
        assert "Undone: customer Hale: " in text
        assert on_disk(path)["customers"][0] == {"id": "c1", "who": "Hale", "started": "alone"}


# In fields -----------------------------------------------------------------


@pytest.mark.thorough
async def test_undo_in_a_number_field_first_restores_the_text_it_opened_with(opened: Opened, kept: Kept) -> None:
    path = kept("operations.speed", answers={"operations.speed": 19.0})
    async with opened(path) as at:
        await at.type("5")
        assert "▌ 195" in at.text
        text = await at.press("ctrl+z")
        assert "▌ 19 " in text
        assert "Undone" not in text
        await at.type("0")
        await at.press("enter", "ctrl+o")
        assert on_disk(path)["answers"] == {"operations.speed": 190.0}
        text = await at.press("ctrl+z")
        assert "Undone: Operations: " in text
        assert "▌ 19 " in text
        assert on_disk(path)["answers"] == {"operations.speed": 19.0}


async def test_undo_in_a_number_field_also_reverses_not_sure(opened: Opened, kept: Kept) -> None:
    path = kept("operations.speed", answers={"operations.speed": 19.0})
    async with opened(path) as at:
        assert "●  not sure" in await at.press("f6")
        assert "▌ 19 " in await at.press("ctrl+z")
        assert on_disk(path)["answers"] == {"operations.speed": 19.0}


@pytest.mark.thorough
async def test_undo_in_a_note_first_reverses_typing_and_then_the_last_saved_change(opened: Opened, kept: Kept) -> None:
    path = kept(answers={"identity.goal": "keep"})
    async with opened(path) as at:
        await at.press("1", "n")
        await at.type("xq")
        assert "xq" not in await at.press("ctrl+z")
        assert on_disk(path)["answers"]["identity.goal"] == "grow"
        text = " ".join((await at.press("ctrl+z")).split())
        assert "Undone: Identity: What is this business for this quarter? Ctrl+Y redoes it." in text
        assert on_disk(path)["answers"]["identity.goal"] == "keep"


async def test_nothing_can_be_undone_in_a_read_only_file(opened: Opened, kept: Kept) -> None:
    path = kept()
    path.chmod(0o400)
    async with opened(path) as at:
        before = at.text
        assert "read only" in at.lines[0]
        assert await at.press("z") == before
        assert "undo" not in await at.press("f1"), "a key that does nothing is not told"


async def test_undo_names_the_objection_that_it_takes_back(opened: Opened, screens: Path, tmp_path: Path) -> None:
    path = write(tmp_path / FILE, conflicting(), screens)
    async with opened(path) as at:
        session = at.app.session
        check = session.findings.mismatches[0].check
        session.change(replace(session.current, objected={check.id: "It isn't so"}))
        text = await at.press("z")
        assert "Undone: the objection to ‘" in text
        assert session.current.objected == {}
