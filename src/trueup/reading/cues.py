"""Cues made ready to find: every cue of every claim, matched in one pass over a sentence.

Every cue has a bit. A sentence is walked through once: where two words follow each other as two parts of a cue have to,
and its rarest words are there, its bit is left. Only these few are tried, word by word. A match knows which words it
rests on and which ones a gap merely passed over, because what was passed over may undo it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product
from typing import Final, NamedTuple

from trueup.content.cue_language import (
    MOST_APART,
    MOST_GAP,
    TOGETHER,
    Gap,
    Options,
    Part,
    Together,
    Wanted,
    Word,
    parse_cue,
    parse_part,
    parts_of,
)
from trueup.content.model import Content
from trueup.reading.quantities import Quantity
from trueup.reading.tokens import keyed, keys_of, words

NEARBY: Final = 6
"""How many words a `not` cue may be away from a match, in the same sentence, to forbid it."""

Keys = Sequence[str]
Needs = frozenset[str]
"""Words and quantities, one of which has to be there: a word by its key, a quantity by what `_name` calls it."""


class Shape(NamedTuple):
    """What is known of a part before it is tried."""

    first: Needs | None
    """What it can begin with; None: anything."""
    last: Needs | None
    """What it can end with; None: anything."""
    is_empty: bool
    """Whether it can be nothing at all."""
    needs: tuple[Needs, ...]
    """Of each of these at least one must be there."""


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several ways, found by the word each begins with."""

    text: str
    """As it is written, where it isn't taken apart before it is first tried: few choices ever are."""
    optional: bool
    given: tuple[tuple[Part, ...], ...] = ()
    """Its ways, where it is."""

    @cached_property
    def ways(self) -> tuple[Ready, ...]:
        """Its ways, with every word as its key."""
        part = parse_part(self.text) if self.text else None
        return tuple(map(_folded, part.ways if isinstance(part, Options) else self.given))

    @cached_property
    def by_first(self) -> Mapping[str, tuple[Ready, ...]]:
        """The ways that begin with a word, by its key."""
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

    @cached_property
    def longest_first(self) -> tuple[tuple[Ready, Needs | None], ...]:
        """The ways, the longest first, because it rests on the most words, each with what it can begin with."""
        return tuple((way, _first_of(way)) for way in sorted(self.ways, key=_size, reverse=True))

    @cached_property
    def in_order(self) -> dict[str, tuple[Ready, ...]]:
        """Those of them that can be tried where a word stands, as far as it was asked for."""
        return {}


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


@dataclass(frozen=True, eq=False)
class Forbidding:
    """The `not` cues of a claim, made ready when one of its cues is found."""

    tag: str
    written: tuple[str, ...]

    @cached_property
    def ready(self) -> tuple[ReadyCue, ...]:
        """They, ready."""
        return tuple(ready_cue(self.tag, text) for text in self.written)

    def __iter__(self) -> Iterator[ReadyCue]:
        return iter(self.ready)


@dataclass(frozen=True, eq=False)
class ReadyCue:
    """A cue ready to be found: the claim it is for, and what must be there before it is worth trying."""

    tag: str
    text: str
    rows: tuple[Ready, ...]
    """Mostly one; several may stand in any order."""
    shapes: tuple[tuple[Shape, ...], ...]
    """Of every row, of every part of it."""
    never: Iterable[ReadyCue] = ()
    """What forbids it nearby."""

    @cached_property
    def needs(self) -> tuple[Needs, ...]:
        """Of each of these at least one must be in the sentence."""
        return tuple(each for shapes in self.shapes for shape in shapes for each in shape.needs)

    @cached_property
    def begins(self) -> tuple[Needs | None, ...]:
        """What each row can begin with; None: anything."""
        return tuple(_outermost((shape.first, shape.is_empty) for shape in shapes) for shapes in self.shapes)

    @cached_property
    def asks(self) -> tuple[bool, ...]:
        """Which rows ask for quantities, that can be found in several ways from one word on."""
        return tuple(map(_asks_for_quantities, self.rows))

    @cached_property
    def opens(self) -> tuple[bool, ...]:
        """Which rows may begin with a quantity."""
        return tuple(begins is None or any(each[0] == "{" for each in begins) for begins in self.begins)


_COMMON: Final = keyed(
    "a an the and or of in on at to for from by with is be are was do have has will can not no you your i my we our it "
    "its they that this all any every each as so if when what which who there here more one get make take go up out "
    "us me new just only own free time day"
)
"""Words that are in most sentences: what rests on one of them is tried in vain most often."""


