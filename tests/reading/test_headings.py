"""The headings that a line is under, in every kind of file, and the things of the founder's that they name."""

from __future__ import annotations

import pytest

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.reading.headings import Heading, headings, second_offers, thing_named
from trueup.reading.likely_claims import doubted
from trueup.reading.promises import Promise, Read, promises
from trueup.reading.reader import read
from trueup.reading.sources import document

HTML = """<html><head><title>Weather - Home</title></head><body><h1>Weather Glass</h1><p>Free returns.</p>
<h2>Storm Post</h2><p>Cancel any time.</p><h3>How it works</h3><p>No hidden fees.</p><ul><li>Handmade.</li></ul>
<h2>Prices</h2><p>VAT included.</p></body></html>"""

MARKDOWN = """Weather Glass
=============

Free returns.

## Storm Post

Cancel any time.

### How it works

No hidden fees.

- Handmade.

## Prices

VAT included.
"""

PLAIN = """Weather Glass

Free returns.

Storm Post

Cancel any time.
No hidden fees.

- Handmade.

Prices
VAT included."""

MAIL = f"Subject: Weather Glass\nContent-Type: text/plain\n\n{PLAIN.partition('Glass')[2]}"


def above(name: str, text: str) -> dict[str, list[str]]:
    """Text of a block → the headings above it."""
    blocks = document(name, text.encode()).blocks
    return {block.text: [each.text for each in found] for block, found in zip(blocks, headings(blocks), strict=True)}


@pytest.mark.parametrize(("name", "text"), [("home.html", HTML), ("home.md", MARKDOWN)])
def test_a_line_is_under_its_heading_and_under_the_larger_headings_above(name: str, text: str) -> None:
    assert above(name, text) == {
        **({"Weather - Home": []} if name == "home.html" else {}),
        "Weather Glass": ["Weather Glass"],
        "Free returns.": ["Weather Glass"],
        "Storm Post": ["Weather Glass", "Storm Post"],
        "Cancel any time.": ["Weather Glass", "Storm Post"],
        "How it works": ["Weather Glass", "Storm Post", "How it works"],
        "No hidden fees.": ["Weather Glass", "Storm Post", "How it works"],
        "Handmade.": ["Weather Glass", "Storm Post", "How it works"],
        "Prices": ["Weather Glass", "Prices"],
        "VAT included.": ["Weather Glass", "Prices"],
    }


@pytest.mark.parametrize(("name", "text"), [("home.txt", PLAIN), ("pasted text", PLAIN), ("news.eml", MAIL)])
def test_in_plain_text_a_short_unfinished_line_before_a_sentence_is_a_heading(name: str, text: str) -> None:
    nearest = {line: found[-1] for line, found in above(name, text).items()}
    assert nearest == {
        "Weather Glass": "Weather Glass",
        "Free returns.": "Weather Glass",
        "Storm Post": "Storm Post",
        "Cancel any time.": "Storm Post",
        "No hidden fees.": "Storm Post",
        "Handmade.": "Storm Post",
        "Prices": "Prices",
        "VAT included.": "Prices",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Start now. No call needed.\nCancel any time.\nFixed price.",
        "Free returns\nHandmade in Porto\nOpen at weekends",
        "Cancel any time!\n\nWhat does it cost?\n\nFree.",
        "We make barometers, thermometers and a box with an experiment for children\n\nCancel any time.",
    ],
    ids=["sentences", "a list", "a question", "a long line"],
)
def test_other_lines_of_plain_text_are_no_headings(text: str) -> None:
    assert not any(above("pasted text", text).values())


@pytest.mark.parametrize(("above", "is_title"), [(1, True), (4, False)])
def test_the_only_heading_is_the_title_only_near_the_top(above: int, is_title: bool) -> None:
    page = "Made by hand.\n\n" * above + "## Storm Post\n\nCancel any time.\n"
    (*_, (heading,)) = headings(document("home.md", page.encode()).blocks)
    assert (heading.text, heading.is_title) == ("Storm Post", is_title)


def test_a_question_that_was_joined_to_its_answer_is_still_a_heading(content: Content) -> None:
    page = "# Help\n\n## Can I cancel Storm Post?\n\nYes, any time.\n\nNo hidden fees.\n"
    lines = read(content, document("help.md", page.encode()).blocks).parts()
    assert [each.text for each in lines[-1].headings] == ["Help", "Can I cancel Storm Post?"]
    assert lines[-1].words == "No hidden fees."


def of(text: str, level: int = 2, nth: int = 1) -> Heading:
    return Heading(text, "home.md", nth, level)


TITLE = Heading("Storm Post and barometers", "home.md", 0, 1, is_title=True)
ONLY_THE_NAME = Heading("Storm Post!", "home.md", 0, 1, is_title=True)


