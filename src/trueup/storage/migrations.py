"""Migrations: how a file of an earlier schema becomes one of the current schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from trueup.answers.former_names import with_current_names
from trueup.storage.atomic import Tables
from trueup.storage.errors import WrongShape
from trueup.storage.marks import KEY, PARTS, apart


def _current_names(tables: Tables) -> Tables:
    """3 → 4: everything gets its name of today, and of questions in finished quarters only a mark is kept.

    In schema 3 a table, `contents`, had the texts of the questions for all quarters of one version.
    """
    versions = {str(each.get("version")): each for each in _documents(tables, "contents")}
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


def _documents(tables: Tables, name: str) -> Iterator[dict[str, Any]]:
    table = tables.get(name)
    yield from (each for each in (table.values() if isinstance(table, dict) else ()) if isinstance(each, dict))


MIGRATIONS: MutableMapping[int, Callable[[Tables], Tables]] = {3: _current_names}
"""Schema → the function that turns its tables into those of the next schema.

There is a fixture file of every schema listed here. The original file is kept before it is written for the first time.
Schemas 1 and 2 were never released.
"""


def migrated(tables: Tables, schema: int, wanted: int) -> Tables:
    """The tables in the form of schema `wanted`. Raises WrongShape when no migration starts at `schema`."""
    for step in range(schema, wanted):
        if step not in MIGRATIONS:
            raise WrongShape(f"has a format this version of trueup no longer knows (schema {schema})")
        tables = MIGRATIONS[step](tables)
    meta = {key: {**document, "schema": wanted} for key, document in tables["meta"].items()}
    return {**tables, "meta": meta}
