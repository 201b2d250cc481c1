"""The review of a new quarter: what to confirm, in order of importance, and why each item is asked now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal, get_args

from trueup.answers.model import Answer, Audit
from trueup.answers.place import Place, in_row
from trueup.content.model import AREAS, KIND_QUESTION, ROW_KINDS, Content, Question
from trueup.engine.applicability import ROWS_WANTED, SECONDS_A_ROW, fields, is_asked
from trueup.engine.history import answer_changes
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings, Statement
from trueup.engine.next_quarter import COUNTED, CUSTOMERS, confirmed, places
from trueup.engine.rules import Position, rules_of
from trueup.engine.statements import MEASURED, statements

Why = Literal[
    "an open mismatch",
    "something above it changed",
    "a guess",
    "not sure",
    "a number",
    "from memory",
    "last quarter's count",
    "asked again",
    "the rest",
]
ORDER: tuple[Why, ...] = get_args(Why)
PARTS: Mapping[str, tuple[Why, ...]] = {
    "open mismatches": ("an open mismatch",),
    "after a change": ("something above it changed",),
    "old or unsure": ("a guess", "not sure", "a number", "from memory"),
    "counts": ("last quarter's count",),
    "last customers": ("asked again",),
    "the rest": ("the rest",),
}
"""The parts of the review in their order → the reasons of the items in each."""

SECONDS: Mapping[Why, int] = {
    "a number": 40,
    "last quarter's count": 40,
    "asked again": SECONDS_A_ROW * ROWS_WANTED["customer"],
}
"""Seconds it takes to confirm an item that must be looked up. All others take `SECONDS_TO_CONFIRM`: one key, after
reading one line (our measure)."""
SECONDS_TO_CONFIRM = 15


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to confirm, with the reason why it is asked now. `place` is a question id, a row as `channel:own-site`,
    what was counted there as `channel:own-site.visits`, or `customer`.
    """

    place: str
    why: Why
    above: str = ""
    """The changed answer that it is compared with, furthest upstream, if that is the reason; otherwise empty."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of one part of the review is confirmed."""

    name: str
    done: int
    total: int


class Review:
    """The review of a quarter that was carried over from the quarter `before` it."""

    def __init__(self, content: Content, before: Audit) -> None:
        self._content = content
        self._before = before
        self._taken_over = frozenset(places(before))
        self._then = _by_place(statements(content, before), _source)
        self._conflicted = _conflicting(judge(content, before))
        """What conflicted when the quarter began. It comes first even after an answer has solved its mismatch, so that
        all of it is confirmed."""

    def every(self, audit: Audit, findings: Findings) -> tuple[Due, ...]:
        """Everything to confirm, whether already confirmed or not, in order.

        Open mismatches first; then what is compared with something above it that has changed (goal and kind, groups,
        promises, price and terms, channels, the rest); then guesses, unsure answers, numbers and memories; then what
        was counted in the last quarter, and the last ten customers again; then everything else.
        """
        content = self._content
        conflicting = self._conflicted | _conflicting(findings)
        bearing = _Bearing(content, self._before, self._then, audit)
        due = [
            _due(content, audit, place, conflicting, bearing.on(place))
            for place in _in_order(content, audit)
            if place in self._taken_over
        ]
        due += [Due(place, "last quarter's count") for place in _counts(content, audit) if place in self._taken_over]
        due.append(Due(CUSTOMERS, "asked again"))

        def rank(each: Due) -> tuple[int, int]:
            return ORDER.index(each.why), _level(content, each.place) if each.above else 0

        return tuple(sorted(due, key=rank))


def queue(content: Content, audit: Audit, before: Audit) -> tuple[Due, ...]:
    """What is still unconfirmed, in order. `before` is the quarter this one was carried over from."""
    return left(audit, Review(content, before).every(audit, judge(content, audit)))


def left(audit: Audit, every: Iterable[Due]) -> tuple[Due, ...]:
    """What is still unconfirmed."""
    return tuple(due for due in every if due.place in audit.unconfirmed)


