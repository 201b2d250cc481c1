"""Compare each speed goal with its measurement and a bare Textual app. `python -m tests.benchmarks.goals`.

Everything is measured in one run, in a pty, at the points where a person would wait. Memory and idling are measured on
Linux only. A missed goal is marked as missed, and docs/architecture.md says why. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import keys, startup
from tests.benchmarks.speed import cpu, largest, milliseconds
from tests.terminal import Terminal

from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.engine.fixes import gaining_fixes
from trueup.engine.judge import judge
from trueup.paths import screens_folder
from trueup.storage.store import open_store

RUNS = 5
KEYS = 3_000
AT_ONCE = 50
IDLE = 10.0
"""Seconds in which nothing is pressed."""
TRUEUP = (sys.executable, "-m", "trueup")


class Measured(NamedTuple):
    """A goal and its measurement."""

    what: str
    goal: str
    found: str
    is_met: bool


def ratio(what: str, most: float, took: float, beside: float, unit: str = "ms") -> Measured:
    """A goal for the ratio between a measurement of trueup and that of a bare app."""
    found = took / beside
    return Measured(what, f"{most:.1f} ×", f"{found:.2f} × ({took:.0f} {unit})", found <= most)


def within(what: str, most: float, took: float) -> Measured:
    """A goal in milliseconds."""
    return Measured(what, f"{most:.0f} ms", f"{took:.1f} ms", took <= most)


def starts(env: dict[str, str], bare: Path, file: Path) -> Iterator[Measured]:
    """How long starting takes: the time a person waits and the time the processor works."""
    programs = {
        "bare": ((sys.executable, str(bare)), "first frame"),
        "first frame": (TRUEUP, "trueup"),
        "home with figures, five quarters": ((*TRUEUP, "-f", str(file)), "checks judged"),
    }
    for command, text in programs.values():
        startup.took([*command], text, env)  # compile and fill the caches first, as on a founder's computer
    runs = [
        {name: startup.took([*command], text, env) for name, (command, text) in programs.items()} for _ in range(RUNS)
    ]
    for name, most in (("first frame", 1.4), ("home with figures, five quarters", 2.0)):
        for how, of in (("waited", lambda each: each.waited), ("computed", lambda each: each.computed)):
            took, beside = (statistics.median(of(run[each]) * 1000 for run in runs) for each in (name, "bare"))
            yield ratio(f"{name}, {how}", most, took, beside)


def a_key(env: dict[str, str], file: Path) -> Iterator[Measured]:
    """How long it takes from giving an answer until *Saved* is painted, with forty quarters on file."""
    with keys.at_a_question(file, env) as terminal:
        took = sorted(keys.pressed(terminal, keys.ANSWERS, "Saved", between="up"))
    yield within("an answer: on disk, judged, painted; median", 16, statistics.median(took))
    yield within("an answer: on disk, judged, painted; p95", 32, took[int(len(took) * 0.95)])


def judging(content: Content) -> Iterator[Measured]:
    """How long judging takes, with every question answered, five promises and various numbers of channels."""
    took = {channels: cpu(partial(judge, content, largest(content, channels)))[1] for channels in (5, 20, 40)}
    yield within("judge all, 20 channels", 5, took[20])
    first, then = (took[20] - took[5]) / 15, (took[40] - took[20]) / 20
    yield Measured(
        "each channel more, 5–20 and 20–40", "the same", f"{first:.2f} and {then:.2f} ms", then < 1.5 * first
    )
    audit = largest(content)
    findings = judge(content, audit)
    # New answers each time, because results are cached for the very same ones.
    tried = cpu(lambda: gaining_fixes(content, replace(audit, answers={**audit.answers}), findings), 5)[1]
    fixes = sum(len(found.check.fixes) for found in findings.mismatches)
    yield within(f"try {fixes} fixes of {len(findings.mismatches)} mismatches", 100, tried)


def opening(file: Path) -> Iterator[Measured]:
    """How long opening a file of forty quarters takes."""

    def opened() -> None:
        with open_store(file, today=keys.TODAY) as store:
            store.load()

    yield within("open a file of 40 quarters", 30, milliseconds(opened))


def helping(env: dict[str, str]) -> Iterator[Measured]:
    """How much processor time `--help` and `--version` take, compared with a bare Python."""

    def took(*arguments: str) -> float:
        before = startup.computed()
        subprocess.run([sys.executable, *arguments], env=env, capture_output=True, check=True)
        return (startup.computed() - before) * 1000

    for option in ("--help", "--version"):
        runs = [(took("-m", "trueup", option), took("-c", "pass")) for _ in range(RUNS + 1)][1:]
        yield ratio(option, 6, *map(statistics.median, zip(*runs, strict=True)))


def memory(pid: int, field: str) -> float:
    """A memory figure of a process, in MB, as the system reports it: `VmHWM` is the peak, `VmRSS` the current value."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def worked(pid: int) -> float:
    """The seconds of processor time that all threads of a process have used."""
    stats = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in stats) / 1e9


