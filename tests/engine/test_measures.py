"""Measures: the bands of the last ten customers, and the shares of customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.business import channel, customers
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.engine.measures import COLUMNS, MEASURES, customer_counts
from trueup.engine.reach import channel_shares

Business = Callable[..., Audit]


@pytest.mark.parametrize(
    ("measure", "cells", "tag", "share"),
    [
        ("customer.started", ["talk"] * 3 + ["alone"] * 7, "start.talk", 0.3),
        ("customer.started", ["talk"] * 2 + ["alone"] * 8, "start.alone", 0.8),
        ("customer.started", ["help"] * 6 + ["alone"] * 4, "start.help", 0.6),
        ("customer.paid", ["full"] * 10, "discount.never", 1.0),
        ("customer.paid", ["full"] * 9 + ["less"], "discount.some", 0.1),
        ("customer.paid", ["full"] * 8 + ["less"] * 2, "discount.often", 0.2),
        ("customer.received", ["ontime"] * 9 + ["late"], "punctual.ontime", 0.9),
        ("customer.received", ["ontime"] * 8 + ["late"] * 2, "punctual.late", 0.2),
        ("customer.received", ["ontime"] * 3 + ["late"], "punctual.ontime", 0.75),
        ("customer.paid", ["full"] * 3 + ["less"], "discount.some", 0.25),
        ("customer.group", ["aimed"] * 6 + ["other"] * 4, "who.aimed", 0.6),
        ("customer.group", ["aimed"] * 5 + ["other"] * 5, "who.others", 0.5),
    ],
)
def test_each_count_falls_into_its_band(
    small: Content, business: Business, measure: str, cells: list[str], tag: str, share: float
) -> None:
    field = measure.partition(".")[2]
    (reading,) = MEASURES[measure].read(small, business(customers=customers(**{field: cells})))
    assert (reading.tag, reading.share) == (tag, pytest.approx(share))


@pytest.mark.parametrize("measure", COLUMNS)
def test_fewer_than_three_known_cells_give_no_reading(small: Content, business: Business, measure: str) -> None:
    field = measure.partition(".")[2]
    key = small.questions[measure].choices[0].key
    audit = business(customers=customers(**{field: [key, "", "", key, ""]}, who=list("abcde")))
    assert list(MEASURES[measure].read(small, audit)) == []


def test_customers_who_were_given_no_date_are_not_counted(content: Content) -> None:
    def readings(*cells: str) -> list[tuple[str, float | None]]:
        document = {"business": "Acme", "quarter": "2026-Q4", "customers": customers(received=list(cells))}
        found = MEASURES["customer.received"].read(content, audit_from_document(document, content))
        return [(reading.tag, reading.share) for reading in found]

    late = ["late"] * 2
    assert readings(*late, *["ontime"] * 6, *["nodate"] * 2) == [("punctual.late", 0.25)]
    assert readings(*late, *["nodate"] * 8) == [], "two are too few to count"


def test_the_quote_of_a_count_gives_how_many_are_known(small: Content, business: Business) -> None:
    audit = business(customers=customers(started=["talk", "talk", "", "alone"]))
    (reading,) = MEASURES["customer.started"].read(small, audit)
    assert reading.quote == "2 of your last 3: after a talk"


def test_two_orders_of_one_customer_at_a_lower_price_count_once(small: Content, business: Business) -> None:
    paid = ["full"] * 4 + ["less"] * 2
    twice = customers(paid=paid, who=[*"abcd", "Ida", "ida "])
    (one,) = MEASURES["customer.paid"].read(small, business(customers=twice))
    (two,) = MEASURES["customer.paid"].read(small, business(customers=customers(paid=paid, who=list("abcdef"))))
    assert (one.tag, two.tag) == ("discount.some", "discount.often")


def test_customers_with_the_same_name_who_paid_the_full_price_all_count(small: Content, business: Business) -> None:
    rows = customers(paid=["full"] * 9 + ["less"], who=[*["walk-in"] * 9, "Ida"])
    (reading,) = MEASURES["customer.paid"].read(small, business(customers=rows))
    assert (reading.tag, reading.quote.partition(":")[0]) == ("discount.some", "1 of your last 10")


@pytest.mark.parametrize(("less", "many"), [(2, False), (3, True)])
def test_three_in_ten_customers_who_paid_less_count_as_many(
    small: Content, business: Business, less: int, many: bool
) -> None:
    audit = business(customers=customers(paid=["full"] * (10 - less) + ["less"] * less))
    assert [each.tag for each in MEASURES["customer.many"].read(small, audit)] == ["discount.many"] * many


def test_a_stated_share_takes_precedence_over_counted_customers(business: Business) -> None:
    audit = business(
        channels=[channel("a", share=0.7), channel("b")], customers=customers(channel=["b", "b", "a", "b"])
    )
    assert channel_shares(audit) == {"a": (0.7, False), "b": (0.75, False)}


def test_unknown_shares_split_the_rest_equally_and_are_marked(business: Business) -> None:
    audit = business(channels=[channel("a", share=0.6), channel("b"), channel("c")])
    assert channel_shares(audit) == {"a": (0.6, False), "b": (0.2, True), "c": (0.2, True)}


def test_an_unknown_share_never_counts_more_than_a_known_one(business: Business) -> None:
    audit = business(channels=[channel("a", share=0.1), channel("b")])
    assert channel_shares(audit)["b"] == (0.1, True)


def test_shares_of_more_than_a_hundred_percent_leave_nothing_to_split(business: Business) -> None:
    audit = business(channels=[channel("a", share=1.0), channel("b", share=0.5), channel("c")])
    assert channel_shares(audit)["c"] == (0.0, True)


@pytest.mark.parametrize(
    ("claim", "answers", "column", "cells", "key"),
    [
        ("speed.week", {"operations.speed": "longer"}, "received", ["late"] * 3 + ["ontime"], "late"),
        ("extras.fixed", {"offer.extras": ["varies"]}, "paid", ["full"] * 2 + ["added"] * 3, "added"),
        ("shown.shown", {"offer.extras": ["varies"]}, "paid", ["full"] * 2 + ["more"] * 3, "more"),
    ],
)
def test_what_the_last_customers_met_is_counted_beside_a_mismatch(
    claim: str, answers: dict[str, object], column: str, cells: list[str], key: str
) -> None:
    content = our_content()
    said = [{"id": "p", "words": "So it is.", "where": "page", "claims": [claim]}]
    rows = customers(**{column: cells})
    document = {"business": "B", "quarter": "2026-Q4", "promises": said, "customers": rows}
    audit = audit_from_document({**document, "answers": {"identity.kind": "local", **answers}}, content)
    topics = claim.partition(".")[0]
    found = [each for each in judge(content, audit).mismatches if each.check.topic == topics]
    assert found
    for mismatch in found:
        counted = [(each.key, each.count, each.total) for each in customer_counts(content, audit, mismatch)]
        assert counted.count((key, cells.count(key), len(cells))) == 1, mismatch.id


def test_a_count_that_a_measure_and_a_published_word_both_bring_is_shown_once() -> None:
    content = our_content()
    said = [{"id": "p", "words": "On the day.", "where": "page", "claims": ["punctual.ontime", "speed.days"]}]
    rows = customers(received=["late"] * 7 + ["ontime"] * 3)
    answers = {"identity.kind": "local", "operations.speed": "longer"}
    document = {"business": "B", "quarter": "2026-Q4", "promises": said, "customers": rows, "answers": answers}
    audit = audit_from_document(document, content)
    found = judge(content, audit).mismatches
    late = next(each for each in found if each.check.topic == "punctual")
    slow = next(each for each in found if each.check.topic == "speed")
    both = replace(late, statements=(*late.statements, *slow.statements))
    counted = [(each.column, each.key) for each in customer_counts(content, audit, both)]
    assert counted.count(("customer.received", "late")) == 1
