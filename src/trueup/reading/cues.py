"""Cues made ready to find: every cue of every claim, indexed by a word that must be there, matched in one pass.

A sentence is looked at once. Its words name the few cues that could be in it; only those are tried, word by word. A
match knows which words it rests on and which ones a gap merely passed over, because what was passed over may undo it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from trueup.content.cue_language import MOST_GAP, Cue, Gap, Options, Part, Wanted, Word, parse_cue
from trueup.content.model import Content
from trueup.reading.quantities import Quantity
from trueup.reading.tokens import keyed, words

NEARBY: Final = 6
"""How many words a `not` cue may be away from a match, in the same sentence, to forbid it."""

_COMMON: Final = keyed(
    "a an the and or of to in on at for by with you your we our us i my me it is are be do not no any all"
)
"""Words that nearly every sentence has: the last ones a cue is looked up by."""

Keys = Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A cue found in a row of words, from `first` up to `last`, that not included."""

    first: int
    last: int
    rests_on: frozenset[int]
    """The words it names; those a gap passed over are not among them."""
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ReadyCue:
    """A cue ready to be found: the claim it is for, and what must be there before it is worth trying."""

    tag: str
    text: str
    parts: Cue
    needs: tuple[frozenset[str], ...]
    """Sets of keys; of each at least one must be in the sentence."""
    anchor: frozenset[str] = frozenset()
    """The one of them it is looked up by, because its words are rare."""
    begins: frozenset[str] = frozenset()
    """The words it can begin with; empty: also with a quantity, so anywhere."""
    never: tuple[ReadyCue, ...] = ()
    """What forbids it nearby."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Every cue by the words it is looked up by."""

    by_word: Mapping[str, tuple[ReadyCue, ...]] = field(default_factory=dict)

    def matches(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[tuple[ReadyCue, Found]]:
        """Every cue found in a row of words. `quantities`: those of it, by the word they begin at.

        Of several ways to find one cue, the tightest is meant; what its `not` cues forbid is left out.
        """
        here = set(keys)
        here.update(f"{{{each.kind}}}" for many in quantities.values() for each in many)
        tried: set[int] = set()
        for word in here:
            for cue in self.by_word.get(word, ()):
                if id(cue) not in tried:
                    tried.add(id(cue))
                    if all(not needed.isdisjoint(here) for needed in cue.needs):
                        for found in tightest(find(cue, keys, quantities)):
                            if not _is_forbidden(cue, found, keys, quantities, here):
                                yield cue, found


def ready(content: Content) -> Cues:
    """The cues of all topics. The same object for the same content."""
    return _ready(
        tuple(
            (f"{t.id}.{word}", cues.cues, cues.never) for t in content.topics.values() for word, cues in t.cues.items()
        )
    )


@lru_cache(maxsize=4)
def _ready(written: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> Cues:
    by_word: dict[str, list[ReadyCue]] = defaultdict(list)
    for tag, cues, never in written:
        forbidding = tuple(ready_cue(tag, text) for text in never)
        for text in cues:
            cue = ready_cue(tag, text, forbidding)
            for word in cue.anchor:
                by_word[word].append(cue)
    return Cues({word: tuple(cues) for word, cues in by_word.items()})


def ready_cue(tag: str, text: str, never: tuple[ReadyCue, ...] = ()) -> ReadyCue:
    """One cue made ready. Raises CueError where it is none."""
    parts = _folded(parse_cue(text))
    needs = tuple(_needs(parts))
    anchor = min(needs, key=lambda words: (len(words & _COMMON) > 0, len(words)))
    begins = frozenset().union(*_begins(parts))
    return ReadyCue(tag, text, parts, needs, anchor, frozenset() if "" in begins else begins, never)


def _folded(parts: Iterable[Part]) -> Cue:
    """The parts with every word as its key; a word that is several, such as *don't*, as several."""
    result: list[Part] = []
    for part in parts:
        if isinstance(part, Word):
            result += [Word(each) for each in words(part.text).keys]  # cut as a page's are: 8am is two
        elif isinstance(part, Options):
            result.append(Options(tuple(_folded(way) for way in part.ways), part.optional))
        else:
            result.append(part)
    return tuple(result)


def _needs(parts: Iterable[Part]) -> Iterator[frozenset[str]]:
    """For every part that can't be left out: the words of which one must be there."""
    for part in parts:
        if isinstance(part, Word):
            yield frozenset({part.text})
        elif isinstance(part, Wanted):
            yield frozenset({f"{{{_kind(part)}}}"})
        elif isinstance(part, Options) and not part.optional:
            ways = [tuple(_needs(way)) for way in part.ways]
            if all(ways):
                yield frozenset().union(*(way[0] for way in ways))


def _begins(parts: Cue) -> Iterator[frozenset[str]]:
    """The words a cue can begin with, and an empty one where it can begin with a quantity."""
    for part in parts:
        if isinstance(part, Word):
            yield frozenset({part.text})
        elif isinstance(part, Options):
            for way in part.ways:
                yield from _begins(way)
            if part.optional:
                continue
        else:
            yield frozenset({""})
        return


def _kind(wanted: Wanted) -> str:
    return wanted.unit if wanted.unit in ("percent", "money", "count", "time of day") else "time"


# Finding ---------------------------------------------------------------------


def find(cue: ReadyCue, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[Found]:
    """Every way to find a cue in a row of words."""
    trial = _Trial(keys, quantities)
    for first, word in enumerate(keys):
        if cue.begins and word not in cue.begins:
            continue
        for last, used, quantity in trial.sequence(cue.parts, 0, first):
            yield Found(first, last, frozenset(used), quantity)


_State = tuple[int, tuple[int, ...], Quantity | None]
"""How far a trial got: the word after the last one, the words it rests on, the quantity it met first."""


@dataclass(frozen=True, slots=True)
class _Trial:
    keys: Keys
    quantities: Mapping[int, Sequence[Quantity]]

    def sequence(self, parts: Cue, nth: int, at: int) -> Iterator[_State]:
        """Every place where the parts from `nth` on can end, begun at the word `at`."""
        if nth == len(parts):
            yield at, (), None
            return
        part = parts[nth]
        if isinstance(part, Word):
            if at < len(self.keys) and self.keys[at] == part.text:
                for last, used, quantity in self.sequence(parts, nth + 1, at + 1):
                    yield last, (at, *used), quantity
        elif isinstance(part, Gap):
            for skipped in range(min(MOST_GAP, len(self.keys) - at) + 1):
                yield from self.sequence(parts, nth + 1, at + skipped)
        elif isinstance(part, Wanted):
            for here in self.quantities.get(at, ()):
                if here.fits(part):
                    for last, used, quantity in self.sequence(parts, nth + 1, here.last):
                        yield last, (*range(at, here.last), *used), here if quantity is None else quantity
        else:
            for way in part.ways:
                for middle, used, inner in self.sequence(way, 0, at):
                    for last, more, quantity in self.sequence(parts, nth + 1, middle):
                        yield last, (*used, *more), inner if inner is not None else quantity
            if part.optional:
                yield from self.sequence(parts, nth + 1, at)


def tightest(found: Iterable[Found]) -> list[Found]:
    """Of matches that overlap, the one that passes over the fewest words and then rests on the most; in order."""
    ordered = sorted(
        found, key=lambda each: (each.last - each.first - len(each.rests_on), -len(each.rests_on), each.first)
    )
    taken: list[Found] = []
    for each in ordered:
        if all(each.last <= other.first or each.first >= other.last for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.first)


def _is_forbidden(
    cue: ReadyCue, found: Found, keys: Keys, quantities: Mapping[int, Sequence[Quantity]], here: set[str]
) -> bool:
    for never in cue.never:
        if all(not needed.isdisjoint(here) for needed in never.needs):
            for other in find(never, keys, quantities):
                if other.first < found.last + NEARBY and other.last > found.first - NEARBY:
                    return True
    return False
