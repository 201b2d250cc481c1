"""Reads tables that shops, payment services and spreadsheets export as separated values.

What a column means is guessed from its header. How its days or amounts are written is decided by looking at all of
them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args

from dateutil.parser import ParserError, parse

from trueup.answers.numbers import NumberError, parse_number

SEPARATORS: Final = ",;\t|"
MOST_LINES: Final = 200_000
_MOST_ABOVE: Final = 20
"""How many lines are searched for the headers."""

_SAMPLE: Final = 8_000
"""The number of characters from which the separator is detected."""

_ENCODINGS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class TableError(Exception):
    """Raised if the file contains no table. The message completes a sentence that begins with the file's name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its line number in the file (of its last line, if a cell has line breaks), and its cells by
    header.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers, and the lines below them without the empty ones."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    separator: str

    def column(self, header: str) -> list[str]:
        """Return the cells below a header, from the top."""
        return [line.cells.get(header, "") for line in self.lines]


def table_in(raw: bytes) -> Table:
    """Return the table in the bytes of a file. Raises TableError."""
    text = _decoded(raw)
    kept = _without_comments(text)
    try:
        separator = csv.Sniffer().sniff(kept[:_SAMPLE], SEPARATORS).delimiter
    except csv.Error:
        separator = max(SEPARATORS, key=kept.partition("\n")[0].count)
    # The comments left out must still be counted for the line numbers.
    above = text[: len(text) - len(kept)].count("\n")
    try:
        read = list(_lines(kept, separator, above))
    except csv.Error as error:
        raise TableError(f"isn't a table: {error}") from error
    if not read:
        raise TableError("has no headers in its first line")
    if len(read[_header(read)][1]) < 2:
        raise TableError("has only one column in its first line; a first line with headers is needed")
    headers, *lines = read[_header(read) :]
    names = tuple(dict.fromkeys(name for name in headers[1] if name))
    if not lines:
        raise TableError("has headers but no lines under them")
    if len(lines) > MOST_LINES:
        raise TableError(f"has more than {MOST_LINES} lines; export a shorter period")
    return Table(names, tuple(Line(number, _cells(headers[1], cells)) for number, cells in lines), separator)


