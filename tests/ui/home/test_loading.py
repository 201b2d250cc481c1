"""Opening a file: what the screen shows while it opens, and when it can't be opened."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from textual.widgets import Static

from trueup.session.sample import open_sample
from trueup.session.session import Session, open_session
from trueup.storage.errors import FileError
from trueup.ui.app import LoadingScreen, TrueupApp, _open_for_good
from trueup.ui.base.key_hints import Keys
from trueup.ui.home.welcome import CannotOpenScreen


async def test_a_file_that_cannot_be_opened_leads_to_the_screen_about_the_trouble(tmp_path: Path) -> None:
    def opener() -> NoReturn:
        raise FileError(tmp_path / "business.json", "is no file of trueup")

    app = TrueupApp(opener)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, CannotOpenScreen)


def held_back(path: Path) -> tuple[TrueupApp, Event]:
    """An app whose file opens only once the event is set."""
    is_ready = Event()

    def opener() -> Session:
        is_ready.wait()
        return open_session(path)

    return TrueupApp(opener), is_ready


async def test_the_screen_says_that_a_slow_file_is_being_opened(tmp_path: Path) -> None:
    app, is_ready = held_back(tmp_path / "business.json")
    async with app.run_test() as pilot:
        opening = app.screen
        told = opening.query_one("#opening", Static)
        while not told.content:
            await pilot.pause(0.05)
        await pilot.press("x", "down", "enter")
        assert "Opening your answers" in str(told.content)
        assert "back" not in str(opening.query_one(Keys).render())
        is_ready.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen is not opening
        app.session.close()


async def test_the_list_of_keys_can_be_opened_and_closed_while_a_file_opens(tmp_path: Path) -> None:
    app, is_ready = held_back(tmp_path / "business.json")
    async with app.run_test() as pilot:
        try:
            await pilot.press("f1")
            await pilot.pause()
            assert isinstance(app.screen, LoadingScreen)
            assert app.screen.sheet
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, LoadingScreen)
            assert not app.screen.sheet
        finally:
            is_ready.set()
        await app.workers.wait_for_complete()
        app.session.close()


def test_objects_loaded_at_the_start_are_excluded_from_garbage_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    left_alone: list[str] = []
    monkeypatch.setattr("gc.freeze", lambda: left_alone.append("all so far"))
    session = _open_for_good(open_sample)
    assert (session.is_sample, left_alone) == (True, ["all so far"])
    session.close()


def test_garbage_is_collected_again_once_a_file_was_opened_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gc.freeze", lambda: None)

    def refused() -> Session:
        raise OSError

    for opener in (open_sample, refused):
        gc.disable()
        try:
            with suppress(OSError):
                _open_for_good(opener).close()
            assert gc.isenabled()
        finally:
            gc.enable()
