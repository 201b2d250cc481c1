"""What was decided over time, read from a document: disclosed, accepted, not true here, planned, found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from trueup.answers.limits import LONGEST_LINE, QUARTER
from trueup.answers.model import Accepted, Disclosed, Found, PlanLimits, PlannedFix, Test
from trueup.answers.numbers import MOST
from trueup.answers.validation import Checked, shown
from trueup.content.model import REWRITE

DISCLOSED: tuple[Disclosed, ...] = get_args(Disclosed)

Shaped = TypeVar("Shaped")

_ACCEPTED = tuple(each.name for each in fields(Accepted))
_WORDS = tuple(name for name in _ACCEPTED if name != "rested_on")
_PLAIN_KEY = re.compile(r"[\w-]+(\.[\w-]+)*", re.ASCII)


def at(path: str, key: object) -> str:
    """The path of something inside a part of a document: `answers.offer.start`, or quoted where it isn't plain."""
    if isinstance(key, str) and len(key) <= LONGEST_LINE and _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    return f"{path or 'document'}[{shown(key)}]"


def one_line(path: str, text: object, checked: Checked) -> str:
    """A text of one line, or an empty one with the problem noted."""
    if isinstance(text, str) and ("\n" in text or "\t" in text):
        checked.say(path, "this is one line; write it without line ends and tabs")
    return checked.text(path, text, most=LONGEST_LINE) or ""


def disclosed_of(given: dict[Any, Any], checked: Checked) -> dict[str, Disclosed]:
    """When customers learn of each mismatch."""
    can_be_disclosed = [check.id for check in checked.content.checks.values() if check.disclosed]
    disclosed: dict[str, Disclosed] = {}
    for key, when in given.items():
        path = at("disclosed", key)
        if not _is_check(path, key, can_be_disclosed, checked):
            continue
        if key not in can_be_disclosed:
            checked.say(path, f"telling customers doesn't soften {key}; leave it out")
        elif when not in DISCLOSED:
            checked.unknown(path, "time to tell", when, DISCLOSED)
        else:
            disclosed[key] = when
    return disclosed


def accepted_of(given: dict[Any, Any], checked: Checked) -> dict[str, Accepted]:
    """The mismatches accepted. An untrue claim can't be accepted, and nothing without a reason."""
    checks = checked.content.checks
    accepted: dict[str, Accepted] = {}
    for key, said in given.items():
        path = at("accepted", key)
        if not _is_check(path, key, checks, checked):
            continue
        if not isinstance(said, dict):
            checked.say(path, f'{shown(said)} is no trade-off; write {{"reason": "…", "review": "2027-Q1"}}')
            continue
        for word in said:
            if word not in _ACCEPTED:
                checked.unknown(at(path, word), "part of a trade-off", word, _ACCEPTED)
        if checks[key].first:
            checked.say(path, "an untrue claim can't be accepted; leave it out")
        parts = {word: checked.text(at(path, word), said[word]) or "" for word in _WORDS if word in said}
        rested_on = _shaped(at(path, "rested_on"), tuple[str, ...], said.get("rested_on", ()), checked) or ()
        if not parts.get("reason", "").strip():
            checked.say(at(path, "reason"), 'a trade-off has a reason; write "reason": "…"')
        elif parts.get("review") and not QUARTER.fullmatch(parts["review"]):
            checked.say(at(path, "review"), f"{shown(parts['review'])} is no quarter; write one such as 2027-Q1")
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
    """The notes to questions that have no answer yet, by the place of the answer: `offer.start`, `promise:p.where`."""
    drafts: dict[str, str] = {}
    for place, note in given.items():
        path = at("drafts", place)
        kind, _, rest = str(place).partition(":")
        asks = f"{kind}.{rest.partition('.')[2]}" if rest else place
        if asks not in checked.content.questions:
            checked.unknown(path, "question", asks, checked.content.questions)
        elif text := checked.text(path, note):
            drafts[place] = text
    return drafts


