"""Which mismatch says why a promise isn't kept."""

from __future__ import annotations

from trueup.engine.causes import Cause, are_apart
from trueup.engine.one_cause import counts_another_fact, reports_the_partner_of

PRICE_LIST = "shown"
"""The topic of promises that name prices."""
DEARER = ("extras.", "partner.dearer")
"""Beginnings of the positions saying that some customers pay more than the prices named."""
_PRICES = frozenset({"price", "cost", "pay", "paid", "charg"})
"""The stems of words for any price. Mismatches that share only these needn't be about the same price."""


def says_why(one: Cause, count: Cause) -> bool:
    """Whether the first mismatch is about the same promise as the count, and also says why the promise isn't kept.

    If both were reported in the founder's own words, they must share some of these. They needn't if one of them has
    no such words, if the first counts the last customers, or if it is about the only topic on which the promise
    makes a claim.
    """
    if not count.is_count or one.is_count or one.is_copy or not one.facts:
        return False
    if not one.is_proven and one.mismatch.verdict != count.mismatch.verdict:
        return False
    if one.is_of_a_partner:
        return reports_the_partner_of(one, count)
    if count.mismatch.promise not in one.promises:
        return _costs_more_than(one, count)
    if one.counts_customers:
        return any(each.side == "deliver" for each in count.mismatch.statements)
    claimed = count.mismatch.claimed
    return (count.is_by_count and len(claimed) == 1 and claimed <= one.aspect) or not are_apart(one.told, count.told)


def could_say_why(one: Cause, count: Cause) -> bool:
    """Whether a mismatch may say why the counted promise isn't kept: it is proven, it is about that promise, and
    it doesn't report a separate fact.
    """
    if one.is_count or one.is_copy or not one.facts or not one.is_proven:
        return False
    return count.mismatch.promise in one.promises and not counts_another_fact(one, count)


def _costs_more_than(one: Cause, count: Cause) -> bool:
    """Whether the first mismatch says that some customers pay more, and the count is about a price list on the same
    matter.
    """
    if PRICE_LIST not in count.mismatch.claimed or not any(tag.startswith(DEARER) for _, _, tag in one.facts):
        return False
    return bool(one.promises) and bool((one.words & count.words) - _PRICES)


def distance_from(one: Cause, count: Cause) -> tuple[bool, int]:
    """The sort key for mismatches that may explain a count, best first: those whose facts share a figure with the
    count, then those that share more words with it.
    """
    return one.counted.isdisjoint(count.counted), -len(one.told & count.told)
