"""Each kind of business is asked in words that fit it."""

from __future__ import annotations

import re

import pytest
from tests.businesses import our_content

from trueup.content.model import KIND_QUESTION, ROW_KINDS, Question
from trueup.engine.applicability import asked_of

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
"""What would be a slip in a question to that kind: readers are no customers, a stall has no page of its own."""


def asked(kind: str) -> list[Question]:
    return [q for q in CONTENT.questions.values() if asked_of(CONTENT, kind, q) and q.home not in ROW_KINDS]


@pytest.mark.parametrize("kind", MISFITS)
def test_no_question_slips_into_the_words_of_another_kind(kind: str) -> None:
    slips = [
        (question.id, text)
        for question in asked(kind)
        if re.search(MISFITS[kind], text := question.wording.get(kind, question.text), re.IGNORECASE)
    ]
    assert slips == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_not_asked_the_same_twice(kind: str) -> None:
    texts = [question.wording.get(kind, question.text) for question in asked(kind)]
    assert len(texts) == len(set(texts))
