"""Finds quantities in a text: times, percentages, money, counts, times of day, and rows of a price list.

Times are converted to hours. Working time is never mixed with other time. A range keeps both ends. Vague amounts, such
as *some time*, aren't quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trueup.content.cue_language import HOURS, WORKING_HOUR, Wanted
from trueup.reading.blocks import Block
from trueup.reading.tokens import OR_MORE, Sentence, Words, key, keyed

Kind = Literal["time", "percent", "money", "count", "time of day", "rate", "testimonial", "price row"]
"""`testimonial`: a customer's sentence in quotation marks, with a name. It isn't a quantity, but cues ask for it like
one. `price row`: a thing and its price, as in a list of prices. `rate`: an amount of time per day, week and so on, such
as *two hours a week*. No cue asks for a rate."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: the words from `first` up to but not including `last`."""

    first: int
    last: int
    kind: Kind
    low: float
    """In hours for a time, in hours since midnight for a time of day; otherwise the number itself."""
    high: float
    """The same as `low`, except for a range such as *two to three days*."""
    working: bool = False
    """Whether a time is in working hours or days. Both a working day and eight working hours count as 24 hours."""
    per: str = ""
    """The period for which money is paid, such as `month` or `hour`; empty if none is given."""

    def fits(self, wanted: Wanted) -> bool:
        """Whether this is what a cue asks for: of the same kind, and within its limits."""
        if self.kind != _KINDS.get(wanted.unit, wanted.unit) or self.working != wanted.working:
            return False
        least, most = wanted.least, wanted.most
        low = self.low if most is None else self.high  # with an upper limit, a range counts by its higher end
        if least is not None and (low <= least if wanted.above else low < least):
            return False
        return most is None or not (self.high >= most if wanted.below else self.high > most)


_KINDS: Final[Mapping[str, Kind]] = dict.fromkeys(HOURS, "time")

_ONES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final[Mapping[str, float]] = {
    **{key(word): float(number) for number, word in enumerate(_ONES)},
    **{key(word): 10.0 * tens for tens, word in enumerate(_TENS, 2)},
}
_SCALES: Final[Mapping[str, float]] = {
    key("hundred"): 1e2,
    key("thousand"): 1e3,
    "k": 1e3,
    key("million"): 1e6,
    "dozen": 12.0,
}
_VAGUE: Final[Mapping[str, float]] = {"coupl": 2.0, "few": 3.0, "sever": 4.0}
"""Key of a vague number → the least number that everyone would call so: *a few* is three, *several* four."""

_UNITS: Final[Mapping[str, float]] = {
    "second": 1 / 3600,
    "sec": 1 / 3600,
    "minut": 1 / 60,
    "hour": 1.0,
    "h": 1.0,
    "day": 24.0,
    "night": 24.0,
    "week": 168.0,
    key("fortnight"): 336.0,
    "month": 730.0,
    "year": 8760.0,
    "yr": 8760.0,
}
"""Key of a unit of time → hours in one."""

_IN_WORKING: Final = {1.0: WORKING_HOUR, 168.0: 120.0}
"""Hours in a unit → its hours as working time, for an hour and a week. A working week has five days."""

_PERIODS: Final[Mapping[str, str]] = {
    **{each: each for each in ("hour", "day", "week", "month", "year", "night")},
    "mo": "month",
    "yr": "year",
    key("monthly"): "month",
    key("yearly"): "year",
    key("annually"): "year",
    key("annual"): "year",
    key("annum"): "year",
    key("weekly"): "week",
    key("daily"): "day",
}
_SIGNS: Final = frozenset("€$£¥₹")
_MONEY: Final = _SIGNS | keyed(
    "euro eur dollar usd cad aud nzd pound gbp quid chf franc kr sek nok dkk krona kroner zł pln zloty czk rs inr rupee"
)
_SMALL_MONEY: Final = keyed("pence penny cent cents")
_PERCENT: Final = frozenset({"%", key("percent"), "pct"})
_WORKING: Final = frozenset(map(key, ("working", "business", "office", "opening")))
_FILLERS: Final = frozenset(
    map(key, ("full", "short", "calendar", "clear", "whole", "straight", "consecutive", "more"))
)
_AND_A_HALF: Final = ("and", "a", "half")
_LINKS: Final = frozenset({"to", "or", "and"})
_ARTICLES: Final = frozenset({"a", "an", "per", "each", "everi"})

SAME_DAY, NEXT_DAY = 12.0, 24.0
"""The hours that *the same day* and *the next day* stand for. The first is sooner than *within 24 hours*; the second is
the same."""


