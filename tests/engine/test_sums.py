"""The calculation next to a number shows its figures or names the missing number, and never divides by zero."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import channel

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.numbers import CURRENCY, unit_of
from trueup.content.model import Content
from trueup.engine.measures import MEASURES
from trueup.engine.sums import ABOUT, reckoned

GUILD = {"visits": 620, "leads": 118, "customers": 46, "spend": 1840, "days": 34}
OF_ONE = {"operations.margin": 31, "operations.repeats": 12}


def business(content: Content, answers: dict[str, Any] | None = None, **numbers: float) -> Audit:
    guild = {**channel("guild", "named", "talks", "online", **numbers), "name": "HomeGuild"}
    document = {"business": "P", "quarter": "2026-Q4", "answers": answers or {}, "channels": [guild]}
    return audit_from_document(document, content)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("channel.visits", ["118 asked of 620 who came by: 19.0%"]),
        ("channel.leads", ["46 bought of 118 who asked: 39%", "118 asked of 620 who came by: 19.0%"]),
        ("channel.days", ["34 days to buy; a quarter has 92"]),
        ("channel.spend", ["1,840 ÷ 46 = 40 to win one; one brings 31 × 12 = 372"]),
        ("operations.margin", ["HomeGuild: 1,840 ÷ 46 = 40 to win one; one brings 31 × 12 = 372"]),
    ],
)
def test_a_calculation_is_shown_with_its_figures(content: Content, question: str, said: list[str]) -> None:
    audit = business(content, OF_ONE, **GUILD)
    row = "guild" if question.startswith("channel.") else ""
    assert [each.said for each in reckoned(content, audit, question, row)] == said


def test_a_missing_number_is_named(content: Content) -> None:
    (cost,) = reckoned(content, business(content, spend=1840.0), "channel.spend", "guild")
    assert cost.said == ""
    assert cost.missing == ("channel.customers", "operations.margin", "operations.repeats")


def test_a_number_that_this_business_is_not_asked_for_is_not_called_missing(content: Content) -> None:
    audit = business(content, {"identity.kind": "opensource"}, spend=1840.0, customers=46.0)
    assert reckoned(content, audit, "channel.spend", "guild") == ()


def test_a_number_that_does_not_apply_is_not_called_missing(content: Content) -> None:
    audit = business(content, {"operations.margin": {"na": True}}, spend=1840.0, customers=46.0)
    assert reckoned(content, audit, "channel.spend", "guild") == ()


def test_the_reason_is_given_if_numbers_allow_no_calculation(content: Content) -> None:
    audit = business(content, OF_ONE, **{**GUILD, "customers": 0, "leads": 12})
    by_about = {each.about: each for each in reckoned(content, audit, "channel.customers", "guild")}
    for about, silent in (ABOUT["channel.flow"], ABOUT["channel.cost"]):
        assert (by_about[about].said, by_about[about].missing, by_about[about].silent) == ("", (), silent)


def test_a_channels_share_of_all_buyers_needs_the_figures_of_every_channel(content: Content) -> None:
    audit = business(content, customers=46.0)
    fair = Row("fair", {"name": Answer("Fair"), "customers": Answer(54.0)})
    assert "46 of 100 who bought came this way: 46%" in [
        each.said for each in reckoned(content, audit.with_row("channel", fair), "channel.customers", "guild")
    ]
    unknown = audit.with_row("channel", Row("fair", {"name": Answer("Fair")}))
    assert not [each for each in reckoned(content, unknown, "channel.customers", "guild") if "share" in each.about]


def with_stand(content: Content, answers: dict[str, Any], cost: float, state: str = "planned") -> Audit:
    stand = {"id": "stand", "name": "Stand", "state": state, "cost": cost}
    document = {"business": "P", "quarter": "2026-Q4", "answers": answers, "activities": [stand]}
    return audit_from_document(document, content)


@pytest.mark.parametrize(
    ("question", "row", "said"),
    [
        ("activity.cost", "stand", "600 ÷ 31 kept per sale = 20 to earn its cost back"),
        ("operations.margin", "", "Stand: 600 ÷ 31 kept per sale = 20 to earn its cost back"),
    ],
)
def test_the_sales_that_earn_back_an_activity_are_worked_out(
    content: Content, question: str, row: str, said: str
) -> None:
    audit = with_stand(content, OF_ONE, 600)
    assert said in [each.said for each in reckoned(content, audit, question, row)]


def test_the_cost_of_an_activity_lacks_what_a_sale_leaves_or_says_that_it_leaves_nothing(content: Content) -> None:
    (lacking,) = reckoned(content, with_stand(content, {}, 600), "activity.cost", "stand")
    (nothing,) = reckoned(content, with_stand(content, {"operations.margin": -3}, 600), "activity.cost", "stand")
    assert (lacking.missing, nothing.missing) == (("operations.margin",), ())
    assert nothing.silent


@pytest.mark.parametrize(
    ("answers", "cost", "state"),
    [
        (OF_ONE, 0, "planned"),
        (OF_ONE, 600, "stopped"),
        ({"operations.margin": {"na": True}}, 600, "planned"),
        ({"operations.margin": 1e-300}, 1e12, "planned"),
    ],
)
def test_an_activity_without_a_cost_to_earn_back_has_no_sum(
    content: Content, answers: dict[str, Any], cost: float, state: str
) -> None:
    assert reckoned(content, with_stand(content, answers, cost, state), "activity.cost", "stand") == ()


@given(
    st.dictionaries(st.sampled_from(list(GUILD)), st.floats(0, 1e12)),
    st.dictionaries(st.sampled_from([*OF_ONE, "operations.capacity", "identity.target"]), st.floats(0, 1e12)),
)
def test_no_number_crashes_or_divides_by_zero(
    content: Content, numbers: dict[str, float], answers: dict[str, float]
) -> None:
    audit = business(content, answers, **numbers)
    for name, question in content.questions.items():
        if question.kind == "number":
            for each in reckoned(content, audit, name, "guild" if question.row_kind else ""):
                assert bool(each.said) + bool(each.missing) + bool(each.silent) == 1
                assert "inf" not in each.said
                assert "nan" not in each.said


def test_every_measure_of_numbers_says_what_it_calculates(content: Content) -> None:
    comparing = {"channel.dearer"}  # this measure compares two rows; their calculations are shown with each row
    asked = {name: {content.questions[need].kind for need in each.needs} for name, each in MEASURES.items()}
    assert set(ABOUT) == {name for name, kinds in asked.items() if kinds == {"number"}} - comparing


def test_money_is_shown_in_the_founders_currency(content: Content) -> None:
    spend, days = content.questions["channel.spend"], content.questions["channel.days"]
    audit = Audit("P", "2026-Q4")
    assert unit_of(audit, spend) == ""
    said = audit.with_answer(CURRENCY, Answer("€"))
    assert (unit_of(said, spend), unit_of(said, days)) == ("€", "days")
    assert unit_of(audit.with_answer(CURRENCY, Answer(state="unsure")), spend) == ""
    assert CURRENCY in content.questions
