"""Measures of what the activities take, compared with the goal and with how customers really come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trueup.answers.model import OPTIONAL_STEP, Audit, Row
from trueup.content.model import Content
from trueup.engine.model import Subject
from trueup.engine.readings import COUNTED, WEAKEST_FIRST, Figure, Reading, figure, measure, weakest

WORK_ON: Mapping[str, frozenset[str]] = {
    "posts": frozenset({"posts", "writing"}),
    "search": frozenset({"writing"}),
    "met": frozenset({"event"}),
    "own": frozenset({"mail", "personal"}),
    "paid": frozenset({"ads"}),
    "deal": frozenset({"partner"}),
    "partner": frozenset({"partner"}),
}
"""Way in which customers find the business → the kinds of activity that are work on it."""

IN_PERSON = frozenset({"met", "own"})
"""What a path that begins with a visit or a conversation can be: meeting people, or people who know the founder."""

FIRST_STEPS: Mapping[str, frozenset[str]] = {
    "search": frozenset({"search"}),
    "ad": frozenset({"paid"}),
    "friend": frozenset({"word"}),
    "named": frozenset({"partner", "word"}),
    "content": frozenset({"posts"}),
    "listed": frozenset({"search", "partner", "deal"}),
    "shelf": frozenset({"partner", "own"}),
    "comes": IN_PERSON,
    "talks": IN_PERSON,
}
"""First step of a channel → the ways of finding the business that it can be."""

FEW, MOST_OTHERS = 0.2, 0.5
"""A way that brings at most this share of customers brings few. Unless the founder says that no way brings more than
half, the others must be known to bring at least this share (our choice)."""

TWICE = 2
"""A channel brings little beside another if the other brings more than this many times as much (our choice)."""

HARDLY_ANY = 0.15
"""A channel brings little for most of the effort if it brings at most this share of customers (our choice)."""

BEFORE = frozenset({"known", "visits", "asking", "output", ""})
"""What can be counted of an activity before anyone buys or stays, or nothing."""

ON_TRIAL = frozenset({"purpose", "new"})
"""The reasons to keep a channel that say it's too early to judge it."""

OF_BUYERS = frozenset({"awareness", "leads", "fit", "sales", "volume"})
"""The goals for which new people must come."""

TO_WIN = frozenset({"", "known", "asking", "buying", "joined", "learnt", "habit"})
"""What an activity can be for that also concerns people who aren't customers yet."""

SHARES: Mapping[str, str] = {"most": "more than half of your time or money", "part": "up to half of your time or money"}
"""The answers that an activity takes a good part of the time or money, each in words."""

COSTS, IS_PLANNED = "it costs money", "it's planned"
"""What else shows that it takes something."""

TAKING = (*SHARES.values(), COSTS, IS_PLANNED)
"""What an activity takes, the most first."""

ASIDE = frozenset({"product", "people"})
"""The answers that an activity is for another product or for other people than the goal."""


@measure(
    "source.spent",
    ("source.spent",),
    *("activity.budget", "identity.goal", "activity.what", "market.source", "operations.source"),
)
def work_aside(content: Content, audit: Audit) -> Iterator[Reading]:
    """The activity that takes most of those that are work on how the founder believes customers come, if a count says
    that they come otherwise, and the goal needs people to come.
    """
    believed, found = audit.text("market.source"), audit.text("operations.source")
    is_wanted = audit.text("identity.goal") in OF_BUYERS or audit.text("identity.second") == "new"
    if not is_wanted or found in ("", believed, "even") or audit.answers["operations.source"].evidence not in COUNTED:
        return
    taking: dict[str, Row] = {}
    for row in audit.of("activity"):
        if row.text("what") in WORK_ON.get(believed, ()) and row.text("outcome") in TO_WIN:
            taking.setdefault(_taken_by(content, row), row)
    takes = next((each for each in TAKING if each in taking), "")
    if takes:
        most = taking[takes]
        yield Reading("source.spent", f"{most.text('name')}: {takes}", subject=Subject("activity", most.id))


UNSAID = frozenset({"", "never", "mixed", "guess", "unknown"})
"""The answers on why people leave that name no reason."""

