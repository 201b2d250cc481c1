"""Which claims are offered for a promise: those that fit its kind of business, and all that are already ticked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit
from trueup.content.model import KIND_QUESTION, Content
from trueup.engine.offered_claims import claims
from trueup.lint import soundness

Business = Callable[..., Audit]

CONTENT = our_content()
KINDS = tuple(choice.key for choice in CONTENT.questions[KIND_QUESTION].choices)


def of_kind(kind: str) -> Audit:
    return Audit("Acme", "2026-Q4", answers={KIND_QUESTION: Answer(kind)} if kind else {})


def offered(audit: Audit, ticked: tuple[str, ...] = (), content: Content = CONTENT) -> set[str]:
    return {tag for _, tags in claims(content, audit, ticked) for tag in tags}


@pytest.mark.parametrize(
    ("claim", "kinds"),
    [
        ("green.packed", {"goods", "shop", "marketplace"}),
        ("making.hands", {"goods"}),
        ("times.evenings", {"shop", "course", "local"}),
        ("area.free", {"service", "local"}),
        ("disputes.me", {"marketplace"}),
        ("payout.now", {"marketplace"}),
        ("rhythm.week", {"content"}),
        ("influence.none", {"content"}),
        ("teacher.me", {"course"}),
        ("updates.included", {"software", "course"}),
        ("core.all", {"opensource"}),
        ("model.once", {"software", "service", "course", "local", "opensource"}),
        ("renewal.told", set(KINDS) - {"content"}),
        ("start.alone", set(KINDS) - {"content"}),
        ("data.nobody", set(KINDS)),
    ],
)
def test_a_claim_is_offered_only_to_the_kinds_of_business_that_it_fits(claim: str, kinds: set[str]) -> None:
    assert {kind for kind in KINDS if claim in offered(of_kind(kind))} == kinds


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_business_is_offered_a_third_to_three_quarters_of_the_claims(kind: str) -> None:
    assert len(CONTENT.claims) / 3 < len(offered(of_kind(kind))) < len(CONTENT.claims) * 0.75


def test_every_claim_is_offered_while_the_kind_of_business_is_unknown() -> None:
    assert offered(of_kind("")) == CONTENT.claims.keys()
    assert offered(Audit("Acme", "2026-Q4", answers={KIND_QUESTION: Answer(state="unsure")})) == CONTENT.claims.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_ticked_claim_is_offered_to_every_kind_of_business(kind: str) -> None:
    ticked = ("making.hands", "disputes.me", "start.alone")
    assert offered(of_kind(kind), ticked) == offered(of_kind(kind)) | set(ticked)


def test_every_claim_is_offered_to_some_kind_of_business() -> None:
    assert set().union(*(offered(of_kind(kind)) for kind in KINDS)) == CONTENT.claims.keys()


def test_a_topic_can_limit_its_claims_to_some_kinds_of_business() -> None:
    topics = dict(CONTENT.topics)
    topics["data"] = topics["data"].with_changes(kinds=("goods",))
    narrowed = CONTENT.with_changes(topics=topics)
    assert "data.nobody" in offered(of_kind("goods"), content=narrowed)
    assert "data.nobody" not in offered(of_kind("local"), content=narrowed)


def test_a_claim_that_only_a_check_for_other_kinds_could_use_is_not_offered() -> None:
    checks = {id: check.with_changes(kinds=("goods",)) for id, check in CONTENT.checks.items()}
    narrowed = CONTENT.with_changes(checks=checks)
    assert offered(of_kind("goods"), content=narrowed) == offered(of_kind("goods"))
    assert offered(of_kind("local"), content=narrowed) < offered(of_kind("local"))


def test_a_check_is_limited_only_to_kinds_of_business_in_which_it_can_find_something() -> None:
    check = CONTENT.checks["payout.late"]
    narrowed = CONTENT.with_changes(checks={check.id: check.with_changes(kinds=("marketplace", "content"))})
    (problem,) = soundness.lint(narrowed)
    assert "payout.late is for content" in problem
    assert problem.endswith("leave content out")


def test_every_claim_is_offered_if_no_question_asks_for_the_kind_of_business(small: Content) -> None:
    """The small folder has no question for the kind of business, so no claim is left out."""
    assert offered(Audit("Acme", "2026-Q4"), content=small) == small.claims.keys()
