"""What if: answers, wordings and fixes tried together on a copy of the answers, and the difference from today.

A fix being tried isn't done: in the copy, its changes are made, and earlier counts that it affects are void until they
are counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from trueup.answers.model import Answer, Audit, FixId, PlannedFix, Row
from trueup.answers.place import Place
from trueup.content.model import ROW_KINDS, Content, Fix, Question, RowKind
from trueup.engine.fixes import fix_of
from trueup.engine.history import answer_changes
from trueup.engine.judge import judge
from trueup.engine.model import Findings, Mismatch, Subject
from trueup.engine.preview import preview_fix
from trueup.engine.statements import ask_of, statements


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Everything tried at once: answers changed by hand, and fixes on top of them, in order."""

    base: Audit
    fixes: tuple[FixId, ...] = ()

    def audit(self, content: Content) -> Audit:
        """The answers with every change and fix applied."""
        audit = self.base
        for id in self.fixes:
            findings = judge(content, audit)
            mismatch = findings.mismatch(id.check)
            fix = fix_of(content, audit, PlannedFix(*id), findings)
            if mismatch is not None and fix is not None:
                audit = fixed(content, audit, mismatch, fix, findings)
        return audit

    def changed(self, content: Content, now: Audit) -> WhatIf:
        """The same trial, plus the changes made by hand in `now`."""
        return replace(self, base=carried_over(self.base, self.audit(content), now))

    def with_fix(self, id: FixId) -> WhatIf:
        """The same trial with one more fix; each fix counts once."""
        return self if id in self.fixes else replace(self, fixes=(*self.fixes, id))


@dataclass(frozen=True, slots=True)
class Difference:
    """How the trial differs from today. Mismatches with one cause count once."""

    was: int
    now: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    impact_was: float
    impact_now: float


def difference(before: Findings, after: Findings) -> Difference:
    """How two findings differ: how many mismatches, which are gone and which are new."""
    then, now = ({each.id: each for each in findings.leaders} for findings in (before, after))
    every_then, every_now = ({each.id for each in findings.mismatches} for findings in (before, after))
    return Difference(
        len(then),
        len(now),
        tuple(id for id in then if id not in every_now),
        tuple(id for id in now if id not in every_then),
        round(sum(each.impact for each in then.values()), 2),
        round(sum(each.impact for each in now.values()), 2),
    )


def fixed(content: Content, audit: Audit, mismatch: Mismatch, fix: Fix, findings: Findings) -> Audit:
    """The answers as if a fix were made, without those about the time before it."""
    preview = preview_fix(content, audit, mismatch, fix, findings.mismatches)
    after = preview.audit
    for statement in statements(content, after):
        if statement.key in preview.over:
            after = _blanked(after, content.questions[ask_of(statement.source)], statement.subject)
    return after


def _blanked(audit: Audit, question: Question, subject: Subject | None) -> Audit:
    """The audit with one question unanswered: in the subject if that's a row with this question, or else everywhere."""
    kind = question.row_kind
    if kind is None:
        return audit.with_answer(question.id, None)
    rows = [row for row in audit.of(kind) if subject is None or subject.kind != kind or subject.row == row.id]
    for row in rows:
        audit = audit.with_row(kind, row.with_field(question.field, None))
    return audit


# One audit's changes on another ----------------------------------------------


def carried_over(base: Audit, was: Audit, now: Audit) -> Audit:
    """`base` with every change between `was` and `now` made to it."""
    others = {
        each.name: getattr(now, each.name)
        for each in fields(Audit)
        if each.name not in ("answers", "rows") and getattr(now, each.name) != getattr(was, each.name)
    }
    result = replace(base, **others)
    for id in {**was.answers, **now.answers}:
        if was.answers.get(id) != now.answers.get(id):
            result = result.with_answer(id, now.answers.get(id))
    for kind in ROW_KINDS:
        if was.of(kind) != now.of(kind):
            result = result.with_rows(kind, tuple(_rows(result, was, now, kind)))
    return result


def _rows(base: Audit, was: Audit, now: Audit, kind: RowKind) -> Iterator[Row]:
    before, after = ({row.id: row for row in audit.of(kind)} for audit in (was, now))
    for row in base.of(kind):
        if row.id in before and row.id not in after:
            continue
        yield _row(row, before[row.id], after[row.id]) if row.id in before and row.id in after else row
    there = {row.id for row in base.of(kind)}
    yield from (row for id, row in after.items() if id not in before and id not in there)


def _row(base: Row, was: Row, now: Row) -> Row:
    if was == now:
        return base
    kept = {name: answer for name, answer in base.fields.items() if was.fields.get(name) == now.fields.get(name)}
    new = {name: answer for name, answer in now.fields.items() if was.fields.get(name) != answer}
    return replace(now, fields={**kept, **new})


# Saving and repeating a trial ----------------------------------------------------------------


def changes_by_hand(real: Audit, what_if: WhatIf) -> Mapping[str, Answer | None]:
    """The answers changed by hand, by place; None means removed. The last ten customers are never included."""
    return {each.place: each.now for each in answer_changes(real, what_if.base)}


def again(real: Audit, changes: Iterable[tuple[str, Answer | None]], fixes: Iterable[FixId]) -> WhatIf:
    """A saved trial, repeated on today's answers. A row with nothing left in it is removed."""
    audit = real
    for place, answer in changes:
        at = Place.of(place)
        if at.kind is None:
            audit = audit.with_answer(place, answer)
            continue
        row = (audit.row(at.kind, at.row) or Row(at.row)).with_field(at.field, answer)
        audit = audit.with_row(at.kind, row) if row.fields else audit.without_row(at.kind, at.row)
    return WhatIf(audit, tuple(fixes))


RUNNING = Answer("running")


def would_conflict(content: Content, audit: Audit, findings: Findings, activity: str) -> tuple[Mismatch, ...]:
    """The mismatches that starting this activity would create or that it would take part in, in rank order.

    Raises KeyError if there is no such activity.
    """
    row = audit.row("activity", activity)
    if row is None:
        raise KeyError(activity)
    started = audit.with_row("activity", row.with_field("state", RUNNING))
    open_now = {found.id for found in findings.mismatches}
    return tuple(
        found
        for found in judge(content, started).mismatches
        if found.id not in open_now or any(v.subject and v.subject.row == activity for v in found.statements)
    )
