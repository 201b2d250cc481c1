"""Going from screen to screen: home lies under everything, and what is typed is kept before another screen comes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from trueup.ui.base.page import Page
from trueup.ui.base.sheet import Sheet
from trueup.ui.base.text import plain
from trueup.ui.themed_app import Dressed

if TYPE_CHECKING:
    from trueup.content.model import Area, RowKind
    from trueup.ui.app import TrueupApp
    from trueup.ui.session import Next, Session

SCREENS = {
    "welcome": "home.welcome:WelcomeScreen",
    "home": "home.home:HomeScreen",
    "compare": "home.compare:CompareScreen",
    "trouble": "home.trouble:TroubleScreen",
    "identity": "questions.identity:IdentityScreen",
    "offer": "questions.offer:OfferScreen",
    "market": "questions.market:MarketScreen",
    "operations": "questions.operations:OperationsScreen",
    "group": "records.group:GroupScreen",
    "promise": "records.promise:PromiseScreen",
    "channel": "records.channel:ChannelScreen",
    "activity": "records.activity:ActivityScreen",
    "role": "records.role:RoleScreen",
    "customer": "records.customer:CustomersScreen",
    "mismatches": "mismatches.mismatches:MismatchesScreen",
    "card": "mismatches.card:CardScreen",
    "needs_answer": "mismatches.needs_answer:NeedsAnswerScreen",
    "agrees": "mismatches.agrees:AgreesScreen",
    "matrix": "matrix.matrix:MatrixScreen",
    "journey": "journey.journey:JourneyScreen",
    "plan": "plan.plan:PlanScreen",
    "touchpoints": "plan.touchpoints:TouchpointsScreen",
    "say": "say.say:SayScreen",
    "summary": "summary.summary:SummaryScreen",
    "review": "quarters.review:ReviewScreen",
    "changed": "quarters.changed:ChangedScreen",
}
"""Name of a screen (its words in screens/, its picture) → its module in ui/ and its class, imported on first use."""


def screen_named(name: str) -> Page:
    """A new screen of this name."""
    module, _, class_name = SCREENS[name].partition(":")
    screen = getattr(import_module(f"trueup.ui.{module}"), class_name)()
    assert isinstance(screen, Page)
    return screen


class Going(Dressed):
    """An app with screens to go to."""

    session: Session
    is_open = False
    """Whether there is a session."""

    def keep_typed(self) -> None:
        """Take what stands in the fields of any screen as answered."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Page) and self.is_open:
                screen.keep_typed()

    def go(self, name: str) -> None:
        """To a screen, from home; *back* from there leads home. One that is under this one is gone back to."""
        self.keep_typed()
        if name != "home":
            wanted = screen_named(name)
            self.down_to(2)
            self.push_screen(wanted)
        else:
            self.down_to(2)

    def go_to_answer(self, source: str, row: str = "") -> None:
        """To the question of an area, or to the rows a field belongs to; *back* from there leads here."""
        self.keep_typed()
        home = source.partition(".")[0]
        screen = screen_named(home)
        screen.visit(source, row)
        self.push_screen(screen)

    def begin(self) -> None:
        """From the name of the business to the first question, with home beneath."""
        self.down_to(1)
        self.push_screen(screen_named("home"))
        self.go_to_next(self.session.next)

    def fresh_home(self, saying: str = "", sheet: Sheet | None = None) -> None:
        """Home, drawn anew: another quarter is shown now. `saying`, and maybe a sheet, tell what was done."""
        self.down_to(1)
        home = screen_named("home")
        self.push_screen(home)
        self.call_after_refresh(self._tell, home, saying, sheet)

    def _tell(self, page: Page, saying: str, sheet: Sheet | None) -> None:
        page.say(plain(saying))
        if sheet is not None:
            page.raise_sheet(sheet)

    def show_mismatch(self, check: str) -> None:
        """To the card of a mismatch; *back* from there leads here."""
        from trueup.ui.mismatches.card import CardScreen

        self.keep_typed()
        self.push_screen(CardScreen(check))

    def show_topic(self, topic: str) -> None:
        """To the line of a topic in the matrix; *back* from there leads here."""
        self.keep_typed()
        screen = screen_named("matrix")
        screen.visit(topic, "")
        self.push_screen(screen)

    def go_on_after(self, area: Area) -> None:
        """From the end of an area to what is next."""
        following = self.session.next_after(area)
        if following is None:
            self.go("home")
        else:
            self.go_to_next(following)

    def go_on_from(self, rows: RowKind) -> None:
        """The rows are written down: on from where they were begun, or back to where one came from."""
        self.keep_typed()
        before = self.screen_stack[-2]
        if not (isinstance(before, Page) and before.go_past(rows)):
            self.step_back()

    def go_to_next(self, following: Next) -> None:
        """To a stop of an area, or to the screen that is next."""
        if following == "quarter":
            from trueup.ui.palette_quarters import begin_quarter

            begin_quarter(cast("TrueupApp", self))
        elif isinstance(following, str):
            self.go(following)
        else:
            self.down_to(2)
            self.push_area(following.area, following.id)

    def push_area(self, area: Area, stop: str) -> None:
        """An area at one of its stops, on top of what there is."""
        screen = screen_named(area)
        screen.start_at(stop)
        self.push_screen(screen)

    def step_back(self) -> None:
        """To the screen before this one; from home there is none."""
        if len(self.screen_stack) > 2:
            self.pop_screen()

    def down_to(self, depth: int) -> None:
        """Take screens away until this many are left."""
        while len(self.screen_stack) > depth:
            self.pop_screen()
