"""The fixes to do first: up to three that together end what matters most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from trueup.answers.model import UNDER_WAY, Audit, PlannedFix
from trueup.content.model import Content, Fix
from trueup.engine.applicability import GOALS
from trueup.engine.causes import CHANGE, FACTS, SOURCE, Cause
from trueup.engine.fixes import fix_of
from trueup.engine.model import Findings, Key, Mismatch, TriedFix
from trueup.engine.preview import only_tells
from trueup.engine.ranking import VOW
from trueup.engine.rewriting import (
    correction,
    is_fitting,
    rewrites_of,
    settles_its_sentence,
    sharing_a_promise,
    unlawful_to_publish,
    with_its_sentence,
)
from trueup.engine.slow_work import GoesOn, Remembered, while_wanted
from trueup.engine.telling import CONDITIONS, MONEY_BACK
from trueup.engine.trying import State, fixes_in, rank, state_of, try_fix

FIRST_FIXES = 3
"""How many fixes lead. With more at once, nothing gets done."""

SEVERE = 4
"""The lowest severity of a mismatch whose harm is ended before the words are changed (our choice)."""

UNSAYABLE = frozenset({"capacity"})
"""Topics about what no words can mend: they give no one more room."""

LEAST_WORTH = 0.3
"""The least impact of what a fix ends that isn't the only one to do first (our choice)."""

UNSEEN = frozenset({"contents", "data", "independence", "influence", "mailing", "marked", "placing", "reviews", "safe"})
"""Topics about what goes on harming people who can't see it. It ends first, even if its promise stays untrue in another
way. Where it's about money, new words come with the money back."""

NO_CHANGE = "change.none"
"""The position that nothing is planned to change."""

OWN_TIME = frozenset({"aim", "focus", "kpi", "plan"})
"""Topics about what the founder's own hours and numbers go to: no words of a page report that."""

CUT = frozenset({"plan.little", "plan.part"})
"""Positions of an activity after a fix that gives its hours to something else."""

_LEADING: Remembered[tuple[TriedFix, ...]] = Remembered(8)


def leading(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None) -> tuple[TriedFix, ...]:
    """Up to three fixes to do first, as a set: each is worked out with the earlier ones already applied, so no two of
    them exclude or repeat each other. Those that the founder has chosen and not done come first. The others follow the
    order of the list of mismatches, except that those without a fix that helps are passed over, and that a fix
    which gains nothing by itself can come after those that gain something.
    """
    return _LEADING.get((content, *audit.judged, findings), None, lambda: _leading(content, audit, findings, goes_on))


def knows_leading(content: Content, audit: Audit, findings: Findings) -> bool:
    """Whether the result of `leading` is already cached."""
    return _LEADING.has((content, *audit.judged, findings), None)


def _leading(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None) -> tuple[TriedFix, ...]:
    chosen: list[TriedFix] = []
    state = state_of(content, audit, findings)
    place = {leader.id: nth for nth, leader in enumerate(each for each in state.open if not each.under)}
    group = {each.id: each.under or each.id for each in state.open}
    before = _Done()
    plan = (each for each in audit.plan if each.status in UNDER_WAY)
    while len(chosen) < FIRST_FIXES and state.found:
        best = _planned(content, audit, findings, state, plan, goes_on)
        if best is None:
            tried = _tried(content, state, findings, place, goes_on)
            best = _Choice(state, tried, place, group, before, is_first=not chosen).best()
        if best is None:
            break
        chosen.append(replace(best.tried, gain=max(best.tried.gain, 0.0)))  # what was folded may count by itself
        before = before.and_then(best, state, group)
        state = state.with_fix(content, best.mismatch, best.fix)
    return tuple(chosen)


def _planned(
    content: Content, audit: Audit, findings: Findings, state: State, plan: Iterator[PlannedFix], goes_on: GoesOn | None
) -> _Candidate | None:
    """The next fix of the plan whose mismatch is still open; None if there is no more."""
    for planned in plan:
        mismatch = state.open_by_id.get(planned.check)
        fix = fix_of(content, audit, planned, findings) if mismatch else None
        if mismatch and fix:
            return _Candidate(try_fix(content, state, mismatch, fix, goes_on), mismatch)
    return None


