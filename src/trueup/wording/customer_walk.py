"""One customer's walk in words: who walks, and how each step affects what they believe."""

from __future__ import annotations

from trueup.content.model import Content
from trueup.engine.journey import Stop, Walk
from trueup.wording.changes import named
from trueup.wording.shortening import shortened

GLANCE = 60
"""The most characters of a promise in the name of a walk."""


def who(content: Content, each: Walk) -> str:
    """The promise, the customers and the channel of a walk: `“Start now, alone”, people who work alone, by
    Own site`.
    """
    promise = f"“{shortened(' '.join(each.journey.promise.text('words').split()), GLANCE)}”"
    group = f", {each.group.text('name')}" if each.group else ""
    return f"{promise}{group}, by {named(content, 'channel', each.journey.channel)}"


def outcome(each: Walk) -> str:
    """Where a walk breaks: `breaks at step 3 of 5: talks to you`, or `nothing breaks`."""
    at = each.first_break
    if at is None:
        return "nothing breaks"
    return f"breaks at step {at + 1} of {len(each.stops)}: {each.stops[at].step.label}"


def figures(stop: Stop) -> str:
    """How many people reach a step, and how many fewer than before: `31, 1,169 fewer`. Empty if the founder has no
    number.
    """
    if stop.step.people is None:
        return ""
    fewer = f", {stop.lost:,.0f} fewer" if stop.lost else ""
    return f"{stop.step.people}{fewer}"


def lost_by(each: Walk, at: int) -> str:
    """How many people are lost by the next step with a number: `23 fewer by step 4`. Only for a step without a number
    of its own; empty if no later step has one.
    """
    if each.stops[at].step.people is not None:
        return ""
    later = (nth for nth in range(at + 1, len(each.stops)) if each.stops[nth].step.people is not None)
    after = next(later, None)
    lost = each.stops[after].lost if after is not None else None
    return f"{lost:,.0f} fewer by step {after + 1}" if after is not None and lost else ""


def believes(stop: Stop) -> str:
    """What the customers believe when they reach this step, with semicolons, because claims contain commas."""
    return "; ".join(claim.label for claim in stop.believes) or "nothing you promise any more"


def wants(content: Content, each: Walk) -> str:
    """What the customers want when they come; empty if no answer says so."""
    labels = dict.fromkeys(f"{statement.topic}: {content.label(statement.tag)}" for statement in each.wants)
    return "; ".join(labels)