_WANTED: Final[dict[str, Wanted]] = {}
"""Every quantity that a cue made ready asks for, by its name."""


@lru_cache(maxsize=50_000)
def _frequency(needs: Needs) -> int:
    """How often one of these may be met, roughly."""
    return len(needs) + 25 * len(needs & _COMMON) + 10 * len(needs & _WANTED.keys())


# Shapes ----------------------------------------------------------------------

_ANYTHING: Final = Shape(None, None, True, ())


@lru_cache(maxsize=50_000)
def _of_one(need: str) -> Shape:
    only = frozenset({need})
    return Shape(only, only, False, (only,))


@lru_cache(maxsize=10_000)
def _name(wanted: Wanted) -> str:
    """What a quantity is called among words: no word has a brace in it."""
    name = f"{{{wanted}}}"
    _WANTED[name] = wanted
    return name


_FLAT: Final = re.compile(r"\((?P<ways>[^\W_]+(?:['’ -][^\W_]+|\|[^\W_]+)*)\)\??")
"""A choice between plain words."""


def _flat(ways: str, *, optional: bool) -> Shape:
    """The shape of a choice between plain words, such as `phone|sign up`."""
    first, last, needs = map(frozenset, zip(*map(_of_way, ways.split("|")), strict=True))
    return Shape(first, last, optional, () if optional else (needs,))


@lru_cache(maxsize=50_000)
def _of_way(way: str) -> tuple[str, str, str]:
    """What plain words begin with, end with, and which of them is the rarest."""
    keys = [key.text for word in way.split() for key in _as_keys(word)]
    return keys[0], keys[-1], min(keys, key=_COMMON.__contains__)


def _shape(part: ReadyPart) -> Shape:
    if isinstance(part, Word):
        return _of_one(part.text)
    if isinstance(part, Wanted):
        return _of_one(_name(part))
    if isinstance(part, Gap):
        return _ANYTHING
    ways = [_of_one(way[0].text) if len(way) == 1 and isinstance(way[0], Word) else shape_of(way) for way in part.ways]
    is_empty = part.optional or any(way.is_empty for way in ways)
    needs = () if is_empty else (frozenset().union(*(min(way.needs, key=_frequency) for way in ways)),)
    return Shape(_either(way.first for way in ways), _either(way.last for way in ways), is_empty, needs)


def shape_of(parts: Ready) -> Shape:
    """The shape of several parts in a row."""
    return _joined([_shape(part) for part in parts])


def _joined(shapes: Sequence[Shape]) -> Shape:
    return Shape(
        _outermost((shape.first, shape.is_empty) for shape in shapes),
        _outermost((shape.last, shape.is_empty) for shape in reversed(shapes)),
        all(shape.is_empty for shape in shapes),
        tuple(need for shape in shapes for need in shape.needs),
    )


def _first_of(way: Ready) -> Needs | None:
    """What a way can begin with; None: anything, or it can be nothing at all."""
    if isinstance(way[0], Word):
        return _of_one(way[0].text).first
    shape = shape_of(way)
    return None if shape.is_empty else shape.first


def _outermost(ends: Iterable[tuple[Needs | None, bool]]) -> Needs | None:
    """What stands at an end of a row, of whose parts some can be nothing."""
    met: list[Needs | None] = []
    for end, is_empty in ends:
        met.append(end)
        if not is_empty:
            break
    return _either(met)


def _either(each: Iterable[Needs | None]) -> Needs | None:
    met: list[Needs] = []
    for one in each:
        if one is None:
            return None
        met.append(one)
    return met[0] if len(met) == 1 else frozenset().union(*met)


class _Pair(NamedTuple):
    """Two parts, of which the second comes after the first: at once, or after a gap."""

    one: Needs
    two: Needs
    is_next: bool


def _frequency_of_pair(pair: _Pair) -> int:
    """How often such two may be met, roughly."""
    return _frequency(pair.one) * _frequency(pair.two) * (1 if pair.is_next else MOST_GAP + 1)


_NEXT, _WIDE, _RARE = 2, 1, 2
"""How many pairs of words that follow each other, how many with a gap, and how many words a cue is chosen by."""


