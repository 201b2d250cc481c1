"""Which part of all customers comes through each channel, and so upon a promise to some groups only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from trueup.answers.model import Audit, Row
from trueup.engine.applicability import is_inactive
from trueup.engine.measures import ROWS_TO_COUNT, cells

Shares = Mapping[str, tuple[float, bool]]
"""Channel slug → share of customers, and whether it is assumed."""


def channel_shares(audit: Audit) -> dict[str, tuple[float, bool]]:
    """Share of customers per channel slug (0–1), and whether it is assumed.

    A stated share counts first, then the customers of three months where every channel has its number, then the last
    ten customers. None of the ten is taken as half of one, because a channel in use brings somebody. Channels without
    any of these split what remains equally, assumed, and never get more than the largest known share: unknown is never
    worth more than known (product.md, ranking).
    """
    rows = [row for row in audit.of("channel") if not is_inactive(row)]
    shares: dict[str, tuple[float, bool]] = {}
    for row in rows:
        if (stated := _number(row, "share")) is not None:
            shares[row.id] = (min(max(stated, 0.0), 1.0), False)
    customers, came = _customers(audit), Counter(cells(audit, "channel"))
    if all(row.id in customers for row in rows) and customers.total() >= ROWS_TO_COUNT:
        for row in rows:
            shares.setdefault(row.id, (customers[row.id] / customers.total(), False))
    elif (known := sum(came[row.id] for row in rows)) >= ROWS_TO_COUNT:
        for row in rows:
            shares.setdefault(row.id, (max(came[row.id], 0.5) / known, came[row.id] == 0))
    unknown = [row.id for row in rows if row.id not in shares]
    if unknown:
        rest = max(0.0, 1.0 - sum(share for share, _ in shares.values())) / len(unknown)
        ceiling = max((share for share, _ in shares.values()), default=1.0)
        shares |= {channel: (min(rest, ceiling), True) for channel in unknown}
    return shares


def coming_shares(audit: Audit) -> dict[str, tuple[float, bool]]:
    """Share of the people who come through each channel (0–1): who asked, or who visited, in three months.

    Empty where some active channel has neither figure: a share of what is known would make the unknown look small.
    """
    rows = [row for row in audit.of("channel") if not is_inactive(row)]
    for field in ("leads", "visits"):
        people = {row.id: number for row in rows if (number := _number(row, field)) is not None}
        if len(people) == len(rows) and sum(people.values()) >= ROWS_TO_COUNT:
            everyone = sum(people.values())
            return {name: (number / everyone, False) for name, number in people.items()}
    return {}


def lost_people(audit: Audit) -> dict[str, int]:
    """Channel slug → people who asked and didn't buy in three months, where both figures are given."""
    lost: dict[str, int] = {}
    for row in audit.of("channel"):
        asked, bought = _number(row, "leads"), _number(row, "customers")
        if asked is not None and bought is not None and bought <= asked and not is_inactive(row):
            lost[row.id] = round(asked - bought)
    return lost


def _customers(audit: Audit) -> Counter[str]:
    """Customers of three months per channel, where given."""
    numbers = {row.id: _number(row, "customers") for row in audit.of("channel") if not is_inactive(row)}
    return Counter({name: round(number) for name, number in numbers.items() if number is not None})


def _number(row: Row, field: str) -> float | None:
    answer = row.fields.get(field)
    if answer and answer.state == "given" and isinstance(answer.value, float):
        return answer.value
    return None


def shares_of_groups(audit: Audit, shares: Shares, wanted: Iterable[frozenset[str]]) -> dict[frozenset[str], float]:
    """The share of customers a promise to some groups reaches: that of the channels that serve one of them.

    A promise to nobody in particular reaches everyone, and so does one no channel serves yet: nothing is known.
    """
    serves = {
        row.id: frozenset(name.casefold() for name in row.many("groups"))
        for row in audit.of("channel")
        if row.id in shares
    }
    result: dict[frozenset[str], float] = {}
    for groups in wanted:
        part = sum(shares[name][0] for name, for_whom in serves.items() if not for_whom or for_whom & groups)
        result[groups] = min(part, 1.0) or 1.0
    return result
