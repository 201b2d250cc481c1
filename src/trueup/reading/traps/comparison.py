"""Matches about other businesses: *unlike agencies that …*, *most shops …*."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from trueup.reading.blocks import listed
from trueup.reading.tokens import keyed
from trueup.reading.traps.place import BACK_TO_US, Place, is_number

_OWN: Final = keyed("but we our i my and so")
"""Words after which the founder speaks of their own business again."""
_UNLIKE: Final = keyed(
    "unlike elsewhere competitor competitors rival rivals traditional traditionally compared whereas others than"
)
_SELLERS: Final = keyed(
    "agency agencies shop shops tool tools provider company platform app studio freelancer store brand service "
    "software bank firm website supplier contractor alternative vendor consultant dealer chain supermarket school "
    "course gym marketplace broker lawyer accountant place site seller sellers outfit outfits tracker trackers "
    "retailer retailers manufacturer builder garage salon hotel publisher network giant giants competition firms "
    "insurer"
)
_SUBJECTS: Final = keyed("agency app shop chain supermarket gym platform tool brand store bank broker dealer studio")
"""In the plural and at the beginning of a sentence, these words mean other businesses."""
_MOST: Final = keyed("most other many some typical usual normal average big large old current previous another every")
_MORE: Final = keyed("more less fewer longer")
_COMPARING: Final = _UNLIKE | _MOST | {"instead", "rather"}


def is_of_others(place: Place) -> bool:
    """Whether the match is about other businesses: *unlike agencies that …*, *most shops …*, *instead of …*."""
    keys = place.keys
    if keys[0] == "unlik" and _is_second_clause(place) and _WHICH.match(place.sentence.text):
        return True
    if _is_others_clause(place) or _is_subject_of_others(place):
        return True
    if place.sentence.key_set.isdisjoint(_COMPARING):
        return False
    for index in (*place.before(_OWN), *range(place.first, place.last)):
        word, after = keys[index], keys[index + 1 : index + 2]
        is_named = index in place.rests_on
        if is_named and (word in _UNLIKE or word == "everi"):
            continue
        if word in _UNLIKE and not (word == "than" and keys[index - 1] in _MORE and is_number(after)):
            return True
        if not is_named and word in ("instead", "rather") and after in (("of",), ("than",)):
            return True
        near = range(index + 1, min(index + 4, place.last))
        if word in _MOST and any(keys[at] in _SELLERS and at not in place.rests_on for at in near):
            return True
    return False


_OTHER_SUBJECT: Final = re.compile(
    r"(?:most|many|other|some other|the other|the big|big|large|bigger|larger) (?:\w+ )?"
    r"(?:agencies|apps|banks|brands|brokers|builders|chains|companies|contractors|dealers|dealerships|firms|garages|gyms|"
    r"hotels|platforms|providers|publishers|retailers|salons|shops|stores|studios|supermarkets|suppliers|tools|traders|"
    r"vendors)\b|the (?:test|testing|exam|tax|job|registry|visa|land) (?:centre|center|board|office)\b|"
    r"the (?:\w+ )?(?:bus|buses|train|trains|tram|trams|underground|metro)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about other businesses, an authority or a bus."""
_OURSELVES: Final = keyed("we us our ours i me my mine but here you your this these it however instead")


def _is_subject_of_others(place: Place) -> bool:
    """Whether the whole sentence is about others, also after a comma or *and*: *Big firms promise it and come late*."""
    begins, text = place.sentence.extent[0], place.sentence.words.text
    if not (match := _OTHER_SUBJECT.match(text, begins)):
        return False
    between = text[match.end() : place.sentence.words.starts[place.sentence.first + place.first]]
    return _OURSELVES.isdisjoint(place.keys[: place.first]) and not _NEW_SENTENCE.search(between)


_NEW_SENTENCE: Final = re.compile(r"[;:–—]| - ")
_WHICH: Final = re.compile(r"[^,]+, (?:which|who|where|whose)\b", re.IGNORECASE)


def _is_second_clause(place: Place) -> bool:
    return sum("," in place.between(index) for index in range(1, place.first + 1)) == 1


