"""Read and write answers and decisions in the form a document has, noting everything that's wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final, cast, get_args

from trueup.answers.limits import LONGEST_LINE, LONGEST_PAGE, MOST_ROWS, QUARTER
from trueup.answers.model import (
    PAGE,
    TYPED,
    Accepted,
    Answer,
    Disclosed,
    FixId,
    PlanLimits,
    PlannedFix,
    ReadFrom,
    Row,
    Span,
    Test,
)
from trueup.answers.numbers import MOST, OF_TEN, counted, out_of
from trueup.answers.place import Place
from trueup.answers.shape import shaped
from trueup.answers.validation import Checked, at, shown
from trueup.content.model import CHOOSABLE_EVIDENCE, REWRITE, Content, Evidence, Question

DISCLOSED: tuple[Disclosed, ...] = get_args(Disclosed)

_ACCEPTED = tuple(each.name for each in fields(Accepted))
_WORDS = tuple(name for name in _ACCEPTED if name != "rested_on")


def one_line(path: str, text: object, checked: Checked) -> str:
    """A one-line text, or an empty one with the problem noted."""
    if isinstance(text, str) and ("\n" in text or "\t" in text):
        checked.say(path, "this is one line; write it without line ends and tabs")
    return checked.text(path, text, most=LONGEST_LINE) or ""


def disclosed_of(given: dict[Any, Any], checked: Checked) -> dict[str, Disclosed]:
    """When customers learn of each mismatch, by the id of its check."""
    checks = checked.content.checks
    disclosed: dict[str, Disclosed] = {}
    for key, when in given.items():
        path = at("disclosed", key)
        if not _is_check(path, key, (check.id for check in checks.values() if check.disclosed), checked):
            continue
        if checks[key].id != key or not checks[key].disclosed:
            checked.say(path, f"telling customers doesn't soften {key}; leave it out")
        elif when not in DISCLOSED:
            checked.unknown(path, "time to tell", when, DISCLOSED)
        else:
            disclosed[key] = when
    return disclosed


def accepted_of(given: dict[Any, Any], checked: Checked) -> dict[str, Accepted]:
    """The accepted mismatches. An untrue claim can't be accepted, nor anything without a reason."""
    checks = checked.content.checks
    accepted: dict[str, Accepted] = {}
    for key, said in given.items():
        path = at("accepted", key)
        if not _is_check(path, key, checks, checked):
            continue
        if not isinstance(said, dict):
            checked.say(path, f'{shown(said)} isn\'t a trade-off; write {{"reason": "…", "review": "2027-Q1"}}')
            continue
        for word in said:
            if word not in _ACCEPTED:
                checked.unknown(at(path, word), "part of a trade-off", word, _ACCEPTED)
        if checks[key].first:
            checked.say(path, "an untrue claim can't be accepted; leave it out")
        parts = {word: checked.text(at(path, word), said[word]) or "" for word in _WORDS if word in said}
        rested_on = shaped(at(path, "rested_on"), tuple[str, ...], said.get("rested_on", ()), checked) or ()
        if not parts.get("reason", "").strip():
            checked.say(at(path, "reason"), 'a trade-off has a reason; write "reason": "…"')
        elif parts.get("review") and not QUARTER.fullmatch(parts["review"]):
            checked.say(at(path, "review"), f"{shown(parts['review'])} isn't a quarter; write one such as 2027-Q1")
        else:
            accepted[key] = Accepted(**parts, rested_on=rested_on)
    return accepted


def objected_of(given: dict[Any, Any], checked: Checked) -> dict[str, str]:
    """The mismatches that are not true here, with the reason."""
    objected: dict[str, str] = {}
    for key, reason in given.items():
        path = at("objected", key)
        if _is_check(path, key, checked.content.checks, checked):
            text = checked.text(path, reason)
            if text and text.strip():
                objected[key] = text
            elif text is not None:
                checked.say(path, "an objection has a reason; write it in quotes")
    return objected


def drafts_of(given: dict[Any, Any], checked: Checked) -> dict[str, str]:
    """The notes on questions that have no answer yet, by the place of the answer: `offer.start`, `promise:p.where`;
    the text of a pasted page, under `PAGE`; and half-typed text, under keys that begin with `TYPED`.
    """
    drafts: dict[str, str] = {}
    for place, note in given.items():
        path = at("drafts", place)
        asks = Place.of(str(place)).question or place
        if place == PAGE:
            if page := checked.text(path, note, most=LONGEST_PAGE):
                drafts[PAGE] = page
        elif str(place).startswith(TYPED):
            if typed := checked.text(path, note):
                drafts[str(place)] = typed
        elif asks not in checked.content.questions:
            checked.unknown(path, "question", asks, checked.content.questions)
        elif text := checked.text(path, note):
            drafts[place] = text
    return drafts


