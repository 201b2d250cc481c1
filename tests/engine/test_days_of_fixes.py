"""By which day each of the fixes to do first is to be done."""

from __future__ import annotations

from datetime import date

import pytest
from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.due import days_to_do
from trueup.engine.judge import judge
from trueup.engine.leading import leading

CONTENT = our_content()
MONDAY = date(2026, 11, 30)


def days(instead: str, today: date = MONDAY) -> dict[str, date]:
    """The days for the fixes of a business that pays nothing back, and plans to break a vow."""
    page = promise("leaving.refund", id="refund", words="Full refund within thirty days.")
    vow = promise("kept.vow", id="vow", words="I earn nothing from shops.", stays="ends", instead=instead)
    answers = {"identity.kind": "local", "operations.refunds": {"value": ["refused"], "evidence": "record"}}
    audit = audit_from_document(
        {"business": "Sweep", "quarter": "2026-Q4", "answers": answers, "promises": [page, vow]}, CONTENT
    )
    findings = judge(CONTENT, audit)
    fixes = leading(CONTENT, audit, findings)
    return dict(zip([each.check for each in fixes], days_to_do(fixes, today, findings), strict=True))


@pytest.mark.parametrize(
    ("instead", "by"),
    [
        ("From 1 December a shop pays me for each stove.", date(2026, 11, 30)),
        ("From 2 December a shop pays me for each stove.", date(2026, 12, 1)),
        ("From 9 January a shop pays me for each stove.", date(2026, 12, 1)),
        ("From 13 October a shop pays me for each stove.", date(2026, 12, 1)),
        ("From 31 November a shop pays me for each stove.", date(2026, 12, 1)),
        ("Soon a shop pays me for each stove.", date(2026, 12, 1)),
    ],
)
def test_what_a_plan_breaks_is_mended_before_the_plan_begins(instead: str, by: date) -> None:
    found = days(instead)
    assert list(found) == ["returns.kept", "kept.breaks@vow"]
    assert found["kept.breaks@vow"] == by


def test_no_day_is_at_a_weekend_and_none_before_today() -> None:
    found = days("From 5 December a shop pays me.", date(2026, 12, 4))
    assert found == {"returns.kept": date(2026, 12, 7), "kept.breaks@vow": date(2026, 12, 4)}