@pytest.mark.parametrize(
    ("words", "above", "thing"),
    [
        ("Cancel any time.", (of("The Storm Post box"),), "Storm Post"),
        ("Cancel any time.", (of("STORM POST"), of("Prices", 3, 5)), "Storm Post"),
        ("Cancel any time.", (of("Storm Posters"),), ""),
        ("Cancel any time.", (of("Stormy Post"),), ""),
        ("Storm  Post's first box is free.", (of("Prices"),), "Storm Post"),
        ("Wall charts are free in Storm Post.", (), ""),
        ("Cancel any time.", (of("Storm Post and wall charts"),), ""),
        ("Cancel any time.", (of("Storm Post"), of("Wall charts", 3, 5)), "wall charts"),
        ("Storm Post Junior begins in May.", (), "Storm Post Junior"),
        ("A lamp for everyone.", (), ""),
        ("A Lamp for everyone.", (), "Lamp"),
        ("Cancel any time.", (of("The lamp"),), "Lamp"),
        ("Cancel any time.", (TITLE,), "Storm Post"),
        ("Cancel any time.", (TITLE, of("Prices")), ""),
        ("Cancel any time.", (ONLY_THE_NAME, of("Prices")), "Storm Post"),
    ],
)
def test_a_thing_is_named_by_its_whole_name_in_the_words_or_else_in_the_nearest_heading(
    words: str, above: tuple[Heading, ...], thing: str
) -> None:
    names = ("Storm Post", "Storm Post Junior", "wall charts", "Lamp")
    assert thing_named(names, words, above) == thing
    assert thing_named((), words, above) == ""


def channel(name: str) -> Audit:
    fields = {"name": Answer("School fairs"), "about": Answer("other"), "other": Answer(name)}
    return Audit("Weather Glass", "2026-Q4").with_row("channel", Row("fairs", fields))


def found_in(content: Content, audit: Audit, text: str = HTML) -> tuple[Promise, ...]:
    page = document("home.html", text.encode())
    return promises(content, audit, [Read(page, doubted(content, read(content, page.blocks)))], "2026-11-10")


def about(found: tuple[Promise, ...]) -> dict[str, tuple[str, str]]:
    return {each.line.words: (each.row.text("about"), each.row.text("other")) for each in found}


def test_promises_under_a_heading_that_names_a_thing_on_file_are_about_it(content: Content) -> None:
    found = about(found_in(content, channel("storm post")))
    assert found == {
        "Free returns.": ("", ""),
        "Cancel any time.": ("other", "storm post"),
        "No hidden fees.": ("other", "storm post"),
        "Handmade.": ("other", "storm post"),
        "VAT included.": ("", ""),
    }
    assert {each for each, _ in about(found_in(content, channel("wall charts"))).values()} == {""}


def test_what_the_founder_said_a_promise_is_about_stays(content: Content) -> None:
    said = Row("p", {"words": Answer("Cancel any time."), "about": Answer("main")})
    unsaid = Row("q", {"words": Answer("Handmade."), "asks": Answer("talk")})
    audit = channel("Storm Post").with_row("promise", said).with_row("promise", unsaid)
    found = about(found_in(content, audit))
    assert found["Cancel any time."] == ("main", "")
    assert found["Handmade."] == ("other", "Storm Post")


DIALS = """# Lark Sundials

Each dial is £390, whatever the size.

## How it works

Half now, half on delivery.

## Restoration

From £680. Labour is not refunded.

### What you get

No hidden costs.

## Prices

A drawing is £60, taken off your bill.
"""


def test_promises_under_a_heading_that_names_a_second_offer_are_about_it(content: Content) -> None:
    page = document("dials.md", DIALS.encode())
    found = promises(content, Audit("Dials", "2026-Q4"), [Read(page, read(content, page.blocks))], "2026-11-10")
    things = {words: thing for words, (_, thing) in about(found).items()}
    assert things == {
        "Each dial is £390, whatever the size.": "",
        "Half now, half on delivery.": "",
        "From £680.": "Restoration",
        "Labour is not refunded.": "Restoration",
        "No hidden costs.": "Restoration",
        "A drawing is £60, taken off your bill.": "",
    }


@pytest.mark.parametrize(
    ("page", "offers"),
    [
        ("# Lark\n\n## Dials\n\n£390\n\n## Restoration\n\nFrom £680", ["", "Restoration"]),
        ("# Restoration\n\n## Dials\n\n£390\n\n## Restoration\n\nFrom £680", ["", ""]),
        ("# Restorer of dials\n\n## Clocks\n\n£390\n\n## Dials\n\nFrom £680", ["", ""]),
        ("# Lark\n\nFrom £390.\n\n## Restoration\n\nFrom £680", ["Restoration"]),
        ("# Lark\n\n## Restoration\n\nFrom £680\n\n## What it costs\n\n£60", [""]),
        ("# Lark\n\n£390\n\n## Why restore?\n\n£60", []),
        ("# Lark\n\n£390\n\n## Restoration\n\nIn three weeks.", []),
    ],
)
def test_a_second_offer_has_a_name_and_a_price_and_is_not_what_the_page_is_about(page: str, offers: list[str]) -> None:
    assert list(second_offers(document("page.md", page.encode()).blocks).values()) == offers
