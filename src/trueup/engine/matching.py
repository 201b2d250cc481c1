"""Which statements meet: two positions conflict only when the same customer can meet both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain, repeat
from operator import or_

from trueup.content.model import CLAIMS, RowKind, Term
from trueup.engine.applicability import OF_ANOTHER_THING
from trueup.engine.model import MAIN, Statement
from trueup.engine.rules import Listener, Position, Rule

Meeting = tuple[Statement, ...]
"""One statement for each term, all of which concern the same customer."""


@dataclass(frozen=True, eq=False)
class Heard:
    """Statements that can be looked up by side and tag."""

    statements: Mapping[Position, Sequence[Statement]]
    positions: frozenset[Position]

    @cached_property
    def claimed(self) -> Mapping[str, set[str]]:
        """Promise → the topics it makes claims about."""
        topics: dict[str, set[str]] = {}
        for (side, _), saying in self.statements.items():
            for each in saying if side == "say" else ():
                if each.source == CLAIMS and each.subject:
                    topics.setdefault(each.subject.row, set()).add(each.topic)
        return topics

    def hears(self, listener: Listener) -> bool:
        """Whether some statement takes a position this term listens to."""
        if listener.positions.isdisjoint(self.positions):
            return False
        return listener.term.of is None or bool(matching(listener.term, self))

    def silent(self, rule: Rule) -> tuple[Listener, ...]:
        """The terms of a rule whose positions no statement takes. If empty, the rule may be broken."""
        return tuple([listener for listener in rule.between if not self.hears(listener)])


def by_position(spoken: Iterable[Statement]) -> Heard:
    """The statements, to be looked up by side and tag."""
    heard: dict[Position, list[Statement]] = {}
    for statement in spoken:
        heard.setdefault((statement.side, statement.tag), []).append(statement)
    return Heard(heard, frozenset(heard))


def meets(one: Statement, two: Statement, other: bool = False, group: bool = False, everyone: bool = False) -> bool:
    """Whether two statements reach the same customer.

    Statements about different things never meet, and neither do the terms of another thing and a wish, which is about
    what sells most. A statement without a subject meets every other, except one for the
    other side of a marketplace. With rows of the same
    kind, two statements meet if the row is the same or, with `other`, if it is another one. Groups don't matter then,
    because everyone reads what is published; with `group`, the rows must share a group.

    With rows of different kinds, a statement that belongs to one channel doesn't meet another channel. All others meet
    if they share a group; a statement that names no group shares every group. In a marketplace, a statement for buyers
    doesn't meet one for sellers.

    With `everyone`, groups don't matter, but a statement about one product that isn't what sells most doesn't meet a
    channel that people use for everything.
    """
    if one.about and two.about and one.about != two.about:
        return False
    if _is_unwished(one, two) or _is_unwished(two, one):
        return False
    here, there = one.subject, two.subject
    if here is None or there is None:
        return not _is_for_others(one, two)
    if everyone and (_is_for_anything(one, two) or _is_for_anything(two, one)):
        return False
    if here.kind == there.kind:
        if group and ((one.groups.isdisjoint(two.groups) and one.groups and two.groups) or _is_for_others(one, two)):
            return False
        return (here.row == there.row) != other
    if _is_for_others(one, two):
        return False
    if one.channel and there.kind == "channel":
        return one.channel == there.row
    if two.channel and here.kind == "channel":
        return two.channel == here.row
    return everyone or not one.groups or not two.groups or not one.groups.isdisjoint(two.groups)


def _is_unwished(terms: Statement, wish: Statement) -> bool:
    """Whether one statement gives terms of another thing that is sold, and the other says what someone wants."""
    return terms.source in OF_ANOTHER_THING and wish.side in ("believe", "need")


def _is_for_anything(one: Statement, two: Statement) -> bool:
    """Whether one is about a channel for everything, and the other about one thing that isn't what sells most."""
    return one.subject is not None and one.subject.kind == "channel" and not one.about and two.about not in ("", MAIN)


