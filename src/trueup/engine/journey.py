"""The journey: what a promise leads customers to expect, what a channel really does, and where the two differ. Such a
difference is called a parting.

A walk combines a promise a customer reads, a group they belong to and a channel they come through. The worst walk comes
first: the one on which the most is broken for the most customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from typing import Literal

from trueup.answers.model import OPTIONAL_STEP, Audit, Row
from trueup.content.model import STAGES, Content, RowKind, Stage
from trueup.engine.judge import mismatches
from trueup.engine.matching import by_position
from trueup.engine.matrix import Lit, lit
from trueup.engine.model import Findings, Statement
from trueup.engine.reach import channel_shares
from trueup.engine.readings import Figure, figure
from trueup.engine.rules import Rule, rules_of
from trueup.engine.slow_work import GoesOn, Remembered, while_wanted
from trueup.engine.statements import statements
from trueup.engine.things import is_read_on, is_seen_on, object_of

STEPS = "channel.steps"
CONDITIONS = "channel.conditions"
GIVEN_AT = {
    "entry.card": ("cardfirst", "card"),
    "entry.pay": ("card", "online", "till", "invoice"),
    "leaving.committed": ("contract", "card", "online", "invoice"),
    "signup.account": ("signin",),
    "signup.email": ("form",),
    "access.application": ("form",),
}
"""The position that a condition of starting takes → the steps at which customers meet it."""
PROMISED = "kept.promised"
"""The position that every promise takes. It leads people to expect nothing in particular."""
SOMEWHERE: Stage = "consideration"
"""The stage for topics that don't name one: before customers decide."""

MOST_WALKED = 800
"""The most pairs of promise and channel that are walked: twenty promises by forty channels, more than a founder has."""
MOST_LISTED = 100
"""The most walks listed. The worst come first, and no one reads past the hundredth."""

Fate = Literal["parts", "holds", "unjudged"]
"""What happens to a claim on this channel. `parts`: something contradicts it. `holds`: what is sold or delivered takes
the same position. `unjudged`: neither."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the promise says or clearly implies, in a buyer's words."""

    tag: str
    label: str
    stage: Stage
    fate: Fate


@dataclass(frozen=True, slots=True)
class Step:
    """One step that customers of the channel really take."""

    key: str
    label: str
    stage: Stage
    """The stage of the step: never earlier than that of the step before."""
    optional: bool
    """Whether some buyers skip the step."""
    people: Figure | None = None
    """How many people came this far; None if that isn't known."""
    loss: float | None = None
    """Share lost (0–1) since the last step with a number."""


@dataclass(frozen=True, slots=True)
class Parting:
    """A point at which customers meet something other than what they were promised, or wanted."""

    lit: Lit
    step: int
    """The index of the step at which customers meet it."""
    stage: Stage
    """The stage in which customers meet it: later than the step's own stage if the known path ends earlier."""
    said: tuple[Statement, ...]
    met: tuple[Statement, ...]
    """The statements a customer meets there, this channel's own first."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One promise on one channel."""

    promise: Row
    number: int
    """The number of the promise, from 1."""
    channel: Row
    share: float
    """The share of customers who come this way (0–1)."""
    share_assumed: bool
    is_meant: bool
    """Whether people who come through the channel could read the promise there and are meant by it: the channel sells
    what the promise is about, a partner who makes the promise is part of it, and the promise is for at least one group
    that comes this way. What isn't known is taken as true."""
    claims: tuple[Claim, ...]
    steps: tuple[Step, ...]
    """In order; empty if the path isn't known."""
    partings: tuple[Parting, ...]
    """In the order customers meet them; at each step the worst first."""

    @property
    def main(self) -> Parting | None:
        """The parting shown in full: the first that isn't accepted, preferably one that this channel itself causes. An
        accepted one is shown only if there's no other.
        """
        return min(self.partings, key=lambda each: (each.lit.shade == "accepted", not self.makes(each)), default=None)

    def makes(self, parting: Parting) -> bool:
        """Whether this channel itself is what contradicts the promise, rather than something all channels share."""
        return any(statement.subject and statement.subject.row == self.channel.id for statement in parting.met)

    @property
    def worst_loss(self) -> int | None:
        """The index of the step before which the largest share of people is lost. The loss after the first step doesn't
        count, because people there only came by.
        """
        known = [(at, step) for at, step in enumerate(self.steps) if step.people is not None]
        losses = [(step.loss, at) for (before, _), (at, step) in pairwise(known) if step.loss and before > 0]
        return max(losses)[1] if losses else None

    def is_beyond(self, parting: Parting) -> bool:
        """Whether customers meet this parting after the last known step."""
        return STAGES.index(parting.stage) > STAGES.index(self.steps[parting.step].stage)

    def at(self, step: int) -> tuple[Parting, ...]:
        """The partings at a step."""
        return tuple(each for each in self.partings if each.step == step)


