"""The matrix: first its rows as text, then the screen, used with real keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import content_of, our_content
from tests.ui.conflicting_business import conflicting, content_folder, write
from tests.ui.conftest import Opened, running

from trueup.answers.document import audit_from_document
from trueup.content.model import SIDES
from trueup.engine.judge import judge
from trueup.engine.matrix import matrix
from trueup.session.sample import open_sample
from trueup.ui.app import TrueupApp
from trueup.ui.matrix.matrix_drawing import MatrixTable, grid

BUSINESSES = [
    file
    for file in sorted((Path(__file__).parents[2] / "fixtures" / "businesses").glob("*.json"))
    if not file.name.endswith(".expect.json")
]


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content_folder(tmp_path_factory.mktemp("matrix"))


@pytest.fixture
def business(tmp_path: Path, screens: Path) -> Path:
    return write(tmp_path / "business.json", conflicting(), screens)


def drawn(screens: Path, width: int, **parts: Any) -> list[str]:
    """The rows of a business as text."""
    content = content_of(screens)
    audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", **parts}, content)
    rows = grid(content, matrix(content, audit, judge(content, audit)), width).rows
    return ["".join(cell.plain for cell in row).rstrip() for row in rows]


# The layout, as text ---------------------------------------------------------


def test_a_line_joins_the_conflicting_words_across_the_cells_between_them(screens: Path) -> None:
    parts = {"promises": [promise("start.alone")], "channels": [channel("a", "ad", "talks", "pays")]}
    (start, *_) = drawn(screens, 66, **parts)
    assert start == "  ≠  start  ·          alone ━━━━ open ━━━━━━━━━━━━━━━ talk first"


@pytest.mark.parametrize(
    ("how", "stroke"),
    [
        ({}, "━"),
        ({"disclosed": {"start.gated": "before"}}, "─"),
        ({"accepted": {"start.gated": {"reason": "they ask"}}}, "─"),
    ],
)
def test_the_line_and_the_sign_of_a_row_show_the_verdict(screens: Path, how: dict[str, Any], stroke: str) -> None:
    rows = drawn(screens, 76, promises=[promise("start.alone")], channels=[channel("a", "ad", "talks", "pays")], **how)
    start = next(row for row in rows if "start" in row)
    assert stroke * 3 in start
    assert start.strip()[0] == {"": "≠", "disclosed": "≈", "accepted": "±"}[next(iter(how), "")]


def test_a_guess_has_a_dotted_line_and_a_question_mark(screens: Path) -> None:
    slow = {"operations.speed": {"value": 90.0, "evidence": "guess"}}
    (speed, *_) = drawn(screens, 76, answers=slow, promises=[promise("speed.day")])
    assert speed.startswith("  ?  speed")
    assert "┄┄┄" in speed
    assert speed.endswith("in a week?")


def test_the_number_of_rows_with_the_worst_position_is_never_cut_off(screens: Path) -> None:
    channels = [channel("a", "ad", "talks", "pays"), *(channel(name, "ad", "pays") for name in "bcd")]
    for width in (76, 57):
        (start, *_) = drawn(screens, width, promises=[promise("start.alone")], channels=channels)
        assert start.endswith(" 1/4")


@pytest.mark.parametrize("width", [54, 57, 76, 90])
def test_rows_are_never_wider_than_the_given_width(screens: Path, width: int) -> None:
    channels = [channel("a", "ad", "talks", "pays", "waits"), channel("b", "ad", "pays")]
    rows = drawn(screens, width, promises=[promise("start.alone", "speed.day", "price.low")], channels=channels)
    assert rows
    assert max(map(len, rows)) <= width


@pytest.mark.thorough
def test_no_position_is_cut_off_in_a_window_of_eighty_columns() -> None:
    content = our_content()
    for file in BUSINESSES:
        audit = audit_from_document(json.loads(file.read_text("utf-8")), content)
        lines = matrix(content, audit, judge(content, audit))
        for line, row in zip(lines, grid(content, lines, 78).rows, strict=True):
            for side, cell in zip(SIDES, row[1:], strict=True):
                tag = line.cells[side].tag
                assert not tag or content.label(tag) in cell.plain, (file.stem, line.topic, side)


# On screen -------------------------------------------------------------------

CELLS = """\
            believe      say          sell         need        deliver
