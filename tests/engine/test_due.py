"""Quarters, reviews and experiments that are due on a date, and decisions that need another look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import promise
from tests.businesses import our_content
from tests.engine.test_plan import CONTENT, GATED, SAY, TODAY, business, chosen

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Accepted, Audit, FixId, PlannedFix
from trueup.engine import experiments, plan
from trueup.engine.decisions import accepting, objecting, reopened
from trueup.engine.due import days_to_do, due, reported
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import planned
from trueup.engine.judge import judge

BASELINE = experiments.Baseline("guild", "", 118.0, 46.0)


def accepted(audit: Audit) -> Audit:
    mismatch = judge(CONTENT, audit).found(GATED)
    return accepting(audit, GATED, Accepted("They bring half of us.", review="2027-Q1"), mismatch)


def with_test(**changes: float) -> Audit:
    audit = chosen(business())

    def test(fix: PlannedFix) -> PlannedFix:
        begun = experiments.begin(fix, BASELINE, date(2026, 11, 2))
        assert begun.test is not None
        return replace(begun, test=replace(begun.test, **changes))

    return plan.changed(audit, audit.plan[0], test)


def kinds(audit: Audit) -> list[tuple[str, str]]:
    return [(each.kind, each.day.isoformat()) for each in due(CONTENT, audit)]


def test_the_next_quarter_and_the_review_of_an_accepted_mismatch_are_due_on_their_first_day() -> None:
    assert kinds(accepted(business())) == [("next quarter", "2027-01-01"), ("review", "2027-01-01")]


def test_an_experiment_is_due_when_it_ends_and_when_its_result_is_to_be_confirmed_and_not_afterwards() -> None:
    assert ("test ends", "2026-11-15") in kinds(with_test()), "not counted yet, so it stays due"
    on_the_way = with_test(asked=61.0, bought=40.0)
    assert ("test ends", "2026-11-15") in kinds(on_the_way), "what was counted on the way is not the end"
    ended = plan.with_status(on_the_way, on_the_way.plan[0], "done", TODAY)
    assert "test ends" not in dict(kinds(ended))
    assert "confirmation" in dict(kinds(ended))
    better = with_test(asked=100.0, bought=70.0)
    assert ("confirmation", "2027-01-14") in kinds(better)
    assert "confirmation" not in dict(kinds(with_test(asked=100.0, bought=10.0)))
    quiet = with_test(asked=100.0, bought=70.0, asked_again=90.0, bought_again=60.0)
    assert [kind for kind, _ in kinds(quiet)] == ["next quarter"]
    dropped = plan.with_status(with_test(), with_test().plan[0], "dropped", TODAY)
    assert [kind for kind, _ in kinds(dropped)] == ["next quarter"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_due_dates_are_in_order_and_due_from_their_day_on(today: date) -> None:
    days = due(CONTENT, accepted(with_test(asked=100.0, bought=70.0)))
    assert [each.day for each in days] == sorted(each.day for each in days)
    assert all(each.is_due(today) == (each.day <= today) for each in days)
    assert all(each.is_due(each.day) and not each.is_due(each.day - timedelta(1)) for each in days)


def test_an_accepted_mismatch_is_reported_from_its_review_day_and_not_before() -> None:
    audit = accepted(business())
    findings = judge(CONTENT, audit)
    assert reported(audit, findings, date(2026, 12, 31)) == ()
    (report,) = reported(audit, findings, date(2027, 1, 1))
    assert (report.check, report.standing, report.reports) == (GATED, "accepted", ("due",))
    assert reported(audit, findings) == ()


def test_a_decision_whose_premise_changed_is_reported() -> None:
    audit = accepted(business())
    assert audit.accepted[GATED].rested_on == ("deliver:start.talk", "say:start.alone")
    other = replace(
        audit, accepted={GATED: replace(audit.accepted[GATED], rested_on=("deliver:start.tender", "say:start.alone"))}
    )
    (report,) = reported(other, judge(CONTENT, other))
    assert report.reports == ("premise changed",)
    unknown = replace(audit, accepted={GATED: replace(audit.accepted[GATED], rested_on=())})
    assert reported(unknown, judge(CONTENT, unknown)) == (), "accepted before this was written down"


def test_a_decision_is_reported_when_its_mismatch_is_gone_but_not_when_the_mismatch_cannot_be_judged() -> None:
    for decided in (
        accepted(business()),
        objecting(business(), GATED, "They know.", judge(CONTENT, business()).found(GATED)),
    ):
        guild = decided.of("channel")[0]
        steps = replace(guild.fields["steps"], value=("named", "online"))
        gone = decided.with_row("channel", replace(guild, fields={**guild.fields, "steps": steps}))
        assert [each.reports for each in reported(gone, judge(CONTENT, gone))] == [("no longer needed",)]
        unheard = decided.with_rows("promise", ())
        assert GATED in judge(CONTENT, unheard).open_checks
        assert reported(unheard, judge(CONTENT, unheard)) == ()


def test_an_objection_is_reported_when_its_grounds_change_and_withdrawing_it_deletes_the_grounds() -> None:
    audit = objecting(business(), GATED, "They know.", judge(CONTENT, business()).found(GATED))
    assert reported(audit, judge(CONTENT, audit)) == ()
    moved = replace(audit, grounds={GATED: ("say:start.alone",)})
    (report,) = reported(moved, judge(CONTENT, moved))
    assert (report.standing, report.reports) == ("objected", ("premise changed",))
    assert reopened(audit, GATED).grounds == {}


def test_the_grounds_of_a_decision_survive_saving_and_loading() -> None:
    audit = replace(accepted(business()), grounds={GATED: ("say:start.alone",)})
    assert audit_from_document(document_from_audit(audit), CONTENT) == audit


def test_a_plan_with_an_experiment_survives_saving_and_loading() -> None:
    audit = with_test(asked=12.0, bought=3.0)
    assert audit_from_document(document_from_audit(audit), CONTENT) == audit
    assert planned(audit, FixId(GATED, SAY)) is not None


# By which day each of the fixes to do first is to be done


OURS = our_content()
MONDAY = date(2026, 11, 30)


def days(instead: str, today: date = MONDAY) -> dict[str, date]:
    """The days for the fixes of a business that pays nothing back, and plans to break a vow."""
    page = promise("leaving.refund", id="refund", words="Full refund within thirty days.")
    vow = promise("kept.vow", id="vow", words="I earn nothing from shops.", stays="ends", instead=instead)
    answers = {"identity.kind": "local", "operations.refunds": {"value": ["refused"], "evidence": "record"}}
    audit = audit_from_document(
        {"business": "Sweep", "quarter": "2026-Q4", "answers": answers, "promises": [page, vow]}, OURS
    )
    findings = judge(OURS, audit)
    fixes = leading(OURS, audit, findings)
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
