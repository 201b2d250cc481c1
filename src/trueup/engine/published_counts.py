"""How many people a published line speaks of, by the figures in it."""

from __future__ import annotations

import re
from functools import lru_cache

FEW = 50
"""A business that says it has had few customers has had fewer than this."""
FEW_READERS = 500
"""The same for something people read, hear or watch."""

_WORDS = {"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000}
_OF_OTHER_THINGS = (
    r"(?:%|[€£$]|k[mg]\b|(?:percent|per cent|euros?|pounds?|dollars?|eur|gbp|usd|years?|months?|weeks?|days?|hours?"
    r"|minutes?|miles?|stars?|times)\b)"
)
_FIGURE = re.compile(
    r"(?P<since>\b(?:since|in|from|until|by|before|after)\s+)?(?<![\w.,€£$-])"
    r"(?P<digits>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+)(?P<k>k\b)?(?![\d.,]*\d)\+?[\s-]*"
    rf"(?P<other>{_OF_OTHER_THINGS})?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\b(?:hundreds?|thousands?)\b", re.IGNORECASE)
_YEARS = range(1900, 2100)


@lru_cache(maxsize=512)
def people_in(words: str) -> int:
    """The smallest number of people that a line may speak of; 0 if it names none. Years, prices, shares and times
    aren't people.
    """
    found = [_WORDS[each.casefold()] for each in _IN_WORDS.findall(words)]
    for each in _FIGURE.finditer(words):
        number = int(re.sub(r"\D", "", each["digits"])) * (1000 if each["k"] else 1)
        is_year = number in _YEARS and each["digits"].isdigit() and bool(each["since"])
        if not each["other"] and not is_year:
            found.append(number)
    return min(found, default=0)
