"""One customer walked along a channel: what they believe at each step, where that breaks, and how many are lost there.

A walk is a promise they read, a group they belong to and a channel they come by. The worst walk comes first: the one on
which most breaks for most customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from trueup.answers.model import Audit, Row
from trueup.content.model import Content
from trueup.engine.journey import Claim, Journey, Parting, Step, journey, live, met_at
from trueup.engine.matrix import lit
from trueup.engine.model import Findings, Statement
from trueup.engine.statements import statements


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a walk."""

    step: Step
    believes: tuple[Claim, ...]
    """What they believe when they come here: everything promised that has not been broken before."""
    breaks: tuple[Parting, ...]
    """Where a belief, or what they came wanting, meets something else."""
    lost: float | None
    """How many fewer there are here than at the last step with a number."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One promise, one group, one channel."""

    journey: Journey
    group: Row | None
    """None: no groups are named, or neither promise nor channel names one."""
    wants: tuple[Statement, ...]
    """What customers of this group come wanting."""
    stops: tuple[Stop, ...]

    @property
    def weight(self) -> float:
        """How bad it is: what breaks, for as many as come this way; what is accepted weighs nothing."""
        broken = {each.lit.id: each.lit for stop in self.stops for each in stop.breaks if each.lit.shade != "accepted"}
        weights = (each.mismatch.severity * each.mismatch.certainty for each in broken.values())
        return round(self.journey.share * sum(weights), 4)

    @property
    def first_break(self) -> int | None:
        """Index of the step at which something breaks first; None: nothing does."""
        return next((at for at, stop in enumerate(self.stops) if stop.breaks), None)


def walks(content: Content, audit: Audit, findings: Findings) -> tuple[Walk, ...]:
    """Every walk there is, the worst first."""
    found = [
        walk(content, audit, findings, promise.id, channel.id, group.id if group else "")
        for promise, channel in product(live(audit, "promise"), live(audit, "channel"))
        for group in groups_on(audit, promise, channel)
        if channel.many("steps")
    ]
    return tuple(sorted(found, key=lambda each: -each.weight))


def groups_on(audit: Audit, promise: Row, channel: Row) -> tuple[Row | None, ...]:
    """The groups that a promise is meant for and that come by a channel; one None where no group is named."""
    rows = live(audit, "group")
    meant, comes = ({name.casefold() for name in row.many("groups")} for row in (promise, channel))
    if not rows:
        return (None,) if not meant or not comes or meant & comes else ()
    return tuple(row for row in rows if all(not named or _name(row) in named for named in (meant, comes)))


def walk(content: Content, audit: Audit, findings: Findings, promise: str, channel: str, group: str = "") -> Walk:
    """One customer of a group, with a promise, along a channel. Raises KeyError where a promise or channel is gone."""
    seen = journey(content, audit, findings, promise, channel)
    row = audit.row("group", group)
    wants = tuple(_wants(content, audit, row))
    breaks = [each for each in seen.partings if _concerns((*each.said, *each.met), row)]
    breaks += _disappointed(content, findings, seen, wants)
    return Walk(seen, row, wants, tuple(_stops(seen, breaks)))


def _name(row: Row) -> str:
    return row.text("name").casefold()


def _concerns(spoken: Sequence[Statement], group: Row | None) -> bool:
    """Whether everything said holds for a group: for everyone, or for this one among others."""
    return group is None or all(not each.groups or _name(group) in each.groups for each in spoken)


def _wants(content: Content, audit: Audit, group: Row | None) -> Iterator[Statement]:
    for each in statements(content, audit):
        about_group = each.subject is not None and each.subject.kind == "group"
        is_theirs = group is not None and each.subject is not None and each.subject.row == group.id
        if each.side == "need" and (each.subject is None or (about_group and is_theirs)) and _concerns([each], group):
            yield each


def _disappointed(content: Content, findings: Findings, seen: Journey, wants: Sequence[Statement]) -> Iterator[Parting]:
    """What they came wanting and meet otherwise, whatever the promise says."""
    if not seen.steps:
        return
    told = {each.lit.id for each in seen.partings}
    for each in lit(findings):
        spoken = each.mismatch.statements
        wanted = tuple(statement for statement in spoken if statement in wants)
        met = tuple(
            statement
            for statement in spoken
            if statement.side in ("sell", "deliver")
            and (statement.subject is None or statement.subject.row == seen.channel.id)
            and statement.channel in ("", seen.channel.id)
        )
        if wanted and met and each.id not in told and all(statement.side != "say" for statement in spoken):
            step, stage = met_at(content, each.mismatch.check.topic, met, seen.steps)
            yield Parting(each, step, stage, wanted, met)


def _stops(seen: Journey, breaks: Sequence[Parting]) -> Iterator[Stop]:
    broken: set[str] = set()
    before: float | None = None
    for at, step in enumerate(seen.steps):
        here = tuple(each for each in breaks if each.step == at)
        now = step.people.value if step.people else None
        lost = max(before - now, 0.0) if before is not None and now is not None else None
        yield Stop(step, tuple(claim for claim in seen.claims if claim.tag not in broken), here, lost)
        broken |= {statement.tag for each in here for statement in each.said}
        before = now if now is not None else before
