"""Who could still speak: the sources of a term that are open, and whether it has any at all."""

from __future__ import annotations

from typing import NamedTuple

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Question, RowKind
from trueup.engine.asking import ROWS_WANTED, applies, at_rest, business_kind, field_applies, fits
from trueup.engine.measures import ROWS_TO_COUNT, Measure, cells
from trueup.engine.rules import Listener


class Source(NamedTuple):
    """Something that can take a position: what to ask (`offer.start`, `channel.steps`, `promise`, `ten`)."""

    ask: str
    open: bool
    """Blank or not sure; False: answered."""


class Sources:
    """The sources of one audit. Each question is looked at once, however many clashes listen to it."""

    def __init__(self, content: Content, audit: Audit) -> None:
        self._content = content
        self._audit = audit
        self._kind = business_kind(audit)
        self._known: dict[str, Source | None] = {}
        self._asks: dict[Listener, tuple[str, ...] | None] = {}
        self._at_work: dict[RowKind, list[Row]] = {}

    def asks(self, listener: Listener) -> tuple[str, ...] | None:
        """What is still open for a term. Empty: all has been answered. None: whatever could take its positions is not
        applicable or parked, and never speaks."""
        if listener not in self._asks:
            self._asks[listener] = self._look_for(listener)
        return self._asks[listener]

    def _look_for(self, listener: Listener) -> tuple[str, ...] | None:
        found: list[Source] = []
        for speaker in listener.speakers:
            if isinstance(speaker, Measure):
                found += self.of_measure(speaker)
            elif (source := self._of_question(speaker)) is not None:
                found.append(source)
        return tuple(dict.fromkeys(source.ask for source in found if source.open)) if found else None

    def of_measure(self, measure: Measure) -> list[Source]:
        """What a measure still lacks; nothing at all where one thing it needs is not applicable."""
        needs = [self._of_question(self._content.questions[name]) for name in measure.needs]
        known = [source for source in needs if source is not None]
        if len(known) < len(needs):
            return []
        return [source for source in known if source.open] or [Source(measure.name, False)]

    def _of_question(self, question: Question) -> Source | None:
        """What is to ask of a question, open as long as one answer to it is; None where nobody is asked it."""
        if question.id not in self._known:
            self._known[question.id] = self._look_at(question)
        return self._known[question.id]

    def _look_at(self, question: Question) -> Source | None:
        kind = question.row_kind
        if kind == "ten":
            return _of_column(self._audit, question.field)
        if kind is not None:
            return self._of_field(kind, question)
        if not fits(self._kind, question) or not applies(self._content, question, self._audit.answers.get):
            return None
        answer = self._audit.answers.get(question.id)
        return None if _is_out(answer) else Source(question.id, _is_open(answer))

    def _of_field(self, kind: RowKind, question: Question) -> Source | None:
        if kind not in self._at_work:
            self._at_work[kind] = [row for row in self._audit.of(kind) if not at_rest(row)]
        if not self._audit.of(kind) and kind in ROWS_WANTED:  # nobody needs groups, activities or hats
            return Source(kind, True)
        if not fits(self._kind, question):
            return None
        answered = False
        for row in self._at_work[kind]:
            if question.asked_if is None or field_applies(self._content, self._audit, row, question):
                answer = row.fields.get(question.field)
                if _is_open(answer):
                    return Source(question.id, True)
                answered = answered or not _is_out(answer)
        return Source(question.id, False) if answered else None


def _of_column(audit: Audit, field: str) -> Source | None:
    answers = [row.fields.get(field) for row in audit.of("ten")]
    if answers and all(answer is not None and answer.state == "na" for answer in answers):
        return None
    return Source("ten", len(cells(audit, field)) < ROWS_TO_COUNT)


def _is_open(answer: Answer | None) -> bool:
    return answer is None or answer.state == "unsure"


def _is_out(answer: Answer | None) -> bool:
    return answer is not None and answer.state == "na"
