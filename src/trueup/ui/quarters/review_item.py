"""How the review shows an answer or row copied from the last quarter, and why it's asked now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.place import Place
from trueup.content.model import Content as Screens
from trueup.content.model import Question, RowKind
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import fields, wording
from trueup.engine.history import History, tallies
from trueup.engine.measures import is_known_from
from trueup.engine.model import Statement
from trueup.engine.next_quarter import COUNTED, CUSTOMERS
from trueup.engine.review import Due, Part, figures
from trueup.ui.base.head import gauge_before
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, fitted, plain, shorten
from trueup.ui.drawing.answer_history import in_a_row
from trueup.ui.drawing.statement_list import stop
from trueup.wording import changes as told
from trueup.wording import findings as words
from trueup.wording import vocabulary
from trueup.wording.findings import count

LABEL = 16
"""Cells for the label of a line, such as a quarter."""

QUARTERS = 5
"""The most quarters shown in one line."""

PART, PART_GAUGE = 17, 18
"""Cells for the name of a part of the queue, and for its gauge."""


@dataclass(frozen=True)
class Reviewed:
    """One answer or row to confirm, and what the review shows of it."""

    analysis: Analysis
    history: History
    due: Due
    heard: Sequence[str] = ()
    """Sentences about earlier statements and decisions on this that didn't hold."""

    @property
    def screens(self) -> Screens:
        """The content."""
        return self.analysis.content

    @property
    def audit(self) -> Audit:
        """The quarter under review."""
        return self.analysis.audit

    @property
    def is_customers(self) -> bool:
        """Whether this entry is the table of the last ten customers."""
        return self.due.place == CUSTOMERS

    @property
    def question(self) -> Question | None:
        """The question; None for a row, and for the last ten customers."""
        return self.screens.questions.get(Place.of(self.due.place).question)

    @property
    def is_count(self) -> bool:
        """Whether this is what was counted in the last quarter, which is counted again in each."""
        return bool(Place.of(self.due.place).field)

    @property
    def kind(self) -> RowKind:
        """The kind of the row. Only for rows."""
        kind = Place.of(self.due.place).kind
        assert kind is not None
        return kind

    @property
    def row(self) -> Row | None:
        """The row, also for what was counted there; None for a question, and for the last ten customers."""
        at = Place.of(self.due.place)
        return self.audit.row(at.kind, at.row) if at.kind else None

    @property
    def answer(self) -> Answer | None:
        """The answer to the question, as copied from the last quarter."""
        return self.audit.answer_at(Place.of(self.due.place))

    @property
    def before(self) -> str:
        """The quarter from which the answer was copied."""
        earlier = self.history.before(self.audit.quarter)
        return earlier[-1] if earlier else self.audit.quarter

    def head(self) -> list[Line]:
        """Return the heading: the place of the answer, why it's asked now, and the question or the row's name."""
        if self.question and self.row:
            place, asked = f"{self._numbered()}: {self._name()}", wording(self.audit, self.question)
        elif self.question:
            place, asked = stop(self.analysis, self.due.place), wording(self.audit, self.question)
        elif self.is_customers:
            place, asked = stop(self.analysis, CUSTOMERS), "The last ten customers, as they are now"
        else:
            place, asked = self._numbered(), self._name()
        why = plain(f"why now: {self._why()}", MUTED)
        beside = Content("") if self.due.above else why  # the place of another answer needs a line of its own
        lines = [
            Line(fill=lambda width: plain(shorten(place[:1].upper() + place[1:], width - 2), MUTED), right=beside),
            Line(text=plain(asked, STRONG)),
        ]
        return [*lines, *([Line(text=why)] if self.due.above else []), *self._figures()]

    @property
    def _in_the_head(self) -> tuple[tuple[Question, Answer], ...]:
        return tuple(figures(self.screens, self.audit, self.due.place))

    def _figures(self) -> Iterator[Line]:
        """Yield lines with the numbers, counts and shares in the row, which are confirmed with it: first those copied
        from the last quarter, then those changed in this one.
        """
        earlier = self.history.before(self.audit.quarter)
        then = self.history[earlier[-1]].audit.row(self.kind, self.row.id) if earlier and self.row else None
        found: dict[str, list[str]] = {self.before: [], self.audit.quarter: []}
        for question, answer in self._in_the_head:
            is_copied = then is None or then.fields.get(question.field) == answer
            told = f"{question.short or question.text} {words.answer(self.screens, self.audit, question, answer)}"
            found[self.before if is_copied else self.audit.quarter].append(told)
        for quarter, each in found.items():
            if each:
                yield Line(text=plain(f"{quarter}: {' · '.join(each)}"))

    def _numbered(self) -> str:
        rows = self.audit.of(self.kind)
        number = next((n for n, row in enumerate(rows, 1) if self.row and row.id == self.row.id), 1)
        return f"{self.kind} {number} of {len(rows)}"

    def _name(self) -> str:
        row = self.row
        if row is None:
            return ""
        return f"“{row.text('words')}”" if self.kind == "promise" else words.row_name(self.screens, self.kind, row)

    def _why(self) -> str:
        if self.due.above:
            return f"compared with {told.where(self.screens, (self.audit,), self.due.above)}, which changed"
        if self.due.why == "from memory" and (age := self._age()) > 1:
            return f"from memory, {age} quarters old"
        return "so that everything gets looked at" if self.due.why == "the rest" else self.due.why

    def _age(self) -> int:
        """Return the number of quarters for which the answer has been the same."""
        course = [answer for quarter, answer in self.history.of_answer(self.due.place) if quarter < self.audit.quarter]
        same = 0
        while same < len(course) and course[-1 - same] == self.answer:
            same += 1
        return same

    # What it said ----------------------------------------------------------

    def said(self) -> list[Line]:
        """Return the sentences in `heard`, then the answer with evidence and note, or the fields of the row."""
        heard = [Line(Content.styled("   ≠  ", MUTED), plain(text, STRONG)) for text in self.heard]
        return heard + list(
            self._answer(self.question) if self.question else self._customers() if self.is_customers else self._fields()
        )

    def _customers(self) -> Iterator[Line]:
        """Yield the totals of the last quarter's ten customers, a line for each column."""
        for question, counted in tallies(self.screens, self.history[self.before].audit).values():
            yield _told(shorten(question.short or question.field, LABEL - 4), told.tally(question, counted))

    def _answer(self, question: Question) -> Iterator[Line]:
        answer = self.answer
        said = told.said(self.screens, self.audit, question.id, answer)
        style = STRONG if answer and answer.state == "given" else f"italic {MUTED}"
        yield _told(self.before, f"“{said}”" if question.kind == "text" else said, style)
        if answer and answer.state == "given" and is_known_from(question):
            yield _told("evidence", answer.evidence or question.evidence)
        if answer and answer.note:
            yield _told("note", answer.note)

    def _fields(self) -> Iterator[Line]:
        """Yield the fields of the row, first those involved in an open mismatch."""
        row = self.row
        if row is None:
            return
        spoken = {statement.source for statement in self._in_mismatches(row)}
        apart = {*COUNTED.get(self.kind, ()), *(question.field for question, _ in self._in_the_head)}
        asked = [
            question
            for question in fields(self.screens, self.audit, self.kind, row)
            if not self._names(question) and question.field not in apart
        ]
        for question in sorted(asked, key=lambda each: each.id not in spoken):
            if (answer := row.fields.get(question.field)) is not None:
                text = words.answer(self.screens, self.audit, question, answer)
                label = f"   {shorten(question.short or question.text, LABEL - 1):<{LABEL}}"
                yield Line(Content.styled(label, MUTED), fill=fitted(text))

    def _in_mismatches(self, row: Row) -> Iterator[Statement]:
        """Yield the statements of the row that are part of an open mismatch."""
        for found in self.analysis.findings.mismatches:
            for statement in found.statements:
                if statement.subject and statement.subject.row == row.id:
                    yield statement

    @property
    def topics(self) -> frozenset[str]:
        """The topics of the row's open mismatches."""
        return frozenset(statement.topic for statement in self._in_mismatches(self.row)) if self.row else frozenset()

    def _names(self, question: Question) -> bool:
        """Whether this field is the name of the row, which the heading shows."""
        return question.field in (("words",) if self.kind == "promise" else (vocabulary.NAMED_BY[self.kind],))

    # Over the quarters -----------------------------------------------------

    def every_quarter(self) -> Line:
        """Return a line with the answer in each of the last quarters; for a row, since when it hasn't changed."""
        if self.question:
            course = self.history.of_answer(self.due.place)
            earlier = [each for each in course if each[0] < self.audit.quarter][-QUARTERS:]
            labels = [
                (quarter, told.label(self.screens, self.audit, self.question, answer)) for quarter, answer in earlier
            ]
            return Line(Content.styled("Every quarter   ", STRONG), fill=lambda width: in_a_row(labels, width))
        since = "asked again each time" if self.is_customers else self._row_course()
        return Line(Content.styled("Every quarter   ", STRONG), plain(since, MUTED))

    def _row_course(self) -> str:
        kind, row = self.kind, self.row
        names = [name for name in self.history.names if name < self.audit.quarter]
        rows = [self.history[name].audit.row(kind, row.id) if row else None for name in names]
        since = len(names)
        while since > 0 and rows[since - 1] == row:
            since -= 1
        if since == len(names):
            return f"changed since {self.before}"
        if since == 0 or rows[since - 1] is not None:
            return f"the same since {names[since]}"
        return f"new in {names[since]}"


class Room(Hung):
    """Lines that are cut to the height available. The last line then says how many are left out."""

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the strips drawn at `width` and `height` (Textual's protocol)."""
        lines = self.set(width) if width else []
        if height and len(lines) > height:
            hidden = count(len(lines) - height + 1, "line")
            lines = [*lines[: height - 1], Content.styled(f"   {hidden} more, behind ?", MUTED)]
        return Content("\n").join(lines).render_strips(width, height, style, options) if lines else []


def part_lines(parts: Sequence[Part]) -> Iterator[Line]:
    """Yield a line for each part of the queue, with a gauge of how much is done."""
    for nth, part in enumerate(parts):
        lead = Content.assemble((("" if nth else "The queue").ljust(12), STRONG), (part.name.ljust(PART), MUTED))
        figures = Content.styled(f"  {part.done:>2} of {part.total:<3}", MUTED)
        yield Line(lead, fill=gauge_before(figures, part.done, part.total, most=PART_GAUGE))


def _told(label: str, text: str, style: str = "") -> Line:
    return Line(Content.styled(f"   {label:<{LABEL - 3}}", MUTED), plain(text, style))
