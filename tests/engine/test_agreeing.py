"""What agrees: two sides that mean the same thing, and nothing that speaks against it."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.judge import judge


@pytest.mark.parametrize(
    ("believed", "counted", "agrees"),
    [("posts", "posts", True), ("own", "own", True), ("posts", "met", False), ("posts", "own", False)],
)
def test_two_answers_of_one_family_agree_only_where_they_are_the_same(
    believed: str, counted: str, agrees: bool
) -> None:
    content = our_content()
    answers = {
        "identity.kind": "software",
        "market.source": believed,
        "operations.source": {"value": counted, "evidence": "counted"},
    }
    audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", "answers": answers}, content)
    assert ("source" in [each.topic for each in judge(content, audit).agreements]) is agrees
