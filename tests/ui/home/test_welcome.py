"""The first minutes: the welcome screen, naming a business, and files that can't be opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.ui.conftest import Opened, on_disk


async def test_welcome_says_what_trueup_is_where_the_file_is_and_that_no_data_is_sent(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened() as at:
        assert "believe, say, sell and deliver" in at.text
        assert str(tmp_path / "business.json") in at.text.replace("\n  ", "")
        assert "No account, no network." in at.text
        assert "1  Start with my business" in at.text


async def test_the_welcome_screen_writes_no_file(opened: Opened, tmp_path: Path) -> None:
    async with opened() as at:
        await at.press("down", "down", "up", "f1", "f1")
    assert not (tmp_path / "business.json").exists()


async def test_entering_a_name_creates_the_file_and_leads_to_the_first_question(opened: Opened, tmp_path: Path) -> None:
    async with opened() as at:
        assert "called?" in await at.press("1")
        await at.type("Plumb line")
        text = await at.press("enter")
        assert "What is this business for this quarter?" in text
        assert "Plumb line 2026-Q4" in text
    assert on_disk(tmp_path / "business.json")["business"] == "Plumb line"


async def test_a_digit_pressed_twice_is_not_typed_into_the_name(opened: Opened, tmp_path: Path) -> None:
    async with opened() as at:
        await at.type("11")
        await at.type("Plumbline")
        await at.press("enter")
    assert on_disk(tmp_path / "business.json")["business"] == "Plumbline"


async def test_a_name_can_begin_with_the_digit_that_opened_its_page(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.ui.home.welcome.TWICE", 0.0)  # the founder takes a moment to read
    async with opened() as at:
        await at.press("1")
        await at.type("11 Bakers")
        await at.press("enter")
    assert on_disk(tmp_path / "business.json")["business"] == "11 Bakers"


async def test_a_business_is_begun_in_the_smallest_window_where_the_first_row_is_out_of_sight(opened: Opened) -> None:
    async with opened(size=(60, 20)) as at:
        assert "Start with my business" not in at.text
        assert "1  Start with my business" in await at.press("1")
        assert "called?" in await at.press("1")


async def test_an_empty_name_is_refused_with_a_sentence(opened: Opened, tmp_path: Path) -> None:
    async with opened() as at:
        text = await at.press("1", "space", "enter")
        assert "Type a name first" in text
        assert "Enter next" not in text
    assert not (tmp_path / "business.json").exists()


async def test_going_back_from_the_name_leads_to_welcome(opened: Opened) -> None:
    async with opened() as at:
        assert "Start with my business" in await at.press("1", "ctrl+o")


async def test_a_file_that_is_not_there_is_refused_with_its_name(opened: Opened) -> None:
    async with opened() as at:
        await at.press("3")
        await at.type("/nowhere/[b]x.json")
        assert "There is no file /nowhere/[b]x.json." in await at.press("enter")


@pytest.mark.thorough
@pytest.mark.parametrize("content", [b"", b"{", b'{"foreign": true}', b"\x00\xff\xfe"])
async def test_a_file_that_isnt_a_business_file_stays_unchanged(opened: Opened, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "business.json"
    path.write_bytes(content)
    async with opened(path) as at:
        assert "Cannot open the file" in at.text
        assert str(path) in "".join(at.text.split())  # a long path takes several lines
        assert "Nothing has been changed or written." in at.text
        await at.press("down", "f1", "f1", "b")
    assert path.read_bytes() == content


async def test_a_mistake_in_screens_is_reported_with_file_and_line(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    offer = screens / "offer.md"
    whole = offer.read_text("utf-8")
    offer.write_text(whole.replace('kind = "many"', 'kind = "mny"'), "utf-8")
    try:
        async with opened() as at:
            assert "trueup   Cannot use screens/" in at.text
            assert "offer.md:" in at.text
            assert "▌ 1  Leave everything as it is, and quit" in at.text
    finally:
        offer.write_text(whole, "utf-8")


async def test_a_damaged_file_offers_its_backup(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "business.json"
    async with begun(path) as at:
        await at.press("1")
    whole = path.read_bytes()
    async with opened(path) as at:
        await at.press("enter", "2")  # the first change after opening makes a backup of the file
    assert path.read_bytes() != whole
    path.write_bytes(whole[: len(whole) // 2])
    async with opened(path) as at:
        assert "1  Open the backup from 2026-11-10" in at.text
        text = await at.press("1")
        assert "Identity" in text
        assert "The damaged file is kept as business.json.damaged-1." in text
    assert json.loads(path.read_bytes()) == json.loads(whole)
    assert (tmp_path / "business.json.damaged-1").read_bytes() == whole[: len(whole) // 2]
