"""Fold mismatches that have the same cause: one of them leads, and the others are listed under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count as numbers
from operator import or_

from trueup.engine.cause_relations import (
    ALIKE,
    IN_ONE_SENTENCE,
    are_across,
    are_broken_alike,
    could_say_why,
    counts_another_fact,
    covers,
    distance_from,
    has_cause_of,
    is_met_as_words_in,
    is_the_season_of,
    names_the_part_of,
    says_less_than,
    says_more_than,
    says_why,
)
from trueup.engine.causes import Cause, are_apart
from trueup.engine.model import Mismatch
from trueup.engine.ranking import NEVER_SO, order

MOST_KNOWN = 1024
"""When a cache holds this many causes, it is replaced."""


@dataclass(frozen=True, eq=False)
class _Cause(Cause):
    """What one mismatch rests on, as folding compares it with others."""

    why: str = ""
    """For a count: the id of the mismatch that says why the promise isn't kept."""
    bit: int = 1
    """What stands for this cause in a set of causes."""
    compared: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Name of a relation → the causes already compared with this one, and those for which it holds."""

    @property
    def weight(self) -> tuple[bool, bool, bool, bool, int, float, bool, bool]:
        """The sort key of mismatches with one cause: the smallest leads."""
        mismatch = self.mismatch
        tension = mismatch.verdict == "tension" or (self.is_count and mismatch.verdict == "unproven")
        claims = bool(self.claimed or self.echoed)
        first = not mismatch.is_unsafe, not mismatch.is_grave, not mismatch.leads
        return *first, tension, -mismatch.severity, -mismatch.certainty, not claims, self.is_count


Relation = Callable[[_Cause, _Cause], bool]


class Causes:
    """A cache with the cause of each mismatch seen so far: trying many fixes compares the same mismatches repeatedly.

    Each cause has its own bit, and sets of causes are bitmasks. If causes referred to each other directly, each would
    keep all the others in memory.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], _Cause] = {}
        self._numbers = numbers()
        self._by_bit: dict[int, _Cause] = {}
        """Bit → the cause it stands for."""

    @property
    def is_full(self) -> bool:
        """Whether the cache has reached its limit and should be replaced."""
        return len(self._by_bit) >= MOST_KNOWN

    def of(self, mismatch: Mismatch, why: str = "") -> _Cause:
        """The cause of this mismatch, which is recognised by identity. For a count of a promise, `why` is the id of the
        mismatch that says why the promise isn't kept.
        """
        cause = self._known.get((id(mismatch), why))
        if cause is None:
            bit = 1 << next(self._numbers)
            # The cause keeps the mismatch alive, so no other object gets its id.
            cause = self._by_bit[bit] = self._known[id(mismatch), why] = _Cause(mismatch, why, bit)
        return cause

    def related(self, one: _Cause, holds: Relation, among: int) -> int:
        """Those of a set of causes for which a relation holds between one cause and each of them. Each pair is compared
        only once, because each tried fix compares hundreds of pairs, most of which have been compared before.
        """
        known, true = one.compared.get(holds.__name__, (0, 0))
        if left := among & ~known:
            known |= left
            while left:
                bit = left & -left
                left ^= bit
                if holds(one, self._by_bit[bit]):
                    true |= bit
            one.compared[holds.__name__] = known, true  # assigned together, because another thread may read them
        return true & among


def _set_of(causes: Iterable[_Cause]) -> int:
    return reduce(or_, (each.bit for each in causes), 0)


_causes = Causes()


def _known_causes() -> Causes:
    """The cache to use for one folding. A full cache is replaced, not emptied: another thread may be using it."""
    global _causes
    if _causes.is_full:
        _causes = Causes()
    return _causes


