"""The matrix in a large window shows every topic at once: topics without a conflict are folded into short entries."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from tests.businesses import SAMPLE
from tests.ui.conftest import At
from tests.ui.every_screen import at_screen, page_of
from textual.command import CommandList

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import KIND_QUESTION, SIDES, Content
from trueup.engine.judge import judge
from trueup.engine.matrix import Cell, Line, matrix
from trueup.ui.matrix.folded_topics import Folding, fold, lead
from trueup.ui.matrix.matrix_drawing import LEAD, MatrixTable, topic_name
from trueup.ui.matrix.topic_list import Folded

LARGE = (140, 45)
WIDTH = 88


@pytest.fixture(scope="module")
def businesses(content: Content) -> dict[str, Audit]:
    """A sample of the fixture businesses, because all of them would take minutes."""
    read = {each.stem: audit_from_document(json.loads(each.read_text("utf-8")), content) for each in SAMPLE}
    return {name: replace(audit, compared=True) for name, audit in read.items()}


Fold = tuple[str, int, tuple[Line, ...], Folding]
"""The name of a business, the height of a window, the topics, and how they are folded."""


@pytest.fixture(scope="module")
def folds(content: Content, businesses: dict[str, Audit]) -> list[Fold]:
    """The topics of every business, folded for windows of several heights."""
    found = {name: matrix(content, audit, judge(content, audit)) for name, audit in businesses.items()}
    return [(name, h, lines, fold(content, lines, WIDTH, h)) for name, lines in found.items() for h in (16, 30, 40)]


def drawn(at: At, lines: tuple[Line, ...]) -> set[str]:
    """The topics whose name and words can be read in full where they belong on the screen."""
    content, topics = at.app.session.content, {line.topic: line for line in lines}
    table, folded = at.app.screen.query_one(MatrixTable), at.app.screen.query_one(Folded)
    x, y = table.region.x, table.region.y + table.header_height
    names = set()
    for row, text in zip(table.ordered_rows, at.lines[y : table.region.bottom] if table.display else (), strict=False):
        line = topics[str(row.key.value)]
        words = [content.label(line.cells[side].tag) for side in line.heard]
        if text[x + LEAD :].startswith(f"{topic_name(line)} ") and all(
            word in text[: table.region.right] for word in words
        ):
            names.add(line.topic)
    seen = at.app.screen.find_widget(folded).visible_region if folded.display else None
    for spot, entry in zip(folded._spots, folded.entries, strict=True):
        place = spot.translate(folded.content_region.offset)
        text = at.lines[place.y][place.x : place.right]
        if (
            seen
            and seen.contains_region(place)
            and text.startswith(entry.name)
            and text.rstrip().endswith(entry.word.plain)
        ):
            names.add(entry.line.topic)
    return names


# Which topics are folded, and where they are drawn ---------------------------


@pytest.mark.thorough
def test_conflicting_topics_keep_their_rows_and_no_topic_is_lost(folds: list[Fold]) -> None:
    for name, _, lines, folding in folds:
        folded = [entry.line.topic for entry in folding.entries]
        assert sorted([*folded, *(each.topic for each in folding.rows)]) == sorted(each.topic for each in lines)
        assert not {each.topic for each in lines if each.lit}.intersection(folded), name
        assert [each for each in lines if each in folding.rows] == list(folding.rows), "rows keep their order"


def test_topics_with_fewer_sides_are_folded_first(folds: list[Fold]) -> None:
    several = 0
    for name, height, _, folding in folds:
        rows = [min(len(each.heard), 2) for each in folding.rows if not each.lit]
        folded = [min(len(entry.line.heard), 2) for entry in folding.entries]
        assert max(folded, default=0) <= min(rows, default=2), (name, height)
        several += folded.count(2)
    assert several, "where it takes that, topics on which several sides agree are folded too"


def test_folding_either_shows_everything_at_once_or_folds_nothing(folds: list[Fold]) -> None:
    assert any(folding.groups for *_, folding in folds)
    for name, height, _, folding in folds:
        names = max((len(topic_name(each)) for each in folding.rows), default=0)
        taken = bool(folding.rows) + len(folding.rows) + 2 + len(folding.shelves(WIDTH - lead(names)))
        assert taken <= height or not folding.groups, (name, height)


@pytest.mark.parametrize("in_columns", [True, False])
def test_folded_topics_neither_overlap_nor_are_cut_off(folds: list[Fold], in_columns: bool) -> None:
    for *_, folding in folds:
        for shelf in folding._replace(in_columns=in_columns).shelves(69):
            end = -2
            for entry, column in shelf.entries:
                assert column.x >= end + 2
                assert len(entry.name) <= column.name
                assert entry.word.cell_length <= column.word
                end = column.x + column.width
            assert end <= 69


def test_a_folded_topic_with_several_positions_says_how_many_more_there_are(content: Content) -> None:
    def line(topic: str, *tags: str) -> Line:
        said = {side: Cell("position", tag) for side, tag in zip(SIDES, tags, strict=False)}
        return Line(topic, {side: said.get(side, Cell("not asked")) for side in SIDES}, ())

    one, two = [f"price.{word}" for word in list(content.topics["price"].positions)[:2]]
    lines = [line("price", one, two, one), *(line("start", "start.alone", "start.alone") for _ in range(20))]
    folding = fold(content, lines, 88, 7)
    words = {entry.line.topic: entry.word.plain for entry in folding.entries}
    assert words["price"] == f"{content.label(one)} +1"
    assert words["start"] == content.label("start.alone")


# On screen -------------------------------------------------------------------


@pytest.mark.thorough
async def test_a_large_window_shows_the_whole_matrix_of_every_business(
    businesses: dict[str, Audit],
) -> None:
    missing: dict[str, set[str]] = {}
    async with at_screen("matrix", LARGE) as at:
        session = at.app.session
        sample = session.current
        for name, audit in {"the sample": sample, **businesses}.items():
            session.change(audit)
            await page_of(at).show()
            await at._pilot.pause()
            lines = matrix(session.content, session.current, session.findings)
            missing[name] = {line.topic for line in lines} - drawn(at, lines)
    assert {name: topics for name, topics in missing.items() if topics} == {}


@pytest.mark.thorough
async def test_arrows_move_from_the_rows_to_the_folded_topics_and_back() -> None:
    async with at_screen("matrix", LARGE) as at:
        table, folded = at.app.screen.query_one(MatrixTable), at.app.screen.query_one(Folded)
        at_start = at.text
        await at.press("ctrl+end")
        assert table.cursor_row == table.row_count - 1
        for number in range(len(folded._spots)):  # in reading order, with the keys down, home and right
            spots = folded._spots
            if not number or spots[number].y > spots[number - 1].y:
                await at.press("down", "home")
            else:
                await at.press("right")
            assert folded.marked == number
            entry = folded.entries[number]
            assert said(at)[0] == entry.name
            assert any(line.startswith(entry.side) for line in said(at)), "the sides and their words stand beside"
            bars = [y for y, line in enumerate(at.lines) if line.startswith("  ▌")]
            assert bars == [folded.content_region.y + spots[number].y], "one mark only"
        await at.press("ctrl+end", "pageup", "up")
        assert table.has_focus
        assert table.cursor_row == table.row_count - 1
        await at.press("ctrl+home")
        assert at.text == at_start
        await at.press("ctrl+end", "ctrl+end", "down", "right", "end")
        assert folded.marked == len(folded.entries) - 1
        assert await at.press("ctrl+home", "end") == at_start


def said(at: At) -> list[str]:
    """The lines of text next to the topics."""
    region = at.app.screen.query_one("#said-beside").content_region
    return [line[region.x : region.right].strip() for line in at.lines[region.y : region.bottom]]


@pytest.mark.thorough
async def test_tab_marks_the_folded_topics() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded = at.app.screen.query_one(Folded)
        await at.press("tab")
        assert folded.marked == 0
        assert said(at)[0] == folded.entries[0].name


@pytest.mark.thorough
async def test_a_folded_topic_is_read_and_opened_like_a_cell() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded = at.app.screen.query_one(Folded)
        text = await at.press("ctrl+end", "down", "home")
        entry = folded.entry
        assert entry is not None
        statement = entry.line.cells[entry.side].statements[0]
        assert "Nothing conflicts on this topic." in await at.press("enter")
        text = await at.press("v")
        assert f"{entry.name}, {entry.side}" in text
        assert statement.evidence in text
        await at.press("b")
        assert folded.entry == entry, "the mark stays"
        await at.press("ctrl+end")
        assert "so nothing can conflict." in await at.press("enter")


@pytest.mark.thorough
async def test_a_folded_topic_is_clicked_like_a_cell() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded = at.app.screen.query_one(Folded)
        for number, spot in [*list(enumerate(folded._spots))[:-1:4], (len(folded._spots) - 1, folded._spots[-1])]:
            place = spot.offset + folded.content_region.offset
            text = await at.click(place.x, place.y)
            assert folded.marked == number
            assert said(at)[0] == folded.entries[number].name
            assert "check on it" not in text
            assert "nothing can conflict" not in text
        assert "nothing can conflict" in await at.click(place.x, place.y), "a click on the mark takes it"
        table = at.app.screen.query_one(MatrixTable)
        top = table.content_region.y + table.header_height
        await at.click(table.content_region.x + table.ordered_columns[0].width, top + 2)
        assert folded.marked is None
        assert table.cursor_coordinate == (2, 1)
        assert [y for y, line in enumerate(at.lines) if line.startswith("  ▌")] == [top + 2]


async def test_a_key_a_click_and_a_command_each_unfold_the_topics_and_fold_them_again() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded, table = at.app.screen.query_one(Folded), at.app.screen.query_one(MatrixTable)
        at_start = at.text

        async def click(words: str) -> str:
            y = next(y for y, line in enumerate(at.lines) if words in line)
            return await at.click(at.lines[y].index(words), y)

        async def command() -> str:
            await at.press("ctrl+p")
            await at.type("all in rows")
            listed = at.app.screen.query_one(CommandList).options
            assert "all in rows" in str(listed[0].prompt).casefold()
            return await at.press("enter")

        rows, every = table.row_count, table.row_count + len(folded.entries)

        async def key() -> str:
            return await at.press("a")

        async def heading() -> str:
            return await click("a all in rows")

        for way in (key, heading, command):
            text = await way()
            assert table.row_count == every
            assert table.max_scroll_y, "now they scroll"
            assert "a all at once" in text
            assert "a all in rows" not in text
            await (click("a all at once") if way is not command else at.press("a"))
            assert table.row_count == rows
            assert await at.press("up") == at_start, "the mark stays, the notice goes with the next key"


@pytest.mark.thorough
async def test_the_mark_stays_on_its_topic_after_unfolding_and_after_shrinking_the_window() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded, table = at.app.screen.query_one(Folded), at.app.screen.query_one(MatrixTable)
        await at.press("ctrl+end", "down", "down", "down", "right")
        entry = folded.entry
        assert entry is not None
        cell = entry.line.topic, entry.side
        await at.press("a")
        assert table.has_focus
        assert table.marked == cell
        await at.press("a")
        assert folded.has_focus
        assert folded.entry == entry
        text = await at.resize(80, 24)
        assert table.marked == cell
        assert table.has_focus
        assert re.search(rf"^▌ +{entry.name} ", text, re.MULTILINE), "in sight"
        assert "all in rows" not in text
        assert "Every topic already has its own row." in await at.press("a")
        await at.resize(*LARGE)
        assert folded.entry == entry


@pytest.mark.thorough
async def test_limiting_the_matrix_hides_the_folded_topics_until_all_topics_are_shown_again() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded, table = at.app.screen.query_one(Folded), at.app.screen.query_one(MatrixTable)
        at_start = at.text
        await at.press("ctrl+end", "down")
        await at.press("f")
        assert not folded.display
        assert table.has_focus
        assert table.cursor_row == 0
        await at.press("f", "ctrl+home", "end")
        assert at.text == at_start


@pytest.mark.thorough
async def test_going_to_a_folded_topic_marks_it() -> None:
    async with at_screen("matrix", LARGE) as at:
        folded = at.app.screen.query_one(Folded)
        entry = folded.entries[-1]
        await at.press("h")
        at.app.navigator.show_topic(entry.line.topic)
        await at.settle()
        assert at.app.screen.query_one(Folded).entry is not None
        assert said(at)[0] == entry.name


@pytest.mark.thorough
async def test_a_matrix_without_answers_shows_no_empty_headings() -> None:
    async with at_screen("matrix", LARGE) as at:
        session = at.app.session
        kind = session.current.answers[KIND_QUESTION]
        empty = Audit(business="Plumbline", quarter="2026-Q4", compared=True)
        session.change(empty.with_answer(KIND_QUESTION, kind))
        await page_of(at).show()
        await at.settle()
        folded = at.app.screen.query_one(Folded)
        assert not at.app.screen.query_one(MatrixTable).display
        assert "No side says anything: nothing to compare" in at.text
        assert folded.has_focus
        await at.press("ctrl+home", "up")
        assert folded.entry == folded.entries[0]
        assert said(at)[0] == folded.entries[0].name
        assert folded.marked is not None
        await at.press("a")
        assert at.app.screen.query_one(MatrixTable).has_focus


@pytest.mark.thorough
async def test_the_mark_is_drawn_in_reverse_in_the_theme_sixteen() -> None:
    async with at_screen("matrix", LARGE) as at:
        at.app.theme = "sixteen"
        folded = at.app.screen.query_one(Folded)
        await at.press("ctrl+end", "down", "home")
        entry = folded.entry
        assert entry is not None
        y = folded.content_region.y + folded._spots[0].y
        strip = at.app.screen._compositor.render_strips()[y]
        turned = "".join(part.text for part in strip if part.style and part.style.reverse)
        assert turned.startswith(entry.name)
