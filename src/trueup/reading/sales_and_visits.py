"""Turns an export of orders or visits into answers: the last ten customers, and the figures of channels.

Of a customer, only what is asked is kept: names become initials, and nothing else about the person is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal

from trueup.answers.limits import CUSTOMERS, LONGEST_LINE
from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import new_row_id
from trueup.content.model import Content
from trueup.engine.applicability import choices, field_applies, fields
from trueup.reading.csv_columns import (
    Columns,
    FiguresError,
    First,
    Line,
    Role,
    Table,
    amount,
    day,
    decimal_mark,
    first_number,
)
from trueup.sanitize import initials, plain_text

DAYS: Final = 91
"""The days in the three months about which the questions on a channel's figures ask."""

Kind = Literal["orders", "visits"]

DATES: Final[tuple[Role, ...]] = ("date", "promised", "received")
AMOUNTS: Final[tuple[Role, ...]] = ("total", "discount", "visits", "asked", "spent")
SUMMED: Final[Mapping[Role, str]] = {"visits": "visits", "asked": "leads", "spent": "spend"}
"""Role of a column that is summed for each channel → the field of the channel for the sum."""

NO_SALE: Final = ("cancel", "refund", "void", "fail", "expired", "declin", "return", "draft", "storniert")
"""If the state of an order contains one of these, it isn't a sale."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read the cells of an export: columns, order of day and month, decimal mark, channel names."""

    columns: Columns
    first: First | None = None
    decimal: str = ""
    channel: str = ""
    """The channel that all lines are about, if no column names one."""
    known_as: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a channel → its slug."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure of a channel, before and after the import."""

    channel: str
    name: str
    """The field: `visits`, `leads`, `customers`, `spend`."""
    was: float | None
    now: float


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of reading an export: the changed audit, and what is worth telling about it."""

    kind: Kind
    audit: Audit
    customers: tuple[Row, ...]
    """The newest customers of the export, newest first, filled up to ten with those on file. Empty for visits."""
    sums: tuple[Sum, ...]
    since: date | None
    """The day after which lines count; None if lines have no day, so all of them count."""
    newest: date | None
    first: First | None
    """Whether day or month comes first in a date; None if it doesn't matter."""
    left_out: int = 0
    """Orders that were cancelled or returned."""
    paid_out: int = 0
    """The number of lines with an amount below zero: money paid back, or paid by the founder."""
    replaced: int = 0
    """The number of customers on file that newer ones replaced."""
    unknown: tuple[str, ...] = ()
    """Names of channels in the file that don't belong to any channel of the business."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the table, with its cells read."""

    line: int
    days: Mapping[str, date]
    amounts: Mapping[str, float]
    channel: str
    who: str
    """The email, number or name by which customers are told apart. It isn't stored."""
    shown: str
    """The customer's initials; empty if not known."""
    has_code: bool


def kind_of(columns: Columns) -> Kind:
    """Return the kind of an export: `visits` if it counts visits, enquiries or spend and has no column for customers,
    orders or totals; otherwise `orders`.
    """
    counted = any(role in columns for role in SUMMED)
    return "visits" if counted and not {"total", "customer", "name", "order"} & set(columns) else "orders"


def taken(content: Content, audit: Audit, table: Table, reading: Reading, today: date) -> Taken:
    """Return what a table fills in. Raises FiguresError, with all problems in it."""
    kind = kind_of(reading.columns)
    if kind == "orders" and "date" not in reading.columns:
        headers = ", ".join(table.headers)
        raise FiguresError(f"no column has the day of an order; --column date=HEADER names it, out of {headers}")
    first = reading.first or first_number(_texts(table, reading, DATES))
    mark = reading.decimal or decimal_mark(_texts(table, reading, AMOUNTS))
    lines = [*_counting(table, reading, kind)]
    every, problems = _entries(audit, lines, reading, first or "day", mark, today)
    if problems:
        raise FiguresError(*problems)
    entries = [each for each in every if kind != "orders" or each.amounts.get("total", 0.0) >= 0]
    since = today - timedelta(days=DAYS) if "date" in reading.columns else None
    recent = [each for each in entries if since is None or each.days["date"] > since]
    sums = list(_sums(content, audit, _first_orders(entries, since) if kind == "orders" else recent, kind))
    after = _with_sums(audit, sums)
    customers: tuple[Row, ...] = ()
    if kind == "orders":
        newest = tuple(_customers(content, audit, entries, reading.columns))
        names = {row.text("who") for row in newest}
        older = [row for row in audit.of("customer") if row.text("who") not in names]
        customers = (*newest, *older)[: max(CUSTOMERS, len(newest))]
        after = after.with_rows("customer", customers)
    return Taken(
        kind=kind,
        audit=after,
        customers=customers,
        sums=tuple(sums),
        since=since,
        newest=max((each.days["date"] for each in entries if "date" in each.days), default=None),
        first=first,
        left_out=sum(_is_no_sale(line, reading.columns) for line in table.lines) if kind == "orders" else 0,
        paid_out=len(every) - len(entries),
        replaced=len([row for row in audit.of("customer") if after.row("customer", row.id) is None]),
        unknown=tuple(_unknown(audit, lines, reading)),
    )


