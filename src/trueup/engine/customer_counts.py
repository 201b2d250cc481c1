"""What the last customers show about a mismatch, whoever its statements come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.measures import COLUMNS, ROWS_TO_COUNT, counts
from trueup.engine.model import Mismatch


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """One answer about the last customers: of `total` known ones, `count`."""

    column: str
    """The question: `customer.started`."""
    key: str
    count: int
    total: int
    conflicts: bool
    """Whether it speaks for the mismatch, and not against it."""


def customer_counts(content: Content, audit: Audit, mismatch: Mismatch) -> tuple[CustomerCount, ...]:
    """The counts over the last customers on the topics of a mismatch, those that speak for it first."""
    return tuple(sorted(_counts(content, audit, mismatch), key=lambda each: not each.conflicts))


def _counts(content: Content, audit: Audit, mismatch: Mismatch) -> Iterator[CustomerCount]:
    delivered = {tag for term in mismatch.check.between if term.side == "deliver" for tag in term.tags}
    topics = dict.fromkeys(statement.topic for statement in mismatch.statements)
    for column in dict.fromkeys(name for topic in topics for name in content.topics[topic].measures if name in COLUMNS):
        tag, quoted, total = counts(audit, column)
        if total >= ROWS_TO_COUNT:
            yield from (CustomerCount(column, key, count, total, tag in delivered) for key, count in quoted.items())
