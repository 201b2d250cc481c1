"""The outline of an area: which questions are answered, open or in a mismatch; Enter goes to the marked one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen

FILE = "business.json"
HOSTILE = "[/x][@click=app.quit]we[/]" + "o" * 90


@pytest.fixture
def path(tmp_path: Path, screens: Path) -> Path:
    """A business that was compared, closed at the first question of the offer."""
    return write(tmp_path / FILE, conflicting(place="offer.start"), screens)


async def test_the_outline_opens_as_a_sheet_and_enter_jumps_to_the_question(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        text = await at.press("o")
        assert "Offer   " in text
        assert "● answered   ○ open   ≠ ≈ ? in a mismatch" in text
        assert "▌  2 ≠ buying alone        alone" in text
        text = await at.press("down", "enter")
        assert "● answered" not in text
        assert "trueup   Offer   3 of " in text
        assert "▌ 2  ●" in text  # the keys work on the question's choices again


async def test_enter_is_said_to_jump_also_where_it_would_tick_in_the_question() -> None:
    async with at_screen("identity") as at:
        assert "Space tick" in at.lines[-1]
        await at.press("o")
        assert "Enter jump" in at.lines[-1]


async def test_conflicting_and_open_questions_are_marked_in_the_outline(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        text = await at.press("o")
        assert "1 ○ How is it paid?     open" in text
        assert "3 ≠ the price           high" in text
        assert "4 ≠ promises            1 so far" in text


async def test_the_outline_shows_no_mismatch_before_comparing(opened: Opened, tmp_path: Path, screens: Path) -> None:
    path = write(tmp_path / FILE, conflicting(compared=False, place="offer.start"), screens)
    async with opened(path) as at:
        text = await at.press("o")
        assert "● answered   ○ open" in text
        assert "≠" not in text


@pytest.mark.parametrize("key", ["o", "f3", "b", "escape"])
async def test_the_same_key_or_back_closes_the_outline_and_returns_the_focus_to_the_answer(
    opened: Opened, path: Path, key: str
) -> None:
    async with opened(path) as at:
        text = await at.press("o", key)
        assert "● answered" not in text
        await at.press("2")
        assert on_disk(path)["answers"]["offer.start"] == "talk"


async def test_the_outline_opens_while_typing_and_nothing_typed_is_lost(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        await at.press("h", "4")
        await at.type("40")
        assert "● answered" in await at.press("f3")
        await at.press("up", "enter")
    assert 0.4 in on_disk(path)["answers"].values() or 40.0 in on_disk(path)["answers"].values()


async def test_the_fields_of_a_row_have_an_outline(opened: Opened, tmp_path: Path, screens: Path) -> None:
    promises = [{"id": "p", "words": HOSTILE, "groups": [HOSTILE[:40]], "claims": ["start.alone"]}]
    path = write(tmp_path / FILE, conflicting(promises=promises, place="promise"), screens)
    async with opened(path) as at:
        text = await at.press("1", "1", "f3")
        assert "promise 1" in text
        assert "[/x][@click=app.quit]we[/]" in text
        assert max(map(len, at.lines)) <= 80
        text = await at.press("1")
        assert "promise 1, 1 of " in text


async def test_a_new_row_has_no_outline(opened: Opened, tmp_path: Path, screens: Path) -> None:
    path = write(tmp_path / FILE, conflicting(promises=[], place="promise"), screens)
    async with opened(path) as at:
        assert "There's nothing to jump to yet." in await at.press("1", "plus", "f3")


async def test_a_wide_window_shows_the_outline_next_to_the_question_and_the_key_o_hides_it(
    opened: Opened, path: Path
) -> None:
    async with opened(path, size=(140, 45)) as at:
        assert "o hides this" in at.text
        text = await at.press("2")
        assert on_disk(path)["answers"]["offer.start"] == "talk", "digits belong to the question"
        assert "o hides this" not in await at.press("o")
        assert "o hides this" not in await at.press("enter")
        text = await at.press("o")
        assert "o hides this" in text
        assert "trueup   Offer   2 of " in await at.press("up", "enter")
        assert "o hides this" in at.text
        await at.press("1")
        assert on_disk(path)["answers"]["offer.start"] == "alone"


async def test_the_outline_appears_and_disappears_with_the_width_of_the_window(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        assert "o hides this" not in at.text
        assert "o hides this" in await at.resize(140, 45)
        assert "o hides this" not in await at.resize(100, 30)


async def test_after_a_jump_in_the_outline_enter_goes_on_from_there(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        await at.press("h", "ctrl+p")
        await at.type("can somebody buy")
        assert "Enter done" in await at.press("enter")
        assert "trueup   Offer   3 of " in await at.press("o", "down", "enter")
        assert "Enter next" in at.text
        assert "trueup   Offer   4 of " in await at.press("enter")
