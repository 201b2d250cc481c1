"""Accepting a mismatch and objecting to it: what is suggested, what is refused, and what happens to the mismatch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.business import channel, promise

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Accepted, Audit
from trueup.content.model import Content
from trueup.engine.decisions import accepting, objecting, refused, reopened, suggested
from trueup.engine.judge import judge
from trueup.engine.model import Mismatch

GATED = "start.gated"


def gated(content: Content, **numbers: float) -> tuple[Audit, Mismatch]:
    """A page that promises to start without a talk, and the channel HomeGuild, where customers have to talk first."""
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "promises": [promise("start.alone")],
        "channels": [{**channel("guild", "named", "talks", "online", share=0.46, **numbers), "name": "HomeGuild"}],
    }
    audit = audit_from_document(document, content)
    mismatch = judge(content, audit).mismatch(GATED)
    assert mismatch is not None
    return audit, mismatch


def test_the_channels_numbers_suggest_the_cost_and_the_figure_to_watch(content: Content) -> None:
    audit, mismatch = gated(content, leads=118, customers=46)
    assert suggested(content, audit, mismatch) == Accepted(
        reason="",
        cost="72 of 118 who asked at HomeGuild didn't buy",
        watch="of the people who asked at HomeGuild, bought: 39%",
        below="30%",
        review="2027-Q2",
    )


@pytest.mark.parametrize(
    "numbers", [{}, {"leads": 118.0}, {"leads": 0.0, "customers": 0.0}, {"leads": 5.0, "customers": 9.0}]
)
def test_no_figure_to_watch_is_suggested_without_usable_numbers(content: Content, numbers: dict[str, float]) -> None:
    audit, mismatch = gated(content, **numbers)
    accepted = suggested(content, audit, mismatch)
    whom = f"{mismatch.reach:.0%} of customers meet" if mismatch.reach < 1 else "every customer meets"
    assert (accepted.cost, accepted.watch, accepted.below) == (f"{whom} it", "", "")


def test_a_suggested_limit_is_never_zero(content: Content) -> None:
    audit, mismatch = gated(content, leads=1000, customers=3)
    assert suggested(content, audit, mismatch).below == "1%"


@pytest.mark.parametrize(
    ("accepted", "why"),
    [
        (Accepted("They won't drop it.", review="2027-Q1"), None),
        (Accepted(" \n", review="2027-Q1"), "reason"),
        (Accepted("They won't drop it."), "review"),
        (Accepted("They won't drop it.", review="spring"), "review"),
        (Accepted("They won't drop it.", review="2026-Q4"), "review"),
    ],
)
def test_accepting_needs_a_reason_and_a_date_to_review_it(
    content: Content, accepted: Accepted, why: str | None
) -> None:
    audit, mismatch = gated(content)
    assert refused(mismatch.check, audit, accepted) == why


def test_an_untrue_claim_cant_be_accepted_for_any_reason(content: Content) -> None:
    first = next(check for check in content.checks.values() if check.first)
    assert refused(first, Audit("Acme", "2026-Q4"), Accepted("Nobody reads it.", review="2027-Q1")) == "first"


def test_an_accepted_or_objected_mismatch_leaves_the_open_list_and_can_come_back(content: Content) -> None:
    audit, _ = gated(content)
    accepted = accepting(audit, GATED, Accepted("They won't drop it.", review="2027-Q1"))
    assert judge(content, accepted).standing(GATED) == "accepted"
    objected = objecting(accepted, GATED, "The guild calls it a talk; it is a form.")
    assert judge(content, objected).standing(GATED) == "objected"
    assert objected.accepted == {}
    again = accepting(objected, GATED, accepted.accepted[GATED])
    assert judge(content, again).standing(GATED) == "accepted"
    assert reopened(again, GATED) == audit


def test_decisions_survive_saving_and_loading(content: Content) -> None:
    audit, mismatch = gated(content, leads=118, customers=46)
    accepted = accepting(audit, GATED, replace(suggested(content, audit, mismatch), reason="They won't drop the call."))
    assert audit_from_document(document_from_audit(accepted), content) == accepted
    objected = objecting(audit, GATED, "It is a form.")
    assert audit_from_document(document_from_audit(objected), content) == objected


def test_a_check_that_found_nothing_has_no_decision(content: Content) -> None:
    findings = judge(content, Audit("Acme", "2026-Q4"))
    assert findings.standing(GATED) is None
    assert findings.found(GATED) is None
