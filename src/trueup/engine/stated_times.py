"""The times that published lines state, to see whether two lines with one claim give different ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from trueup.answers.model import Audit
from trueup.content.model import Check
from trueup.engine.matching import Meeting
from trueup.engine.things import BY_OTHERS

_NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90},
}
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.0, "year": 365.0}
_TIME = re.compile(
    rf"\b(?P<number>\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[\s-]+"
    rf"(?:(?:calendar|working|full|whole)\s+)?(?P<unit>{'|'.join(_DAYS)})s?\b",
    re.IGNORECASE,
)
_ARRIVES = re.compile(
    r"\b(?:paid|sent|transferred|processed|made|arriv\w+|on (?:its|the) way|in your account|back (?:to|with|on) you)\b",
    re.IGNORECASE,
)
"""Words by which a time is when money arrives, not how long people have to ask for it."""

_END = re.compile(r"[.!?](?:\s|$)")

ALIKE = 1.1
"""Two times that differ by less than this factor are the same: thirty days and a month."""


def without_the_same_times(check: Check, met: Sequence[Meeting], audit: Audit) -> list[Meeting]:
    """Leave out the promises that state no time, or the same one, if the check is about different times; and those of
    which only one is read where others sell: other terms may hold there.
    """
    if not check.times:
        return list(met)
    listed = {row.id for row in audit.of("promise") if row.text("where") in BY_OTHERS}
    return [
        meeting
        for meeting in met
        if len({each.row_of("promise") in listed for each in meeting}) == 1 and _differ(meeting)
    ]


def _differ(meeting: Meeting) -> bool:
    """Whether each line states times, and no two of these are the same."""
    one, two = (_times_in(each.quote) for each in meeting)
    return bool(one and two) and all(max(pair) > min(pair) * ALIKE for pair in product(one, two))


@lru_cache(maxsize=512)
def _times_in(words: str) -> frozenset[float]:
    """The times that a line states, in days, except in sentences that say when money arrives."""
    said = (sentence for sentence in _END.split(words) if not _ARRIVES.search(sentence))
    found = (time for sentence in said for time in _TIME.finditer(sentence))
    return frozenset(_days(time["number"].casefold(), time["unit"].casefold()) for time in found)


def _days(number: str, unit: str) -> float:
    return (int(number) if number.isdigit() else _NUMBERS[number]) * _DAYS[unit]
