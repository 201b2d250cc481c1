"""The app on a file of its own, with the fixtures' content; tests press keys and read the screen's text."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.businesses import content_of
from tests.ui.conflicting_business import conflicting, content_folder, write
from textual import events
from textual.css.model import RuleSet
from textual.css.parse import parse
from textual.css.tokenize import tokenize_values
from textual.css.tokenizer import Token
from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled
from tinydb import TinyDB

from trueup.content.model import AREAS
from trueup.session.session import open_session
from trueup.ui.app import TrueupApp

TODAY = date(2026, 11, 10)


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small screens/ folder: the questions and checks of the fixtures, and the texts of our own screens."""
    return content_folder(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def business(tmp_path: Path, screens: Path) -> Path:
    """A business on disk in which several things conflict."""
    return write(tmp_path / "business.json", conflicting(), screens)


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Callable[..., Path]:
    """Return a function that saves a business as if the app was closed at a given place."""

    def keep(place: str = "identity.goal", **rest: Any) -> Path:
        document = {"business": "Plumbline", "quarter": "2026-Q4", "place": place, "compared": True, **rest}
        return write(tmp_path / "business.json", document, screens)

    return keep


def in_the_first_round(screens: Path, folder: Path) -> Path:
    """A copy of a screens/ folder with every question among the essentials."""
    shutil.copytree(screens, folder)
    for area in AREAS:
        file = folder / f"{area}.md"
        text = file.read_text("utf-8").replace("essential = true\n", "")
        file.write_text(re.sub(r'^(id = ".+")$', r"\1\nessential = true", text, flags=re.MULTILINE), "utf-8")
    return folder


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_parsed_once() -> Iterator[None]:
    """Parse each style sheet once: its rules depend only on its text and the theme's colours, not on the app."""
    tokens: dict[frozenset[tuple[str, str]], dict[str, list[Token]]] = {}
    rules: dict[tuple[object, ...], list[RuleSet]] = {}

    def colours(values: dict[str, str]) -> dict[str, list[Token]]:
        key = frozenset(values.items())
        if key not in tokens:
            tokens[key] = tokenize_values(values)
        return tokens[key]

    def parsed(scope: str, css: str, read_from: Any, *, variable_tokens: dict[str, list[Token]], **how: Any) -> Any:
        key = scope, css, read_from, id(variable_tokens), *how.values()
        if key not in rules:
            rules[key] = list(parse(scope, css, read_from, variable_tokens=variable_tokens, **how))
        return rules[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.css.stylesheet.tokenize_values", colours)
        patch.setattr("textual.css.stylesheet.parse", parsed)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # also by identity, but in C: a test looks up 100,000 rules
        yield


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test run the same terminal: one with all colours that doesn't report its background."""
    for name in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture(autouse=True)
def no_rest_after_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn off the pause after keys: the tests wait for background work anyway."""
    monkeypatch.setattr("trueup.ui.base.background.REST", 0.0)


@pytest.fixture(autouse=True)
def half_typed_text_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write half-typed text only long after the last key, so that a slow machine writes what a fast one does."""
    monkeypatch.setattr("trueup.ui.app.TYPING_RESTS", 60.0)


@pytest.fixture(autouse=True)
def no_look_before_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Enter accept a page's claims, and 1 compare, as soon as they're painted: the tests wait for that."""
    monkeypatch.setattr("trueup.ui.base.rows.LOOK", 0.0)


PATIENCE = 20.0
"""Seconds an app may take to settle: on a busy machine, preparing all cues takes more than five."""

A_FRAME = 0.01
"""Seconds to sleep so that everything that is scheduled can run."""


def as_event(name: str) -> events.Key:
    """The event that a terminal reports for a named key or for a typed character."""
    if len(name) > 1:
        return events.Key(name, key_to_character(REPLACED_KEYS.get(name, name)))
    if name.isalnum():
        return events.Key(name, name)
    key = unicodedata.name(name).lower().replace("-", "_").replace(" ", "_")
    return events.Key(KEY_NAME_REPLACEMENTS.get(key, key), name)


async def _set_or_a_while(event: asyncio.Event) -> None:
    """Wait for an event, but not for longer than a frame: what would set it may already have ended."""
    with suppress(TimeoutError):
        async with asyncio.timeout(A_FRAME):
            await event.wait()


NO_ROOM = 6
"""In a window with fewer rows or columns, some screens show no text."""


async def until(is_true: Callable[[], bool]) -> None:
    """Wait until something is true, at most as long as the app may take to settle."""
    async with asyncio.timeout(PATIENCE):
        while not is_true():
            await asyncio.sleep(A_FRAME)


class At:
    """A running app: press keys, read the screen."""

    def __init__(self, app: TrueupApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self._frames = 0
        """The number of frames drawn so far. Counting them costs less than comparing what they show."""
        display = app._display

        def counted(screen: Screen[Any], frame: object) -> None:
            self._frames += frame is not None
            display(screen, frame)

        app._display = counted  # type: ignore[method-assign]

    async def settle(self, *, to_read: bool = True) -> str:
        """Wait until every key has been handled, the work it started has finished, and nothing more is drawn. Read the
        screen, unless another key follows.
        """
        frames: int | None = self._frames
        with suppress(TimeoutError):  # an app that has ended in the meantime doesn't answer
            async with asyncio.timeout(PATIENCE):
                while not self.app._exit:
                    await asyncio.sleep(A_FRAME)
                    await self.app.key_queue.over()
                    await self.app.animator.wait_until_complete()
                    if len(self.app.workers):
                        frames = None  # the results of the workers are still to be drawn
                        with suppress(WorkerCancelled):  # another worker took its place
                            await self.app.workers.wait_for_complete()
                    for _ in range(2):  # painting can cause further drawing
                        await self._painted()
                    if self._frames == frames:
                        if not to_read:
                            return ""
                        # a blank screen hasn't been drawn yet
                        if (text := self.text).strip() or min(self.app.size) < NO_ROOM:
                            return text
                    frames = self._frames
        return self.text

    async def _painted(self) -> None:
        """Wait until the screen has handled every message so far and has drawn every change."""
        dealt_with, painted = asyncio.Event(), asyncio.Event()
        # the screen calls this only after it has handled all earlier messages, even slow ones
        self.app.screen.call_later(dealt_with.set)
        self.app.call_after_refresh(painted.set)
        while self.app.is_running and not painted.is_set():
            await _set_or_a_while(painted)
        while self.app.is_running and self.app.screen.is_running and not dealt_with.is_set():
            await _set_or_a_while(dealt_with)

    async def press(self, *keys: str) -> str:
        """Press keys, one after the other, and read the screen."""
        text = ""
        for left, key in zip(range(len(keys) - 1, -1, -1), keys, strict=True):
            self.app.post_message(as_event(key))
            text = await self.settle(to_read=not left)
        return text or self.text

    async def type(self, text: str) -> str:
        """Type a text."""
        for character in text:
            self.app.post_message(as_event(character))
        return await self.settle()

    async def paste(self, text: str) -> str:
        """Paste a text into the widget with the focus, and read the screen."""
        self.app.post_message(events.Paste(text))
        await self.settle()
        return self.text

    async def click(self, x: int, y: int) -> str:
        """Click a cell."""
        await self._pilot.click(offset=(x, y))
        return await self.settle()

    async def wheel(self, x: int, y: int, *, up: bool = False) -> str:
        """Turn the wheel over a cell."""
        kind = events.MouseScrollUp if up else events.MouseScrollDown
        keys = {"shift": False, "meta": False, "ctrl": False}
        self.app.post_message(kind(None, x, y, 0, 0, 0, **keys, screen_x=x, screen_y=y))
        return await self.settle()

    async def go(self, name: str) -> str:
        """Go to a screen or to a stop of the map, and read it."""
        self.app.navigator.go(name)
        return await self.settle()

    async def resize(self, width: int, height: int) -> str:
        """Change the size of the window and read the screen."""
        await self._pilot.resize_terminal(width, height)
        return await self.settle()

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as they are drawn."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines)


@asynccontextmanager
async def running(app: TrueupApp, size: tuple[int, int] = (80, 24), *, settled: bool = True) -> AsyncIterator[At]:
    """An app with its file open: the file is opened once the first frame is painted, and closed at the end."""
    async with app.run_test(size=size) as pilot:
        at = At(app, pilot)
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        if settled:
            await at.settle()
        yield at
        if app.is_open:
            app.session.close()


Opened = Callable[..., AbstractAsyncContextManager[At]]


@pytest.fixture
def opened(screens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Return a function that runs the app on `business.json` in a window of 80×24: `async with opened() as at: …`."""
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: screens)
    monkeypatch.setattr("trueup.session.session.remembered", lambda folder, _: content_of(folder))

    @asynccontextmanager
    async def start(
        path: Path | None = None,
        *,
        size: tuple[int, int] = (80, 24),
        settings: Path | None = None,
        today: date = TODAY,
    ) -> AsyncIterator[At]:
        app = TrueupApp(partial(open_session, path or tmp_path / "business.json", today=today), settings)
        async with running(app, size) as at:
            yield at

    return start


@pytest.fixture
def begun(opened: Opened) -> Opened:
    """Like `opened`, with the business named and the first question on screen."""

    @asynccontextmanager
    async def start(path: Path | None = None, **more: Any) -> AsyncIterator[At]:
        async with opened(path, **more) as at:
            await at.press("1")
            await at.paste("Plumbline")
            await at.press("enter")
            yield at

    return start


def on_disk(path: Path) -> dict[str, Any]:
    """The newest quarter in the file, read by plain TinyDB."""
    with TinyDB(path) as database:
        (document,) = database.table("audits").all()
        return dict(json.loads(json.dumps(document)))
