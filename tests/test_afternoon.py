"""One afternoon in a real terminal: from nothing to an exported summary, with keys only."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.terminal import Terminal
from tests.ui.conftest import on_disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ptys are POSIX")

PROMISE = "Start now, no call needed. Leave whenever you like."
ANSWERS = {
    "What kind of business is this?": "1",
    "Can someone buy from you without talking to you first?": "1",
}
"""Questions whose answer matters in this test. Every other question gets its first choice, or 12 if it's a number."""

QUESTION = re.compile(r"^  (\S.*\?)(?: {2,}.*)?$", re.MULTILINE)
PLACE = re.compile(r"(\d+) of (\d+)")


def head(terminal: Terminal) -> str:
    return terminal.text.split("\n", 1)[0]


def question(terminal: Terminal) -> str:
    found = QUESTION.search("\n".join(terminal.text.splitlines()[2:]))
    return found[1].strip() if found else ""


def next_shown(terminal: Terminal, before: str) -> None:
    """Wait until another question or list is on screen completely. Its head appears before the rest."""
    terminal.wait_until(lambda: head(terminal) != before, f"still at {before}")
    terminal.settle()


def answer(terminal: Terminal) -> None:
    """Answer the question on screen, with 12 if it asks for a number and otherwise with a digit, and go on."""
    before, asked = head(terminal), question(terminal)
    if "F2 why" in terminal.text:  # letters are text here, so function keys are shown
        terminal.press("12")
        terminal.wait_for("12")
    else:
        terminal.press(ANSWERS.get(asked, "1"))
        terminal.wait_for("Saved")
    terminal.press("enter")
    next_shown(terminal, before)


def area(terminal: Terminal) -> None:
    """Answer an area's questions up to its list of rows. It waits first: the name is drawn before keys are accepted."""
    terminal.rest()
    while "Go on without" not in terminal.text:
        if "F9 not now" in terminal.text:  # the app offers to paste a page
            terminal.press("f9")
            terminal.wait_for("2 of ")
        terminal.wait_until(lambda: bool(question(terminal)) or "Go on without" in terminal.text, "no question")
        if question(terminal):
            answer(terminal)


def promise(terminal: Terminal) -> None:
    terminal.press("1")
    terminal.wait_for("word for word?")
    terminal.press(PROMISE, "enter")
    terminal.wait_for("read or hear it?")
    terminal.press("1", "enter")
    terminal.wait_for("is it about?")
    terminal.press("1", "enter")
    terminal.wait_for("is it for?")
    terminal.press("f8")
    terminal.wait_for("do next?")
    terminal.press("8", "enter")
    terminal.wait_for("Likely in your words")
    terminal.press("enter")
    terminal.wait_for("still read or hear it?")
    terminal.press("1", "enter")
    terminal.wait_for("got exactly this?")
    terminal.press("10", "enter")
    terminal.wait_for("terms say the same?")
    terminal.press("1", "enter")
    terminal.wait_for("true in three months?")
    terminal.press("1", "enter")
    terminal.wait_for("Done, go on")


def in_menu(terminal: Terminal) -> str:
    """The marked step in the menu on the right."""
    found = re.findall(r"^.{36,42}▌[ \d]+(\S.*?)[ ▄▆▇█▁▂▃▅]*$", terminal.text, re.MULTILINE)
    return found[0] if found else ""  # a label that wraps continues on a second line


def channel(terminal: Terminal) -> None:
    terminal.press("1")
    terminal.wait_for("call this channel?")
    terminal.press("Own site", "enter")
    terminal.wait_for("come this way?")
    terminal.press("f8")
    terminal.wait_for("find here?")
    terminal.press("1", "enter")
    terminal.wait_for("The steps")
    for step in ("finds you in a search", "sees a demo you lead", "pays online"):
        while (marked := in_menu(terminal)) != step:
            terminal.press("down")
            terminal.settle()
            terminal.wait_until(lambda was=marked: in_menu(terminal) not in ("", was), f"no way down to {step}")
        terminal.press("enter")
        terminal.wait_until(lambda step=step: terminal.text.count(step) > 1, f"not among the steps: {step}")


def three_customers(terminal: Terminal) -> None:
    terminal.press("1")
    terminal.wait_for("Newest first")
    for name in ("Ada", "Bo", "Cy"):
        terminal.press(name, "tab", "1", "1", "3", "1", "1")
        terminal.wait_for(name)
        terminal.wait_for("Saved")


def test_a_founder_gets_from_nothing_to_a_summary_in_one_afternoon(
    tmp_path: Path, nobodys_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Terminal([sys.executable, "-m", "trueup"], env=dict(os.environ)) as terminal:
        terminal.wait_for("Start with my business")
        terminal.press("1")
        terminal.wait_for("called?")
        terminal.press("Afternoon Works", "enter")
        terminal.wait_for("1 of ")
        area(terminal)
        area(terminal)
        promise(terminal)
        terminal.press("enter")
        terminal.wait_for("Market   1 of")
        area(terminal)
        channel(terminal)
        terminal.press("h")
        terminal.wait_for("Areas")
        terminal.press("4")
        terminal.wait_for("Operations   1 of")
        area(terminal)
        three_customers(terminal)
        terminal.press("enter")
        terminal.wait_for("Compare now")
        terminal.press("enter")
        terminal.wait_for("Mismatches")
        terminal.press("enter")
        terminal.wait_for("sees a demo you lead")
        assert "≠ 1" in head(terminal)
        terminal.press("l")
        terminal.wait_for("2 ticked")
        terminal.press("1")
        terminal.wait_for("1 ticked")
        terminal.press("b")
        terminal.wait_for("≠ 0")
        terminal.press("h")
        terminal.wait_for("Areas")
        terminal.press("s")
        terminal.wait_for("Enter write it")
        terminal.press("enter")
        terminal.wait_for("Written and checked")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    (written,) = tmp_path.glob("*.md")
    headings = [token for token in MarkdownIt().parse(written.read_text("utf-8")) if token.type == "heading_open"]
    assert [token.tag for token in headings].count("h1") == 2
    (business,) = nobodys_home.rglob("business.json")
    document = on_disk(business)
    assert document["business"] == "Afternoon Works"
    assert document["answers"]["offer.start"] == "alone"
    (published,) = document["promises"]
    assert published["words"] == PROMISE
    assert published["claims"] == ["leaving.anytime"], "what was found in the words, but for what was unticked"
    (way,) = document["channels"]
    assert len(way["steps"]) == 3
    assert way["steps"][1] == "demo"
    assert [row["who"] for row in document["customers"]] == ["Ada", "Bo", "Cy"]
