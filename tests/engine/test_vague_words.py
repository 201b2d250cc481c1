"""Plain words: which words of a promise are questioned, and which are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.content.model import Checks, Content, Screen
from trueup.engine.excused import people_in
from trueup.engine.vague_words import marked

WORDS = Screen(
    name="words",
    title="Plain words",
    intro="",
    texts={
        "jargon": "- seamless: what does it spare them?\n- end to end: from where to where?",
        "absolutes": "- always: is there a day on which it is not so?\n- 24/7: who is awake at four?",
        "empty": "- best in class: which class, and who says so?\n- best: by what measure?",
    },
)


@pytest.fixture
def content(small: Content) -> Content:
    return small.with_changes(screens={**small.screens, "words": WORDS})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A Seamless start", ["Seamless"]),
        ("It is ALWAYS open, 24/7.", ["ALWAYS", "24/7"]),
        ("seamlessly and hallways", []),
        ("Handled end  to\nend", ["end  to\nend"]),
        ("best in class", ["best in class"]),
        ("", []),
    ],
)
def test_words_are_marked_at_their_position(content: Content, line: str, words: list[str]) -> None:
    assert [line[mark.start : mark.end] for mark in marked(content, line)] == words


def test_each_marked_word_has_its_own_question(content: Content) -> None:
    (mark,) = marked(content, "always on time")
    assert (mark.sort, mark.question) == ("absolutes", "is there a day on which it is not so?")


def test_nothing_is_marked_when_there_are_no_word_lists(small: Content) -> None:
    assert marked(small, "seamless, always") == ()


@given(st.text(max_size=200))
def test_marks_never_overlap_and_stay_inside_the_text(text: str) -> None:
    content = Content(screens={"words": WORDS}, questions={}, topics={}, checks=Checks(), version="")
    last = 0
    for mark in marked(content, text):
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end


# How many people a published line speaks of


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Trusted by more than 400 families and collectors.", 400),
        ("Over 1,000 happy customers.", 1000),
        ("12k learners and counting", 12000),
        ("Loved by thousands of makers.", 1000),
        ("Since 2009: 30 homes.", 30),
        ("100% of our 30 clients come back.", 30),
        ("20 families saved €400 each.", 20),
        ("4.8 stars from 90 customers", 90),
        ("900 clocks for 40 families", 40),
        ("Trusted by people who know clocks.", 0),
    ],
)
def test_people_are_told_from_years_prices_and_shares(words: str, people: int) -> None:
    assert people_in(words) == people
