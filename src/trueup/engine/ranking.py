"""How much a mismatch matters: severity × reach × certainty, and the order that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trueup.answers.model import Disclosed, Row
from trueup.content.model import Check, Evidence
from trueup.engine.applicability import KEPT_QUESTION
from trueup.engine.causes import CHANGE
from trueup.engine.model import GRAVE_STAKES, MEMORY, MOST_SEVERE, OWED, Mismatch, Statement, Verdict, listed

CERTAINTY: Mapping[Evidence, float] = {
    "record": 1.0,
    "published": 1.0,
    "counted": 0.9,
    "memory": MEMORY,
    "guess": 0.4,
}
"""Kind of evidence → how certain it is (0–1). Published words are there for everyone to read, so they are as certain as
a record; a promise made in conversation counts as memory."""

SEVERITY_WORDS = {5: "critical", 4: "high", 3: "medium", 2: "low", 1: "low"}

DISCLOSED_SEVERITY: Mapping[Disclosed, int] = {"before": 2, "beside": 1}
"""When customers are told of a mismatch, before paying or beside the promise → the highest severity it can then have.
It is then only a tension."""


WEIGHTY = 3
"""The lowest severity at which a mismatch moves up because people read its promise first (our choice)."""
LEAST_IMPACT = 2.0
"""The lowest impact at which it does, unless it's grave (our choice): most people come before few."""

OUT_OF_REACH = frozenset({"capacity.short", "sums.short", "sums.beyond", "sums.places"})
"""Positions saying that the quarter can't hold the goal."""

PLANS = frozenset({"kept.ends", "kept.old"})
"""Positions saying that a promise is to end."""

HAPPENED = frozenset({"returns.refused", "due.missed"})
"""Positions saying that a customer was refused something: that is known without a count."""

OTHERS = frozenset({"work.helper", "making.workshop", "making.bought"})
"""Positions saying that others do the work: the founder pays them, so it's known without a count."""

MONEY = frozenset({"due", "returns"})
"""Topics whose unsafe mismatches are about customers' own money."""

OWN_DOING = listed(
    "after backup data edition independence lasting leaving mailing making marked origin renewal source takeout work"
)
"""Topics about what the founder set up, chose or agreed: that is known without counting anything."""

NEVER_SO = frozenset({"kept.untrue", "kept.none"})
"""Positions saying that a promise isn't kept at all: that is known without a count."""

VOW = "kept.vow"
"""The claim that the founder always or never does something. Rather than the words, what breaks them should end."""
VOWED = frozenset({VOW, "kept.every"})
"""Claims that a promise holds without exception."""

UNBROKEN = "kept.unbroken"
"""The position that no exception is known."""

AT_STAKE: Mapping[str, int] = {"health": 2, "private": 2, "money": 1, "day": 1, "trouble": 0, "trust": -1}
"""What people could lose if a claim without exception isn't true → what that adds to the severity. The checks
themselves can't know what the claim is about."""


def certainty(sides: Iterable[Sequence[Statement]]) -> tuple[float, Evidence]:
    """How sure the weaker side is, as a figure, and the word for its best evidence."""
    known = list(sides)
    is_vow = bool(known) and all(each.tag in VOWED for each in known[0])
    weaker = min((_best(each.evidence for each in side) for side in known), key=CERTAINTY.__getitem__)
    sure = min((_best(_known(each, is_vow=is_vow) for each in side) for side in known), key=CERTAINTY.__getitem__)
    return CERTAINTY[sure], sure if CERTAINTY[weaker] < CERTAINTY["memory"] else weaker


def _best(evidence: Iterable[Evidence]) -> Evidence:
    return max(evidence, key=CERTAINTY.__getitem__)


def _known(statement: Statement, *, is_vow: bool) -> Evidence:
    """How certain a statement is. What the founder decided or set up is certain without a count, and so is a remembered
    case that breaks a promise of always or never. If the founder names such a case but guesses how many there were, it
    counts as remembered.
    """
    if statement.evidence == "memory" and statement.tag in NEVER_SO:
        return "counted"
    if statement.evidence == "memory" and statement.side in ("sell", "deliver") and not statement.measured:
        is_own = statement.side == "sell" or statement.topic in OWN_DOING
        return "counted" if is_own or (is_vow and statement.tag != UNBROKEN) else "memory"
    is_named = is_vow and statement.source == KEPT_QUESTION and not statement.is_label
    return "memory" if is_named and statement.evidence == "guess" else statement.evidence


def at_stake(mismatch: Mismatch, promise: Row | None) -> Mismatch:
    """The mismatch with its severity adjusted to what people could lose if a vow is broken. If its claim is untrue, it
    also leads.

    Tensions and mismatches of other topics come back unchanged.
    """
    if promise is None or mismatch.verdict == "tension" or mismatch.check.topic != "kept":
        return mismatch
    if VOWED.isdisjoint(promise.many("claims")):
        return mismatch
    if mismatch.check.first and mismatch.certainty >= MEMORY and not mismatch.leads:
        mismatch = replace(mismatch, leads=True)  # one case is enough to break a vow
    stake = promise.text("stake")
    if stake not in AT_STAKE:
        return mismatch
    severity = min(max(mismatch.severity + AT_STAKE[stake], 1), MOST_SEVERE)
    impact = round(severity * mismatch.reach * mismatch.certainty, 2)
    return replace(mismatch, severity=severity, impact=impact, stake=stake)


