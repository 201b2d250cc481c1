"""Why a check found a mismatch in a business, or why it found none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.agreeing import agreements
from trueup.engine.analysis import Analysis
from trueup.engine.explanation import explain, flips, guesses_behind, turning, unsettling
from trueup.engine.fixes import gaining_fixes
from trueup.engine.judge import judge
from trueup.wording.explanation import parts, why

Build = Callable[..., Audit]
TALKS = channel("site", "ad", "talks", "pays")


def test_a_mismatch_is_explained_by_what_both_sides_say(small: Content, business: Build) -> None:
    found = explain(small, business(promises=[promise("start.alone")], channels=[TALKS]), "start.gated")
    assert found.reason == "found"
    assert [[each.tag for each in heard.saying] for heard in found.between] == [["start.alone"], ["start.talk"]]


def test_an_explanation_names_the_exception_that_stops_the_check(small: Content, business: Build) -> None:
    honest = promise("start.alone", "start.announced")
    found = explain(small, business(promises=[honest], channels=[TALKS]), "start.gated")
    assert found.reason == "silenced"
    assert [each.tag for each in found.silenced_by] == ["start.announced"]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({}, "open"),
        ({"promises": [promise("speed.instant", asks="nothing")], "channels": [TALKS]}, "answered otherwise"),
        ({"promises": [promise("start.alone")], "channels": [channel("site", "ad", "pays")]}, "answered otherwise"),
        (
            {"promises": [promise("start.alone", groups=["Nurses"])], "channels": [{**TALKS, "groups": ["Firms"]}]},
            "never meet",
        ),
    ],
)
def test_every_check_that_found_nothing_gives_a_reason(
    small: Content, business: Build, parts: dict[str, object], reason: str
) -> None:
    assert explain(small, business(**parts), "start.gated").reason == reason


@pytest.mark.parametrize(("kind", "reason"), [("software", "found"), ("content", "off")])
def test_a_check_for_some_kinds_of_business_does_not_apply_to_others(kind: str, reason: str) -> None:
    answers = {"identity.kind": kind, "identity.goal": "sales", "identity.watch": "asking"}
    audit = audit_from_document({"business": "Tides", "quarter": "2026-Q4", "answers": answers}, our_content())
    assert explain(our_content(), audit, "aim.early").reason == reason


def test_a_promise_about_another_thing_is_explained_with_where_to_tell_its_terms() -> None:
    content, other = our_content(), {"about": "other", "other": "Storm Post"}
    audit = audit_from_document(
        {
            "business": "Weather glasses",
            "quarter": "2026-Q4",
            "answers": {"identity.kind": "goods", "offer.term": "bound"},
            "promises": [{"id": "p", "words": "Cancel any time.", "claims": ["leaving.anytime"], **other}],
        },
        content,
    )
    analysis = Analysis(content, audit)
    said = why(analysis, analysis.explain("leaving.bound"))
    assert "different things" in said
    assert "On the channel where people find “Storm Post”, say what they have to do" in said


@pytest.mark.parametrize(("income", "is_told"), [("steady", True), ("no-income", False)])
def test_an_explanation_says_whom_to_tell_and_why(income: str, *, is_told: bool) -> None:
    page = promise("origin.here", words="Bound in the village.", kept={"value": 2, "evidence": "counted"})
    answers = {"identity.kind": "goods", "identity.income": income}
    document = {"business": "Brushes", "quarter": "2026-Q4", "answers": answers, "promises": [page]}
    analysis = Analysis(our_content(), audit_from_document(document, our_content()))
    told = {part.head: part.points for part in parts(analysis, analysis.explain("kept.rarely@home-page"))}
    (said,) = told.get("Who to tell if the words change", ("",))
    assert ("people who paid or left because of it" in said and "most of them" in said) is is_told


def test_a_side_that_takes_another_position_is_quoted(small: Content, business: Build) -> None:
    audit = business(promises=[promise("start.alone")], channels=[channel("site", "ad", "pays")])
    delivered = explain(small, audit, "start.gated").between[1]
    assert not delivered.saying
    assert {each.tag for each in delivered.instead} == {"start.alone"}


@pytest.mark.parametrize(
    ("decided", "reason"),
    [
        ({"accepted": {"start.gated": {"reason": "they ask for it"}}}, "accepted"),
        ({"objected": {"start.gated": "once"}}, "objected"),
    ],
)
def test_a_decision_is_explained(small: Content, business: Build, decided: dict[str, object], reason: str) -> None:
    audit = business(promises=[promise("start.alone")], channels=[TALKS], **decided)
    assert explain(small, audit, "start.gated").reason == reason


def test_an_unknown_check_cannot_be_explained(small: Content, business: Build) -> None:
    with pytest.raises(KeyError):
        explain(small, business(), "start.nothing")


def test_a_promise_that_the_same_answer_breaks_is_no_exception() -> None:
    content = our_content()
    promises = [
        {"id": "all", "words": "All included.", "where": "page", "groups": ["Firms"], "claims": ["extras.none"]},
        {"id": "one", "words": "One price.", "where": "page", "groups": ["Homes"], "claims": ["extras.fixed"]},
    ]
    groups = [{"id": name.lower(), "name": name} for name in ("Firms", "Homes")]
    answers = {"identity.kind": "local", "offer.extras": ["varies"]}
    document = {"business": "B", "quarter": "2026-Q4", "answers": answers, "groups": groups, "promises": promises}
    found = explain(content, audit_from_document(document, content), "extras.varies")
    assert found.reason == "found"
    assert found.exceptions == ()


# Single answers that would change a finding if the founder answered differently


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
    (fix, *_) = gaining_fixes(small, audit, findings)
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
