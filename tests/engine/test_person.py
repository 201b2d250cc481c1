"""A phrase to publish is in the founder's person, with the name of their one group of customers."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.engine.truthful import in_own_words

PHRASE = "I usually reply. I’m here, and my shop is me."
BLANK = "Made for {group|one kind of customer}. Others use it too."


def of(words: str = "Open now.", *groups: str, person: str | None = None) -> Audit:
    rows = [{"id": f"g{n}", "name": name} for n, name in enumerate(groups)]
    answers = {"identity.person": person} if person else {}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "groups": rows}
    return audit_from_document(document | {"promises": [{"id": "page", "words": words}]}, our_content())


def test_a_founder_who_says_we_is_given_we() -> None:
    assert in_own_words(of("We answer at our shop."), PHRASE) == "We usually reply. We’re here, and our shop is us."


def test_a_founder_who_also_says_i_is_given_i() -> None:
    assert in_own_words(of("I answer, and we talk."), PHRASE) == PHRASE


@pytest.mark.parametrize("words", ["We answer at our shop.", "I answer.", "Open now."])
def test_what_the_founder_answers_counts_more_than_what_the_promises_say(words: str) -> None:
    assert in_own_words(of(words, person="i"), PHRASE) == PHRASE
    assert in_own_words(of(words, person="we"), PHRASE).startswith("We usually reply.")


def test_a_founder_who_writes_as_neither_is_given_what_the_promises_say() -> None:
    assert in_own_words(of("We answer.", person="either"), PHRASE).startswith("We usually reply.")
    assert in_own_words(of("Open now.", person="either"), PHRASE) == PHRASE


def test_the_one_group_is_named_as_the_founder_wrote_it() -> None:
    assert in_own_words(of("Open.", "Solo dentists"), BLANK) == "Made for Solo dentists. Others use it too."


def test_no_group_several_groups_or_a_long_name_leave_the_plain_words() -> None:
    plain = "Made for one kind of customer. Others use it too."
    for groups in ((), ("Firms", "Clubs"), ("People who bought a house last year and regret it",)):
        assert in_own_words(of("Open.", *groups), BLANK) == plain
