"""A statement quotes the founder's note or, without a note, only those choices that take its position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests.businesses import our_content
from tests.large_business import large_business

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, KIND_QUESTION, Content, Question, RowKind
from trueup.engine.model import Statement, Subject
from trueup.engine.statements import Origin, Said, said_after, said_in, statements


def quoted(content: Content, tag: str, **rest: object) -> list[str]:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, **rest}
    return [
        statement.quote
        for statement in statements(content, audit_from_document(document, content))
        if statement.tag == tag
    ]


def outlet(rules: object) -> dict[str, object]:
    return {"channels": [{"id": "outlet", "name": "Outlet", "shelf": "partner", "rules": rules}]}


def test_only_the_choices_that_take_the_position_are_quoted(content: Content) -> None:
    label = content.questions["channel.rules"].by_key["unknown"].label
    assert quoted(content, "partner.unknown", **outlet(["price", "unknown"])) == [label]


def test_choices_that_take_the_same_position_are_quoted_together(content: Content) -> None:
    lasting = {"identity.kind": "software", "offer.lasting": ["founder", "terms"]}
    labels = [content.questions["offer.lasting"].by_key[key].label for key in ("founder", "terms")]
    promised = [{"id": "page", "words": "Yours for life", "claims": ["lasting.ever"]}]
    assert quoted(content, "lasting.ends", answers=lasting, promises=promised) == ["; ".join(labels)]


def test_a_note_is_quoted_instead_of_the_choice(content: Content) -> None:
    noted = {"value": ["price", "unknown"], "note": "They name the price"}
    assert quoted(content, "partner.unknown", **outlet(noted)) == ["They name the price"]


def test_the_answer_none_of_these_is_quoted_verbatim(content: Content) -> None:
    assert quoted(content, "partner.free", **outlet([])) == ["none of these"]


def test_a_claim_without_a_note_is_quoted_as_its_label_unless_a_promise_makes_it(content: Content) -> None:
    stand = {"id": "stand", "name": "Stand", "claims": ["room"]}
    document = {"business": "Acme", "quarter": "2026-Q4", "activities": [stand]}

    def said(**more: object) -> Statement:
        spoken = statements(content, audit_from_document({**document, **more}, content))
        return next(each for each in spoken if each.source == "activity.claims")

    assert said().is_label
    page = {"words": "Two places free on Monday.", "where": "page", "claims": ["capacity.room"]}
    assert (said(promises=[page]).quote, said(promises=[page]).is_label) == ("Two places free on Monday.", False)


@pytest.mark.parametrize(("came", "is_judged"), [(4, False), (5, True)])
def test_a_channel_with_fewer_than_five_customers_does_not_prove_whom_it_brings(
    content: Content, came: int, is_judged: bool
) -> None:
    stall = Row("stall", {"name": Answer("stall"), "crowd": Answer("wrong"), "customers": Answer(float(came))})
    last = [Row(str(nth), {"channel": Answer("stall")}) for nth in range(came)]
    for row in (stall, replace(stall, fields={key: stall.fields[key] for key in ("name", "crowd")})):
        said = statements(content, Audit("Acme", "2026-Q4", {}, {"channel": (row,), "customer": tuple(last)}))
        assert any(each.tag == "crowd.wrong" for each in said) == is_judged


@pytest.mark.parametrize(
    ("serves", "side"), [(("sellers",), "sellers"), (("sellers", "buyers"), ""), (("both",), ""), ((), "")]
)
def test_a_group_is_on_one_side_of_the_market_if_every_channel_naming_it_serves_that_side(
    content: Content, serves: tuple[str, ...], side: str
) -> None:
    channels = [
        {"id": f"c{nth}", "name": f"c{nth}", "serves": each, "groups": ["owners"]} for nth, each in enumerate(serves)
    ]
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "marketplace"},
        "groups": [{"id": "owners", "name": "owners", "needs": ["date"], "aim": "for"}],
        "channels": channels,
    }
    said = statements(content, audit_from_document(document, content))
    assert {each.party for each in said if each.subject and each.subject.kind == "group"} == {side}


# After a change, only what depends on it is said anew, and the result is the same as when everything is


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
