"""Why a question is asked, what else was said on its topics, and what the answer was in each quarter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from textual.content import Content

from trueup.answers.place import in_row
from trueup.content.model import Question, RowKind
from trueup.session.session import Session
from trueup.ui.base.sheet import Part
from trueup.ui.base.text import MUTED, STRONG, Line, heading, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.drawing.statement_list import source
from trueup.wording import findings as wording


def why_each(asked: Sequence[Question]) -> list[Line]:
    """Return why each of these questions is asked, beside its short name."""
    widest = max((len(question.short) for question in asked), default=0)
    return [Line(plain(each.short.ljust(widest + 3), MUTED), in_a_sentence(each.why)) for each in asked]


WHY = "Why we ask"
SAID_SO_FAR = "What you've said about this so far"
MOST_SAID = 10
"""The most lines of what the founder has said on the same topics."""


def reasons(session: Session, question: Question, place: str) -> Iterator[Part]:
    """Yield why a question is asked, what else was said on its topics, what an honest answer rests on, and the answer
    in each quarter. `place` is where the answer is kept, as returned by `QuestionPage.place_of`.
    """
    if question.why:
        yield [heading(WHY), Line(text=in_a_sentence(question.why))]
    topics = {tag.partition(".")[0] for tag in question.tags}
    if said := list(said_on(session, topics, question.id, place)):
        yield [heading(SAID_SO_FAR), *said]
    if question.rests_on:
        yield [
            heading("What an honest answer rests on"),
            *(Line(Content.styled(word.ljust(9), STRONG), plain(text)) for word, text in question.rests_on.items()),
        ]
    if course := over_time.of_answer(session, place):
        yield course[1:]  # the history begins with a blank line


def said_on(
    session: Session,
    topics: Collection[str],
    asked: str = "",
    place: str = "",
    *,
    of: tuple[RowKind, str] | None = None,
) -> Iterator[Line]:
    """Yield a line for each thing said on these topics, except the answer at `place` and those `of` one row."""
    content = session.content
    told: set[tuple[str, str]] = set()
    for statement in session.analysis.statements:
        row = statement.subject
        here = in_row(*row, asked.partition(".")[2]) if row else asked
        if statement.topic not in topics or (statement.source == asked and here == place):
            continue
        if row and (row.kind, row.row) == of:
            continue
        position, where = wording.position(content, statement), source(session.analysis, statement)
        if len(told) < MOST_SAID and (position, where) not in told:
            told.add((position, where))
            yield Line(Content.styled(statement.side.ljust(9), MUTED), plain(position), plain(where, MUTED))


def in_a_sentence(why: str) -> Content:
    """Return a reason with a capital letter; in screens/ it begins in lower case, to follow *Why we ask*."""
    return plain(why[:1].upper() + why[1:])
