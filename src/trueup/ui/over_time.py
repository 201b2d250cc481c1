"""What an answer, or a mismatch, was in the quarters before: in one line under a question, and all of it behind `?`."""

from __future__ import annotations

from textual.content import Content

from trueup.answers.model import Answer
from trueup.content.model import Question
from trueup.engine.model import Voice
from trueup.export import changes as told
from trueup.export.wording import KNOWN
from trueup.ui.session import Session
from trueup.ui.widgets.changes import answer_over_time, mismatch_over_time
from trueup.ui.widgets.text import MUTED, STRONG, Line, plain


def of_answer(session: Session, place: str) -> list[Line]:
    """What the answer at a place was in every quarter, under a heading. Nothing while there is one quarter only."""
    if len(session.quarters.names) < 2:
        return []
    heading = Line(text=Content.styled("In every quarter", STRONG))
    return [
        Line(),
        heading,
        *answer_over_time(session.content, session.current, place, session.history.of_answer(place)),
    ]


def of_mismatch(session: Session, clash: str) -> list[Line]:
    """How a mismatch stood in every quarter, under a heading. Nothing while there is one quarter only."""
    if len(session.quarters.names) < 2:
        return []
    heading = Line(text=Content.styled("In every quarter", STRONG))
    return [heading, *mismatch_over_time(session.history.of_mismatch(clash))]


def of_voice(session: Session, voice: Voice) -> list[Line]:
    """What one voice of a mismatch was in every quarter. A measure has its numbers, which have their own places."""
    question = session.content.questions.get(voice.source)
    if question is None:
        return []
    subject = voice.subject
    place = f"{subject.kind}:{subject.row}.{question.field}" if subject else question.id
    heading = told.where(session.content, (session.current,), place)
    course = answer_over_time(session.content, session.current, place, session.history.of_answer(place))
    return [Line(), Line(text=plain(heading, STRONG)), *course]


def was(session: Session, question: Question, place: str) -> list[Line]:
    """That an answer was taken over and is not confirmed yet, or what it was in the quarter before, if it changed."""
    earlier = session.history.before(session.quarter) if len(session.quarters.names) > 1 else ()
    if not earlier:
        return []
    before = earlier[-1]
    if place in session.current.unconfirmed:
        return [Line(text=plain(f"Taken over from {before}. Enter goes on with it, and confirms it.", MUTED))]
    course = dict(session.history.of_answer(place))
    then, now = course.get(before), course.get(session.quarter)
    if then is None or then == now:
        return []
    said = told.said(session.content, session.history[before].audit, place, then)
    return [Line(text=plain(f"Was “{said}” in {before}{_known(question, then)}.", MUTED))]


def _known(question: Question, answer: Answer) -> str:
    is_told = question.side == "deliver" and answer.state == "given"
    return f" ({KNOWN[answer.evidence or question.evidence]})" if is_told else ""
