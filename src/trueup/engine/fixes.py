"""Fixes previewed against all answers: what each one solves and creates, and which to do first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, Content, Effort, Fix
from trueup.engine.applicability import INSTEAD_QUESTION
from trueup.engine.cache import Remembered
from trueup.engine.cancellation import GoesOn, while_wanted
from trueup.engine.causes import FACTS
from trueup.engine.folding import folded
from trueup.engine.judge import as_found, is_settled, mismatches, total
from trueup.engine.matching import by_position
from trueup.engine.model import Findings, Mismatch, Outcome, Statement, TriedFix, opening
from trueup.engine.preview import Preview, claims_of, heard_after, is_of_a_fact, preview_fix
from trueup.engine.ranking import order
from trueup.engine.reach import channel_shares
from trueup.engine.rules import ALWAYS_KEPT, rules_of
from trueup.engine.statements import statements
from trueup.engine.twins import ask_partners, in_other_words

EFFORTS: dict[Effort, int] = {"hours": 0, "days": 1, "weeks": 2}
"""Effort → its rank, which decides only between fixes that are otherwise equal."""

MOST_TO_LOSE = 0.1
"""A fix never leads if it stops channels that bring more than this share of the customers: it solves a mismatch by
giving up customers (our choice: one in ten is the least that the last ten can show)."""

FIRST_FIXES = 3
"""How many fixes lead. With more at once, nothing gets done."""

REWRITE_FROM = 2
"""A promise with at least this many mismatches is worth rewriting as a whole."""


@dataclass(frozen=True)
class State:
    """A business with some fixes applied in a preview: its answers, its statements and its open mismatches."""

    audit: Audit
    statements: Sequence[Statement]
    found: Mapping[str, Mismatch]
    """Open mismatches by check, not yet folded."""
    previews: tuple[Preview, ...] = ()

    @cached_property
    def open(self) -> tuple[Mismatch, ...]:
        """The open mismatches in rank order, folded."""
        return folded(sorted(self.found.values(), key=order))

    @cached_property
    def open_by_id(self) -> Mapping[str, Mismatch]:
        """The open mismatches by id, folded."""
        return {each.id: each for each in self.open}

    @cached_property
    def total(self) -> float:
        """The total impact of all open mismatches."""
        return total(self.open)

    def with_fix(self, content: Content, mismatch: Mismatch, fix: Fix, goes_on: GoesOn | None = None) -> State:
        """This business with one more fix of an open mismatch applied, and judged again.

        Normally only two kinds of check can change: those that a changed statement touches, and broad ones, which
        depend on what else a promise claims. But if a row was stopped, every share may have moved; and if a promise
        that was always kept has changed, any check may now find fault with it. In both cases everything is judged
        again.
        """
        preview = preview_fix(content, self.audit, mismatch, fix, self.open)
        after = heard_after(content, self.statements, preview, self.previews)
        heard, rules = by_position(after), rules_of(content)
        changed = {(each.side, each.tag) for each in _changed(self.statements, after)}
        if fix.stop or ALWAYS_KEPT in changed:
            again, kept = rules.every, {}
        else:
            affected = {rule.check.id: rule for rule in (*rules.touched(changed), *rules.broad)}
            again, kept = (
                affected.values(),
                {id: each for id, each in self.found.items() if each.check.id not in affected},
            )
        found = mismatches(content, preview.audit, heard, while_wanted(again, goes_on))
        left = (each for each in found if not is_settled(self.audit, each) and not self._was_let_pass(each))
        now = kept | {each.id: self._as_before(each) for each in left}
        return State(preview.audit, after, now, (*self.previews, preview))

    def _was_let_pass(self, mismatch: Mismatch) -> bool:
        """Whether a mismatch quoted some promises before, and now quotes only others. Its check passed over the others
        before, because they were kept and the first ones weren't.
        """
        before = self.found.get(mismatch.id)
        if before is None or not before.promises:
            return False
        return bool(mismatch.promises) and mismatch.promises.isdisjoint(before.promises)

    def _as_before(self, mismatch: Mismatch) -> Mismatch:
        """The earlier mismatch if it's equal, so that results derived from it needn't be worked out again."""
        before = self.found.get(mismatch.id)
        return before if before == mismatch else mismatch


def state_of(content: Content, audit: Audit, findings: Findings) -> State:
    """The business as it is, with no fix applied."""
    return State(audit, statements(content, audit), {found.id: as_found(found) for found in findings.mismatches})


_FIRST: Remembered[tuple[TriedFix, ...]] = Remembered(8)
_LEADING: Remembered[tuple[TriedFix, ...]] = Remembered(8)
_OF_ONE: Remembered[tuple[TriedFix, ...]] = Remembered(512)


def are_known(content: Content, audit: Audit, findings: Findings) -> bool:
    """Whether the results of `first_fixes` and `leading` are already cached."""
    return all(each.has((content, *audit.judged, findings), None) for each in (_FIRST, _LEADING))


def every_fix(
    content: Content, state: State, mismatch: Mismatch, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """All fixes of one mismatch, best first, including those that would do harm.

    A fix that changes what the founder believes or aims for never leads, and neither does stopping channels that bring
    more than a tenth of the customers.
    """
    fixes = while_wanted(fixes_of(state, mismatch), goes_on)
    return tuple(sorted((try_fix(content, state, mismatch, fix, goes_on) for fix in fixes), key=_rank))


def fixes_of(state: State, mismatch: Mismatch) -> tuple[Fix, ...]:
    """The fixes of a mismatch. Of two promises that exclude each other, only the one with less against it is kept."""
    fixes = mismatch.check.fixes
    if not mismatch.check.is_between_promises:
        return fixes
    tags = {each.tag for each in mismatch.statements}
    if not all(fix.move == "say" and fix.to in tags for fix in fixes):
        return fixes
    against = [_held_against(state, mismatch, fix.to or "", tags) for fix in fixes]
    return tuple(fix for fix, doubt in zip(fixes, against, strict=True) if doubt == min(against))


UNTRUE, DOUBTED = 2, 1


def _held_against(state: State, mismatch: Mismatch, claim: str, claims: Collection[str]) -> int:
    """How much speaks against one of the claims that exclude each other: it is known to be untrue, the promises with it
    aren't kept, or nothing.
    """
    rows = {each.subject.row for each in mismatch.statements if each.tag == claim and each.subject}
    facts = {each.tag for each in state.statements if each.side in FACTS}
    if claim not in facts and not facts.isdisjoint(claims):
        return UNTRUE
    found = state.found.values()
    if any(is_of_a_fact(each) and any(claim in claims_of(row, each) for row in rows) for each in found):
        return UNTRUE
    broken = {each.promise for each in found if each.verdict == "contradiction"}
    return DOUBTED if rows and rows <= broken else 0


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
        if any(each.id == mismatch.id for each in _carried(findings, fix.rewrite)):
            tried = try_fix(content, state, leader, fix, goes_on)
            if tried.gain >= least and mismatch.id in tried.solves:
                offered.append(replace(tried, outcome="solved"))
    rewriting = correction(content, state, mismatch)
    if rewriting is None:
        return tuple(sorted(offered, key=_rank))
    tried = try_fix(content, state, mismatch, rewriting, goes_on)
    is_whole = _settles_its_sentence(state, (tried, mismatch, rewriting))
    helps = tried.gain >= least or (tried.gain == 0 and (is_whole or all(each.gain < least for each in offered)))
    if not helps or mismatch.id not in tried.solves:
        return tuple(sorted(offered, key=_rank))
    others = [each for each in offered if each.fix.key != rewriting.key]
    before = [each for each in others if _is_fitting(state, each)]
    return (*sorted(before, key=_rank), tried, *sorted((each for each in others if each not in before), key=_rank))


def first_fixes(
    content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None
) -> tuple[TriedFix, ...]:
    """Every fix that gains something when tried on its own, best first. Of fixes that make the same changes, only the
    first is returned.
    """
    return _FIRST.get((content, *audit.judged, findings), None, lambda: _first(content, audit, findings, goes_on))


def _first(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None) -> tuple[TriedFix, ...]:
    state = state_of(content, audit, findings)
    best: dict[frozenset[tuple[str, str]], TriedFix] = {}
    for mismatch, fix in while_wanted(_candidates(content, state, findings), goes_on):
        tried = try_fix(content, state, mismatch, fix, goes_on)
        if tried.gain > 0 and tried.outcome != "not enough alone":
            best.setdefault(tried.changes, tried)
    return tuple(sorted(best.values(), key=_rank))


def leading(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None) -> tuple[TriedFix, ...]:
    """Up to three fixes to do first, as a set: each is worked out with the earlier ones already applied.

    So no two of them exclude or repeat each other. They serve the mismatches in the order of the list, as far as one
    has a fix that helps. What is folded waits until what stands by itself has a fix. It then leads only if it's unsafe,
    or if a promise is still not kept: anything else has the cause of a fix that already leads.
    """
    return _LEADING.get((content, *audit.judged, findings), None, lambda: _leading(content, audit, findings, goes_on))


def _leading(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None) -> tuple[TriedFix, ...]:
    chosen: list[TriedFix] = []
    state = state_of(content, audit, findings)
    leaders = [each.id for each in state.open if not each.under]
    place = {id: nth for nth, id in enumerate(leaders)}
    while len(chosen) < FIRST_FIXES and state.found:
        tried = [
            (try_fix(content, state, mismatch, fix, goes_on), mismatch, fix)
            for mismatch, fix in while_wanted(_candidates(content, state), goes_on)
        ]
        whole = {each: _with_its_sentence(state, each) for each in leaders}
        settling = [set(each.solves) for each, _, _ in tried if each.gain > 0]
        stuck = {each for each in leaders if not any(whole[each] <= solved for solved in settling)}
        tried += [
            (try_fix(content, state, mismatch, fix, goes_on), mismatch, fix)
            for mismatch, fix in while_wanted(_rewrites_of(content, state, findings, stuck), goes_on)
        ]
        corrections = [
            (try_fix(content, state, mismatch, fix, goes_on), mismatch, fix)
            for mismatch, fix in while_wanted(_corrections(content, state), goes_on)
        ]
        tried += corrections
        worth = {each.id: each.impact for each in state.open if each.id in leaders}
        helping = [each for each in tried if each[0].gain > 0 and each[0].outcome != "not enough alone"]
        helping += _settling_what_else(worth, tried, helping)
        helping += [each for each in corrections if each not in helping and _settles_its_sentence(state, each)]
        helping = [each for each in helping if not (each[2].rewrite and _creates_another(each[0]))] or helping
        corrected = {mismatch.id for each, mismatch, _ in helping if each.fix.rewrite and mismatch.id in each.solves}
        fitting = {mismatch.id for each, mismatch, _ in helping if _is_fitting(state, each)}
        helping = [
            (each, mismatch, fix)
            for each, mismatch, fix in helping
            if (mismatch.under or mismatch.id) not in corrected
            or (_is_fitting(state, each) if (mismatch.under or mismatch.id) in fitting else each.fix.rewrite)
        ]
        helping = [each for each in helping if not worth.keys().isdisjoint(each[0].solves)] or [
            each for each in helping if not chosen or each[1].check.broad or each[1].is_unsafe
        ]
        clean = {each.check for each, _, _ in helping if not each.creates}
        helping = [each for each in helping if not each[0].creates or each[0].check not in clean]
        if not helping:
            break
        best, mismatch, fix = min(helping, key=lambda each: _leading_rank(each[0], place, worth))
        chosen.append(best)
        state = state.with_fix(content, mismatch, fix)
    return tuple(chosen)


_Candidate = tuple[TriedFix, Mismatch, Fix]


def _settling_what_else(
    worth: Collection[str], tried: Sequence[_Candidate], helping: Sequence[_Candidate]
) -> list[_Candidate]:
    """The fixes that settle a leading mismatch which no helping fix settles. They gain nothing, because another one of
    the same weight was folded under it and takes its place; but without them, nothing would be done about either.
    """
    left = set(worth).difference(*(each.solves for each, _, _ in helping))
    return [
        (each, mismatch, fix)
        for each, mismatch, fix in tried
        if each.gain == 0
        and not each.creates
        and each.outcome != "not enough alone"
        and (mismatch.under or mismatch.id) in left
        and (mismatch.under or mismatch.id) in each.solves
    ]


def _settles_its_sentence(state: State, candidate: _Candidate) -> bool:
    """Whether a correction settles everything that is untrue in its sentence. It may gain nothing, because terms with
    the same fault are folded under the mismatch and take its place.
    """
    tried, mismatch, _ = candidate
    if tried.gain < 0 or tried.creates or tried.outcome == "not enough alone":
        return False
    return _with_its_sentence(state, mismatch.id) <= set(tried.solves)


def _with_its_sentence(state: State, leader: str) -> set[str]:
    """A mismatch, and those folded under it that say that something in the same promise isn't true."""
    promises = state.open_by_id[leader].promises if leader in state.open_by_id else frozenset[str]()
    below = (each for each in state.open if each.under == leader and (each.promise or is_of_a_fact(each)))
    return {leader, *(each.id for each in below if not promises.isdisjoint(each.promises))}


