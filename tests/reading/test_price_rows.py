"""Price rows: which lines are rows, and that only those whose thing has another price elsewhere are ticked."""

from __future__ import annotations

import pytest

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.reading.promises import Read, all_doubted, promises, taken_over
from trueup.reading.reader import read
from trueup.reading.sources import document

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
