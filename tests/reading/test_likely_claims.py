"""Likeness compares a line with example sentences, to doubt claims that cues found and to offer likely claims. Of price
rows, only those whose thing has another price elsewhere are ticked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.lint import soundness
from trueup.paths import said_file, screens_folder
from trueup.reading.blocks import Block, SourceText
from trueup.reading.likely_claims import Likeness, doubted, likely
from trueup.reading.page_changes import compare
from trueup.reading.page_corrections import gathered
from trueup.reading.page_corrections import taken_over as accepted
from trueup.reading.promises import Read, all_doubted, promises, reworded, taken_over
from trueup.reading.reader import read, read_words
from trueup.reading.sources import document, pasted
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


# Price rows -------------------------------------------------------------------

TABLE = "| What | Price |\n|---|---|\n| {} |\n"


def ticked(content: Content, *pages: str, audit: Audit | None = None) -> list[list[tuple[str, str]]]:
    """For each page, the claims about prices that are ticked, each with its words."""
    documents = [document(f"{nth}.md", page.encode()) for nth, page in enumerate(pages)]
    found = all_doubted(content, [Read(each, read(content, each.blocks)) for each in documents], audit)
    return [[(claim.tag, claim.words) for claim in each.reading.claims if claim.topic == "shown"] for each in found]


def rows(content: Content, page: str) -> list[str]:
    """The price rows of a page, ticked or not."""
    claims = read(content, document("page.md", page.encode()).blocks).claims
    return [claim.words for claim in claims if claim.cue == "{price row}"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("Small £35 · Large £60", ["Small £35", "Large £60"]),
        ("Bike service: basic £45, full £85", ["basic £45", "full £85"]),
        ("- Restoration £390", ["Restoration £390"]),
        (TABLE.format("Restoration | £390"), ["£390"]),
        ("| | Solo | Team |\n|---|---|---|\n| Price | £9 a month | £24 a month |", []),
        (TABLE.format("Restoration | from £390"), []),
        ("Restoration £390", []),
        ("- Save £5", []),
        ("- After that you pay £90", []),
        ("A bowl, glazed twice, £28.", []),
        ("### Restoration £390", []),
    ],
)
def test_a_row_is_a_thing_and_its_price_in_a_line_of_nothing_else(
    content: Content, page: str, found: list[str]
) -> None:
    assert rows(content, page) == found


def test_a_row_is_ticked_if_the_price_of_its_thing_only_starts_there_elsewhere(content: Content) -> None:
    fixed, starts = "- Restoration £390\n- New dial £680", "- Restoration from £250"
    assert ticked(content, fixed) == [[]]
    assert ticked(content, fixed, starts) == [[("shown.fee", "Restoration £390")], [("shown.from", "from £250")]]
    assert ticked(content, fixed, "- Careful restoration of old dials from £250")[0] == []


def test_a_row_is_ticked_if_its_thing_is_free_elsewhere(content: Content) -> None:
    both = "Free drawing, no obligation.\n\n" + TABLE.format("Drawing | £60")
    assert ticked(content, both) == [[("shown.gratis", "Free drawing"), ("shown.fee", "£60")]]
    assert ticked(content, both.replace("Drawing |", "Garden visit |")) == [[("shown.gratis", "Free drawing")]]


def test_a_row_is_compared_with_promises_on_file(content: Content) -> None:
    said = Row("p", {"words": Answer("Restoration from £250"), "claims": Answer(("shown.from",))})
    audit = Audit("Dials", "2026-Q4").with_row("promise", said)
    assert ticked(content, "- Restoration £390", audit=audit) == [[("shown.fee", "Restoration £390")]]


def mismatches(content: Content, *pages: str) -> list[str]:
    """The mismatches between the promises of some pages."""
    documents = [document(f"{nth}.md", page.encode()) for nth, page in enumerate(pages)]
    found = all_doubted(content, [Read(each, read(content, each.blocks)) for each in documents])
    audit = Audit("Acme", "2026-Q4")
    audit = taken_over(audit, promises(content, audit, found, "2026-11-30")).audit
    return [each.id for each in Analysis(content, audit).findings.mismatches]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Free drawing, no obligation.", TABLE.format("Drawing | £60, taken off your bill"), ["shown.gratis-or-fee"]),
        ("- Restoration £390", "- Restoration from £680", ["shown.fee-or-from"]),
        ("Kitchens from £4,000.", "The survey costs £75, refunded if you order a kitchen.", []),
        ("Free drawing of your kitchen.", "The survey costs £75, refunded if you order a kitchen.", []),
    ],
)
def test_two_prices_disagree_only_if_they_are_of_the_same_thing(
    content: Content, one: str, other: str, found: list[str]
) -> None:
    assert mismatches(content, one, other) == found
