"""Every screen of the app with the sample, and checks that a screen must pass at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, chdir
from pathlib import Path

import pytest
from tests.ui.conftest import At, running
from tests.ui.pictures import SCREENS
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input

from trueup.session.session import Session
from trueup.ui.app import TrueupApp
from trueup.ui.base.key_hints import MOST, Keys
from trueup.ui.base.page import Page

SIZES = [(60, 20), (80, 24), (100, 30), (140, 45)]
WINDOWS = [size if size == (80, 24) else pytest.param(size, marks=pytest.mark.thorough) for size in SIZES]
"""The sizes as parameters of a test: all except 80×24 only with `--thorough`."""


@asynccontextmanager
async def at_screen(
    name: str, size: tuple[int, int] = (80, 24), opener: Callable[[], Session] | None = None
) -> AsyncIterator[At]:
    """Open a screen of the app on the sample, or on the session that `opener` opens."""
    usual, go = SCREENS[name]
    opener = opener or usual
    app = TrueupApp(opener)
    app.theme = "light"
    # The screen shows where a summary would be written; in the pictures that is the home folder.
    with chdir(Path.home()):
        async with running(app, size) as at:
            go(app)
            await at.settle()
            yield at


def page_of(at: At) -> Page:
    page = at.app.screen
    assert isinstance(page, Page)
    return page


def cut(page: Page) -> list[str]:
    """The widgets of a page that are partly hidden and can't be scrolled into view, each with the reason."""
    return [f"{widget!r}: {why}" for widget in page.walk_children(Widget) if (why := _cut(page, widget))]


def _cut(page: Page, widget: Widget) -> str:
    if not all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget)):
        return ""
    region, clip = widget.region, _window(page, widget)
    if not region.area:
        return ""
    moves = widget.allow_horizontal_scroll and not isinstance(widget, Input)
    if moves and widget.max_scroll_x:  # a field scrolls its text while a person types
        return f"scrolls sideways by {widget.max_scroll_x}"
    if region.x < clip.x or region.right > clip.right:
        return f"columns {region.x}–{region.right} in {clip.x}–{clip.right}"
    if not _scrolls(widget) and (region.y < clip.y or region.bottom > clip.bottom):
        return f"rows {region.y}–{region.bottom} in {clip.y}–{clip.bottom}"
    return ""


def _window(page: Page, widget: Widget) -> Region:
    """The part of the page in which a widget can be seen: inside everything that contains the widget."""
    seen = page.region
    for each in widget.ancestors:
        if isinstance(each, Widget) and each is not page:
            seen = seen.intersection(each.region)
    return seen


def _scrolls(widget: Widget) -> bool:
    """Whether something around a widget scrolls up and down."""
    return any(isinstance(each, Widget) and each.allow_vertical_scroll for each in widget.ancestors)


def keys_trouble(at: At) -> str:
    """The mistake in the line of keys; empty if there is none."""
    line = at.app.screen.query_one(Keys)
    shown = line.fitting()
    text = line.render().plain
    if not shown:
        return "no keys at all"
    if len(shown) > MOST:
        return f"{len(shown)} keys"
    if len(text) > line.content_region.width:
        return f"{len(text)} cells in {line.content_region.width}"
    if at.lines[-1].strip() != text.strip():
        return f"drawn as {at.lines[-1]!r}"
    return ""
