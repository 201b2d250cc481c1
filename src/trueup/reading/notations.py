"""Days and amounts as exports write them: what a whole column shows decides what one cell of it means."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal

from dateutil.parser import ParserError, parse

from trueup.answers.numbers import NumberError, parse_number

First = Literal["day", "month"]
"""Which number comes first in 03/04/2026."""

_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2004, 2, 2))
"""What is not written is taken from these: a text that comes out differently says no full day."""

_FIRST_NUMBER: Final = re.compile(r"\D{0,3}(\d{1,2})[./\-]")
_SEPARATED: Final = re.compile(r"\d([.,])(\d+)(?!.*[.,])")
_YEAR_FIRST: Final = re.compile(r"\d{4}")


class NotationError(Exception):
    """A whole column can be read two ways; the message is a sentence with what to write."""


def day(text: str, first: First = "day") -> date | None:
    """The day in a text, whatever time stands behind it; None where it is no full day."""
    read = [_read(text, default, first) for default in _DEFAULTS]
    return read[0] if read[0] == read[1] and read[0] and 2000 <= read[0].year < 3000 else None


def _read(text: str, default: datetime, first: First) -> date | None:
    day_first = first == "day" and not _YEAR_FIRST.match(text)  # 2026-11-02 is never 11 February
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # names of time zones it doesn't know: they are left aside anyway
            return parse(text, dayfirst=day_first, ignoretz=True, default=default).date()  # type: ignore[no-any-return]
    except (ParserError, OverflowError, ValueError):
        return None


def first_number(texts: Iterable[str]) -> First | None:
    """Which number comes first in a column of days; None where it doesn't matter.

    Raises NotationError where it matters and no day shows it, or some show one and some the other.
    """
    shown: set[First] = set()
    doubtful = ""
    for text in filter(None, texts):
        as_day, as_month = day(text, "day"), day(text, "month")
        begins = _FIRST_NUMBER.match(text)
        if as_day != as_month:
            doubtful = doubtful or text
        elif as_day and begins and as_day.day != as_day.month:
            number = int(begins[1])
            shown |= {"day"} if number == as_day.day else {"month"} if number == as_day.month else set()
    if len(shown) == 1:
        return shown.pop()
    if doubtful:
        raise NotationError(f"{doubtful} can be read two ways; --dates day or --dates month says what comes first")
    return None


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark of a column of amounts: empty where there is none.

    Raises NotationError where `1.200` could be both and no other amount shows which.
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
        raise NotationError("some amounts have a decimal comma and some a decimal point; write them all alike")
    if not last and doubtful:
        raise NotationError(
            f"{doubtful} can be read two ways; --decimal , or --decimal . says which is the decimal mark"
        )
    return last.pop() if last else ""


def amount(text: str, mark: str) -> float | None:
    """The number in a text whose decimal mark is known; below zero too; None where it is none."""
    negative = text.startswith("(") and text.endswith(")")  # as accountants write it
    plain = text.strip("()").replace("\xa0", " ").replace("−", "-")
    plain = re.sub(r"^(-?)\s*[A-Z]{2,3}\s*(?=[\d$€£¥₹-])", r"\1", plain)
    if mark:
        plain = plain.replace("," if mark == "." else ".", "").replace(mark, ".")
        plain = re.sub(r"(\d)[\s'’](?=\d)", r"\1", plain)
        plain = re.sub(r"(?<=\.)(\d{3})(?!\d)", r"\g<1>0", plain)  # 1.200 with a known mark is no question any more
    else:
        plain = re.sub(r"[.,](?=\d{3})", "", plain)
    try:
        value = parse_number(plain, "money", below_zero=True)
    except NumberError:
        return None
    return -abs(value) if negative else value
