"""Likeness compares a line with example sentences, to doubt claims that cues found and to offer likely claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.lint import soundness
from trueup.paths import said_file, screens_folder
from trueup.reading.blocks import Block, SourceText
from trueup.reading.likely_claims import Likeness, doubted, likely
from trueup.reading.page_changes import compare
from trueup.reading.page_corrections import gathered
from trueup.reading.page_corrections import taken_over as accepted
from trueup.reading.promises import Read, promises, reworded, taken_over
from trueup.reading.reader import read, read_words
from trueup.reading.sources import pasted
from trueup.reading.tokens import words


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("You can call in the middle of the night and I'll be up.", "support.always"),
        ("We never hand your email address to anybody.", "data.unsold"),
        ("If the pot is cracked on arrival you get another one.", "returns.replaced"),
    ],
)
def test_a_likely_claim_is_among_the_first_five_offered_without_a_cue(content: Content, text: str, tag: str) -> None:
    assert tag in likely(content, text)[:5]


def test_the_claim_that_shares_more_words_with_the_line_comes_first() -> None:
    index = Likeness(
        {
            "a.one": Counter({"dog": 3, "walk": 3}),
            "a.two": Counter({"dog": 1}),
            "a.three": Counter(),
            "a.four": Counter(),
        }
    )
    assert index.ranked(words("I walk your dog.").keys) == ["a.one", "a.two"]
    assert index.ranked(words("Nothing of the kind.").keys) == []


def test_all_numbers_count_as_the_same_word() -> None:
    index = Likeness({"a.one": Counter({"0": 1, "0 day": 1}), "a.two": Counter({"day": 1})})
    assert index.ranked(words("in 14 days").keys) == index.ranked(words("in 3 days").keys) == ["a.one", "a.two"]


def test_a_claim_in_a_line_about_something_else_is_unlikely(content: Content) -> None:
    reading = read_words(content, "A dog just comes when it likes.")
    assert [claim.tag for claim in reading.claims] == ["proof.ready"]
    judged = doubted(content, reading)
    assert judged.claims == ()
    assert [(out.claim.tag, out.kind) for out in judged.left_out] == [("proof.ready", "unlikely")]


def test_an_unlikely_claim_is_shown_in_its_line_without_a_tick(content: Content) -> None:
    text = "Start now, no call needed. A dog just comes when it likes."
    source = SourceText.of("", text)
    (line,) = doubted(content, read(content, [Block(text, ((0, 0),), source)])).lines()
    assert "proof.ready" not in line.tags
    assert {claim.tag: line.words[claim.start : claim.end] for claim in line.unlikely} == {"proof.ready": "just comes"}


def test_an_unlikely_claim_that_the_founder_ticked_is_still_there_at_the_next_reading(content: Content) -> None:
    document = pasted("A dog just comes when it likes.\n\nStart now, no call needed.")
    found = [Read(document, doubted(content, read(content, document.blocks)))]
    audit = Audit("Wool & Co", "2026-Q4")
    audit = taken_over(audit, promises(content, audit, found, "2026-11-01", whole=True)).audit
    (row,) = (row for row in audit.of("promise") if "dog" in row.text("words"))
    assert row.many("claims") == ()
    audit = audit.with_row("promise", replace(row, fields={**row.fields, "claims": Answer(("proof.ready",))}))
    states = {change.tag: change.state for change in compare(audit, found)}
    assert states == {"proof.ready": "still there", "start.alone": "still there"}


def test_lint_reports_each_invalid_example_sentence(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "said.tsv"
    sound = said_file(screens_folder()).read_text("utf-8")
    file.write_text(
        f"{sound}no.such\tHello.\nstart.alone\nstart.alone\tBegin alone.\nstart.alone\tBegin alone.\n", "utf-8"
    )
    lines = len(sound.splitlines())
    assert list(soundness.said(content, file)) == [
        f"said.tsv:{lines + 1}: no claim is called no.such",
        f"said.tsv:{lines + 2}: write a claim, one tab and a sentence that makes it",
        f"said.tsv:{lines + 4}: start.alone has this sentence already",
    ]
    file.write_text("".join(line for line in sound.splitlines(True) if not line.startswith("start.easy\t")), "utf-8")
    assert list(soundness.said(content, file)) == [
        "said.tsv: start.easy has 0 sentences, and needs 5 to be told from other claims"
    ]


def test_an_unlikely_claim_that_is_ticked_is_marked_in_the_words_of_its_promise(content: Content) -> None:
    page = gathered(content, Audit("Dogs & Co", "2026-Q4"), "A dog just comes when it likes.", "2026-11-01")
    (part,) = page.parts
    assert (part.claims, part.taken) == (("proof.ready",), frozenset())
    audit = accepted(Audit("Dogs & Co", "2026-Q4"), page.with_part(0, part.toggled("proof.ready")))
    (row,) = audit.of("promise")
    assert {tag: [row.text("words")[a:b] for a, b in spans] for tag, spans in row.spans.items()} == {
        "proof.ready": ["just comes"]
    }


def test_rewording_a_promise_does_not_tick_an_unlikely_claim(content: Content) -> None:
    row = Row("dog", {"words": Answer("I walk dogs."), "claims": Answer(("kept.vow",))})
    assert reworded(content, row, "A dog just comes when it likes.").many("claims") == ("kept.vow",)
    ticked = replace(row, fields={**row.fields, "claims": Answer(("proof.ready",))})
    assert reworded(content, ticked, "A dog just comes when it likes.").many("claims") == ("proof.ready",)


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("All prices include VAT.", {"extras.taxin"}),
        ("Prices incl. GST.", {"extras.taxin"}),
        ("No card, no obligation.", {"entry.nocard"}),
        ("20% off all restorations until Sunday!", {"decide.dated"}),
        ("To cancel Storm Post, write to me by the 15th of the month.", {"leaving.mail"}),
        ("Your old barometer, reading true again in three weeks", {"speed.weeks"}),
        ("Your old barometer, reading true again, usually in nine weeks", {"speed.stated"}),
        ("I collect your barometer from your door and bring it back myself.", {"area.free"}),
        ("Anyone can order: no account needed.", {"access.open", "signup.none"}),
        ("14 euros a month, for at least six months.", {"leaving.stated"}),
        ("Not happy? I redo the work free.", {"proof.redo"}),
        ("Most restorations cost between 380 and 520 euros.", set()),
        ("I read every mail myself.", set()),
        ("The course is for potters who have fired at least 20 glaze loads.", {"access.condition"}),
        ("The course is for potters.", {"who.one"}),
        ("Start the same evening.", {"speed.hours"}),
        ("I read and answer every mail myself.", {"work.reply"}),
        ("Get a personal answer within 48 hours.", {"support.two"}),
        ("I answer within two days.", {"support.two"}),
        ("I answer within 72 hours.", {"support.few"}),
        ("I answer within 24 hours.", {"support.day"}),
        ("One fixed price: 240 euros.", {"extras.fixed", "shown.flat"}),
    ],
)
def test_a_line_is_ticked_with_what_it_claims_and_nothing_else(content: Content, line: str, claims: set[str]) -> None:
    reading = doubted(content, read(content, pasted(line).blocks))
    assert {claim.tag for claim in reading.claims} == claims
