"""What is asked, of whom, in which round, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.business import channel, customers, promise

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, AskedIf, Content, Question
from trueup.engine.applicability import all_items, asked, essentials_left, items, next_item, progress, wording
from trueup.engine.statements import statements

Business = Callable[..., Audit]


def ids(content: Content, audit: Audit) -> list[str]:
    return [item.id for area in AREAS for item in items(content, audit, area)]


def with_question(content: Content, question: Question) -> Content:
    """The content with one question in place of the one with its id."""
    return content.with_changes(questions={**content.questions, question.id: question})


def test_the_first_round_is_the_essentials_and_the_rows(small: Content, business: Business) -> None:
    stops = ids(small, business())
    assert "offer.start" in stops
    assert "market.words" not in stops, "it is no essential"
    assert [stop for stop in stops if "." not in stop] == ["promise", "channel", "customer"]


@pytest.mark.parametrize("deeper", [{"compared": True}, {"deeper": True}])
def test_after_comparing_or_on_request_everything_is_asked(
    small: Content, business: Business, deeper: dict[str, bool]
) -> None:
    audit = replace(business(), **deeper)  # type: ignore[arg-type]
    assert ids(small, audit) == [item.id for area in AREAS for item in all_items(small, audit, area)]


def test_what_has_an_answer_never_vanishes(small: Content, business: Business) -> None:
    assert "market.words" in ids(small, business({"market.words": "sturdy, plain"}))


def test_a_question_hangs_on_an_earlier_answer_and_so_on(small: Content, business: Business) -> None:
    hung = small.questions["offer.price"].model_copy(
        update={"asked_if": AskedIf(question="offer.extras", values=("rush",))}
    )
    chained = with_question(small, hung)

    def is_asked(answers: dict[str, object]) -> bool:
        return "offer.price" in [question.id for question in asked(chained, business(answers))]

    assert is_asked({"offer.model": "subscription", "offer.extras": ["rush"]})
    assert not is_asked({"offer.model": "subscription", "offer.extras": ["manual"]})
    assert not is_asked({"offer.model": "once", "offer.extras": ["rush"]}), "its parent is parked, so it is too"


def test_the_kind_of_business_decides_what_is_asked_and_how(small: Content, business: Business) -> None:
    only = small.questions["offer.price"].model_copy(update={"kinds": ("goods",), "wording": {"goods": "What is it?"}})
    content = with_question(small, only)
    unknown = business({"offer.price": "high"})
    goods = replace(unknown, answers={**unknown.answers, "identity.kind": Answer("goods")})
    software = replace(unknown, answers={**unknown.answers, "identity.kind": Answer("software")})
    spoken = [
        any(statement.tag == "price.high" for statement in statements(content, audit))
        for audit in (unknown, goods, software)
    ]
    assert spoken == [True, True, False], "parked answers give no statement, and nothing is lost"
    assert software.answers["offer.price"] == Answer("high")
    assert [wording(audit, only) for audit in (unknown, goods)] == [only.text, "What is it?"]


@pytest.mark.parametrize("state", ["withdrawn", "stopped", "planned"])
def test_a_row_at_rest_is_silent(small: Content, business: Business, state: str) -> None:
    audit = business(promises=[promise("start.alone")])
    row = audit.of("promise")[0]
    resting = audit.with_row("promise", Row(row.id, {**row.fields, "state": Answer(state)}))
    assert statements(small, audit)
    assert statements(small, resting) == ()


def test_rows_count_as_one_stop_each(small: Content, business: Business) -> None:
    done = business(promises=[promise()], channels=[channel("site")], customers=customers(who=["a"]))
    before, after = progress(small, business()), progress(small, done)
    assert after["offer"].done == before["offer"].done + 1
    assert after["operations"].minutes < before["operations"].minutes


def test_the_next_stop_is_the_first_open_essential(small: Content, business: Business) -> None:
    left = essentials_left(small, business())
    following = next_item(small, business())
    assert following == left[0]


def test_unsure_and_not_applicable_count_as_answered(small: Content, business: Business) -> None:
    blank, unsure = business(), business({"offer.start": {"unsure": True}})
    assert progress(small, unsure)["offer"].done == progress(small, blank)["offer"].done + 1
