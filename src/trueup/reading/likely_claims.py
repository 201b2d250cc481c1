"""Ranks claims by how likely a text makes them, judging by the words it shares with sentences known to make them.

The ranking supplements the cues. If a cue finds a claim but other claims are likelier, the claim isn't ticked: that is
left to the founder. A search for a claim lists the likeliest first.

The method is tf-idf. The document of a claim consists of its label, its phrases, the words of its cues, their examples,
and its sentences in `screens/said.tsv`. Terms are words and pairs of neighbouring words. The score of a claim is the
sum of the weights of a text's terms.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Final, NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.offered_claims import claims
from trueup.paths import said_file, screens_folder
from trueup.reading.cues import ready
from trueup.reading.prepared_cue import rarest
from trueup.reading.quantities import PIECES, ROW
from trueup.reading.reader import Claim, LeftOut, Reading, by_block, read_words
from trueup.reading.tokens import keyed, sentences, words

LIKELY: Final = 3
"""A claim found by a cue counts as unlikely if it isn't among this many likeliest claims of its sentence.

We measured this on twenty pages whose claims were marked by readers who had seen neither cues nor sentences. Of the
claims ticked, 65 % are right instead of 51 %, but a quarter of the right ones aren't ticked.
"""

_SHORT: Final = 5
"""An answer with fewer words is ranked also together with its question."""

_LONG: Final = 0.35
"""The weights of a document are divided by its length, relative to the average, to the power of this."""

_COMMON: Final = 0.5
"""Terms that are in more than this share of all documents, such as *the* or *you*, are ignored."""


class Likeness:
    """An index from terms to the claims whose documents contain them."""

    def __init__(self, documents: Mapping[str, Counter[str]]) -> None:
        """`documents`: claim → its terms, each with the number of sentences and cues that contain it."""
        having = Counter(term for document in documents.values() for term in document)
        average = sum(document.total() for document in documents.values()) / max(len(documents), 1)
        self._weights: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for tag, document in documents.items():
            length = (document.total() / average) ** _LONG
            for term, times in document.items():
                if having[term] <= len(documents) * _COMMON:
                    rarity = log((len(documents) + 1) / (having[term] + 0.5))
                    self._weights[term].append((tag, log(1 + times) * rarity / length))

    def scores(self, keys: Sequence[str]) -> dict[str, float]:
        """Return the score of each claim that shares a term with these words."""
        scores: dict[str, float] = defaultdict(float)
        for term in _terms(keys):
            for tag, weight in self._weights.get(term, ()):
                scores[tag] += weight
        return scores

    def ranked(self, keys: Sequence[str], most: int | None = None) -> list[str]:
        """Return the claims that share a term with these words, likeliest first; with `most`, at most that many."""
        scores = self.scores(keys)
        return nlargest(len(scores) if most is None else most, sorted(scores), key=scores.__getitem__)


def _terms(keys: Sequence[str]) -> set[str]:
    """Return the terms of a text: words and pairs of neighbouring words. All numbers are the same term."""
    alike = ["0" if key[0].isdigit() else key for key in keys]
    return {*alike, *map(" ".join, pairwise(alike))}


@lru_cache(maxsize=2)
def likeness(content: Content) -> Likeness:
    """Return the index for a content. It's cached."""
    documents = {
        tag: Counter(term for text in _told(content, tag) for term in _terms(words(text).keys))
        for tag in content.claims
    }
    for tag, sentence in said_sentences(said_file(screens_folder())):
        if tag in documents:
            documents[tag].update(_terms(words(sentence).keys))
    for cue in ready(content).cues:
        documents[cue.tag].update({rarest(each) for need in cue.needs for each in need if each[0] != "{"})
    return Likeness(documents)


