"""The sample business, opened as a temporary copy: no change to it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Audit
from trueup.content.cache import remembered
from trueup.content.model import Content
from trueup.engine.next_quarter import finish, first_day, quarter_after
from trueup.paths import memory_file, sample_file, sample_quarters_file, screens_folder
from trueup.session.session import Session
from trueup.storage.store import open_store

DAY, LATER = date(2026, 11, 10), date(2027, 1, 4)
"""The sample's day, and the day its next quarter can begin. These days never move, so the sample's test is always in
the middle of its fortnight, and nothing is overdue by years."""


def open_sample(*, quarters: bool = False, today: date | None = None) -> Session:
    """Open a temporary copy of the sample; it is removed when closed. Raises like `open_session`.

    With `quarters`, it also holds the four earlier quarters to look back on, and `today` defaults to a day on which the
    next quarter can begin.
    """
    content = remembered(screens_folder(), memory_file())
    newest = replace(audit_from_document(_read(sample_file()), content), place="")
    audits = [*finished_quarters(content), newest] if quarters else [newest]
    today = today or (LATER if quarters else DAY)
    folder = Path(tempfile.mkdtemp(prefix="trueup-sample-"))
    path = folder / "plumbline.json"
    store = open_store(path, today=today)
    for audit in audits:
        store.save(document_from_audit(audit))
    return Session(content, store, path, today=today, sample=folder)


def finished_quarters(content: Content) -> list[Audit]:
    """The sample's earlier quarters, oldest first, each finished on the first day of the quarter after it."""
    return [
        finish(content, audit_from_document(document, content), first_day(quarter_after(document["quarter"])))
        for document in reversed(list(_earlier_documents()))
    ]


def _earlier_documents() -> Iterator[dict[str, Any]]:
    """The earlier quarters, newest first: each is stored as its differences from the following quarter."""
    document = _read(sample_file())
    for quarter, otherwise in _read(sample_quarters_file()).items():
        document = {**patched(document, otherwise), "quarter": quarter}
        yield document


def patched(document: Mapping[str, Any], otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """A document with changes: null removes a value, tables are merged, and rows are matched by their ids."""
    result = dict(document)
    for key, value in otherwise.items():
        there = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(there, list):
            rows = patched({row["id"]: row for row in there}, value)
            result[key] = [{"id": id, **row} for id, row in rows.items()]
        elif isinstance(value, dict) and isinstance(there, dict) and "value" not in value:
            result[key] = patched(there, value)
        else:
            result[key] = value
    return result


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(file.read_bytes())
    return document
