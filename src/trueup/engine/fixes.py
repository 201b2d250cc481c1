"""Fixes previewed against all answers: what each would solve and create, and which come first."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.answers.model import Audit
from trueup.content.model import Content, Effort, Fix
from trueup.engine.judge import is_settled, mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import Findings, Mismatch, Outcome, Statement, TriedFix
from trueup.engine.preview import heard_after, preview_fix
from trueup.engine.rules import rules_of
from trueup.engine.shares import channel_shares
from trueup.engine.statements import statements

EFFORTS: dict[Effort, int] = {"hours": 0, "days": 1, "weeks": 2}
"""Effort only breaks ties."""

MOST_TO_LOSE = 0.1
"""A fix that stops what brings more than a tenth of the customers never leads: it solves a mismatch by doing without
them (our choice; one in ten is what the last ten customers can show)."""

FIRST_FIXES = 3
"""How many fixes lead: more at once is how nothing gets done."""


def tried_fixes(content: Content, audit: Audit, findings: Findings, mismatch: Mismatch) -> tuple[TriedFix, ...]:
    """The fixes of one mismatch, previewed, best first: by impact solved − impact created, then by effort.

    Moving what the founder believes or aims for never leads (product.md: changing the goal never leads), and neither
    does stopping what brings more than a tenth of the customers.
    """
    before = statements(content, audit)
    tried = [_try(content, audit, before, findings, mismatch, fix) for fix in mismatch.check.fixes]
    return tuple(sorted(tried, key=_rank))


def first_fixes(content: Content, audit: Audit, findings: Findings) -> tuple[TriedFix, ...]:
    """Every fix of every mismatch that solves more than it creates, best first; the same move counts once."""
    before = statements(content, audit)
    best: dict[frozenset[tuple[str, str]], TriedFix] = {}
    for mismatch in findings.mismatches:
        for fix in mismatch.check.fixes:
            tried = _try(content, audit, before, findings, mismatch, fix)
            if tried.gain > 0 and tried.outcome != "not enough alone":
                best.setdefault(tried.changes, tried)
    return tuple(sorted(best.values(), key=_rank))


def leading(content: Content, audit: Audit, findings: Findings) -> tuple[TriedFix, ...]:
    """The fixes to do first, three at most: each solves something that those before it leave standing."""
    chosen: list[TriedFix] = []
    solved: set[str] = set()
    for tried in first_fixes(content, audit, findings):
        if not solved.issuperset(tried.solves):
            chosen.append(tried)
            solved.update(tried.solves)
    return tuple(chosen[:FIRST_FIXES])


def _rank(tried: TriedFix) -> tuple[bool, float, int]:
    never_leads = tried.fix.move == "believe" or tried.loses > MOST_TO_LOSE
    return (never_leads, -tried.gain, EFFORTS[tried.fix.effort])


def _try(
    content: Content, audit: Audit, before: Sequence[Statement], findings: Findings, mismatch: Mismatch, fix: Fix
) -> TriedFix:
    """Apply a fix, judge again in full, compare. Only checks that a changed statement touches can differ, unless
    a row stopped: then every share may have moved, and everything is weighed anew."""
    preview = preview_fix(content, audit, mismatch, fix)
    after = heard_after(content, before, preview)
    heard = by_position(after)
    rules = rules_of(content)
    if fix.stop:
        again = mismatches(preview.audit, heard, rules.every)
        now = {found.id: found for found in again if not is_settled(audit, found)}
    else:
        touched = {(statement.side, statement.tag) for statement in _changed(before, after)}
        affected = {rule.check.id: rule for rule in rules.touched(touched)}
        now = {found.id: found for found in findings.mismatches if found.id not in affected}
        again = mismatches(preview.audit, heard, affected.values())
        now |= {found.id: found for found in again if not is_settled(audit, found)}
    was = {found.id: found for found in findings.mismatches}
    return TriedFix(
        fix=fix,
        check=mismatch.id,
        outcome=_outcome(mismatch.id in now, bool(preview.wished_away)),
        solves=tuple(name for name in was if name not in now),
        creates=tuple(name for name in now if name not in was),
        gain=round(sum(f.impact for f in was.values()) - sum(f.impact for f in now.values()), 2) + 0.0,  # never -0.0
        loses=_loses(audit, mismatch, fix),
        changes=preview.changes,
    )


def _changed(before: Sequence[Statement], after: Sequence[Statement]) -> set[Statement]:
    """The statements of one that are not in the other. Most are the very same ones, so only the rest is compared."""
    then, now = ({id(statement) for statement in each} for each in (before, after))
    return {statement for statement in before if id(statement) not in now} ^ {
        statement for statement in after if id(statement) not in then
    }


def _loses(audit: Audit, mismatch: Mismatch, fix: Fix) -> float:
    stopped = {v.subject.row for v in mismatch.statements if v.subject and v.subject.kind == fix.stop == "channel"}
    shares = channel_shares(audit) if stopped else {}
    return min(1.0, sum(shares[name][0] for name in stopped if name in shares))


def _outcome(left: bool, wished: bool) -> Outcome:
    if left:
        return "not enough alone"
    return "measure again" if wished else "solved"
