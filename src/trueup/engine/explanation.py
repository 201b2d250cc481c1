"""Why a check found something in this business or didn't, and which findings depend on which answers.

`explain` gives the reasons, statement by statement; `flips` yields the changes of a single answer that would add or
remove a finding; `guesses_behind` are the guesses that a fix rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit
from trueup.answers.place import Place, in_row
from trueup.content.model import ROW_KINDS, Content, Question, Side, Term, check_of
from trueup.engine.agreeing import agreements
from trueup.engine.applicability import asked, choices, fields, is_for
from trueup.engine.judge import is_accepted, judge, wanted
from trueup.engine.matching import by_position, matching, meetings, unsilenced
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings, Mismatch, Statement, TriedFix
from trueup.engine.open_questions import Sources
from trueup.engine.rules import rules_of
from trueup.engine.slow_work import GoesOn
from trueup.engine.statements import statements

Reason = Literal[
    "found", "folded", "accepted", "objected", "silenced", "never meet", "answered otherwise", "open", "off"
]
"""What became of a check:

- `folded`: found, but folded under another mismatch.
- `objected`: found, but the founder says it isn't true here.
- `silenced`: one of the check's `unless` terms is true.
- `never meet`: the statements are about different things, customers or rows.
- `answered otherwise`: a side took another position.
- `open`: a side hasn't answered.
- `off`: the check can't apply to this business.
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """One term of a check: the positions it listens to, and which statements take them."""

    term: Term
    saying: tuple[Statement, ...]
    """The statements that take one of its positions."""
    instead: tuple[Statement, ...]
    """If no statement takes any of these positions: what the same side says on the same topics."""
    asks: tuple[str, ...]
    """The open questions that could still take one of these positions."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The result of one check in one business, with the reasons."""

    check: str
    reason: Reason
    between: tuple[Heard, ...]
    exceptions: tuple[Heard, ...]
    """The check's `unless` terms that match a statement, whether or not they silence the check."""
    silenced_by: tuple[Statement, ...]
    mismatch: Mismatch | None
    asks: tuple[str, ...]
    """The questions that would decide the check."""


def explain(content: Content, audit: Audit, check_id: str) -> Explanation:
    """Why this check found something here, or why not. Raises KeyError if there's no such check."""
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
        excuses = _without_promises_at_odds(exceptions, mismatch, findings)
        return Explanation(check_id, _standing(audit, mismatch), between, excuses, (), mismatch, ())
    if not is_for(audit, rule.check):
        return Explanation(check_id, "off", between, exceptions, (), None, ())
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
                if len(unsilenced(met, exception.term, [statement])) < len(met)
            )
    return Explanation(check_id, reason, between, exceptions, silenced, None, asks or ())


def _without_promises_at_odds(exceptions: Sequence[Heard], mismatch: Mismatch, findings: Findings) -> tuple[Heard, ...]:
    """The exceptions without claims of a promise that this mismatch quotes, or that another one holds against the same
    answer: they are broken by that answer, so they can't excuse it.
    """
    against = {each for each in mismatch.statements if each.side != "say"}
    with_it = [found for found in findings.every if not against.isdisjoint(found.statements)]
    broken = {each for found in with_it for each in found.statements if each.side == "say"}
    quoted = {each.subject for each in mismatch.statements if each.side == "say" and each.subject}

    def left(heard: Heard) -> Heard:
        return replace(
            heard, saying=tuple(each for each in heard.saying if each not in broken and each.subject not in quoted)
        )

    return tuple(heard for heard in map(left, exceptions) if heard.saying)


def _standing(audit: Audit, mismatch: Mismatch) -> Reason:
    if mismatch.id in audit.objected:
        return "objected"
    if is_accepted(audit, mismatch):
        return "accepted"
    return "folded" if mismatch.under else "found"


def _instead(spoken: Sequence[Statement], term: Term) -> tuple[Statement, ...]:
    topics = {tag.partition(".")[0] for tag in term.tags}
    return tuple(
        each for each in spoken if each.side == term.side and each.topic in topics and each.tag not in term.tags
    )


CHANGEABLE: frozenset[Side] = frozenset({"say", "sell", "deliver"})
"""The sides a founder can change rather than only report."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one answer, and what it would change in the findings."""

    side: Side
    place: str
    """A question id, or a field of a row: `channel:own-site.steps`."""
    was: Answer
    now: Answer
    gone: frozenset[str]
    """The ids of mismatches that would no longer be found."""
    new: frozenset[str]
    """The ids of mismatches that would be found."""
    unsettled: frozenset[str]
    """Topics that would no longer agree."""