def _texts(table: Table, reading: Reading, roles: Sequence[Role]) -> Iterator[str]:
    """Yield the cells of all columns with these roles."""
    for role in roles:
        if role in reading.columns:
            yield from table.column(reading.columns[role])


def _counting(table: Table, reading: Reading, kind: Kind) -> Iterator[Line]:
    """Yield the lines that count. An order counts once, even if it has a line for each item, and only if it's a
    sale.
    """
    columns = reading.columns
    seen: set[str] = set()
    for line in table.lines:
        cell = line.cells.get
        order = cell(columns["order"], "") if "order" in columns else ""
        if order and order in seen:
            continue
        seen.add(order)
        if kind == "visits" or not _is_no_sale(line, columns):
            yield line


def _is_no_sale(line: Line, columns: Columns) -> bool:
    state = line.cells.get(columns["status"], "").casefold() if "status" in columns else ""
    is_cancelled = "cancelled" in columns and bool(line.cells.get(columns["cancelled"]))
    return is_cancelled or any(word in state for word in NO_SALE)


def _entries(
    audit: Audit, lines: Sequence[Line], reading: Reading, first: First, mark: str, today: date
) -> tuple[list[_Entry], list[str]]:
    entries, problems = [], []
    called = names_of(audit, reading.known_as)
    for line in lines:
        days: dict[str, date] = {}
        amounts: dict[str, float] = {}
        cell = {role: line.cells.get(header, "") for role, header in reading.columns.items()}
        for role, text in cell.items():
            header = reading.columns[role]
            if role in DATES:
                found = day(text, first) if text else None
                if found and (role != "date" or found <= today):
                    days[role] = found
                elif text or role == "date":
                    problems.append(f"line {line.number}: {_no_day(header, text, found)}")
            elif role in AMOUNTS and text:
                number = amount(text, mark)
                if number is None or (role in SUMMED and number < 0):
                    problems.append(f"line {line.number}: {header}: {_shown(text)} isn't an amount")
                else:
                    amounts[role] = number
        name, known = cell.get("name", ""), cell.get("customer", "")
        entries.append(
            _Entry(
                line.number,
                days,
                amounts,
                reading.channel or called.get(cell.get("channel", "").casefold(), ""),
                (known or name).casefold(),
                initials(name) or ("" if "@" in known else initials(known)),
                bool(cell.get("code")),
            )
        )
    return entries, problems


def _no_day(header: str, text: str, found: date | None) -> str:
    if not text:
        return f"{header} is empty; a day is needed"
    return f"{header}: {_shown(text)} is after today" if found else f"{header}: {_shown(text)} isn't a day"


def _shown(text: str) -> str:
    return f"“{plain_text(text)[:40]}”"


def names_of(audit: Audit, known_as: Mapping[str, str]) -> dict[str, str]:
    """Return every name of an active channel → its slug. Names are the slug, the channel's name, and those of
    `known_as`, which maps to either.
    """
    rows = [row for row in audit.of("channel") if not row.is_inactive]
    named = {row.id.casefold(): row.id for row in rows} | {row.text("name").casefold(): row.id for row in rows}
    also = ((name.casefold(), named.get(channel.casefold())) for name, channel in known_as.items())
    return named | {name: slug for name, slug in also if slug is not None}