def parts(audit: Audit, every: Sequence[Due]) -> tuple[Part, ...]:
    """How much of each part is confirmed."""

    def part(name: str, reasons: tuple[Why, ...]) -> Part:
        here = [due.place not in audit.unconfirmed for due in every if due.why in reasons]
        return Part(name, sum(here), len(here))

    return tuple(part(name, reasons) for name, reasons in PARTS.items())


def seconds(due: Due) -> int:
    """The seconds it takes to confirm one item if it has to be looked up."""
    return SECONDS.get(due.why, SECONDS_TO_CONFIRM)


def minutes(due: Sequence[Due], pace: float = 1.0) -> int:
    """The minutes left of the review, rounded up. Looking up customers doesn't depend on the founder's `pace`."""
    return ceil(sum(seconds(each) * (1.0 if each.place == CUSTOMERS else pace) for each in due) / 60)


def doubted(content: Content, audit: Audit, place: str) -> Audit:
    """The audit with one place confirmed as doubtful: an answer becomes *not sure*, and keeps its note.

    A row keeps its answers, as guesses: they are still the best available, but prove nothing any more.
    """
    kind, _, slug = place.partition(":")
    if not slug:
        note = audit.answers[place].note if place in audit.answers else ""
        return confirmed(audit.with_answer(place, Answer(state="unsure", note=note)), place)
    for each in ROW_KINDS:
        row = audit.row(each, slug) if each == kind else None
        if row is not None:
            speaking = {question.field for question in content.of(each) if question.side is not None}
            speaking -= {*COUNTED.get(each, ())}
            guessed = {
                name: replace(answer, evidence="guess") if name in speaking and answer.state == "given" else answer
                for name, answer in row.fields.items()
            }
            audit = audit.with_row(each, replace(row, fields=guessed))
    return confirmed(audit, place)


def _in_order(content: Content, audit: Audit) -> Iterator[str]:
    for area in AREAS:
        yield from (question.id for question in content.of(area) if is_asked(content, audit, question))
    for kind, rows in audit.rows.items():
        if kind != "customer":
            yield from (in_row(kind, row.id) for row in rows)


def _counts(content: Content, audit: Audit) -> Iterator[str]:
    """What was counted, of the rows that aren't parked."""
    for kind, counted in COUNTED.items():
        for row in audit.of(kind):
            if not row.is_inactive:
                asked = (question.field for question in fields(content, audit, kind, row))
                yield from (in_row(kind, row.id, field) for field in asked if field in counted and field in row.fields)


def _conflicting(findings: Findings) -> frozenset[str]:
    """The answers and rows that take part in an open mismatch, also through a measure."""
    found: set[str] = set()
    for mismatch in findings.mismatches:
        for statement in mismatch.statements:
            found.add(_home(statement))
            if statement.source.startswith(MEASURED):
                found.update(MEASURES[statement.source.removeprefix(MEASURED)].needs)
    return frozenset(found)


class _Bearing:
    """What has changed since the quarter before, and which answers are compared with it."""

    def __init__(self, content: Content, before: Audit, then: Mapping[str, set[Position]], audit: Audit) -> None:
        self._content = content
        now = statements(content, audit)
        self._touching = {place: self._checks(taken) for place, taken in _by_place(now, _home).items()}
        """Place → the checks that its positions matter to."""
        today = _by_place(now, _source)
        self._changed: list[tuple[str, set[str] | None]] = []
        """Each changed place, the furthest upstream first, with the checks that the change matters to. None: all."""
        for change in answer_changes(before, audit):
            if change.place == KIND_QUESTION:
                self._changed.append((change.place, None))
            elif change.now is None or change.now.state != "unsure":
                moved = then.get(change.place, set()) ^ today.get(change.place, set())
                self._changed.append((change.place, self._checks(moved)))
        self._changed.sort(key=lambda each: _level(content, each[0]))

    def on(self, place: str) -> str:
        """The changed answer furthest upstream, above this place, that it is compared with; otherwise empty."""
        level, touching = _level(self._content, place), self._touching.get(place, self._could_touch(place))
        for changed, checks in self._changed:
            if _level(self._content, changed) < level and (checks is None or not checks.isdisjoint(touching)):
                return changed
        return ""

    def _could_touch(self, place: str) -> set[str]:
        """The checks that an answer without a position, such as *not sure*, could matter to."""
        question = self._content.questions.get(place)
        if question is None or question.side is None:
            return set()
        return self._checks((question.side, tag) for tag in question.tags)

    def _checks(self, positions: Iterable[Position]) -> set[str]:
        return {rule.check.id for rule in rules_of(self._content).touched(positions) if not rule.check.broad}


