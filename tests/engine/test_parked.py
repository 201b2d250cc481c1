"""What no longer applies is put aside: it gives no statement, is asked no more, and is back when it applies again."""

from __future__ import annotations

from collections.abc import Callable

from tests.engine.test_applicability import with_question

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Question
from trueup.engine.applicability import Item, is_done, parked

Business = Callable[..., Audit]


def of_kind(audit: Audit, kind: str) -> Audit:
    return audit.with_answer("identity.kind", Answer(kind))


def test_an_answer_to_a_question_for_others_is_parked(small: Content, business: Business) -> None:
    content = with_question(small, small.questions["offer.price"].model_copy(update={"kinds": ("goods",)}))
    audit = business({"offer.price": "high", "offer.start": "alone"})
    assert parked(content, audit) == frozenset()
    assert "offer.price" not in parked(content, of_kind(audit, "goods"))
    assert "offer.price" in parked(content, of_kind(audit, "software"))


def test_an_answer_that_hangs_on_another_is_parked_with_it(small: Content, business: Business) -> None:
    hanging = next(q for q in small.questions.values() if q.asked_if and q.row_kind is None)
    audit = business().with_answer(hanging.id, Answer(state="unsure"))
    assert parked(small, audit) == {hanging.id}


def test_a_choice_for_others_is_parked_and_asked_again(small: Content, business: Business) -> None:
    question = small.questions["offer.price"]
    choices = tuple(c.model_copy(update={"kinds": ("goods",)}) if c.key == "high" else c for c in question.choices)
    content = with_question(small, Question(**{**question.model_dump(), "choices": choices}))
    audit = of_kind(business({"offer.price": "high"}), "software")
    assert "offer.price" in parked(content, audit)
    assert not is_done(audit, Item("offer", question=content.questions["offer.price"]))


def test_fields_of_rows_are_parked_and_rows_at_rest_are_not(small: Content, business: Business) -> None:
    content = with_question(small, small.questions["channel.share"].model_copy(update={"kinds": ("goods",)}))
    rows = (Row("guild", {"name": Answer("HomeGuild"), "share": Answer(0.4), "state": Answer("stopped")}),)
    audit = of_kind(business().with_rows("channel", rows), "software")
    found = parked(content, audit)
    assert "channel:guild.share" in found
    assert "channel:guild.name" not in found
