"""Figures from exported tables: the meaning of columns, the notation of dates and amounts, and the imported answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Row
from trueup.reading.csv_columns import (
    ColumnError,
    FiguresError,
    TableError,
    amount,
    day,
    decimal_mark,
    first_number,
    guessed,
    table_in,
)
from trueup.reading.sales_and_visits import Reading, Taken, taken

EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"
TODAY = date(2026, 11, 28)


def a_channel(slug: str, name: str) -> Row:
    return Row(slug, {"name": Answer(name)})


def a_business(*customers: Row) -> Audit:
    """A shop with two channels."""
    audit = Audit("Plumbline", "2026-Q4", {"identity.kind": Answer("goods")})
    audit = audit.with_rows("channel", (a_channel("own-site", "Own site"), a_channel("market", "Marketplace")))
    return audit.with_rows("customer", customers)


def read(name: str, audit: Audit, **how: object) -> Taken:
    table = table_in((EXPORTS / name).read_bytes())
    reading = Reading(guessed(table.headers, {}, {}), **how)  # type: ignore[arg-type]
    return taken(our_content(), audit, table, reading, TODAY)


def cells(row: Row) -> tuple[str, ...]:
    return tuple(row.text(name) for name in ("who", "channel", "paid", "received"))


def test_orders_of_a_shop_fill_in_the_last_customers_and_the_number_of_buyers() -> None:
    found = read("shop.csv", a_business(), known_as={"etsy": "market"})
    assert [cells(row) for row in found.customers] == [
        ("A. B. 2026-11-20", "own-site", "full", ""),
        ("B. C. 2026-11-18", "market", "less", ""),
        ("D. E. 2026-11-16", "own-site", "free", ""),
    ]
    assert {(each.channel, each.name, each.now) for each in found.sums} == {("own-site", "customers", 2.0)}
    assert found.left_out == 1


def test_imported_answers_have_the_evidence_record_and_no_customer_names() -> None:
    found = read("shop.csv", a_business(), known_as={"etsy": "market"})
    said = [(name, answer) for row in found.customers for name, answer in row.fields.items()]
    assert {answer.evidence for name, answer in said if name != "who"} == {"record"}
    assert not [text for text in map(repr, said) if "Anna" in text or "@" in text]
    channel = found.audit.row("channel", "own-site")
    assert channel is not None
    assert channel.fields["customers"].evidence == "record"


def test_a_spreadsheet_with_decimal_commas_is_imported_with_late_deliveries() -> None:
    found = read("spreadsheet.csv", a_business(), channel="market")
    assert [cells(row) for row in found.customers] == [
        ("Ö. Ä. 2026-11-03", "market", "full", "ontime"),
        ("L. M. R. 2026-10-25", "market", "less", "late"),
    ]


def test_visits_without_dates_all_count_and_unknown_sources_are_listed() -> None:
    found = read("visits.tsv", a_business(), known_as={"etsy": "market"})
    assert [(each.channel, each.name, each.now) for each in found.sums] == [
        ("own-site", "visits", 1200.0),
        ("own-site", "leads", 31.0),
        ("own-site", "spend", 0.0),
        ("market", "visits", 400.0),
        ("market", "leads", 12.0),
        ("market", "spend", 35.5),
    ]
    assert found.unknown == ("newsletter",)
    assert found.customers == ()


USUAL = {
    "etsy.csv": (
        "11/08/26 is 8 November",
        ["A. H. 2026-11-08 less", "B. Z. 2026-11-03 full", "C. M. 2026-10-29 full"],
        6,
    ),
    "shopify.csv": (
        "lines of items, a return",
        ["A. H. 2026-11-08 less", "B. Z. 2026-11-04 full", "D. I. 2026-10-27 full"],
        4,
    ),
    "stripe.csv": ("failed and refunded", ["A. H. 2026-11-08 ", "C. M. 2026-10-27 ", "D. I. 2026-10-21 "], 4),
    "bank.csv": ("Latin-1, 08.11.26, money out", ["A. H. 2026-11-08 ", "B. Z. 2026-11-03 ", "C. M. 2026-10-29 "], 6),
    "bank-below-an-account.csv": (
        "headers in line 5",
        ["A. H. 2026-11-08 ", "B. Z. 2026-11-03 ", "C. M. 2026-10-29 "],
        6,
    ),
}
"""Exports of shops, payment services and banks: what is peculiar, the newest customers, and the number of customers."""


@pytest.mark.parametrize(("name", "newest", "bought"), [(name, *said[1:]) for name, said in USUAL.items()])
def test_the_columns_of_common_exports_are_recognised(name: str, newest: list[str], bought: int) -> None:
    found = read(name, a_business(), channel="market")
    assert [f"{row.text('who')} {row.text('paid')}" for row in found.customers[:3]] == newest
    assert len(found.customers) == bought
    assert [(each.name, each.now) for each in found.sums] == [("customers", bought)]
    assert {answer.evidence for row in found.customers for name, answer in row.fields.items() if name != "who"} == {
        "record"
    }
    assert not [row for row in found.customers if "Grün" in str(row) or "G." in row.text("who").split()], "the rent"


def test_cancelled_orders_and_payments_out_are_not_sales() -> None:
    shop, bank = read("shopify.csv", a_business()), read("bank.csv", a_business())
    assert (shop.left_out, shop.paid_out) == (2, 0)
    assert (bank.left_out, bank.paid_out) == (0, 2)


def test_visits_are_assigned_by_their_source_or_else_to_the_given_channel() -> None:
    sources = read("plausible-sources.csv", a_business(), known_as={"google": "own-site"})
    assert [(each.channel, each.name, each.now) for each in sources.sums] == [
        ("own-site", "visits", 1650.0),
        ("market", "visits", 410.0),
    ]
    assert sources.unknown == ("Direct / None", "Newsletter")
    days = read("plausible-visitors.csv", a_business(), channel="own-site")
    assert [(each.channel, each.name, each.now) for each in days.sums] == [("own-site", "visits", 518.0)]


def test_facts_that_only_the_founder_knows_are_kept() -> None:
    told = Row("customer-9", {"who": Answer("A. B. 2026-11-20"), "started": Answer("talk", evidence="memory")})
    kept = read("shop.csv", a_business(told, Row("customer-8", {"who": Answer("X. 2026-01-01")})))
    assert kept.customers[0].id == "customer-9"
    assert kept.customers[0].text("started") == "talk"
    assert [row.id for row in kept.customers[3:]] == ["customer-8"]  # the last ten customers have room for this one
    assert kept.replaced == 0
    assert len({row.id for row in kept.customers}) == len(kept.customers)


def test_older_customers_are_dropped_when_there_are_ten_newer_customers() -> None:
    older = [Row(f"customer-{nth}", {"who": Answer(f"Older {nth}")}) for nth in range(1, 11)]
    found = read("shop.csv", a_business(*older))
    assert [row.id for row in found.customers[3:]] == [row.id for row in older[:7]]
    assert found.replaced == 3


def test_all_bad_lines_are_reported_together() -> None:
    table = table_in(b"date,customer,total\n2026-11-01,A,12\nsoon,B,12\n2026-11-03,C,a lot\n2027-01-01,D,1\n,E,1\n")
    with pytest.raises(FiguresError) as raised:
        taken(our_content(), a_business(), table, Reading(guessed(table.headers, {}, {})), TODAY)
    assert list(raised.value.problems) == [
        "line 3: date: “soon” isn't a day",
        "line 4: total: “a lot” isn't an amount",
        "line 5: date: “2027-01-01” is after today",
        "line 6: date is empty; a day is needed",
    ]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\0\1\2\0", b"one column\nonly\n", b"a,b\n", b"a;b\n"])
def test_a_file_that_isnt_a_table_is_refused(raw: bytes) -> None:
    with pytest.raises(TableError):
        table_in(raw)


@example(b"|")
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(raw: bytes) -> None:
    try:
        table = table_in(raw)
    except TableError:
        return
    assert table.headers


def test_a_column_is_found_by_its_header_regardless_of_case_and_punctuation() -> None:
    assert guessed(["Order_Date", "TOTAL (EUR)", "x"], {}, {}) == {"date": "Order_Date", "total": "TOTAL (EUR)"}
    assert guessed(["When", "Total"], {"date": "when"}, {})["date"] == "When"
    assert guessed(["Tag", "Date"], {}, {"date": ["Tag"]})["date"] == "Tag"
    with pytest.raises(ColumnError, match="no column “day of order”"):
        guessed(["When"], {"date": "day of order"}, {})


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02",
        "2026-11-02T14:33:12Z",
        "2026-11-02 14:33:12 +0100",
        "2.11.2026",
        "02/11/26",
        "2 November 2026",
        "Nov 2, 2026",
        "02-Nov-2026 10:00 PST",
    ],
)
def test_dates_in_common_notations_are_read(text: str) -> None:
    assert day(text) == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["12", "Monday", "Nov 2026", "10.50", "", "yesterday", "32/13/2026"])
def test_an_incomplete_date_is_not_read_as_a_date(text: str) -> None:
    assert day(text) is None


@given(st.dates(date(2000, 1, 1), date(2999, 12, 31)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_column_of_dates_is_read_in_the_order_that_its_unambiguous_dates_show(that: date, form: str) -> None:
    first = first_number([that.strftime(form), date(that.year, 3, 28).strftime(form)])
    assert first == ("day" if form == "%d/%m/%Y" else "month")
    assert day(that.strftime(form), first) == that


def test_the_founder_is_asked_about_days_that_could_be_read_two_ways() -> None:
    with pytest.raises(FiguresError, match="03/04/2026 can be read two ways"):
        first_number(["2026-01-20", "03/04/2026"])
    assert first_number(["2026-01-20", "5 May 2026"]) is None


def test_dates_with_dots_are_read_day_first() -> None:
    assert first_number(["03.11.2026", "05.11.2026 14:02"]) == "day"


@given(st.decimals(-99_999, 99_999, places=2), st.sampled_from([",.", ".,", " ,", "'."]))
def test_an_amount_is_read_back_as_it_was_written(value: object, marks: str) -> None:
    thousands, decimal = marks
    text = f"{value:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert amount(text, decimal_mark([text])) == pytest.approx(float(str(value)))


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [("€ 1,200.00", ".", 1200), ("1.200", ",", 1200), ("1.200", ".", 1.2), ("(12.50)", ".", -12.5), ("EUR 5", "", 5)],
)
def test_amounts_with_currency_signs_around_them_are_read(text: str, mark: str, value: float) -> None:
    assert amount(text, mark) == value


def test_the_founder_is_asked_about_an_amount_that_could_be_read_two_ways() -> None:
    with pytest.raises(FiguresError, match=r"1\.200 can be read two ways"):
        decimal_mark(["1.200", "5"])
    assert decimal_mark(["1.200", "5,50"]) == ","
