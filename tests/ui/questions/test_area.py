"""One question at a time: digits choose, Enter continues, going back loses nothing, and *Saved* means on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.conftest import Opened, in_the_first_round, on_disk

from trueup.ui.base.sheet import Notice
from trueup.ui.questions.choices import Choices

FILE = "business.json"


@pytest.fixture(scope="session")
def screens(screens: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screens/ folder with every kind of question, all asked in the first round."""
    return in_the_first_round(screens, tmp_path_factory.mktemp("area") / "content")


@pytest.mark.thorough
async def test_two_keys_answer_a_question_and_continue(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press("2")
        assert "▌ 2  ●  Keep those who are here" in text
        assert "Saved" in text
        assert on_disk(tmp_path / FILE)["answers"] == {"identity.goal": "keep"}
        text = await at.press("enter")
        assert "Who do you believe your customers are?" in text
        assert "Saved" not in text


async def test_a_choice_is_saved_before_it_is_painted_so_that_one_frame_shows_both(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        at.app.screen.query_one(Choices).action_pick(2)
        assert on_disk(tmp_path / FILE)["answers"] == {"identity.goal": "keep"}, "nothing has been awaited"
        assert "Saved" in at.app.screen.query_one(Notice).shown.plain


@pytest.mark.thorough
async def test_arrows_move_the_bar_and_choose_nothing(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press("down", "down")
        assert "▌ 2  ○" in text
        assert "●" not in text
    assert on_disk(tmp_path / FILE)["answers"] == {}


async def test_enter_chooses_the_marked_row_and_continues(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        assert "Who do you believe" in await at.press("down", "down", "enter")
    assert on_disk(tmp_path / FILE)["answers"] == {"identity.goal": "keep"}


@pytest.mark.thorough
async def test_space_chooses_the_marked_row_and_stays(begun: Opened) -> None:
    async with begun() as at:
        assert "▌ 1  ●  Win more customers" in await at.press("down", "space")


@pytest.mark.thorough
async def test_enter_with_nothing_chosen_says_how_to_leave_the_question_blank(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("enter")
        assert "Nothing chosen" in text
        assert "What is this business for this quarter?" in text


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("key", "row", "stored"), [("f6", "not sure", {"unsure": True}), ("f7", "not applicable", {"na": True})]
)
async def test_not_sure_and_not_applicable_are_answers(
    begun: Opened, tmp_path: Path, key: str, row: str, stored: object
) -> None:
    async with begun() as at:
        assert f"{key.upper()}  ●  {row}" in await at.press("1", key)
        assert "○  Win more customers" in at.text
        assert on_disk(tmp_path / FILE)["answers"] == {"identity.goal": stored}
        assert "Who do you believe" in await at.press("enter")


@pytest.mark.thorough
async def test_a_question_left_blank_stores_nothing(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        assert "Who do you believe" in await at.press("1", "f8")
    assert on_disk(tmp_path / FILE)["answers"] == {}


@pytest.mark.thorough
async def test_going_back_shows_the_previous_question_with_its_answer(begun: Opened) -> None:
    async with begun() as at:
        await at.press("2", "enter")
        assert "▌ 2  ●  Keep those who are here" in await at.press("b")


@pytest.mark.thorough
async def test_back_from_the_first_question_leads_home(begun: Opened) -> None:
    async with begun() as at:
        assert "trueup   Home" in await at.press("b")


@pytest.mark.thorough
async def test_an_app_closed_at_a_question_reopens_there(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "enter", "ctrl+q")
    async with opened(tmp_path / FILE) as at:
        assert "Who do you believe your customers are?" in at.text
        assert "trueup   Home" in await at.press("h")


@pytest.mark.thorough
async def test_the_reason_opens_over_the_page_and_takes_the_keys_until_it_is_closed(begun: Opened) -> None:
    async with begun() as at:
        before = at.lines.index(next(line for line in at.lines if "Win more" in line))
        text = await at.press("question_mark")
        assert "Why we ask" in text
        assert "Win more" in at.lines[before]
        assert "●" not in await at.press("2")
        assert "Why we ask" in at.text
        assert "Why we ask" not in await at.press("b")
        assert "What is this business for" in at.text
        assert "●  Keep those" in await at.press("2")


@pytest.mark.thorough
async def test_a_digit_beneath_the_reason_says_to_close_it_first(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press("question_mark", "1")
        assert "Close this first: b or Esc." in text
        assert on_disk(tmp_path / "business.json")["answers"] == {}
        assert "1  ●" in await at.press("b", "1")


@pytest.mark.parametrize("key", ["m", "x", "q"])
async def test_a_key_of_the_map_says_what_opens_it_before_the_first_comparison(begun: Opened, key: str) -> None:
    async with begun() as at:
        before = at.lines[0]
        assert "opens once you've compared." in await at.press(key)
        assert at.lines[0] == before
        await at.press("n")
        assert "opens once" not in await at.press(key), "in a field it's a letter"


async def test_the_end_of_an_area_leads_to_the_next_area(begun: Opened) -> None:
    async with begun() as at:
        assert "trueup   Offer   1 of 4" in await at.press("1", "enter", "1", "enter")


async def test_an_answer_can_add_another_question(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h", "2")
        assert "1 of 5" in await at.press("2", "enter", "b")
        assert "1 of 4" in await at.press("1", "enter", "b")


@pytest.mark.thorough
async def test_the_line_below_a_number_says_how_the_number_is_read(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        assert "counts as: " in await at.type("~19")
        assert "hours" in at.text
        await at.press("enter")
        assert on_disk(tmp_path / FILE)["answers"] == {"operations.speed": 19.0}


async def test_text_that_is_not_a_number_is_refused_and_stays_in_the_field(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("soon")
        assert "Not taken" in await at.press("enter")
        assert "▌ soon" in at.text
        assert "▌ soon" in await at.press("ctrl+o")
        assert "trueup   Operations   2 of 3" in await at.press("f8")
    assert on_disk(tmp_path / FILE)["answers"] == {}


@pytest.mark.thorough
async def test_opening_the_palette_keeps_the_typed_text(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("soon")
        assert "▌ soon" in await at.press("ctrl+p", "escape"), "not even what could not be taken"


@pytest.mark.thorough
async def test_a_typed_answer_is_saved_when_the_palette_leads_elsewhere(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("7")
        await at.press("ctrl+p")
        await at.type("identity")
        assert "trueup   Identity" in await at.press("enter")
    assert on_disk(tmp_path / FILE)["answers"] == {"operations.speed": 7.0}


@pytest.mark.thorough
async def test_evidence_is_asked_only_for_facts(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        assert "evidence" not in at.text
        text = await at.press("h", "4")
        assert "F4  evidence      ○ record    ● counted" in text
        await at.type("19")
        assert "● memory" in await at.press("f4", "3")
        await at.press("enter")
    assert on_disk(tmp_path / FILE)["answers"]["operations.speed"] == {"value": 19.0, "evidence": "memory"}


async def test_a_note_stays_with_the_answer(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("2", "n")
        await at.type("b, and h")
        await at.press("ctrl+j")
        await at.type("more")
        assert "b, and h" in await at.press("enter")
        assert "Keep those who are here" in at.text
        await at.press("ctrl+q")
    assert on_disk(tmp_path / FILE)["answers"]["identity.goal"] == {"value": "keep", "note": "b, and h\nmore"}
    async with opened(tmp_path / FILE) as at:
        assert "b, and h" in at.text


async def test_a_typed_answer_is_saved_when_the_app_is_quit(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("7")
        await at.press("ctrl+q")
    assert on_disk(tmp_path / FILE)["answers"] == {"operations.speed": 7.0}


async def test_several_answers_can_be_ticked(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "2", "2", "enter", "f8", "f8")
        assert "☐  A set-up made for them" in at.text
        text = await at.press("1", "3")
        assert "☑  A set-up made for them" in text
        assert "☑  A manual" in text
        assert on_disk(tmp_path / FILE)["answers"]["offer.extras"] == ["setup", "manual"]
        await at.press("1", "3")
        assert "offer.extras" not in on_disk(tmp_path / FILE)["answers"]


async def test_the_answer_none_of_these_is_stored_and_differs_from_no_answer(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press("h", "2", "2", "enter", "f8", "f8", "1", "4")
        assert "☐  A set-up made for them" in text
        assert "▌ 4  ●  none of these" in text
        assert on_disk(tmp_path / FILE)["answers"]["offer.extras"] == []
        assert "○  none of these" in await at.press("1")
        assert on_disk(tmp_path / FILE)["answers"]["offer.extras"] == ["setup"]


HOSTILE = "[/x][@click=app.quit]you[/] \x1b[31mred\x1b]0;title\x07 \u202egnp.exe \x9b2J"


async def test_hostile_notes_are_shown_as_plain_text(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        at.app.session.answer("identity.goal", None)
        await at.press("1", "n")
        from textual.events import Paste

        assert at.app.focused is not None
        at.app.focused.post_message(Paste(HOSTILE))
        await at.settle()
        await at.press("enter")
        assert "[/x][@click=app.quit]you[/] red gnp.exe" in at.text
        await at.press("ctrl+q")
    async with opened(tmp_path / FILE) as at:
        assert "[/x][@click=app.quit]you[/] red gnp.exe" in at.text
        assert not any(control in at.text for control in "\x1b\x9b\u202e\x07")
