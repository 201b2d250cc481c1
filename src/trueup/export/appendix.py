"""All answers, as the appendix of the summary: by area, then the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import AREAS, ROW_KINDS, Content, Question, RowKind
from trueup.engine import applicability as asking
from trueup.engine.applicability import parked
from trueup.export.markdown import Item, Md, Writer, escape, quoted, strong
from trueup.sanitize import initials, plain_text
from trueup.wording import findings as wording
from trueup.wording import vocabulary
from trueup.wording.text import one_line


def write_answers(page: Writer, content: Content, audit: Audit, *, full_names: bool = False) -> None:
    """Every question asked of this business with its answer, then the promises, channels and customers.

    Customers go by their initials, since a summary is handed around; by their names if those are asked for.
    """
    page.heading(2, Md("Appendix: all answers"))
    for area in AREAS:
        questions = asking.asked(content, audit, area)
        if questions:
            page.heading(3, escape(content.screens[area].title))
        page.points(_answers(content, audit, questions, audit.answers))
        blank = sum(question.id not in audit.answers for question in questions)
        if blank:
            page.paragraph(Md(f"Left blank: {wording.count(blank, 'question')}."))
    for kind in ROW_KINDS:
        if audit.of(kind):
            page.heading(3, Md(vocabulary.ROWS[kind]))
        if kind != "customer":
            page.points(_row(content, audit, kind, row) for row in audit.of(kind))
        elif audit.of(kind):
            _write_table(page, content, audit, full_names=full_names)
    if still_there := parked(content, audit):
        apart = wording.count(len(still_there), "answer")
        page.paragraph(Md(f"Parked, because they don't apply: {apart}."))


def _answers(
    content: Content,
    audit: Audit,
    questions: tuple[Question, ...],
    given: Mapping[str, Answer],
    *,
    of_row: bool = False,
) -> Iterator[Item]:
    for question in questions:
        answer = given.get(question.field if of_row else question.id)
        if answer is None:
            continue
        said = wording.answer(content, audit, question, answer)
        is_long = question.kind == "text" and "\n" in plain_text(said, lines=True).strip()
        parts = [
            escape(asking.wording(audit, question)),
            Md("") if is_long else strong(said) or strong("nothing"),
            escape(wording.known(question, answer)),
            Md(f"Note: {quoted(answer.note)}" if one_line(answer.note) else ""),
        ]
        yield Item(Md(" ".join(filter(None, parts))), passage=said if is_long else "")


def _row(content: Content, audit: Audit, kind: RowKind, row: Row) -> Item:
    named = vocabulary.NAMED_BY[kind]
    questions = tuple(question for question in asking.fields(content, audit, kind, row) if question.field != named)
    lines = _answers(content, audit, questions, row.fields, of_row=True)
    return Item(strong(wording.row_name(content, kind, row)) or escape(row.id), points=list(lines))


def _write_table(page: Writer, content: Content, audit: Audit, *, full_names: bool) -> None:
    columns = content.of("customer")
    page.table(
        [escape(question.short or question.text) for question in columns],
        [
            [_cell(content, audit, question, row, "" if full_names else str(number)) for question in columns]
            for number, row in enumerate(audit.of("customer"), 1)
        ],
    )


def _cell(content: Content, audit: Audit, question: Question, row: Row, number: str) -> Md:
    """A cell of the table; the name becomes initials where the customer is known by a `number`."""
    answer = row.fields.get(question.field)
    if number and question.field == vocabulary.NAMED_BY["customer"]:
        return escape(initials(row.text(question.field)) or number)
    return escape(wording.answer(content, audit, question, answer)) if answer else Md("")
