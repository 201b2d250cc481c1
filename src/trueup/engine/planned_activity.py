"""A planned activity previewed: what it would conflict with before a cent is spent."""

from __future__ import annotations

from dataclasses import replace

from trueup.answers.model import Answer, Audit
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.engine.model import Findings, Mismatch

RUNNING = Answer("running")


def would_conflict(content: Content, audit: Audit, findings: Findings, activity: str) -> tuple[Mismatch, ...]:
    """The mismatches that starting this activity would create, or in which it would take part; in rank order.

    Raises KeyError when there is no such activity.
    """
    row = audit.row("activity", activity)
    if row is None:
        raise KeyError(activity)
    started = audit.with_row("activity", replace(row, fields={**row.fields, "state": RUNNING}))
    open_now = {found.id for found in findings.mismatches}
    return tuple(
        found
        for found in judge(content, started).mismatches
        if found.id not in open_now or any(v.subject and v.subject.row == activity for v in found.statements)
    )
