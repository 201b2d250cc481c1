"""Enter chooses the row with the bar and continues. A question stays unanswered only if the founder chooses that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import At, Opened, in_the_first_round, on_disk
from tests.ui.every_screen import at_screen

from trueup.engine.applicability import choices

FILE = "business.json"


@pytest.fixture(scope="session")
def screens(screens: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screens/ folder with every kind of question, all asked in the first round."""
    return in_the_first_round(screens, tmp_path_factory.mktemp("enter") / "content")


def answers(folder: Path) -> dict[str, Any]:
    return dict(on_disk(folder / FILE)["answers"])


def bars(at: At) -> list[str]:
    """The text next to each bar on screen, above the notice."""
    return [line.split("▌")[1].strip() for line in at.lines[:-2] if "▌" in line]


# One choice ----------------------------------------------------------------


async def test_pausing_and_coming_back_keeps_the_answer_and_the_bar(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        before = await at.press("1")
        await at.press("ctrl+r", "escape")
        assert bars(at) == ["1  ●  Win more customers"]
        assert before.splitlines()[3:10] == at.lines[3:10]
        await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": "grow"}


@pytest.mark.thorough
@pytest.mark.parametrize("opens", ["ctrl+r", "f1", "question_mark", "o", "ctrl+p"])
async def test_closing_any_sheet_leaves_the_bar_on_its_row(opens: str, begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("2")
        await at.press(opens, "escape")
        assert bars(at) == ["2  ●  Keep those who are here"]
        assert "Who do you believe" in await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": "keep"}


async def test_enter_chooses_the_row_with_the_bar_not_the_row_chosen_before(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "down")
        assert "Enter take, next" in at.lines[-1]
        assert "Who do you believe" in await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": "keep"}


async def test_the_line_of_keys_says_what_enter_does(begun: Opened) -> None:
    async with begun() as at:
        assert "Enter" not in at.lines[-1]  # no row has the bar yet
        assert "Enter take, next" in (await at.press("down")).splitlines()[-1]
        assert "Enter next" in (await at.press("space")).splitlines()[-1]


async def test_the_bar_stays_on_the_last_row_when_down_is_pressed(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", *["down"] * 6)
        assert bars(at) == ["2  ○  Keep those who are here"]
        await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": "keep"}


async def test_a_row_out_of_sight_is_scrolled_into_view_before_enter_chooses_it() -> None:
    async with at_screen("offer", (60, 20)) as at:
        content, audit = at.app.session.content, at.app.session.current
        asked = [each for each in content.questions.values() if each.kind == "choice" and each.id in audit.answers]
        long = max(asked, key=lambda each: len(choices(audit, each)))
        at.app.navigator.go_to_answer(long.id)
        await at.settle()
        await at.press("home", "1")
        before = at.app.session.current.answers[long.id].value
        await at.press("end")
        for _ in range(12):
            await at.wheel(20, 10, up=True)
        assert bars(at) == []
        text = await at.press("enter")
        assert "out of sight" in text
        assert bars(at)
        assert at.app.session.current.answers[long.id].value == before
        await at.press("enter")
        assert at.app.session.current.answers[long.id].value == choices(audit, long)[-1].key


async def test_not_sure_removes_the_bar_and_enter_continues_with_that_answer(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("2", "f6")
        assert bars(at) == []
        assert "F6  ●  not sure" in at.text
        assert "Who do you believe" in await at.press("enter")
        await at.press("b")
        assert bars(at) == []
        assert "Who do you believe" in await at.press("enter")
    assert answers(tmp_path) == {"identity.goal": {"unsure": True}}


async def test_a_click_chooses_not_applicable(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        row = next(n for n, line in enumerate(at.lines) if "not applicable" in line)
        await at.click(at.lines[row].index("not applicable"), row)
    assert answers(tmp_path) == {"identity.goal": {"na": True}}


@pytest.mark.thorough
@pytest.mark.parametrize("letter", list("uasrdtcefikvw"))
async def test_no_letter_key_answers_a_question(letter: str, begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "down", letter, "escape")
    assert answers(tmp_path) == {"identity.goal": "grow"}


# Several choices -----------------------------------------------------------


async def at_ticks(at: At) -> None:
    assert "☐  A set-up made for them" in await at.press("h", "2", "2", "enter", "f8", "f8")


@pytest.mark.thorough
async def test_enter_continues_with_the_ticked_rows(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        await at.press("1", "down", "down")
        assert "Enter next, 1 ticked" in at.lines[-1]
        await at.press("enter")
    assert answers(tmp_path)["offer.extras"] == ["setup"]


async def test_enter_chooses_the_row_with_the_bar_when_none_is_ticked(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        assert "Nothing ticked yet." in await at.press("enter")
        assert "Enter tick, next" in (await at.press("down", "down")).splitlines()[-1]
        assert "Enter next, 1 ticked" in (await at.press("space")).splitlines()[-1]
        assert "if nothing is, it ticks the highlighted row first." in " ".join(
            (await at.press("f1")).replace("▌", "").split()
        )
        await at.press("escape", "space")
        assert "Nothing ticked yet." in await at.press("enter"), "what was just unticked is not ticked again"
        assert "Enter tick, next" in (await at.press("up", "down")).splitlines()[-1]
        await at.press("enter")
    assert len(answers(tmp_path)["offer.extras"]) == 1


async def test_space_marks_the_first_row_while_none_is_marked(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        assert bars(at) == []
        await at.press("space")
        assert bars(at) == ["1  ☐  A set-up made for them"]
        assert "offer.extras" not in answers(tmp_path)
        await at.press("space")
    assert answers(tmp_path)["offer.extras"] == ["setup"]


async def test_the_keys_line_follows_the_bar_from_none_of_these_to_another_row(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        assert "Enter none, next" in (await at.press("end")).splitlines()[-1]
        assert "Enter tick, next" in (await at.press("up")).splitlines()[-1]
        assert "Enter none, next" in (await at.press("down")).splitlines()[-1]


@pytest.mark.thorough
async def test_enter_on_none_of_these_keeps_the_ticked_choices(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        await at.press("1", *["down"] * 9)
        assert bars(at) == ["4  ○  none of these"]
        await at.press("enter")
    assert answers(tmp_path)["offer.extras"] == ["setup"]


@pytest.mark.thorough
async def test_enter_can_choose_the_answer_none_of_these_when_nothing_is_ticked(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at_ticks(at)
        await at.press("end", "enter")
    assert answers(tmp_path)["offer.extras"] == []


# Fields --------------------------------------------------------------------


async def test_escape_asks_before_typed_figures_are_lost(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("7")
        assert "Enter saves what you typed, Esc again drops it." in await at.press("escape")
        assert "▌ 7" in at.text
        assert "trueup   Home" in await at.press("escape")
    assert answers(tmp_path) == {}


async def test_escape_asks_again_when_more_was_typed_after_the_first_escape(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("7")
        await at.press("escape")
        await at.type("2")
        assert "Esc again drops it." in await at.press("escape")
        assert "Saved" in await at.press("enter")
    assert answers(tmp_path) == {"operations.speed": 72.0}


async def test_only_one_bar_is_ever_visible(begun: Opened) -> None:
    async with begun(size=(140, 45)) as at:
        await at.press("1")
        for keys in (["tab"], ["escape"], ["tab"], ["tab"], ["n"], ["escape"], ["enter", "b"]):
            await at.press(*keys)
            assert len(bars(at)) <= 1, keys


# Rows ----------------------------------------------------------------------


@pytest.fixture
def two_steps(tmp_path: Path, screens: Path) -> Path:
    channel = {"id": "guild", "name": "HomeGuild", "groups": [], "steps": ["ad", "pays"]}
    document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "channel", "channels": [channel]}
    return write(tmp_path / FILE, document, screens)


def steps(path: Path) -> object:
    return on_disk(path)["channels"][0].get("steps")


async def test_enter_below_the_last_step_keeps_the_steps(opened: Opened, two_steps: Path) -> None:
    async with opened(two_steps) as at:
        await at.press("1", "1", "b")
        assert "What happens, in order?" in at.text
        await at.press(*["down"] * 12)
        assert bars(at) == ["Done, go on with 2 steps"]
        assert "Enter next" in at.lines[-1]
        assert "What is asked of people" in await at.press("enter")
    assert steps(two_steps) == ["ad", "pays"]


async def test_only_the_focused_half_of_the_screen_of_steps_has_a_bar(opened: Opened, two_steps: Path) -> None:
    async with opened(two_steps) as at:
        assert "What happens, in order?" in await at.press("1", "1", "b")
        for key in ("1", "tab", "2", "tab", "home", "right", "left"):
            await at.press(key)
            assert len(bars(at)) == 1, key


async def test_the_search_finds_a_step_in_the_menu(opened: Opened, two_steps: Path) -> None:
    async with opened(two_steps) as at:
        await at.press("1", "1", "b", "slash")
        text = await at.type("zzz")
        assert "No step matches." in text
        assert "Nothing here matches. Try another word; Esc shows all." in text
        assert "go on with" not in text, "it would look like the answer"
        await at.press("enter", "slash")  # the new search text replaces the one that found nothing
        text = await at.type("talks")
        assert "sees an ad" in text, "among the steps, not in the menu"
        assert "waits for delivery" not in text
        await at.press("enter", "enter")
    assert steps(two_steps) == ["ad", "pays", "talks"]


# New rows that are given up ------------------------------------------------


async def test_a_letter_pressed_in_a_new_row_saves_no_row(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        at.app.navigator.go_to_answer("channel")
        await at.settle()
        await at.press("h")
        assert "Esc again drops it." in await at.press("escape")
        await at.press("escape")
    assert on_disk(tmp_path / FILE).get("channels", []) == []
