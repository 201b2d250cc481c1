"""From statements to findings: what conflicts, what agrees, and what can't be judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from trueup.answers.model import Audit
from trueup.content.model import SIDES, Content, Side
from trueup.engine.gates import gates
from trueup.engine.matching import Heard, by_position, matching, meetings, unsilenced
from trueup.engine.model import Agreement, Findings, Mismatch, NeedsAnswer, Statement
from trueup.engine.open_questions import Sources
from trueup.engine.ranking import certainty, order, reach, verdict
from trueup.engine.rules import Listener, Rule, rules_of
from trueup.engine.shares import Shares, channel_shares, shares_of_groups
from trueup.engine.statements import Spoken, spoken


def judge(content: Content, audit: Audit) -> Findings:
    """Everything there is to say about one audit. Pure: the same answers always give the same findings."""
    return Judging(content, audit).findings


class Ruling(NamedTuple):
    """What a rule comes to: the terms that nothing is heard of; if there are none, the mismatch, or none."""

    silent: tuple[Listener, ...]
    found: Mismatch | None


@dataclass(frozen=True, slots=True, eq=False)
class Ruled:
    """What every rule came to, and what that rests on: as long as this is the same, so is the ruling."""

    spoken: Spoken
    heard: Heard
    ground: Sequence[object]
    """What rulings rest on beside statements."""
    by_rule: Mapping[Rule, Ruling]


class Judging:
    """The judging of one audit, as far as it is asked for: what is shown with every key is only a part of it."""

    def __init__(self, content: Content, audit: Audit, before: Ruled | None = None) -> None:
        """`before`: what the same content made of another audit, to take over what is the same. For `again`."""
        self._content = content
        self._audit = audit
        self._before = before

    def again(self, audit: Audit) -> Judging:
        """The judging of another audit, most of which is the same: with a key, one answer of two hundred is another."""
        # What was not asked for is not worked out for this; and only the last one is kept, not all before it.
        return Judging(self._content, audit, self.__dict__.get("_ruled", self._before))

    @cached_property
    def open(self) -> tuple[Mismatch, ...]:
        """The open mismatches, in rank order."""
        return tuple(mismatch for mismatch in self._every if not is_settled(self._audit, mismatch))

    @cached_property
    def findings(self) -> Findings:
        """Everything there is to say."""
        audit, ruled = self._audit, self._ruled
        sources = Sources(self._content, audit)
        lacking: dict[str, tuple[str, ...]] = {}
        possible = len(self._every)
        for rule, ruling in ruled.by_rule.items():
            if ruling.found is None:
                asks = wanted(rule, ruling.silent, ruled.heard, sources)
                possible += asks is not None
                if asks:
                    lacking[rule.check.id] = asks
        return Findings(
            mismatches=self.open,
            accepted=tuple(mismatch for mismatch in self._every if is_accepted(audit, mismatch)),
            objected=tuple(mismatch for mismatch in self._every if mismatch.id in audit.objected),
            agreements=_agreements(self._content, ruled.spoken.every, ruled.heard, self._every),
            needs_answer=_needs_answer(lacking),
            open_checks=frozenset(lacking),
            gates=gates(audit, ruled.spoken.every, self.open),
            possible=possible,
            decided=possible - len(lacking),
        )

    @cached_property
    def _every(self) -> tuple[Mismatch, ...]:
        return _ranked(ruling.found for ruling in self._ruled.by_rule.values())

    @cached_property
    def _ruled(self) -> Ruled:
        content, audit, before = self._content, self._audit, self._before
        said = spoken(content, audit, before.spoken if before else None)
        heard, shares, rules = by_position(said.every), channel_shares(audit), rules_of(content)
        ground = audit.disclosed, shares, audit.of("channel")
        by_rule = dict(before.by_rule) if before and before.ground == ground else {}
        anew = rules.touched(heard.changed_since(before.heard)) if before and by_rule else rules.every
        by_rule |= {rule: _ruling(rule, audit, heard, shares) for rule in anew}
        return Ruled(said, heard, ground, by_rule)


def is_accepted(audit: Audit, mismatch: Mismatch) -> bool:
    """Whether a mismatch is a trade-off. An untrue claim can't be one (product.md: neither softener saves it)."""
    return mismatch.id in audit.accepted and mismatch.id not in audit.objected and not mismatch.check.first


def is_settled(audit: Audit, mismatch: Mismatch) -> bool:
    """Whether a mismatch is out of the open list: accepted, or not true here."""
    return mismatch.id in audit.objected or is_accepted(audit, mismatch)


