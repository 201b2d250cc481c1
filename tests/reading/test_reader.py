"""Reading whole texts: claims with their places, questions with their answers, and the lines that become promises.

Of pages in many trades and styles, reading finds every claim that a careful reader finds, and no other.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.score import PAGES, UNSEEN, pages, plain, score

from trueup.content.model import Content
from trueup.paths import said_file, screens_folder
from trueup.reading.likely_claims import said_sentences
from trueup.reading.reader import LONGEST_LINE, Reading, read, read_words, spans_of
from trueup.reading.reader import bare as compared
from trueup.reading.sources import UnreadableError, document, from_file


def claims(reading: Reading) -> list[tuple[str, str]]:
    return [(claim.tag, claim.words) for claim in reading.claims]


def of_text(content: Content, text: str) -> Reading:
    return read(content, document("home.md", text.encode()).blocks)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("## Can I cancel any time?\n\nYes, you can.", ("leaving.anytime", "cancel any time")),
        ("Can I cancel any time? Of course.", ("leaving.anytime", "cancel any time")),
        ("## Is there a contract?\n\nNo.", ("leaving.anytime", "contract? No")),
        ("## Do I need a credit card?\n\nNo, never.", ("entry.nocard", "credit card? No")),
        ("Can I cancel? Yes, up to a day before.", ("leaving.deadline", "Yes, up to a day before")),
        ("Is it kept private? Completely.", ("data.discreet", "kept private")),
        ("## How fast do you reply?\n\nWithin a day.", ("support.day", "Within a day")),
    ],
)
def test_a_question_and_its_answer_together_make_a_claim(content: Content, text: str, claim: tuple[str, str]) -> None:
    assert claim in claims(of_text(content, text))


@pytest.mark.parametrize(
    "text",
    [
        "## Can I cancel any time?\n\nNo.",
        "## Can I cancel any time?\n\nThat depends on the plan you are on, and on the month.",
        "## Is there a contract?\n\nYes.",
        "## How fast do you reply?\n\n## Within a day",
    ],
)
def test_a_question_that_isnt_answered_yes_claims_nothing(content: Content, text: str) -> None:
    assert claims(of_text(content, text)) == []


def test_a_quantity_is_kept_with_its_claim(content: Content) -> None:
    (claim,) = read_words(content, "I get back to you within 20 hours.").claims
    assert claim.quantity is not None
    assert claim.quantity.high == 20


def test_words_with_a_name_below_them_count_as_a_quotation(content: Content) -> None:
    reading = of_text(content, "They let me cancel any time.\n\n— Maria K., Lisbon")
    assert [claim.tag for claim in reading.claims] == ["reviews.quotes"]
    assert [out.kind for out in reading.left_out] == ["quotation"]


def test_the_words_of_a_quoted_customer_count_only_as_a_testimonial(content: Content) -> None:
    for page in ("“No contract, I could leave any day.” – Jonas", '"No contract, I could leave any day." Jess, Derby'):
        reading = of_text(content, page)
        assert [claim.tag for claim in reading.claims] == ["reviews.quotes"]
        assert {out.kind for out in reading.left_out} == {"quotation"}
    assert "reviews.quotes" not in {claim.tag for claim in of_text(content, "Press “Start my free trial” now.").claims}


def test_a_short_block_on_one_topic_is_one_line_and_a_long_block_is_split_into_sentences(content: Content) -> None:
    filler = "The shed stands in the garden behind the house where I grew up with two brothers and a dog. " * 3
    short, long = "Cancel any time. We have no contract.", f"{filler}You can cancel any time. {filler}"
    lines = of_text(content, f"{short}\n\n{long}").lines()
    assert [line.words for line in lines] == [short, "You can cancel any time."]
    assert spans_of(lines[0].claims, lines[0].tags)["leaving.anytime"][0] == (0, 15)
    assert (lines[1].line, lines[1].column) == (3, len(filler) + 1)


def test_a_short_block_of_many_promises_is_split_but_a_sentence_that_refers_back_is_kept_with_the_one_before(
    content: Content,
) -> None:
    mill = "I've been at Hollins Mill since 2017. It's just me."
    text = f"{mill} Most repairs are done the same day. Work is guaranteed for 12 months."
    lines = of_text(content, text).lines()
    assert [line.words for line in lines] == [
        mill,
        "Most repairs are done the same day.",
        "Work is guaranteed for 12 months.",
    ]
    assert lines[1].column == len(mill) + 2


TWO_PROMISES = "Start free. Cancel any time."


def test_two_sentences_with_claims_on_different_topics_are_two_lines(content: Content) -> None:
    lines = of_text(content, TWO_PROMISES).lines()
    assert [line.words for line in lines] == ["Start free.", "Cancel any time."]
    assert [spans_of(line.claims, line.tags) for line in lines] == [
        {"entry.trial": ((0, 10),)},
        {"leaving.anytime": ((0, 15),)},
    ]


def test_two_sentences_that_are_one_promise_on_file_stay_one_line(content: Content) -> None:
    (line,) = of_text(content, TWO_PROMISES).lines({compared(TWO_PROMISES)})
    assert line.words == TWO_PROMISES
    assert spans_of(line.claims, line.tags) == {"entry.trial": ((0, 10),), "leaving.anytime": ((12, 27),)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Start free. For owners. Cancel any time.", ["Start free.", "For owners. Cancel any time."]),
        ("Made to order. Except mugs. Cancel any time.", ["Made to order. Except mugs.", "Cancel any time."]),
        ("Start free. Write to me@mill.example: cancel any time.", None),
        ("| a | b | c |\n| - | - | - |\n| Cancel any time | 24 hours a day | Start free |", None),
    ],
)
def test_words_that_mean_nothing_alone_stay_with_their_sentence(
    content: Content, text: str, words: list[str] | None
) -> None:
    said = [line.words for line in of_text(content, text).lines()]
    if words is not None:
        assert said == words
    assert not any(line.startswith("example") or line.endswith("|") for line in said)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How do I pay? Pay once, by card.", "Pay once, by card."),
        ("Q: How fast do you reply? A: Within a day.", "Within a day."),
        ("Do I need an account? No.", "Do I need an account? No."),
        ("Q: Do I need an account? A: No.", "Q: Do I need an account? A: No."),
        ("Can I cancel any time? Yes.", "Can I cancel any time? Yes."),
    ],
)
def test_an_answer_is_the_promise_without_its_question_unless_it_only_says_yes_or_no(
    content: Content, text: str, words: str
) -> None:
    assert [line.words for line in of_text(content, text).lines()] == [words]


def test_the_same_text_gives_the_same_claims(content: Content) -> None:
    text = (PAGES / "dentist-software.md").read_text(encoding="utf-8")
    assert claims(of_text(content, text)) == claims(of_text(content, text))


SAID = st.lists(
    st.sampled_from(
        [
            *("Start free", "no call needed", "cancel any time", "within 24 hours", "reply", "we never sell your data"),
            *("Yes", "No", "not", "can't", "if", "on the Pro plan", "soon", "€39 a month", "14", "-", "day trial"),
            *(",", ".", "?", "!", "\n\n", "“", "”", "#", ">", "|", "money back"),
        ]
    ),
    max_size=60,
).map(" ".join)


@given(SAID | st.text(max_size=200), st.sampled_from(["a.md", "a.txt", "a.html"]))
def test_claims_are_inside_the_text_and_quote_it(content: Content, text: str, name: str) -> None:
    try:
        blocks = document(name, text.encode("utf-8", "replace")).blocks
    except UnreadableError:
        return
    reading = read(content, blocks)
    for claim in (*reading.claims, *(out.claim for out in reading.left_out)):
        block = reading.blocks[claim.block]
        assert 0 <= claim.start < claim.end <= len(block.text)
        assert claim.words == block.text[claim.start : claim.end]
        assert claim.tag in content.claims
        assert (claim.line, claim.column) <= (claim.end_line, claim.end_column)
        assert block.source.line(claim.line)[claim.column - 1] == claim.words[0]
    for line in reading.lines():
        for claim in line.claims:
            assert line.words[claim.start : claim.end] == claim.words
    found = [claim for line in reading.lines() for claim in line.claims]
    assert len(found) == len(reading.claims)


@given(SAID | st.sampled_from(pages()).map(lambda page: page.read_text(encoding="utf-8")), st.data())
def test_what_is_on_file_stays_one_line_and_claims_stay_at_their_words(
    content: Content, text: str, data: st.DataObject
) -> None:
    try:
        reading = of_text(content, text)
    except UnreadableError:
        return
    short = {compared(block.text) for block in reading.blocks if len(block.text) <= LONGEST_LINE}
    on_file = data.draw(st.sets(st.sampled_from(sorted(short)))) if short else set()
    lines = reading.lines(on_file)
    for line in lines:
        for claim in line.claims:
            assert line.words[claim.start : claim.end] == claim.words
    assert sorted(claim.column for line in lines for claim in line.claims) == sorted(
        claim.column for claim in reading.claims
    )
    claimed = {compared(reading.blocks[claim.block].text) for claim in reading.claims}
    assert on_file & claimed <= {compared(line.words) for line in lines}
    assert reading.lines({compared(line.words) for line in lines}) == lines


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_the_words_of_a_claim_are_exactly_those_at_its_place_in_the_file(content: Content, page: Path) -> None:
    read_page = from_file(page, page.name)
    for claim in read(content, read_page.blocks).claims:
        if claim.line == claim.end_line:
            there = read_page.source.line(claim.line)[claim.column - 1 : claim.end_column - 1]
            assert plain(there.replace("*", "").replace("&amp;", "&")) == plain(claim.words)


# Whole pages ------------------------------------------------------------------


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_reading_a_page_finds_every_expected_claim_and_no_other(content: Content, page: Path) -> None:
    scored = score(content, [page])
    assert scored.missed == []
    assert scored.caught == []
    assert scored.wrong == []


@pytest.mark.parametrize("folder", [PAGES, UNSEEN], ids=lambda folder: folder.name)
def test_every_expectation_belongs_to_a_page_and_names_a_claim(content: Content, folder: Path) -> None:
    names = {path.name.partition(".")[0] for path in folder.glob("*.expect.json")}
    assert names == {path.stem for path in pages(folder)}
    for page in pages(folder):
        there = plain(page.read_text("utf-8"))
        for tag, words in json.loads(page.with_suffix(".expect.json").read_text("utf-8"))["claims"]:
            assert tag in content.claims, page.name
            assert plain(words) in there, page.name


def test_no_sentence_of_an_unseen_page_is_an_example_of_a_claim() -> None:
    unseen = " ".join(plain(page.read_text("utf-8")) for page in pages(UNSEEN))
    examples = (plain(sentence) for _, sentence in said_sentences(said_file(screens_folder())))
    assert [each for each in examples if len(each) > 40 and each in unseen] == []
