"""The screen before the first comparison: what it would be based on, which answers are missing, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import Row
from trueup.content.model import RowKind
from trueup.engine.applicability import essentials_left, progress
from trueup.engine.first_contradiction import to_count
from trueup.engine.statements import statements
from trueup.session.next_step import next_of_more, next_step
from trueup.ui.base.page import View
from trueup.ui.base.rows import Looked, Rows, entry
from trueup.ui.base.sheet import Cut, IfRoom, Part, Refused, show_in
from trueup.ui.base.text import MUTED, Line, heading, muted, paragraphs, plain
from trueup.ui.drawing.due_today import gate_lines
from trueup.ui.drawing.statement_list import sides_heard, stop
from trueup.wording import findings as wording

NOW, COUNTS, FIRST = "now", "counts", "first"
MISSING_SHOWN, MISSING_IF_TALL = 4, 20
"""The most missing essentials that are listed, and the most in a tall window."""


class WaysOn(Looked):
    """The choices. A digit may be meant for another question, so at first it only marks *Compare now*."""

    def action_pick(self, number: int) -> None:
        """Take the row with this digit. If the list has just appeared, only mark *Compare now*."""
        if number == 1 and self.is_too_new:
            self.mark(NOW)
            self.post_message(Refused("Enter or 1 compares."))
        else:
            super().action_pick(number)


class CompareScreen(View):
    """Shown before the first comparison. Enter compares; from then on mismatches are shown."""

    VIEW = "Compare"
    KEY_WORDS: ClassVar[dict[str, str]] = {"pick": "choose"}

    def body(self) -> Iterable[Widget]:
        """What was answered so far, the two choices, notices, what comes next, and what the comparison is based on."""
        yield Static(id="so-far", classes="prose")
        yield WaysOn(id="ways-on")
        yield Static(id="gates", classes="prose")
        yield Static(id="comes-next", classes="prose")
        yield Static(id="rests-on", classes="prose")
        yield IfRoom(self._side_by_side)

    async def show(self) -> None:
        """Redraw everything, because answers may have been added."""
        screens = self.session.content
        show_in(self, "#so-far", self._so_far())
        gates = gate_lines(screens, self.session.findings, compared=False)
        show_in(self, "#gates", gates, is_there=bool(gates))
        show_in(self, "#comes-next", paragraphs(screens.screens["compare"].intro))
        show_in(self, "#rests-on", self._rests_on())
        self.query_one(IfRoom).look_again()
        rows = self.query_one(WaysOn)
        rows.refill(self._ways(), NOW)
        rows.focus()
        self.call_after_refresh(rows.shown)

    def fit(self) -> None:
        """Redraw the list of what is missing, which is longer in a tall window."""
        show_in(self, "#so-far", self._so_far())

    @property
    def key_words(self) -> Mapping[str, str]:
        """What Enter does with the row that has the bar."""
        marked = self.query_one(Rows).marked
        return {**self.KEY_WORDS, "select": {COUNTS: "count first", FIRST: "answer more"}.get(marked or NOW, "compare")}

    @on(Rows.OptionHighlighted, "#ways-on")
    def _marked(self) -> None:
        self.refresh_bindings()

    # What it shows ---------------------------------------------------------

    def _so_far(self) -> Iterator[Line]:
        session = self.session
        audit = session.current
        rows = [wording.count(len(audit.of(kind)), noun) for kind, noun in _NOUNS.items() if audit.of(kind)]
        answers = [wording.count(len(audit.answers), "answer")] if audit.answers else []
        if not rows and not answers:
            yield Line(text=plain(self.texts["nothing"]))
            return
        what = f"{wording.listed([*answers, *rows])}."
        left, earlier = essentials_left(session.content, audit), session.quarters.before(session.quarter)
        # After a page was read, a few answers are enough; Home says so too.
        is_enough = not left or next_step(session) == "compare"
        if audit.compared:
            said = self.texts["again"]
        elif not left and earlier:
            said = self.texts["beside"].replace("{quarter}", earlier[-1])
        else:
            said = self.texts["enough" if is_enough else "missing"]
        yield Line(text=plain(f"{what} {said}"))
        if audit.compared or not left:
            return
        yield Line()
        missing = "What would make it fuller" if is_enough else "Still missing for the first picture"
        yield heading(missing)
        most = MISSING_IF_TALL if self.has_class("-tall") else MISSING_SHOWN
        for item in left[:most]:
            place = stop(session.analysis, item.id)
            asked = wording.ask(session.analysis, item.id)
            yield Line(Content.styled(f"{place[:1].upper()}{place[1:]}".ljust(15), MUTED), plain(asked))
        if len(left) > most:
            yield muted(f"and {len(left) - most} more")

    def _ways(self) -> Iterator[Option]:
        yield entry("1", "Compare now", id=NOW)
        left = () if self.session.current.compared else self._to_count
        if left:
            counts = self.texts["counts"].format(promises=wording.count(len(left), "promise"))
            yield entry("2", counts, id=COUNTS)
        areas = progress(self.session.content, replace(self.session.current, deeper=True)).values()
        questions = sum(area.total - area.done for area in areas)
        if questions:
            minutes = wording.count(sum(area.minutes for area in areas), "minute")
            more = f"Answer more first: {wording.count(questions, 'question')} in all, about {minutes}"
            yield entry("3" if left else "2", more, id=FIRST)

    @property
    def _to_count(self) -> tuple[Row, ...]:
        return to_count(self.session.content, self.session.current)

    def _rests_on(self) -> Iterator[Line]:
        findings = self.session.findings
        yield muted(f"{findings.decided} of {wording.count(findings.possible, 'check')} can be judged so far.")
        delivered = {
            (statement.source, statement.subject): statement.evidence
            for statement in statements(self.session.content, self.session.current)
            if statement.side == "deliver"
        }
        if delivered:
            looked_up = sum(evidence in ("record", "counted") for evidence in delivered.values())
            known = f"{looked_up} of {wording.count(len(delivered), 'answer')} about your work counted or from records."
            yield muted(known)

    def _side_by_side(self) -> Iterator[Part]:
        """Yield which sides have said anything on a topic. What they say is shown after the comparison."""
        if lines := sides_heard(self.session.analysis):
            yield Cut((heading("Which side has said what"), *lines))

    # Going -----------------------------------------------------------------

    @on(Rows.OptionSelected, "#ways-on")
    def _taken(self, event: Rows.OptionSelected) -> None:
        if event.option_id == COUNTS:
            self.navigator.ask_counts(self._to_count)
        elif event.option_id == FIRST:
            if self.keep(replace(self.session.current, deeper=True)):  # to the most useful question, then the next
                self.session.passed.clear()
                self.navigator.go_on_in("more", next_of_more(self.session))
        elif self.keep(replace(self.session.current, compared=True)):
            self.navigator.go("changed" if self.session.quarters.before(self.session.quarter) else "mismatches")


_NOUNS: Mapping[RowKind, str] = {"promise": "promise", "channel": "channel", "customer": "customer"}
