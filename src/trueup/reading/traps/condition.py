"""Matches that are true only under a condition (on a plan, for members, above an amount, *sometimes*), and those that
their own sentence limits: to a part, *except for …*, *more than a week*.
"""

from __future__ import annotations

import re
from typing import Final

from trueup.reading.tokens import keyed
from trueup.reading.traps.place import BACK_TO_US, NEW_THOUGHT, NOBODY, SMALL_NUMBERS, SUBJECT, Place, is_number

_WHEN: Final = keyed("if once when after unless provided whenever")
_HIGHER: Final = keyed(
    "plan pro premium plus upgrade tier package subscribe subscriber subscribing subscription member membership addon "
    "enterprise gold platinum vip annual annually elite eligible selected qualify approved spend patron"
)
_TIED_TO: Final = keyed("on with in under for")
_HOLDERS: Final = keyed(
    "plan tier package account subscription membership member subscriber customer user client order"
)
_MAYBE: Final = keyed("sometimes occasionally might perhaps maybe")
_SOME: Final = keyed("some most many certain selected")
_OVER: Final = keyed("over above from exceeding")
_SPENT: Final = keyed("order purchase spend basket")
_LIMITING: Final = _HIGHER | _MAYBE | _SPENT | keyed("may case subject paid pay business")
"""If a sentence contains none of these words, it states no condition of the kinds below."""


def is_conditional(place: Place) -> bool:
    """Whether the match is true only for some customers or cases: on a plan, for members, above an amount,
    *sometimes*.
    """
    if _is_supposed(place) or _is_for_enough(place) or _is_free_with_order(place):
        return True
    if place.keys[0] == "if" and 0 not in place.rests_on and is_of_one_channel(place.sentence.text):
        return True
    if any(_is_whether(place, index) for index in place.passed_over):
        return True
    if any(place.keys[index] == "whether" for index in place.before(NEW_THOUGHT)):
        return True
    if place.sentence.key_set.isdisjoint(_LIMITING):
        return False
    keys = place.keys
    if any(_begins_condition(place, index) for index in range(len(keys)) if keys[index] in _WHEN):
        return True
    near = [*place.before(), *place.passed_over, *place.after()]
    for index in near:
        if index in place.rests_on:
            continue
        word, after = keys[index], keys[index + 1 : index + 5]
        if word in _HIGHER - _HOLDERS and not _HOLDERS.isdisjoint(after[:1]):  # the Pro plan adds …
            return True
        if word in _MAYBE:
            return True
        if word == "may" and place.written(index).islower() and index and keys[index - 1] not in _NO_DOUBT:
            return True
        if word in _TIED_TO and _is_tied(after):
            return True
        if word == "in" and len(after) > 1 and after[0] in _SOME and after[1] == "case":
            return True
        if word in _SPENT and after and after[0] in _OVER and _has_amount(after) and index + 1 not in place.rests_on:
            return True
        if word == "subject" and after[:1] == ("to",):
            return True
    return False


_ASKING: Final = keyed("ask see know wonder check")
_BUYING: Final = keyed("order buy take book bring pay ask want send come sponsor")
_WISHES: Final = keyed("like love rather be recommend suggest prefer never not say want need appreciate hope")


def _is_whether(place: Place, index: int) -> bool:
    """Whether the word at `index` begins an indirect question: *Ask if I can …*, *whether we …*."""
    word = place.keys[index]
    return word == "whether" or (word == "if" and index > 0 and place.keys[index - 1] in _ASKING)


def _is_supposed(place: Place) -> bool:
    """Whether the whole statement is hypothetical: *if you need it within a day*, *you'd find me …*."""
    subjects = 0
    for index in place.before():
        word = place.keys[index]
        if word == "if":
            return subjects < 2 and not any(at in place.sentence.pauses for at in range(place.first + 1, place.last))
        if word == "would" and place.keys[index + 1] not in _WISHES and index and place.keys[index - 1] in SUBJECT:
            return True
        subjects += word in SUBJECT
    return False


def _is_for_enough(place: Place) -> bool:
    """Whether the match is true only above a number or with a referral: *if you order more than 50, …*."""
    keys = place.keys
    if keys[0] != "if" or place.first == 0:
        return False
    clause = keys[1 : place.first]
    is_many = any(word[0].isdigit() or word in SMALL_NUMBERS - {"a", "an"} for word in clause)
    return (is_many and not _BUYING.isdisjoint(clause)) or ("send" in clause[-2:] or "sent" in clause)


_FREE: Final = keyed("free nothing charge cost pay waive deduct refund")
_GOING_AHEAD: Final = keyed("go order buy book hire proceed accept take sign choose commission decide")


def _is_free_with_order(place: Place) -> bool:
    """Whether something is free only for customers who order something else: *costs nothing if you go ahead*."""
    keys, at = place.keys, place.last
    return (
        keys[at : at + 2] in (("if", "you"), ("when", "you"), ("onc", "you"))
        and not _GOING_AHEAD.isdisjoint(keys[at + 2 : at + 4])
        and not _FREE.isdisjoint(keys[index] for index in place.rests_on)
    )


def _begins_condition(place: Place, index: int) -> bool:
    """Whether the clause that begins at `index`, with *if*, *once* or the like, is about a paid plan or membership."""
    clause: list[str] = []
    for at in range(index + 1, min(index + 12, len(place.keys))):
        if at in place.sentence.pauses:
            break
        clause.append(place.keys[at])
    return not _HIGHER.isdisjoint(clause)


_FOR_ALL: Final = keyed("free basic every each any all both")


def _is_tied(after: tuple[str, ...]) -> bool:
    """Whether these words, after *on*, *with* or *for*, name a paid plan: *the Pro plan*, *annual subscribers*, *our
    Plus package*.
    """
    words = [word for word in after if word not in ("the", "our", "a", "an", "ani", "all", "your")]
    return bool(words) and (
        (
            (words[0] in _HIGHER - _HOLDERS or words[0] in ("paid", "pay", "busi"))
            and not _HOLDERS.isdisjoint(words[1:3])
        )
        or (words[0] not in _FOR_ALL and words[1:2] in (["plan"], ["tier"], ["packag"]))
        or words[0] in keyed("subscribers members patrons")
    )


def _has_amount(after: tuple[str, ...]) -> bool:
    return any(word in ("€", "$", "£") or word[0].isdigit() for word in after)


_NO_DOUBT: Final = keyed("in on by since until from you anyone everyone who they all buyers customers members")
"""After one of these words, *may* doesn't express doubt: it's the month, or a permission."""


# Limits -----------------------------------------------------------------------

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