def said_sentences(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the lines of `screens/said.tsv` as (tag, sentence). Raises OSError, or ValueError for a malformed line."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from ((tag, sentence) for tag, sentence in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _told(content: Content, tag: str) -> Iterator[str]:
    of, _, word = tag.partition(".")
    topic = content.topics[of]
    for texts in (topic.claims, *topic.claims_for.values(), topic.phrases, *topic.phrases_for.values()):
        if word in texts:
            yield texts[word]
    if cues := content.cues.get(tag):
        yield from cues.match


def likely(content: Content, text: str) -> list[str]:
    """Return the claims that share a term with a text, likeliest first."""
    return likeness(content).ranked(words(text).keys)


def likelihoods(content: Content, text: str) -> dict[str, float]:
    """Return how likely a text makes each claim that shares a term with it, from 0 to 1 for the likeliest."""
    scores = likeness(content).scores(words(text).keys)
    best = max(scores.values(), default=1)
    return {tag: score / best for tag, score in scores.items()}


def doubted(content: Content, reading: Reading, beside: Sequence[Reading] = ()) -> Reading:
    """Return a reading in which unlikely claims are moved to `left_out`, with the reason `unlikely`.

    A price row is likely to matter if a line in this reading or in one `beside` it says something else about the same
    thing, and only then.
    """
    index = likeness(content)
    met = {id(claim) for claim in _meeting(reading, beside)}
    unlikely = {
        id(claim)
        for nth, claims in by_block(reading.claims).items()
        for claim in _unlikely(index, reading.blocks[nth].text, claims)
    }
    unlikely |= {id(claim) for claim in reading.claims if claim.quantity and claim.quantity.kind == ROW}
    unlikely -= met
    kept = tuple(claim for claim in reading.claims if id(claim) not in unlikely)
    out = tuple(LeftOut(claim, "unlikely") for claim in reading.claims if id(claim) in unlikely)
    return replace(reading, claims=kept, left_out=(*reading.left_out, *out))


def _unlikely(index: Likeness, text: str, claims: Sequence[Claim]) -> Iterator[Claim]:
    asked: tuple[str, ...] = ()
    for sentence in sentences(words(text)):
        start, end = sentence.extent
        here = [claim for claim in claims if start <= claim.start < end]
        if here:
            best = set(index.ranked(sentence.keys, LIKELY))
            if asked and len(sentence.keys) < _SHORT:  # it says what it's about only together with its question
                best.update(index.ranked((*asked, *sentence.keys), LIKELY))
            yield from (claim for claim in here if claim.tag not in best)
        asked = sentence.keys if sentence.is_question else ()


# Price rows -------------------------------------------------------------------

_SAID_OF_ALL: Final = keyed(
    "a an the my our your every each all any and of with for in from is are cost price just only"
)

FROM: Final = "shown.from"
GRATIS: Final = "shown.gratis"
PRICES: Final = frozenset({FROM, GRATIS})
"""The claims that say something else about a thing than its price: where prices start, and that it's free."""


def _meeting(reading: Reading, beside: Sequence[Reading]) -> Iterator[Claim]:
    """Yield the price rows of a reading whose thing has another price, or none, in this reading or in one beside it: a
    page of prices has many rows, and few founders want a promise for each.
    """
    rows = [(claim, thing) for claim, thing in _things(reading) if claim.quantity and claim.quantity.kind == ROW]
    others = [pair for each in (reading, *beside) for pair in _things(each) if pair[0].tag in PRICES] if rows else ()
    for claim, thing in rows:
        if any(thing == other if against.tag == FROM else thing <= other for against, other in others):
            yield claim


def _things(reading: Reading) -> Iterator[tuple[Claim, frozenset[str]]]:
    """Yield the claims about a price, each with the words that name its thing."""
    for claim in reading.claims:
        if claim.tag == GRATIS:
            thing = claim.words
        elif claim.tag == FROM or (claim.quantity and claim.quantity.kind == ROW):
            block = reading.blocks[claim.block]
            named = claim.words if claim.tag != FROM and any(map(str.isalpha, claim.words)) else ""
            before = PIECES.split(block.text[: claim.start])
            thing = named or before[-1].strip() or (before[0] if block.kind == "row" else "")
        else:
            continue
        keys = frozenset(key for key in words(thing).keys if key.isalpha()) - _SAID_OF_ALL
        if keys:
            yield claim, keys


# Search -----------------------------------------------------------------------

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
