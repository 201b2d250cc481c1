"""What every screen looks like, drawn by the app itself: `python -m tests.ui.pictures [--into FOLDER] [NAME …]`.

The same screen gives the same file: no download address, no random id, a fixed day, the sample business. Every screen
is drawn at 80×24, light, as `<screen>.svg`; some also in a large window, light and dark, as `<screen>-140-dark.svg`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Callable
from contextlib import chdir
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import NamedTuple

import pytest
from textual.widgets import Static

from trueup.paths import screens_folder
from trueup.reading.page_corrections import gathered
from trueup.session.sample import open_sample
from trueup.session.session import Session, open_session
from trueup.storage.errors import Backup, Damaged
from trueup.ui.app import TrueupApp
from trueup.ui.plan.touchpoints import TouchpointsScreen
from trueup.ui.theme import HOUSE

TODAY = date(2026, 11, 10)
PINNED = "8.2.8"
SIZE = (80, 24)
LARGE = (140, 45)
FOLDER = screens_folder() / "pictures"


def _file() -> Path:
    """The founder's file: shown as `~/.local/…` on every machine that draws the pictures, and never written."""
    return Path.home() / ".local" / "share" / "trueup" / "business.json"


def _fresh() -> Session:
    return open_session(_file(), today=TODAY)


def _damaged() -> Session:
    backup = Backup(_file(), date(2026, 11, 9), ("2026-Q4",), 28)
    raise Damaged(_file(), "ends in the middle of a word", (backup,))


def _unsaved() -> Session:
    """The sample, with a last answer that couldn't be saved."""
    session = open_sample(today=TODAY)
    session.is_saved, session.trouble = False, "business.json could not be saved: no room is left on its disk."
    return session


def _go(name: str) -> Callable[[TrueupApp], None]:
    return lambda app: app.navigator.go(name)


def _row(kind: str, field: str, at: int) -> Callable[[TrueupApp], None]:
    return lambda app: app.navigator.go_to_answer(f"{kind}.{field}", app.session.current.of(kind)[at].id)  # type: ignore[arg-type]


def _first_card(app: TrueupApp) -> None:
    app.navigator.show_mismatch(app.session.findings.mismatches[0].id)


def _touchpoints(app: TrueupApp) -> None:
    """Open the touchpoints of the half-done fix."""
    half = app.session.current.plan[0]
    app.push_screen(TouchpointsScreen(half.id))


PAGE = """Bookkeeping for people who would rather build

Start now, no call needed. Cancel any time.

We reply within one working day.

Set up in an afternoon, and your books are right by Friday.

From €39 a month, VAT included.

30-day money-back guarantee, no questions asked.
"""
"""A page of a business like the sample's."""


def _claims(app: TrueupApp) -> None:
    """Show the claims that were found in a pasted page."""
    session = app.session
    day = session.today.isoformat()
    session.page_draft.text = PAGE
    session.page_draft.page = gathered(session.content, session.current, PAGE, day)
    app.navigator.go("claims")


def _stay(app: TrueupApp) -> None:
    """Stay on the screen the app opens on."""


_sample = partial(open_sample, today=TODAY)
_quarters = partial(open_sample, quarters=True, today=TODAY)


def _revisited() -> Session:
    """The sample in its next quarter, with the first answers confirmed, and the page not read again."""
    session = open_sample(quarters=True, today=date(2027, 1, 4))
    session.begin_quarter()
    session.has_offered_page = True
    for due in session.due[:7]:
        session.confirm(due.place)
    return session


SCREENS: dict[str, tuple[Callable[[], Session], Callable[[TrueupApp], None]]] = {
    "welcome": (_fresh, _stay),
    "cannot_open": (_damaged, _stay),
    "leaving": (_unsaved, lambda app: app.navigator.ask_before_leaving()),
    "home": (_sample, _stay),
    "identity": (_sample, _go("identity")),
    "offer": (_sample, _go("offer")),
    "market": (_sample, _go("market")),
    "operations": (_sample, _go("operations")),
    "promise": (_sample, _row("promise", "claims", 0)),
    "channel": (_sample, _row("channel", "steps", 1)),
    "customer": (_sample, _go("customer")),
    "compare": (_sample, _go("compare")),
    "mismatches": (_sample, _go("mismatches")),
    "card": (_sample, _first_card),
    "agrees": (_sample, _go("agrees")),
    "matrix": (_sample, _go("matrix")),
    "journey": (_sample, _go("journey")),
    "needs_answer": (_sample, _go("needs_answer")),
    "plan": (_sample, lambda app: app.navigator.go("plan")),
    "touchpoints": (_sample, _touchpoints),
    "summary": (_sample, _go("summary")),
    "paste": (_sample, _go("paste")),
    "claims": (_sample, _claims),
    "group": (_sample, _go("group")),
    "activity": (_sample, _go("activity")),
    "role": (_sample, _go("role")),
    "say": (_sample, _go("say")),
    "changed": (_quarters, _go("changed")),
    "review": (_revisited, _go("review")),
}
"""Screen → the function that opens its business, and the function that goes to the screen."""


