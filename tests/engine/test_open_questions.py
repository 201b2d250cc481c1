"""A check without a mismatch may still be undecided: which checks are, and which answers would decide them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.judge import judge
from trueup.engine.model import NeedsAnswer
from trueup.engine.open_questions import promise_decided
from trueup.wording.findings import decides

Business = Callable[..., Audit]


def needed(small: Content, audit: Audit) -> dict[str, tuple[str, ...]]:
    return {each.question: each.decides for each in judge(small, audit).needs_answer}


def test_an_empty_audit_decides_nothing(small: Content, business: Business) -> None:
    findings = judge(small, business())
    assert findings.decided == 0
    assert findings.possible == len(small.checks)
    assert findings.open_checks == set(small.checks)


def test_an_undecided_check_asks_for_the_side_that_is_missing(small: Content, business: Business) -> None:
    asks = needed(small, business({"offer.price": "high"}))
    assert "price.above" in asks["market.price"]
    assert "offer.price" not in asks


def test_a_check_is_decided_once_one_side_takes_another_position(small: Content, business: Business) -> None:
    asks = needed(small, business({"offer.price": "low", "offer.start": "talk"}))
    assert not any("price.above" in decides for decides in asks.values())


def test_not_sure_leaves_a_check_open_and_not_applicable_removes_it(small: Content, business: Business) -> None:
    unsure = judge(small, business({"offer.price": "high", "market.price": {"unsure": True}}))
    assert "price.above" in unsure.open_checks
    never = judge(small, business({"offer.price": "high", "market.price": {"na": True}}))
    assert "price.above" not in never.open_checks
    assert never.possible == unsure.possible - 1


def test_a_missing_row_is_asked_for_by_its_kind(small: Content, business: Business) -> None:
    assert "start.gated" in needed(small, business(channels=[channel("site", "talks")]))["promise"]
    assert "start.gated" in needed(small, business(promises=[promise("start.alone")]))["channel"]


def test_a_count_needs_three_customers(small: Content, business: Business) -> None:
    answers = {"offer.model": "once", "offer.start": "alone"}
    paths = [channel("site", "pays")]
    two = business(answers, channels=paths, customers=customers(started=["talk", "talk"]))
    assert "start.counted" in needed(small, two)["customer"]
    three = judge(small, business(answers, channels=paths, customers=customers(started=["talk"] * 3)))
    assert "start.counted" in [found.id for found in three.mismatches]


def test_a_check_that_found_a_mismatch_needs_no_answer(small: Content, business: Business) -> None:
    findings = judge(small, business(promises=[promise("start.alone")], channels=[channel("site", "talks")]))
    assert not {found.id for found in findings.mismatches} & findings.open_checks


def test_the_answer_that_settles_the_most_checks_on_its_own_comes_first(small: Content, business: Business) -> None:
    findings = judge(small, business({"offer.price": "high"}))
    assert findings.needs_answer[0].question == "promise"


def test_kinds_of_rows_that_would_decide_nothing_are_not_asked_for() -> None:
    content = our_content()
    asks = {each.question for each in judge(content, Audit("Acme", "2026-Q4")).needs_answer}
    assert {"promise", "channel", "customer"} <= asks
    assert not {"group", "activity", "role"} & asks


def shop(*promises: dict[str, object]) -> Audit:
    """A goods business with these promises and no other answers."""
    answers = {"identity.kind": "goods"}
    document = {"business": "Shop", "quarter": "2026-Q4", "answers": answers, "promises": list(promises)}
    return audit_from_document(document, our_content())


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (("entry.trial",), None),
        (("leaving.refund",), "refund"),
    ],
)
def test_an_open_question_names_the_promise_it_would_decide(claims: tuple[str, ...], named: str | None) -> None:
    content = our_content()
    plain = {"id": "plain", "words": "Since 1990.", "claims": []}
    refund = {"id": "refund", "words": "Money back.", "claims": list(claims)}
    audit = shop(plain, refund)
    needed = next(each for each in judge(content, audit).needs_answer if each.question == "offer.refund")
    promise = promise_decided(content, audit, needed)
    assert (promise.id if promise else None) == named


def test_an_open_field_names_the_first_promise_without_it() -> None:
    content = our_content()
    kept = {"id": "kept", "words": "Back in a day.", "claims": ["speed.day"], "kept": 9}
    open_ = {"id": "open", "words": "Money back.", "claims": ["leaving.refund"]}
    audit = shop(kept, open_)
    promise = promise_decided(content, audit, NeedsAnswer("promise.kept", ("kept.none",)))
    assert promise is not None
    assert promise.id == "open"
    assert "first on" not in decides(Analysis(content, audit), NeedsAnswer("promise.kept", ("kept.none",)))
    assert decides(Analysis(content, audit), NeedsAnswer("promise.kept", ("kept.none",))) == "1 check on “Money back.”"


def _with_a_fixed_price(nth: int) -> dict[str, Any]:
    """A business whose promise of a fixed price is the `nth` on its page; what comes on top isn't answered."""
    promises = [{"id": f"p{i}", "words": f"Words {i}", "where": "page", "claims": ["fair.paid"]} for i in range(1, 4)]
    promises.insert(nth - 1, {"id": "fixed", "words": "One price", "where": "page", "claims": ["extras.fixed"]})
    answers = {"identity.kind": "local", "operations.bills": {"unsure": True}}
    return {"business": "B", "quarter": "2026-Q4", "answers": answers, "promises": promises}


def test_what_a_promise_read_first_rests_on_is_asked_before_what_settles_more() -> None:
    content = our_content()

    def asked(nth: int) -> list[str]:
        audit = audit_from_document(_with_a_fixed_price(nth), content)
        return [each.question for each in judge(content, audit).needs_answer]

    first, last = asked(1), asked(4)
    assert {"operations.bills", "offer.extras"} <= set(first[:3])
    assert last.index("operations.bills") > first.index("operations.bills")
