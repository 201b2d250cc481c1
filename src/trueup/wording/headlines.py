"""Three headlines the founder can use today: short, true, in the founder's person, with numbers of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, counts
from trueup.engine.truthful import Truth, in_own_words
from trueup.wording.text import one_line

HEADLINES = 3
LONGEST = 12
"""The most words of a headline."""

WORTH_SAYING = {
    ("customer.received", "ontime"): "{n} of my last {total} customers got it on time.",
    ("customer.started", "alone"): "{n} of my last {total} customers started on their own.",
}
"""Counts over the last customers that a page could print."""
ENOUGH = 0.8
"""The least share of customers that is worth printing."""


def headlines(content: Content, audit: Audit, truths: Sequence[Truth]) -> tuple[str, ...]:
    """At most three headlines of at most twelve words, made of sentences that are true of every channel.

    A count of the founder's own comes first, then what is claimed today and holds. What a broken promise would have to
    admit is true, but nobody's headline.
    """
    whole = (truth for truth in truths if not truth.mismatch)
    single = [truth for truth in whole if len(truth.sentences) == 1 and ": " not in truth.sentences[0]]
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
    return tuple(map(one_line, made))


def _counted(content: Content, audit: Audit) -> Iterator[str]:
    for (column, key), said in WORTH_SAYING.items():
        if column in content.questions and column in COLUMNS:
            _, quoted, total = counts(audit, column)
            if total >= ROWS_TO_COUNT and quoted.get(key, 0) >= ENOUGH * total:
                yield in_own_words(audit, said.format(n=quoted[key], total=total))


def _words(text: str) -> int:
    return len(text.split())
