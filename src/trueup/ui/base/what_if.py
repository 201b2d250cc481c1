"""The what-if of every page: its sheets, and what the founder can choose on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueup.ui.base.rows import Ways, numbered
from trueup.ui.base.sheet import Asking
from trueup.ui.base.sheet_stack import SheetStack
from trueup.ui.base.text import muted

if TYPE_CHECKING:
    from trueup.session.session import Session
    from trueup.ui.base.form_sheet import Deciding

AGAIN, FORGET = "again:", "forget:"
"""What the ids of the ways to a kept what-if begin with; its name follows."""
TAKE, KEEP, DROP, NEW, GO_ON = "take", "keep", "drop", "new", "go-on"
"""The ways to end a what-if (adopt it, keep it under a name, drop it), to begin one, and to go on."""
NAMING = "what-if-name"
LONGEST_NAME = 60


class TriesOut(SheetStack):
    """A page on which changes can be tried out."""

    async def show(self) -> None:
        """Draw this screen's content from the session. Runs whenever the screen comes to the front."""

    def refresh_head(self) -> None:
        """Update the head and the map from the session."""

    @property
    def tried_in_one_line(self) -> str:
        """What the current what-if changes, in one line; empty without one."""
        from trueup.wording.changes import what_if_in_one_line

        return what_if_in_one_line(self.session.tried) if self.session.tried else ""

    def is_only_tried(self) -> bool:
        """Return whether a what-if is under way; if so, show a notice that it has to end first."""
        if self.session.is_trying:
            self.say(self.session.content.screens["plan"].texts["what-if-first"])
        return self.session.is_trying

    async def action_what_if(self) -> None:
        """Begin a what-if; if one is under way, offer the ways to end it."""
        self.keep_typed()
        session = self.session
        if session.tries_nothing:
            session.stop_trying()
            self.lower_sheet()
            await self._show_again("Nothing was changed. Your answers are as they were.")
        elif session.is_trying:
            self.raise_sheet(_ways_out(session, self.tried_in_one_line), taken=self._go_way)
        elif session.current.what_ifs:
            self.raise_sheet(_ways_in(session), taken=self._go_way)
        else:
            self.lower_sheet()
            await self._begin()

    async def _go_way(self, way: str) -> None:
        session = self.session
        if way == NEW:
            await self._begin()
        elif way.startswith(AGAIN):
            await self._begin(way.removeprefix(AGAIN))
        elif way.startswith(FORGET):
            session.forget_tried(way.removeprefix(FORGET))
            await self._show_again("Thrown away. z undoes it.")
        elif way == TAKE:
            session.take_tried()
            await self._show_again("Taken. z undoes it.")
        elif way == DROP:
            session.stop_trying()
            await self._show_again("Thrown away. Your answers are as they were.")
        elif way == KEEP:
            from trueup.ui.base.form_sheet import Deciding, Part  # imported late: the first frame needs no form

            name = Part("name", "name", "", "such as: free for a month")
            form = Deciding(session.content.screens["plan"].texts[NAMING], "", [name], id=NAMING)
            self.raise_sheet(form, taken=self._keep_tried)

    async def _keep_tried(self, form: Deciding) -> None:
        """End the what-if, and keep it under the name in the form."""
        name = " ".join(form.said["name"].split())[:LONGEST_NAME]
        if name and self.session.is_trying:
            self.session.stop_trying(keep_as=name)
            self.lower_sheet()
            await self._show_again("Kept. # tries it again.")

    async def _begin(self, name: str = "") -> None:
        begun = self.session.begin_trying(name)
        await self._show_again(self.session.content.screens["plan"].texts["what-if" if begun else "what-if-not"])

    async def _show_again(self, saying: str) -> None:
        self.refresh_head()
        await self.show()
        self.say(saying)


def _ways_in(session: Session) -> Asking:
    """Return the sheet shown before a what-if: start a new one, or try or delete one that was kept."""
    names = list(session.current.what_ifs)
    ways = {NEW: "Try something new"} | {f"{AGAIN}{name}": f"Try “{name}” again" for name in names}
    ways |= {f"{FORGET}{name}": f"Throw “{name}” away" for name in names}
    return Asking.titled("What if", Ways(*numbered(ways), id="what-if-kept"), id="what-if-begin")


def _ways_out(session: Session, in_one_line: str) -> Asking:
    """Return the sheet that ends a what-if: what it changes, and the ways to end it or go on."""
    from trueup.wording import changes  # imported late: the module loads the engine

    assert session.tried is not None
    more = [muted(text) for text in changes.what_if_in_full(session.content, session.tried)]
    ways = {
        GO_ON: "Go on trying",
        TAKE: "Take it: answers are yours, fixes go into the plan",
        KEEP: "Keep it under a name, and go back to your answers",
        DROP: "Throw it away",
    }
    return Asking.titled(
        f"What if: {in_one_line}", Ways(*numbered(ways), id="what-if-ways"), more=more, id="what-if-out"
    )
