"""Migrations: how a file of an earlier schema becomes one of the current schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from trueup.answers.former_names import with_current_ids, with_current_names
from trueup.storage.errors import WrongShape
from trueup.storage.serialised import Tables


def _current_names(tables: Tables) -> Tables:
    """3 → 4: rows, decisions and questions get the names they have now."""

    def quarter(document: Any) -> Any:
        return with_current_names(document)[0] if isinstance(document, dict) else document

    def version(entry: Any) -> Any:
        questions = entry.get("questions") if isinstance(entry, dict) else None
        return {**entry, "questions": with_current_ids(questions)} if isinstance(questions, dict) else entry

    steps: Mapping[str, Callable[[Any], Any]] = {"audits": quarter, "contents": version}
    return {
        name: {key: steps[name](each) for key, each in table.items()}
        if name in steps and isinstance(table, dict)
        else table
        for name, table in tables.items()
    }


MIGRATIONS: MutableMapping[int, Callable[[Tables], Tables]] = {3: _current_names}
"""Schema → the function that turns its tables into those of the next schema.

There is a fixture file of every schema listed here. The original file is backed up before the first migration.
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
