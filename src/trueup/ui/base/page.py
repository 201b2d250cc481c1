"""The base class of all screens: a page with head, map, rule, body, notice and keys line, and what every screen can do.

A subclass sets `VIEW`, returns its widgets from `body()`, and draws its content in `show()`, which runs each time the
screen comes to the front. `KEY_WORDS` says what Enter, digits and other keys of a list do on this screen. `fit()` draws
what depends on the size of the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from trueup.storage.errors import shown
from trueup.ui.base.background import work_out
from trueup.ui.base.head import MAP_KEYS, STOPS, Head, MapStrip, Rule, stop_of
from trueup.ui.base.key_hints import Keys, keys_told, shown_keys, typing
from trueup.ui.base.navigator import Series
from trueup.ui.base.sheet import Notice, Reading, Refused, Sheet, TooSmall
from trueup.ui.base.text import Line, muted, paragraphs, plain, shorten
from trueup.ui.base.what_if import TriesOut

if TYPE_CHECKING:
    from textual.message_pump import Callback

    from trueup.answers.model import Audit
    from trueup.content.model import RowKind
    from trueup.content.model import Screen as Words
    from trueup.engine.slow_work import GoesOn
    from trueup.session.undo_words import Change


READ_ONLY = "Read only: nothing can be changed here. Home says why."
SAVED = "Saved"
LOSES_TYPED = "Not saved yet. Esc again leaves without it; Ctrl+S saves."
NOT_SAVED = "not-saved"
"""The id of the sheet that says why saving failed."""
PAUSE = 0.4
"""With long lists, the counts in the head are updated this many seconds after the last answer."""
DIGITS = tuple("123456789")
REDO = "Z"
MOST_SAID = 52
NOT_LOST = "What you typed stays here. trueup tries again every ten seconds, and with every answer. Ctrl+S tries now."


class Body(VerticalScroll, can_focus=False):
    """The part between the rule and the notice. Sheets open in it."""


def forget_lines(gone: Widget) -> None:
    """Forget the drawn lines of everything in a widget that goes: Textual keeps those of the last thousand widgets (its
    issue 6665), and each full garbage collection looks through them.
    """
    for each in gone.walk_children(Widget):
        each.refresh()


class Page(TriesOut):
    """A screen of trueup."""

    VIEW: ClassVar[str] = ""
    KEY_WORDS: ClassVar[dict[str, str]] = {}
    """Action → the word for it in the keys line of this screen: `{"select": "open", "pick": "area"}`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (120, "-wide")]  # noqa: RUF012 (a ClassVar there)
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-low"), (30, "-mid"), (40, "-tall")]  # noqa: RUF012
    NEEDS_COMPARISON: ClassVar[bool] = False
    """Whether the screen shows results of comparing, so that it stays closed before the first comparison."""
    COUNTS_CAN_WAIT: ClassVar[bool] = False
    """Whether, with long lists, counts wait for a pause, so that no key that answers waits for judging."""
    TELLS_NEWS: ClassVar[bool] = True
    """Whether a notice says which mismatches a change has ended or brought. False where the screen says so itself."""
    FOLLOWS_WINDOW: ClassVar[bool] = False
    """Whether drawing depends on nothing but the size of the window, so `fit` needn't run again at the same size."""
    IS_START: ClassVar[bool] = False
    """Whether this is the first screen, so *back* is disabled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MAP_KEYS,
        Binding("o", "outline", "answers", show=False, id="map.answers"),
        Binding("b,ctrl+o,backspace,escape", "back", "back", id="page.back"),
        Binding("z,ctrl+z", "undo", "undo", show=False, id="page.undo"),
        Binding("Z,ctrl+y", "redo", "redo", show=False, id="page.redo"),
        Binding("ctrl+r", "pause", "pause", show=False, id="page.pause"),
        Binding("question_mark,f2", "why", "why", show=False, id="page.why"),
        Binding("number_sign", "what_if", "what if", show=False, id="page.what-if"),
        Binding("f1", "keys", "these keys", show=False, id="page.keys"),
        Binding("pagedown", "turn(1)", show=False, priority=True, id="page.sheet-down"),
        Binding("pageup", "turn(-1)", show=False, priority=True, id="page.sheet-up"),
    ]

    _was_in_front = False
    _is_covered = False
    """Whether something other than a page is in front of this one, or has just been."""
    _drawn_for: Size | None = None
    _asked_about: tuple[str, ...] = ()
    """The unsaved text about which the founder was warned when going back."""
    _until_counted: Timer | None = None
    _before_resize: Widget | None = None
    """The widget that had the focus when the window began to change its size."""

    def compose(self) -> ComposeResult:
        """Yield head, map, rule, body, notice and keys line."""
        self._measure()
        head = Head()
        head.view = self.view
        yield head
        yield MapStrip()
        yield Rule()
        yield Body(*self.body(), id="body")
        yield Notice()
        yield Keys()
        yield TooSmall()

    def _measure(self) -> None:
        """Set the size classes before the first frame. Textual sets them only after it, and everything would jump."""
        for points, length in (
            (self.HORIZONTAL_BREAKPOINTS, self.app.size.width),
            (self.VERTICAL_BREAKPOINTS, self.app.size.height),
        ):
            reached = [name for least, name in points if least <= length]
            for _, name in points:
                self.set_class(name == reached[-1], name)

    @property
    def view(self) -> str:
        """What the head calls this screen."""
        return self.VIEW

    def body(self) -> Iterable[Widget]:
        """The widgets of this screen."""
        return ()

    @property
    def key_words(self) -> Mapping[str, str]:
        """`KEY_WORDS`. Override this if the words depend on what the screen shows."""
        return self.KEY_WORDS

    # Saving and notices ----------------------------------------------------

    def keep(self, audit: Audit, *, saying: Content | str = SAVED) -> bool:
        """Save a changed audit and say so. If the file is read-only, say that instead and return False."""
        is_kept = self.session.change(audit.without_typed(*self.half_typed_forms))
        if is_kept:
            self.tell_saving(saying)
        else:
            self.say(READ_ONLY)
        return is_kept

    def may_change(self) -> bool:
        """Whether answers can be changed. If the file is read-only, show a notice of that and return False."""
        if self.session.read_only:
            self.say(READ_ONLY)
            return False
        return True

    async def action_pause(self) -> None:
        """Save what was typed and where the founder will resume, then show the page *pause*."""
        self.keep_typed()
        self.session.look_at(self.pause_place)
        self.navigator.pause()

    @property
    def pause_place(self) -> str:
        """The stop of an area where the founder resumes after a pause; empty for home."""
        return ""

    async def action_undo(self) -> None:
        """Undo the last change, even one made on another screen, and say what was undone."""
        redo = "Ctrl+Y" if typing(self) else REDO  # in a field, Z is typed
        self.keep_typed()  # text typed just now counts as the last change
        await self._show_step("undo", self.session.take_back(), f" {redo} redoes it.")

    async def action_redo(self) -> None:
        """Reverse the last undo, and say what was done again."""
        self.keep_typed()  # text typed just now is a new change
        await self._show_step("redo", self.session.do_again())

    async def _show_step(self, step: Literal["undo", "redo"], was: Audit | None, more: str = "") -> None:
        """Show what changed, and say it. `was` is the audit before the step; None if there was nothing to do."""
        from trueup.session.undo_words import change_between

        session = self.session
        if was is None:
            self.say(READ_ONLY if session.read_only else f"Nothing to {step}.")
            return
        now = session.current
        change = change_between(session.content, *((now, was) if step == "undo" else (was, now)))
        await self.show_change(change)
        what = shorten(change.what, MOST_SAID)
        stop = "" if what[-1:] in "?!…" else "."
        self.tell_saving(Content.assemble("Undone: " if step == "undo" else "Redone: ", plain(what), stop, more))

    async def show_change(self, change: Change) -> None:  # noqa: ARG002
        """Redraw after an undo. Screens of answers override this to go to the changed answer."""
        await self.show()

    def tell_saving(self, saying: Content | str = SAVED) -> None:
        """Show `saying` if everything is on disk, what a what-if changes, or a sheet that says why saving failed."""
        up = self.sheet
        if self.session.is_trying:
            self.say(f"What if: {self.tried_in_one_line}. z undoes it.")
        elif self.session.is_saved:
            if up is not None and up.id == NOT_SAVED:
                up.remove()
            self.say(saying)
            if aside := self.session.newly_aside():
                lines = paragraphs(self.session.content.screens["home"].texts["aside"])
                named = [muted(shown(path)) for path in aside]
                self.raise_sheet(Sheet.saying("Kept next to your file", [*lines, Line(), *named], id="kept-beside"))
            elif self.session.newly_written_again():
                lines = paragraphs(self.session.content.screens["home"].texts["gone"])
                named = [muted(shown(self.session.path))]
                self.raise_sheet(Sheet.saying("Your file was gone", [*lines, Line(), *named], id="written-again"))
        elif up is None or up.id != NOT_SAVED:
            why = (plain(self.session.trouble), Content(NOT_LOST))
            self.raise_sheet(Sheet.saying("Not saved", why, id=NOT_SAVED))
        self.refresh_head()

    @property
    def just_said(self) -> Content:
        """The notice about the key that is being handled; empty if there is none."""
        notice = self.query_one(Notice)
        return notice.shown if notice.said_at >= self.navigator.last_input else Content()

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        event.stop()
        said = self.just_said
        if said and said.plain.endswith(event.why):
            return
        if said:  # that the answer is saved, and what that did
            self.query_one(Notice).add(plain(event.why))
        else:
            self.say(plain(event.why))

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        """Run `callback` after the next frame, unless the page has been left by then."""
        return super().call_after_refresh(lambda: callback(*args, **kwargs) if self in self.app.screen_stack else None)

    # Place and head ----------------------------------------------------------

    def place(self, text: str) -> None:
        """Show in the head where on this screen the founder is, such as `7 of 18`."""
        self.query_one(Head).place = text

    def gauge(self, done: int, total: int) -> None:
        """Turn the rule under the head into a gauge."""
        rule = self.query_one(Rule)
        rule.done, rule.total = done, total

    def refresh_head(self) -> None:
        """Update the head and the map from the session."""
        session = self.session
        head = self.query_one(Head)
        head.business, head.quarter = session.business, session.quarter
        head.state = session.state
        self._show_counts()
        head.is_warning = bool(session.read_only) or not session.is_saved or session.is_trying
        strip = self.query_one(MapStrip)
        strip.here, strip.open_stops = stop_of(self), self.open_stops

    def _show_counts(self) -> None:
        """Show how many mismatches are open. With long lists, judging takes too long for every key, so on screens with
        `COUNTS_CAN_WAIT` the counts are updated once the founder pauses.
        """
        head = self.query_one(Head)
        if self._until_counted is not None:
            self._until_counted.stop()
        if self.COUNTS_CAN_WAIT and head.counts is not None and self.session.analysis.is_long:
            self._until_counted = self.set_timer(PAUSE, self._count)
        else:
            self._count()

    def _count(self) -> None:
        if not self.is_attached or not self.navigator.is_open:
            return
        self.query_one(Head).counts = self.session.counts
        if (news := self.session.news()) and self.TELLS_NEWS:
            self.query_one(Notice).add(plain(news))

    @property
    def open_stops(self) -> frozenset[str]:
        """The stops of the map that are open now."""
        if not self.navigator.is_open or self.session.audit is None:
            return frozenset()
        compared = self.session.audit.compared
        quarters = {"quarters"} if compared or self.session.is_finished or self.session.due else set()
        plan = {"plan"} if self.session.opens_plan else set()
        return frozenset({stop.name for stop in STOPS if compared or not stop.after_comparing} | quarters | plan)

    def on_screen_suspend(self) -> None:
        """Note whether only the palette covers this screen, or another page replaces it."""
        self._is_covered = not isinstance(self.app.screen, Page)
        if not self._is_covered:
            forget_lines(self)

    async def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Draw this screen when it comes to the front. If only the palette covered it, leave everything as it is, also
        text being typed.
        """
        if not self._was_in_front:
            event.refresh_styles = False  # Textual styled each widget when it was mounted
            self._was_in_front = True
        # When several screens are popped at once, those between come to the front too; don't draw them.
        if not self.navigator.is_open or self.app.screen is not self:
            return
        self.refresh_head()
        if not self._is_covered:
            if not self.is_ready:
                self.navigator.instead("compare")
                return
            self._drawn_for = self.size
            await self.show()
        self._is_covered = False

    @property
    def is_ready(self) -> bool:
        """Whether the screen can be shown: false before the first comparison if the screen needs it."""
        return not self.NEEDS_COMPARISON or self.session.current.compared

    # Background work and size ----------------------------------------------

    def begin_first_fixes(self) -> bool:
        """Return True if the fixes to do first are known, or if nothing has been compared, so none are needed.
        Otherwise return False and work them out in the background; `WorkedOut` is posted to the screen when they are
        known.
        """
        session, analysis = self.session, self.session.analysis
        if not analysis.audit.compared or analysis.knows_first_fixes:
            return True

        def work(goes_on: GoesOn) -> None:
            analysis.work_out_first_fixes(lambda: session.is_about_now(analysis) and goes_on())

        work_out(self, "first fixes", work)
        return False

    def fit(self) -> None:
        """Draw what depends on the size of the window. Runs after each resize."""

    def on_resize(self) -> None:
        """Draw for the new size, once its size classes are set."""
        self.call_after_refresh(self._fit)

    def note_focus(self) -> None:
        """Note which widget has the focus before the window changes its size."""
        self._before_resize = self.focused or self._before_resize

    def restore_focus(self, *, even_if_moved: bool) -> None:
        """Give the focus back to the widget that had it before the window changed its size.

        Until the new size classes apply, the widget may be hidden for a moment, and Textual then moves the focus. If
        another widget has the focus by now, do this only with `even_if_moved`. Do nothing if the widget can't have the
        focus, for instance while the window is too small.
        """
        had = self._before_resize
        if had is None or not had.is_attached or not (self.focused is None or even_if_moved):
            return
        is_free = self.sheet is None or self.sheet in had.ancestors_with_self
        is_shown = had.focusable and all(node.display for node in had.ancestors_with_self)
        if self.is_current and is_free and is_shown:
            self.set_focus(had, scroll_visible=False)
            self._before_resize = None

    def _fit(self) -> None:
        is_drawn = self.FOLLOWS_WINDOW and self._drawn_for == self.size
        if self.navigator.is_open and self.is_current and not self.is_too_small and self.is_ready and not is_drawn:
            self._drawn_for = self.size
            self.fit()

    # Help and keys ---------------------------------------------------------

    @property
    def words_for_keys(self) -> Mapping[str, str]:
        """The words for the keys line: `key_words`; while a sheet is open, *back* is called *close*."""
        return {**self.key_words, "back": "close"} if self.sheet is not None else self.key_words

    def action_keys(self) -> None:
        """Show how this screen works, its keys, and the keys that work everywhere."""
        told = keys_told(shown_keys(self, self.words_for_keys), self.how_to)
        self.raise_sheet(Reading.saying("Keys of this screen", told, id="keys"))

    def action_why(self) -> None:
        """Show the help of this screen."""
        screen = self.words
        if screen is not None and (help := screen.texts.get("help")):
            self.raise_sheet(Reading.saying(screen.title, paragraphs(help), id="why"))

    async def action_outline(self) -> None:
        """Go to the outline of the answers."""
        self.navigator.go("answers")

    def open_with_outline(self) -> None:
        """Show the outline as soon as the screen opens. Does nothing here; screens of answers override it."""

    @property
    def words(self) -> Words | None:
        """The content of this screen's file in screens/; None if there is none."""
        return self.session.content.screens.get(self.page_name) if self.navigator.is_open else None

    @property
    def page_name(self) -> str:
        """The name of this screen's file in screens/: the name of the Textual screen, otherwise of its module."""
        return self.name or type(self).__module__.rpartition(".")[2]

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of this screen, by name."""
        return self.words.texts if self.words else {}

    @property
    def how_to(self) -> str:
        """How this screen works, in two or three lines: its `how`, otherwise the first paragraph of its `help`."""
        return self.texts.get("how") or self.texts.get("help", "").partition("\n\n")[0]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a sheet asks for something, enable only the actions that every page has."""
        if not hasattr(Page, f"action_{action}") and self.is_asking:
            return False
        return self.can_do(action, parameters)

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action does something on this screen now. Subclasses override this instead of `check_action`."""
        if action == "turn":  # without a sheet, Page Up and Page Down go to the list
            return self.sheet is not None
        if action == "back":
            return not self.IS_START or self.sheet is not None
        if action == "go":
            return self.can_go(str(parameters[0]))
        if action == "outline":
            return self.can_go("answers")
        if action == "why":
            has_own = type(self).action_why is not Page.action_why
            return has_own or (self.words is not None and "help" in self.words.texts)
        if action == "what_if":
            return self.navigator.is_open and self.session.audit is not None and self.session.current.compared
        if action in ("undo", "redo", "pause"):
            return self.navigator.is_open and self.session.audit is not None and not self.session.read_only
        return True

    def can_go(self, name: str) -> bool:
        """Whether a stop of the map is open and isn't this screen."""
        return name in self.open_stops and not (self.is_stop and name == stop_of(self))

    @property
    def is_stop(self) -> bool:
        """Whether this is the main screen of its stop on the map."""
        return self.page_name == stop_of(self)

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing that would do something else later: one that leads to a stop of the map that isn't
        open yet, or a digit while a sheet for reading covers what it would choose.
        """
        if not self.navigator.is_open or self.session.audit is None or typing(self):
            return
        closed = (stop for stop in STOPS if stop.letter == event.character and stop.name not in self.open_stops)
        if (stop := next(closed, None)) is not None:
            self.say(f"{stop.name.capitalize()} opens once you've compared. Home shows what's left before that.")
        elif isinstance(self.focused, Reading) and event.character in DIGITS:
            self.say("Close this first: b or Esc. Then the digits choose.")

    def action_go(self, stop: str) -> None:
        """Go to a stop of the map."""
        self.navigator.go(stop)

    # Going -----------------------------------------------------------------

    async def action_back(self) -> None:
        """Close the sheet or go one screen back. If that would lose typed text, warn the first time."""
        typed = self.sheet.typed if self.sheet else ()
        if typed and typed != self._asked_about:
            self._asked_about = typed
            self.say(LOSES_TYPED)
            return
        self._asked_about = ()
        if not self.lower_sheet():
            self.leave()

    def leave(self) -> None:
        """Go back to the previous screen."""
        self.keep_typed()
        self.keep_half_typed()
        self.navigator.step_back()

    @property
    def digits(self) -> int:
        """How many rows of the list with the focus have a digit."""
        return int(getattr(self.focused, "digits", 9))

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than a page needs."""
        return self.has_class("-tiny") or self.has_class("-flat")

    def visit(self, source: str, row: str) -> None:
        """Show one question or row, from which *back* leads to where the founder came from."""

    def begin_at(self, position: str) -> None:
        """Mark the first choice that takes this position on its topic. Overridden by screens of answers."""

    def start_at(self, stop: str, series: Series = "") -> None:
        """Show one stop of an area; the founder goes on from there. Overridden by areas."""

    def go_past(self, rows: RowKind) -> bool:  # noqa: ARG002
        """If these rows were opened from this screen, go to what follows them and return True."""
        return False


class View(Page):
    """A page without fields, drawn again when it comes to the front or the window's size changes."""

    HAS_KEYS: ClassVar[str] = ""
    """Selector of the widget that gets the focus when the page comes to the front; empty for none."""

    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""

    async def show(self) -> None:
        """Draw everything and focus the list."""
        self.draw()
        if self.HAS_KEYS:
            self.query_one(self.HAS_KEYS).focus()

    def fit(self) -> None:
        """Draw everything again at the current size."""
        self.draw()
