"""Matches that their own sentence limits: to a part, *except for …*, *more than a week*."""

from __future__ import annotations

import re
from typing import Final

from trueup.reading.tokens import keyed
from trueup.reading.traps.place import BACK_TO_US, NEW_THOUGHT, NOBODY, Place, is_number

_PART: Final = keyed("some part parts half")
_REST: Final = keyed("some others other rest")
_EXCEPT: Final = keyed("except excepting excluding bar")
_CLOSED: Final = keyed(
    "christmas easter monday tuesday wednesday thursday friday saturday sunday mondays sundays weekends holiday "
    "holidays january february march april june july august september october november december"
)
"""After *except*, such a word names days on which a business is closed, which every page may do."""
_THROUGH: Final = re.compile(
    r"If (?:you|people|customers)(?:['’]re| are)? (?:come|coming|buy|buying|book|booking|order|ordering|join|joining|"
    r"sign up|arrive|arriving|get here|find (?:me|us|it)) (?:here )?(?:through|via|from|at|by way of)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about one channel only: *If you come through the guild, …*."""


def is_of_one_channel(text: str) -> bool:
    """Whether a sentence is only about customers who come through one channel, so it limits the sentence before it."""
    return bool(_THROUGH.match(text))


def is_limited(place: Place) -> bool:
    """Whether the sentence itself limits what the match says: to a part, *except for …*, *more than a week*."""
    is_exceeded = _more_than(place) is not None and not is_at_most(place)  # *more than a week*
    return place.is_of_the_rest or is_exceeded or _is_of_part(place) or _is_excepted(place)


def _is_of_part(place: Place) -> bool:
    """Whether the match is about a part only: *part of it works …*, *some orders leave …, others …*."""
    keys = place.keys
    for index in (*place.before(NEW_THOUGHT), *range(place.first, place.last)):
        if index in place.rests_on or keys[index] not in _PART:
            continue
        if keys[index + 1 : index + 2] == ("of",):
            return True
        if keys[index] == "some" and index < place.first and not _REST.isdisjoint(keys[place.last :]):
            return True
    return False


def _is_excepted(place: Place) -> bool:
    """Whether an exception follows: *works offline, except for …*, *apart from …*."""
    keys = place.keys
    for index in range(place.last, min(place.last + 3, len(keys))):
        if keys[index] in BACK_TO_US:
            return False
        if keys[index] in _EXCEPT or keys[index : index + 2] in (
            ("apart", "from"),
            ("asid", "from"),
            ("other", "than"),
        ):
            what = keys[index + 1 : index + 5]
            return _CLOSED.isdisjoint(what) and not any(is_number((word,)) for word in what)
    return False


_UNITS: Final = keyed("minute minutes hour hours day days week weeks month months year years working business")


def _more_than(place: Place) -> int | None:
    """The index of *more than* or *longer than* before the time in the match, if its cue is an upper limit; otherwise
    None.
    """
    if "<" not in place.cue:
        return None
    keys = place.keys
    for index in range(place.last - 2):
        if keys[index] in ("more", "longer") and keys[index + 1] == "than" and index + 2 in place.rests_on:
            is_named = index in place.rests_on and index + 1 in place.rests_on
            if not is_named and not _UNITS.isdisjoint(keys[index + 2 : index + 5]):
                return index
    return None


def is_at_most(place: Place) -> bool:
    """Whether a denial turns *more than* into a limit: *it never takes more than a day*."""
    at = _more_than(place)
    return at is not None and not NOBODY.isdisjoint(place.keys[:at])
