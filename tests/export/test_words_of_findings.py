"""Rows, measures, numbers, where a quote is from and how it's known, in words a founder recognises."""

from __future__ import annotations

from typing import Any

import pytest
from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import ROW_KINDS, Content
from trueup.engine.analysis import Analysis
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.engine.model import Statement, Subject
from trueup.engine.statements import MEASURED
from trueup.export.markdown_summary import summary
from trueup.export.page_one import page_one
from trueup.wording import findings as wording
from trueup.wording import vocabulary

CONTENT = our_content()


def of(*promises: dict[str, Any]) -> Audit:
    answers = {"identity.kind": "service"}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": list(promises)}
    return audit_from_document(document, CONTENT)


def sources(audit: Audit, answer: str) -> set[str]:
    """Where the statements from one answer are said to come from."""
    found = judge(CONTENT, audit).mismatches
    return {
        wording.whence(Analysis(CONTENT, audit), each)
        for every in found
        for each in every.statements
        if each.source == answer
    }


@pytest.mark.parametrize(("stays", "known"), [("ends", "as planned"), ("already", "from memory")])
def test_only_what_is_so_today_is_known_from_memory(stays: str, known: str) -> None:
    audit = of(promise("kept.vow", words="I never write unasked.", where="page", stays=stays))
    assert sources(audit, "promise.stays") == {f"Home page: in three months, {known}"}
    assert f"({known})" in summary(Analysis(CONTENT, audit))


def test_what_happens_instead_of_a_promise_is_not_said_to_be_on_its_page() -> None:
    audit = of(promise("kept.vow", words="I never write unasked.", where="page", kept=0, instead="I write each May."))
    assert "| You say (Home page) | You deliver (from memory) |" in page_one(Analysis(CONTENT, audit))


def test_an_answer_about_the_future_keeps_the_record_it_was_given_with() -> None:
    stays = {"value": "ends", "evidence": "record"}
    audit = of(promise("kept.vow", words="I never write unasked.", where="page", stays=stays))
    assert sources(audit, "promise.stays") == {"Home page: in three months, from a record"}


def test_a_promise_whose_place_is_not_answered_is_not_named_by_its_id() -> None:
    row = promise("kept.vow", words="I never write unasked.", id="row-of-mine", kept=0)
    audit = of({name: value for name, value in row.items() if name != "where"})
    assert sources(audit, "promise.kept") == {"A promise: how many got it, from memory"}
    assert "row-of-mine" not in summary(Analysis(CONTENT, audit))


def test_two_promises_in_one_place_are_told_apart_by_their_words() -> None:
    one = promise(words="I call first.", id="a", where="page")
    two = promise(words="I never write unasked.", id="b", where="page")
    for each in (of(one, two), of(one)):
        rows = each.of("promise")
        names = [wording.place_name(Analysis(CONTENT, each), row) for row in rows]
        told = ["Home page (“I call first”)", "Home page (“I never write unasked”)"]
        assert names == (told if len(rows) == 2 else ["Home page"])


def test_the_same_words_in_two_places_and_under_two_claims_are_printed_once() -> None:
    row = {"words": "Your address goes to nobody but me.", "claims": ["data.nobody", "data.unsold"]}
    answers = {"identity.kind": "service", "operations.data": "partners"}
    promises = [promise(**row, id="page", where="page"), promise(**row, id="mail", where="mail")]
    audit = audit_from_document(
        {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": promises}, CONTENT
    )
    found = judge(CONTENT, audit).mismatch("data.partners")
    assert found is not None
    said = [each for each in wording.sayings(CONTENT, found.statements) if each[0].side == "say"]
    assert [(wording.positions(CONTENT, each), wording.whence(Analysis(CONTENT, audit), *each)) for each in said] == [
        ("no one else, never sold", "Home page and An email or newsletter of mine: what it claims")
    ]


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_kind_of_row_has_a_name(content: Content, kind: str) -> None:
    assert vocabulary.ROWS[kind]  # type: ignore[index]
    assert wording.ask(Analysis(content, Audit("Plumbline", "2026-Q4")), kind) == vocabulary.ROWS_TO_ADD[kind]
    assert f"{kind}.{vocabulary.NAMED_BY[kind]}" in content.questions  # type: ignore[index]


@pytest.mark.parametrize("name", MEASURES)
def test_the_source_of_every_measure_has_a_readable_name(content: Content, name: str) -> None:
    measure = MEASURES[name]
    subject = Subject("channel", "own-site") if name.startswith("channel.") else None
    statement = Statement(measure.tags[0], "deliver", MEASURED + name, "", "counted", subject=subject)
    said = wording.source(Analysis(content, Audit("Acme", "2026-Q4")), statement)
    assert said.endswith(content.questions[measure.needs[0]].short)
    assert said.startswith("own-site: ") == bool(subject)
    assert said.startswith("The last ten customers: ") == name.startswith("customer.")


def test_a_promise_that_asks_for_and_claims_the_same_is_quoted_once(content: Content) -> None:
    page, mail = Subject("promise", "page"), Subject("promise", "mail")
    asks = Statement("start.alone", "say", "promise.asks", "Start now", "published", subject=page)
    claims = Statement("start.alone", "say", "promise.claims", "Start now", "published", subject=page)
    other = Statement("start.alone", "say", "promise.claims", "Start now", "published", subject=mail)
    assert wording.sayings(content, [asks, other, claims]) == [[asks, other, claims]]
    said = wording.source(Analysis(content, Audit("Acme", "2026-Q4")), asks, other, claims)
    assert said == "page and mail: the button and what it claims"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "hours", "1 hour"),
        (1200, "$", "$1,200"),
        (-4.5, "€", "-€4.5"),
        (2, "hours", "2 hours"),
        (1.5, "days", "1.5 days"),
        (1, "USD", "1 USD"),
        (1, "share", "100%"),
    ],
)
def test_a_number_is_written_with_its_unit(value: float, unit: str, said: str) -> None:
    assert wording.figure(value, unit) == said
