"""Promises that may be about two parts of what is sold, such as the recordings and the worksheets: they only seem to
exclude each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueup.answers.model import Audit
from trueup.content.model import Check, Content
from trueup.engine.causes import words_of
from trueup.engine.matching import Meeting
from trueup.engine.model import MAIN, Statement

HOW_LONG = frozenset({"alway", "ever", "forev", "good", "life", "lifet", "month", "time", "year", "your"})
"""The stems of words that say how long something lasts, but not what lasts."""

ONE_OF_THEM = frozenset({"first", "intro", "sampl", "taste", "trial"})
"""The stems of words that single out one of several: what is said of the first visit isn't said of each."""

_PER = re.compile(r"\bper \w+")
"""The unit that a price is paid for each time: it doesn't name the thing."""


def without_two_things(content: Content, check: Check, met: Sequence[Meeting], audit: Audit) -> list[Meeting]:
    """Leave out each pair of promises that may be about two different parts of the product."""
    if not _can_be_about_parts(content, check):
        return list(met)
    return [meeting for meeting in met if not (_is_of_parts(meeting) and _names_two_things(meeting, audit))]


def are_about_parts(content: Content, check: Check, met: Sequence[Meeting]) -> bool:
    """Whether the promises may be about different parts of the product, and so only seem to exclude each other: in
    every meeting, one of them is about what sells most.
    """
    return _can_be_about_parts(content, check) and all(map(_is_of_parts, met))


def _can_be_about_parts(content: Content, check: Check) -> bool:
    topic = content.topics.get(check.topic)
    return topic is not None and topic.parts and check.is_between_promises


def _is_of_parts(meeting: Meeting) -> bool:
    return any(each.about == MAIN for each in meeting)


def _names_two_things(meeting: Meeting, audit: Audit) -> bool:
    """Whether each statement names something, and the names have no word in common, or only some of them single out
    one of several.
    """
    named = [_named_by(each, audit) for each in meeting]
    if not all(named):
        return False
    return len({bool(each & ONE_OF_THEM) for each in named}) > 1 or not frozenset.intersection(*named)


def _named_by(statement: Statement, audit: Audit) -> frozenset[str]:
    """The words that name what a claim is about: those up to its end or, if they name nothing, the whole promise.

    What follows is often about something else: *The survey costs £75, refunded if you order a kitchen*.
    """
    row = audit.row("promise", statement.subject.row) if statement.subject else None
    if row and (spans := row.spans.get(statement.tag)):
        said = row.text("words")[: max(end for _, end in spans)]
        if named := _names_in(statement, said):
            return named
    return _names_in(statement, statement.quote)


def _names_in(statement: Statement, said: str) -> frozenset[str]:
    return words_of([statement._replace(quote=_PER.sub(" ", said))]) - HOW_LONG
