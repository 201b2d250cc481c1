"""In a real terminal: the system ends the app during typing, the app crashes, or bytes arrive that aren't text."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest
from tests.terminal import Terminal, begin, begin_note, trueup
from tests.ui.conftest import on_disk

from trueup.crash import CRASHED
from trueup.storage.lock import Lock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only /proc says that a process is stopped"
)


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_half_written_note_is_kept_when_the_system_ends_the_program(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin_note(terminal)
        terminal.kill(number)
        assert terminal.wait_end() == 128 + number
    (answer,) = on_disk(file)["answers"].values()
    assert answer["note"] == "half a sentence"


@pytest.mark.thorough
def test_an_answer_shown_as_saved_survives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin(terminal)
        terminal.press("2")
        terminal.wait_for("Saved")
        terminal.kill(signal.SIGKILL)
        terminal.wait_end()
    assert len(on_disk(file)["answers"]) == 1


@pytest.mark.thorough
def test_a_byte_that_is_not_text_does_not_end_the_program(tmp_path: Path) -> None:
    with trueup(tmp_path / "business.json") as terminal:
        begin(terminal)
        terminal.press("n")
        terminal.wait_for("F5 note")
        os.write(terminal._fd, b"a\xff\xfeb")
        terminal.wait_for("a\ufffd\ufffdb")
        terminal.press("enter")
        terminal.wait_for("choose")
        terminal.press("1")
        terminal.wait_for("Saved")


_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[([<>])\d*u")
CURSOR, WRAP = 25, 7
"""The modes that a terminal has on before any program changes them."""


def changed_modes(raw: bytes) -> set[int]:
    """The modes that differ from before the app: screen, mouse, paste, focus, cursor; 0 is the alternate keyboard."""
    modes = {int(mode): is_on == b"h" for mode, is_on in _MODE.findall(raw)}
    reports = [1 if way == b">" else -1 for way in _KEYBOARD.findall(raw)]
    return {mode for mode, is_on in modes.items() if is_on != (mode in (CURSOR, WRAP))} | (
        {0} if sum(reports) > 0 else set()
    )


def test_changed_modes_lists_a_mode_until_it_is_reset() -> None:
    assert changed_modes(b"\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[?7h") == {1049, CURSOR, 0}
    assert changed_modes(b"\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[?25h\x1b[?1049l\x1b[<u") == set()


@pytest.mark.thorough
@pytest.mark.parametrize("end", ["quit", "pause", "crash", signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_left_as_it_was_before_the_app(tmp_path: Path, end: str | signal.Signals) -> None:
    file, env = tmp_path / "b.json", dict(os.environ)
    command = [sys.executable, *(["-c", CRASHING] if end == "crash" else ["-m", "trueup", "-f"]), str(file)]
    with Terminal(command, env=env) as terminal:
        begin(terminal)
        assert {0, 1000, 1049, CURSOR} <= changed_modes(terminal.raw)
        if isinstance(end, signal.Signals):
            terminal.kill(end)
        else:
            terminal.press(*{"quit": ["ctrl+q"], "pause": ["\x12", "enter"], "crash": ["1"]}[end])
        terminal.wait_end()
        terminal.settle()
        assert changed_modes(terminal.raw) == set()


def _suspended(terminal: Terminal) -> None:
    """Suspend the app, check that the terminal is as it was before, and resume the app."""
    terminal.kill(signal.SIGTSTP)
    state = Path(f"/proc/{terminal.pid}/stat")
    terminal.wait_until(lambda: state.read_text().rpartition(") ")[2].startswith("T"), "not suspended")
    terminal.settle()
    assert changed_modes(terminal.raw) == set()
    terminal.kill(signal.SIGCONT)
    terminal.wait_until(lambda: 2004 in changed_modes(terminal.raw), "not resumed")  # the last mode that the app sets


@needs_proc
@pytest.mark.thorough
def test_suspending_the_app_saves_typed_text_and_restores_the_terminal_and_resuming_continues(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin_note(terminal)
        _suspended(terminal)
        (answer,) = on_disk(file)["answers"].values()
        assert answer["note"] == "half a sentence"
        terminal.wait_for("half a sentence")
        terminal.press(", and more")
        terminal.wait_for("half a sentence, and more")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        assert changed_modes(terminal.raw) == set()


SLOW = """
import sys, time
from textual.drivers._writer_thread import WriterThread
from trueup.cli import main

write = WriterThread.write

def slowly(self, text):
    with self._queue.mutex:
        time.sleep(0.02)
    write(self, text)

WriterThread.write = slowly
sys.exit(main(["-f", sys.argv[1]]))
"""
"""The app, with an output that holds its lock for so long that a signal nearly always arrives while it does."""


@needs_proc
def test_an_app_suspended_while_it_draws_does_not_deadlock(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", SLOW, str(tmp_path / "b.json")], env=dict(os.environ)) as terminal:
        begin(terminal)
        for _ in range(2):
            terminal.press("down", "?")
            _suspended(terminal)
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0


CRASHING = """
import sys
from trueup.cli import main
from trueup.session.session import Session

change = Session.change

def fail(self, audit):
    if not audit.answers:
        return change(self, audit)
    secret = audit.business
    raise KeyError(secret)

Session.change = fail
sys.exit(main(["-f", sys.argv[1]]))
"""


@pytest.mark.thorough
def test_a_crash_is_reported_without_any_of_the_founders_words(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", CRASHING, str(tmp_path / "b.json")], env=dict(os.environ)) as terminal:
        begin(terminal)
        terminal.press("1")
        assert terminal.wait_end() == CRASHED
        terminal.settle()
        after = terminal.raw.partition(b"\x1b[?1049l")[2].decode()
    assert "trueup has a fault" in after
    assert "in fail" in after
    assert "KeyError" in after
    assert "Plumbline" not in after
    Lock(tmp_path / "b.json").release()
