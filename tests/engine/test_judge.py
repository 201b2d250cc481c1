"""Which mismatches judging finds, how they are rated, and when it must find none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.business import channel, customers, promise

from trueup.answers.model import Accepted, Audit
from trueup.content.model import Content
from trueup.engine import ranking
from trueup.engine.analysis import Analysis
from trueup.engine.judge import judge
from trueup.engine.matching import meets
from trueup.engine.model import Findings, Mismatch, Statement, Subject
from trueup.engine.ranking import certainty, order

Business = Callable[..., Audit]


@pytest.fixture
def judged(small: Content, business: Business) -> Callable[..., Findings]:
    return lambda *args, **kwargs: judge(small, business(*args, **kwargs))


@pytest.fixture
def analysed(small: Content, business: Business) -> Callable[..., Analysis]:
    return lambda *args, **kwargs: Analysis(small, business(*args, **kwargs))


def ids(findings: Findings) -> list[str]:
    return [found.id for found in findings.mismatches]


def only(findings: Findings) -> Mismatch:
    (found,) = findings.mismatches
    return found


def gated(**rest: Any) -> dict[str, Any]:
    return {"promises": [promise("start.alone")], "channels": [channel("site", "ad", "talks", "pays")], **rest}


def test_a_claim_conflicts_with_a_required_step_that_contradicts_it_and_both_are_quoted(
    judged: Callable[..., Findings],
) -> None:
    found = only(judged(**gated()))
    assert (found.id, found.verdict) == ("start.gated", "contradiction")
    assert [(v.side, v.quote) for v in found.statements] == [("say", "Start now, alone"), ("deliver", "talks to you")]
    assert [v.source for v in found.statements] == ["promise.claims", "channel.steps"]


def test_an_optional_step_takes_no_position(judged: Callable[..., Findings]) -> None:
    assert ids(judged(promises=[promise("start.alone")], channels=[channel("site", "ad", "talks?", "pays")])) == []


def test_a_channel_without_a_talk_agrees_with_a_promise_to_start_alone(analysed: Callable[..., Analysis]) -> None:
    walked = {**channel("site"), "steps": {"value": ["ad", "pays"], "evidence": "record"}}
    analysis = analysed(promises=[promise("start.alone")], channels=[walked])
    assert [(h.topic, h.tags, h.sides) for h in analysis.agreements] == [
        ("start", ("start.alone",), ("say", "deliver"))
    ]


def test_several_channels_make_one_mismatch_with_all_their_statements(judged: Callable[..., Findings]) -> None:
    channels = [channel(name, "talks", "pays") for name in ("a", "b", "c")]
    found = only(judged(promises=[promise("start.alone")], channels=channels))
    assert [v.subject.row for v in found.statements if v.subject] == ["home-page", "a", "b", "c"]


def test_an_exception_on_the_same_promise_prevents_the_mismatch(judged: Callable[..., Findings]) -> None:
    assert ids(judged(**gated(promises=[promise("start.alone", "start.announced")]))) == []


def test_an_exception_on_another_promise_does_not_prevent_the_mismatch(judged: Callable[..., Findings]) -> None:
    announced = {**promise("start.announced"), "id": "ad"}
    assert ids(judged(**gated(promises=[promise("start.alone"), announced]))) == ["start.gated"]


def test_statements_for_different_groups_never_conflict(judged: Callable[..., Findings]) -> None:
    apart = {
        "promises": [promise("start.alone", groups=["Freelancers"])],
        "channels": [channel("site", "talks", "pays", groups=["agencies"])],
    }
    assert ids(judged(**apart)) == []
    apart["channels"][0]["groups"] = ["agencies", "freelancers"]
    assert ids(judged(**apart)) == ["start.gated"], "groups are compared without regard to capitals"


@pytest.mark.parametrize("nothing", [{"unsure": True}, {"na": True}, None])
def test_a_missing_answer_takes_no_position(judged: Callable[..., Findings], nothing: dict[str, bool] | None) -> None:
    answers: dict[str, Any] = {"offer.price": "high", "market.price": nothing}
    if nothing is None:
        del answers["market.price"]
    assert ids(judged(answers)) == []


def test_a_mismatch_with_a_side_that_rests_on_guesses_is_unproven(judged: Callable[..., Findings]) -> None:
    guessed = {"operations.speed": {"value": 60.0, "evidence": "guess"}}
    found = only(judged(guessed, promises=[promise("speed.day")]))
    assert (found.verdict, found.certainty, found.evidence) == ("unproven", 0.4, "guess")


def test_impact_is_severity_times_reach_times_certainty(judged: Callable[..., Findings]) -> None:
    channels = [channel("site", "talks", "pays", share=0.46), channel("shop", "pays", share=0.54)]
    found = only(judged(promises=[promise("start.alone")], channels=channels))
    assert (found.severity, found.reach, found.certainty) == (4, 0.46, 0.8)
    assert found.impact == pytest.approx(4 * 0.46 * 0.8, abs=0.005)


@pytest.mark.parametrize(
    ("disclosed", "verdict", "severity"),
    [("never", "contradiction", 4), ("after", "contradiction", 4), ("before", "tension", 2), ("beside", "tension", 1)],
)
def test_telling_customers_in_time_softens_the_mismatch(
    judged: Callable[..., Findings], disclosed: str, verdict: str, severity: int
) -> None:
    found = only(judged(**gated(disclosed={"start.gated": disclosed})))
    assert (found.verdict, found.severity, found.disclosed) == (verdict, severity, disclosed)


def test_telling_customers_never_softens_an_untrue_claim(small: Content) -> None:
    check = small.checks["start.gated"].with_changes(disclosed=True)
    assert ranking.verdict(check, "record", "beside") == ("tension", 1)
    untrue = check.with_changes(first=True)
    assert ranking.verdict(untrue, "record", "beside") == ("contradiction", check.severity)


def test_an_untrue_claim_ranks_first_at_any_impact_unless_it_rests_on_a_guess(judged: Callable[..., Findings]) -> None:
    walked = {"steps": {"value": ["ad", "talks", "pays"], "evidence": "record"}}
    site = {**channel("site"), **walked, "groups": ["many"], "share": 0.7}
    fair = {**channel("fair", "ad", "pays"), "groups": ["few"], "share": 0.3}
    groups = [{"id": "many"}, {"id": "few"}]
    words = [promise("start.alone"), {**promise("price.low"), "id": "card", "groups": ["few"]}]
    both = {"promises": words, "channels": [site, fair], "groups": groups}
    findings = judged({"offer.price": "high"}, **both)
    assert ids(findings)[0] == "price.words"
    assert findings.mismatches[0].impact < findings.mismatches[1].impact
    guessed = judged({"offer.price": {"value": "high", "evidence": "guess"}}, **both)
    assert ids(guessed)[0] == "start.gated"


def test_tensions_rank_below_contradictions(judged: Callable[..., Findings]) -> None:
    findings = judged(
        {"identity.who": "aimed", "market.price": "low", "offer.price": "high"},
        customers=customers(group=["other", "other", "other", "aimed"]),
    )
    assert [found.verdict for found in findings.mismatches] == sorted(
        (found.verdict for found in findings.mismatches), key=["contradiction", "unproven", "tension"].index
    )


def test_answers_to_questions_that_no_longer_apply_give_no_statement(analysed: Callable[..., Analysis]) -> None:
    channels = [channel("site", "ad", "pays")]
    setup = {"offer.model": "subscription", "offer.extras": ["rush"]}
    spoken = analysed(setup, channels=channels)
    parked = analysed({**setup, "offer.model": "once"}, channels=channels)
    assert spoken.agreements == parked.agreements == ()
    assert parked.findings.decided <= parked.findings.possible


def test_a_stated_time_is_compared_with_a_measured_one(judged: Callable[..., Findings]) -> None:
    slow = judged({"operations.speed": 30.0}, promises=[promise("speed.day")])
    assert only(slow).statements[-1].quote == "30 hours"
    assert ids(judged({"operations.speed": 24.0}, promises=[promise("speed.day")])) == []


def test_an_accepted_mismatch_leaves_the_open_list(analysed: Callable[..., Analysis]) -> None:
    analysis = analysed(**gated(accepted={"start.gated": {"reason": "the partner insists", "review": "2027-Q1"}}))
    findings = analysis.findings
    assert (ids(findings), [found.id for found in findings.accepted]) == ([], ["start.gated"])
    assert analysis.agreements == (), "what is accepted is no agreement"


def test_accepting_an_untrue_claim_has_no_effect(small: Content, business: Business) -> None:
    audit = business({"offer.price": "high", "offer.start": "talk"}, promises=[promise("price.low")])
    wished = replace(audit, accepted={"price.words": Accepted("we like the line")})
    assert ids(judge(small, wished)) == ["price.words"]


def test_an_objected_mismatch_is_listed_separately(judged: Callable[..., Findings]) -> None:
    findings = judged(**gated(objected={"start.gated": "the talk is only for resellers"}))
    assert (ids(findings), [found.id for found in findings.objected]) == ([], ["start.gated"])


def statement(side: str, tag: str, kind: str, row: str, **rest: Any) -> Statement:
    return Statement(tag, side, f"{kind}.words", "words", "published", subject=Subject(kind, row), **rest)  # type: ignore[arg-type]


def test_promises_to_different_groups_conflict_if_the_check_compares_two_promises() -> None:
    one = statement("say", "a.b", "promise", "one", groups=frozenset({"firms"}))
    two = statement("say", "a.c", "promise", "two", groups=frozenset({"homes"}))
    assert meets(one, two, other=True)
    assert not meets(one, two)
    assert not meets(one, one, other=True)


def test_in_a_marketplace_statements_for_buyers_and_for_sellers_never_conflict() -> None:
    to_buyers = statement("say", "a.b", "promise", "one", party="buyers")
    for_sellers = statement("deliver", "a.c", "channel", "two", party="sellers")
    for_both = statement("deliver", "a.c", "channel", "three")
    assert not meets(to_buyers, for_sellers)
    assert meets(to_buyers, for_both)


def test_an_activity_conflicts_only_with_its_own_channel() -> None:
    activity = statement("say", "a.b", "activity", "letter", channel="site")
    assert meets(activity, statement("deliver", "a.c", "channel", "site"))
    assert not meets(activity, statement("deliver", "a.c", "channel", "shop"))


def test_a_safety_mismatch_ranks_first_however_few_people_it_affects(
    judged: Callable[..., Findings],
) -> None:
    found = only(judged(**gated()))
    rare = replace(found, check=found.check.with_changes(id="x.rare", safety=True), reach=0.05, impact=0.1)
    assert sorted([replace(found, leads=True), rare], key=order)[0] is rare
    guessed = replace(rare, verdict="unproven")
    assert sorted([guessed, found], key=order)[0] is found


@pytest.mark.parametrize(
    ("quote", "is_label", "known"), [("Two were lost at sea", False, "memory"), ("9 of 10", True, "guess")]
)
def test_one_named_case_is_enough_to_break_a_promise_without_exceptions(quote: str, is_label: bool, known: str) -> None:
    said = statement("say", "kept.every", "promise", "page")
    kept = statement("deliver", "kept.mostly", "promise", "page")
    kept = kept._replace(source="promise.kept", quote=quote, is_label=is_label, evidence="guess")
    assert certainty([[said], [kept]])[1] == known
    assert certainty([[said._replace(tag="kept.promised")], [kept]])[1] == "guess"
