"""Matches that aren't true today: *soon*, *we're working on it*, *used to*, *until 2023*."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from trueup.reading.blocks import listed
from trueup.reading.tokens import key, keyed
from trueup.reading.traps.place import SUBJECT, Place

_SOON_IS_NOW: Final = keyed("as how too so see very well")
_PLANNED: Final = re.compile(
    r"\b(?:coming (?:soon|in|this|next)|working on|(?:we|i) plan (?:to|for)|planning (?:to|for)|planned for|"
    r"(?:on|in) (?:the|our) roadmap|in (?:the )?future|later this|hope to|not yet|some ?day|one day (?:we|i)|"
    r"will launch|launch(?:es|ing) (?:in|soon|this|next)|used to|in the past|back in (?:\d{4}\b|the days?\b)|"
    r"formerly|previously|(?:in|from) \d{4},? (?:we|i|it|they|there) (?:was|were|had|did|could|offered|sold)|"
    r"(?:until|till) (?:last|recently|\d{4})|where i (?:used to )?work(?:ed)?|back then|"
    r"(?:in (?:the|my|our)|for (?:the|my|our)|(?:the|my|our)|^)\s?first (?:few |two |three |six |\w+ )?"
    r"(?:years?|months?|seasons?|winters?|summers?),? (?:i|we|it) "
    r"(?:did|was|were|had|paid|sold|gave|sent|made|took|\w+ed)|"
    r"(?:in|at) the beginning,? (?:i|we|it) |in the beta|in (?:the )?new year|"
    r"by next (?:year|spring|summer|autumn|winter|may|june|easter)|"
    r"(?:i|we) had (?:\w+ed|sold|sent|made|paid)|at (?:the|my|our) old (?:place|shop|job|studio)|"
    r"no plans? (?:to|for)|i wish (?:i|we)|imagine (?:a|an|if)|if enough (?:people|of you)|"
    r"there(?:['’]s| is) no guarantee|(?:i|we) stopped \w+ing|my (?:old |former )?(?:boss|employer) |"
    r"(?:hoping|hope) to|with any luck|fingers crossed|(?:i|she|he)(?:['’]d| would) like (?:one|to|that)|"
    r"(?:maybe|perhaps),? (?:from|in|next|by)|(?:from|in|by) 20\d\d (?:maybe|perhaps)|"
    r"(?:next|by) (?:spring|summer|autumn|winter)\b[^.]{0,12}\bif|on the list for|"
    r"in the (?:old|early) days|during (?:the|our) beta|"
    r"(?:in|at) my (?:last|old|previous|former) |under (?:the|our) (?:\w+ )?owners? before|"
    r"before (?:us|my time|our time)|"
    r"(?:previous|former|last) owners?|"
    r"when (?:i|we) (?:was|were|worked|lived)|my first \w+ (?:was|had)|"
    r"my (?:grand)?(?:father|mother|dad|mum|mom|gran|uncle|aunt) (?:\w+ed|made|had|did|sold|kept|wrote|built)|"
    r"(?:will|coming|from|starting) next (?:week|month|quarter|year|spring|summer|autumn|fall|winter|season))\b|"
    r"^next (?:week|month|quarter|year|spring|summer|autumn|fall|winter|season)\b.* will\b",
    re.IGNORECASE,
)


def is_planned(place: Place) -> bool:
    """Whether the match isn't true today: *soon*, *we're working on it*, *used to*, *until 2023*."""
    if _is_told(place):
        return True
    plans = _plans(place.sentence.text)
    if plans:
        return not any(_is_named(place, *span) for span in plans)
    keys = place.keys
    if keys[place.last : place.last + 1] == ("was",) or _is_passive_past(place):
        return True
    return "soon" in place.sentence.key_set and any(
        word == "soon"
        and index not in place.rests_on
        and (index == 0 or keys[index - 1] not in _SOON_IS_NOW)
        and keys[index + 1 : index + 2] not in (("as",), ("after",))
        for index, word in enumerate(keys)
    )


_TOLD: Final = listed(
    "began broke brought came chose did drew drove fell felt flew gave got grew had heard held kept knew learnt left "
    "lent lost met ran rang sang sat saw sent sold spoke spent stood swore taught threw told took went woke won wore "
    "wove wrote"
)
"""Past forms, as written, of verbs that tell what happened once."""
_STILL_HAS: Final = keyed("ever have has not only never")
"""The words of `_STILL_TRUE` for *had*: *We had two assistants* is over, *we've had* isn't."""
_VERBS_TOLD: Final = frozenset(map(key, _TOLD))
_STILL_TRUE: Final = keyed("i we since ever have has had not only never")
_OF_KIN: Final = re.compile(
    r"\b[Mm]y (?:\w+ )?(?:(?:grand)?(?:father|mother)|gran|grandad|dad|mum|mom|uncle|aunt|teacher) "
    r"(?:always |never |once |only )?(?:made|did|could|would|had|was|used|\w+ed)\b"
)
"""How stories about relatives begin: *My mother made …*, but not *my grandfather's*."""


def _is_told(place: Place) -> bool:
    """Whether the match tells what happened once, in a past form that the cue doesn't name: *my mother made the cups*,
    *one bug took a week*. What the founders themselves did can still be a claim.
    """
    for index in place.rests_on:
        if place.keys[index] not in _VERBS_TOLD:
            continue
        word = place.written(index).lower()
        if word in _TOLD and word not in place.cue:
            before = place.keys[max(index - 3, 0) : index]
            if (_STILL_TRUE if word != "had" else _STILL_HAS).isdisjoint(before):
                return True
    return bool(_OF_KIN.search(place.sentence.text)) and "now" not in place.sentence.key_set


def _is_passive_past(place: Place) -> bool:
    """Whether the match is a passive in the past: *The first copies were printed by hand*. *I was trained in Lyon*
    stays a claim.
    """
    at = place.first - 1
    at -= at > 0 and place.keys[at] in ("a", "an", "the")
    return at > 0 and place.keys[at] == "was" and place.keys[at - 1] not in SUBJECT


@lru_cache(maxsize=256)
def _plans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _PLANNED.finditer(text))


def _is_named(place: Place, start: int, end: int) -> bool:
    """Whether the words at these characters of the sentence are named by the cue: *coming in May* can itself be a
    claim.
    """
    text, first = place.sentence.words, place.sentence.first
    begins = text.starts[first]
    return all(
        index in place.rests_on
        or not (start < text.ends[first + index] - begins and text.starts[first + index] - begins < end)
        for index in range(len(place.keys))
    )
