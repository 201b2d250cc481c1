"""Why a check found something in this business, or why it didn't: statement by statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trueup.answers.model import Audit
from trueup.content.model import Content, Side, Term, check_of
from trueup.engine.judge import is_accepted, judge, wanted
from trueup.engine.matching import by_position, matching, meetings, unsilenced
from trueup.engine.model import Mismatch, Statement
from trueup.engine.open_questions import Sources
from trueup.engine.rules import rules_of
from trueup.engine.statements import statements

Reason = Literal[
    "found", "folded", "accepted", "objected", "silenced", "never meet", "answered otherwise", "open", "off"
]
"""Found; found and folded under another; accepted; not true here; silenced by an exception; the statements are about
different things, customers or rows; a side took another position; a side has not answered; it can't apply here."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One term of a check: what it listens to, and what was said."""

    term: Term
    saying: tuple[Statement, ...]
    """The statements that take one of its positions."""
    instead: tuple[Statement, ...]
    """Where none does: what the same side says on the same topics."""
    asks: tuple[str, ...]
    """The questions that could still speak."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one check comes to in one business, and why."""

    check: str
    reason: Reason
    between: tuple[Heard, ...]
    exceptions: tuple[Heard, ...]
    """Exceptions of which something is said; those that silence are in `silenced_by`."""
    silenced_by: tuple[Statement, ...]
    mismatch: Mismatch | None
    asks: tuple[str, ...]
    """What would decide it."""


def explain(content: Content, audit: Audit, check_id: str) -> Explanation:
    """Why this check found something here, or why not. Raises KeyError for a check there isn't."""
    rule = rules_of(content).by_check[check_of(check_id)]
    spoken = statements(content, audit)
    heard, sources = by_position(spoken), Sources(content, audit)
    between = tuple(
        Heard(each.term, tuple(matching(each.term, heard)), _instead(spoken, each.term), sources.asks(each) or ())
        for each in rule.between
    )
    exceptions = tuple(
        Heard(each.term, tuple(saying), (), ()) for each in rule.unless if (saying := matching(each.term, heard))
    )
    findings = judge(content, audit)
    mismatch = findings.found(check_id)
    if mismatch is not None:
        return Explanation(check_id, _standing(audit, mismatch), between, exceptions, (), mismatch, ())
    silent = heard.silent(rule)
    asks = wanted(rule, silent, heard, sources)
    silenced: tuple[Statement, ...] = ()
    reason: Reason = "off" if asks is None else "open" if asks else "answered otherwise"
    if not silent:
        met = meetings(rule.check.between, [each.saying for each in between])
        reason = "silenced" if met else "never meet"
        if met:
            silenced = tuple(
                statement
                for exception in exceptions
                for statement in exception.saying
                if len(
                    unsilenced(
                        met,
                        [statement],
                        other=exception.term.other,
                        group=exception.term.group,
                        everyone=exception.term.everyone,
                    )
                )
                < len(met)
            )
    return Explanation(check_id, reason, between, exceptions, silenced, None, asks or ())


def _standing(audit: Audit, mismatch: Mismatch) -> Reason:
    if mismatch.id in audit.objected:
        return "objected"
    if is_accepted(audit, mismatch):
        return "accepted"
    return "folded" if mismatch.under else "found"


def _instead(spoken: Sequence[Statement], term: Term) -> tuple[Statement, ...]:
    topics = {tag.partition(".")[0] for tag in term.tags}
    return tuple(
        each for each in spoken if _is_heard(each, term.side) and each.topic in topics and each.tag not in term.tags
    )


def _is_heard(statement: Statement, side: Side) -> bool:
    return statement.side == side
