"""The web page that a founder can show to others: self-contained, safe with any answer, without customers' names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from tests.businesses import content_of
from tests.export.example import business
from tests.export.reading import texts

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.export.web_page import web_page

ROOT = Path(__file__).parents[2]


class Tags(HTMLParser):
    """The tags and attributes of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))


def tags(page: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    parser = Tags()
    parser.feed(page)
    return parser.found


@given(text=texts)
def test_no_answer_can_add_a_script_a_link_or_a_picture(small: Content, text: str) -> None:
    found = tags(web_page(Analysis(small, business(lambda _: text))))
    assert {tag for tag, _ in found}.isdisjoint({"script", "a", "img", "iframe", "link", "form", "object", "svg"})
    assert {name for _, given in found for name, _ in given} <= {"lang", "charset", "name", "content", "class", "start"}


def test_the_page_fetches_nothing(small: Content) -> None:
    assert re.search(r"https?:|url\(|@import|src=|href=", web_page(Analysis(small, business()))) is None


def test_the_same_answers_give_the_same_bytes(small: Content) -> None:
    assert web_page(Analysis(small, business())) == web_page(Analysis(small, business()))


def test_a_customers_name_in_a_note_is_masked(small: Content) -> None:
    audit = business(lambda _: "Margarethe Hale-O'Neil (2nd) had to call us.")
    audit = replace(
        audit, rows={**audit.rows, "customer": (Row("c1", {"who": Answer("Margarethe Hale-O'Neil (2nd)")}),)}
    )
    page = web_page(Analysis(small, audit))
    assert "Margarethe" not in page
    assert "a customer had to call us." in page


@pytest.mark.parametrize(
    ("who", "wrote", "shown"),
    [
        ("Anna Bergmann", "Anna waited, Bergmann’s son called.", "a customer waited, a customer’s son called."),
        ("Bo", "Bo waited, the boat came.", "a customer waited, the boat came."),
        ("Will Stone", "Will you wait? We will, said Stone.", "Will you wait? We will, said a customer."),
        ("a studio in Leeds", "Leeds has a studio too.", "Leeds has a studio too."),
        ("A. H. 2026-11-03", "A plan of 2026-11-03", "A plan of 2026-11-03"),
    ],
)
def test_a_part_of_a_customers_name_in_a_note_is_masked(small: Content, who: str, wrote: str, shown: str) -> None:
    audit = business(lambda _: wrote)
    audit = replace(audit, rows={**audit.rows, "customer": (Row("c1", {"who": Answer(who)}),)})
    assert shown in web_page(Analysis(small, audit)).replace("&#x27;", "'")


def test_the_page_of_a_whole_business_has_every_part() -> None:
    content = content_of(ROOT / "screens")
    document = json.loads((ROOT / "screens" / "sample" / "plumbline.json").read_text("utf-8"))
    page = web_page(Analysis(content, audit_from_document(document, content)))
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert heads == ["What conflicts", "What to do first", "Who says what", "Where a promise breaks"]


def test_each_mismatch_quotes_both_sides_even_if_one_side_makes_its_statement_twice() -> None:
    content = content_of(ROOT / "screens")
    document = {
        "business": "Reading Faces",
        "quarter": "2026-Q4",
        "answers": {
            "identity.kind": "course",
            "offer.hours": "minutes",
            "operations.full": {"value": "full", "evidence": "counted"},
        },
        "promises": [
            {
                "id": "leaflet",
                "words": "Don't sit at home a year. Come now.",
                "where": "paper",
                "claims": ["capacity.room"],
            },
            {"id": "page", "words": "There is room for you.", "where": "page", "claims": ["capacity.room"]},
        ],
    }
    page = web_page(Analysis(content, audit_from_document(document, content)))
    assert "Come now." in page
    assert "deliver, full" in page
