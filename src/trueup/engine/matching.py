"""Which voices meet: two positions clash only when the same customer can come upon both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, repeat
from operator import or_

from trueup.content.model import RowKind, Term
from trueup.engine.model import Voice
from trueup.engine.rules import Listener, Position, Rule

Meeting = tuple[Voice, ...]
"""One voice per term, all of which meet."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Voices, to be looked up by side and tag."""

    voices: Mapping[Position, Sequence[Voice]]
    positions: frozenset[Position]

    def hears(self, listener: Listener) -> bool:
        """Whether some voice takes a position of this term."""
        if listener.positions.isdisjoint(self.positions):
            return False
        return listener.of is None or bool(matching(listener.term, self))

    def silent(self, rule: Rule) -> tuple[Listener, ...]:
        """The terms of a rule that nothing is heard of. None: the rule may be broken."""
        return tuple([listener for listener in rule.between if not self.hears(listener)])

    def changed_since(self, before: Heard) -> frozenset[Position]:
        """Where something else is heard than before."""
        return frozenset(
            position
            for position in self.positions | before.positions
            if self.voices.get(position) != before.voices.get(position)
        )


def by_position(spoken: Iterable[Voice]) -> Heard:
    """The voices, to be looked up by side and tag."""
    heard: dict[Position, list[Voice]] = {}
    for voice in spoken:
        position = (voice.side, voice.tag)
        taking = heard.get(position)
        if taking is None:
            heard[position] = [voice]
        else:
            taking.append(voice)
    return Heard(heard, frozenset(heard))


def meets(one: Voice, two: Voice, other: bool = False) -> bool:
    """Whether two voices reach the same customer.

    A voice without subject meets everyone. Two of the same kind meet in the same row, or (`other`) in two different
    rows, whomever those are for: what is published is read by all. Different kinds meet when one is about the other's
    channel, or when they share a group; one that names no group is everywhere. In a marketplace what is for buyers
    doesn't meet what is for sellers.
    """
    here, there = one.subject, two.subject
    if here is None or there is None:
        return True
    if here.kind == there.kind:
        return (here.row == there.row) != other
    if one.party and two.party and one.party != two.party:
        return False
    if one.channel and there.kind == "channel":
        return one.channel == there.row
    if two.channel and here.kind == "channel":
        return two.channel == here.row
    return not one.groups or not two.groups or not one.groups.isdisjoint(two.groups)


def matching(term: Term, heard: Heard) -> list[Voice]:
    """The voices that take a position of this term."""
    found: list[Voice] = []
    for tag in term.tags:
        found += heard.voices.get((term.side, tag), ())
    if term.of is None:
        return found
    return [voice for voice in found if voice.subject is not None and voice.subject.kind == term.of]


def meetings(terms: Sequence[Term], voices: Sequence[Sequence[Voice]]) -> list[Meeting]:
    """Every way to take one voice per term such that all of them meet, in order."""
    apart = any(term.other for term in terms)
    met: list[Meeting] = [()]
    for nth, term in enumerate(terms):
        pool = _Pool(voices[nth])
        others = [term.other or earlier.other for earlier in terms[:nth]]
        met = [
            (*taken, voice)
            for taken in met
            for voice in (pool.voices if apart else pool.beside(taken))
            if voice.subject is None or all(map(meets, taken, repeat(voice), others))
        ]
    return met


def unsilenced(met: Sequence[Meeting], exempt: Sequence[Voice], *, group: bool = False) -> list[Meeting]:
    """The meetings that no `unless` voice covers: one covers those whose every voice it reaches the customers of.

    With `group`, what is for everybody covers nothing: it and something in the meeting must name the same group.
    """
    if not exempt:
        return list(met)
    if not group and any(voice.subject is None for voice in exempt):
        return []
    pool = _Pool(exempt)
    # Sets of exempt voices are sums of bits, because there is a set for every meeting.
    bits = {id(voice): 1 << nth for nth, voice in enumerate(exempt)}
    met_by: dict[int, int] = {}
    for voice in chain.from_iterable(met):
        if id(voice) not in met_by:
            met_by[id(voice)] = _sum_of(bits[id(other)] for other in pool.beside((voice,)) if meets(voice, other))
    left = []
    for meeting in met:
        covers = -1
        for voice in meeting:
            covers &= met_by[id(voice)]
        if covers and group:
            covers &= _sum_of(bits[id(other)] for other in exempt if _is_named(other, meeting))
        if not covers:
            left.append(meeting)
    return left


def _sum_of(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _is_named(voice: Voice, meeting: Meeting) -> bool:
    return any(not voice.groups.isdisjoint(other.groups) for other in meeting)


class _Pool:
    """The voices of one term by kind of row, then by row; those without a subject under None."""

    def __init__(self, side: Sequence[Voice]) -> None:
        self._rows: dict[RowKind | None, dict[str, list[Voice]]] = {}
        for voice in side:
            kind, row = voice.subject or (None, "")
            self._rows.setdefault(kind, {}).setdefault(row, []).append(voice)
        self.voices = [voice for rows in self._rows.values() for voices in rows.values() for voice in voices]

    def beside(self, taken: Meeting) -> list[Voice]:
        """The voices that could meet those taken. Where a row of a kind is taken only that row is looked at, so that
        twenty channels cost twenty times one, not four hundred times.
        """
        row_of = {voice.subject.kind: voice.subject.row for voice in taken if voice.subject}
        if row_of.keys().isdisjoint(self._rows):
            return self.voices
        found: list[Voice] = []
        for kind, rows in self._rows.items():
            if kind in row_of:
                found += rows.get(row_of[kind], ())
            else:
                found += chain.from_iterable(rows.values())
        return found
