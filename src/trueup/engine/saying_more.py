"""Which of two mismatches with one cause says more."""

from __future__ import annotations

from trueup.engine.causes import ARRIVALS, Cause, are_apart

HARDLY_ANYONE = frozenset({"kept.none", "kept.one"})
"""Positions saying that hardly anyone got what a promise says."""


TIMES = frozenset({"late", "later", "arriv", "minut", "hour", "day", "week", "month"})
"""The stems of words that tell when something comes."""


def says_less_than(one: Cause, count: Cause) -> bool:
    """Whether the count of a promise says more about the same thing than the first mismatch does.

    It says more than a mismatch that only sets the promise against another one, or that rests on some steps, a few
    channels, a lack of proof, a guess or a tension. It also says more than a count of the last customers, if the
    promise claims nothing else.
    """
    if (one.counts_customers or one.is_of_late_orders) and _awaits(one, count):
        return True
    if not count.is_count or one.is_count:
        return False
    if one.counts_customers and _is_late(one, count):
        return True
    claimed = count.mismatch.claimed
    if count.mismatch.promise not in one.promises:
        return one.counts_customers and claimed == {one.topic}
    if one.is_disagreement or (one.is_by_steps and count.told):
        return True
    if not count.is_proven:
        return False
    if one.is_lack_of_proof:
        return True
    if one.mismatch.verdict == "tension":
        only = count.is_by_count and not one.told and claimed <= one.aspect
        return only or not one.told.isdisjoint(count.told)
    if not count.is_by_count:
        return False
    if not one.is_proven and (claimed <= one.aspect or one.told & count.told):
        return True
    return one.is_of_some_channels and claimed <= one.aspect - {one.topic}


def _awaits(one: Cause, late: Cause) -> bool:
    """Whether both mismatches are about when something comes, the first without a promise and the other with a
    broken one.

    If the other is a count, its promise must be about nothing else. If the other names groups, the first must be
    about one of them.
    """
    is_about_it = one.topic in ARRIVALS or (one.is_of_late_orders and not are_apart(one.told, late.told))
    if one.promises or not is_about_it or not late.promises or late.is_disagreement:
        return False
    about = late.mismatch.claimed if late.is_count else {late.topic}
    return bool(about) and about <= ARRIVALS and not (late.groups and one.groups.isdisjoint(late.groups))


def _is_late(one: Cause, count: Cause) -> bool:
    """Whether the first counts the last customers who got something late, and the count is of the promise that says
    when it comes, kept for as few. If the founder says what happens instead, that must tell a time.
    """
    if one.topic not in ARRIVALS or count.mismatch.promise not in one.promises or not count.is_by_count:
        return False
    return not count.instead or not count.instead.isdisjoint(TIMES)


def says_more_than(count: Cause, reason: Cause) -> bool:
    """Whether the count says more than the mismatch that could explain it: the count shows that hardly anyone got
    what was promised, and the other concerns only some people, or is a picked answer about one of several things
    promised.
    """
    if reason.mismatch.check.mild:
        return _is_of_hardly_anyone(count) and count.is_proven and not reason.mismatch.is_unsafe
    return covers(count, reason) and not count.mismatch.claimed <= reason.aspect


def covers(count: Cause, other: Cause) -> bool:
    """Whether the count says in the founder's words that hardly anyone got what a promise says, while the other
    mismatch only compares that promise with a picked answer.
    """
    if not count.is_count or not count.is_proven or not count.instead or other.is_count or other.told:
        return False
    if not other.facts or other.mismatch.leads or other.mismatch.is_unsafe:
        return False
    return _is_of_hardly_anyone(count) and other.promises == {count.mismatch.promise}


def _is_of_hardly_anyone(count: Cause) -> bool:
    """Whether it's a count that shows that hardly anyone got what was promised."""
    return any(each.tag in HARDLY_ANYONE for each in count.mismatch.statements)
