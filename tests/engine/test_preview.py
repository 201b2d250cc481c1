"""The preview of a fix also changes answers that repeat the fixed one, and ignores counts from before the fix."""

from __future__ import annotations

import json
from pathlib import Path

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.engine.model import TriedFix

FOLDER = Path(__file__).parents[1] / "fixtures" / "businesses"


def tried(content: Content, name: str, check: str) -> dict[str, TriedFix]:
    audit = audit_from_document(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), content)
    findings = judge(content, audit)
    mismatch = findings.mismatch(check)
    assert mismatch is not None
    return {each.fix.key: each for each in tried_fixes(content, audit, findings, mismatch)}


def test_a_fix_that_stops_asking_for_a_card_also_removes_the_card_from_the_terms(content: Content) -> None:
    assert tried(content, "choir-books", "entry.wall")["deliver:entry.nocard"].creates == ()


def test_a_count_under_the_old_terms_does_not_count_against_the_new_terms(content: Content) -> None:
    fix = tried(content, "cheese-with-one-click", "discount.codes")["sell:discount.never"]
    assert "discount.counted" in fix.solves
    assert fix.creates == ()


def test_offers_admitted_before_vetting_began_do_not_count_against_the_vetting(content: Content) -> None:
    fix = tried(content, "cameras-untested", "curation.open")["sell:curation.checked"]
    assert fix.creates == ()


def test_a_fix_that_changes_the_work_leaves_terms_that_say_something_else(content: Content) -> None:
    fix = tried(content, "seats-without-end", "capacity.few")["deliver:capacity.near"]
    assert not any(where.startswith("offer.") for where, _ in fix.changes)


def menders(content: Content, *, mostly: bool = False) -> Audit:
    """A workshop that promises three weeks and takes longer: most of the last ten got it late."""
    received = ["late"] * 8 + ["ontime"] * 2
    claims = ["speed.weeks", "punctual.ontime"] if mostly else ["speed.weeks"]
    document = {
        "business": "A",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "local", "operations.speed": {"value": "longer", "evidence": "counted"}},
        "promises": [{"id": "home", "words": "Home again in three weeks.", "where": "page", "claims": claims}],
        "customers": [{"id": f"c{n}", "received": each} for n, each in enumerate(received)],
    }
    return audit_from_document(document, content)


def test_no_one_is_late_by_a_new_time_who_was_late_by_the_old_one(content: Content) -> None:
    audit = menders(content)
    findings = judge(content, audit)
    mismatch = findings.mismatch("speed.weekslonger")
    assert mismatch is not None
    fixes = tried_fixes(content, audit, findings, mismatch)
    (words,) = [each for each in fixes if each.fix.move == "say" and not each.fix.rewrite]
    assert words.creates == ()
    first = leading(content, audit, findings)[0]
    assert (first.fix.move or "say") == "say", "a time that is kept, before fewer customers"


def test_late_customers_still_break_another_promise_after_a_new_time(content: Content) -> None:
    audit = menders(content, mostly=True)
    findings = judge(content, audit)
    mismatch = findings.mismatch("speed.weekslonger")
    assert findings.mismatch("punctual.late") is not None
    assert mismatch is not None
    for each in tried_fixes(content, audit, findings, mismatch):
        if each.fix.move == "say" and not each.fix.rewrite:
            assert "punctual.late" not in each.solves
