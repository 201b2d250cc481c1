"""Questions and choices use words that fit the kind of business."""

from __future__ import annotations

import re

import pytest
from tests.businesses import our_content

from trueup.content.model import KIND_QUESTION, ROW_KINDS, Question
from trueup.engine.applicability import asked_of, fits
from trueup.engine.offered_claims import could_find

CONTENT = our_content()
KINDS = tuple(choice.key for choice in CONTENT.questions[KIND_QUESTION].choices)

MISFITS = {
    "content": r"\b(customers?|clients?|buyers?|orders?)\b",
    "service": r"\b(customers?|buyers?|orders?|appointments?)\b",
    "marketplace": r"\bcustomers?\b",
    "shop": r"\b(your|the) page\b(?!, )",
    "goods": r"\b(your|the) page\b(?!,| or label)",
    "local": r"\b(your|the) page\b(?!, )|\bbuyers?\b|\bbought\b",
}
"""For each kind of business, words that don't fit it: readers aren't customers, and a stall has no page of its own."""

FOREIGN = {
    "software": r"\b(laboratory|each box|readers|batch)\b",
    "service": r"\b(laboratory|each box|paid link|best seller)\b",
    "local": r"\b(laboratory|each box|paid link|best seller|clients?)\b",
    "goods": r"\b(what training you have|clients?)\b",
    "shop": r"\b(make the next batch|appointment|clients?|what training you have)\b",
    "marketplace": r"\b(laboratory|each box|the next batch|your next three real)\b",
    "course": r"\b(laboratory|each box|as express|keep three ready|real jobs)\b",
    "content": r"\b(laboratory|each box|order page|accept an order|recent orders?|real jobs)\b",
    "opensource": r"\b(laboratory|each box|readers|as express|the next batch)\b",
}
"""For each kind of business, words for what only another kind has: a painter has no box, and a shop makes no batch."""


def asked(kind: str) -> list[Question]:
    questions = CONTENT.worded(kind).questions.values()
    return [q for q in questions if asked_of(CONTENT, kind, q) and q.home not in ROW_KINDS]


def labels(kind: str, question: Question) -> list[str]:
    return [choice.label for choice in question.choices if fits(kind, choice)]


@pytest.mark.parametrize("kind", MISFITS)
def test_no_question_uses_words_of_another_kind_of_business(kind: str) -> None:
    found = [(q.id, q.text) for q in asked(kind) if re.search(MISFITS[kind], q.text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("kind", ["content", "marketplace"])
def test_no_choice_uses_words_of_another_kind_of_business(kind: str) -> None:
    said = [(q.id, label) for q in asked(kind) if q.id != KIND_QUESTION for label in labels(kind, q)]
    assert [(id, label) for id, label in said if re.search(MISFITS[kind], label, re.IGNORECASE)] == []


@pytest.mark.parametrize("kind", FOREIGN)
def test_no_fix_needs_what_only_another_kind_of_business_has(kind: str) -> None:
    checks = [each for each in CONTENT.worded(kind).checks.values() if not each.is_made]
    fixes = [(each, fix.do) for each in checks for fix in each.fixes]
    foreign = [(each, do) for each, do in fixes if re.search(FOREIGN[kind], do, re.IGNORECASE)]
    assert [(each.id, do) for each, do in foreign if could_find(CONTENT, kind, each)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_business_is_offered_the_same_choice_twice(kind: str) -> None:
    twice = [q.id for q in asked(kind) if len(said := labels(kind, q)) > len(set(said))]
    assert twice == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_business_is_asked_the_same_question_twice(kind: str) -> None:
    texts = [question.text for question in asked(kind)]
    assert len(texts) == len(set(texts))


def test_the_word_for_customers_depends_on_the_kind_of_business() -> None:
    check = "focus.strangers"
    assert CONTENT.checks[check].title == "You want to keep customers, but only talk to new ones"
    assert CONTENT.worded("service").checks[check].title == "You want to keep clients, but only talk to new ones"
    assert CONTENT.worded("local").checks[check] is CONTENT.checks[check]


def test_content_is_worded_only_once() -> None:
    worded = CONTENT.worded("shop")
    assert worded.worded("shop") is worded is CONTENT.worded("shop")
