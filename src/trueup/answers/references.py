"""Keep references between rows right when a row is deleted or renamed.

A customer names the channel they came through; a promise names the groups it's for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from trueup.answers.model import Audit, Row
from trueup.content.model import ROW_KINDS, Content, Question, RowKind


def without_row(content: Content, audit: Audit, kind: RowKind, slug: str) -> Audit:
    """The audit without a row, and without the answers that named it. If an answer names several groups, the others
    stay.
    """
    row = audit.row(kind, slug)
    left = audit.without_row(kind, slug)
    if row is None:
        return left
    for other, question, named in _naming(content, audit, kind, row):
        if left.row(other, named.id) is not None:
            names = tuple(name for name in named.many(question.field) if not _same(name, row.text("name")))
            left = _with_field(left, other, named, question.field, names)
    return left


def renamed_group(content: Content, audit: Audit, was: Row) -> Audit:
    """The audit in which every row that names a group by its old name names it by its new one. `was` is the group's row
    before it was renamed.
    """
    row = audit.row("group", was.id)
    before, name = was.text("name"), row.text("name") if row else ""
    if not before or not name or before == name:
        return audit
    renamed = audit
    for kind, question, naming in _naming(content, audit, "group", was):
        names = dict.fromkeys(name if _same(each, before) else each for each in naming.many(question.field))
        renamed = _with_field(renamed, kind, naming, question.field, tuple(names))
    return renamed


def with_groups_by_name(content: Content, audit: Audit) -> Audit:
    """The audit of a document in which rows may name a group by its id: they name it by its name instead."""
    names = {row.text("name").casefold() for row in audit.of("group")}
    by_id = {row.id: row.text("name") for row in audit.of("group") if row.id not in names and row.text("name")}
    for kind in ROW_KINDS if by_id else ():
        for question in content.of(kind):
            for row in audit.of(kind) if question.kind == "groups" else ():
                if by_id.keys() & set(row.many(question.field)):
                    named = dict.fromkeys(by_id.get(name, name) for name in row.many(question.field))
                    audit = _with_field(audit, kind, row, question.field, tuple(named))
    return audit


def group_names(content: Content, audit: Audit) -> tuple[str, ...]:
    """Every group name: the groups themselves, then names that only a promise or a channel uses so far."""
    own = [row.text("name") for row in audit.of("group")]
    fields = [
        (kind, question.field) for kind in ROW_KINDS for question in content.of(kind) if question.kind == "groups"
    ]
    used = [name for kind, field in fields for row in audit.of(kind) for name in row.many(field)]
    names: dict[str, str] = {}
    for name in (*own, *used):
        if name:
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _naming(content: Content, audit: Audit, kind: RowKind, row: Row) -> Iterator[tuple[RowKind, Question, Row]]:
    """Where a row is named: the kind of row, the question and the row of each such answer. A channel is named by its
    slug, a group by its name.
    """
    for other in ROW_KINDS:
        for question in content.of(other):
            for each in audit.of(other):
                by_slug = question.kind == kind and each.text(question.field) == row.id
                by_name = kind == "group" and question.kind == "groups"
                if by_slug or (by_name and any(_same(n, row.text("name")) for n in each.many(question.field))):
                    yield other, question, each


def _with_field(audit: Audit, kind: RowKind, row: Row, field: str, names: tuple[str, ...]) -> Audit:
    """The audit with these names as a row's answer in a field; without names, the field is blank."""
    now = audit.row(kind, row.id) or row
    return audit.with_row(kind, now.with_field(field, replace(now.fields[field], value=names) if names else None))


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

TITLES: Mapping[RowKind, str] = {
    "group": "name",
    "promise": "words",
    "channel": "name",
    "activity": "name",
    "role": "role",
}
"""Kind of row → the field whose first words become its slug."""

_WORDS, _LENGTH = 5, 40


def new_row_id(kind: RowKind, title: str, taken: Collection[str]) -> str:
    """A slug for a new row: the first words of its title (a promise's words, a channel's name), or its kind if it has
    none; a number is added if the slug is taken.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain)[:_WORDS]
    slug = "-".join(words)[:_LENGTH].strip("-") if kind != "customer" else ""
    if slug and slug not in taken:
        return slug
    numbers = range(2 if slug else len(taken) + 1, 2 * len(taken) + 3)
    stem = slug or ("customer" if kind == "customer" else kind)
    return next(f"{stem}-{number}" for number in numbers if f"{stem}-{number}" not in taken)