_CALLS_ITSELF: Final = re.compile(
    r"\b(?:calls? (?:it|them)sel(?:f|ves)|(?:swears?|boasts?|brags?) (?:that|they|of)\b)", re.I
)
_RIVALS: Final = keyed("competitor competitors competition rival rivals others")
_BIG: Final = keyed("agency chain supermarket bank giant brand broker dealer")
_GIANTS: Final = keyed(
    "amazon ebay etsy google facebook airbnb uber paypal microsoft netflix ikea xero quickbooks duolingo substack "
    "wix squarespace shopify canva calendly fiverr upwork tesco aldi lidl asda udemy coursera spotify youtube vinted"
)
_OFFICES: Final = keyed(
    "bank council government landlord insurer florist school library museum hospital ward doctor gp surgeon "
    "vet police church"
)
_ANY_GOOD: Final = keyed("good bad cheap decent proper typical")
"""After *a*, one of these words makes a statement general: *A good knife lasts a lifetime* is about all good knives."""
_WITH_US: Final = keyed("that who which stock carry trust use choose")
_LOT: Final = re.compile(
    r"[A-Z][\w ]{2,30}['’]s? lot\b|(?:the|my) (?:colleagues|big \w+|salon|gym|chap|bloke|woman|man) "
    r"(?:upstairs|next|in|by|give|send|have|put|let|sell|take)",
    re.IGNORECASE,
)
"""How others are named: *London Writers' lot*, *the big lads put …*, *the gym upstairs is …*."""
_OTHERS_SAY: Final = re.compile(
    r"^(?:some|most|many|plenty) of (?:them|these|those) (?!are\b)|"
    r"\b(?:firms|companies|shops|sites|others|agencies|traders) (?:advertising|promising|claiming|offering)\b",
    re.IGNORECASE,
)
"""How others' promises are introduced: *Some of them promise …*, *you'll see firms advertising …*."""
_OFFERS: Final = keyed("will would can might may charge offer promise want give cost take sell let claim")


@lru_cache(maxsize=256)
def _speaks_of_others(text: str) -> bool:
    return bool(_OTHERS_SAY.search(text) or _CALLS_ITSELF.search(text))


def _is_others_clause(place: Place) -> bool:
    """Whether the clause is about other businesses: *agencies tell you that …*, *an agency will …*, *the chains have
    …*.
    """
    keys = place.keys
    if (
        keys[0] in ("my", "our", "the", "a")
        and not _RIVALS.isdisjoint(keys[1:2])
        and BACK_TO_US.isdisjoint(keys[2 : place.first])
    ):
        return True
    if _speaks_of_others(place.sentence.text) or _is_story(place) or _is_advised(place):
        return True
    if any(keys[index] in _GIANTS for index in place.passed_over):
        return True
    if any(keys[index] in _OFFICES and keys[index - 1] == "the" for index in place.passed_over if index):
        return True
    clause = [*place.before(_OWN)]
    first = clause[-1] if clause else place.first
    if not clause or not _OWN.isdisjoint(place.keys[: place.first]):
        return False
    if _LOT.match(place.sentence.text) and first == 0:
        return True
    word, after, verb = keys[first], keys[first + 1], keys[min(first + 2, place.last - 1)]
    if word in _GIANTS and first == 0:
        return True
    if word in _SUBJECTS and place.written(first).endswith("s"):
        return first == 0 and after != "and"
    if word in ("a", "an"):
        return (after in _SUBJECTS and verb in _OFFERS) or (after in _ANY_GOOD and first + 2 < place.first)
    if word == "the" and after in _OFFICES:
        return True
    return after in _BIG and place.written(first + 1).endswith("s") and verb not in _WITH_US


_SOMEBODY: Final = keyed("gentleman lady man woman student reader client customer friend couple bride one pal")
_PAST: Final = listed(
    "took sold said told wrote got came found had was sent made put lost won went gave kept left paid did"
)


def _is_story(place: Place) -> bool:
    """Whether the match only tells of one person: *One gentleman took two years over it*."""
    for index in place.before():
        word, after = place.keys[index], index + 1
        if word in _SOMEBODY and index and place.keys[index - 1] in ("one", "a", "another"):
            verb = place.written(after).lower()
            return verb in _PAST or verb.endswith("ed")
    return False


_TOLD_TO: Final = keyed("you it i we that this they all each")


def _is_advised(place: Place) -> bool:
    """Whether the match is advice on using a thing: *A candle should burn for an hour the first time*."""
    for index in place.before():
        if place.keys[index] == "should":
            return bool(index) and place.keys[index - 1] not in _TOLD_TO
    return False
