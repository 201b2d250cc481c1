"""One cause is one mismatch: which mismatches are shown below another one, because they rest on the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from trueup.content.model import CLAIMS
from trueup.engine.applicability import KEPT_QUESTION
from trueup.engine.model import Mismatch, Statement
from trueup.engine.quoted_words import SHORT, figure_runs_of, runs_of, words_of
from trueup.engine.ranking import order

FACTS = ("sell", "deliver")
"""Sides that say what is so: where two mismatches of one topic rest on one fact, that fact is their cause."""

ALIKE = 0.6
"""Two facts told in own words are one where the shorter shares this part of its words with the other, and at least
`IN_COMMON` of them (our choice)."""
IN_COMMON = 4

IN_ONE_SENTENCE = 3
"""So many words in common are enough where both facts contradict the same sentence (our choice)."""

OF_A_PART = 2
"""So many words of a missing part, if they are most of them, name what another mismatch is about (our choice)."""

ARRIVALS = frozenset({"speed", "dispatch", "punctual"})
"""Topics about when customers get it."""

ASPECTS = (ARRIVALS, frozenset({"who", "crowd"}))
"""Topics that ask the same of the last customers: when it came, and who they were."""

PLANNED = "change"
"""The topic of what the founder means to change."""

PRICE_LIST = "shown"
"""The topic of promises that name prices."""
DEARER = ("extras.", "partner.dearer")
"""Facts that say that some pay more than those prices."""

MOST_KNOWN = 1024
"""Mismatches that are remembered. Each of two remembers what it has to do with the other."""

_CLAIMS = ".claims"
_STEPS = ".steps"
_MEASURE = "measure:"
_CUSTOMERS = f"{_MEASURE}customer."
_RULE = "rule.set"
_COPIES = ("message.old", "message.spoken")
_PARTNER = "partner.promised"
_MISSING = ("exists.wish", "exists.soon")
_PRICES = frozenset({"price", "cost", "pay", "paid", "charg"})
"""How words about any price begin."""


class Causes:
    """What every mismatch looked at so far rests on. Trying many fixes compares the same mismatches again and again."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], _Cause] = {}

    def of(self, mismatch: Mismatch, why: str = "") -> _Cause:
        """What this very mismatch rests on; of a count, with the mismatch that says why."""
        cause = self._known.get((id(mismatch), why))
        if cause is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            # The cause holds the mismatch, so nothing else has its id.
            cause = self._known[id(mismatch), why] = _Cause(mismatch, why)
        return cause


_CAUSES = Causes()


def folded(found: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """The same mismatches in rank order, each marked with the one it is folded under, if any.

    Of several with one cause the most severe leads, then the best proven, then one about a claim. Copies of a
    promise, and two promises that merely disagree, lead only where nothing else shows that they are broken. What is
    folded counts nothing, because its cause is counted already, and makes its leader as bad as the worst of it.
    """
    every = _with_reasons([each.alone or each for each in found], _CAUSES)
    under: dict[str, str] = {}
    before: dict[_Cause, None] = {}
    all_of_them = dict.fromkeys(every)
    for cause in sorted(every, key=lambda each: (bool(each.yields_to(all_of_them)), *each.turn)):
        leader = cause.leader_among(before)
        under[cause.id] = (under[leader.id] or leader.id) if leader else ""
        before[cause] = None
    worst: dict[str, Mismatch] = {}
    needed: set[str] = set()
    for cause in every:
        over, mismatch = under[cause.id], cause.mismatch
        if any(each.side == "need" for each in mismatch.statements):
            needed |= {over, cause.id}
        if cause.is_count and mismatch.verdict == "contradiction":
            worst[over] = max(worst.get(over, mismatch), mismatch, key=lambda each: each.impact)
    marked = (_as_bad(replace(each.mismatch, under=under[each.id]), worst.get(each.id)) for each in every)
    return tuple(sorted(marked, key=lambda each: order(each, each.id in needed)))


def _with_reasons(found: Sequence[Mismatch], known: Causes) -> list[_Cause]:
    """What the mismatches rest on. A count, which says for how many a promise is kept, knows the one that says why."""
    causes = list(map(known.of, found))
    all_of_them = dict.fromkeys(causes)
    why: dict[str, str] = {}
    by_promise: dict[str, list[_Cause]] = {}
    for count in causes:
        if count.is_count:
            by_promise.setdefault(count.mismatch.promise, []).append(count)
    for counts in by_promise.values():
        of_all = ""
        for count in sorted(counts, key=lambda each: (not each.told, each.weight)):
            why_of = count.reasons(all_of_them)
            telling = [each for each in causes if each in why_of]
            telling = [each for each in telling if not each.yields_to(all_of_them)] or telling
            if telling:
                best = min(telling, key=lambda each: (*each.strange_to(count), each.weight))
                of_all = of_all or best.id
                why[count.id] = of_all
            elif of_all:
                why[count.id] = of_all
        _join_the_only_cause(counts, causes, why)
    return [known.of(each.mismatch, why.get(each.id, "")) for each in causes]


def _join_the_only_cause(counts: Sequence[_Cause], causes: Sequence[_Cause], why: dict[str, str]) -> None:
    """Fold the counts of a promise with the one fact that is known about it, if nothing else can be what they count:
    every topic the promise claims something about has a mismatch."""
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


def _as_bad(mismatch: Mismatch, count: Mismatch | None) -> Mismatch:
    """A mismatch that is as bad, and as sure, as the worst count folded under it."""
    if count is None or (count.impact <= mismatch.impact and count.leads <= mismatch.leads):
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
        leads=mismatch.leads or count.leads,
        alone=replace(mismatch, under=""),
    )


