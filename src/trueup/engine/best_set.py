"""The best set of fixes within the founder's hours, found by trying combinations and proven by a bound.

Fixes overlap, exclude each other and create new mismatches, so the three best single fixes are rarely the best three.
`Search` explores the sets of fixes by branch and bound: each set is applied to the answers in a preview and judged as a
whole, and a branch is dropped only when a bound shows that nothing in it can be better. The search has no clock and
works in steps, so that its caller can show progress, stop it, and say how far the best set so far may be from the
optimum.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import Literal

from trueup.answers.model import Audit, FixId
from trueup.answers.place import Place, in_row
from trueup.content.model import CLAIMS, KIND_QUESTION, Content, Fix, Question
from trueup.engine.folding import could_fold
from trueup.engine.judge import total
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings, Mismatch, TriedFix
from trueup.engine.preview import OF_ITS_WORDS, Preview, preview_fix
from trueup.engine.rewriting import rewrites
from trueup.engine.rules import ALWAYS_KEPT, Position, rules_of
from trueup.engine.trying import State, fixes_of, is_last_resort, state_of, try_fix

Leaning = Literal["", "words", "work"]
"""What the founder prefers among equal sets: changing the words or changing the work. Empty: no preference."""

CLOSE = 0.005
"""Figures closer together than this count as equal, because impacts are rounded to two decimals."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The founder's limits: the hours available, what must not be touched, and what must be solved."""

    hours: float
    untouchable: frozenset[str] = frozenset()
    """What no fix may change, such as `side:sell`, `topic:price`, `channel:own-site` or `promise:home-page`."""
    must: frozenset[str] = frozenset()
    """Checks whose mismatch must be gone."""
    with_last_resorts: bool = False
    """Whether the set may include last resorts: changing what the founder believes or aims for, and stopping a channel
    that brings many customers. A fix that stops something is always allowed for a mismatch in `must`, and never if the
    founder would rather change words."""
    leaning: Leaning = ""
    estimates: Mapping[str, float] = field(default_factory=dict)
    """A fix's check and key, such as `start.gated say:start.announced` → the hours the founder expects it to take."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fix that could be part of the set, and every check it could affect, whichever other fixes are made."""

    mismatch: str
    fix: Fix
    hours: float
    checks: frozenset[str] | None
    """The checks whose finding the fix could change. None: any check, because the fix changes which questions are
    asked, or the shares of customers."""


Bound = tuple[int, int, float]
"""The least that some sets can leave: untrue claims, musts, and impact."""


@dataclass(frozen=True, slots=True)
class FixSet:
    """A set of fixes done together: the hours it takes, and how much it leaves open."""

    fixes: tuple[TriedFix, ...]
    """The fixes in the order they are applied. Each gain is what the fix adds to those before it."""
    hours: float
    left: float
    """The impact of everything still open."""
    untrue: int
    """How many mismatches about an untrue claim on safety, privacy, money or *for ever* are still open."""
    musts: int
    """How many of the mismatches in `Limits.must` are still open."""
    solves: tuple[str, ...]
    creates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search has found out so far."""

    best: FixSet
    runner_up: FixSet | None
    """The best set that differs from `best` in what it leaves: untrue claims, musts or impact."""
    is_proven: bool
    """Whether no other set within the limits is better."""
    could_leave: float
    """No set within the limits can leave less impact than this; equals `best.left` once proven."""
    tried: int
    """The number of sets judged so far."""


def untrue_claims(findings: Findings) -> tuple[Mismatch, ...]:
    """The open contradictions of something published, each cause once."""
    untrue = [found for found in findings.proven if any(each.side == "say" for each in found.statements)]
    causes = {found.id for found in untrue}
    return tuple(found for found in untrue if found.under not in causes)


def estimate(content: Content, id: FixId, fix: Fix, limits: Limits) -> float:
    """How many hours a fix takes: the founder's estimate, else the middle of its range."""
    if str(id) in limits.estimates:
        return limits.estimates[str(id)]
    return sum(content.hours_of(fix)) / 2


