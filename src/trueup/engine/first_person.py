"""A phrase as this founder would publish it: with *I* or *we*, and with the name of their only group of customers."""

from __future__ import annotations

import re

from trueup.answers.model import Audit

PERSON, FIRST, WE = "identity.person", "i", "we"
"""The question that asks whether the founder writes as *I* or *we*, and its two answers."""

_WE = re.compile(r"\b(?:we|our|us|we['’]\w+)\b", re.IGNORECASE)

_I = re.compile(r"\b(?:I|my|me|I['’]\w+)\b")

_TO_WE = (
    (re.compile(r"\bI['’]m\b"), "we're"),
    (re.compile(r"\bI['’](?=\w)"), "we'"),
    (re.compile(r"\bI\b"), "we"),
    (re.compile(r"\bmyself\b"), "ourselves"),
    (re.compile(r"\bMy\b"), "Our"),
    (re.compile(r"\bmy\b"), "our"),
    (re.compile(r"\bme\b"), "us"),
)

_STARTS = re.compile(r"(?:^|(?<=[.!?] ))we")

GROUP = "{group|"
"""How the placeholder for the name of the founder's only group begins."""

_GROUP = re.compile(r"\{group\|([^{}]*)\}")

LONGEST_NAME = 30
"""The most characters of a group's name that fit into a sentence to publish."""


def says_we(audit: Audit) -> bool:
    """Whether the founder writes as *we*: as answered, else if their promises say *we* and never *I*."""
    asked = audit.answers.get(PERSON)
    if asked and asked.state == "given" and asked.value in (FIRST, WE):
        return asked.value == WE
    words = " ".join(row.text("words") for row in audit.of("promise") if not row.is_inactive)
    return bool(_WE.search(words)) and not _I.search(words)


def in_first_person(audit: Audit, phrase: str) -> str:
    """A phrase as this founder would publish it: in their person, with the name of their only group of customers.

    `{group|people like you}` in a phrase becomes that name, or the words after the bar if the name isn't clear.
    """
    phrase = _in_person(phrase, we=says_we(audit))
    return _GROUP.sub(lambda blank: group_name(audit) or blank.group(1), phrase)


def _in_person(text: str, *, we: bool) -> str:
    if not we:
        return text
    for pattern, said in _TO_WE:
        text = pattern.sub(said, text)
    return _STARTS.sub("We", text)


WHO, ONE = "identity.who", "one"
"""The question that asks who the offer is made for, and the answer that it is one kind of customer."""


def is_for_one_group(audit: Audit) -> bool:
    """Whether the offer is for one group only: the founder says so or names one group, and nothing contradicts it."""
    who = audit.answers.get(WHO)
    said = who.value if who and who.state == "given" else ""
    groups = sum(not row.is_inactive for row in audit.of("group"))
    return said in ("", ONE) and groups <= 1 and (said == ONE or groups == 1)


def group_name(audit: Audit) -> str:
    """The name of the only group, as the founder wrote it; empty if there isn't exactly one, or its name is too long
    for a sentence.
    """
    names = [row.text("name").strip() for row in audit.of("group") if not row.is_inactive]
    if len(names) != 1 or not names[0] or len(names[0]) > LONGEST_NAME:
        return ""
    return names[0]
