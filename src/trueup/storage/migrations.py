"""The way from each earlier form of the file to the next one."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from trueup.storage.content_versions import Entry, apart
from trueup.storage.errors import WrongShape
from trueup.storage.serialised import Tables


def _places_know_their_day(tables: Tables) -> Tables:
    """1 → 2: where a fix has to be made, `"ads": "done"` became `"ads": {"state": "done"}`, with room for the day."""

    def planned(each: Any) -> Any:
        places = each.get("places") if isinstance(each, dict) else None
        return {**each, "places": in_full(places)} if isinstance(places, dict) else each

    def quarter(document: Any) -> Any:
        plan = document.get("plan") if isinstance(document, dict) else None
        return {**document, "plan": [planned(each) for each in plan]} if isinstance(plan, list) else document

    audits = tables.get("audits")
    if not isinstance(audits, dict):
        return tables
    return {**tables, "audits": {key: quarter(document) for key, document in audits.items()}}


def in_full(places: dict[str, Any]) -> dict[str, Any]:
    """Places of a fix as a table each, also those of which only the state is written."""
    return {name: {"state": place} if isinstance(place, str) else place for name, place in places.items()}


def _rules_stand_once(tables: Tables) -> Tables:
    """2 → 3: the questions and rules that finished quarters were found by moved to a table of their own."""
    audits = tables.get("audits")
    if not isinstance(audits, dict):
        return tables
    entries: dict[str, Entry] = {}

    def quarter(document: Any) -> Any:
        without, entry = apart(document) if isinstance(document, dict) else (document, None)
        return without if entry and entries.setdefault(entry["version"], entry) == entry else document

    moved = {key: quarter(document) for key, document in audits.items()}
    contents = {str(number): entry for number, entry in enumerate(entries.values(), 1)}
    return {**tables, "audits": moved, **({"contents": contents} if contents else {})}


MIGRATIONS: MutableMapping[int, Callable[[Tables], Tables]] = {
    1: _places_know_their_day,
    2: _rules_stand_once,
}
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
