"""Cues made ready to find: every cue of every claim, matched in one pass over a sentence.

Every cue has a bit. The words of a sentence, each of which knows the cues it can be in, leave the few that could be
there; a pattern with a sign for each word leaves those whose words are in the right order; only these are tried, word
by word. A match knows which words it rests on and which ones a gap merely passed over, because what was passed over may
undo it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product, repeat
from typing import Final

from trueup.content.cue_language import MOST_APART, MOST_GAP, Gap, Options, Part, Together, Wanted, Word, parse_cue
from trueup.content.model import Content
from trueup.reading.quantities import Quantity
from trueup.reading.tokens import keyed, words

NEARBY: Final = 6
"""How many words a `not` cue may be away from a match, in the same sentence, to forbid it."""

_SLOTS: Final = 4
"""How many of the parts a cue can't do without are looked for before it is tried."""

Keys = Sequence[str]
Need = str | Wanted
"""A word or a quantity that a cue can't do without."""


@dataclass(frozen=True)
class Choice:
    """One of several ways, found by the word each begins with."""

    ways: tuple[Ready, ...]
    optional: bool

    @cached_property
    def by_first(self) -> Mapping[str, tuple[Ready, ...]]:
        """The ways that begin with a word, by its key. Made when it is first asked for: few cues ever are."""
        found: dict[str, list[Ready]] = defaultdict(list)
        for way in self.ways:
            if isinstance(way[0], Word):
                found[way[0].text].append(way)
        return {word: tuple(here) for word, here in found.items()}

    @cached_property
    def others(self) -> tuple[Ready, ...]:
        """The ways that begin with something else, such as a quantity."""
        return tuple(way for way in self.ways if not isinstance(way[0], Word))

    def that_may_begin(self, word: str) -> tuple[Ready, ...]:
        """The ways that can be tried where this word stands."""
        return self.by_first.get(word, ()) + self.others


