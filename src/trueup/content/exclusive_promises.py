"""The checks that no file writes out: one for each two claims of a topic that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from trueup.content.model import Check, Fix, Term, Topic, fix_text

SEVERITY = 3
WHY = "Customers who read both promises don't know which one is true. Many trust neither, or expect the better one."


def disagreements(topic: Topic) -> Iterator[Check]:
    """Yield a check for each two claims of a topic that exclude each other, with an id such as `start.alone-or-
    talk`.
    """
    # Skip unknown words, which are reported elsewhere.
    known = ([word for word in words if word in topic.claims and word in topic.positions] for words in topic.exclusive)
    pairs = dict.fromkeys(pair for words in known for pair in combinations(words, 2))
    for one, two in pairs:
        brief = {word: _inside_quotes(topic.in_brief.get(word, topic.positions[word])) for word in (one, two)}
        yield Check(
            id=f"{topic.id}.{one}-or-{two}",
            title=f"You promise both “{brief[one]}” and “{brief[two]}”",
            topic=topic.id,
            severity=SEVERITY,
            between=(_term(topic, one), _term(topic, two)),
            fixes=tuple(
                Fix(
                    **fix_text(
                        f"Keep “{_inside_quotes(topic.claims[to])}”, and delete {{other|the other promise}}."
                        " If they're about different things, say which is which."
                    ),
                    effort="hours",
                    move="say",
                    to=f"{topic.id}.{to}",
                    costs_you=f"the promise “{brief[gone]}”",
                )
                for to, gone in ((one, two), (two, one))
            ),
            why=WHY,
            is_made=True,
            location=topic.location,
        )


def _inside_quotes(text: str) -> str:
    """Return a text to put into quotation marks, with its own quotation marks made single."""
    return text.replace("“", "‘").replace("”", "’")


def _term(topic: Topic, word: str) -> Term:
    return Term(side="say", tags=(f"{topic.id}.{word}",), of="promise", other=True, group=True)
