"""What every screen looks like, drawn by the app itself: `python -m tests.ui.pictures [NAME …]`.

The same screen gives the same file: no download address, no random id, a fixed day, the sample business. Every screen
is drawn at 80×24 on paper, as `<screen>.svg`; some also in a large window, light and dark, as `<screen>-140-lamp.svg`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from trueup.answers.backups import Backup
from trueup.answers.errors import Damaged
from trueup.answers.model import Place
from trueup.engine import plan, trials
from trueup.engine.fixes import leading
from trueup.locations import screens_folder
from trueup.ui.app import TrueupApp
from trueup.ui.sample import open_sample
from trueup.ui.screens.places import PlacesScreen
from trueup.ui.session import Session, open_session

TODAY = date(2026, 11, 10)
SIZE = (80, 24)
LARGE = (140, 45)
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


def _with_plan(name: str) -> Callable[[TrueupApp], None]:
    """A screen of the plan, with one fix tested, one half done, one chosen."""

    def go(app: TrueupApp) -> None:
        session = app.session
        content, findings, audit = session.content, session.findings, session.current
        for tried in leading(content, audit, findings):
            audit = plan.choose(content, audit, findings, tried.clash, tried.fix.key, TODAY)
        tested, half, *_ = audit.plan
        begun = trials.begin(tested, trials.Baseline("own-site", "", 236.0, 41.0), date(2026, 11, 2))
        assert begun.test is not None
        so_far = replace(begun, test=trials.counted(begun.test, 61.0, 13.0, TODAY))
        audit = plan.changed(audit, tested, lambda _: so_far)
        audit = plan.with_status(audit, half, "doing", TODAY)
        places = plan.places_of(content, audit, findings, half)
        ticked = {
            place: Place("na" if place == "ads" else "done", "2026-11-09") for place in ("ads", *list(places)[:2])
        }
        audit = plan.changed(audit, half, lambda fix: replace(fix, places={**places, **ticked}))
        session.change(audit)
        if name == "places":
            app.push_screen(PlacesScreen(half.clash, half.fix))
        else:
            app.go(name)

    return go


def _stay(app: TrueupApp) -> None:
    """The screen the app opens on."""


_sample = partial(open_sample, today=TODAY)
_quarters = partial(open_sample, quarters=True, today=TODAY)


def _revisited() -> Session:
    """The sample in its next quarter, the first answers confirmed."""
    session = open_sample(quarters=True, today=date(2027, 1, 4))
    session.begin_quarter()
    for due in session.due[:7]:
        session.confirm(due.place)
    return session


SCREENS: dict[str, tuple[Callable[[], Session], Callable[[TrueupApp], None]]] = {
    "welcome": (_fresh, _stay),
    "trouble": (_damaged, _stay),
    "home": (_sample, _stay),
    "identity": (_sample, _go("identity")),
    "offer": (_sample, _go("offer")),
    "market": (_sample, _go("market")),
    "operations": (_sample, _go("operations")),
    "promise": (_sample, _row("promise", "claims", 0)),
    "channel": (_sample, _row("channel", "steps", 1)),
    "ten": (_sample, _go("ten")),
    "compare": (_sample, _go("compare")),
    "mismatches": (_sample, _go("mismatches")),
    "card": (_sample, _first_card),
    "holds": (_sample, _go("holds")),
    "matrix": (_sample, _go("matrix")),
    "journey": (_sample, _go("journey")),
    "waiting": (_sample, _go("waiting")),
    "plan": (_sample, _with_plan("plan")),
    "places": (_sample, _with_plan("places")),
    "summary": (_sample, _go("summary")),
    "group": (_sample, _go("group")),
    "activity": (_sample, _go("activity")),
    "hat": (_sample, _go("hat")),
    "truth": (_sample, _go("truth")),
    "changed": (_quarters, _go("changed")),
    "review": (_revisited, _go("review")),
}
"""Screen → what is opened, and the way to the screen."""


class Picture(NamedTuple):
    """A screen in a window of some size, in a theme."""

    screen: str
    size: tuple[int, int] = SIZE
    theme: str = "paper"


PICTURES: dict[str, Picture] = {name: Picture(name) for name in SCREENS} | {
    f"{name}-{LARGE[0]}-{theme}": Picture(name, LARGE, theme)
    for name in ("home", "mismatches", "matrix")
    for theme in ("paper", "lamp")
}
"""File, without its ending → what is in it."""


async def draw(name: str) -> str:
    """A picture as SVG."""
    return await drawn(name, PICTURES[name])


async def drawn(name: str, picture: Picture) -> str:
    """A screen as SVG, with `name` for its ids."""
    opener, go = SCREENS[picture.screen]
    app = TrueupApp(opener)
    # Where a summary would be written is shown; at home that is the same wherever this runs.
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


def _settled(svg: str, name: str) -> str:
    """Without the address fonts would be fetched from, and with an id that says which screen it is."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<!-- Generated with .*? -->", "", svg)
    return re.sub(r"terminal-\d+", f"trueup-{name}", svg)


def main(names: list[str]) -> None:
    """Draw the named screens, or all, into screens/pictures."""
    FOLDER.mkdir(exist_ok=True)
    os.environ.pop("NO_COLOR", None)
    for name in names or PICTURES:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")
        print(FOLDER / f"{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