def grounds_of(given: dict[Any, Any], checked: Checked) -> dict[str, tuple[str, ...]]:
    """What was said when the founder objected, by check."""
    grounds = _shaped("grounds", dict[str, tuple[str, ...]], given, checked) or {}
    known = checked.content.checks
    return {key: tags for key, tags in grounds.items() if _is_check(at("grounds", key), key, known, checked)}


def plan_of(given: list[Any], checked: Checked) -> tuple[PlannedFix, ...]:
    """The fixes chosen. One of a check that is gone, or that its check has no more, is noted and left out."""
    planned = _shaped("plan", tuple[PlannedFix, ...], [_with_touchpoints(each) for each in given], checked) or ()
    return tuple(each for nth, each in enumerate(planned) if _can_be_followed(f"plan[{nth}]", each, checked))


def limits_of(given: dict[Any, Any], checked: Checked) -> PlanLimits:
    """What was written down before the best set was searched for. It is only heard when a search begins."""
    limits = _shaped("limits", PlanLimits, given, checked) or PlanLimits()
    for name, text in (("hours", limits.hours), ("leaning", limits.leaning)):
        one_line(f"limits.{name}", text, checked)
    for key, hours in limits.estimates.items():
        if not 0 < hours <= MOST:
            checked.say(at("limits.estimates", key), f"{hours:g} is no number of hours; write one above 0")
    return limits


def _with_touchpoints(planned: Any) -> Any:
    """By hand a touchpoint is written `"ads": "done"`; the file has the day with it."""
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
    days |= {at("touchpoints", name): each.since for name, each in planned.touchpoints.items()}
    for name, day in days.items():
        if not _is_day(day) and (day or name.startswith("test.")):
            checked.say(f"{path}.{name}", f"{shown(day)} is no day; write one such as 2026-11-02")
    for name in planned.touchpoints:
        one_line(at(f"{path}.touchpoints", name), name, checked)
    for promise, words in planned.wording.items():
        checked.text(at(f"{path}.wording", promise), words)
    for name, number in _numbers_of(planned.test):
        if not 0 <= number <= MOST:
            checked.say(f"{path}.test.{name}", f"{number:g} can't be counted; write a number from 0 on")
    return len(checked.problems) == before


def _numbers_of(test: Test | None) -> Iterable[tuple[str, float]]:
    named = ((each.name, getattr(test, each.name)) for each in fields(Test)) if test else ()
    return ((name, value) for name, value in named if isinstance(value, float))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and "2000" < text < "3000"
    except ValueError:
        return False


def found_of(given: object, checked: Checked) -> Found | None:
    """What was found when the quarter ended."""
    return None if given is None else _shaped("found", Found, given, checked)


def unconfirmed_of(given: list[Any], checked: Checked) -> frozenset[str]:
    """The answers and rows not confirmed yet."""
    return frozenset(_shaped("unconfirmed", tuple[str, ...], given, checked) or ())


def _shaped(path: str, shape: type[Shaped], given: object, checked: Checked) -> Shaped | None:
    """A part of a document as our own data, or None with every problem noted."""
    try:
        read: Shaped = _adapter(cast("Any", shape)).validate_json(to_json(given), strict=True)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = path
            for part in each["loc"]:
                where = f"{where}[{part}]" if isinstance(part, int) else at(where, part)
            checked.say(where, f"{shown(each['input'])} is not what is asked; {each['msg'].lower()}")
    except PydanticSerializationError:
        checked.say(path, "half a character stands in it; remove it")
    else:
        return read
    return None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Making one costs more than reading a quarter with it."""
    return TypeAdapter(shape)


def _is_check(path: str, key: object, nearest: Iterable[str], checked: Checked) -> bool:
    if key in checked.content.checks:
        return True
    checked.unknown(path, "check", key, nearest)
    return False
