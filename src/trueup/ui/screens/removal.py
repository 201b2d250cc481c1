"""Taking a row out and putting it back, with what pointed to it: a channel that is gone can't be where one came by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import ROW_KINDS, Content, RowKind


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field of another row that named the row that was taken out."""

    kind: RowKind
    row: str
    field: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that was taken out: where it stood, and what pointed to it."""

    kind: RowKind
    at: int
    row: Row
    pointers: tuple[Pointer, ...] = ()


def take_out(content: Content, audit: Audit, kind: RowKind, slug: str) -> tuple[Audit, Removed]:
    """The audit without a row and without the answers that named it, and what `put_back` needs. Raises StopIteration
    when there is no such row."""
    at, row = next((at, row) for at, row in enumerate(audit.of(kind)) if row.id == slug)
    pointers = tuple(_pointers(content, audit, kind, slug))
    left = audit.without_row(kind, slug)
    for pointer in pointers:
        left = _with_field(left, pointer, None)
    return left, Removed(kind, at, row, pointers)


def put_back(audit: Audit, removed: Removed) -> Audit:
    """The audit with the row where it stood, and named again wherever nothing else was answered meanwhile."""
    rows = [row for row in audit.of(removed.kind) if row.id != removed.row.id]
    rows.insert(removed.at, removed.row)
    back = audit.with_rows(removed.kind, tuple(rows))
    for pointer in removed.pointers:
        row = back.row(pointer.kind, pointer.row)
        if row is not None and pointer.field not in row.fields:
            back = _with_field(back, pointer, pointer.answer)
    return back


def _pointers(content: Content, audit: Audit, kind: RowKind, slug: str) -> list[Pointer]:
    """Questions of the kind `channel` are answered with the slug of a channel."""
    return [
        Pointer(other, row.id, question.field, row.fields[question.field])
        for other in ROW_KINDS
        for question in content.of(other)
        for row in audit.of(other)
        if question.kind == kind and row.text(question.field) == slug
    ]


def _with_field(audit: Audit, pointer: Pointer, answer: Answer | None) -> Audit:
    row = audit.row(pointer.kind, pointer.row)
    if row is None:
        return audit
    fields = {field: kept for field, kept in row.fields.items() if field != pointer.field}
    if answer is not None:
        fields[pointer.field] = answer
    return audit.with_row(pointer.kind, replace(row, fields=fields))
