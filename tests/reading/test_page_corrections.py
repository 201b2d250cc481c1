"""From a page to promises: recognising file names, correcting the claims that were found, and saving promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.limits import MOST_ROWS
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.next_quarter import begin
from trueup.reading.likely_claims import best, offers
from trueup.reading.page_corrections import Outcome, Page, files_named, gathered, outcome, several, taken_over
from trueup.wording.changes import read_at

DAY = "2026-11-10"
NOBODY = Audit("Plumbline", "2026-Q4")
TWO = "Start now, no call needed, and cancel any time.\n\nWe reply within one working day.\n\nHello."


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


def test_claims_unticked_on_a_sentence_stay_unticked_when_the_page_is_read_again(content: Content) -> None:
    page = gathered(content, NOBODY, TWO, DAY)
    page = page.with_part(1, page.parts[1].toggled("support.day"))
    audit = taken_over(NOBODY, page)
    assert len(audit.of("promise")) == 1
    audit = audit_from_document(document_from_audit(audit), content)
    shouted = TWO.replace("We reply within one working day.", "WE REPLY   within one working day.")
    for text in (TWO, shouted):
        again = gathered(content, audit, text, DAY)
        assert again.parts[1].claims == ("support.day",)
        assert again.parts[1].taken == frozenset()
        assert taken_over(audit, again).unticked == audit.unticked
        assert gathered(content, begin(audit, "2027-Q1"), text, DAY).parts[1].taken == frozenset()
    other = gathered(content, audit, "We reply within one working day, always.", DAY)
    assert other.parts[0].taken, "other words"
    ticked = again.with_part(1, again.parts[1].toggled("support.day"))
    audit = taken_over(audit, ticked)
    assert len(audit.of("promise")) == 2
    assert audit.unticked == {}


def test_the_oldest_unticked_sentences_are_forgotten_first(content: Content) -> None:
    many = {f"sentence {nth}": ("support.day",) for nth in range(MOST_ROWS)}
    audit = replace(NOBODY, unticked=many)
    page = gathered(content, audit, TWO, DAY)
    after = taken_over(audit, page.with_part(1, page.parts[1].toggled("support.day"))).unticked
    assert len(after) == MOST_ROWS
    assert "sentence 0" not in after
    assert list(after)[-1] == "we reply within one working day."


def test_text_counts_as_several_promises_only_if_several_lines_make_claims(content: Content) -> None:
    assert several(content, TWO) == 2
    assert several(content, TWO.replace("\n", " ")) == 0
    assert several(content, "Hello.\nStart now, no call needed.") == 0


def test_a_search_finds_claims_by_their_label_before_their_phrases(content: Content) -> None:
    every = offers(content, NOBODY, "")
    assert (
        best(content, every, "weekend", 9)[0].tag.startswith("hours.")
        or "weekend" in best(content, every, "weekend", 9)[0].label
    )
    assert best(content, every, "no such words at all", 9) == ()


@pytest.mark.parametrize(
    "line", ["", "Ask us anything.", "We look after your books so you can sleep, and our team has your back."]
)
def test_the_claim_that_is_likeliest_by_the_words_sought_comes_first(content: Content, line: str) -> None:
    assert best(content, offers(content, NOBODY, line), "human", 9)[0].label == "a person answers"


def test_the_line_counts_more_than_the_words_sought(content: Content) -> None:
    line = "A free trial, and support from a real person every weekday."
    assert best(content, offers(content, NOBODY, line), "support", 9)[0].label == "a person answers"


@pytest.mark.parametrize(
    "line", ["", "For everyone.", "Everyone gets my full attention.", "Free for everyone in town."]
)
def test_the_claim_that_says_just_the_words_sought_comes_first_for_every_line(content: Content, line: str) -> None:
    assert best(content, offers(content, NOBODY, line), "everyone", 9)[0].label == "for everyone"
    assert best(content, offers(content, NOBODY, line), "for everyone", 9)[0].label == "for everyone"


def test_beside_claims_of_this_kind_of_business_those_of_other_kinds_are_not_ticked(content: Content) -> None:
    line = "I answer every question myself."
    assert {"teacher.me", "work.reply"} <= gathered(content, NOBODY, line, DAY).parts[0].taken
    tuner = replace(NOBODY, answers={"identity.kind": Answer("local")})
    part = gathered(content, tuner, line, DAY).parts[0]
    assert "work.reply" in part.taken
    assert "teacher.me" in part.claims
    assert "teacher.me" not in part.taken
    fields = {"words": Answer(line), "claims": Answer(("teacher.me",))}
    assert gathered(content, tuner.with_row("promise", Row("reply", fields)), line, DAY).parts[0].taken == {
        "teacher.me"
    }
    alone = gathered(content, tuner, "Personal feedback from me.", DAY).parts[0]
    assert alone.taken == {"teacher.me"}, "the page says it, whatever the kind"


def test_a_folder_is_read_and_its_unreadable_files_are_reported(content: Content, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Start now, no call needed.\n", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\0\0")
    page = gathered(content, NOBODY, str(tmp_path), DAY)
    assert page.promises == 1
    assert len(page.notes) == 1
    assert "b.txt isn't text" in page.notes[0]


FOUR = ("Start now, no call needed.", "Cancel any time.", "We reply within one working day.", "No hidden fees.")


def written(folder: Path, *lines: str, name: str = "home.md") -> str:
    """Write a page, a paragraph for each line, and return its path."""
    (folder / name).write_text("\n\n".join(lines) + "\n", "utf-8")
    return str(folder / name)


def with_page(content: Content, typed: str, audit: Audit = NOBODY) -> Audit:
    """The business with a page's promises."""
    return taken_over(audit, gathered(content, audit, typed, DAY))


