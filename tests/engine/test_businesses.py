"""Whole businesses as data: answers in, findings out. Every file in fixtures/businesses is one case.

`NAME.json` is an import document. `NAME.expect.json` has these keys:

- `finds`: every mismatch, no more and no fewer
- `first`: the mismatch that a careful adviser would mention first
- `quotes`: words that the mismatches must quote
- `under`: mismatch → the mismatch it is folded under, or `""` if it isn't folded
- `advises`: mismatch → how the fix offered first for it begins
- `ends`: mismatch → how the fix offered first for it ends
- `never_advises`: mismatch → words of a fix that doesn't fit this business
- `leads`: words of fixes that must be among those to do first
- `never_leads`: words of fixes that mustn't be among those to do first
- `reach`: mismatch → the share of customers affected
- `titles`: mismatch → its title
- `flips`: for a consistent business, claim → the mismatch that adding the claim causes
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.together import together

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content, check_of
from trueup.engine.agreeing import agreements
from trueup.engine.applicability import asked, business_kind
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.engine.model import Findings

FOLDER = Path(__file__).parents[1] / "fixtures" / "businesses"
EXPECTED: dict[str, dict[str, Any]] = {
    file.removesuffix(".expect.json"): json.loads((FOLDER / file).read_text("utf-8"))
    for file in sorted(path.name for path in FOLDER.glob("*.expect.json"))
}
FLIPS = [(name, claim, check) for name, each in EXPECTED.items() for claim, check in each.get("flips", {}).items()]

GUILTY = [name for name, each in EXPECTED.items() if each["finds"]]
"""The businesses with at least one expected mismatch."""
ONE_IN_TEN = [pytest.param(name, marks=pytest.mark.thorough if at % 10 else ()) for at, name in enumerate(GUILTY)]


def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return loaded


def audit(name: str, content: Content) -> Audit:
    return audit_from_document(document(name), content)


@cache
def found_in(name: str, content: Content) -> Findings:
    """The findings of a business, judged once for all its tests."""
    return judge(content, audit(name, content))


def test_every_business_has_a_file_of_expectations() -> None:
    businesses = {path.stem for path in FOLDER.glob("*.json") if not path.name.endswith(".expect.json")}
    assert businesses == set(EXPECTED)


@together("name", EXPECTED)
def test_judging_finds_every_expected_mismatch_and_no_other(name: str, content: Content) -> None:
    found = [mismatch.id for mismatch in found_in(name, content).mismatches]
    assert sorted(found) == sorted(EXPECTED[name]["finds"])


@together("name", [name for name in EXPECTED if "first" in EXPECTED[name]])
def test_the_mismatch_to_mention_first_is_ranked_first(name: str, content: Content) -> None:
    assert found_in(name, content).mismatches[0].id == EXPECTED[name]["first"]


@together("name", [name for name in EXPECTED if "under" in EXPECTED[name]])
def test_mismatches_are_folded_exactly_where_they_share_one_cause(name: str, content: Content) -> None:
    under = {mismatch.id: mismatch.under for mismatch in found_in(name, content).mismatches}
    assert {folded: under[folded] for folded in EXPECTED[name]["under"]} == EXPECTED[name]["under"]


@together("name", GUILTY)
def test_both_sides_are_quoted_as_expected(name: str, content: Content) -> None:
    findings = found_in(name, content)
    for mismatch in findings.mismatches:
        assert len({statement.side for statement in mismatch.statements}) == len(
            {t.side for t in mismatch.check.between}
        )
        assert all(statement.quote for statement in mismatch.statements)
    quoted = " ".join(statement.quote for mismatch in findings.mismatches for statement in mismatch.statements)
    for quote in EXPECTED[name].get("quotes", ()):
        assert quote in quoted


@together("name", ONE_IN_TEN)
def test_every_offered_fix_solves_its_mismatch_or_asks_for_a_new_count(name: str, content: Content) -> None:
    """By default, one business in ten is tried; with `--thorough`, all of them."""
    business, findings = audit(name, content), found_in(name, content)
    for mismatch in findings.mismatches:
        outcomes = {tried.outcome for tried in tried_fixes(content, business, findings, mismatch)}
        assert outcomes <= {"solved", "measure again"}


@together("name", [name for name in EXPECTED if {"advises", "ends", "never_advises"} & EXPECTED[name].keys()])
def test_the_first_fix_of_a_mismatch_fits_the_business(name: str, content: Content) -> None:
    business = audit(name, content)
    worded = content.worded(business_kind(business))
    findings = judge(worded, business)
    for mismatch in findings.mismatches:
        offered = [tried.fix.do for tried in tried_fixes(worded, business, findings, mismatch)]
        assert offered[0].startswith(EXPECTED[name].get("advises", {}).get(mismatch.id, ""))
        assert offered[0].endswith(EXPECTED[name].get("ends", {}).get(mismatch.id, ""))
        unfit = EXPECTED[name].get("never_advises", {}).get(mismatch.id)
        assert not unfit or not any(unfit in do for do in offered)


@together("name", [name for name in EXPECTED if "leads" in EXPECTED[name]])
def test_the_fixes_to_do_first_say_what_ends_the_cause(name: str, content: Content) -> None:
    business = audit(name, content)
    first = [tried.fix.do for tried in leading(content, business, found_in(name, content))]
    assert not [words for words in EXPECTED[name]["leads"] if not any(words in do for do in first)]


@together("name", [name for name in EXPECTED if "never_leads" in EXPECTED[name]])
def test_the_fixes_to_do_first_leave_out_what_fits_no_one(name: str, content: Content) -> None:
    business = audit(name, content)
    first = [tried.fix.do for tried in leading(content, business, found_in(name, content))]
    assert first
    assert not [do for do in first if any(words in do for words in EXPECTED[name]["never_leads"])]


@together("name", [name for name in EXPECTED if "titles" in EXPECTED[name]])
def test_titles_name_what_is_believed_and_what_was_found(name: str, content: Content) -> None:
    titles = {mismatch.id: mismatch.title for mismatch in found_in(name, content).mismatches}
    assert {check: titles[check] for check in EXPECTED[name]["titles"]} == EXPECTED[name]["titles"]


@together("name", [name for name in EXPECTED if "reach" in EXPECTED[name]])
def test_as_many_customers_are_affected_as_expected(name: str, content: Content) -> None:
    shares = {mismatch.id: mismatch.reach for mismatch in found_in(name, content).mismatches}
    assert {check: shares[check] for check in EXPECTED[name]["reach"]} == EXPECTED[name]["reach"]


@pytest.mark.thorough
@together("name", GUILTY)
def test_a_mismatch_disappears_when_its_check_is_removed(name: str, content: Content) -> None:
    for gone in EXPECTED[name]["finds"]:
        rest = {check.id: check for check in content.checks.values() if check.id != check_of(gone)}
        lesser = content.with_changes(checks=rest)
        assert judge(lesser, audit(name, content)).mismatch(gone) is None


@together("name", [name for name in EXPECTED if name.startswith("consistent-")])
def test_every_check_is_decided_in_a_consistent_business(name: str, content: Content) -> None:
    findings = found_in(name, content)
    assert findings.needs_answer == ()
    assert findings.decided == findings.possible > 0
    assert agreements(content, audit(name, content), findings)


@together("name", [name for name in EXPECTED if name.startswith("consistent-")])
def test_a_consistent_business_has_answered_every_question_it_is_asked(name: str, content: Content) -> None:
    business = audit(name, content)
    given = {question.id: business.answers.get(question.id) for question in asked(content, business)}
    assert [id for id, answer in given.items() if answer is None or answer.state == "unsure"] == []


@together("name, claim, check", FLIPS)
def test_adding_one_false_claim_makes_a_check_fire(name: str, claim: str, check: str, content: Content) -> None:
    flipped = document(name)
    flipped["promises"][0]["claims"] = [*flipped["promises"][0].get("claims", []), claim]
    flipped["promises"][0].pop("kept", None)  # the promise was counted without this claim
    findings = judge(content, audit_from_document(flipped, content))
    assert findings.mismatch(check) is not None


@pytest.mark.parametrize(("evidence", "leads"), [("record", True), ("memory", True), ("guess", False)])
def test_a_mismatch_about_work_done_by_others_leads_the_list_unless_it_is_guessed(
    evidence: str, leads: bool, content: Content
) -> None:
    business = document("all-by-me-half-by-sam")
    worker = business["answers"]["operations.worker"]
    picked = worker["value"] if isinstance(worker, dict) else worker
    business["answers"]["operations.worker"] = {"value": picked, "evidence": evidence}
    found = judge(content, audit_from_document(business, content)).mismatch("work.helper")
    assert found
    assert found.leads is leads


@pytest.mark.parametrize(
    ("name", "verdict", "severity"),
    [("films-for-a-year-patterns-for-good", "tension", 2), ("all-for-a-year-all-for-good", "contradiction", 3)],
)
def test_two_promises_about_different_parts_of_the_main_offer_are_only_a_tension(
    name: str, verdict: str, severity: int, content: Content
) -> None:
    found = found_in(name, content).mismatch("lasting.ever-or-years")
    assert found
    assert (found.verdict, found.severity) == (verdict, severity)
