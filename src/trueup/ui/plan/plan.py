"""The plan: the fixes under way, how far each is, the test of the marked one; else those to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.decisions import reopened
from trueup.engine.model import TriedFix
from trueup.engine.plan import Followed, candidates, changed, followed, next_best, status_after, with_status
from trueup.paths import short_path
from trueup.storage.errors import NotSaved
from trueup.ui.base.form_sheet import Deciding
from trueup.ui.base.rows import Numbered, Rows, entry, words
from trueup.ui.base.scroll_sheet import Asking, Reading
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, paragraphs, path_ending, plain
from trueup.ui.drawing.agenda import Look, look_rows, looks
from trueup.ui.drawing.plan_text import status_words, test_lines
from trueup.ui.mismatches.fix_choice import Chooses
from trueup.ui.mismatches.fix_list import fix_lines
from trueup.ui.plan.experiment_sheet import told_of, trial_sheet, why_not
from trueup.ui.plan.touchpoints import TouchpointsScreen
from trueup.wording import vocabulary


class PlanRows(Numbered):
    """Fixes: Enter opens the card of one that is planned, and chooses one that isn't."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.card", "card", id="plan.card"),
        Binding("enter", "screen.choose", "choose", id="plan.choose"),
        Binding("enter", "screen.look", "open", id="plan.look"),
    ]