def _decoded(raw: bytes) -> str:
    encoding = next((name for mark, name in _ENCODINGS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # what spreadsheets write on Windows
    if "\0" in text:
        raise TableError("isn't text; export it as CSV")
    if not text.strip():
        raise TableError("is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_comments(text: str) -> str:
    """Return the text without the comments at its beginning, which some exports have."""
    rest = text
    while rest.startswith(("#", "\n")):
        rest = rest.partition("\n")[2]
    return rest or text


def _lines(text: str, separator: str, above: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield reader.line_num + above, stripped


def _header(read: Sequence[tuple[int, list[str]]]) -> int:
    """Return the index of the line with the headers: the first with two usual headers, because banks put details of the
    account above it. If there is none, it's the first line.
    """
    usual = {word for words in HEADERS.values() for word in words}
    known = (at for at, (_, cells) in enumerate(read[:_MOST_ABOVE]) if len({*map(_plain, cells)} & usual) > 1)
    return next(known, 0)


def _cells(headers: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells by header. If two columns have the same header, the first counts."""
    found: dict[str, str] = {}
    for header, cell in zip(headers, cells, strict=False):
        if header:
            found.setdefault(header, cell)
    return found


Role = Literal[
    "date",
    "order",
    "customer",
    "name",
    "channel",
    "total",
    "discount",
    "code",
    "status",
    "cancelled",
    "promised",
    "received",
    "visits",
    "asked",
    "spent",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Columns = Mapping[Role, str]
"""Role → the header of the column with this role."""


def _listed(headers: str) -> tuple[str, ...]:
    return tuple(headers.split(", "))


HEADERS: Final[Mapping[Role, tuple[str, ...]]] = {
    "promised": _listed("promised, due date, due, deliver by, ship by, dispatch by, expected, estimated delivery"),
    "received": _listed("delivered, delivered at, date delivered, delivery date, received, received at"),
    "date": _listed(
        "created at, order date, sale date, date paid, paid at, ordered, created date, created, booking date, "
        "transaction date, date, day, invoice date, datum, bestelldatum, rechnungsdatum, buchungstag, "
        "buchungsdatum, tag, fecha, data"
    ),
    "order": _listed("order id, order number, order no, order, invoice number, invoice, bestellnummer"),
    "customer": _listed(
        "email, customer email, billing email, buyer email, customer id, client id, e mail, kundennummer"
    ),
    "name": _listed(
        "billing name, customer name, customer, full name, buyer name, buyer, client name, client, shipping name, "
        "card name, partner name, payer, beguenstigter zahlungspflichtiger, begünstigter zahlungspflichtiger, "
        "zahlungspflichtige r, zahlungspflichtiger, name zahlungsbeteiligter, auftraggeber empfänger, "
        "auftraggeber, kunde, kundin, cliente, name"
    ),
    "channel": _listed(
        "channel, source name, source, utm source, session source, referrer, referring site, medium, kanal, quelle"
    ),
    "discount": _listed("discount amount, discount, total discount, rabatt, descuento"),
    "code": _listed("discount code, coupon code, coupon, code, voucher, gutschein"),
    "total": _listed(
        "total, order total, amount paid, amount, gross, paid, price, betrag, summe, gesamt, importe, montant"
    ),
    "status": _listed("financial status, payment status, order status, status, state"),
    "cancelled": _listed("cancelled at, canceled at, cancelled on, canceled on, storniert am"),
    "visits": _listed("visits, sessions, visitors, unique visitors, users, views, pageviews, clicks, besuche"),
    "asked": _listed("leads, enquiries, inquiries, requests, sign ups, signups, contacts, anfragen"),
    "spent": _listed("spend, spent, cost, amount spent, ad spend, fees, kosten"),
}
"""Role → the usual headers of its column, the most certain first."""


class ColumnError(Exception):
    """Raised if a column named by the user isn't in the file. The message is a sentence."""


def guessed(headers: Sequence[str], chosen: Columns, remembered: Mapping[str, Sequence[str]]) -> dict[Role, str]:
    """Return the column of each role: as `chosen`, otherwise as `remembered` from earlier files, otherwise as guessed
    from the headers. Raises ColumnError for a chosen header that isn't there.
    """
    plain = {_plain(header): header for header in reversed(headers)}
    found: dict[Role, str] = {}
    for role, named in chosen.items():
        if _plain(named) not in plain:
            raise ColumnError(f"there is no column “{named}”; the headers are {', '.join(headers)}")
        found[role] = plain[_plain(named)]
    for words in (remembered, HEADERS):
        for role in HEADERS:
            if role not in found:
                left = {text: header for text, header in plain.items() if header not in found.values()}
                # A header that only contains one of the words would too often be the wrong column.
                wanted = (_plain(each) for each in words.get(role, ()))
                if header := next((left[each] for each in wanted if each in left), ""):
                    found[role] = header
    if "order" not in found and "customer" in found and found.get("name") != plain.get("name") and "name" in plain:
        # If another column has the customers' names, “name” has the shop's names of orders.
        found["order"] = plain["name"]
    if "visits" in found and "channel" not in found and not {"total", "date", "customer", "order"} & set(found):
        found |= {"channel": found.pop("name")} if "name" in found and "name" not in chosen else {}
    return {role: found[role] for role in ROLES if role in found}


def _plain(header: str) -> str:
    """Return the words of a header in lower case, without signs and brackets: “Created_at”, “created at (UTC)” and
    “Created at” become the same.
    """
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\(.*?\)", "", header).casefold()))


First = Literal["day", "month"]
"""What comes first in a date such as 03/04/2026."""

_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2004, 2, 2))
"""When a text is parsed, missing parts of its date are filled in from one of these. If the two give different days, the
text isn't a full date."""

_FIRST_NUMBER: Final = re.compile(r"\D{0,3}(\d{1,2})[./\-]")
_DOTTED: Final = re.compile(r"\d{1,2}\.\d{1,2}\.")
"""A date written with full stops, such as 03.11.2026, in which the day comes first."""
_SEPARATED: Final = re.compile(r"\d([.,])(\d+)(?!.*[.,])")
_YEAR_FIRST: Final = re.compile(r"\d{4}")


class FiguresError(Exception):
    """Raised if nothing can be imported from the file. `problems` are sentences, with the line if they're about one."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def day(text: str, first: First = "day") -> date | None:
    """Return the date in a text, without any time of day; None if the text isn't a full date."""
    read = [_read(text, default, first) for default in _DEFAULTS]
    return read[0] if read[0] == read[1] and read[0] and 2000 <= read[0].year < 3000 else None


def _read(text: str, default: datetime, first: First) -> date | None:
    day_first = first == "day" and not _YEAR_FIRST.match(text)  # 2026-11-02 is never 11 February
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # unknown names of time zones: zones are ignored anyway
            return parse(text, dayfirst=day_first, ignoretz=True, default=default).date()  # type: ignore[no-any-return]
    except (ParserError, OverflowError, ValueError):
        return None


def first_number(texts: Iterable[str]) -> First | None:
    """Return whether day or month comes first in a column of dates; None if it makes no difference.

    Raises FiguresError if it makes a difference but no date shows it, or if some dates show one and some the other.
    """
    shown: set[First] = set()
    doubtful = ""
    for text in filter(None, texts):
        as_day, as_month = day(text, "day"), day(text, "month")
        begins = _FIRST_NUMBER.match(text)
        if as_day != as_month:
            if _DOTTED.match(text):
                shown.add("day")
            doubtful = doubtful or text
        elif as_day and begins and as_day.day != as_day.month:
            number = int(begins[1])
            shown |= {"day"} if number == as_day.day else {"month"} if number == as_day.month else set()
    if len(shown) == 1:
        return shown.pop()
    if doubtful:
        raise FiguresError(f"{doubtful} can be read two ways; --dates day or --dates month says what comes first")
    return None


def decimal_mark(texts: Iterable[str]) -> str:
    """Return the decimal mark of a column of amounts; empty if no amount has decimals.

    Raises FiguresError if an amount such as `1.200` could be read in two ways and no other amount decides it, or if
    the amounts have different marks.
    """
    last: set[str] = set()
    doubtful = ""
    for text in texts:
        found = _SEPARATED.search(text)
        if not found:
            continue
        mark, behind = found[1], found[2]
        other = "," if mark == "." else "."
        if len(behind) != 3 or other in text[: found.start(1)]:
            last.add(mark)
        elif mark not in text[: found.start(1)]:
            doubtful = doubtful or text
    if len(last) > 1:
        raise FiguresError("some amounts have a decimal comma and some a decimal point; write them all alike")
    if not last and doubtful:
        raise FiguresError(
            f"{doubtful} can be read two ways; --decimal , or --decimal . says which is the decimal mark"
        )
    return last.pop() if last else ""


def amount(text: str, mark: str) -> float | None:
    """Return the number in a text with this decimal mark; it may be below zero. None if the text isn't a number."""
    negative = text.startswith("(") and text.endswith(")")  # as accountants write it
    plain = text.strip("()").replace("\xa0", " ").replace("−", "-")
    plain = re.sub(r"^(-?)\s*[A-Z]{2,3}\s*(?=[\d$€£¥₹-])", r"\1", plain)
    if mark:
        plain = plain.replace("," if mark == "." else ".", "").replace(mark, ".")
        plain = re.sub(r"(\d)[\s'’](?=\d)", r"\1", plain)
        # `parse_number` refuses 1.200, which could be thousands. Here the mark is known, so pass 1.2000.
        plain = re.sub(r"(?<=\.)(\d{3})(?!\d)", r"\g<1>0", plain)
    else:
        plain = re.sub(r"[.,](?=\d{3})", "", plain)
    try:
        value = parse_number(plain, "money", below_zero=True)
    except NumberError:
        return None
    return -abs(value) if negative else value
