"""Fixes that rewrite a promise as a whole: which promises need it, and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, Content, Fix
from trueup.engine.applicability import INSTEAD_QUESTION, business_kind
from trueup.engine.model import Findings, Mismatch, TriedFix, name_of
from trueup.engine.preview import claims_of, is_of_a_fact
from trueup.engine.ranking import PLANS, VOW
from trueup.engine.telling import added, is_money_back_that_no_one_got, is_still_owed, owed_to, whom_to_tell
from trueup.engine.trying import State
from trueup.engine.twins import PARTNER, ask_partners, in_other_words

REWRITE_FROM = 2
"""A promise with at least this many mismatches is worth rewriting as a whole."""

MOST_CLAIMS = 3
"""The most untrue claims that the fix that rewrites a promise lists (our choice). More aren't read as a list."""

ALWAYS = frozenset({"kept.vow", "kept.every", "kept.season"})
"""Claims that something is always true. What isn't true is the claim they are made about, if that is known."""


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
            yield (carried or every)[0], rewrite_fix(content, audit, row, findings.mismatches)


def _are_of_several_claims(promise: str, found: Sequence[Mismatch]) -> bool:
    """Whether together, these mismatches contradict more claims of a promise than any one of them does."""
    untrue = [set(claims_of(promise, each)) for each in found if is_of_a_fact(each)]
    return bool(untrue) and len(set().union(*untrue)) > max(map(len, untrue))


def rewrites_of(
    content: Content, state: State, findings: Findings, stuck: Collection[str]
) -> Iterator[tuple[Mismatch, Fix]]:
    """A fix that rewrites the promise, for each `stuck` mismatch that is open and quotes only one promise."""
    for mismatch in state.open:
        if mismatch.id in stuck and len(mismatch.promises) == 1:
            (promise,) = mismatch.promises
            row = state.audit.row("promise", promise)
            if row is not None:
                yield mismatch, rewrite_fix(content, state.audit, row, findings.mismatches)


def sharing_a_promise(state: State) -> set[str]:
    """The leading mismatches that contradict different claims of one promise. Its words should change only once."""
    sharing: dict[str, list[Mismatch]] = {}
    for mismatch in state.open:
        if not mismatch.under and is_of_a_fact(mismatch) and len(mismatch.promises) == 1:
            (row,) = mismatch.promises
            sharing.setdefault(row, []).append(mismatch)
    return {each.id for promise, found in sharing.items() if _are_of_several_claims(promise, found) for each in found}


def correction(content: Content, state: State, leader: Mismatch) -> Fix | None:
    """The fix that rewrites the promise of a mismatch, or of one folded under it, with what the founder said happens
    instead. None if no promise is known to be untrue, if nothing was said, or if other words aren't the answer: where
    people may come to harm, and for a vow.
    """
    if leader.is_unsafe or leader.under:
        return None
    group = [each for each in state.open if leader.id in (each.id, each.under) and each.verdict == "contradiction"]
    if leader.promise and not any(map(is_of_a_fact, group)):
        return None  # its own fixes say so already
    quoted = frozenset().union(*(each.promises for each in group)) - unlawful_to_publish(state)
    rows = sorted((row for row in state.audit.of("promise") if row.id in quoted), key=_is_a_partners)
    for row in rows:
        if VOW in row.many("claims"):
            continue
        if any(_is_untrue(row.id, each) for each in group) and _said_instead(row.id, group):
            return rewrite_fix(content, state.audit, row, state.open)
    return None


def unlawful_to_publish(state: State) -> frozenset[str]:
    """The promises broken by something that the law often forbids. It must end: a page can't make it right."""
    kind = business_kind(state.audit)
    broken = (each.promises for each in state.open if each.check.is_unlawful_for(kind))
    return frozenset[str]().union(*broken)


def _is_a_partners(promise: Row) -> bool:
    return promise.text("where") == PARTNER


def _is_untrue(promise: str, mismatch: Mismatch) -> bool:
    return mismatch.promise == promise or (is_of_a_fact(mismatch) and any(claims_of(promise, mismatch)))


def _said_instead(promise: str, found: Sequence[Mismatch]) -> bool:
    """Whether these mismatches quote what happens instead of a promise, and it isn't a plan."""
    said = [each for every in found for each in every.statements if each.subject == ("promise", promise)]
    told = any(each.source == INSTEAD_QUESTION and each.quote.strip() for each in said)
    return told and PLANS.isdisjoint(each.tag for each in said)


