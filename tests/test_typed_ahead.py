"""In a real terminal: keys typed faster than the screens appear, and founder text that looks like commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.terminal import KEYS, Terminal
from tests.ui.conftest import on_disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")

ESCAPED = "\x1b]0;stolen\x07\x1b[31mred \x9b2J"
HOSTILE = "[/x] [@click=app.quit]leave[/] ]0;stolen \u202egnp.exe " + "long " * 1000


def command(file: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "trueup", "-f", str(file), *more]


def test_keys_typed_in_one_go_answer_one_question_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    with Terminal(command(file), env=dict(os.environ)) as terminal:
        terminal.wait_for("Start with my business")
        terminal.press("1")
        terminal.wait_for("called?")
        terminal.press(f"Plumbline\r1\r{KEYS['f9']}2\r1\r2\r")
        terminal.wait_for("5 of ")
    assert len(on_disk(file)["answers"]) == 4


def test_not_sure_has_a_key_that_works_while_words_are_typed(tmp_path: Path) -> None:
    file, answers = tmp_path / "business.json", tmp_path / "answers.json"
    answers.write_text(json.dumps({"business": "B", "quarter": "2026-Q4", "promises": [{"id": "p", "words": "Hi"}]}))
    subprocess.run(command(file, "import", str(answers)), check=True, capture_output=True)
    with Terminal(command(file), env=dict(os.environ)) as terminal:
        terminal.wait_for("Areas")
        terminal.press("1")
        terminal.wait_for("leave it blank")
        terminal.press("n")
        terminal.wait_for("F5 note")
        terminal.press("f6")
        terminal.wait_for("●  not sure")


def test_founder_text_never_reaches_the_terminal_as_commands(tmp_path: Path) -> None:
    file, answers = tmp_path / "business.json", tmp_path / "answers.json"
    document = {
        "business": "Hostile [/x]",
        "quarter": "2026-Q4",
        "compared": True,
        "answers": {"offer.start": {"value": "alone", "note": HOSTILE}},
        "promises": [{"id": "p", "words": HOSTILE, "groups": ["[/x]"], "claims": ["start.alone"]}],
        "channels": [{"id": "c", "name": HOSTILE, "steps": ["search", "demo"]}],
        "customers": [{"id": "t", "who": HOSTILE, "channel": "c", "started": "talk"}],
    }
    answers.write_text(json.dumps(document), "utf-8")
    subprocess.run(command(file, "import", str(answers)), check=True)
    with Terminal(command(file), env=dict(os.environ)) as terminal:
        terminal.wait_for("Areas")
        for keys, shown in (
            (("m",), "filter"),
            (("enter",), "Why it hurts"),
            (("b",), "filter"),
            (("x",), "Matrix"),
            (("j",), "Journey"),
            (("p",), "Plan"),
            (("s",), "Enter write it"),
            (("h", "2"), "Offer"),
            (("h", "3"), "Market"),
            (("h", "4"), "Operations"),
        ):
            terminal.press(*keys)
            terminal.wait_for(shown)
        assert not terminal.ended()
        assert "\u202e".encode() not in terminal.raw


def test_escape_sequences_are_refused_and_not_repeated(tmp_path: Path) -> None:
    file, answers = tmp_path / "business.json", tmp_path / "answers.json"
    answers.write_text(json.dumps({"business": ESCAPED, "quarter": "2026-Q4"}), "utf-8")
    done = subprocess.run(command(file, "import", str(answers)), capture_output=True, check=False)
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr + done.stdout
    assert not file.exists()


def test_escape_sequences_typed_or_pasted_are_never_sent_to_the_terminal(tmp_path: Path) -> None:
    with Terminal(command(tmp_path / "business.json"), env=dict(os.environ)) as terminal:
        terminal.wait_for("Start with my business")
        terminal.press("1")
        terminal.wait_for("called?")
        terminal.press(f"\x1b[200~Acme {ESCAPED}\x1b[201~")
        terminal.wait_for("stolen")
        assert b"\x1b]0;stolen" not in terminal.raw
        assert b"\x1b[31mred" not in terminal.raw
