"""The founder's own words below an answer. When the answer changes, the app asks whether the words still fit."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import Opened, in_the_first_round, on_disk, running
from tests.ui.pictures import TODAY
from textual import events

from trueup.session.sample import open_sample
from trueup.ui.app import TrueupApp
from trueup.ui.base.fields import Words

FILE = "business.json"
LINE = "In your own words (quoted back to you)"


@pytest.fixture(scope="session")
def screens(screens: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screens/ folder with every kind of question, all asked in the first round."""
    return in_the_first_round(screens, tmp_path_factory.mktemp("words") / "content")


def answers(folder: Path) -> dict[str, Any]:
    return dict(on_disk(folder / FILE)["answers"])


@pytest.mark.thorough
async def test_the_line_for_own_words_is_directly_below_choices_that_a_card_can_quote(begun: Opened) -> None:
    async with begun() as at:
        assert LINE not in at.text, "the goal takes no position"
        await at.press("1", "enter")
        last = next(n for n, line in enumerate(at.lines) if "Mostly other people" in line)
        assert f"n  {LINE}" in at.lines[last + 1]


@pytest.mark.parametrize(("field", "is_quoted"), [("stays", True), ("kept", True), ("asks", False)])
async def test_own_words_are_asked_only_for_fields_of_a_promise_that_a_card_can_quote(
    field: str, is_quoted: bool
) -> None:
    async with running(TrueupApp(partial(open_sample, today=TODAY))) as at:
        at.app.navigator.go_to_answer(f"promise.{field}", at.app.session.current.of("promise")[-1].id)
        await at.settle()
        assert (LINE in at.text) == is_quoted


@pytest.mark.thorough
async def test_enter_closes_an_empty_line_for_own_words_and_continues(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "enter", "1", "n")
        assert "Mostly other people" in await at.press("enter"), "an empty line is closed"
        assert "trueup   Offer" in await at.press("enter")
    assert answers(tmp_path)["identity.who"] == "aimed"


async def test_words_written_before_the_choice_are_saved_with_the_answer(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("n")
        await at.type("to grow, h")
        assert "saved, and go with the answer" in await at.press("enter")
        assert answers(tmp_path) == {}
        assert on_disk(tmp_path / FILE)["drafts"] == {"identity.goal": "to grow, h"}
        await at.press("1")
    assert answers(tmp_path) == {"identity.goal": {"value": "grow", "note": "to grow, h"}}
    assert "drafts" not in on_disk(tmp_path / FILE)


@pytest.mark.parametrize("lines", [3, 8, 40])
async def test_a_paste_taller_than_the_field_can_be_undone_and_redone(lines: int, begun: Opened) -> None:
    async with begun() as at:
        await at.press("n")
        await at.type("to grow")
        pasted = "\n".join(f"and line {n}" for n in range(lines))
        at.app.post_message(events.Paste(pasted))
        await at.settle()
        field = at.app.screen.query_one(Words)
        assert field.text == f"to grow{pasted}"
        await at.press("ctrl+z")
        assert field.text == "to grow"
        await at.press("ctrl+y")
        assert field.text == f"to grow{pasted}"


@pytest.mark.parametrize("way", [("ctrl+s",), ("ctrl+q",)], ids=" ".join)
async def test_words_written_before_the_choice_are_saved_to_the_file(
    way: tuple[str, ...], begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await at.press("n")
        await at.type("to grow")
        await at.press(*way)
        assert on_disk(tmp_path / FILE)["drafts"] == {"identity.goal": "to grow"}


@pytest.mark.thorough
@pytest.mark.parametrize("way", [("escape",), ("enter", "b"), ("escape", "h")], ids=" ".join)
async def test_words_written_before_the_choice_are_shown_when_the_founder_returns(
    way: tuple[str, ...], begun: Opened
) -> None:
    async with begun() as at:
        await at.press("n")
        await at.type("to grow")
        await at.press(*way)
        at.app.navigator.go_to_answer("identity.goal")
        await at.settle()
        assert "to grow" in at.text


async def test_words_being_typed_are_kept_with_the_answer_not_sure(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("n")
        await at.type("nobody knows")
        await at.press("f6")
    assert answers(tmp_path) == {"identity.goal": {"unsure": True, "note": "nobody knows"}}


NOTED = ("1", "n", *"as ever", "enter")


@pytest.mark.thorough
async def test_changing_an_answer_asks_whether_the_words_still_fit(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press(*NOTED)
        assert answers(tmp_path) == {"identity.goal": {"value": "grow", "note": "as ever"}}
        assert "Does this still fit? “as ever”" in await at.press("2")
        assert answers(tmp_path) == {"identity.goal": "keep"}, "never kept with another answer unasked"
        assert "Does this still fit?" not in await at.press("1")
        assert answers(tmp_path) == {"identity.goal": {"value": "grow", "note": "as ever"}}, "it is its own again"


@pytest.mark.thorough
async def test_one_key_and_enter_keep_the_words_with_the_new_answer(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press(*NOTED, "2", "n", "enter")
        assert "Does this still fit?" not in at.text
    assert answers(tmp_path) == {"identity.goal": {"value": "keep", "note": "as ever"}}


@pytest.mark.thorough
async def test_enter_stops_once_to_ask_whether_the_words_still_fit(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press(*NOTED, "down", "enter")
        assert "Does this still fit? “as ever”" in text
        assert "What is this business for this quarter?" in text
        assert "Who do you believe" in await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": "keep"}


@pytest.mark.thorough
async def test_changing_a_number_also_asks_whether_the_words_still_fit(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4", "1", "9", "f5", *"median", "enter", "ctrl+s")
        assert answers(tmp_path)["operations.speed"] == {"value": 19.0, "note": "median"}
        text = await at.press("0", "enter")
        assert "Does this still fit? “median”" in text
        assert answers(tmp_path)["operations.speed"] == 190.0
        await at.press("f5", "enter", "enter")
    assert answers(tmp_path)["operations.speed"] == {"value": 190.0, "note": "median"}


# Numbers -------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("typed", "echo", "value"),
    [("2 days", "= 48 hours", 48.0), ("1.200,50", "= 1200.5 hours", 1200.5), ("1 200", "= 1200 hours", 1200.0)],
)
async def test_the_value_of_a_typed_number_is_shown_before_it_is_saved(
    typed: str, echo: str, value: float, begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await at.press("h", "4")
        assert echo in await at.type(typed)
        assert answers(tmp_path) == {}
        await at.press("enter")
        assert answers(tmp_path)["operations.speed"] == value
        assert f"▌ {value:g}" in await at.press("ctrl+o"), "and stands in the field as it counts"


@pytest.mark.thorough
@pytest.mark.parametrize("typed", ["30%", "soon", "2 months", "1.200", "9" * 30])
async def test_the_reason_why_a_number_is_refused_is_never_cut_off(typed: str, begun: Opened) -> None:
    async with begun() as at:
        await at.press("h", "4")
        text = await at.type(typed)
        assert "write" in text
        said = (await at.press("enter")).splitlines()[-2]
        assert said.startswith("  ▌ Not taken: ")
        assert said.endswith("."), "the whole sentence"


# A large window ------------------------------------------------------------


async def test_a_large_window_shows_earlier_answers_on_the_topic_next_to_the_question(
    opened: Opened, business: Path
) -> None:
    async with opened(business, size=(140, 45)) as at:
        at.app.navigator.go_to_answer("market.price")
        await at.settle()
        assert "What you've said about this so far" in at.text
        assert re.search(r"sell +\S.* offer \d", at.text), "the side, the position and where it was said"
        assert "o hides this" in at.text, "the outline has the other answers of the area"