def _is_for_others(one: Statement, two: Statement) -> bool:
    return bool(one.party and two.party and one.party != two.party)


def matching(term: Term, heard: Heard) -> list[Statement]:
    """The statements that take a position this term listens to."""
    found: list[Statement] = []
    for tag in term.tags:
        found += heard.statements.get((term.side, tag), ())
    if term.of is None:
        return found
    return [statement for statement in found if statement.subject is not None and statement.subject.kind == term.of]


def meetings(terms: Sequence[Term], statements: Sequence[Sequence[Statement]]) -> list[Meeting]:
    """Every way to take one statement per term, in the order of the terms, so that all of them meet."""
    apart = any(term.other for term in terms)
    met: list[Meeting] = [()]
    for nth, term in enumerate(terms):
        pool = _Pool(statements[nth])
        others = [term.other or earlier.other for earlier in terms[:nth]]
        everyone = [term.everyone or earlier.everyone for earlier in terms[:nth]]
        met = [
            (*taken, statement)
            for taken in met
            for statement in (pool.statements if apart else pool.beside(taken))
            if all(map(meets, taken, repeat(statement), others, repeat(term.group), everyone))
        ]
    return met


def unsilenced(met: Sequence[Meeting], term: Term, exempt: Sequence[Statement]) -> list[Meeting]:
    """The meetings that aren't covered by any of the `exempt` statements, those to which an `unless` term listens. A
    statement covers a meeting when it meets every statement in it.

    If the term has `other`, a row also covers what another row of its kind says to the same customers. If it has
    `group`, a statement covers a meeting only if it names a group that something in the meeting names too; a statement
    for everyone covers nothing.
    """
    if not exempt:
        return list(met)
    if not term.group and any(each.subject is None and not each.about and not each.party for each in exempt):
        return []
    pool = _Pool(exempt)
    # Sets of exempt statements are bitmasks, because there is a set for every meeting.
    bits = {id(statement): 1 << nth for nth, statement in enumerate(exempt)}
    met_by: dict[int, int] = {}
    for statement in chain.from_iterable(met):
        if id(statement) not in met_by:
            met_by[id(statement)] = _sum_of(
                bits[id(excuse)]
                for excuse in (pool.statements if term.other else pool.beside((statement,)))
                if meets(statement, excuse, everyone=term.everyone)
                or (term.other and meets(statement, excuse, other=True, group=True, everyone=term.everyone))
            )
    left = []
    for meeting in met:
        covers = -1
        for statement in meeting:
            covers &= met_by[id(statement)]
        if covers and term.group:
            covers &= _sum_of(bits[id(excuse)] for excuse in exempt if _is_named(excuse, meeting))
        if not covers:
            left.append(meeting)
    return left


def _sum_of(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _is_named(statement: Statement, meeting: Meeting) -> bool:
    return any(not statement.groups.isdisjoint(other.groups) for other in meeting)


class _Pool:
    """The statements of one term by kind of row, then by row; those without a subject are under None."""

    def __init__(self, side: Sequence[Statement]) -> None:
        self._rows: dict[RowKind | None, dict[str, list[Statement]]] = {}
        for statement in side:
            kind, row = statement.subject or (None, "")
            self._rows.setdefault(kind, {}).setdefault(row, []).append(statement)
        self.statements = [
            statement for rows in self._rows.values() for statements in rows.values() for statement in statements
        ]

    def beside(self, taken: Meeting) -> list[Statement]:
        """The statements that could meet those already taken.

        If a row of some kind is already taken, no other row of that kind is considered, so that twenty channels cost
        only twenty times as much as one.
        """
        row_of = {statement.subject.kind: statement.subject.row for statement in taken if statement.subject}
        if row_of.keys().isdisjoint(self._rows):
            return self.statements
        found: list[Statement] = []
        for kind, rows in self._rows.items():
            if kind in row_of:
                found += rows.get(row_of[kind], ())
            else:
                found += chain.from_iterable(rows.values())
        return found