class _Candidate(NamedTuple):
    """A fix that was tried, and the mismatch it's for."""

    tried: TriedFix
    mismatch: Mismatch
    is_correction: bool = False
    """Whether it rewrites an untrue promise with what happens instead."""

    @property
    def fix(self) -> Fix:
        """The fix itself."""
        return self.tried.fix

    @property
    def leader(self) -> str:
        """The mismatch itself, or the one that it's folded under."""
        return self.mismatch.under or self.mismatch.id

    @property
    def changes_practice(self) -> bool:
        """Whether it changes what is sold or done, and not only words, or whether customers are told."""
        return not self.fix.rewrite and self.fix.move in FACTS and not only_tells(self.fix)

    @property
    def takes_hours(self) -> bool:
        """Whether it gives hours to something that they don't go to now."""
        if self.fix.stop == "activity" or self.fix.to in CUT:
            return True
        return self.mismatch.check.topic == SOURCE and self.fix.move in FACTS and self.fix.to is None

    @property
    def gives_up_a_goal(self) -> bool:
        """Whether it puts something else in the place of a goal."""
        return self.fix.move == "believe" and any(where in GOALS for where, _ in self.tried.changes)

    @property
    def is_general(self) -> bool:
        """Whether it puts other words in the place of a promise, whatever that claims."""
        return (self.fix.whole or self.fix.replaces) and self.mismatch.check.broad

    def keeps_a_vow(self, state: State) -> bool:
        """Whether it cancels a plan that breaks a vow. New words would leave everyone who trusted the vow with less."""
        if self.fix.move != "believe" or self.fix.to not in (None, NO_CHANGE) or self.mismatch.check.topic != CHANGE:
            return False
        return VOW in _claims(state, self.mismatch.promises)

    @property
    def rewritten(self) -> frozenset[str]:
        """The promises whose words it changes."""
        if self.fix.rewrite:
            return frozenset({self.fix.rewrite})
        return self.mismatch.promises if self.fix.move == "say" else frozenset()


@dataclass(frozen=True)
class _Done:
    """What the fixes chosen so far do, so that none undoes another or makes its words untrue."""

    kept: frozenset[str] = frozenset()
    """Promises that a changed practice keeps: other words would drop them."""
    causes: frozenset[str] = frozenset()
    """Groups of mismatches whose cause a changed practice ends: what happened so far isn't what to write any more."""
    reported: frozenset[Key] = frozenset()
    """Facts that new words report: if the practice changed, the words would be untrue."""
    mends: bool = False
    """Whether they mend a promise."""
    pays_back: bool = False
    """Whether they mend a promise of money back."""
    took: tuple[frozenset[str], ...] = ()
    """The activities whose hours each fix gives to something else; empty if it names none."""

    def and_then(self, chosen: _Candidate, state: State, group: Mapping[str, str]) -> _Done:
        """What is done with one more fix, chosen in this state."""
        solved = [state.open_by_id[id] for id in chosen.tried.solves if id in state.open_by_id]
        promises = frozenset[str]().union(*(each.promises for each in solved))
        pays_back = self.pays_back or not MONEY_BACK.isdisjoint(_claims(state, promises))
        took = (*self.took, chosen.mismatch.rows_of("activity")) if chosen.takes_hours else self.took
        done = replace(self, mends=self.mends or bool(promises), pays_back=pays_back, took=took)
        if chosen.changes_practice:
            causes = {group[each.id] for each in solved if each.id in group}
            return replace(done, kept=self.kept | promises, causes=self.causes | causes)
        return replace(done, reported=self.reported | {each for each in _facts(solved) if _topic(each) not in OWN_TIME})

    def is_undone_by(self, each: _Candidate, state: State, group: Mapping[str, str]) -> bool:
        """Whether one more fix would undo one of these, make its words untrue, or do nothing that they don't do."""
        if (each.fix.alone and self.mends) or (each.takes_hours and self._took_already(each)):
            return True
        if self.pays_back and (claims := _claims(state, each.mismatch.promises)) and claims <= CONDITIONS:
            return True
        is_over = group.get(each.mismatch.id) in self.causes
        if each.changes_practice:
            is_known = is_over and each.mismatch.check.topic not in UNSEEN
            return is_known or not self.reported.isdisjoint(_facts([each.mismatch]))
        if each.fix.adds:
            return False
        says_what_happened = bool(each.fix.rewrite) or each.mismatch.check.broad
        return (is_over and says_what_happened) or not self.kept.isdisjoint(each.rewritten)

    def _took_already(self, each: _Candidate) -> bool:
        """Whether the hours that one more fix gives away are taken already. They may be if one names no activity."""
        activities = each.mismatch.rows_of("activity")
        return any(not took or not activities or took & activities for took in self.took)


def _topic(fact: Key) -> str:
    return fact[1].partition(".")[0]


def _claims(state: State, promises: Iterable[str]) -> set[str]:
    """What some promises claim."""
    rows = (state.audit.row("promise", each) for each in promises)
    return {tag for row in rows if row is not None for tag in row.many("claims")}