TO_BUYERS = frozenset({"keeping", "expanding"})
"""Who marketing can be for that have bought before."""

TO_KEEP = frozenset({"staying", "finish"})
"""What an activity can be for that is meant to keep people."""


@measure("leaving.misread", ("leaving.misread",), "identity.left", "operations.left", "activity.outcome")
def left_for_another_reason(content: Content, audit: Audit) -> Iterator[Reading]:
    """Whether the founder believes that people leave for another reason than they gave. It's about the activity that's
    meant to keep them, if there is only one.
    """
    believed, found = audit.text("identity.left"), audit.text("operations.left")
    if {believed, found} & UNSAID or believed == found:
        return
    kept = [row for row in audit.of("activity") if row.text("outcome") in TO_KEEP and row.text("state") != "stopped"]
    only = kept[0] if len(kept) == 1 else None
    told = f"{only.text('name')}: meant to keep people" if only else "not the reason you think"
    evidence = audit.answers["operations.left"].evidence or content.questions["operations.left"].evidence
    yield Reading("leaving.misread", told, evidence, subject=Subject("activity", only.id) if only else None)


@measure("source.unasked", ("source.unasked",), "market.campaigns")
def former_unasked(content: Content, audit: Audit) -> Iterator[Reading]:
    """Whether none of the founder's marketing is for people who have bought before."""
    answer = audit.answers.get("market.campaigns")
    if answer is None or not isinstance(answer.value, tuple) or TO_BUYERS & set(answer.value):
        return
    evidence = answer.evidence or content.questions["market.campaigns"].evidence
    yield Reading("source.unasked", "your marketing: none for people who bought before", evidence)


@measure("source.few", ("source.few",), "market.source", "operations.source", "channel.steps", "channel.share")
def few_that_way(content: Content, audit: Audit) -> Iterator[Reading]:
    """The channels of the way in which the founder believes most customers come, if they bring few and no other way
    brings more than half: then only the channels tell.
    """
    believed, found = audit.text("market.source"), audit.text("operations.source")
    if believed in ("", "even") or found not in ("", "even"):
        return
    share = content.questions["channel.share"]
    that_way: list[tuple[Row, Figure | None]] = []
    others: list[tuple[Row, Figure]] = []
    for row in audit.of("channel"):
        ways, brings = _ways_of(row), figure(share, row.fields.get("share"))
        if row.is_inactive:
            continue
        if not ways or believed in ways:
            that_way.append((row, brings))
        elif brings:
            others.append((row, brings))
    known = [(row, brings) for row, brings in that_way if brings]
    is_known = len(known) == len(that_way) and any(believed in _ways_of(row) for row, _ in known)
    if not is_known or sum(brings.value for _, brings in known) > FEW:
        return
    if found == "even" or sum(brings.value for _, brings in others) >= MOST_OTHERS:
        most = sorted(others, key=lambda each: each[1].value)[-1:]
        told = ", ".join(f"{row.text('name')}: {brings.value:.0%}" for row, brings in (*known, *most))
        yield Reading("source.few", told, weakest(*(brings for _, brings in known)))


@measure("source.poured", ("source.poured",), "activity.budget", "channel.share")
def little_back(content: Content, audit: Audit) -> Iterator[Reading]:
    """Each activity that takes most of the time or money to win people, and leads to a channel that brings few, while
    another channel brings more than twice as much. A channel that is new or on trial isn't judged yet, nor is one whose
    few customers stay, pay or are worth as much as was hoped; nor is work for another thing that's sold.
    """
    brought = _brought(content, audit)
    for row in audit.of("activity"):
        channel = audit.row("channel", row.text("channel"))
        if channel is None or channel.id not in brought or row.text("outcome") not in TO_WIN:
            continue
        is_worth_it = row.text("aim") == "earns" or (row.text("sofar") == "enough" and row.text("kpi") not in BEFORE)
        is_early = row.text("sofar") == "early" or channel.text("reason") in ON_TRIAL
        is_other = "other" in (row.text("about"), channel.text("about"))
        if row.text("state") == "stopped" or row.text("budget") != "most" or is_worth_it or is_early or is_other:
            continue
        here = brought[channel.id]
        name, most = max(brought.items(), key=lambda each: each[1].value)
        if here.value <= HARDLY_ANY and here.value * TWICE < most.value:
            best = audit.row("channel", name) or channel
            told = f"{channel.text('name')}: {here.value:.0%}, {best.text('name')}: {most.value:.0%}"
            yield Reading("source.poured", told, weakest(here, most), subject=Subject("activity", row.id))


