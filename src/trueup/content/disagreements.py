"""Checks made from a topic's `exclusive` claims: two published promises that can't both be true."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from trueup.content.model import Check, Fix, Term, Topic

SEVERITY = 3
WHY = "Customers who read both promises don't know which one is true. Many trust neither, or expect the better one."


def disagreements(topic: Topic) -> Iterator[Check]:
    """One check for every two claims of a topic that exclude each other, as `start.alone-or-talk`."""
    known = ([word for word in words if word in topic.claims] for words in topic.exclusive)  # the others are reported
    pairs = dict.fromkeys(pair for words in known for pair in combinations(words, 2))
    for one, two in pairs:
        first, second = topic.positions[one], topic.positions[two]
        yield Check(
            id=f"{topic.id}.{one}-or-{two}",
            title=f"Your promises disagree: {first} or {second}",
            topic=topic.id,
            severity=SEVERITY,
            between=(_term(topic, one), _term(topic, two)),
            fixes=tuple(
                Fix(
                    do=f"Keep “{topic.claims[to]}” in both places, and delete the other promise",
                    effort="hours",
                    move="say",
                    to=f"{topic.id}.{to}",
                    costs_you=f"“{topic.claims[gone]}”",
                )
                for to, gone in ((one, two), (two, one))
            ),
            why=WHY,
            location=topic.location,
        )


def _term(topic: Topic, word: str) -> Term:
    return Term(side="say", tags=(f"{topic.id}.{word}",), of="promise", other=True, group=True)
