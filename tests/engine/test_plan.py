"""Fixes in the plan, from choosing them to making them at every touchpoint, and fixes marked as done that aren't."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import DocumentError, audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, FixId, PlannedFix, Touchpoint
from trueup.answers.model import Test as Trial
from trueup.engine import plan
from trueup.engine.analysis import Analysis
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import planned, tried_fixes
from trueup.engine.judge import judge

CONTENT = our_content()
TODAY = date(2026, 11, 10)
GATED = "start.gated"
SAY = "say:start.announced"


def business(**more: Any) -> Audit:
    """A business that promises a start without a talk on its page and in an ad; HomeGuild asks for a talk first."""
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "promises": [
            promise("start.alone", where="page"),
            {**promise("start.alone", where="ad"), "id": "the-ad"},
            {**promise("price.low", where="pricing"), "id": "price"},
        ],
        "channels": [
            {
                **channel("guild", "named", "talks", "online", leads=118, customers=46, conditions=["account"]),
                "name": "HomeGuild",
            }
        ],
        **more,
    }
    return audit_from_document(document, CONTENT)


def chosen(audit: Audit, check: str = GATED, fix: str = SAY) -> Audit:
    return plan.choose(CONTENT, audit, judge(CONTENT, audit), FixId(check, fix), TODAY)


def only(audit: Audit) -> plan.Followed:
    (one,) = plan.followed(CONTENT, audit, judge(CONTENT, audit))
    return one


def test_every_fix_of_a_check_has_a_key_of_its_own() -> None:
    """Fixes with conditions share a key, but a business is only offered the first that fits."""
    for check in CONTENT.checks.values():
        keys = [fix.key for fix in check.fixes if not fix.is_conditional]
        assert len(set(keys)) == len(keys), check.id


def test_fixes_offered_to_one_business_have_keys_of_their_own() -> None:
    vow = {"id": "vow", "words": "I never share a name.", "where": "page", "claims": ["kept.vow", "data.unsold"]}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {}, "promises": [vow | {"kept": 0}]}
    found = judge(CONTENT, audit_from_document(document, CONTENT)).mismatch("kept.none")
    assert found
    keys = [fix.key for fix in found.check.fixes]
    assert keys == ["deliver:kept.always", "say"]
    assert len([fix for fix in CONTENT.checks["kept.none"].fixes if fix.key == "deliver:kept.always"]) > 2


def test_a_chosen_fix_has_the_conflicting_promises_and_the_places_of_this_business_as_touchpoints() -> None:
    one = only(chosen(business()))
    assert (one.condition, one.planned.since) == ("chosen", "2026-11-10")
    assert list(one.touchpoints)[:2] == ["promise:home-page", "promise:the-ad"]
    assert "promise:price" not in one.touchpoints
    assert list(one.touchpoints)[2:] == ["sales talk", "partner texts", "anywhere else you say it"]
    assert not {"home page", "ads"} & set(one.touchpoints), "the promises there stand for them"
    assert set(one.touchpoints.values()) == {Touchpoint()}


def test_a_fix_that_changes_the_work_has_no_touchpoints() -> None:
    fix = next(fix.key for fix in CONTENT.checks[GATED].fixes if fix.move == "deliver")
    assert only(chosen(business(), fix=fix)).touchpoints == {}


def test_a_later_promise_becomes_a_touchpoint_and_a_removed_promise_stops_being_one() -> None:
    audit = chosen(business())
    later = audit.with_row("promise", replace(audit.of("promise")[0], id="later")).without_row("promise", "the-ad")
    touchpoints = only(later).touchpoints
    assert "promise:later" in touchpoints
    assert "promise:the-ad" not in touchpoints


def test_a_promise_that_was_taken_down_has_nothing_left_to_change() -> None:
    audit = chosen(business())
    row = next(row for row in audit.of("promise") if row.id == "the-ad")
    down = audit.with_row("promise", replace(row, fields={**row.fields, "state": Answer("withdrawn")}))
    assert only(audit).touchpoints["promise:the-ad"].state == "todo"
    assert only(down).touchpoints["promise:the-ad"].state == "done"


def done_everywhere(audit: Audit) -> Audit:
    one = only(audit)
    audit = plan.with_status(audit, one.planned, "done", TODAY)
    return plan.changed(
        audit, one.planned, lambda fix: replace(fix, touchpoints=dict.fromkeys(one.touchpoints, Touchpoint("done")))
    )


def test_a_done_fix_whose_mismatch_is_still_found_stays_open() -> None:
    one = only(done_everywhere(chosen(business())))
    assert (one.condition, one.is_open) == ("still conflicting", True)


def test_a_fix_that_is_done_but_not_at_every_touchpoint_stays_open() -> None:
    audit = done_everywhere(chosen(business()))
    truthful = replace(audit, rows={**audit.rows, "promise": ()})
    one = only(truthful)
    assert (one.condition, one.is_open) == ("done", False)
    half = plan.changed(
        truthful, one.planned, lambda fix: plan.with_touchpoint(fix, one.touchpoints, "a flyer", "todo", TODAY)
    )
    assert (only(half).condition, only(half).is_open) == ("half applied", True)
    assert only(half).touchpoints_done == (len(one.touchpoints), len(one.touchpoints) + 1)
    elsewhere = plan.changed(
        half, one.planned, lambda fix: plan.with_touchpoint(fix, one.touchpoints, "a flyer", "na", TODAY)
    )
    assert only(elsewhere).condition == "done"


def test_at_most_three_fixes_are_under_way_and_dropping_one_makes_room() -> None:
    audit = business()
    keys = list(dict.fromkeys(fix.key for fix in CONTENT.checks[GATED].fixes))[:3]
    for number, key in enumerate(keys):
        assert not plan.is_full(CONTENT, audit, judge(CONTENT, audit)), number
        audit = chosen(audit, fix=key)
    assert plan.is_full(CONTENT, audit, judge(CONTENT, audit))
    dropped = plan.with_status(audit, audit.plan[0], "dropped", TODAY)
    assert not plan.is_full(CONTENT, dropped, judge(CONTENT, dropped))


def test_choosing_a_dropped_fix_again_restarts_it_in_the_same_place() -> None:
    audit = chosen(business())
    dropped = plan.with_status(audit, audit.plan[0], "dropped", TODAY)
    again = plan.choose(CONTENT, dropped, judge(CONTENT, dropped), FixId(GATED, SAY), TODAY + timedelta(days=3))
    assert [(each.status, each.since) for each in again.plan] == [("chosen", "2026-11-13")]
    with pytest.raises(KeyError):
        chosen(audit, fix="say:nothing")


def test_a_fix_without_an_experiment_cannot_have_the_status_testing() -> None:
    assert plan.statuses(PlannedFix(GATED, SAY)) == ("chosen", "doing", "done", "dropped")


def test_a_running_experiment_ends_only_when_its_result_is_entered() -> None:
    running = Trial("2026-11-01", "2026-11-14", asked_before=90, bought_before=9)
    one = PlannedFix(GATED, SAY, status="testing", test=running)
    assert plan.statuses(one) == ()
    counted = replace(one, test=replace(running, asked=40, bought=20))
    assert plan.statuses(counted) == ("chosen", "doing", "testing", "done", "dropped")


def test_only_fixes_with_a_gain_that_are_not_planned_yet_are_offered() -> None:
    audit = business()
    offered = Analysis(CONTENT, audit).candidates
    assert 0 < len(offered) <= 3
    audit = chosen(audit, offered[0].check, offered[0].fix.key)
    left = Analysis(CONTENT, audit).all_candidates
    assert (offered[0].check, offered[0].fix.key) not in {(each.check, each.fix.key) for each in left}
    assert all(each.gain > 0 for each in left)


def test_a_fix_that_only_ends_what_a_chosen_one_ends_is_no_longer_offered() -> None:
    audit = business()
    assert len(Analysis(CONTENT, audit).all_candidates) > 1
    audit = chosen(audit)
    assert Analysis(CONTENT, audit).all_candidates == ()
    dropped = plan.with_status(audit, only(audit).planned, "dropped", TODAY)
    assert Analysis(CONTENT, dropped).all_candidates


WRONG = {
    "check": {"check": "start.gatet", "fix": SAY},
    "fix": {"check": GATED, "fix": "say:start.anounced"},
    "since": {"check": GATED, "fix": SAY, "since": "2026-13-01"},
    "touchpoints": {"check": GATED, "fix": SAY, "touchpoints": {"x" * 300: "done"}},
    "touchpoints.ads.state": {"check": GATED, "fix": SAY, "touchpoints": {"ads": {"state": "made"}}},
    "touchpoints.ads": {"check": GATED, "fix": SAY, "touchpoints": {"ads": {"state": "done", "since": "last week"}}},
    "test.started": {"check": GATED, "fix": SAY, "test": {"started": "yesterday", "ends": "2026-11-02"}},
    "test.asked": {"check": GATED, "fix": SAY, "test": {"started": "2026-11-01", "ends": "2026-11-02", "asked": -1.0}},
}


@pytest.mark.parametrize(("where", "given_plan"), WRONG.items())
def test_an_invalid_plan_is_refused_with_the_path_of_the_error(where: str, given_plan: dict[str, Any]) -> None:
    with pytest.raises(DocumentError) as refused:
        business(plan=[given_plan])
    assert refused.value.problems[0].path.startswith(f"plan[0].{where}")


def test_a_touchpoint_gets_a_date_when_it_is_done_and_loses_the_date_when_it_is_not() -> None:
    one = only(chosen(business()))
    done = plan.with_touchpoint(one.planned, one.touchpoints, "ads", "done", TODAY)
    assert done.touchpoints["ads"] == Touchpoint("done", "2026-11-10")
    assert plan.with_touchpoint(done, dict(done.touchpoints), "ads", "todo", TODAY).touchpoints["ads"] == Touchpoint()


def test_a_hand_written_touchpoint_needs_only_its_state() -> None:
    (one,) = business(plan=[{"check": GATED, "fix": SAY, "touchpoints": {"ads": "done"}}]).plan
    assert one.touchpoints == {"ads": Touchpoint("done")}


@given(
    st.lists(st.sampled_from(["choose", "next", "touchpoint"]), max_size=12),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_any_actions_of_the_founder_on_any_day_survive_saving_and_loading(keys: list[str], today: date) -> None:
    audit = business()
    for key in keys:
        findings = judge(CONTENT, audit)
        one = planned(audit, FixId(GATED, SAY))
        if key == "choose" or one is None:
            audit = plan.choose(CONTENT, audit, findings, FixId(GATED, SAY), today)
        elif key == "next":
            open_to = plan.statuses(one)
            after = open_to[(open_to.index(one.status) + 1) % len(open_to)]
            audit = plan.with_status(audit, one, after, today)
        else:
            touchpoints = plan.touchpoints_of(CONTENT, audit, findings, one)
            audit = plan.changed(
                audit, one, lambda fix, now=touchpoints: plan.with_touchpoint(fix, now, "[/b] mine", "done", today)
            )  # type: ignore[misc]
    assert audit_from_document(document_from_audit(audit), CONTENT) == audit
    assert len(audit.plan) <= 1


def test_what_the_founder_has_chosen_is_done_first() -> None:
    audit = business()
    findings = judge(CONTENT, audit)
    offered = leading(CONTENT, audit, findings)
    fixes = tried_fixes(CONTENT, audit, findings, findings.mismatches[0])
    another = next(each for each in fixes if each.id not in {tried.id for tried in offered})
    planned = chosen(audit, *another.id)
    first, *rest = leading(CONTENT, planned, judge(CONTENT, planned))
    assert first.id == another.id
    assert another.check not in {each.check for each in rest}
    dropped = plan.with_status(planned, only(planned).planned, "dropped", TODAY)
    assert leading(CONTENT, dropped, judge(CONTENT, dropped)) == offered
