"""One row: its fields asked one at a time, like the questions of an area."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import TITLES, new_row_id
from trueup.content.model import Question, RowKind
from trueup.engine.applicability import Item, fields, open_fields
from trueup.session.change_summary import saved
from trueup.ui.base.outline import Stop
from trueup.ui.base.outlined_page import stop_of
from trueup.ui.base.text import KEY, MUTED, Hung, Line, paragraphs
from trueup.ui.questions.area import AreaScreen
from trueup.ui.questions.question_form import Asked
from trueup.ui.records.record_fields import field_of

NEW = ""
"""The slug of a row that is not kept yet: it gets its own with the answer that makes it one."""


class RowScreen(AreaScreen):
    """The fields of a row of one kind. The row is kept as soon as it has the answer that makes it one."""

    KIND: ClassVar[RowKind]

    def __init__(self) -> None:
        super().__init__()
        self._row: str | None = None
        """Slug of the row whose fields are asked; None: the list is shown."""

    # What it works on ------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of this kind."""
        return self.session.current.of(self.KIND)

    @property
    def row(self) -> Row:
        """The row whose fields are asked."""
        return self.session.current.row(self.KIND, self._row or NEW) or Row(NEW)

    @property
    def _stops(self) -> tuple[Item, ...]:
        asked = fields(self.session.content, self.session.current, self.KIND, self.row)
        return tuple(Item(self.AREA, question=question) for question in asked)

    def named(self, row: Row) -> str:
        """A row in a few words, for the head."""
        raise NotImplementedError

    def above(self, question: Question) -> list[Widget]:  # noqa: ARG002
        """What stands over a field, to be looked at while answering."""
        return []

    def place_of(self, question: Question) -> str:
        """Where a field of the row stands, as the history knows it."""
        return f"{self.KIND}:{self._row}.{question.field}"

    def chosen(self, row: Row, field: str) -> str:
        """What a choice of a row says, in the words it was chosen in."""
        choices = self.session.content.questions[f"{self.KIND}.{field}"].choices
        return next((choice.label for choice in choices if choice.key == row.text(field)), "")

    # The outline -----------------------------------------------------------

    def title_of_outline(self) -> str:
        """The row."""
        return self.named(self.row)

    def outlined(self) -> list[Stop]:
        """The fields of a row that is kept; its first field has to come first."""
        session, row = self.session, self.row
        if row.id == NEW:
            return []
        conflicting = self.conflicting
        asked = fields(session.content, session.current, self.KIND, row)
        return [
            stop_of(
                session.content, session.current, each, row.fields.get(each.field), conflicting.get((each.id, row.id))
            )
            for each in asked
        ]

    @property
    def pause_place(self) -> str:
        """The rows at the end of the area."""
        return self.KIND

    # Drawing ---------------------------------------------------------------

    def _field(self) -> list[Widget]:
        stops, index = self._stops, self._index()
        self.place(f"{self.named(self.row)}, {index + 1} of {len(stops)}")
        self.gauge(index, len(stops))
        question = stops[index].question
        assert question is not None
        session, row = self.session, self.row
        field = field_of(session.content, session.current, question, row)
        asked = self.form(question, row.fields.get(question.field), field)
        can_wait = self._what_can_wait(asked) if self._is_beyond_need else []
        said = [Static(Hung(can_wait), classes="prose", id="can-wait")] if can_wait else []
        # A checklist and a path take all the room there is.
        takes_all = question.is_checklist or question.kind == "steps"
        below = [] if takes_all else [self.told_below(question, [] if said else self._where_to_begin())]
        return [*self.above(question), asked, *said, *below]

    def _where_to_begin(self) -> list[Line]:
        """With the first row of all: which one to take."""
        text = "" if self.rows else self.session.content.screens[self.KIND].texts.get("empty", "")
        return paragraphs(text, MUTED) if text else []

    @property
    def _is_beyond_need(self) -> bool:
        """Whether the field that is asked is one a first picture does without, after those it needs."""
        asked = [stop.question for stop in self._stops if stop.question]
        return any(each.essential for each in asked) and not asked[self._index()].essential

    def _what_can_wait(self, asked: Asked) -> list[Line]:
        """How much of the row is left, and that it may be left."""
        needed, later = open_fields(self.session.content, self.session.current, self.KIND, self.row)
        if not later:
            return []
        lacks = ", ".join(question.short or question.text for question in needed)
        so_far = f"Not enough to compare yet, without: {lacks}." if needed else "Enough to compare."
        one = len(later) == 1
        rest = f"{'One more question' if one else f'{len(later)} more questions'} can wait: "
        key = ("F9" if asked.is_typed else "g", KEY)
        said = Content.assemble((f"{so_far} {rest}", MUTED), key, (f" leaves {'it' if one else 'them'}.", MUTED))
        return [Line(text=said)]

    # Changing --------------------------------------------------------------

    @on(Asked.Answered)
    def _field_answered(self, event: Asked.Answered) -> None:
        event.prevent_default()  # an area would take it for an answer of its own
        if self._row is not None:  # what was typed in a row that was left is saved already
            self._keep_field(event.question, event.answer)

    def keep_typed(self) -> None:
        """Take what stands in the field and in the note, and save it before this returns."""
        asked = self._asked
        if asked and asked.keep_typed() and asked.answer != self.row.fields.get(asked.question.field):
            self._keep_field(asked.question, asked.answer)
        self.keep_draft()

    def _keep_field(self, question: Question, answer: Answer | None) -> None:
        audit, row = self.session.current, self.row
        if question.required and (answer is None or answer.state != "given"):
            if row.id:
                self.say(f"{_one(self.KIND)} needs this, so it stays. Delete in the list removes it.")
            elif answer is not None:
                self.say(f"{_one(self.KIND)} needs this before anything else. Ctrl+O leaves it.")
            return
        if row.id == NEW:
            if not question.required:
                return
            row = Row(self._new_slug(audit, question, answer))
        changed = {key: value for key, value in row.fields.items() if key != question.field}
        if answer is not None:
            changed[question.field] = answer
        after = self.with_field(audit.with_row(self.KIND, replace(row, fields=changed)), row, question)
        decides = question.id in self.session.content.conditions
        if self.keep(after, saying=saved(self.session.content, audit, after) if decides else "Saved"):
            self._row = row.id
            self.outline_now()

    def with_field(self, audit: Audit, was: Row, question: Question) -> Audit:  # noqa: ARG002
        """What else changes with a field of a row; `was` is the row before."""
        return audit

    def _new_slug(self, audit: Audit, question: Question, answer: Answer | None) -> str:
        given = answer.value if answer and question.field == TITLES.get(self.KIND) else ""
        taken = [row.id for row in audit.of(self.KIND)]
        return new_row_id(self.KIND, given if isinstance(given, str) else "", taken)


def _one(kind: RowKind) -> str:
    return f"{'An' if kind == 'activity' else 'A'} {kind}"