def _unknown(audit: Audit, lines: Iterable[Line], reading: Reading) -> Iterator[str]:
    if "channel" in reading.columns and not reading.channel:
        called = names_of(audit, reading.known_as)
        said = dict.fromkeys(line.cells.get(reading.columns["channel"], "") for line in lines)
        yield from (plain_text(text)[:LONGEST_LINE] for text in said if text and text.casefold() not in called)


# The last customers -----------------------------------------------------------


def _customers(content: Content, audit: Audit, entries: Sequence[_Entry], columns: Columns) -> Iterator[Row]:
    """Yield the rows of the last ten customers, newest first. Other answers on file about them are kept."""
    newest: dict[str, _Entry] = {}
    for entry in sorted(entries, key=lambda each: each.days["date"], reverse=True):
        newest.setdefault(entry.who or f"line {entry.line}", entry)
    before = {row.text("who"): row for row in audit.of("customer")}
    taken_ids: set[str] = {row.id for row in before.values()}
    called: set[str] = set()
    for nth, entry in enumerate([*newest.values()][:CUSTOMERS], 1):
        who = f"{entry.shown or 'order of'} {entry.days['date'].isoformat()}"
        who = who if who not in called else f"{who} ({nth})"
        called.add(who)
        row = before.get(who)
        if row is None:
            row = Row(new_row_id("customer", "", taken_ids))
            taken_ids.add(row.id)
        known = {"who": who, **_cells(content, audit, entry, columns)}
        asked = {question.field for question in fields(content, audit, "customer", row)}
        given = {name: Answer(value, evidence="record") for name, value in known.items() if value and name in asked}
        yield replace(row, fields={**row.fields, **given, "who": Answer(who)})


def _cells(content: Content, audit: Audit, entry: _Entry, columns: Columns) -> Mapping[str, str]:
    offered = {
        question.field: {choice.key for choice in choices(audit, question)} for question in content.of("customer")
    }
    paid, received = _paid(entry, columns), _received(entry)
    return {
        "channel": entry.channel,
        "paid": paid if paid in offered.get("paid", ()) else "",
        "received": received if received in offered.get("received", ()) else "",
    }


def _paid(entry: _Entry, columns: Columns) -> str:
    """Return how much a customer paid: `free`, `less` or `full`. Empty if the export has no column for discounts or
    codes, so it isn't known whether the price was full.
    """
    off, total = entry.amounts.get("discount", 0.0), entry.amounts.get("total")
    if total == 0:
        return "free"
    if off or entry.has_code:
        return "less"
    return "full" if "discount" in columns or "code" in columns else ""


def _received(entry: _Entry) -> str:
    promised, got = entry.days.get("promised"), entry.days.get("received")
    if not promised or not got:
        return ""
    return "ontime" if got <= promised else "late"


# A channel's figures ----------------------------------------------------------


def _first_orders(entries: Sequence[_Entry], since: date | None) -> list[_Entry]:
    """Return the first order of each new customer. Customers who had ordered by the day `since` aren't new."""
    first: dict[str, _Entry] = {}
    for entry in sorted(entries, key=lambda each: each.days["date"]):
        first.setdefault(entry.who or f"line {entry.line}", entry)
    return [each for each in first.values() if since is None or each.days["date"] > since]


def _sums(content: Content, audit: Audit, entries: Sequence[_Entry], kind: Kind) -> Iterator[Sum]:
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in entries:
        if entry.channel and kind == "orders":
            found[entry.channel]["customers"] += 1
        elif entry.channel:
            for role, name in SUMMED.items():
                if role in entry.amounts:
                    found[entry.channel][name] += entry.amounts[role]
    for row in audit.of("channel"):
        for name, now in found.get(row.id, {}).items():
            question = content.questions.get(f"channel.{name}")
            if question and field_applies(content, audit, row, question):
                before = row.fields.get(name)
                was = before.value if before and isinstance(before.value, float) else None
                yield Sum(row.id, name, was, round(now, 2))


def _with_sums(audit: Audit, sums: Iterable[Sum]) -> Audit:
    for each in sums:
        row = audit.row("channel", each.channel)
        if row is not None:
            answer = Answer(each.now, evidence="record")
            audit = audit.with_row("channel", replace(row, fields={**row.fields, each.name: answer}))
    return audit
