"""The app is ended during work, opened twice, or given an unreadable file: no saved answer is lost."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.terminal import Terminal, begin, trueup
from tests.ui.conftest import on_disk

from trueup.engine.next_quarter import quarter_of
from trueup.storage.store import open_store

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


@pytest.mark.parametrize(
    "number",
    [pytest.param(signal.SIGTERM, id="SIGTERM"), pytest.param(signal.SIGHUP, id="SIGHUP", marks=pytest.mark.thorough)],
)
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


def is_written(file: Path, text: str) -> Callable[[], bool]:
    return lambda: file.exists() and text in file.read_text("utf-8")


def kill_once_written(terminal: Terminal, file: Path, text: str) -> None:
    """Kill the program without a warning, once what was typed is on disk; that takes about a second."""
    terminal.wait_for(text)
    terminal.wait_until(is_written(file, text), "half-typed text was not written", seconds=5.0)
    terminal.kill(signal.SIGKILL)
    terminal.wait_end()


def go_to_question(terminal: Terminal, question: str) -> None:
    terminal.press("ctrl+p")
    terminal.wait_for("Find a question")
    terminal.press(question)
    terminal.wait_for(f"{question[-12:]}?")
    terminal.press("enter")
    terminal.wait_for("leave it blank")


def test_a_half_typed_promise_is_back_in_its_field_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin(terminal)
        terminal.press("h")
        terminal.wait_for("Areas")
        go_to_question(terminal, "What does the promise say, word for word")
        terminal.press("Ready in three we")
        kill_once_written(terminal, file, "Ready in three we")
    assert "promises" not in on_disk(file), "nothing was said to be finished"
    with trueup(file) as terminal:
        text = terminal.wait_for("What you were typing is back")
        assert "Ready in three we" in text
        terminal.press("eks")
        terminal.wait_for("Ready in three weeks")
        terminal.press("enter")
        terminal.wait_until(lambda: "promises" in on_disk(file), "the promise was not saved")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    assert [promise["words"] for promise in on_disk(file)["promises"]] == ["Ready in three weeks"]
    assert "drafts" not in on_disk(file)


@pytest.mark.thorough
def test_a_half_typed_note_is_back_in_its_field_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        begin(terminal)
        terminal.press("1")
        terminal.wait_for("Saved")
        terminal.press("n")
        terminal.press("because my fath")
        kill_once_written(terminal, file, "because my fath")
    with trueup(file) as terminal:
        assert "because my fath" in terminal.wait_for("What you were typing is back")
        terminal.press("er", "enter")
        terminal.wait_until(is_written(file, "because my father"), "the note was not saved")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    (answer,) = on_disk(file)["answers"].values()
    assert answer["note"] == "because my father"
    assert "drafts" not in on_disk(file)


def test_the_half_typed_name_of_a_new_business_is_back_in_its_field_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with trueup(file) as terminal:
        terminal.wait_for("Start with my business")
        terminal.press("1")
        terminal.wait_for("called?")
        terminal.press("Plumb")
        kill_once_written(terminal, file, "Plumb")
    with trueup(file) as terminal:
        assert "Plumb" in terminal.wait_for("What you were typing is back")
        terminal.press("line", "enter")
        terminal.wait_for("Plumbline 20")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    assert on_disk(file)["business"] == "Plumbline"


@pytest.mark.thorough
def test_half_typed_hours_are_back_in_the_form_of_the_best_set_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with open_store(file, today=date.today()) as store:
        store.save({"business": "Plumbline", "quarter": quarter_of(date.today()), "compared": True})
    with trueup(file) as terminal:
        terminal.wait_for("Areas")
        terminal.press("p")
        terminal.wait_for("0 now")
        terminal.press("*")
        terminal.wait_for("hours")
        terminal.press("97")
        kill_once_written(terminal, file, "97")
    with trueup(file) as terminal:
        assert "97" in terminal.wait_for("What you were typing is back")
        assert "don't touch" in terminal.text


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
