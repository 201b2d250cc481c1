"""Nothing on a screen moves after its first frame, and no text is drawn shortened first and in full later."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pyte
import pytest
from tests.terminal import Terminal

HAS_FRAMES = "\x1b[?2026;2$y"
"""The report of a terminal that draws whole frames. The program then marks the end of each frame."""
END_OF_FRAME = b"\x1b[?2026l"
BODY = 3
"""The first row under head, map and rule."""
THUMBS = "▁▂▃▄▅▆▇█"
"""The characters of a scrollbar. They are ignored, because a scrollbar is drawn one frame later than the text."""

WINDOWS = [pytest.param((80, 24), marks=pytest.mark.thorough), (140, 45)]
WAYS = [
    ("Home", ["m", "h"]),
    ("Mismatches", ["m", "\r"]),
    *(
        pytest.param(title, keys, marks=pytest.mark.thorough)
        for title, keys in (
            ("Mismatches", ["h", "m"]),
            ("Matrix", ["x"]),
            ("Journey", ["j"]),
            ("Plan", ["p"]),
            ("What", ["y"]),
            ("Summary", ["s"]),
            ("What", ["q"]),
            ("Market", ["h", "3"]),
            ("Needs", ["m", "!"]),
            ("What", ["m", "="]),
        )
    ),
]
"""The first word of a view's name in the head, and the keys that lead to the view."""


@pytest.fixture(scope="module", params=WINDOWS, ids="{0[0]}x{0[1]}".format)
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The sample in a terminal that draws whole frames."""
    columns, rows = request.param
    command = [sys.executable, "-m", "trueup", "demo"]
    env = {**os.environ, "COLUMNS": str(columns), "LINES": str(rows)}
    with Terminal(command, env=env, columns=columns, rows=rows) as terminal:
        terminal.press(HAS_FRAMES)
        terminal.wait_for("Face to face" if columns >= 120 else "Areas")
        yield terminal


def view(rows: list[str]) -> str:
    """The first word of the view's name in the head."""
    return "".join(rows[0].split()[1:2])


def rest(terminal: Terminal) -> int:
    """Wait until everything is drawn; return how many bytes the terminal has received so far."""
    terminal.rest()
    return len(terminal.raw)


def is_moved(was: str, now: str) -> bool:
    """Whether a character that was drawn has changed."""
    return any(before != after for before, after in zip(was, now.ljust(len(was)), strict=False) if before != " ")


def frames(terminal: Terminal, since: int) -> list[list[str]]:
    """The rows of every frame drawn since the byte `since`, without scrollbars."""
    screen = pyte.Screen(terminal.screen.columns, terminal.screen.lines)
    stream = pyte.ByteStream(screen)
    stream.feed(bytes(terminal.raw[:since]))
    drawn = []
    for frame in bytes(terminal.raw[since:]).split(END_OF_FRAME):
        stream.feed(frame + END_OF_FRAME)
        drawn.append(["".join(" " if cell in THUMBS else cell for cell in row).rstrip() for row in screen.display])
    return drawn


@pytest.mark.parametrize(("title", "keys"), WAYS)
def test_text_drawn_in_the_first_frame_stays_in_its_place(terminal: Terminal, title: str, keys: list[str]) -> None:
    for nth, key in enumerate(keys):
        since = rest(terminal)
        if key == "h" and nth == 0 and view(terminal.screen.display) == "Home":
            continue  # home is already open: nothing would be drawn
        terminal.press(key)
        terminal.wait_until(lambda since=since: len(terminal.raw) > since, "nothing is drawn")
    terminal.wait_until(lambda: view(terminal.screen.display) == title, f"never at {title}")
    rest(terminal)
    seen = frames(terminal, since)
    last = seen[-1]
    for frame in seen:
        if view(frame) == title and frame[1] == last[1]:
            rows = zip(frame[BODY:-1], last[BODY:-1], strict=True)
            assert [(was, now) for was, now in rows if is_moved(was, now)] == []


@pytest.mark.thorough
def test_the_outline_is_in_the_first_frame_of_its_question(terminal: Terminal) -> None:
    terminal.press("h")
    since = rest(terminal)
    terminal.press("o")
    terminal.wait_until(lambda: "Enter jump" in terminal.screen.display[-1], "no outline")
    rest(terminal)
    at_question = [frame for frame in frames(terminal, since) if view(frame) == view(terminal.screen.display)]
    assert at_question
    assert all(any("answered   ○ open" in row for row in frame) for frame in at_question)
