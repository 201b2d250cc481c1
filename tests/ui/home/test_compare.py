"""The screen Compare lists what is answered and what is missing; mismatches are shown only after comparing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.ui.conflicting_business import TODAY, conflicting, write
from tests.ui.conftest import At, Opened, on_disk
from tests.ui.every_screen import WINDOWS

from trueup.storage.store import open_store

ESSENTIALS = {"identity.goal": "keep", "offer.model": "once"}


@pytest.fixture
def ready(tmp_path: Path, screens: Path) -> Path:
    """A business with every essential answered, not yet compared."""
    document = conflicting(compared=False)
    document["answers"] |= ESSENTIALS
    return write(tmp_path / "business.json", document, screens)


@pytest.fixture
def lacking(tmp_path: Path, screens: Path) -> Path:
    """A business without some of the essentials, not yet compared."""
    return write(tmp_path / "business.json", conflicting(compared=False), screens)


async def test_compare_sums_up_the_answers_and_shows_no_mismatch_yet(opened: Opened, ready: Path) -> None:
    async with opened(ready) as at:
        text = await at.press("enter")
        assert "  trueup   Compare" in text
        assert "7 answers, 1 promise, 2 channels and 4 customers. That's enough" in text
        assert "▌ 1  Compare now" in text
        assert "6 of 6 checks can be judged so far." in text
        assert "counted or from records" in text
        assert not any(sign in text for sign in "≠≈")


async def test_enter_compares_and_the_file_records_the_comparison(opened: Opened, ready: Path) -> None:
    async with opened(ready) as at:
        text = await at.press("enter", "enter")
        assert "Mismatches   4 open" in text
        assert on_disk(ready)["compared"] is True
        assert "trueup   Home" in await at.press("b")
    async with opened(ready) as at:
        assert "Mismatches   4 open" in await at.press("h", "m")


async def test_missing_answers_are_listed_and_comparing_is_still_possible(opened: Opened, lacking: Path) -> None:
    async with opened(lacking) as at:
        assert "▌ Compare now, with the answers so far" in await at.press(*["down"] * 5)
        await at.press("enter")
        assert "Identity 1     What is this business for this quarter?" in at.text
        assert "Offer 1        How is it paid?" in at.text
        assert "Mismatches   4 open" in await at.press("enter")


async def test_answering_more_goes_from_question_to_question_and_at_the_end_to_compare(
    opened: Opened, lacking: Path
) -> None:
    async with opened(lacking) as at:
        await at.go("compare")
        asked = [await at.press("2")]
        assert "trueup   Identity   answering more" in asked[0]
        assert "What is this business for this quarter?" in asked[0]
        asked.append(await at.press("2", "enter"))
        assert on_disk(lacking)["answers"]["identity.goal"] == "keep"
        while "answering more" in at.text:
            asked.append(await at.press("f8"))
        questions = [text.splitlines()[3] for text in asked[:-1]]
        assert len(set(questions)) == len(questions) > 3, "no question comes twice, also if it was left blank"
        assert "What is this business for this quarter?" not in at.text
        assert "compared" not in on_disk(lacking)
        while "Compare" not in at.lines[0]:  # the rows at the end of the areas
            await at.press("2")
        assert "Compare now" in at.text


def filled(at: At) -> int:
    """How much of the gauge under the tabs is filled."""
    return at.lines[2].count("━")


async def test_the_gauge_never_shrinks_while_answering_more(opened: Opened, lacking: Path) -> None:
    async with opened(lacking) as at:
        await at.go("compare")
        await at.press("2")
        seen = [filled(at)]
        while "answering more" in at.text:
            await at.press("1", "enter") if len(seen) % 2 else await at.press("f8")
            seen.append(filled(at))
        assert len(seen) > 4
        questions = seen[:-1]
        assert questions == sorted(questions), "it only grows"
        assert questions[-1] > questions[0]


async def test_back_while_answering_more_leads_through_the_questions_answered_to_compare(
    opened: Opened, lacking: Path
) -> None:
    async with opened(lacking) as at:
        await at.go("compare")
        first = (await at.press("2")).splitlines()[3]
        second = (await at.press("2", "enter")).splitlines()[3]
        third = (await at.press("1", "enter")).splitlines()[3]
        assert len({first, second, third}) == 3
        assert (await at.press("ctrl+o")).splitlines()[3] == second
        assert (await at.press("ctrl+o")).splitlines()[3] == first
        assert (await at.press("1", "enter")).splitlines()[3] != second, "what is answered isn't asked again"
        assert on_disk(lacking)["answers"]["identity.goal"] != "keep"
        await at.press("ctrl+o")
        assert "  trueup   Compare" in await at.press("ctrl+o")


async def test_a_digit_compares_at_once(opened: Opened, ready: Path) -> None:
    async with opened(ready) as at:
        await at.go("compare")
        assert "Mismatches   4 open" in await at.press("1")
        assert on_disk(ready)["compared"] is True


async def test_a_digit_pressed_as_the_screen_appears_only_marks_compare_now(
    opened: Opened, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.ui.base.rows.LOOK", 3600.0)
    async with opened(ready) as at:
        await at.go("compare")
        text = await at.press("down", "1")
        assert "▌ 1  Compare now" in text
        assert "Enter or 1 compares." in text
        assert "compared" not in on_disk(ready)
        assert "Mismatches   4 open" in await at.press("enter")


async def test_notices_about_the_answers_come_before_comparing_and_those_about_mismatches_after(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    document = conflicting(compared=False, customers=[])
    document["answers"] |= {**ESSENTIALS, "operations.speed": {"value": 30.0, "evidence": "memory"}}
    for path in document["channels"]:
        path["steps"] = ["talks", "pays"]
    file = write(tmp_path / "business.json", document, screens)
    async with opened(file) as at:
        await at.go("compare")
        assert "▌ Your answers about your work are from memory, guesses or a" in at.text
        assert "Every channel" not in at.text
        assert "▌ Every channel contradicts what you say." in await at.press("enter")


async def test_a_read_only_file_cannot_be_compared_and_says_so(opened: Opened, ready: Path) -> None:
    with open_store(ready, today=TODAY):
        async with opened(ready) as at:
            await at.go("compare")
            assert "nothing can be changed here" in await at.press("enter")
            assert "  trueup   Compare" in at.text
    assert "compared" not in on_disk(ready)


async def test_opening_the_mismatches_leads_to_compare_before_the_first_comparison(opened: Opened, ready: Path) -> None:
    async with opened(ready) as at:
        await at.go("mismatches")
        assert "  trueup   Compare" in at.text
        assert "trueup   Home" in await at.press("b")


async def test_compare_says_that_a_page_and_a_few_answers_are_enough_as_home_does(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    document = conflicting(compared=False)  # some essentials are open
    document["promises"][0]["source"] = {"file": "page.md", "line": 1}
    async with opened(write(tmp_path / "business.json", document, screens)) as at:
        await at.go("compare")
        assert "That's enough for a first picture." in " ".join(at.text.split())
        assert "What would make it fuller" in at.text
        assert "Still missing" not in at.text


@pytest.mark.parametrize("size", WINDOWS)
async def test_compare_fits_into_every_window(opened: Opened, ready: Path, size: tuple[int, int]) -> None:
    async with opened(ready, size=size) as at:
        await at.press("enter")
        assert max(map(len, at.lines)) <= size[0]
        assert at.lines[-1].strip() == "Enter compare  1–2 choose  b back"
        assert "Enter answer more  1–2 choose" in await at.press("down")
        assert "Enter compare  1–2 choose" in await at.press("up")
        assert "Compare now" in at.text


async def test_a_tall_window_lists_all_missing_answers(opened: Opened) -> None:
    async with opened(size=(140, 45)) as at:
        await at.press("1")
        await at.type("Chairside")
        await at.press("enter", "1", "enter")
        await at.go("compare")
        assert "Still missing for the first picture" in at.text
        assert not re.search(r"and \d+ more", at.text)
        assert re.search(r"and \d+ more", await at.resize(80, 24))
