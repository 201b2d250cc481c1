"""The screen *What changed*: compares the mismatches or the answers of two quarters, and shows the trend over all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.place import Place
from trueup.content.model import RowKind
from trueup.engine.history import Change
from trueup.export.changes_and_trend import changes_markdown
from trueup.ui.base.page import View
from trueup.ui.base.rows import GUTTER
from trueup.ui.base.sheet import Asking, Reading, show_in
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, muted, paragraphs, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.drawing.plan_text import GROUP, follow_up_rows, group_row
from trueup.ui.quarters.trend_chart import BY_THE_RULE, Trend, Undigited, answer_rows, changed_rows, group_rows
from trueup.wording.changes import (
    AnswerDifference,
    by_channel,
    by_severity,
    carried,
    differences,
    moment,
    title_in,
)
from trueup.wording.findings import count

LOOK_AT: Mapping[RowKind, str] = {"channel": "channel.customers", "promise": "promise.words"}
"""Kind of row → the field to which a follow-up about such a row leads."""


class ChangedScreen(View):
    """Compares two quarters: at first this one and the one before. Keys choose others."""

    VIEW = "What changed"
    HAS_KEYS = "#changes"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "open"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "since(-1)", "since", key_display="[ ]", id="changed.since-earlier"),
        Binding(
            "right_square_bracket", "since(1)", "since, later", key_display="]", show=False, id="changed.since-later"
        ),
        Binding("comma", "until(-1)", "until", key_display=", .", id="changed.until-earlier"),
        Binding("full_stop", "until(1)", "until, later", show=False, id="changed.until-later"),
        Binding("f", "filter", "answers", id="changed.filter"),
        Binding("a", "all", "all of the trend", id="changed.all"),
        Binding("v", "statements", "every quarter", show=False, id="changed.statements"),
        Binding("c", "copy", "copy", show=False, id="changed.copy"),
        Binding("question_mark", "why", "what the groups say", show=False, id="changed.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._since = ""
        """The earlier of the two quarters; if empty, the one right before the later one."""
        self._until = ""
        """The later of the two quarters; if empty, the one that is open in the app."""
        self._answers = False
        """Whether answers are shown instead of mismatches."""

    def body(self) -> Iterable[Widget]:
        """A heading, the list of groups or answers and, below it, the trend."""
        yield Static(id="changed-head")
        yield Static(id="first-quarter", classes="prose")
        yield Undigited(id="changes")
        yield Static(id="trend")

    @property
    def is_ready(self) -> bool:
        """Whether the screen can be shown: after comparing, and in a finished quarter."""
        return self.session.current.compared or self.session.is_finished

    @property
    def is_stop(self) -> bool:
        """Whether this is the main screen of its stop on the map: always."""
        return True

    # What it shows ---------------------------------------------------------

    @property
    def _earlier(self) -> tuple[str, ...]:
        """The quarters before the one that is shown."""
        return self.session.history.before(self.session.quarter)

    @property
    def _now(self) -> str:
        return self._until if self._until in self._earlier[1:] else self.session.quarter

    @property
    def _then(self) -> str:
        earlier = self.session.history.before(self._now)
        return self._since if self._since in earlier else earlier[-1] if earlier else ""

    @property
    def _is_today(self) -> bool:
        """Whether the later quarter is the one open in the app, so that its cards and answers can be opened."""
        return self._now == self.session.quarter

    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""
        history = self.session.history
        since, name = self._then, self._now
        self.place(
            "the first quarter" if not since else f"since {since}" if self._is_today else f"from {since} to {name}"
        )
        show_in(self, "#first-quarter", paragraphs(self.texts["first"]), is_there=not since)
        head = Line()
        rows = self.query_one(Undigited)
        rows.display = bool(since)
        if since and self._answers:
            differ = self._differ()
            head = muted(f"{count(len(differ), 'answer')} changed")
            rows.refill(answer_rows(differ))
        elif since:
            changes, ours = history.changes(since, name), history.rewritten(since, name)
            head = Line(text=plain(moment(changes, since), STRONG), right=Content.styled("impact", MUTED))
            room = rows.scrollable_content_region
            height = self.size.height if self.has_class("-tall") else room.height
            held = group_row(self.session) if self._is_today else []
            width = room.width - GUTTER
            taken = sum(len(each.prompt.set(width)) for each in held if isinstance(each.prompt, Hung))
            groups = group_rows(self._titled, changes, ours, width, height - taken)
            better = 1 if groups and groups[0].id == "fixed" else 0
            rows.refill([*groups[:better], *held, *groups[better:]])  # what got better comes first
        show_in(self, "#changed-head", [head], is_there=bool(since))
        self.query_one("#trend", Static).update(self._trend(in_full=self.has_class("-tall")))
        self.refresh_bindings()

    def _titled(self, mismatch: str) -> str:
        history = self.session.history
        return title_in(self.session.content, mismatch, *(history[name] for name in (self._now, self._then) if name))

    def _differ(self) -> list[AnswerDifference]:
        screens, history = self.session.content, self.session.history
        was, now = history[self._then].audit, history[self._now].audit
        return list(differences(screens, was, now, history.answers(self._then, self._now)))

    def _trend(self, *, in_full: bool) -> Trend:
        screens, history = self.session.content, self.session.history
        names = [name for name in history.names if name <= self.session.quarter]
        points = history.trend(names)
        audits = [history[name].audit for name in reversed(names)]
        sections = {
            "open, by severity": by_severity(points),
            "asked, then bought, by channel": by_channel(screens, audits, points),
        }
        copied = carried(screens, self.session.current) if self.session.due else frozenset()
        return Trend(points, sections if in_full else {}, copied)

    # Looking closer --------------------------------------------------------

    def _in_group(self, group: str) -> list[Change]:
        return [each for each in self.session.history.changes(self._then, self._now) if each.group == group]

    @on(Undigited.OptionSelected, "#changes")
    def _taken(self, event: Undigited.OptionSelected) -> None:
        id = event.option_id or ""
        if self._answers and self._is_today:
            self._go_to_answer(id)
        elif self._answers:
            self.action_statements()
        elif id == GROUP:
            listed = Undigited(*follow_up_rows(self.session, self.session.follow_ups), id="last-time")
            title = "What you said or decided, and what came of it"
            self.raise_sheet(Asking.titled(title, listed, id="held"), taken=self._open_follow_up)
        elif id == BY_THE_RULE:
            self.raise_sheet(Reading.saying("Changed by a rule or a question", self._ours(), id="ours"))
        elif len(changes := self._in_group(id)) == 1:
            self._open(changes[0].id)
        else:
            listed = Undigited(*changed_rows(self._titled, changes), id="of-group")
            sheet = Asking.titled(f"{id.capitalize()}, {len(changes)}", listed, id="group")
            self.raise_sheet(sheet, taken=self._open)

    def _ours(self) -> list[Line]:
        lines = [Line(text=plain(self._titled(each.id))) for each in self._in_group(BY_THE_RULE)]
        lines += over_time.rewritten_lines(self.session, self._then, self._now)
        return lines or [muted("No question or check has changed.")]

    def _open_follow_up(self, number: str) -> None:
        each = self.session.follow_ups[int(number)]
        if each.check:
            self._open(each.check)
        else:
            at = Place.of(each.place)
            self.navigator.go_to_answer(LOOK_AT.get(at.kind, each.place) if at.kind else each.place, at.row)

    def _open(self, check: str) -> None:
        """Open the card of a mismatch, or its state in every quarter if it's gone or not in this quarter."""
        session = self.session
        self.lower_sheet()
        if self._is_today and session.findings.found(check):
            self.navigator.show_mismatch(check)
        else:
            lines = [Line(), *over_time.mismatch_over_time(session.history.of_mismatch(check))]
            self.raise_sheet(Reading.saying(self._titled(check), lines, id="over-time"))

    def _go_to_answer(self, place: str) -> None:
        at = Place.of(place)
        is_gone = at.kind is not None and self.session.current.row(at.kind, at.row) is None
        if is_gone or at.question not in self.session.content.questions:
            self.say("No question asks for that any more.")
        else:
            self.navigator.go_to_answer(at.question, at.row)

    # Keys ------------------------------------------------------------------

    def action_since(self, step: int) -> None:
        """Compare with an earlier (-1) or later (1) quarter."""
        earlier = self.session.history.before(self._now)
        at = earlier.index(self._then) + step
        if 0 <= at < len(earlier):
            self._set_beside(earlier[at], self._until)
        else:
            self.say("There is no earlier quarter." if step < 0 else f"The next one is {self._now} itself.")

    def action_until(self, step: int) -> None:
        """End the comparison a quarter earlier (-1) or later (1)."""
        names = (*self._earlier, self.session.quarter)
        at = names.index(self._now) + step
        if 0 < at < len(names):
            self._set_beside(self._then, names[at])
        else:
            self.say("There's nothing before the first." if step < 0 else f"{names[-1]} is the last one.")

    def _set_beside(self, since: str, until: str) -> None:
        self._since, self._until = since, until
        self.lower_sheet()
        self.draw()

    def action_all(self) -> None:
        """Open a sheet with the whole trend, also by severity and by channel."""
        self.raise_sheet(Reading(Static(self._trend(in_full=True)), id="trend-in-full"))

    def action_statements(self) -> None:
        """Show the marked answer in every quarter."""
        place = self.query_one("#changes", Undigited).marked or ""
        if lines := over_time.of_place(self.session, place):
            self.raise_sheet(Reading.saying("In every quarter", lines, id="over-time"))

    def action_filter(self) -> None:
        """Switch between answers and mismatches."""
        self._answers = not self._answers
        self.lower_sheet()
        self.draw()

    def action_copy(self) -> None:
        """Copy this comparison as Markdown."""
        session = self.session
        text = changes_markdown(session.content, session.history, self._then, self._now)
        self.app.copy_to_clipboard(text)
        self.say("Copied as Markdown.")

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys that compare in the first quarter, and *every quarter* unless answers are shown."""
        if action in ("since", "until", "filter", "copy") and (not self.navigator.is_open or not self._earlier):
            return False
        if action == "statements" and not self._answers:
            return False
        return super().can_do(action, parameters)
