"""The way from each earlier form of the file to the next one."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping

from trueup.answers.errors import WrongShape
from trueup.answers.storage import Tables

MIGRATIONS: MutableMapping[int, Callable[[Tables], Tables]] = {}
"""Schema → what makes its tables those of the next one. A file of every earlier schema is among the fixtures, and the
file as it was is kept beside the backups before the first step."""


def migrated(tables: Tables, schema: int, wanted: int) -> Tables:
    """These tables in the form of the schema `wanted`. Raises WrongShape for a schema that nothing leads on from."""
    for step in range(schema, wanted):
        if step not in MIGRATIONS:
            raise WrongShape(f"is of a form this trueup doesn't know any more (schema {schema})")
        tables = MIGRATIONS[step](tables)
    meta = {key: {**document, "schema": wanted} for key, document in tables["meta"].items()}
    return {**tables, "meta": meta}
