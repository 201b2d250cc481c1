"""Check whether bytes are a business file, and whether a document can be part of one."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson

from trueup.answers.limits import DEEPEST, LARGEST, QUARTER, is_too_deep
from trueup.storage.atomic import Tables
from trueup.storage.errors import WrongShape
from trueup.storage.migrations import migrated

SCHEMA = 4
"""The version of the tables this program writes."""

_DOC_ID = re.compile(r"0|[1-9][0-9]{0,15}")


def tables_in(content: bytes) -> tuple[Tables, int]:
    """The tables in these bytes, in the current form, and the version of their schema. Raises WrongShape.

    For a newer schema, only the quarters and marks that still have our form are returned.
    """
    tables = _parsed(content)
    schema = _schema(tables)
    if schema > SCHEMA:
        return {"audits": _ours(tables, "audits", _is_quarter), "marks": _ours(tables, "marks", _is_marks)}, schema
    if 0 < schema < SCHEMA:
        tables = migrated(tables, schema, SCHEMA)
    if not _is_file(tables):
        from trueup.storage.form import wrong_in_file

        if wrong := wrong_in_file(tables):
            raise WrongShape(f"is not in the form trueup writes ({wrong})")
    quarters = [each["quarter"] for each in tables.get("audits", {}).values()]
    if twice := next((each for each in quarters if quarters.count(each) > 1), None):
        raise WrongShape(f"holds the quarter {twice!a} twice")
    return tables, schema


def as_read_back(document: dict[str, Any]) -> dict[str, Any]:
    """A quarter's document as it will read back from the file: a copy, equal to it. Raises WrongShape with the place.

    Only what reads back equal is fit: text without lone surrogates, numbers that are finite and, if whole,
    have at most 64 bits, and lists and dicts of these.
    """
    copy: dict[str, Any] | None = None
    with suppress(TypeError, orjson.JSONDecodeError):
        copy = orjson.loads(orjson.dumps(document))
    # An equal copy proves that every value is fit, in less time than checking each; only nesting and form are left to
    # check.
    is_fit = copy == document and not is_too_deep(document)
    if reason := (misshapen(document) if is_fit else _unfit(document) or misshapen(document)):
        raise WrongShape(reason)
    if copy is None:  # a document that is no JSON mustn't pass for an empty one
        raise WrongShape("the document holds something that can't be written as JSON")
    return copy


def misshapen(document: object) -> str | None:
    """Why this isn't a document of a quarter; None if it is."""
    if _is_quarter(document):
        return None
    from trueup.storage.form import wrong_in_quarter

    wrong = wrong_in_quarter(document)
    return f"the document is not in the form trueup writes ({wrong})" if wrong else None


def _is_file(tables: dict[str, Any]) -> bool:
    """Whether tables are as we write them. If they aren't, `form` decides whether they can be read."""
    meta = tables["meta"]
    return (
        _is_table(meta, _is_meta)
        and len(meta) == 1
        and _is_table(tables.get("audits", {}), _is_quarter)
        and _is_table(tables.get("marks", {}), _is_marks)
    )


def _is_table(table: object, is_ours: Callable[[object], bool]) -> bool:
    return isinstance(table, dict) and all(_DOC_ID.fullmatch(key) and is_ours(each) for key, each in table.items())


def _is_meta(document: object) -> bool:
    return (
        isinstance(document, dict)
        and type(schema := document.get("schema")) is int
        and schema >= 1
        and isinstance(document.get("business"), str)
    )


def _is_quarter(document: object) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("business"), str)
        and isinstance(quarter := document.get("quarter"), str)
        and QUARTER.fullmatch(quarter) is not None
        and isinstance(answers := document.get("answers", {}), dict)
        and {*map(type, answers)} <= {str}
    )


def _is_marks(document: object) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("marks"), str)
        and all(
            isinstance(texts := document.get(name), dict) and {*map(type, (*texts, *texts.values()))} <= {str}
            for name in ("rules", "questions")
        )
    )


def _unfit(document: object) -> str | None:
    """Why a quarter's document can't be kept in the file, with the place in it; None if it can."""
    waiting: list[tuple[str, object, int]] = [("", document, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        if depth > DEEPEST:
            return f"{place[:80]} is nested too deep"
        if reason := _unfit_value(value):
            return f"{place or 'the document'} {reason}"
        if isinstance(value, dict):
            if odd := [key for key in value if not isinstance(key, str) or _unfit_value(key)]:
                return f"{place or 'the document'} has a key that isn't text: {odd[0]!a}"
            waiting += ((f"{place}.{key}" if place else key, each, depth + 1) for key, each in value.items())
        elif isinstance(value, list | tuple):
            waiting += ((f"{place}.{index}", each, depth + 1) for index, each in enumerate(value))
    return None


def _parsed(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise WrongShape("is empty" if not content else "holds nothing but blanks")
    if len(content) > LARGEST:
        raise WrongShape(f"is larger than any business file ({len(content) >> 20} MB)")
    try:
        tables = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if not _is_text(content):
            raise WrongShape("is binary, not text") from error
        if "end of data" in error.msg or "UTF-8" in error.msg:  # `_is_text` allows a character cut in two at the end
            raise WrongShape(f"is cut off in line {error.lineno}") from error
        raise WrongShape(f"is not valid JSON (line {error.lineno}, column {error.colno})") from error
    if isinstance(tables, dict) and isinstance(tables.get("quarter"), str):
        raise WrongShape("is a document for `trueup import`, not a business file")
    if not isinstance(tables, dict) or "meta" not in tables:
        raise WrongShape("is JSON, but not a file of trueup")
    if is_too_deep(tables, DEEPEST + 2):  # the limit is that of a document, which is two levels down in the file
        raise WrongShape("is nested deeper than any business file")
    return tables


def _ours(tables: dict[str, Any], name: str, is_ours: Callable[[object], bool]) -> dict[str, Any]:
    """The documents of a table that have our form."""
    table = tables.get(name)
    return {key: each for key, each in table.items() if is_ours(each)} if isinstance(table, dict) else {}


def _is_text(content: bytes) -> bool:
    """Whether this is UTF-8 without NUL, though it may end in the middle of a character."""
    try:
        return "\0" not in codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False


def _schema(tables: dict[str, Any]) -> int:
    """The highest schema named in `meta`, whatever else is there; 0 if none is named."""
    meta = tables["meta"]
    documents = [each for each in meta.values() if isinstance(each, dict)] if isinstance(meta, dict) else []
    return max((each["schema"] for each in documents if type(each.get("schema")) is int), default=0)


def _unfit_value(value: object) -> str | None:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return "holds half a character"
        return None
    if isinstance(value, bool) or value is None or isinstance(value, dict | list | tuple):
        return None
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**64 else "is a number beyond 64 bits"
    if isinstance(value, float):
        return None if math.isfinite(value) else "is not a finite number"
    return f"is a {type(value).__name__}, which JSON doesn't know"
