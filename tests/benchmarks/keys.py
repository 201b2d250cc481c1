"""From a key to the painted screen, with 40 quarters on file. `python -m tests.benchmarks.keys`.

The answer is on disk and everything is judged again before the screen is painted; printed beside the same arrow in a
bare Textual app with a list, and a key of ours that changes nothing, in the same run. Nothing is asserted.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from tests.benchmarks.speed import largest, milliseconds
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import OptionList

from trueup.answers.document import document_from_audit
from trueup.answers.store import open_store
from trueup.content.load import load_content
from trueup.engine.judge import judge
from trueup.locations import screens_folder
from trueup.ui.app import TrueupApp
from trueup.ui.session import open_session

TODAY = date(2026, 11, 10)
QUARTERS = 40
KEYS = 60
CHANNELS = 4


def _file(folder: Path) -> Path:
    """Forty quarters of a business with four channels, compared."""
    content = load_content(screens_folder())
    audit = replace(largest(content, CHANNELS), compared=True)
    path = folder / "business.json"
    with open_store(path, today=TODAY) as store:
        for number in range(QUARTERS):
            back = QUARTERS - 1 - number
            year, quarter = divmod(2026 * 4 + 3 - back, 4)
            store.save(document_from_audit(replace(audit, quarter=f"{year}-Q{quarter + 1}")))
    return path


class _Painted:
    """When the app last wrote to its terminal."""

    def __init__(self, app: App[None]) -> None:
        self.at = 0.0
        display = app._display

        def displayed(screen: object, renderable: object) -> None:
            display(screen, renderable)  # type: ignore[arg-type]
            self.at = time.perf_counter()

        app._display = displayed  # type: ignore[method-assign, assignment]


class _Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList(*(f"choice {number}" for number in range(8)))


async def _pressed(app: App[None], pilot: Pilot[None], keys: tuple[str, ...]) -> list[float]:
    """Milliseconds from each of many keys to the last time something was painted for it."""
    painted, took = _Painted(app), []
    for number in range(KEYS):
        await asyncio.sleep(0.05)  # a person takes longer
        start = time.perf_counter()
        await app._press_keys([keys[number % len(keys)]])
        if isinstance(app, TrueupApp):
            await app._ahead.over()
        await pilot.pause()
        took.append((painted.at - start) * 1000)
    return took


async def _bare(keys: tuple[str, ...]) -> list[float]:
    app = _Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        return await _pressed(app, pilot, keys)


async def _ours(path: Path, keys: tuple[str, ...]) -> list[float]:
    app = TrueupApp(partial(open_session, path, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        app.go_to_answer("offer.start")
        await app._ahead.over()
        await pilot.pause()
        took = await _pressed(app, pilot, keys)
        app.session.close()
    return took


def main() -> None:
    """Print the table."""
    content = load_content(screens_folder())
    audit = largest(content, CHANNELS)
    print(f"{'judge alone':34} {milliseconds(lambda: judge(content, audit)):7.1f} ms")
    arrows = ("down", "up")
    with tempfile.TemporaryDirectory() as folder:
        path = _file(Path(folder))
        rows = {
            "a bare Textual list, arrow": asyncio.run(_bare(arrows)),
            "arrow, nothing changes": asyncio.run(_ours(path, arrows)),
            "digit: saved, judged, painted": asyncio.run(_ours(path, ("1", "up", "2", "up")))[::2],
            "another digit on “Saved”": asyncio.run(_ours(path, ("1", "2"))),
        }
    base = statistics.median(next(iter(rows.values())))
    for what, took in rows.items():
        median, late = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
        print(f"{what:34} {median:7.1f} ms   {late:7.1f} ms at p95   {median / base:5.2f} × bare")


if __name__ == "__main__":
    main()