▌ ≠  price  ·            low ━━━━━━━━ high ━━━━━━━ low         open
  ≠  speed  ·            in a day ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ in a week
  ≠  start  ·            alone ━━━━━━ alone ━━━━━━━━━━━━━━━━━━ talk first 1/2
  ≈  who    as aimed ───────────────────────────────────────── others"""


async def test_topics_are_rows_and_sides_are_columns_and_a_line_joins_conflicting_sides(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("x")
        assert at.lines[0].startswith("  trueup   Matrix   4 topics")
        assert "\n".join(at.lines[3:8]) == CELLS
        assert at.lines[-1] == "  Enter card  1–4 area  f mismatches only  c copy  j journey  b back"


async def test_arrows_move_the_mark_and_the_screen_names_the_source_of_the_marked_cell(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("x", "home", "down", "down")
        assert "▌ ≠  start" in text
        text = await at.press("end")
        assert "▌ deliver   talk first 1/2   HomeGuild, step 2" in text
        text = await at.press("left", "left", "left")
        assert "▌ say   alone   home page" in text
        assert "“Start free tonight. No call, no set-up.”" in text
        assert "▌ believe   ·" in await at.press("left", "left"), "the topic itself can't be marked"


@pytest.mark.thorough
async def test_enter_opens_the_card_of_the_mismatch_or_says_why_there_is_none(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("x", "home", "down", "down", "end")
        assert "Promised self-serve, gated by a talk" in await at.press("enter")
        text = await at.press("b")
        assert "▌ ≠  start" in text, "back leads to the cell one came from"
        assert "▌ deliver   talk first 1/2" in text
        await at.press("home")
        assert "▌ This isn't asked here, so nothing can conflict." in await at.press("enter")


async def test_a_cell_outside_the_conflict_says_which_sides_conflict(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    answers = {"offer.price": "high", "market.price": "high"}
    async with opened(write(tmp_path / "b.json", conflicting(answers=answers), screens)) as at:
        await at.press("x", "home", "right", "right", "right")
        text = await at.press("enter")
        assert "This side takes no part. What conflicts on price is say and sell." in text


async def test_enter_opens_the_card_of_an_accepted_mismatch(opened: Opened, tmp_path: Path, screens: Path) -> None:
    document = conflicting(accepted={"start.gated": {"reason": "They ask for it."}}, customers=[], answers={})
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        assert "▌ ±  start" in await at.press("x")
        assert "They ask for it." in await at.press("enter")


async def test_enter_opens_the_card_of_an_objected_mismatch(opened: Opened, tmp_path: Path, screens: Path) -> None:
    document = conflicting(objected={"start.gated": "The talk is a free lesson."}, customers=[], answers={})
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        await at.press("x", "home", "right")
        assert "The talk is a free lesson." in await at.press("enter")


async def test_the_words_of_the_marked_cell_are_shown_in_full(opened: Opened, tmp_path: Path, screens: Path) -> None:
    words = " ".join(f"Reason {number} to begin with us this very week." for number in range(1, 5))
    document = conflicting(promises=[promise("start.alone", words=words, where="page")], answers={})
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        text = await at.press("x", "home", "right")
        assert f"“{words}”" in " ".join(text.replace("▌", "").split())


@pytest.mark.thorough
async def test_the_key_v_shows_every_statement_in_a_cell(opened: Opened, tmp_path: Path, screens: Path) -> None:
    channels = [{**channel(name, "ad", "talks", "pays"), "name": f"Way {name}"} for name in "abcdef"]
    async with opened(write(tmp_path / "b.json", conflicting(channels=channels), screens), size=(80, 30)) as at:
        text = await at.press("x", "home", "down", "down", "end")
        assert "Way f, step 2" not in text
        assert re.search(r"v \+\d more", text)
        text = await at.press("v")
        assert all(f"Way {name}, step 2" in text for name in "abcdef")
        await at.press("b", "home")
        assert "No position is taken here." in await at.press("v")


async def test_the_matrix_can_be_limited_to_conflicts_or_to_an_area_and_shown_in_full_again(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    document = conflicting(answers={"offer.start": "alone", "offer.price": "low", "market.price": "low"}, customers=[])
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        assert "Matrix   4 topics" in await at.press("x")
        text = await at.press("f")
        assert "of 4 topics, conflicting" in text
        assert "Showing only what conflicts." in text
        assert "  price" not in text
        text = await at.press("f")
        assert "Showing all of them again." in text
        text = await at.press("1")
        assert "Matrix   1 of 4 topics, identity" in text
        assert "Nothing conflicts in identity." in await at.press("f")
        assert "Matrix   4 topics" in await at.press("1")


async def test_all_topics_are_shown_again_when_the_last_conflict_is_gone(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    path = write(
        tmp_path / "business.json",
        {
            "business": "Plumbline",
            "quarter": "2026-Q4",
            "compared": True,
            "answers": {"offer.price": "high", "market.price": "high"},
        },
        screens,
    )
    async with opened(path) as at:
        at.app.navigator.go_to_answer("market.price", "")
        await at.settle()
        await at.press("1")
        at.app.navigator.go("matrix")
        await at.settle()
        assert "1 of 4 topics, conflicting" in await at.press("f")
        text = await at.press("z")
        assert "Matrix   4 topics " in text
        assert "As little as possible" not in text


async def test_before_comparing_there_is_no_matrix(opened: Opened, tmp_path: Path, screens: Path) -> None:
    path = write(tmp_path / "b.json", conflicting(compared=False), screens)
    async with opened(path) as at:
        assert "trueup   Home" in await at.press("x"), "its letter doesn't answer yet"
        at.app.navigator.go("matrix")
        await at.settle()
        assert "trueup   Compare" in at.text
        assert "Home" in await at.press("b")


async def test_the_key_c_copies_the_matrix_as_a_markdown_table(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Copied as Markdown." in await at.press("x", "c")
        assert at.app.clipboard.startswith("|     | topic | believe")
        assert "**talk first** 1/2" in at.app.clipboard


@pytest.mark.thorough
async def test_a_wide_window_shows_all_sides_of_the_marked_topic_next_to_the_matrix(
    opened: Opened, business: Path
) -> None:
    async with opened(business, size=(140, 45)) as at:
        text = await at.press("x", "home", "down", "down")
        for side in ("believe  ·", "SAY  alone", "SELL  alone", "need", "DELIVER  talk first 1/2"):
            assert side in text
        assert "≠ 1.47" in text
        assert "▌ believe   ·" not in text, "what is beside isn't repeated below"
        text = await at.resize(80, 24)
        assert "▌ believe   ·" in text


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_matrix_fits_every_window_size(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        await at.press("x")
        assert at.lines[-1].startswith("  Enter card" if size[0] < 120 else "    Enter card")
        assert at.lines[-1].endswith("b back")
        margin = 4 if size[0] >= 120 else 2
        assert all(len(line) <= size[0] - margin + 1 for line in at.lines)
        assert any("talk" in line and "1/2" in line for line in at.lines)


async def test_markup_in_the_founders_words_is_shown_literally(opened: Opened, tmp_path: Path, screens: Path) -> None:
    hostile = "[/x][@click=app.quit]now[/]"
    document = conflicting(promises=[promise("start.alone", words=hostile, where="page")], answers={})
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        text = await at.press("x", "home", "right")
        assert "[@click=app.quit]now[/]" in text
        assert at.app.is_open


async def test_a_click_marks_a_cell(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("x")
        row = next(y for y, line in enumerate(at.lines) if "speed" in line)
        text = await at.click(at.lines[row].index("in a week"), row)
        assert "▌ deliver   in a week" in text


@pytest.mark.thorough
async def test_the_mark_and_the_verdicts_can_be_seen_without_colour(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(business) as at:
        text = await at.press("x", "home", "down")
        assert "▌ ≠  speed" in text
        assert "  ≈  who" in text


async def test_the_help_explains_the_signs(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "A word with ? is a guess" in " ".join((await at.press("x", "question_mark")).split()).replace("▌ ", "")


def test_in_a_narrow_window_positions_go_on_in_a_second_line_instead_of_being_cut_within_a_word() -> None:
    session = open_sample()
    lines, content = session.analysis.matrix, session.content
    drawn = grid(content, lines, 56, wraps=True)
    for line, row in zip(lines, drawn.rows, strict=True):
        assert len({cell.plain.count("\n") for cell in row[1:]}) == 1, "all cells of a row have as many lines"
        for side, cell, width in zip(SIDES, row[1:], drawn.widths[1:], strict=True):
            tag, (first, *second) = line.cells[side].tag, cell.plain.split("\n")
            assert len(first) == width
            label = content.label(tag) if tag else ""
            said = " ".join([first.strip(" ━─┄"), *(each.strip() for each in second)])
            if max(map(len, label.split()), default=0) < width - 1 and len(label.split()) == 2:
                assert label in said, (line.topic, side)
    assert not any("\n" in cell.plain for row in grid(content, lines, 76, wraps=True).rows for cell in row)


async def test_the_marked_row_stays_in_sight_whatever_is_said_below() -> None:
    async with running(TrueupApp(open_sample), (60, 24)) as at:
        await at.press("x")
        for _ in range(16):
            await at.press("down")
            table = at.app.screen.query_one(MatrixTable)
            begins = next(nth for nth, text in enumerate(at.lines) if "believe" in text) + 1
            marked = [text for text in at.lines[begins : begins + table.size.height - 1] if text.startswith("▌")]
            assert marked, at.text
