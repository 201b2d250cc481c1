"""Home: what to do next, how far each area is and, after the first comparison, the first mismatches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import Audit, Standing
from trueup.content.model import AREAS
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import Item, Progress, essentials_left, items, progress, wording
from trueup.engine.model import Findings, Mismatch
from trueup.engine.plan import first
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.session.next_step import follows_page, next_step
from trueup.ui.base.background import WORKING_OUT, WorkedOut
from trueup.ui.base.head import gauge
from trueup.ui.base.page import Body, View
from trueup.ui.base.rows import GUTTER, Rows, entry, words
from trueup.ui.base.sheet import one_below_the_other
from trueup.ui.base.signs import sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, Raised, heading, muted, plain, signed
from trueup.ui.drawing.due_today import due_lines, home_lines, looks, notice, strain_lines
from trueup.ui.drawing.plan_text import under_way_lines
from trueup.ui.home.quarter_lines import (
    begins,
    by_quarter,
    in_review,
    minutes_left,
    only_to_read,
    points,
    unheard_sheet,
)
from trueup.wording.findings import decides, settled, who_moves
from trueup.wording.vocabulary import DECISIONS, SIGNS

NEXT, OWN = "next", "own"
FIRST = 3
"""How many mismatches a low window shows; a tall one shows all of them."""

FEW = 8
"""Home offers to compare if no more essentials than this are missing: a founder may leave some blank on purpose."""

FIRST_OF_MORE = 7
"""How many mismatches a window of medium height shows."""


class HomeRows(Rows):
    """The rows of home. *Next* draws its own bar, at the edge of its background."""

    def has_bar(self, option: Option) -> bool:
        """Whether a row gets the bar in the margin if it's marked. *Next* doesn't, because it draws its own."""
        return option.id != NEXT and super().has_bar(option)

    def render_line(self, y: int) -> Strip:
        """Render one line. The margin before *Next* keeps the background of the page, even if *Next* is marked."""
        strip = super().render_line(y)
        if self.marked != NEXT or not (style := next((each.style for each in strip if each.style), None)):
            return strip
        if style.meta.get("option") != self.highlighted:
            return strip
        return Strip([Segment(" " * GUTTER, self.rich_style), *strip.crop(GUTTER)], strip.cell_length)

    def action_pick(self, number: int) -> None:
        """Open the area with this digit. Other rows have no digit."""
        if number <= len(AREAS):
            self.mark(AREAS[number - 1])
            self.action_select()


ROWS_AROUND = 6
"""The rows around the body of a wide window: head, map, rule, the blank row above the body, notice and keys."""


class HomeScreen(View):
    """The first screen of an open business. From every other screen, *back* leads here in the end."""

    VIEW = "Home"
    KEY_WORDS: ClassVar[dict[str, str]] = {
        "select": "go on",
        "pick": "area",
        "go('mismatches')": "mismatches",
        "go('plan')": "plan",
        "go('summary')": "summary",
        "command_palette": "more",
    }

    IS_START = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "my own business", id="home.own"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._has_told = False
        self._room = (False, False, 0)  # the result of `_room_now` when home was last drawn

    def body(self) -> Iterable[Widget]:
        """The list and, in a wide window, the panel beside it."""
        yield Horizontal(HomeRows(id="home"), Static(id="aside"), id="beside")

    async def show(self) -> None:
        """Redraw everything, with the mark on *Next*."""
        if not self.session.read_only:
            self.session.look_at("")
        self._room = self._room_now()
        self.begin_first_fixes()
        rows = self.query_one(HomeRows)
        rows.refill(self._options())
        rows.mark(NEXT)
        rows.focus()
        self._draw_aside()
        self.refresh_bindings()
        self._tell_due()
        if self.session.unheard:
            self.raise_sheet(unheard_sheet(self.session))
            self.session.unheard = ()

    @on(WorkedOut)
    def _first_fixes_known(self) -> None:
        """Show the fixes to do first, keeping the mark where it is."""
        self.query_one(HomeRows).refill(self._options())

    def _tell_due(self) -> None:
        """Show a notice of what is due, but only once after the file was opened."""
        session = self.session
        told, self._has_told = self._has_told, True
        if not told and not session.is_finished and (saying := notice(looks(session))):
            self.say(saying)

    def fit(self) -> None:
        """Redraw home if it has more or less room than before: how much it shows depends on that."""
        before, self._room = self._room, self._room_now()
        if before != self._room:
            self.query_one(HomeRows).refill(self._options(), NEXT)
            self._draw_aside()

    def _room_now(self) -> tuple[bool, bool, int]:
        return self.has_class("-mid"), self.has_class("-tall"), self._height if self.has_class("-wide") else 0

    @property
    def _height(self) -> int:
        """The height of the body in rows, estimated before the first frame, so that it has the side panel."""
        return self.query_one(Body).content_region.height or self.app.size.height - ROWS_AROUND

    def _draw_aside(self) -> None:
        if not self.has_class("-wide"):
            return
        from trueup.ui.home.side_panel import Aside  # slow to load, and only a wide window has room for it

        self.query_one("#aside", Static).update(Aside(self.session, self._height))

    @property
    def digits(self) -> int:
        """How many digits do something: one for each area."""
        return len(AREAS)

    # What it shows ---------------------------------------------------------

    def _options(self) -> Iterator[Option]:
        yield Option(Raised(self._next()), id=NEXT)
        yield words(Line())
        left = progress(self.session.content, self.session.current, self.session.stopwatch.pace)
        yield words(heading("Areas", self._at_your_pace()))
        for number, area in enumerate(AREAS, 1):
            title = self.session.content.screens[area].title
            yield Option(Hung([_area_line(number, title, left[area], with_minutes=not self.session.due)]), id=area)
        yield words(Line())
        yield from self._mismatches()
        session = self.session
        if not self.has_class("-wide"):
            yield from self._coming()
        if session.is_sample:
            yield words(Line())
            yield entry("+", Content.styled(self.texts["own"], STRONG), id=OWN)

    def _coming(self) -> Iterator[Option]:
        """Yield what is due, unless listed elsewhere, or else the latest quarters' figures, or how it feels."""
        session = self.session
        if not self.has_class("-tall") and (wanted := home_lines(looks(session))):
            yield words(Line())
            yield Option(Hung(wanted), id="plan")
        elif rows := by_quarter(points(session)) or list(strain_lines(session.analysis)):
            yield words(Line(), *rows)

    def _at_your_pace(self) -> Content:
        """Return the words beside *Areas*, such as `34 min left at your pace  ^r pause`."""
        minutes, at_pace = minutes_left(self.session), self.session.stopwatch.at_pace
        if not minutes or self.session.read_only:
            return Content.styled(f"left{at_pace}" if minutes else "", MUTED)
        return Content.assemble((f"{minutes} min left{at_pace}  ", MUTED), ("^r", KEY), (" pause", MUTED))

    def _next(self) -> list[Line]:
        session = self.session
        if session.read_only and not session.begins:
            return only_to_read(session)
        following = next_step(session)
        if following == "quarter":
            what = begins(session)
        elif following == "review":
            what = in_review(session)
        elif following == "compare":
            what = ("Compare now", self.texts["enough"], "")
        elif following == "plan":
            known = session.analysis.knows_first_fixes
            fix = first(session.content, session.current, session.findings) if known else None
            what = ("Do this first", fix.do if fix else WORKING_OUT, "")
        elif following == "mismatches":
            found = session.findings.mismatches[0]
            what = ("The first mismatch", found.title, f"impact {found.impact:.2f}")
        elif following == "summary":
            what = ("Summary", self.texts["done"], "")
        else:
            what = self._next_item(following)
        return [
            Line(text=Content.assemble(("Next", KEY), "   ", (what[0], MUTED))),
            Line(text=plain(what[1], STRONG)),
            *([muted(what[2])] if what[2] else []),
        ]

    def _next_item(self, item: Item) -> tuple[str, str, str]:
        session = self.session
        stops = items(session.content, session.current, item.area)
        at = next((n for n, stop in enumerate(stops, 1) if stop.id == item.id), 1)
        area = session.content.screens[item.area].title
        if item.question:
            what, text = f"{area}, question {at} of {len(stops)}", wording(session.current, item.question)
        else:
            what, text = f"{area}, its last step", session.content.screens[item.id].title
        if session.current.compared:
            waiting = next((each for each in session.findings.needs_answer if each.question == item.id), None)
            decided = decides(session.analysis, waiting) if waiting else ""
            return what, text, f"It would decide {decided}" if decided else ""
        if follows_page(session):
            return what, text, self.texts["page"]
        left = len(essentials_left(session.content, session.current))
        needed = "1 more answer" if left == 1 else f"{left} more answers"
        if session.quarters.before(session.quarter):
            return what, text, f"{needed}, then you can compare the quarters"
        return what, text, f"{needed} {'gives' if left == 1 else 'give'} the first picture"

    def _mismatches(self) -> Iterator[Option]:
        session = self.session
        if not session.current.compared:
            yield words(heading("Mismatches"), muted(self.texts["not-yet"]))
            if 0 < len(essentials_left(session.content, session.current)) <= FEW:
                yield Option(Hung([Line(text=plain(self.texts["anyway"]))]), id="compare")
            return
        findings = session.findings
        yield words(heading("Mismatches", f"{findings.decided} of {findings.possible} checks judged"))
        found = session.findings.leaders
        if not found:
            yield words(muted(self.texts["none"]))
        most = None if self.has_class("-tall") else FIRST_OF_MORE if self.has_class("-mid") else FIRST
        for mismatch in found[:most]:
            yield _mismatch(mismatch)
        if self.has_class("-tall"):
            yield from decided(session.current, findings)
        kept = "" if self.has_class("-tall") else settled(findings)
        these = "the one above" if len(found) == 1 else f"all {len(found)}" if found else ""
        every = ", ".join([part for part in (these, kept, "what agrees") if part]) + ", and what needs an answer"
        yield entry("m", Content.styled(every, MUTED), id="mismatches")
        if self.has_class("-tall"):
            if session.analysis.knows_first_fixes:
                yield from first_fixes(session.analysis)
            else:
                yield words(Line(), heading("Do these first"), muted(WORKING_OUT))
        if self.has_class("-tall") and not self.has_class("-wide"):
            under_way = list(under_way_lines(session.analysis.plan, session.today))
            parts = [part for part in (under_way, due_lines(session)) if part]
            yield words(Line(), *one_below_the_other(parts), Line())

    # Going -----------------------------------------------------------------

    @on(Rows.OptionSelected, "#home")
    def _taken(self, event: Rows.OptionSelected) -> None:
        id = event.option_id or ""
        session = self.session
        if id == NEXT and session.is_locked:
            self.navigator.open_again()
        elif id == NEXT and session.is_finished and not session.begins:
            self.navigator.show_quarter(session.quarters.newest)
        elif id == NEXT:
            self.navigator.go_on()
        elif id == OWN:
            self.action_add()
        elif id in SPECIAL:
            self.navigator.go(id)
        else:
            self.navigator.show_mismatch(id.split(":")[1])  # the id is `check:…`, or `fix:…` with the check and its fix

    def action_add(self) -> None:
        """Leave the sample, and open or start the founder's own business."""
        self.navigator.begin_own()

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *my own business* only in the sample."""
        if action == "add":
            return self.navigator.is_open and self.session.is_sample
        return super().can_do(action, parameters)


SPECIAL = (*AREAS, "compare", "mismatches", "plan")
"""The ids of rows that are named after the screen they lead to."""


def _area_line(number: int, title: str, left: Progress, *, with_minutes: bool) -> Line:
    """Return the line of an area, with its progress. During a review it has no minutes (`with_minutes`)."""
    done = left.done == left.total
    minutes = "done" if done else f"{left.minutes} min" if with_minutes else ""
    right = f"   {f'{left.done} of {left.total}':>8}{minutes:>9}"
    # Draw the gauge of a finished area faintly, to draw attention to what is left.
    heavy = "$gauge-off" if done else "$accent"
    return Line(
        Content.assemble((str(number), KEY), f"  {title:<13}"),
        right=Content.styled(right, MUTED),
        fill=lambda width: gauge(width, left.done, left.total, heavy=heavy),
    )


def _mismatch(found: Mismatch) -> Option:
    right = Content.assemble((f"{SEVERITY_WORDS[found.severity]:<8}", MUTED), f"{found.impact:6.2f}")
    line = Line(Content.assemble(sign(found.verdict), "  "), plain(found.title), right)
    return Option(Hung([line]), id=f"check:{found.id}")


def first_fixes(analysis: Analysis) -> Iterator[Option]:
    """Yield a row for each fix to do first, which leads to the card of its mismatch."""
    fixes = analysis.leading_fixes
    if not fixes:
        return
    yield words(Line(), heading("Do these first", "gain"))
    for number, tried in enumerate(fixes, 1):
        found = analysis.findings.mismatch(tried.check)
        who = f"{who_moves(tried.fix, found.statements)}, {tried.fix.effort}" if found else tried.fix.effort
        gain = Content.assemble((who, MUTED), f"{signed(tried.gain):>8}")
        lines = Hung([Line(Content(f"{number}  "), plain(tried.fix.do), gain)])
        # Two of these fixes can solve the same mismatch, so the id must also name the fix.
        yield Option(lines, id=f"fix:{tried.check}:{tried.fix.key}")


def decided(audit: Audit, findings: Findings) -> Iterator[Option]:
    """Yield a row for each mismatch that is accepted or *not true here*, which leads to its card."""
    groups: dict[Standing, Sequence[Mismatch]] = {"accepted": findings.accepted, "objected": findings.objected}
    for how, group in groups.items():
        for found in group:
            review = audit.accepted[found.id].review if how == "accepted" else None
            right = Content.styled(DECISIONS[how] + (f", review {review}" if review else ""), MUTED)
            line = Line(Content(f"{SIGNS[how]}  "), plain(found.title, MUTED), right)
            yield Option(Hung([line]), id=f"check:{found.id}")