def rewrites(content: Content, audit: Audit, findings: Findings) -> Iterator[tuple[Mismatch, Fix]]:
    """A fix that rewrites the whole promise, for every promise with several mismatches that aren't folded, or with more
    untrue claims than any one mismatch contradicts.
    """
    resting: dict[str, list[Mismatch]] = {}
    for mismatch in findings.mismatches:
        for promise in {each.subject.row for each in mismatch.statements if each.source == CLAIMS and each.subject}:
            resting.setdefault(promise, []).append(mismatch)
    for row in audit.of("promise"):
        every = resting.get(row.id, [])
        carried = [each for each in every if not each.under]
        if len(carried) >= REWRITE_FROM or _are_of_several_claims(row.id, every):
            yield (carried or every)[0], rewrite_fix(content, audit, row, findings)


def _are_of_several_claims(promise: str, found: Sequence[Mismatch]) -> bool:
    """Whether together, these mismatches contradict more claims of a promise than any one of them does."""
    untrue = [set(claims_of(promise, each)) for each in found if is_of_a_fact(each)]
    return bool(untrue) and len(set().union(*untrue)) > max(map(len, untrue))


def _rewrites_of(
    content: Content, state: State, findings: Findings, stuck: Collection[str]
) -> Iterator[tuple[Mismatch, Fix]]:
    """A fix that rewrites the whole promise, for every mismatch that no fix of its own settles: others that are folded
    under it contradict further claims of the same promise.
    """
    for mismatch in state.open:
        if mismatch.id in stuck and len(mismatch.promises) == 1:
            (promise,) = mismatch.promises
            row = state.audit.row("promise", promise)
            if row is not None:
                yield mismatch, rewrite_fix(content, state.audit, row, findings)


