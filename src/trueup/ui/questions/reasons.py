"""Why a question is asked, what an honest answer rests on, what was answered before."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.content.model import Question
from trueup.session.session import Session
from trueup.ui.base.layouts import Part, heading
from trueup.ui.base.text import MUTED, STRONG, Line, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.drawing.statement_list import source
from trueup.wording import findings as wording

WHY = "Why we ask"
MOST_SAID = 10
"""Lines of what else was said."""


def reasons(session: Session, question: Question, place: str) -> Iterator[Part]:
    """What there is to know about a question beside itself; `place` is where its answer stands."""
    if question.why:
        yield [heading(WHY), Line(text=in_a_sentence(question.why))]
    if said := list(_on_its_topic(session, question, place)):
        yield [heading("What you have said on this so far"), *said]
    if question.rests_on:
        yield [
            heading("What an honest answer rests on"),
            *(Line(Content.styled(word.ljust(9), STRONG), plain(text)) for word, text in question.rests_on.items()),
        ]
    if course := over_time.of_answer(session, place):
        yield course[1:]  # it begins with a blank line


def _on_its_topic(session: Session, question: Question, place: str) -> Iterator[Line]:
    """What the other answers say on the topics of a question, a line each."""
    content, audit = session.content, session.current
    topics = {tag.partition(".")[0] for tag in question.tags}
    told: set[tuple[str, str]] = set()
    for statement in session.analysis.statements:
        row = statement.subject
        here = f"{row.kind}:{row.row}.{question.field}" if row else question.id
        if statement.tag.partition(".")[0] not in topics or (statement.source == question.id and here == place):
            continue
        position, where = wording.position(content, statement), source(content, audit, statement)
        if len(told) < MOST_SAID and (position, where) not in told:
            told.add((position, where))
            yield Line(Content.styled(statement.side.ljust(9), MUTED), plain(position), plain(where, MUTED))


def in_a_sentence(why: str) -> Content:
    """A reason as it stands by itself: screens/ has it after *Why we ask*."""
    return plain(why[:1].upper() + why[1:])
