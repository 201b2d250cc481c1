"""Pasting or opening a page: it's offered on the first run, read line by line, corrected key by key, and accepted."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.business import promise
from tests.ui.conflicting_business import write
from tests.ui.conftest import A_FRAME, PATIENCE, At, Opened, as_event, on_disk
from textual import events

from trueup.answers.model import Answer, Row
from trueup.engine.first_contradiction import MOST_FIRST
from trueup.paths import screens_folder
from trueup.session.next_step import next_step
from trueup.ui.base.fields import Words
from trueup.ui.base.rows import Rows
from trueup.ui.plan import touchpoints

FILE = "business.json"

PAGE = """Bookkeeping for sole traders, no call needed.
Start now on your own. Cancel any time.
We reply within one working day.
From €39 a month, VAT included. No setup fee.
30-day money-back guarantee, no questions asked.
Try it free for 14 days. No credit card required.
Your data stays in the EU, and you can export everything.
Made for sole traders. Fixed price.
Set up in an afternoon. No contract.
No hidden fees. Never on sale.
Same-day delivery. Free returns.
Open at weekends and in the evening. Handmade in Porto.
"""
"""Twelve lines with eighteen promises and twenty claims."""

AGAINST_THE_PAGE = {"on top of the listed price": "5", "get their data out": "5", "without talking to you": "2"}
"""Words of a question → the digit of an answer that the page contradicts."""

FOREIGN = "Die Preise beginnen bei neununddreissig Euro im Monat und wir antworten schnell auf jede Frage. " * 4


def bound(*promises: dict[str, Any], status: str = "doing", **planned: Any) -> dict[str, Any]:
    """A business whose customers pay for a year, with the fix for promising otherwise in its plan."""
    return {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "compared": True,
        "answers": {"identity.kind": "software", "offer.model": "subscription", "offer.term": "bound"},
        "promises": [*promises],
        "plan": [{"check": "leaving.bound", "fix": "say:leaving.stated", "status": status, **planned}],
    }


def cancelling(**fields: Any) -> dict[str, Any]:
    """The promise that such a business breaks."""
    return promise("leaving.anytime", id="p", words="Cancel any time.", **fields)


def read_from(file: str) -> dict[str, Any]:
    """Where a promise was read: the third line of a page."""
    return {"file": file, "line": 3, "digest": "x", "day": "2026-11-10"}


@pytest.fixture(scope="session")
def screens() -> Path:
    """The real screens/ folder: reading a page needs all its cues."""
    return screens_folder()


async def paste_first(at: At, text: str, *, kind: str = "2") -> None:
    """Answer the first question, and paste a page where that is offered."""
    await at.press(kind, "enter")
    await at.paste(text)


async def test_pasting_a_page_is_offered_after_the_kind_of_business_and_skipped_with_one_key(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1", "enter")
        assert "Paste your home page" in text
        assert "F9 not now" in text
        # some terminals send a paste as if it were typed
        for key, character in (("x", "x"), ("enter", "\r"), ("y", "y")):
            at.app.post_message(events.Key(key, character))
        await at.settle()
        assert at.app.screen.query_one(Words).text == "x\ny"
        text = await at.press("f9")
        assert "trueup   Identity   2 of" in text
        assert "What do you most want to change" in text
        await at.press("1", "enter")
        assert "Paste your home page" not in await at.press("b", "b", "1", "enter")


async def test_a_page_of_twelve_lines_is_accepted_with_at_most_twelve_keys(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await paste_first(at, PAGE)
        keys = ["enter", "space", "down", "/", *"data", "enter", "enter", "enter"]
        text = await at.press(keys[0])
        assert "▌ 1" in text
        assert not on_disk(tmp_path / FILE).get("promises")
        found = at.app.session.page_draft.page
        assert found is not None
        assert found.promises == 18
        assert found.claims >= 20
        text = await at.press(*keys[1:-1])
        assert "ticked by you" in text
        text = await at.press(keys[-1])
        assert "promises added" in text
        assert "For another page, press Ctrl+P" in text
        assert len(keys) <= 12
        promises: list[dict[str, Any]] = on_disk(tmp_path / FILE)["promises"]
        assert len(promises) == found.promises
        first = promises[0]
        assert first["words"] == "Bookkeeping for sole traders, no call needed."
        assert "who.one" not in first["claims"]
        assert len(first["claims"]) == 2
        assert set(first["spans"]) == {"start.alone"}
        text = await at.press("z")
        assert "Undone: " in text
        assert "promises added" in text
        assert not on_disk(tmp_path / FILE).get("promises")


async def test_a_pasted_flyer_is_kept_as_a_flyer(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await paste_first(at, PAGE)
        text = await at.press("enter", "w")
        assert "Where do people read this page?" in text
        assert "9  A label, flyer, sign, quote or contract" in text
        assert at.lines[-1] == "  Enter choose  1–9 take  b close"
        assert "each new promise: A label, flyer" in await at.press("9")
        await at.press("enter")
    assert {row["where"] for row in on_disk(tmp_path / FILE)["promises"]} == {"paper"}


async def test_claims_of_a_paragraph_of_several_lines_are_numbered_in_its_words(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(
            at, "Start now on your own, no call needed, and then cancel whenever you like.\nWe reply in a day."
        )
        assert "cancel whenever you like²" in " ".join((await at.press("enter")).split())


async def test_undo_on_the_page_reaches_no_answer_of_another_screen(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("2", "enter")
        before = on_disk(tmp_path / FILE)["answers"]
        assert "Nothing to undo here." in await at.press("ctrl+z"), "the field is as it was"
        await at.paste(PAGE)
        await at.press("enter", "space")
        assert "Undone. Z redoes it." in await at.press("z")
        assert "Nothing to undo on this page." in await at.press("z")
        assert on_disk(tmp_path / FILE)["answers"] == before
        assert "☐" in await at.press("Z")
        assert "Nothing to redo on this page." in await at.press("Z")


async def test_a_pasted_page_is_still_there_after_a_restart_until_its_promises_are_added(
    begun: Opened, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / FILE
    async with begun() as at:
        await paste_first(at, PAGE, kind="1")
        at.app.navigator.keep_typed()  # as when the system ends the program
        assert on_disk(path)["drafts"] == {"page": PAGE}
    async with opened(path) as at:
        assert "trueup   Paste a page" in at.text
        assert at.app.screen.query_one(Words).text == PAGE
        await at.press("enter", "enter")
        assert "promises added" in at.text
        assert "drafts" not in on_disk(path)


async def test_the_bar_stops_at_both_ends_of_the_claims(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, PAGE)
        first = await at.press("enter")
        assert await at.press("up") == first
        last = await at.press("end")
        assert await at.press("down") == last


LONG = "We look after your books so you can sleep, wherever you are and whatever you sell, and our team has your back."
SEVERAL = "No contract, no setup fee, a free trial of 14 days, VAT included, and support from a real person until six."


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_line_of_the_marked_claim_is_in_sight_going_down_and_up(begun: Opened, size: tuple[int, int]) -> None:
    async with begun() as at:
        await at.press("2", "enter")
        await at.resize(*size)
        await at.paste("\n\n".join([SEVERAL, "Cancel any time.", SEVERAL.replace("six", "seven"), "Start now."]))
        await at.press("enter")
        for key in (*["down"] * 14, *["up"] * 14):
            await at.press(key)
            line, tag = at.app.screen._marked  # type: ignore[attr-defined]
            begins = at.app.session.page_draft.page.parts[line].line.words[:9]
            bar = next(nth for nth, text in enumerate(at.lines) if "▌" in text)
            assert any(begins in text for text in at.lines[:bar]), f"{tag}: its line is out of sight\n{at.text}"


async def test_the_search_for_a_missed_claim_quotes_the_whole_line_and_lists_its_own_claims_last(
    begun: Opened,
) -> None:
    async with begun() as at:
        await paste_first(at, f"{LONG}\n\n{SEVERAL}")
        await at.press("enter")
        sheet = in_one_line(await at.press("/"))
        assert f"“{LONG}”" in sheet
        await at.press("escape", "end", "/")
        listed = at.app.session.page_draft.page.parts[1].claims
        offered = [option.id for option in at.app.screen.query_one("#offered", Rows).options]
        assert not set(offered) & set(listed)


async def test_a_pasted_table_keeps_its_rows(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, "Violin rehair from £65.\n\nViolin rehair\t£75\nCello rehair\t£70\n\tBack in a week.")
        assert at.app.screen.query_one(Words).text.splitlines()[2:] == [
            "| Violin rehair | £75 |",
            "| Cello rehair | £70 |",
            " Back in a week.",
        ]
        text = await at.press("enter")
        assert "“Violin rehair | £75" in text


async def test_after_a_missed_claim_is_added_what_is_typed_searches_the_next_one(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, "Cancel any time.\n\nZebras like it here.\n\nStart now.")
        await at.press("enter", "/")
        await at.type("insured")
        text = await at.press("enter")
        (first,) = at.app.session.page_draft.page.parts[0].taken - {"leaving.anytime"}
        assert "Added “" in text
        assert "Enter done" in at.lines[-1]
        await at.type("a person")  # the blank would untick the claim, and “a” list all lines
        assert "Enter add the first" in at.lines[-1]
        await at.press("enter")
        taken = at.app.session.page_draft.page.parts[0].taken
        assert {"leaving.anytime", first} < taken
        assert len(taken) == 3
        text = await at.press("enter")
        assert "What else does it say?" not in text
        assert "promises added" not in text
        assert sum("ticked by you" in line for line in at.lines) == 2
        marked = next(line for line in at.lines if "▌" in line)
        assert "ticked by you" in marked
        await at.press("space")
        assert len(at.app.session.page_draft.page.parts[0].taken) == 2


async def test_a_line_in_which_nothing_was_found_is_named_and_can_be_reached(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, "Cancel any time.\n\nZebras like it here.\n\nStart now.")
        await at.press("enter")
        assert "a lists the line in which nothing was found, or hides it." in at.text
        assert "▌ Zebras like it here." in await at.press("a", "home", "down")
        assert "What else does it say?" in await at.press("/")


def in_one_line(text: str) -> str:
    """The text without its line ends, and without the bar at the left of a sheet."""
    return " ".join(text.replace("▌", " ").split())


async def test_undo_on_the_page_keeps_the_bar_on_its_line(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, PAGE)
        await at.press("enter", *["down"] * 6, "/")
        await at.type("accessible")
        marked = next(line for line in (await at.press("enter", "enter")).splitlines() if "▌" in line)
        assert "ticked by you" in marked
        at_line = at.app.screen._marked[0]  # type: ignore[attr-defined]
        assert at_line > 0
        await at.press("z")
        assert at.app.screen._marked[0] == at_line  # type: ignore[attr-defined]


async def test_text_that_cant_be_read_is_reported_in_one_sentence_and_stays_in_the_field(
    begun: Opened, tmp_path: Path
) -> None:
    binary = tmp_path / "home.html"
    binary.write_bytes(b"\x89PNG\r\n\0\0")
    async with begun() as at:
        await at.press("1", "enter")
        for text, told in (
            ("", "Nothing to read yet."),
            (str(binary), "is a picture"),
            (str(tmp_path / "gone.html"), "There is no file"),
            ("Just some words about us.", "No claim found."),
            (FOREIGN, "doesn't look like English"),
            ("x" * 300_000, "Too long to paste."),
        ):
            field = at.app.screen.query_one(Words)
            field.text = ""
            shown = await at.paste(text)
            kept = field.text
            if len(text) < 300_000:
                shown = await at.press("enter")
                assert kept.strip() == text.strip()
            assert told in " ".join(shown.replace("▌", "").split())
            assert at.app.screen.query_one(Words).text == kept


async def test_a_saved_page_is_opened_by_its_path_and_its_promises_have_their_line_numbers(
    begun: Opened, tmp_path: Path
) -> None:
    page = tmp_path / "home.md"
    page.write_text("# Hello\n\nStart now, no call needed.\n", "utf-8")
    async with begun() as at:
        await paste_first(at, f"'{page}'", kind="1")
        assert "line 3" in await at.press("enter")
        await at.press("enter")
        at.app.navigator.go("promise")
        await at.settle()
        assert "home.md:3" in at.text
    (promise,) = on_disk(tmp_path / FILE)["promises"]
    assert promise["source"]["file"] == str(page)
    assert promise["source"]["line"] == 3


SEVERAL = "Start now, no call needed.\nWe reply within one working day.\nCancel any time."


async def test_several_lines_pasted_as_one_promise_are_offered_as_several_promises(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        at.app.navigator.go("promise")
        await at.settle()
        await at.paste(SEVERAL)
        text = await at.press("enter")
        assert "These are 3 lines that each promise something." in text
        assert not on_disk(tmp_path / FILE).get("promises")
        assert "What it says   3 promises, 3 claims" in await at.press("1")
        text = await at.press("enter")
        assert "promises, 3 so far" in text
        assert '"  Paste or open a page' in text
        assert [row["words"] for row in on_disk(tmp_path / FILE)["promises"]] == SEVERAL.splitlines()
        assert "Paste your home page" in await at.press('"')


async def test_several_lines_can_stay_one_promise_with_all_their_claims_ticked(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        at.app.navigator.go("promise")
        await at.settle()
        await at.paste(SEVERAL)
        text = await at.press("enter", "2")
        assert "Where do people read or hear it?" in text
        (row,) = on_disk(tmp_path / FILE)["promises"]
        text = await at.press("1", "enter", "1", "enter", "f8", "f8", "8", "enter")
        assert "Likely in your words" in text
        assert "3 ticked of" in text
        assert "claims" not in on_disk(tmp_path / FILE)["promises"][0]
        await at.press("enter")
        (row,) = on_disk(tmp_path / FILE)["promises"]
        assert row["words"] == SEVERAL
        assert set(row["claims"]) == {"start.alone", "support.day", "leaving.anytime"}


async def test_after_a_page_the_app_asks_the_deciding_questions_and_then_compares(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await paste_first(at, PAGE, kind="1")
        text = await at.press("enter", "enter")
        assert "18 promises added" in text
        asked = [text]
        for _ in range(MOST_FIRST):
            against = next((key for words, key in AGAINST_THE_PAGE.items() if words in asked[-1]), "1")
            asked.append(await at.press(against, "enter"))
        assert len({screen.splitlines()[3] for screen in asked}) == MOST_FIRST + 1
        assert "trueup   Market" in asked[-1]
        session = at.app.session
        assert len(session.current.answers) == MOST_FIRST + 1
        audit = session.current.with_rows("channel", (Row("site", {"name": Answer("Own site")}),))
        session.change(audit.with_rows("customer", tuple(Row(f"customer-{n}") for n in range(3))))
        assert next_step(session) == "compare"
        text = await at.press("h")
        assert "Compare now" in text
        assert "That's enough for a first picture." in text
        text = await at.press("enter")
        assert "2  Say first how many of ten got what you promise: 8 promises" in text
        await at.press("down")
        assert "Enter count first" in at.lines[-1]
        text = await at.press("enter")
        assert "promise 1 of 8" in text
        assert "Of the last ten" in text
        first = at.app.screen.row  # type: ignore[attr-defined]
        await at.type("4")
        text = await at.press("enter")
        assert "promise 2 of 8" in text
        text = await at.press("f8")
        assert "promise 3 of 8" in text, "a count can be left blank"
        text = await at.press("escape", "escape", "escape")
        assert "2  Say first how many of ten got what you promise: 8 promises" in text
        kept = {row.id: row.fields["kept"].value for row in session.current.of("promise") if "kept" in row.fields}
        assert kept == {first.id: 4.0}
        text = await at.press("1")
        assert "≠ " in text.splitlines()[0]
        assert "≠ 0" not in text.splitlines()[0]


async def test_the_gauge_never_shrinks_while_a_page_is_compared(begun: Opened) -> None:
    async with begun() as at:
        await paste_first(at, PAGE, kind="1")
        await at.press("enter", "enter")
        seen = []
        while "compared with your page" in at.text:
            seen.append(at.lines[2].count("━"))
            await at.press("1", "enter") if len(seen) % 2 else await at.press("f8")
        assert len(seen) >= 3
        assert seen == sorted(seen), "it only grows"
        assert seen[-1] > seen[0]


async def test_back_after_a_page_leads_to_the_question_before(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await paste_first(at, PAGE, kind="1")
        first = (await at.press("enter", "enter")).splitlines()[3]
        second = (await at.press("1", "enter")).splitlines()[3]
        third = (await at.press("f8")).splitlines()[3]
        assert len({first, second, third}) == 3
        assert (await at.press("b")).splitlines()[3] == second
        text = await at.press("b")
        assert text.splitlines()[3] == first
        assert "compared with your page" in text
        assert (await at.press("enter")).splitlines()[3] == second, "it was left blank, and is asked again"
        await at.press("b")
        assert "trueup   Home" in await at.press("b")


async def test_a_new_wording_can_be_written_and_judged_at_its_touchpoint(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    page = tmp_path / "home.md"
    page.write_text("# Plumbline\n\nCancel any time.\n", encoding="utf-8")
    path = write(tmp_path / FILE, bound(cancelling(source=read_from("home.md"))), screens)
    async with opened(path) as at:
        text = await at.press("p", "w")
        assert "home.md:3 still says “Cancel any time”" in text
        places = on_disk(path)["plan"][0].get("touchpoints", {})
        page.write_text("# Plumbline\n\nMinimum term of a year.\n", encoding="utf-8")
        await at.press("n", "ctrl+u")
        assert "not applicable" not in at.lines[-1], "no key changes what is behind the form"
        await at.press("f7")
        assert on_disk(path)["plan"][0].get("touchpoints", {}) == places
        await at.type("A year at least.")
        await asyncio.sleep(3 * touchpoints.PAUSE)
        await at.settle()
        assert "1 mismatch → 0" in at.text
        text = await at.press("enter")
        assert "planned: “A year at least.”" in text
        assert on_disk(path)["plan"][0]["wording"] == {"p": "A year at least."}
        assert on_disk(path)["promises"][0]["words"] == "Cancel any time."
        await at.press("b", "w")
        assert "home.md no longer says it" in at.text
        await at.press("space")
        assert on_disk(path)["promises"][0]["words"] == "A year at least.", "published: now it is the promise"


async def test_only_a_page_that_said_it_is_said_to_say_it_no_longer(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home.md").write_text("Minimum term of a year.\n", encoding="utf-8")
    (tmp_path / "price.md").write_text("All prices include tax.\n", encoding="utf-8")
    prices = promise(id="q", words="All prices include tax.", source=read_from("price.md"))
    document = bound(cancelling(source=read_from("home.md")), prices)
    async with opened(write(tmp_path / FILE, document, screens)) as at:
        text = await at.press("p", "w")
        assert "home.md no longer says it" in text
        assert "price.md" not in text


async def test_a_page_that_still_makes_the_claim_reopens_the_fix(opened: Opened, tmp_path: Path, screens: Path) -> None:
    done = bound(promise("leaving.stated", id="p", words="A year at least."), status="done")
    path = write(tmp_path / FILE, done, screens)
    async with opened(path) as at:
        at.app.navigator.go("paste")
        await at.paste("Cancel any time.")
        text = await at.press("enter", "enter")
        assert "1 fix is under way again" in text
    assert on_disk(path)["plan"][0]["status"] == "doing"


async def test_sentences_no_longer_on_a_page_are_ticked_line_by_line_and_end_as_taken_down(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    page = tmp_path / "home.md"
    lines = ("Cancel any time.", "No hidden fees.", "We reply within one working day.", "Free returns.")
    page.write_text("\n\n".join(lines), encoding="utf-8")
    path = write(tmp_path / FILE, bound(status="done"), screens)
    async with opened(path) as at:
        at.app.navigator.go("paste")
        await at.paste(str(page))
        await at.press("enter")
        assert "Enter add 4" in at.text
        assert "4 promises added." in await at.press("enter")
        assert on_disk(path)["plan"][0]["status"] == "doing", "it's still said"
        page.write_text(f"{lines[2]}\n\nMade by hand.", encoding="utf-8")
        at.app.navigator.go("paste")
        await at.paste(str(page))
        text = await at.press("enter")
        assert "3 sentences are no longer on this page." in text
        assert "on file, line 1" in text
        assert "▌ 1" in text
        assert "Enter add 1, 3 down" in text
        assert "Enter add 1  " in await at.press("1", "2", "3")
        assert "Enter add 1, 3 down" in await at.press("1", "2", "3")
        assert "Enter add 1, 2 down" in await at.press("down", "down", "space")
        text = await at.press("z")
        assert "Enter add 1, 3 down" in text
        text = await at.press("3", "enter")
        assert "1 promise added, 2 taken down." in text
        states = {row["words"]: row.get("state") for row in on_disk(path)["promises"]}
        assert states == dict(zip(lines, ("withdrawn", "withdrawn", None, None), strict=True)) | {"Made by hand.": None}
        text = await at.press("z")
        assert "Undone: 1 promise added, 2 taken down." in text
        assert len(on_disk(path)["promises"]) == 4


async def test_one_key_ticks_every_sentence_that_is_no_longer_on_the_page_or_none(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await paste_first(at, PAGE)
        assert "tick all" not in await at.press("enter")
        await at.press("enter")
        at.app.navigator.go("paste")
        await at.settle()
        await at.paste("\n".join([*PAGE.splitlines()[:4], "Free parking."]))
        text = await at.press("enter")
        assert "13 sentences are no longer on this page." in text
        assert "Space tick  w where  A tick all" in at.lines[-1]
        assert "/ missed one" not in at.lines[-1]
        assert " down" not in at.lines[-1]
        await at.press("A")
        assert "13 down" in at.lines[-1]
        assert "A untick all" in at.lines[-1]
        assert " down" not in (await at.press("A")).splitlines()[-1]
        assert "13 down" in (await at.press("z")).splitlines()[-1]
        assert "13 promises taken down" in await at.press("enter")
    assert sum(row.get("state") == "withdrawn" for row in on_disk(tmp_path / FILE)["promises"]) == 13


async def test_a_claim_unticked_on_a_page_is_still_unticked_when_the_page_is_read_again(
    begun: Opened, opened: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await paste_first(at, SEVERAL, kind="1")
        await at.press("enter", "space")
        assert "2 promises added" in await at.press("enter")
    async with opened(tmp_path / FILE) as at:
        at.app.navigator.go("paste")
        await at.settle()
        await at.paste(SEVERAL)
        text = await at.press("enter")
        assert "What it says   2 promises, 2 claims" in text
        assert "▌ 1  ☐" in text
        assert "Enter nothing new" in text


async def test_on_a_page_where_everything_was_unticked_enter_remembers_it(
    begun: Opened, opened: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        await paste_first(at, "Cancel any time.", kind="1")
        assert "Nothing is ticked" in await at.press("enter", "space", "enter")
        at.app.navigator.go("offer")
        await at.settle()
        assert "Undone: what you unticked on a page." in await at.press("z")
        await at.press("Z")
    async with opened(tmp_path / FILE) as at:
        at.app.navigator.go("paste")
        await at.settle()
        assert "☐" in await at.press("enter"), "the pasted page is still in the field"
    assert not on_disk(tmp_path / FILE).get("promises")


async def test_a_done_fix_counts_once_its_words_are_off_the_page(opened: Opened, tmp_path: Path, screens: Path) -> None:
    fees = promise("extras.open", id="q", words="No hidden fees.", where="page")
    done = bound(cancelling(where="page"), fees, status="done", touchpoints={"promise:p": "todo"})
    async with opened(write(tmp_path / FILE, done, screens)) as at:
        text = await at.press("p")
        assert "“Cancel any time.” is still among your promises" in " ".join(text.split())
        await at.press("b")
        at.app.navigator.go("paste")
        await at.paste("No hidden fees.")
        text = await at.press("enter", "enter")
        assert "1 promise taken down. 1 fix now counts as done." in text
        assert [each.condition for each in at.app.session.analysis.plan] == ["done"]
        await at.press("z")
        assert [each.condition for each in at.app.session.analysis.plan] == ["still conflicting"]


async def test_a_page_read_again_says_that_nothing_is_new(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        at.app.navigator.go("paste")
        await at.paste(SEVERAL)
        assert "3 promises added. z undoes it." in await at.press("enter", "enter")
        at.app.navigator.go("paste")
        await at.paste(SEVERAL)
        assert "Enter nothing new" in await at.press("enter")
        text = await at.press("enter")
        assert "Nothing new: your promises already say all of this." in text
        assert "promises added" not in text


async def test_while_a_page_is_read_the_screen_says_so_and_enter_accepts_nothing(
    begun: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trueup.reading import page_corrections

    go, gathered = Event(), page_corrections.gathered
    times: list[str] = []

    def slowly(*given: Any) -> page_corrections.Page:
        times.append("read")
        go.wait(PATIENCE)
        return gathered(*given)

    async with begun() as at:
        await paste_first(at, SEVERAL)
        monkeypatch.setattr(page_corrections, "gathered", slowly)
        monkeypatch.setattr("trueup.ui.base.rows.LOOK", 3600.0)
        for _ in range(2):
            at.app.post_message(as_event("enter"))
            while not (times and at.app.key_queue.is_busy is False and "Reading your page" in at.text):
                await asyncio.sleep(A_FRAME)
        at.app.post_message(as_event("down"))
        await asyncio.sleep(A_FRAME)
        await at.app.key_queue.over()
        assert "Reading your page" in at.text, "the next key doesn't clear it"
        go.set()
        await at.settle()
        assert "What it says   3 promises, 3 claims" in at.text
        assert times == ["read"]
        text = await at.press("enter")
        assert "Here's what trueup found." in text
        assert not on_disk(tmp_path / FILE).get("promises")
        monkeypatch.setattr("trueup.ui.base.rows.LOOK", 0.0)
        assert "3 promises added" in await at.press("enter")