def _pairs(row: Ready, shapes: Sequence[Shape]) -> Iterator[_Pair]:
    """Which words follow each other wherever a row is found."""
    if len(row) < 2:
        return
    after: list[tuple[Needs | None, bool]] = [(None, True)]
    for shape in reversed(shapes):
        two, is_empty = after[-1]
        after.append((_either((shape.first, two)) if shape.is_empty else shape.first, shape.is_empty and is_empty))
    after.reverse()
    one, nothing = shapes[0].last, shapes[0].is_empty
    for at in range(1, len(row)):
        is_gap = isinstance(row[at], Gap)
        two, is_empty = after[at + is_gap]
        if one is not None and two is not None and not (nothing or is_empty):
            yield _Pair(one, two, not is_gap)
        shape = shapes[at]
        one = _either((shape.last, one)) if shape.is_empty else shape.last
        nothing = nothing and shape.is_empty


class _Bits(NamedTuple):
    """The cues a word or a quantity may be part of, each cue a bit in each of some layers: pairs it ends or begins."""

    ends: int
    begins: int
    ends_wide: int
    begins_wide: int
    rare: int


_NO_BITS: Final = _Bits(0, 0, 0, 0, 0)


class _Fitting(NamedTuple):
    """What a quantity is, of all that cues ask for: by name, and the cues that it may be part of."""

    names: Needs
    bits: _Bits


