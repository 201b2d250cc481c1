"""Reading numbers as people write them."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.answers.model import Answer
from trueup.answers.numbers import MOST, NumberError, counted, number_problem, out_of, parse_number, show_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("12", 12), ("007", 7), ("  3 ", 3), (".5", 0.5), (",5", 0.5),
        ("~1.2k", 1200), ("≈ 30", 30), ("about 30", 30), ("ca. 30", 30), ("2M", 2_000_000), ("1.1k", 1100),
        ("€1,200", 1200), ("€19", 19), ("1200€", 1200), ("$ 99", 99), ("1200 EUR", 1200),
        ("1,200", 1200), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567), ("1 200", 1200), ("1'200", 1200),
        ("1\u00a0200", 1200), ("1\u202f200,50", 1200.5), ("1 200,50", 1200.5), ("1 200,500", 1200.5),
        ("1.200,50", 1200.5), ("1,200.50", 1200.5), ("1,234,567.8", 1_234_567.8),
        ("1,5", 1.5), ("1.5", 1.5), ("0,125", 0.125), ("0.125", 0.125), ("1234.567", 1234.567),
    ],
)  # fmt: skip
def test_numbers_are_read_the_way_people_write_them(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12%", "%", 12), ("12 %", "%", 12), ("12", "%", 12), ("60%", "share", 0.6), ("0.6", "share", 0.6),
        ("3 hours", "hours", 3), ("3 hour", "hours", 3), ("3h", "hours", 3), ("2 k h", "hours", 2000),
        ("2 days", "hours", 48), ("1 day", "hours", 24), ("2d", "hours", 48), ("90 min", "hours", 1.5),
        ("1.5 weeks", "days", 10.5), ("36 hours", "days", 1.5), ("~2 Weeks", "hours", 336), ("0 days", "hours", 0),
        ("6 of 10", "share", 0.6), ("6 of 10", "%", 60), ("3/4", "%", 75), ("6 out of 10", "share", 0.6),
    ],
)  # fmt: skip
def test_a_unit_is_accepted_if_it_can_be_converted_to_the_expected_one(text: str, unit: str, number: float) -> None:
    assert parse_number(text, unit) == number


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("", "", "write one such as"),
        ("abc", "", "write one such as"),
        ("abc", "share", "write one such as 40% or 4 of 10"),
        ("some", "of 10", "write one such as 40% or 4 of 10"),
        ("most", "%", "write one such as 40% or 4 of 10"),
        ("abc", "hours", "write one such as 1200"),
        ("2-3", "", "write one such as"),
        ("1e3", "", "write one such as"),
        ("nan", "", "write one such as"),
        ("inf", "", "write one such as"),
        ("5.", "", "write one such as"),
        ("٣", "", "write one such as"),
        ("2 3", "", "could be two numbers"),
        ("1 2000", "", "could be two numbers"),
        ("1.200", "", "write 1.2 or 1200"),
        ("10.000", "", "write 10 or 10000"),
        ("1,200k", "", "write 1.2k or 1200k"),
        ("1,2,3", "", "odd separators"),
        ("12,3456.7", "", "odd separators"),
        ("-3", "", "write 0 or more"),
        ("−3", "", "write 0 or more"),
        ("2000000000000", "", "write at most 1000000000000"),
        ("9" * 400, "", "more than anyone counts"),
        ("12%", "hours", "write the number in hours"),
        ("3 months", "hours", "write the number in hours"),
        ("3 days", "", "write the number alone"),
        ("30%", "", "write the number alone"),
        ("11 of 10", "share", "isn't part of a whole"),
        ("6 of 10", "hours", "is a share; write one number, such as 6"),
        ("€19", "hours", "€ isn't asked here; write the number in hours"),
        ("19 EUR", "days", "EUR isn't asked here; write the number in days"),
        ("€19", "%", "write the number in %"),
        ("€19", "$", "€ isn't asked here; write the number in $"),
        ("19 euros", "dollars", "write the number in dollars"),
        ("11", "of 10", "that is more than 10; write how many of 10"),
        ("6 of 5", "of 10", "6 of 5 isn't part of a whole"),
        ("0 of 0", "of 10", "0 of 0 isn't part of a whole"),
        ("6 of 9000", "of 10", "6 of 9000 is more than anyone counts one by one"),
        ("3 apples", "", "write the number alone"),
        ("60", "share", "write 0.6 for 60%"),
        ("101%", "share", "write 0.6 for 60%"),
    ],
)
def test_an_invalid_number_is_refused_with_advice_on_what_to_write(text: str, unit: str, says: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse_number(text, unit)
    assert says in str(refused.value)
    assert len(str(refused.value)) <= 56, "it fits the line beside the field"


@given(st.floats(0, MOST))
def test_the_number_shown_in_a_field_can_be_read_back(number: float) -> None:
    assert parse_number(show_number(number)) == number


@given(st.integers(0, 999_999).map(lambda thousandths: thousandths / 1000))
def test_a_number_shown_with_three_decimals_is_never_read_as_thousands(number: float) -> None:
    assert parse_number(show_number(number)) == number


@given(st.text(max_size=30), st.sampled_from(["", "hours", "%", "share"]))
def test_any_text_is_read_as_a_valid_number_or_refused(text: str, unit: str) -> None:
    with suppress(NumberError):
        assert number_problem(parse_number(text, unit), unit) is None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.001, MOST * 2])
def test_numbers_outside_the_allowed_range_are_refused(number: float) -> None:
    assert number_problem(number)


def test_zero_and_the_largest_number_are_accepted() -> None:
    assert number_problem(0.0) is None
    assert number_problem(MOST) is None
    assert number_problem(1.0, "share") is None


def test_a_negative_number_is_accepted_where_a_loss_is_possible() -> None:
    assert parse_number("-130", "money", below_zero=True) == -130
    assert parse_number("\u2212 1,200.50", "money", below_zero=True) == -1200.5
    assert str(parse_number("-0", below_zero=True)) == "0.0"
    assert number_problem(-2 * MOST, below_zero=True)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        *(("€19", unit, 19) for unit in ("€", "EUR", "euro", "kr", "")),
        *((text, "$", 19) for text in ("$19", "19 USD", "19 dollars")),
        *((text, "of 10", 6) for text in ("6", "6 of 10", "6 out of 10", "60%")),
    ],
)
def test_the_expected_currency_is_accepted_as_a_sign_or_a_code(text: str, unit: str, number: float) -> None:
    assert parse_number(text, unit) == number


def test_a_currency_sign_is_refused_where_no_money_is_asked_for() -> None:
    with pytest.raises(NumberError, match="€ isn't asked here; write the number alone"):
        parse_number("€19", is_money=False)


@pytest.mark.parametrize(
    ("value", "unit", "told"), [(3.8, "of 10", "38%"), (9.75, "of 10", "97.5%"), (4.0, "of 10", ""), (3.8, "hours", "")]
)
def test_a_count_that_isnt_whole_is_shown_in_percent(value: float, unit: str, told: str) -> None:
    assert counted(Answer(value), unit) == told


@pytest.mark.parametrize(
    "text", ["0 of 1", "0 of 2", "1 of 3", "2 of 3", "6 of 7", "9 of 9", "38 of 40", "999 of 1000"]
)
def test_a_count_of_more_or_fewer_than_ten_is_told_as_it_was_given(text: str) -> None:
    answer = Answer(parse_number(text, "of 10"), out_of=out_of(text, "of 10"))
    part, whole = map(int, text.split(" of "))
    assert answer.value == pytest.approx(part / whole * 10)
    assert counted(answer, "of 10") == text


@pytest.mark.parametrize(
    ("text", "unit"), [("4 of 10", "of 10"), ("4", "of 10"), ("40%", "of 10"), ("4 of 5", "share")]
)
def test_only_a_count_of_more_or_fewer_than_ten_has_a_number_of_its_own(text: str, unit: str) -> None:
    assert out_of(text, unit) == 0