ReadyPart = Word | Gap | Wanted | Choice
Ready = tuple[ReadyPart, ...]
"""A cue, or one way of several, with its words as keys."""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue found in a row of words, from `first` up to `last`, that not included."""

    first: int
    last: int
    rests_on: frozenset[int]
    """The words it names; those a gap passed over are not among them."""
    quantity: Quantity | None = None


@dataclass(frozen=True)
class ReadyCue:
    """A cue ready to be found: the claim it is for, and what must be there before it is worth trying."""

    tag: str
    text: str
    rows: tuple[Ready, ...]
    """Mostly one; several may stand in any order."""
    needs: tuple[frozenset[Need], ...]
    """Of each of these at least one must be in the sentence."""
    never: tuple[ReadyCue, ...] = ()
    """What forbids it nearby."""

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """What the signs of words have to look like, for each row. They may let through too much, but miss nothing."""
        return tuple(re.compile(_pattern(row), re.DOTALL) for row in self.rows)

    @cached_property
    def asks(self) -> tuple[bool, ...]:
        """Which rows ask for quantities, that have to be tried word by word."""
        return tuple(map(_asks_for_quantities, self.rows))


class Cues:
    """Every cue, found by the words that must be there."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.cues = cues
        fills: dict[Need, int] = defaultdict(int)
        self._empty = 0
        for nth, cue in enumerate(cues):
            for slot in range(_SLOTS):
                bit = 1 << slot * len(cues) + nth
                if slot >= len(cue.needs):
                    self._empty |= bit
                else:
                    for need in cue.needs[slot]:
                        fills[need] |= bit
        self._fills = dict(fills)
        """What a cue can't do without → a bit for each cue and each slot that it fills."""
        self._wanted = tuple({need for cue in cues for need in _needed(cue) if isinstance(need, Wanted)})
        self._fitting: dict[tuple[str, float, float, bool], tuple[Wanted, ...]] = {}

    def matches(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[tuple[ReadyCue, Found]]:
        """Every cue found in a row of words. `quantities`: those of it, by the word they begin at.

        Of several ways to find one cue, the tightest is meant; what its `not` cues forbid is left out.
        """
        here: set[Need] = set(keys)
        for many in quantities.values():
            for each in many:
                here.update(self._that_fit(each))
        filled = self._empty
        for need in here:
            if fills := self._fills.get(need):
                filled |= fills
        left = (1 << len(self.cues)) - 1
        for slot in range(_SLOTS):
            left &= filled >> slot * len(self.cues)
        if not left:
            return
        signs = _signs(keys)
        forbidding: dict[str, list[Found]] = {}
        while left:
            bit = left & -left
            left ^= bit
            cue = self.cues[bit.bit_length() - 1]
            for pattern in cue.patterns:
                if not pattern.search(signs):
                    break
            else:
                if cue.tag not in forbidding:
                    forbidding[cue.tag] = [
                        found
                        for never in cue.never
                        if all(not needed.isdisjoint(here) for needed in never.needs)
                        for found in find(never, keys, quantities, signs)
                    ]
                for match in tightest(find(cue, keys, quantities, signs)):
                    if not any(_is_near(match, other) for other in forbidding[cue.tag]):
                        yield cue, match

    def _that_fit(self, quantity: Quantity) -> tuple[Wanted, ...]:
        """What a quantity is, of all that cues ask for."""
        kind = (quantity.kind, quantity.low, quantity.high, quantity.working)
        if kind not in self._fitting:
            self._fitting[kind] = tuple(wanted for wanted in self._wanted if quantity.fits(wanted))
        return self._fitting[kind]


def _needed(cue: ReadyCue) -> Iterator[Need]:
    for each in (cue, *cue.never):
        for needs in each.needs:
            yield from needs


def ready(content: Content, tag: str = "") -> Cues:
    """The cues of all topics; with a tag, of that claim only, which is ready at once. The same object each time."""
    if tag:
        topic, _, word = tag.partition(".")
        cues = content.topics[topic].cues.get(word)
        return _ready(((tag, cues.cues, cues.never),) if cues else ())
    return _ready(
        tuple(
            (f"{t.id}.{word}", cues.cues, cues.never) for t in content.topics.values() for word, cues in t.cues.items()
        )
    )


@lru_cache(maxsize=256)
def _ready(written: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> Cues:
    made: list[ReadyCue] = []
    for tag, cues, never in written:
        forbidding = tuple(ready_cue(tag, text) for text in never)
        made += [ready_cue(tag, text, forbidding) for text in cues]
    return Cues(made)


def ready_cue(tag: str, text: str, never: tuple[ReadyCue, ...] = ()) -> ReadyCue:
    """One cue made ready. Raises CueError where it is none."""
    parts = parse_cue(text)
    rows = tuple(_folded(row) for row in (parts[0].rows if isinstance(parts[0], Together) else (parts,)))
    return ReadyCue(tag, text, rows, tuple(sorted((need for row in rows for need in _needs(row)), key=len)), never)


def _folded(parts: Iterable[Part]) -> Ready:
    """The parts with every word as its key; a word that is several, such as *don't*, as several."""
    result: list[ReadyPart] = []
    for part in parts:
        if isinstance(part, Word):
            result += _in_signs(part.text)
        elif isinstance(part, Options):
            result.append(Choice(tuple(map(_folded, part.ways)), part.optional))
        elif not isinstance(part, Together):
            result.append(part)
    return tuple(result)


@lru_cache(maxsize=20_000)
def _in_signs(text: str) -> tuple[Word, ...]:
    """A written word as its keys, cut as a page's are (*8am* is two), each with a sign."""
    found = words(text).keys
    for key in found:
        _SIGNS.setdefault(key, chr(_FIRST_SIGN + len(_SIGNS)))
    return tuple(map(Word, found))


def _needs(parts: Iterable[ReadyPart]) -> Iterator[frozenset[Need]]:
    """For every part that can't be left out: the words or quantities of which one must be there."""
    for part in parts:
        if isinstance(part, Word):
            yield frozenset({part.text})
        elif isinstance(part, Wanted):
            yield frozenset({part})
        elif isinstance(part, Choice) and not part.optional:
            ways = [tuple(_needs(way)) for way in part.ways]
            if all(ways):
                yield frozenset().union(*(min(way, key=len) for way in ways))


# Signs -----------------------------------------------------------------------

_FIRST_SIGN: Final = 0xF0000
_SIGNS: Final[dict[str, str]] = {}
"""Key → the sign that stands for it in patterns, for every word of every cue that was made ready."""
_ANY_OTHER: Final = "\ue000"
"""The sign of all words that no cue has."""


def _signs(keys: Keys) -> str:
    return "".join([_SIGNS.get(key, _ANY_OTHER) for key in keys])


def _pattern(parts: Iterable[ReadyPart]) -> str:
    written = ""
    for part in parts:
        if isinstance(part, Word):
            written += _SIGNS[part.text]
        elif isinstance(part, Gap):
            written += f"(.{{0,{MOST_GAP}}}?)"
        elif isinstance(part, Wanted):
            written += ".+"
        else:
            ways = sorted(map(_pattern, part.ways), key=len, reverse=True)  # the longest first: it rests on the most
            written += f"(?:{'|'.join(ways)}){'?' if part.optional else ''}"
    return written


def _asks_for_quantities(parts: Iterable[ReadyPart]) -> bool:
    return any(
        isinstance(part, Wanted) or (isinstance(part, Choice) and any(map(_asks_for_quantities, part.ways)))
        for part in parts
    )


# Finding ---------------------------------------------------------------------


_TURNS: Final = keyed("but while whereas although though unless except")
"""Words after which a sentence speaks of something else: what stands on both sides of them isn't said together."""


def find(cue: ReadyCue, keys: Keys, quantities: Mapping[int, Sequence[Quantity]], signs: str = "") -> Iterator[Found]:
    """Every way to find a cue in a row of words. `signs`: the same words in signs, where they are known."""
    signs = signs or _signs(keys)
    trial = _Trial(keys, quantities)
    if len(cue.rows) == 1:
        yield from trial.found(cue.rows[0], cue.patterns[0], cue.asks[0], signs)
        return
    found = map(trial.found, cue.rows, cue.patterns, cue.asks, repeat(signs))
    for each in product(*map(tightest, found)):
        ordered = sorted(each, key=lambda one: one.first)
        if all(_is_close(one, two, keys) for one, two in pairwise(ordered)):
            quantity = next((one.quantity for one in each if one.quantity), None)
            rests_on = frozenset[int]().union(*(one.rests_on for one in each))
            yield Found(ordered[0].first, ordered[-1].last, rests_on, quantity)


def _is_close(one: Found, two: Found, keys: Keys) -> bool:
    return 0 <= two.first - one.last <= MOST_APART and _TURNS.isdisjoint(keys[one.last : two.first])


_State = tuple[int, tuple[int, ...], Quantity | None]
"""How far a trial got: the word after the last one, the words it rests on, the quantity it met first."""


@dataclass(frozen=True, slots=True)
class _Trial:
    keys: Keys
    quantities: Mapping[int, Sequence[Quantity]]

    def found(self, row: Ready, pattern: re.Pattern[str], asks: bool, signs: str) -> Iterator[Found]:
        """Every place where one row of a cue is. `asks`: whether for quantities, which signs don't show."""
        begins = pattern.search(signs)
        while begins:
            first, last = begins.span()
            if asks:
                for last, used, quantity in self.sequence(row, 0, first):
                    yield Found(first, last, frozenset(used), quantity)
                last = first + 1
            else:
                passed = {at for start, end in begins.regs[1:] for at in range(start, end)}
                yield Found(first, last, frozenset(range(first, last)) - passed)
                if passed:
                    last = first + 1
            begins = pattern.search(signs, last)

    def sequence(self, parts: Ready, nth: int, at: int) -> Iterator[_State]:
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
            for to in range(at, min(at + MOST_GAP, len(self.keys)) + 1):
                if self.may_begin(parts[nth + 1], to):
                    yield from self.sequence(parts, nth + 1, to)
        elif isinstance(part, Wanted):
            for here in self.quantities.get(at, ()):
                if here.fits(part):
                    for last, used, quantity in self.sequence(parts, nth + 1, here.last):
                        yield last, (*range(at, here.last), *used), here if quantity is None else quantity
        else:
            for way in part.that_may_begin(self.keys[at]) if at < len(self.keys) else ():
                for middle, used, inner in self.sequence(way, 0, at):
                    for last, more, quantity in self.sequence(parts, nth + 1, middle):
                        yield last, (*used, *more), inner if inner is not None else quantity
            if part.optional:
                yield from self.sequence(parts, nth + 1, at)

    def may_begin(self, part: ReadyPart, at: int) -> bool:
        """Whether a part can begin at a word, as far as that word tells."""
        if isinstance(part, Word):
            return at < len(self.keys) and self.keys[at] == part.text
        if isinstance(part, Choice) and not part.optional and not part.others:
            return at < len(self.keys) and self.keys[at] in part.by_first
        return True


def tightest(found: Iterable[Found]) -> list[Found]:
    """Of matches that overlap, the one that passes over the fewest words and then rests on the most; in order."""
    ordered = sorted(
        found, key=lambda each: (each.last - each.first - len(each.rests_on), -len(each.rests_on), each.first)
    )
    if len(ordered) == 1:
        return ordered
    taken: list[Found] = []
    for each in ordered:
        if all(each.last <= other.first or each.first >= other.last for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.first)


def _is_near(found: Found, other: Found) -> bool:
    if found.quantity is not None and found.quantity.kind == "testimonial":
        return False  # what else a customer says in it doesn't matter
    return other.first < found.last + NEARBY and other.last > found.first - NEARBY
