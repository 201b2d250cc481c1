"""Words in a published line that say little: jargon, absolutes and empty words, and lines that only set a mood.

The lists of words are in screens/words.md, one text per sort, one list item per word, each with a question that helps
to sharpen the line: `- seamless: what does it spare them?`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from trueup.content.model import Content
from trueup.sanitize import plain_text

WORDS = "words"
"""The name of the screen that holds the lists."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One word worth a second look: its place in the text, its sort, and the question about it."""

    start: int
    end: int
    sort: str
    """`jargon`, `absolutes` or `empty`."""
    question: str


def marked(content: Content, text: str) -> tuple[Marked, ...]:
    """The words to look at again, in the order of the text. If two overlap, the longer one is taken."""
    screen = content.screens.get(WORDS)
    if screen is None:
        return ()
    found: list[Marked] = []
    for sort, listed in screen.texts.items():
        pattern, questions = _list(listed)
        if pattern is not None:
            found += [Marked(m.start(), m.end(), sort, questions[_folded(m[0])]) for m in pattern.finditer(text)]
    found.sort(key=lambda mark: (mark.start, mark.start - mark.end))
    apart: list[Marked] = []
    for mark in found:
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
    return tuple(apart)


@cache
def _list(listed: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return a pattern that finds the words of a list, and the question for each word. The pattern matches whole words,
    and ignores case and the amount of space between words.
    """
    questions: dict[str, str] = {}
    for line in listed.splitlines():
        word, colon, question = line.removeprefix("- ").partition(":")
        if line.startswith("- ") and colon:
            questions[_folded(word)] = question.strip()
    if not questions:
        return None, questions
    longest_first = sorted(questions, key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), questions


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


# Pleasantries ------------------------------------------------------------------------------

LONGEST_PLEASANTRY = 12
"""The most words of a pleasantry; a longer line says more than that (our choice)."""

_MOOD = re.compile(
    r"\b(?:love|loving|lovingly|hearts?|heartfelt|passions?|passionate|passionately|joy|joyful|smiles?|warmth|cosy|cozy"
    r"|charm|charming|magic|magical|delights?|delightful|delicious|tasty|yummy|scrumptious|mouth-?watering|heavenly"
    r"|dreamy|beauty|beautiful|beautifully|lovely|elegant|gorgeous|stunning|friendly|cheerful|bliss|soul|vibes?"
    r"|unforgettable|enchanting|scent|aroma|(?:with|and) (?:care|pride)|warm welcome|feel at home|good mood|good times"
    r"|treat yourself|taste of)\b",
    re.IGNORECASE,
)
"""Words for a mood or a taste."""

_CHECKABLE = re.compile(
    r"[\d%$£€¥₹]|\b(?:free|paid?|pays?|prices?|costs?|fees?|refunds?|money|guaranteed?|within|minutes?|hours?|days?|weeks?"
    r"|months?|years?|today|tomorrow|tonight|daily|weekly|late|early|time|answers?|repl(?:y|ies)|deliver(?:y|ed|s)?"
    r"|sen[dt]|shipp?(?:ed|ing)?|posted|open|closed|cancel|repairs?|lasts?|safe|tested|certified|licensed|insured|organic"
    r"|natural|vegan|plastic|local|locally|fresh|freshly|hand|handmade|own|myself|ourselves|no|not|nothing|none|never"
    r"|without|only|all|both|one|two|three|four|five|six|seven|eight|nine|ten|dozen|twice|once)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words for something that customers can check, or that a line rules out."""


@lru_cache(maxsize=1024)
def is_pleasantry(words: str) -> bool:
    """Whether a line only sets a mood, such as “Made with love”, so that no one can count whether it's kept: it is
    short, has a word for a mood or a taste, and none for what can be checked.
    """
    text = plain_text(words)
    return len(text.split()) <= LONGEST_PLEASANTRY and bool(_MOOD.search(text)) and not _CHECKABLE.search(text)
