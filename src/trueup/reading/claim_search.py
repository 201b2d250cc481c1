"""Search for a claim by its words on the checklist or by words that pages use for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.offered_claims import claims
from trueup.reading.likely_claims import doubted, likelihoods
from trueup.reading.reader import read_words

SMALL: Final = frozenset({"a", "an", "the", "for", "of", "to", "in", "on", "at", "by", "with", "you", "your"})
"""Words that a label may have besides the words sought, and still say just that."""


class Offer(NamedTuple):
    """A claim of the checklist, with the words that find it."""

    tag: str
    label: str
    words: str
    """The heading, the label, the topic's title, and the cues with their examples, in lower case."""
    likelihood: float = 0
    """How likely the line makes the claim, from 0 to 1."""


def offers(content: Content, audit: Audit, words: str, ticked: Collection[str] = ()) -> tuple[Offer, ...]:
    """Return all claims of the checklist: first those that are most like `words`, then the others in their order."""
    found: list[Offer] = []
    for topic, offered in claims(content, audit, ticked):
        for tag, label in offered.items():
            cues = content.cues.get(tag)
            told = " ".join((*cues.cues, *cues.match)) if cues else ""
            found.append(Offer(tag, label, f"{topic.heading} {label} {topic.title} {told}".casefold()))
    by_line = likelihoods(content, words)
    weighed = (offer._replace(likelihood=by_line.get(offer.tag, 0)) for offer in found)
    return tuple(sorted(weighed, key=lambda offer: -offer.likelihood))


def best(content: Content, offered: Collection[Offer], sought: str, most: int) -> tuple[Offer, ...]:
    """Return at most `most` claims that match all words of `sought`: first those whose label says just that, then those
    that have most of these words in their label, then those that the line and the words sought make likeliest.
    """
    wanted = sought.casefold().split()
    if not wanted:
        return tuple(offered)[:most]
    by_words = likelihoods(content, sought)

    def unlike(offer: Offer) -> tuple[bool, int, float]:
        said = offer.label.casefold()
        says_just_that = set(wanted) <= set(said.split()) <= {*wanted, *SMALL}
        likelihood = offer.likelihood + by_words.get(offer.tag, 0)
        return not says_just_that, sum(word not in said for word in wanted), -likelihood

    fitting = (offer for offer in offered if all(word in offer.words for word in wanted))
    return tuple(sorted(fitting, key=unlike)[:most])


def found_in(content: Content, words: str) -> tuple[str, ...]:
    """Return the claims that the words of a promise make, each once, in the order of the words."""
    if not words.strip():
        return ()
    return tuple(dict.fromkeys(claim.tag for claim in doubted(content, read_words(content, words)).claims))
