"""Who could still speak: the sources of a term that are open, and whether it has any at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.answers.model import Answer, Audit
from trueup.content.model import Content, Question, Term
from trueup.engine.asking import ROWS_WANTED, at_rest, field_applies, is_asked
from trueup.engine.measures import MEASURES, ROWS_TO_COUNT, Measure, cells


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can take a position: what to ask (`offer.start`, `channel.steps`, `promise`, `ten`)."""

    ask: str
    open: bool
    """Blank or not sure; False: answered."""


class Sources:
    """The sources of one audit. Each question is looked at once, however many clashes listen to it."""

    def __init__(self, content: Content, audit: Audit) -> None:
        self._content = content
        self._audit = audit
        self._known: dict[str, tuple[Source, ...]] = {}
        self._measures: dict[str, list[Measure]] = {}
        for measure in MEASURES.values():
            if measure.is_in(content):
                for tag in measure.tags:
                    self._measures.setdefault(tag, []).append(measure)

    def of(self, term: Term) -> list[Source]:
        """The sources of a term. Not applicable and parked ones are left out: they never speak."""
        found: dict[Source, None] = {}
        for tag in term.tags:
            for question in self._content.speakers.get((term.side, tag), ()):
                if term.of is None or question.home == term.of:
                    found |= dict.fromkeys(self._of_question(question))
            if term.side == "deliver" and term.of in (None, "ten"):
                for measure in self._measures.get(tag, ()):
                    found |= dict.fromkeys(self.of_measure(measure))
        return list(found)

    def _of_question(self, question: Question) -> tuple[Source, ...]:
        known = self._known.get(question.id)
        if known is None:
            known = tuple(dict.fromkeys(self._look_at(question)))
            self._known[question.id] = known
        return known

    def of_measure(self, measure: Measure) -> list[Source]:
        """What a measure still lacks; nothing at all where one thing it needs is not applicable."""
        needs = [self._of_question(self._content.questions[name]) for name in measure.needs]
        if not all(needs):
            return []
        lacking = [source for need in needs for source in need if source.open]
        return lacking or [Source(measure.name, False)]

    def _look_at(self, question: Question) -> Iterator[Source]:
        kind = question.row_kind
        if kind == "ten":
            yield from _of_column(self._audit, question.field)
            return
        if kind is None:
            if is_asked(self._content, self._audit, question):
                yield from _of_answer(question.id, self._audit.answers.get(question.id))
            return
        rows = self._audit.of(kind)
        if not rows and kind in ROWS_WANTED:  # nobody needs groups, activities or hats
            yield Source(kind, True)
        for row in rows:
            if not at_rest(row) and field_applies(self._content, self._audit, row, question):
                yield from _of_answer(question.id, row.fields.get(question.field))


def _of_column(audit: Audit, field: str) -> Iterator[Source]:
    answers = [row.fields.get(field) for row in audit.of("ten")]
    if answers and all(answer is not None and answer.state == "na" for answer in answers):
        return
    yield Source("ten", len(cells(audit, field)) < ROWS_TO_COUNT)


def _of_answer(ask: str, answer: Answer | None) -> Iterator[Source]:
    if answer is None or answer.state == "unsure":
        yield Source(ask, True)
    elif answer.state == "given":
        yield Source(ask, False)
