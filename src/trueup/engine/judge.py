"""From statements to findings: what conflicts, what agrees, and what can't be judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, OF_PROMISE, PARTNER_FIX, Check, Content, Fix, Term
from trueup.engine.applicability import business_kind, fits
from trueup.engine.causes import OF_CUSTOMERS
from trueup.engine.excused import KEPT, Case, are_about_parts, conflicts
from trueup.engine.folding import folded
from trueup.engine.matching import Heard, Meeting, by_position, matching, meetings, unsilenced
from trueup.engine.model import MAIN, READ_FIRST, Findings, Gate, Mismatch, NeedsAnswer, Statement, from_its_claim
from trueup.engine.named_fixes import with_named_fixes
from trueup.engine.open_questions import Sources
from trueup.engine.ranking import VOW, at_stake, certainty, leads, of_few_cases, order, verdict
from trueup.engine.reach import Reach
from trueup.engine.rules import ALWAYS_KEPT, INSTEAD, Listener, Rule, rules_of
from trueup.engine.slow_work import GoesOn, Remembered, while_wanted
from trueup.engine.statements import statements

MOST_KNOWN = 1024
"""How many mismatches are cached."""

RARELY_KEPT = frozenset({"kept.none", "kept.one", "kept.few"})
"""Counts of a promise that show that more than half didn't get what it says."""
HALF = 0.5
GRAVE = frozenset({"health", "private", "money"})
"""What people go on losing for as long as a promise isn't kept: then stopping that comes before better words."""

CENTRAL = 4
"""The lowest severity at which a question goes first because a promise that people read first rests on its answer."""

OF_PARTS = 2
"""The highest severity of a mismatch between two promises that may be about two parts: it's only a tension."""

GATE_TOPICS = frozenset({"stage"})
"""Topics that only gates use: no check compares sides on them, and the matrix leaves them out."""

EARLY = frozenset({"stage.no-income", "stage.few"})
"""Nothing earned yet, and fewer than 50 customers: too little to diagnose. Both must hold, because a business with a
high price can have a real income from few customers."""

CUSTOMERS_TO_COUNT = 5
"""Figures from fewer customers in the table aren't regarded as counted (our choice: half of ten)."""


def judge(
    content: Content, audit: Audit, goes_on: GoesOn | None = None, *, spoken: Sequence[Statement] | None = None
) -> Findings:
    """Everything the engine finds in one audit. Pure: the same answers always give the same findings. `spoken` are the
    audit's statements, if they are known already.

    Raises NotWantedError once `goes_on` says that no one is waiting.
    """
    spoken = statements(content, audit) if spoken is None else spoken
    heard = by_position(spoken)
    reach, sources = Reach.of(content, audit), Sources(content, audit)
    found: list[Mismatch] = []
    needed: dict[str, tuple[str, ...]] = {}
    possible = 0
    for rule in while_wanted(_fitting(audit, rules_of(content).every), goes_on):
        silent = heard.silent(rule)
        broken = () if silent else _mismatches(content, rule, audit, heard, reach)
        found += broken
        asks = () if broken else wanted(rule, silent, heard, sources)
        possible += asks is not None
        if asks:
            needed[rule.check.id] = asks
    every = _ranked(map(_same_as_last_time, found))
    is_open = folded(mismatch for mismatch in every if not is_settled(audit, mismatch))
    return Findings(
        mismatches=is_open,
        accepted=tuple(mismatch for mismatch in every if is_accepted(audit, mismatch)),
        objected=tuple(mismatch for mismatch in every if mismatch.id in audit.objected),
        needs_answer=_needs_answer(needed, _resting_on_what_is_read_first(content, audit, needed)),
        open_checks=frozenset(needed),
        gates=gates(audit, spoken, is_open),
        possible=possible,
        decided=possible - len(needed),
    )


_LAST: dict[str, Mismatch] = {}
"""Id → the mismatch as it was last found, in any business. It is compared before it is used."""