def live(audit: Audit, kind: RowKind) -> tuple[Row, ...]:
    """The rows of a kind that are active."""
    return tuple(row for row in audit.of(kind) if not row.is_inactive)


class _Ground:
    """What all journeys of one audit have in common, each part worked out once."""

    def __init__(self, content: Content, audit: Audit, findings: Findings) -> None:
        self.content = content
        self.audit = audit
        self.lit = lit(findings)
        self.rank = {each.id: number for number, each in enumerate(self.lit)}
        self.promises = {row.id: row for row in live(audit, "promise")}
        self.channels = {row.id: row for row in live(audit, "channel")}
        self.numbers = {row.id: number for number, row in enumerate(audit.of("promise"), 1)}
        self.shares = channel_shares(audit)
        self._wanted: dict[str, tuple[Statement, ...]] = {}

    @cached_property
    def spoken(self) -> tuple[Statement, ...]:
        """Every statement of the business."""
        return statements(self.content, self.audit)

    @cached_property
    def shown(self) -> Mapping[str, Lit]:
        """The mismatches that a picture shows, by id."""
        return {each.id: each for each in self.lit}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules behind the mismatches that a picture shows."""
        by_check = rules_of(self.content).by_check
        return tuple(by_check[name] for name in dict.fromkeys(each.mismatch.check.id for each in self.lit))

    @cached_property
    def _by_row(self) -> Mapping[tuple[str, str], list[tuple[int, Statement]]]:
        """The statements about each promise, each channel, and all others, with their places among all statements."""
        told: dict[tuple[str, str], list[tuple[int, Statement]]] = {}
        for at, each in enumerate(self.spoken):
            is_of_one = each.subject is not None and each.subject.kind in ("promise", "channel")
            about = (each.subject.kind, each.subject.row) if is_of_one and each.subject else ("", "")
            told.setdefault(about, []).append((at, each))
        return told

    def on_the_way(self, promise: str, channel: str) -> list[Statement]:
        """Every statement except those about another promise or another channel, in order."""
        about = (("promise", promise), ("channel", channel), ("", ""))
        found = [pair for key in about for pair in self._by_row.get(key, ()) if pair[1].channel in ("", channel)]
        return [statement for _, statement in sorted(found)]

    @cached_property
    def of_needs(self) -> tuple[Lit, ...]:
        """The mismatches with a need but no promise: customers want one thing, and another is sold or delivered."""
        return tuple(
            each
            for each in self.lit
            if "need" in (sides := {statement.side for statement in each.mismatch.statements}) and "say" not in sides
        )

    def wants(self, group: Row | None) -> tuple[Statement, ...]:
        """What customers of a group want when they come."""
        name = group.id if group else ""
        if name not in self._wanted:
            self._wanted[name] = tuple(each for each in self.spoken if each.side == "need" and _is_of(each, group))
        return self._wanted[name]


_GROUND: Remembered[_Ground] = Remembered(2)


def _ground(content: Content, audit: Audit, findings: Findings) -> _Ground:
    return _GROUND.get((content, *audit.judged, findings), None, lambda: _Ground(content, audit, findings))


def journey(content: Content, audit: Audit, findings: Findings, promise: str, channel: str) -> Journey:
    """One promise on one channel, by their slugs. Raises KeyError if either is missing or inactive."""
    ground = _ground(content, audit, findings)
    line, path = ground.promises[promise], ground.channels[channel]
    groups, comes = ({name.casefold() for name in row.many("groups")} for row in (line, path))
    is_meant = (not groups or not comes or not groups.isdisjoint(comes)) and is_read_on(audit, line, path)
    spoken = ground.on_the_way(promise, channel)
    said = [statement for statement in spoken if statement.side == "say" and statement.row_of("promise")]
    steps = _with_people(content, path, _steps(content, path))
    partings = tuple(_partings(ground, spoken, steps)) if steps and is_meant else ()
    share, assumed = ground.shares[channel]
    return Journey(
        promise=line,
        number=ground.numbers[promise],
        channel=path,
        share=share,
        share_assumed=assumed,
        is_meant=is_meant,
        claims=tuple(_claims(content, said, spoken if is_meant else (), partings)),
        steps=steps,
        partings=tuple(sorted(partings, key=lambda each: (each.step, ground.rank[each.lit.id]))),
    )


def telling(content: Content, audit: Audit, findings: Findings) -> Iterator[Journey]:
    """For each mismatch between a promise and a channel, the journey that has it as its `main` parting. Mismatches that
    a channel itself causes come before those that all channels share; within both, the worst comes first.
    """
    promises, channels = ([row.id for row in live(audit, kind)] for kind in ("promise", "channel"))
    shown = lit(findings)
    makers = {each.id: [row for row in channels if _speaks(each, row)] for each in shown}
    for each in sorted(shown, key=lambda each: not makers[each.id]):
        said = [row for row in promises if _speaks(each, row)]
        for promise, channel in product(said, makers[each.id] or channels):
            seen = journey(content, audit, findings, promise, channel)
            if seen.main and seen.main.lit == each:
                yield seen
                break


def opening(content: Content, audit: Audit, findings: Findings) -> Journey | None:
    """The journey to look at first. None if there is no promise or no channel."""
    promises, channels = (live(audit, kind) for kind in ("promise", "channel"))
    if not promises or not channels:
        return None
    first = next(telling(content, audit, findings), None)
    return first or journey(content, audit, findings, promises[0].id, channels[0].id)


def _speaks(each: Lit, row: str) -> bool:
    return any(statement.subject and statement.subject.row == row for statement in each.mismatch.statements)


# What is expected ------------------------------------------------------------


def _claims(
    content: Content, said: Sequence[Statement], spoken: Sequence[Statement], partings: Sequence[Parting]
) -> Iterator[Claim]:
    broken = {statement.tag for parting in partings for statement in parting.said}
    done = {
        statement.tag for statement in spoken if statement.side in ("sell", "deliver") and statement.evidence != "guess"
    }
    for tag in dict.fromkeys(statement.tag for statement in said):
        name, _, word = tag.partition(".")
        topic = content.topics[name]
        if tag == PROMISED:
            continue
        fate: Fate = "parts" if tag in broken else "holds" if tag in done else "unjudged"
        yield Claim(tag, topic.claims.get(word, topic.positions[word]), topic.stage or SOMEWHERE, fate)


# What really happens ---------------------------------------------------------


def _steps(content: Content, channel: Row) -> tuple[Step, ...]:
    question = content.questions.get(STEPS)
    choices = {choice.key: choice for choice in question.choices} if question else {}
    steps: list[Step] = []
    for picked in channel.many("steps"):
        key = picked.removesuffix(OPTIONAL_STEP)
        choice = choices.get(key)
        before = steps[-1].stage if steps else STAGES[0]
        stage = max(before, choice.stage if choice and choice.stage else before, key=STAGES.index)
        steps.append(Step(key, choice.label if choice else key, stage, picked.endswith(OPTIONAL_STEP)))
    return tuple(steps)


def _with_people(content: Content, channel: Row, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with the people counted at three of them: visitors at the first step, people who asked at the first
    step of considering, and buyers at the last step of deciding.
    """
    considering = [at for at, step in enumerate(steps) if step.stage == "consideration" and at > 0]
    deciding = [at for at, step in enumerate(steps) if step.stage == "decision"]
    places = {"visits": 0, "leads": next(iter(considering), None), "customers": next(reversed(deciding), None)}
    shown = list(steps)
    before: Figure | None = None
    for field, at in places.items():
        question = content.questions.get(f"channel.{field}")
        people = figure(question, channel.fields.get(field)) if question else None
        if people is None or at is None or at >= len(shown):
            continue
        lost = 1 - people.value / before.value if before and before.value >= people.value > 0 else None
        shown[at] = replace(shown[at], people=people, loss=lost or None)
        before = people
    return tuple(shown)