def candidates(content: Content, audit: Audit, findings: Findings, limits: Limits) -> tuple[Candidate, ...]:
    """Every fix of an open mismatch, and every rewriting of a promise, that keeps within the limits. Of fixes that make
    the same changes, only the one with the fewest hours is returned.

    The candidates are in the order in which they are applied. Those that could change any finding come first: the
    sooner they are decided, the tighter the bounds of the branches.
    """
    state = state_of(content, audit, findings)
    pairs = [(found, fix) for found in findings.mismatches for fix in fixes_of(content, state, found)]
    pairs += list(rewrites(content, audit, findings))
    found: dict[frozenset[tuple[str, str]], Candidate] = {}
    for mismatch, fix in pairs:
        stops_for_words = fix.stop and limits.leaning == "words"
        is_wanted = limits.with_last_resorts or (fix.stop and mismatch.id in limits.must)
        if stops_for_words or (is_last_resort(audit, mismatch, fix) and not is_wanted):
            continue
        hours = estimate(content, FixId(mismatch.id, fix.key), fix, limits)
        preview = preview_fix(content, audit, mismatch, fix, findings.mismatches)
        if hours <= limits.hours and preview.changes and not _is_untouchable(content, preview, fix, limits):
            checks = _touched_checks(content, state, mismatch, fix, preview)
            before = found.get(preview.changes)
            if before is None or hours < before.hours:
                found[preview.changes] = Candidate(mismatch.id, fix, hours, checks)
    return tuple(sorted(found.values(), key=lambda each: each.checks is not None))


class Search:
    """The search for the best set, one step at a time. Best-first: it goes on with the branch with the lowest bound."""

    def __init__(self, content: Content, audit: Audit, findings: Findings, limits: Limits) -> None:
        self._limits = limits
        self.candidates = candidates(content, audit, findings, limits)
        self._root = _Set(content, limits, state_of(content, audit, findings))
        self._best = self._root
        self._second: _Set | None = None
        self._tried = 1
        self._serial = count()
        self._open: list[tuple[Bound, int, _Set, int]] = []
        """Branches: the sets that add candidates from this place on to a set."""
        self._push(self._root, 0)

    def step(self, sets: int = 50) -> bool:
        """Judge up to this many more sets. Returns False when the search is done."""
        return all(self._advance() for _ in range(sets))

    def run(self) -> Outcome:
        """Search to the end."""
        while self.step():
            pass
        return self.outcome

    @property
    def outcome(self) -> Outcome:
        """The result so far."""
        bounds = [bound for bound, *_ in self._open]
        best = self._best
        least = min((left for *worse, left in bounds if tuple(worse) <= best.leaves[:2]), default=best.state.total)
        is_proven = not any(self._may_be_better(bound, best) for bound in bounds)
        could_leave = best.state.total if is_proven else min(best.state.total, least)
        return Outcome(
            self._told(best), self._told(self._second) if self._second else None, is_proven, could_leave, self._tried
        )

    def _told(self, chosen: _Set) -> FixSet:
        """A set with the gain of each of its fixes; gains are worked out only for the sets that are shown."""
        untrue, musts, left = chosen.leaves
        then, now = self._root.state.found, chosen.state.found
        return FixSet(
            fixes=chosen.tried,
            hours=chosen.hours,
            left=left,
            untrue=untrue,
            musts=musts,
            solves=tuple(id for id in then if id not in now),
            creates=tuple(id for id in now if id not in then),
        )

    def _advance(self) -> bool:
        """Judge the next set: the branch with the lowest bound takes its next candidate; the rest of it doesn't."""
        while self._open:
            bound, _, chosen, begin = heapq.heappop(self._open)
            if not self._may_matter(bound):
                self._open.clear()  # best-first: every other branch has a bound at least as high
                return False
            for at in range(begin, len(self.candidates)):
                if chosen.can_take(self.candidates[at]):
                    more = chosen.taking(self.candidates[at])
                    self._push(chosen, at + 1)
                    self._tried += 1
                    self._take(more)
                    self._push(more, at + 1)
                    return True
        return False

    def _push(self, chosen: _Set, begin: int) -> None:
        if begin < len(self.candidates):
            bound = self._bound(chosen, begin)
            if self._may_matter(bound):
                heapq.heappush(self._open, (bound, next(self._serial), chosen, begin))

    def _take(self, chosen: _Set) -> None:
        best, second = self._best.order, self._second
        if chosen.order < best:
            if chosen.order[:3] != best[:3]:
                self._second = self._best
            self._best = chosen
        elif chosen.order[:3] != best[:3] and (second is None or chosen.order < second.order):
            self._second = chosen

    def _may_be_better(self, bound: Bound, than: _Set) -> bool:
        untrue, musts, left = than.leaves
        return bound < (untrue, musts, round(left, 2) + CLOSE)

    def _may_matter(self, bound: Bound) -> bool:
        """Whether a branch could hold a better set, or a better runner-up."""
        return self._second is None or self._may_be_better(bound, self._second)

    def _bound(self, chosen: _Set, begin: int) -> Bound:
        """The least that any set can leave which adds candidates from `begin` on.

        A mismatch is sure to stay if no remaining fix can change its check or fold it under another mismatch. For the
        impact, two estimates of the largest possible gain are made, and the smaller one is used:

        - By hours: each fix solves every group of mismatches that it touches. A group then takes its impact divided by
          the best rate (impact per hour) among the fixes that touch it. The hours left go to the groups with the best
          rates.
        - By number: no more fixes fit than if each took only as long as the shortest. They gain no more than the sum of
          that many of the largest gains.
        """
        rest = [each for each in self.candidates[begin:] if chosen.can_take(each)]
        reachable = [group for group in chosen.groups if any(_touches(each, group) for each in rest)]
        fixed = [group for group in chosen.groups if group not in reachable]
        untrue = sum(found.check.first for group in fixed for found in group.found)
        musts = sum(found.id in self._limits.must for group in fixed for found in group.found)
        rates = dict.fromkeys(range(len(reachable)), 0.0)
        gains: list[float] = []
        for each in rest:
            touched = [at for at, group in enumerate(reachable) if _touches(each, group)]
            gains.append(sum(reachable[at].impact for at in touched))
            rate = gains[-1] / max(each.hours, CLOSE)
            rates.update({at: max(rates[at], rate) for at in touched})
        hours, possible = self._limits.hours - chosen.hours, 0.0
        number = int((hours + CLOSE) / max(min((each.hours for each in rest), default=1.0), CLOSE))
        of_so_many = sum(sorted(gains, reverse=True)[:number])
        for at in sorted(rates, key=lambda at: -rates[at]):
            takes = reachable[at].impact / max(rates[at], CLOSE)
            possible += reachable[at].impact * min(hours / takes, 1.0) if takes else 0.0
            hours -= takes
            if hours <= CLOSE:
                break
        return untrue, musts, round(chosen.state.total - min(possible, of_so_many), 4)


