"""Beside a list of rows: the marked one as the founder wrote it, field by field; else what is left of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from trueup.answers.model import Audit, Row
from trueup.content.model import Content as Screens
from trueup.content.model import Question, RowKind
from trueup.engine.applicability import fields, open_fields
from trueup.ui.base.signs import sign
from trueup.ui.base.text import MUTED, STRONG, Line, plain
from trueup.ui.questions.question_page import Conflicting, called, in_words
from trueup.wording.findings import listed


def in_full(screens: Screens, audit: Audit, kind: RowKind, row: Row, conflicting: Conflicting) -> Iterator[Line]:
    """A row: what it is called by, then every field with its answer and the note to it.

    A sign stands before a field that is `conflicting`.
    """
    _, *rest = fields(screens, audit, kind, row)
    yield Line(text=called(screens, audit, kind, row).stylize(STRONG))
    widest = max((len(_name(question)) for question in rest), default=0)
    for question in rest:
        answer = row.fields.get(question.field)
        verdict = conflicting.get((question.id, row.id))
        lead = Content.assemble(sign(verdict) if verdict else " ", " ", plain(_name(question).ljust(widest + 2), MUTED))
        yield Line(lead, in_words(screens, audit, question, answer))
        if answer and answer.note:
            yield Line(Content(" " * lead.cell_length), plain(f"“{answer.note}”", MUTED))


def left_open(screens: Screens, audit: Audit, kind: RowKind, rows: Sequence[Row]) -> Iterator[Line]:
    """Which fields of which rows have no answer yet."""
    yield Line(text=Content.styled("Still open", STRONG))
    yield Line()
    nothing = True
    for row in rows:
        needed, later = open_fields(screens, audit, kind, row)
        if needed or later:
            nothing = False
            yield Line(text=called(screens, audit, kind, row))
            yield Line(Content("  "), plain(listed(map(_name, (*needed, *later))), MUTED))
    if nothing:
        yield Line(text=Content.styled("Nothing: every question about these has its answer.", MUTED))


def _name(question: Question) -> str:
    return question.short or question.text