def rewrite_fix(content: Content, audit: Audit, promise: Row, found: Sequence[Mismatch]) -> Fix:
    """The fix that rewrites one promise, and those that say the same: with what happens, if the founder said so, or
    else without its contradicted claims. A partner's promise can't be rewritten, but the partner can be told what is
    true.
    """
    words = name_of(promise.text("words"))
    is_partners = _is_a_partners(promise)
    concerned = [each for each in found if promise.id in each.promises]
    tell = "" if is_partners else whom_to_tell(content, audit, concerned)
    if promise.text("instead").strip():
        again = in_other_words(audit, {promise.id})
        if is_partners:
            return _rewriting(content, promise, "happens", (words, *again))
        tell = added(content, owed_to(audit, promise)) if is_still_owed(promise.many("claims")) else tell
        also = tell + ask_partners(content, audit, {promise.id})
        happens = "changes" if _is_planned(promise) else "happens"
        if is_money_back_that_no_one_got(promise):
            happens = "unmet"
        return _rewriting(content, promise, "happens-several" if again else happens, (words, *again), also)
    resting = list(resting_on(found, promise.id))
    untrue = [each for each in resting if is_of_a_fact(each)] or resting
    tags = dict.fromkeys(tag for mismatch in untrue for tag in claims_of(promise.id, mismatch))
    tags = {tag: None for tag in tags if tag not in ALWAYS} or tags
    named = list(dict.fromkeys(_claim(content, tag) for tag in tags))
    how = "without" if 0 < len(named) <= MOST_CLAIMS else "true" if named else ""
    return _rewriting(content, promise, how, (words,), tell, named)


def _is_planned(promise: Row) -> bool:
    """Whether what is said to happen instead of a promise hasn't begun: the founder plans to end the promise."""
    return f"kept.{promise.text('stays')}" in PLANS


def _rewriting(
    content: Content, promise: Row, how: str, words: Sequence[str], also: str = "", claims: Sequence[str] = ()
) -> Fix:
    """The fix in the words of the card. `how` is the end of the text's name, `also` is added after it."""
    name = "-".join(filter(None, ("partner" if _is_a_partners(promise) else "", "rewrite", how)))
    *more, last = words
    listed = f"{', '.join(more)} and {last}" if more else last
    do = content.text("card", name).replace("{claims}", "; ".join(claims)).replace("{words}", listed)
    costs_you = content.text("card", "rewrite-costs")
    return Fix(do=f"{do}{also}", effort="hours", move="say", rewrite=promise.id, costs_you=costs_you)


def _claim(content: Content, tag: str) -> str:
    """What a claim says, in the words of the checklist."""
    topic, _, word = tag.partition(".")
    return content.topics[topic].claims.get(word) or content.label(tag)


def resting_on(found: Iterable[Mismatch], promise: str) -> Iterator[Mismatch]:
    """Those of some open mismatches that rest on a claim of a promise."""
    for mismatch in found:
        if any(claims_of(promise, mismatch)):
            yield mismatch


def with_its_sentence(state: State, leader: str) -> set[str]:
    """A mismatch, and those folded under it that say that something in the same promise isn't true."""
    promises = state.open_by_id[leader].promises if leader in state.open_by_id else frozenset[str]()
    below = (each for each in state.open if each.under == leader and (each.promise or is_of_a_fact(each)))
    return {leader, *(each.id for each in below if not promises.isdisjoint(each.promises))}


def settles_its_sentence(state: State, tried: TriedFix) -> bool:
    """Whether a correction settles everything that is untrue in its sentence. It may gain nothing, because terms with
    the same fault are folded under the mismatch and take its place.
    """
    if tried.gain < 0 or tried.creates or not tried.is_enough:
        return False
    return with_its_sentence(state, tried.check) <= set(tried.solves)


def is_fitting(state: State, tried: TriedFix) -> bool:
    """Whether a fix fits better than the rewriting of the promise: it ends the harm, it replaces the promise, or it
    settles everything untrue in the promise and was either written for a case like this one or leads to words that the
    answers say are true.

    It must also solve its own mismatch and create none.
    """
    if tried.fix.rewrite or tried.check not in tried.solves or tried.creates:
        return False
    is_true = tried.fix.move == "say" and tried.fix.to in state.facts and not tried.fix.adds
    is_whole = with_its_sentence(state, tried.check) <= set(tried.solves)
    if tried.fix.ends and (tried.fix.move != "say" or is_whole):
        return True
    return tried.fix.replaces or ((is_true or bool(tried.fix.only)) and is_whole)
