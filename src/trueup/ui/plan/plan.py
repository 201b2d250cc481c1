"""The screen of the plan: the fixes under way and their tests or, without any, fixes to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import FixId, Status
from trueup.content.model import Fix
from trueup.engine import experiments as trials
from trueup.engine.decisions import reopened
from trueup.engine.model import Mismatch, TriedFix
from trueup.engine.plan import MOST_ACTIVE, Followed, changed, next_best, statuses, still_said, with_status
from trueup.paths import expanded, short_path
from trueup.storage.errors import NotSaved
from trueup.ui.base.background import WORKING_OUT, WorkedOut
from trueup.ui.base.form_sheet import Deciding, Listed
from trueup.ui.base.form_sheet import Part as FormPart
from trueup.ui.base.page import MOST_SAID
from trueup.ui.base.rows import Numbered, Ways, digit, digit_keys, numbered, words
from trueup.ui.base.sheet import Asking, Cut, IfRoom, Part, Reading, one_below_the_other, show_in
from trueup.ui.base.signs import one_of, sign
from trueup.ui.base.text import KEY, MUTED, Hung, Line, heading, muted, path_ending, plain, shorten
from trueup.ui.drawing.due_today import Look, look_rows, looks
from trueup.ui.drawing.fix_lines import FixLines
from trueup.ui.drawing.plan_text import follow_up_lines, status_words, test_lines
from trueup.ui.drawing.statement_list import mismatch_lines
from trueup.ui.plan import best_set
from trueup.ui.plan.experiment_sheet import (
    AGAIN,
    BEGIN,
    COUNT,
    channels_sheet,
    doubts,
    told_of,
    trial_sheet,
    why_not,
)
from trueup.ui.plan.touchpoints import touchpoint_lines, touchpoints_in_brief
from trueup.wording import vocabulary

STATUSES: dict[Status, str] = {
    "chosen": "Chosen, not begun",
    "doing": "Doing it",
    "testing": "Testing it",
    "done": "Done",
    "dropped": "Dropped",
}
"""Status of a fix → its name in the list of statuses."""

CALENDAR = "calendar"
"""The id of the form that asks for the folder of the calendar file."""

AWAITED = "awaited:"
"""Prefix of the row id of a mismatch whose fix is still being worked out."""

MORE_KEYS = Content.assemble(
    ("*", KEY), ("  best set for your hours   ", MUTED), ("#", KEY), ("  try things out", MUTED)
)
"""Two keys for which the keys line has no room at 80 columns."""


class PlanRows(Numbered):
    """The list of fixes and of what is due. What Enter does depends on the row: see `PlanScreen.can_do`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.card", "card", id="plan.card"),
        Binding("enter", "screen.choose", "choose", id="plan.choose"),
        Binding("enter", "screen.look", "open", id="plan.look"),
        *digit_keys("pick", "open or choose", "numbered.pick", show=False),
    ]


