"""Matches in legal language or in code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from trueup.reading.traps.place import Place

_LEGAL: Final = re.compile(
    r"©|\(c\) ?\d{4}|all rights reserved|registered (?:in|office|trade ?mark)|company (?:number|no\b|reg)|"
    r"vat (?:number|no\b|id)|"
    r"terms (?:and conditions|& conditions)? ?apply|hereby|herein|notwithstanding|merchantability|governing law|"
    r"liability(?! (?:insurance|cover))|indemnif|jurisdiction",
    re.IGNORECASE,
)
_SHORT: Final = 300
"""In a block of at most this many characters, one legal term makes the whole block legal."""


def is_legal(place: Place) -> bool:
    """Whether the match is in the language of legal terms, which promises nothing to a visitor."""
    text = place.sentence.words.text
    said = text if len(text) <= _SHORT else place.sentence.text  # a short block, such as a footer, is legal as a whole
    return place.block == "legal" or _is_legal_language(said)


@lru_cache(maxsize=256)
def _is_legal_language(text: str) -> bool:
    return bool(_LEGAL.search(text))


def is_code(place: Place) -> bool:
    """Whether the match is part of a program, or set in code type."""
    if place.block == "code":
        return True
    words = place.sentence.words
    start = words.starts[place.sentence.first + place.first]
    return words.text.count("`", 0, start) % 2 == 1 and "`" in words.text[start:]
