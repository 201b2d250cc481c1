"""Which voices meet: two positions clash only when the same customer can come upon both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trueup.content.model import RowKind, Term
from trueup.engine.model import Voice
from trueup.engine.rules import Listener, Position

Meeting = tuple[Voice, ...]
"""One voice per term, all of which meet."""

Pool = dict[RowKind | None, dict[str, list[Voice]]]
"""The voices of one term by kind of row, then by row; those without a subject under None."""


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


def by_position(spoken: Iterable[Voice]) -> Heard:
    """The voices, to be looked up by side and tag."""
    heard: dict[Position, list[Voice]] = {}
    for voice in spoken:
        heard.setdefault((voice.side, voice.tag), []).append(voice)
    return Heard(heard, frozenset(heard))


def meets(one: Voice, two: Voice, *, other: bool = False) -> bool:
    """Whether two voices reach the same customer.

    A voice without subject meets everyone. Two of the same kind meet in the same row, or (`other`) in two different
    rows, whomever those are for: what is published is read by all. Different kinds meet when one is about the other's
    channel, or when they share a group; one that names no group is everywhere. In a marketplace what is for buyers
    doesn't meet what is for sellers.
    """
    if one.subject is None or two.subject is None:
        return True
    if one.subject.kind == two.subject.kind:
        same = one.subject.row == two.subject.row
        return same != other
    if one.party and two.party and one.party != two.party:
        return False
    for about, channel in ((one, two.subject), (two, one.subject)):
        if about.channel and channel.kind == "channel":
            return about.channel == channel.row
    return _share_a_group(one, two)


def _share_a_group(one: Voice, two: Voice) -> bool:
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
        pool = _by_row(voices[nth])
        others = [term.other or earlier.other for earlier in terms[:nth]]
        met = [
            (*taken, voice)
            for taken in met
            for voice in _candidates(pool, taken, apart=apart)
            if _meets_all(taken, voice, others)
        ]
    return met


def _meets_all(taken: Meeting, voice: Voice, others: Sequence[bool]) -> bool:
    met = True
    if voice.subject is not None:
        for before, other in zip(taken, others, strict=True):
            met = met and meets(before, voice, other=other)
    return met


def _by_row(side: Sequence[Voice]) -> Pool:
    pool: Pool = {}
    for voice in side:
        subject = voice.subject
        rows = pool.setdefault(subject.kind if subject else None, {})
        rows.setdefault(subject.row if subject else "", []).append(voice)
    return pool


def _candidates(pool: Pool, taken: Meeting, *, apart: bool) -> Iterator[Voice]:
    """The voices that could meet those taken. Where a row of a kind is taken only that row is looked at, so that
    twenty channels cost twenty times one, not four hundred times.
    """
    rows_taken = {} if apart else {voice.subject.kind: voice.subject.row for voice in taken if voice.subject}
    for kind, rows in pool.items():
        if kind in rows_taken:
            yield from rows.get(rows_taken[kind], ())
        else:
            for voices in rows.values():
                yield from voices


def unsilenced(met: Iterable[Meeting], exempt: Sequence[Voice], *, group: bool = False) -> list[Meeting]:
    """The meetings that no `unless` voice covers: one covers those whose every voice it reaches the customers of.

    With `group`, what is for everybody covers nothing: it and something in the meeting must name the same group.
    """
    if not exempt:
        return list(met)
    pool = _by_row(exempt)

    return [meeting for meeting in met if not _is_covered(meeting, pool, group)]


def _is_covered(meeting: Meeting, pool: Pool, group: bool) -> bool:
    together = [False] * len(meeting)
    for voice in _candidates(pool, meeting, apart=False):
        if group and all(voice.groups.isdisjoint(other.groups) for other in meeting):
            continue
        if _meets_all(meeting, voice, together):
            return True
    return False
