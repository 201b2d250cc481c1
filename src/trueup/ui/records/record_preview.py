"""Beside a list of rows: the marked one as the founder wrote it, field by field; else what is left of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content as Screens
from trueup.content.model import Question, RowKind
from trueup.engine.applicability import fields, is_offered, open_fields
from trueup.engine.model import Verdict
from trueup.ui.base.signs import sign
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.wording import findings as wording

OPEN = Content.styled("open", f"italic {MUTED}")


class RowInFull(VerticalScroll, can_focus=False):
    """What stands beside the list in a wide window."""

    def __init__(self) -> None:
        super().__init__(Static(), id="row-in-full")

    def show(self, lines: Iterable[Line]) -> None:
        """Show lines, from the first one."""
        self.query_one(Static).update(Hung(lines))
        self.scroll_home(animate=False)


def in_full(
    screens: Screens, audit: Audit, kind: RowKind, row: Row, conflicting: Mapping[tuple[str, str], Verdict]
) -> Iterator[Line]:
    """A row: what it is called by, then every field with its answer and the note to it.

    `conflicting` has the verdicts of (question, row) to be told; a sign stands before such a field.
    """
    _, *rest = fields(screens, audit, kind, row)
    yield Line(text=called(screens, audit, kind, row).stylize(STRONG))
    yield Line()
    widest = max((len(_name(question)) for question in rest), default=0)
    for question in rest:
        answer = row.fields.get(question.field)
        verdict = conflicting.get((question.id, row.id))
        lead = Content.assemble(sign(verdict) if verdict else " ", " ", plain(_name(question).ljust(widest + 2), MUTED))
        yield Line(lead, _said(screens, audit, question, answer))
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
            yield Line(Content("  "), plain(wording.listed(map(_name, (*needed, *later))), MUTED))
    if nothing:
        yield Line(text=Content.styled("Nothing: every question about these has its answer.", MUTED))


def called(screens: Screens, audit: Audit, kind: RowKind, row: Row) -> Content:
    """What a row is called by: its first field, in quotes where that is published."""
    first = fields(screens, audit, kind, row)[0]
    said = _said(screens, audit, first, row.fields.get(first.field))
    return Content.assemble("“", said, "”") if first.evidence == "published" else said


def _name(question: Question) -> str:
    return question.short or question.text


def _said(screens: Screens, audit: Audit, question: Question, answer: Answer | None) -> Content:
    """An answer in the words it was given in. One that another kind of business gave is none here."""
    if answer is None or not is_offered(audit, question, answer):
        return OPEN
    return plain(wording.answer(screens, audit, question, answer))
