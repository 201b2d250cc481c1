"""The questions and rules a finished quarter was found by: whole in its document, once per version in the file.

A document has to tell by itself what *changed because the rule changed*. In the file the same texts would stand in
every quarter: after ten years they would be more than half of what is written with every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entry = dict[str, Any]
"""`version`, and what `PARTS` names, of one version of the content."""

PARTS = ("questions", "rules")
"""What of `found` is the same in every quarter that was found by one version of the content."""


def apart(document: Mapping[str, Any]) -> tuple[dict[str, Any], Entry | None]:
    """A document as the file holds it, and what is held once for all of its version; None: nothing can be held so."""
    found = document.get("found")
    if not isinstance(found, Mapping) or not isinstance(found.get("content"), str):
        return dict(document), None
    if not all(_is_texts(found.get(part)) for part in PARTS):
        return dict(document), None
    entry = {"version": found["content"], **{part: dict(found[part]) for part in PARTS}}
    return {**document, "found": {key: each for key, each in found.items() if key not in PARTS}}, entry


def whole(document: Mapping[str, Any], entries: Mapping[str, Entry]) -> dict[str, Any]:
    """A document out of the file with the questions and rules of its version put back; `entries` by their version."""
    found = document.get("found")
    if not isinstance(found, Mapping) or any(part in found for part in PARTS):
        return dict(document)
    version = found.get("content")
    entry = entries.get(version) if isinstance(version, str) else None
    if entry is None:
        return dict(document)
    return {**document, "found": {**found, **{part: dict(entry[part]) for part in PARTS}}}


def _is_texts(part: object) -> bool:
    return isinstance(part, Mapping) and bool(part) and all(isinstance(text, str) for text in part.values())
