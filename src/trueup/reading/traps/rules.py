"""Which matches of a cue aren't claims, and why.

There is one rule for each kind. It looks at one match in its sentence. A rule that can't decide lets the match pass:
the founder sees all claims before they count, so a wrong one costs a key, but one that was missed is never seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Literal

from trueup.reading.traps.comparison import is_of_others
from trueup.reading.traps.condition import is_conditional, is_limited
from trueup.reading.traps.negation import is_negated
from trueup.reading.traps.place import Place
from trueup.reading.traps.plan import is_planned
from trueup.reading.traps.quotation import is_quoted

Kind = Literal[
    "code", "legal", "quotation", "question", "comparison", "plan", "condition", "limit", "negation", "unlikely"
]


def kind_of_trap(place: Place) -> Kind | None:
    """Return why a match isn't a claim; None if it is one."""
    return next((kind for kind, is_one in RULES.items() if is_one(place)), None)


def is_question(place: Place) -> bool:
    """Whether the match is in a question whose answer isn't yes."""
    return place.sentence.is_question and not place.is_affirmed


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


RULES: Final[Mapping[Kind, Callable[[Place], bool]]] = {
    "code": is_code,
    "legal": is_legal,
    "quotation": is_quoted,
    "question": is_question,
    "comparison": is_of_others,
    "plan": is_planned,
    "condition": is_conditional,
    "limit": is_limited,
    "negation": is_negated,
}
"""Reason why a match isn't a claim → its rule. The rules are tried in this order."""