def unticked_of(given: dict[Any, Any], checked: Checked) -> dict[str, tuple[str, ...]]:
    """The claims that the founder unticked on a page, by sentence. The oldest are left out if there are too many."""
    unticked = shaped("unticked", dict[str, tuple[str, ...]], given, checked) or {}
    kept = {words: tags for words, tags in unticked.items() if checked.text(at("unticked", words), words) is not None}
    return dict(list(kept.items())[-MOST_ROWS:])


def grounds_of(given: dict[Any, Any], checked: Checked) -> dict[str, tuple[str, ...]]:
    """The statements behind each mismatch at the time the founder objected to it, by check."""
    grounds = shaped("grounds", dict[str, tuple[str, ...]], given, checked) or {}
    known = checked.content.checks
    return {key: tags for key, tags in grounds.items() if _is_check(at("grounds", key), key, known, checked)}


def plan_of(given: list[Any], checked: Checked) -> tuple[PlannedFix, ...]:
    """The chosen fixes. A fix whose check is gone, or whose check no longer offers it, is noted and left out."""
    planned = shaped("plan", tuple[PlannedFix, ...], [_with_touchpoints(each) for each in given], checked) or ()
    return tuple(each for nth, each in enumerate(planned) if _can_be_followed(f"plan[{nth}]", each, checked))


def limits_of(given: dict[Any, Any], checked: Checked) -> PlanLimits:
    """The limits that the founder last set for the search for the best set of fixes. They have no effect until that
    search is run.
    """
    limits = shaped("limits", PlanLimits, given, checked) or PlanLimits()
    for name, text in (("hours", limits.hours), ("leaning", limits.leaning)):
        one_line(f"limits.{name}", text, checked)
    for key, hours in limits.estimates.items():
        if not 0 < hours <= MOST:
            checked.say(at("limits.estimates", key), f"{hours:g} isn't a number of hours; write one above 0")
    return limits


def _with_touchpoints(planned: Any) -> Any:
    """The planned fix with each of its touchpoints as a table. In a document written by hand, a touchpoint may be just
    `"ads": "done"`.
    """
    given = planned.get("touchpoints") if isinstance(planned, dict) else None
    if not isinstance(given, dict):
        return planned
    in_full = {name: {"state": each} if isinstance(each, str) else each for name, each in given.items()}
    return {**planned, "touchpoints": in_full}


def _can_be_followed(path: str, planned: PlannedFix, checked: Checked) -> bool:
    if not _is_check(f"{path}.check", planned.check, checked.content.checks, checked):
        return False
    check = checked.content.checks[planned.check]
    before = len(checked.problems)
    keys = [fix.key for fix in check.fixes]
    if planned.fix not in keys and not planned.fix.startswith(REWRITE):
        checked.unknown(f"{path}.fix", f"fix of {check.id}", planned.fix, keys)
    days = {"since": planned.since}
    if planned.test is not None:
        days |= {"test.started": planned.test.started, "test.ends": planned.test.ends}
        days |= {"test.counted": planned.test.counted} if planned.test.counted else {}
    days |= {at("touchpoints", name): each.since for name, each in planned.touchpoints.items()}
    for name, day in days.items():
        if not _is_day(day) and (day or name.startswith("test.")):
            checked.say(f"{path}.{name}", f"{shown(day)} isn't a day; write one such as 2026-11-02")
    checked.text(f"{path}.do", planned.do)
    for name in planned.touchpoints:
        one_line(at(f"{path}.touchpoints", name), name, checked)
    for promise, words in planned.wording.items():
        checked.text(at(f"{path}.wording", promise), words)
    for part in fields(Test) if planned.test else ():
        number = getattr(planned.test, part.name)
        if isinstance(number, float) and not 0 <= number <= MOST:
            checked.say(f"{path}.test.{part.name}", f"{number:g} can't be counted; write a number from 0 on")
    return len(checked.problems) == before


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and "2000" < text < "3000"
    except ValueError:
        return False


def _is_check(path: str, key: object, nearest: Iterable[str], checked: Checked) -> bool:
    if key in checked.content.checks:
        return True
    checked.unknown(path, "check", key, nearest)
    return False


def answer_in(path: str, question: Question, given: object, checked: Checked) -> Answer | None:
    """One answer, given plainly or as a table. None if no valid answer was given."""
    if not isinstance(given, dict):
        return _with_value(path, question, given, Answer(), checked)
    keys = ("value", "evidence", "note", "unsure", "na")
    for key in given:
        if key not in keys:
            checked.unknown(at(path, key), "part of an answer", key, keys)
    evidence = _evidence(path, given, checked)
    answer = Answer(evidence=evidence, note=checked.text(at(path, "note"), given.get("note", "")) or "")
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
        checked.say(path, "null isn't an answer; leave the key out when nothing was answered")
        return None
    value = checked.value(path, question, given)
    blank = value is None or (isinstance(value, str) and not value.strip())
    whole = out_of(given, question.unit) if isinstance(given, str) else 0
    return None if blank else Answer(value, answer.state, answer.evidence, answer.note, whole)