def missing(page: Page) -> list[tuple[str, bool]]:
    return [(each.row.text("words"), each.is_taken_down) for each in page.missing]


def test_sentences_no_longer_on_the_same_file_are_taken_down_if_they_stay_ticked(
    content: Content, tmp_path: Path
) -> None:
    before = with_page(content, written(tmp_path, *FOUR))
    none_left = gathered(content, before, written(tmp_path, "Please turn on your browser's scripts."), DAY)
    assert missing(none_left) == [(words, False) for words in FOUR], "the file may lack the page's text"
    assert missing(gathered(content, before, written(tmp_path, FOUR[0]), DAY)) == [(words, True) for words in FOUR[1:]]
    page = gathered(content, before, written(tmp_path, FOUR[0], FOUR[1].upper()), DAY)
    assert missing(page) == [(FOUR[2], True), (FOUR[3], True)]
    assert outcome(before, page) == Outcome(0, 0, 2)
    page = page.with_missing_toggled(page.missing[0].row.id)
    assert outcome(before, page) == Outcome(0, 0, 1)
    after = taken_over(before, page)
    assert [row.is_inactive for row in after.of("promise")] == [False, False, False, True]
    again = gathered(content, after, written(tmp_path, *FOUR), DAY)
    assert again.missing == ()
    assert outcome(after, again) == Outcome(0, 1, 0), "it's published again"
    assert not any(row.is_inactive for row in taken_over(after, again).of("promise"))


@pytest.mark.parametrize(
    ("there", "ticked"),
    [(3, True), (2, True), (1, False), (0, None)],
    ids=["most", "half", "a quarter", "none"],
)
def test_pasted_text_is_taken_for_the_page_on_file_only_if_it_shares_sentences(
    content: Content, there: int, ticked: bool | None
) -> None:
    before = with_page(content, "\n\n".join(FOUR))
    page = gathered(content, before, "\n\n".join([*FOUR[:there], "Free returns."]), DAY)
    assert missing(page) == ([] if ticked is None else [(words, ticked) for words in FOUR[there:]])


def test_sentences_of_other_places_are_not_missed_on_a_page(content: Content, tmp_path: Path) -> None:
    before = with_page(content, written(tmp_path, *FOUR))
    before = before.with_row("promise", Row("ad", {"words": Answer("Same-day delivery."), "where": Answer("ad")}))
    before = before.with_row("promise", Row("said", {"words": Answer("Free returns."), "where": Answer("spoken")}))
    down = {"words": Answer("Made by hand."), "where": Answer("page"), "state": Answer("withdrawn")}
    before = before.with_row("promise", Row("old", down, source=before.of("promise")[0].source))
    page = gathered(content, before, written(tmp_path, *FOUR), DAY)
    assert missing(page) == []
    other = gathered(content, before, written(tmp_path, *FOUR[:3], name="landing.md"), DAY)
    assert missing(other) == [(FOUR[3], False)], "another file may be another page"


PRICES = ("Same price for everyone.", "VAT included.", "Free returns.")


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_missing_is_told_apart_by_the_place_where_people_read_the_page(content: Content, order: int) -> None:
    home = gathered(content, NOBODY, "\n\n".join(FOUR), DAY)
    prices = gathered(content, NOBODY, "\n\n".join(PRICES), DAY).published_at("pricing")
    before = NOBODY
    for page in (home, prices)[::order]:
        before = taken_over(before, page)
    new_prices = gathered(content, before, "\n\n".join([*PRICES[:2], "Delivered in 24 hours.", FOUR[3]]), DAY)
    assert missing(new_prices) == [(PRICES[2], False)], "its new lines are still on the home page"
    at_prices = new_prices.published_at("pricing")
    assert missing(at_prices) == [(PRICES[2], True)]
    at_home = at_prices.published_at("page")
    assert missing(at_home) == [(words, False) for words in FOUR[:3]], "a quarter of the home page is there"
    assert missing(at_home.published_at("paper")) == []


