"""In a real terminal: the system ends the app during typing, the app crashes, or bytes arrive that aren't text."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from tests.terminal import Terminal, begin, trueup
from tests.ui.conftest import on_disk

from trueup.crash import CRASHED
from trueup.storage.lock import Lock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_half_written_note_is_kept_when_the_system_ends_the_program(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin(terminal)
        terminal.press("1")
        terminal.wait_for("Saved")
        terminal.press("n")
        terminal.wait_for("F5 note")
        terminal.press("half a sentence")
        terminal.wait_for("half a sentence")
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


@pytest.mark.thorough
def test_the_terminal_is_left_as_it_was_before_the_app(tmp_path: Path) -> None:
    with trueup(tmp_path / "business.json") as terminal:
        terminal.wait_for("Start with my business")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        assert b"\x1b[?1049l" in terminal.raw
        assert b"\x1b[?25h" in terminal.raw


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
