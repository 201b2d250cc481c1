"""Matches that are denied: *no contract* is no promise of one."""

from __future__ import annotations

import re
from typing import Final

from trueup.reading.tokens import keyed
from trueup.reading.traps.condition import is_at_most
from trueup.reading.traps.place import DENIALS, NEVER, NEW_THOUGHT, NO, NOBODY, Place

_ONLY: Final = keyed("only just merely simply beat worry hesitate forget miss even")
"""Before one of these words, a *not* doesn't deny: *not only fast*, *you can't beat*."""
_LEADS_AWAY: Final = keyed("with for at in on of to by from when if until before after matter need doubt wait problem")
"""What comes after one of these words isn't denied by a *no* before it: *no extra cost for same-day delivery*."""


def is_negated(place: Place) -> bool:
    """Whether the match is negated by a *not*, *never* or *no* that isn't part of the cue."""
    if place.block == "denied" or _DENIED_LIST.match(place.sentence.text):
        return True
    if is_at_most(place):
        return False
    return not place.sentence.key_set.isdisjoint(NOBODY) and (
        any(_denies(place, index) for index in place.before(NEW_THOUGHT))
        or any(place.keys[index] in NEVER | NO and not _is_idiom(place, index) for index in place.passed_over)
        or _is_denied_after(place)
    )


_GETS: Final = keyed("gets receives has")


def _denies(place: Place, index: int) -> bool:
    word, after = place.keys[index], place.keys[index + 1 : index + 3]
    if word in NOBODY - DENIALS or (word == "no" and after[:1] == ("one",)):
        return not _GETS.isdisjoint(after[1:] if word == "no" else after[:1])
    if word in NEVER or (word == "no" and place.keys[index + 1] == "longer"):
        return not _is_idiom(place, index)
    if word not in NO or place.keys[place.first] in NO:  # in “no fees, no contract”, one no doesn't deny the other
        return False
    between = place.keys[index + 1 : place.first]
    return len(between) <= 2 and _LEADS_AWAY.isdisjoint(between)


_DENIED_LIST: Final = re.compile(
    r"^(?:what|who|things?|where|when) [^:.!?]{0,40}(?:\bnot\b|n['’]t\b|\bnever\b)[^:.!?]{0,20}:|"
    r"^[^:.!?]{0,20}\b(?:not included|(?:does not|doesn['’]t) include|not covered|excluded|exclusions)\b[^:.!?]{0,20}:",
    re.IGNORECASE,
)
"""Headings of lists of what isn't offered: *What I'm not: …*, *Not included: …*."""


def is_denied_heading(text: str) -> bool:
    """Whether a heading introduces what isn't offered: *What I don't do*, *Not included*."""
    return len(text) <= _LONGEST_HEADING and bool(_DENIED_LIST.match(f"{text.rstrip(' :?')}:"))


_LONGEST_HEADING: Final = 60


def _is_idiom(place: Place, index: int) -> bool:
    return index + 1 < len(place.keys) and place.keys[index + 1] in _ONLY


def _is_denied_after(place: Place) -> bool:
    """Whether a denial follows the match: *… is not possible*, *…: no*."""
    after = [place.keys[index] for index in place.after()][:3]
    if after[:1] and after[0] in ("be", "was", "do", "can", "will", "may") and "not" in after[1:]:
        return True
    at = place.last
    is_answer = at < len(place.keys) and re.search(r"[:|–—?]|\s-\s", place.between(at))
    return bool(is_answer) and place.keys[at] in ("no", "not", "never") and at + 1 == len(place.keys)
