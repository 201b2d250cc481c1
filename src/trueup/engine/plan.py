"""Fixes followed through: chosen → doing → testing → done or dropped, with every touchpoint where they have to be made.

A fix is closed only when it is done everywhere and its mismatch is gone; until then it counts as under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from trueup.answers.model import OPTIONAL_STEP, UNDER_WAY, Audit, FixId, PlannedFix, Status, Touchpoint, TouchpointState
from trueup.content.model import Content, Fix, RowKind
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import fix_of, gaining_fixes, planned, tried_fixes
from trueup.engine.model import Findings, Mismatch, TriedFix

MOST_ACTIVE = 3
"""The most fixes under way at once, unless the founder insists: with more, nothing gets done."""

Condition = Literal["chosen", "doing", "testing", "done", "dropped", "half applied", "still conflicting"]
"""How far a fix really is. A done one can be `half applied` (touchpoints left) or `still conflicting` (still found)."""

OPEN: frozenset[Condition] = frozenset({*UNDER_WAY, "half applied", "still conflicting"})

WORDS_MOVE = ("say", "sell")
"""Moves that must be visible everywhere: words and terms. Other work is done in one place."""

PROMISE = "promise:"
"""How the name of a touchpoint begins if it is a promise; the promise's slug follows."""

LONGEST_TOUCHPOINT = 80


@dataclass(frozen=True, slots=True)
class Followed:
    """A fix of the plan in its current state."""

    planned: PlannedFix
    fix: Fix
    condition: Condition
    tried: TriedFix | None
    """What it would solve now; None once its mismatch is gone, accepted or objected to."""
    mismatch: Mismatch | None
    touchpoints: dict[str, Touchpoint]

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.condition in OPEN

    @property
    def touchpoints_done(self) -> tuple[int, int]:
        """How many touchpoints are done, and how many there are, without those that don't apply."""
        states = [each.state for each in self.touchpoints.values() if each.state != "na"]
        return states.count("done"), len(states)


# The fixes of the plan -----------------------------------------------------


def followed(content: Content, audit: Audit, findings: Findings) -> tuple[Followed, ...]:
    """Every fix of the plan, in the founder's order."""
    plan = ((each, fix_of(content, audit, each, findings)) for each in audit.plan)
    return tuple(_followed(content, audit, findings, each, fix) for each, fix in plan if fix)


def candidates(
    content: Content, audit: Audit, findings: Findings, plan: Iterable[Followed], *, all: bool = False
) -> tuple[TriedFix, ...]:
    """Fixes that aren't in the `plan`: the leading ones, or with `all` every fix that gains something. Those that only
    solve what the fixes under way solve are left out.
    """
    tried = gaining_fixes(content, audit, findings) if all else leading(content, audit, findings)
    solved = {check for each in plan if each.is_open and each.tried for check in each.tried.solves}
    return tuple(each for each in tried if planned(audit, each.id) is None and not solved.issuperset(each.solves))


def first(content: Content, audit: Audit, findings: Findings) -> Fix | None:
    """The fix to work on now: the first one under way that isn't being tested, else the first one to choose."""
    plan = followed(content, audit, findings)
    under_way = (each.fix for each in plan if each.is_open and each.condition != "testing")
    return next(under_way, None) or next((each.fix for each in candidates(content, audit, findings, plan)), None)


def next_best(content: Content, audit: Audit, findings: Findings, failed: Followed) -> TriedFix | None:
    """The fix to try instead of one that didn't help: the best fix of the same mismatch that isn't planned."""
    return next(iter(others_than(content, audit, findings, failed)), None)


def others_than(content: Content, audit: Audit, findings: Findings, each: Followed) -> tuple[TriedFix, ...]:
    """The other fixes of the same mismatch that help and aren't planned, the best first."""
    tried = tried_fixes(content, audit, findings, each.mismatch) if each.mismatch else ()
    return tuple(other for other in tried if other.gain > 0 and not planned(audit, other.id))


def _followed(content: Content, audit: Audit, findings: Findings, each: PlannedFix, fix: Fix) -> Followed:
    mismatch = findings.mismatch(each.check)
    fixes = tried_fixes(content, audit, findings, mismatch) if mismatch else ()
    touchpoints = touchpoints_of(content, audit, findings, each)
    condition: Condition = each.status
    if each.status == "done" and mismatch is not None:
        condition = "still conflicting"
    elif each.status == "done" and any(at.state == "todo" for at in touchpoints.values()):
        condition = "half applied"
    tried = next((replace(t, fix=fix) for t in fixes if t.fix.key == each.fix), None)
    return Followed(each, fix, condition, tried, mismatch, touchpoints)


def still_said(audit: Audit, each: Followed) -> str:
    """The words of a promise on which the mismatch of a fix still rests, if the fix changes words; otherwise empty."""
    if each.mismatch is None or each.fix.move != "say":
        return ""
    rows = (audit.row("promise", statement.row_of("promise")) for statement in each.mismatch.statements)
    return next((row.text("words") for row in rows if row), "")


# What the founder does -----------------------------------------------------


def is_full(content: Content, audit: Audit, findings: Findings) -> bool:
    """Whether as many fixes are under way as one person can handle."""
    return sum(each.is_open for each in followed(content, audit, findings)) >= MOST_ACTIVE


