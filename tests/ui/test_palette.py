"""Ctrl+P finds questions, topics, rows, mismatches, screens and commands by their words, and opens the right place."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.businesses import our_content
from tests.ui.conflicting_business import conflicting, content_folder, with_more_rows, write
from tests.ui.conftest import At, Opened, as_event, on_disk, until
from textual.command import CommandList, Hits
from textual.widgets import Input

from trueup.ui.palette import MOST_SHOWN, Finder, Palette, fit

FILE = "business.json"
HOSTILE = "[/x][@click=app.quit]we[/]"


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small screens/ folder with the texts of our own screens and with groups, activities and roles."""
    return with_more_rows(tmp_path_factory.mktemp("full"), content_folder(tmp_path_factory.mktemp("words")))


@pytest.fixture
def path(tmp_path: Path, screens: Path) -> Path:
    """A business with a row of every kind."""
    more = {
        "groups": [{"id": "firms", "name": HOSTILE, "aim": "for"}],
        "activities": [{"id": "letter", "name": "Autumn letter", "state": "planned"}],
        "roles": [{"id": "seller", "role": "seller"}],
    }
    return write(tmp_path / FILE, conflicting(**more), screens)


async def find(at: At, words: str) -> str:
    """Open the palette, type the words and choose the first result."""
    await at.press("ctrl+p")
    await at.type(words)
    await at.press("enter")
    return at.text


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("buy without talking", "Can somebody buy without talking to you?"),
        ("small plans", "Can somebody buy without talking to you?"),  # one of its choices
        ("HomeGuild", "HomeGuild, 1 of "),
        ("tonight", "promise 1, 1 of "),
        ("click=app.quit", f"▌ {HOSTILE}"),
        ("autumn", "Autumn letter, 1 of "),
        ("wins people", "seller, 1 of "),
        ("compare with you", "trueup   "),
        ("matrix", "trueup   Matrix"),
        ("pause", "Pause"),
        ("summary", "trueup   Summary"),
    ],
)
async def test_typed_words_lead_to_the_right_place(opened: Opened, path: Path, words: str, there: str) -> None:
    async with opened(path) as at:
        await find(at, words)
        await until(lambda: there in at.text)  # the palette closes first
        assert at.app.is_open


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("say", "What you can truthfully say"),
        ("promises", "Promises"),
        ("promise", "Promises"),
        ("channels", "Channels"),
    ],
)
async def test_the_name_of_a_screen_leads_to_it_before_anything_else(
    opened: Opened, path: Path, words: str, there: str
) -> None:
    async with opened(path) as at:
        await at.press("ctrl+p")
        await at.type(words)
        hits = at.app.screen.query_one(CommandList)
        assert hits.options[0].hit.text == there  # type: ignore[attr-defined]


