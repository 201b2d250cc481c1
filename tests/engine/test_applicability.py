"""Which questions a founder is asked, in which round and in which order. Answers that no longer apply are parked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, CLAIMS, KIND_QUESTION, AskedIf, Content, Question
from trueup.engine.applicability import (
    Item,
    all_items,
    asked,
    essentials_left,
    is_done,
    items,
    next_item,
    parked,
    progress,
    wording,
)
from trueup.engine.statements import statements
from trueup.lint.soundness import met, tally

Business = Callable[..., Audit]


def ids(content: Content, audit: Audit) -> list[str]:
    return [item.id for area in AREAS for item in items(content, audit, area)]


def with_question(content: Content, question: Question) -> Content:
    """The content with one question replaced by this one."""
    return content.with_changes(questions={**content.questions, question.id: question})


def test_the_first_round_asks_only_essential_questions_and_rows(small: Content, business: Business) -> None:
    stops = ids(small, business())
    assert "offer.start" in stops
    assert "market.words" not in stops, "it is no essential"
    assert [stop for stop in stops if "." not in stop] == ["promise", "channel", "customer"]


@pytest.mark.parametrize("deeper", [{"compared": True}, {"deeper": True}])
def test_every_question_is_asked_after_comparing_or_on_request(
    small: Content, business: Business, deeper: dict[str, bool]
) -> None:
    audit = replace(business(), **deeper)  # type: ignore[arg-type]
    assert ids(small, audit) == [item.id for area in AREAS for item in all_items(small, audit, area)]


def test_an_answered_question_never_disappears(small: Content, business: Business) -> None:
    assert "market.words" in ids(small, business({"market.words": "sturdy, plain"}))


def test_a_question_can_depend_on_an_answer_that_depends_on_another_answer(small: Content, business: Business) -> None:
    hung = small.questions["offer.price"].with_changes(asked_if=AskedIf(question="offer.extras", values=("rush",)))
    chained = with_question(small, hung)

    def is_asked(answers: dict[str, object]) -> bool:
        return "offer.price" in [question.id for question in asked(chained, business(answers))]

    assert is_asked({"offer.model": "subscription", "offer.extras": ["rush"]})
    assert not is_asked({"offer.model": "subscription", "offer.extras": ["manual"]})
    assert not is_asked({"offer.model": "once", "offer.extras": ["rush"]}), "its parent is parked, so it is too"


def test_the_kind_of_business_decides_which_questions_are_asked_and_in_which_words(
    small: Content, business: Business
) -> None:
    only = small.questions["offer.price"].with_changes(kinds=("goods",), wording={"goods": "What is it?"})
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
def test_a_parked_row_gives_no_statement(small: Content, business: Business, state: str) -> None:
    audit = business(promises=[promise("start.alone")])
    row = audit.of("promise")[0]
    resting = audit.with_row("promise", Row(row.id, {**row.fields, "state": Answer(state)}))
    assert statements(small, audit)
    assert statements(small, resting) == ()


def test_all_rows_of_a_kind_count_as_one_item(small: Content, business: Business) -> None:
    done = business(promises=[promise()], channels=[channel("site")], customers=customers(who=["a"]))
    before, after = progress(small, business()), progress(small, done)
    assert after["offer"].done == before["offer"].done + 1
    assert after["operations"].minutes < before["operations"].minutes


def test_the_next_item_is_the_first_unanswered_essential(small: Content, business: Business) -> None:
    left = essentials_left(small, business())
    following = next_item(small, business())
    assert following == left[0]


def test_unsure_and_not_applicable_count_as_answered(small: Content, business: Business) -> None:
    blank, unsure = business(), business({"offer.start": {"unsure": True}})
    assert progress(small, unsure)["offer"].done == progress(small, blank)["offer"].done + 1


def test_the_minutes_left_follow_the_founders_pace(small: Content) -> None:
    fresh = Audit("Plumbline", "2026-Q4", deeper=True)
    usual, slow = progress(small, fresh), progress(small, fresh, 3.0)
    assert all(usual[area].minutes < slow[area].minutes for area in usual)
    assert all(left.minutes > 0 for left in progress(small, fresh, 0.0001).values())


def of_kind(audit: Audit, kind: str) -> Audit:
    return audit.with_answer("identity.kind", Answer(kind))


def test_an_answer_to_a_question_for_other_kinds_of_business_is_parked(small: Content, business: Business) -> None:
    content = with_question(small, small.questions["offer.price"].with_changes(kinds=("goods",)))
    audit = business({"offer.price": "high", "offer.start": "alone"})
    assert parked(content, audit) == frozenset()
    assert "offer.price" not in parked(content, of_kind(audit, "goods"))
    assert "offer.price" in parked(content, of_kind(audit, "software"))


def test_an_answer_is_parked_while_the_answer_it_depends_on_is_missing(small: Content, business: Business) -> None:
    hanging = next(q for q in small.questions.values() if q.asked_if and q.row_kind is None)
    audit = business().with_answer(hanging.id, Answer(state="unsure"))
    assert parked(small, audit) == {hanging.id}


def test_a_choice_for_other_kinds_of_business_is_parked_and_its_question_asked_again(
    small: Content, business: Business
) -> None:
    question = small.questions["offer.price"]
    choices = tuple(c.with_changes(kinds=("goods",)) if c.key == "high" else c for c in question.choices)
    content = with_question(small, question.with_changes(choices=choices))
    audit = of_kind(business({"offer.price": "high"}), "software")
    assert "offer.price" in parked(content, audit)
    assert not is_done(audit, Item("offer", question=content.questions["offer.price"]))


def test_a_field_not_asked_of_this_kind_of_business_is_parked_and_other_fields_are_not(
    small: Content, business: Business
) -> None:
    content = with_question(small, small.questions["channel.share"].with_changes(kinds=("goods",)))
    rows = (Row("guild", {"name": Answer("HomeGuild"), "share": Answer(0.4), "state": Answer("stopped")}),)
    audit = of_kind(business().with_rows("channel", rows), "software")
    found = parked(content, audit)
    assert "channel:guild.share" in found
    assert "channel:guild.name" not in found


# How many questions one business is asked: enough for an afternoon and no more


CONTENT = our_content()
MET = met(CONTENT)


def hangs_on_a_claim(question: Question) -> bool:
    """Whether a question is only for businesses that publish a certain claim. No business publishes many claims, so
    these questions aren't counted here.
    """
    return {condition.question for condition in question.conditions} == {CLAIMS}


AREA_QUESTIONS = [q for area in AREAS for q in CONTENT.of(area) if not hangs_on_a_claim(q)]


def test_all_questions_together_fit_into_an_afternoon() -> None:
    assert 90 <= len(AREA_QUESTIONS) <= 120
    assert sum(question.essential for question in AREA_QUESTIONS) <= 24
    counted = tally(CONTENT)
    assert counted["minutes for the essentials"] <= 35
    assert counted["minutes for everything"] <= 120


@pytest.mark.parametrize("kind", MET)
def test_one_business_is_asked_fifty_to_seventy_questions(kind: str) -> None:
    fewest, most = MET[kind]
    assert 50 <= fewest <= most <= 70


@pytest.mark.parametrize("kind", MET)
def test_the_fewest_questions_are_those_that_depend_on_no_answer(kind: str) -> None:
    audit = Audit("Acme", "2026-Q4", answers={KIND_QUESTION: Answer(kind)})
    assert len(asked(CONTENT, audit)) == MET[kind][0]


def test_some_service_is_really_asked_the_computed_maximum_of_questions() -> None:
    """The service sells hours, binds customers for a term, has new terms, wants sales and won't depend on anyone."""
    answers: dict[str, str | tuple[str, ...]] = {
        KIND_QUESTION: "service",
        "identity.goal": "sales",
        "identity.never": ("depend",),
        "offer.term": "bound",
        "offer.hours": "sold",
        "offer.changed": "changed",
    }
    audit = Audit("Acme", "2026-Q4", answers={key: Answer(value) for key, value in answers.items()})
    assert len(asked(CONTENT, audit)) == MET["service"][1]
