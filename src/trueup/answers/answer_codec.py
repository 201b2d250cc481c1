"""Answers, places of claims and what was tried, as they stand in a document: read, with what is wrong, and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from trueup.answers.decision_codec import at
from trueup.answers.model import Answer, ReadFrom, Row, Span
from trueup.answers.validation import Checked, shown
from trueup.content.model import CHOOSABLE_EVIDENCE, Content, Evidence, Question


def answer_in(path: str, question: Question, given: object, checked: Checked) -> Answer | None:
    """One answer, plain or as a table. None when nothing was answered, or nothing that makes sense."""
    if not isinstance(given, dict):
        return _with_value(path, question, given, Answer(), checked)
    keys = ("value", "evidence", "note", "unsure", "na")
    for key in given:
        if key not in keys:
            checked.unknown(at(path, key), "part of an answer", key, keys)
    answer = Answer(evidence=_evidence(path, given, checked), note=_note(path, given, checked))
    states = [key for key in ("value", "unsure", "na") if key in given]
    if len(states) != 1:
        said = f"says {' and '.join(states)}" if states else "says nothing"
        checked.say(path, f'the answer {said}; write one of "value": …, "unsure": true, "na": true')
        return None
    if states == ["value"]:
        return _with_value(at(path, "value"), question, given["value"], answer, checked)
    if given[states[0]] is not True:
        checked.say(at(path, states[0]), f"{shown(given[states[0]])} can't be; write true, or leave it out")
        return None
    if answer.evidence:
        checked.say(at(path, "evidence"), "nothing is known here; leave the evidence out")
    return Answer(state="unsure" if states[0] == "unsure" else "na", note=answer.note)


def _with_value(path: str, question: Question, given: object, answer: Answer, checked: Checked) -> Answer | None:
    if given is None:
        checked.say(path, "null is no answer; leave the key out when nothing was answered")
        return None
    value = checked.value(path, question, given)
    blank = value is None or (isinstance(value, str) and not value.strip())
    return None if blank else replace(answer, value=value)


def _evidence(path: str, given: dict[Any, Any], checked: Checked) -> Evidence | None:
    word = given.get("evidence")
    if "evidence" not in given or word in CHOOSABLE_EVIDENCE:
        return cast("Evidence | None", word)
    checked.unknown(at(path, "evidence"), "way to know an answer", word, CHOOSABLE_EVIDENCE)
    return None


def _note(path: str, given: dict[Any, Any], checked: Checked) -> str:
    return checked.text(at(path, "note"), given.get("note", "")) or ""


def written(answer: Answer) -> Any:
    """An answer as it stands in a document: just the value where there is nothing else to say."""
    if answer.state != "given":
        return {answer.state: True, **({"note": answer.note} if answer.note else {})}
    value: Any = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if answer.evidence is None and not answer.note:
        return value
    known = {"evidence": answer.evidence} if answer.evidence else {}
    return {"value": value, **known, **({"note": answer.note} if answer.note else {})}


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


CHANGES, FIXES = "changes", "fixes"


def kept(changes: Mapping[str, Answer | None], fixes: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Changes and fixes, for a document."""
    said = {place: None if answer is None else written(answer) for place, answer in sorted(changes.items())}
    return {CHANGES: said, FIXES: [list(each) for each in fixes]}


def changes_of(given: object, content: Content, channels: Mapping[str, object]) -> Iterator[tuple[str, Answer | None]]:
    """The changes that still mean something to the questions there are; the rest is left out."""
    listed = given.get(CHANGES) if isinstance(given, dict) else None
    for place, said in listed.items() if isinstance(listed, dict) else ():
        kind, is_row, rest = str(place).partition(":")
        question = content.questions.get(f"{kind}.{rest.partition('.')[2]}" if is_row else str(place))
        if question is None:
            continue
        checked = Checked(content, channels)
        answer = None if said is None else answer_in(place, question, said, checked)
        if said is None or (answer is not None and not checked.problems):
            yield place, answer


def fixes_of(given: object) -> Iterator[tuple[str, str]]:
    """The fixes, by check and key."""
    listed = given.get(FIXES) if isinstance(given, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each):
            yield each[0], each[1]