@dataclass(frozen=True, eq=False)
class _Group:
    """Open mismatches that could fold under each other. A group's impact doesn't depend on other groups."""

    found: tuple[Mismatch, ...]
    checks: frozenset[str]
    """The checks of these mismatches, and every check whose mismatch could change how they fold."""
    impact: float


@dataclass(frozen=True, eq=False)
class _Set:
    """A set of fixes applied in a preview, and what decides whether it is better than another."""

    content: Content
    limits: Limits
    state: State
    hours: float = 0.0
    taken: tuple[tuple[State, Mismatch, Fix], ...] = ()
    """Each fix with the business as it is before it."""

    def can_take(self, candidate: Candidate) -> bool:
        """Whether the mismatch of a candidate is open, and there are hours left for it."""
        return candidate.mismatch in self.state.found and self.hours + candidate.hours <= self.limits.hours + CLOSE

    def taking(self, candidate: Candidate) -> _Set:
        """The set with one more fix."""
        mismatch = self.state.found[candidate.mismatch]
        return replace(
            self,
            state=self.state.with_fix(self.content, mismatch, candidate.fix),
            hours=self.hours + candidate.hours,
            taken=(*self.taken, (self.state, mismatch, candidate.fix)),
        )

    @cached_property
    def leaves(self) -> tuple[int, int, float]:
        """What it leaves open: untrue claims, musts, and impact."""
        found = self.state.found
        untrue = sum(each.check.first for each in found.values())
        return untrue, sum(id in found for id in self.limits.must), self.state.total

    @cached_property
    def order(self) -> tuple[int, int, float, float, int, int]:
        """The sort key, smaller is better: untrue claims first, then musts, impact left, hours, and leaning."""
        (untrue, musts, left), leaning = self.leaves, self.limits.leaning
        away = sum(_is_words(fix) == (leaning == "work") for _, _, fix in self.taken) if leaning else 0
        return untrue, musts, round(left, 2), round(self.hours, 2), away, len(self.taken)

    @cached_property
    def groups(self) -> tuple[_Group, ...]:
        """The open mismatches, grouped by which could fold under each other."""
        return tuple(_grouped(self.content, self.state))

    @cached_property
    def tried(self) -> tuple[TriedFix, ...]:
        """Its fixes, each with what it adds to those before it."""
        return tuple(try_fix(self.content, state, mismatch, fix) for state, mismatch, fix in self.taken)