# Where they part -------------------------------------------------------------


def _partings(ground: _Ground, spoken: Sequence[Statement], steps: Sequence[Step]) -> Iterator[Parting]:
    """The partings of one promise and one channel: the mismatches found in `spoken`, which leaves out other promises
    and channels, in which the promise meets something sold or delivered.
    """
    content, audit, shown = ground.content, ground.audit, ground.shown
    for found in mismatches(content, audit, by_position(spoken), ground.rules):
        if found.id not in shown:
            continue
        said = tuple(
            statement for statement in found.statements if statement.side == "say" and statement.row_of("promise")
        )
        met = [statement for statement in found.statements if statement.side in ("sell", "deliver")]
        if said and met:
            met.sort(key=lambda statement: (not statement.row_of("channel"), statement.side != "deliver"))
            step, stage = met_at(content, found.check.topic, met, steps)
            yield Parting(shown[found.id], step, stage, said, tuple(met))


def met_at(content: Content, topic: str, met: Sequence[Statement], steps: Sequence[Step]) -> tuple[int, Stage]:
    """The index of the step at which a buyer meets the conflict, and the stage. It is the step that takes the
    conflicting position or asks for what a condition says, else the first step in the topic's stage or later, else the
    last step.
    """
    tags = {statement.tag for statement in met if statement.source in (STEPS, CONDITIONS)}
    taking = {choice.key for choice in content.questions[STEPS].choices if tags.intersection(choice.stands)}
    taking.update(step for tag in tags for step in GIVEN_AT.get(tag, ()))
    own = next((at for at, step in enumerate(steps) if step.key in taking and not step.optional), None)
    if own is not None:
        return own, steps[own].stage
    stage = content.topics[topic].stage or SOMEWHERE
    later = (at for at, step in enumerate(steps) if STAGES.index(step.stage) >= STAGES.index(stage))
    return next(later, len(steps) - 1), stage


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a walk."""

    step: Step
    believes: tuple[Claim, ...]
    """What customers still believe when they reach this step: the claims that no earlier step has broken."""
    breaks: tuple[Parting, ...]
    """The partings at this step."""
    lost: float | None
    """How many fewer people there are than at the last step with a number."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The path of one group's customers through one channel, after they have read one promise."""

    journey: Journey
    group: Row | None
    """None: customers of no group in particular."""
    wants: tuple[Statement, ...]
    """What customers of this group want when they come."""
    stops: tuple[Stop, ...]

    @property
    def weight(self) -> float:
        """How bad the walk is: severity times certainty of everything that breaks on it, added up, times the share of
        customers who come through the channel. Accepted mismatches don't count.
        """
        broken = {each.lit.id: each.lit for stop in self.stops for each in stop.breaks if each.lit.shade != "accepted"}
        weights = (each.mismatch.severity * each.mismatch.certainty for each in broken.values())
        return round(self.journey.share * sum(weights), 4)

    @property
    def first_break(self) -> int | None:
        """The index of the step at which something first breaks; None if nothing does."""
        return next((at for at, stop in enumerate(self.stops) if stop.breaks), None)


