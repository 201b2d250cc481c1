"""How much a mismatch matters: severity × reach × certainty, and the order that follows (product.md, ranking)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trueup.answers.model import Disclosed
from trueup.content.model import Check, Evidence
from trueup.engine.matching import Meeting
from trueup.engine.model import Mismatch, Statement, Verdict
from trueup.engine.shares import Shares

CERTAINTY: Mapping[Evidence, float] = {
    "record": 1.0,
    "counted": 0.9,
    "published": 0.8,
    "memory": 0.8,
    "guess": 0.4,
}
"""What each kind of evidence is worth (product.md, ranking)."""

SEVERITY_WORDS = {5: "critical", 4: "high", 3: "medium", 2: "low", 1: "low"}

DISCLOSED_SEVERITY: Mapping[Disclosed, int] = {"before": 2, "beside": 1}
"""The most a mismatch can hurt when customers learn of it before paying, or beside the promise: it only rubs."""


def certainty(sides: Iterable[Iterable[Statement]]) -> tuple[float, Evidence]:
    """The weaker side's best evidence, as a figure and a word."""
    best = [max((statement.evidence for statement in side), key=CERTAINTY.__getitem__) for side in sides]
    weaker = min(best, key=CERTAINTY.__getitem__)
    return CERTAINTY[weaker], weaker


def reach(
    meetings: Iterable[Meeting], shares: Shares, channels_of: Mapping[frozenset[str], float]
) -> tuple[float, bool]:
    """The share of customers who pass through the subjects involved (0–1), and whether it rests on an assumption.

    In one meeting the narrowest statement decides. Different channels bring different customers, so they add up;
    anything else overlaps, so the largest counts.
    """
    by_channel: dict[tuple[str, ...], tuple[float, bool]] = {}
    for meeting in meetings:
        names = tuple(sorted({v.subject.row for v in meeting if v.subject and v.subject.kind == "channel"}))
        part = min(_share(statement, shares, channels_of) for statement in meeting)
        if part > by_channel.get(names, (-1.0, False))[0]:
            by_channel[names] = (part, any(shares.get(name, (0.0, False))[1] for name in names))
    everywhere = by_channel.pop((), (0.0, False))
    together = min(1.0, sum(part for part, _ in by_channel.values()))
    if everywhere[0] >= together:
        return everywhere
    return together, any(assumed for _, assumed in by_channel.values())


def _share(statement: Statement, shares: Shares, channels_of: Mapping[frozenset[str], float]) -> float:
    if statement.subject is None:
        return statement.share
    if statement.channel:  # an activity reaches those its channel brings
        return shares.get(statement.channel, (1.0, True))[0]
    if statement.subject.kind == "channel":
        return shares.get(statement.subject.row, (1.0, True))[0]
    return channels_of.get(statement.groups, 1.0)


def verdict(check: Check, weaker: Evidence, disclosed: Disclosed | None) -> tuple[Verdict, int]:
    """The verdict and the severity it leaves. An untrue claim (`first`) is never softened by being disclosed."""
    softened = DISCLOSED_SEVERITY.get(disclosed) if disclosed and check.disclosed and not check.first else None
    if check.tension or softened is not None:
        return "tension", min(check.severity, softened or check.severity)
    return ("unproven" if weaker == "guess" else "contradiction"), check.severity


def order(found: Mismatch) -> tuple[bool, bool, float, int, bool, float, str]:
    """The sort key: untrue claims lead, tensions come last, then by impact.

    Of equal ones the more severe comes first, then what was published, because customers meet it themselves, then the
    better proven.
    """
    published = any(statement.side == "say" and statement.evidence == "published" for statement in found.statements)
    proof = max(CERTAINTY[statement.evidence] for statement in found.statements)
    return (
        not found.check.first,
        found.verdict == "tension",
        -found.impact,
        -found.severity,
        not published,
        -proof,
        found.id,
    )
