"""Who could still speak: the sources of a term that are open, and whether it has any at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.answers.model import Answer, Audit
from trueup.content.model import ROW_KINDS, Content, Question, Term
from trueup.engine.asking import fields, is_asked
from trueup.engine.measures import MEASURES, ROWS_TO_COUNT, cells


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can take a position: what to ask (`offer.start`, `channel.steps`, `promise`, `ten`)."""

    ask: str
    open: bool
    """Blank or not sure; False: answered."""


def sources(content: Content, audit: Audit, term: Term) -> list[Source]:
    """The sources of a term in this audit. Not applicable and parked ones are left out: they never speak."""
    found = dict.fromkeys(source for tag in term.tags for source in _of_tag(content, audit, term, tag))
    return list(found)


def _of_tag(content: Content, audit: Audit, term: Term, tag: str) -> Iterator[Source]:
    for question in content.speakers.get((term.side, tag), ()):
        if question.home in ROW_KINDS:
            if term.of in (None, question.home):
                yield from _of_rows(content, audit, question)
        elif term.of is None and is_asked(content, audit, question):
            yield from _of_answer(question.id, audit.answers.get(question.id))
    if term.side == "deliver" and term.of in (None, "ten"):
        for measure in MEASURES.values():
            if tag in measure.tags and measure.name in content.questions:
                yield from _of_column(audit, measure.field)


def _of_rows(content: Content, audit: Audit, question: Question) -> Iterator[Source]:
    kind = question.home
    rows = audit.of(kind)  # type: ignore[arg-type]  # home of a row's field is its kind
    if not rows:
        yield Source(kind, True)
    for row in rows:
        if question in fields(content, audit, kind, row):  # type: ignore[arg-type]
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
