"""Long lists: the question and the ways of not answering stay in sight, and keys don't wait for the head's figures."""

from __future__ import annotations

import asyncio

import pytest
from tests.ui.every_screen import at_screen, page_of

from trueup.answers.model import Answer, Row
from trueup.engine.analysis import LONG as MANY
from trueup.ui.base.head import Head
from trueup.ui.base.page import PAUSE
from trueup.ui.questions.answer_fields import SEARCHED_FROM

WAYS = "F8 leave it blank"
LONG = [("identity.goal", ""), pytest.param(("role.paid", "role-1"), marks=pytest.mark.thorough)]


async def test_a_list_with_more_rows_than_digits_can_be_searched() -> None:
    async with at_screen("identity") as at:
        session = at.app.session
        question = session.content.questions["identity.change"]
        assert len(question.choices) > SEARCHED_FROM
        session.change(session.current.with_answer(question.id, None))
        at.app.navigator.go_to_answer(question.id)
        await at.settle()
        assert "/ search" in at.lines[-1]
        await at.press("1", "slash")
        text = await at.type("new version")
        assert "1  ☐  Charge current customers for a new version" in text
        assert "2  ☐" not in text
        await at.press("enter", "1")
        answer = session.current.answers[question.id]
        assert answer.value == (question.choices[0].key, "version"), "what the search hides stays ticked"
        await at.press("slash", *["backspace"] * 11)
        assert "Nothing here matches." in await at.type("zzz")
        text = await at.press("escape")
        assert "1  ☑  Raise the price" in text
        assert "Search" not in text


async def test_a_list_that_does_not_fit_says_that_more_is_below_and_which_digits_are_in_sight() -> None:
    async with at_screen("identity") as at:
        session = at.app.session
        session.change(session.current.with_answer("identity.change", None))
        at.app.navigator.go_to_answer("identity.change")
        await at.settle()
        more = "↓ more below; End goes to “none of these”"
        assert more in at.text
        assert "1–9 tick" in at.lines[-1]
        text = await at.press("end")
        assert "○  none of these" in text
        assert more not in text
        assert "1–9" not in at.lines[-1], "no row in sight has a digit"
        assert more in await at.press("home")
        assert "1–9 tick" in at.lines[-1]
        assert more not in await at.resize(80, 45), "everything fits"


@pytest.mark.parametrize(("sought", "is_found"), [("none", True), ("None of", True), ("one", False)])
async def test_the_search_finds_none_of_these_by_how_it_begins(sought: str, is_found: bool) -> None:
    async with at_screen("identity") as at:
        at.app.navigator.go_to_answer("identity.change")
        await at.settle()
        await at.press("1", "slash")
        assert ("○  none of these" in await at.type(sought)) is is_found


async def test_a_short_list_has_no_search() -> None:
    async with at_screen("identity") as at:
        at.app.navigator.go_to_answer("offer.model")
        await at.settle()
        assert "/ search" not in at.lines[-1]


@pytest.mark.parametrize("asked", LONG)
async def test_the_ways_of_not_answering_stay_in_sight_below_a_long_list(asked: tuple[str, str]) -> None:
    async with at_screen("identity") as at:
        last = at.app.session.content.questions[asked[0]].choices[-1].label

        def has_bar_on_last() -> bool:
            return any("▌" in line and last in line for line in at.lines)

        at.app.navigator.go_to_answer(*asked)
        await at.settle()
        question = at.lines[3]
        for key in ("end", "home", "end", "space"):
            text = await at.press(key)
            assert at.lines[3] == question, "the question stays where it is"
            assert WAYS in " ".join(text.split())
            assert has_bar_on_last() == (key != "home")
        await at.press("escape")
        at.app.navigator.go_to_answer(*asked)
        await at.settle()
        assert has_bar_on_last(), "what is chosen is in sight when one comes back"


@pytest.mark.thorough
async def test_a_note_that_grows_keeps_the_bar_and_the_ways_of_not_answering_in_sight() -> None:
    async with at_screen("identity", (60, 20)) as at:
        at.app.navigator.go_to_answer("identity.goal")
        await at.settle()
        await at.press("9", "9", "n")  # the first 9 brings the row in sight
        text = await at.type("as long as a note can be " * 8)
        assert WAYS in " ".join(text.split())
        await at.press("escape")
        assert any("▌ 9  ●" in line for line in at.lines)


@pytest.mark.parametrize("number", [0, MANY + 1])
async def test_the_figures_in_the_head_wait_for_a_pause_when_there_are_many_rows(number: int) -> None:
    async with at_screen("operations") as at:
        session, head = at.app.session, at.app.screen.query_one(Head)
        rows = tuple(Row(f"talk-{n}", {"name": Answer(f"talk {n}")}) for n in range(number))
        session.change(session.current.with_rows("activity", (*session.current.of("activity"), *rows)))
        page_of(at).refresh_head()
        await asyncio.sleep(2 * PAUSE)
        before = head.counts
        session.change(session.current.with_answer("operations.data", Answer(("nobody",), evidence="record")))
        assert session.counts != before, "what conflicted is gone"
        page_of(at).refresh_head()
        assert (head.counts == before) == bool(number), "at once, or once the keys pause"
        await asyncio.sleep(2 * PAUSE)
        assert head.counts == session.counts
