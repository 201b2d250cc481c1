"""Migrations from earlier schemas to the current one, and the storing of marks separately from documents.

A mark is a short hash of a question or a check. A finished quarter has a mark for each of the questions and checks by
which it was judged: about a thousand, and they change only with screens/. Quarters with the same marks share one copy
in the file. Stored in every quarter, the marks would make a ten-year file twice as long, and twice as slow to open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

import orjson

from trueup.answers.former_names import with_current_names
from trueup.answers.model import mark
from trueup.storage.atomic import Tables
from trueup.storage.errors import WrongShape

PARTS = ("rules", "questions")
"""The parts of a quarter's findings that hold marks."""

KEY = "marks"
"""The field that a stored quarter has instead of its marks. Its value is the key to find them by."""


def apart(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Split a document into the part that is stored as it is and the separate entry for its marks (None if it has
    none).
    """
    found = document.get("found")
    if not isinstance(found, dict) or KEY in found or not all(_are_marks(found.get(part)) for part in PARTS):
        return dict(document), None
    marks = {part: found[part] for part in PARTS}
    key = mark(orjson.dumps(marks, option=orjson.OPT_SORT_KEYS).decode())
    rest = {name: value for name, value in found.items() if name not in PARTS}
    return {**document, "found": {**rest, KEY: key}}, {KEY: key, **marks}


def whole(document: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A document from the file with its marks put back, if an entry has them."""
    found = document.get("found")
    if not isinstance(found, dict) or KEY not in found:
        return dict(document)
    entry = next((each for each in entries if each.get(KEY) == found[KEY]), None)
    if entry is None:
        return dict(document)
    rest = {name: value for name, value in found.items() if name != KEY}
    return {**document, "found": {**rest, **{part: entry[part] for part in PARTS if part in entry}}}


def _are_marks(part: object) -> bool:
    return isinstance(part, dict) and all(isinstance(each, str) for each in part.values())


def _current_names(tables: Tables) -> Tables:
    """3 → 4: everything gets its current name, and for questions in finished quarters only a mark is kept.

    In schema 3 a table, `contents`, had the texts of the questions for all quarters of one version.
    """
    versions = {str(each.get("version")): each for each in _contents(tables)}
    found: dict[str, dict[str, Any]] = {}

    def quarter(document: Any) -> Any:
        if not isinstance(document, dict):
            return document
        part = document.get("found")
        if isinstance(part, dict) and isinstance(part.get("content"), str) and part["content"] in versions:
            version = versions[part["content"]]
            document = {**document, "found": {**{name: version[name] for name in PARTS if name in version}, **part}}
        stored, marks = apart(with_current_names(document)[0])
        if marks is not None:
            found.setdefault(marks[KEY], marks)
        return stored

    rest = {name: table for name, table in tables.items() if name != "contents"}
    audits = tables.get("audits")
    if isinstance(audits, dict):
        rest["audits"] = {key: quarter(each) for key, each in audits.items()}
    return {**rest, "marks": {str(number): each for number, each in enumerate(found.values(), 1)}} if found else rest


def _contents(tables: Tables) -> Iterator[dict[str, Any]]:
    table = tables.get("contents")
    yield from (each for each in (table.values() if isinstance(table, dict) else ()) if isinstance(each, dict))


MIGRATIONS: MutableMapping[int, Callable[[Tables], Tables]] = {3: _current_names}
"""Schema → the function that turns its tables into those of the next schema.

There is a fixture file of every schema listed here. Before a migrated file is first written, a copy of the original is
kept. Schemas 1 and 2 were never released.
"""


def migrated(tables: Tables, schema: int, wanted: int) -> Tables:
    """The tables in the form of schema `wanted`. Raises WrongShape if no migration starts at `schema`."""
    for step in range(schema, wanted):
        if step not in MIGRATIONS:
            raise WrongShape(f"has a format this version of trueup no longer knows (schema {schema})")
        tables = MIGRATIONS[step](tables)
    meta = {key: {**document, "schema": wanted} for key, document in tables["meta"].items()}
    return {**tables, "meta": meta}