def of_few_cases(mismatch: Mismatch, promise: Row | None) -> Mismatch:
    """The mismatch with less weight if its promise was counted in few cases: one step less severe, as certain as memory
    at most, and not leading. A single case is enough to break a vow, or to take someone's health, privacy or money.
    """
    if not mismatch.cases or promise is None or mismatch.verdict == "tension":
        return mismatch
    claims = promise.many("claims")
    is_owed = promise.text("stake") in ("health", *GRAVE_STAKES) or any(
        each.partition(".")[0] in OWED for each in claims
    )
    if is_owed or mismatch.is_unsafe or not VOWED.isdisjoint(claims):
        return mismatch
    severity, sure = max(mismatch.severity - 1, 1), min(mismatch.certainty, MEMORY)
    impact = round(severity * mismatch.reach * sure, 2)
    return replace(mismatch, severity=severity, certainty=sure, impact=impact, leads=False)


def verdict(check: Check, weaker: Evidence, told: Disclosed | None) -> tuple[Verdict, int]:
    """The verdict, and the severity that remains. An untrue claim (`first`) is never softened by telling customers."""
    softened = DISCLOSED_SEVERITY.get(told) if told and check.disclosed and not check.first else None
    if check.tension or softened is not None:
        return "tension", min(check.severity, softened or check.severity)
    return ("unproven" if weaker == "guess" else "contradiction"), check.severity


def leads(check: Check, sides: Iterable[Iterable[Statement]]) -> bool:
    """Whether a mismatch may lead: its claim is untrue, and what speaks against the claim is known.

    What is sold is the founder's own decision, so it is known. What is delivered must have been counted or recorded,
    have happened to someone who was refused, or be done by others whom the founder pays. A promise without exception is
    broken by a single case, so anything but a guess will do.
    """
    said = [statement for side in sides for statement in side]
    if check.first and any(each.tag in VOWED and each.side == "say" for each in said):
        return all(each.evidence != "guess" for each in said)
    return check.first and any(map(_is_known, said))


def _is_known(statement: Statement) -> bool:
    if statement.side not in ("sell", "deliver"):
        return False
    if statement.side == "sell":
        return statement.evidence != "guess"
    return statement.evidence in ("counted", "record", "published") or _needs_no_count(statement)


def _needs_no_count(statement: Statement) -> bool:
    """Whether a statement is known without a count: it happened to someone, or it isn't a guess and is about whom the
    founder pays, or that a promise isn't kept at all.
    """
    return statement.tag in HAPPENED or (statement.tag in OTHERS | NEVER_SO and statement.evidence != "guess")


def order(
    found: Mismatch, needed: bool = False
) -> tuple[bool, bool, bool, int, bool, bool, bool, bool, float, bool, float, int, bool, float, bool, str]:
    """Return the sort key of a mismatch. What comes first, in this order of importance:

    1. Unsafe mismatches; among them, health goes before money.
    2. Mismatches that reach someone.
    3. Critical untrue claims, then weighty contradictions of what people read first, then the rest. Customers choose
       the founder for the headline, so what they find out later weighs less, unless it does harm.
    4. Grave mismatches, then untrue claims that lead; tensions come last. Among the grave ones, those that name what
       isn't so come before those that only say how few got what was promised.
    5. The highest impact. Grave mismatches are never weighed by how many people they concern: a few are enough.
    6. A goal that can't be reached: everything planned this quarter depends on it.
    7. Certainty, then severity; then published words, which customers meet themselves; then the better proof; last,
       what customers said they `needed`.
    """
    is_unsafe, is_grave = found.is_unsafe, found.is_grave
    told = any(statement.side == "say" and statement.evidence == "published" for statement in found.statements)
    proof = max(CERTAINTY[statement.evidence] for statement in found.statements)
    return (
        not is_unsafe,
        is_unsafe and found.check.topic in MONEY,
        not found.impact,
        _tier(found, is_grave),
        not is_grave,
        not found.leads,
        found.verdict == "tension",
        is_grave and any(statement.tag in NEVER_SO for statement in found.statements),
        -found.severity * found.certainty if is_grave else -found.impact,
        not any(statement.tag in OUT_OF_REACH for statement in found.statements),
        -found.certainty,
        -found.severity,
        not told,
        -proof,
        not needed,
        found.id,
    )


def _tier(found: Mismatch, is_grave: bool) -> int:
    """The tier, lowest first: a critical untrue claim, a contradiction of what people read first, the rest."""
    if is_grave and found.leads:
        return 0
    # Unless it's grave, a plan doesn't come before what already happens.
    if found.severity == WEIGHTY and any(each.tag in PLANS or each.topic == CHANGE for each in found.statements):
        return 2
    is_weighty = found.severity >= WEIGHTY and (is_grave or found.impact >= LEAST_IMPACT)
    return 1 if found.is_read_first and found.verdict == "contradiction" and is_weighty else 2
