"""The time from a key to the painted screen, with 40 quarters on file. `python -m tests.benchmarks.keys`.

It types in a pty, as a person does. Before *Saved* is painted, the answer is on disk and all mismatches are judged
again. For comparison, the same run measures an arrow key in a bare Textual app with a list, and an arrow key in trueup.
Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

from tests.benchmarks.speed import largest, milliseconds
from tests.terminal import Terminal

from trueup.answers.document import document_from_audit
from trueup.content.loader import load_content
from trueup.engine.judge import judge
from trueup.paths import screens_folder
from trueup.storage.store import open_store

BARE = """
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"choice {number}" for number in range(8)))
Bare().run()
"""
TODAY = date(2026, 11, 10)
QUARTERS = 40
KEYS = 60
CHANNELS = 4
ANSWERS = ("1", "2", "3", "4", "f6", "f7")
"""Six answers to one question: a session keeps what it worked out for the last four, so each is judged again."""
PAUSE = 0.08
"""Seconds between two keys; a person takes longer."""


def forty_quarters(path: Path) -> Path:
    """Forty quarters of a business with four channels, all compared."""
    content = load_content(screens_folder())
    audit = replace(largest(content, CHANNELS), compared=True)
    with open_store(path, today=TODAY) as store:
        for number in range(QUARTERS):
            back = QUARTERS - 1 - number
            year, quarter = divmod(2026 * 4 + 3 - back, 4)
            store.save(document_from_audit(replace(audit, quarter=f"{year}-Q{quarter + 1}")))
    return path


def rest(terminal: Terminal) -> None:
    """Wait as long as a person thinks, and read whatever is still being painted."""
    time.sleep(PAUSE)
    terminal.settle()
    terminal.raw.clear()


def painted(terminal: Terminal, key: str, text: str) -> float:
    """Milliseconds from a key until a text is sent to the terminal; if the text is empty, until anything is sent."""
    start = time.perf_counter()
    terminal.press(key)
    terminal.wait_until(lambda: bool(terminal.raw) and text.encode() in terminal.raw, f"never painted: {text}")
    return (time.perf_counter() - start) * 1000


def pressed(terminal: Terminal, keys: Sequence[str], text: str = "", between: str = "") -> list[float]:
    """The milliseconds that each of many keys took. The key `between` is pressed after each, and isn't measured."""
    took = []
    for _, key in zip(range(KEYS), cycle(keys), strict=False):
        rest(terminal)
        took.append(painted(terminal, key, text))
        if between:
            rest(terminal)
            terminal.press(between)
    return took


@contextmanager
def at_a_question(file: Path, env: Mapping[str, str], columns: int = 80, rows: int = 24) -> Iterator[Terminal]:
    """The app at the first question of the offer, which has four choices."""
    command = [sys.executable, "-m", "trueup", "-f", str(file)]
    with Terminal(command, env=env, columns=columns, rows=rows, is_drawn=False) as terminal:
        terminal.wait_until(lambda: b"checks judged" in terminal.raw, "no home")
        rest(terminal)
        terminal.press("h", "2")  # home, because the app may open elsewhere; at home, the offer is the second area
        terminal.wait_until(lambda: b"not applicable" in terminal.raw, "no question")
        yield terminal
        rest(terminal)
        terminal.press("b")  # leave the question, because the app reopens on the screen it was closed at
        rest(terminal)
        terminal.press("ctrl+q")
        terminal.wait_end()


def main() -> None:
    """Print the table."""
    content = load_content(screens_folder())
    audit = largest(content, CHANNELS)
    print(f"{'judge alone':34} {milliseconds(lambda: judge(content, audit)):7.1f} ms")
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, **{f"XDG_{kind}_HOME": home for kind in ("DATA", "CONFIG", "CACHE")}}
        bare, file = Path(home) / "bare.py", forty_quarters(Path(home) / "forty.json")
        bare.write_text(BARE, "utf-8")
        rows: dict[str, list[float]] = {}
        with Terminal([sys.executable, str(bare)], env=env, is_drawn=False) as terminal:
            terminal.wait_until(lambda: b"choice 7" in terminal.raw, "no list")
            rows["a bare Textual list, arrow"] = pressed(terminal, ("down", "up"))
        with at_a_question(file, env) as terminal:
            rows["arrow, nothing changes"] = pressed(terminal, ("down", "up"))
            rows["answer: saved, judged, painted"] = pressed(terminal, ANSWERS, "Saved", between="up")
            rows["one judged just before"] = pressed(terminal, ("1", "2"), "Saved", between="up")
        with at_a_question(file, env, columns=140, rows=45) as terminal:
            rows["answer, outline and reasons"] = pressed(terminal, ANSWERS, "Saved", between="up")
    base = statistics.median(next(iter(rows.values())))
    for what, took in rows.items():
        median, late = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
        print(f"{what:34} {median:7.1f} ms   {late:7.1f} ms at p95   {median / base:5.2f} × bare")


if __name__ == "__main__":
    main()