def _facts(found: Iterable[Mismatch]) -> frozenset[Key]:
    return frozenset(said.key for each in found for said in each.statements if said.side in FACTS)


def _tried(
    content: Content, state: State, findings: Findings, leaders: Iterable[str], goes_on: GoesOn | None
) -> list[_Candidate]:
    """Everything that can be done about what is open: the fixes of each mismatch, the rewriting of promises that no
    other fix settles or that several leading mismatches quote, and the correction of untrue promises.
    """

    def tried(fixes: Iterable[tuple[Mismatch, Fix]], *, are_corrections: bool = False) -> list[_Candidate]:
        return [
            _Candidate(try_fix(content, state, mismatch, fix, goes_on), mismatch, are_corrections)
            for mismatch, fix in while_wanted(fixes, goes_on)
        ]

    own = tried(fixes_in(content, state))
    settled = [each for each in own if each.tried.gain > 0]

    def is_settled(leader: str) -> bool:
        """Whether a fix settles a sentence. Words for any promise do it where only a count says that it isn't kept."""
        of_a_count = leader in state.open_by_id and bool(state.open_by_id[leader].promise)
        ended = (set(each.tried.solves) for each in settled if of_a_count or not each.is_general)
        return any(with_its_sentence(state, leader) <= solved for solved in ended)

    stuck = {each for each in leaders if not is_settled(each)}
    rewritten = tried(rewrites_of(content, state, findings, stuck | sharing_a_promise(state)))
    corrections = ((each, fix) for each in state.open if (fix := correction(content, state, each)))
    return own + rewritten + tried(corrections, are_corrections=True)


