"""A window that is briefly far too small: nothing hangs, and the keys work again once the window is larger."""

from __future__ import annotations

import asyncio
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui import monkey
from tests.ui.every_screen import at_screen
from tests.ui.pictures import SCREENS as EVERY

from trueup.engine.journey import opening
from trueup.session.sample import open_sample
from trueup.ui.base.head import gauge
from trueup.ui.drawing.face_to_face import AGREEING, Face, Faces, within
from trueup.ui.journey.journey_drawing import Drawing

SIZES = [(20, 5), (4, 24), (60, 1), (1, 1)]
SCREENS = ["card", "mismatches", "journey", "matrix", "plan", "touchpoints", "say", "needs_answer", "agrees"]
LONGEST = 20
"""Seconds after which a screen is said to hang."""


@pytest.mark.thorough
@pytest.mark.parametrize("name", SCREENS)
async def test_a_tiny_window_never_hangs_and_the_screen_reacts_again_afterwards(name: str) -> None:
    async with at_screen(name) as at:
        before = at.text
        for width, height in SIZES:
            async with asyncio.timeout(LONGEST):
                await at.resize(width, height)
                await at.press("down", "right", "up", "left")
        async with asyncio.timeout(LONGEST):
            text = await at.resize(80, 24)
        assert text.splitlines()[0] == before.splitlines()[0]
        assert "Keys of this screen" in await at.press("f1")


@pytest.mark.parametrize(
    "name", [name if name in ("home", "offer") else pytest.param(name, marks=pytest.mark.thorough) for name in EVERY]
)
async def test_a_key_pressed_while_the_window_becomes_large_enough_works(name: str) -> None:
    async with at_screen(name) as at:
        await at.resize(20, 5)
        monkey.resize((80, 24))(at.app)
        assert "Keys of this screen" in await at.press("f1")


@pytest.mark.parametrize("sizes", [[(12, 8), (1, 1)], pytest.param([(4, 24), (2, 5)], marks=pytest.mark.thorough)])
async def test_the_palette_is_drawn_in_a_tiny_window(sizes: list[tuple[int, int]]) -> None:
    async with at_screen("home") as at:
        await at.press("ctrl+p")
        for size in [*sizes, (80, 24)]:
            await at.resize(*size)
            await at.press("down")
        assert "key m" in at.text


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["card", "mismatches", "matrix", "home", "plan"])
async def test_shrinking_a_window_step_by_step_never_hangs(name: str) -> None:
    """A person drags the edge with the mouse: each size comes before the screen has handled the previous size."""
    async with at_screen(name, (100, 24)) as at:
        for width in range(100, 0, -2):
            monkey.resize((width, 24))(at.app)
            await asyncio.sleep(0.02)
        monkey.press("down")(at.app)
        async with asyncio.timeout(LONGEST):
            await monkey.handled(at.app)
            await at.resize(80, 24)
        assert "Keys of this screen" in await at.press("f1")


WIDTHS = (1, 2, 3, 4, 6, 8, 12, 15, 16, 17, 20, 40, 59, 60, 61, 80, 100, 119, 120, 140, 200, 300)
HEIGHTS = (1, 2, 3, 5, 10, 19, 20, 24, 30, 40, 60, 100)


DAY = date.today().toordinal()
"""The seed of the random sizes: each day tries others of the 30,000 possible sizes."""
OTHERS = 100


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name in EVERY if name not in ("welcome", "cannot_open")])
async def test_no_window_size_makes_a_screen_hang(name: str) -> None:
    """Try every pair of a critical width and a critical height, and random sizes that change every day."""
    dice = random.Random(f"{DAY} {name}")
    others = [(dice.randint(1, 300), dice.randint(1, 100)) for _ in range(OTHERS)]
    async with at_screen(name) as at:
        for size in [*((width, height) for width in WIDTHS for height in HEIGHTS), *others]:
            for window in (size, (80, 24)):
                monkey.resize(window)(at.app)
                monkey.press("down")(at.app)
                try:
                    async with asyncio.timeout(LONGEST):
                        await monkey.handled(at.app)
                except TimeoutError:
                    pytest.fail(f"{name} hangs at {window} after {size}")
        assert "Keys of this screen" in await at.press("f1")


@pytest.mark.thorough
@given(st.text(max_size=300), st.integers(-3, 30), st.integers(-1, 6), st.lists(st.text(max_size=20), max_size=2))
def test_a_quote_can_be_fitted_to_any_width(text: str, width: int, most: int, parts: list[str]) -> None:
    assert len(within(text, width, most, parts)) <= max(most, 1)


@given(st.integers(-3, 30), st.integers(0, 9), st.integers(0, 9))
def test_a_gauge_is_exactly_as_wide_as_asked(width: int, done: int, total: int) -> None:
    assert gauge(width, min(done, total), total).cell_length == max(width, 0)


@given(st.integers(0, 90))
def test_two_statements_face_to_face_are_drawn_in_any_width(width: int) -> None:
    one = Face("SAY", "alone", "“Start free tonight. No call.”", ("No call",), "home page", "published", 1)
    other = Face("DELIVER", "call first", "they call", (), "HomeGuild, step 2", "memory", 0)
    assert Faces([one, other], AGREEING).set(width)


@pytest.mark.thorough
def test_a_journey_is_drawn_in_any_width() -> None:
    session = open_sample()
    seen = opening(session.content, session.current, session.findings)
    assert seen is not None
    for width in range(90):
        for height in (1, 5, 20):
            assert Drawing(session.analysis, seen, len(seen.steps) - 1, height).set(width)
    session.close()
