"""Which matches of a cue aren't claims, and why.

There is one rule for each kind. It looks at one match in its sentence. A rule that can't decide lets the match pass:
the founder sees all claims before they count, so a wrong one costs a key, but one that was missed is never seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from trueup.reading.traps.comparison import is_of_others
from trueup.reading.traps.condition import is_conditional
from trueup.reading.traps.law_and_code import is_code, is_legal
from trueup.reading.traps.limit import is_limited
from trueup.reading.traps.negation import is_negated
from trueup.reading.traps.place import Place
from trueup.reading.traps.plan import is_planned
from trueup.reading.traps.quotation import is_quoted

Kind = Literal[
    "code", "legal", "quotation", "question", "comparison", "plan", "condition", "limit", "negation", "unlikely"
]


def kind_of_trap(place: Place) -> Kind | None:
    """Return why a match isn't a claim; None if it is one."""
    if place.is_testimonial:
        return None
    return next((kind for kind, is_one in RULES.items() if is_one(place)), None)


def is_question(place: Place) -> bool:
    """Whether the match is in a question whose answer isn't yes."""
    return place.sentence.is_question and not place.is_affirmed


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