PARTNER = "partner"
"""The answer that a partner publishes a promise."""

HOW_OFTEN = frozenset({"kept.vow", "kept.every", "kept.season"})
"""Claims that something is always true. What isn't true is the claim they are made about, if that is known."""

PLANS = frozenset({"kept.ends", "kept.old"})
"""Positions saying that a promise ends. What happens instead is a plan then, and not yet true."""
VOW = "kept.vow"
"""The claim that the founder always or never does something. Rather than the words, what breaks them should end."""


CONFIDED = frozenset({"data.partners", "data.sold", "data.shown", "mailing.others"})
"""Positions saying that others get or see what customers gave in confidence. That should end, whatever the words say
from then on."""


def correction(content: Content, state: State, leader: Mismatch) -> Fix | None:
    """The fix that rewrites the promise of a mismatch, or of one folded under it, with what the founder said happens
    instead. None if no promise is known to be untrue, if nothing was said, or if other words aren't the answer: where
    people may come to harm, where others get what was given in confidence, and for a vow.
    """
    if leader.is_unsafe or leader.under or not CONFIDED.isdisjoint(each.tag for each in leader.statements):
        return None
    group = [each for each in state.open if leader.id in (each.id, each.under) and each.verdict == "contradiction"]
    if leader.promise and not any(map(is_of_a_fact, group)):
        return None  # its own fixes say so already
    quoted = frozenset().union(*(each.promises for each in group))
    rows = sorted((row for row in state.audit.of("promise") if row.id in quoted), key=_is_a_partners)
    for row in rows:
        if VOW in row.many("claims"):
            continue
        if any(_is_untrue(row.id, each) for each in group) and _said_instead(row.id, group):
            return rewrite_fix(content, state.audit, row, None)
    return None


