"""Promises: their list, the fields of each promise, and the checklist of its claims."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import At, Opened, on_disk
from tests.ui.every_screen import at_screen
from tests.ui.pictures import SCREENS
from textual import events
from textual.geometry import Size

from trueup.answers.model import Answer

FILE = "business.json"
HOSTILE = "[/x] [b]bold[/b] [@click=app.quit]now[/] [link=http://x]y"

Kept = Callable[..., Path]


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Kept:
    """Return a function that saves a business as if the app was closed at the promises."""

    def keep(*promises: dict[str, Any], **rest: Any) -> Path:
        document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "promise", "promises": list(promises)}
        return write(tmp_path / FILE, {**document, **rest}, screens)

    return keep


def promise(**fields: Any) -> dict[str, Any]:
    """A promise with an answer to every field."""
    answered = {"where": "page", "groups": [], "asks": "alone", "claims": ["start.alone"]}
    return {"id": "start-now", "words": "Start now", **answered, **fields}


@pytest.mark.parametrize("had_words", [True, False])
async def test_the_screen_says_that_it_will_ask_again_whenever_an_answer_about_the_words_is_dropped(
    had_words: bool,
) -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        row = replace(session.current.of("promise")[0], fields={"where": Answer("page"), "kept": Answer(3.0)})
        row = row.with_field("words", Answer("Ready in two days") if had_words else None)
        session.change(session.current.with_rows("promise", (row,)))
        at.app.navigator.go_to_answer("promise")
        await at.settle()
        await at.press("1", "f3", "1")
        await at.type(" at the latest, by post" if had_words else "By post in a week")
        text = " ".join((await at.press("enter")).replace("▌", "").split())
        kept = session.content.questions["promise.kept"].short
        assert f"trueup will ask again about the new words: “{kept}”." in text
        assert "Until then, mismatches about them can't be found." in text
        assert "kept" not in session.current.of("promise")[0].fields


async def test_new_words_are_read_again_so_that_no_old_claim_is_compared() -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        fields = {"where": Answer("page"), "words": Answer("You get an answer within one working day")}
        row = replace(session.current.of("promise")[0], fields={**fields, "claims": Answer(("support.day",))})
        session.change(session.current.with_rows("promise", (row,)))
        at.app.navigator.go_to_answer("promise")
        await at.settle()
        await at.press("1", "f3", "1", "ctrl+u")
        await at.type("You get an answer within three working days")
        text = " ".join((await at.press("enter")).replace("▌", "").split())
        assert "What it claims was read again: look at it." in text
        assert session.current.of("promise")[0].many("claims") == ("support.few",)
        await at.press("z")
        assert session.current.of("promise")[0].many("claims") == ("support.day",)


@pytest.mark.thorough
async def test_leaving_a_field_says_saved_only_if_something_was_changed(opened: Opened, kept: Kept) -> None:
    async with opened(kept(promise())) as at:
        await at.press("1", "1")
        assert "Where does it stand?" in await at.press("enter")
        text = await at.press("ctrl+o")
        assert "Which words" in text
        assert "Saved" not in text
        await at.type("!")
        text = await at.press("ctrl+o")
        assert "“Start now!”" in text
        assert "Saved" in text


async def test_a_founder_can_enter_a_first_promise(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        text = await at.press("1")
        assert "No promise yet." in text
        assert "Which words, exactly as published?" in text
        await at.type("Start free tonight.")
        text = await at.press("enter")
        assert "Saved" in text
        assert "Where does it stand?" in text
        assert on_disk(path)["promises"] == [{"id": "start-free-tonight", "words": "Start free tonight."}]
        assert "“Start free tonight.”" in await at.press("1", "enter")
        await at.type("firms, people who work alone")
        assert "What does it ask the reader to do?" in await at.press("enter")
        assert "What does it say or clearly imply?" in await at.press("1", "enter")
        await at.press("slash")
        await at.type("no talk needed")
        text = await at.press("enter", "space", "escape", "enter")
        assert "1  “Start free tonight.”" in text
        assert "Home page · for firms, people who work alone" in text
        assert "▌ g  Done, go on" in text
        assert "trueup   Market   1 of " in await at.press("enter")
    assert on_disk(path)["promises"] == [
        {
            "id": "start-free-tonight",
            "asks": "alone",
            "claims": ["start.alone"],
            "groups": ["firms", "people who work alone"],
            "where": "page",
            "words": "Start free tonight.",
        }
    ]


@pytest.mark.thorough
async def test_back_goes_field_by_field_to_the_list_and_out(opened: Opened, kept: Kept) -> None:
    async with opened(kept(promise())) as at:
        text = await at.press("1", "1", "enter", "enter")
        assert "For whom?" in text
        assert "Where does it stand?" in await at.press("ctrl+o")
        assert "Which words" in await at.press("b")
        assert "▌ 1  “Start now”" in await at.press("ctrl+o")
        assert "1 so far" in await at.press("b")


@pytest.mark.thorough
async def test_going_back_to_the_list_saves_the_typed_words(opened: Opened, kept: Kept) -> None:
    path = kept(promise())
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type(", alone")
        assert "1  “Start now, alone”" in await at.press("ctrl+o")
    assert [each["words"] for each in on_disk(path)["promises"]] == ["Start now, alone"]


# The checklist -------------------------------------------------------------


@pytest.mark.thorough
async def test_the_checklist_is_grouped_under_topic_headings_with_nothing_ticked(opened: Opened, kept: Kept) -> None:
    async with opened(
        kept({"id": "start-now", "words": "Start now", "where": "page", "groups": [], "asks": "alone"})
    ) as at:
        text = await at.press("1", "1")
        assert "0 ticked of" in text
        assert "☑" not in text
        rows = text.split("\n")
        heads = next(n for n, row in enumerate(rows) if "Likely in your words" in row)
        assert "  1 ☐  starts with a talk" in rows[heads + 1]
        assert "▌" not in text, "nothing has the bar before the founder moves"
        # The next topic is in a second column, next to the likely claims, and the one after it below that.
        assert rows[heads].split("  ")[-1] == "time"
        assert any(row.split() == ["people"] for row in rows[heads:])


@pytest.mark.thorough
async def test_space_and_digits_tick_and_untick(opened: Opened, kept: Kept) -> None:
    path = kept(promise(claims=[]))
    async with opened(path) as at:
        assert "▌ 1 ●  none of these" in await at.press("1", "1", *["enter"] * 4)
        text = await at.press("home", "space")
        assert "1 ticked of" in text
        assert "▌ 1 ☑  starts with a talk" in text
        assert "○  none of these" in text
        assert on_disk(path)["promises"][0]["claims"] == ["start.announced"]
        text = await at.press("2")
        assert "▌ 2 ☑  a low price" in text
        assert "2 ticked of" in text
        assert on_disk(path)["promises"][0]["claims"] == ["start.announced", "price.low"]
        assert "0 ticked of" in await at.press("1", "2")
        assert "claims" not in on_disk(path)["promises"][0], "all unticked is open again, and none of these is not"


@pytest.mark.thorough
async def test_the_key_down_moves_the_bar_through_every_column_and_the_key_right_to_the_next_column(
    opened: Opened, kept: Kept
) -> None:
    async with opened(kept(promise(claims=[]))) as at:
        await at.press("1", "1", *["enter"] * 4, "home")
        assert "▌ 1 ☐  at once" in await at.press("right")
        assert "▌ 1 ☐  starts with a talk" in await at.press("left")
        marked = set()
        for _ in range(20):
            marked |= {line.split("▌")[1][5:34].strip() for line in at.lines if "▌" in line and "☐" in line}
            await at.press("down")
        assert {"alone, no talk needed", "starts with a talk", "a low price", "at once", "made for you"} <= marked
        assert "▌ 1 ●  none of these" in at.text, "below the last claim the bar stays in the list"


@pytest.mark.thorough
@pytest.mark.parametrize("keys", [("end", "enter"), ("end", "space", "enter")], ids=" ".join)
async def test_choosing_none_of_these_stores_an_empty_answer(keys: tuple[str, ...], opened: Opened, kept: Kept) -> None:
    path = kept({"id": "start-now", "words": "Start now", "where": "page", "groups": [], "asks": "alone"})
    async with opened(path) as at:
        assert "Nothing ticked yet." in await at.press("1", "1", "enter")
        assert "claims" not in on_disk(path)["promises"][0]
        assert "▌ g  Done, go on" in await at.press(*keys)
    assert on_disk(path)["promises"][0]["claims"] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("key", "stored"), [("f6", {"unsure": True}), ("f7", {"na": True})])
async def test_the_checklist_can_be_marked_not_sure_or_not_applicable(
    opened: Opened, kept: Kept, key: str, stored: object
) -> None:
    path = kept(promise())
    async with opened(path) as at:
        await at.press("1", "1", *["enter"] * 4)
        assert "0 ticked of" in await at.press(key)
        assert "▌ g  Done, go on" in await at.press("enter")
    assert on_disk(path)["promises"][0]["claims"] == stored


@pytest.mark.thorough
async def test_the_checklist_can_be_searched_for_a_word(opened: Opened, kept: Kept) -> None:
    path = kept(promise(claims=["start.alone"]))
    async with opened(path) as at:
        await at.press("1", "1", *["enter"] * 4)
        await at.press("slash")
        text = await at.type("low price")
        assert "☐  a low price" in text
        assert "alone, no talk needed" not in text
        text = await at.press("enter", "space")
        assert "▌ 1 ☑  a low price" in text
        assert "2 ticked of" in text, "also what is not shown stays ticked"
        assert "☑  alone, no talk needed" in await at.press("escape"), "Escape shows all again"
        assert "What does it say or clearly imply?" in at.text
    assert on_disk(path)["promises"][0]["claims"] == ["price.low", "start.alone"], "in the order of the list"


# Rows ----------------------------------------------------------------------


@pytest.mark.thorough
async def test_a_slug_stays_when_the_words_change(opened: Opened, kept: Kept) -> None:
    path = kept(promise())
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type(", alone")
        await at.press("enter")
    assert on_disk(path)["promises"][0]["id"] == "start-now"
    assert on_disk(path)["promises"][0]["words"] == "Start now, alone"


@pytest.mark.thorough
async def test_two_promises_with_the_same_words_have_two_slugs(opened: Opened, kept: Kept) -> None:
    path = kept(promise())
    async with opened(path) as at:
        await at.press("1", "plus")
        await at.type("Start now")
        assert "promise 2, 2 of 5" in await at.press("enter")
    assert [each["id"] for each in on_disk(path)["promises"]] == ["start-now", "start-now-2"]


@pytest.mark.thorough
async def test_a_removed_promise_can_be_restored(opened: Opened, kept: Kept) -> None:
    first, second = promise(), promise(id="no-extras", words="No extras")
    path = kept(first, second)
    before = on_disk(path)["promises"]
    async with opened(path) as at:
        await at.press("1")
        text = await at.press("home", "delete")
        assert "Removed. z undoes it." in text
        assert "Start now" not in text
        assert on_disk(path)["promises"] == [before[1]]
        await at.press("delete")
        assert "promises" not in on_disk(path)
        assert "Add the first one" in at.text
        await at.press("z")
        assert "“Start now”" in await at.press("z")
        assert on_disk(path)["promises"] == before


@pytest.mark.thorough
async def test_a_promise_without_words_is_not_kept(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        assert "Nothing written" in await at.press("1", "enter")
        assert "▌ 1  Write down the first one" in await at.press("f8")
        assert "promises" not in on_disk(path)


@pytest.mark.thorough
async def test_the_words_of_a_promise_cannot_be_left_blank(opened: Opened, kept: Kept) -> None:
    path = kept(promise())
    async with opened(path) as at:
        await at.press("1", "1", "f8")
        assert "Delete in the list removes it." in at.text
    assert on_disk(path)["promises"][0]["words"] == "Start now"


@pytest.mark.thorough
async def test_typed_words_are_saved_when_the_app_is_quit(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        await at.press("1", "enter")
        await at.type("No call, no set-up")
        await at.press("ctrl+q")
    assert on_disk(path)["promises"] == [{"id": "no-call-no-set-up", "words": "No call, no set-up"}]


# Groups --------------------------------------------------------------------


@pytest.mark.thorough
async def test_a_group_named_in_one_promise_can_be_ticked_in_another(opened: Opened, kept: Kept) -> None:
    path = kept(promise(groups=["firms"]), promise(id="no-extras", words="No extras", groups=[]))
    async with opened(path) as at:
        text = await at.press("1", "2", "enter", "enter")
        assert "1  ☐  firms" in text
        await at.press("1")
        assert on_disk(path)["promises"][1]["groups"] == ["firms"]
        await at.press("2")
        await at.type("people who work alone")
        await at.press("enter")
        assert on_disk(path)["promises"][1]["groups"] == ["firms", "people who work alone"]


@pytest.mark.thorough
async def test_a_business_has_three_groups_at_most(opened: Opened, kept: Kept) -> None:
    path = kept(promise(groups=["firms", "schools"]))
    async with opened(path) as at:
        await at.press("1", "1", "enter", "enter", "3")
        await at.type("clubs, shops")
        assert "Not taken: 3 groups are as many" in await at.press("enter")
        assert on_disk(path)["promises"][0]["groups"] == ["firms", "schools"]
        await at.press(*["backspace"] * len(", shops"), "enter", "b")
        assert "another group" not in at.text
    assert on_disk(path)["promises"][0]["groups"] == ["firms", "schools", "clubs"]


# Hostile text and read-only files ------------------------------------------


@pytest.mark.thorough
async def test_hostile_words_are_shown_as_plain_text(opened: Opened, kept: Kept) -> None:
    async with opened(kept(promise(words=HOSTILE, groups=[HOSTILE]), promise(id="long", words="wordy " * 3000))) as at:
        text = await at.press("1")
        assert "[/x] [b]bold[/b] [@click=app.quit]now" in text
        text = await at.press("1", "enter")
        assert "“[/x] [b]bold[/b]" in text
        assert "[/x] [b]bold[/b]" in await at.press("enter")
        await at.press("b", "b", "ctrl+o", "2", "enter")
        assert "wordy wordy" in at.text
        assert max(map(len, at.lines)) <= 80


@pytest.mark.thorough
async def test_rows_of_a_read_only_file_can_be_opened_but_not_changed(opened: Opened, kept: Kept) -> None:
    path = kept(promise())
    path.chmod(0o400)
    async with opened(path) as at:
        assert "word for word?" not in await at.press("1", "plus"), "nothing can be added"
        assert "Start now" in await at.press("home", "delete")
        assert "Start now" in await at.press("1", "enter")
        assert "Read only" in await at.press("2")
    assert on_disk(path)["promises"][0]["where"] == "page"


@pytest.mark.parametrize("others", [[], ["firms"]], ids=["no group yet", "groups to choose from"])
async def test_enter_with_no_group_ticked_means_everyone(others: list[str], opened: Opened, kept: Kept) -> None:
    answered = {"where": "page", "asks": "alone", "claims": ["start.alone"]}
    path = kept({"id": "start-now", "words": "Start now", **answered}, promise(id="no-extras", groups=others))
    async with opened(path) as at:
        at.app.navigator.go_to_answer("promise.groups", "start-now")
        await at.settle()
        assert "Enter everyone, done" in at.text
        await at.press("enter")
        assert on_disk(path)["promises"][0]["groups"] == []
        at.app.navigator.go_to_answer("promise.groups", "start-now")
        await at.settle()
        assert "everyone" in at.text


# A very long checklist -------------------------------------------------------


def claims_of(at: At) -> tuple[str, ...]:
    """The claims ticked in the first promise of the sample."""
    return at.app.session.current.of("promise")[0].many("claims")


async def test_a_long_checklist_begins_with_likely_claims_and_folds_its_topics() -> None:
    async with at_screen("promise") as at:
        ticked = claims_of(at)
        boxes = [line for line in at.lines if "☐" in line]
        assert len(boxes) <= 5, "of two hundred, what its words are most like"
        assert at.text.count("☑") + at.text.count("☐") < 12
        text = at.text
        while "▌ +  starting  " not in text:
            assert "Likely in your words" in text, "it comes before the topics"
            text = await at.press("down")
        assert "☑  start on your own" in text, "what is ticked stays in sight"
        assert "Enter done, 4 ticked  Space open" in text
        text = await at.press("space")
        assert "▌ –  starting  " in text
        assert "Space close" in text
        assert "2 ☐  starts with a call or a quote" in text
        text = await at.press("2")
        assert "▌ 2 ☑  starts with a call or a quote" in text
        assert set(claims_of(at)) == {*ticked, "start.announced"}
        text = await at.press("up", "up", "space")
        assert "▌ +  starting  " in text
        assert "☑  starts with a call or a quote" in text
        assert "help while you get started" not in text
        await at.press("2")
        assert "2 ☐  starts with a call or a quote" in at.text, "unticked, it is there to be ticked again"
        assert set(claims_of(at)) == set(ticked)


async def test_marking_or_opening_a_topic_ticks_no_claim() -> None:
    async with at_screen("promise") as at:
        for key in ("down", "down", "down", "down", "end", "up", "home", "right", "pagedown", "left"):
            before = claims_of(at)
            await at.press(key)
            assert claims_of(at) == before, key
        while "▌ +" not in at.text:
            await at.press("down")
        before = claims_of(at)
        await at.press("space", "space")
        assert claims_of(at) == before
        assert "  trueup   Home" in await at.press("enter"), "what is ticked is taken, and on"
        assert claims_of(at) == before


async def test_enter_opens_the_topic_with_the_bar_while_nothing_is_ticked() -> None:
    async with at_screen("promise") as at:
        promise = at.app.session.current.of("promise")[0]
        fields = {key: answer for key, answer in promise.fields.items() if key != "claims"}
        fields["words"] = replace(fields["words"], value="Reports.")
        at.app.navigator.go("home")
        await at.settle()
        at.app.session.change(at.app.session.current.with_row("promise", replace(promise, fields=fields)))
        at.app.navigator.go_to_answer("promise.claims", promise.id)
        await at.settle()
        assert "0 ticked of" in at.text
        assert "Enter" not in at.lines[-1], "nothing to take, and nothing to go on with"
        while "▌ +" not in at.text:
            await at.press("down")
        assert "Enter open" in at.text
        assert "Enter close" in await at.press("enter")
        assert "Enter tick, " in await at.press("down")
        assert "claims" not in at.app.session.current.of("promise")[0].fields


async def test_no_key_ticks_a_claim_that_is_out_of_sight() -> None:
    async with at_screen("promise") as at:
        while "▌ +" not in at.text:
            await at.press("down")
        await at.press("space")  # open the first topic
        before = claims_of(at)
        text = await at.press("9")  # the ninth claim is below the window
        assert claims_of(at) == before
        assert "Nothing chosen yet: it was out of sight. Press again." in text
        assert "▌ 9 ☐" in text
        for _ in range(9):
            await at.wheel(20, 14)
        assert "▌" not in "".join(at.lines[9:-2]), "the bar is out of sight"
        assert "out of sight" in await at.press("space")
        assert claims_of(at) == before
        assert "▌ 9 ☑" in await at.press("space")
        assert len(claims_of(at)) == len(before) + 1


async def test_the_search_covers_all_topics_and_a_ticked_result_stays_in_sight() -> None:
    async with at_screen("promise") as at:
        await at.press("slash")
        text = await at.type("refunds without")
        assert "+" not in "".join(at.lines[10:-1]), "nothing is folded while one searches"
        assert "refunds without forms" in text
        await at.press("enter", "space")
        text = await at.press("escape")
        assert "☑  refunds without forms" in text
        assert "+  leaving  " in text


@pytest.mark.parametrize("screen", ["promise", *(pytest.param(each, marks=pytest.mark.thorough) for each in SCREENS)])
async def test_resizing_the_window_keeps_the_focus(screen: str) -> None:
    async with at_screen(screen, (140, 45)) as at:
        await at.press("down")
        had = at.app.focused
        for size in ((80, 24), (140, 45), (100, 30)):
            await at.resize(*size)
            assert at.app.focused is had, size


async def test_the_focus_is_restored_if_a_resize_takes_it_away_late() -> None:
    async with at_screen("promise", (140, 45)) as at:
        had = at.app.focused
        assert had is not None
        at.app.post_message(events.Resize(Size(80, 24), Size(80, 24)))
        at.app.call_later(had.post_message, events.Hide())
        await at.settle()
        assert at.app.focused is had


async def test_enlarging_a_window_that_was_too_small_for_a_while_restores_the_focus() -> None:
    async with at_screen("promise") as at:
        had = at.app.focused
        await at.resize(30, 10)
        await asyncio.sleep(0.6)
        await at.resize(80, 24)
        assert at.app.focused is had