@dataclass(frozen=True)
class _Choice:
    """The choice of one fix to do first, in a business where those chosen before are already applied."""

    state: State
    tried: Sequence[_Candidate]
    place: Mapping[str, int]
    """The place in the list of each mismatch that led before any fix."""
    group: Mapping[str, str]
    """Mismatch → the one that it was folded under before any fix, or itself."""
    before: _Done
    """What the fixes chosen before do."""
    is_first: bool

    def best(self) -> _Candidate | None:
        """The best of the fixes that help and that no rule leaves out; None if nothing more helps."""
        left = self._helping()
        for rule in (
            self._without_rewritings_that_break_more,
            self._without_general_words,
            self._in_the_best_words,
            self._about_what_leads,
            self._without_side_effects,
        ):
            left = rule(left)
        best = min(left, key=self._rank, default=None)
        return best if best is None or self.is_first or self._ends_harm(best) or self._weighs(best) else None

    def _weighs(self, each: _Candidate) -> bool:
        """Whether what it ends weighs enough to be done first."""
        rest = max(each.tried.gain, 0.0)  # what was folded may count by itself
        return sum(self._worth.get(id, rest) for id in each.tried.solves) >= LEAST_WORTH

    # What helps --------------------------------------------------------------

    def _helping(self) -> list[_Candidate]:
        """The fixes that gain something and are enough alone, and three kinds that help without a gain."""
        gaining = [each for each in self._possible if each.tried.gain > 0 and each.tried.is_enough]
        return [*gaining, *self._settling_what_else(gaining), *self._settling_a_sentence(), *self._ending_harm()]

    def _settling_what_else(self, gaining: Sequence[_Candidate]) -> list[_Candidate]:
        """The fixes without a gain that end a leading mismatch which no gaining fix ends. They gain nothing if a folded
        mismatch of the same impact takes the place of its leader, and less if several do, each by itself. Without them,
        nothing would be done about any of these. They come after all that gains something.
        """
        if any(each.fix.move != "believe" and self._is_about_a_leader(each) for each in gaining):
            return []
        left = self._worth.keys() - {id for each in gaining for id in each.tried.solves}
        return [
            each
            for each in self._possible
            if each.leader in left
            and each.leader in each.tried.solves
            and each.tried.gain <= 0
            and not each.tried.creates
            and not each.tried.raises
            and each.tried.is_enough
        ]

    def _is_about_a_leader(self, each: _Candidate) -> bool:
        """Whether it ends a leading mismatch that weighs enough."""
        return not self._worth.keys().isdisjoint(each.tried.solves) and self._weighs(each)

    def _settling_a_sentence(self) -> list[_Candidate]:
        """The corrections after which nothing in their sentence is untrue."""
        return [each for each in self._possible if each.is_correction and settles_its_sentence(self.state, each.tried)]

    def _ending_harm(self) -> list[_Candidate]:
        """The fixes that only end the harm of their mismatch: the words come next."""
        return [each for each in self._possible if each.tried.gain <= 0 and self._ends_harm(each)]

    def _ends_harm(self, each: _Candidate) -> bool:
        """Whether a fix ends proven and severe harm, and creates nothing. What only a partner said is the partner's to
        correct.
        """
        if not each.fix.ends or each.tried.creates or each.mismatch.id not in each.tried.solves:
            return False
        if each.mismatch.verdict != "contradiction" or each.mismatch.severity < SEVERE:
            return False
        return not Cause(each.mismatch).is_said_by_a_partner and self._ends_enough(each)

    def _ends_enough(self, each: _Candidate) -> bool:
        """Whether it ends enough: everything untrue in the promise, or something that customers can't see or that words
        can't mend.

        If it leaves the mismatch that its own was folded under, it must change more than words, and nothing else may
        have been done about that one yet.
        """
        mismatch, solves = each.mismatch, set(each.tried.solves)
        is_unseen = mismatch.check.topic in UNSEEN | UNSAYABLE or mismatch.check.broad
        if each.tried.gain < 0 and not is_unseen:
            return False
        leader = self.group.get(mismatch.id, mismatch.id)
        if leader not in solves:
            return is_unseen and each.fix.move != "say" and (each.tried.gain > 0 or leader not in self.before.causes)
        return is_unseen or mismatch.is_unsafe or each.fix.move == "say" or self._settles_as_much_as_words(each)

    def _publishes_what_is_unlawful(self, each: _Candidate) -> bool:
        """Whether new words would publish what the law forbids. A check of it has fixes of its own, which don't."""
        rows = (self.state.audit.row("promise", id) for id in self._unlawful & each.rewritten)
        told = any(row is not None and row.text("instead").strip() for row in rows)
        return told and (bool(each.fix.rewrite) or each.mismatch.check.broad)

    def _settles_as_much_as_words(self, each: _Candidate) -> bool:
        """Whether nothing in its promise stays untrue, and a correction of the promise would end no more of the leading
        mismatches. If it would, the correction is better: it also asks to give people what the promise said.
        """
        solves, leaders = set(each.tried.solves), self._worth.keys()
        rewritten = (
            other for other in self._possible if other.is_correction and other.fix.rewrite in each.mismatch.promises
        )
        more = any(leaders & set(other.tried.solves) > leaders & solves for other in rewritten)
        return not more and with_its_sentence(self.state, each.mismatch.id) <= solves

    # What is left out --------------------------------------------------------

    def _without_rewritings_that_break_more(self, helping: list[_Candidate]) -> list[_Candidate]:
        """Leave out rewritings whose new words break something on another topic, unless nothing else helps."""
        return [each for each in helping if not (each.fix.rewrite and _creates_another(each.tried))] or helping

    def _without_general_words(self, helping: list[_Candidate]) -> list[_Candidate]:
        """Leave out words that replace a promise whatever it claims, and tell no one, if words written for what it
        claims, or its rewriting, end all that leads and that they end.
        """
        leaders = self._worth.keys()
        words = (each for each in helping if each.fix.move == "say" and (each.fix.rewrite or not each.mismatch.promise))
        written = [leaders & set(each.tried.solves) for each in words]

        def is_left_out(each: _Candidate) -> bool:
            ended = leaders & set(each.tried.solves)
            return each.is_general and not each.fix.tells and bool(ended) and any(ended <= other for other in written)

        return [each for each in helping if not is_left_out(each)]

    def _in_the_best_words(self, helping: list[_Candidate]) -> list[_Candidate]:
        """Where a promise can be rewritten, leave out everything but what ends harm and the best words for the promise:
        those written for this case, if there are any, otherwise the rewriting. If more in the promise is untrue than
        those words replace, the rewriting is better: no one replaces the same sentence twice.
        """
        rewritten = {each.mismatch.id for each in helping if each.fix.rewrite and each.mismatch.id in each.tried.solves}
        fitting = {each.mismatch.id for each in helping if is_fitting(self.state, each.tried)}
        fitting -= self._settled_better_by_rewriting(helping, fitting)

        def is_best(each: _Candidate) -> bool:
            if self._ends_harm(each) or each.keeps_a_vow(self.state):
                return True
            if each.leader in fitting:
                return is_fitting(self.state, each.tried)
            return bool(each.fix.rewrite)

        return [each for each in helping if each.leader not in rewritten or is_best(each)]

    def _settled_better_by_rewriting(self, helping: Sequence[_Candidate], fitting: set[str]) -> set[str]:
        """The mismatches for which a rewriting is better than what fits: of what leads, it ends everything that this
        ends, and at least one more. If what fits are words, so it is of what else is untrue in the sentence.
        """
        leaders = self._worth.keys()

        def ended(mismatch: str, *, by_rewriting: bool) -> set[str]:
            about = [each for each in helping if mismatch in each.tried.solves]
            fits = [each for each in about if is_fitting(self.state, each.tried)]
            are_words = all(each.fix.move == "say" for each in fits)
            wanted = leaders | with_its_sentence(self.state, mismatch) if are_words else leaders
            fixes = (each for each in about if each.fix.rewrite) if by_rewriting else fits
            return max((wanted & set(each.tried.solves) for each in fixes), key=len, default=set())

        return {each for each in fitting if ended(each, by_rewriting=True) > ended(each, by_rewriting=False)}

    def _about_what_leads(self, helping: list[_Candidate]) -> list[_Candidate]:
        """Leave out fixes that end no leading mismatch, as long as another one does, unless they end harm. If none
        does, keep those of folded mismatches if no fix was chosen yet, if people may come to harm, or if a promise is
        still not kept. Any other folded mismatch has the same cause as one that a chosen fix ends.
        """
        about = [
            each for each in helping if not self._worth.keys().isdisjoint(each.tried.solves) or self._ends_harm(each)
        ]
        return about or [
            each for each in helping if self.is_first or each.mismatch.check.broad or each.mismatch.is_unsafe
        ]

    def _without_side_effects(self, helping: list[_Candidate]) -> list[_Candidate]:
        """Leave out fixes that create a mismatch where another fix of the same mismatch creates none."""
        clean = {each.mismatch.id for each in helping if not each.tried.creates}
        return [each for each in helping if not each.tried.creates or each.mismatch.id not in clean]

    # What comes first --------------------------------------------------------

    def _rank(self, each: _Candidate) -> tuple[bool, int, bool, bool, float, bool, bool, bool, float, bool, int, int]:
        """The sort key, best first. The mismatches are served in the order of the list. What ends harm comes before new
        words. The impact of what a fix solves counts before its gain, which is small where a folded mismatch is left.
        Of the fixes that end harm, one written for its cause comes before one for any promise. Of fixes that end the
        same, one that also does something for the people who came before comes first. What customers notice comes
        before what only the founder watches, and what ends more of what is folded before the rest.
        """
        solves = each.tried.solves
        never_leads, creates, gain, effort = rank(each.tried)
        keeps_a_vow = each.keeps_a_vow(self.state)
        place = min((self.place[id] for id in solves if id in self.place), default=len(self.place))
        if self._ends_harm(each):
            place = min(place, self.place.get(self.group.get(each.mismatch.id, ""), place))
        worth = sum(self._worth.get(id, 0.0) for id in solves)
        ends = each.fix.ends and not Cause(each.mismatch).is_said_by_a_partner
        is_general = ends and each.mismatch.check.broad and not each.mismatch.is_unsafe
        return (
            *(never_leads and not keeps_a_vow, place, creates, not ends, -worth, is_general),
            *(not keeps_a_vow, not each.fix.tells),
            *(gain, each.fix.inward, -len(solves), effort),
        )

    @cached_property
    def _possible(self) -> Sequence[_Candidate]:
        """The fixes that publish nothing unlawful, undo nothing that was chosen before, and give up no goal for what
        another one ends, even if that one would undo something.
        """
        lawful = [each for each in self.tried if not self._publishes_what_is_unlawful(each)]
        left = [each for each in lawful if not self.before.is_undone_by(each, self.state, self.group)]
        keeping = (each for each in lawful if not each.gives_up_a_goal)
        ended = {id for each in keeping if each.tried.is_enough and not each.tried.creates for id in each.tried.solves}
        return [each for each in left if not each.gives_up_a_goal or not self._served_by(each) <= ended]

    def _served_by(self, each: _Candidate) -> set[str]:
        """The leading mismatches that a fix ends, or what else it ends."""
        solves = set(each.tried.solves)
        return solves & self._worth.keys() or solves

    @cached_property
    def _unlawful(self) -> frozenset[str]:
        """The promises that are broken by something unlawful."""
        return unlawful_to_publish(self.state)

    @cached_property
    def _worth(self) -> Mapping[str, float]:
        """The impact of each mismatch that led before any fix and is still open."""
        return {each.id: each.impact for each in self.state.open if each.id in self.place}


def _creates_another(tried: TriedFix) -> bool:
    """Whether a fix creates a mismatch on a topic on which it solves none. On the others, the new words say what is
    so.
    """
    topics = {id.partition(".")[0] for id in tried.solves}
    return any(id.partition(".")[0] not in topics for id in tried.creates)
