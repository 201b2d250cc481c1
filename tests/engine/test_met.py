"""How many questions one business is asked: enough for an afternoon and no more, whatever its kind."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit
from trueup.content.model import AREAS, CLAIMS, KIND_QUESTION, Question
from trueup.engine.applicability import asked
from trueup.lint.soundness import met, tally

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