def _is_a_partners(promise: Row) -> bool:
    return promise.text("where") == PARTNER


def _is_untrue(promise: str, mismatch: Mismatch) -> bool:
    return mismatch.promise == promise or (is_of_a_fact(mismatch) and any(claims_of(promise, mismatch)))


def _said_instead(promise: str, found: Sequence[Mismatch]) -> bool:
    """Whether these mismatches quote what happens instead of a promise, and it isn't a plan."""
    said = [each for every in found for each in every.statements if each.subject == ("promise", promise)]
    told = any(each.source == INSTEAD_QUESTION and each.quote.strip() for each in said)
    return told and PLANS.isdisjoint(each.tag for each in said)


def _corrections(content: Content, state: State) -> Iterator[tuple[Mismatch, Fix]]:
    for mismatch in state.open:
        fix = correction(content, state, mismatch)
        if fix is not None:
            yield mismatch, fix


def _is_fitting(state: State, tried: TriedFix) -> bool:
    """Whether a fix fits better than the rewriting of the promise: it replaces the promise, or it settles the mismatch
    with everything folded under it, and was written for a case like this one or by words that the answers say are true.
    """
    if tried.fix.rewrite or tried.check not in tried.solves or tried.creates:
        return False
    facts = {each.tag for each in state.statements if each.side in FACTS}
    is_true = tried.fix.move == "say" and tried.fix.to in facts and not tried.fix.adds
    is_whole = _with_its_sentence(state, tried.check) <= set(tried.solves)
    return tried.fix.replaces or ((is_true or bool(tried.fix.only)) and is_whole)


