"""The what-if of every page: its sheets, and what the founder can choose on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.content import Content

from trueup.ui.base.form_sheet import Deciding, Part
from trueup.ui.base.rows import Ways, numbered
from trueup.ui.base.sheet import Asking, Sheet
from trueup.ui.base.text import muted

if TYPE_CHECKING:
    from trueup.session.session import Session

AGAIN, FORGET = "again:", "forget:"
"""What the ids of the ways to a kept what-if begin with; its name follows."""
TAKE, KEEP, DROP, NEW, GO_ON = "take", "keep", "drop", "new", "go-on"
"""The ways to end a what-if: turn its changes into real ones, keep it under a name, or drop it; to begin one; and to go
on with it.
"""
NAMING = "what-if-name"
"""The id of the form that asks for a name."""
LONGEST_NAME = 60
"""The most characters of a what-if's name."""


class Page(Protocol):
    """What is used of a page."""

    @property
    def session(self) -> Session: ...  # noqa: D102

    def keep_typed(self) -> None: ...  # noqa: D102

    def raise_sheet(self, sheet: Sheet) -> object: ...  # noqa: D102

    def lower_sheet(self) -> bool: ...  # noqa: D102

    def refresh_head(self) -> None: ...  # noqa: D102

    async def show(self) -> None: ...  # noqa: D102

    def say(self, text: Content | str) -> None: ...  # noqa: D102


async def begin_or_end(page: Page) -> None:
    """Begin a what-if; if one is under way, offer the ways to end it."""
    page.keep_typed()
    session = page.session
    if session.tries_nothing:
        session.stop_trying()
        await _show(page, "Nothing was changed. Your answers are as they were.")
    elif session.is_trying:
        page.raise_sheet(_ways_out(session))
    elif session.current.what_ifs:
        page.raise_sheet(_ways_in(session))
    else:
        await _begin(page)


async def go_way(page: Page, way: str) -> None:
    """Do what was chosen on a sheet, by the id of the way."""
    session = page.session
    if way == NEW:
        await _begin(page)
    elif way.startswith(AGAIN):
        await _begin(page, way.removeprefix(AGAIN))
    elif way.startswith(FORGET):
        session.forget_tried(way.removeprefix(FORGET))
        await _show(page, "Thrown away. z undoes it.")
    elif way == TAKE:
        session.take_tried()
        await _show(page, "Taken. z undoes it.")
    elif way == DROP:
        session.stop_trying()
        await _show(page, "Thrown away. Your answers are as they were.")
    else:
        page.lower_sheet()
        if way == KEEP:
            name = Part("name", "name", "", "such as: free for a month")
            page.raise_sheet(Deciding(session.content.screens["plan"].texts[NAMING], "", [name], id=NAMING))


async def keep(page: Page, name: str) -> None:
    """End the what-if, and keep it under a name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if name and page.session.is_trying:
        page.session.stop_trying(keep_as=name)
        await _show(page, "Kept. # tries it again.")


async def _begin(page: Page, name: str = "") -> None:
    begun = page.session.begin_trying(name)
    await _show(page, page.session.content.screens["plan"].texts["what-if" if begun else "what-if-not"])


async def _show(page: Page, said: Content | str) -> None:
    """Show the answers as they are now, and a notice."""
    page.lower_sheet()
    page.refresh_head()
    await page.show()
    page.say(said)


def _ways_in(session: Session) -> Asking:
    """Return the sheet shown before a what-if: start a new one, or try or delete one that was kept."""
    names = list(session.current.what_ifs)
    ways = {NEW: "Try something new"} | {f"{AGAIN}{name}": f"Try “{name}” again" for name in names}
    ways |= {f"{FORGET}{name}": f"Throw “{name}” away" for name in names}
    return Asking.titled("What if", Ways(*numbered(ways), id="what-if-kept"), id="what-if-begin")


def _ways_out(session: Session) -> Asking:
    """Return the sheet that ends a what-if: what it changes, and the ways to end it or go on."""
    from trueup.wording import changes  # imported late: the module loads the engine

    tried = session.tried
    assert tried is not None
    more = [muted(text) for text in changes.what_if_in_full(session.content, tried)]
    ways = {
        GO_ON: "Go on trying",
        TAKE: "Take it: answers are yours, fixes go into the plan",
        KEEP: "Keep it under a name, and go back to your answers",
        DROP: "Throw it away",
    }
    listed = Ways(*numbered(ways), id="what-if-ways")
    return Asking.titled(f"What if: {changes.what_if_in_one_line(tried)}", listed, more=more, id="what-if-out")
