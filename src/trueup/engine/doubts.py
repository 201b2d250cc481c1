"""Answers that can be meant as they are, and more often are a slip: told once when they are imported, never refused."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.answers.limits import CUSTOMERS
from trueup.answers.model import Audit
from trueup.engine.applicability import is_inactive

ROUNDING = 0.05
"""Shares guessed one by one may add up to a little more than everyone."""


def doubtful(audit: Audit) -> tuple[str, ...]:
    """What to look at again, a sentence each."""
    return tuple(_doubts(audit))


def _doubts(audit: Audit) -> Iterator[str]:
    stated = (row.fields.get("share") for row in audit.of("channel") if not is_inactive(row))
    together = sum(share.value for share in stated if share and isinstance(share.value, float))
    if together > 1 + ROUNDING:
        yield f"The shares of your channels add up to {together:.0%} of customers. A customer counts in one channel."
    if (rows := len(audit.of("customer"))) > CUSTOMERS:
        yield f"There are {rows} customers, and all of them count. trueup asks for the last {CUSTOMERS}."
