"""Search for a claim by words: those of the checklist, and those a page would use."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.offered_claims import claims
from trueup.reading.likely_claims import doubted, likely
from trueup.reading.reader import read_words


class Offer(NamedTuple):
    """A claim of the checklist, with the words that find it."""

    tag: str
    label: str
    words: str
    """Its heading, its label, what its topic is called and how pages put it, in small letters."""


def offers(content: Content, audit: Audit, words: str, ticked: Collection[str] = ()) -> tuple[Offer, ...]:
    """Every claim the checklist offers: first those the words of a line are most like, then the others in its order."""
    found: list[Offer] = []
    for topic, offered in claims(content, audit, ticked):
        for tag, label in offered.items():
            cues = topic.cues.get(tag.partition(".")[2])
            told = " ".join((*cues.cues, *cues.match)) if cues else ""
            found.append(Offer(tag, label, f"{topic.heading} {label} {topic.title} {told}".casefold()))
    places = {tag: nth for nth, tag in enumerate(likely(content, words))}
    return tuple(sorted(found, key=lambda offer: places.get(offer.tag, len(places))))


def best(offered: Collection[Offer], sought: str, most: int) -> tuple[Offer, ...]:
    """At most `most` claims that match all the words sought, first those with most of the words in their label, not
    only among the words pages use.
    """
    wanted = sought.casefold().split()
    fitting = [offer for offer in offered if all(word in offer.words for word in wanted)]
    fitting.sort(key=lambda offer: sum(word not in offer.label.casefold() for word in wanted))
    return tuple(fitting[:most])


def found_in(content: Content, words: str) -> tuple[str, ...]:
    """The claims that the words of a promise make, each once, in their order."""
    if not words.strip():
        return ()
    return tuple(dict.fromkeys(claim.tag for claim in doubted(content, read_words(content, words)).claims))


def label(content: Content, tag: str) -> str:
    """A claim in the words of the checklist."""
    topic, _, word = tag.partition(".")
    return content.topics[topic].claims.get(word, tag) if topic in content.topics else tag
