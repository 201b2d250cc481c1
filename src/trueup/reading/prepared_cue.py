"""Prepares cues for matching: replaces words by their keys, and works out what each part can begin with and needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from trueup.content.cue_language import (
    GAP,
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
from trueup.reading.tokens import keyed, keys_of, words

Keys = Sequence[str]


Needs = frozenset[str]
"""A set of words (as keys) and quantities (as their `_name`), of which a text must contain at least one."""


class Shape(NamedTuple):
    """What is known about a part before it is tried."""

    first: Needs | None
    """What the part can begin with; None: anything."""
    last: Needs | None
    """What the part can end with; None: anything."""
    is_empty: bool
    """Whether the part can match without any word."""
    needs: tuple[Needs, ...]
    """Sets of words and quantities. A text must contain at least one from each set."""


@dataclass(frozen=True, eq=False)
class Choice:
    """A part with several alternatives, indexed by the word with which each begins."""

    text: str
    """The choice as written, if it isn't parsed yet. It's parsed when it's first tried, which few choices ever are."""
    optional: bool
    given: tuple[tuple[Part, ...], ...] = ()
    """The alternatives, if the choice is already parsed."""

    @cached_property
    def ways(self) -> tuple[Ready, ...]:
        """The alternatives, with words as keys."""
        part = parse_part(self.text) if self.text else None
        return tuple(map(_folded, part.ways if isinstance(part, Options) else self.given))

    @cached_property
    def by_first(self) -> Mapping[str, tuple[Ready, ...]]:
        """The alternatives that begin with a word, by the key of that word."""
        found: dict[str, list[Ready]] = defaultdict(list)
        for way in self.ways:
            if isinstance(way[0], Word):
                found[way[0].text].append(way)
        return {word: tuple(here) for word, here in found.items()}

    @cached_property
    def others(self) -> tuple[Ready, ...]:
        """The alternatives that begin with something other than a word, such as a quantity."""
        return tuple(way for way in self.ways if not isinstance(way[0], Word))

    def that_may_begin(self, word: str) -> tuple[Ready, ...]:
        """The alternatives that may begin at this word."""
        return self.by_first.get(word, ()) + self.others

    @cached_property
    def longest_first(self) -> tuple[tuple[Ready, Needs | None], ...]:
        """The alternatives, each with what it can begin with. The longest come first, because they name the most
        words.
        """
        return tuple((way, _first_of(way)) for way in sorted(self.ways, key=_size, reverse=True))

    @cached_property
    def in_order(self) -> dict[str, tuple[Ready, ...]]:
        """The cache of `ways_at`: key of a word → the alternatives that can begin with it."""
        return {}


ReadyPart = Word | Gap | Wanted | Choice


Ready = tuple[ReadyPart, ...]
"""A row of a cue, or an alternative of a choice, with words as keys."""


@dataclass(frozen=True, eq=False)
class Forbidding:
    """The `not` cues of a claim. They are prepared when they are first needed."""

    tag: str
    written: tuple[str, ...]

    @cached_property
    def ready(self) -> tuple[ReadyCue, ...]:
        """The prepared cues."""
        return tuple(ready_cue(self.tag, text) for text in self.written)

    def __iter__(self) -> Iterator[ReadyCue]:
        return iter(self.ready)


@dataclass(frozen=True, eq=False)
class ReadyCue:
    """A prepared cue: its claim, and what a sentence must contain before the cue is worth trying."""

    tag: str
    text: str
    rows: tuple[Ready, ...]
    """The rows of the cue: usually one. If there are several, they may match in any order."""
    shapes: tuple[tuple[Shape, ...], ...]
    """The shapes of the parts of each row."""
    never: Iterable[ReadyCue] = ()
    """The `not` cues, which rule out a match near them."""

    @cached_property
    def needs(self) -> tuple[Needs, ...]:
        """Sets of words and quantities. A sentence must contain at least one from each set."""
        return tuple(each for shapes in self.shapes for shape in shapes for each in shape.needs)

    @cached_property
    def begins(self) -> tuple[Needs | None, ...]:
        """What each row can begin with; None means anything."""
        return tuple(_outermost((shape.first, shape.is_empty) for shape in shapes) for shapes in self.shapes)

    @cached_property
    def asks(self) -> tuple[bool, ...]:
        """For each row, whether it asks for quantities. If so, it can match in several ways from one word on."""
        return tuple(map(_asks_for_quantities, self.rows))

    @cached_property
    def opens(self) -> tuple[bool, ...]:
        """For each row, whether it may begin with a quantity."""
        return tuple(begins is None or any(each[0] == "{" for each in begins) for begins in self.begins)


_COMMON: Final = keyed(
    "a an the and or of in on at to for from by with is be are was do have has will can not no you your i my we our it "
    "its they that this all any every each as so if when what which who there here more one get make take go up out "
    "us me new just only own free time day"
)
"""Words that are in most sentences, so they hardly help to rule out cues."""


WANTED: Final[dict[str, Wanted]] = {}
"""Name → quantity, for all quantities for which prepared cues ask."""


