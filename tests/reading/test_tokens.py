"""Splitting text into words, with their keys (normal forms) and places, and into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.reading.tokens import keys_of, sentences, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cancel", "Cancelled"),
        ("cancel", "CANCELLING"),
        ("pay", "paid"),
        ("send", "sent"),
        ("colour", "colors"),
        ("organise", "organized"),
        ("person", "people"),
        ("don't", "don’t"),
        ("price", "prices"),
    ],
)
def test_all_forms_of_a_word_have_the_same_key(one: str, other: str) -> None:
    assert keys_of(one) == keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "for"),
        ("hour", "or"),
        ("delivery", "devil"),
        ("no", "not"),
        ("customers", "custom"),
        ("yours", "your"),
        ("accountant", "account"),
        ("personal", "person"),
    ],
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert keys_of(one) != keys_of(other)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Don’t wait", ("do", "not", "wait")),
        ("sign-up, signup and sign up", ("sign", "up", "sign", "up", "and", "sign", "up")),
        ("anytime", ("ani", "time")),
        ("open 24/7", ("open", "24/7")),
        ("€39/month", ("€", "39", "month")),
        ("no-call-needed", ("no", "call", "need")),
        ("tea & cake", ("tea", "and", "cake")),
        ("£40 + VAT", ("£", "40", "plus", "vat")),
        ("£300+", ("£", "300", "upward")),
        ("", ()),
    ],
)
def test_text_is_split_into_words(text: str, keys: tuple[str, ...]) -> None:
    assert words(text).keys == keys


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("We open at 8 a.m. on Mondays.", 1),
        ("Approx. 3 days, e.g. for bowls.", 1),
        ("Version 2.0 is out", 1),
        ("Start free\nNo card needed", 2),
        ("Fill your chairs\nwithout lifting the phone", 1),
        ("Small | €28", 2),
    ],
)
def test_text_is_split_into_the_right_number_of_sentences(text: str, count: int) -> None:
    assert len(sentences(words(text))) == count


def test_long_text_without_full_stops_is_split_into_sentences() -> None:
    assert max(each.last - each.first for each in sentences(words("word " * 1000))) <= 120


@given(st.text(max_size=300))
def test_words_are_found_in_the_text_in_order(text: str) -> None:
    found = words(text)
    assert len(found.keys) == len(found.starts) == len(found.ends)
    places = [each for pair in zip(found.starts, found.ends, strict=True) for each in pair]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    parts = sentences(found)
    assert [each.first for each in parts[1:]] == [each.last for each in parts[:-1]]
