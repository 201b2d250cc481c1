"""The app is ended during work, opened twice, or given an unreadable file: no saved answer is lost."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from tests.terminal import begin, trueup
from tests.ui.conftest import on_disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")


@pytest.mark.parametrize("digits", ["1", pytest.param("121", marks=pytest.mark.thorough)])
def test_saved_answers_are_there_after_each_kill(digits: str, tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    for digit in digits:
        fresh = not file.exists()
        with trueup(file) as terminal:
            if fresh:
                begin(terminal)
            else:
                terminal.wait_for("●")  # the app opens at the same question and marks its answer
                before = terminal.text.split("\n", 1)[0]
                terminal.press("enter")
                terminal.wait_until(lambda was=before: terminal.text.split("\n", 1)[0] != was, "no next question")
                if "Paste a page" in terminal.text:  # pasting a page is offered once, after the kind of business
                    terminal.press("f9")
            terminal.wait_for("leave it blank")
            terminal.press(digit)
            terminal.wait_for("Saved")
            asked = terminal.text.splitlines()[3]
            terminal.kill(signal.SIGKILL)
            terminal.wait_end()
        with trueup(file) as terminal:
            terminal.wait_for(asked)
            assert re.search(rf"{digit}  ●", terminal.wait_for("●"))
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0
    assert len(on_disk(file)["answers"]) == len(digits)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_half_typed_text_is_kept_when_the_system_ends_the_program(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin(terminal)
        terminal.press("h")
        terminal.wait_for("Areas")
        terminal.press("ctrl+p")
        terminal.wait_for("Find a question")
        terminal.press("What does the promise say, word for word")
        terminal.wait_for("word for word?")
        terminal.press("enter")
        terminal.wait_for("leave it blank")
        terminal.press("Start now")
        terminal.wait_for("Start now")
        terminal.kill(number)
        assert terminal.wait_end() == 128 + number
    (promise,) = on_disk(file)["promises"]
    assert promise["words"] == "Start now"


def test_a_second_window_on_the_same_file_only_reads_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as first:
        begin(first)
        first.press("1")
        first.wait_for("Saved")
        with trueup(file) as second:
            second.wait_for("read only")
            second.press("2")
            second.wait_for("Read only")
            second.press("ctrl+q")
            assert second.wait_end() == 0
        first.press("2")
        first.wait_for("2  ●")
        first.press("ctrl+q")
        assert first.wait_end() == 0
    assert len(on_disk(file)["answers"]) == 1


def test_a_garbled_file_is_reported_and_stays_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    file.write_bytes(b'{"audits": {"1": {"busin')
    with trueup(file) as terminal:
        terminal.wait_for("Cannot open the file")
        terminal.press("ctrl+q")
        terminal.wait_end()
    assert file.read_bytes() == b'{"audits": {"1": {"busin'
