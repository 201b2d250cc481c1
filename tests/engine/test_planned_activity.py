"""A planned activity is judged before it starts, with the promise it carries."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.judge import judge
from trueup.engine.what_if import would_conflict

CONTENT = our_content()


@pytest.mark.parametrize(
    ("claims", "found"), [(["hurry"], ["never.hurried"]), (["cheap", "room"], []), ([], [])], ids=str
)
def test_what_a_planned_activity_claims_is_compared(claims: list[str], found: list[str]) -> None:
    fair = {"id": "fair", "name": "Winter fair", "state": "planned", "what": "event", "claims": claims}
    business = {
        "business": "Fern planners",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods", "identity.never": ["hurry"]},
        "activities": [fair],
    }
    audit = audit_from_document(business, CONTENT)
    findings = judge(CONTENT, audit)
    assert findings.mismatches == ()
    assert [each.id for each in would_conflict(CONTENT, audit, findings, "fair")] == found
