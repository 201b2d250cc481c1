"""What to follow up from earlier quarters, in words: the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trueup.answers.model import FixId
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.fixes import fix_of, planned
from trueup.engine.follow_up import FollowUp, Verdict
from trueup.wording import findings as wording
from trueup.wording.changes import title, where

VERDICT_WORDS: Final[Mapping[Verdict, str]] = {"kept": "kept", "broken": "not kept", "open": "you know"}
"""Verdict → a word or two, for a column."""

COUNTED: Final[Mapping[str, str]] = {
    "awareness": "looked",
    "leads": "asked",
    "sales": "bought",
    "fit": "of the last customers were target customers",
    "reliable": "of the last customers got it on time",
}
"""Goal → the words for what it is measured by."""


def sentence(analysis: Analysis, each: FollowUp) -> str:
    """One thing said in an earlier quarter, and what has come of it, in a sentence or two."""
    content, audit = analysis.content, analysis.audit
    figures = [_figure(value, each.is_share) for value in each.figures]
    match each.kind:
        case "goal":
            then, now = figures
            return f"Your goal in {each.quarter}: {_goal(content, each.about)}. {_moved(each, then, now)}"
        case "number":
            return _number(each, figures)
        case "no number":
            return f"You say you set no number. In {each.quarter} you wrote {figures[0]}."
        case "limit":
            return _limit(analysis, each, figures)
        case "test":
            return _test(analysis, each, figures)
        case "came back":
            return f"{_title(analysis, each.check)}: fixed in {each.quarter}, and open again."
        case "nothing changed":
            changed = where(content, (audit,), each.about)
            return f"You say nothing changed in twelve months. Since {each.quarter} you changed an answer: {changed}."
        case "older promise":
            changed = where(content, (audit,), each.about)
            promise = where(content, (audit,), each.place)
            return f"{promise} still says what it said before {each.quarter}, when you changed {changed}."
        case "costs up, sales down":
            spent, sold = " → ".join(figures[:3]), " → ".join(figures[3:])
            place = where(content, (audit,), each.place)
            return f"{place}: spent {spent}, bought {sold}. More cost, fewer sales, twice running."


def _moved(each: FollowUp, then: str, now: str) -> str:
    counted = COUNTED.get(each.about, "")
    if each.verdict == "open":
        return f"{now} {counted}, {then} before: too few to tell."
    return f"{now} {counted}, {then} before: {'met' if each.verdict == 'kept' else 'not met'}."


def _number(each: FollowUp, figures: list[str]) -> str:
    said = f"Your number for {each.quarter}: {figures[0]}."
    new = f" Only new customers: {figures[1]}." if len(figures) > 1 else ""
    told = {"kept": " Met.", "broken": " Not met.", "open": " No count says whether you met it."}
    return f"{said}{new}{told[each.verdict]}"


def _limit(analysis: Analysis, each: FollowUp, figures: list[str]) -> str:
    accepted = analysis.audit.accepted[each.check]
    if each.verdict == "open":
        named = {"below": accepted.below, "above": accepted.above}
        limits = [f"{way} {limit}" for way, limit in named.items() if limit]
        watch = accepted.watch.strip().rstrip(".?")
        return f"You watch “{watch}”: is it {wording.listed(limits, last='or')}?"
    now, limit = figures
    crossed = "over its limit of" if each.verdict == "broken" else "within its limit of"
    return f"{_title(analysis, each.check)}: what you watch is at {now}, {crossed} {limit}."


def _title(analysis: Analysis, check: str) -> str:
    """The title of a mismatch as it's found today; if it isn't found, the title of its check."""
    found = analysis.findings.found(check)
    return found.title if found else title(analysis.content, check, analysis.audit)


def _test(analysis: Analysis, each: FollowUp, figures: list[str]) -> str:
    content, audit = analysis.content, analysis.audit
    chosen = planned(audit, FixId(each.check, each.fix))
    fix = fix_of(content, audit, chosen) if chosen else None
    what = fix.do.rstrip(".") if fix else _title(analysis, each.check)
    if not figures:
        return f"A test ended in {each.quarter}, and nothing was counted: {what}."
    before, tested, now = figures
    channel = where(content, (audit,), each.place)
    lasts = {"kept": "it lasts", "broken": "it didn't last", "open": "too few to tell"}[each.verdict]
    return f"{what}: the test rose from {before} to {tested}. {channel} is at {now} now: {lasts}."


def _goal(content: Content, key: str) -> str:
    question = content.questions.get("identity.goal")
    choice = question.by_key.get(key) if question else None
    label = choice.label if choice else key
    return label[:1].lower() + label[1:]


def _figure(value: float, is_share: bool) -> str:
    return f"{value:.0%}" if is_share else f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
