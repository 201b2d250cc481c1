"""The fixes offered: those of one mismatch, those of the whole business, and those of the plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from trueup.answers.model import Audit, FixId, PlannedFix
from trueup.content.model import REWRITE, Content, Fix
from trueup.engine.causes import FACTS
from trueup.engine.model import Findings, Key, Mismatch, TriedFix
from trueup.engine.preview import is_of_a_fact
from trueup.engine.rewriting import correction, is_fitting, resting_on, rewrite_fix, rewrites, settles_its_sentence
from trueup.engine.slow_work import GoesOn, Remembered, while_wanted
from trueup.engine.trying import State, every_fix, fixes_in, rank, rank_of_one, state_of, try_fix, with_second_half

LEAST_GAIN = 0.01
"""The smallest gain that counts, because gains are rounded to two decimals."""

_GAINING: Remembered[tuple[TriedFix, ...]] = Remembered(8)
_OF_ONE: Remembered[tuple[TriedFix, ...]] = Remembered(512)


def tried_fixes(
    content: Content, audit: Audit, findings: Findings, mismatch: Mismatch, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """The helpful fixes of one mismatch, best first, and the rewriting of its promise if that solves several
    mismatches.

    A fix that solves no more than it creates isn't offered. A fix of a folded mismatch gains nothing on its own, so it
    is offered if it does no harm. If no fix gains anything because mismatches folded under this one remain, the fixes
    that create nothing are offered.
    """
    return _OF_ONE.get(
        (content, *audit.judged, findings, mismatch), None, lambda: _of_one(content, audit, findings, mismatch, goes_on)
    )


def _of_one(
    content: Content, audit: Audit, findings: Findings, mismatch: Mismatch, goes_on: GoesOn | None
) -> tuple[TriedFix, ...]:
    state = state_of(content, audit, findings)
    offered = _own(content, state, mismatch, goes_on) + _rewritings(content, state, findings, mismatch, goes_on)
    corrected = _corrected(content, state, mismatch, goes_on)
    if corrected is None:
        return tuple(sorted(offered, key=rank_of_one))
    others = sorted((each for each in offered if each.fix.key != corrected.fix.key), key=rank_of_one)
    before = [each for each in others if is_fitting(state, each)]
    return (*before, corrected, *(each for each in others if each not in before))


def _gains(mismatch: Mismatch, tried: TriedFix) -> bool:
    """Whether a fix gains enough to be offered. What is folded has no impact of its own, so its fix may gain none."""
    return tried.gain >= (0.0 if mismatch.under else LEAST_GAIN)


def _own(content: Content, state: State, mismatch: Mismatch, goes_on: GoesOn | None) -> list[TriedFix]:
    """The fixes of a mismatch that gain enough. If none does, or if those give up what the founder aims for, also those
    that solve it, create nothing and make nothing else worse. These are said to gain nothing, even if what was folded
    under the mismatch then counts by itself.
    """
    every = every_fix(content, state, mismatch, goes_on)
    gaining = [each for each in every if _gains(mismatch, each)]
    if any(each.fix.move != "believe" for each in gaining):
        return gaining
    rest = (each for each in every if each not in gaining and mismatch.id in each.solves)
    harmless = (each for each in rest if not each.creates and not each.raises)
    return [*(replace(each, gain=max(each.gain, 0.0)) for each in harmless), *gaining]


def _rewritings(
    content: Content, state: State, findings: Findings, mismatch: Mismatch, goes_on: GoesOn | None
) -> list[TriedFix]:
    """The rewritings of promises on which a mismatch rests, if they solve it and gain enough. Whether they are enough
    for the mismatch they were found for doesn't matter here.
    """
    tried = (
        try_fix(content, state, leader, fix, goes_on)
        for leader, fix in while_wanted(rewrites(content, state.audit, findings), goes_on)
        if any(each.id == mismatch.id for each in resting_on(findings.mismatches, fix.rewrite))
    )
    return [replace(each, outcome="solved") for each in tried if mismatch.id in each.solves and _gains(mismatch, each)]


def _corrected(content: Content, state: State, mismatch: Mismatch, goes_on: GoesOn | None) -> TriedFix | None:
    """The correction of a mismatch, if it solves it and gains enough. It may also gain nothing, if it settles its
    sentence.
    """
    fix = correction(content, state, mismatch)
    if fix is None:
        return None
    tried = try_fix(content, state, mismatch, fix, goes_on)
    helps = _gains(mismatch, tried) or settles_its_sentence(state, tried)
    return tried if helps and mismatch.id in tried.solves else None


def other_causes(findings: Findings, mismatch: Mismatch) -> tuple[Mismatch, ...]:
    """The mismatches with the same leader that hold other answers against a promise which this mismatch quotes: a fix
    that ends one of them can leave the others.
    """
    if not is_of_a_fact(mismatch):
        return ()
    leader, facts = mismatch.under or mismatch.id, _facts_of(mismatch)
    return tuple(
        each
        for each in findings.mismatches
        if each.id != mismatch.id
        and leader in (each.id, each.under)
        and is_of_a_fact(each)
        and each.promises & mismatch.promises
        and facts.isdisjoint(_facts_of(each))
    )


def passed_over_by(findings: Findings, tried: TriedFix, mismatch: Mismatch) -> tuple[Mismatch, ...]:
    """The other causes whose own fixes lead to other words: new words are only true if they mention these too."""
    fix = tried.fix
    if fix.move != "say" or fix.to is None:
        return ()
    others = (each for each in other_causes(findings, mismatch) if each.id in tried.solves)
    return tuple(each for each in others if all(other.key != fix.key for other in each.check.fixes))


def _facts_of(mismatch: Mismatch) -> set[Key]:
    return {each.key for each in mismatch.statements if each.side in FACTS}


def gaining_fixes(
    content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """Every fix that gains something on its own, best first. Of fixes with the same changes, only the first is kept."""
    return _GAINING.get((content, *audit.judged, findings), None, lambda: _gaining(content, audit, findings, goes_on))


def knows_gaining_fixes(content: Content, audit: Audit, findings: Findings) -> bool:
    """Whether the result of `gaining_fixes` is already cached."""
    return _GAINING.has((content, *audit.judged, findings), None)


def _gaining(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None) -> tuple[TriedFix, ...]:
    state = state_of(content, audit, findings)
    best: dict[frozenset[tuple[str, str]], TriedFix] = {}
    candidates = chain(fixes_in(content, state), rewrites(content, audit, findings))
    for mismatch, fix in while_wanted(candidates, goes_on):
        tried = try_fix(content, state, mismatch, fix, goes_on)
        if tried.gain > 0 and tried.is_enough:
            best.setdefault(tried.changes, tried)
    return tuple(sorted(best.values(), key=rank))


# The fixes of the plan, looked up among those that the checks have now ------------------------


def fix_of(content: Content, audit: Audit, planned: PlannedFix, findings: Findings | None = None) -> Fix | None:
    """The chosen fix, in the words in which it was chosen; None if its check or its promise no longer has it."""
    fix = _fix_now(content, audit, planned, findings)
    return fix.with_changes(do=planned.do, marked="") if fix and planned.do else fix


def _fix_now(content: Content, audit: Audit, planned: PlannedFix, findings: Findings | None) -> Fix | None:
    check = content.checks.get(planned.check)
    if planned.fix.startswith(REWRITE):
        row = audit.row("promise", planned.fix.removeprefix(REWRITE))
        return rewrite_fix(content, audit, row, findings.mismatches if findings else ()) if row and check else None
    found = findings.mismatch(planned.check) if findings else None
    fixes = (*(found.check.fixes if found else ()), *(check.fixes if check else ()))
    same = [fix for fix in fixes if fix.key == planned.fix]
    fix = next((fix for fix in same if found or not fix.is_conditional), next(iter(same), None))
    if fix is None or found is None or findings is None:
        return fix
    return with_second_half(content, audit, found, fix, findings.mismatches)


def planned(audit: Audit, id: FixId) -> PlannedFix | None:
    """A fix of the plan."""
    return next((each for each in audit.plan if each.id == id), None)
