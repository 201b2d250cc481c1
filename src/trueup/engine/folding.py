"""Fold mismatches that have the same cause: one of them leads, and the others are listed under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count as numbers
from operator import or_
from typing import Any, NamedTuple

from trueup.engine.causes import ARRIVALS, CLOCKS, HAPPENINGS, PARTNER_PROMISED, Cause
from trueup.engine.model import Mismatch
from trueup.engine.ranking import NEVER_SO, order

ALIKE = 0.6
"""Two facts in the founder's own words count as one if they have at least `IN_COMMON` words in common, and these are at
least this share of the shorter fact's words (our choice)."""
IN_COMMON = 4

IN_ONE_SENTENCE = 3
"""This many words in common are enough if both facts contradict the same sentence (our choice)."""

OF_A_PART = 2
"""A mismatch is about a missing part if it shares at least this many words with the part's name, and at least the share
`ALIKE` of them (our choice)."""

OF_A_RULE = 2
"""A rule and a promise count as one if they share this many words: at least one in the rule and one in what happened
(our choice)."""

HARDLY_ANYONE = frozenset({"kept.none", "kept.one"})
"""Positions saying that hardly anyone got what a promise says."""

PRICE_LIST = "shown"
"""The topic of promises that name prices."""
DEARER = ("extras.", "partner.dearer")
"""Beginnings of the positions saying that some customers pay more than the prices named."""
_PRICES = frozenset({"price", "cost", "pay", "paid", "charg"})
"""The stems of words for any price. Mismatches that share only these needn't be about the same price."""

MOST_KNOWN = 1024
"""When a cache holds this many causes, it is replaced."""