def _same_as_last_time(mismatch: Mismatch) -> Mismatch:
    """The object returned the last time if it's equal, so that results derived from it are reused."""
    before = _LAST.get(mismatch.id)
    if before == mismatch:
        return before
    if len(_LAST) >= MOST_KNOWN:
        _LAST.clear()
    _LAST[mismatch.id] = mismatch
    return mismatch


def as_found(mismatch: Mismatch) -> Mismatch:
    """An open mismatch as it was before folding: the same object, if the previous judging found it too."""
    return _same_as_last_time(mismatch.alone or replace(mismatch, under=""))


def is_accepted(audit: Audit, mismatch: Mismatch) -> bool:
    """Whether a mismatch is accepted as a trade-off. An untrue claim can't be accepted."""
    return mismatch.id in audit.accepted and mismatch.id not in audit.objected and not mismatch.check.first


def is_settled(audit: Audit, mismatch: Mismatch) -> bool:
    """Whether a mismatch is off the open list: accepted, or not true here."""
    return mismatch.id in audit.objected or is_accepted(audit, mismatch)


def mismatches(content: Content, audit: Audit, heard: Heard, rules: Iterable[Rule]) -> tuple[Mismatch, ...]:
    """The mismatches these rules find in the given statements, in rank order, whatever was decided about them."""
    reach = Reach.of(content, audit)
    possible = (rule for rule in _fitting(audit, rules) if not heard.silent(rule))
    found = (_mismatches(content, rule, audit, heard, reach) for rule in possible)
    return _ranked(mismatch for each in found for mismatch in each)