def _creates_another(tried: TriedFix) -> bool:
    """Whether a fix creates a mismatch on a topic on which it solves none. On the others, the new words say what is
    so.
    """
    topics = {id.partition(".")[0] for id in tried.solves}
    return any(id.partition(".")[0] not in topics for id in tried.creates)


MOST_CLAIMS = 3
"""The most untrue claims that the fix that rewrites a promise lists (our choice). More aren't read as a list."""


def rewrite_fix(content: Content, audit: Audit, promise: Row, findings: Findings | None) -> Fix:
    """The fix that rewrites one promise, and those that say the same: with what happens, if the founder said so, or
    else without its contradicted claims. A partner's promise can't be rewritten, but the partner can be told what is
    true.
    """
    words = f"“{opening(promise.text('words'))}”"
    is_partners = _is_a_partners(promise)
    start = f"Send the partner new wording for {words}" if is_partners else f"Rewrite {words}"
    if promise.text("instead").strip():
        if again := in_other_words(audit, {promise.id}):
            *more, last = again
            start = f"{', '.join((start, *more))} and {last}"
        do = f"{start} so that {'they say' if again else 'it says'} what happens."
        do = f"{start} that says what happens." if is_partners else do + ask_partners(audit, {promise.id})
        return _rewriting(promise, do)
    carried = list(_carried(findings, promise.id)) if findings else []
    untrue = [each for each in carried if is_of_a_fact(each)] or carried
    tags = dict.fromkeys(tag for mismatch in untrue for tag in claims_of(promise.id, mismatch))
    tags = {tag: None for tag in tags if tag not in HOW_OFTEN} or tags
    named = list(dict.fromkeys(_claim(content, tag) for tag in tags))
    left_out = "; ".join(named)
    if 0 < len(named) <= MOST_CLAIMS:
        start += f", and leave out what isn't true: {left_out}"
    elif named:
        start += " so that only what's true is left"
    return _rewriting(promise, f"{start}.")


