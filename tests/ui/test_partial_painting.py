"""Only what changed is drawn anew, and what then stands on the screen is what drawing all of it would give."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from tests.ui.conftest import At
from tests.ui.every_screen import at_screen
from tests.ui.pictures import LARGE, SCREENS, SIZE
from textual.widget import Widget
from textual.widgets import OptionList

from trueup.ui.base.page import Page

KEYS = ("down", "down", "up", "end", "up", "home", "pagedown", "right", "down", "left", "2", "1", "space")


def frame(at: At) -> list[list[Segment]]:
    """Every row of the screen, colours included."""
    return [list(strip.simplify()) for strip in at.app.screen._compositor.render_strips()]


def forget_what_is_drawn(at: At) -> None:
    for widget in at.app.screen.walk_children(Widget):
        widget._styles_cache.clear()
        if isinstance(widget, OptionList):
            widget._option_render_cache.clear()


@pytest.mark.parametrize("size", [SIZE, LARGE])
@pytest.mark.parametrize("name", SCREENS)
async def test_moving_and_choosing_leaves_nothing_old_on_the_screen(name: str, size: tuple[int, int]) -> None:
    async with at_screen(name, size) as at:
        here = at.app.screen
        for key in KEYS:
            await at.press(key)
            stands = frame(at)
            forget_what_is_drawn(at)
            assert frame(at) == stands, key
            if at.app.screen is not here and isinstance(at.app.screen, Page):
                await at.press("b")  # a digit opened something
