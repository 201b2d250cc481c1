"""The matrix as data: the position in each cell, the mismatches marked in it, and the order of the topics."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.business import channel, customers, promise
from tests.businesses import on_each_business, our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Side
from trueup.engine.judge import judge
from trueup.engine.matrix import Cell, Line, areas, matrix

Business = Callable[..., Audit]
Drawn = Callable[..., dict[str, Line]]


@pytest.fixture
def drawn(small: Content, business: Business) -> Drawn:
    def draw(*args: Any, **kwargs: Any) -> dict[str, Line]:
        audit = business(*args, **kwargs)
        return {line.topic: line for line in matrix(small, audit, judge(small, audit))}

    return draw


def cell(lines: dict[str, Line], topic: str, side: Side) -> Cell:
    return lines[topic].cells[side]


def test_conflicting_topics_come_first_and_their_sides_are_joined(drawn: Drawn) -> None:
    lines = drawn(
        {"offer.price": "high", "market.price": "low", "operations.speed": 2.0},
        promises=[promise("start.alone", "speed.day")],
        channels=[channel("site", "ad", "talks", "pays")],
    )
    assert list(lines)[:3] == ["start", "price", "speed"]
    assert lines["start"].shade == "contradiction"
    (gated,) = lines["start"].lit
    assert (gated.id, lines["start"].joined(gated)) == ("start.gated", ("say", "deliver"))
    assert [each.id for each in cell(lines, "start", "deliver").lit] == ["start.gated"]
    assert cell(lines, "speed", "say").lit == ()


def test_a_cell_of_several_rows_shows_the_worst_position_and_how_many_rows_take_it(drawn: Drawn) -> None:
    channels = [channel("a", "ad", "pays"), channel("b", "ad", "pays"), channel("c", "ad", "talks", "pays")]
    lines = drawn(promises=[promise("start.alone")], channels=channels)
    deliver = cell(lines, "start", "deliver")
    assert (deliver.tag, deliver.rows, deliver.of_rows) == ("start.talk", 1, 3)
    assert [statement.subject.row for statement in deliver.statements if statement.subject] == ["c", "a", "b"]


def test_a_cell_without_a_mismatch_shows_the_most_frequent_position(drawn: Drawn) -> None:
    channels = [channel("a", "ad", "pays"), channel("b", "ad", "pays"), channel("c", "ad", "talks", "pays")]
    assert cell(drawn(channels=channels), "start", "deliver").tag == "start.alone"


def test_a_cell_with_two_mismatches_shows_the_worse_one(drawn: Drawn) -> None:
    lines = drawn(
        {"offer.start": "alone"},
        promises=[promise("start.alone")],
        channels=[channel("site", "ad", "talks", "pays")],
        customers=customers(started=["talk"] * 4),
        disclosed={"start.gated": "before"},
    )
    start = lines["start"]
    assert [(each.id, each.shade, start.joined(each)) for each in start.lit] == [
        ("start.counted", "contradiction", ("sell", "deliver")),
        ("start.gated", "tension", ("say", "deliver")),
    ]


def test_a_guess_is_marked_and_gives_way_to_a_certain_answer(drawn: Drawn) -> None:
    guessed = {"value": 90.0, "evidence": "guess"}
    lines = drawn({"operations.speed": guessed}, promises=[promise("speed.day")])
    assert cell(lines, "speed", "deliver").guessed
    assert lines["speed"].shade == "unproven"
    both = drawn({"operations.speed": guessed}, channels=[channel("site", "pays", "waits")])
    assert not cell(both, "speed", "deliver").guessed


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "open"),
        ({"market.price": {"unsure": True}}, "unsure"),
        ({"market.price": {"na": True}}, "na"),
        ({"market.price": "low"}, "position"),
    ],
)
def test_each_way_of_not_answering_is_shown_differently(drawn: Drawn, answers: dict[str, Any], state: str) -> None:
    lines = drawn({"offer.price": "low", **answers})
    assert cell(lines, "price", "need").state == state
    assert cell(lines, "price", "need").asks == (("market.price",) if state in ("open", "unsure") else ())


def test_an_answer_without_a_position_differs_from_a_question_that_is_not_asked(drawn: Drawn) -> None:
    lines = drawn({"offer.price": "depends", "market.price": "low"}, promises=[promise("start.alone")])
    assert cell(lines, "price", "sell").state == "silent"
    assert cell(lines, "price", "say").state == "silent", "the checklist was gone through and has no tick for it"
    assert cell(lines, "price", "believe").state == "not asked"


def test_a_missing_kind_of_row_is_shown_as_something_to_add(drawn: Drawn) -> None:
    assert cell(drawn({"offer.price": "low"}), "price", "say").asks == ("promise",)
    assert "customer" in cell(drawn({"offer.start": "alone"}), "start", "deliver").asks


def test_accepted_mismatches_are_shown_last_and_objections_not_at_all(drawn: Drawn) -> None:
    conflicting: dict[str, Any] = {
        "promises": [promise("start.alone", "speed.day")],
        "channels": [channel("site", "ad", "talks", "pays", "waits")],
    }
    accepted = drawn(**conflicting, accepted={"start.gated": {"reason": "they ask for it"}})
    assert [(line.topic, line.shade) for line in accepted.values()][:2] == [
        ("speed", "contradiction"),
        ("start", "accepted"),
    ]
    objected = drawn(**conflicting, objected={"start.gated": "not here"})
    assert objected["start"].lit == ()


def test_a_topic_for_promises_only_is_left_out_if_no_promise_mentions_it(small: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")])
    sayable = Content(
        screens={"promise": small.screens["promise"]},
        questions={"promise.claims": small.questions["promise.claims"]},
        topics=small.topics,
        checks=small.checks,
        version="",
    )
    lines = matrix(sayable, audit, judge(small, audit))
    assert [line.topic for line in lines] == ["start"]


def test_a_withdrawn_promise_gives_no_statement(small: Content, business: Business) -> None:
    said = business(promises=[promise("start.alone")])
    (row,) = said.of("promise")
    withdrawn = said.with_row("promise", Row(row.id, {**row.fields, "state": Answer("withdrawn")}))
    (start, *_) = (line for line in matrix(small, withdrawn, judge(small, withdrawn)) if line.topic == "start")
    assert start.cells["say"].state == "not asked"


@on_each_business
def test_every_conflicting_statement_is_marked_in_the_cell_of_its_topic_and_side(
    business_file: Path, content: Content
) -> None:
    audit = audit_from_document(json.loads(business_file.read_text("utf-8")), content)
    findings = judge(content, audit)
    lines = {line.topic: line for line in matrix(content, audit, findings)}
    for found in (*findings.mismatches, *findings.accepted):
        for statement in found.statements:
            shown = lines[statement.topic].cells[statement.side]
            assert statement in shown.statements
            assert found.id in [each.id for each in shown.lit]
    for line in lines.values():
        for shown in line.cells.values():
            assert (shown.state == "position") == bool(shown.statements) == bool(shown.tag)


def test_a_topic_on_which_two_sides_agree_is_not_marked_with_what_conflicts_on_another() -> None:
    content = our_content()
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "software", "offer.start": "alone", "offer.shown": "asked"},
        "promises": [{"id": "p", "words": "Start on your own.", "where": "page", "claims": ["start.alone"]}],
    }
    audit = audit_from_document(document, content)
    lines = {line.topic: line for line in matrix(content, audit, judge(content, audit))}
    (ask,) = lines["shown"].lit
    assert ask.id == "shown.ask"
    assert cell(lines, "shown", "say").tag == "start.alone", "what it's set against, although that's on another topic"
    assert lines["shown"].joined(ask) == ("say", "sell")
    assert {side: each.tag for side, each in lines["start"].cells.items() if each.tag} == {
        "say": "start.alone",
        "sell": "start.alone",
    }
    assert lines["start"].lit == ()
    assert [each.id for each in cell(lines, "start", "say").lit] == ["shown.ask"]


def test_a_topic_is_in_every_area_that_asks_about_it(small: Content) -> None:
    assert areas(small, "price") == {"offer", "market"}
    assert areas(small, "speed") == {"offer", "market", "operations"}
