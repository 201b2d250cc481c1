"""What a word that is no id may mean: the checks, topics, questions and claims that speak of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from trueup.commands.output import WIDTH
from trueup.content.model import Content
from trueup.content.problems import instead, nearest
from trueup.reading.tokens import words
from trueup.wording.shortening import shortened

MOST: Final = 8
"""The most suggestions. With more, the best are hard to find among them."""
ALIKE: Final = 0.8
"""The likeness from which a word without a dot is taken for a misspelt id."""


class _Named(NamedTuple):
    id: str
    title: str
    more: str = ""
    """Further words about it, which count half."""


def instead_of(content: Content, name: str, *, only_checks: bool = False) -> str:
    """Return the end of a sentence that says what to write instead of `name`: the id that is spelt most alike or, one a
    line, everything that speaks of its words.
    """
    named = tuple(_checks(content)) if only_checks else tuple(_everything(content))
    ids = list(dict.fromkeys(each.id for each in named))
    near = nearest(name, ids)
    if near and ("." in name or SequenceMatcher(None, name, near).ratio() >= ALIKE):
        return f"; {instead(name, ids)}."
    found = _about(named, name)
    if not found:
        return f"; {instead(name, ids)}."
    lines = (f"  {shortened(f'{each.id}: {each.title}', WIDTH - 2)}" for each in found[:MOST])
    head = "These are about it" if len(found) <= MOST else f"The {MOST} of {len(found)} that are most about it"
    return f". {head}:\n" + "\n".join(lines)


def _everything(content: Content) -> Iterator[_Named]:
    for topic in content.topics.values():
        yield _Named(topic.id, topic.title, " ".join((topic.about, *topic.positions.values(), *topic.claims.values())))
    yield from _checks(content)
    for question in content.questions.values():
        yield _Named(question.id, question.text, question.short)
    for tag in sorted(content.claims):
        topic_id, _, word = tag.partition(".")
        yield _Named(tag, content.topics[topic_id].claims[word])


def _checks(content: Content) -> Iterator[_Named]:
    for check in content.checks.values():
        topic = content.topics[check.topic]
        yield _Named(check.id, check.title, f"{topic.title} {topic.about} {check.why}")


def _about(named: Collection[_Named], name: str) -> list[_Named]:
    """Return what speaks of all words of a name or, if nothing does, of any: best first, otherwise in order."""
    sought = frozenset(words(name.replace(".", " ").replace("-", " ")).keys)
    weighed = [(each, _weight(each, sought)) for each in named] if sought else []
    whole = max((weight[0] for _, weight in weighed), default=0)
    found = [(each, weight) for each, weight in weighed if whole and weight[0] == whole]
    return [each for each, _ in sorted(found, key=lambda pair: pair[1], reverse=True)]


def _weight(named: _Named, sought: Collection[str]) -> tuple[int, int]:
    """Return how many of the words are found, and how much that counts: three for the id, two for the title, one for
    further words.
    """
    at = [
        (3, frozenset(words(named.id.replace(".", " ").replace("-", " ")).keys)),
        (2, frozenset(words(named.title).keys)),
        (1, frozenset(words(named.more).keys)),
    ]
    found = [sum(weight for weight, keys in at if word in keys) for word in sought]
    return sum(map(bool, found)), sum(found)
