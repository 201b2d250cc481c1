"""Parse imported bytes as JSON, within the limits for imports. What they mean is checked elsewhere."""

from __future__ import annotations

import codecs
import json
from typing import Any

import orjson

from trueup.answers.limits import DEEPEST, LARGEST, is_too_deep
from trueup.answers.validation import Problem, shown

_SIXTEEN = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"{\0", b"\0{", b"[\0", b"\0[")
_THIRTY_TWO = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class NotJson(Exception):  # noqa: N818 (the name reads as what happened)
    """These bytes aren't JSON we can read; the message follows the file's name: *is not valid JSON (…)*."""


def json_in(raw: bytes) -> tuple[object, tuple[Problem, ...]]:
    """Parse the bytes, and find every key written twice in one table. Raises NotJson."""
    if len(raw) > LARGEST:
        raise NotJson(f"is larger than {LARGEST >> 20} MB")
    text = _decoded(raw)
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        # orjson itself gives up at some depth, and reports that as a syntax error.
        if _depth(text) > DEEPEST:
            raise NotJson(f"is not valid JSON, or nested deeper than {DEEPEST} levels") from error
        raise NotJson(f"is not valid JSON (line {error.lineno}, column {error.colno})") from error
    if is_too_deep(value):
        raise NotJson(f"is nested deeper than {DEEPEST} levels")
    return value, _doubled(text)


def _decoded(raw: bytes) -> str:
    if raw.startswith(_SIXTEEN):
        name = "UTF-32" if raw.startswith(_THIRTY_TWO) else "UTF-16"
        raise NotJson(f"is saved as {name}; save it again as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise NotJson("is not valid JSON but binary") from error
        line = raw.count(b"\n", 0, error.start) + 1
        raise NotJson(
            f"is not UTF-8 (line {line}), but maybe Latin-1 or Windows-1252; save it again as UTF-8"
        ) from error


def _depth(text: str) -> int:
    """The deepest nesting of brackets. Brackets inside text count too, which does no harm: this is only used to explain
    why bytes aren't valid JSON.
    """
    deepest = open_now = 0
    for sign in text:
        open_now += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, open_now)
    return deepest


def _doubled(text: str) -> tuple[Problem, ...]:
    """A problem for each key written twice in one table: JSON readers silently take the last one."""
    problems: list[Problem] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = [key for key in made if keys.count(key) > 1]
            problems.extend(Problem(shown(key), "this key appears twice in one table; write it once") for key in twice)
        return made

    json.loads(text, object_pairs_hook=table)
    return tuple(problems)