def flips(
    content: Content,
    audit: Audit,
    findings: Findings | None = None,
    check: str = "",
    topic: str = "",
    goes_on: GoesOn | None = None,
) -> Iterator[Flip]:
    """Every change of a single answer to another position that would end or create a finding.

    Each change needs one judging: about 200 for a full business, or about 20 if limited to the answers that one `check`
    listens to, or that take a position on one `topic`. Request them one by one and stop when you have enough. Raises
    NotWantedError once `goes_on` says that no one is waiting.
    """
    before = findings or judge(content, audit)
    found = {each.id for each in before.every}
    agrees = {each.topic for each in agreements(content, audit, before)}
    listened = _listened(content, check) if check else _on_topic(content, topic) if topic else None
    for side, place, was, now in _changes(content, audit, listened):
        changed = audit.with_answer_at(Place.of(place), now)
        after = judge(content, changed, goes_on)
        then = {each.id for each in after.every}
        flip = Flip(
            side,
            place,
            was,
            now,
            frozenset(found - then),
            frozenset(then - found),
            frozenset(agrees - {each.topic for each in agreements(content, changed, after)}),
        )
        if flip.gone or flip.new or flip.unsettled:
            yield flip


def turning(every: list[Flip], check: str) -> tuple[Flip, ...]:
    """Out of `every`, the flips of words, terms or work that would end one mismatch, those with the fewest side effects
    first.

    Changes to what customers need or the founder believes are left out: they would only deny the mismatch.
    """
    return tuple(sorted((each for each in every if check in each.gone and each.side in CHANGEABLE), key=_side_effects))


def unsettling(every: list[Flip], topic: str) -> tuple[Flip, ...]:
    """Out of `every`, the flips that would end the agreement on a topic, those with the fewest side effects first."""
    return tuple(sorted((each for each in every if topic in each.unsettled), key=_side_effects))


def _side_effects(flip: Flip) -> int:
    return len(flip.gone) + len(flip.new) + len(flip.unsettled)


def guesses_behind(findings: Findings, tried: TriedFix) -> tuple[Statement, ...]:
    """The guesses and remembered answers that a fix rests on: the weakest statements in the mismatches it solves."""
    solved = (found for found in findings.mismatches if found.id in tried.solves)
    weak = (each for found in solved for each in found.statements if each.evidence in ("guess", "memory"))
    return tuple(sorted(dict.fromkeys(weak), key=lambda each: each.evidence != "guess"))


def _on_topic(content: Content, topic: str) -> frozenset[str]:
    """The questions whose answers take a position on a topic."""
    return frozenset(
        question.id
        for question in content.questions.values()
        if any(tag.partition(".")[0] == topic for tag in (content.claims if question.is_checklist else question.tags))
    )


def _listened(content: Content, check: str) -> frozenset[str]:
    """The questions whose answers a check uses, directly or through a measure."""
    heard = content.touches(check)
    by_measure = {
        need for each in MEASURES.values() for tag in each.tags if ("deliver", tag) in heard for need in each.needs
    }
    return frozenset(
        question.id
        for question in content.questions.values()
        if question.id in by_measure
        or any((question.side, tag) in heard for tag in (content.claims if question.is_checklist else question.tags))
    )


def _changes(
    content: Content, audit: Audit, listened: frozenset[str] | None
) -> Iterator[tuple[Side, str, Answer, Answer]]:
    for place, question, answer in _places(content, audit):
        is_among = listened is None or question.id in listened
        if question.side and is_among and answer and answer.state == "given":
            for other in _others(audit, question, answer):
                yield question.side, place, answer, other


def _places(content: Content, audit: Audit) -> Iterator[tuple[str, Question, Answer | None]]:
    """Every question asked, of the business or of an active row that isn't a customer, with its place and answer."""
    for question in asked(content, audit):
        yield question.id, question, audit.answers.get(question.id)
    for kind in ROW_KINDS:
        for row in audit.of(kind) if kind != "customer" else ():
            for question in fields(content, audit, kind, row) if not row.is_inactive else ():
                yield in_row(kind, row.id, question.field), question, row.fields.get(question.field)


COUNTED = ("", "share", "of 10")
"""The units of numbers that count something, rather than say how long or how much."""


def _others(audit: Audit, question: Question, answer: Answer) -> Iterator[Answer]:
    """Each answer one step from the given one: another choice, a tick fewer or more, or a number in another band. A
    count or a share has none, because no one can choose it.
    """
    value = answer.value
    if isinstance(value, str):
        yield from (
            replace(answer, value=choice.key, note="")
            for choice in choices(audit, question)
            if choice.key != value and choice.stands
        )
    elif isinstance(value, tuple):
        for picked in value:
            yield replace(answer, value=tuple(each for each in value if each != picked), note="")
        if question.choices and question.kind == "many":
            taken = {each.removesuffix(OPTIONAL_STEP) for each in value}
            for choice in choices(audit, question):
                if choice.key not in taken and choice.stands:
                    yield replace(answer, value=(*value, choice.key), note="")
    elif isinstance(value, float) and question.unit not in COUNTED:
        last = 0.0
        for band in question.bands:
            middle = last + 1 if band.upto is None else (last + band.upto) / 2
            if not (last < value and (band.upto is None or value <= band.upto)):
                yield replace(answer, value=middle, note="")
            last = band.upto or last
