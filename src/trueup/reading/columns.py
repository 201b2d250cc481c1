"""Which column of an export holds what, guessed by the words in its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

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
    "promised",
    "received",
    "visits",
    "asked",
    "spent",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Columns = Mapping[Role, str]
"""What is in which column, by its header."""

HEADERS: Final[Mapping[Role, tuple[str, ...]]] = {
    "promised": (
        "promised",
        "due date",
        "due",
        "deliver by",
        "ship by",
        "dispatch by",
        "expected",
        "estimated delivery",
    ),
    "received": ("delivered", "delivered at", "date delivered", "delivery date", "received", "received at"),
    "date": (
        "created at",
        "order date",
        "sale date",
        "date paid",
        "paid at",
        "ordered",
        "created",
        "date",
        "day",
        "invoice date",
        "datum",
        "bestelldatum",
        "rechnungsdatum",
        "tag",
        "fecha",
        "data",
    ),
    "order": ("order id", "order number", "order no", "order", "invoice number", "invoice", "bestellnummer"),
    "customer": (
        "email",
        "customer email",
        "billing email",
        "buyer email",
        "customer id",
        "client id",
        "e mail",
        "kundennummer",
    ),
    "name": (
        "billing name",
        "customer name",
        "customer",
        "full name",
        "buyer name",
        "buyer",
        "client name",
        "client",
        "shipping name",
        "kunde",
        "kundin",
        "cliente",
        "name",
    ),
    "channel": (
        "channel",
        "source name",
        "source",
        "utm source",
        "session source",
        "referrer",
        "referring site",
        "medium",
        "kanal",
        "quelle",
    ),
    "discount": ("discount amount", "discount", "total discount", "rabatt", "descuento"),
    "code": ("discount code", "coupon code", "coupon", "code", "voucher", "gutschein"),
    "total": (
        "total",
        "order total",
        "amount paid",
        "amount",
        "gross",
        "paid",
        "price",
        "betrag",
        "summe",
        "gesamt",
        "importe",
        "montant",
    ),
    "status": ("financial status", "payment status", "order status", "status", "state"),
    "visits": ("visits", "sessions", "visitors", "unique visitors", "users", "views", "pageviews", "clicks", "besuche"),
    "asked": ("leads", "enquiries", "inquiries", "requests", "sign ups", "signups", "contacts", "anfragen"),
    "spent": ("spend", "spent", "cost", "amount spent", "ad spend", "fees", "kosten"),
}
"""Words of headers, the surest first; usual in exports of shops, payment services, statistics and spreadsheets."""


class ColumnError(Exception):
    """A column was named that the file hasn't; the message is a sentence."""


def guessed(headers: Sequence[str], chosen: Columns, remembered: Mapping[str, Sequence[str]]) -> dict[Role, str]:
    """What is in which column: as `chosen`, else as `remembered` from earlier files, else by the header's words.

    Raises ColumnError for a header that isn't there.
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
                if header := _best(left, [_plain(each) for each in words.get(role, ())]):
                    found[role] = header
    if "order" not in found and "customer" in found and found.get("name") != plain.get("name") and "name" in plain:
        found["order"] = plain["name"]  # beside names of their own for customers, a shop calls its orders so
    return {role: found[role] for role in ROLES if role in found}


def _best(headers: Mapping[str, str], words: Sequence[str]) -> str:
    """The header that is one of the words; an exact match only: half a match is a wrong column sooner or later."""
    return next((headers[each] for each in words if each in headers), "")


def _plain(header: str) -> str:
    """Letters and digits: “Created_at”, “created at (UTC)” and “Created at” are the same."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\(.*?\)", "", header).casefold()))
