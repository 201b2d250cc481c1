"""How the claims on a topic compare with what is true: they agree, are only guessed, or are part of a mismatch."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Literal

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content, Question, Topic
from trueup.engine.agreeing import VOWS
from trueup.engine.applicability import is_for
from trueup.engine.kept_promises import is_told_by_another, promise_of
from trueup.engine.model import Findings, Mismatch, Statement, Subject, Verdict
from trueup.engine.phrases import TRUE_SIDES
from trueup.engine.ranking import CHANGE, PLANS
from trueup.engine.rules import rules_of
from trueup.engine.statements import MEASURED

Claimed = Verdict | Literal["accepted", "agrees", "partly", "guessed", ""]
"""How a topic's claims compare with what is true: the verdict of their mismatch, or `accepted`; without a mismatch,
`agrees`, `partly` if a line that makes them also says something untrue, or `guessed`. Empty if nothing is claimed."""


FIGURES = frozenset({"counts"})
"""Topics of claims that state a figure. No answer tells it, so a claim with digits isn't proven."""


def is_proven(content: Content, audit: Audit, topic: Topic, claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether answers show that this very claim is true: answers about the thing that it is about."""
    if topic.id in FIGURES and any(map(str.isdigit, claim.quote)):
        return False
    near = [each for each in here if not claim.about or each.about in ("", claim.about)]
    return _is_backed(claim, near) or _is_compared(content, audit, topic, claim, near)


def _is_backed(claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether what is claimed is also sold or delivered, known by more than a guess."""
    return any(each.tag == claim.tag for each in here if each.side in TRUE_SIDES and each.evidence != "guess")


def _is_compared(content: Content, audit: Audit, topic: Topic, claim: Statement, here: Sequence[Statement]) -> bool:
    """Whether a check compares the claim with an answer on the topic that is known by more than a guess, such as *the
    next day* with *the same day*. Without a mismatch, the claim is true then. An answer that admits a condition the
    claim leaves out proves nothing, and nor does a count of how often a promise is kept, or an answer that speaks
    against the claim and is only excused by an exception.
    """
    known = [
        each
        for each in here
        if topic.id != VOWS and each.side in TRUE_SIDES and each.evidence != "guess" and each.word not in topic.admits
    ]
    spoken = {(each.side, each.tag) for each in known}
    sources = {each.source for each in known}
    is_compared = False
    for rule in rules_of(content).touched_by.get(("say", claim.tag), ()):
        against = [each for each in rule.between if ("say", claim.tag) not in each.positions]
        if len(against) == len(rule.between) or not is_for(audit, rule.check):
            continue  # the claim is an exception of this check, or the check is for other kinds of business
        if len(against) == 1 and not rule.check.tension and not spoken.isdisjoint(against[0].positions):
            return False
        speakers = (speaker for each in against for speaker in each.speakers)
        names = {each.id if isinstance(each, Question) else f"{MEASURED}{each.name}" for each in speakers}
        is_compared = is_compared or not names.isdisjoint(sources)
    return is_compared


def is_unasked(content: Content, findings: Findings, claims: Sequence[Statement], here: Sequence[Statement]) -> bool:
    """Whether only an open question asks about exactly what one of these claims says. Then other answers don't prove
    it: that most customers pay once doesn't mean that no one has a subscription.
    """
    still_open = {each.question for each in findings.needs_answer}
    known = {each.source for each in here if each.side in TRUE_SIDES and each.evidence != "guess"}
    asking = (
        {each.id for side in TRUE_SIDES for each in content.speakers.get((side, claim.tag), ())} for claim in claims
    )
    return any(not still_open.isdisjoint(each) and known.isdisjoint(each) for each in asking)


def include_a_vow(claims: Sequence[Statement], vowed: Container[Subject | None]) -> bool:
    """Whether one of these claims is part of a promise without exceptions, and isn't the claim that there are none."""
    return any(claim.subject in vowed and claim.topic != VOWS for claim in claims)


def is_untrue_elsewhere(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a proven mismatch on another topic quotes a published line that makes one of these claims."""
    proven = (each for each in findings.mismatches if each.verdict == "contradiction")
    quoted = {row for found in proven for row in (found.promise, *found.promises) if row}
    return not quoted.isdisjoint(map(promise_of, claims))


def compared_with_truth(
    findings: Findings, claims: Sequence[Statement], broken: Sequence[Mismatch], *, known: bool
) -> tuple[Claimed, str]:
    """How claims compare with what is true, and the mismatch they are part of; empty if there is none. That two
    promises exclude each other says nothing against the one that is `known`.
    """
    for mismatch in findings.mismatches:
        if not (known and is_told_by_another(mismatch)) and any(
            statement in mismatch.statements for statement in claims
        ):
            return mismatch.verdict, mismatch.id
    for mismatch in findings.accepted:
        if any(statement in mismatch.statements for statement in claims):
            return "accepted", mismatch.id
    if broken:
        return _as_sure(broken[0]), broken[0].id
    if not claims:
        return "", ""
    if not_kept := _open(findings, claims):
        return _as_sure(not_kept), not_kept.id
    return ("agrees" if known else "guessed"), ""


def _as_sure(count: Mismatch) -> Verdict:
    """How sure it is that one claim of a counted promise is untrue. If the promise makes claims on several topics,
    another claim may be the untrue one.
    """
    return count.verdict if len(count.claimed) < 2 else "unproven"


def contradicted_claims(findings: Findings, claims: Sequence[Statement]) -> set[str]:
    """The claims that a proven mismatch quotes as untrue. If they're only untrue of some channels, the sentences say
    so.
    """
    return {
        each.tag
        for found in findings.mismatches
        if found.verdict == "contradiction"
        for each in found.statements
        if each in claims
    }


def what_breaks(findings: Findings, claim: Statement) -> Mismatch | None:
    """The proven, leading mismatch that says the promise with this claim isn't kept, by a count or by the terms, or
    that a plan ends it.
    """
    of_it = (each for each in findings.mismatches if _could_break(findings, each, claim))
    return next((each for each in of_it if (each.check.first or ends(each)) and each.verdict == "contradiction"), None)


def ends(found: Mismatch) -> bool:
    """Whether a mismatch says that a plan ends what is true today."""
    return any(each.tag in PLANS or (each.topic == CHANGE and each.side == "believe") for each in found.statements)


def _could_break(findings: Findings, count: Mismatch, claim: Statement) -> bool:
    """Whether a count of a promise could be about this claim. It isn't if the mismatch that explains the count quotes
    other claims of the promise, but not this one. A plan that ends a promise could end all of it.
    """
    if not count.promise or claim.subject != ("promise", count.promise):
        return False
    if ends(count):
        return True
    reason = findings.found(count.under) if count.under else None
    said = reason.statements if reason and not reason.promise else ()
    meant = {each.topic for each in said if each.source == CLAIMS and each.subject == claim.subject}
    return not meant or claim.topic in meant


def is_in_doubt(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether a promise with one of these claims isn't kept, and no mismatch says why. Then what is delivered is
    unknown.
    """
    told = [each for each in findings.mismatches if each.verdict == "contradiction"]
    if any(not each.promise and not set(claims).isdisjoint(each.statements) for each in told):
        return False
    broken = {("promise", each.promise) for each in told if each.promise}
    return any(claim.subject in broken for claim in claims)


def _open(findings: Findings, claims: Sequence[Statement]) -> Mismatch | None:
    """The first open count of a promise, on any topic, that could be about one of these claims."""
    return next(
        (each for each in findings.mismatches if any(_could_break(findings, each, claim) for claim in claims)), None
    )
