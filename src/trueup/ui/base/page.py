"""The page every screen is: head, rule, body, notice, keys; and what all of them can do.

A screen names its `VIEW`, fills `body()`, and draws what it shows in `show()`, which runs each time it comes to the
front. Keys: `KEY_WORDS` names what Enter, digits and other keys of a list do on this screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from trueup.storage.errors import shown
from trueup.ui.base.head import Head
from trueup.ui.base.key_help import keys_told
from trueup.ui.base.key_hints import Keys, shown_keys
from trueup.ui.base.rule import Rule
from trueup.ui.base.sheet import Notice, Sheet, TooSmall
from trueup.ui.base.text import MUTED, Line, paragraphs, plain, shorten
from trueup.ui.repaint import release

if TYPE_CHECKING:
    from trueup.answers.model import Audit
    from trueup.content.model import RowKind
    from trueup.ui.app import TrueupApp
    from trueup.ui.change_summary import Change
    from trueup.ui.session import Session


READ_ONLY = "Read only: nothing can be changed here. Home says why."
NOT_SAVED = "not-saved"
"""The id of the sheet that says why."""
MOST_SAID = 52
"""Cells for the founder's own words in a notice."""
NOT_LOST = "What you typed stays here. trueup tries again every ten seconds, and with every answer. Ctrl+S tries now."


class Body(VerticalScroll, can_focus=False):
    """What stands between the rule and the notice. Sheets rise within it."""


