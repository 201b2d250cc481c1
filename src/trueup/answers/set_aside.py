"""Stored data that no longer fits any question: set aside, and put back when a question for it exists again.

Anyone may change the files with questions and checks, so a quarter can hold answers to a question that's gone. This
module works on JSON documents; rows are told apart by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

KEY = "set_aside"
"""The key of set-aside data in a document."""

_ABOUT = ("business", "quarter", "compared", "deeper", "place", "unconfirmed", KEY)
"""Parts of a document that hold no answer and no decision."""

_NOTHING: Any = object()


def left_out(given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `given` that is missing from `kept`, or is different there."""
    return _differing({key: value for key, value in given.items() if value and key not in _ABOUT}, kept)


def put_back(document: Mapping[str, Any], aside: Mapping[str, Any]) -> dict[str, Any]:
    """A document with the set-aside data put back, wherever the place is still free. A removed row isn't put back."""
    return _joined(document, aside, with_rows=False)


def together(some: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Two parts of a document merged; if both have a value in one place, the one in `some` is taken."""
    return _joined(some, more, with_rows=True)


def named(aside: Mapping[str, Any]) -> Iterator[str]:
    """The place of each set-aside value: `answers.offer.strat`, `channels.own-site.rent`, `disclosed.start.gated`."""
    for part, value in aside.items():
        if isinstance(value, dict):
            yield from (f"{part}.{key}" for key in value)
        elif rows := _rows(value):
            yield from (f"{part}.{id}.{field}" for id, row in rows.items() for field in row if field != "id")
        else:
            yield part


def _differing(given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    parts = ((key, _rest(value, kept.get(key, _NOTHING))) for key, value in given.items())
    return {key: rest for key, rest in parts if rest is not _NOTHING}


def _rest(given: Any, kept: Any) -> Any:
    if given == kept:
        return _NOTHING
    if isinstance(given, dict) and isinstance(kept, dict):
        return _differing(given, kept) or _NOTHING
    if isinstance(given, list) and any(isinstance(entry, dict) for entry in given):
        return list(_entries(given, kept if isinstance(kept, list) else [])) or _NOTHING
    return given


def _entries(given: list[Any], kept: list[Any]) -> Iterator[Any]:
    """For each row in a list, the parts that weren't kept; for any other entry, the whole entry if it wasn't kept."""
    by_id = _rows(kept)
    for entry in given:
        row = by_id.get(_id(entry))
        if row is None and entry not in kept:
            yield entry
        elif row is not None and (rest := _differing(entry, row)):
            yield {"id": entry["id"], **rest}


def _joined(some: Mapping[str, Any], more: Mapping[str, Any], *, with_rows: bool) -> dict[str, Any]:
    result = dict(some)
    for key, value in more.items():
        there = result.get(key, _NOTHING)
        if isinstance(there, dict) and isinstance(value, dict):
            result[key] = _joined(there, value, with_rows=with_rows)
        elif isinstance(there, list) and (rows := _rows(value)):
            entries = [
                _joined(entry, rows.pop(_id(entry)), with_rows=with_rows) if _id(entry) in rows else entry
                for entry in there
            ]
            result[key] = [*entries, *(rows.values() if with_rows else ())]
        elif there is _NOTHING and (with_rows or not _rows(value)):
            result[key] = value
    return result


def _rows(value: Any) -> dict[str, dict[str, Any]]:
    """The rows in a list, by their ids."""
    return {_id(entry): entry for entry in value if _id(entry)} if isinstance(value, list) else {}


def _id(entry: Any) -> str:
    """The id of a row; empty for anything else."""
    slug = entry.get("id") if isinstance(entry, dict) else None
    return slug if isinstance(slug, str) else ""
