"""After a change, only what depends on it is said anew, and the result is the same as when everything is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests.businesses import our_content
from tests.large_business import large_business

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, KIND_QUESTION, Question, RowKind
from trueup.engine.model import Subject
from trueup.engine.statements import Origin, Said, said_after, said_in

CONTENT = our_content()
ROWS: dict[RowKind, int] = {"promise": 8, "channel": 4, "activity": 4, "customer": 12, "group": 2, "role": 2}
SEEDS = (1, 2, 7)


def decides(question: Question) -> bool:
    return question.id in CONTENT.conditions and question.id != KIND_QUESTION


def other_answers(question: Question) -> Iterator[Answer]:
    for choice in question.choices:
        yield Answer(choice.key if question.kind == "choice" else (choice.key,))


def by_answers(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    for question in (each for area in AREAS for each in CONTENT.of(area)):
        if decides(question):
            yield from ((audit.with_answer(question.id, answer), question.id) for answer in other_answers(question))


def by_figures(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    hours = ("operations.hours-sold", "operations.hours-there", "operations.capacity")
    for question in (*hours, "identity.target", "identity.sum", "offer.sale"):
        yield audit.with_answer(question, Answer(1.0)), question


def by_claims(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    for row in audit.of("promise"):
        yield audit.with_row("promise", row.with_field("claims", Answer(()))), Subject("promise", row.id)


def by_other_things(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    for row in audit.of("promise"):
        for field, answer in (("about", Answer("other")), ("kept", None), ("kept", Answer(10.0, evidence="record"))):
            yield audit.with_row("promise", row.with_field(field, answer)), Subject("promise", row.id)


def by_stopped_promises(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    for row in audit.of("promise"):
        yield audit.without_row("promise", row.id), Subject("promise", row.id)


def by_channels(audit: Audit) -> Iterator[tuple[Audit, Origin]]:
    def other_thing(row: Row) -> Row:
        return replace(row, fields={**row.fields, "about": Answer("other"), "other": Answer("Hats")})

    for row in audit.of("channel"):
        yield audit.with_row("channel", other_thing(row)), Subject("channel", row.id)
        yield audit.with_row("channel", row.with_field("days", Answer(200.0))), Subject("channel", row.id)


@pytest.mark.parametrize(
    "changes", [by_answers, by_figures, by_claims, by_other_things, by_stopped_promises, by_channels]
)
def test_what_is_said_after_a_change_is_the_same_as_when_everything_is_said_anew(
    changes: Callable[[Audit], Iterator[tuple[Audit, Origin]]],
) -> None:
    reaches_further = False
    for seed in SEEDS:
        was = large_business(CONTENT, ROWS, seed=seed)
        before = said_in(CONTENT, was)
        for audit, origin in changes(was):
            then, now = spoken(before), spoken(said_in(CONTENT, audit))
            assert spoken(said_after(CONTENT, was, before, audit, [origin])) == now, origin
            reaches_further |= any(then.get(each) != now.get(each) for each in {*then, *now} - {origin})
    assert reaches_further, "no change matters to another question or row"


def spoken(said: Said) -> dict[Origin, list[object]]:
    """Whatever says something. Parked questions may be left in the list without a statement."""
    return {origin: [*statements] for origin, statements in said.items() if statements}
