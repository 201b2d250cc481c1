"""What every screen looks like, drawn by the app itself: `python -m tests.ui.pictures [NAME …]`.

The same screen gives the same file: no download address, no random id, a fixed day, the sample business.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from contextlib import chdir
from datetime import date
from functools import partial
from pathlib import Path

from trueup.answers.backups import Backup
from trueup.answers.errors import Damaged
from trueup.locations import screens_folder
from trueup.ui.app import TrueupApp
from trueup.ui.sample import open_sample
from trueup.ui.session import Session, open_session

TODAY = date(2026, 11, 10)
SIZE = (80, 24)
FOLDER = screens_folder() / "pictures"


def _file() -> Path:
    """The founder's file as it is shown, `~/.local/…`, whoever draws; it is never written."""
    return Path.home() / ".local" / "share" / "trueup" / "business.json"


def _fresh() -> Session:
    return open_session(_file(), today=TODAY)


def _damaged() -> Session:
    backup = Backup(_file(), date(2026, 11, 9), ("2026-Q4",), 28)
    raise Damaged(_file(), "ends in the middle of a word", (backup,))


def _go(name: str) -> Callable[[TrueupApp], None]:
    return lambda app: app.go(name)


def _row(kind: str, field: str, at: int) -> Callable[[TrueupApp], None]:
    return lambda app: app.go_to_answer(f"{kind}.{field}", app.session.current.of(kind)[at].id)  # type: ignore[arg-type]


def _first_card(app: TrueupApp) -> None:
    app.show_mismatch(app.session.findings.mismatches[0].id)


def _stay(app: TrueupApp) -> None:
    """The screen the app opens on."""


_sample = partial(open_sample, today=TODAY)

PICTURES: dict[str, tuple[Callable[[], Session], Callable[[TrueupApp], None], str]] = {
    "welcome": (_fresh, _stay, "paper"),
    "trouble": (_damaged, _stay, "paper"),
    "home": (_sample, _stay, "paper"),
    "identity": (_sample, _go("identity"), "paper"),
    "offer": (_sample, _go("offer"), "paper"),
    "market": (_sample, _go("market"), "paper"),
    "operations": (_sample, _go("operations"), "paper"),
    "promise": (_sample, _row("promise", "claims", 0), "paper"),
    "channel": (_sample, _row("channel", "steps", 1), "paper"),
    "ten": (_sample, _go("ten"), "paper"),
    "compare": (_sample, _go("compare"), "lamp"),
    "mismatches": (_sample, _go("mismatches"), "lamp"),
    "card": (_sample, _first_card, "lamp"),
    "holds": (_sample, _go("holds"), "lamp"),
    "matrix": (_sample, _go("matrix"), "lamp"),
    "journey": (_sample, _go("journey"), "paper"),
    "waiting": (_sample, _go("waiting"), "lamp"),
    "summary": (_sample, _go("summary"), "lamp"),
}
"""Screen → what is opened, the way to the screen, the theme."""


async def draw(name: str, size: tuple[int, int] = SIZE) -> str:
    """A screen as SVG."""
    opener, go, theme = PICTURES[name]
    app = TrueupApp(opener)
    # Where a summary would be written is shown; at home that is the same wherever this runs.
    with chdir(Path.home()):
        return _settled(await _drawn(app, go, theme, size), name)


async def _drawn(app: TrueupApp, go: Callable[[TrueupApp], None], theme: str, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        while len(app.screen_stack) < 2:  # the file is opened once the first frame is painted
            await pilot.pause(0.01)
        await app.workers.wait_for_complete()
        await pilot.pause()
        go(app)
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        svg = app.export_screenshot()
        if app.is_open:
            app.session.close()
    return svg


def _settled(svg: str, name: str) -> str:
    """Without the address fonts would be fetched from, and with an id that says which screen it is."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!-- Generated with .*? -->", "", svg)
    return re.sub(r"terminal-\d+", f"trueup-{name}", svg)


def main(names: list[str]) -> None:
    """Draw the named screens, or all, into screens/pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or PICTURES:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")
        print(FOLDER / f"{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