def _evidence(path: str, given: dict[Any, Any], checked: Checked) -> Evidence | None:
    word = given.get("evidence")
    if "evidence" not in given or word in CHOOSABLE_EVIDENCE:
        return cast("Evidence | None", word)
    checked.unknown(at(path, "evidence"), "way to know an answer", word, CHOOSABLE_EVIDENCE)
    return None


def written(answer: Answer) -> Any:
    """An answer in document form: only its value if there's nothing else to say."""
    if answer.state != "given":
        return {answer.state: True, **({"note": answer.note} if answer.note else {})}
    value: Any = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    if answer.out_of:
        value = counted(answer, OF_TEN)
    elif isinstance(value, float) and value.is_integer():
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
    """Each claim with its places in the words. Notes places outside the words, and claims that aren't ticked."""
    here = at(path, SPANS)
    if not isinstance(given, dict):
        checked.say(here, f'{shown(given)} isn\'t a table; write {{"start.alone": [[6, 20]]}}')
        return {}
    spans: dict[str, tuple[Span, ...]] = {}
    for tag, listed in given.items():
        where = at(here, tag)
        if tag not in ticked:
            checked.unknown(where, "claim that is ticked here", tag, ticked)
            continue
        if not isinstance(listed, list) or not listed:
            checked.say(where, f"{shown(listed)} isn't a list of places; write [[6, 20]]")
            continue
        found = tuple(
            span for nth, each in enumerate(listed) if (span := _span(f"{where}[{nth}]", each, words, checked))
        )
        if found:
            spans[tag] = found
    return spans


def _span(path: str, given: object, words: str, checked: Checked) -> Span | None:
    if not isinstance(given, list) or [type(each) for each in given] != [int, int]:
        checked.say(path, f"{shown(given)} isn't a place; write where it begins and ends, such as [6, 20]")
        return None
    start, end = given
    if not 0 <= start < end <= len(words):
        checked.say(path, f"[{shown(start)}, {shown(end)}] isn't in the words, which are 0 to {len(words)}")
        return None
    return start, end


def source_of(path: str, given: object, checked: Checked) -> ReadFrom | None:
    """Where a promise was read, or None with every problem noted."""
    here = at(path, SOURCE)
    if not isinstance(given, dict) or not isinstance(given.get("file"), str) or not given["file"].strip():
        checked.say(here, f'{shown(given)} names no file; write {{"file": "home.html", "line": 14}}')
        return None
    for key in given:
        if key not in _PARTS:
            checked.unknown(at(here, key), "part of where it was read", key, _PARTS)
    line, day = given.get("line", 1), given.get("day", "")
    if type(line) is not int or line < 1:
        checked.say(at(here, "line"), f"{shown(line)} isn't a line; write a whole number from 1")
        return None
    if day and not (isinstance(day, str) and _DAY.fullmatch(day)):
        checked.say(at(here, "day"), f"{shown(day)} isn't a day; write one such as 2026-11-02")
        return None
    file = checked.text(at(here, "file"), given["file"])
    digest = checked.text(at(here, "digest"), given.get("digest", ""), most=64)
    return None if file is None or digest is None else ReadFrom(file, line, digest, day)


def written_spans(row: Row) -> dict[str, Any]:
    """The document form of a promise's source and of its claims' places. Claims that are no longer ticked
    are left out.
    """
    ticked = row.many("claims")
    spans = {tag: [list(span) for span in row.spans[tag]] for tag in sorted(row.spans) if tag in ticked}
    source = row.source
    parts = {key: getattr(source, key) for key in _PARTS} if source else {}
    return {
        **({SOURCE: {key: value for key, value in parts.items() if value != ""}} if source else {}),
        **({SPANS: spans} if spans else {}),
    }


CHANGES, FIXES = "changes", "fixes"


def kept(changes: Mapping[str, Answer | None], fixes: tuple[FixId, ...]) -> dict[str, Any]:
    """A trial in document form: its changes and its fixes."""
    said = {place: None if answer is None else written(answer) for place, answer in sorted(changes.items())}
    return {CHANGES: said, FIXES: [list(each) for each in fixes]}


def changes_of(given: object, content: Content, channels: Mapping[str, object]) -> Iterator[tuple[str, Answer | None]]:
    """The changes of a saved trial that still fit today's questions. Left out: a change whose question is gone, or
    whose answer is no longer valid.
    """
    listed = given.get(CHANGES) if isinstance(given, dict) else None
    for place, said in listed.items() if isinstance(listed, dict) else ():
        question = content.questions.get(Place.of(str(place)).question)
        if question is None:
            continue
        checked = Checked(content, channels)
        answer = None if said is None else answer_in(place, question, said, checked)
        if said is None or (answer is not None and not checked.problems):
            yield place, answer


def fixes_of(given: object) -> Iterator[FixId]:
    """The fixes of a saved trial."""
    listed = given.get(FIXES) if isinstance(given, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each):
            yield FixId(*each)