@dataclass(frozen=True, slots=True)
class Walks:
    """The walks to list, and whether there are any others."""

    worst: tuple[Walk, ...]
    """The worst first."""
    is_all: bool
    """Whether `worst` holds every walk."""


def pairs_to_walk(audit: Audit) -> int:
    """How many pairs there are of an active promise and an active channel with steps."""
    return len(live(audit, "promise")) * sum(bool(row.many("steps")) for row in live(audit, "channel"))


def walks(content: Content, audit: Audit, findings: Findings, goes_on: GoesOn | None = None) -> Walks:
    """All walks, the worst first. If there are many pairs of promise and channel, only those on which most can break
    are walked, and only the worst walks are listed.

    Raises NotWantedError once `goes_on` says that no one waits for the walks.
    """
    ground = _ground(content, audit, findings)
    pairs = [*_pairs_seen(audit)]
    chosen = pairs
    if len(pairs) > MOST_WALKED:
        most = {row.id: _most_that_breaks(findings, row.id) for row in ground.promises.values()}
        chosen = sorted(pairs, key=lambda pair: -most[pair[0].id] * ground.shares[pair[1].id][0])[:MOST_WALKED]
    found = [
        _walk(ground, journey(content, audit, findings, promise.id, channel.id), group)
        for promise, channel in while_wanted(chosen, goes_on)
        for group in groups_on(audit, promise, channel)
    ]
    worst = sorted(found, key=lambda each: -each.weight)
    return Walks(tuple(worst[:MOST_LISTED]), is_all=len(chosen) == len(pairs) and len(worst) <= MOST_LISTED)


