"""Titles of mismatches: only the founder's own words are in quotation marks."""

from __future__ import annotations

import re

import pytest
from tests.businesses import our_content

from trueup.engine.model import as_reported
from trueup.session.sample import open_sample

QUOTED = re.compile(r"“([^”]+)”")


@pytest.mark.parametrize(
    ("title", "written", "shown"),
    [
        ("You say “one click”, but it takes a week", "Leave in One click.", "You say “one click”, but it takes a week"),
        ("You say “no fees”, but keep a share", "It costs nothing.", "You say no fees, but keep a share"),
        ("You say “unlimited”, but there's a limit", "As many as you like", "You say unlimited, but there's a limit"),
        (
            "You say “our team” in one place, “all by me” elsewhere",
            "",
            "You say our team in one place, all by me elsewhere",
        ),
        ("You advertise a “from” price, but no one pays it", "", "You advertise a “from” price, but no one pays it"),
    ],
)
def test_a_claim_keeps_quotation_marks_only_around_words_the_founder_wrote(
    title: str, written: str, shown: str
) -> None:
    assert as_reported(title, written) == shown


def test_no_title_quotes_words_that_the_founder_did_not_write() -> None:
    for check in our_content().checks.values():
        left = QUOTED.findall(as_reported(check.title))
        assert all(" " not in words for words in left), check.id


def test_the_titles_of_the_sample_quote_only_words_that_the_founder_wrote() -> None:
    session = open_sample()
    for found in session.findings.mismatches:
        written = " ".join(each.quote for each in found.statements).casefold()
        for words in QUOTED.findall(found.title):
            assert words.casefold() in written, found.title