class Page(Screen[None]):
    """A screen of trueup."""

    VIEW: ClassVar[str] = ""
    KEY_WORDS: ClassVar[dict[str, str]] = {}
    """Action → the word for it in the keys line of this screen: `{"select": "open", "pick": "area"}`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (120, "-wide")]  # noqa: RUF012 (a ClassVar there)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-mid"), (40, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,ctrl+o,backspace,escape", "back", "back", id="page.back"),
        Binding("z,ctrl+z", "undo", "undo", show=False, id="page.undo"),
        Binding("f1", "keys", "these keys", show=False, id="page.keys"),
        Binding("pagedown", "turn(1)", show=False, priority=True, id="page.sheet-down"),
        Binding("pageup", "turn(-1)", show=False, priority=True, id="page.sheet-up"),
    ]

    _is_covered = False
    """Whether something that is no page stands in front of this one, or did so until now."""

    def compose(self) -> ComposeResult:
        """Head and rule, the body, notice and keys."""
        head = Head()
        head.view = self.VIEW
        yield head
        yield Rule()
        yield Body(*self.body(), id="body")
        yield Notice()
        yield Keys()
        yield TooSmall()

    def body(self) -> Iterable[Widget]:
        """The widgets of this screen."""
        return ()

    async def show(self) -> None:
        """Draw what this screen shows from the session. Runs whenever it comes to the front."""

    def keep_typed(self) -> None:
        """Take what stands in fields as answered. Runs before the screen is left, also when the system ends us."""

    @property
    def trueup(self) -> TrueupApp:
        """The app."""
        return cast("TrueupApp", self.app)

    @property
    def session(self) -> Session:
        """What the founder said, and what was found."""
        return self.trueup.session

    # What was done ---------------------------------------------------------

    def keep(self, audit: Audit, *, saying: Content | str = "Saved") -> bool:
        """Take a changed audit: save it, and say so. False: it can't be changed here, and the notice says that."""
        is_kept = self.session.change(audit)
        if is_kept:
            self.tell_saving(saying)
        else:
            self.say(READ_ONLY)
        release(self.app)
        return is_kept

    async def action_pause(self) -> None:
        """Stop here: what is saved, what is left, and where one comes back to."""
        from trueup.ui.home.pause import pause_sheet

        self.keep_typed()
        self.session.look_at(self.pause_place)
        self.raise_sheet(pause_sheet(self.session))

    @property
    def pause_place(self) -> str:
        """The stop of an area one comes back to from here; empty: home."""
        return ""

    async def action_undo(self) -> None:
        """Take the last change back, wherever it was made, and say which it was."""
        from trueup.ui.change_summary import change_between

        self.keep_typed()  # what was typed last is the last change
        session = self.session
        was = session.take_back()
        if was is None:
            self.say(READ_ONLY if session.read_only else "Nothing to take back.")
            return
        change = change_between(session.content, session.current, was)
        await self.show_change(change)
        self.tell_saving(Content.assemble("Taken back: ", plain(shorten(change.what, MOST_SAID)), "."))

    async def show_change(self, change: Change) -> None:  # noqa: ARG002
        """Draw anew after something was taken back; screens of answers go to where it shows."""
        await self.show()

    def tell_saving(self, saying: Content | str = "Saved") -> None:
        """Say that everything is on disk, or put up why it isn't, for as long as it isn't."""
        up = self.sheet
        if self.session.is_saved:
            if up is not None and up.id == NOT_SAVED:
                up.remove()
            self.say(saying)
            if aside := self.session.newly_aside():
                lines = paragraphs(self.session.content.screens["home"].texts["aside"])
                named = [Line(text=plain(shown(path), MUTED)) for path in aside]
                self.raise_sheet(Sheet.saying("Kept beside", [*lines, Line(), *named], id="kept-beside"))
        elif up is None or up.id != NOT_SAVED:
            why = (plain(self.session.trouble), Content(NOT_LOST))
            self.raise_sheet(Sheet.saying("Not saved", why, id=NOT_SAVED))
        self.refresh_head()

    def say(self, text: Content | str) -> None:
        """One line above the keys, until the next key. A founder's words come as `plain(…)`."""
        self.query_one(Notice).say(text)

    # Where one is ----------------------------------------------------------

    def place(self, text: str) -> None:
        """Where in the view: `7 of 18`."""
        self.query_one(Head).place = text

    def gauge(self, done: int, total: int) -> None:
        """Turn the rule under the head into a gauge."""
        rule = self.query_one(Rule)
        rule.done, rule.total = done, total

    def refresh_head(self) -> None:
        """Draw business, quarter and state anew."""
        session = self.session
        head = self.query_one(Head)
        head.business, head.quarter = session.business, session.quarter
        head.state, head.counts = session.state, session.counts
        head.is_warning = bool(session.read_only) or not session.is_saved

    def on_screen_suspend(self) -> None:
        """Another screen stands in front."""
        self._is_covered = not isinstance(self.app.screen, Page)

    async def on_screen_resume(self) -> None:
        """The screen comes to the front. As it was, with what is being typed, when only the palette stood before it."""
        # Passed by on the way to another screen, it is not what the founder looks at.
        if self.trueup.is_open and self.app.screen is self:
            self.refresh_head()
            if not self._is_covered:
                await self.show()
            self._is_covered = False

    # Sheets ----------------------------------------------------------------

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is up."""
        body = self.query_one_optional("#body")
        return next((each for each in body.children if isinstance(each, Sheet)), None) if body else None

    def raise_sheet(self, sheet: Sheet) -> None:
        """Put up a sheet, in place of the one that is up. The same id again: take it down."""
        up = self.sheet
        if up is not None:
            up.remove()
            if up.id == sheet.id and sheet.id is not None:
                return
        self.query_one("#body").mount(sheet)

    def lower_sheet(self) -> bool:
        """Take the sheet down; False if none was up."""
        up = self.sheet
        if up is None:
            return False
        up.remove()
        return True

    def action_keys(self) -> None:
        """How this screen is worked, its keys, and those that work everywhere."""
        told = keys_told(shown_keys(self, self.KEY_WORDS), self.how_to)
        self.raise_sheet(Sheet.saying("Keys of this screen", told, id="keys"))

    @property
    def how_to(self) -> str:
        """How this screen is worked, in two or three lines: its `how`, else the first paragraph of its `help`."""
        name = type(self).__module__.rpartition(".")[2]
        screen = self.session.content.screens.get(name) if self.trueup.is_open else None
        texts = screen.texts if screen else {}
        return texts.get("how") or texts.get("help", "").partition("\n\n")[0]

    def action_turn(self, step: int) -> None:
        """A sheet longer than the page: on, or back."""
        up = self.sheet
        if up is not None:
            up.scroll_relative(y=step * max(up.size.height - 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Paging belongs to the list, except while a sheet is up; and there has to be something to take back in."""
        if action == "undo":
            return self.trueup.is_open and self.session.audit is not None
        return action != "turn" or self.sheet is not None

    # Going -----------------------------------------------------------------

    async def action_back(self) -> None:
        """Down with the sheet, else one step back."""
        if not self.lower_sheet():
            self.leave()

    def leave(self) -> None:
        """To the screen before."""
        self.keep_typed()
        self.trueup.step_back()

    @property
    def digits(self) -> int:
        """How many rows can be taken by a digit now."""
        return int(getattr(self.focused, "digits", 9))

    @property
    def keeps(self) -> bool:
        """Whether Ctrl+S keeps what stands in a sheet, and doesn't only save."""
        return False

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than a page needs."""
        return self.has_class("-tiny") or self.has_class("-flat")

    def visit(self, source: str, row: str) -> None:
        """Start at one question, or at one row, and come back from there. Screens of answers know how."""

    def start_at(self, stop: str) -> None:
        """Start at one stop of an area, and go on from there. Areas know how."""

    def go_past(self, rows: RowKind) -> bool:  # noqa: ARG002
        """Go on to what comes after these rows, when they were begun here. Areas know how."""
        return False


class View(Page):
    """A page to look at, without fields: letters go from view to view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "go('home')", "home", show=False, id="view.home"),
        Binding("m", "go('mismatches')", "mismatches", show=False, id="view.mismatches"),
        Binding("x", "go('matrix')", "matrix", show=False, id="view.matrix"),
        Binding("j", "go('journey')", "journey", show=False, id="view.journey"),
        Binding("p", "go('plan')", "plan", show=False, id="view.plan"),
        Binding("u", "go('say')", "say it true", show=False, id="view.say"),
        Binding("s", "go('summary')", "summary", show=False, id="view.summary"),
        Binding("c", "go('changed')", "what changed", show=False, id="view.changed"),
    ]

    def action_go(self, view: str) -> None:
        """To another view."""
        self.trueup.go(view)
