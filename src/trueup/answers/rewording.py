"""Whether a promise says something else than before.

If it does, what was answered about its old words no longer holds.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

OF_THE_WORDS: Final = ("kept", "otherwise", "season", "terms", "stays", "instead")
"""The fields of a promise that say whether its words are true: how many got exactly that, what the terms say, what
happens instead."""

WORD: Final = re.compile(r"\w+")

# fmt: off
FILLING: Final = frozenset(
    {
        "a", "an", "and", "are", "at", "for", "i", "in", "is", "it", "my", "of", "on", "our",
        "s", "so", "that", "the", "this", "to", "us", "we", "with", "you", "your",
    }
)
"""Words that can be added or left out without promising anything else."""

NUMBERS: Final = frozenset(
    {
        "three", "seven", "eight", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
        "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    }
)
# fmt: on
"""Number words that are one letter away from another word, so that a difference is never taken for a slip."""

SHORTEST_SLIP: Final = 5
"""Two shorter words that differ in a letter are taken as two words (our choice)."""


def is_reworded(before: str, after: str) -> bool:
    """Whether a promise's words now say something else: more than blanks, capitals, little words or a slip of the pen
    have changed.
    """
    then, now = _telling(before), _telling(after)
    if then == now or "".join(then) == "".join(now):
        return False
    return len(then) != len(now) or not all(map(_is_slip, then, now))


def _telling(words: str) -> list[str]:
    return [word for word in WORD.findall(words.casefold()) if word not in FILLING]


def _is_slip(one: str, two: str) -> bool:
    """Whether two words are the same, or differ only by a slip: one letter is wrong, missing, extra or swapped with its
    neighbour. Short words, number words and words with digits must be the same.
    """
    if one == two:
        return True
    is_exact = (
        min(len(one), len(two)) < SHORTEST_SLIP or not (one + two).isalpha() or not NUMBERS.isdisjoint((one, two))
    )
    return not is_exact and (_is_one_more(one, two) or _is_one_more(two, one) or _is_one_other(one, two))


def _is_one_more(long: str, short: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _is_one_other(one: str, two: str) -> bool:
    if len(one) != len(two):
        return False
    apart = [at for at, (here, there) in enumerate(zip(one, two, strict=True)) if here != there]
    if len(apart) == 1:
        return True
    are_neighbours = len(apart) == 2 and all(right - left == 1 for left, right in pairwise(apart))
    return are_neighbours and one[apart[0]] == two[apart[1]] and one[apart[1]] == two[apart[0]]
