"""Quitting while nothing can be saved: the app asks the founder, and rescues answers when the system ends the app."""

from __future__ import annotations

import errno
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from tests.storage.faults import CAUSES, STEPS, breaking
from tests.terminal import begin_note, trueup
from tests.ui.conftest import Opened, on_disk

from trueup.paths import rescue_folder
from trueup.storage.lock import Lock
from trueup.storage.store import read_documents


@contextmanager
def broken(folder: Path) -> Iterator[None]:
    """Make a path unwritable for everyone, even root: put a file where its folder was."""
    gone = folder.with_name("gone")
    folder.rename(gone)
    folder.write_text("")
    try:
        yield
    finally:
        folder.unlink()
        gone.rename(folder)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.mark.thorough
async def test_quitting_with_unsaved_answers_asks_and_choosing_to_wait_goes_back(begun: Opened, disk: Path) -> None:
    async with begun(disk / "business.json") as at:
        with broken(disk):
            await at.press("2")
            text = await at.press("ctrl+q")
            assert "1  Stay, and wait until it can be saved" in text
            assert "its folder is not a folder" in " ".join(text.split())
            assert at.app.is_open
            await at.press("ctrl+q")
            assert at.app.is_open, "asked once, and not taken for an answer when the key is pressed again"
            text = await at.press("1")
            assert "●  Keep those who are here" in text
        await at.press("ctrl+q")
        assert at.app.return_code == 0
    assert on_disk(disk / "business.json")["answers"] == {"identity.goal": "keep"}


FAULTS = [("write", errno.ENOSPC), ("keeping", errno.EIO), *product(STEPS, CAUSES)]


@pytest.mark.parametrize(
    ("step", "number"),
    [pytest.param(*fault, marks=() if fault == FAULTS[0] else pytest.mark.thorough) for fault in dict.fromkeys(FAULTS)],
)
async def test_quitting_asks_and_loses_nothing_after_any_fault_of_the_disk(
    begun: Opened, disk: Path, step: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begun(disk / "business.json") as at:
        await at.press("1")
        with monkeypatch.context() as failing:
            breaking(failing, step, number)
            text = " ".join((await at.press("2", "ctrl+q")).split())
            assert CAUSES[number] in text
            assert all(f"{digit} " in text for digit in "123")
            assert at.app.is_open
            assert on_disk(disk / "business.json")["answers"] == {"identity.goal": "grow"}
            await at.press("1")
        await at.press("ctrl+q")
        assert at.app.return_code == 0
    assert on_disk(disk / "business.json")["answers"] == {"identity.goal": "keep"}


async def test_unsaved_answers_can_be_saved_to_another_file(begun: Opened, disk: Path, tmp_path: Path) -> None:
    async with begun(disk / "business.json") as at:
        await at.press("1")
        with broken(disk):
            await at.press("2", "ctrl+q", "2")
            await at.type(str(disk / "no.json"))
            text = await at.press("enter")
            assert "Not saved to" in text
            await at.press("ctrl+u")
            await at.type(str(tmp_path / "elsewhere.json"))
            await at.press("enter")
            assert at.app.return_code == 0
    (document,) = read_documents(tmp_path / "elsewhere.json").values()
    assert document["answers"] == {"identity.goal": "keep"}
    assert on_disk(disk / "business.json")["answers"] == {"identity.goal": "grow"}


async def test_leaving_without_saving_sets_the_exit_code(begun: Opened, disk: Path) -> None:
    async with begun(disk / "business.json") as at:
        await at.press("1")
        with broken(disk):
            await at.press("2", "ctrl+q", "3")
            assert at.app.return_code == 1
    assert on_disk(disk / "business.json")["answers"] == {"identity.goal": "grow"}


needs_pty = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")


@pytest.mark.thorough
@needs_pty
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_typed_text_is_rescued_when_the_system_ends_the_app(disk: Path, number: signal.Signals) -> None:
    file = disk / "business.json"
    with trueup(file) as terminal:
        begin_note(terminal)
        with broken(disk):
            terminal.kill(number)
            assert terminal.wait_end() == 128 + number
            assert b"rescued to" in terminal.raw
    folder = rescue_folder()
    assert folder
    (rescued,) = folder.iterdir()
    (document,) = read_documents(rescued).values()
    assert [answer["note"] for answer in document["answers"].values()] == ["half a sentence"]
    with trueup(file) as terminal:
        terminal.wait_for("Rescued")
        # A long path goes over two lines, and where it breaks depends on the folder of the tests.
        terminal.wait_until(lambda: rescued.name in re.sub(r"[\s▌]", "", terminal.text), rescued.name)
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0


async def test_lost_answers_are_reported_when_the_system_ends_the_app_and_nothing_can_be_written(
    begun: Opened, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begun(disk / "business.json") as at:
        breaking(monkeypatch, "write", errno.ENOSPC)
        await at.press("2")
        at.app._end(signal.SIGTERM)
        assert at.app.return_code == 128 + signal.SIGTERM
        said = " ".join(map(str, at.app._exit_renderables))
        assert "Not saved anywhere" in said
        assert CAUSES[errno.ENOSPC] in said
        monkeypatch.undo()


@pytest.mark.thorough
@needs_pty
@pytest.mark.parametrize("is_told", [True, False], ids=["told by the system", "told by nobody"])
def test_a_closed_terminal_ends_the_app_with_everything_saved(
    tmp_path: Path, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "business.json"
    with trueup(file, deaf_to=() if is_told else (signal.SIGHUP,)) as terminal:
        begin_note(terminal)
        terminal.close()
        began = time.monotonic()
        assert terminal.wait_gone(seconds=10) == 128 + signal.SIGHUP
        assert time.monotonic() - began < 2
    assert [answer["note"] for answer in on_disk(file)["answers"].values()] == ["half a sentence"]
    Lock(file).release()