def mismatches(audit: Audit, heard: Heard, rules: Iterable[Rule]) -> tuple[Mismatch, ...]:
    """The checks of these rules that are found in the statements, in rank order."""
    shares = channel_shares(audit)
    return _ranked(_ruling(rule, audit, heard, shares).found for rule in rules)


def _ranked(found: Iterable[Mismatch | None]) -> tuple[Mismatch, ...]:
    return tuple(sorted((mismatch for mismatch in found if mismatch is not None), key=order))


def _ruling(rule: Rule, audit: Audit, heard: Heard, shares: Shares) -> Ruling:
    silent = heard.silent(rule)
    return Ruling(silent, None if silent else _mismatch(rule, audit, heard, shares))


def _mismatch(rule: Rule, audit: Audit, heard: Heard, shares: Shares) -> Mismatch | None:
    check = rule.check
    met = meetings(check.between, [matching(term, heard) for term in check.between])
    for term in check.unless:
        met = unsilenced(met, matching(term, heard), group=term.group)
    if not met:
        return None
    by_term = [list(dict.fromkeys(meeting[i] for meeting in met)) for i in range(len(check.between))]
    disclosed = audit.disclosed.get(check.id) if check.disclosed else None
    sure, evidence = certainty(by_term)
    judged, severity = verdict(check, evidence, disclosed)
    groups = {statement.groups for side in by_term for statement in side if statement.groups}
    part, assumed = reach(met, shares, shares_of_groups(audit, shares, groups) if groups else {})
    return Mismatch(
        check=check,
        verdict=judged,
        statements=tuple(dict.fromkeys(statement for side in by_term for statement in side)),
        severity=severity,
        reach=round(part, 4),
        reach_assumed=assumed,
        certainty=sure,
        evidence=evidence,
        impact=round(severity * part * sure, 2),
        disclosed=disclosed,
    )


def wanted(rule: Rule, silent: Sequence[Listener], heard: Heard, sources: Sources) -> tuple[str, ...] | None:
    """What to ask to decide a check that was not found. Empty: decided. None: can't be judged here at all.

    `silent` are the sides of which nothing is heard. One that is out of the question (not applicable, parked) makes the
    check impossible. One that has answered and takes no conflicting position decides it. Otherwise the open questions
    of the sides still missing are wanted; if every side speaks but no two statements meet, any open question of theirs
    could still bring them together.
    """
    asks = [sources.asks(listener) for listener in silent or rule.between]
    if silent and None in asks:
        return None
    if silent and not all(asks):
        return ()
    exempt = (listener.term for listener in rule.unless if heard.hears(listener))
    if any(statement.subject is None for term in exempt for statement in matching(term, heard)):
        return ()
    return tuple(dict.fromkeys(ask for each in asks if each for ask in each))


def _needs_answer(lacking: dict[str, tuple[str, ...]]) -> tuple[NeedsAnswer, ...]:
    """The questions worth asking: first those that alone decide most, then those that help decide most."""
    decides: dict[str, list[str]] = {}
    alone: dict[str, int] = {}
    for check, asks in lacking.items():
        for ask in asks:
            decides.setdefault(ask, []).append(check)
            alone[ask] = alone.get(ask, 0) + (len(asks) == 1)
    ranked = sorted(decides, key=lambda ask: (-alone[ask], -len(decides[ask])))
    return tuple(NeedsAnswer(ask, tuple(decides[ask])) for ask in ranked)


def _agreements(
    content: Content, spoken: Sequence[Statement], heard: Heard, found: Sequence[Mismatch]
) -> tuple[Agreement, ...]:
    """Topics on which two or more sides take the same position, and no mismatch stands on the topic. A guess holds
    nothing."""
    disputed = {statement.topic for mismatch in found for statement in mismatch.statements}
    heard_from: dict[str, list[Side]] = {}
    for side, tag in heard.statements:
        heard_from.setdefault(tag, []).append(side)
    agreed: dict[str, set[Side]] = {}
    for tag, sides in heard_from.items():
        if len(sides) > 1:
            sure = {
                side
                for side in sides
                if any(statement.evidence != "guess" for statement in heard.statements[side, tag])
            }
            if len(sure) > 1:
                agreed[tag] = sure
    by_topic: dict[str, list[Statement]] = {}
    for statement in spoken:
        if statement.tag in agreed and statement.evidence != "guess":
            by_topic.setdefault(statement.topic, []).append(statement)
    result = []
    for topic in content.topics:
        if topic in by_topic and topic not in disputed:
            tags = tuple(dict.fromkeys(statement.tag for statement in by_topic[topic]))
            agreeing = {side for tag in tags for side in agreed[tag]}
            result.append(Agreement(topic, tags, tuple(s for s in SIDES if s in agreeing), tuple(by_topic[topic])))
    return tuple(result)
