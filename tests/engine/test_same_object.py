"""Statements about different things never meet; a promise says what it is about."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Term
from trueup.engine.judge import judge
from trueup.engine.matching import meets
from trueup.engine.model import Statement
from trueup.engine.open_questions import promise_decided
from trueup.engine.truthful import truths

TALKS = Row("site", {"name": Answer("site"), "steps": Answer(("ad", "talks", "pays"))})


def promise(row: str = "page", **fields: str) -> Row:
    """A promise that a customer can start without a call."""
    said = {"words": Answer("Start now, alone"), "claims": Answer(("start.alone",))}
    return Row(row, {**said, **{name: Answer(value) for name, value in fields.items()}})


def business(*promises: Row, **answers: str) -> Audit:
    given = {name.replace("_", "."): Answer(value) for name, value in answers.items()}
    return Audit("Acme", "2026-Q4", given, {"promise": promises, "channel": (TALKS,)})


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({}, True),
        ({"about": "main"}, True),
        ({"about": "all"}, True),
        ({"about": "other", "other": "The workbook"}, False),
        ({"about": "other"}, False),
    ],
)
def test_a_promise_is_compared_only_with_facts_about_the_same_thing(
    small: Content, about: dict[str, str], found: bool
) -> None:
    audit = business(promise(**about))
    assert (judge(small, audit).mismatch("start.gated") is not None) is found


def test_an_announcement_about_one_thing_does_not_excuse_a_promise_about_another(small: Content) -> None:
    check = small.checks["start.gated"].with_changes(
        unless=(Term(side="deliver", tags=("start.announced",)), Term(side="sell", tags=("start.help",)))
    )
    content = small.with_changes(checks={"start.gated": check})
    everything = promise(about="all")
    assert not judge(content, business(everything, offer_start="both")).mismatch("start.gated")
    workbook = promise(about="other", other="The workbook")
    talks = Row("site", {**TALKS.fields, "about": Answer("other"), "other": Answer("the  Workbook")})
    audit = Audit("Acme", "2026-Q4", {"offer.start": Answer("both")}, {"promise": (workbook,), "channel": (talks,)})
    assert judge(content, audit).mismatch("start.gated"), "what the main offer announces says nothing of the workbook"


def test_statements_meet_only_if_they_are_about_the_same_thing_or_about_everything() -> None:
    one, two, three = (
        Statement("a.b", "say", "", "", "memory", about=about) for about in ("the workbook", "the workbook", "main")
    )
    everything = Statement("a.b", "say", "", "", "memory")
    assert meets(one, two)
    assert not meets(one, three)
    assert meets(one, everything)
    assert meets(everything, three)


def test_a_promise_made_in_conversation_does_not_count_as_published(small: Content) -> None:
    def certainty(where: str) -> float:
        mismatch = judge(small, business(promise(where=where), TALKS and promise("x"))).mismatch("start.gated")
        assert mismatch
        return max(each.evidence == "published" for each in mismatch.statements if each.subject.row == "page")  # type: ignore[union-attr]

    assert certainty("page")
    assert not certainty("spoken")


BOWLS = {"about": Answer("other"), "other": Answer("bowls")}
"""What a promise is about that isn't what sells most."""


def clay(*promises: Row, **answers: str) -> Audit:
    given = {name.replace("_", "."): Answer(value) for name, value in answers.items()}
    return Audit("Clay", "2026-Q4", {"identity.kind": Answer("local"), **given}, {"promise": promises})


def said_of_bowls(words: str, *claims: str) -> Row:
    return Row("bowl", {**BOWLS, "words": Answer(words), "where": Answer("paper"), "claims": Answer(claims)})


def test_a_question_asked_because_of_a_claim_is_about_the_thing_that_claim_describes() -> None:
    content, bowl = our_content(), said_of_bowls("Dishwasher safe.", "safe.use")
    (needed,) = (each for each in judge(content, clay(bowl)).needs_answer if each.question == "operations.instructions")
    assert "safe.banned" in needed.decides
    assert promise_decided(content, clay(bowl), needed) == bowl
    ruled_out = clay(bowl, operations_instructions="banned")
    (truth,) = (each for each in truths(content, ruled_out, judge(content, ruled_out)) if each.topic == "safe")
    assert truth.mismatch == "safe.banned"


def test_a_question_about_what_sells_most_is_not_said_to_decide_a_promise_about_something_else() -> None:
    content = our_content()
    bowl = said_of_bowls("Buy a bowl on your own.", "start.alone")
    asks = {check: each.question for each in judge(content, clay(bowl)).needs_answer for check in each.decides}
    assert asks.get("start.sold") != "offer.start"
    course = Row("course", {**bowl.fields, "about": Answer("main")})
    asked = {check: each.question for each in judge(content, clay(course)).needs_answer for check in each.decides}
    assert asked["start.sold"] == "offer.start"


def test_a_claim_about_something_else_is_not_backed_by_an_answer_about_what_sells_most() -> None:
    content, bowl = our_content(), said_of_bowls("Buy a bowl on your own.", "start.alone")
    here = clay(bowl, offer_start="alone")
    (truth,) = (each for each in truths(content, here, judge(content, here)) if each.topic == "start")
    assert truth.compared == "guessed"


def test_what_sells_most_is_not_tailored_although_something_else_is() -> None:
    """Commissions are carved for one customer; the stock motifs that sell most are the same for everyone."""
    content = our_content()
    commissions = {**said_of_bowls("Your own motif.", "bespoke.made").fields, "other": Answer("commissions")}
    stock = clay(Row("own", commissions), offer_fit="standard")
    assert judge(content, stock).mismatch("bespoke.same") is None
    main = clay(Row("own", {**commissions, "about": Answer("main")}), offer_fit="standard")
    assert judge(content, main).mismatch("bespoke.same") is not None
