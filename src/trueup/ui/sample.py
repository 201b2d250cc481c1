"""The sample business, opened as a temporary copy: nothing that is changed in it is kept."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.store import open_store
from trueup.content.load import load_content
from trueup.locations import sample_file, screens_folder
from trueup.ui.session import Session


def open_sample(*, today: date | None = None) -> Session:
    """Open a temporary copy of the sample; it is removed when closed. Raises like `open_session`."""
    today = today or date.today()
    content = load_content(screens_folder())
    audit = audit_from_document(orjson.loads(sample_file().read_bytes()), content)
    folder = Path(tempfile.mkdtemp(prefix="trueup-sample-"))
    path = folder / "plumbline.json"
    store = open_store(path, today=today)
    store.save(document_from_audit(replace(audit, place="")))
    return Session(content, store, path, today=today, sample=folder)
