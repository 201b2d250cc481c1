"""Why a question is asked, what an honest answer rests on, what was answered before."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.content.model import Question
from trueup.session.session import Session
from trueup.ui.base.fill_space import Part, heading
from trueup.ui.base.text import STRONG, Line, plain
from trueup.ui.drawing import answer_history as over_time

WHY = "Why we ask"


def reasons(session: Session, question: Question, place: str) -> Iterator[Part]:
    """What there is to know about a question beside itself; `place` is where its answer stands."""
    if question.why:
        yield [heading(WHY), Line(text=in_a_sentence(question.why))]
    if question.rests_on:
        yield [
            heading("What an honest answer rests on"),
            *(Line(Content.styled(word.ljust(9), STRONG), plain(text)) for word, text in question.rests_on.items()),
        ]
    if course := over_time.of_answer(session, place):
        yield course[1:]  # it begins with a blank line


def in_a_sentence(why: str) -> Content:
    """A reason as it stands by itself: screens/ has it after *Why we ask*."""
    return plain(why[:1].upper() + why[1:])
