"""From a key to the painted screen, with 40 quarters on file. `python -m tests.benchmarks.keys`.

The answer is on disk and everything is judged again before the screen is painted; printed beside the time of judging
alone, and of a key that changes nothing, in the same run. Nothing is asserted.
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

    def __init__(self, app: TrueupApp) -> None:
        self.at = 0.0
        display = app._display

        def displayed(screen: object, renderable: object) -> None:
            display(screen, renderable)  # type: ignore[arg-type]
            self.at = time.perf_counter()

        app._display = displayed  # type: ignore[method-assign, assignment]


async def _timed(path: Path, keys: tuple[str, ...]) -> list[float]:
    app = TrueupApp(partial(open_session, path, today=TODAY))
    took: list[float] = []
    async with app.run_test(size=(80, 24)) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        app.go_to_answer("offer.start")
        await app._ahead.over()
        await pilot.pause()
        painted = _Painted(app)
        for number in range(KEYS):
            await asyncio.sleep(0.05)  # a person takes longer
            start = time.perf_counter()
            await app._press_keys([keys[number % len(keys)]])
            await app._ahead.over()
            await pilot.pause()
            took.append((painted.at - start) * 1000)
        app.session.close()
    return took


def main() -> None:
    """Print the table."""
    content = load_content(screens_folder())
    audit = largest(content, CHANNELS)
    judging = milliseconds(lambda: judge(content, audit))
    print(f"{'judge alone':34} {judging:7.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = _file(Path(folder))
        for what, keys in (("arrow, nothing changes", ("down", "up")), ("digit: saved, judged, painted", ("1", "2"))):
            took = sorted(asyncio.run(_timed(path, keys)))
            median, late = statistics.median(took), took[int(len(took) * 0.95)]
            print(f"{what:34} {median:7.1f} ms   {late:7.1f} ms at p95   {median / judging:5.2f} × judging")


if __name__ == "__main__":
    main()