def _grouped(content: Content, state: State) -> Iterator[_Group]:
    touched_by = rules_of(content).touched_by
    for same in could_fold(state.found.values()):
        group = [state.open_by_id[each.id] for each in same]
        heard = {(each.side, each.tag) for mismatch in group for each in mismatch.statements}
        checks = {rule.check.id for position in heard for rule in touched_by.get(position, ())}
        checks |= {other for mismatch in group for other in mismatch.check.under}
        yield _Group(tuple(group), frozenset(checks), total(group))


def _touches(candidate: Candidate, group: _Group) -> bool:
    return candidate.checks is None or not candidate.checks.isdisjoint(group.checks)


def _is_words(fix: Fix) -> bool:
    return bool(fix.rewrite) or fix.move in ("say", "believe")


def _is_untouchable(content: Content, preview: Preview, fix: Fix, limits: Limits) -> bool:
    touched = {f"side:{fix.move}"} if fix.move else set()
    if fix.to:
        touched.add(f"topic:{fix.to.partition('.')[0]}")
    for where, _ in preview.changes:
        at = Place.of(where)
        if at.kind:
            touched.add(in_row(at.kind, at.row))
        question = content.questions.get(at.question)
        if question is not None and question.id != CLAIMS:
            touched |= {f"topic:{tag.partition('.')[0]}" for tag in question.tags}
    return not touched.isdisjoint(limits.untouchable)


def _touched_checks(
    content: Content, state: State, mismatch: Mismatch, fix: Fix, preview: Preview
) -> frozenset[str] | None:
    """Every check whose finding a fix could change, whatever is done before it; None if it could be any."""
    if fix.stop:
        return None
    positions: set[Position] = set()
    after = state.with_fix(content, mismatch, fix)
    seen = {*state.statements} ^ {*after.statements}
    positions |= {(each.side, each.tag) for each in seen}
    if ALWAYS_KEPT in positions:
        return None
    for source, _, _ in preview.wished_away:
        positions |= {("deliver", each) for name, m in MEASURES.items() if source.endswith(name) for each in m.tags}
    for source, tag, _ in preview.over:
        side = content.questions[source].side if source in content.questions else "deliver"
        positions |= {(side, tag)} if side else set()
    promises = mismatch.promises
    if any(each.promise in promises for each in state.found.values()):
        asked = (content.questions.get(name) for name in OF_ITS_WORDS)
        positions |= {position for question in asked if question for position in _positions(question)}
    if fix.to and fix.move:
        positions.add((fix.move, fix.to))
    questions = (content.questions.get(Place.of(where).question) for where, _ in preview.changes)
    for question in filter(None, questions):
        if question.id == KIND_QUESTION:
            return None
        if question.id != CLAIMS:
            positions |= _positions(question)
        changed = {tag for side, tag in positions if side == question.side}
        positions |= set(_positions_of_dependents(content, question, changed))
    return frozenset(rule.check.id for rule in rules_of(content).touched(positions))


def _positions(question: Question) -> set[Position]:
    return {(question.side, tag) for tag in question.tags} if question.side else set()


def _positions_of_dependents(content: Content, question: Question, changed: set[str]) -> Iterator[Position]:
    """The positions of the questions that depend on a changed answer: they may now be asked, or be parked."""
    for other in content.questions.values():
        values = {value for each in other.conditions if each.question == question.id for value in each.values}
        if values and (question.id != CLAIMS or not changed.isdisjoint(values)):
            yield from _positions(other)
            yield from _positions_of_dependents(content, other, set())