def folded(found: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """The same mismatches in rank order, each marked with the mismatch it is folded under, if any.

    Among mismatches with one cause the most severe leads, then the best proven, then one about a claim. Copies of a
    promise, and two promises that merely disagree, lead only if nothing else shows that they are broken. A folded
    mismatch adds no impact, because its cause is already counted. If counts of a broken promise are folded under a
    mismatch, that mismatch becomes at least as bad as the worst of them. What is folded under it never goes down in the
    list: it becomes as grave.
    """
    known = _known_causes()
    every = _with_reasons([each.alone or each for each in found], known)
    under: dict[str, str] = {}
    before: list[_Cause] = []
    all_of_them = _set_of(every)
    yielding = _set_of(each for each in every if known.related(each, yields_to, all_of_them))
    # Each mismatch comes after all those it could be folded under.
    for cause in sorted(every, key=lambda each: (bool(each.bit & yielding), each.is_copy, bool(each.why), each.weight)):
        leader = _leader_among(before, cause, known)
        under[cause.id] = (under[leader.id] or leader.id) if leader else ""
        before.append(cause)
    deposed = _lead_by_name(every, under, yielding)
    _move_to_first_named(every, under)
    worst: dict[str, Mismatch] = {}
    needed: set[str] = set()
    for cause in every:
        over, mismatch = under[cause.id], cause.mismatch
        if any(each.side == "need" for each in mismatch.statements):
            needed |= {over, cause.id}
        is_of_the_leader = cause.is_count or cause.id in deposed
        is_of_the_leader = is_of_the_leader or bool(known.related(cause, is_met_as_words_in, all_of_them))
        if is_of_the_leader and mismatch.verdict == "contradiction":
            worst[over] = max(worst.get(over, mismatch), mismatch, key=lambda each: each.impact)
    graver = {under[each.id] for each in every if each.mismatch.is_grave}
    marked = (
        _as_bad(_under(each.mismatch, under[each.id]), worst.get(each.id), has_graver=each.id in graver)
        for each in every
    )
    return tuple(sorted(marked, key=lambda each: order(each, each.id in needed)))


def _under(mismatch: Mismatch, leader: str) -> Mismatch:
    """The mismatch, folded under this leader if there is one."""
    return mismatch if mismatch.under == leader else replace(mismatch, under=leader)


def _leader_among(before: Sequence[_Cause], cause: _Cause, known: Causes) -> _Cause | None:
    """The mismatch under which another is folded, if any. A copy goes under the one that shares most of its words."""
    among = _set_of(before)
    named, alike = known.related(cause, is_named_by, among), known.related(cause, is_caused_by, among)
    leaders = [each for bits in (named, alike & ~named) for each in before if each.bit & bits]
    if not leaders or not cause.is_copy:
        return leaders[0] if leaders else None
    nearest = max(leaders, key=lambda other: len(other.words & cause.words))
    return nearest if nearest.words & cause.words or not cause.words else None


def _lead_by_name(every: Sequence[_Cause], under: dict[str, str], yielding: int) -> set[str]:
    """Swap a mismatch with its leader if the leader's check names it in `under`, and it is as severe and as proven. The
    check's author has decided that the two have one cause, and which of them says more. Returns the ids of the former
    leaders.
    """
    deposed: set[str] = set()
    for cause in every:
        leader = next((each for each in every if each.id == under[cause.id]), None)
        if leader is None or cause.is_count or cause.is_copy or cause.is_disagreement or cause.bit & yielding:
            continue
        is_as_bad = cause.mismatch.check.severity >= leader.mismatch.check.severity
        is_as_proven = cause.is_proven >= leader.is_proven
        if is_as_bad and is_as_proven and cause.mismatch.check.id in leader.mismatch.check.under:
            deposed.add(leader.id)
            under.update((id, cause.id) for id, over in under.items() if over == leader.id)
            under[leader.id], under[cause.id] = cause.id, ""
    return deposed


def _move_to_first_named(every: Sequence[_Cause], under: dict[str, str]) -> None:
    """Move a mismatch from its leader to another one about the same aim, if its check names both in `under`, and the
    other one first: its author has decided which of them is mended by the same work.
    """
    by_id = {each.id: each for each in every}
    for cause in every:
        named, over = cause.mismatch.check.under, by_id.get(under[cause.id])
        if over is None or over.mismatch.check.id not in named:
            continue
        before = named[: named.index(over.mismatch.check.id)]
        for each in every:
            is_before = not under[each.id] and each.mismatch.check.id in before
            if is_before and each.goals & over.goals and is_named_by(each, cause):
                under[cause.id] = each.id


def _with_reasons(found: Sequence[Mismatch], known: Causes) -> list[_Cause]:
    """The causes of the mismatches, in the same order. A count is linked to the mismatch that says why it is so low."""
    causes = list(map(known.of, found))
    all_of_them = _set_of(causes)
    why: dict[str, str] = {}
    by_promise: dict[str, list[_Cause]] = {}
    for count in causes:
        if count.is_count:
            by_promise.setdefault(count.mismatch.promise, []).append(count)
    for counts in by_promise.values():
        of_all = ""
        for count in sorted(counts, key=lambda each: (not each.told, each.weight)):
            why_of = known.related(count, is_explained_by, all_of_them)
            telling = [each for each in causes if each.bit & why_of]
            telling = [each for each in telling if not known.related(each, yields_to, all_of_them)] or telling
            if telling:
                best = min(telling, key=lambda each: (*distance_from(each, count), each.weight))
                gravest = min(telling, key=lambda each: each.weight)
                why.update((each.id, gravest.id) for each in telling if _tells_both(count, gravest, each))
                if not of_all and says_more_than(count, best):
                    of_all = count.id
                    alike = best.bit | known.related(best, has_the_fact_of, all_of_them)
                    below = (each for each in causes if each.bit & alike or covers(count, each))
                    why.update((each.id, count.id) for each in below)
                else:
                    of_all = of_all or best.id
                    why[count.id] = of_all
        if of_all:
            for count in counts:
                if count.id != of_all:
                    why.setdefault(count.id, of_all)
        _join_the_only_cause(counts, causes, why)
    for count in causes:
        if count.is_count and count.id not in why:
            twins = (each for each in causes if each.is_count and each.id in why and are_broken_alike(each, count))
            why.update((count.id, why[each.id]) for each in twins)
    return [known.of(each.mismatch, why.get(each.id, "")) for each in causes]


def _join_the_only_cause(counts: Sequence[_Cause], causes: Sequence[_Cause], why: dict[str, str]) -> None:
    """Join a promise's counts with the mismatch that reports a fact about that promise, if there is only one. Every
    topic of the promise's claims must have a mismatch: then the counts must be about one of these. The counts go under
    that mismatch, unless they have a reason already or are more unsafe: then it goes under the first count.
    """
    first = counts[0]
    about = [each for each in causes if could_say_why(each, first)]
    facts = [each for each in about if not each.is_by_count]
    if len(facts) != 1 or not first.mismatch.claimed <= {each.topic for each in about}:
        return
    (fact,) = facts
    led = {why[each.id] for each in counts if each.id in why}
    if led - {each.id for each in about if each.is_by_count}:
        return
    if led or any(each.mismatch.is_unsafe > fact.mismatch.is_unsafe for each in counts):
        why[fact.id] = first.id
    else:
        why.update((each.id, fact.id) for each in counts)


def _as_bad(mismatch: Mismatch, count: Mismatch | None, *, has_graver: bool) -> Mismatch:
    """The mismatch, as bad as the worst count folded under it, and as grave as what is folded under it."""
    if has_graver and not mismatch.is_grave:
        mismatch = replace(mismatch, has_graver=True, alone=replace(mismatch, under=""))
    if count is None:
        return mismatch
    leads = mismatch.leads or count.leads or (mismatch.check.first and _is_never_kept(count))
    if count.impact <= mismatch.impact and leads == mismatch.leads:
        return mismatch
    worse = count if count.impact > mismatch.impact else mismatch
    return replace(
        mismatch,
        severity=worse.severity,
        reach=worse.reach,
        reach_assumed=worse.reach_assumed,
        lost=worse.lost,
        of_coming=worse.of_coming,
        certainty=worse.certainty,
        evidence=worse.evidence,
        impact=worse.impact,
        leads=leads,
        alone=mismatch.alone or replace(mismatch, under=""),
    )


def _is_never_kept(count: Mismatch) -> bool:
    """Whether a promise isn't kept at all, and this is more than a guess. If a fact breaks the promise as well, that is
    proof enough without a count.
    """
    return count.verdict == "contradiction" and any(each.tag in NEVER_SO for each in count.statements)


def could_fold(found: Iterable[Mismatch]) -> list[list[Mismatch]]:
    """The mismatches in groups: any two that could fold under each other are in one group, whichever of them leads."""
    known = _known_causes()
    groups: list[list[_Cause]] = []
    before: list[_Cause] = []
    for cause in map(known.of, found):
        one = known.related(cause, is_one_with, _set_of(before))
        before.append(cause)
        same = [group for group in groups if one & _set_of(group)]
        groups = [group for group in groups if group not in same]
        groups.append([cause, *(each for group in same for each in group)])
    return [[cause.mismatch for cause in group] for group in groups]


# Relations between two mismatches. The first is the one whose place is looked for.


def is_one_with(one: _Cause, other: _Cause) -> bool:
    """Whether one of the two should be folded under the other."""
    return is_named_by(one, other) or has_cause_of(one, other) or has_cause_of(other, one)


def is_named_by(one: _Cause, other: _Cause) -> bool:
    """Whether one of the two names the other as its leader, in its check's `under` or as the reason for a count."""
    if one.id == other.why or other.id == one.why:
        return True
    check, leading = one.mismatch.check, other.mismatch.check
    if (check.id not in leading.under and leading.id not in check.under) or counts_another_fact(one, other):
        return False
    if are_apart(one.activities, other.activities):
        return False
    if are_apart(one.channels, other.channels) and not (one.promises or other.promises):
        return False
    if not are_across(one, other) or one.told & other.told:
        return True
    if are_apart(one.told, other.told):
        return False
    if not (one.facts and other.facts):
        return one.topic in other.aspect
    return not (one.is_count or other.is_count or are_apart(one.happenings, other.happenings))


def is_caused_by(one: _Cause, other: _Cause) -> bool:
    """Whether the other mismatch has the same cause as the first, and may lead it."""
    return has_cause_of(other, one)


def yields_to(one: _Cause, other: _Cause) -> bool:
    """Whether the other mismatch says more: such as what really happens, and not only that words differ."""
    if says_less_than(one, other) or names_the_part_of(one, other) or is_met_as_words_in(one, other):
        return True
    if is_the_season_of(one, other):
        return True
    if not one.is_copy and not (one.is_disagreement and other.topic == one.topic):
        return False
    if other.is_disagreement or other.is_copy or not other.facts or other.mismatch.verdict == "tension":
        return False
    return has_cause_of(other, one)


def is_explained_by(count: _Cause, other: _Cause) -> bool:
    """Whether the other mismatch says why a counted promise isn't kept."""
    return says_why(other, count) and not says_less_than(other, count)


def has_the_fact_of(one: _Cause, other: _Cause) -> bool:
    """Whether the other mismatch reports the same fact as the first, or contradicts the same claim. Neither counts how
    often a promise is kept.
    """
    if one.is_count or other.is_count or other.is_copy:
        return False
    return has_cause_of(one, other) or has_cause_of(other, one)


def _tells_both(count: _Cause, reason: _Cause, other: _Cause) -> bool:
    """Whether the account of what happens instead of the counted promise reports the facts of both mismatches, which
    are about one matter, or about this promise only.
    """
    if other.topic == reason.topic or reason.promises.isdisjoint(other.promises) or is_one_with(reason, other):
        return False
    if other.topic in reason.aspect or reason.topic in other.aspect:
        return all(len(each.told & count.instead) >= IN_ONE_SENTENCE for each in (reason, other))
    is_all_told = all(len(each.told & count.instead) >= max(ALIKE * len(each.told), 1) for each in (reason, other))
    return is_all_told and reason.promises == other.promises
