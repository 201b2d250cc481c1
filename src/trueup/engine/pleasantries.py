"""Published lines that only set a mood, such as “Made with love”: no one can count whether they're kept."""

from __future__ import annotations

import re
from functools import lru_cache

from trueup.sanitize import plain_text

LONGEST = 12
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
    """Whether a line only sets a mood: it is short, has a word for a mood or a taste, and none for what can be
    checked.
    """
    text = plain_text(words)
    return len(text.split()) <= LONGEST and bool(_MOOD.search(text)) and not _CHECKABLE.search(text)