class PlanScreen(Chooses):
    """What is being done about it."""

    VIEW = "Plan"
    KEY_WORDS: ClassVar[dict[str, str]] = {}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "status", "status", id="plan.status"),
        Binding("t", "test", "test", id="plan.test"),
        Binding("w", "touchpoints", "where to change it", id="plan.touchpoints"),
        Binding("a", "all", "all", id="plan.all"),
        Binding("r", "remind", "calendar", id="plan.remind"),
        Binding("question_mark", "why", "what the plan shows", show=False, id="plan.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        """Whether what is closed, and what could be chosen later, is shown too."""
        self._followed: tuple[Followed, ...] = ()
        self._offered: tuple[TriedFix, ...] = ()
        self._looks: list[Look] = []

    def body(self) -> Iterable[Widget]:
        """The fixes; under them the test of the marked one."""
        yield Static(id="plan-lead")
        yield PlanRows(id="plan")
        yield Static(id="plan-detail")

    async def show(self) -> None:
        """Everything anew, the mark where it was."""
        if not self.session.current.compared:
            self.navigator.instead("compare")
            return
        self._draw()
        self.query_one(PlanRows).focus()

    # What it shows ---------------------------------------------------------

    def _draw(self) -> None:
        session = self.session
        content, audit, findings = session.content, session.current, session.findings
        plan = followed(content, audit, findings)
        later = candidates(content, audit, findings, all=True)
        is_open = [each for each in plan if each.is_open]
        self._followed = plan if self._all else tuple(is_open)
        leading = () if is_open else candidates(content, audit, findings)
        self._offered = later if self._all else leading
        self._looks = looks(session)
        self.place(f"{len(is_open)} now, {len(later)} later")
        texts = content.screens["plan"].texts
        lead = "" if self._followed else texts["none" if self._offered else "nothing"]
        gain = Content.styled("gain", MUTED) if self._followed or self._offered else Content("")
        self.query_one("#plan-lead", Static).update(Hung([Line(text=plain(lead, MUTED), right=gain)]))
        self.query_one(PlanRows).refill(self._rows())
        self._show_detail()
        self.refresh_bindings()

    def _rows(self) -> Iterator[Option]:
        session = self.session
        for number, each in enumerate(self._followed, 1):
            yield Option(self._planned_lines(number, each), id=f"{each.planned.check} {each.planned.fix}")
        if self._followed and self._offered:
            yield words(Line(), Line(text=Content.styled("Not chosen; Enter chooses one", MUTED)))
        for number, tried in enumerate(self._offered, len(self._followed) + 1):
            mismatch = session.findings.mismatch(tried.check)
            if mismatch is not None:
                lines = fix_lines(session.content, session.findings, mismatch, number, tried)
                yield Option(lines, id=f"{tried.check} {tried.fix.key}")
        if self._looks:
            yield words(Line(), Line(text=Content.styled("Due", STRONG)))
            yield from look_rows(self._looks, len(self._followed) + len(self._offered) + 1)

    def _planned_lines(self, number: int, each: Followed) -> Hung:
        session = self.session
        status = status_words(each, session.today)
        if each.tried is not None and each.mismatch is not None:
            return fix_lines(session.content, session.findings, each.mismatch, number, each.tried, status, brief=True)
        lead = Content.assemble((str(number) if number <= 9 else " ", KEY), "  ")
        under = f"nothing conflicts any more   {each.fix.effort}   {status}"
        hang = Line(Content(" " * lead.cell_length), plain(under, MUTED))
        return Hung([Line(lead, plain(each.fix.do), Content("0.00")), hang])

    @property
    def _marked(self) -> Followed | None:
        marked = self.query_one(PlanRows).marked
        return next((each for each in self._followed if f"{each.planned.check} {each.planned.fix}" == marked), None)

    @on(PlanRows.OptionHighlighted)
    def _show_detail(self) -> None:
        session, each = self.session, self._marked
        lines: list[Line] = []
        if each is not None:
            best = next_best(session.content, session.current, session.findings, each)
            then = f"{best.fix.do}   {best.gain:.2f}" if best else ""
            number = self._followed.index(each) + 1
            lines = list(test_lines(session.content, session.current, each, number, session.today, then))
            if each.condition == "half applied":
                lines = [Line(text=plain(session.content.screens["plan"].texts["half"], MUTED)), Line(), *lines]
        self.query_one("#plan-detail", Static).update(Hung(lines))
        self.refresh_bindings()

    # What can be done ------------------------------------------------------

    @property
    def _look(self) -> Look | None:
        marked = self.query_one(PlanRows).marked
        return next((each for each in self._looks if each.id == marked), None)

    @on(PlanRows.OptionSelected, "#plan")
    def _taken(self) -> None:
        if self._look is not None:
            self.action_look()
        elif self._marked is not None:
            self.action_card()
        else:
            self.action_choose()

    def action_look(self) -> None:
        """What is due: a test that is over; the card of a decision, or what to do with one that is not needed now."""
        look, session = self._look, self.session
        if look is None:
            return
        if look.fix:
            self.query_one(PlanRows).mark(f"{look.check} {look.fix}")
            self.action_test()
        elif session.findings.found(look.check):
            self.navigator.show_mismatch(look.check)
        elif not session.read_only or self.keep(session.current):
            kept = session.current.accepted.get(look.check)
            reason = kept.reason if kept else session.current.objected[look.check]
            lines = [Line(text=plain(look.what, STRONG)), Line(text=plain(reason, MUTED)), Line()]
            ways = Rows(
                entry("1", "It is not needed any more", id=look.check), entry("2", "Leave it", id=""), id="unneeded"
            )
            self.raise_sheet(Asking(Static(Hung(lines)), ways, id="no-longer-needed"))

    @on(Rows.OptionSelected, "#unneeded")
    def _unneeded(self, event: Rows.OptionSelected) -> None:
        event.stop()
        self.lower_sheet()
        if event.option_id:
            self.keep(reopened(self.session.current, event.option_id), saying="Taken off. z takes it back.")
        self._draw()
        self.query_one(PlanRows).focus()

    def action_card(self) -> None:
        """The card of the mismatch the marked fix is for."""
        if self._marked is not None:
            self.navigator.show_mismatch(self._marked.planned.check)

    def action_choose(self) -> None:
        """Take the marked fix into the plan."""
        check, _, fix = (self.query_one(PlanRows).marked or "").partition(" ")
        if check and self.take_fix(check, fix):
            self._draw()

    def action_status(self) -> None:
        """The next status; what was dropped begins again."""
        each = self._marked
        if each is None:
            return
        status = status_after(each.planned)
        if status == "chosen":
            self.action_choose()
            return
        session = self.session
        if self.keep(with_status(session.current, each.planned, status, session.today)):
            self._all = self._all or status in ("done", "dropped")  # it stays in sight
            self._draw()
            now = self._marked
            if now is not None and session.is_saved:
                said = vocabulary.CONDITIONS[now.condition]
                self.say(f"{said[:1].upper()}{said[1:]}. z takes it back.")

    def action_touchpoints(self) -> None:
        """Where the marked fix has to be made."""
        each = self._marked
        if each is not None:
            self.app.push_screen(TouchpointsScreen(each.planned.check, each.planned.fix))

    def action_all(self) -> None:
        """What is closed and what could be chosen too, or only what is under way."""
        self._all = not self._all
        self._draw()

    # A test ----------------------------------------------------------------

    @property
    def keeps(self) -> bool:
        """While a test is being written down, Ctrl+S keeps it."""
        return isinstance(self.sheet, Deciding)

    def action_test(self) -> None:
        """Ask for the numbers of a test: before it begins, while it runs, and once more at the end."""
        session, each = self.session, self._marked
        if each is not None and (not session.read_only or self.keep(session.current)):
            self.raise_sheet(trial_sheet(session.content, session.current, session.findings, each, session.today))

    @on(Deciding.Taken)
    def _tested(self, event: Deciding.Taken) -> None:
        session, each = self.session, self._marked
        if each is None:
            return
        told = told_of(session.content, session.current, each, event.deciding, session.today)
        if isinstance(told, str):
            self.say(plain(why_not(session.content, session.current, each, told, session.today)))
        elif self.keep(changed(session.current, each.planned, lambda _: told), saying="Saved. z takes it back."):
            self.lower_sheet()
            self._draw()
            self.query_one(PlanRows).focus()

    # Other things ----------------------------------------------------------

    def action_remind(self) -> None:
        """Write the calendar file, beside the summary."""
        from trueup.export.reminder import reminder
        from trueup.export.write import AlreadyThere, default_name, write_bytes

        session = self.session
        name = Path(default_name(session.business, session.quarter)).with_suffix(".ics")
        content = reminder(session.content, session.current, session.today, session.id)
        try:
            written = write_bytes(Path.cwd() / name, content)
        except (AlreadyThere, NotSaved) as error:
            self.raise_sheet(Reading.saying("Not written", [Line(text=plain(str(error)))], id="not-written"))
        else:
            told = "Written and checked: "
            self.say(
                plain(told + path_ending(short_path(written), self.query_one("#plan-lead").size.width - len(told) - 2))
            )

    def action_why(self) -> None:
        """What the plan shows."""
        screen = self.session.content.screens["plan"]
        self.raise_sheet(Reading.saying("The plan", paragraphs(screen.texts["help"]), id="why"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A fix that is planned has a card, a status, touchpoints and a test; one that isn't can be chosen."""
        if action in ("card", "choose", "look", "status", "touchpoints", "test"):
            rows = self.query(PlanRows)
            if not rows or rows.first().marked is None:
                return False
            is_planned = self._marked is not None
            means = "look" if self._look else "card" if is_planned else "choose"
            return action == means or (is_planned and action not in ("card", "choose", "look"))
        return super().check_action(action, parameters)
