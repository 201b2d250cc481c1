"""Flips: single answers that would change a finding if the founder answered differently."""

from __future__ import annotations

from collections.abc import Callable

from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.agreeing import agreements
from trueup.engine.explanation import flips, guesses_behind, turning, unsettling
from trueup.engine.fixes import first_fixes
from trueup.engine.judge import judge

Build = Callable[..., Audit]


def test_a_flip_names_an_answer_and_the_value_that_would_end_a_mismatch(small: Content, business: Build) -> None:
    audit = business(
        {"offer.start": "alone", "operations.speed": 200},
        promises=[promise("start.alone", "speed.instant")],
        channels=[channel("site", "ad", "talks", "pays")],
    )
    every = list(flips(small, audit))
    assert {"start.gated", "speed.slow"} <= {check for flip in every for check in flip.gone}
    step = next(flip for flip in turning(every, "start.gated") if flip.place == "channel:site.steps")
    assert step.now.value == ("ad", "pays")
    words = next(flip for flip in turning(every, "start.gated") if flip.place == "promise:home-page.claims")
    assert words.now.value == ("speed.instant",)
    faster = next(flip for flip in turning(every, "speed.slow") if flip.place == "operations.speed")
    assert isinstance(faster.now.value, float)
    assert faster.now.value < 200


def test_what_was_counted_is_no_answer_that_could_be_different() -> None:
    content = our_content()
    document = {
        "business": "A",
        "quarter": "2026-Q4",
        "promises": [promise("speed.day", words="There tomorrow.", kept="2 of 10")],
    }
    audit = audit_from_document(document, content)
    assert judge(content, audit).mismatches
    assert [flip for flip in flips(content, audit) if flip.place == "promise:home-page.kept"] == []


def test_answers_that_would_end_an_agreement_are_found(small: Content, business: Build) -> None:
    walked = {**channel("site"), "steps": {"value": ["ad", "pays"], "evidence": "record"}}
    audit = business({"offer.start": "alone"}, promises=[promise("start.alone")], channels=[walked])
    assert [each.topic for each in agreements(small, audit, judge(small, audit))] == ["start"]
    places = {flip.place for flip in unsettling(list(flips(small, audit)), "start")}
    assert "offer.start" in places
    assert places == {flip.place for flip in unsettling(list(flips(small, audit, topic="start")), "start")}, "sooner"


def test_the_guess_behind_a_fix_is_named(small: Content, business: Build) -> None:
    audit = business({"operations.speed": {"value": 200, "evidence": "guess"}}, promises=[promise("speed.instant")])
    findings = judge(small, audit)
    (fix, *_) = first_fixes(small, audit, findings)
    assert [each.source for each in guesses_behind(findings, fix)] == ["operations.speed"]


def test_a_business_without_answers_has_no_flips(small: Content, business: Build) -> None:
    assert list(flips(small, business())) == []


def test_suggested_flips_never_change_customer_needs_or_founder_beliefs(small: Content, business: Build) -> None:
    audit = business(
        {"market.price": "low", "offer.price": "high", "offer.start": "alone"},
        promises=[promise("price.low")],
    )
    every = list(flips(small, audit))
    assert {flip.side for flip in every if flip.gone} - {"say", "sell", "deliver"}, "such answers would end something"
    turned = [flip for check in small.checks for flip in turning(every, check)]
    assert turned
    assert {flip.side for flip in turned} <= {"say", "sell", "deliver"}