class PlanScreen(best_set.SearchesBestSet):
    """Lists the fixes under way, or fixes to choose from."""

    VIEW = "Plan"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "status", "how far", key_display="Space", id="plan.status"),
        Binding("t", "test", "test", id="plan.test"),
        Binding("w", "touchpoints", "where to change it", id="plan.touchpoints"),
        Binding("a", "all", "all", id="plan.all"),
        Binding("asterisk", "best_set", "best set", show=False, id="plan.best-set"),
        Binding("colon", "hours", "hours it takes", show=False, id="plan.hours"),
        Binding("at", "calendar", "calendar file", show=False, id="plan.calendar"),
    ]

    def __init__(self, testing: FixId | None = None) -> None:
        """`testing` is a fix of the plan; the form of its test is opened at the start."""
        super().__init__()
        self._testing = testing
        self._all = False
        """Whether to list also fixes that are done or dropped, and all that could be chosen."""
        self._followed: tuple[Followed, ...] = ()
        self._offered: tuple[TriedFix, ...] = ()
        self._awaited: tuple[Mismatch, ...] = ()
        """The mismatches for which fixes to choose are being worked out. Until they are known, the list names these."""
        self._later: tuple[TriedFix, ...] = ()
        """The fixes that could be chosen but aren't listed."""
        self._looks: list[Look] = []
        self._warned: list[tuple[str, dict[str, str]]] = []
        """Warnings that a test may tell nothing, with the form's contents. Submitting the same begins the test."""

    @property
    def is_ready(self) -> bool:
        """Whether the plan can be shown; without fixes of the last quarter, only after the comparison."""
        return self.session.opens_plan

    def body(self) -> Iterable[Widget]:
        """The fixes, the test of the marked one and, if there is room, further texts below or beside them."""
        yield Horizontal(
            Vertical(
                *(Static(id="plan-lead"), PlanRows(id="plan"), Static(id="plan-detail"), IfRoom(self._below)),
                id="plan-list",
            ),
            VerticalScroll(Static(), id="plan-beside", can_focus=False),
            id="plan-desk",
        )

    async def show(self) -> None:
        """Redraw everything; the mark stays where it was. If a test was asked for, open its form."""
        self.draw()
        if self.sheet is None:
            self.query_one(PlanRows).focus()
        testing, self._testing = self._testing, None
        if testing is not None:
            self.query_one(PlanRows).mark(str(testing))
            self.action_test()

    # What it shows ---------------------------------------------------------

    @on(WorkedOut)
    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""
        session, analysis = self.session, self.session.analysis
        plan = analysis.plan
        is_known = self.begin_first_fixes()
        later = analysis.all_candidates if is_known else ()
        is_open = tuple(each for each in plan if each.is_open)
        has_room = len(is_open) < MOST_ACTIVE
        self._followed = plan if self._all else is_open
        self._offered = later if self._all else analysis.candidates if is_known and has_room else ()
        planned = {each.planned.check for each in plan}
        unplanned = [each for each in analysis.findings.leaders if each.id not in planned]
        self._awaited = tuple(unplanned[:MOST_ACTIVE]) if has_room and not is_known else ()
        shown = {tried.id for tried in self._offered}
        self._later = tuple(tried for tried in later if tried.id not in shown)
        self._looks = looks(session)
        self.place(f"{len(is_open)} now, {len(later)} later" if is_known else "")
        lead = MORE_KEYS
        if not is_known:
            lead = plain(WORKING_OUT, MUTED)
        elif not self._followed and not (self._looks and self._offered):
            lead = plain(self.texts["none" if self._offered else "nothing"], MUTED)
        gain = Content.styled("gain", MUTED) if self._followed or self._offered else Content("")
        show_in(self, "#plan-lead", [Line(text=lead, right=gain)])
        self.query_one(PlanRows).refill(self._rows())
        self._show_detail()
        self.refresh_bindings()

    def _rows(self) -> Iterator[Option]:
        session = self.session
        for number, each in enumerate(self._followed, 1):
            yield Option(self._planned_lines(number, each), id=str(each.planned.id))
        # What is due comes before the fixes that aren't chosen: those fill a low window.
        if self._looks:
            yield words(*[Line()][: len(self._followed)], heading("Due"))
            yield from look_rows(self._looks, len(self._followed) + 1)
        above = len(self._followed) + len(self._looks)
        if above and (self._awaited or self._offered):
            told = "Not chosen" if self._awaited else "Not chosen; Enter chooses one"
            yield words(Line(), Line(text=Content.styled(told, MUTED)))
        for number, found in enumerate(self._awaited, above + 1):
            first = Line(text=Content.assemble(sign(found.verdict), "  ", plain(found.title)))
            lines = _two_lines(number, first, "Enter opens it; its fix comes in a moment")
            yield Option(lines, id=f"{AWAITED}{found.id}")
        for number, tried in enumerate(self._offered, above + 1):
            mismatch = session.findings.mismatch(tried.check)
            if mismatch is not None:
                under = [] if self._all else self._about(mismatch, None)
                drawn = FixLines(session.content, session.findings, mismatch, number, tried, under=under)
                yield Option(drawn, id=str(tried.id))

    def _planned_lines(self, number: int, each: Followed) -> Hung:
        screens, findings, status = self.session.content, self.session.findings, status_words(each, self.session.today)
        if each.tried is not None and each.mismatch is not None:
            under = self._about(each.mismatch, each)
            return FixLines(screens, findings, each.mismatch, number, each.tried, status, brief=True, under=under)
        told = f"nothing conflicts any more   {each.fix.effort}   {status}"
        return _two_lines(number, Line(text=plain(each.fix.do), right=Content("0.00")), told)

    def _about(self, mismatch: Mismatch, each: Followed | None) -> list[Hung]:
        """Return the lines below a fix if the window has room: its mismatch and, in a tall one, touchpoints."""
        if not (self.has_class("-mid") or self.has_class("-tall")):
            return []
        lines: list[Hung] = [Hung([Line(Content.assemble(sign(mismatch.verdict), "  "), plain(mismatch.title))])]
        if each is not None and each.touchpoints and self.has_class("-tall"):
            lines.append(touchpoints_in_brief(self, self.session.analysis, each))
        return lines

    @property
    def _row(self) -> str:
        """The id of the marked row; empty if no row is marked."""
        return self.query_one(PlanRows).marked or ""

    @property
    def _marked(self) -> Followed | None:
        return next((each for each in self._followed if str(each.planned.id) == self._row), None)

    @on(PlanRows.OptionHighlighted)
    def _show_detail(self) -> None:
        session, each = self.session, self._marked
        lines: list[Line] = []
        if each is not None:
            best = next_best(session.content, session.current, session.findings, each)
            then = f"{best.fix.do}   {best.gain:.2f}" if best else ""
            number = self._followed.index(each) + 1
            lines = list(test_lines(session.analysis, each, number, session.today, then))
            heard = [about for about in session.follow_ups if about.check == each.planned.check]
            lines += [*[Line()][: len(lines) and len(heard)], *follow_up_lines(session, heard)]
            if each.condition == "half applied":
                lines = [muted(self.texts["half"]), Line(), *lines]
            elif each.condition == "still conflicting" and (said := still_said(session.current, each)):
                still = plain(self.texts["still-said"].replace("{words}", f"“{shorten(said, MOST_SAID)}”"), MUTED)
                lines = [Line(text=still), Line(), *lines]
        show_in(self, "#plan-detail", lines, is_there=bool(lines))
        show_in(self, "#plan-beside Static", one_below_the_other(self._mismatch_and_touchpoints(each)))
        self.query_one(IfRoom).look_again()
        self.refresh_bindings()

    def _mismatch_and_touchpoints(self, each: Followed | None) -> Iterator[Part]:
        """Yield the mismatch of the marked row, and the touchpoints of `each`, the fix."""
        session = self.session
        found = session.findings.found(self._awaited_mark or FixId.of(self._row).check)
        if found:
            yield list(mismatch_lines(session.analysis, found))
        if each is not None and each.touchpoints:
            yield list(touchpoint_lines(self, session.analysis, each))

    def _below(self) -> Iterator[Part]:
        """Yield the parts below the fixes: mismatch and touchpoints, the shorter one first, unless a wide window shows
        them beside the fixes; then the fixes left for later.
        """
        if not self.has_class("-wide"):
            yield from sorted(self._mismatch_and_touchpoints(self._marked), key=len)
        if self._later:
            fixes = (
                Line(text=plain(tried.fix.do), right=Content.styled(f"{tried.gain:.2f}", MUTED))
                for tried in self._later
            )
            yield Cut((heading("Later", "a shows all"), *fixes))

    # What can be done ------------------------------------------------------

    @property
    def _awaited_mark(self) -> str:
        """The check of the marked row if its fix is still being worked out; otherwise empty."""
        return self._row.removeprefix(AWAITED) if self._row.startswith(AWAITED) else ""

    @property
    def _look(self) -> Look | None:
        return next((each for each in self._looks if each.id == self._row), None)

    @on(PlanRows.OptionSelected, "#plan")
    def _taken(self) -> None:
        {"look": self.action_look, "card": self.action_card, "choose": self.action_choose}[self._enter_does]()

    @property
    def _enter_does(self) -> Literal["look", "card", "choose"]:
        """What Enter does with the marked row: open what is due, open a mismatch's card, or choose a fix."""
        return "look" if self._look else "card" if self._marked or self._awaited_mark else "choose"

    def action_look(self) -> None:
        """Open a due test's form or a decision's card. If its mismatch is gone, ask whether it's still needed."""
        look, session = self._look, self.session
        if look is None:
            return
        if look.fix:
            self.query_one(PlanRows).mark(str(FixId(look.check, look.fix)))
            self.action_test()
        elif session.findings.found(look.check):
            self.navigator.show_mismatch(look.check)
        elif self.may_change():
            kept = session.current.accepted.get(look.check)
            reason = kept.reason if kept else session.current.objected[look.check]
            ways = Ways(*numbered({look.check: "It is not needed any more", "": "Leave it"}), id="unneeded")
            reasons = [muted(reason)]
            self.raise_sheet(Asking.titled(look.what, ways, more=reasons, id="no-longer-needed"), taken=self._take_off)

    def _take_off(self, check: str) -> None:
        if check:
            self.keep(reopened(self.session.current, check), saying="Taken off. z undoes it.")
        self.draw()
        self.query_one(PlanRows).focus()

    def action_card(self) -> None:
        """Open the card of the marked fix's mismatch."""
        if self._marked is not None:
            self.navigator.show_mismatch(self._marked.planned.check)
        elif self._awaited_mark:
            self.navigator.show_mismatch(self._awaited_mark)

    def action_choose(self) -> None:
        """Add the marked fix to the plan."""
        if self._row and self.take_fix(FixId.of(self._row)):
            self.draw()

    def action_status(self) -> None:
        """Ask how far the marked fix is, or for its test's numbers, without which the test has no result."""
        each = self._marked
        if each is None or not self.may_change():
            return
        ways: dict[str, str] = {status: STATUSES[status] for status in statuses(each.planned)}
        if not ways:
            test = each.planned.test
            is_over = test is not None and trials.is_over(test, self.session.today)
            told = "Say what was counted: that ends the test" if is_over else "Say what was counted so far"
            ways = {"result": told, "": "The test goes on"}
        listed = one_of(self, ways, each.planned.status, id="statuses")
        about = [muted(each.fix.do)]
        self.raise_sheet(Asking.titled(self.texts["status"], listed, more=about, id="status"), taken=self._set_status)

    def _set_status(self, taken: str) -> None:
        each, session = self._marked, self.session
        status = next((each for each in STATUSES if each == taken), None)
        if taken == "result":
            self.action_test()
        if each is None or status in (None, each.planned.status):
            return
        if self.keep(with_status(session.current, each.planned, status, session.today)):
            self._all = self._all or status in ("done", "dropped")  # keep listing the fix
            self.draw()
            now = self._marked
            if now is not None and session.is_saved:
                said = vocabulary.CONDITIONS[now.condition]
                self.say(f"{said[:1].upper()}{said[1:]}. z undoes it.")

    def action_touchpoints(self) -> None:
        """Open the touchpoints of the marked fix."""
        each = self._marked
        if each is not None:
            self.navigator.show_touchpoints(each.planned.id)

    def action_all(self) -> None:
        """List all fixes, also those done, dropped or not chosen, or only those under way."""
        self._all = not self._all
        self.draw()

    # A test ----------------------------------------------------------------

    def action_test(self) -> None:
        """Open the form of the marked fix's test."""
        session, each = self.session, self._marked
        if each is not None and self.may_change():
            self.raise_sheet(trial_sheet(session.analysis, each, session.today), taken=self._tested)

    @on(Listed.Asked, "#where")
    def _list_channels(self, event: Listed.Asked) -> None:
        listed = channels_sheet(self.session.analysis, self.texts["test-channel"], event.field.stood)
        self.raise_sheet(listed, taken=self.fill_in, keeps_open=True)

    def open_half_typed(self) -> None:
        """Open the form in which the founder was typing when trueup was killed."""
        for where in self.session.current.typed:
            form, _, about = where.partition("#")[0].partition(":")
            if form == best_set.ASK:
                self.action_best_set()
                return
            if form in (best_set.HOURS, BEGIN, COUNT, AGAIN):
                rows = self.query_one(PlanRows)
                if not rows.has(about):
                    self.action_all()  # the fix is done, or isn't chosen
                if rows.has(about):
                    rows.mark(about)
                    (self.action_hours if form == best_set.HOURS else self.action_test)()
                    return

    def _tested(self, form: Deciding) -> None:
        session, each = self.session, self._marked
        if each is None:
            return
        told = told_of(session.analysis, each, form, session.today)
        if isinstance(told, str):
            self.say(plain(why_not(session.analysis, each, told, session.today)))
            return
        said = form.said
        doubted = doubts(session.analysis, each, told, session.today)
        new = next((doubt for doubt in doubted if (doubt, said) not in self._warned), "")
        if new:
            self._warned.append((new, said))
            self.say(plain(new))
        elif self.keep(changed(session.current, each.planned, lambda _: told), saying="Saved. z undoes it."):
            self.lower_sheet()
            self.draw()
            self.query_one(PlanRows).focus()

    # The hours of a fix ----------------------------------------------------

    @property
    def _marked_fix(self) -> tuple[FixId, Fix] | None:
        """The fix of the marked row, with its id; also if the fix isn't planned. None for other rows."""
        planned = ((each.planned.id, each.fix) for each in self._followed)
        offered = ((tried.id, tried.fix) for tried in self._offered)
        return next((each for each in (*planned, *offered) if str(each[0]) == self._row), None)

    def action_hours(self) -> None:
        """Ask how many hours the marked fix takes."""
        marked, session = self._marked_fix, self.session
        if marked is not None and self.may_change():
            form = best_set.hours_sheet(self.texts, session.content, session.current.limits, *marked)
            self.raise_sheet(form, taken=self._hours_taken)

    def _hours_taken(self, asked: Deciding) -> None:
        marked, session = self._marked_fix, self.session
        if marked is None:
            return
        said = asked.said["hours"]
        limits = best_set.corrected(session.current.limits, marked[0], said)
        if limits is None:
            self.say(plain(self.texts["fix-hours-not"].replace("{name}", said)))
        elif self.keep(replace(session.current, limits=limits), saying="Saved. * counts with it; z undoes it."):
            self.lower_sheet()
            self.query_one(PlanRows).focus()

    # Other things ----------------------------------------------------------

    def action_calendar(self) -> None:
        """Ask for the folder of the calendar file, and suggest that of the summary."""
        if not self.is_only_tried():
            folder = FormPart("folder", "folder", short_path(self.session.summary_folder), "a folder on this computer")
            form = Deciding(self.texts["calendar"], "Enter writes it", [folder], id=CALENDAR)
            self.raise_sheet(form, taken=self._write_calendar)

    def _write_calendar(self, asked: Deciding) -> None:
        from trueup.export.calendar_file import reminder
        from trueup.export.write import AlreadyThere, default_name, write_bytes

        session, folder = self.session, expanded(asked.said["folder"])
        if not asked.said["folder"] or not folder.is_dir():
            self.say(self.texts["calendar-folder"])
            return
        self.lower_sheet()
        name = default_name(session.business, session.quarter, "ics")
        content = reminder(session.analysis, session.today, session.id)
        try:
            written = write_bytes(folder / name, content)
        except (AlreadyThere, NotSaved) as error:
            self.raise_sheet(Reading.saying("Not written", [Line(text=plain(str(error)))], id="not-written"))
        else:
            session.summary_folder = folder
            told = "Written and checked: "
            self.say(
                plain(told + path_ending(short_path(written), self.query_one("#plan-lead").size.width - len(told) - 2))
            )

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the actions that suit the marked row. Enter opens the card of a planned fix, chooses a fix that isn't
        planned, and opens what is due; *status*, *touchpoints* and *test* need a planned fix.
        """
        if action in ("status", "hours") and self.sheet is not None:
            return False
        if action == "hours":
            return self._marked_fix is not None
        if action in ("card", "choose", "look", "status", "touchpoints", "test"):
            rows = self.query(PlanRows)
            if not rows or rows.first().marked is None:
                return False
            is_of_fix = action in ("status", "touchpoints", "test")
            return self._marked is not None if is_of_fix else action == self._enter_does
        return super().can_do(action, parameters)


def _two_lines(number: int, first: Line, under: str) -> Hung:
    """Return the lines of a row: its number with the first line, and quiet words below."""
    lead = Content.assemble((digit(number), KEY), "  ")
    return Hung([first._replace(lead=lead), Line(Content(" " * lead.cell_length), plain(under, MUTED))])