def quantities(words: Words) -> tuple[Quantity, ...]:
    """Return the quantities in a text, in order. They don't overlap."""
    found: list[Quantity] = []
    keys, at = words.keys, 0
    while at < len(keys):
        word = keys[at]
        is_start = _at(words, at + 1) in _AFTER_ARTICLE if word in _SMALL else word in _STARTS or word[0].isdigit()
        quantity = _read(words, at) if is_start else None
        if quantity:
            found.append(quantity)
        at = quantity.last if quantity else at + 1
    return tuple(found)


def _read(words: Words, at: int) -> Quantity | None:
    for reads in (_money, _time_of_day, _named_time, _percent, _time, _count):
        if quantity := reads(words, at):
            return quantity
    return None


@dataclass(frozen=True, slots=True)
class _Number:
    low: float
    high: float
    last: int
    is_article: bool = False
    """Whether it's only *a* or *an*, which is a number only if a unit follows."""


def _at(words: Words, index: int) -> str:
    keys = words.keys
    return keys[index] if index < len(keys) else ""


def _number(words: Words, at: int) -> _Number | None:
    """Return the number, or the range of two numbers, that begins at this word."""
    one = _single(words, at)
    if one is None or one.is_article:
        return one
    link = one.last + (_at(words, one.last) in _LINKS)
    joined = words.before(link).strip() in ("-", "–", "—", "−") if link == one.last else True
    if joined and (two := _single(words, link)) and not two.is_article and two.low >= one.low:
        return _Number(one.low, two.high, two.last)
    return one


def _single(words: Words, at: int) -> _Number | None:
    word = _at(words, at)
    if not word:
        return None
    value: float | None = None
    last = at + 1
    if word[0].isdigit():
        value = _digits(word)
    elif word in _NUMBERS and not words.quoted(at, last).endswith("ies"):  # *the eighties* aren't a number
        value = _NUMBERS[word]
        ones = _NUMBERS.get(_at(words, last), 0.0)
        if value >= 20 and 0 < ones < 10 and words.before(last).strip() in ("", "-"):
            value, last = value + ones, last + 1
    elif word == "half" and _at(words, last) in ("a", "an"):
        return _Number(0.5, 0.5, last + 1)
    elif word in ("a", "an"):
        if (vague := _VAGUE.get(_at(words, last))) or _at(words, last) in _SCALES:
            scale = vague or _SCALES[_at(words, last)]
            return _Number(scale, scale, last + 1 + (_at(words, last + 1) == "of"))
        return _Number(1.0, 1.0, last, is_article=True)
    elif word in _VAGUE:
        return _Number(_VAGUE[word], _VAGUE[word], last)
    if value is None:
        return None
    while (scale := _SCALES.get(_at(words, last), 0.0)) and not (
        _at(words, last) == "k" and words.before(last)  # "10k", never "10 k"
    ):
        value, last = value * scale, last + 1
    if words.keys[last : last + 3] == _AND_A_HALF:
        value, last = value + 0.5, last + 3
    return _Number(value, value, last)


def _digits(word: str) -> float | None:
    """Return the number in a word: `10,000` and `10.000` are ten thousand, `1.5` and `1,5` one and a half."""
    if ":" in word or "/" in word:
        return None
    if "," in word and "." in word:  # 1.200,50 and 1,200.50
        mark = max(",.", key=word.rfind)
        whole, _, rest = word.rpartition(mark)
        word = f"{whole.replace(',', '').replace('.', '')}.{rest}" if len(rest) < 3 else word
    parts = word.replace(",", ".").split(".")
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) < 4 and parts[0] != "0":
        return float("".join(parts)) if len("".join(parts)) < 16 else None
    try:
        value = float(word.replace(",", ".")) if len(parts) < 3 else None
    except ValueError:  # isdigit() is also true of signs that float() refuses, such as ²
        return None
    return value if value is not None and value < 1e15 else None


def _money(words: Words, at: int) -> Quantity | None:
    sign = words.keys[at] in _MONEY
    number = _number(words, at + sign)
    if number is None or number.is_article:
        return None
    last = number.last
    upper = last + (_at(words, last) == "to")
    if (
        sign
        and _at(words, upper) in _MONEY
        and (most := _single(words, upper + 1))
        and (upper > last or words.before(last).strip() in ("-", "–"))
        and most.high >= number.low
    ):
        number = _Number(number.low, most.high, most.last)
        last = most.last
    if not sign:
        is_small = _at(words, last) in _SMALL_MONEY or (_at(words, last) in ("p", "c") and not words.before(last))
        if is_small:
            number = _Number(number.low / 100, number.high / 100, last)
        elif _at(words, last) not in _MONEY:
            return None
        last += 1
    elif _at(words, last) in _MONEY - _SIGNS:
        last += 1
    skipped = last + (_at(words, last) in _ARTICLES)
    period = _PERIODS.get(_at(words, skipped), "")
    is_per = bool(period) and (skipped > last or words.before(last).strip() in ("/", ""))
    return Quantity(at, skipped + 1 if is_per else last, "money", number.low, number.high, per=period if is_per else "")