def choose(content: Content, audit: Audit, findings: Findings, id: FixId, today: date) -> Audit:
    """The audit with a fix chosen; one that was done or dropped begins again. Raises KeyError if there's none."""
    chosen = fix_of(content, audit, PlannedFix(*id), findings)
    if chosen is None:
        raise KeyError(id.key)
    again = planned(audit, id)
    if again is not None:
        return with_status(audit, again, "chosen", today)
    new = PlannedFix(*id, since=today.isoformat(), do=" ".join(chosen.do.split()))
    return replace(audit, plan=(*audit.plan, replace(new, touchpoints=touchpoints_of(content, audit, findings, new))))


def statuses(each: PlannedFix) -> tuple[Status, ...]:
    """The statuses a fix can be given: *testing* only if there is a test.

    Empty while a test is running and its result has not been entered: only entering the result ends the test.
    """
    if each.status == "testing" and each.test is not None and not each.test.asked:
        return ()
    return ("chosen", "doing", "testing", "done", "dropped") if each.test else ("chosen", "doing", "done", "dropped")


def with_status(audit: Audit, each: PlannedFix, status: Status, today: date) -> Audit:
    """The audit with a fix in another status from that day on."""
    if each.status == status:
        return audit
    return changed(audit, each, lambda fix: replace(fix, status=status, since=today.isoformat()))


def changed(audit: Audit, each: PlannedFix, change: Callable[[PlannedFix], PlannedFix]) -> Audit:
    """The audit with one fix of the plan changed, in its place."""
    return replace(audit, plan=tuple(change(fix) if fix.id == each.id else fix for fix in audit.plan))


# Where it has to be made ---------------------------------------------------


def touchpoints_of(content: Content, audit: Audit, findings: Findings, each: PlannedFix) -> dict[str, Touchpoint]:
    """Where a fix has to be made: promises with conflicting claims, the usual touchpoints that this business has, and
    those the founder added.

    A promise that was removed is no longer a touchpoint, and one that was taken down is done. A promise that has since
    made a conflicting claim becomes one.
    """
    fix = fix_of(content, audit, each, findings)
    known = dict(each.touchpoints)
    promises = {f"{PROMISE}{row.id}": row for row in audit.of("promise")}
    order = dict.fromkeys(name for name in known if name.startswith(PROMISE))
    if fix is not None and fix.move in WORDS_MOVE:
        mismatch = findings.mismatch(each.check)
        order |= dict.fromkeys(name for name, row in promises.items() if mismatch and row.id in mismatch.promises)
        order |= dict.fromkeys(() if known else _usual(content, audit, order))
    found: dict[str, Touchpoint] = {}
    for name in (*order, *known):
        row, touchpoint = promises.get(name), known.get(name, Touchpoint())
        if row is not None or not name.startswith(PROMISE):
            is_taken_down = row is not None and row.is_inactive and touchpoint.state == "todo"
            found[name] = Touchpoint("done") if is_taken_down else touchpoint
    return found


def with_touchpoint(
    each: PlannedFix, touchpoints: dict[str, Touchpoint], name: str, state: TouchpointState, today: date
) -> PlannedFix:
    """A fix with one of its `touchpoints` in another state from that day on; a touchpoint not among them is added.

    A touchpoint still to do has no day: nothing has happened there.
    """
    since = "" if state == "todo" else today.isoformat()
    return replace(each, touchpoints={**touchpoints, name: Touchpoint(state, since)})


def with_wording(each: PlannedFix, promise: str, words: str) -> PlannedFix:
    """A fix with new words planned for a promise; empty `words` remove the plan to change it."""
    others = {row: planned for row, planned in each.wording.items() if row != promise}
    return replace(each, wording={**others, promise: words} if words else others)


def resting_on(findings: Findings, promise: str) -> int:
    """How many mismatches involve a promise."""
    return sum(promise in found.promises for found in findings.mismatches)


def _usual(content: Content, audit: Audit, promises: dict[str, None]) -> Iterator[str]:
    """The usual touchpoints that this business has, except those where one of these promises is published anyway.

    The list in screens/plan.md names each with answers, one of which a promise, channel or activity must have: `- ads:
    ad, ads`. One without answers is in every business.
    """
    screen = content.screens.get("plan")
    there = _speaking_at(audit)
    rows = (audit.row("promise", name.removeprefix(PROMISE)) for name in promises)
    taken = {row.text("where") for row in rows if row}
    for line in screen.texts.get("touchpoints", "").splitlines() if screen else ():
        name, _, listed = line.removeprefix("- ").partition(":")
        answers = {answer.strip() for answer in listed.split(",")} - {""}
        if line.startswith("- ") and (not answers or (answers & there and not answers & taken)):
            yield name.strip()


def _speaking_at(audit: Audit) -> set[str]:
    """Where promises are published, which steps customers take, and what is done to bring them."""
    kinds: tuple[RowKind, ...] = ("promise", "channel", "activity")
    found: set[str] = set()
    for row in (row for kind in kinds for row in audit.of(kind) if not row.is_inactive):
        found |= {row.text("where"), row.text("what")}
        found |= {step.removesuffix(OPTIONAL_STEP) for step in row.many("steps")}
    return found - {""}
