"""What the founder can decide about a mismatch: accept it, or object that it isn't true here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast

from trueup.answers.limits import QUARTER
from trueup.answers.model import Accepted, Audit
from trueup.content.model import Check, Content
from trueup.engine.due import ground
from trueup.engine.experiments import numbers_of
from trueup.engine.model import Mismatch
from trueup.engine.next_quarter import quarter_after
from trueup.engine.readings import Figure

Refusal = Literal["first", "reason", "below", "above", "review"]
"""The claim is untrue, the reason is missing, a limit has no number, or the review isn't in a later quarter."""


def suggested(content: Content, audit: Audit, mismatch: Mismatch) -> Accepted:
    """Suggest how to accept a mismatch as a trade-off: what it costs and what to watch, as far as the channels' numbers
    show. The reason is left blank.

    The limit is 75 % of today's figure, rounded to the nearest twentieth (under a tenth: to the nearest hundredth):
    close enough to be noticed in time, far enough that one bad month doesn't reach it. The review is two quarters from
    now, when the trade-off has been in force for a whole quarter.
    """
    review = quarter_after(quarter_after(audit.quarter))
    numbers = next(_numbers(content, audit, mismatch), None)
    if numbers is None:
        people = "the people who come" if mismatch.of_coming else "customers"
        whom = f"{mismatch.reach:.0%} of {people} meet" if mismatch.reach < 1 else "every customer meets"
        return Accepted("", cost=f"{whom} it", review=review)
    name, asked, bought = numbers
    rate = bought / asked
    step = 0.05 if rate >= 0.1 else 0.01
    return Accepted(
        "",
        cost=f"{Figure(asked - bought, 'counted')} of {Figure(asked, 'counted')} who asked at {name} didn't buy",
        watch=f"of the people who asked at {name}, bought: {rate:.0%}",
        below=f"{max(round(rate * 0.75 / step), 1) * step:.0%}",
        review=review,
    )


def _numbers(content: Content, audit: Audit, mismatch: Mismatch) -> Iterator[tuple[str, float, float]]:
    """The channels quoted in a mismatch in which someone bought: how many people asked, and how many bought."""
    for statement in mismatch.statements:
        row = audit.row("channel", statement.row_of("channel"))
        numbers = numbers_of(content, row) if row else None
        if row is not None and numbers and numbers[1]:
            yield row.text("name") or row.id, *numbers


_A_NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
"""A number, with the signs that group its digits. A quarter such as 2027-Q1 has two."""


def refused(check: Check, audit: Audit, accepted: Accepted | None = None) -> Refusal | None:
    """Why a mismatch can't be accepted at all, or not in this way; None if it can be accepted."""
    if check.first:
        return "first"
    if accepted is None:
        return None
    if not accepted.reason.strip():
        return "reason"
    for name, limit in (("below", accepted.below), ("above", accepted.above)):
        if limit.strip() and len(_A_NUMBER.findall(limit)) != 1:
            return cast("Refusal", name)
    if not QUARTER.fullmatch(accepted.review) or accepted.review <= audit.quarter:
        return "review"
    return None


def accepting(audit: Audit, check: str, accepted: Accepted, found: Mismatch | None = None) -> Audit:
    """The audit with a mismatch accepted on the basis of what was `found`; an earlier objection is withdrawn."""
    left = reopened(audit, check)
    rested_on = ground(found) if found else accepted.rested_on
    return replace(left, accepted={**left.accepted, check: replace(accepted, rested_on=rested_on)})


def objecting(audit: Audit, check: str, reason: str, found: Mismatch | None = None) -> Audit:
    """The audit with an objection to a mismatch, based on what was `found`; an earlier acceptance is withdrawn."""
    left = reopened(audit, check)
    grounds = {**left.grounds, check: ground(found)} if found else left.grounds
    return replace(left, objected={**left.objected, check: reason}, grounds=grounds)


def reopened(audit: Audit, check: str) -> Audit:
    """The audit without any decision about a mismatch."""
    return replace(
        audit,
        accepted={id: each for id, each in audit.accepted.items() if id != check},
        objected={id: reason for id, reason in audit.objected.items() if id != check},
        grounds={id: tags for id, tags in audit.grounds.items() if id != check},
    )
