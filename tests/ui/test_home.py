"""Home: one thing to do next, areas with gauges and time left, and no mismatches before comparing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import TODAY, Opened, on_disk

from trueup.answers.model import Answer
from trueup.answers.store import open_store


async def test_it_shows_what_is_next_and_how_far_each_area_is(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1", "h")
        assert "Next   Identity, question 2 of 2" in text
        assert "1  Identity     ━━━━━━━━━━━━━━━━━━━━────────────────────     1 of 2    1 min" in text
        assert "2  Offer        ────────────────────────────────────────     0 of 3    2 min" in text


async def test_there_is_no_count_of_mismatches_before_comparing(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1", "h")
        assert not any(sign in text for sign in "≠≈")
        assert "nothing compared yet" in text
        assert await at.press("m") == text


async def test_enter_on_arrival_goes_to_next(begun: Opened) -> None:
    async with begun() as at:
        assert "Who do you believe your customers are?" in await at.press("1", "h", "enter")


async def test_digits_and_arrows_lead_to_the_areas(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h")
        assert "trueup   Market   1 of 2" in await at.press("3")
        await at.press("h")
        assert "trueup   Offer   1 of 3" in await at.press("down", "down", "enter")


async def test_the_marked_row_has_a_bar_in_the_margin(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h", "down", "down")
        (marked,) = [line for line in at.lines if line.startswith("▌")]
        assert "Offer" in marked


async def test_closed_at_home_it_opens_at_home(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "h", "ctrl+q")
    async with opened(tmp_path / "business.json") as at:
        assert "trueup   Home" in at.text


async def test_it_fits_every_size(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h")
        for width, height in ((60, 20), (80, 24), (100, 30), (140, 45)):
            await at.resize(width, height)
            assert max(map(len, at.lines)) <= width
            assert "4  Operations" in at.text
            assert "Enter go on  1–4 area" in at.lines[-1]


ESSENTIALS = {
    "business": "Plumbline",
    "quarter": "2026-Q4",
    "answers": {
        "identity.goal": "keep",
        "identity.who": {"unsure": True},
        "offer.model": "once",
        "offer.start": "alone",
        "market.price": {"na": True},
        "operations.speed": 19.0,
    },
    "promises": [{"id": "home-page", "words": "Start now", "claims": ["start.alone"]}],
    "channels": [{"id": "own-site", "name": "Own site", "steps": ["reads", "pays"]}],
    "ten": [{"id": "c1", "who": "Hale"}],
}


def write(path: Path, document: dict[str, Any]) -> None:
    with open_store(path, today=TODAY) as store:
        store.save(document)


async def test_with_the_essentials_done_the_next_thing_is_to_compare(opened: Opened, tmp_path: Path) -> None:
    write(tmp_path / "business.json", ESSENTIALS)
    async with opened() as at:
        assert "Next   Compare now" in at.text
        assert "≠" not in at.text


async def test_once_compared_the_head_counts_and_the_first_mismatches_are_named(opened: Opened, tmp_path: Path) -> None:
    write(tmp_path / "business.json", {**ESSENTIALS, "compared": True})
    async with opened() as at:
        assert re.search(r"≠ \d+  ≈ \d+  \? \d+$", at.lines[0])
        assert "checks judged" in at.text
        assert "can’t be judged yet" in at.text


async def test_anything_can_be_found_changed_and_left_again(opened: Opened, tmp_path: Path) -> None:
    write(tmp_path / "business.json", ESSENTIALS)
    async with opened() as at:
        await at.press("ctrl+p")
        await at.type("without talking")
        text = await at.press("enter")
        assert "Can somebody buy without talking to you?" in text
        assert "▌ 1  ●  Yes, alone, any time" in text
        assert "trueup   Home" in await at.press("2", "enter")
    assert on_disk(tmp_path / "business.json")["answers"]["offer.start"] == "talk"
