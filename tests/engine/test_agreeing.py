"""Agreements: two sides take the same position on a topic, and nothing contradicts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.analysis import Analysis
from trueup.wording.findings import agreed as sentence_of

BUSINESSES = Path(__file__).parents[1] / "fixtures" / "businesses"


@pytest.mark.parametrize(
    ("believed", "counted", "agrees"),
    [("posts", "posts", True), ("own", "own", True), ("posts", "met", False), ("posts", "own", False)],
)
def test_two_sides_agree_only_if_their_answers_are_equal(believed: str, counted: str, agrees: bool) -> None:
    content = our_content()
    answers = {
        "identity.kind": "software",
        "market.source": believed,
        "operations.source": {"value": counted, "evidence": "counted"},
    }
    audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", "answers": answers}, content)
    assert ("source" in [each.topic for each in Analysis(content, audit).agreements]) is agrees


def test_an_answer_that_takes_two_positions_gives_one_agreement() -> None:
    content = our_content()
    answers = {
        "identity.kind": "software",
        "market.source": "met",
        "operations.source": {"value": "met", "evidence": "counted"},
    }
    audit = audit_from_document({"business": "Acme", "quarter": "2026-Q4", "answers": answers}, content)
    (source,) = [each for each in Analysis(content, audit).agreements if each.topic == "source"]
    assert source.tags == ("source.met",)
    assert [each.source for each in source.statements] == ["market.source", "operations.source"]


RIGHTS = {"identity.kind": "service", "offer.rights": {"value": "own", "evidence": "record"}}
OURS = {"id": "text", "words": "The text is yours", "about": "main", "claims": ["rights.own"], "state": "standing"}


def agreed(answers: dict[str, object], *promises: dict[str, object]) -> set[str]:
    """The topics that agree in a business with these answers and promises."""
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": list(promises)}
    content = our_content()
    return {each.topic for each in Analysis(content, audit_from_document(document, content)).agreements}


def test_a_promise_contradicted_by_the_terms_does_not_count_as_agreement() -> None:
    assert "rights" in agreed(RIGHTS, OURS)
    assert "rights" not in agreed(RIGHTS, {**OURS, "terms": "against"})


def test_an_answer_contradicted_by_its_own_note_does_not_count_as_agreement() -> None:
    note = {"value": "own", "evidence": "record", "note": "But clause 9: it stays mine until the fee is paid"}
    assert "rights" not in agreed({**RIGHTS, "offer.rights": note}, OURS)


def test_while_a_vow_is_broken_only_topics_with_a_published_promise_count_as_agreement() -> None:
    source = {"market.source": "partner", "operations.source": {"value": "partner", "evidence": "counted"}}
    kept = {"kept": {"value": 4, "evidence": "counted"}}
    vow = {"id": "vow", "words": "I pay nobody to recommend me", "about": "main", "claims": ["kept.vow"]}
    answers = {**RIGHTS, **source}
    assert agreed(answers, OURS, vow) >= {"rights", "source"}
    assert agreed(answers, OURS, {**vow, **kept}) & {"rights", "source"} == {"rights"}


@pytest.mark.parametrize(("sofar", "praised"), [("enough", True), ("less", False)])
def test_an_activity_with_a_mismatch_does_not_count_as_agreement(sofar: str, praised: bool) -> None:
    content = our_content()
    document = json.loads((BUSINESSES / "ad-without-end.json").read_text("utf-8"))
    (activity,) = document["activities"]
    activity["sofar"] = sofar
    analysis = Analysis(content, audit_from_document(document, content))
    assert bool(analysis.findings.mismatches) is not praised
    assert ("focus" in {each.topic for each in analysis.agreements}) is praised


@pytest.mark.parametrize(
    ("of_ten", "praised"), [("within", True), ("named", True), ("norule", True), ("most", False), ("outside", False)]
)
def test_an_admission_rule_counts_as_agreement_only_if_nearly_everything_admitted_meets_it(
    of_ten: str, praised: bool
) -> None:
    answers = {
        "identity.kind": "marketplace",
        "offer.curation": "checked",
        "operations.gate": {"value": "checked", "evidence": "counted"},
        "operations.admitted": {"value": of_ten, "evidence": "counted"},
    }
    assert ("curation" in agreed(answers)) is praised


ADVICE = {"id": "paid", "words": "A mill pays me for each flour I name, and I say so", "about": "main"}
SECRET = {"id": "secret", "words": "What you bake stays with me", "about": "main", "claims": ["data.nobody"]}


@pytest.mark.parametrize(("seen", "praised"), [("carriers", True), ("partners", False)])
def test_independence_does_not_count_as_agreement_while_partners_see_customer_data(seen: str, praised: bool) -> None:
    answers = {
        "identity.kind": "content",
        "operations.commission": {"value": "told", "evidence": "record"},
        "operations.data": {"value": seen, "evidence": "record"},
    }
    assert ("independence" in agreed(answers, {**ADVICE, "claims": ["independence.told"]}, SECRET)) is praised


@pytest.mark.parametrize(("export", "praised"), [("all", True), ("none", False)])
def test_easy_leaving_does_not_count_as_agreement_while_customers_cannot_export_their_data(
    export: str, praised: bool
) -> None:
    answers = {
        "identity.kind": "software",
        "offer.term": "anytime",
        "operations.export": {"value": export, "evidence": "record"},
    }
    leave = {"id": "leave", "words": "Leave whenever you like", "about": "main", "claims": ["leaving.anytime"]}
    take = {"id": "take", "words": "Take it all with you", "about": "main", "claims": ["takeout.all"]}
    assert ("leaving" in agreed(answers, leave, take)) is praised


@pytest.mark.parametrize(("claims", "praised"), [([], True), (["teacher.unneeded"], False)])
def test_a_goal_with_a_mismatch_does_not_count_as_agreement(claims: list[str], praised: bool) -> None:
    content = our_content()
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "service", "identity.goal": "keeping"},
        "promises": [{"id": "alone", "words": "You won't need me", "about": "main", "claims": claims}],
        "activities": [{"id": "letter", "name": "A letter to clients", "whom": ["keeping"]}],
    }
    analysis = Analysis(content, audit_from_document(document, content))
    assert ("focus" in [each.topic for each in analysis.agreements]) is praised


def test_a_price_that_never_falls_is_not_praised_beside_a_deadline_that_is_extended() -> None:
    answers = {"identity.kind": "course", "offer.codes": {"value": "never", "evidence": "record"}}
    never = {"id": "never", "words": "Never on sale.", "about": "main", "claims": ["discount.never"]}
    doors = {"id": "doors", "words": "Doors close on Friday.", "about": "main", "claims": ["decide.dated"]}
    assert "discount" in agreed(answers, never, doors)
    assert "discount" not in agreed(answers | {"operations.deadline": "extended"}, never, doors)


ONCE = {"identity.kind": "software", "offer.model": {"value": "once", "evidence": "record"}}
PAY = {"id": "pay", "words": "€79, once.", "about": "main", "claims": ["model.once"], "state": "standing"}
NEVER = {**PAY, "words": "€79, once. No subscription, ever.", "claims": ["model.once", "kept.vow"]}


def test_an_answer_about_most_customers_does_not_agree_with_a_promise_without_exceptions() -> None:
    assert "model" in agreed(ONCE, PAY)
    assert "model" not in agreed(ONCE, NEVER)
    assert "model" in agreed(ONCE, {**NEVER, "kept": {"value": 10, "evidence": "record"}})
    assert "rights" in agreed(RIGHTS, {**OURS, "claims": ["rights.own", "kept.vow"]})


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        (["leaving.refund"], "Customers who change their mind get their money back."),
        (
            ["leaving.refund", "kept.scoped"],
            "Customers who change their mind get their money back, as far as you promise it.",
        ),
    ],
)
def test_what_agrees_says_so_where_the_promise_names_its_cases(claims: list[str], sentence: str) -> None:
    content = our_content()
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods", "offer.refund": {"value": "refund", "evidence": "record"}},
        "promises": [{**OURS, "words": "Unused stock moulds back within 14 days.", "claims": claims}],
    }
    found = Analysis(content, audit_from_document(document, content)).agreements
    assert [sentence_of(content, each) for each in found] == [sentence]


@pytest.mark.parametrize(("note", "agrees"), [("both plans", True), ("what the board pays isn't on the page", False)])
def test_shown_prices_do_not_agree_if_a_note_says_that_one_is_not_on_the_page(note: str, *, agrees: bool) -> None:
    answers = {"identity.kind": "software", "offer.shown": {"value": "shown", "evidence": "record", "note": note}}
    assert ("shown" in agreed(answers, {**OURS, "claims": ["shown.shown"]})) is agrees


@pytest.mark.parametrize(("moved", "agrees"), [("held", True), ("moved", False)])
def test_working_at_weekends_is_not_praised_while_confirmed_dates_are_moved(moved: str, *, agrees: bool) -> None:
    answers = {
        "identity.kind": "local",
        "offer.times": {"value": "weekend", "evidence": "record"},
        "operations.moved": {"value": moved, "evidence": "record"},
    }
    dates = {**OURS, "id": "dates", "words": "Confirmed is confirmed.", "claims": ["firm.promised"]}
    assert ("times" in agreed(answers, {**OURS, "claims": ["times.weekend"]}, dates)) is agrees
