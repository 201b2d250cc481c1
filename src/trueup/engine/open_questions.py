"""Which unanswered questions could still make a term true.

The result distinguishes between “all of them are answered” and “none of them can be asked here”.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from trueup.answers.model import Audit, Row
from trueup.content.model import Content, Question, RowKind
from trueup.engine.applicability import ROWS_WANTED, answer_of, applies, business_kind, field_applies, fits
from trueup.engine.measures import ROWS_TO_COUNT, cells
from trueup.engine.model import MAIN, NeedsAnswer
from trueup.engine.readings import Measure
from trueup.engine.rules import Listener
from trueup.engine.statements import thing_asked_about
from trueup.engine.things import object_of


def promise_decided(content: Content, audit: Audit, needed: NeedsAnswer) -> Row | None:
    """The promise on which an open question would decide most; None if it decides nothing about a promise.

    Of promises that claim something a check listens to, it's the one that most of the checks are about. A field of a
    promise decides the first promise in which it is open.
    """
    promises = [row for row in audit.of("promise") if not row.is_inactive]
    question = content.questions.get(needed.question)
    if question is not None and question.row_kind is None:
        thing = thing_asked_about(content, audit, question)
        promises = [row for row in promises if not thing or object_of(audit, row) in ("", thing)]
    if question is not None and question.row_kind == "promise":
        applying = (row for row in promises if field_applies(content, audit, row, question))
        return next((row for row in applying if _is_open(row, question)), None)
    said = [
        {tag for term in content.checks[check].between if term.side == "say" for tag in term.tags}
        for check in needed.decides
    ]
    decided = {row.id: sum(not tags.isdisjoint(row.many("claims")) for tags in said) for row in promises}
    most = max(promises, key=lambda row: decided[row.id], default=None)
    return most if most is not None and decided[most.id] else None


def _is_open(row: Row, question: Question) -> bool:
    answer = row.fields.get(question.field)
    return answer is None or answer.state == "unsure"


Asks = tuple[str, ...] | None
"""What to ask (`offer.start`, `channel.steps`, `promise`, `customer`). Empty: all has been answered. None: nothing can
be asked, because the questions are parked or not applicable, so they never take a position."""

ANSWERED: Asks = ()


class Sources:
    """The sources of one audit. Each question is looked at once, however many checks listen to it."""

    def __init__(self, content: Content, audit: Audit) -> None:
        self._content = content
        self._audit = audit
        self._kind = business_kind(audit)
        self._known: dict[str, Asks] = {}
        self._asks: dict[int, Asks] = {}
        self._at_work: dict[RowKind, list[Row]] = {}
        self._things: dict[str, str] = {}

    def asks(self, listener: Listener) -> Asks:
        """The open questions that could still make a term true."""
        key = id(listener.speakers)  # listeners with the same speakers share this object
        if key not in self._asks:
            found = [
                self.of_measure(speaker) if isinstance(speaker, Measure) else self._of_question(speaker)
                for speaker in listener.speakers
            ]
            self._asks[key] = found[0] if len(found) == 1 else _together(each for each in found if each is not None)
        return self._asks[key]

    def is_only_about_the_offer(self, ask: str) -> bool:
        """Whether something to ask is a question about what sells most, and about nothing else."""
        question = self._content.questions.get(ask)
        if question is None or question.row_kind is not None:
            return False
        if ask not in self._things:
            self._things[ask] = thing_asked_about(self._content, self._audit, question)
        return self._things[ask] == MAIN

    @cached_property
    def has_other_things(self) -> bool:
        """Whether a promise is about something that isn't what sells most."""
        return any(row.text("about") == "other" and not row.is_inactive for row in self._audit.of("promise"))

    def of_measure(self, measure: Measure) -> Asks:
        """The open questions that a measure needs."""
        needs = [self._of_question(self._content.questions[name]) for name in measure.needs]
        return None if None in needs else _together(needs)

    def _of_question(self, question: Question) -> Asks:
        if question.id not in self._known:
            self._known[question.id] = self._look_at(question)
        return self._known[question.id]

    def _look_at(self, question: Question) -> Asks:
        kind = question.row_kind
        if kind == "customer":
            return _of_column(self._audit, question.field)
        if kind is not None:
            return self._of_field(kind, question)
        if not fits(self._kind, question) or not applies(self._content, question, answer_of(self._audit)):
            return None
        answer = self._audit.answers.get(question.id)
        if answer is None or answer.state == "unsure":
            return (question.id,)
        return ANSWERED if answer.state == "given" else None

    def _of_field(self, kind: RowKind, question: Question) -> Asks:
        """What to ask about a field of rows: the field is open as long as it is open in any row."""
        if kind not in self._at_work:
            self._at_work[kind] = [row for row in self._audit.of(kind) if not row.is_inactive]
        if not self._audit.of(kind) and kind in ROWS_WANTED:  # the other kinds of row are optional
            return (kind,)
        if not fits(self._kind, question):
            return None
        found: Asks = None
        for row in self._at_work[kind]:
            if question.asked_if is None or field_applies(self._content, self._audit, row, question):
                answer = row.fields.get(question.field)
                if answer is None or answer.state == "unsure":
                    return (question.id,)
                if answer.state == "given":
                    found = ANSWERED
        return found


def _together(every: Iterable[Asks]) -> Asks:
    """What to ask of several sources, each question once; None if there are no sources."""
    found = [asks for asks in every if asks is not None]
    return tuple(dict.fromkeys(chain.from_iterable(found))) if found else None


def _of_column(audit: Audit, field: str) -> Asks:
    answers = [row.fields.get(field) for row in audit.of("customer")]
    if answers and all(answer is not None and answer.state == "na" for answer in answers):
        return None
    return ("customer",) if len(cells(audit, field)) < ROWS_TO_COUNT else ANSWERED