def _pairs_seen(audit: Audit) -> Iterator[tuple[Row, Row]]:
    """Each promise with each channel that sells what it is about and whose steps are known, unless people there don't
    see the promise and people on another of these channels do.
    """
    channels = [row for row in live(audit, "channel") if row.many("steps")]
    for promise in live(audit, "promise"):
        selling = [channel for channel in channels if is_read_on(audit, promise, channel)]
        seeing = [channel for channel in selling if is_seen_on(promise, channel)]
        yield from ((promise, channel) for channel in seeing or selling)


def _most_that_breaks(findings: Findings, promise: str) -> float:
    """The highest weight that a walk with this promise can have, before the channel's share: severity times certainty,
    added up over the open mismatches that quote the promise.
    """
    return sum(each.severity * each.certainty for each in findings.mismatches if promise in each.promises)


def groups_on(audit: Audit, promise: Row, channel: Row) -> tuple[Row | None, ...]:
    """The groups that a promise is meant for and that come through a channel; a single None if no group is named."""
    if not is_read_on(audit, promise, channel):
        return ()
    rows = live(audit, "group")
    meant, comes = ({name.casefold() for name in row.many("groups")} for row in (promise, channel))
    if not rows:
        return (None,) if not meant or not comes or meant & comes else ()
    return tuple(row for row in rows if all(not named or _name(row) in named for named in (meant, comes)))


def _walk(ground: _Ground, seen: Journey, group: Row | None) -> Walk:
    wants = ground.wants(group)
    breaks = [each for each in seen.partings if _concerns((*each.said, *each.met), group)]
    breaks += _disappointed(ground, seen, wants)
    return Walk(seen, group, wants, tuple(_stops(seen, breaks)))


def _is_of(need: Statement, group: Row | None) -> bool:
    """Whether a need is this group's own or everyone's."""
    about = need.subject
    is_theirs = about is None or (group is not None and (about.kind, about.row) == ("group", group.id))
    return is_theirs and _concerns([need], group)


def _name(row: Row) -> str:
    return row.text("name").casefold()


def _concerns(spoken: Sequence[Statement], group: Row | None) -> bool:
    """Whether every statement applies to a group: it is for everyone, or this group is among those named."""
    return group is None or all(not each.groups or _name(group) in each.groups for each in spoken)


def _disappointed(ground: _Ground, seen: Journey, wants: Sequence[Statement]) -> Iterator[Parting]:
    """The partings at which customers don't find what they came wanting, whatever the promise says."""
    if not seen.steps:
        return
    told = {each.lit.id for each in seen.partings}
    thing = object_of(ground.audit, seen.channel)
    for each in ground.of_needs:
        spoken = each.mismatch.statements
        wanted = tuple(statement for statement in spoken if statement in wants)
        met = tuple(
            statement
            for statement in spoken
            if statement.side in ("sell", "deliver")
            and (statement.subject is None or statement.subject.row == seen.channel.id)
            and statement.channel in ("", seen.channel.id)
            and (not thing or statement.about in ("", thing))
        )
        if wanted and met and each.id not in told:
            step, stage = met_at(ground.content, each.mismatch.check.topic, met, seen.steps)
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
