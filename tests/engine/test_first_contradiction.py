"""The shortest way from a page to the first contradiction: the questions to ask first, and when to offer comparing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.first_contradiction import MOST_FIRST, first_left, has_page, sharpest, to_count
from trueup.engine.judge import judge

CLAIMS = ("start.alone", "leaving.anytime")


@pytest.fixture(scope="module")
def content() -> Content:
    return our_content().worded("software")


def business(**rows: tuple[Row, ...]) -> Audit:
    fields = {"words": Answer("Start now, no call needed."), "claims": Answer(CLAIMS)}
    read = Row("start-now", fields, {"start.alone": ((11, 25),)})
    audit = Audit("Plumbline", "2026-Q4").with_answer("identity.kind", Answer("software"))
    return replace(audit, rows={"promise": (read,), **rows})  # type: ignore[dict-item]


def test_only_questions_that_decide_a_check_on_the_pages_claims_are_asked(content: Content) -> None:
    audit = business()
    asked = sharpest(content, audit, judge(content, audit))
    assert asked
    for item in asked:
        decided = {check.id for check in content.checks.values() if set(CLAIMS) & said(check)}
        needed = {each.question: set(each.decides) for each in judge(content, audit).needs_answer}
        assert needed[item.id] & decided
    assert "offer.start" in {item.id for item in asked}


def said(check: object) -> set[str]:
    between = check.between  # type: ignore[attr-defined]
    return {tag for term in between if term.side == "say" for tag in term.tags}


def test_no_question_is_asked_twice_and_rows_are_asked_last(content: Content) -> None:
    audit, passed = business(), list[str]()
    findings = judge(content, audit)
    while (item := first_left(content, audit, findings, passed)) is not None:
        assert item.id not in passed
        passed.append(item.id)
    assert passed[-2:] == ["channel", "customer"]
    assert len(passed) <= MOST_FIRST + 2


def test_comparing_is_offered_once_there_is_a_promise_a_channel_and_customers(content: Content) -> None:
    customers = tuple(Row(f"customer-{n}") for n in range(1, 11))
    audit = business(channel=(Row("site"),), customer=customers)
    assert first_left(content, audit, judge(content, audit), ()) is None


def test_a_typed_promise_does_not_count_as_a_page() -> None:
    assert has_page(business())
    assert not has_page(business(promise=(Row("typed", {"words": Answer("Hi"), "claims": Answer(CLAIMS)}),)))


PAGE = (
    ("entry.trial", "entry.nocard"),
    ("start.easy", "start.alone"),
    ("works.offline",),
    ("work.reply", "support.day"),
    ("leaving.refund",),
    ("discount.never",),
    ("data.nobody", "data.unsold"),
)
"""The claims of a whole page, by sentence."""


def test_what_really_happens_is_asked_before_terms_and_plans(content: Content) -> None:
    rows = tuple(Row(f"p{n}", {"claims": Answer(claims)}) for n, claims in enumerate(PAGE))
    audit = business(promise=rows)
    asked = [item.id for item in sharpest(content, audit, judge(content, audit))]
    assert asked.index("operations.answered") < asked.index("offer.support")
    assert {"operations.answered", "operations.offline", "operations.data"} <= {*asked[:MOST_FIRST]}
    sides = [content.questions[each].side for each in asked]
    assert not {"believe", "need"} & {*sides[: len(PAGE)]}


def test_a_second_question_about_a_claim_comes_after_the_first_about_others(content: Content) -> None:
    rows = tuple(Row(f"p{n}", {"claims": Answer(claims)}) for n, claims in enumerate(PAGE))
    audit = business(promise=rows)
    asked = [item.id for item in sharpest(content, audit, judge(content, audit))]
    assert asked.index("operations.offline") < asked.index("offer.refund") < asked.index("operations.complaints")


def test_promises_without_a_count_are_counted_first_where_most_is_at_stake(content: Content) -> None:
    def promise(slug: str, *claims: str, **fields: Answer) -> Row:
        return Row(slug, {"words": Answer(slug), "claims": Answer(claims), **fields})

    rows = (
        promise("minor", "shown.from"),
        promise("counted", "data.unsold", kept=Answer(9.0)),
        promise("not sure", "data.unsold", kept=Answer(None, "unsure")),
        promise("taken down", "data.unsold", state=Answer("withdrawn")),
        promise("mood"),
        promise("grave", "data.unsold", "leaving.anytime"),
        *(promise(f"later-{nth}", "shown.from") for nth in range(MOST_FIRST)),
    )
    asked = [row.id for row in to_count(content, business(promise=rows))]
    assert asked[:3] == ["grave", "minor", "later-0"]
    assert len(asked) == MOST_FIRST
