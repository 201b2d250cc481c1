"""From quarter to quarter: what Ctrl+P lists of them, by name. A finished one is changed only on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from trueup.ui.base.sheet import Sheet
from trueup.ui.base.text import plain

if TYPE_CHECKING:
    from trueup.ui.app import TrueupApp


def begin_quarter(app: TrueupApp) -> None:
    """Begin the quarter of today, and say what that did."""
    from trueup.ui.home.quarter_lines import rewritten_sheet

    session = app.session
    ended = session.quarter
    if session.begin_quarter():
        told = f"{session.quarter} has begun; {ended} is kept as it was found."
        app.fresh_home(told, rewritten_sheet(session, ended))
    else:
        _tell_trouble(app, "Not begun")


def show_quarter(app: TrueupApp, name: str) -> None:
    """Turn to another quarter of the file, at home."""
    if app.session.show_quarter(name):
        app.fresh_home()
    else:
        _tell_trouble(app, "Still here")


def reopen(app: TrueupApp) -> None:
    """Let the finished quarter that is shown be changed."""
    if app.session.reopen():
        app.fresh_home(f"{app.session.quarter} can be changed now. Ctrl+P finishes it again.")
    else:
        _tell_trouble(app, "Not saved")


def finish(app: TrueupApp) -> None:
    """Finish a quarter that was reopened."""
    if app.session.finish():
        app.fresh_home(f"{app.session.quarter} is finished again, as it is found now.")
    else:
        _tell_trouble(app, "Not saved")


def _tell_trouble(app: TrueupApp, title: str) -> None:
    app.fresh_home(sheet=Sheet.saying(title, [plain(app.session.trouble)], id="trouble"))


class Turning(Provider):
    """The quarters, what changed between them, and what can be done with the one that is shown."""

    def _commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        app = cast("TrueupApp", self.app)
        if not app.is_open or app.session.audit is None:
            return
        session = app.session
        shown, names = session.quarter, session.quarters.names
        if session.begins:
            yield f"Begin {session.begins}: everything is prefilled", partial(begin_quarter, app)
        if session.due:
            yield f"Review of {shown}", partial(app.go, "review")
        if len(names) > 1:
            yield "What changed", partial(app.go, "changed")
        if session.is_finished and not session.is_locked:
            yield f"Reopen {shown}, to correct it", partial(reopen, app)
        elif shown != session.quarters.newest and not session.read_only:
            yield f"Finish {shown} again", partial(finish, app)
        for name in reversed(names):
            if name != shown:
                verb = "Go back to" if name == session.quarters.newest else "Look at"
                yield f"{verb} {name}", partial(show_quarter, app, name)

    async def discover(self) -> Hits:
        """Before anything is typed: all of them."""
        for name, do in self._commands():
            yield DiscoveryHit(Content(name), do, text=name)

    async def search(self, query: str) -> Hits:
        """Those whose name matches."""
        matcher = self.matcher(query)
        for name, do in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), do, text=name)
