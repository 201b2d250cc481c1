"""Numbers as people write them, read without guessing: `~1.2k`, `€1,200`, `1 200,50`, `12%`, `3 h`.

The rules:
- Zero is a number. A number below zero, above 10¹² or infinite is refused: it can't answer any of our questions.
- A single separator with three digits after it and one to three before: `1,200` is 1200. `1.200` could be either, and
  a wrong guess would be off by a thousand, so it is refused. `0,125` and `0.125` are less than one.
- If both separators occur, the last one is the decimal mark. A repeated separator, a space or an apostrophe separates
  thousands.
- A percent sign belongs to percentages: with the unit `%`, 12% is 12; with `share` (0 to 1), it is 0.12.
- The question's own unit may follow the number. Minutes, hours, days and weeks are converted into each other; any other
  unit is refused. The field shows how it read the number before the number is saved.
- `6 of 10` is a share, a percentage, or 6 if the unit is `of 10`; elsewhere it is refused. With that unit, `2 of 4` is
  5, and `out_of` returns the 4.
- A currency sign must be that of the currency asked for: trueup knows no exchange rates.
- Each message fits on the line under a field in a window of 80 columns.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from trueup.answers.model import Answer, Audit
from trueup.content.model import Question

MOST = 1e12
"""The largest number a business of one person could mean."""

SHARE = "share"
"""The unit of a part of a whole, 0 to 1."""

OF_TEN = "of 10"
"""The unit of a count of the last ten."""

_WRITTEN = re.compile(
    r"""(?:~|≈|about\s|ca\.?\s|circa\s)?\s*
        (?P<minus>[-\u2212])?\s*
        (?P<before>[$€£¥₹])?\s*
        (?P<digits>[0-9](?:[0-9.,'’_\s]*[0-9])?|[.,][0-9]+)
        \s*(?P<times>[kK](?![A-Za-z])|M(?![A-Za-z]))?
        \s*(?P<unit>%|[$€£¥₹]|[^\W\d_]+)?""",
    re.VERBOSE,
)
_TIMES = {"k": 1000, "K": 1000, "M": 1_000_000}
_TWO_WAYS = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*")
_APART = re.compile(r"(?<=[0-9])['’_\s](?=[0-9]{3}(?![0-9]))")
_SIGNS = "$€£¥₹"
_CURRENCIES = ("EUR", "USD", "GBP", "CHF", *_SIGNS)
_CALLED = {
    "dollars": re.compile(r"\$|(?:us|au|ca|nz|sg|hk)d|dollars?", re.IGNORECASE),
    "euros": re.compile(r"€|euros?|eur", re.IGNORECASE),
    "pounds": re.compile(r"£|gbp|pounds?(?: sterling)?|sterling", re.IGNORECASE),
    "francs": re.compile(r"chf|fr\.?|(?:swiss )?francs?", re.IGNORECASE),
    "yen": re.compile(r"¥|jpy|yen|cny|rmb|yuan", re.IGNORECASE),
    "rupees": re.compile(r"₹|inr|rupees?", re.IGNORECASE),
}
"""Currency → how people write it. Any other currency must be written as in the unit."""
_BELOW_ZERO = "a number below zero means nothing here; write 0 or more"
_EXAMPLE = "write one such as 1200, 1.5 or 2k"
_EXAMPLE_OF_A_SHARE = "write one such as 40% or 4 of 10"
MOST_COUNTED = 1000
"""The most cases out of which a count can be given."""
_OF_UNIT = re.compile(r"of (\d+)")
"""A unit such as `of 10`, for a count out of a fixed number."""
_OF = re.compile(r"(\d{1,9})\s*(?:of|out of|/)\s*(\d{1,9})")
_PER_WEEK = {"minutes": Decimal(10080), "hours": Decimal(168), "days": Decimal(7), "weeks": Decimal(1)}
"""How many of a unit of time make a week. Months and working days are missing, because their length isn't fixed."""
_LONGEST = 12
"""The most characters of the typed text that a message repeats."""


class NumberError(ValueError):
    """The text isn't a number we can take; the message says what to write."""


def parse_number(text: str, unit: str = "", *, below_zero: bool = False, is_money: bool = True) -> float:
    """The number in `text`, in `unit` (hours, %, share, `of 10`, …). Raises NumberError; its message says what to
    write.

    `is_money`: without a unit, the number can be an amount of money, with a currency sign before or after it.
    """
    whole = int(of[1]) if (of := _OF_UNIT.fullmatch(unit)) else 0
    if counted := _OF.fullmatch(text.strip()):
        return _part(int(counted[1]), int(counted[2]), unit, whole)
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise NumberError(f"that isn't a number; {_example(unit)}")
    if written["minus"] and not below_zero:
        raise NumberError(_BELOW_ZERO)
    times, found = written["times"] or "", written["unit"] or written["before"] or ""
    if written["before"]:
        _check_money(written["before"], unit, is_money)
    value = _digits(written["digits"], times) * _TIMES.get(times, 1)
    if found == "%" and unit == SHARE:
        value /= 100
    elif found == "%" and whole:
        value = value * whole / 100
    elif (of_time := _time(found)) and unit in _PER_WEEK:
        value = value * _PER_WEEK[unit] / _PER_WEEK[of_time]
    elif found in _CURRENCIES or _currency(found):
        _check_money(found, unit, is_money)
    elif found and not _is_unit(found, unit):
        raise NumberError(_not_asked(found, unit))
    number = -float(value) + 0.0 if written["minus"] else float(value)
    if whole and number > whole:
        raise NumberError(f"that is more than {whole}; write how many {unit}")
    if reason := number_problem(number, unit, below_zero=below_zero):
        raise NumberError(reason)
    return number


def _example(unit: str) -> str:
    """What to write instead of something that is no number, in this unit."""
    return _EXAMPLE_OF_A_SHARE if unit in ("%", SHARE) or _OF_UNIT.fullmatch(unit) else _EXAMPLE


def show_number(value: float) -> str:
    """The number as a field shows it for editing: `parse_number` reads it back exactly."""
    text = format(Decimal(repr(value + 0.0)), "f")
    whole, _, decimals = text.partition(".")
    if not decimals.strip("0"):
        return whole
    return f"{text}0" if _TWO_WAYS.fullmatch(text) else text


def is_part(text: str, unit: str) -> bool:
    """Whether a text is a part of a whole, such as `2 of 4`, and the unit is one for such parts."""
    return unit in ("%", SHARE, OF_TEN) and _OF.fullmatch(text.strip()) is not None


def out_of(text: str, unit: str) -> int:
    """Out of how many a count such as `2 of 4` is, if the unit is `of 10` and it isn't out of ten; otherwise 0."""
    written = _OF.fullmatch(text.strip()) if unit == OF_TEN else None
    return int(written[2]) if written and int(written[2]) != 10 else 0


def counted(answer: Answer, unit: str) -> str:
    """A count of the last ten as it was given: `2 of 4`; or, if it's a fraction, as a percentage: `38%` for *3.8 of
    10*, since no one counts parts of a customer. Empty for any other number.
    """
    if unit != OF_TEN or not isinstance(answer.value, float):
        return ""
    if answer.out_of:
        return f"{round(answer.value / 10 * answer.out_of)} of {answer.out_of}"
    return "" if answer.value.is_integer() else f"{show_number(round(answer.value * 10, 1))}%"


def number_problem(value: float, unit: str = "", *, below_zero: bool = False) -> str | None:
    """Why this number can't be an answer in that unit, with what to write instead; None if it can."""
    if math.isnan(value):
        return f"that isn't a number; {_example(unit)}"
    if value < 0 and not below_zero:
        return _BELOW_ZERO
    if unit == SHARE and value > 1:
        return "a share is a part of one; write 0.6 for 60%"
    if abs(value) > MOST:
        return f"more than anyone counts; write at most {MOST:.0f}"
    return None


def _digits(digits: str, times: str) -> Decimal:
    plain = _APART.sub("", digits)
    if re.search(r"[^0-9.,]", plain):
        raise NumberError(f"{_short(digits)} could be two numbers; write 1200 or 2k")
    marks = re.findall("[.,]", plain)
    whole, decimals = plain, ""
    if plain == digits and _TWO_WAYS.fullmatch(plain):
        if times or marks[0] == ".":
            small, large = (plain.replace(marks[0], mark) for mark in (".", ""))
            small = small.rstrip("0").rstrip(".")
            raise NumberError(f"{digits} can be read two ways; write {small}{times} or {large}{times}")
    elif marks and marks.count(marks[-1]) == 1:
        whole, _, decimals = plain.rpartition(marks[-1])
    if whole and not _GROUPED.fullmatch(whole):
        raise NumberError(f"{_short(digits)} has odd separators; write 1200 or 1.5")
    return Decimal(f"{re.sub('[.,]', '', whole) or '0'}.{decimals or '0'}")


def _part(part: int, whole: int, unit: str, asked: int) -> float:
    """The number that `part` of `whole` stands for in `unit`. Raises NumberError if it isn't a valid part, or doesn't
    go with the unit.
    """
    written = _short(f"{part} of {whole}")
    if unit not in ("%", SHARE) and not asked:
        raise NumberError(f"{written} is a share; write one number, such as {part}")
    if not 0 < whole >= part:
        raise NumberError(f"{written} isn't part of a whole")
    if asked and whole > MOST_COUNTED:
        raise NumberError(f"{written} is more than anyone counts one by one")
    return part * (asked or (100 if unit == "%" else 1)) / whole


def _check_money(sign: str, unit: str, is_money: bool) -> None:
    """Raise NumberError for a currency sign where no money is asked for, or for a currency other than the one asked
    for.
    """
    asked, given = _currency(unit), _currency(sign)
    is_no_money = unit in (*_PER_WEEK, "%", SHARE) or _OF_UNIT.fullmatch(unit) or not is_money
    if is_no_money or (asked and given and asked != given):
        raise NumberError(_not_asked(sign, unit))


def _currency(written: str) -> str:
    """One name for a currency, however it is written; empty if it isn't one of the common ones."""
    return next((name for name, called in _CALLED.items() if called.fullmatch(written.strip())), "")


def _not_asked(found: str, unit: str) -> str:
    if unit == SHARE:
        asked = "a share such as 60%"
    elif _OF_UNIT.fullmatch(unit):
        asked = f"how many {unit}"
    else:
        asked = f"the number in {unit}" if unit else "the number alone"
    return f"{_short(found)} isn't asked here; write {asked}"


def _time(found: str) -> str:
    """One name for a unit of time: `d`, `day` and `days` are days; empty if it isn't one."""
    return next((name for name in _PER_WEEK if found and name != "minutes" and _is_unit(found, name)), "") or (
        "minutes" if len(found) > 2 and _is_unit(found, "minutes") else ""
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_unit(found: str, unit: str) -> bool:
    """Whether `found` means `unit`, in full or shortened: `3 h`, `3 hour` and `3 hours` are all hours."""
    return unit.casefold().startswith(found.casefold())


MONEY = "money"
"""The unit of a question that asks for an amount of money."""

CURRENCY = "offer.currency"
"""The question that asks for the currency; it is asked once."""
LONGEST_CURRENCY = 24
"""Characters in the name of a currency, such as *Convertible Mark (BAM)*."""


def parse_currency(text: str) -> str:
    """The currency in `text`, as typed. Raises NumberError for what can't be one; its message says what to write."""
    if any(character.isdigit() for character in text):
        raise NumberError("a currency has no digits; write one such as €, CHF or dollars")
    if len(text) > LONGEST_CURRENCY:
        raise NumberError("a currency is a word or two, such as €, CHF or dollars")
    return text


def unit_of(audit: Audit, question: Question) -> str:
    """The unit of a question. For money, this is the currency as the founder wrote it; empty while it isn't known."""
    return audit.text(CURRENCY).strip() if question.unit == MONEY else question.unit
