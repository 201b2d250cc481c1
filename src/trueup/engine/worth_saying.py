"""Which answers on a topic are worth a sentence: those about everyone that nothing proven makes half the truth."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content, Topic
from trueup.engine.agreeing import PAYERS, TOUCHED
from trueup.engine.model import MAIN, Findings, Statement
from trueup.engine.phrases import TRUE_SIDES, by_default
from trueup.engine.statements import MEASURED


def of_everyone(audit: Audit, here: Sequence[Statement]) -> list[Statement]:
    """The statements, without answers about another product or about one group of several: neither is true of
    everyone who reads the page. If all claims are about one other product, answers about it stay.
    """
    groups = sum(not row.is_inactive for row in audit.of("group"))
    claimed = {each.about for each in here if each.side == "say" and each.source == CLAIMS}
    meant = {"", MAIN} | (claimed if len(claimed) == 1 else set())
    return [
        each
        for each in here
        if each.side == "say" or (each.about in meant and not (groups > 1 and each.row_of("group")))
    ]


def without_the_unsayable(topic: Topic, here: Sequence[Statement], findings: Findings) -> list[Statement]:
    """The statements on a topic, without the answers that a proven mismatch quotes for something no phrase can say,
    such as a refused refund. A phrase for what else was picked in such an answer would hide that.
    """
    quoted = (each for found in findings.mismatches if found.verdict == "contradiction" for each in found.statements)
    hidden = {
        (each.source, each.subject)
        for each in quoted
        if each.topic == topic.id and each.side in ("sell", "deliver") and each.word not in topic.phrases
    }
    return [each for each in here if each.side == "say" or (each.source, each.subject) not in hidden]


WHO_PAYS = frozenset(PAYERS) - {"ads"}
"""Topics about who else pays, and for what. If one of them is in a contradiction, no sentence on the others or on ads
is offered: that advertisers pay at all is half the truth then."""


def touched_topics(findings: Findings) -> frozenset[str]:
    """Topics on which nothing is offered, because a proven mismatch on another topic is about the same matter."""
    proven = [each for each in findings.mismatches if each.verdict == "contradiction"]
    taken = {name for found in proven for each in found.statements for name in (each.tag, each.topic)}
    taken |= {found.check.topic for found in proven}
    payers = frozenset(PAYERS) if not taken.isdisjoint(WHO_PAYS) else frozenset[str]()
    return (payers | {other for each in taken for other in TOUCHED.get(each, ())}) - taken


def worth_saying(
    topic: Topic, heard: Sequence[Statement], claims: Sequence[Statement], touched: frozenset[str]
) -> list[Statement]:
    """The statements, without those whose phrase no one would ask for, and without all of them if the topic is touched
    by a mismatch on another one.
    """
    return [
        each
        for each in heard
        if each.side == "say" or (topic.id not in touched and (claims or each.word not in topic.if_claimed))
    ]


NEEDS_TERMS = frozenset({"entry.trial"})
"""Positions that a step of a channel doesn't prove: what people try there may be a sample or a first look, and not what
they pay for."""


LOOSE = {"start.talk": (f"{MEASURED}customer.started", "channel.conditions")}
"""Position → sources that take it for more than its phrase says: *had to call* is also chosen for a visit or a quote,
and one choice speaks of a call, a demo or a visit."""


def without_the_loose(heard: Sequence[Statement]) -> list[Statement]:
    """The statements, without those that may mean something else than what the phrase would say."""
    return [each for each in heard if each.source not in LOOSE.get(each.tag, ())]


def backed_by_terms(content: Content, heard: Sequence[Statement]) -> list[Statement]:
    """The statements, without those that need terms that say the same. If the terms are unknown, that's also true of
    what only follows from a step missing in a channel: a path that shows no call doesn't prove that none is needed.
    """
    sold = {each.tag for each in heard if each.side == "sell" and each.evidence != "guess"}
    return [
        each
        for each in heard
        if (each.tag in sold or each.tag not in NEEDS_TERMS) and (sold or not by_default(content, each))
    ]


def that_contradict(findings: Findings, claims: Sequence[Statement], heard: Sequence[Statement]) -> list[Statement]:
    """If proven mismatches quote these claims, only what was said in answer to the questions they quote against them.
    What was said elsewhere on the topic may be true, but isn't what the claims should be replaced with.
    """
    sources = {
        each.source
        for found in findings.mismatches
        if found.verdict == "contradiction" and not found.promise and not set(claims).isdisjoint(found.statements)
        for each in found.statements
        if each.side in TRUE_SIDES
    }
    return [each for each in heard if each.side == "say" or each.source in sources or not sources]


def is_not_delivered(findings: Findings, claims: Sequence[Statement]) -> bool:
    """Whether what is delivered contradicts one of these claims. Then terms that say the same prove nothing."""
    return any(
        mismatch.verdict == "contradiction"
        and not set(claims).isdisjoint(mismatch.statements)
        and {statement.side for statement in mismatch.statements} == {"say", "deliver"}
        for mismatch in findings.mismatches
        if not mismatch.promise
    )