async def test_a_list_of_rows_is_opened_by_its_name(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        assert "HomeGuild" in await find(at, "channels")
        assert "trueup   Home" in await at.press("b"), "back leads to where the founder came from"


@pytest.mark.thorough
async def test_choosing_a_mismatch_opens_its_card(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        title = at.app.session.findings.mismatches[0].check.title
        text = await find(at, title)
        assert "Why it hurts" in text


async def test_choosing_a_topic_marks_it_in_the_matrix(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        topic = at.app.session.content.topics["price"].title
        text = await find(at, topic)
        assert "trueup   Matrix" in text
        assert at.app.screen._marked[0].topic == "price"  # type: ignore[attr-defined]


@pytest.mark.thorough
async def test_before_comparing_choosing_a_topic_opens_its_first_question(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / FILE, conflicting(compared=False), screens)
    async with opened(path) as at:
        assert "trueup   Offer" in await find(at, at.app.session.content.topics["start"].title)


@pytest.mark.thorough
async def test_choosing_a_question_about_rows_opens_a_row_that_has_no_answer_to_it(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        assert "firms" not in await find(at, "what price do they look for")
        assert "What price do they look for?" in at.text
        await at.press("1")
    assert on_disk(path)["groups"][0]["price"] == "low"


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("price page", ("The price on your page", ""), ("Elsewhere", "the page with the price")),
        ("price", ("Price", ""), ("The price on your page", "")),
        ("codes", ("Elsewhere", "are there codes"), ("c-o-d-e-s apart", "")),
        ("theme", ("Theme light", ""), ("Where does the money come from that this business earns?", "")),
    ],
)
def test_matches_in_names_come_before_matches_in_other_words(
    query: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    assert fit(query, *better) > fit(query, *worse)


def test_letters_scattered_over_a_name_are_no_match() -> None:
    assert fit("theme", "Where does the money come from that this business earns?", "") == 0


async def test_the_palette_lists_the_best_of_many_results_and_says_how_many_more_there_are(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    more = {"channels": [{"id": f"fair-{n}", "name": f"Fair {n}"} for n in range(60)]}
    path = write(tmp_path / FILE, conflicting(customers=[], **more), screens)
    async with opened(path) as at:
        await at.press("ctrl+p")
        await at.type("fair")
        listed = [str(option.prompt).splitlines()[0].strip() for option in at.app.screen.query_one(CommandList).options]
        assert len(listed) == MOST_SHOWN + 1
        assert listed[-1] == f"{60 - MOST_SHOWN} more: type another letter to find them"
        await at.type(" 57")
        await at.press("enter")
        assert "Fair 57, 1 of " in at.text


async def test_each_command_is_listed_once_with_its_key(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        await at.press("ctrl+p")
        options = at.app.screen.query_one(CommandList).options
        listed = [str(option.prompt).splitlines()[0].strip() for option in options]
        assert "Matrix" in listed
        assert "Quarters: what changed" in listed
        assert len(listed) == len(set(listed))


async def test_enter_waits_for_the_results_of_what_was_typed(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Palette.search

    async def slow(self: Palette, query: str) -> Hits:
        await asyncio.sleep(0.3)
        async for hit in search(self, query):
            yield hit

    monkeypatch.setattr(Palette, "search", slow)
    async with opened(path) as at:
        await at.press("ctrl+p")
        for key in "matrix":
            at.app.post_message(as_event(key))
        at.app.post_message(as_event("enter"))
        at.app.post_message(as_event("h"))
        text = await at.settle()
        assert "trueup   Home" in text, "h was pressed on the matrix"


async def test_enter_doesnt_wait_for_what_is_worked_out_beside_the_screen(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        beside = at.app.run_worker(asyncio.sleep(3600), group="beside")
        for key in ("ctrl+p", *"matrix"):
            at.app.post_message(as_event(key))
        await until(lambda: isinstance(at.app.screen, Finder) and at.app.screen.query_one(Input).value == "matrix")
        await until(lambda: list(at.app.workers) == [beside])
        at.app.post_message(as_event("enter"))
        await until(lambda: not isinstance(at.app.screen, Finder))
        assert not beside.is_finished
        beside.cancel()
        assert "trueup   Matrix" in await at.settle()


async def test_page_down_does_nothing_before_the_list_of_results_is_shown(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        await at.press("ctrl+p")
        finder, found = at.app.screen, at.app.screen.query_one(CommandList)
        assert isinstance(finder, Finder)
        options = list(found.options)
        found.display = False  # as before the first result
        await at.settle()
        found.clear_options().add_options(options)
        found.highlighted = 0
        with pytest.raises(KeyError):
            found.action_page_down()
        finder.action_turn("page_down")
        assert found.highlighted == 0


async def test_the_business_can_be_renamed_and_the_new_name_undone(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        await find(at, "rename")
        assert "What is your business called now?" in at.text
        assert "Plumbline" in at.text, "the present name can be changed"
        await at.press("ctrl+u")
        await at.type("Plumb & Daughter")
        await at.press("enter")
        assert "Plumb & Daughter 2026-Q4" in at.lines[0]
        assert on_disk(path)["business"] == "Plumb & Daughter"
        assert "Undone: the name of the business." in await at.press("z")
        assert on_disk(path)["business"] == "Plumbline"


async def test_a_list_is_found_by_the_word_for_one_of_its_rows(opened: Opened, path: Path) -> None:
    async with opened(path) as at:
        assert "activities, 1 so far" in await find(at, "activity")


async def test_import_is_found_and_says_what_to_type_in_the_terminal(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("ctrl+p")
        assert "Import orders or visits" in await at.type("import")
        await at.press("enter")
        await until(lambda: "Quit with Ctrl+Q" in at.text)  # the sheet is laid out a moment after the palette closed
        text = " ".join(at.text.replace("▌", " ").split())
        assert "fills in your last ten customers" in text
        assert f"trueupimport-f{business}orders.csv" in "".join(text.split()), "a long path is wrapped"


def test_the_empty_table_of_customers_says_that_an_export_can_fill_it_in() -> None:
    assert "Ctrl+P and type “import”" in our_content().screens["customer"].texts["empty"]
