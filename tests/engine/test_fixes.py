"""Previews of fixes: the answers they change, the mismatches they solve or create, and their order."""

from __future__ import annotations

from collections.abc import Callable

from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import gaining_fixes, tried_fixes
from trueup.engine.judge import judge
from trueup.engine.model import TriedFix
from trueup.engine.trying import state_of, try_fix

Business = Callable[..., Audit]


def tried(small: Content, audit: Audit, check: str) -> dict[str, TriedFix]:
    findings = judge(small, audit)
    mismatch = findings.mismatch(check)
    assert mismatch is not None
    return {fix.fix.do: fix for fix in tried_fixes(small, audit, findings, mismatch)}


def test_a_fix_that_changes_the_wording_replaces_the_untrue_claim_with_the_honest_one(
    small: Content, business: Business
) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")])
    fix = tried(small, audit, "start.gated")["Say beside the button that it starts with a talk"]
    assert fix.outcome == "solved"
    assert fix.solves == ("start.gated",)
    assert fix.changes == {("promise:home-page.claims", "start.announced")}
    assert fix.gain == judge(small, audit).mismatches[0].impact


def test_a_fix_that_changes_the_work_removes_the_step_from_the_channel(small: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "ad", "talks", "pays")])
    fix = tried(small, audit, "start.gated")["Open one path that needs no talk"]
    assert fix.changes == {("channel:site.steps", "ad pays")}
    assert fix.outcome == "solved"


def test_a_fix_can_stop_the_channel_that_causes_the_mismatch(small: Content, business: Business) -> None:
    channels = [channel("site", "talks", share=0.4), channel("shop", "pays", share=0.6)]
    audit = business(promises=[promise("start.alone")], channels=channels)
    fix = tried(small, audit, "start.gated")["Leave the channel that insists on a talk"]
    assert fix.changes == {("channel:site", "stopped")}
    assert fix.outcome == "solved"


def test_a_fix_cannot_change_a_count_and_asks_to_measure_again(small: Content, business: Business) -> None:
    audit = business({"offer.start": "alone"}, customers=customers(started=["talk"] * 4))
    fix = tried(small, audit, "start.counted")["Make the first week run without you"]
    assert fix.outcome == "measure again"


def test_a_fix_that_conflicts_with_no_answer_creates_no_mismatch(small: Content, business: Business) -> None:
    answers = {"offer.price": "high", "market.price": "low", "offer.start": "talk"}
    audit = business(answers, promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")])
    fixes = tried(small, audit, "price.above")
    assert fixes["Offer one small thing at a low price"].creates == ()
    counted = business({"offer.start": "talk"}, customers=customers(started=["talk"] * 4))
    assert judge(small, counted).mismatches == ()


def test_a_fix_that_changes_a_belief_comes_last(small: Content, business: Business) -> None:
    audit = business({"identity.who": "aimed"}, customers=customers(group=["other"] * 5))
    findings = judge(small, audit)
    ranked = tried_fixes(small, audit, findings, findings.mismatches[0])
    assert ranked[-1].fix.move == "believe"


def test_fixes_with_equal_gain_are_ordered_by_effort(small: Content, business: Business) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "talks", "pays", share=0.05)])
    findings = judge(small, audit)
    ranked = tried_fixes(small, audit, findings, findings.mismatches[0])
    assert [fix.fix.effort for fix in ranked if fix.gain == ranked[0].gain] == ["hours", "days", "weeks"]


def test_fixes_that_make_the_same_changes_count_as_one(small: Content, business: Business) -> None:
    answers = {"offer.start": "alone"}
    audit = business(answers, promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")])
    findings = judge(small, audit)
    assert {found.id for found in findings.mismatches} == {"start.gated", "start.counted"}
    moves = [fix.changes for fix in gaining_fixes(small, audit, findings)]
    assert len(moves) == len(set(moves))
    removal = next(
        fix for fix in gaining_fixes(small, audit, findings) if ("channel:site.steps", "pays") in fix.changes
    )
    assert set(removal.solves) == {"start.gated", "start.counted"}


def test_stopping_a_channel_with_many_customers_is_never_the_first_fix(small: Content, business: Business) -> None:
    def first(share: float) -> str | None:
        channels = [channel("guild", "talks", share=share), channel("site", "pays", share=1 - share)]
        audit = business(
            {"offer.start": "alone"},
            promises=[promise("start.alone")],
            channels=channels,
            customers=customers(started=["alone"] * 4),
        )
        findings = judge(small, audit)
        mismatch = findings.mismatch("start.gated")
        assert mismatch is not None
        return next(fix for fix in tried_fixes(small, audit, findings, mismatch)).fix.stop

    assert first(0.46) is None
    assert first(0.05) == "channel", "it solves two mismatches, and few customers came that way"


def test_words_that_are_only_added_leave_what_else_is_untrue_in_the_claim() -> None:
    content = our_content()
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods", "operations.complaints": "refused"},
        "promises": [promise("leaving.refund", words="Returns are free for 60 days.")],
        "roles": [{"id": "desk", "role": "support", "reward": ["refunds"]}],
    }
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    beside = next(found for found in findings.mismatches if found.id == "reward.unrefunded")
    state = state_of(content, audit, findings)
    added = next(fix for fix in beside.check.fixes if fix.adds)
    assert try_fix(content, state, beside, added).solves == ("reward.unrefunded",)
    assert "returns.kept" in try_fix(content, state, beside, added.with_changes(adds=False)).solves


def test_a_fix_that_gains_nothing_comes_after_one_that_does() -> None:
    """More weeks don't bring in the money that is missing, which then counts by itself."""
    content = our_content()
    answers = {"identity.kind": "goods", "identity.goal": "volume", "identity.target": 60, "operations.capacity": 3}
    answers |= {"offer.hours": "sold", "offer.sale": 104, "market.source": "posts", "operations.source": "met"}

    def gains(**more: float) -> list[tuple[str, float]]:
        document = {"business": "Hives", "quarter": "2026-Q4", "answers": answers | more}
        audit = audit_from_document(document, content)
        return [(each.check, each.gain) for each in leading(content, audit, judge(content, audit))]

    assert gains(**{"identity.sum": 6240}) == [("source.posts", 1.6), ("capacity.goal", 0.0)]
    assert [check for check, _ in gains()] == ["capacity.goal", "source.posts"]
