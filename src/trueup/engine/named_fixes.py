"""Fixes that name what they speak of: *the promise*, *the partner*, *this channel* and *the plan* become those of
this business.

A fix is also read away from its mismatch, in a plan or among the first things to do, where *the promise* could be any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Check, Fix
from trueup.engine.applicability import INSTEAD_QUESTION
from trueup.engine.cache import Remembered
from trueup.engine.causes import PLANNED, same_words
from trueup.engine.model import Mismatch, Statement, opening
from trueup.engine.twins import in_other_words

MOST_NAMED = 2
"""A fix names at most this many promises, so that it stays a sentence one can act on (our choice)."""

LONGEST_PLAN = 60
"""The most characters of a plan that a fix names."""

_PROMISE = re.compile(r"\b(?:the|that|this) (promise|sentence)\b(?! of\b)")
_WRITTEN = re.compile(r"\b(?P<verb>[Rr]eplace|[Dd]elete|[Rr]emove|[Tt]ake|[Nn]ext to|Change) “(?P<words>[^”]+)”")
"""Words of a promise that a fix speaks of. The founder may have said the same in others."""
_OTHER = re.compile(r"\bthe other promise\b")
_CHANNEL = re.compile(r"\b(?:[Tt]he partner|[Tt]his (?:partner|channel))\b(?!['’])")
_WORDING = re.compile(r"\bthe correct wording\b")
_PLAN = re.compile(r"\b(?:the|this) plan\b(?! off)")

_NAMED = Remembered[Check](512)
"""Checks whose fixes are already named: a check is found again at every keypress, mostly with the same promises."""


def with_named_fixes(mismatch: Mismatch, audit: Audit) -> Check:
    """The mismatch's check, with fixes that name the promise, the partner and the plan it is about."""
    check = mismatch.check
    said = _promises(mismatch)
    if check.is_between_promises:
        told: tuple[object, ...] = tuple((tag, *_openings(said, tag)) for tag in _tags(check))
    else:
        told = (*_openings(said), _channel(mismatch, audit), _plan(mismatch), *in_other_words(audit, mismatch.promises))

    def named() -> Check:
        naming = _naming_the_other(said) if check.is_between_promises else _naming(mismatch, audit, said)
        fixes = tuple(naming(fix) for fix in check.fixes)
        return check.with_changes(fixes=fixes) if fixes != check.fixes else check

    return _NAMED.get((check,), told, named)


def _promises(mismatch: Mismatch) -> list[Statement]:
    """A statement of each promise that the mismatch quotes; of those with the same words, only the first."""
    by_words: dict[tuple[str, str], Statement] = {}
    for each in mismatch.statements:
        if each.side == "say" and each.subject is not None and each.subject.kind == "promise" and each.quote.strip():
            tag = each.tag if mismatch.check.is_between_promises else ""
            by_words.setdefault((same_words(each.quote), tag), each)
    return list(by_words.values())


def _tags(check: Check) -> tuple[str, ...]:
    return tuple(tag for term in check.between for tag in term.tags)


def _openings(said: Sequence[Statement], tag: str = "") -> tuple[str, ...]:
    return tuple(f"“{opening(each.quote)}”" for each in said if tag in ("", each.tag))


def _naming(mismatch: Mismatch, audit: Audit, said: Sequence[Statement]) -> Callable[[Fix], Fix]:
    quoted, channel, plan = _openings(said), _channel(mismatch, audit), _plan(mismatch)
    names = " and ".join(quoted) if 0 < len(quoted) <= MOST_NAMED else ""
    several = "s" if len(quoted) > 1 else ""

    again = " and ".join(in_other_words(audit, mismatch.promises))

    written = " ".join(same_words(each.quote) for each in said)

    def in_their_words(found: re.Match[str]) -> str:
        if same_words(found["words"]) in written:
            return found[0]
        return f"{found['verb']} {'the words of ' if found['verb'] == 'Change' else ''}{names}"

    def named(fix: Fix) -> Fix:
        do = fix.do
        if names:
            do = _WRITTEN.sub(in_their_words, do, count=1)
        if names and names not in do:
            do = _PROMISE.sub(lambda found: f"the {found[1]}{several} {names}", do, count=1)
            do = _WORDING.sub(lambda _: f"{_WORDING_FOR} {names}", do, count=1)
        if channel:
            do = _CHANNEL.sub(lambda found: f"{found[0]} ({channel})", do, count=1)
        if plan:
            do = _PLAN.sub(lambda found: f"{found[0]} ({plan})", do, count=1)
        elif names:
            do = _PLAN.sub(lambda found: f"{found[0]} that breaks {names}", do, count=1)
        if again and fix.move == "say":
            do += f" Also correct {again}."
        return fix.with_changes(do=do) if do != fix.do else fix

    return named


_WORDING_FOR = "the correct wording for"


def _naming_the_other(said: Sequence[Statement]) -> Callable[[Fix], Fix]:
    """Name the promise to delete, which is each one that doesn't claim what the fix keeps."""

    def named(fix: Fix) -> Fix:
        gone = _openings([each for each in said if each.tag != fix.to])
        if not 0 < len(gone) <= MOST_NAMED:
            return fix
        return fix.with_changes(do=_OTHER.sub(lambda _: " and ".join(gone), fix.do))

    return named


def _channel(mismatch: Mismatch, audit: Audit) -> str:
    """The name of the only channel that the mismatch is about; empty if there are several, or none."""
    channels = {each.subject.row for each in mismatch.statements if each.subject and each.subject.kind == "channel"}
    row = audit.row("channel", next(iter(channels))) if len(channels) == 1 else None
    return " ".join(row.text("name").split()) if row is not None else ""


def _plan(mismatch: Mismatch) -> str:
    """The plan that the mismatch quotes: what the founder wrote in quotation marks, or what was picked without."""
    plan = next(_plans(mismatch), None)
    if plan is None:
        return ""
    words = opening(plan.quote, LONGEST_PLAN)
    return f"{words[:1].lower()}{words[1:]}" if plan.is_label else f"“{words}”"


def _plans(mismatch: Mismatch) -> Iterator[Statement]:
    broken = [each for each in mismatch.statements if each.source == INSTEAD_QUESTION]
    planned = [each for each in mismatch.statements if each.topic == PLANNED and each.source != CLAIMS]
    yield from (each for each in (*planned, *broken) if each.quote.strip())
