"""Which part of all customers comes through each channel, and so upon a promise to some groups only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from trueup.answers.model import Audit
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
        stated = row.fields.get("share")
        if stated and stated.state == "given" and isinstance(stated.value, float):
            shares[row.id] = (min(max(stated.value, 0.0), 1.0), False)
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


def _customers(audit: Audit) -> Counter[str]:
    """Customers of three months per channel, where given."""
    found: Counter[str] = Counter()
    for row in audit.of("channel"):
        answer = row.fields.get("customers")
        if answer and answer.state == "given" and isinstance(answer.value, float) and not is_inactive(row):
            found[row.id] = round(answer.value)
    return found


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