def _time_of_day(words: Words, at: int) -> Quantity | None:
    word = words.keys[at]
    if word in _HOURS_NAMED:
        return Quantity(at, at + 1, "time of day", _HOURS_NAMED[word], _HOURS_NAMED[word])
    if not word[0].isdigit() and word not in _NUMBERS:
        return None
    hour, colon, minutes = word.partition(":" if ":" in word else ".")
    if not (hour.isdecimal() or word in _NUMBERS) or (colon and not minutes.isdecimal()):
        return None
    value = _NUMBERS[word] if word in _NUMBERS else float(hour) + (float(minutes) / 60 if colon else 0)
    last = at + 1
    # Look at the word as written, because *am*, *is* and *are* have the same key.
    half = words.quoted(last, last + 1).lower() if last < len(words) else ""
    if half in ("a", "p") and _at(words, last + 1) == "m":  # 8 a.m.
        half, last = f"{half}m", last + 1
    if half in ("am", "pm") and value <= 12:
        value = value % 12 + (12 if half == "pm" else 0)
        return Quantity(at, last + 1, "time of day", value, value)
    if half == "o'clock" and value <= 24:
        return Quantity(at, last + 1, "time of day", value, value)
    if ":" in word and value <= 24 and len(minutes) == 2:
        return Quantity(at, at + 1, "time of day", value, value)
    return None


_PARTS_OF_DAY: Final = frozenset(map(key, ("day", "morning", "afternoon", "evening", "night")))
_LATER_TODAY: Final = keyed("afternoon evening")
_HOURS_NAMED: Final[Mapping[str, float]] = {"noon": 12.0, "midday": 12.0, "midnight": 24.0}


def _named_time(words: Words, at: int) -> Quantity | None:
    """Return a time in words, such as *the same day*, *the next working day*, *overnight*, *within the hour* or *in
    minutes*.
    """
    word, after = words.keys[at], _at(words, at + 1)
    if word in ("same", "next", "follow"):
        working = after in _WORKING
        if _at(words, at + 1 + working) in _PARTS_OF_DAY:
            hours = SAME_DAY if word == "same" else NEXT_DAY
            return Quantity(at, at + 2 + working, "time", hours, hours, working)
    if word == "overnight":
        return Quantity(at, at + 1, "time", NEXT_DAY, NEXT_DAY)
    if word == "tomorrow":
        return Quantity(at, at + 1 + (after in _PARTS_OF_DAY), "time", NEXT_DAY, NEXT_DAY)
    if word == "tonight" or (word in ("this", "that") and after in _LATER_TODAY):
        return Quantity(at, at + 1 + (word != "tonight"), "time", SAME_DAY, SAME_DAY)
    if word == "end" and words.keys[at + 1 : at + 3] == ("of", "the") and _at(words, at + 3) in ("day", "week"):
        hours = SAME_DAY if words.keys[at + 3] == "day" else _UNITS["week"]
        return Quantity(at, at + 4, "time", hours, hours)
    if word == "close" and after == "of" and _at(words, at + 2) in ("busi", "play"):
        return Quantity(at, at + 3, "time", SAME_DAY, SAME_DAY, working=True)
    before = words.keys[at - 1] if at else ""
    if word == "the" and before in ("within", "in", "insid", "under") and after in ("hour", "day", "week", "minut"):
        return Quantity(at, at + 2, "time", _UNITS[after], _UNITS[after])
    if before in ("within", "in") and word in ("minut", "second") and words.text[words.ends[at] - 1] in "sS":
        return Quantity(at, at + 1, "time", 0.0, _UNITS[word] * 30)
    return None


def _percent(words: Words, at: int) -> Quantity | None:
    number = _number(words, at)
    if number is None or number.is_article:
        return None
    last = number.last
    if _at(words, last) in _PERCENT:
        return Quantity(at, last + 1, "percent", number.low, number.high)
    if _at(words, last) == "per" and _at(words, last + 1) == "cent":
        return Quantity(at, last + 2, "percent", number.low, number.high)
    return None


