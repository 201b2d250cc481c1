"""Promises that say the same: a sentence published in two places, or said again in other words.

They are kept or broken together, so they are also corrected together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from trueup.answers.model import Audit, Row
from trueup.content.model import Content
from trueup.engine.causes import account_of, same_words
from trueup.engine.model import name_of
from trueup.engine.slow_work import Remembered
from trueup.engine.telling import added

PARTNER = "partner"
"""The answer that a partner publishes a promise: the founder can't change its words."""

HOW_OFTEN = "kept."
"""The beginning of claims that say only how often something is true."""

MOST_TWINS = 2
"""A fix names at most this many other sentences that say the same, so that it stays a sentence to act on (our
choice). If there are more, each is corrected on its own."""


class _Alike(NamedTuple):
    """How the promises of a business are alike."""

    copies: Mapping[str, frozenset[str]]
    """Promise → all promises with the same words, itself among them."""
    twins: Mapping[str, frozenset[str]]
    """Promise → promises that say the same in the same or other words, and are broken in the same way."""


_ALIKE: Remembered[_Alike] = Remembered(32)


def with_copies(audit: Audit, promises: Collection[str]) -> frozenset[str]:
    """These promises, and those with the same words: a sentence is corrected in every place where it's published."""
    return frozenset(promises).union(*(_alike(audit).copies.get(each, ()) for each in promises))


def with_twins(audit: Audit, promises: Collection[str]) -> frozenset[str]:
    """These promises, their copies, and those that say the same in other words, unless these are too many to name."""
    return with_copies(audit, promises) | _only_in_other_words(audit, promises)


def _only_in_other_words(audit: Audit, promises: Collection[str]) -> frozenset[str]:
    one, twins = with_copies(audit, promises), _alike(audit).twins
    others = with_copies(audit, frozenset().union(*(twins.get(each, ()) for each in one)) - one)
    return others if len(_different_words(audit, others)) <= MOST_TWINS else frozenset()


def in_other_words(audit: Audit, promises: Collection[str], *, by_partners: bool = False) -> tuple[str, ...]:
    """The sentences that say the same as these promises in other words: the founder's own or, with `by_partners`, those
    that partners publish. Only the beginning of each is given, in quotation marks.
    """
    others = _only_in_other_words(audit, promises)
    said = {row.id for row in audit.of("promise") if (row.text("where") == PARTNER) == by_partners}
    return tuple(name_of(words) for words in _different_words(audit, others & said))


def correct_also(content: Content, audit: Audit, promises: Collection[str]) -> str:
    """Text to add to a fix of words: *Also correct …*, for promises that say the same. Empty if there are none."""
    own = in_other_words(audit, promises)
    return (added(content, "correct-also", own) if own else "") + ask_partners(content, audit, promises)


def ask_partners(content: Content, audit: Audit, promises: Collection[str]) -> str:
    """Text to add to a fix: *Also ask the partner to correct …*, if one says the same; otherwise empty."""
    theirs = in_other_words(audit, promises, by_partners=True)
    return added(content, "ask-partners", theirs) if theirs else ""


def _different_words(audit: Audit, promises: Collection[str]) -> list[str]:
    rows = (row for row in audit.of("promise") if row.id in promises)
    return list({same_words(row.text("words")): row.text("words") for row in rows}.values())


def _alike(audit: Audit) -> _Alike:
    rows = audit.of("promise")
    return _ALIKE.get((rows,), None, lambda: _Alike(_copies_among(rows), _twins_among(rows)))


def _copies_among(rows: Collection[Row]) -> dict[str, frozenset[str]]:
    by_words: dict[str, set[str]] = {}
    for row in rows:
        if words := same_words(row.text("words")):
            by_words.setdefault(words, set()).add(row.id)
    return {id: frozenset(ids) for ids in by_words.values() for id in ids}


def _twins_among(rows: Collection[Row]) -> dict[str, frozenset[str]]:
    """The twins of each of the founder's own promises. They can be a partner's sentences, but a partner's sentence has
    no twins itself: correcting a partner's words corrects none of the founder's.
    """
    broken = [(row, _claims(row)) for row in rows if row.text("instead").strip() and not row.is_inactive]
    own = [(row, claims) for row, claims in broken if row.text("where") != PARTNER]
    return {
        row.id: frozenset(
            other.id
            for other, again in broken
            if other is not row and _overlap(claims, again) and _are_broken_alike(row, other)
        )
        for row, claims in own
    }


def _overlap(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two promises make the same claims, or one makes some of the other's."""
    return bool(one and two) and (one <= two or two <= one)


def _are_broken_alike(row: Row, other: Row) -> bool:
    """Whether the same happens instead of two promises."""
    told, again = row.text("instead"), other.text("instead")
    return same_words(told) == same_words(again) or not account_of(told).isdisjoint(account_of(again))


def _claims(row: Row) -> frozenset[str]:
    return frozenset(tag for tag in row.many("claims") if not tag.startswith(HOW_OFTEN))
