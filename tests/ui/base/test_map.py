"""The map is a line of places on every screen. It marks the current place; letters and clicks lead to the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, Opened
from tests.ui.every_screen import at_screen
from tests.ui.pictures import SCREENS

from trueup.ui.base.head import STOPS, MapStrip, Stop

WORDS = "home  answers  mismatches  matrix  journey  plan  say  summary  quarters"
BEFORE_A_FILE = ("welcome", "cannot_open")
FOLDERS = {"answers": "questions"}


def strip(at: At) -> MapStrip:
    return at.app.screen.query_one(MapStrip)


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name in SCREENS if name not in BEFORE_A_FILE])
async def test_the_map_is_the_same_on_every_screen(name: str) -> None:
    async with at_screen(name) as at:
        assert at.lines[1].strip() == WORDS
        assert strip(at).here
        await at.resize(60, 20)
        assert at.lines[1].strip() == "home  answ  mism  matrix  jour  plan  say  summ  quart"


@pytest.mark.thorough
@pytest.mark.parametrize("stop", [stop for stop in STOPS if stop.name != "home"], ids=lambda stop: stop.name)
async def test_a_letter_and_a_click_lead_to_a_place_on_the_map(stop: Stop) -> None:
    async with at_screen("home") as at:
        for go in ("letter", "click"):
            if go == "letter":
                await at.press(stop.letter)
            else:
                await at.click(2 + WORDS.index(stop.name) + 1, 1)
            assert strip(at).here == stop.name, go
            assert FOLDERS.get(stop.name, stop.name) in type(at.app.screen).__module__
            await at.press("escape", "escape", "h")
            assert strip(at).here == "home"


async def test_clicks_lead_from_each_place_to_the_next_and_the_map_marks_the_current_place() -> None:
    async with at_screen("card") as at:
        assert strip(at).here == "mismatches"
        for stop in (*STOPS, STOPS[2], STOPS[0]):
            await at.click(2 + WORDS.index(stop.name) + 1, 1)
            assert strip(at).here == stop.name
            assert at.lines[1].strip() == WORDS
            assert FOLDERS.get(stop.name, stop.name) in type(at.app.screen).__module__


async def test_places_that_open_only_after_comparing_say_so_before_it(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "business.json", conflicting(compared=False), screens)
    async with opened(path) as at:
        for stop in STOPS:
            if stop.after_comparing:
                text = await at.press(stop.letter)
                assert f"{stop.name.capitalize()} opens once you've compared." in text
                assert strip(at).here == "home"
                assert await at.click(2 + WORDS.index(stop.name), 1) == text


async def test_the_map_is_blank_before_there_is_a_business(opened: Opened) -> None:
    async with opened() as at:
        assert at.lines[1] == ""


async def test_the_counts_in_the_head_open_the_mismatches() -> None:
    async with at_screen("plan") as at:
        line = at.lines[0]
        for x in (*map(line.index, "≠≈?"), len(line) - 1):  # the signs, and the last figure
            assert "trueup   Mismatches" in await at.click(x, 0)
            await at.press("p")
        assert "trueup   Plan" in await at.click(line.index("2026-Q4"), 0), "beside the counts is nothing to open"
