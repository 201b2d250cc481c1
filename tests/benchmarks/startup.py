"""How long it takes to open, against a bare Textual app in the same run. `python -m tests.benchmarks.startup`.

In a pty, as a person starts it: to the first painted frame, and to home with real figures on the sample.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.terminal import Terminal

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""
RUNS = 7


def seconds(command: list[str], text: str, env: dict[str, str]) -> float:
    """From starting the program to a text on its screen."""
    start = time.perf_counter()
    with Terminal(command, env=env) as terminal:
        terminal.wait_for(text, seconds=60)
        return time.perf_counter() - start


def median(command: list[str], text: str, env: dict[str, str]) -> float:
    """The median of several starts, the first left out: it warms the caches."""
    seconds(command, text, env)
    return statistics.median(seconds(command, text, env) for _ in range(RUNS))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        bare = Path(home) / "bare.py"
        bare.write_text(BARE, "utf-8")
        trueup = [sys.executable, "-m", "trueup"]
        rows = [
            ("a bare Textual app, first frame", median([sys.executable, str(bare)], "first frame", env)),
            ("trueup, first frame", median(trueup, "trueup", env)),
            ("trueup demo, home with figures", median([*trueup, "demo"], "checks judged", env)),
        ]
    base = rows[0][1]
    for what, took in rows:
        print(f"{what:36} {took * 1000:7.0f} ms   {took / base:5.2f} × bare")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'the largest of these, at its peak':36} {largest:7.0f} MB")


if __name__ == "__main__":
    main()