def _rewriting(promise: Row, do: str) -> Fix:
    return Fix(do=do, effort="hours", move="say", rewrite=promise.id, costs_you="the promise as you know it")


def _claim(content: Content, tag: str) -> str:
    """What a claim says, in the words of the checklist."""
    topic, _, word = tag.partition(".")
    return content.topics[topic].claims.get(word) or content.label(tag)


def _carried(findings: Findings, promise: str) -> Iterator[Mismatch]:
    """The open mismatches that depend on a claim of a promise."""
    for mismatch in findings.mismatches:
        if any(claims_of(promise, mismatch)):
            yield mismatch


def _candidates(content: Content, state: State, findings: Findings | None = None) -> Iterator[tuple[Mismatch, Fix]]:
    for mismatch in state.open:
        yield from ((mismatch, fix) for fix in fixes_of(state, mismatch))
    if findings is not None:
        yield from rewrites(content, state.audit, findings)


def _rank(tried: TriedFix) -> tuple[bool, bool, float, int]:
    """The sort key, best first. Of two fixes of one mismatch, one that creates nothing is better, whatever the other
    gains.
    """
    return (_never_leads(tried.fix, tried.loses), bool(tried.creates), -tried.gain, EFFORTS[tried.fix.effort])


def _leading_rank(
    tried: TriedFix, place: Mapping[str, int], worth: Mapping[str, float]
) -> tuple[bool, int, bool, float, float, bool, int]:
    """The sort key among the fixes to do first: they serve the mismatches in the order of the list. The impact of what
    a fix ends counts before its gain, which is small where a folded mismatch is left. What customers notice comes
    before what only the founder watches.
    """
    never, creates, gain, effort = _rank(tried)
    first = min((place[id] for id in tried.solves if id in place), default=len(place))
    return never, first, creates, -sum(worth.get(id, 0.0) for id in tried.solves), gain, tried.fix.inward, effort


def _never_leads(fix: Fix, loses: float) -> bool:
    return fix.move == "believe" or loses > MOST_TO_LOSE


def is_last_resort(audit: Audit, mismatch: Mismatch, fix: Fix) -> bool:
    """Whether a fix never leads: it changes what the founder believes or aims for, or gives up many customers."""
    return _never_leads(fix, _loses(audit, mismatch, fix))


def try_fix(content: Content, state: State, mismatch: Mismatch, fix: Fix, goes_on: GoesOn | None = None) -> TriedFix:
    """Apply a fix and compare: what it solves, what it creates, and the difference in impact."""
    after = state.with_fix(content, mismatch, fix, goes_on)
    preview = after.previews[-1]
    return TriedFix(
        fix=fix,
        check=mismatch.id,
        outcome=_outcome(mismatch.id in after.found, bool(preview.wished_away)),
        solves=tuple(id for id in state.found if id not in after.found),
        creates=tuple(id for id in after.found if id not in state.found),
        gain=round(state.total - after.total, 2) + 0.0,  # never -0.0
        loses=_loses(state.audit, mismatch, fix),
        changes=preview.changes,
    )


def _changed(before: Sequence[Statement], after: Sequence[Statement]) -> set[Statement]:
    """The statements that are in only one of the two lists. Most are the same objects, so only the rest is compared."""
    then, now = ({id(statement) for statement in each} for each in (before, after))
    gone = {statement for statement in before if id(statement) not in now}
    return gone ^ {statement for statement in after if id(statement) not in then}


def _loses(audit: Audit, mismatch: Mismatch, fix: Fix) -> float:
    stopped = {v.subject.row for v in mismatch.statements if v.subject and v.subject.kind == fix.stop == "channel"}
    shares = channel_shares(audit) if stopped else {}
    return min(1.0, sum(shares[name][0] for name in stopped if name in shares))


def _outcome(left: bool, wished: bool) -> Outcome:
    if left:
        return "not enough alone"
    return "measure again" if wished else "solved"