@lru_cache(maxsize=50_000)
def frequency(needs: Needs) -> int:
    """Return a rough measure of how often one of these words or quantities occurs."""
    return len(needs) + 25 * len(needs & _COMMON) + 10 * len(needs & WANTED.keys())


_ANYTHING: Final = Shape(None, None, True, ())


@lru_cache(maxsize=50_000)
def _of_one(need: str) -> Shape:
    only = frozenset({need})
    return Shape(only, only, False, (only,))


@lru_cache(maxsize=10_000)
def _name(wanted: Wanted) -> str:
    """Return a name for a quantity that can't be a word, because it contains braces."""
    name = f"{{{wanted}}}"
    WANTED[name] = wanted
    return name


_FLAT: Final = re.compile(r"\((?P<ways>[^\W_]+(?:['’ -][^\W_]+|\|[^\W_]+)*)\)\??")
"""A choice between plain words."""


def _flat(ways: str, *, optional: bool) -> Shape:
    """Return the shape of a choice between plain words, such as `phone|sign up`."""
    first, last, needs = map(frozenset, zip(*map(_of_way, ways.split("|")), strict=True))
    return Shape(first, last, optional, () if optional else (needs,))


@lru_cache(maxsize=50_000)
def _of_way(way: str) -> tuple[str, str, str]:
    """Return the keys of the first, the last and the rarest of some plain words."""
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
    needs = () if is_empty else (frozenset().union(*(min(way.needs, key=frequency) for way in ways)),)
    return Shape(either(way.first for way in ways), either(way.last for way in ways), is_empty, needs)


def shape_of(parts: Ready) -> Shape:
    """Return the shape of several parts in a row."""
    return _joined([_shape(part) for part in parts])


def _joined(shapes: Sequence[Shape]) -> Shape:
    return Shape(
        _outermost((shape.first, shape.is_empty) for shape in shapes),
        _outermost((shape.last, shape.is_empty) for shape in reversed(shapes)),
        all(shape.is_empty for shape in shapes),
        tuple(need for shape in shapes for need in shape.needs),
    )


def _first_of(way: Ready) -> Needs | None:
    """Return what an alternative can begin with; None if with anything, or if it can be empty."""
    if isinstance(way[0], Word):
        return _of_one(way[0].text).first
    shape = shape_of(way)
    return None if shape.is_empty else shape.first


def _outermost(ends: Iterable[tuple[Needs | None, bool]]) -> Needs | None:
    """Return what a row can have at one end; None means anything. `ends` are its parts from that end: what each can
    have there, and whether it can be empty.
    """
    met: list[Needs | None] = []
    for end, is_empty in ends:
        met.append(end)
        if not is_empty:
            break
    return either(met)


def either(each: Iterable[Needs | None]) -> Needs | None:
    """Return the union of these sets; None, which means anything, if one of them is None."""
    met: list[Needs] = []
    for one in each:
        if one is None:
            return None
        met.append(one)
    return met[0] if len(met) == 1 else frozenset().union(*met)


def ready_cue(tag: str, text: str, never: Iterable[ReadyCue] = ()) -> ReadyCue:
    """Return a cue prepared for matching. Raises CueError if the text isn't a cue."""
    written = text.split(TOGETHER)
    shaped: list[tuple[tuple[ReadyPart, Shape], ...]] = []
    for row in written:
        parts = parts_of(row)
        if not parts or GAP in (parts[0], parts[-1]) or (GAP, GAP) in pairwise(parts):
            break  # let `parse_cue` refuse it
        shaped.append(tuple(each for part in parts for each in _ready_part(part)))
    if len(shaped) < len(written) or any(all(shape.is_empty for _, shape in row) for row in shaped):
        cue = parse_cue(text)
        folded = [_folded(row) for row in (cue[0].rows if isinstance(cue[0], Together) else (cue,))]
        shaped = [tuple((part, _shape(part)) for part in row) for row in folded]
    rows = tuple(tuple(part for part, _ in row) for row in shaped)
    return ReadyCue(tag, text, rows, tuple(tuple(shape for _, shape in row) for row in shaped), never)


@lru_cache(maxsize=50_000)
def _ready_part(text: str) -> tuple[tuple[ReadyPart, Shape], ...]:
    """Return the prepared parts for one written part, with their shapes. A word such as *don't* becomes several
    parts.
    """
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
    """Return the parts with words as keys. A word such as *don't* becomes several parts."""
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
    """Return the keys of a written word, split as in the text of a page: *8am* is two words."""
    return tuple(map(Word, keys_of(text) if text.isalpha() else words(text).keys))


def _asks_for_quantities(parts: Iterable[ReadyPart]) -> bool:
    return any(
        isinstance(part, Wanted) or (isinstance(part, Choice) and any(map(_asks_for_quantities, part.ways)))
        for part in parts
    )


def _size(parts: Iterable[ReadyPart]) -> int:
    """Return the length by which alternatives are sorted. Each part adds to it, and so do the alternatives in it."""
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


def ways_at(part: Choice, key: str) -> tuple[Ready, ...]:
    """Return the alternatives of a choice that can begin with a word, longest first."""
    found = part.in_order.get(key)
    if found is None:
        found = tuple(way for way, first in part.longest_first if first is None or key in first)
        part.in_order[key] = found
    return found