def _by_place(spoken: Iterable[Statement], place: Callable[[Statement], str]) -> dict[str, set[Position]]:
    found: dict[str, set[Position]] = {}
    for each in spoken:
        found.setdefault(place(each), set()).add((each.side, each.tag))
    return found


def _home(statement: Statement) -> str:
    """The question id, or the row as a whole."""
    return in_row(*statement.subject) if statement.subject else statement.source


def _source(statement: Statement) -> str:
    """The question id, or the field of a row."""
    return f"{_home(statement)}.{statement.source.partition('.')[2]}" if statement.subject else statement.source


def _due(content: Content, audit: Audit, place: str, conflicting: frozenset[str], above: str) -> Due:
    if place in conflicting:
        return Due(place, "an open mismatch")
    if above:
        return Due(place, "something above it changed", above)
    return Due(place, _weakness(content, audit, place))


def _weakness(content: Content, audit: Audit, place: str) -> Why:
    question = content.questions.get(place)
    answers = list(_answers(audit, place))
    if any(answer.evidence == "guess" for answer in answers):
        return "a guess"
    if any(answer.state == "unsure" for answer in answers):
        return "not sure"
    if any(isinstance(answer.value, float) for answer in answers) or any(figures(content, audit, place)):
        return "a number"
    known = {answer.evidence or (question.evidence if question else "") for answer in answers}
    if question and question.side == "deliver" and "memory" in known:
        return "from memory"
    return "the rest"


FIGURES = frozenset({"channel.crowd", "activity.sofar", "activity.budget"})
"""Fields of rows whose choices stand for a count or a share."""


def figures(content: Content, audit: Audit, place: str) -> Iterator[tuple[Question, Answer]]:
    """The numbers, counts and shares in a row, except those that are confirmed on their own. None for an answer."""
    at = Place.of(place)
    row = audit.row(at.kind, at.row) if at.kind and not at.field else None
    if at.kind is None or row is None:
        return
    for question in fields(content, audit, at.kind, row):
        answer = row.fields.get(question.field)
        is_figure = question.kind == "number" or question.id in FIGURES
        if answer is not None and is_figure and question.field not in COUNTED.get(at.kind, ()):
            yield question, answer


def _answers(audit: Audit, place: str) -> Iterator[Answer]:
    """The answer at a place, or those of a row, except what is confirmed on its own; none if it's blank now."""
    if place in audit.answers:
        yield audit.answers[place]
    at = Place.of(place)
    row = audit.row(at.kind, at.row) if at.kind else None
    if row is not None and at.kind is not None:
        yield from (answer for field, answer in row.fields.items() if field not in COUNTED.get(at.kind, ()))


def _level(content: Content, place: str) -> int:
    """How far upstream a place is: 0 goal and kind, 1 groups, 2 promises, 3 price and terms, 4 channels, 5 rest."""
    question = content.questions.get(place)
    if place == KIND_QUESTION or (question and question.topic == "focus" and question.side == "believe"):
        return 0
    home = place.partition(":")[0].partition(".")[0]
    return {"group": 1, "promise": 2, "offer": 3, "channel": 4}.get(home, 5)
