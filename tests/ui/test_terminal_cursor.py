"""The terminal's cursor is at the marked row, cell or field, so that screen readers follow it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.terminal import Terminal
from tests.ui.conftest import At
from tests.ui.every_screen import at_screen
from tests.ui.pictures import SCREENS
from textual.command import CommandList
from textual.coordinate import Coordinate
from textual.widgets import Input, TextArea

from trueup.ui.journey.journey_drawing import called
from trueup.ui.matrix.matrix_drawing import MatrixTable

BAR = "▌"
"""The sign in front of the marked row."""


def at_cursor(at: At) -> str:
    """The rest of the screen line, from the terminal's cursor on."""
    x, y = at.app.cursor_position
    return at.lines[y][x:]


def focused_lines(at: At) -> list[str]:
    """The screen lines of the focused widget."""
    assert at.app.focused is not None
    region = at.app.focused.region.intersection(at.app.screen.region)
    return [line[region.x : region.right] for line in at.lines[region.y : region.bottom]]


BRIEF = ("home", "promise", "channel", "card", "mismatches", "journey", "plan", "summary", "paste", "review", "say")
"""The screens tested in every run: each kind of list, form and drawing once."""


@pytest.mark.parametrize(
    "name", [name if name in BRIEF else pytest.param(name, marks=pytest.mark.thorough) for name in SCREENS]
)
async def test_the_terminals_cursor_is_at_the_mark_on_every_screen(name: str) -> None:
    async with at_screen(name) as at:
        for key in ("down", "down", "up", "right", "end"):
            await at.press(key)
            focused = at.app.focused
            if isinstance(focused, Input | TextArea):
                assert at.app.cursor_position == focused.cursor_screen_offset
            elif focused is not None and any(BAR in line for line in focused_lines(at)):
                line = at.lines[at.app.cursor_position.y].lstrip()
                assert at_cursor(at).startswith(BAR) or line.startswith(BAR), f"{key}: {line!r}"


async def test_in_a_table_the_cursor_is_at_the_marked_cell() -> None:
    async with at_screen("matrix") as at:
        await at.press("down", "right")
        table = at.app.screen.query_one(MatrixTable)
        row, column = table.cursor_coordinate
        assert at_cursor(at).startswith(table.get_cell_at(Coordinate(row, column)).content.plain.strip()[:6])
    async with at_screen("customer") as at:
        before = at.app.cursor_position
        await at.press("up", "right", "right")
        assert at.app.cursor_position.y == before.y - 1
        assert at.app.cursor_position.x > before.x


async def test_in_a_journey_the_cursor_is_at_the_marked_step() -> None:
    async with at_screen("journey") as at:
        places = set()
        for _ in range(3):
            await at.press("right")
            step = at.app.screen._seen.steps[at.app.screen._marked]  # type: ignore[attr-defined]
            assert at_cursor(at).startswith(called(step)[:5])
            places.add(at.app.cursor_position)
        assert len(places) == 3


async def test_in_the_palette_the_cursor_is_in_the_field_and_then_at_the_marked_row() -> None:
    async with at_screen("home") as at:
        await at.press("ctrl+p")
        await at.type("ma")
        place = at.app.cursor_position
        assert at.lines[place.y][: place.x].endswith("ma")
        await at.press("down")
        assert at.app.cursor_position.y > place.y
        marked = at.app.screen.query_one(CommandList).highlighted_option
        assert marked is not None
        assert str(marked.prompt).splitlines()[0].strip()[:10] in at_cursor(at)


def test_a_real_terminal_has_the_cursor_at_the_mark(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "trueup", "demo"], env=dict(os.environ)) as terminal:
        terminal.wait_for("Areas")
        terminal.press("m")
        terminal.wait_for("impact")
        rows = set()
        for _ in range(2):
            terminal.press("down")
            is_there = lambda: terminal.screen.display[terminal.screen.cursor.y].lstrip().startswith(BAR)  # noqa: E731
            terminal.wait_until(is_there, "the cursor is elsewhere")
            terminal.settle()
            rows.add(terminal.screen.cursor.y)
        assert len(rows) == 2