def _time(words: Words, at: int) -> Quantity | None:
    number = _number(words, at)
    if number is None:
        return None
    last = number.last + (_at(words, number.last) == OR_MORE)  # 10+ years
    working = False
    while _at(words, last) in _WORKING or _at(words, last) in _FILLERS:
        working = working or _at(words, last) in _WORKING
        last += 1
    unit = _UNITS.get(_at(words, last))
    if working and unit in _IN_WORKING:
        unit = _IN_WORKING[unit]
    if unit is None or words.quoted(last, last + 1) == "H":  # 48h and 48 h, never "5 H Street"
        return None
    last += 1
    if _at(words, last) in _ARTICLES and _at(words, last + 1) in _UNITS:
        return Quantity(at, last + 2, "rate", number.low, number.high)
    if words.keys[last : last + 3] == _AND_A_HALF:
        number, last = _Number(number.low + 0.5, number.high + 0.5, last), last + 3
    elif number.high == 1 and words.keys[last : last + 2] == ("or", "two"):  # a day or two
        number, last = _Number(number.low, 2.0, last), last + 2
    return Quantity(at, last, "time", number.low * unit, number.high * unit, working or _on_working_days(words, last))


def _on_working_days(words: Words, at: int) -> bool:
    """Whether *on working days*, *on weekdays* or *Monday to Friday* follows."""
    if at >= len(words) or any(stop in words.text[words.ends[at - 1] : words.starts[at]] for stop in ".;!?\n"):
        return False
    word, after = words.keys[at], _at(words, at + 1)
    if word in ("on", "of", "dure"):
        return after == key("weekdays") or (after in _WORKING and _at(words, at + 2) in ("day", "hour"))
    return (word in ("monday", "mon") and key("friday") in words.keys[at : at + 4]) or (word, after) == ("mon", "fri")


def _count(words: Words, at: int) -> Quantity | None:
    number = _number(words, at)
    if number is None or number.is_article:
        return None
    return Quantity(at, number.last + (_at(words, number.last) == OR_MORE), "count", number.low, number.high)


_SMALL: Final = frozenset({"a", "an", "the"})
_AFTER_ARTICLE: Final = frozenset({*_UNITS, *_VAGUE, *_SCALES, *_WORKING, *_FILLERS})
"""The words before which *a*, *an* or *the* can begin a quantity."""

_STARTS: Final = frozenset(
    {
        *_NUMBERS,
        *_VAGUE,
        *_HOURS_NAMED,
        *_MONEY,
        *("half", "same", "next", "follow", "overnight", "minut", "second", "tomorrow", "tonight", "this", "that"),
        *("end", "close"),
    }
)
"""Words with which a quantity can begin, apart from digits."""


# Price rows -------------------------------------------------------------------

ROW: Final = "price row"
"""The kind of quantity that a row is; cues ask for it as `{price row}`."""

_LONGEST_NAME: Final = 6
"""The most words of a thing named in a row."""
_NO_NAME: Final = keyed(
    "from over above under below up save off free deposit plus extra was now than more less for to with "
    "i you we it that this who pay charge cost is get give ask take"
)
"""Words before an amount that isn't simply the price of what the row names."""
PIECES: Final = re.compile(r"[|·•;,:\n]")
"""The signs between the rows of a line, and between a row and what belongs to it."""


def price_rows(
    block: Block, parts: Sequence[Sentence], amounts: Mapping[int, Sequence[Quantity]]
) -> Iterator[Quantity]:
    """Yield the price rows of a block: things and their prices in a table or a list, or beside others, such as *Small
    £35 · Large £60*. They are quantities of a line that is nothing but rows, perhaps after a heading.
    """
    is_priced = any(each.kind == "money" for here in amounts.values() for each in here)
    if not is_priced or block.kind not in ("row", "item", "text"):
        return
    pieces = [piece for part in parts for piece in _pieces(part)]
    found = [row for first, last in pieces if (row := _priced(parts[0], first, last, amounts, block.kind == "row"))]
    if block.kind == "row":  # with several prices, the columns name the things
        is_list = len(found) == 1
    else:
        is_list = len(found) >= len(pieces) - 1 and len(found) > (block.kind == "text")
    if is_list:
        yield from found


def _pieces(part: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where each piece between commas and the like begins and ends."""
    text, first = part.words, part.first
    for index in range(part.first + 1, part.last):
        if PIECES.search(text.before(index)):
            yield first, index
            first = index
    yield first, part.last


def _priced(
    part: Sentence, first: int, last: int, amounts: Mapping[int, Sequence[Quantity]], is_cell: bool
) -> Quantity | None:
    """Return the row in a piece: a name and a price, or, in a table, only a price beside the cell with the name."""
    keys = part.words.keys
    price = next((each for at in range(first, last) for each in amounts.get(at, ()) if each.kind == "money"), None)
    if price is None or price.last != last or not (price.first > first or (is_cell and first > 0)):
        return None
    name = keys[first : price.first]
    if len(name) > _LONGEST_NAME or not _NO_NAME.isdisjoint(name) or not all(key.isalnum() for key in name):
        return None
    return Quantity(first, last, ROW, price.low, price.high, per=price.per)