def _fitting(audit: Audit, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules of the checks that fit this kind of business."""
    kind = business_kind(audit)
    return (rule for rule in rules if fits(kind, rule.check))


def total(found: Iterable[Mismatch]) -> float:
    """The impact of several mismatches together; a folded mismatch isn't counted again."""
    return round(sum(mismatch.impact for mismatch in found if not mismatch.under), 2)


def _ranked(found: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    return tuple(sorted(found, key=order))


def _mismatches(content: Content, rule: Rule, audit: Audit, heard: Heard, reach: Reach) -> tuple[Mismatch, ...]:
    """What a check finds: one mismatch, or, for a broad check, one for each promise."""
    check = rule.check
    met = meetings(check.between, [matching(term, heard) for term in check.between])
    for term in check.unless:
        known = [*filter(_excuses, matching(term, heard))]
        met = unsilenced(met, term, known)
    met = conflicts(Case(content, check, heard, audit), met)
    if not met:
        return ()
    if not check.broad:
        fitting = _with_fitting_fixes(check, met, heard)
        return (_named(content, _mismatch(content, fitting, met, audit, heard, reach), audit),)
    by_promise: dict[str, list[Meeting]] = {}
    for meeting in met:
        by_promise.setdefault(_promise_of(meeting), []).append(meeting)
    is_plain = len(by_promise) == 1 and check.id in _decided(audit)
    found = []
    for promise, each in by_promise.items():
        name = check.id if is_plain else f"{check.id}{OF_PROMISE}{promise}"
        claimed = frozenset(heard.claimed.get(promise, ())) - {check.topic}
        titled = check if claimed or not _is_only_said_aloud(each) else check.of_talk()
        row = audit.row("promise", promise)
        fitting = _with_stopping_first(_with_fitting_fixes(titled, each, heard), row)
        mismatch = _mismatch(content, fitting, each, audit, heard, reach, name)
        mismatch = of_few_cases(at_stake(_with_what_is_so(mismatch, promise, heard), row), row)
        words = from_its_claim(row) if row else ""
        mismatch = replace(mismatch, promise=promise, words=words, is_plain=is_plain, claimed=claimed)
        found.append(_named(content, mismatch, audit))
    return tuple(found)


def _is_only_said_aloud(met: Iterable[Meeting]) -> bool:
    return all(each.heard == "spoken" for meeting in met for each in meeting if each.side == "say")


def _named(content: Content, mismatch: Mismatch, audit: Audit) -> Mismatch:
    """The mismatch with fixes that name what they speak of."""
    check = with_named_fixes(content, mismatch, audit)
    return mismatch if check is mismatch.check else replace(mismatch, check=check)


def _excuses(statement: Statement) -> bool:
    """Whether a statement can serve as an excuse: any can, except “everyone got it” if that's only a guess."""
    return (statement.side, statement.tag) != ALWAYS_KEPT or statement.evidence != "guess"


def _with_what_is_so(mismatch: Mismatch, promise: str, heard: Heard) -> Mismatch:
    """The mismatch with what happens instead of this promise, as statements of the side that breaks it."""
    told, side = heard.statements.get(INSTEAD, ()), mismatch.check.between[-1].side
    instead = [each._replace(side=side) for each in told if each.subject and each.subject.row == promise]
    return replace(mismatch, statements=(*mismatch.statements, *instead)) if instead else mismatch


_FITTED: Remembered[Check] = Remembered(MOST_KNOWN)


def _with_fitting_fixes(check: Check, met: Sequence[Meeting], heard: Heard) -> Check:
    """The check with the fixes whose conditions hold here; of several that make the same move, only the first."""
    if not any(fix.is_conditional for fix in check.fixes):
        return check
    fitting: dict[str, int] = {}
    for nth, fix in enumerate(check.fixes):
        if fix.key not in fitting and _is_fitting(fix, met, heard):
            fitting[fix.key] = nth
    kept = tuple(fitting.values())
    return _FITTED.get((check,), kept, lambda: check.with_fixes(tuple(check.fixes[nth] for nth in kept)))


def _with_stopping_first(check: Check, promise: Row | None) -> Check:
    """The check with the fixes that end what breaks a promise first, if people lose health, data or money by it. Those
    that end what breaks a vow then end harm.
    """
    if promise is None or promise.text("stake") not in GRAVE:
        return check
    if not any(fix.move == "deliver" and fix.only for fix in check.fixes):
        return check

    def stopping_first() -> Check:
        order = sorted(check.fixes, key=lambda fix: not (fix.move == "deliver" and fix.only))
        return check.with_changes(fixes=tuple(map(_ending_harm, order)))

    return _FITTED.get((check,), "stopping first", stopping_first)


def _ending_harm(fix: Fix) -> Fix:
    """The fix, marked as ending harm if it's only for promises that something always or never happens."""
    is_of_vows = fix.move == "deliver" and any(VOW in term.tags for term in fix.only)
    return fix.with_changes(ends=True) if is_of_vows and not fix.ends else fix


def _is_fitting(fix: Fix, met: Sequence[Meeting], heard: Heard) -> bool:
    if fix.only and not any(_is_true_of_some(term, met, heard) for term in fix.only):
        return False
    return not any(_is_true_of_some(term, met, heard) for term in fix.unless)


def _is_true_of_some(term: Term, met: Sequence[Meeting], heard: Heard) -> bool:
    """Whether a term is true of something that meets, such as of one of the promises."""
    left = unsilenced(met, term, matching(term, heard))
    return len(left) < len(met)


def _promise_of(meeting: Meeting) -> str:
    return next(filter(None, (each.row_of("promise") for each in meeting)), "")


def _decided(audit: Audit) -> frozenset[str]:
    """The ids of the mismatches that the founder has decided about."""
    planned = (each.check for each in audit.plan)
    return frozenset({*audit.accepted, *audit.objected, *audit.disclosed, *planned})


def _mismatch(
    content: Content, check: Check, met: Sequence[Meeting], audit: Audit, heard: Heard, reach: Reach, name: str = ""
) -> Mismatch:
    by_term = [_once(meeting[i] for meeting in met) for i in range(len(check.between))]
    disclosed = audit.disclosed.get(name or check.id) if check.disclosed else None
    sure, evidence = certainty(by_term)
    judged, severity = verdict(check, evidence, disclosed)
    if judged == "contradiction" and are_about_parts(content, check, met):
        judged, severity = "tension", min(severity, OF_PARTS)
    affected = reach.of_meetings(met, check.topic)
    said = tuple(_once(statement for side in by_term for statement in side))
    return Mismatch(
        check=_worded(content, check.of_most() if _is_of_most(check, said, heard) else check, by_term),
        verdict=judged,
        statements=said,
        severity=severity,
        reach=round(affected.share, 4),
        reach_assumed=affected.assumed,
        lost=affected.lost,
        of_coming=affected.of_coming,
        certainty=sure,
        evidence=evidence,
        impact=round(severity * affected.share * sure, 2),
        disclosed=disclosed,
        is_of_some=_is_of_some(content, said),
        is_read_first=_is_read_first(audit, said),
        leads=leads(check, by_term),
    )


def _is_of_most(check: Check, said: Sequence[Statement], heard: Heard) -> bool:
    """Whether more than half are known to be affected: of the last customers, or of those to whom the quoted promises
    applied. A count of a promise that makes claims on other topics too doesn't show it, unless it's quoted.
    """
    if not check.mostly:
        return False
    if any(each.source.startswith(OF_CUSTOMERS) and each.share > HALF for each in said):
        return True
    if any(each.tag in RARELY_KEPT and not each.is_of_few for each in said):
        return True
    told = (each for tag in RARELY_KEPT for each in heard.statements.get(("deliver", tag), ()))
    rarely = {each.subject.row for each in told if each.subject and each.evidence != "guess" and not each.is_of_few}
    quoted = {each.subject.row for each in said if each.source == CLAIMS and each.subject}
    return bool(quoted) and quoted <= rarely and all(heard.claimed[row] - {KEPT} == {check.topic} for row in quoted)


def _is_of_some(content: Content, said: Sequence[Statement]) -> bool:
    about = [each.about for each in said if each.side == "say"]
    is_of_another_thing = bool(about) and all(each not in ("", MAIN) for each in about)
    return is_of_another_thing or any(
        each.word in content.topics[each.topic].of_some and each.share >= 1 for each in said
    )


def _is_read_first(audit: Audit, said: Iterable[Statement]) -> bool:
    """Whether one of the quoted promises is among those that people read first."""
    quoted = set(filter(None, (each.row_of("promise") for each in said)))
    if not quoted:
        return False
    standing = (row.id for row in audit.of("promise") if not row.is_inactive)
    return not quoted.isdisjoint(islice(standing, READ_FIRST))


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Each statement once. Most equal statements are the same object, so comparing them is cheap."""
    return list(dict.fromkeys({id(statement): statement for statement in statements}.values()))


def wanted(rule: Rule, silent: Sequence[Listener], heard: Heard, sources: Sources) -> tuple[str, ...] | None:
    """What to ask to decide a check that found nothing. Empty if it's decided; None if it can't be judged here at all.

    `silent` are the terms that no statement takes. If the questions of a silent term are parked or not applicable, the
    check can't be judged. If they are answered without a conflicting position, the check is decided. Otherwise their
    open questions are returned. If no term is silent but no statements meet, the open questions of all terms are
    returned, because any answer could still make two statements meet.
    """
    asks = [sources.asks(listener) for listener in silent or rule.between]
    if silent and None in asks:
        return None
    if silent and not all(asks):
        return ()
    exempt = (listener.term for listener in rule.unless if heard.hears(listener))
    if any(statement.subject is None for term in exempt for statement in matching(term, heard)):
        return ()
    wanted = tuple(dict.fromkeys(ask for each in asks if each for ask in each))
    if not wanted or not sources.has_other_things or not _is_said_of_other_things(rule, heard):
        return wanted
    return tuple(ask for ask in wanted if not sources.is_only_about_the_offer(ask)) or None


def _is_said_of_other_things(rule: Rule, heard: Heard) -> bool:
    """Whether everything said that a rule listens to is about something that isn't what sells most."""
    saying = (matching(each.term, heard) for each in rule.between if each.term.side == "say")
    return any(each and all(statement.about not in ("", MAIN) for statement in each) for each in saying)


def _needs_answer(waits: Mapping[str, tuple[str, ...]], central: Mapping[str, int]) -> tuple[NeedsAnswer, ...]:
    """The questions worth asking: first those on which alone a `central` promise rests, the most severe first, then
    those that settle the most checks on their own, then those that help to settle the most.
    """
    decides: dict[str, list[str]] = {}
    alone: dict[str, int] = {}
    for check, asks in waits.items():
        for ask in asks:
            decides.setdefault(ask, []).append(check)
            alone[ask] = alone.get(ask, 0) + (len(asks) == 1)
    ranked = sorted(decides, key=lambda ask: (-central.get(ask, 0), -alone[ask], -len(decides[ask])))
    return tuple(NeedsAnswer(ask, tuple(decides[ask]), alone[ask], ask in central) for ask in ranked)


def _resting_on_what_is_read_first(
    content: Content, audit: Audit, waits: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """The questions that alone can show that a claim people read first is broken, each with the severity of that."""
    standing = (row for row in audit.of("promise") if not row.is_inactive)
    claims = {tag for row in islice(standing, READ_FIRST) for tag in row.many("claims")}
    found: dict[str, int] = {}
    for name, asks in waits.items():
        check = content.checks[name]
        is_about_claims = any(term.side == "say" and not claims.isdisjoint(term.tags) for term in check.between)
        is_grave = check.first or check.severity >= CENTRAL
        if len(asks) == 1 and is_grave and not check.broad and is_about_claims:
            found[asks[0]] = max(found.get(asks[0], 0), check.severity)
    return found


def gates(audit: Audit, spoken: Sequence[Statement], found: Sequence[Mismatch]) -> tuple[Gate, ...]:
    """The problems of the whole business, to deal with before any single mismatch: `crisis`, `early`, `systemic` and
    `uncounted`, in that order. Their texts are in screens/compare.md, by id.
    """
    tags = {statement.tag for statement in spoken}
    delivered = [statement for statement in spoken if statement.side == "deliver"]
    standing = {
        "crisis": "stage.crisis" in tags,
        "early": tags >= EARLY,
        "systemic": _systemic(audit, found),
        "uncounted": bool(delivered) and not any(_is_counted(audit, statement) for statement in delivered),
    }
    return tuple(Gate(name) for name, holds in standing.items() if holds)


def _is_counted(audit: Audit, statement: Statement) -> bool:
    """Whether a statement rests on a count or a record. A table of only a few customers isn't a count."""
    if statement.evidence not in ("record", "counted"):
        return False
    return not statement.source.startswith(OF_CUSTOMERS) or len(audit.of("customer")) >= CUSTOMERS_TO_COUNT


def _systemic(audit: Audit, found: Sequence[Mismatch]) -> bool:
    """Whether each of several channels contradicts something that is said: then look at the promise first."""
    against = {
        channel
        for mismatch in found
        if mismatch.verdict == "contradiction" and any(statement.side == "say" for statement in mismatch.statements)
        for channel in mismatch.rows_of("channel")
    }
    channels = {row.id for row in audit.of("channel") if not row.is_inactive}
    return len(channels) > 1 and channels <= against


def _worded(content: Content, check: Check, by_term: Iterable[Iterable[Statement]]) -> Check:
    """The check in its wording for partners if a partner says everything that is said; otherwise the check itself."""
    said = [statement for side in by_term for statement in side if statement.side == "say"]
    if not said or any(statement.heard != "partner" for statement in said):
        return check
    texts = content.screens["card"].texts
    return check.as_said_by_a_partner(texts[PARTNER_FIX], texts["partner-why"])
