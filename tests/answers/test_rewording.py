"""When a promise says something else, whether it's kept is asked again, because the answers are about its old words."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.rewording import OF_THE_WORDS, is_reworded
from trueup.engine.judge import judge

SIX = "Taught by Ines herself, ready one week after the last evening."
ROW = Row(
    "taught",
    {
        "words": Answer(SIX),
        "where": Answer("page"),
        "claims": Answer(("speed.week",)),
        "kept": Answer(1.0, evidence="counted"),
        "stays": Answer("already"),
        "terms": Answer("against"),
        "instead": Answer("Rui teaches on Thursdays, and it takes three weeks."),
    },
)
BEFORE = Audit("Clay", "2026-Q4").with_row("promise", ROW)


def reworded(words: str, **fields: Answer) -> Row:
    after = BEFORE.with_row("promise", Row("taught", {**ROW.fields, "words": Answer(words), **fields}))
    (row,) = after.of("promise")
    return row


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Groups of at most six.", "Groups of at most eight."),
        ("Eight people at a table.", "Eighty people at a table."),
        ("Ready within 2 weeks", "Ready within 3 weeks"),
        ("No experience needed", "Experience needed"),
        ("Free returns", "Free returns within 30 days"),
        ("Made by hand in a day", "Made by hand in May"),
    ],
)
def test_other_numbers_and_other_words_say_something_else(before: str, after: str) -> None:
    assert is_reworded(before, after)
    assert is_reworded(after, before)


@pytest.mark.parametrize(
    "after",
    [
        "  taught by INES herself – ready one week after the last evening",
        "Taught by Ines hereslf, and ready one week after your last evening.",
        "Taught by Ines her-self, ready one week after last evening.",
    ],
)
def test_blanks_little_words_and_slips_say_the_same(after: str) -> None:
    assert not is_reworded(SIX, after)
    assert reworded(after).fields["kept"] == ROW.fields["kept"]


def test_new_words_drop_every_answer_about_the_old_ones() -> None:
    row = reworded("Taught by Ines or Rui, ready three weeks after the last evening.")
    assert not any(name in row.fields for name in OF_THE_WORDS)
    assert row.many("claims") == ("speed.week",)


def test_an_answer_given_with_the_new_words_is_kept() -> None:
    row = reworded("Taught by Ines or Rui.", kept=Answer(9.0))
    assert row.fields["kept"] == Answer(9.0)
    assert "instead" not in row.fields


def test_a_promise_is_not_held_against_what_was_said_about_its_old_words() -> None:
    content = our_content()
    assert [each.check.id for each in judge(content, BEFORE).mismatches] != []
    after = BEFORE.with_row("promise", ROW.with_field("words", Answer("Taught by Ines or Rui, in three weeks.")))
    assert judge(content, after).mismatches == ()


def test_a_note_typed_before_an_answer_moves_to_it_and_is_not_offered_for_new_words() -> None:
    place = f"promise:{ROW.id}.terms"
    asked = Audit("Acme", "2026-Q4").with_row("promise", ROW.with_field("terms", None)).with_draft(place, "As agreed.")
    answered = asked.with_row("promise", ROW.with_field("terms", Answer("same", note="As agreed.")))
    assert answered.drafts == {}
    anew = answered.with_row("promise", answered.of("promise")[0].with_field("words", Answer("Ready in two days.")))
    assert "terms" not in anew.of("promise")[0].fields
    assert anew.drafts == {}
    other = asked.with_row("promise", asked.of("promise")[0].with_field("where", Answer("paper")))
    assert other.drafts == {place: "As agreed."}, "the draft's question is still open"
