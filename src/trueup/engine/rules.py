"""The checks as rules, the form that judging uses, worked out once: only answers change with each keypress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from trueup.content.model import ROW_KINDS, Check, Content, Question, Side, Term
from trueup.engine.measures import MEASURES
from trueup.engine.readings import Measure

Position = tuple[Side, str]
"""A side and a tag: the key under which a statement is found."""

ALWAYS_KEPT: Position = ("deliver", "kept.always")
"""The position that everyone got exactly what a promise says: no check finds fault with that promise then."""

OF_MOST: Position = ("say", "kept.most")
"""The position that a promise is true for most people, not all: what a few get doesn't break it."""

INSTEAD: Position = ("deliver", "kept.instead")
"""What happens instead of a promise, in the founder's words: it is quoted with whatever is found about that promise."""

Speakers = tuple[Question | Measure, ...]
"""The questions and measures that can take a position."""


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """A term, with the positions it listens to and the questions and measures that can take those positions."""

    term: Term
    positions: frozenset[Position]
    speakers: Speakers
    """One object for all listeners with the same speakers, so that their questions are looked up only once."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A check, with a listener for each of its terms. Checks with the same term share its listener."""

    check: Check
    between: tuple[Listener, ...]
    unless: tuple[Listener, ...]


@dataclass(frozen=True, eq=False)
class Rules:
    """What judging needs to know about a content."""

    by_check: Mapping[str, Rule]
    """Check id → rule, in the order of the content."""
    broad: tuple[Rule, ...]
    """The rules of broad checks."""
    speaking: Mapping[str, tuple[Question, ...]]
    """The questions that take a side, by area or kind of row; customers speak only through measures."""
    outside: Mapping[str, tuple[str, ...]]
    """Kind of row → the questions outside a row that its fields depend on."""
    claims_behind: Mapping[str, tuple[str, ...]]
    """Question of an area → the claims because of which it is asked, directly or through another question."""
    depending: Mapping[str, tuple[str, ...]]
    """Question of an area → the questions of areas that depend on it, directly or through another question."""

    @property
    def every(self) -> Iterable[Rule]:
        """All rules, in the order of the content."""
        return self.by_check.values()

    @cached_property
    def touched_by(self) -> Mapping[Position, tuple[Rule, ...]]:
        """The rules a position matters to, as one of their terms or as an exception."""
        found: dict[Position, dict[str, Rule]] = {}
        for rule in self.every:
            for listener in (*rule.between, *rule.unless):
                for position in listener.positions:
                    found.setdefault(position, {})[rule.check.id] = rule
            if rule.check.broad:
                found.setdefault(INSTEAD, {})[rule.check.id] = rule
        return {position: tuple(rules.values()) for position, rules in found.items()}

    def touched(self, positions: Iterable[Position]) -> Iterable[Rule]:
        """The rules to which at least one of these positions matters."""
        return dict.fromkeys(rule for position in positions for rule in self.touched_by.get(position, ()))


@lru_cache(maxsize=4)
def rules_of(content: Content) -> Rules:
    """The rules of a content."""
    measuring = _measuring(content)
    listeners: dict[Term, Listener] = {}
    known: dict[tuple[str, ...], Speakers] = {}

    def listening(term: Term) -> Listener:
        if (listener := listeners.get(term)) is None:
            listener = listeners[term] = _listener(content, term, measuring, known)
        return listener

    by_check = {
        check.id: Rule(check, tuple(map(listening, check.between)), tuple(map(listening, check.unless)))
        for check in content.checks.values()
    }
    return Rules(
        by_check,
        tuple(rule for rule in by_check.values() if rule.check.broad),
        {
            home: tuple(question for question in content.of(home) if question.side is not None)
            for home in content.screens
            if home != "customer"
        },
        {home: tuple(dict.fromkeys(_outside(content, home))) for home in ROW_KINDS},
        {each.id: claims for each in content.questions.values() if (claims := _claims_behind(content, each))},
        _depending(content),
    )


def _claims_behind(content: Content, question: Question) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for condition in question.conditions if question.row_kind is None else ():
        parent = content.questions[condition.question]
        found |= dict.fromkeys(condition.values if parent.is_checklist else _claims_behind(content, parent))
    return tuple(found)


def _outside(content: Content, home: str) -> Iterator[str]:
    for question in content.of(home) if home in content.screens else ():
        yield from (parent.id for parent in _parents(content, question) if parent.home != home)


def _depending(content: Content) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for question in content.questions.values():
        for parent in _parents(content, question) if question.row_kind is None else ():
            found.setdefault(parent.id, []).append(question.id)
    return {parent: tuple(questions) for parent, questions in found.items()}


def _parents(content: Content, question: Question) -> Iterator[Question]:
    """The questions on which it depends whether this one is asked, each followed by those on which it depends."""
    for condition in question.conditions:
        parent = content.questions[condition.question]
        yield parent
        yield from _parents(content, parent)


def _measuring(content: Content) -> dict[str, list[Measure]]:
    """Tag → the measures that can take its position, if the content has every question they need."""
    found: dict[str, list[Measure]] = {}
    for measure in MEASURES.values():
        for tag in measure.tags if measure.is_in(content) else ():
            found.setdefault(tag, []).append(measure)
    return found


def _listener(
    content: Content, term: Term, measuring: Mapping[str, Iterable[Measure]], known: dict[tuple[str, ...], Speakers]
) -> Listener:
    speakers: dict[str, Question | Measure] = {}
    for tag in term.tags:
        for question in content.speakers.get((term.side, tag), ()):
            if term.of in (None, question.home):
                speakers.setdefault(question.id, question)
        for measure in measuring.get(tag, ()) if term.side == "deliver" else ():
            if term.of in (None, "customer") or measure.is_read_off(term.of):
                speakers.setdefault(f"measure:{measure.name}", measure)
    same = known.setdefault(tuple(speakers), tuple(speakers.values()))
    return Listener(term, frozenset((term.side, tag) for tag in term.tags), same)
