"""The screen Say: each claim next to a true sentence, the page of true sentences, and where each claim leads."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.ui.conflicting_business import conflicting, content_folder, write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.model import Answer
from trueup.paths import screens_folder
from trueup.session.sample import open_sample
from trueup.session.session import Session
from trueup.wording.say import LONGEST

PHRASES = """
[phrases]
alone = "You can start on your own."
talk = "We talk first, then you decide."
```
"""


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = content_folder(tmp_path_factory.mktemp("true"))
    shutil.copy(screens_folder() / "say.md", folder)
    start = folder / "mismatches" / "start.md"
    start.write_text(start.read_text("utf-8").replace("\n```\n", PHRASES, 1), "utf-8")
    return folder


@pytest.mark.thorough
async def test_each_claim_is_next_to_a_true_sentence(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("y")
        assert at.lines[0].startswith("  trueup   What you can say")
        assert "what you say" in at.lines[3]
        assert at.lines[5] == "  ▌ 1  “Start free tonight. No call,    ≠  You can start on your own."
        assert at.lines[3].index("what you deliver") == at.lines[5].index("You can start")
        assert "If you come through HomeGuild," in at.text
        assert "alone, no talk needed" in at.text
        assert at.lines[-1] == "  Enter open  a read it all  c copy the page  b back"


@pytest.mark.thorough
async def test_a_promise_that_is_already_quoted_above_is_shortened(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("y")
        quotes = [line for line in text.splitlines() if "“Start free tonight." in line]
        assert len(quotes) == 3
        assert ["…" in line for line in quotes] == [False, True, True]


@pytest.mark.thorough
async def test_enter_opens_the_mismatch_and_back_returns_to_say(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("y", "1")
        assert "Promised self-serve, gated by a talk" in text
        assert "What you can say" in (await at.press("b")).splitlines()[0]


async def test_an_open_claim_leads_to_the_question_that_would_settle_it(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    said = conflicting(answers={}, promises=[promise("speed.day", words="There tomorrow.")], customers=[])
    path = write(tmp_path / "business.json", said, screens)
    async with opened(path) as at:
        text = await at.press("y")
        assert "?  (open; go to operations 1," in text
        assert "0 of 1 true" in text
        text = await at.press("enter")
        assert "How many hours until a customer has what they bought?" in text
        await at.type("12")
        await at.press("enter")
        assert "1 of 1 true" in at.text
        assert "=  (keep your own words)" in at.text
        assert on_disk(path)["answers"]["operations.speed"] == 12


async def test_a_guess_is_called_a_guess_and_settles_no_claim(opened: Opened, tmp_path: Path, screens: Path) -> None:
    guessed = {"operations.speed": {"value": 90.0, "evidence": "guess"}}
    said = conflicting(answers=guessed, promises=[promise("speed.instant", words="At once.")], customers=[])
    async with opened(write(tmp_path / "business.json", said, screens)) as at:
        text = await at.press("y")
        assert "?  (a guess so far; look up" in text
        assert "operations 1" in text


@pytest.mark.thorough
async def test_the_key_c_copies_the_page_and_the_key_a_shows_it(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("y")
        text = await at.press("c")
        page = "You can start on your own. If you come through HomeGuild, we talk first, then you decide."
        assert at.app.clipboard == page
        assert f"Copied: {len(page.split())} words" in text
        text = await at.press("a")
        assert "▌  You can start on your own. If you come through HomeGuild," in text
        assert "What you can say" in (await at.press("b")).splitlines()[0]


async def test_the_screen_says_what_to_enter_first_in_a_business_without_answers(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    async with opened(
        write(tmp_path / "business.json", {"business": "P", "quarter": "2026-Q4", "compared": True}, screens)
    ) as at:
        text = await at.press("y")
        assert "Paste the headline of your page" in " ".join(text.split())
        assert "There's nothing to copy yet." in await at.press("c")


async def test_no_verdict_is_shown_before_comparing(opened: Opened, tmp_path: Path, screens: Path) -> None:
    async with opened(write(tmp_path / "business.json", conflicting(compared=False), screens)) as at:
        assert "trueup   Home" in await at.press("y"), "its letter doesn't answer yet"
        at.app.navigator.go("say")
        await at.settle()
        text = at.text
        assert "Compare now" in text
        assert not any(sign in text for sign in "≠≈")


async def test_markup_in_a_promise_is_shown_as_text_and_control_characters_are_removed(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    hostile = "[/x] [@click=app.quit]free[/] \u202elate\u202c [b"
    paths = [
        {**channel("guild", "talks", "pays"), "name": hostile, "share": 0.2},
        channel("site", "ad", "pays", share=0.8),
    ]
    said = conflicting(promises=[promise("start.alone", words=hostile)], channels=paths)
    async with opened(write(tmp_path / "business.json", said, screens)) as at:
        seen = [await at.press("y"), await at.press("a"), await at.press("b", "c")]
        assert "“[/x] [@click=app.quit]free[/]" in seen[0]
        assert "[/x] [@click=app.quit]free[/] late [b" in " ".join(seen[1].replace("▌", "").split())
        assert not any(control in text for text in (*seen, at.app.clipboard) for control in ("\x1b", "\u202e"))


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_screen_say_fits_any_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        text = await at.press("y")
        assert max(map(len, at.lines)) <= size[0]
        assert text.count("Together") == (size[1] >= 30), "a low window leaves its rows to the claims"
        assert "b back" in at.lines[-1]


def _with_every_customer_known() -> Session:
    session = open_sample()
    rows = session.current.of("customer")
    known = [replace(row, fields={"received": Answer("ontime"), **row.fields}) for row in rows]
    session.change(session.current.with_rows("customer", tuple(known)))
    return session


@pytest.mark.thorough
async def test_a_short_headline_comes_first_if_every_customer_is_known() -> None:
    async with at_screen("say", opener=_with_every_customer_known) as at:
        start = at.lines.index("  Headlines you can use today") + 1
        shown = at.lines[start].strip()
        assert len(shown.split()) <= LONGEST
        assert shown == "9 of my last 10 customers got it on time.", "with a number of the founder's own"
    async with at_screen("say") as at:
        assert "got it on time" not in at.text, "the one whose time is unknown may have waited"
