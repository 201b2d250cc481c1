"""The screen of mismatches: the ranked list and, in a wide window, the card of the marked mismatch beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.content.model import AREAS
from trueup.engine.model import Mismatch, arranged
from trueup.ui.base.background import WorkedOut, work_out
from trueup.ui.base.page import View
from trueup.ui.base.rows import entry, words
from trueup.ui.base.sheet import show_in
from trueup.ui.base.text import MUTED, Line, heading, plain
from trueup.ui.drawing.answer_history import of_mismatch
from trueup.ui.drawing.due_today import gate_lines, strain_rows
from trueup.ui.drawing.statement_list import areas_of, go_to_ask, stop
from trueup.ui.mismatches.agrees import AgreesScreen
from trueup.ui.mismatches.card import CardScreen
from trueup.ui.mismatches.card_view import Card, Case
from trueup.ui.mismatches.needs_answer import HELPS, SETTLES, NeedsAnswerScreen, answer_rows, figures
from trueup.ui.mismatches.ranked_list import (
    ACCEPTED,
    AGREES,
    NEEDS_ANSWER,
    OBJECTED,
    Heads,
    Ranking,
    agreements_row,
    below_list,
    decided_rows,
    row_of,
)
from trueup.wording import findings as wording

ANSWERS_OFFERED = 5
"""How many questions are listed if there are no mismatches. The key `!` lists all of them."""

EVERYTHING = ""
KINDS = {"contradictions": "contradiction", "tensions": "tension", "unproven": "unproven"}
"""A filter, as the screen calls it → the verdict of the mismatches that it shows."""


class MismatchesScreen(View):
    """Lists the open mismatches by impact."""

    VIEW = "Mismatches"
    NEEDS_COMPARISON = True
    FOLLOWS_WINDOW = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "open", "go('matrix')": "matrix", "go('journey')": "journey"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", "filter", id="mismatches.filter"),
        Binding("exclamation_mark", "needs_answer", "needs an answer", id="mismatches.needs-answer"),
        Binding("equals_sign", "agrees", "agrees", key_display="=", show=False, id="mismatches.agrees"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = EVERYTHING
        self._card: CardScreen | None = None
        """The card that was opened last. By now it may show another mismatch."""

    def body(self) -> Iterable[Widget]:
        """The notices, the list, and the card beside it."""
        yield Static(id="gates")
        yield Horizontal(
            Vertical(Static(id="none", classes="prose"), Heads(), Ranking(), id="ranked"),
            Card(quiet=True, id="preview"),
            id="desk",
        )

    async def show(self) -> None:
        """Redraw everything. Mark the mismatch that was last shown on a card; otherwise the mark stays where it was."""
        ranking = self.query_one(Ranking)
        self.draw()
        if self._card is not None:
            ranking.mark(row_of(self.session.findings, self._card.check))
            self._card = None
        ranking.focus()

    # What it shows ---------------------------------------------------------

    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""
        session = self.session
        findings = session.findings
        found = findings.mismatches
        shown = self._shown()
        gates = gate_lines(session.content, findings)
        show_in(self, "#gates", gates, is_there=bool(gates))
        self.set_class(not found, "-none")
        self.query_one(Heads).display = bool(found)
        self.query_one("#none").display = not found
        ranking = self.query_one(Ranking)
        if found:
            ranking.fill(shown, self._below(len(found) - len(shown)))
        else:
            show_in(self, "#none", self._none())
            asks = answer_rows(session.analysis, most=ANSWERS_OFFERED)
            ranking.fill_rows(asks, self._all_asks(len(asks)))
        counted = len(findings.leaders)
        leading = sum(not is_folded for _, is_folded in arranged(shown))
        self.place(f"{leading} of {counted}, filtered" if self._filter else f"{counted or 'none'} open")
        self._preview()
        self.refresh_bindings()

    def _below(self, hidden: int) -> Iterator[Option]:
        session = self.session
        yield from strain_rows(session.analysis)
        yield from below_list(session.analysis, self._filter, hidden)
        if self.has_class("-wide") and self.has_class("-tall"):
            yield from self._topics_to_judge()

    def _topics_to_judge(self) -> Iterator[Option]:
        """Yield a line for each topic that can't be judged, with the question to answer."""
        analysis = self.session.analysis
        checks = analysis.content.checks
        asks: dict[str, str] = {}
        for needed in analysis.findings.needs_answer:
            for check in needed.decides:
                asks.setdefault(checks[check].topic, needed.question)
        if asks:
            yield words(Line(), heading("Needs an answer, with the question that would decide it"))
        for topic, ask in asks.items():
            place, question = stop(analysis, ask), analysis.content.questions.get(ask)
            what = (question.short or question.text) if question else wording.ask(analysis, ask).lower()
            yield words(Line(Content(f"{topic:<14}"), plain(f"{place[:1].upper()}{place[1:]}, {what}")))

    def _none(self) -> list[Line]:
        findings = self.session.findings
        lines = [Line(), Line(text=plain(wording.lead(findings)))]
        decides = Line(text=plain(self.texts["decide"], MUTED), right=figures(SETTLES, HELPS))
        return [*lines, Line(), decides if findings.needs_answer else Line(text=plain(self.texts["clear"]))]

    def _all_asks(self, offered: int) -> Iterator[Option]:
        yield from strain_rows(self.session.analysis)
        asks = len(self.session.findings.needs_answer)
        if asks > offered:
            every = f"all {asks} questions that would decide something"
            yield entry("!", Content.styled(every, MUTED), id=NEEDS_ANSWER)
        yield from decided_rows(self.session.findings, self.session.current)
        yield agreements_row(self.session.analysis)

    @on(WorkedOut)
    @on(Ranking.OptionHighlighted, "#ranking")
    def _preview(self) -> None:
        marked = self.query_one(Ranking).marked
        decided = self._decided(marked or "")
        found = decided[0] if decided else self.session.findings.mismatch(marked or "")
        card = self.query_one("#preview", Card)
        if found and self.has_class("-wide"):
            session = self.session
            case = Case(session.analysis, found)
            if case.is_working and case.now is not None:
                work_out(self, "card", partial(session.analysis.fixes, case.now))
            is_tall = self.has_class("-tall")
            card.show(case, in_full=is_tall, history=of_mismatch(session, found.id) if is_tall else ())

    # Narrowing it down -----------------------------------------------------

    def _matches(self, wanted: str) -> tuple[Mismatch, ...]:
        found = self.session.findings.mismatches
        if wanted in KINDS:
            return tuple(each for each in found if each.verdict == KINDS[wanted])
        return tuple(each for each in found if wanted == EVERYTHING or wanted in areas_of(each))

    def _shown(self) -> tuple[Mismatch, ...]:
        shown = self._matches(self._filter)
        if not shown:
            self._filter = EVERYTHING
        return shown or self._matches(EVERYTHING)

    def action_filter(self) -> None:
        """Apply the next filter that shows some mismatches but not all; after the last, show all."""
        total = len(self.session.findings.mismatches)
        ways = [way for way in (*KINDS, *AREAS) if 0 < len(self._matches(way)) < total]
        after = ways[ways.index(self._filter) + 1 :] if self._filter in ways else ways
        if not ways:
            self.say("Nothing to filter: every mismatch is of the same kind.")
            return
        self._filter = after[0] if after else EVERYTHING
        self.draw()
        self.query_one(Ranking).action_first()
        self.say(
            f"Showing only {self._filter}. Press f for the next." if self._filter else "Showing all of them again."
        )

    # Going -----------------------------------------------------------------

    @on(Ranking.OptionSelected, "#ranking")
    def _taken(self, event: Ranking.OptionSelected) -> None:
        id = event.option_id or ""
        if id == AGREES:
            self.action_agrees()
        elif id == NEEDS_ANSWER:
            self.action_needs_answer()
        elif found := self._decided(id):
            self._open(found[0].id, found)
        elif self.session.findings.mismatch(id):
            self._open(id, [each for each, _ in arranged(self._shown())])
        else:
            go_to_ask(self, id)

    def _open(self, id: str, among: Sequence[Mismatch]) -> None:
        self._card = CardScreen(id, [each.id for each in among])
        self.navigator.push(self._card)

    def _decided(self, row: str) -> tuple[Mismatch, ...]:
        """Return the mismatches to which the row *accepted* or *not true here* leads; empty for any other row."""
        findings = self.session.findings
        return {ACCEPTED: findings.accepted, OBJECTED: findings.objected}.get(row, ())

    def action_needs_answer(self) -> None:
        """Show the screen *Needs an answer*."""
        self.navigator.push(NeedsAnswerScreen())

    def action_agrees(self) -> None:
        """Show the screen *What agrees*."""
        self.navigator.push(AgreesScreen())
