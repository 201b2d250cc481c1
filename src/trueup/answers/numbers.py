"""Numbers as people write them, read without guessing: `~1.2k`, `€1,200`, `1 200,50`, `12%`, `3 h`.

What is decided here:
- Zero is a number. Below zero, infinite, not a number, or above 10¹² is refused: no question of ours can mean it.
- A single separator with exactly three digits behind it: `1,200` is 1200, as after a currency. `1.200` could be
  either, and a wrong guess is off by a thousand, so it is refused. `0,125` and `0.125` are less than one.
- With both separators the last one is the decimal; a repeated one, a space or an apostrophe sets thousands apart.
- A percent sign belongs to percentages: with the unit `%` 12% is 12, with `share` (0 to 1) it is 0.12.
- Behind the number may stand the question's own unit; another unit is refused, for we would not convert it.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

MOST = 1e12
"""No number of a business of one is larger."""

SHARE = "share"
"""The unit of a part of a whole, 0 to 1."""

_WRITTEN = re.compile(
    r"""(?:~|≈|about\s|ca\.?\s|circa\s)?\s*
        (?P<minus>[-\u2212])?\s*
        (?:[$€£¥₹]|[A-Z]{3}\s)?\s*
        (?P<digits>[0-9](?:[0-9.,'’_\s]*[0-9])?|[.,][0-9]+)
        \s*(?P<times>[kK](?![A-Za-z])|M(?![A-Za-z]))?
        \s*(?P<unit>%|[^\W\d_]+)?\s*[$€£¥₹]?""",
    re.VERBOSE,
)
_TIMES = {"k": 1000, "M": 1_000_000}
_APART = re.compile(r"(?<=[0-9])['’_\s](?=[0-9]{3}(?![0-9]))")
_EXAMPLE = "write a number such as 1200, 1.5 or 2k"


class NumberError(ValueError):
    """The text is no number we can take; the message says what to write."""


def parse_number(text: str, unit: str = "") -> float:
    """The number in `text`, in `unit` (hours, %, share, …). Raises NumberError with a sentence."""
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise NumberError(f"that is no number; {_EXAMPLE}")
    if written["minus"]:
        raise NumberError("a number below zero means nothing here; write 0 or more")
    times = written["times"] or ""
    value = _digits(written["digits"], scaled=bool(times)) * _TIMES.get(times.replace("K", "k"), 1)
    found = written["unit"] or ""
    if found == "%" and unit == SHARE:
        value /= 100
    elif found and not _is_unit(found, unit):
        asked = f"the number in {unit}" if unit else "the number alone"
        raise NumberError(f"{found} is not what is asked; write {asked}")
    if reason := number_problem(float(value), unit):
        raise NumberError(reason)
    return float(value)


def show_number(value: float) -> str:
    """The number as a field shows it for editing: `parse_number` reads it back as exactly the same."""
    text = format(Decimal(repr(value + 0.0)), "f")
    whole, _, decimals = text.partition(".")
    if not decimals.strip("0"):
        return whole
    return f"{text}0" if len(decimals) == 3 and whole != "0" else text


def number_problem(value: float, unit: str = "") -> str | None:
    """Why this number can't be an answer in that unit, with what to write; None when it can."""
    if math.isnan(value) or math.isinf(value):
        return f"that is no number; {_EXAMPLE}"
    if value < 0:
        return "a number below zero means nothing here; write 0 or more"
    if unit == SHARE and value > 1:
        return "a share is a part of one; write 0.6 for 60%"
    if value > MOST:
        return f"that is more than anybody could count; write at most {MOST:.0f}"
    return None


def _digits(digits: str, *, scaled: bool) -> Decimal:
    plain = _APART.sub("", digits)
    if re.search(r"[^0-9.,]", plain):
        raise NumberError(f"{digits} could be two numbers; {_EXAMPLE}")
    whole, decimals = plain, ""
    marks = [mark for mark in plain if mark in ".,"]
    if len(set(marks)) == 2 or (len(marks) == 1 and not _sets_apart(plain, marks[0], spaced=plain != digits)):
        whole, _, decimals = plain.rpartition(marks[-1])
        if scaled and len(marks) == 2 and len(decimals) == 3:
            raise NumberError(f"{digits} can be read in two ways; write it without separators")
    elif len(marks) == 1 and (scaled or marks[0] == "."):
        small, large = plain.replace(marks[0], "."), plain.replace(marks[0], "")
        raise NumberError(f"{digits} can be read in two ways; write {small.rstrip('0').rstrip('.')} or {large}")
    groups = re.split("[.,]", whole)
    uneven = len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]))
    if uneven or len(set(re.findall("[.,]", whole))) > 1 or not (whole or decimals):
        raise NumberError(f"{digits} has its separators in odd places; {_EXAMPLE}")
    return Decimal(f"{''.join(groups) or '0'}.{decimals or '0'}")


def _sets_apart(plain: str, mark: str, *, spaced: bool) -> bool:
    """Whether a single mark looks like one between thousands: three digits behind it, one to three before."""
    whole, _, rest = plain.partition(mark)
    return not spaced and len(rest) == 3 and 1 <= len(whole) <= 3 and whole.lstrip("0") == whole


def _is_unit(found: str, unit: str) -> bool:
    """`3 h`, `3 hour` and `3 hours` are hours."""
    return unit.casefold().startswith(found.casefold())
