"""A change that ends a mismatch, brings one or leaves it unproven names it in the notice, wherever it's made."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened, on_disk

LATE = "Promised now, there in a week"
LOW = "Low in words, high in the bill"


def joined(text: str) -> str:
    """The screen's words on one line, without the sign of the notice."""
    return " ".join(text.replace("▌", " ").split())


async def test_evidence_is_chosen_from_a_list_which_says_what_each_word_means(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("h", "4", "enter", "ctrl+o")
        text = await at.press("f4")
        assert "How do you know?" in text
        assert "1  ○  record: a list, a bill or a statistic says so" in text
        assert "2  ●  counted: you counted it yourself" in text
        text = await at.press("escape")
        assert "● counted" in text, "closing the list changes nothing"
        assert "● record" in await at.press("f4", "1")
        assert on_disk(business)["answers"]["operations.speed"]["evidence"] == "record"


async def test_evidence_that_leaves_a_mismatch_unproven_says_which_and_back_again(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("h", "4", "ctrl+o")
        assert "≠ 3" in at.lines[0]
        text = joined(await at.press("f4", "4"))
        assert f"Saved. Only unproven now: ‘{LATE}’." in text
        text = joined(await at.press("f4", "2"))
        assert f"Saved. A contradiction now: ‘{LATE}’." in text


async def test_an_answer_that_ends_a_mismatch_names_it_and_undo_names_it_too(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        at.app.navigator.go_to_answer("offer.price")
        await at.settle()
        text = joined(await at.press("1"))
        assert f"Saved. Gone: ‘{LOW}’." in text
        text = joined(await at.press("z"))
        assert f"New: ‘{LOW}’." in text


async def test_a_claim_taken_out_of_a_promise_names_the_mismatch_that_goes(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        at.app.navigator.go_to_answer("promise.claims", "home-page")
        await at.settle()
        text = joined(await at.press("1"))
        assert "Saved. Gone: ‘" in text
        assert "‘" in joined(await at.press("z")).partition("Undone")[2]


async def test_what_a_removed_row_ends_is_named_on_the_list(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        at.app.navigator.go_to_answer("promise")
        await at.settle()
        text = joined(await at.press("up", "up", "up", "delete"))
        assert "Removed. z undoes it. Gone: ‘" in text


async def test_a_decision_is_no_news(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "i")
        await at.type("It is only offered.")
        await at.press("enter")
        text = joined(await at.press("b"))
        assert "Gone" not in text
        assert "New" not in text


async def test_nothing_is_told_before_the_first_comparison(opened: Opened, tmp_path: Path, screens: Path) -> None:
    path = write(tmp_path / "business.json", {**conflicting(), "compared": False}, screens)
    async with opened(path) as at:
        at.app.navigator.go_to_answer("operations.speed")
        await at.settle()
        await at.press("backspace", "backspace", "1")
        text = await at.press("enter")
        assert "Gone" not in text
        assert LATE not in text


async def test_a_notice_asks_about_the_old_note_after_saying_what_went(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        at.app.navigator.go_to_answer("operations.speed")
        await at.settle()
        await at.press("backspace", "backspace", "1")
        text = joined(await at.press("enter"))
        assert f"Saved. Gone: ‘{LATE}’. F5 keeps or changes your words." in text


async def test_a_notice_is_still_there_where_enter_leads_back(opened: Opened, tmp_path: Path, screens: Path) -> None:
    answers = {**conflicting()["answers"], "operations.speed": 30.0}
    async with opened(write(tmp_path / "business.json", conflicting(answers=answers), screens)) as at:
        at.app.navigator.go_to_answer("operations.speed")
        await at.settle()
        await at.press("backspace", "backspace", "1")
        text = joined(await at.press("enter"))
        assert "Areas" in text, "the question was visited from home"
        assert f"Saved. Gone: ‘{LATE}’." in text
        assert "Gone" not in await at.press("down"), "until the next key"