class Causes:
    """A cache with the cause of each mismatch seen so far: trying many fixes compares the same mismatches repeatedly.

    Each cause has its own bit, and sets of causes are bitmasks. If causes referred to each other directly, each would
    keep all the others in memory.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], _Cause] = {}
        self._numbers = numbers()
        self.by_bit: dict[int, _Cause] = {}
        """Bit → the cause it stands for."""

    @property
    def is_full(self) -> bool:
        """Whether the cache has reached its limit and should be replaced."""
        return len(self.by_bit) >= MOST_KNOWN

    def of(self, mismatch: Mismatch, why: str = "") -> _Cause:
        """The cause of this mismatch, which is recognised by identity. For a count of a promise, `why` is the id of the
        mismatch that says why the promise isn't kept.
        """
        cause = self._known.get((id(mismatch), why))
        if cause is None:
            bit = 1 << next(self._numbers)
            # The cause keeps the mismatch alive, so no other object gets its id.
            cause = self.by_bit[bit] = self._known[id(mismatch), why] = _Cause(mismatch, why, bit)
        return cause

    def among(self, causes: Iterable[_Cause]) -> _Among:
        """Some of these causes, as a set."""
        return _Among(_bits_of(causes), self.by_bit)


class _Among(NamedTuple):
    """A set of causes: the bits of its members, and what each bit stands for."""

    bits: int
    by_bit: Mapping[int, _Cause]


def _bits_of(causes: Iterable[_Cause]) -> int:
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
    all_of_them = known.among(every)
    for cause in sorted(every, key=lambda each: (bool(each.yields_to(all_of_them)), *each.turn)):
        leader = cause.leader_among(before, known)
        under[cause.id] = (under[leader.id] or leader.id) if leader else ""
        before.append(cause)
    deposed = _lead_by_name(every, under, all_of_them)
    worst: dict[str, Mismatch] = {}
    needed: set[str] = set()
    for cause in every:
        over, mismatch = under[cause.id], cause.mismatch
        if any(each.side == "need" for each in mismatch.statements):
            needed |= {over, cause.id}
        is_of_the_leader = cause.is_count or cause.id in deposed or cause.is_met_as_words(all_of_them)
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


def _lead_by_name(every: Sequence[_Cause], under: dict[str, str], all_of_them: _Among) -> set[str]:
    """Swap a mismatch with its leader if the leader's check names it in `under`, and it is as severe and as proven. The
    check's author has decided that the two have one cause, and which of them says more. Returns the ids of the former
    leaders.
    """
    deposed: set[str] = set()
    for cause in every:
        leader = next((each for each in every if each.id == under[cause.id]), None)
        if leader is None or cause.is_count or cause.is_copy or cause.is_disagreement or not cause.is_as_bad_as(leader):
            continue
        if cause.yields_to(all_of_them):
            continue
        if cause.mismatch.check.id in leader.mismatch.check.under:
            deposed.add(leader.id)
            under.update((id, cause.id) for id, over in under.items() if over == leader.id)
            under[leader.id], under[cause.id] = cause.id, ""
    return deposed


def _with_reasons(found: Sequence[Mismatch], known: Causes) -> list[_Cause]:
    """The causes of the mismatches, in the same order. A count, which says only how often a promise is kept, is linked
    to the mismatch that says why it isn't.
    """
    causes = list(map(known.of, found))
    all_of_them = known.among(causes)
    why: dict[str, str] = {}
    by_promise: dict[str, list[_Cause]] = {}
    for count in causes:
        if count.is_count:
            by_promise.setdefault(count.mismatch.promise, []).append(count)
    for counts in by_promise.values():
        of_all = ""
        for count in sorted(counts, key=lambda each: (not each.told, each.weight)):
            why_of = count.reasons(all_of_them)
            telling = [each for each in causes if each.bit & why_of]
            telling = [each for each in telling if not each.yields_to(all_of_them)] or telling
            if telling:
                best = min(telling, key=lambda each: (*each.distance_from(count), each.weight))
                gravest = min(telling, key=lambda each: each.weight)
                why.update((each.id, gravest.id) for each in telling if count.tells_both(gravest, each))
                if not of_all and count.says_more_than(best):
                    of_all = count.id
                    alike = best.bit | best.has_the_fact_of(all_of_them)
                    below = (each for each in causes if each.bit & alike or count.covers(each))
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
            twins = (each for each in causes if each.is_count and each.id in why and each.tells_of_the_same(count))
            why.update((count.id, why[each.id]) for each in twins)
    return [known.of(each.mismatch, why.get(each.id, "")) for each in causes]


def _join_the_only_cause(counts: Sequence[_Cause], causes: Sequence[_Cause], why: dict[str, str]) -> None:
    """Join a promise's counts with the mismatch that reports a fact about that promise, if there is only one. Every
    topic of the promise's claims must have a mismatch: then the counts must be about one of these. The counts go under
    that mismatch, unless they have a reason already or are more unsafe: then it goes under the first count.
    """
    first = counts[0]
    about = [each for each in causes if each.could_say_why(first)]
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
    """Return the mismatch with the figures of the worst count folded under it, where that count is worse, and as grave
    as what is folded under it.
    """
    if has_graver and not mismatch.is_grave:
        mismatch = replace(mismatch, has_graver=True, alone=replace(mismatch, under=""))
    if count is None:
        return mismatch
    leads = mismatch.leads or count.leads or (mismatch.check.first and _is_never_kept(count))
    if count.impact <= mismatch.impact and leads == mismatch.leads:
        return mismatch
    worse = mismatch.impact < count.impact
    return replace(
        mismatch,
        severity=count.severity if worse else mismatch.severity,
        reach=count.reach if worse else mismatch.reach,
        reach_assumed=count.reach_assumed if worse else mismatch.reach_assumed,
        lost=count.lost if worse else mismatch.lost,
        of_coming=count.of_coming if worse else mismatch.of_coming,
        certainty=count.certainty if worse else mismatch.certainty,
        evidence=count.evidence if worse else mismatch.evidence,
        impact=count.impact if worse else mismatch.impact,
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
        one = cause.same_as(known.among(before))
        before.append(cause)
        same = [group for group in groups if one & _bits_of(group)]
        groups = [group for group in groups if group not in same]
        groups.append([cause, *(each for group in same for each in group)])
    return [[cause.mismatch for cause in group] for group in groups]


@dataclass(frozen=True, eq=False)
class _Cause(Cause):
    """What one mismatch rests on, and how it relates to others."""

    why: str = ""
    """For a count: the id of the mismatch that says why the promise isn't kept."""
    bit: int = 1
    """What stands for this cause in a set of causes."""
    _known: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The name of a comparison → the mismatches already compared with this one, and those for which it is true."""

    @property
    def weight(self) -> tuple[bool, bool, bool, bool, int, float, bool, bool]:
        """The sort key of mismatches with one cause: the smallest leads."""
        mismatch = self.mismatch
        tension = mismatch.verdict == "tension" or (self.is_count and mismatch.verdict == "unproven")
        claims = bool(self.claimed or self.echoed)
        first = not mismatch.is_unsafe, not mismatch.is_grave, not mismatch.leads
        return *first, tension, -mismatch.severity, -mismatch.certainty, not claims, self.is_count

    @property
    def turn(self) -> tuple[bool, bool, tuple[object, ...]]:
        """The sort key of the order in which `folded` looks for leaders: each mismatch comes after all those it could
        be folded under.
        """
        return self.is_copy, bool(self.why), self.weight

    def leader_among(self, before: Sequence[_Cause], known: Causes) -> _Cause | None:
        """The mismatch under which this one is folded, or None. A copy goes under the mismatch that shares most of its
        words; if none shares any, it stays separate.
        """
        among = known.among(before)
        named, alike = self._true_of(among, self.is_named_by), self._true_of(among, self.is_caused_by)
        if not named and not alike:
            return None
        alike &= ~named
        leaders = [each for bits in (named, alike) for each in before if each.bit & bits]
        if not self.is_copy:
            return leaders[0]
        nearest = max(leaders, key=lambda other: len(other.words & self.words))
        return nearest if nearest.words & self.words or not self.words else None

    def yields_to(self, others: _Among) -> int:
        """The mismatches this one yields to, because they say more. For example, a mismatch that only sets words
        against each other yields to a mismatch about what really happens.
        """
        return self._true_of(others, self._yields_to)

    def is_met_as_words(self, others: _Among) -> int:
        """The mismatches that quote a promise broken by this one's fact, while this one quotes none."""
        return self._true_of(others, self._is_met_as_words_in)

    def reasons(self, others: _Among) -> int:
        """For a count of a promise, the mismatches that say why the promise isn't kept."""
        return self._true_of(others, self._is_explained_by)

    def has_the_fact_of(self, others: _Among) -> int:
        """The mismatches that report the same fact as this one, or contradict the same claim. None of them counts how
        often a promise is kept.
        """
        return self._true_of(others, self._has_the_fact_of)

    def same_as(self, others: _Among) -> int:
        """The mismatches to fold with this one, in either direction."""
        return self._true_of(others, self.is_one_with)

    def _true_of(self, others: _Among, holds: Callable[[_Cause], bool]) -> int:
        """The bits of the mismatches for which `holds` is true. Results are cached, because each tried fix compares
        hundreds of pairs, most of which have been compared before.
        """
        known, true = self._known.get(holds.__name__, (0, 0))
        if new := others.bits & ~known:
            left = new
            while left:
                bit = left & -left
                left ^= bit
                if holds(others.by_bit[bit]):
                    true |= bit
            # assigned together, because another thread may read them
            self._known[holds.__name__] = known | new, true
        return true & others.bits

    # Whether two mismatches have one cause.

    def is_one_with(self, other: _Cause) -> bool:
        """Whether one of the two should be folded under the other."""
        return self.is_named_by(other) or self.has_cause_of(other) or other.has_cause_of(self)

    def is_named_by(self, other: _Cause) -> bool:
        """Whether one of the two names the other as its leader, in its check's `under` or as the reason for a count."""
        if self.id == other.why or other.id == self.why:
            return True
        one, two = self.mismatch.check, other.mismatch.check
        if (one.id not in two.under and two.id not in one.under) or self._counts_another_fact(other):
            return False
        if _are_apart(self.activities, other.activities):
            return False
        if _are_apart(self.channels, other.channels) and not (self.promises or other.promises):
            return False
        if not self._is_across(other) or self.told & other.told:
            return True
        return not (self.is_count or other.is_count or _are_apart(self.happenings, other.happenings))

    def is_caused_by(self, other: _Cause) -> bool:
        """Whether the other mismatch has the same cause as this one, as judged by the other's `has_cause_of`."""
        return other.has_cause_of(self)

    def has_cause_of(self, other: _Cause) -> bool:
        """Whether both have one cause: this one contains everything the other says, or they share a claim, a fact or a
        sentence.
        """
        if other.said <= self.said or self._counts_the_same_line(other):
            return True
        if self._counts_another_fact(other) or self._is_another_matter(other):
            return False
        return bool(
            self.claims & other.claims
            or self.claimed & other.echoed
            or self.echoed & other.claimed
            or (self.goals & other.goals and self.new_goals & other.new_goals)
            or other.says_less_than(self)
            or self._shares_a_fact_with(other)
            or self._shares_a_sentence_with(other)
            or self._is_what_a_partner_says(other)
            or other._is_what_a_partner_says(self)
            or self._is_of_the_rule(other)
            or self._names_the_part_of(other)
            or other._names_the_part_of(self)
            or other._is_met_as_words_in(self)
            or other._is_the_season_of(self)
            or (self.is_copy != other.is_copy and self.runs & other.runs and self._has_no_other_link_to(other))
        )

    def _counts_the_same_line(self, other: _Cause) -> bool:
        """Whether both say that one sentence isn't kept, published in two places."""
        if not self.is_count or not other.is_count or self.is_of_its_end != other.is_of_its_end:
            return False
        return self._is_across(other) and not self.lines.isdisjoint(other.lines)

    def _shares_a_fact_with(self, other: _Cause) -> bool:
        """Whether both compare one fact with the same words or the same aim, or report one fact in two places."""
        if self.is_count == other.is_count and self._tells_the_same(other):
            return True
        if self.facts & other.facts and not self._is_across(other):
            one_activity = bool(self.goals & other.goals and self.activities & other.activities)
            if self.facts == other.facts or self.promises & other.promises or one_activity:
                return True
        if self.promises & other.promises or self.topic != other.topic or self.answers.isdisjoint(other.answers):
            return False
        return not (self.promises and other.keeps_to_its_topic)

    def _tells_the_same(self, other: _Cause) -> bool:
        """Whether the facts of both are reported in the same words, in two places."""
        if self.facts & other.facts:
            return False
        if self.says_what_is_so and other.says_what_is_so and self._is_across(other):
            return self.tells_of_the_same(other)  # sharing a reason isn't enough: two promises are broken
        if self._is_told_as_in(other):
            return True
        return not self._is_across(other) and not self.counted.isdisjoint(other.counted)

    def tells_of_the_same(self, other: _Cause) -> bool:
        """Whether the same thing happens instead of both promises: one account contains all words of the other, or the
        promises claim something on one topic and the accounts share a long run of words.
        """
        if self.mismatch.claimed & other.mismatch.claimed and self.account & other.account:
            return True
        shorter, longer = sorted((self.instead, other.instead), key=len)
        return shorter <= longer and len(shorter) >= (1 if shorter == longer else IN_COMMON)

    def _shares_a_sentence_with(self, other: _Cause) -> bool:
        """Whether both contradict one sentence, in the same words or on the same matter."""
        if self.promises.isdisjoint(other.promises):
            return False
        if len(self.told & other.told) >= IN_ONE_SENTENCE and self.is_count == other.is_count:
            return True
        if self.covers(other) or other.covers(self):
            return True
        if self.topic != other.topic:
            one_aspect = other.topic in self.aspect or self.topic in other.aspect
            return one_aspect and self.is_proven == other.is_proven and bool(self.told & other.told)
        return not self._is_of_another_sentence(other)

    def _is_of_another_sentence(self, other: _Cause) -> bool:
        """Whether two mismatches that share a topic and a promise are otherwise unrelated: their claims differ, their
        facts come from different questions and share no words, and one of the two also quotes another promise.
        """
        if self.is_disagreement or other.is_disagreement or self.is_count or other.is_count:
            return False
        if self.claimed & other.claimed or {each[0] for each in self.facts} & {each[0] for each in other.facts}:
            return False
        return self.promises != other.promises and self.told.isdisjoint(other.told)

    def _is_another_matter(self, other: _Cause) -> bool:
        """Whether two mismatches rest on different answers, on a topic that covers several matters. They are folded
        only if a check names the other, because under the other's title no one would see what this one says.
        """
        if not self.mismatch.check.apart or self.topic != other.topic or not (self.facts and other.facts):
            return False
        if self.is_count or other.is_count or {each[0] for each in self.facts} & {each[0] for each in other.facts}:
            return False
        return self.told.isdisjoint(other.told)

    def _is_what_a_partner_says(self, other: _Cause) -> bool:
        """Whether the other mismatch is about a partner's promise that this one reports."""
        if not self.is_of_a_partner or other.is_of_a_partner or not other.is_said_by_a_partner:
            return False
        places = {each.subject for each in self.mismatch.statements if each.tag == PARTNER_PROMISED}
        return len(places) == 1 or not self.words.isdisjoint(other.words)

    def _is_of_the_rule(self, other: _Cause) -> bool:
        """Whether one mismatch is about the founder's own rule and the other about published words with the same rule.
        Their rules must share a word, and so must their facts.
        """
        if self.sets_rule == other.sets_rule:
            return False
        set_alike, told_alike = self.vowed & other.vowed, self.told & other.told
        return bool(set_alike and told_alike) and len(set_alike | told_alike) >= OF_A_RULE

    def _is_met_as_words_in(self, other: _Cause) -> bool:
        """Whether this mismatch compares a fact with what customers need or with the terms, and the same fact breaks a
        promise that the other quotes: customers have read the promise.
        """
        if not self.is_without_words or not other.promises or other.is_copy or other.is_disagreement:
            return False
        if self.mismatch.is_unsafe > other.mismatch.is_unsafe or not other.is_proven or not other.facts:
            return False
        if _are_apart(self.groups, other.groups):
            return False
        if self.topic not in other.mismatch.claimed | {other.topic}:
            one_happening = any(each in HAPPENINGS for each in self.happenings & other.happenings)
            return one_happening and not _are_apart(self.told, other.told)
        return bool(self.answers & other.answers) or self._is_told_as_in(other)

    def _is_the_season_of(self, other: _Cause) -> bool:
        """Whether this mismatch says that a promise slips in the busy season, and the other that its time is missed."""
        if not self.is_of_its_season or other.topic not in CLOCKS or other.is_disagreement or not other.is_proven:
            return False
        return not self.promises.isdisjoint(other.promises)

    def _is_told_as_in(self, other: _Cause) -> bool:
        """Whether the facts of both are reported in much the same words."""
        shared = len(self.told & other.told)
        return shared >= IN_COMMON and shared >= ALIKE * min(len(self.told), len(other.told))

    def _names_the_part_of(self, other: _Cause) -> bool:
        """Whether this mismatch says that a part is missing, and the other is about that very part."""
        if not self.missing or other.topic == self.topic:
            return False
        shared = len(self.missing & other.stems)
        return shared >= OF_A_PART and shared >= ALIKE * len(self.missing)

    def _has_no_other_link_to(self, other: _Cause) -> bool:
        """Whether the two have nothing else in common that could connect them, so that a shared run of words may
        decide.
        """
        if self.promises & other.promises:
            return False
        return self.topic != other.topic or self.answers.isdisjoint(other.answers)

    def _counts_another_fact(self, other: _Cause) -> bool:
        """Whether one of the two only counts how often a promise is kept, and the other reports a different fact: that
        the promise will end, or something that also concerns other promises.
        """
        if self.is_by_count == other.is_by_count:
            return False
        count, rest = (self, other) if self.is_by_count else (other, self)
        if rest.is_of_its_end:
            return count.is_proven and count.told.isdisjoint(rest.told)
        return count.promises < rest.promises and _are_apart(count.told, rest.told)

    def _is_across(self, other: _Cause) -> bool:
        """Whether each quotes a promise, and they have no promise in common."""
        return _are_apart(self.promises, other.promises)

    # Which of two mismatches says more.

    def _yields_to(self, other: _Cause) -> bool:
        if self.says_less_than(other) or self._names_the_part_of(other) or self._is_met_as_words_in(other):
            return True
        if self._is_the_season_of(other):
            return True
        if not self.is_copy and not (self.is_disagreement and other.topic == self.topic):
            return False
        if other.is_disagreement or other.is_copy or not other.facts or other.mismatch.verdict == "tension":
            return False
        return other.has_cause_of(self)

    def says_less_than(self, count: _Cause) -> bool:
        """Whether the count of a promise says more about the same thing than this mismatch does.

        It says more than a mismatch that only sets the promise against another one, or that rests on some steps, a few
        channels, a lack of proof, a guess or a tension. It also says more than a count of the last customers, if the
        promise claims nothing else.
        """
        if (self.counts_customers or self.is_of_late_orders) and self._awaits(count):
            return True
        if not count.is_count or self.is_count:
            return False
        claimed = count.mismatch.claimed
        if count.mismatch.promise not in self.promises:
            return self.counts_customers and claimed == {self.topic}
        if self.is_disagreement or (self.is_by_steps and count.told):
            return True
        if not count.is_proven:
            return False
        if self.is_lack_of_proof:
            return True
        if self.mismatch.verdict == "tension":
            only = count.is_by_count and not self.told and claimed <= self.aspect
            return only or not self.told.isdisjoint(count.told)
        if not count.is_by_count:
            return False
        if not self.is_proven and (claimed <= self.aspect or self.told & count.told):
            return True
        return self.is_of_some_channels and claimed <= self.aspect - {self.topic}

    def _awaits(self, late: _Cause) -> bool:
        """Whether both mismatches are about when something comes, this one without a promise and the other with a
        broken one.

        If the other is a count, its promise must be about nothing else. If the other names groups, this one must be
        about one of them.
        """
        is_about_it = self.topic in ARRIVALS or (self.is_of_late_orders and not _are_apart(self.told, late.told))
        if self.promises or not is_about_it or not late.promises or late.is_disagreement:
            return False
        about = late.mismatch.claimed if late.is_count else {late.topic}
        return bool(about) and about <= ARRIVALS and not (late.groups and self.groups.isdisjoint(late.groups))

    # Which mismatch says why a promise isn't kept.

    def _is_explained_by(self, other: _Cause) -> bool:
        return other.says_why(self) and not other.says_less_than(self)

    def says_why(self, count: _Cause) -> bool:
        """Whether this mismatch is about the same promise as the count, and also says why the promise isn't kept.

        If both were reported in the founder's own words, they must share some of these. They needn't if one of them has
        no such words, if this one counts the last customers, or if it is about the only topic on which the promise
        makes a claim.
        """
        if not count.is_count or self.is_count or self.is_copy or not self.facts:
            return False
        if not self.is_proven and self.mismatch.verdict != count.mismatch.verdict:
            return False
        if self.is_of_a_partner:
            return self._is_what_a_partner_says(count)
        if count.mismatch.promise not in self.promises:
            return self._costs_more_than(count)
        if self.counts_customers:
            return any(each.side == "deliver" for each in count.mismatch.statements)
        claimed = count.mismatch.claimed
        return (count.is_by_count and len(claimed) == 1 and claimed <= self.aspect) or not _are_apart(
            self.told, count.told
        )

    def says_more_than(self, reason: _Cause) -> bool:
        """Whether this count says more than the mismatch that could explain it: the count shows that hardly anyone got
        what was promised, and the other concerns only some people, or is a picked answer about one of several things
        promised.
        """
        if reason.mismatch.check.mild:
            return self.is_of_hardly_anyone and self.is_proven and not reason.mismatch.is_unsafe
        return self.covers(reason) and not self.mismatch.claimed <= reason.aspect

    def tells_both(self, reason: _Cause, other: _Cause) -> bool:
        """Whether the account of what happens instead of this promise reports the facts of both mismatches, which are
        about one matter.
        """
        if other.topic == reason.topic or not (other.topic in reason.aspect or reason.topic in other.aspect):
            return False
        if reason.promises.isdisjoint(other.promises) or reason.is_one_with(other):
            return False
        return all(len(each.told & self.instead) >= IN_ONE_SENTENCE for each in (reason, other))

    def _has_the_fact_of(self, other: _Cause) -> bool:
        if self.is_count or other.is_count or other.is_copy:
            return False
        return self.has_cause_of(other) or other.has_cause_of(self)

    def covers(self, other: _Cause) -> bool:
        """Whether this count says in the founder's words that hardly anyone got what a promise says, while the other
        mismatch only compares that promise with a picked answer.
        """
        if not self.is_count or not self.is_proven or not self.instead or other.is_count or other.told:
            return False
        if not other.facts or other.mismatch.leads or other.mismatch.is_unsafe:
            return False
        return self.is_of_hardly_anyone and other.promises == {self.mismatch.promise}

    @property
    def is_of_hardly_anyone(self) -> bool:
        """Whether it's a count that shows that hardly anyone got what was promised."""
        return any(each.tag in HARDLY_ANYONE for each in self.mismatch.statements)

    def is_as_bad_as(self, other: _Cause) -> bool:
        """Whether it's as proven as the other, and at least as severe."""
        return self.is_proven >= other.is_proven and self.mismatch.check.severity >= other.mismatch.check.severity

    def could_say_why(self, count: _Cause) -> bool:
        """Whether this mismatch may say why the counted promise isn't kept: it is proven, it is about that promise, and
        it doesn't report a separate fact.
        """
        if self.is_count or self.is_copy or not self.facts or not self.is_proven:
            return False
        return count.mismatch.promise in self.promises and not self._counts_another_fact(count)

    def _costs_more_than(self, count: _Cause) -> bool:
        """Whether this mismatch says that some customers pay more, and the count is about a price list on the same
        matter.
        """
        if PRICE_LIST not in count.mismatch.claimed or not any(tag.startswith(DEARER) for _, _, tag in self.facts):
            return False
        return bool(self.promises) and bool((self.words & count.words) - _PRICES)

    def distance_from(self, count: _Cause) -> tuple[bool, int]:
        """The sort key for mismatches that may explain a count, best first: those whose facts share a figure with the
        count, then those that share more words with it.
        """
        return self.counted.isdisjoint(count.counted), -len(self.told & count.told)


def _are_apart(one: frozenset[Any], two: frozenset[Any]) -> bool:
    """Whether neither set is empty, and they have nothing in common."""
    return bool(one and two) and one.isdisjoint(two)
