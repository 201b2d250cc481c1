"""One answer as it stands in a document: read, with everything that is wrong with it, and written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from trueup.answers.decision_codec import at
from trueup.answers.model import Answer
from trueup.answers.validation import Checked, shown
from trueup.content.model import CHOOSABLE_EVIDENCE, Evidence, Question


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
