"""Answers that can be meant as they are, and more often are a slip: told once when they are imported, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trueup.answers.limits import CUSTOMERS
from trueup.answers.model import Answer, Audit
from trueup.content.model import ROW_KINDS, Content, Question
from trueup.engine.applicability import field_applies, is_asked, is_for, is_inactive, is_offered

ROUNDING = 0.05
"""Shares guessed one by one may add up to a little more than everyone."""


def doubtful(content: Content, audit: Audit) -> tuple[str, ...]:
    """What to look at again, a sentence each."""
    return (*_doubts(audit), *_unasked(content, audit))


def _unasked(content: Content, audit: Audit) -> Iterator[str]:
    """Answers that nothing compares, as their question isn't asked here: they are kept, but without a word one would
    think they count."""
    foreign, waiting = [], []
    for question, answer, is_met in _given(content, audit):
        if not is_for(audit, question) or not is_offered(audit, question, answer):
            foreign.append(question.id)
        elif not is_met:
            waiting.append(question.id)
    if foreign:
        yield f"Not asked, or not this way, of this kind of business, so not compared: {_named(foreign)}."
    if waiting:
        yield f"Asked only after another answer, so not compared: {_named(waiting)}."


def _given(content: Content, audit: Audit) -> Iterator[tuple[Question, Answer, bool]]:
    """Every answer given, with its question and whether that is asked."""
    for key, answer in audit.answers.items():
        if answer.state == "given" and key in content.questions:
            question = content.questions[key]
            yield question, answer, is_asked(content, audit, question)
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            for field, answer in row.fields.items():
                if answer.state == "given" and f"{kind}.{field}" in content.questions:
                    question = content.questions[f"{kind}.{field}"]
                    yield question, answer, field_applies(content, audit, row, question)


def _named(questions: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(questions))


def _doubts(audit: Audit) -> Iterator[str]:
    stated = (row.fields.get("share") for row in audit.of("channel") if not is_inactive(row))
    together = sum(share.value for share in stated if share and isinstance(share.value, float))
    if together > 1 + ROUNDING:
        yield f"The shares of your channels add up to {together:.0%} of customers. A customer counts in one channel."
    if (rows := len(audit.of("customer"))) > CUSTOMERS:
        yield f"There are {rows} customers, and all of them count. trueup asks for the last {CUSTOMERS}."
