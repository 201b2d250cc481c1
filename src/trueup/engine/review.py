"""The review of a new quarter: what to confirm, in the order it matters, and why each is asked now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trueup.answers.model import Answer, Audit
from trueup.content.model import AREAS, KIND_QUESTION, Content, Question
from trueup.engine.asking import is_asked
from trueup.engine.changes import answer_changes
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.engine.voices import MEASURED

Why = Literal[
    "an open mismatch", "something above it changed", "a guess", "from memory", "not sure", "a number", "the rest"
]
ORDER: tuple[Why, ...] = (
    "an open mismatch",
    "something above it changed",
    "a guess",
    "not sure",
    "a number",
    "from memory",
    "the rest",
)
SECONDS: dict[Why, int] = {"a number": 40}
"""What confirming takes; 15 seconds where nothing is looked up (our measure: one key, after reading one line)."""
SECONDS_TO_CONFIRM = 15


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to confirm: a question id, or a row as `channel:own-site`; and why it is asked now."""

    place: str
    why: Why


def queue(content: Content, audit: Audit, before: Audit) -> tuple[Due, ...]:
    """What is still unconfirmed, in order. `before` is the quarter it was taken over from.

    Open mismatches first; then what hangs on something that has changed (goal and kind, groups, promises, price and
    terms, channels, the rest); then guesses, unsure answers, numbers and memories; then everything else.
    """
    clashing = _clashing(content, audit)
    changed = min((_level(content, change.place) for change in answer_changes(before, audit)), default=None)
    due = [
        Due(place, _why(content, audit, place, clashing, changed))
        for place in _in_order(content, audit)
        if place in audit.unconfirmed
    ]
    return tuple(sorted(due, key=lambda each: ORDER.index(each.why)))


def minutes(due: tuple[Due, ...]) -> int:
    """What the rest of the review takes, rounded up."""
    return -(-sum(SECONDS.get(each.why, SECONDS_TO_CONFIRM) for each in due) // 60)


def _in_order(content: Content, audit: Audit) -> Iterator[str]:
    for area in AREAS:
        yield from (question.id for question in content.of(area) if is_asked(content, audit, question))
    for kind, rows in audit.rows.items():
        yield from (f"{kind}:{row.id}" for row in rows)


def _clashing(content: Content, audit: Audit) -> set[str]:
    """The answers and rows that take part in an open mismatch, measured ones by what the measure needs."""
    found: set[str] = set()
    for mismatch in judge(content, audit).mismatches:
        for voice in mismatch.voices:
            found.add(f"{voice.subject.kind}:{voice.subject.row}" if voice.subject else voice.source)
            if voice.source.startswith(MEASURED):
                found.update(MEASURES[voice.source.removeprefix(MEASURED)].needs)
    return found


def _why(content: Content, audit: Audit, place: str, clashing: set[str], changed: int | None) -> Why:
    if place in clashing:
        return "an open mismatch"
    if changed is not None and _level(content, place) > changed:
        return "something above it changed"
    question = content.questions.get(place)
    answers = [audit.answers[place]] if question else list(_fields(audit, place))
    if any(answer.evidence == "guess" for answer in answers):
        return "a guess"
    if any(answer.state == "unsure" for answer in answers):
        return "not sure"
    if any(isinstance(answer.value, float) for answer in answers):
        return "a number"
    if question and question.side == "deliver" and _evidence(question, answers[0]) == "memory":
        return "from memory"
    return "the rest"


def _evidence(question: Question, answer: Answer) -> str:
    return answer.evidence or question.evidence


def _fields(audit: Audit, place: str) -> Iterator[Answer]:
    kind, _, row_id = place.partition(":")
    for each, rows in audit.rows.items():
        if each == kind:
            yield from (answer for row in rows if row.id == row_id for answer in row.fields.values())


def _level(content: Content, place: str) -> int:
    """How far upstream a place stands: 0 goal and kind, 1 groups, 2 promises, 3 price and terms, 4 channels, 5 rest."""
    question = content.questions.get(place)
    if place == KIND_QUESTION or (question and question.facet == "focus" and question.side == "believe"):
        return 0
    home = place.partition(":")[0].partition(".")[0]
    return {"group": 1, "promise": 2, "offer": 3, "channel": 4}.get(home, 5)
