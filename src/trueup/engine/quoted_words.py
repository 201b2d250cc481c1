"""The words that quotes have in common: whether two sentences tell one fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from trueup.engine.model import Statement
from trueup.sanitize import plain_text

RUNS = ((3, 2), (4, 1))
"""So many words in a row, so many of them longer than the small ones: quoted twice, they are one sentence."""

COUNTED = 4
"""So many words in a row, with a figure and what it is of among them: told twice, they are one fact (our choice)."""

MOST_QUOTES = 2048
"""Quotes whose words are remembered."""

SHORT = 4
"""Letters of the shortest word that tells something, and of a stem that need not be exact."""
_STEM = 5
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    [
        "about",
        "after",
        "also",
        "always",
        "back",
        "been",
        "every",
        "from",
        "have",
        "into",
        "just",
        "last",
        "more",
        "most",
        "never",
        "only",
        "other",
        "over",
        "since",
        "some",
        "than",
        "that",
        "them",
        "then",
        "there",
        "they",
        "this",
        "what",
        "when",
        "which",
        "will",
        "with",
        "your",
    ]
)
"""Words of four letters and more that tell nothing."""
_FIGURES = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "hundred",
        "half",
    ]
)


def words_of(statements: Iterable[Statement]) -> frozenset[str]:
    """The beginnings of the words that mean something."""
    return frozenset().union(*(_stems(quote) for quote in {each.quote for each in statements}))


@lru_cache(maxsize=MOST_QUOTES)
def _stems(quote: str) -> frozenset[str]:
    return frozenset(
        word.removesuffix("s")[:_STEM] for word in _plain_words(quote) if _means(word) and word not in _SMALL
    )


@lru_cache(maxsize=MOST_QUOTES)
def runs_of(quote: str) -> frozenset[tuple[str, ...]]:
    """Every few words in a row, where some of them carry meaning."""
    words = _plain_words(quote)
    found: set[tuple[str, ...]] = set()
    for length, meaning in RUNS:
        runs = (words[nth : nth + length] for nth in range(len(words) - length + 1))
        found |= {run for run in runs if sum(map(_means, run)) >= meaning}
    return frozenset(found)


@lru_cache(maxsize=MOST_QUOTES)
def figure_runs_of(quote: str) -> frozenset[tuple[str, ...]]:
    """Every few words in a row with a figure among them, and with what it is of."""
    words = _plain_words(quote)
    runs = (words[nth : nth + COUNTED] for nth in range(len(words) - COUNTED + 1))
    return frozenset(run for run in runs if any(map(_is_figure, run)) and any(map(_names, run)))


def _is_figure(word: str) -> bool:
    return word.isdigit() or word in _FIGURES


def _names(word: str) -> bool:
    return _means(word) and word not in _SMALL and not _is_figure(word)


def _plain_words(quote: str) -> tuple[str, ...]:
    """The words as they are shown: without control sequences that an older file may hold."""
    return tuple(word.casefold() for word in _WORD.findall(plain_text(quote)))


def _means(word: str) -> bool:
    return len(word) >= SHORT or word.isdigit()
