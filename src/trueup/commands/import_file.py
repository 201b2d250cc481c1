"""`trueup import`: answers from a JSON document into the business file, all of them or none."""

from __future__ import annotations

import codecs
import sys
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from trueup.answers.document import LISTS, DocumentError, audit_from_document, document_from_audit
from trueup.answers.former_names import with_current_names
from trueup.answers.model import Audit
from trueup.commands.open_file import content_of, with_list
from trueup.commands.reply import Refused, Reply
from trueup.storage.errors import cause, shown
from trueup.storage.store import open_store
from trueup.wording import findings as wording


def bring(source: str, path: Path, *, replace: bool) -> Reply:
    """Check a whole document (`-`: from standard input), then save it as a quarter of the file at `path`."""
    name = "standard input" if source == "-" else shown(Path(source))
    document = _parsed(source, name)
    translated: tuple[str, ...] = ()
    if isinstance(document, dict):
        document, translated = with_current_names(document)
    try:
        audit = audit_from_document(document, content_of())
    except DocumentError as error:
        found = wording.count(len(error.problems), "problem")
        raise Refused(with_list(f"{found} in {name}, so nothing was changed", error.problems)) from error
    with open_store(path, today=date.today()) as store:
        if store.read_only:
            raise Refused(f"{store.read_only.sentence} Nothing was changed.")
        if not replace:
            _refuse_to_replace(path, audit, store.load(audit.quarter), store.load())
        store.save(document_from_audit(audit))
    rows = [
        wording.count(len(audit.of("promise")), "promise"),
        wording.count(len(audit.of("channel")), "channel"),
        wording.count(len(audit.of("customer")), "customer"),
    ]
    held = wording.listed([wording.count(len(audit.answers), "answer"), *rows])
    return Reply(
        f"Imported into {shown(path)}: {audit.business or 'a business'}, {audit.quarter}, {held}.\n"
        + _former(translated)
    )


def _former(names: tuple[str, ...]) -> str:
    """A note on the former names in the document, so that its writer can use the current ones."""
    return f"Former names in it were translated: {', '.join(names)}.\n" if names else ""


def _refuse_to_replace(
    path: Path, audit: Audit, same_quarter: dict[str, Any] | None, newest: dict[str, Any] | None
) -> None:
    if same_quarter and any(same_quarter.get(part) for part in ("answers", *LISTS.values())):
        raise Refused(
            f"{shown(path)} already has answers for {audit.quarter}; nothing was changed. "
            "--replace would put these there instead."
        )
    if newest and newest["business"] not in ("", audit.business):
        raise Refused(
            f"{shown(path)} belongs to {newest['business']}, not to {audit.business}; nothing was changed. "
            "Name another file with -f, or --replace to rename the business."
        )


def _parsed(source: str, name: str) -> object:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).expanduser().read_bytes()
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else cause(error)
        raise Refused(f"{name} can't be read: {why}.") from error
    try:
        return orjson.loads(raw.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused(f"{name} is not valid JSON ({where}); nothing was changed.") from error
