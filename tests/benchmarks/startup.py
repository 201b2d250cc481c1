"""How long trueup takes to open, compared with a bare Textual app. `python -m tests.benchmarks.startup`.

It starts each program in a pty, as a person does, and measures the time until the first painted frame and until home
with real figures, on a file with four earlier quarters and on the sample. It also measures frogmouth with a short page,
and posting, if they are on the PATH. Each has two figures: the median time a person waits, and the minimum processor
time; on a machine with other work, compare the second figure.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.quarters import write
from tests.terminal import NotShownError, Terminal

from trueup.content.loader import load_content
from trueup.paths import screens_folder
from trueup.session.sample import finished_quarters, open_sample

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""
PEERS = {"frogmouth": "a short page", "posting": "POST"}
"""Other Textual apps → what each shows once it is ready."""
RUNS = 9
TODAY = date(2026, 11, 10)


class Took(NamedTuple):
    """Seconds from starting the program to a text on its screen."""

    waited: float
    computed: float


def computed() -> float:
    """The seconds of processor time used by all child programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def took(command: list[str], text: str, env: dict[str, str]) -> Took:
    """Start a program once, and measure until the text is on its screen."""
    before, start = computed(), time.perf_counter()
    with Terminal(command, env=env, is_drawn=False) as terminal:
        terminal.wait_until(lambda: text.encode() in terminal.raw, f"never shown: {text}")
        waited = time.perf_counter() - start
    return Took(waited, computed() - before)


def on_file(path: Path) -> Path:
    """The sample with the four quarters before it, as a business file."""
    session = open_sample(today=TODAY)
    write(path, [*finished_quarters(load_content(screens_folder())), session.current], TODAY)
    session.close()
    return path


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home:
        # Compiled code and the cache of screens/ are kept between starts, as on a founder's computer.
        env = {**os.environ, "HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
        env |= {f"XDG_{kind}_HOME": home for kind in ("DATA", "CONFIG", "CACHE")}
        bare = Path(home) / "bare.py"
        bare.write_text(BARE, "utf-8")
        trueup = [sys.executable, "-m", "trueup"]
        file = on_file(Path(home) / "quarters.json")
        starts = {
            "a bare Textual app, first frame": ([sys.executable, str(bare)], "first frame"),
            "trueup, first frame": (trueup, "trueup"),
            "home with figures, five quarters": ([*trueup, "-f", str(file)], "checks judged"),
            "trueup demo, home with figures": ([*trueup, "demo"], "checks judged"),
        }
        page = Path(home) / "page.md"
        page.write_text("# a short page\n", "utf-8")
        for peer, text in PEERS.items():
            if command := shutil.which(peer):
                starts[f"{peer}, ready"] = ([command, str(page)] if peer == "frogmouth" else [command], text)
            else:
                print(f"{peer} isn't on the PATH, so it is left out")
        for what, (command, text) in list(starts.items()):
            try:
                took(command, text, env)
            except NotShownError:
                print(f"{what}: not within 20 seconds, so it is left out")
                del starts[what]
        runs = [{what: took(*start, env) for what, start in starts.items()} for _ in range(RUNS)]
    print(f"{'':36} {'waited':>8} {'× bare':>7} {'computed':>10} {'× bare':>7}")
    base: Took | None = None
    for what in starts:
        waited = statistics.median(run[what].waited for run in runs)
        least = min(run[what].computed for run in runs)
        base = base or Took(waited, least)
        print(
            f"{what:36} {waited * 1000:5.0f} ms {waited / base.waited:7.2f}"
            f" {least * 1000:7.0f} ms {least / base.computed:7.2f}"
        )
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'the largest of these, at its peak':36} {largest:5.0f} MB")


if __name__ == "__main__":
    main()
