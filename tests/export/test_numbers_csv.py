"""The numbers as CSV: another program can read them back, and no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from tests.businesses import our_content
from tests.export.example import business
from tests.export.reading import texts
from tests.quarters import TODAY, history

from trueup.answers.model import Answer, Audit
from trueup.content.model import Content
from trueup.engine.next_quarter import finish
from trueup.export.numbers_csv import HEAD, harmless, numbers_csv

OURS = our_content()
FORMULA = set("=+-@\t\r＝＋－＠")


def lines(content: Content, *audits: Audit) -> list[list[str]]:
    over_time = history(content, audits)
    return list(csv.reader(io.StringIO(numbers_csv(content, over_time, over_time.names)), strict=True))


def test_every_number_is_exported_once_with_its_quarter(small: Content) -> None:
    before = finish(small, replace(business(), quarter="2026-Q3"), TODAY)
    head, *rows = lines(small, before, business())
    assert tuple(head) == HEAD
    assert {row[0] for row in rows} == {"2026-Q3", "2026-Q4"}
    assert ["2026-Q4", "Operations", "hours to deliver", "90", "hours", "from a record"] in rows
    assert ["2026-Q4", "Google ads", "Which share of customers comes this way?", "0.6", "share", "from memory"] in rows
    assert ["2026-Q4", "open mismatches", "contradictions", "2", "", ""] in rows
    assert ["2026-Q4", "checks", "judged", "0.6667", "share", ""] in rows
    assert ["2026-Q4", "The last ten customers", "started: after a talk", "4", "customers", "counted"] in rows
    assert len({tuple(row[:3]) for row in rows}) == len(rows)


def test_a_decimal_comma_makes_semicolons_the_separator(small: Content) -> None:
    over_time = history(small, [business()])
    text = numbers_csv(small, over_time, over_time.names, ",")
    rows = list(csv.reader(io.StringIO(text), delimiter=";", strict=True))
    assert {len(row) for row in rows} == {len(HEAD)}
    assert ["2026-Q4", "Google ads", "Which share of customers comes this way?", "0,6", "share", "from memory"] in rows


def test_the_share_of_people_who_asked_and_then_bought_is_listed_per_channel() -> None:
    audit = Audit("Acme", "2026-Q4")
    channel = business().of("channel")[0]
    numbers = {**channel.fields, "leads": Answer(200.0), "customers": Answer(30.0)}
    rows = lines(OURS, audit.with_rows("channel", (replace(channel, fields=numbers),)))
    assert ["2026-Q4", "Google ads", "asked, then bought", "0.15", "share", ""] in rows


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        '=HYPERLINK("http://a.example","x")',
        "=cmd|' /C calc'!A0",
        "＝1+1",
        "－2",
        "\x1b=1",
        "\u202e=1",
        "\ufeff=1",
    ],
)
def test_nothing_a_founder_writes_is_read_as_a_formula(name: str) -> None:
    assert harmless(name).startswith("'")
    channel = business(lambda _: name).of("channel")[0]
    numbers = {**channel.fields, "leads": Answer(200.0), "customers": Answer(30.0)}
    audit = Audit(name, "2026-Q4").with_rows("channel", (replace(channel, fields=numbers),))
    about = [row[1] for row in lines(OURS, audit) if row[2] == "asked, then bought"]
    assert about == [harmless(name)]


@pytest.mark.parametrize("name", ["Own site", "a=b", "10% off", "'quoted'", "x-y", "1+1", "—", "(=)"])
def test_text_that_isnt_a_formula_stays_unchanged(name: str) -> None:
    assert harmless(name) == name


@given(text=texts)
def test_no_cell_begins_like_a_formula_and_every_line_has_six_cells(small: Content, text: str) -> None:
    for row in lines(small, business(lambda _: text)):
        assert len(row) == len(HEAD)
        assert not any(cell[:1] in FORMULA for cell in row)
        assert not any(set(cell) & set("\n\r\t\x1b\x00") for cell in row)
