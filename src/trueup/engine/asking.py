"""Which questions apply, how far the founder is, and what to ask next. A question that doesn't apply is parked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, Area, Content, Question, RowKind
from trueup.engine.model import Findings

ROWS_IN: dict[Area, RowKind] = {"offer": "promise", "market": "channel", "operations": "ten"}
"""The rows each area ends with."""

ROWS_WANTED: dict[RowKind, int] = {"promise": 1, "channel": 2, "ten": 10}
"""How many rows the essentials ask for (product.md: one promise, one or two channels, ten customers)."""

SECONDS = {"choice": 20, "many": 20, "number": 40, "text": 40}
"""What answering takes, by kind of question; the figures the writing is measured by."""
SECONDS_A_ROW = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one area is: questions and rows answered, how many there are, minutes still to go."""

    done: int
    total: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One stop on the way through an area: a question, or the rows it ends with."""

    area: Area
    question: Question | None = None
    rows: RowKind | None = None

    @property
    def id(self) -> str:
        """The question's id, or the kind of row."""
        return self.question.id if self.question else str(self.rows)


def applies(content: Content, question: Question, answer_of: Callable[[str], Answer | None]) -> bool:
    """Whether a question is asked, given the answers before it; a parked question parks those that hang on it."""
    condition = question.asked_if
    if condition is None:
        return True
    parent = content.questions[condition.question]
    if not applies(content, parent, answer_of):
        return False
    answer = answer_of(parent.id)
    if answer is None or answer.state != "given":
        return False
    given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return any(value in condition.values for value in given)


def is_asked(content: Content, audit: Audit, question: Question) -> bool:
    """Whether a question of an area is asked of this business."""
    return question.asked_if is None or applies(content, question, audit.answers.get)


def asked(content: Content, audit: Audit, area: Area | None = None) -> tuple[Question, ...]:
    """The questions asked of this business, in order; of one area, or of all four."""
    return tuple(
        question
        for name in (AREAS if area is None else (area,))
        if name in content.screens
        for question in content.of(name)
        if is_asked(content, audit, question)
    )


def field_applies(content: Content, audit: Audit, row: Row, question: Question) -> bool:
    """Whether a field is asked of one row. It may hang on another field of the row, or on a question of an area."""
    if question.asked_if is None:
        return True

    def answer_of(other: str) -> Answer | None:
        home, _, name = other.partition(".")
        return row.fields.get(name) if home == question.home else audit.answers.get(other)

    return applies(content, question, answer_of)


def fields(content: Content, audit: Audit, kind: RowKind, row: Row) -> tuple[Question, ...]:
    """The fields asked of one row, in order."""
    return tuple(question for question in content.of(kind) if field_applies(content, audit, row, question))


def items(content: Content, audit: Audit, area: Area) -> tuple[Item, ...]:
    """The stops of an area, in order: its questions, then its rows."""
    stops = [Item(area, question=question) for question in asked(content, audit, area)]
    kind = ROWS_IN.get(area)
    if kind and kind in content.screens:
        stops.append(Item(area, rows=kind))
    return tuple(stops)


def is_done(audit: Audit, item: Item) -> bool:
    """Whether a stop has an answer of any kind, or at least one row."""
    return bool(audit.of(item.rows)) if item.rows else item.id in audit.answers


def seconds(item: Item) -> int:
    """What a stop takes somebody who has to look things up."""
    if item.question:
        return SECONDS.get(item.question.kind, SECONDS_A_ROW)
    return SECONDS_A_ROW * ROWS_WANTED[item.rows] if item.rows else 0


def progress(content: Content, audit: Audit) -> dict[Area, Progress]:
    """How far each area is. Minutes are rounded up, so that what is left is never shown as nothing."""
    result: dict[Area, Progress] = {}
    for area in AREAS:
        stops = items(content, audit, area)
        left = [item for item in stops if not is_done(audit, item)]
        minutes = -(-sum(seconds(item) for item in left) // 60)
        result[area] = Progress(len(stops) - len(left), len(stops), minutes)
    return result


def is_essential(item: Item) -> bool:
    """Whether a stop belongs to the first picture."""
    return item.question.essential if item.question else True


def essentials_left(content: Content, audit: Audit) -> tuple[Item, ...]:
    """The essentials still open, in order. None: everything is there for a first true picture."""
    return tuple(
        item
        for area in AREAS
        for item in items(content, audit, area)
        if is_essential(item) and not is_done(audit, item)
    )


def next_item(content: Content, audit: Audit, findings: Findings | None = None) -> Item | None:
    """The one thing to answer next: the first open essential, else what would decide most, else what is open."""
    left = essentials_left(content, audit)
    if left:
        return left[0]
    by_id = {item.id: item for area in AREAS for item in items(content, audit, area)}
    for waiting in findings.waiting if findings else ():
        stop = by_id.get(waiting.question) or by_id.get(waiting.question.partition(".")[0])
        if stop is not None and not is_done(audit, stop):
            return stop
    return next((item for item in by_id.values() if not is_done(audit, item)), None)
