"""The marks of all questions and checks that finished quarters were found by: once in the file for all that share them.

There are a thousand, and they change only with screens/. In every quarter they would make a file of ten years twice as
long, and opening it twice as slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from trueup.answers.model import mark

PARTS = ("rules", "questions")
"""The marks in what was found in a quarter."""

KEY = "marks"
"""What a quarter has in their place, and what the marks are found by."""


def apart(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """A document as the file has it, and the entry of its marks; None where it has none."""
    found = document.get("found")
    if not isinstance(found, dict) or KEY in found or not all(_are_marks(found.get(part)) for part in PARTS):
        return dict(document), None
    marks = {part: found[part] for part in PARTS}
    key = mark(orjson.dumps(marks, option=orjson.OPT_SORT_KEYS).decode())
    rest = {name: value for name, value in found.items() if name not in PARTS}
    return {**document, "found": {**rest, KEY: key}}, {KEY: key, **marks}


def whole(document: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A document of the file with its marks put back, if an entry has them."""
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
