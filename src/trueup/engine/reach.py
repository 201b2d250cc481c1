"""Reach: the share of customers affected by a mismatch, and how many people are lost where it happens.

At stages before paying, those affected are the people who come: counting only buyers would hide a step that turns most
of them away. After paying, they are the customers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from trueup.answers.model import Audit, Row
from trueup.content.model import Content, Stage
from trueup.engine.matching import Meeting
from trueup.engine.measures import ROWS_TO_COUNT, cells
from trueup.engine.model import MAIN, Statement
from trueup.engine.slow_work import Remembered
from trueup.engine.statements import PARTIES, groups_of
from trueup.engine.things import BY_OTHERS, is_read_on, object_of

BEFORE_PAYING: frozenset[Stage] = frozenset({"awareness", "consideration", "decision"})

INWARD = frozenset({"believe", "deliver"})
"""The sides on which nothing is said, sold or needed."""

BELIEVED: Mapping[str, float] = {"few": 0.1, "some": 0.5}
"""How many out of ten customers the founder thinks belong to a group → the most that can."""

MOST = "plan.most"
"""The position that an activity takes more than half of the founder's time or money."""

POURED = "source.poured"
"""The position that this goes to a channel that brings few: what it keeps from the others concerns everyone."""


class Affected(NamedTuple):
    """The share of people affected (0–1), whether it rests on an assumption, and how many of them didn't buy."""

    share: float
    assumed: bool
    lost: int | None
    """People who asked and didn't buy in the channels involved, over three months; None if that isn't known."""
    of_coming: bool = False
    """Whether the share is of the people who ask or visit, not of those who buy."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The shares of one audit, worked out once for all its mismatches."""

    content: Content
    audit: Audit
    customers: Shares
    """Channel slug → share of customers."""
    coming: Shares
    """Channel slug → share of the people who come."""
    lost: Mapping[str, int]
    _of_groups: dict[tuple[bool, frozenset[str]], float] = field(default_factory=dict)
    _of_sides: dict[tuple[bool, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Content, audit: Audit) -> Reach:
        """The shares of an audit."""

        def work_out() -> Reach:
            customers = channel_shares(audit)
            return cls(content, audit, customers, coming_shares(audit) or customers, lost_people(audit))

        known = _REACH.get((content, audit.of("channel"), audit.of("customer"), audit.of("group")), None, work_out)
        return replace(known, audit=audit)  # its promises may have changed; no share depends on them

    def of_meetings(self, meetings: Iterable[Meeting], topic: str) -> Affected:
        """The people affected by a mismatch, given its meetings.

        A meeting affects as many people as its narrowest statement. Different channels bring different people, so they
        add up; anything else overlaps, so the largest counts.
        """
        comes = self.content.topics[topic].stage in BEFORE_PAYING
        counts_coming = comes and self.coming is not self.customers
        shares = self.coming if comes else self.customers
        by_channel: dict[tuple[str, ...], tuple[float, bool]] = {}
        share_of: dict[int, float] = {}
        for meeting in meetings:
            rows = set(filter(None, (statement.row_of("channel") for statement in meeting)))
            names = tuple(sorted(rows)) if len(rows) > 1 else tuple(rows)
            part = 1.0
            for statement in _narrowing(meeting):
                share = share_of.get(id(statement))
                if share is None:
                    share = share_of[id(statement)] = self._share(statement, shares, comes)
                part = min(part, share)
            if part > by_channel.get(names, (-1.0, False))[0]:
                by_channel[names] = (part, any(shares.get(name, (0.0, False))[1] for name in names))
        channels = {name for names in by_channel for name in names}
        lost = (
            sum(self.lost[name] for name in channels) if comes and channels and channels <= self.lost.keys() else None
        )
        everywhere = by_channel.pop((), (0.0, False))
        together = min(1.0, sum(part for part, _ in by_channel.values()))
        if everywhere[0] >= together:
            return Affected(*everywhere, lost, counts_coming)
        return Affected(together, any(assumed for _, assumed in by_channel.values()), lost, counts_coming)

    def _share(self, statement: Statement, shares: Shares, comes: bool) -> float:
        if statement.subject is None:
            return statement.share
        if statement.channel:  # an activity reaches the people its channel brings
            return shares.get(statement.channel, (1.0, True))[0]
        if channel := statement.row_of("channel"):
            return shares.get(channel, (1.0, True))[0]
        of_its_channels = self._of_promise(statement.row_of("promise"), shares)
        if of_its_channels is not None:
            return of_its_channels
        if not statement.groups:
            return 1.0
        key = comes, statement.groups
        if key not in self._of_groups:
            self._of_groups[key] = shares_of_groups(self.audit, shares, [statement.groups])[statement.groups]
        party = statement.party or self._party_of(statement.groups)
        if not party:
            return self._of_groups[key]
        return min(1.0, self._of_groups[key] / self._of_side(party, shares))

    def _of_promise(self, promise: str, shares: Shares) -> float | None:
        """The share of people who come through the channels on which a promise is read, if it's about something that
        isn't what sells most, or said by someone else. None for other promises, and if no channel is known for it.
        """
        row = self.audit.row("promise", promise) if promise else None
        if row is None or (object_of(self.audit, row) in ("", MAIN) and row.text("where") not in BY_OTHERS):
            return None
        groups = groups_of(row)
        part = 0.0
        for channel in self.audit.of("channel"):
            comes = groups_of(channel)
            if channel.id in shares and is_read_on(self.audit, row, channel):
                part += shares[channel.id][0] if not groups or not comes or groups & comes else 0.0
        return min(part, 1.0) or None

    def _party_of(self, groups: frozenset[str]) -> str:
        """The one side of a marketplace served by all channels that bring some groups; empty if it isn't just one."""
        rows = [row for row in self.audit.of("channel") if row.id in self.customers]
        serves = {row.text("serves") for row in rows if not groups.isdisjoint(map(str.casefold, row.many("groups")))}
        return serves.pop() if len(serves) == 1 and serves <= set(PARTIES) else ""

    def _of_side(self, party: str, shares: Shares) -> float:
        """The share of all people on one side of a marketplace, against which a promise to that side is weighed."""
        key = shares is self.coming, party
        if key not in self._of_sides:
            rows = (row for row in self.audit.of("channel") if row.id in shares)
            self._of_sides[key] = sum(shares[row.id][0] for row in rows if row.text("serves") in ("", "both", party))
        return self._of_sides[key] or 1.0


def _narrowing(meeting: Meeting) -> Meeting:
    """The statements that limit whom a meeting affects. Where a goal meets what is true of the whole business, such as
    the number watched first, or what takes most of its time or money, everyone is affected, and an activity is only an
    example. So is an activity for which people who come another way get too little.
    """
    is_goal = any((each.side == "believe" and each.subject is None) or each.tag == POURED for each in meeting)
    is_of_all = any(each.side == "deliver" and (each.subject is None or each.tag == MOST) for each in meeting)
    if not is_goal or not is_of_all or not all(each.side in INWARD for each in meeting):
        return meeting
    return tuple(each for each in meeting if not each.row_of("activity"))


_REACH: Remembered[Reach] = Remembered(8)


ROUNDING = 0.05
"""By how much shares may add up to more than all customers if each is rounded."""

Shares = Mapping[str, tuple[float, bool]]
"""Channel slug → share of customers, and whether it is assumed."""


def channel_shares(audit: Audit) -> dict[str, tuple[float, bool]]:
    """Share of customers per channel slug (0–1), and whether it is assumed.

    A stated share counts first, then the customers of three months if every channel has that number, then the last ten
    customers. A channel that brought none of the ten counts as half a customer, because a channel in use brings
    someone. Channels without any of these figures split the rest equally, as an assumption, and never get more than the
    largest known share: unknown is never worth more than known.
    """
    rows = [row for row in audit.of("channel") if not row.is_inactive]
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


def stated_together(audit: Audit) -> float:
    """The shares that the founder stated for the channels in use, added up: more than 1 if customers are counted
    twice. A little too much is taken for rounding.
    """
    together = sum(_number(row, "share") or 0.0 for row in audit.of("channel") if not row.is_inactive)
    return together if together > 1 + ROUNDING else min(together, 1.0)


def coming_shares(audit: Audit) -> dict[str, tuple[float, bool]]:
    """Channel slug → share of the people who come (0–1): of those who asked in three months, or else of those who
    visited.

    Empty unless all active channels have the first of these figures, or all have the second: without a channel's
    figure, the others would look too large.
    """
    rows = [row for row in audit.of("channel") if not row.is_inactive]
    for figure in ("leads", "visits"):
        people = {row.id: number for row in rows if (number := _number(row, figure)) is not None}
        if len(people) == len(rows) and sum(people.values()) >= ROWS_TO_COUNT:
            everyone = sum(people.values())
            return {name: (number / everyone, False) for name, number in people.items()}
    return {}


def lost_people(audit: Audit) -> dict[str, int]:
    """Channel slug → people who asked and didn't buy in three months. Only channels with both figures are included."""
    lost: dict[str, int] = {}
    for row in audit.of("channel"):
        asked, bought = _number(row, "leads"), _number(row, "customers")
        if asked is not None and bought is not None and bought <= asked and not row.is_inactive:
            lost[row.id] = round(asked - bought)
    return lost


def _customers(audit: Audit) -> Counter[str]:
    """Customers of three months per channel, where the figure is given."""
    numbers = {row.id: _number(row, "customers") for row in audit.of("channel") if not row.is_inactive}
    return Counter({name: round(number) for name, number in numbers.items() if number is not None})


def _number(row: Row, field: str) -> float | None:
    answer = row.fields.get(field)
    if answer and answer.state == "given" and isinstance(answer.value, float):
        return answer.value
    return None


def _believed(audit: Audit, groups: frozenset[str]) -> float:
    """The most customers that can belong to some groups, going by how many the founder thinks do."""
    part, unknown = 0.0, set(groups)
    for row in audit.of("group"):
        if not groups.isdisjoint(names := {row.id, row.text("name").casefold()}):
            part += BELIEVED.get(row.text("share"), 1.0)
            unknown -= names
    return 1.0 if unknown else min(part, 1.0)


def shares_of_groups(audit: Audit, shares: Shares, wanted: Iterable[frozenset[str]]) -> dict[frozenset[str], float]:
    """For each set of groups, the share of customers that a promise to them reaches: the shares of the channels that
    serve one of the groups, added up.

    A promise to no group in particular reaches everyone, and so does one to groups no channel serves yet, because
    nothing is known. Unless the channels say more, it reaches at most as many as the founder thinks belong to them.
    """
    serves = {
        row.id: frozenset(name.casefold() for name in row.many("groups"))
        for row in audit.of("channel")
        if row.id in shares
    }
    result: dict[frozenset[str], float] = {}
    for groups in wanted:
        part = sum(shares[name][0] for name, for_whom in serves.items() if not for_whom or for_whom & groups)
        named = sum(shares[name][0] for name, for_whom in serves.items() if for_whom & groups)
        result[groups] = min(max(named, min(part or 1.0, _believed(audit, groups))), 1.0)
    return result