def press(terminal: Terminal, pressed: Sequence[str], times: int) -> None:
    """Press many keys in groups. Each group waits until the previous group has been painted."""
    for _ in range(times // AT_ONCE):
        terminal.press("".join(pressed) * (AT_ONCE // len(pressed)))
        terminal.rest(0.1)
        terminal.raw.clear()


@contextmanager
def bare_list(env: dict[str, str], bare: Path) -> Iterator[Terminal]:
    """A bare Textual app, started and drawn."""
    with Terminal([sys.executable, str(bare)], env=env, is_drawn=False) as terminal:
        terminal.wait_until(lambda: b"first frame" in terminal.raw, "no frame")
        terminal.settle()
        yield terminal


def running(env: dict[str, str], bare: Path, file: Path) -> Iterator[Measured]:
    """The memory in use, and the processor time used while no key is pressed."""
    with bare_list(env, bare) as terminal:
        beside = memory(terminal.pid, "VmHWM")
    with keys.at_a_question(file, env) as terminal:
        press(terminal, ("j", "k"), 500)  # first fill what grows only once, such as caches
        before = memory(terminal.pid, "VmRSS")
        yield ratio("memory at its peak, 40 quarters", 1.6, memory(terminal.pid, "VmHWM"), beside, "MB")
        press(terminal, ("1", "2"), KEYS)
        grown = memory(terminal.pid, "VmRSS") - before
        yield Measured(f"growth in {KEYS:,} keys", "1 MB", f"{grown:.1f} MB", grown <= 1)
        terminal.rest(1)
        start, since = worked(terminal.pid), time.monotonic()
        time.sleep(IDLE)
        idle = (worked(terminal.pid) - start) / (time.monotonic() - since)
        yield Measured("computing while idle", "1 %", f"{idle:.2%}", idle <= 0.01)


def every(home: Path) -> Iterator[Measured]:
    """Every goal with its measurement."""
    # Compiled code and the cache of screens/ are kept between starts, as on a founder's computer.
    env = {**os.environ, "HOME": str(home), "PYTHONPYCACHEPREFIX": f"{home}/compiled", "PYTHONDONTWRITEBYTECODE": ""}
    env |= {f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "CACHE")}
    bare, file, content = home / "bare.py", keys.forty_quarters(home / "forty.json"), load_content(screens_folder())
    bare.write_text(startup.BARE, "utf-8")
    yield from starts(env, bare, startup.on_file(home / "quarters.json"))
    yield from a_key(env, file)
    yield from judging(content)
    yield from opening(file)
    yield from helping(env)
    if sys.platform == "linux":
        yield from running(env, bare, file)


def main() -> None:
    """Print the table."""
    print(f"{'':44} {'at most':>8}   {'measured':24}")
    with tempfile.TemporaryDirectory() as home:
        for what, goal, found, is_met in every(Path(home)):
            print(f"{what:44} {goal:>8}   {found:24} {'' if is_met else 'missed'}", flush=True)


if __name__ == "__main__":
    main()
