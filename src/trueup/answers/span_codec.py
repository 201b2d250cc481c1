"""Where a promise's claims stand in its words, and where it was read, as they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from trueup.answers.decision_codec import at
from trueup.answers.model import ReadFrom, Row, Span
from trueup.answers.validation import Checked, shown

SPANS, SOURCE = "spans", "source"
"""The keys of a promise that hold no answer."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTS: Final = ("file", "line", "digest", "day")


def spans_of(
    path: str, given: object, words: str, ticked: tuple[str, ...], checked: Checked
) -> Mapping[str, tuple[Span, ...]]:
    """Claim → where it stands in the words. What lies outside them, or is of a claim that isn't ticked, is noted."""
    here = at(path, SPANS)
    if not isinstance(given, dict):
        checked.say(here, f'{shown(given)} is no table; write {{"start.alone": [[6, 20]]}}')
        return {}
    spans: dict[str, tuple[Span, ...]] = {}
    for tag, listed in given.items():
        where = at(here, tag)
        if tag not in ticked:
            checked.unknown(where, "claim that is ticked here", tag, ticked)
            continue
        if not isinstance(listed, list) or not listed:
            checked.say(where, f"{shown(listed)} is no list of places; write [[6, 20]]")
            continue
        found = tuple(
            span for nth, each in enumerate(listed) if (span := _span(f"{where}[{nth}]", each, words, checked))
        )
        if found:
            spans[tag] = found
    return spans


def _span(path: str, given: object, words: str, checked: Checked) -> Span | None:
    if not isinstance(given, list) or [type(each) for each in given] != [int, int]:
        checked.say(path, f"{shown(given)} is no place; write where it begins and ends, such as [6, 20]")
        return None
    start, end = given
    if not 0 <= start < end <= len(words):
        checked.say(path, f"[{shown(start)}, {shown(end)}] isn't in the words, which are 0 to {len(words)}")
        return None
    return start, end


def source_of(path: str, given: object, checked: Checked) -> ReadFrom | None:
    """Where a promise was read, or None with everything wrong with it noted."""
    here = at(path, SOURCE)
    if not isinstance(given, dict) or not isinstance(given.get("file"), str) or not given["file"].strip():
        checked.say(here, f'{shown(given)} names no file; write {{"file": "home.html", "line": 14}}')
        return None
    for key in given:
        if key not in _PARTS:
            checked.unknown(at(here, key), "part of where it was read", key, _PARTS)
    line, day = given.get("line", 1), given.get("day", "")
    if type(line) is not int or line < 1:
        checked.say(at(here, "line"), f"{shown(line)} is no line; write a whole number from 1")
        return None
    if day and not (isinstance(day, str) and _DAY.fullmatch(day)):
        checked.say(at(here, "day"), f"{shown(day)} is no day; write one such as 2026-11-02")
        return None
    file = checked.text(at(here, "file"), given["file"])
    digest = checked.text(at(here, "digest"), given.get("digest", ""), most=64)
    return None if file is None or digest is None else ReadFrom(file, line, digest, day)


def written_spans(row: Row) -> dict[str, Any]:
    """What a row knows beside its answers, for a document: nothing of claims that aren't ticked any more."""
    ticked = row.many("claims")
    spans = {tag: [list(span) for span in row.spans[tag]] for tag in sorted(row.spans) if tag in ticked}
    source = row.source
    parts = {key: getattr(source, key) for key in _PARTS} if source else {}
    return {
        **({SOURCE: {key: value for key, value in parts.items() if value != ""}} if source else {}),
        **({SPANS: spans} if spans else {}),
    }
