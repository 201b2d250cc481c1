"""A what-if tries out answers, wordings and fixes together. It changes nothing else, and judging shows its effect."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import FOLDER, SAMPLE, business_of, on_each_business, our_content

from trueup.answers.answer_codec import changes_of, fixes_of, kept
from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit
from trueup.engine.explanation import flips
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import gaining_fixes, tried_fixes
from trueup.engine.judge import judge
from trueup.engine.what_if import WhatIf, again, carried_over, changes_by_hand, difference, would_conflict
from trueup.wording.changes import what_if_in_full, what_if_in_one_line

CONTENT = our_content()
BUSINESS = business_of(SAMPLE[0])


def conflicting() -> Audit:
    """The first sample business that has a fix to try."""
    return next(audit for path in SAMPLE if leading(CONTENT, audit := business_of(path), judge(CONTENT, audit)))


def test_a_what_if_without_changes_changes_nothing() -> None:
    audit = conflicting()
    findings = judge(CONTENT, audit)
    assert WhatIf(audit).audit(CONTENT) == audit
    tried = difference(findings, findings)
    assert (tried.gone, tried.new, tried.was - tried.now) == ((), (), 0)
    assert what_if_in_one_line(tried) == f"{tried.was} → {tried.was} mismatches"


@on_each_business
def test_a_tried_fix_solves_the_mismatches_that_its_preview_names(business_file: Path) -> None:
    audit = business_of(business_file)
    findings = judge(CONTENT, audit)
    for tried in gaining_fixes(CONTENT, audit, findings)[:4]:
        after = judge(CONTENT, WhatIf(audit).with_fix(tried.id).audit(CONTENT))
        was, left = findings.mismatch(tried.check), after.mismatch(tried.check)
        assert was is not None
        # The check may still find a mismatch, but only of promises that weren't part of the first one.
        let_pass = left is not None and bool(left.promises) and left.promises.isdisjoint(was.promises)
        assert left is None or let_pass, tried.fix.key
        gone = {found.id for found in findings.mismatches} - {f.id for f in after.mismatches}
        assert gone - after.open_checks <= set(tried.solves) <= gone | ({tried.check} if let_pass else set()), tried.id


@pytest.mark.parametrize("check", ["returns.short", "curation.some", "kept.rarely@buyback-page"])
def test_counts_of_words_that_a_tried_fix_replaces_are_void(check: str) -> None:
    audit = business_of(FOLDER / "bikes-bought-back.json")
    findings = judge(CONTENT, audit)
    mismatch = findings.mismatch(check)
    assert mismatch is not None
    for tried in tried_fixes(CONTENT, audit, findings, mismatch):
        left = {each.id for each in judge(CONTENT, WhatIf(audit).with_fix(tried.id).audit(CONTENT)).mismatches}
        assert left.isdisjoint(tried.solves), tried.fix.key


def test_several_fixes_together_reduce_the_impact() -> None:
    audit = conflicting()
    findings = judge(CONTENT, audit)
    what_if = WhatIf(audit)
    for tried in leading(CONTENT, audit, findings):
        what_if = what_if.with_fix(tried.id)
    after = judge(CONTENT, what_if.audit(CONTENT))
    seen = difference(findings, after)
    assert seen.impact_now < seen.impact_was
    assert set(seen.gone).isdisjoint(found.id for found in after.mismatches)
    assert all(text.endswith(".") for text in what_if_in_full(CONTENT, seen))


def test_an_answer_changed_by_hand_is_kept_together_with_a_tried_fix() -> None:
    audit = conflicting()
    fix = leading(CONTENT, audit, judge(CONTENT, audit))[0]
    with_fix = WhatIf(audit).with_fix(fix.id)
    now = with_fix.audit(CONTENT)
    by_hand = with_fix.changed(CONTENT, now.with_answer("identity.name", Answer("Else")))
    assert by_hand.base.answers["identity.name"] == Answer("Else")
    assert by_hand.fixes == with_fix.fixes
    others = {id: answer for id, answer in by_hand.base.answers.items() if id != "identity.name"}
    assert others == {id: answer for id, answer in audit.answers.items() if id != "identity.name"}


@given(st.data())
def test_saved_changes_are_loaded_unchanged(data: st.DataObject) -> None:
    audit = BUSINESS
    what_if = WhatIf(audit)
    for changed in data.draw(st.lists(st.sampled_from(_flipped()), max_size=3, unique_by=id)):
        what_if = what_if.changed(CONTENT, carried_over(what_if.base, audit, changed))
    stored = json.loads(json.dumps(kept(changes_by_hand(audit, what_if), (("start.gated", "stop:channel"),))))
    read = audit_from_document(document_from_audit(replace(audit, what_ifs={"A try": stored})), CONTENT).what_ifs
    channels = {row.id: "" for row in audit.of("channel")}
    back = again(audit, changes_of(read["A try"], CONTENT, channels), fixes_of(read["A try"]))
    assert back.base == what_if.base
    assert back.fixes == (("start.gated", "stop:channel"),)


@cache
def _flipped() -> list[Audit]:
    """The business with one answer changed, in forty ways; found once, because it takes longer than all examples."""
    audit, found = BUSINESS, []
    for flip in list(flips(CONTENT, audit))[:40]:
        kind, _, rest = flip.place.partition(":")
        slug, _, name = rest.partition(".")
        if not slug:
            found.append(audit.with_answer(flip.place, flip.now))
            continue
        row = audit.row(kind, slug)  # type: ignore[arg-type]
        assert row is not None
        found.append(audit.with_row(kind, replace(row, fields={**row.fields, name: flip.now})))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    "given", [None, [], {"changes": 3}, {"changes": {"no.such": "x", "offer.start": 7}}, {"fixes": [1]}]
)
def test_changes_without_a_valid_question_are_left_out(given: object) -> None:
    assert list(changes_of(given, CONTENT, {})) == []
    assert list(fixes_of(given)) == []


@pytest.mark.parametrize(
    ("claims", "found"), [(["hurry"], ["never.hurried"]), (["cheap", "room"], []), ([], [])], ids=str
)
def test_a_planned_activity_shows_the_mismatches_that_its_claims_would_cause(
    claims: list[str], found: list[str]
) -> None:
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
