"""A quarter later: the next quarter begins and is reviewed. Then come new customers, comparing, and the changes.

The tests read the screen, and the file with plain TinyDB.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, Opened
from tests.ui.every_screen import WINDOWS, at_screen
from tinydb import TinyDB

from trueup.storage.errors import NotSaved
from trueup.storage.store import Store, open_store

LATER = date(2027, 1, 5)


def quarters(path: Path) -> dict[str, dict[str, Any]]:
    """Every quarter in the file, read by plain TinyDB."""
    with TinyDB(path, access_mode="r") as database:
        return {each["quarter"]: json.loads(json.dumps(each)) for each in database.table("audits")}


async def find(at: At, words: str) -> str:
    """Search the palette for these words, and run the first command found."""
    await at.press("ctrl+p")
    await at.type(words)
    return await at.press("enter")


async def confirm_all(at: At) -> str:
    """Answer *still true* to every item left, and put off the customers. Return all the text shown meanwhile."""
    shown = at.text
    while "all confirmed" not in at.text:
        shown += await at.press("enter")
    return shown


PLACES = {
    *("identity.who", "offer.start", "offer.price", "market.price", "operations.speed"),
    *("promise:home-page", "channel:guild", "channel:site"),
    "customer",
}


async def test_a_founder_can_complete_a_whole_review(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        assert "Next   a new quarter" in at.text
        assert "Begin 2027-Q1: everything is prefilled" in at.text
        assert set(quarters(business)) == {"2026-Q4"}, "nothing begins by itself"

        text = await at.press("enter")
        assert "2027-Q1 has begun; 2026-Q4 is kept as it was found." in text
        assert "Plumbline 2027-Q1" in text.splitlines()[0]
        assert "Next   review, 1 of 9" in text
        assert "Not compared yet" in text
        then, now = quarters(business)["2026-Q4"], quarters(business)["2027-Q1"]
        assert len(then["found"]["mismatches"]) == 6
        assert "found" not in now
        assert set(now["unconfirmed"]) == PLACES
        assert now["answers"] == then["answers"]
        assert "customer" not in now

        text = await at.press("enter")
        assert at.lines[0].startswith("  trueup   Review   1 of 9")
        assert at.lines[0].endswith("13 min left")
        assert "why now: an open mismatch" in text
        assert "2026-Q4      The people it was made for" in text

        await at.press("1")
        assert at.lines[0].startswith("  trueup   Review   2 of 9")
        assert set(quarters(business)["2027-Q1"]["unconfirmed"]) == PLACES - {"identity.who"}
        text = await at.press("z")
        assert "Review   1 of 9" in text
        assert "Undone" in text
        assert " 0 of 0" not in text, "what there is nothing of isn't told"
        assert set(quarters(business)["2027-Q1"]["unconfirmed"]) == PLACES

        await at.press("1")
        text = await at.press("2")
        assert "Can somebody buy without talking to you?" in text
        text = await at.press("2", "enter")
        assert "trueup   Review   3 of 9" in text, "changed, and back at the next one"
        assert quarters(business)["2027-Q1"]["answers"]["offer.start"] == "talk"
        assert "offer.start" not in quarters(business)["2027-Q1"]["unconfirmed"]

        text = await at.press("3")
        assert "Unsure now" in text
        assert quarters(business)["2027-Q1"]["answers"]["offer.price"] == {"unsure": True}

        await confirm_all(at)
        assert "unconfirmed" not in quarters(business)["2027-Q1"]
        assert "─" not in at.lines[2], "the gauge is full"
        assert "You've confirmed everything that was copied." in at.text
        assert " 0 of 0" not in at.text, "only what there was to confirm"
        assert at.lines[-1] == "  Enter go on  z undo  b back"


@pytest.mark.thorough
async def test_after_the_review_the_app_asks_for_new_customers_compares_and_shows_the_changes(
    opened: Opened, business: Path
) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter", "enter", "1", "2", "2", "enter")
        await confirm_all(at)
        text = await at.press("enter")
        assert "What is this business for this quarter?" in text, "an essential that was never answered"
        await at.press("1", "enter", "h", "enter", "1", "enter", "h")
        assert "One row for each of the last ten customers." in await at.press("enter")
        await at.press("1")
        await at.type("Hale")
        await at.press("enter", "1", "1", "1")
        while "trueup   Home" not in at.text:
            await at.press("ctrl+o")
        assert "Next   Compare now" in at.text
        text = await at.press("enter")
        assert "That's enough to compare this quarter with 2026-Q4." in " ".join(text.split())
        text = await at.press("enter")
        assert quarters(business)["2027-Q1"]["compared"] is True
        assert "What changed   since 2026-Q4" in text
        assert "persisting 4  ≠ Low in words, high in the bill" in text
        assert "not judged 1" in text, "three customers are not there yet"
        assert "reworded   0  no question or check has been reworded since" in text
        assert "≠  contradiction             3       3" in text, "the one that was fixed was counted with its cause"
        assert "≈  tension                   1       0" in text
        assert "checks judged             100%     83%" in text
        text = await at.press("f")
        assert "Offer: buying alone" in text
        assert "then  Yes, alone, any time" in text
        assert "now   No, we talk first" in text


@pytest.mark.thorough
async def test_the_review_asks_for_new_customers_and_then_continues(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter", "enter")
        while "The last ten customers" not in at.text:
            await at.press("1")
        assert "why now: asked again" in at.text
        assert "started      2 alone, 2 after a talk" in at.text, "nobody is taken over, but their sums are told"
        assert "last customers   ──" in at.text
        await at.press("2", "tab")
        text = await at.press("question_mark")
        assert re.search(r"2026-Q4   1 yes, 3 no", text), "a column of them, in every quarter"
        await at.press("b", "left")
        await at.type("Hale")
        await at.press("enter", "1", "1", "1")
        assert "unconfirmed" not in quarters(business)["2027-Q1"]
        while "trueup   Review" not in at.text:
            await at.press("ctrl+o")
        assert "You've confirmed everything that was copied." in at.text


@pytest.mark.thorough
async def test_a_row_is_changed_field_by_field_or_confirmed_as_a_whole(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter", "enter")
        while "HomeGuild" not in at.lines[4]:
            await at.press("1")
        assert "Channel 1 of 2" in at.text
        text = await at.press("2")
        assert "What has changed?" in text
        assert "▌    5  Which share of…                                                46%" in text
        text = await at.press("5")
        assert "Which share of customers comes this way?" in text
        await at.press("end", *["backspace"] * 5)
        await at.type("0.3")
        await at.press("enter")
        assert "Channel 1 of 2" in at.text, "the row is still to be confirmed"
        assert quarters(business)["2027-Q1"]["channels"][0]["share"] == 0.30
        assert "channel:guild" in quarters(business)["2027-Q1"]["unconfirmed"]
        text = await at.press("question_mark")
        assert re.search(r"2027-Q1   30% +changed", text), "what a field of a row was in every quarter"
        assert "2026-Q4   46%" in text
        await at.press("b", "1")
        assert "channel:guild" not in quarters(business)["2027-Q1"]["unconfirmed"]


@pytest.mark.thorough
async def test_a_doubted_row_is_kept_as_a_guess(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter", "enter")
        while "HomeGuild" not in at.lines[4]:
            await at.press("1")
        assert "kept, as a guess" in at.text
        await at.press("3")
    guild = quarters(business)["2027-Q1"]["channels"][0]
    assert guild["steps"] == {"value": ["reads", "talks", "pays"], "evidence": "guess"}
    assert guild["name"] == "HomeGuild"


@pytest.mark.thorough
async def test_the_review_queue_can_be_shown_and_any_of_its_items_reviewed_first(
    opened: Opened, business: Path
) -> None:
    async with opened(business, today=LATER) as at:
        text = await at.press("enter", "enter", "o")
        assert "9 left, about 13 minutes" in text
        text = await at.press("down", "down", "enter")
        assert "Review   1 of 9" in text
        assert "How does your price compare?" in text
        assert "Who do you believe your customers are?" in await at.press("1"), "then on from the first"
        text = await at.press("question_mark")
        assert "In every quarter" in text
        assert "Allow about an hour" in text


@pytest.mark.thorough
async def test_unchanged_answers_can_be_listed_and_then_confirmed_together() -> None:
    async with at_screen("review") as at:
        session = at.app.session
        before = session.current.unconfirmed
        rest = {due.place for due in session.due if due.why == "the rest"}
        assert len(rest) > 1
        text = await at.press("a")
        assert f"All {len(rest)} are still true" in text
        assert session.current.unconfirmed == before, "a look confirms nothing"
        assert f"{len(rest)} still true. z undoes them all." in await at.press("enter")
        assert session.current.unconfirmed == before - rest
        assert "all unchanged" not in at.lines[-1]
        await at.press("z")
        assert session.current.unconfirmed == before


@pytest.mark.thorough
async def test_figures_that_are_copied_are_marked_until_they_are_confirmed() -> None:
    async with at_screen("review") as at:
        session = at.app.session
        session.change(replace(session.current, compared=True))
        await at.go("changed")
        copied = f"* copied from {session.history.before(session.quarter)[-1]} until you confirm it"
        assert re.search(r"asked, then bought.* \d+%\*", at.text)
        assert copied in at.text
        session.change(replace(session.current, unconfirmed=frozenset()))
        await at.go("changed")
        assert "*" not in at.text


async def test_home_and_the_review_give_the_same_number_of_minutes(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter")
        at_home = re.findall(r"(\d+) min", at.text)
        assert len(at_home) == 1
        await at.press("enter")
        assert re.findall(r"(\d+) min", at.text) == at_home


@pytest.mark.thorough
async def test_a_wide_window_shows_the_queue_next_to_the_review(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER, size=(140, 45)) as at:
        text = await at.press("enter", "enter")
        assert text.count("▌") == 1, "one bar"
        places = [due.place for due in at.app.session.due]
        await at.press("o", "down", "down", "enter")
        assert at.app.session.due[0].place == places[0]
        assert "How does your price compare?" in at.text
        assert "1  still true" in at.text
        assert at.text.count("▌") == 1


@pytest.mark.thorough
async def test_enter_in_an_area_confirms_a_copied_answer_and_the_screen_says_where_it_comes_from(
    opened: Opened, business: Path
) -> None:
    async with opened(business, today=LATER) as at:
        text = await at.press("enter", "2")
        assert "Copied from 2026-Q4. Enter confirms it and goes on." not in text, "never answered"
        text = await at.press("f8")
        assert "Copied from 2026-Q4. Enter confirms it and goes on." in text
        await at.press("enter")
        assert "offer.start" not in quarters(business)["2027-Q1"]["unconfirmed"]
        text = await at.press("1", "enter", "b")
        assert "Was “Above most” in 2026-Q4." in text
        text = await at.press("question_mark")
        assert re.search(r"2027-Q1   Below most +changed", text)
        assert "2026-Q4   Above most" in text


# The clock, and quarters that already exist -----------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2026, 10, 1), date(2026, 6, 1), date(1999, 1, 1)])
async def test_a_quarter_that_already_exists_or_is_over_cannot_begin(
    opened: Opened, business: Path, today: date
) -> None:
    async with opened(business, today=today) as at:
        assert "Begin" not in at.text
        assert "Begin" not in await at.press("ctrl+p")
    assert set(quarters(business)) == {"2026-Q4"}


@pytest.mark.thorough
async def test_with_the_clock_set_back_the_app_continues_with_the_newest_quarter(
    opened: Opened, business: Path
) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter")
    before = quarters(business)
    async with opened(business, today=date(2026, 11, 1)) as at:
        assert "Plumbline 2027-Q1" in at.lines[0]
        assert "Next   review, 1 of 9" in at.text
    async with opened(business, today=LATER) as at:
        assert "Next   review, 1 of 9" in at.text, "and is not begun twice"
    assert quarters(business) == before


async def test_a_year_later_the_current_quarter_begins_and_not_the_next_in_line(opened: Opened, business: Path) -> None:
    async with opened(business, today=date(2027, 12, 1)) as at:
        await at.press("enter")
    assert set(quarters(business)) == {"2026-Q4", "2027-Q4"}


async def test_a_disk_that_fills_up_while_a_quarter_begins_loses_nothing(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = Store.save

    def full(store: Store, document: dict[str, Any]) -> None:
        if document["quarter"] == "2027-Q1":
            raise NotSaved(store.path, "the disk is full")
        save(store, document)

    async with opened(business, today=LATER) as at:
        with monkeypatch.context() as broken:
            broken.setattr(Store, "save", full)
            text = await at.press("enter")
            assert "Not begun" in text
            assert "the disk is full" in " ".join(text.replace("▌", "").split())
            assert "Begin 2027-Q1" in text, "it is still on offer"
        assert set(quarters(business)) == {"2026-Q4"}
        assert "2027-Q1 has begun" in await at.press("b", "enter")
    assert set(quarters(business)) == {"2026-Q4", "2027-Q1"}


async def test_no_quarter_begins_in_a_file_that_is_open_elsewhere(opened: Opened, business: Path) -> None:
    with open_store(business, today=LATER):
        async with opened(business, today=LATER) as at:
            assert "Begin" not in at.text
            assert "Begin" not in await at.press("ctrl+p")
    assert set(quarters(business)) == {"2026-Q4"}


# A finished quarter -----------------------------------------------------------


@pytest.mark.thorough
async def test_a_finished_quarter_is_read_only_until_it_is_reopened(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter")
        text = await find(at, "Look at 2026-Q4")
        assert "2026-Q4   read only" in text.splitlines()[0]
        assert "2026-Q4 is finished: it can be looked at, but not changed." in text
        await at.press("2", "b", "2")
        text = await at.press("2")
        assert "nothing can be changed here" in text
        before = quarters(business)["2026-Q4"]
        await at.press("h")
        assert "Plumbline 2027-Q1" in (await at.press("enter")).splitlines()[0], "Enter goes back to the newest"

        await find(at, "Look at 2026-Q4")
        text = await find(at, "Reopen 2026-Q4")
        assert "2026-Q4 can be changed now" in text
        assert "found" not in quarters(business)["2026-Q4"]
        await find(at, "without talking")
        await at.press("2", "enter")
        assert quarters(business)["2026-Q4"]["answers"]["offer.start"] == "talk"
        assert quarters(business)["2027-Q1"]["answers"]["offer.start"] == "alone", "the next one stays as it is"
        text = await find(at, "Finish 2026-Q4")
        assert "is finished again" in text
        assert quarters(business)["2026-Q4"]["found"]["mismatches"] != before["found"]["mismatches"]
        assert "Plumbline 2027-Q1" in (await find(at, "Go back to 2027-Q1")).splitlines()[0]


@pytest.mark.thorough
async def test_a_change_in_one_quarter_cannot_be_undone_from_another(opened: Opened, business: Path) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter", "enter", "1")
        await at.press("h")
        await find(at, "Look at 2026-Q4")
        await find(at, "Go back to 2027-Q1")
        before = quarters(business)
        assert "Nothing to undo." in await at.press("z")
    assert quarters(business) == before


# Questions that have changed --------------------------------------------------


@pytest.mark.thorough
async def test_answers_that_no_question_asks_for_are_reported_once_and_stay_in_the_file(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    path = tmp_path / "business.json"
    document = conflicting()
    document["answers"]["offer.gone"] = {"value": "yes", "note": "since May"}
    with open_store(path, today=LATER) as store:
        store.save(document)
    async with opened(path) as at:
        assert "Not asked any more" in at.text
        assert "answers.offer.gone" in at.text
        await at.press("b", "2", "b")
    kept = quarters(path)["2026-Q4"]
    assert kept["set_aside"] == {"answers": {"offer.gone": {"value": "yes", "note": "since May"}}}
    assert "offer.gone" not in kept["answers"]
    async with opened(path) as at:
        assert "Not asked any more" not in at.text, "told once"


@pytest.mark.thorough
async def test_changed_questions_are_listed_when_a_quarter_begins(
    opened: Opened, business: Path, screens: Path
) -> None:
    async with opened(business, today=LATER) as at:
        await at.press("enter")
    with TinyDB(business) as database:
        (then,) = database.table("marks")
        then["questions"] |= {"offer.start": "otherwise", "offer.old": "gone"}
        del then["questions"]["offer.price"], then["rules"]["price.above"]
        database.table("marks").update(then)
        database.table("audits").remove(doc_ids=[2])
    async with opened(business, today=LATER) as at:
        text = await at.press("enter")
        assert "What is asked differently from 2026-Q4" in text
        assert "Questions that are new" in text
        assert "How does your price compare?" in text
        assert re.search(r"Questions worded differently\W+Can somebody buy without talking to you\?", text)
        assert re.search(r"Questions that are gone\W+offer\.old", text)


# In any window, with any words ------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("size", WINDOWS)
async def test_the_review_fits_every_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, today=LATER, size=size) as at:
        await at.press("enter", "enter")
        for _ in range(9):
            assert len(at.lines) == size[1]
            assert max(map(len, at.lines)) <= size[0]
            assert "back" in at.lines[-1]
            is_customers = "The last ten customers, as they are now" in at.text
            assert ("3  later" if is_customers else "1  still true") in at.text
            await at.press("enter")
        assert "1  Go on" in at.text


@pytest.mark.thorough
async def test_a_founders_words_are_shown_as_plain_text(opened: Opened, tmp_path: Path, screens: Path) -> None:
    hostile = "[/b][@click=app.quit]x[/] \x1b[31m [link=y] | ` #"
    document = conflicting()
    document["answers"]["market.words"] = {"value": hostile.replace("\x1b", ""), "note": "[bold]"}
    document["channels"][0]["name"] = "[/x] =1+1 [@click=app.quit]Guild"
    document["promises"][0]["words"] = "[reverse]Start[/] free"
    path = write(tmp_path / "business.json", document, screens)
    async with opened(path, today=LATER) as at:
        await at.press("enter", "enter")
        shown = await confirm_all(at)
        assert "[/b][@click=app.quit]x[/]" in shown
        assert "[/x] =1+1 [@click=app.quit]Guild" in shown
        assert "“[reverse]Start[/] free”" in shown


def with_two_promises(path: Path, screens: Path) -> Path:
    """A business with two promises and a fix marked as done, although its mismatch is still found."""
    first = {"id": "one", "words": "Start now", "where": "page", "claims": ["start.alone"], "asks": "nothing"}
    second = {"id": "two", "words": "Cheap", "where": "page", "claims": ["price.low"], "asks": "nothing"}
    chosen = {"check": "start.gated", "fix": "say:start.announced", "status": "done", "do": "Say it starts with a call"}
    return write(path, conflicting(promises=[first, second], plan=[chosen]), screens)


async def test_the_review_offers_the_page_before_its_promises_and_names_a_fix_that_still_conflicts(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    async with opened(with_two_promises(tmp_path / "business.json", screens), today=LATER) as at:
        await at.press("enter", "enter")
        shown = [" ".join(at.text.split())]
        shown += [" ".join((await at.press("enter")).split()) for _ in range(9)]
        offers = [nth for nth, text in enumerate(shown) if "Has your page changed since 2026-Q4?" in text]
        (first, *_) = [nth for nth, text in enumerate(shown) if re.search("Promise . of 2", text)]
        assert offers == [first - 1], "once, before the first promise"
        (start,) = [text for text in shown if "“Start now”" in text and "Promise 1 of 2" in text]
        assert "It still conflicts, although you marked this as done: Say it starts with a call" in start


async def test_fixes_of_the_last_quarter_can_be_marked_as_done_before_the_new_one_is_compared(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    async with opened(with_two_promises(tmp_path / "business.json", screens), today=LATER) as at:
        await at.press("enter", "enter")
        assert not at.app.session.current.compared
        text = await at.press("p")
        assert "Plan" in at.lines[0]
        assert "Say it starts with a call" in text
        assert "opens once you've compared" in await at.press("m")


async def to_the_question_about_the_page(at: At) -> None:
    """Begin the review, and confirm until it asks whether the page has changed."""
    await at.press("enter", "enter")
    for _ in range(9):
        if "Has your page changed" in at.text:
            return
        await at.press("1")
    pytest.fail("the review never asked about the page")


async def test_a_page_read_from_the_review_leads_back_to_it(opened: Opened, tmp_path: Path, screens: Path) -> None:
    async with opened(with_two_promises(tmp_path / "business.json", screens), today=LATER) as at:
        await to_the_question_about_the_page(at)
        assert "Paste a page" in await at.press("2")
        assert "Promise 1 of 2" in await at.press("escape")


@pytest.mark.parametrize("back", ["b", "z"])
async def test_the_question_about_the_page_comes_back_after_it_was_passed_over(
    opened: Opened, tmp_path: Path, screens: Path, back: str
) -> None:
    async with opened(with_two_promises(tmp_path / "business.json", screens), today=LATER) as at:
        await to_the_question_about_the_page(at)
        before = at.app.session.current
        assert "Promise 1 of 2" in await at.press("1")
        assert "Has your page changed" in await at.press(back)
        assert at.app.session.current == before, "no answer was undone"
        assert "Promise 1 of 2" in await at.press("1")
        await at.press("1")
        assert "Has your page changed" not in await at.press("z"), "the last answer is undone first"
        assert "Promise 1 of 2" in at.text
