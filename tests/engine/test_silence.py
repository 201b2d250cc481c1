"""Guesses, remembered customers, figures that weren't asked for and closed channels never prove a mismatch."""

from __future__ import annotations

from typing import Any

import pytest
from tests.business import customers as rows_of
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.agreeing import agreements
from trueup.engine.applicability import is_asked
from trueup.engine.judge import gates, judge
from trueup.engine.model import Statement
from trueup.engine.statements import statements


def customers(evidence: str, count: int = 10) -> tuple[Row, ...]:
    """The last customers with the given evidence; all of them had to call first."""
    return tuple(
        Row(f"c{n}", {"started": Answer("talk", evidence=evidence)})  # type: ignore[arg-type]
        for n in range(count)
    )


def business(rows: tuple[Row, ...]) -> Audit:
    return Audit("Acme", "2026-Q4", {"offer.start": Answer("alone")}, {"customer": rows})


@pytest.mark.parametrize(
    ("evidence", "verdict"), [("record", "contradiction"), ("counted", "contradiction"), ("memory", "unproven")]
)
def test_customers_counted_from_memory_prove_nothing(small: Content, evidence: str, verdict: str) -> None:
    mismatch = judge(small, business(customers(evidence))).mismatch("start.counted")
    assert mismatch
    assert mismatch.verdict == verdict


def test_guessed_cells_are_not_counted(small: Content) -> None:
    assert not judge(small, business(customers("guess"))).mismatch("start.counted")
    mixed = (*customers("guess", 8), *(Row(f"d{n}", {"started": Answer("alone")}) for n in range(2)))
    assert not [each for each in statements(small, business(mixed)) if each.source == "measure:customer.started"]


@pytest.mark.parametrize(("count", "is_uncounted"), [(3, True), (4, True), (5, False), (10, False)])
def test_fewer_than_five_customers_are_reported_as_uncounted(small: Content, count: int, is_uncounted: bool) -> None:
    found = gates(business(customers("counted", count)), statements(small, business(customers("counted", count))), ())
    assert ("uncounted" in [gate.id for gate in found]) is is_uncounted


@pytest.mark.parametrize(
    ("signs", "is_early"), [(("no-income", "few"), True), (("no-income",), False), (("few",), False), ((), False)]
)
def test_a_business_is_early_only_if_it_has_both_few_customers_and_no_income(
    signs: tuple[str, ...], is_early: bool
) -> None:
    said = [Statement(f"stage.{sign}", "deliver", "", "", "record") for sign in signs]
    assert ("early" in [gate.id for gate in gates(business(()), said, ())]) is is_early


def test_a_figure_that_this_business_is_not_asked_for_is_not_used() -> None:
    content = our_content()
    asked_for: dict[str, Any] = {"identity.target": 500.0, "operations.capacity": 1.0}
    kinds = [choice.key for choice in content.questions["identity.kind"].choices]
    for kind in kinds:
        answers = {"identity.kind": kind, "identity.goal": "sales", **asked_for}
        audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", "answers": answers}, content)
        measured = [each for each in statements(content, audit) if each.source == "measure:plan.capacity"]
        asked = [is_asked(content, audit, content.questions[name]) for name in asked_for]
        assert bool(measured) is all(asked), kind


def test_a_mismatch_on_every_open_channel_is_systemic_despite_a_closed_channel(small: Content) -> None:
    def gate_ids(*open: str, **state: str) -> list[str]:
        talks = Answer(("ad", "talks", "pays"))
        closed = {name: Answer(value) for name, value in state.items()}
        channels = [Row(name, {"name": Answer(name), "steps": talks}) for name in open or ("a", "b")]
        channels.append(Row("c", {"name": Answer("c"), "steps": Answer(("ad", "pays")), **closed}))
        page = Row("page", {"words": Answer("Start now"), "claims": Answer(("start.alone",))})
        audit = Audit("Acme", "2026-Q4", {}, {"promise": (page,), "channel": tuple(channels)})
        return [gate.id for gate in judge(small, audit).gates]

    assert "systemic" not in gate_ids()
    assert "systemic" in gate_ids(state="stopped")
    assert "systemic" not in gate_ids("a", state="stopped"), "one channel is no pattern"


def test_a_topic_with_a_mismatch_or_another_position_never_agrees(small: Content) -> None:
    page = Row("page", {"words": Answer("Start now"), "claims": Answer(("start.alone",))})
    alone = Row("site", {"name": Answer("site"), "steps": Answer(("ad", "pays"), evidence="record")})
    remembered = Row("site", {"name": Answer("site"), "steps": Answer(("ad", "pays"))})
    talks = Row("fair", {"name": Answer("fair"), "steps": Answer(("ad", "talks", "pays"))})
    sells = {"offer.start": Answer("alone")}

    def agreeing(*channels: Row, answers: dict[str, Answer] = sells, **said: Answer) -> set[str]:
        promise = Row(page.id, page.fields | said)
        audit = Audit("Acme", "2026-Q4", answers, {"promise": (promise,), "channel": channels})
        return {each.topic for each in agreements(small, audit, judge(small, audit))}

    assert "start" in agreeing(alone)
    assert "start" not in agreeing(alone, talks), "a mismatch"
    assert "start" not in agreeing(remembered), "nobody has looked"
    assert "start" in agreeing(alone, kept=Answer(9.0))
    assert "start" not in agreeing(alone, kept=Answer(8.0)), "two of ten got something else"
    fair = Row("fair", {"name": Answer("fair"), "about": Answer("other")})
    assert "start" in agreeing(alone, about=Answer("all"))
    assert "start" not in agreeing(alone, fair, about=Answer("all"), answers={}), "only one of two things was looked at"
    assert "start" not in agreeing(alone, answers={"offer.start": Answer("both")}), "the offer says something else too"


def test_the_last_customers_are_read_from_a_document(small: Content) -> None:
    document = {"business": "Acme", "quarter": "2026-Q4", "customers": rows_of(started=["talk"] * 4)}
    assert len(audit_from_document(document, small).of("customer")) == 4
