"""Pages with an outline: at the left of a wide window, on a sheet in a narrow one. Enter jumps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from trueup.answers.model import Answer, Audit
from trueup.content.model import Content as Screens
from trueup.content.model import Question, RowKind
from trueup.engine.applicability import is_offered
from trueup.engine.measures import MEASURES
from trueup.engine.model import Mismatch, Verdict
from trueup.engine.statements import MEASURED, tags_of
from trueup.ui.base.outline import ON_SHEET, Beside, Outline, Stop, legend
from trueup.ui.base.page import Page
from trueup.ui.base.rows import Rows
from trueup.ui.base.sheet import Asking
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.wording import findings as wording
from trueup.wording import vocabulary

Conflicting = Mapping[tuple[str, str], Verdict]
"""(question or kind of row, slug of a row) → the verdict of the first mismatch it takes part in."""


class OutlinedPage(Page):
    """A page of stops, one of which is on screen. Its body begins with a `Beside`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,f3", "outline", "outline", show=False, id="outlined.outline"),
    ]

    at: str = ""
    """Id of the stop that is on screen."""
    _opens_with_outline = False

    def title_of_outline(self) -> str:
        """What it is the outline of."""
        raise NotImplementedError

    def outlined(self) -> list[Stop]:
        """The stops one can go to now, with what was said at each. None of them: there is nothing to outline."""
        raise NotImplementedError

    async def jump(self, stop: str) -> None:
        """Go to a stop."""
        raise NotImplementedError

    def focus_answer(self) -> None:
        """The keys go to what is answered here."""
        for widget in self.query("#answer, #rows, #list"):
            widget.focus()

    @property
    def conflicting(self) -> Conflicting:
        """What takes part in a mismatch. Before comparing nothing is said of that."""
        return in_mismatches(self.session.mismatches) if self.session.current.compared else {}

    def outline_now(self) -> None:
        """Draw the outline anew, where it stands beside the question."""
        beside, stops = self.query_one(Beside), self._stops_beside()
        beside.display = bool(stops)
        if stops:
            beside.fill(self.title_of_outline(), stops, self.at, compared=self.session.current.compared)

    def _stops_beside(self) -> list[Stop]:
        """What stands beside the question: nothing where there is no room for it, or it is hidden."""
        return self.outlined() if self.has_class("-wide") and self.navigator.with_outline else []

    def fit(self) -> None:
        """The outline comes and goes with the width."""
        if self.at:
            self.outline_now()

    async def action_outline(self) -> None:
        """In a wide window, show or hide it; in a narrow one it is a sheet."""
        stops = self.outlined()
        if not stops:
            self.say("There is nothing to go to from here yet.")
        elif self.has_class("-wide"):
            self.navigator.with_outline = not self.navigator.with_outline
            self.outline_now()
            if self._stops_beside():
                self.query_one("#outline", Outline).focus()
            else:
                self.focus_answer()
        elif self.query("#outline-sheet"):
            self.lower_sheet()
        else:
            said = plain(legend(self, compared=self.session.current.compared), MUTED)
            title = Hung([Line(text=plain(self.title_of_outline(), STRONG), right=said)])
            outline = Outline(id=ON_SHEET)
            outline.fill(stops, self.at)
            if there := self.raise_sheet(Asking(Static(title), outline, id="outline-sheet")):
                await there

    def open_with_outline(self) -> None:
        """Have the outline up in the first frame."""
        self._opens_with_outline = True

    async def show_outline(self) -> None:
        """Put up the outline it opens with, or give the keys to the one that stands beside the question."""
        opens, self._opens_with_outline = self._opens_with_outline, False
        if not opens:
            return
        if self.has_class("-wide") and self.navigator.with_outline:
            self.query_one("#outline", Outline).focus()
        else:
            await self.action_outline()

    def lower_sheet(self) -> bool:
        """Take the sheet down; from the outline the keys go back to the answer."""
        was_there = bool(self.query("#outline-sheet"))
        lowered = super().lower_sheet()
        if was_there:
            self.focus_answer()
        return lowered

    @on(Rows.OptionSelected, "Outline")
    async def _jump(self, event: Rows.OptionSelected) -> None:
        event.stop()
        self.keep_typed()
        await self.jump(event.option_id or self.at)


def in_mismatches(mismatches: Iterable[Mismatch]) -> Conflicting:
    """Which questions, and which kinds of rows, take part in a mismatch."""
    found: dict[tuple[str, str], Verdict] = {}
    for mismatch in mismatches:
        for statement in mismatch.statements:
            measure = MEASURES.get(statement.source.removeprefix(MEASURED))
            for ask in measure.needs if measure else (statement.source,):
                found.setdefault((ask, statement.subject.row if statement.subject else ""), mismatch.verdict)
                found.setdefault((ask.partition(".")[0], ""), mismatch.verdict)
    return found


def stop_of(screens: Screens, audit: Audit, question: Question, answer: Answer | None, verdict: Verdict | None) -> Stop:
    """A question in the outline. An answer that another kind of business gave is none here."""
    given = answer if answer and is_offered(audit, question, answer) else None
    said = _in_short(screens, audit, question, given) if given else ""
    return Stop(question.id, question.short or question.text, said, verdict if said else None)


def _in_short(screens: Screens, audit: Audit, question: Question, answer: Answer) -> str:
    """The positions an answer takes, in a word or two each; where it takes none, its own words."""
    taken = tags_of(question, answer) if answer.state == "given" and question.kind in ("choice", "many") else []
    labels = dict.fromkeys(screens.label(tag) for tag, _ in taken)
    return ", ".join(labels) or wording.answer(screens, audit, question, answer)


def stop_of_rows(audit: Audit, kind: RowKind, verdict: Verdict | None) -> Stop:
    """The rows at the end of an area in the outline."""
    count = len(audit.of(kind))
    return Stop(kind, vocabulary.ROWS[kind].lower(), f"{count} so far" if count else "", verdict)
