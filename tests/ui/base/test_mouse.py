"""The mouse, on every screen: a click on a row, a cell or an answer does what its key does."""

from __future__ import annotations

import pytest
from tests.ui.conftest import At
from tests.ui.every_screen import at_screen, page_of
from tests.ui.pictures import SCREENS
from textual.geometry import Offset

from trueup.ui.base.rows import Rows
from trueup.ui.matrix.matrix_drawing import MatrixTable
from trueup.ui.questions.choices import Choices
from trueup.ui.records.checklist import Ticks

WITHOUT_ROWS = {"customer", "matrix", "journey", "summary", "promise", "paste"}
"""Screens without a list of rows. Clicks on them are tested below, or with the other tests of the screen."""

TAKEN_BY = dict.fromkeys(("identity", "offer", "market", "operations", "touchpoints", "claims"), "space")
"""Screens on which Enter doesn't choose the marked row → the key that does."""


def lists(at: At) -> list[Rows]:
    """The lists that are shown."""
    return [each for each in page_of(at).query(Rows) if each.region.area and not each.disabled]


def rows(at: At, listed: Rows) -> dict[int, Offset]:
    """The visible rows that can be chosen: row number → the place to click."""
    top, found = listed.content_region.offset, {}
    seen = at.app.screen.find_widget(listed).visible_region
    for y in range(listed.scrollable_content_region.height):
        line = y + listed.scroll_offset.y
        if line >= len(listed._lines):
            break
        number = listed._lines[line][0]
        here = top + Offset(4, y)
        if not listed.options[number].disabled and seen.contains_point(here):
            found.setdefault(number, here)
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("name", SCREENS)
async def test_every_visible_row_can_be_chosen_by_a_click(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int | None] = []
    async with at_screen(name) as at:
        expected: list[int] = []
        monkeypatch.setattr(Rows, "action_select", lambda each: taken.append(each.highlighted))
        monkeypatch.setattr(Choices, "action_select", lambda each: taken.append(each.highlighted), raising=False)
        for listed in lists(at):
            for number in rows(at, listed):
                if place := rows(at, listed).get(number):  # what is shown of the marked row can cover later rows
                    expected.append(number)
                    await at.click(*place)
        assert taken == expected
        assert expected or name in WITHOUT_ROWS


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(set(SCREENS) - WITHOUT_ROWS))
async def test_a_click_on_a_row_does_the_same_as_its_key(name: str) -> None:
    seen = []
    for by_mouse in (True, False):
        async with at_screen(name) as at:
            listed = next(each for each in reversed(lists(at)) if each.can_focus)
            number, place = list(rows(at, listed).items())[-1]
            if by_mouse:
                await at.click(*place)
            else:
                listed.focus()
                listed.highlighted = number
                await at.press(TAKEN_BY.get(name, "enter"))
            seen.append((type(at.app.screen), at.text))
    assert seen[0] == seen[1]


@pytest.mark.thorough
async def test_a_click_in_the_matrix_marks_a_cell_and_a_second_click_opens_its_card() -> None:
    async with at_screen("matrix") as at:
        table = at.app.screen.query_one(MatrixTable)
        at_start = at.text
        left, top = table.content_region.offset
        width = table.ordered_columns[0].get_render_width(table)
        for row in range(table.row_count)[:8]:
            x = left + width
            for column in table.ordered_columns[1:]:
                await at.click(x, top + 1 + row)
                assert table.cursor_coordinate == (row, table.ordered_columns.index(column))
                x += column.get_render_width(table)
        await at.press("home", *["up"] * 8, "end")
        assert at.text == at_start
        by_key = await at.press("enter")
        await at.press("b")
        assert await at.click(x - 3, top + 1) == by_key


async def test_a_click_on_a_claim_ticks_the_claim() -> None:
    async with at_screen("promise") as at:
        ticks = at.app.screen.query_one(Ticks)
        for number in range(4):  # the third row opens a topic
            columns, placed = ticks._columns(ticks.size.width)
            wide = ticks.size.width // len(columns)
            key, place = list(placed.items())[number]
            before = at.text
            spot = Offset(*ticks.content_region.offset) + Offset(
                place.column * wide + 4, place.line - ticks.scroll_offset.y
            )
            clicked = await at.click(*spot)
            assert ticks.marked == key
            assert clicked != before
            assert await at.press("space") != clicked