def could_fold(found: Iterable[Mismatch]) -> list[list[Mismatch]]:
    """The mismatches in groups: what could be folded under another one is in its group, whichever of them leads."""
    groups: list[list[_Cause]] = []
    for cause in map(_Cause, found):
        same = [group for group in groups if any(map(cause.is_one_with, group))]
        groups = [group for group in groups if group not in same]
        groups.append([cause, *(each for group in same for each in group)])
    return [[cause.mismatch for cause in group] for group in groups]


@dataclass(frozen=True, eq=False)
class _Cause:
    """What one mismatch rests on."""

    mismatch: Mismatch
    why: str = ""
    """Of a count: the mismatch that says why."""
    _known: dict[str, tuple[set[_Cause], set[_Cause]]] = field(default_factory=dict)
    """Question about two → those it was asked of, and those of which it is true."""

    @cached_property
    def id(self) -> str:
        return self.mismatch.id

    @cached_property
    def topic(self) -> str:
        return self.mismatch.check.topic

    @cached_property
    def keeps_to_its_topic(self) -> bool:
        """Whether a promise of its very topic is quoted: broken by the same fact, it is still a promise of its own."""
        return any(tag.partition(".")[0] == self.topic for tag in self.claimed)

    @property
    def weight(self) -> tuple[bool, bool, bool, int, float, bool, bool]:
        """What makes it lead, least first."""
        mismatch = self.mismatch
        tension = mismatch.verdict == "tension" or (self.is_count and mismatch.verdict == "unproven")
        claims = bool(self.claimed or self.echoed)
        first = not mismatch.is_unsafe, not mismatch.leads
        return *first, tension, -mismatch.severity, -mismatch.certainty, not claims, self.is_count

    @property
    def turn(self) -> tuple[bool, bool, tuple[object, ...]]:
        """When its leader is looked for: once every other is known that it could be folded under."""
        return self.is_copy, bool(self.why), self.weight

    @cached_property
    def is_disagreement(self) -> bool:
        """Whether only published words stand against each other."""
        return all(term.side == "say" for term in self.mismatch.check.between)

    @cached_property
    def is_count(self) -> bool:
        """Whether it says of one promise that it isn't kept, and not why."""
        return bool(self.mismatch.promise)

    def _true_of(self, others: Mapping[_Cause, None], holds: Callable[[_Cause], bool]) -> set[_Cause]:
        """Those of which something is true. Hundreds are compared with each other for every fix that is tried, and
        most of them were before."""
        known, true = self._known.setdefault(holds.__name__, (set(), set()))
        if new := others.keys() - known:
            known |= new
            true |= {other for other in new if holds(other)}
        return true & others.keys()

    def yields_to(self, others: Mapping[_Cause, None]) -> set[_Cause]:
        """Those that say what really happens to the words this one is about."""
        return self._true_of(others, self._yields_to)

    def _yields_to(self, other: _Cause) -> bool:
        if self.says_less_than(other) or self._names_the_part_of(other):
            return True
        if not self.is_copy and not (self.is_disagreement and other.topic == self.topic):
            return False
        if other.is_disagreement or other.is_copy or not other.facts or other.mismatch.verdict == "tension":
            return False
        return other.has_cause_of(self)

    def says_less_than(self, count: _Cause) -> bool:
        """Whether it only sets a promise against another one, or against some steps, and the count tells of it; or
        holds against another promise what the count tells of one that claims nothing else."""
        if self.counts_customers and self._awaits(count):
            return True
        if not count.is_count or self.is_count:
            return False
        if count.mismatch.promise not in self.promises:
            return self.counts_customers and count.mismatch.claimed == {self.topic}
        if count.is_by_count and count.mismatch.verdict == "contradiction":
            if self.is_of_some_channels and count.mismatch.claimed <= self.aspect - {self.topic}:
                return True
            if self.mismatch.verdict == "unproven" and (
                count.mismatch.claimed <= self.aspect or self.told & count.told
            ):
                return True
        if self.mismatch.verdict == "tension" and count.mismatch.verdict == "contradiction" and self.told & count.told:
            return True
        return self.is_disagreement or (self.is_by_steps and bool(count.told))

    def _awaits(self, count: _Cause) -> bool:
        """Whether customers need what a count tells of in time, of a promise that says only when it comes."""
        if self.promises or self.topic not in ARRIVALS or not count.promises or count.is_disagreement:
            return False
        about = count.mismatch.claimed if count.is_count else {count.topic}
        return bool(about) and about <= ARRIVALS and (not count.groups or bool(self.groups & count.groups))

    def leader_among(self, before: Mapping[_Cause, None]) -> _Cause | None:
        """The one it is folded under. A copy goes where most of its words are; where none are, it is another one."""
        named, alike = self._true_of(before, self.is_named_by), self._true_of(before, self.is_caused_by)
        if not named and not alike:
            return None
        leaders = [*(each for each in before if each in named), *(each for each in before if each in alike - named)]
        if not self.is_copy:
            return leaders[0]
        nearest = max(leaders, key=lambda other: len(other.words & self.words))
        return nearest if nearest.words & self.words or not self.words else None

    def is_named_by(self, other: _Cause) -> bool:
        """Whether the file of one folds it under the other."""
        if self.id == other.why or other.id == self.why:
            return True
        one, two = self.mismatch.check, other.mismatch.check
        if (one.id not in two.under and two.id not in one.under) or self._counts_another_fact(other):
            return False
        if self.activities and other.activities and self.activities.isdisjoint(other.activities):
            return False
        if self.channels and other.channels and self.channels.isdisjoint(other.channels):
            return False
        if not self._is_across(other):
            return True
        if not self.told.isdisjoint(other.told):
            return True
        apart = self.facts and other.facts and self.facts.isdisjoint(other.facts)
        return not (self.is_count or other.is_count or apart)

    def reasons(self, others: Mapping[_Cause, None]) -> set[_Cause]:
        """Those that say why this count is as it is."""
        return self._true_of(others, self._is_explained_by)

    def _is_explained_by(self, other: _Cause) -> bool:
        return other.says_why(self) and not other.says_less_than(self)

    def says_why(self, count: _Cause) -> bool:
        """Whether it tells of the very promise what its count tells, and more of it.

        Both were told in own words, so they share some; what was only picked, or counted of the same customers, can
        be taken for the same.
        """
        if not count.is_count or self.is_count or self.is_copy or not self.facts:
            return False
        if self.mismatch.verdict != "contradiction" and self.mismatch.verdict != count.mismatch.verdict:
            return False
        if self.is_of_a_partner:
            return self._is_what_a_partner_says(count)
        if count.mismatch.promise not in self.promises:
            return self._costs_more_than(count)
        if self.counts_customers:
            return any(each.side == "deliver" for each in count.mismatch.statements)
        if count.is_by_count and count.mismatch.claimed and count.mismatch.claimed <= self.aspect:
            return True
        return not self.told or not count.told or bool(self.told & count.told)

    def _costs_more_than(self, count: _Cause) -> bool:
        """Whether it says that some pay more, and the count is of a list of prices that is about the same."""
        if PRICE_LIST not in count.mismatch.claimed or not any(str(tag).startswith(DEARER) for _, _, tag in self.facts):
            return False
        return bool(self.promises) and bool((self.words & count.words) - _PRICES)

    def strange_to(self, count: _Cause) -> tuple[bool, int]:
        """How little its facts have in common with a count, least first; figures weigh more than words."""
        return self.counted.isdisjoint(count.counted), -len(self.told & count.told)

    def could_say_why(self, count: _Cause) -> bool:
        """Whether it is about the very promise, and tells nothing else of another one."""
        if self.is_count or self.is_copy or not self.facts or self.mismatch.verdict != "contradiction":
            return False
        return count.mismatch.promise in self.promises and not self._counts_another_fact(count)

    @cached_property
    def is_by_count(self) -> bool:
        """Whether its facts are how often a promise was kept, and nothing that says why."""
        return bool(self.facts) and all(source == KEPT_QUESTION for source, _, _ in self.facts)

    @cached_property
    def is_of_a_partner(self) -> bool:
        """Whether it says that a partner promises more than customers get."""
        return any(each.tag == _PARTNER for each in self.mismatch.statements)

    def _is_what_a_partner_says(self, other: _Cause) -> bool:
        """Whether another one is about a promise that a partner made."""
        by = {each.heard for each in other.mismatch.statements if each.subject and each.subject.kind == "promise"}
        if other.is_of_a_partner or by != {"partner"}:
            return False
        places = {each.subject for each in self.mismatch.statements if each.tag == _PARTNER}
        return len(places) == 1 or not self.words.isdisjoint(other.words)

    def is_one_with(self, other: _Cause) -> bool:
        """Whether one of two is to be folded under the other."""
        return self.is_named_by(other) or self.has_cause_of(other) or other.has_cause_of(self)

    def is_caused_by(self, other: _Cause) -> bool:
        """Whether the other one has its cause."""
        return other.has_cause_of(self)

    def has_cause_of(self, other: _Cause) -> bool:
        """Whether both have one cause: the same claim or fact, the same sentence with the same remedy, or all of it."""
        if other.said <= self.said:
            return True
        if self._counts_another_fact(other):
            return False
        if not self.claims.isdisjoint(other.claims):
            return True
        if other.says_less_than(self):
            return True
        if self.is_of_a_partner != other.is_of_a_partner:
            partner, rest = (self, other) if self.is_of_a_partner else (other, self)
            if partner._is_what_a_partner_says(rest):
                return True
        if not self.goals.isdisjoint(other.goals) and not self.new_goals.isdisjoint(other.new_goals):
            return True
        if self.is_count == other.is_count and self._tells_the_same(other):
            return True
        if self.is_of_the_rule(other):
            return True
        if self.facts & other.facts and not self._is_across(other) and self._holds_the_same(other):
            return True
        if self.claimed & other.echoed or self.echoed & other.claimed:
            return True
        if self._names_the_part_of(other) or other._names_the_part_of(self):
            return True
        if not self.promises.isdisjoint(other.promises):
            if len(self.told & other.told) >= IN_ONE_SENTENCE and self.is_count == other.is_count:
                return True
            if self.topic != other.topic:
                return not self.moves.isdisjoint(other.moves)
            return not self._is_of_another_sentence(other)
        if self.topic == other.topic and not self.answers.isdisjoint(other.answers):
            return not (self.promises and other.keeps_to_its_topic)
        return other.is_copy != self.is_copy and self._repeats(other)

    def _holds_the_same(self, other: _Cause) -> bool:
        if self.facts == other.facts or not self.promises.isdisjoint(other.promises):
            return True
        return not self.goals.isdisjoint(other.goals) and not self.activities.isdisjoint(other.activities)

    @cached_property
    def said(self) -> frozenset[tuple[object, ...]]:
        return frozenset(map(_said, self.mismatch.statements))

    @cached_property
    def claims(self) -> frozenset[tuple[object, ...]]:
        """What is claimed, promise by promise, and by an activity or a channel."""
        return frozenset((each.tag, each.subject) for each in self.mismatch.statements if each.source.endswith(_CLAIMS))

    @cached_property
    def claimed(self) -> frozenset[str]:
        """What is claimed, whichever promise says it."""
        return frozenset(each.tag for each in self.mismatch.statements if each.source == CLAIMS)

    @cached_property
    def aspect(self) -> frozenset[str]:
        """Its topic, and those about the same side of the business."""
        return next((each for each in ASPECTS if self.topic in each), frozenset({self.topic}))

    @cached_property
    def echoed(self) -> frozenset[str]:
        """What an activity or a channel claims again."""
        return frozenset(
            each.tag for each in self.mismatch.statements if each.source.endswith(_CLAIMS) and each.source != CLAIMS
        )

    @cached_property
    def promises(self) -> frozenset[str]:
        """The promises quoted."""
        return self.mismatch.promises

    @cached_property
    def activities(self) -> frozenset[str]:
        """The activities quoted."""
        return frozenset(
            each.subject.row for each in self.mismatch.statements if each.subject and each.subject.kind == "activity"
        )

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups it is about, as far as they are named."""
        return frozenset().union(*(each.groups for each in self.mismatch.statements))

    @cached_property
    def channels(self) -> frozenset[str]:
        """The channels quoted, and those of the activities quoted."""
        quoted = (each.subject for each in self.mismatch.statements)
        own = frozenset(each.row for each in quoted if each and each.kind == "channel")
        return own | {each.channel for each in self.mismatch.statements if each.channel}

    @cached_property
    def facts(self) -> frozenset[tuple[object, ...]]:
        return frozenset((each.source, each.subject, each.tag) for each in self._held_against)

    @cached_property
    def _held_against(self) -> tuple[Statement, ...]:
        """What is held against words or aims: what is sold or delivered, or a plan to change it."""
        return tuple(each for each in self.mismatch.statements if each.side in FACTS or each.topic == PLANNED)

    @cached_property
    def answers(self) -> frozenset[tuple[object, ...]]:
        """The answers that the facts come from: one answer can take several positions."""
        told = (each for each in self.mismatch.statements if each.side in FACTS)
        return frozenset((each.source, each.subject, each.topic, each.quote) for each in told)

    @cached_property
    def moves(self) -> frozenset[tuple[str, str]]:
        """What its fixes would set."""
        return frozenset((fix.move, fix.to) for fix in self.mismatch.check.fixes if fix.move and fix.to)

    @property
    def new_goals(self) -> frozenset[tuple[str, str]]:
        """What the goal would be instead, by its fixes."""
        return frozenset(move for move in self.moves if move[0] == "believe")

    @cached_property
    def goals(self) -> frozenset[tuple[object, ...]]:
        """What the founder aims for."""
        return frozenset((each.source, each.subject) for each in self.mismatch.statements if each.side == "believe")

    @cached_property
    def told(self) -> frozenset[str]:
        """The words in which the facts were told, as far as they are the founder's own."""
        return words_of(each for each in self._held_against if _is_own(each))

    @cached_property
    def sets_rule(self) -> bool:
        """Whether it is about a rule of the founder's own."""
        return any(each.tag == _RULE for each in self.mismatch.statements)

    @cached_property
    def vowed(self) -> frozenset[str]:
        """The words of what was set: the founder's own rule, or what customers read."""
        return words_of(each for each in self.mismatch.statements if each.tag == _RULE or each.side == "say")

    @cached_property
    def words(self) -> frozenset[str]:
        """All that is quoted in somebody's own words."""
        return words_of(each for each in self.mismatch.statements if _is_own(each))

    @cached_property
    def counted(self) -> frozenset[tuple[str, ...]]:
        """Every few words in a row of the facts, in the founder's own words, that name a figure and what it is of."""
        said = (each for each in self.mismatch.statements if each.side in FACTS and _is_own(each))
        quotes = {each.quote for each in said if not each.source.startswith(_MEASURE)}
        return frozenset(run for quote in quotes for run in figure_runs_of(quote))

    @cached_property
    def counts_customers(self) -> bool:
        """Whether it rests on a count of the last customers."""
        return any(str(source).startswith(_CUSTOMERS) for source, _, _ in self.facts)

    @cached_property
    def is_of_some_channels(self) -> bool:
        """Whether it tells only of some channels."""
        facts = self._held_against
        return bool(facts) and all(each.subject and each.subject.kind == "channel" for each in facts)

    @cached_property
    def is_by_steps(self) -> bool:
        """Whether nothing but the steps of a channel speaks for it."""
        return bool(self.facts) and all(str(source).endswith(_STEPS) for source, _, _ in self.facts)

    def _is_of_another_sentence(self, other: _Cause) -> bool:
        """Whether two of one topic share a sentence and nothing else: each claims something else, of which something
        else is so, and one of them says it in a sentence of its own too."""
        if self.is_disagreement or other.is_disagreement or self.is_count or other.is_count:
            return False
        if self.claimed & other.claimed or {each[0] for each in self.facts} & {each[0] for each in other.facts}:
            return False
        return self.promises != other.promises and self.told.isdisjoint(other.told)

    def _names_the_part_of(self, other: _Cause) -> bool:
        """Whether it says that a part is missing, and the other one is about that very part."""
        part = self._missing
        if not part or other.topic == self.topic:
            return False
        shared = len(part & other.stems)
        return shared >= OF_A_PART and shared >= ALIKE * len(part)

    @cached_property
    def stems(self) -> frozenset[str]:
        """How all that is quoted begins, word by word."""
        return frozenset(word[:SHORT] for word in self.words)

    @cached_property
    def _missing(self) -> frozenset[str]:
        """How the words for a part begin that isn't there yet."""
        words = words_of(each for each in self.mismatch.statements if each.tag in _MISSING and _is_own(each))
        return frozenset(word[:SHORT] for word in words)

    def _tells_the_same(self, other: _Cause) -> bool:
        """Whether the facts of both are told in the same words, at two places."""
        if self.facts & other.facts:
            return False
        shared = len(self.told & other.told)
        if shared >= IN_COMMON and shared >= ALIKE * min(len(self.told), len(other.told)):
            return True
        return not self._is_across(other) and not self.counted.isdisjoint(other.counted)

    def _counts_another_fact(self, other: _Cause) -> bool:
        """Whether one counts a promise, and the other tells something else, of other promises too."""
        if self.is_by_count == other.is_by_count:
            return False
        count, rest = (self, other) if self.is_by_count else (other, self)
        if not count.promises < rest.promises:
            return False
        return bool(count.told and rest.told) and count.told.isdisjoint(rest.told)

    def _is_across(self, other: _Cause) -> bool:
        """Whether each quotes a promise, and not one of them is the same."""
        return bool(self.promises and other.promises) and self.promises.isdisjoint(other.promises)

    def is_of_the_rule(self, other: _Cause) -> bool:
        """Whether one is about the founder's own rule, and the other about words that set the same for customers: what
        was set has a word in common, and what happened too."""
        if self.sets_rule == other.sets_rule or not self.vowed or not other.vowed:
            return False
        set_alike, told_alike = self.vowed & other.vowed, self.told & other.told
        return bool(set_alike and told_alike) and len(set_alike | told_alike) > 1

    @cached_property
    def is_copy(self) -> bool:
        """Whether it is about words that are still out there, or are said aloud, whatever they are."""
        return any(each.tag in _COPIES for each in self.mismatch.statements)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every few words in a row that are quoted, where some of them carry meaning."""
        return frozenset().union(*(runs_of(quote) for quote in {each.quote for each in self.mismatch.statements}))

    def _repeats(self, other: _Cause) -> bool:
        return not self.runs.isdisjoint(other.runs)


def _is_own(statement: Statement) -> bool:
    """Whether its words are somebody's own, and not picked or counted."""
    return not (statement.is_label or statement.source.endswith(_STEPS) or statement.source.startswith(_CUSTOMERS))


def _said(statement: Statement) -> tuple[object, ...]:
    """What was said, by whom: a promise says each of its claims, any other source what is quoted of it."""
    words = statement.tag if statement.source == CLAIMS else statement.quote
    return statement.source, statement.subject, words