def _finished() -> Session:
    """The quarter before the newest: it can be looked at but not changed."""
    session = open_sample(quarters=True, today=TODAY)
    session.show_quarter(session.quarters.names[-2])
    return session


LOADING = "home-loading"
"""The state of home while the file opens."""

STATES: dict[str, tuple[Callable[[], Session], Callable[[TrueupApp], None]]] = {
    LOADING: (_sample, _stay),
    "home-finished": (_finished, _stay),
}
"""State of a screen → the function that opens its business, and the function that goes to the screen."""


class Picture(NamedTuple):
    """A screen, or a state of a screen, in a window of a given size and in a theme."""

    screen: str
    size: tuple[int, int] = SIZE
    theme: str = "light"


PICTURES: dict[str, Picture] = {name: Picture(name) for name in SCREENS | STATES} | {
    f"{name}-{LARGE[0]}-{theme}": Picture(name, LARGE, theme)
    for name in ("home", "mismatches", "matrix")
    for theme in ("light", "dark")
}
"""File name without its extension → the picture in the file."""


async def draw(name: str) -> str:
    """The picture of this name as SVG, drawn anew."""
    return await drawn(name, PICTURES[name])


async def drawn(name: str, picture: Picture) -> str:
    """A screen as SVG, with `name` for its ids."""
    opener, go = (SCREENS | STATES)[picture.screen]
    if picture.screen == LOADING:
        return _settled(await _loading(opener, picture.theme, picture.size), name)
    app = TrueupApp(opener)
    # The screen shows which file a summary would be written to; with this home folder that is the same on every
    # machine.
    with chdir(Path.home()):
        return _settled(await _drawn(app, go, picture.theme, picture.size), name)


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


def screenshot(app: TrueupApp, name: str) -> str:
    """The current screen of an app as SVG, with `name` in its ids, as in the picture of that name."""
    return _settled(app.export_screenshot(), name)


async def _loading(opener: Callable[[], Session], theme: str, size: tuple[int, int]) -> str:
    """The screen while the file opens, as SVG. The file opens only after the picture is drawn."""
    drawn = Event()

    def held() -> Session:
        drawn.wait()
        return opener()

    app = TrueupApp(held)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        while not app.screen.query_one("#opening", Static).content:
            await pilot.pause(0.05)
        await pilot.pause()
        svg = app.export_screenshot()
        drawn.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.session.close()
    return svg


def _settled(svg: str, name: str) -> str:
    """Remove the address that fonts would be fetched from, and give the SVG an id that names its screen."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!-- Generated with .*? -->", "", svg)
    return re.sub(r"terminal-\d+", f"trueup-{name}", svg)


def is_comparable() -> bool:
    """Whether the installed textual is the one that drew the pictures."""
    return version("textual") == PINNED


def compare(name: str, svg: str, folder: Path) -> None:
    """Write the new drawing of a picture to `folder`, and fail if the picture differs from it."""
    kept, drawn = FOLDER / f"{name}.svg", folder / f"{name}.svg"
    drawn.write_text(svg, "utf-8")
    # name both files: a difference of ten thousand characters would be unreadable
    if drawn.read_bytes() != kept.read_bytes():
        pytest.fail(f"{kept}\nis not what is drawn now:\n{drawn}", pytrace=False)


def main(arguments: list[str]) -> None:
    """Draw all pictures, or the named ones, into screens/pictures; or screens of another size into another folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.pictures", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--into", type=Path, default=FOLDER, help="a folder to draw into")
    parser.add_argument("--size", metavar="COLUMNSxROWS", help="another window; needs --into")
    parser.add_argument("--theme", choices=HOUSE, help="another theme; needs --into")
    asked = parser.parse_args(arguments)
    wanted = {name: PICTURES[name] for name in asked.names or PICTURES if not (asked.size or asked.theme)}
    if not wanted:
        if asked.into == FOLDER:
            parser.error("pictures of another window or theme need a folder of their own: --into FOLDER")
        columns, rows = map(int, asked.size.split("x")) if asked.size else SIZE
        theme = asked.theme or "light"
        wanted = {
            f"{name}-{columns}-{theme}": Picture(name, (columns, rows), theme)
            for name in asked.names or SCREENS | STATES
        }
    asked.into.mkdir(exist_ok=True, parents=True)
    os.environ.pop("NO_COLOR", None)
    for name, picture in wanted.items():
        (asked.into / f"{name}.svg").write_text(asyncio.run(drawn(name, picture)), encoding="utf-8")
        print(asked.into / f"{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
