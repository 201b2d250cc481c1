"""What a row is about: what sells most, another thing, or everything; and on which channels a promise is read."""

from __future__ import annotations

from trueup.answers.model import OPTIONAL_STEP, Audit, Row
from trueup.engine.model import MAIN, listed

PARTNERED = frozenset({"specialist", "marketplace", "resold", "discount", "partner"})
"""Answers to `channel.shelf` that mean that someone else sells there."""
THROUGH_OTHERS = frozenset({"named", "listed", "shelf", "advised"})
"""Steps at which customers hear of the founder from someone else, or in their shop."""
BY_OTHERS = frozenset({"partner", "listing"})
"""Answers to `promise.where` for promises that only people who come through someone else can read."""

ON_PAGES = frozenset({"page", "pricing", "site"})
"""Answers to `promise.where` for promises on the founder's own site."""
OFF_PAGES = listed(
    "friend named shelf waits comes asks advised talks demo quote till invoice contract use dates opens delivered done "
    "help again"
)
"""Steps that customers take without seeing the founder's site."""


def object_of(audit: Audit, row: Row) -> str:
    """What a row is about, whatever its kind: the main offer, unless the row or its channel says something else."""
    about = row.text("about")
    if not about and (channel := row.text("channel")):
        named = audit.row("channel", channel)
        return object_of(audit, named) if named else MAIN
    if about == "all":
        return ""
    return " ".join(row.text("other").casefold().split()) or row.id if about == OTHER else MAIN


OTHER = "other"
"""The answer that a row is about something else than what sells most."""


def things_named(audit: Audit, but: Row | None = None) -> list[str]:
    """The names that rows, except `but`, have given to another thing, each once, however it's written."""
    others = [each for rows in audit.rows.values() for each in rows if each != but and each.text("about") == OTHER]
    names = [" ".join(each.text("other").split()) for each in others]
    return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]


def is_about_the_offer(row: Row) -> bool:
    """Whether a row is about what sells most, or about everything."""
    return row.text("about") != OTHER


def are_of_one_thing(audit: Audit, one: Row, two: Row) -> bool:
    """Whether two rows are about the same thing; a row about everything is about whatever the other is about."""
    here, there = object_of(audit, one), object_of(audit, two)
    return not here or not there or here == there


def is_read_on(audit: Audit, promise: Row, channel: Row) -> bool:
    """Whether people who come through a channel could read a promise there: the channel is about the same thing and, if
    the promise is a partner's or in a listing, a partner or a listing is part of it, as far as that's known.
    """
    if not are_of_one_thing(audit, promise, channel):
        return False
    if promise.text("where") not in BY_OTHERS or channel.text("shelf") in PARTNERED:
        return True
    steps = {each.removesuffix(OPTIONAL_STEP) for each in channel.many("steps")}
    return not steps or not channel.text("shelf") or not THROUGH_OTHERS.isdisjoint(steps)


def is_seen_on(promise: Row, channel: Row) -> bool:
    """Whether people on a channel may see a promise: one on the founder's site needs a step that leads there."""
    steps = {each.removesuffix(OPTIONAL_STEP) for each in channel.many("steps")}
    return promise.text("where") not in ON_PAGES or not steps or not steps <= OFF_PAGES
