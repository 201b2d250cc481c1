"""Consecutive quarters of one business, all finished except the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.history import History
from trueup.engine.next_quarter import finish, first_day, quarter_after
from trueup.storage.store import open_store

TODAY = date(2026, 11, 10)


def following(content: Content, first: str, documents: Sequence[Mapping[str, Any]]) -> tuple[Audit, ...]:
    """One audit per document, in quarters from `first` on."""
    audits = []
    quarter = first
    for document in documents:
        audit = audit_from_document({**document, "quarter": quarter}, content)
        audits.append(finish(content, audit, first_day(quarter_after(quarter))))
        quarter = quarter_after(quarter)
    return (*audits[:-1], replace(audits[-1], found=None))


def history(content: Content, audits: Sequence[Audit]) -> History:
    """The history of these quarters."""
    by_name = {audit.quarter: audit for audit in audits}
    return History.reading(content, by_name, by_name.__getitem__)


def on_disk(path: Path, audits: Sequence[Audit]) -> Path:
    """A business file with these quarters in it."""
    with open_store(path, today=TODAY) as store:
        for audit in audits:
            store.save(document_from_audit(audit))
    return path
