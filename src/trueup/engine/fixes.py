"""The fixes offered: those of one mismatch, and those of the whole business."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.cache import Remembered
from trueup.engine.cancellation import GoesOn, while_wanted
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.engine.rewriting import correction, is_fitting, resting_on, rewrites, settles_its_sentence
from trueup.engine.trying import every_fix, fixes_in, rank, state_of, try_fix

_FIRST: Remembered[tuple[TriedFix, ...]] = Remembered(8)
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
    state, least = state_of(content, audit, findings), 0.0 if mismatch.under else 0.01
    every = every_fix(content, state, mismatch, goes_on)
    offered = [each for each in every if each.gain >= least]
    if not offered:
        harmless = (each for each in every if mismatch.id in each.solves and not each.creates)
        offered = [replace(each, gain=max(each.gain, 0.0)) for each in harmless]
    for leader, fix in while_wanted(rewrites(content, audit, findings), goes_on):
        if any(each.id == mismatch.id for each in resting_on(findings, fix.rewrite)):
            tried = try_fix(content, state, leader, fix, goes_on)
            if tried.gain >= least and mismatch.id in tried.solves:
                offered.append(replace(tried, outcome="solved"))
    rewriting = correction(content, state, mismatch)
    if rewriting is None:
        return tuple(sorted(offered, key=rank))
    tried = try_fix(content, state, mismatch, rewriting, goes_on)
    is_whole = settles_its_sentence(state, tried)
    helps = tried.gain >= least or (tried.gain == 0 and (is_whole or all(each.gain < least for each in offered)))
    if not helps or mismatch.id not in tried.solves:
        return tuple(sorted(offered, key=rank))
    others = [each for each in offered if each.fix.key != rewriting.key]
    before = [each for each in others if is_fitting(state, each)]
    return (*sorted(before, key=rank), tried, *sorted((each for each in others if each not in before), key=rank))


def first_fixes(
    content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """Every fix that gains something when tried on its own, best first. Of fixes that make the same changes, only the
    first is returned.
    """
    return _FIRST.get((content, *audit.judged, findings), None, lambda: _first(content, audit, findings, goes_on))


def knows_first_fixes(content: Content, audit: Audit, findings: Findings) -> bool:
    """Whether the result of `first_fixes` is already cached."""
    return _FIRST.has((content, *audit.judged, findings), None)


def _first(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None) -> tuple[TriedFix, ...]:
    state = state_of(content, audit, findings)
    best: dict[frozenset[tuple[str, str]], TriedFix] = {}
    candidates = chain(fixes_in(state), rewrites(content, audit, findings))
    for mismatch, fix in while_wanted(candidates, goes_on):
        tried = try_fix(content, state, mismatch, fix, goes_on)
        if tried.gain > 0 and tried.is_enough:
            best.setdefault(tried.changes, tried)
    return tuple(sorted(best.values(), key=rank))