@measure("activity.counted", ("kpi.counted",), "activity.kpi", "channel.share")
def counted_where_it_leads(content: Content, audit: Audit) -> Iterator[Reading]:
    """Each activity whose channel's customers are counted: what it brings is known, whatever else is looked at."""
    brought = _brought(content, audit)
    for row in audit.of("activity"):
        here = brought.get(row.text("channel"))
        if here and here.evidence in COUNTED:
            subject = Subject("activity", row.id)
            yield Reading("kpi.counted", f"{here.value:.0%} of customers", here.evidence, subject=subject)


def brings_most(content: Content, audit: Audit, passed_over: frozenset[str]) -> tuple[str, str]:
    """The channel that brings most customers: the way it is, if people can only come that way, and its name with the
    activity of the founder's that leads there, if there is only one. Empty if no channel brings most, or if one of the
    activities `passed_over` leads there.
    """
    brought = sorted(_brought(content, audit).items(), key=lambda each: -each[1].value)
    if len(brought) < 2 or brought[0][1].value == brought[1][1].value:
        return "", ""
    channel = audit.row("channel", brought[0][0])
    there = [row for row in audit.of("activity") if row.text("channel") == brought[0][0]]
    if channel is None or any(row.id in passed_over for row in there):
        return "", ""
    names = (channel, *there) if len(there) == 1 else (channel,)
    ways = _ways_of(channel)
    name = ": ".join(dict.fromkeys(" ".join(row.text("name").split()) for row in names))
    return "".join(ways) if len(ways) == 1 else "", name


def _brought(content: Content, audit: Audit) -> dict[str, Figure]:
    """Channel → the share of customers it brings, as far as it's stated."""
    share = content.questions.get("channel.share")
    rows = [row for row in audit.of("channel") if share and not row.is_inactive]
    stated = {row.id: figure(share, row.fields.get("share")) for row in rows if share}
    return {name: brings for name, brings in stated.items() if brings}


def _ways_of(channel: Row) -> frozenset[str]:
    """The ways of finding the business that a channel can be, by its first step; none if that doesn't tell."""
    steps = channel.many("steps")
    return FIRST_STEPS.get(steps[0].removesuffix(OPTIONAL_STEP), frozenset()) if steps else frozenset()


def _taken_by(content: Content, row: Row) -> str:
    """What an activity takes, in words; empty if it's hardly anything, or nothing is known, or it's over."""
    budget, state = row.text("budget"), row.text("state")
    if state == "stopped" or budget in ("little", "small"):
        return ""
    if budget in SHARES:
        return SHARES[budget]
    cost = figure(content.questions["activity.cost"], row.fields.get("cost"))
    if cost and cost.value > 0:
        return COSTS
    return IS_PLANNED if state in ("planned", "booked") else ""


@measure("plan.activities", ("plan.others",), "activity.aim")
def all_aside(content: Content, audit: Audit) -> Iterator[Reading]:  # noqa: ARG001
    """What the activities are for, if there are several and each is for something else than the goal. Activities that
    all take hardly any time aren't what keeps the founder from it.
    """
    rows = [row for row in audit.of("activity") if row.text("state") != "stopped"]
    if len(rows) < 2 or any(row.text("aim") not in ASIDE for row in rows):
        return
    if any(row.text("budget") != "little" for row in rows):
        told = f"{', '.join(row.text('name') for row in rows)}: none for the people or product of your goal"
        evidence = min((row.fields["aim"].evidence or "memory" for row in rows), key=WEAKEST_FIRST.index)
        yield Reading("plan.others", told, evidence)
