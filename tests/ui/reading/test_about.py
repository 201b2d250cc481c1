"""Saying on *What it says* what the lines of a page are about, with the keys a founder presses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import Opened, on_disk

from trueup.answers.model import Answer, Row
from trueup.paths import screens_folder

FILE = "business.json"

TWO_OFFERS = """<html><body><h1>Barometers that read true again</h1>
<p>No hidden costs, ever.</p>
<p>We reply within one working day.</p>
<h2>Storm Post</h2>
<p>Your first box is free.</p>
<p>Cancel any time.</p>
<p>Free returns.</p>
<h2>Questions</h2>
<p>Storm Post ships in 24 hours. Same-day delivery.</p>
<p>Open at weekends.</p>
</body></html>
"""

NO_HEADINGS = "No hidden costs, ever.\nWe reply within one working day.\nCancel any time.\nFree returns."


@pytest.fixture(scope="session")
def screens() -> Path:
    """The real screens/ folder: reading a page needs all its cues."""
    return screens_folder()


def about(path: Path) -> dict[str, tuple[str | None, str | None]]:
    """Words of each promise → what it's about, and the name of the other thing."""
    return {row["words"]: (row.get("about"), row.get("other")) for row in on_disk(path)["promises"]}


def right_of(text: str, words: str) -> str:
    """What is said at the right of a line of the page, before the scrollbar."""
    line = next(line for line in text.splitlines() if words in line)
    return line.rpartition("  ")[2].rstrip("▁▂▃▄▅▆▇█").strip()


async def read(at: Any, text: str) -> str:
    await at.press("3", "enter")
    await at.paste(text)
    return str(await at.press("enter"))