class _Index:
    """For every word and quantity the cues it may be part of, each cue a bit in each of some layers."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.count = len(cues)
        layers = [dict[Needs, int]() for _ in range(5)]
        self.free = [(1 << self.count * most) - 1 for most in (_NEXT, _WIDE, _RARE)]
        for nth, cue in enumerate(cues):
            pairs = [pair for row, shapes in zip(cue.rows, cue.shapes, strict=True) for pair in _pairs(row, shapes)]
            pairs.sort(key=_frequency_of_pair)
            near = [pair for pair in pairs if pair.is_next][:_NEXT]
            wide = [pair for pair in pairs if pair not in near][:_WIDE]
            for which, chosen in ((0, near), (1, wide)):
                for layer, pair in enumerate(chosen):
                    bit = 1 << layer * self.count + nth
                    for ends, needs in ((layers[2 * which], pair.one), (layers[2 * which + 1], pair.two)):
                        ends[needs] = ends.get(needs, 0) | bit
                    self.free[which] ^= bit
            for layer, needs in enumerate(sorted(cue.needs, key=_frequency)[:_RARE]):
                bit = 1 << layer * self.count + nth
                layers[4][needs] = layers[4].get(needs, 0) | bit
                self.free[2] ^= bit
        by_word = [_by_word(layer) for layer in layers]
        known = dict.fromkeys(need for layer in by_word for need in layer)
        self.words = {need: _Bits(*(layer.get(need, 0) for layer in by_word)) for need in known}
        self.wanted = tuple((need, _WANTED[need]) for need in known if need[0] == "{")
        self.fitting: dict[tuple[str, float, float, bool], _Fitting] = {}

    def fits(self, quantity: Quantity) -> _Fitting:
        """What a quantity is, of all that cues ask for."""
        kind = (quantity.kind, quantity.low, quantity.high, quantity.working)
        found = self.fitting.get(kind)
        if found is None:
            names = frozenset(name for name, wanted in self.wanted if quantity.fits(wanted))
            ends = begins = ends_wide = begins_wide = rare = 0
            for bits in map(self.words.__getitem__, names):
                ends |= bits.ends
                begins |= bits.begins
                ends_wide |= bits.ends_wide
                begins_wide |= bits.begins_wide
                rare |= bits.rare
            found = self.fitting[kind] = _Fitting(names, _Bits(ends, begins, ends_wide, begins_wide, rare))
        return found

    def left(self, keys: Keys, opening: Mapping[int, Sequence[_Bits]], closing: Mapping[int, Sequence[_Bits]]) -> int:
        """The bits of the cues that may be in a row of words. By the word: what quantities open and close there."""
        known = [self.words.get(key, _NO_BITS) for key in keys]
        rare = self.free[2]
        for bits in {id(each): each for each in known}.values():
            rare |= bits.rare
        for many in opening.values():
            for bits in many:
                rare |= bits.rare
        rare = self._in_all(rare, _RARE)
        if not rare:
            return 0
        followed, wide = self.free[:2]
        before = 0
        passed = [0] * (MOST_GAP + 1)
        for at, bits in enumerate(known):
            ends, begins, ends_wide, begins_wide, _ = bits
            if at in opening:
                for quantity in opening[at]:
                    begins |= quantity.begins
                    begins_wide |= quantity.begins_wide
            if begins:
                followed |= before & begins
            if begins_wide:
                for each in passed:
                    if each:
                        wide |= each & begins_wide
            if at in closing:
                for quantity in closing[at]:
                    ends |= quantity.ends
                    ends_wide |= quantity.ends_wide
            before = ends
            passed[at % (MOST_GAP + 1)] = ends_wide
        return rare & self._in_all(followed, _NEXT) & self._in_all(wide, _WIDE)

    def _in_all(self, bits: int, layers: int) -> int:
        every = bits
        for _ in range(1, layers):
            bits >>= self.count
            every &= bits
        return every & ((1 << self.count) - 1)


def _by_word(by_set: Mapping[Needs, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for needs, bits in by_set.items():
        for need in needs:
            found[need] = found.get(need, 0) | bits
    return found


class Cues:
    """Every cue, found by the words that must be there."""

    def __init__(self, cues: Sequence[ReadyCue]) -> None:
        self.cues = cues
        self._index = _Index(cues)

    def matches(self, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[tuple[ReadyCue, Found]]:
        """Every cue found in a row of words. `quantities`: those of it, by the word they begin at.

        Of several ways to find one cue, the tightest is meant; what its `not` cues forbid is left out.
        """
        opening: dict[int, list[_Bits]] = {}
        closing: dict[int, list[_Bits]] = {}
        here = set(keys)
        for at, many in quantities.items():
            for each in many:
                names, bits = self._index.fits(each)
                here |= names
                opening.setdefault(at, []).append(bits)
                closing.setdefault(each.last - 1, []).append(bits)
        left = self._index.left(keys, opening, closing)
        forbidding: dict[str, list[Found]] = {}
        while left:
            bit = left & -left
            left ^= bit
            cue = self.cues[bit.bit_length() - 1]
            if any(map(here.isdisjoint, cue.needs)):
                continue
            for match in tightest(find(cue, keys, quantities)):
                if cue.tag not in forbidding:
                    forbidding[cue.tag] = [
                        found
                        for never in cue.never
                        if all(_may_be(needs, here) for needs in never.needs)
                        for found in find(never, keys, quantities)
                    ]
                if not any(_is_near(match, other) for other in forbidding[cue.tag]):
                    yield cue, match


def _may_be(needs: Needs, here: Collection[str]) -> bool:
    """Whether one of these is there; a quantity may always be, because only those that cues ask for are known."""
    return not needs.isdisjoint(here) or any(each[0] == "{" for each in needs)


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
        forbidding = Forbidding(tag, never)
        made += [ready_cue(tag, text, forbidding) for text in cues]
    return Cues(made)


def ready_cue(tag: str, text: str, never: Iterable[ReadyCue] = ()) -> ReadyCue:
    """One cue made ready. Raises CueError where it is none."""
    written = text.split(TOGETHER)
    shaped: list[tuple[tuple[ReadyPart, Shape], ...]] = []
    for row in written:
        parts = parts_of(row)
        if not parts:
            break
        shaped.append(tuple(each for part in parts for each in _ready_part(part)))
    if len(shaped) < len(written) or any(all(shape.is_empty for _, shape in row) for row in shaped):
        cue = parse_cue(text)
        folded = [_folded(row) for row in (cue[0].rows if isinstance(cue[0], Together) else (cue,))]
        shaped = [tuple((part, _shape(part)) for part in row) for row in folded]
    rows = tuple(tuple(part for part, _ in row) for row in shaped)
    return ReadyCue(tag, text, rows, tuple(tuple(shape for _, shape in row) for row in shaped), never)


@lru_cache(maxsize=50_000)
def _ready_part(text: str) -> tuple[tuple[ReadyPart, Shape], ...]:
    """One part of a cue as it is written: a word that is several, such as *don't*, is several parts."""
    if flat := _FLAT.fullmatch(text):
        optional = text[-1] == "?"
        return ((Choice(text, optional), _flat(flat["ways"], optional=optional)),)
    if text[0] not in "({" and (shape := _shape_of_word(text)):
        return shape
    return tuple((part, _shape(part)) for part in _folded((parse_part(text),)))


def _shape_of_word(text: str) -> tuple[tuple[ReadyPart, Shape], ...]:
    part = parse_part(text)
    return tuple((word, _of_one(word.text)) for word in _as_keys(part.text)) if isinstance(part, Word) else ()


