"""Matches that someone else says: in a quotation, a testimonial, or a report of what customers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from trueup.reading.tokens import keyed
from trueup.reading.traps.place import Place

_QUOTED: Final = re.compile(
    r"“[^”]{1,600}”|«[^»]{1,600}»|„[^“”]{1,600}[“”]|(?<![\w\"])\"[^\"\n]{1,600}\"(?!\w)|(?<!\w)‘[^’]{20,600}’(?!\w)"
)
_SIGNED: Final = re.compile(
    r"\s*(?:[–—―-]{1,2}\s*\w|\(?(?:[A-ZÀ-Þ][\w.’'-]*\s?){1,4}(?:[,.)]|\sin\s|\sfrom\s|$)|"
    r"(?:says|said|wrote|writes)\s+[A-ZÀ-Þ]|"
    r"(?:an?|one|our|my)\s[^.!?]{3,40}\s(?:says|said|wrote|writes|told)\b)"
)
"""What comes after a customer's words: *– Jonas*, *(Sorcha, Galway)*, *says Priya*, *a baker in Cork wrote*."""
_SAID_BEFORE: Final = re.compile(
    r"\b(?!(?:I|We|You|They|It|i|we|you|they|it)\b)\w+ (?:wrote|writes|said|says|told (?:me|us)|put it)(?: that)?"
    r"[^.!?]{0,25}[\s,:]$"
)
"""What comes before a customer's words: *Jill wrote that her hands “…”*."""
_TESTIMONIAL_WORDS: Final = 3


def testimonials(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each testimonial in a text: a passage in quotation marks, with its speaker named
    before or after it.
    """
    if any(sign in text for sign in '“«„"‘'):
        for quoted in _QUOTED.finditer(text):
            if len(quoted[0].split()) >= _TESTIMONIAL_WORDS and (
                _SIGNED.match(text, quoted.end()) or _SAID_BEFORE.search(text[: quoted.start()])
            ):
                yield quoted.span()


_SAID_BY_OTHERS: Final = re.compile(
    r"\s*(?:is|are|was) (?:what|how) (?:(?:other|many|most|some|all the|the|big|large)\s)?"
    r"(?!I\b|we\b|you\b|my\b|our\b)\w+(?:\s\w+)? (?:promise|claim|say|offer|write|advertise|call)s?\b",
    re.IGNORECASE,
)
"""What comes after words that others use: *“…” is what other apps promise*."""
_QUOTE_WORDS: Final = 5
"""A text in quotation marks with at least this many words is what someone says, not a name."""
_OTHERS: Final = keyed("customers clients people users readers reviewers guests students they he she")
_SAY: Final = keyed("say tell write report rave love")
_THEIRS: Final = keyed("his hers theirs their they he she it")
_NOT_OTHERS: Final = keyed("i we you to and can will would may not")


def is_quoted(place: Place) -> bool:
    """Whether someone else says the words: in a quotation, a testimonial, or a report of what customers say."""
    if place.block == "quote":
        return True
    words = place.sentence.words
    start, end = words.starts[place.sentence.first + place.first], words.ends[place.sentence.first + place.last - 1]
    if any(sign in words.text for sign in '“«„"‘'):
        for quoted in _QUOTED.finditer(words.text):
            if not (quoted.start() <= start and end <= quoted.end()):
                continue
            if len(quoted[0].split()) >= _QUOTE_WORDS or _SAID_BY_OTHERS.match(words.text, quoted.end()):
                return True
    before = [place.keys[index] for index in place.before()]
    if any(word in _SAY and other in _OTHERS for word, other in pairwise(before)):
        return True
    at = next((nth for nth, word in enumerate(before) if word == "say"), len(before))
    is_somebody = at + 1 < len(before) and before[at + 1] not in _NOT_OTHERS
    # such as “the man next door says his is …” or “my teacher said I'd …”
    is_past = at < len(before) and place.written(place.before()[at]).lower() == "said"
    return is_somebody and (is_past or not _THEIRS.isdisjoint(before[:at]))
