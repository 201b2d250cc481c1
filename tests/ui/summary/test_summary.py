"""The summary on screen is shown as it will be written. The founder chooses where; replacing a file needs consent."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened
from tests.ui.every_screen import WINDOWS

NAME = "plumbline-2026-Q4.md"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the app is started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.thorough
async def test_enter_writes_the_summary_that_was_shown_and_names_the_file(
    opened: Opened, business: Path, here: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("s")
        assert "Summary   not written yet" in text
        assert f"  {NAME}" in text
        assert "\n  Plumbline, 2026-Q4\n" in text
        text = await at.press("enter")
        assert "▌ Written and checked: " in text
        assert "Summary   written" in text
        assert "Summary   written" in await at.press("h", "s")
        at.app.session.change(replace(at.app.session.current, business="Plumb"))
        assert "Summary   changed since it was written" in await at.press("h", "s")
    written = (here / NAME).read_text("utf-8")
    assert written.startswith("# Plumbline, 2026-Q4\n\n4 mismatches in 6 of 6 checks")
    assert f"{len(written.splitlines())} lines" in text
    assert "\n# Details\n" in written


@pytest.mark.thorough
async def test_arrow_and_page_keys_scroll_to_the_end(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "  Plumbline, 2026-Q4\n" in await at.press("s")
        assert "  Plumbline, 2026-Q4\n" not in await at.press("pagedown")
        text = await at.press("end")
        assert "100%" in text
        assert re.search(r"\d+ lines of details follow", text)
        assert "  Plumbline, 2026-Q4\n" in await at.press("home")


@pytest.mark.thorough
async def test_the_key_u_switches_between_the_markdown_and_the_page(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        page = await at.press("s")
        assert "You say" in page
        assert "**" not in page
        assert "u Markdown" in at.lines[-1]
        text = await at.press("u")
        assert "# Plumbline, 2026-Q4" in text
        assert "u preview" in at.lines[-1]
        assert "The last ten customers" in await at.press("end")
        assert await at.press("u") == page


async def test_both_sides_of_a_mismatch_are_quoted_next_to_each_other(opened: Opened, business: Path) -> None:
    async with opened(business, size=(100, 45)) as at:
        text = await at.press("s")
        first = at.app.session.findings.mismatches[0]
        assert first.check.title in text
        sides = list(re.findall(r"(?:You|Customers) (?:believe|say|sell|want|deliver)", text))
        beside = next(line for line in text.splitlines() if sides[0] in line)
        assert beside.index(sides[0]) < beside.index(sides[1])


@pytest.mark.thorough
async def test_the_details_can_go_into_a_second_file(opened: Opened, business: Path, here: Path) -> None:
    async with opened(business) as at:
        text = await at.press("s", "1")
        assert "1 ☑ details in a second file" in text
        assert "Both written and checked" in await at.press("enter")
        page, rest = (here / NAME).read_text("utf-8"), (here / "plumbline-2026-Q4-details.md").read_text("utf-8")
        assert len(page.splitlines()) <= 45
        assert rest.startswith("# Details\n")
        (here / NAME).unlink()
        text = await at.press("enter")
        assert "plumbline-2026-Q4-details.md" in text, "the one that is there is named"
        assert "Both written" in await at.press("2")
        assert (here / "plumbline-2026-Q4-2-details.md").read_text("utf-8") == rest
        assert "1 ☐ details" in await at.press("1")


@pytest.mark.thorough
async def test_full_names_of_customers_are_written_only_on_request(
    opened: Opened, tmp_path: Path, screens: Path, here: Path
) -> None:
    document = conflicting()
    document["customers"][0]["who"] = "Nora Berg"
    async with opened(write(tmp_path / "business.json", document, screens)) as at:
        await at.press("s", "enter")
        assert "Nora" not in (here / NAME).read_text("utf-8")
        assert "2 ☑ full names" in await at.press("2")
        assert "Summary   not written yet" in at.text
        await at.press("enter", "1")
        assert "Nora Berg" in (here / NAME).read_text("utf-8")


@pytest.mark.thorough
async def test_a_click_on_an_option_does_the_same_as_its_digit(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("s")
        row = next(n for n, line in enumerate(text.splitlines()) if "☐ details in a second file" in line)
        assert "1 ☑ details" in await at.click(6, row)
        assert "Which folder should the file go into?" in await at.click(at.lines[row].index("folder"), row)


@pytest.mark.thorough
async def test_writing_over_an_existing_file_asks_first(opened: Opened, business: Path, here: Path) -> None:
    (here / NAME).write_text("mine", "utf-8")
    async with opened(business) as at:
        text = await at.press("s", "enter")
        assert "There's already a file with this name." in text
        assert "1  Write over it" in text
        await at.press("b")
        assert (here / NAME).read_text("utf-8") == "mine"
        text = await at.press("enter", "2")
        assert "plumbline-2026-Q4-2.md" in text
        assert (here / NAME).read_text("utf-8") == "mine"
        assert (here / "plumbline-2026-Q4-2.md").read_text("utf-8").startswith("# Plumbline")
        assert "plumbline-2026-Q4-3.md" in await at.press("enter")
        assert "Written and checked" in await at.press("1")
        assert (here / NAME).read_text("utf-8").startswith("# Plumbline")


@pytest.mark.thorough
async def test_the_name_and_the_folder_can_be_chosen(opened: Opened, business: Path, here: Path) -> None:
    (here / "out").mkdir()
    async with opened(business) as at:
        await at.press("s", "3", *["backspace"] * len(NAME))
        await at.type("mine.md")
        assert "  mine.md" in await at.press("enter")
        await at.press("4", *["ctrl+u"])
        await at.type("nowhere")
        assert "There's no such folder." in await at.press("enter")
        await at.press("ctrl+u")
        await at.type("out")
        await at.press("enter", "enter")
        assert "Which folder" not in at.text
    assert (here / "out" / "mine.md").read_text("utf-8").startswith("# Plumbline")
    assert not (here / NAME).exists()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["../out.md", "a/b.md", ".."])
async def test_a_file_name_cant_be_a_path(opened: Opened, business: Path, here: Path, name: str) -> None:
    async with opened(business) as at:
        await at.press("s", "3", "ctrl+u")
        await at.type(name)
        assert "That can't be a file name." in await at.press("enter")
        await at.press("ctrl+o", "enter")
    assert [path.name for path in here.iterdir()] == [NAME]


@pytest.mark.thorough
async def test_the_folder_is_remembered_when_the_summary_is_left(opened: Opened, business: Path, here: Path) -> None:
    (here / "reports").mkdir()
    async with opened(business) as at:
        await at.press("s", "4", "ctrl+u")
        await at.type("reports")
        await at.press("enter", "b", "s")
        assert "into " in at.text
        assert "reports" in at.text
        await at.press("enter")
    assert [each.parent.name for each in here.rglob("*.md")] == ["reports"]


async def test_the_summary_goes_beside_the_file_if_the_current_folder_was_removed(
    opened: Opened, business: Path, here: Path
) -> None:
    here.rmdir()
    async with opened(business) as at:
        await at.press("s", "enter")
    assert (business.parent / NAME).is_file()


async def test_a_folder_with_the_name_of_the_summary_is_reported(opened: Opened, business: Path, here: Path) -> None:
    (here / NAME).mkdir()
    async with opened(business) as at:
        text = await at.press("s", "enter")
        assert "Written" not in text
        assert "isn't an ordinary file" in " ".join(text.replace("▌", "").split())


async def test_the_summary_offers_to_compare_before_the_first_comparison(
    opened: Opened, tmp_path: Path, screens: Path, here: Path
) -> None:
    async with opened(write(tmp_path / "business.json", conflicting(compared=False), screens)) as at:
        assert "Summary opens once you've compared." in await at.press("s")
        at.app.navigator.go("summary")
        await at.settle()
        assert "Nothing has been compared yet" in at.text
        assert at.lines[-1] == "  Enter compare  b back"
        assert not any(sign in at.text for sign in "≠≈")
        assert "  trueup   Compare" in await at.press("enter")
    assert list(here.iterdir()) == []


async def test_markup_in_the_founders_words_changes_neither_the_screen_nor_the_headings_of_the_file(
    opened: Opened, tmp_path: Path, screens: Path, here: Path
) -> None:
    document = conflicting()
    document["business"] = "[/x]# <b>[@click=app.quit]q[/]"
    document["promises"][0]["words"] = "# not a heading\n- nor | a list [b \u202e"
    async with opened(write(tmp_path / "business.json", document, screens)) as at:
        text = await at.press("s")
        assert "\u202e" not in text
        assert "Written and checked" in await at.press("enter")
    (written,) = here.iterdir()
    headings = [line for line in written.read_text("utf-8").splitlines() if line.startswith("#")]
    assert not any("not a heading" in line for line in headings)


@pytest.mark.parametrize("size", WINDOWS)
async def test_the_summary_fits_every_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        await at.press("s")
        assert max(map(len, at.lines)) <= size[0]
        assert "Enter write it" in at.lines[-1]