def _folded(parts: Iterable[Part]) -> Ready:
    """The parts with every word as its key; a word that is several, such as *don't*, as several."""
    result: list[ReadyPart] = []
    for part in parts:
        if isinstance(part, Word):
            result += _as_keys(part.text)
        elif isinstance(part, Options):
            result.append(Choice("", part.optional, part.ways))
        elif not isinstance(part, Together):
            result.append(part)
    return tuple(result)


@lru_cache(maxsize=20_000)
def _as_keys(text: str) -> tuple[Word, ...]:
    """A written word as its keys, cut as a page's are: *8am* is two."""
    return tuple(map(Word, keys_of(text) if text.isalpha() else words(text).keys))


def _asks_for_quantities(parts: Iterable[ReadyPart]) -> bool:
    return any(
        isinstance(part, Wanted) or (isinstance(part, Choice) and any(map(_asks_for_quantities, part.ways)))
        for part in parts
    )


def _size(parts: Iterable[ReadyPart]) -> int:
    """How long a way is: more for more words, and for more ways to put them."""
    size = 0
    for part in parts:
        if isinstance(part, Word):
            size += 1
        elif isinstance(part, Gap):
            size += 9
        elif isinstance(part, Wanted):
            size += 2
        else:
            size += sum(map(_size, part.ways)) + len(part.ways) + 3 + part.optional
    return size


# Finding ---------------------------------------------------------------------


_TURNS: Final = keyed("but while whereas although though unless except")
"""Words after which a sentence speaks of something else: what stands on both sides of them isn't said together."""


def find(cue: ReadyCue, keys: Keys, quantities: Mapping[int, Sequence[Quantity]]) -> Iterator[Found]:
    """Every way to find a cue in a row of words."""
    trial = _Trial(keys, quantities)
    if len(cue.rows) == 1:
        yield from trial.found(cue.rows[0], cue.begins[0], asks=cue.asks[0], opens=cue.opens[0])
        return
    found: list[list[Found]] = []
    for row, begins, asks, opens in zip(cue.rows, cue.begins, cue.asks, cue.opens, strict=True):
        found.append(tightest(trial.found(row, begins, asks=asks, opens=opens)))
        if not found[-1]:
            return
    for each in product(*found):
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

    def found(self, row: Ready, begins: Needs | None, *, asks: bool, opens: bool) -> Iterator[Found]:
        """Every place where one row of a cue is; where it `asks` for quantities, every way from each word on."""
        if not asks:
            at = 0
            while at < len(self.keys):
                state = next(self.best(row, 0, at), None) if begins is None or self.keys[at] in begins else None
                if state:
                    last, used, _ = state
                    yield Found(at, last, frozenset(used))
                at = state[0] if state and len(state[1]) == state[0] - at else at + 1
            return
        for at, key in enumerate(self.keys):
            if begins is None or key in begins or (opens and at in self.quantities):
                for last, used, quantity in self.sequence(row, 0, at):
                    yield Found(at, last, frozenset(used), quantity)

    def best(self, parts: Ready, nth: int, at: int) -> Iterator[_State]:
        """Every place where the parts from `nth` on can end, begun at the word `at`: what rests on the most first."""
        if nth == len(parts):
            yield at, (), None
            return
        part = parts[nth]
        key = self.keys[at] if at < len(self.keys) else ""
        if isinstance(part, Word):
            if key == part.text:
                for last, used, _ in self.best(parts, nth + 1, at + 1):
                    yield last, (at, *used), None
        elif isinstance(part, Gap):
            for to in range(at, min(at + MOST_GAP, len(self.keys)) + 1):
                if self.may_begin(parts[nth + 1], to):
                    yield from self.best(parts, nth + 1, to)
        elif isinstance(part, Choice):
            for way in _ways(part, key):
                for middle, used, _ in self.best(way, 0, at):
                    for last, more, _ in self.best(parts, nth + 1, middle):
                        yield last, (*used, *more), None
            if part.optional:
                yield from self.best(parts, nth + 1, at)

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


def _ways(part: Choice, key: str) -> tuple[Ready, ...]:
    """The ways that can be tried where a word stands, the longest first."""
    found = part.in_order.get(key)
    if found is None:
        found = tuple(way for way, first in part.longest_first if first is None or key in first)
        part.in_order[key] = found
    return found
