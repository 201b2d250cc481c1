"""How long a key takes in a business with long lists. `python -m tests.benchmarks.long_lists [--small] [SCREEN …]`.

It runs a headless app of 80×24 with 200 promises, 100 channels, 100 activities and 1,000 customers. It measures the
time from a key until the key has been handled and the next frame is drawn, and how long the app's own thread worked in
that time; on a machine with other work, compare the second figure. Each screen is also opened once. Nothing is
asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from tests.large_business import large_business
from textual import events

from trueup.answers.document import document_from_audit
from trueup.content.loader import load_content
from trueup.paths import screens_folder
from trueup.session.session import open_session
from trueup.storage.store import open_store
from trueup.ui.app import TrueupApp

TODAY = date(2026, 11, 10)
KEYS = 10
LONGEST = 60.0
SMALL = {"promise": 2, "channel": 2, "activity": 2, "customer": 10, "group": 2, "role": 2}
KEYS_OF = {
    "home": ("down", "up"),
    "identity": ("down", "up"),
    "offer": ("1", "2"),
    "market": ("enter", "b"),
    "operations": ("down", "up"),
    "promise": ("down", "up"),
    "channel": ("down", "down"),
    "activity": ("down", "up"),
    "role": ("down", "up"),
    "customer": ("down", "1"),
    "matrix": ("down", "right"),
    "journey": ("right", "left"),
    "mismatches": ("down", "down"),
    "card": ("right", "right"),
    "agrees": ("down", "down"),
    "needs_answer": ("down", "down"),
    "say": ("down", "down"),
    "plan": ("down", "up"),
    "palette": ("p", "r", "backspace", "backspace"),
    "summary": ("down", "down"),
}


async def settled(app: TrueupApp) -> None:
    """Wait until every key has been handled and the next frame is drawn, but not for background work."""
    await asyncio.sleep(0)
    await app.key_queue.over()
    drawn = asyncio.Event()
    app.screen.call_after_refresh(drawn.set)
    await asyncio.wait_for(drawn.wait(), LONGEST)


def press(app: TrueupApp, key: str) -> None:
    """Press a key as the terminal's driver does; Textual's Pilot would wait until the processor is idle."""
    app.post_message(events.Key(key, key if len(key) == 1 else None))


Took = tuple[float, float]
"""Elapsed milliseconds, and the milliseconds that the app's own thread worked."""


def clock() -> Took:
    """The time now."""
    return time.perf_counter() * 1000, time.thread_time() * 1000


def since(start: Took) -> Took:
    """The time since `start`."""
    return clock()[0] - start[0], clock()[1] - start[1]


async def took(app: TrueupApp, name: str) -> tuple[Took, list[Took]]:
    """How long it takes to open a screen, and how long each of several keys takes on it."""
    start = clock()
    if name == "card":
        app.navigator.show_mismatch(app.session.findings.mismatches[0].id)
    elif name == "palette":
        app.action_command_palette()
    else:
        app.navigator.go(name)
    await asyncio.sleep(0.01)
    await settled(app)
    opened = since(start)
    times = []
    for number in range(KEYS):
        await asyncio.sleep(0.05)
        start = clock()
        press(app, KEYS_OF[name][number % len(KEYS_OF[name])])
        await settled(app)
        times.append(since(start))
    if name == "palette":
        press(app, "escape")
        await settled(app)
    return opened, times


async def measure(file: Path, names: list[str]) -> None:
    """Print a line for each screen."""
    start = time.perf_counter()
    app = TrueupApp(partial(open_session, file, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        await settled(app)
        print(f"{'opening the file':18} {(time.perf_counter() - start) * 1000:8.0f} ms")
        for name in names:
            opened, times = await took(app, name)
            (median, most), (worked, _) = ((statistics.median(each), max(each)) for each in zip(*times, strict=True))
            print(
                f"{name:18} {opened[0]:6.0f} ms to open, works {opened[1]:5.0f}   "
                f"a key {median:5.0f} ms, works {worked:4.0f}, {most:6.0f} ms at most",
                flush=True,
            )
        app.session.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true", help="a business as most are, to compare")
    parser.add_argument("screens", nargs="*")
    given = parser.parse_args()
    content = load_content(screens_folder())
    audit = large_business(content, SMALL) if given.small else large_business(content)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.json"
        with open_store(file, today=TODAY) as store:
            store.save(document_from_audit(audit))
        print(f"{file.stat().st_size / 1024:.0f} KiB on disk")
        asyncio.run(measure(file, given.screens or list(KEYS_OF)))


if __name__ == "__main__":
    main()
