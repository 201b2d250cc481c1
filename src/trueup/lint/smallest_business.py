"""Constructs, for a check, a small business in which the check finds a mismatch, to prove that the check can fire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, product

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Check, Content, Question, RowKind, Term
from trueup.engine.judge import mismatches
from trueup.engine.matching import by_position
from trueup.engine.measures import MEASURES
from trueup.engine.readings import Measure
from trueup.engine.rules import rules_of
from trueup.engine.statements import statements, tags_of

TRIES = 400
"""The most combinations of answers tried for a check. If none of them fires it, it counts as unreachable."""

MOST_PLACINGS = 40
"""The most ways tried in which a measure takes a position."""

Placing = Callable[[Audit], Audit]


def witness(content: Content, check: Check) -> Audit | None:
    """Return answers that fire this check; None if none were found."""
    ways = [list(placings(content, term, seat=nth if term.other else 0)) for nth, term in enumerate(check.between)]
    for combination in islice(product(*ways), TRIES):
        audit = Audit(business="Witness", quarter="2026-Q4")
        for place in combination:
            audit = place(audit)
        if check.times:
            rows = enumerate(audit.of("promise"), 1)
            audit = audit.with_rows("promise", tuple(row.with_field("words", Answer(f"{n} weeks")) for n, row in rows))
        heard = by_position(statements(content, audit))
        if mismatches(content, audit, heard, [rules_of(content).by_check[check.id]]):
            return audit
    return None


def placings(content: Content, term: Term, seat: int) -> Iterator[Placing]:
    """Yield functions that change an audit so that a term becomes true: one for each answer, field of a row and count
    that can stand for one of its positions. `seat` numbers the row, because two terms may need different rows.
    """
    for tag in term.tags:
        for question in content.speakers.get((term.side, tag), ()):
            kind = question.row_kind
            if kind is not None and term.of in (None, kind):
                yield from _in_row(content, question, kind, tag, seat)
            elif kind is None and term.of is None:
                for answer in answers_for(question, tag):
                    yield partial(_given, content, question=question, answer=answer)
    if term.side == "deliver":
        for measure in MEASURES.values():
            is_of_rows = term.of is None or measure.is_read_off(term.of)
            if is_of_rows and set(term.tags) & set(measure.tags) and measure.is_in(content):
                yield from islice(_measured(content, measure, term), MOST_PLACINGS)


def answers_for(question: Question, tag: str) -> Iterator[Answer]:
    """Yield answers to a question that stand for a tag, simplest first."""
    if question.is_checklist:
        yield Answer((tag,))
    for choice in question.choices:
        if tag in choice.stands:
            yield Answer(choice.key if question.kind == "choice" else (choice.key,))
    if question.kind == "text" and tag in question.otherwise:
        yield Answer(question.field)
    elif tag in question.otherwise:
        quiet = next((c.key for c in question.choices if tag in dict(tags_of(question, Answer((c.key,))))), None)
        yield Answer((quiet,) if quiet else ())
    lowest = 0.0
    for band in question.bands:
        if band.tag == tag:
            yield Answer(float(band.upto if band.upto is not None else lowest + 1))
        lowest = band.upto or lowest


def _given(content: Content, audit: Audit, *, question: Question, answer: Answer) -> Audit:
    """Return the audit with a question of an area answered, and with the answers on which it depends that it's
    asked.
    """
    if question.asked_if is not None:
        parent = content.questions[question.asked_if.question]
        value = question.asked_if.values[0]
        if parent.is_checklist:
            return _claimed(content, audit, question.asked_if.values).with_answer(
                question.id, _merged(audit.answers.get(question.id), answer)
            )
        held = audit.answers.get(parent.id)
        if held is None:
            held_by = Answer((value,) if parent.kind in ("many", "steps") else value)
            audit = _given(content, audit, question=parent, answer=held_by)
    return audit.with_answer(question.id, _merged(audit.answers.get(question.id), answer))


def _claimed(content: Content, audit: Audit, tags: Sequence[str]) -> Audit:
    """Return the audit with a promise that claims one of these tags. If there is one already, nothing is changed."""
    if not set(tags).isdisjoint(audit.claimed):
        return audit
    fields = {q.field: _any(q, "promise") for q in content.of("promise") if q.required}
    return audit.with_row("promise", Row("promise-asked", {**fields, "claims": Answer((tags[0],))}))


def _in_row(content: Content, question: Question, kind: RowKind, tag: str, seat: int) -> Iterator[Placing]:
    for answer in answers_for(question, tag):

        def place(audit: Audit, answer: Answer = answer) -> Audit:
            name = f"{kind}-{seat + 1}"
            row = audit.row(kind, name) or Row(name, {q.field: _any(q, name) for q in content.of(kind) if q.required})
            fields = {**row.fields, question.field: _merged(row.fields.get(question.field), answer)}
            condition = question.asked_if
            if condition is not None:
                parent = content.questions[condition.question]
                value = condition.values[0]
                if parent.is_checklist and kind != "promise":
                    audit = _claimed(content, audit, condition.values)
                elif parent.home == kind:
                    held = Answer((value,) if parent.kind in ("many", "steps") else value)
                    fields[parent.field] = _merged(row.fields.get(parent.field), held)
                else:
                    audit = _given(content, audit, question=parent, answer=Answer(value))
            return audit.with_row(kind, Row(name, fields))

        yield place


def _any(question: Question, name: str) -> Answer:
    """Return some answer to a required field: its first choice, or words. They name a number, because some checks
    compare it.
    """
    return Answer(question.choices[0].key if question.choices else f"{name}, for 1,000 people")


def _measured(content: Content, measure: Measure, term: Term) -> Iterator[Placing]:
    """Yield functions that add rows or numbers to an audit so that a measure takes a position of the term."""
    needs = [content.questions[name] for name in measure.needs]
    numbers = [each for each in needs if each.row_kind == "channel" and each.kind == "number"]
    beside = (False, True) if numbers else (False,)  # some measures compare two channels
    for values, has_second in product(product(*(_trial_values(question) for question in needs)), beside):

        def place(audit: Audit, values: tuple[Answer, ...] = values, has_second: bool = has_second) -> Audit:
            for question, answer in zip(needs, values, strict=True):
                audit = _with_need(content, audit, question, answer)
            if numbers:
                leading = (row.with_field("channel", Answer("channel-1")) for row in audit.of("activity"))
                audit = audit.with_rows("activity", tuple(leading))
            if not has_second:
                return audit
            fields = {question.field: Answer(0.6 if question.unit == "share" else 3.0) for question in numbers}
            return audit.with_row("channel", Row("channel-beside", {"name": Answer("beside"), **fields}))

        if any(reading.tag in term.tags for reading in measure.read(content, place(Audit("Witness", "2026-Q4")))):
            yield place


def _trial_values(question: Question) -> list[Answer]:
    if question.kind == "number":
        numbers = (0.1, 1.0) if question.unit == "share" else (1.0, 30.0, 1000.0)
        return [Answer(each, evidence="counted") for each in numbers]
    if question.kind in ("many", "steps"):
        return [Answer((choice.key,)) for choice in question.choices]
    return [Answer(choice.key, evidence="counted") for choice in question.choices]


ROWS: Mapping[str, int] = {"customer": 5, "activity": 2, "channel": 1}
"""Kind of row → how many of them a measure needs."""


def _with_need(content: Content, audit: Audit, question: Question, answer: Answer) -> Audit:
    """Return the audit with one answer that a measure needs. If it's a field of rows, all rows of the kind get it; if
    there are none, some are added.
    """
    kind = question.row_kind
    if kind is None:
        return _given(content, audit, question=question, answer=answer)
    named = {} if kind == "customer" else {"name": Answer("one")}
    rows = audit.of(kind) or tuple(Row(f"{kind}-{n}", named) for n in range(1, ROWS[kind] + 1))
    filled = tuple(replace(row, fields={**row.fields, question.field: answer}) for row in rows)
    return audit.with_rows(kind, filled)


def _merged(held: Answer | None, answer: Answer) -> Answer:
    """Return both answers combined, if several choices can be ticked; otherwise the new answer."""
    if held is not None and isinstance(held.value, tuple) and isinstance(answer.value, tuple):
        return replace(held, value=tuple(dict.fromkeys((*held.value, *answer.value))))
    return answer
