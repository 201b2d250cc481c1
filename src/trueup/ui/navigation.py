"""Navigation: which file is open, and which screen comes next.

Home is always beneath the other screens. What was typed is saved before the screen changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from trueup.paths import business_file
from trueup.storage.errors import shown
from trueup.ui.base.navigator import RENAME, Navigator, Opener, Series
from trueup.ui.base.page import SAVED, Page
from trueup.ui.base.sheet import Notice, Sheet, one_after_the_other
from trueup.ui.base.text import Line, muted, paragraphs, plain
from trueup.ui.settings import ThemedApp

if TYPE_CHECKING:
    from trueup.answers.model import FixId, Row
    from trueup.content.model import Area, RowKind
    from trueup.session.next_step import Next
    from trueup.session.session import Session


SCREENS = {
    "welcome": "home.welcome:WelcomeScreen",
    "home": "home.home:HomeScreen",
    "compare": "home.compare:CompareScreen",
    "cannot_open": "home.welcome:CannotOpenScreen",
    "leaving": "home.quitting:LeavingScreen",
    "identity": "questions.area:AreaScreen:identity",
    "offer": "questions.area:AreaScreen:offer",
    "market": "questions.area:AreaScreen:market",
    "operations": "questions.area:AreaScreen:operations",
    "group": "records.record_screen:RecordScreen:group",
    "promise": "records.record_screen:RecordScreen:promise",
    "channel": "records.record_screen:RecordScreen:channel",
    "activity": "records.record_screen:RecordScreen:activity",
    "role": "records.record_screen:RecordScreen:role",
    "customer": "records.customers:CustomersScreen",
    "mismatches": "mismatches.mismatches:MismatchesScreen",
    "card": "mismatches.card:CardScreen",
    "needs_answer": "mismatches.needs_answer:NeedsAnswerScreen",
    "agrees": "mismatches.agrees:AgreesScreen",
    "matrix": "matrix.matrix:MatrixScreen",
    "journey": "journey.journey:JourneyScreen",
    "plan": "plan.plan:PlanScreen",
    "touchpoints": "plan.touchpoints:TouchpointsScreen",
    "say": "say.say:SayScreen",
    "paste": "reading.paste:PasteScreen",
    "claims": "reading.claims:ClaimsScreen",
    "summary": "summary.summary:SummaryScreen",
    "review": "quarters.review:ReviewScreen",
    "changed": "quarters.changed:ChangedScreen",
}
"""Name of a screen, as in screens/ → `module:class` or `module:class:argument`, where the module is in ui/. Modules are
imported on first use."""


FORMS = {
    **dict.fromkeys(("accept", "object"), "card"),
    **dict.fromkeys(("best-set", "fix-hours", "begin", "count", "again"), "plan"),
    **dict.fromkeys(("add-touchpoint", "reword"), "touchpoints"),
}
"""Id of a form whose half-typed text is kept → the screen that opens it."""


def screen_named(name: str) -> Page:
    """Return a new screen of this name."""
    module, class_name, *given = SCREENS[name].split(":")
    screen = getattr(import_module(f"trueup.ui.{module}"), class_name)(*given)
    assert isinstance(screen, Page)
    return screen


class Navigation(Navigator):
    """The navigator of the app. What isn't described here is described in `Navigator`."""

    def __init__(self, app: ThemedApp, opener: Opener) -> None:
        self._app = app
        self._opener = opener
        self._own: Path | None = None
        """The last opened file that isn't the sample."""
        self._saying = ""
        """The notice to show once the file is open."""
        self.is_open = False
        self.with_outline = True
        self.last_input = 0.0

    def keep_typed(self) -> None:
        """Save the contents of the fields of all open screens as answers."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, Page) and self.is_open:
                screen.keep_typed()

    # To a screen -----------------------------------------------------------

    def go(self, name: str) -> None:
        if name == "answers":
            self._go_to_answers()
        elif name == "quarters":
            self.go("review" if self.session.due and not self.session.current.compared else "changed")
        elif name == "home":
            self.keep_typed()
            self.down_to(2)
        else:
            self.keep_typed()
            wanted = screen_named(name)
            self.down_to(2)
            self._show(wanted)

    def instead(self, name: str) -> None:
        self._app.read_all_styles()
        self._app.switch_screen(screen_named(name))

    def push(self, screen: Screen[None]) -> None:
        self.keep_typed()
        self._show(screen)

    def _show(self, screen: Screen[None]) -> None:
        self._app.read_all_styles()
        self._app.push_screen(screen)

    def go_to_answer(self, source: str, row: str = "", *, position: str = "") -> None:
        screen = screen_named(source.partition(".")[0])
        screen.visit(source, row)
        screen.begin_at(position)
        self.push(screen)

    def ask_counts(self, promises: Sequence[Row]) -> None:
        from trueup.ui.records.counts import CountsScreen

        self.push(CountsScreen(promises))

    def show_mismatch(self, check: str) -> None:
        from trueup.ui.mismatches.card import CardScreen

        self.push(CardScreen(check))

    def show_touchpoints(self, fix: FixId) -> None:
        from trueup.ui.plan.touchpoints import TouchpointsScreen

        self.push(TouchpointsScreen(fix))

    def test_fix(self, fix: FixId) -> None:
        from trueup.ui.plan.plan import PlanScreen

        self.push(PlanScreen(testing=fix))

    def show_topic(self, topic: str) -> None:
        """Go to the line of a topic in the matrix; *back* leads here."""
        screen = screen_named("matrix")
        screen.visit(topic, "")
        self.push(screen)

    def read_page(self, text: str = "", *, is_offered: bool = False, is_read: bool = False) -> None:
        from trueup.ui.reading.paste import PasteScreen

        if text:
            self.session.page_draft.text = text
        self.push(PasteScreen(is_offered=is_offered, is_read=is_read))

    def leave_page(self, saying: str) -> None:
        is_offered = False
        while type(self._app.screen).__module__.startswith("trueup.ui.reading."):
            is_offered = is_offered or getattr(self._app.screen, "is_offered", False)
            self._app.pop_screen()
        if is_offered:
            self.go_on()
            saying = f"{saying} {self.session.content.screens['claims'].texts['another-page']}"
        self._app.call_after_refresh(self._say_there, saying)

    def _say_there(self, saying: str) -> None:
        if isinstance(self._app.screen, Page):
            page, said = self._app.screen, plain(saying)
            page.say(one_after_the_other(said, page.just_said) if page.just_said else said)

    def go_on(self) -> None:
        from trueup.session.next_step import next_step

        self._go_to(next_step(self.session))

    def _go_to(self, following: Next) -> None:
        """Go to what `next_step` says: a stop of an area, or a screen."""
        from trueup.session.next_step import follows_page

        if following == "quarter":
            self.begin_quarter()
        elif isinstance(following, str):
            self.go(following)
        else:
            self.keep_typed()
            self.down_to(2)
            self.push_area(following.area, following.id, "page" if follows_page(self.session) else "")

    def go_on_in(self, series: Series, following: Next, over: Screen[None] | None = None) -> None:
        if isinstance(following, str):
            self._go_to(following)
            return
        self.keep_typed()
        if over is not None:
            self.down_to(self._app.screen_stack.index(over))
        self.push_area(following.area, following.id, series)

    def go_on_after(self, area: Area) -> None:
        from trueup.session.next_step import next_after

        following = next_after(self.session, area)
        if following is None:
            self.go("home")
        else:
            self._go_to(following)

    def go_on_from(self, rows: RowKind) -> None:
        self.keep_typed()
        before = self._app.screen_stack[-2]
        if not (isinstance(before, Page) and before.go_past(rows)):
            self.step_back()

    def step_back(self) -> None:
        if len(self._app.screen_stack) > 2:
            said = self._just_said
            self._app.pop_screen()
            if said:
                self._app.call_after_refresh(self._say_unless_said, said)

    @property
    def _just_said(self) -> Content:
        """What the page in front has said about the key that leads back from it; empty if that is only *Saved*."""
        page = self._app.screen
        said = page.just_said if isinstance(page, Page) else Content()
        return Content() if said.plain == SAVED else said

    def _say_unless_said(self, said: Content) -> None:
        page = self._app.screen
        if isinstance(page, Page) and not page.query_one(Notice).shown:
            page.say(said)

    def push_area(self, area: Area, stop: str, series: Series = "") -> None:
        """Show an area at one of its stops, over the screens that are open; `series` as for `Page.start_at`."""
        screen = screen_named(area)
        screen.start_at(stop, series)
        self._show(screen)

    def down_to(self, depth: int) -> None:
        """Close screens until `depth` are left. Textual's own is the first, home the second."""
        while len(self._app.screen_stack) > depth:
            self._app.pop_screen()

    def _go_to_answers(self) -> None:
        """Go to the area where the founder left off, or else to the area of the next question, and show its outline."""
        from trueup.session.next_step import next_step, stop_left

        following, left = next_step(self.session), stop_left(self.session)
        stop = left or (None if isinstance(following, str) else following)
        self.keep_typed()
        self.down_to(2)
        screen = screen_named(stop.area if stop else "identity")
        if stop:
            screen.start_at(stop.id)
        screen.open_with_outline()
        self._show(screen)

    def pause(self) -> None:
        from trueup.ui.home.quitting import pause_sheet

        if isinstance(self._app.screen, Page):
            self._app.screen.raise_sheet(pause_sheet(self.session))

    # Files -----------------------------------------------------------------

    def begin(self) -> None:
        self.down_to(1)
        self._app.push_screen(screen_named("home"))
        self.go_on()

    def begin_own(self) -> None:
        from trueup.session.session import open_session

        self.open(partial(open_session, self._own or business_file()), then=self.name_business)

    def open_file(self, path: Path, saying: str = "") -> None:
        from trueup.session.session import open_session

        self.open(partial(open_session, path), saying)

    def open_sample(self) -> None:
        from trueup.session.sample import open_sample

        self.open(open_sample)

    def open_again(self) -> None:
        self.open()

    def open(self, opener: Opener | None = None, saying: str = "", then: Callable[[], None] | None = None) -> None:
        """Open a file instead of this one and say `saying`. Without a business, call `then` on the welcome screen.

        Without `opener`, the same file is opened again. This runs in a worker, because it may import large modules.
        """
        self.keep_typed()
        self._opener, self._saying = opener or self._opener, saying
        self._app.run_worker(partial(self._load, self._opener, then), thread=True, exclusive=True)

    def _load(self, opener: Opener, then: Callable[[], None] | None) -> None:
        try:
            session = opener()
        except Exception as error:  # after any error, the founder gets a sentence and a choice of what to do
            self._app.call_from_thread(self._show_trouble, error)
        else:
            self._app.call_from_thread(self._show_opened, session, then)

    def close(self) -> None:
        """Close the session: try once more to save, and release the file."""
        if self.is_open:
            self.is_open = False
            self.session.close()

    def _show_opened(self, session: Session, then: Callable[[], None] | None) -> None:
        """Show the file that was just opened: home and, on top of it, the stop where the founder left off, or the page
        they had pasted. If the file has no business yet, show the welcome screen and call `then`.
        """
        from trueup.answers.model import PAGE

        self.close()
        self.session, self.is_open = session, True
        if not session.is_sample:
            self._own = session.path
        self.down_to(1)
        self._app.call_after_refresh(self._say_first)
        self._app.call_after_refresh(self._app.read_all_styles)
        if session.audit is None:
            self._app.push_screen(screen_named("welcome"))
            if then is not None:
                then()
            elif session.half_typed_name:
                self.name_business()
            return
        from trueup.session.next_step import stop_left

        self._app.push_screen(screen_named("home"))
        if (stop := stop_left(session)) is not None and not session.begins:
            self.push_area(stop.area, stop.id)
        elif session.current.place == PAGE and session.page_draft.text:
            self.read_page()
        if not session.begins and not session.read_only:
            self._go_to_half_typed()

    def _go_to_half_typed(self) -> None:
        """Go to the field in which the founder was typing when trueup was killed."""
        from trueup.answers.place import Place
        from trueup.content.model import ROW_KINDS

        session = self.session
        for where in session.current.typed:
            place = where.partition("#")[0]
            home, _, rest = place.partition(":")
            found = Place.of(place)
            if home == RENAME:
                self.rename_business()
            elif (page := self._page_with(home, rest)) is not None:
                self._show(page)
                self._app.call_after_refresh(page.open_half_typed)
            elif home in ROW_KINDS and rest.startswith("."):
                self._show(screen_named(home))
            elif found.kind is not None and session.current.row(found.kind, found.row) is not None:
                self.go_to_answer(found.question, found.row)
            elif place in session.content.questions and place != session.current.place:
                self.go_to_answer(place)
            else:
                continue
            return

    def _page_with(self, form: str, about: str) -> Page | None:
        """Return a new screen that can open this form; None if what the form is about is gone."""
        from trueup.answers.model import FixId
        from trueup.ui.mismatches.card import CardScreen
        from trueup.ui.plan.touchpoints import TouchpointsScreen

        session, screen = self.session, FORMS.get(form)
        if screen == "card" and session.findings.standing(about) is not None:
            return CardScreen(about)
        if screen == "plan" and session.opens_plan:
            return screen_named("plan")
        fix = FixId(*f"{about}  ".split(" ")[:2])
        is_planned = any(each.id == fix for each in session.current.plan)
        return TouchpointsScreen(fix) if screen == "touchpoints" and is_planned else None

    def _say_first(self) -> None:
        if self._saying and isinstance(self._app.screen, Page):
            self._app.screen.say(plain(self._saying))
            self._saying = ""
        if self.session.rescued and isinstance(self._app.screen, Page):
            lines = paragraphs(self.session.content.screens["home"].texts["rescued"])
            named = [muted(shown(path)) for path in self.session.rescued]
            self._app.screen.raise_sheet(Sheet.saying("Rescued", [*lines, Line(), *named], id="rescued"))

    def ask_before_leaving(self) -> None:
        """Ask what to do about changes that can't be saved, unless the founder is being asked already."""
        from trueup.ui.home.quitting import LeavingScreen

        if not any(isinstance(screen, LeavingScreen) for screen in self._app.screen_stack):
            self._app.push_screen(LeavingScreen())

    def _show_trouble(self, error: Exception) -> None:
        from trueup.ui.home.welcome import CannotOpenScreen

        self._app.push_screen(CannotOpenScreen(error))

    def name_business(self) -> None:
        """Ask for the name of a new business."""
        from trueup.ui.home.welcome import NameScreen

        self._app.push_screen(NameScreen())

    def rename_business(self) -> None:
        """Ask for another name of the business."""
        from trueup.ui.home.welcome import RenameScreen

        self.push(RenameScreen())

    # Quarters --------------------------------------------------------------

    def begin_quarter(self) -> None:
        """Begin the quarter that today falls in, and say what has changed by that."""
        from trueup.ui.home.quarter_lines import rewritten_sheet

        session = self.session
        ended = session.quarter
        if session.begin_quarter():
            told = f"{session.quarter} has begun; {ended} is kept as it was found."
            self._fresh_home(told, rewritten_sheet(session, ended))
        else:
            self._tell_trouble("Not begun")

    def show_quarter(self, name: str) -> None:
        if self.session.show_quarter(name):
            self._fresh_home()
        else:
            self._tell_trouble("Still here")

    def reopen_quarter(self) -> None:
        """Reopen the finished quarter that is shown, so that it can be changed."""
        if self.session.reopen():
            self._fresh_home(f"{self.session.quarter} can be changed now. Ctrl+P finishes it again.")
        else:
            self._tell_trouble("Not saved")

    def finish_quarter(self) -> None:
        """Finish a quarter that was reopened."""
        if self.session.finish():
            self._fresh_home(f"{self.session.quarter} is finished again, as it is found now.")
        else:
            self._tell_trouble("Not saved")

    def _fresh_home(self, saying: str = "", sheet: Sheet | None = None) -> None:
        """Show home anew, with the notice `saying`, and open `sheet` if one is given."""
        self.down_to(1)
        home = screen_named("home")
        self._app.push_screen(home)
        self._app.call_after_refresh(self._tell, home, saying, sheet)

    def _tell(self, page: Page, saying: str, sheet: Sheet | None) -> None:
        page.say(plain(saying))
        if sheet is not None:
            page.raise_sheet(sheet)

    def _tell_trouble(self, title: str) -> None:
        self._fresh_home(sheet=Sheet.saying(title, [plain(self.session.trouble)], id="trouble"))
