"""Lines with the history of an answer, a row or a mismatch over all quarters."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from trueup.answers.model import FoundMismatch, Row
from trueup.answers.place import in_row
from trueup.content.model import Question, RowKind
from trueup.engine.applicability import fields
from trueup.engine.history import Stood
from trueup.engine.measures import COLUMNS, MEASURES, is_known_from
from trueup.engine.model import Statement
from trueup.engine.statements import MEASURED
from trueup.session.session import Session
from trueup.ui.base.text import MUTED, STRONG, Line, heading, muted, plain
from trueup.wording import changes as told
from trueup.wording.changes import quarter_heads, rewriting
from trueup.wording.findings import known_from


def of_answer(session: Session, place: str) -> list[Line]:
    """Return the answer at a place in every quarter, under a heading. Empty while there is only one quarter."""
    if len(session.quarters.names) < 2:
        return []
    course = _course(session, place)
    return [Line(), heading("In every quarter"), *course] if course else []


def of_row(session: Session, kind: RowKind, row: Row) -> list[Line]:
    """Return the answers in every quarter to those fields of a row that have changed between quarters."""
    lines: list[Line] = []
    for question in fields(session.content, session.current, kind, row):
        place = in_row(kind, row.id, question.field)
        if len({answer for _, answer in session.history.of_answer(place)}) > 1:
            lines += of_place(session, place)
    return lines


def of_mismatch(session: Session, check: str) -> list[Line]:
    """Return the state of a mismatch in every quarter, under a heading. Empty while there is only one quarter."""
    if len(session.quarters.names) < 2:
        return []
    return [heading("In every quarter"), *mismatch_over_time(session.history.of_mismatch(check))]


def of_statement(session: Session, statement: Statement) -> list[Line]:
    """Return, for every quarter, the answers that a statement comes from."""
    subject = statement.subject
    measure = MEASURES.get(statement.source.removeprefix(MEASURED)) if statement.source.startswith(MEASURED) else None
    lines: list[Line] = []
    for source in measure.needs if measure else (statement.source,):
        home, _, field = source.partition(".")
        lines += of_place(session, in_row(*subject, field) if subject and subject.kind == home else source)
    return lines


def of_place(session: Session, place: str) -> list[Line]:
    """Return the answer at a place in every quarter, under its name. Empty if there never was an answer."""
    heading = Line(text=plain(told.where(session.content, (session.current,), place), STRONG))
    course = _course(session, place)
    return [Line(), heading, *course] if course else []


def _course(session: Session, place: str) -> list[Line]:
    """Return the answer at a place in every quarter, or the totals of a column; empty if there never was an answer."""
    screens, history = session.content, session.history
    if place in COLUMNS:
        counted = {name: history[name].tallies.get(place) for name in history.names}
        totals = {name: told.tally(*each) if each else told.NOTHING for name, each in counted.items()}
        return _stops([(name, text, text) for name, text in totals.items()])
    course = history.of_answer(place)
    if all(answer is None for _, answer in course):
        return []
    said = {answer: told.said(screens, session.current, place, answer) for answer in dict(course).values()}
    return _stops([(quarter, said[answer], answer) for quarter, answer in course])


def was(session: Session, question: Question, place: str) -> list[Line]:
    """Return a line about last quarter's answer: that it was copied, or what it was if it has changed."""
    earlier = session.history.before(session.quarter) if len(session.quarters.names) > 1 else ()
    if not earlier:
        return []
    before = earlier[-1]
    if place in session.current.unconfirmed:
        return [muted(f"Copied from {before}. Enter confirms it and goes on.")]
    course = dict(session.history.of_answer(place))
    then, now = course.get(before), course.get(session.quarter)
    if then is None or then == now:
        return []
    said = told.said(session.content, session.history[before].audit, place, then)
    known = f" ({known_from(question, then)})" if is_known_from(question) and then.state == "given" else ""
    return [muted(f"Was “{said}” in {before}{known}.")]


def mismatch_over_time(course: Sequence[tuple[str, Stood]]) -> list[Line]:
    """Return a line for each quarter, newest first, with the state of one mismatch."""

    def figure(stood: Stood) -> str:
        return f"{told.stood(stood)}  {stood.impact:.2f}" if isinstance(stood, FoundMismatch) else told.stood(stood)

    return _stops([(quarter, figure(stood), told.stood(stood)) for quarter, stood in course])


def _stops(stops: Sequence[tuple[str, str, object]]) -> list[Line]:
    lines = []
    for at, (quarter, text, value) in enumerate(stops):
        changed = at > 0 and stops[at - 1][2] != value
        lead = Content.styled(f"{quarter}   ", MUTED)
        lines.append(Line(lead, plain(text), Content.styled("changed" if changed else "", MUTED)))
    return lines[::-1]


def rewritten_lines(session: Session, since: str, until: str) -> list[Line]:
    """Return the questions and checks that are new, reworded or gone between two quarters, under headings."""
    lines: list[Line] = []
    for said, texts in rewriting(session.content, session.history, since, until):
        lines += [Line(), heading(said), *(Line(text=plain(text)) for text in texts)]
    return lines


def in_a_row(course: Sequence[tuple[str, str]], width: int) -> Content:
    """Return the latest quarters in one row, as many as fit, each with its word: `25 Q4 nobody   26 Q1 nobody`."""
    heads = quarter_heads([quarter for quarter, _ in course])
    pairs = [Content.assemble((head, MUTED), " ", plain(text)) for head, (_, text) in zip(heads, course, strict=True)]
    row = Content("   ").join(pairs)
    return row if row.cell_length <= width or len(course) < 2 else in_a_row(course[1:], width)
