"""Three headlines the founder can use today: short, true, in the founder's person, with numbers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import is_inactive
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, counts
from trueup.engine.truthful import Truth
from trueup.wording.text import one_line

HEADLINES = 3
LONGEST = 12
"""The most words of a headline."""

WORTH_SAYING = {
    ("customer.received", "ontime"): "{n} of my last {total} customers got it on time.",
    ("customer.started", "alone"): "{n} of my last {total} customers started alone.",
}
"""Counts over the last customers that a page could print."""
ENOUGH = 0.8
"""The least share of customers that is worth printing."""

_WE = re.compile(r"\b(?:we|our|us|we['’]\w+)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|my|me|I['’]\w+)\b")
_TO_WE = (
    (re.compile(r"\bI['’]m\b"), "we’re"),
    (re.compile(r"\bI['’](?=\w)"), "we’"),
    (re.compile(r"\bI\b"), "we"),
    (re.compile(r"\bMy\b"), "Our"),
    (re.compile(r"\bmy\b"), "our"),
    (re.compile(r"\bme\b"), "us"),
)
_STARTS = re.compile(r"(?:^|(?<=[.!?] ))we")


def says_we(audit: Audit) -> bool:
    """Whether the founder's own promises speak of *we* and never of *I*."""
    words = " ".join(row.text("words") for row in audit.of("promise") if not is_inactive(row))
    return bool(_WE.search(words)) and not _I.search(words)


def in_person(text: str, *, we: bool) -> str:
    """A sentence in the founder's person."""
    if not we:
        return text
    for pattern, said in _TO_WE:
        text = pattern.sub(said, text)
    return _STARTS.sub("We", text)


def headlines(content: Content, audit: Audit, truths: Sequence[Truth]) -> tuple[str, ...]:
    """At most three headlines of at most twelve words, made of sentences that are true of every channel.

    A count of the founder's own comes first, then what is claimed today, because that is what they replace.
    """
    single = [truth for truth in truths if len(truth.sentences) == 1 and ": " not in truth.sentences[0]]
    claimed = [truth.sentences[0] for truth in single if truth.claims]
    others = [truth.sentences[0] for truth in single if not truth.claims]
    left = list(dict.fromkeys([*claimed, *others]))
    made = list(_counted(content, audit))[:HEADLINES]
    while left and len(made) < HEADLINES:
        first = left.pop(0)
        if _words(first) > LONGEST:
            continue
        second = next((each for each in left if _words(first) + _words(each) <= LONGEST), None)
        if second is not None:
            left.remove(second)
        made.append(" ".join(filter(None, (first, second))))
    we = says_we(audit)
    return tuple(in_person(one_line(each), we=we) for each in made)


def _counted(content: Content, audit: Audit) -> Iterator[str]:
    for (column, key), said in WORTH_SAYING.items():
        if column in content.questions and column in COLUMNS:
            _, quoted, total = counts(audit, column)
            if total >= ROWS_TO_COUNT and quoted.get(key, 0) >= ENOUGH * total:
                yield said.format(n=quoted[key], total=total)


def _words(text: str) -> int:
    return len(text.split())
