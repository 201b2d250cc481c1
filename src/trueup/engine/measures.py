"""Measures: named functions that turn counts and numbers into positions. A clash sees only their tags.

Each measure says which tags it can take, what it needs, and where its bands come from. They speak on the *deliver*
side. Too few rows, a blank or a zero never divides and never judges: the measure stays silent and says what it lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trueup.answers.model import Audit
from trueup.content.model import Content

ROWS_TO_COUNT = 3
"""Fewer customers than this are anecdotes, not a count (our choice; three is also 'the last three who left')."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure says: its position, the count in words, and the share of customers it is about (0–1)."""

    tag: str
    quote: str
    share: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure over one column of the last ten: `bands` takes the counts by key and how many are known."""

    name: str
    tags: tuple[str, ...]
    bands: Callable[[Counter[str], int], tuple[str, Sequence[str]]]
    """Counts by key, number known → the tag, and the keys whose count is quoted."""

    @property
    def field(self) -> str:
        """The column it reads."""
        return self.name.partition(".")[2]


def _started(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """Three in ten who had to talk first is no exception any more; one or two may just have liked to."""
    if counts["talk"] / known >= 0.3:
        return "start.talk", ("talk",)
    if counts["alone"] / known >= 0.5:
        return "start.alone", ("alone",)
    return "start.help", ("help", "talk")


def _paid(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """A fifth or more who paid less is a habit (domain.md: 'never discounted' against a fifth of orders)."""
    if counts["less"] == 0:
        return "discount.never", ("full",)
    return ("discount.often" if counts["less"] / known >= 0.2 else "discount.some"), ("less",)


def _received(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """One late in five is what buyers tell each other about; below that it is bad luck."""
    if counts["late"] / known >= 0.2:
        return "punctual.late", ("late",)
    return "punctual.ontime", ("ontime",)


def _group(counts: Counter[str], known: int) -> tuple[str, Sequence[str]]:
    """Half of the ten being somebody else contradicts a named group (domain.md)."""
    if counts["other"] / known >= 0.5:
        return "who.others", ("other",)
    return "who.aimed", ("aimed",)


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("ten.started", ("start.alone", "start.help", "start.talk"), _started),
        Measure("ten.paid", ("discount.never", "discount.some", "discount.often"), _paid),
        Measure("ten.received", ("punctual.ontime", "punctual.late"), _received),
        Measure("ten.group", ("who.aimed", "who.others"), _group),
    )
}


def cells(audit: Audit, field: str) -> list[str]:
    """The known cells of one column of the last ten; unknown and not applicable ones are left out."""
    return [text for row in audit.of("ten") if (text := row.text(field))]


def read(content: Content, audit: Audit, measure: Measure) -> Reading | None:
    """What a measure says of these customers, or None when fewer than three cells are known."""
    question = content.questions.get(measure.name)
    known = cells(audit, measure.field)
    if question is None or len(known) < ROWS_TO_COUNT:
        return None
    tag, keys = measure.bands(Counter(known), len(known))
    labels = {choice.key: choice.label for choice in question.choices}
    counted = Counter(known)
    about = sum(counted[key] for key in keys)
    told = ", ".join(
        f"{counted[key]} of your last {len(known)}: {labels.get(key, key)}" for key in keys if counted[key]
    )
    return Reading(tag, told, about / len(known))


def channel_shares(audit: Audit) -> dict[str, tuple[float, bool]]:
    """Share of customers per channel slug (0–1), and whether it is assumed.

    A stated share counts first, then the last ten. None of the ten is taken as half of one, because a channel that
    is kept brings somebody. Channels without either split what remains equally, assumed, and never get more than
    the largest known share: unknown is never worth more than known (product.md, ranking).
    """
    channels = [row.id for row in audit.of("channel")]
    shares: dict[str, tuple[float, bool]] = {}
    for row in audit.of("channel"):
        stated = row.fields.get("share")
        if stated and stated.state == "given" and isinstance(stated.value, float):
            shares[row.id] = (min(max(stated.value, 0.0), 1.0), False)
    came = Counter(cells(audit, "channel"))
    known = sum(came[channel] for channel in channels)
    if known >= ROWS_TO_COUNT:
        for channel in channels:
            shares.setdefault(channel, (max(came[channel], 0.5) / known, came[channel] == 0))
    unknown = [channel for channel in channels if channel not in shares]
    if unknown:
        rest = max(0.0, 1.0 - sum(share for share, _ in shares.values())) / len(unknown)
        ceiling = max((share for share, _ in shares.values()), default=1.0)
        shares |= {channel: (min(rest, ceiling), True) for channel in unknown}
    return shares
