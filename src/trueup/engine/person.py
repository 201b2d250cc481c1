"""The founder's person and names: whether they say *I* or *we*, and for whom they made it."""

from __future__ import annotations

import re

from trueup.answers.model import Audit
from trueup.engine.applicability import is_inactive

PERSON, FIRST, WE = "identity.person", "i", "we"
"""The question that asks for it once, and its two answers that settle it."""

_WE = re.compile(r"\b(?:we|our|us|we['’]\w+)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|my|me|I['’]\w+)\b")
_TO_WE = (
    (re.compile(r"\bI['’]m\b"), "we’re"),
    (re.compile(r"\bI['’](?=\w)"), "we’"),
    (re.compile(r"\bI\b"), "we"),
    (re.compile(r"\bmyself\b"), "ourselves"),
    (re.compile(r"\bMy\b"), "Our"),
    (re.compile(r"\bmy\b"), "our"),
    (re.compile(r"\bme\b"), "us"),
)
_STARTS = re.compile(r"(?:^|(?<=[.!?] ))we")
_GROUP = re.compile(r"\{group\|([^{}]*)\}")
LONGEST_NAME = 30
"""The most characters of a group's name that fit into a sentence to publish."""


def says_we(audit: Audit) -> bool:
    """Whether the founder writes as *we*: as they answered, else where their promises say *we* and never *I*."""
    asked = audit.answers.get(PERSON)
    if asked and asked.state == "given" and asked.value in (FIRST, WE):
        return asked.value == WE
    words = " ".join(row.text("words") for row in audit.of("promise") if not is_inactive(row))
    return bool(_WE.search(words)) and not _I.search(words)


def in_own_words(audit: Audit, phrase: str) -> str:
    """A phrase as this founder would publish it: in their person, with the name of their one group of customers.

    `{group|one kind of customer}` in a phrase is that name, or the words after the bar where it isn't clear.
    """
    phrase = _in_person(phrase, we=says_we(audit))
    return _GROUP.sub(lambda blank: _group(audit) or blank.group(1), phrase)


def _in_person(text: str, *, we: bool) -> str:
    if not we:
        return text
    for pattern, said in _TO_WE:
        text = pattern.sub(said, text)
    return _STARTS.sub("We", text)


def _group(audit: Audit) -> str:
    """The name of the only group there is, as the founder wrote it; empty where there are more."""
    names = [row.text("name").strip() for row in audit.of("group") if not is_inactive(row)]
    if len(names) != 1 or not names[0] or len(names[0]) > LONGEST_NAME:
        return ""
    return names[0]