def test_a_sentence_that_runs_over_two_lines_or_lost_its_marks_is_still_there(content: Content, tmp_path: Path) -> None:
    before = with_page(content, written(tmp_path, *FOUR))
    row = before.of("promise")[0]
    long = Row(row.id, {**row.fields, "words": Answer("Start now!\nNo call needed. Cancel any time")}, {}, row.source)
    before = before.with_row("promise", long)
    page = gathered(content, before, written(tmp_path, "Start now", "no call needed.", *FOUR[1:]), DAY)
    assert missing(page) == []


def test_a_page_that_is_read_again_adds_nothing(content: Content) -> None:
    before = with_page(content, TWO)
    page = gathered(content, before, TWO, DAY)
    assert page.promises == 2
    assert not outcome(before, page)
    assert outcome(before, page.with_part(0, page.parts[0].toggled("start.alone"))) == Outcome(0, 1, 0)
    assert outcome(before, page.with_part(2, page.parts[2].with_claim("price.low"))) == Outcome(1, 0, 0)


def test_a_paragraph_that_is_one_promise_on_file_stays_one_with_its_ticks_and_answers(content: Content) -> None:
    words = "Start now, no call needed. Cancel any time."
    assert [part.line.words for part in gathered(content, NOBODY, words, DAY).parts] == [
        "Start now, no call needed.",
        "Cancel any time.",
    ]
    fields = {"words": Answer(words), "claims": Answer(("leaving.anytime",)), "kept": Answer(9.0)}
    before = NOBODY.with_row("promise", Row("start", fields, {"leaving.anytime": ((27, 42),)}))
    page = gathered(content, before, words, DAY)
    assert [(part.line.words, part.on_file) for part in page.parts] == [(words, True)]
    assert missing(page) == []
    after = taken_over(before, page)
    (row,) = after.of("promise")
    assert (row.many("claims"), row.fields["kept"], row.spans) == (
        ("leaving.anytime",),
        Answer(9.0),
        {"leaving.anytime": ((27, 42),)},
    )
    unticked = replace(NOBODY, unticked={words.casefold(): ("leaving.anytime",)})
    assert gathered(content, unticked, words, DAY).parts[0].taken == {"start.alone"}


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Violin rehair – from £65", "| Work | Price |\n| - | - |\n| Violin rehair | from £65 |"),
        ("Cancel any time", "* CANCEL  any time!"),
    ],
)
def test_a_line_on_file_with_other_marks_is_not_added_twice(content: Content, then: str, now: str) -> None:
    before = with_page(content, then)
    (row,) = before.of("promise")
    page = gathered(content, before, now, DAY)
    assert [part.row.id for part in page.parts if part.on_file] == [row.id]
    assert outcome(before, page) == Outcome(0, 0, 0)
    assert len(taken_over(before, page).of("promise")) == 1
    other = gathered(content, before, now.replace("65", "70").replace("any", "every"), DAY)
    assert not any(part.on_file for part in other.parts)


@pytest.mark.parametrize(
    "table",
    [
        "Violin rehair\t£75\nCello rehair\t£70",
        "| Work | Price |\n| - | - |\n| Violin rehair | £75 |\n| Cello rehair | £70 |",
    ],
    ids=["tabs", "Markdown"],
)
def test_rows_of_a_pasted_table_are_ticked_if_a_line_on_file_says_another_price_and_only_once(
    content: Content, table: str
) -> None:
    before = with_page(content, "Violin rehair from £65")
    page = gathered(content, before, table, DAY)
    ticked = {part.line.words.split("£")[0].strip(" |"): bool(part.taken) for part in page.parts if part.claims}
    assert ticked == {"Violin rehair": True, "Cello rehair": False}
    after = taken_over(before, page)
    assert len(after.of("promise")) == 2
    again = gathered(content, after, "* Violin rehair from £65\n* Violin rehair: £75\n* Cello rehair £70", DAY)
    assert outcome(after, again) == Outcome(0, 0, 0)


@pytest.mark.parametrize(
    ("first", "where"),
    [("# Prices\n\n", "pricing"), ("# Questions\n\n", "site"), ("# Bows by post\n\n", "page"), ("", "page")],
)
def test_a_pasted_page_is_named_by_its_day_and_its_place_guessed_by_its_heading(
    content: Content, first: str, where: str
) -> None:
    (row,) = with_page(content, f"{first}Cancel any time.").of("promise")
    assert row.text("where") == where
    assert read_at(row) == "Pasted page, 10 Nov 2026"
    again = audit_from_document(document_from_audit(with_page(content, f"{first}Cancel any time.")), content)
    assert read_at(again.of("promise")[0]) == "Pasted page, 10 Nov 2026"


def test_all_missing_sentences_are_ticked_at_once_or_none(content: Content) -> None:
    before = with_page(content, "\n\n".join(FOUR))
    page = gathered(content, before, "\n\n".join([FOUR[0], "Free returns."]), DAY)
    assert missing(page) == [(words, False) for words in FOUR[1:]]
    every = page.with_missing_toggled(page.missing[1].row.id).with_all_missing_toggled()
    assert missing(every) == [(words, True) for words in FOUR[1:]], "one was ticked, the others follow"
    assert every.with_all_missing_toggled() == page