async def test_a_section_is_about_another_thing_after_three_keys_and_nothing_is_saved_before_enter(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        text = await read(at, TWO_OFFERS)
        assert "If a heading is about another thing you sell, press W on its first line." in text
        assert at.lines[-1].endswith("W about what  w where  b back")
        await at.press("down", "down")
        text = await at.press("W")
        assert "What is it about?  “Your first box is free.”" in text
        assert "▌ 1  What I sell most" in text
        assert "2  Something else, with a name of its own" in text
        assert "3  Everything I sell" in text
        assert "4  ●  this line and those after it under “Storm Post”" in text
        assert "5  ○  only this line" in text
        text = await at.press("2")
        assert "What do you call it?  this line and those after it under “Storm Post”" in text
        text = await at.press("enter")
        assert "Now about Storm Post: 5 sentences." in text
        assert not on_disk(tmp_path / FILE).get("promises")
        assert right_of(text, "first box") == "about Storm Post"
        assert "Storm Post" in text
        await at.press("enter")
    assert about(tmp_path / FILE) == {
        "No hidden costs, ever.": (None, None),
        "We reply within one working day.": (None, None),
        "Your first box is free.": ("other", "Storm Post"),
        "Cancel any time.": ("other", "Storm Post"),
        "Free returns.": ("other", "Storm Post"),
        "Storm Post ships in 24 hours.": ("other", "Storm Post"),
        "Same-day delivery.": ("other", "Storm Post"),
        "Open at weekends.": (None, None),
    }


async def test_only_one_line_can_be_about_something_else_and_undo_takes_it_back(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await read(at, TWO_OFFERS)
        text = await at.press("down", "down", "W", "5")
        assert "4  ○  this line and those after it" in text
        assert "5  ●  only this line" in text
        text = await at.press("2")
        assert "What do you call it?  only this line" in text
        text = await at.press("enter")
        assert "Type what you call it" in text, "a line alone suggests no name"
        await at.type("Storm Box")
        text = await at.press("enter")
        assert "Now about Storm Box: 1 sentence." in text
        assert "about Storm Box" in text
        text = await at.press("z")
        assert "Undone." in text
        assert "about Storm Box" not in text
        text = await at.press("Z")
        assert "about Storm Box" in text
        await at.press("enter")
    assert [said for said in about(tmp_path / FILE).values() if said[0]] == [("other", "Storm Box")]


async def test_escape_leaves_what_a_line_is_about_as_it_was(begun: Opened) -> None:
    async with begun() as at:
        before = await read(at, TWO_OFFERS)
        await at.press("W", "2")
        await at.type("Glass")
        text = await at.press("escape")
        assert "Not saved yet." in text
        assert await at.press("escape") == before
        assert await at.press("W", "escape") == before


async def test_names_already_used_are_offered_and_need_no_typing(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        session = at.app.session
        named = (("channel", "Fairs", "Wall charts"), ("activity", "Post", "Lessons"))
        for kind, name, thing in named:
            fields = {"name": Answer(name), "about": Answer("other"), "other": Answer(thing)}
            session.change(session.current.with_row(kind, Row(name.lower(), fields)))
        at.app.navigator.go("paste")
        await at.settle()
        await at.paste(TWO_OFFERS)
        await at.press("enter")
        text = await at.press("W")
        assert "2  Something else, with a name of its own" in text, "where it was without a name"
        assert "3  Everything I sell" in text
        assert "4  Wall charts" in text
        assert "5  Lessons" in text
        text = await at.press("5")
        assert "Now about Lessons: 2 sentences." in text
        text = await at.press("W")
        assert "▌ 5  Lessons" in text
        text = await at.press("3")
        assert "Now about Everything I sell: 2 sentences." in text
        assert "about everything" in text
        await at.press("down", "W", "2")
        await at.type("wall  charts")
        assert "Now about Wall charts: 1 sentence." in await at.press("enter"), "as it's written elsewhere"
        await at.press("down", "W", "1", "enter")
    assert about(tmp_path / FILE) == {
        "No hidden costs, ever.": ("all", None),
        "We reply within one working day.": ("other", "Wall charts"),
        "Your first box is free.": ("main", None),
        "Cancel any time.": ("main", None),
        "Free returns.": ("main", None),
        "Storm Post ships in 24 hours.": (None, None),
        "Same-day delivery.": (None, None),
        "Open at weekends.": (None, None),
    }


async def test_on_a_page_without_headings_a_choice_counts_for_one_line_or_for_all_after_it(
    begun: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        text = await read(at, NO_HEADINGS)
        assert "press W" not in text
        text = await at.press("down", "W")
        assert "4  ●  only this line" in text
        assert "5  ○  this line and every line after it" in text
        await at.press("5", "2")
        await at.type("Repairs")
        assert "Now about Repairs: 3 sentences." in await at.press("enter")
        await at.press("enter")
    assert [said[1] for said in about(tmp_path / FILE).values()] == [None, "Repairs", "Repairs", "Repairs"]


async def test_a_second_page_knows_the_thing_by_its_name_and_what_is_on_file_can_be_set_right(
    begun: Opened, tmp_path: Path
) -> None:
    path = tmp_path / FILE
    async with begun() as at:
        await read(at, TWO_OFFERS)
        await at.press("enter")
        at.app.navigator.go("paste")
        await at.settle()
        await at.paste(TWO_OFFERS)
        await at.press("enter", "down", "down", "W", "2")
        text = await at.press("enter")
        assert "Enter change 5" in text
        assert "5 promises changed" in await at.press("enter")
        assert about(path)["Cancel any time."] == ("other", "Storm Post")
        at.app.navigator.go("paste")
        await at.settle()
        await at.paste(
            "Prices\n\nFixed price.\n\nNo setup fee for Storm Post.\n\nStorm Post at school\n\nVAT included."
        )
        text = await at.press("enter")
        assert "press W" not in text, "a name says what some lines are about"
        await at.press("enter")
    said = about(path)
    assert said["Fixed price."] == (None, None)
    assert said["No setup fee for Storm Post."] == ("other", "Storm Post")
    assert said["VAT included."] == ("other", "Storm Post")


async def test_the_help_lists_the_key(begun: Opened) -> None:
    async with begun() as at:
        await read(at, TWO_OFFERS)
        text = " ".join((await at.press("f1")).split())
        assert "W about what" in text
        assert "Press W to say what a line is about" in text.replace("▌ ", "")


SECTIONS_BELOW = """<html><body><h1>Second Sitting</h1>
<h2>Reseating</h2>
<p>We reply within one working day.</p>
<p>No hidden costs, ever.</p>
<h3>Delivery</h3>
<p>Same-day delivery.</p>
<h3>Questions</h3>
<p>Cancel any time.</p>
</body></html>
"""


async def test_headings_under_another_are_named_and_their_lines_only_taken_if_chosen(begun: Opened) -> None:
    async with begun() as at:
        await read(at, SECTIONS_BELOW)
        text = " ".join(str(await at.press("W")).replace("▌", " ").split())
        assert "4 ● only this line" in text
        assert "5 ○ this line and those after it under “Reseating”, with “Delivery” and “Questions”" in text
        text = await at.press("2")
        await at.type("Days")
        assert "Now about Days: 1 sentence." in await at.press("enter")
        await at.press("down", "W", "6")
        assert "Now about Days: 3 sentences." in await at.press("4")


async def test_a_page_pasted_again_says_that_earlier_changes_are_kept(begun: Opened) -> None:
    kept = "What you changed on this page before is kept."
    async with begun() as at:
        assert kept not in await read(at, NO_HEADINGS)
        await at.press("space")
        assert kept in await at.press("b", "enter")
        await at.press("z")
        assert kept not in await at.press("b", "enter")
