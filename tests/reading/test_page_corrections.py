"""From a page to promises: recognising file names, correcting the claims that were found, and saving promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.reading.claim_search import best, offers
from trueup.reading.page_corrections import files_named, gathered, several, taken_over

DAY = "2026-11-10"
NOBODY = Audit("Plumbline", "2026-Q4")
TWO = "Start now, no call needed. Cancel any time.\n\nWe reply within one working day.\n\nHello."


@pytest.fixture(scope="module")
def content() -> Content:
    return our_content()


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("home.html pricing.md", ("home.html", "pricing.md")),
        ("'/tmp/my site/home.html'\n/tmp/b.md", ("/tmp/my site/home.html", "/tmp/b.md")),
        ("/tmp/my\\ site/home.html", ("/tmp/my site/home.html",)),
        ("file:///tmp/my%20site/home.html", ("/tmp/my site/home.html",)),
        ("~/site/my home.html", ("~/site/my home.html",)),
        ("Book now", ()),
        ("We're here.\nhome.html", ()),
        ("", ()),
    ],
)
def test_text_that_only_names_files_is_read_as_file_names(typed: str, named: tuple[str, ...]) -> None:
    assert files_named(typed) == named


def test_the_founders_corrections_decide_which_claims_are_saved(content: Content) -> None:
    page = gathered(content, NOBODY, TWO, DAY)
    first, second, spare = page.parts
    assert (first.claims, second.claims, spare.claims) == (("start.alone", "leaving.anytime"), ("support.day",), ())
    page = page.with_part(0, first.toggled("start.alone"))
    page = page.with_part(1, second.toggled("support.day"))
    page = page.with_part(2, spare.with_claim("price.low"))
    assert (page.promises, page.claims) == (2, 2)
    one, other = taken_over(NOBODY, page).of("promise")
    assert (one.text("words"), one.many("claims")) == (first.line.words, ("leaving.anytime",))
    assert set(one.spans) == {"leaving.anytime"}
    assert (other.text("words"), other.many("claims"), dict(other.spans)) == ("Hello.", ("price.low",), {})


def test_words_already_on_file_keep_their_answers_and_are_not_added_twice(content: Content) -> None:
    fields = {"words": Answer("we reply within one working day."), "asks": Answer("talk"), "claims": Answer(())}
    audit = NOBODY.with_row("promise", Row("reply", fields))
    page = gathered(content, audit, TWO, DAY)
    assert page.parts[1].on_file
    assert page.parts[1].taken == frozenset()
    audit = taken_over(audit, page.with_part(1, page.parts[1].toggled("support.day")))
    assert len(audit.of("promise")) == 2
    row = audit.row("promise", "reply")
    assert row is not None
    assert (row.many("claims"), row.text("asks")) == (("support.day",), "talk")
    assert taken_over(audit, gathered(content, audit, TWO, DAY)) == audit


def test_text_counts_as_several_promises_only_if_several_lines_make_claims(content: Content) -> None:
    assert several(content, TWO) == 2
    assert several(content, TWO.replace("\n", " ")) == 0
    assert several(content, "Hello.\nStart now, no call needed.") == 0


def test_a_search_finds_claims_by_their_label_before_their_phrases(content: Content) -> None:
    every = offers(content, NOBODY, "")
    assert best(every, "weekend", 9)[0].tag.startswith("hours.") or "weekend" in best(every, "weekend", 9)[0].label
    assert best(every, "no such words at all", 9) == ()


def test_a_folder_is_read_and_its_unreadable_files_are_reported(content: Content, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Start now, no call needed.\n", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\0\0")
    page = gathered(content, NOBODY, str(tmp_path), DAY)
    assert page.promises == 1
    assert len(page.notes) == 1
    assert "b.txt isn't text" in page.notes[0]
