"""Quantities: their value and unit, and which of them a cue accepts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.content.cue_language import Wanted, parse_cue
from trueup.reading.quantities import Quantity, quantities
from trueup.reading.tokens import words


def only(text: str) -> Quantity:
    (found,) = quantities(words(text))
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("within 48 hours", 48, 48),
        ("48h", 48, 48),
        ("the same day", 12, 12),
        ("the same evening", 12, 12),
        ("the next morning", 24, 24),
        ("next-day delivery", 24, 24),
        ("within the hour", 1, 1),
        ("in minutes", 0, 0.5),
        ("half an hour", 0.5, 0.5),
        ("an hour and a half", 1.5, 1.5),
        ("two and a half days", 60, 60),
        ("a day or two", 24, 48),
        ("twenty-four hours", 24, 24),
        ("2–3 days", 48, 72),
        ("two to three weeks", 336, 504),
        ("a couple of days", 48, 48),
        ("a 14-day trial", 336, 336),
        ("a 12-month contract", 8760, 8760),
        ("30 minutes", 0.5, 0.5),
        ("a fortnight", 336, 336),
        ("overnight", 24, 24),
        ("by tomorrow morning", 24, 24),
        ("by tonight", 12, 12),
        ("this evening", 12, 12),
        ("by the end of the day", 12, 12),
        ("by the end of the week", 168, 168),
        ("2-3 wks", 336, 504),
        ("24 h", 24, 24),
        ("10+ days", 240, 240),
    ],
)
def test_durations_are_read_in_hours(text: str, low: float, high: float) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.working) == ("time", False)
    assert (round(quantity.low, 4), round(quantity.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("in two working days", 48),
        ("within one business day", 24),
        ("8 working hours", 24),
        ("the next working day", 24),
        ("within 24 hours on working days", 24),
        ("in 24 hours, Monday to Friday", 24),
    ],
)
def test_working_hours_are_kept_apart_from_clock_hours(text: str, hours: float) -> None:
    quantity = only(text)
    assert (quantity.working, quantity.high) == (True, hours)
    assert not quantity.fits(Wanted("hours"))
    assert quantity.fits(Wanted("days", working=True))


@pytest.mark.parametrize(
    ("text", "low", "high", "per"),
    [
        ("€39/month", 39, 39, "month"),
        ("$29 per month", 29, 29, "month"),
        ("29 euros a year", 29, 29, "year"),
        ("€29–€59 a month", 29, 59, "month"),
        ("£1,200", 1200, 1200, ""),
        ("$1.5 million", 1_500_000, 1_500_000, ""),
        ("€ 12.50", 12.5, 12.5, ""),
        ("1.000 €", 1000, 1000, ""),
        ("15 pounds", 15, 15, ""),
        ("CHF 40", 40, 40, ""),
        ("₹500", 500, 500, ""),
        ("50p", 0.5, 0.5, ""),
        ("£40 to £60", 40, 60, ""),
        ("€1.200,50", 1200.5, 1200.5, ""),
    ],
)
def test_money_has_an_amount_and_a_period(text: str, low: float, high: float, per: str) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.low, quantity.high, quantity.per) == ("money", low, high, per)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("before 8am", 8),
        ("8 a.m. sharp", 8),
        ("at 2pm", 14),
        ("by noon", 12),
        ("12am", 0),
        ("08:30", 8.5),
        ("8 o'clock", 8),
    ],
)
def test_times_of_day_are_hours_since_midnight(text: str, hour: float) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.high) == ("time of day", hour)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("50%", "percent", 50),
        ("fifty per cent", "percent", 50),
        ("10,000 customers", "count", 10_000),
        ("10k users", "count", 10_000),
        ("a dozen eggs", "count", 12),
        ("24 hours a day", "rate", 24),
        ("2 hours per week", "rate", 2),
    ],
)
def test_other_numbers_have_their_own_kinds(text: str, kind: str, value: float) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.high) == (kind, value)


@pytest.mark.parametrize(
    "text",
    ["cancel any time", "in the eighties", "I am here", "for a while", "a call", "the day", "open 24/7", "1.2.3", ""],
)
def test_words_that_arent_a_quantity_are_left_alone(text: str) -> None:
    assert quantities(words(text)) == ()


@pytest.mark.parametrize(
    ("wanted", "fitting", "others"),
    [
        ("{hours<=24}", ["24 hours", "one day", "the same day"], ["25 hours", "two days", "one working day", "24%"]),
        ("{24<hours<=168}", ["25 hours", "a week", "2-3 days", "1-3 days"], ["a day", "8 days", "5-8 days"]),
        ("{working days<=2}", ["two working days", "16 working hours"], ["two days", "3 working days"]),
        ("{money<50}", ["€49"], ["€50", "49"]),
        ("{count>=100}", ["100 customers"], ["99 customers", "€100"]),
        ("{time of day<=9}", ["8am"], ["10am", "8 hours"]),
        ("{months=12}", ["12 months", "a year"], ["13 months"]),
    ],
)
def test_a_cue_accepts_only_quantities_within_its_limits(wanted: str, fitting: list[str], others: list[str]) -> None:
    (part,) = parse_cue(wanted)
    assert isinstance(part, Wanted)
    assert [text for text in fitting if not only(text).fits(part)] == []
    assert [text for text in others if any(each.fits(part) for each in quantities(words(text)))] == []


@given(st.integers(1, 9_999), st.sampled_from([("hours", 1), ("days", 24), ("weeks", 168)]))
def test_a_number_with_a_unit_is_converted_to_hours(number: int, unit: tuple[str, int]) -> None:
    name, hours = unit
    assert only(f"within {number} {name}.").high == number * hours


@given(st.text(max_size=200))
def test_quantities_never_overlap_and_are_in_order(text: str) -> None:
    found = quantities(words(text))
    assert all(one.last <= two.first for one, two in pairwise(found))
    assert all(each.first < each.last and each.low <= each.high for each in found)
