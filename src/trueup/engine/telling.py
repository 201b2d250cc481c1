"""Whom a fix that changes the words of a promise should also tell: people who relied on it, wait or still have to pay.

New words only help people who read them. Where it's about money, safety, privacy or a date, those who came before go on
relying on the old words.
"""

from __future__ import annotations

from collections.abc import Iterable

from trueup.answers.model import Audit
from trueup.content.model import CLAIMS, Content
from trueup.engine.applicability import business_kind
from trueup.engine.model import OWED, Mismatch

SERIOUS = 4
"""The lowest severity at which people are told (our choice)."""

RELIED_ON = OWED | {"cover", "credit", "lasting", "leaving", "mailing", "recognised", "renewal"}
"""Topics about money, safety and privacy on which people go on relying after they've bought."""
PROMPT = frozenset({"speed", "dispatch", "who"})
"""Topics about when people get what they've ordered."""
PRICES = frozenset({"area", "extras"})
"""Topics about what people pay in the end."""
PRICED = PRICES | {"fees", "postage"}
"""The same, with what is charged beside the price."""
INCLUDED = "extras.listed"
"""The claim that something is included in the price."""
NO_CHARGE = frozenset(
    {
        "area.free",
        "extras.never",
        "extras.none",
        "extras.open",
        "extras.spared",
        "fees.nobuyers",
        "fees.nosellers",
        "postage.free",
    }
)
"""Claims that nothing more is charged. Only where that is untrue, and not just unclear, has anyone paid too much."""
PAID_LATER = frozenset({"service", "local"})
"""Kinds of business whose customers usually pay after they've ordered."""
DELIVERED = frozenset({"service", "goods", "shop", "marketplace", "course", "local"})
"""Kinds of business whose customers wait for what they've ordered."""

STAKES = {"health": RELIED_ON, "private": RELIED_ON, "money": RELIED_ON, "day": PROMPT}
"""What people could lose if a promise isn't true → the topics it then is about."""

STILL_OWED = frozenset(
    {
        "due",
        "lasting",
        "returns",
        "rights",
        "updates",
        "discount.less",
        "leaving.refund",
        "model.once",
        "proof.guaranteed",
        "renewal.back",
        "renewal.deposit",
        "renewal.same",
    }
)
"""Topics and claims about what people get after they've paid: new words don't end what they bought."""

OWED_TO = "tell-owed"
"""The text of the card for people who bought on a promise of money, or of what they get later."""


def whom_to_tell(content: Content, audit: Audit, found: Iterable[Mismatch]) -> str:
    """Text to add to a fix that changes the words of what these mismatches quote: *Also tell …*. Empty if no one who
    came before goes on relying on the old words.
    """
    whom = _whom(audit, found)
    return added(content, whom) if whom else ""


def added(content: Content, text: str, words: Iterable[str] = ()) -> str:
    """A sentence to add to a fix, a text of the card with these words in it."""
    return f" {content.text('card', text).replace('{words}', ' and '.join(words))}".rstrip()


def _whom(audit: Audit, found: Iterable[Mismatch]) -> str:
    """The text of the card that says whom to tell; empty if no one."""
    kind = business_kind(audit)
    claims: set[str] = set()
    topics: set[str] = set()
    untrue: set[str] = set()
    for each in found:
        if each.verdict != "contradiction" or each.severity < SERIOUS or not _is_own(each):
            continue
        row = audit.row("promise", each.promise)
        claims |= {*row.many("claims")} if row is not None else {a.tag for a in each.statements if a.source == CLAIMS}
        about = STAKES.get(each.stake) or (each.claimed if each.promise else {each.check.topic})
        topics |= about
        if each.check.first or each.promise:
            untrue |= about
    if is_still_owed(claims):
        return OWED_TO
    is_included = INCLUDED in claims and not PRICED.isdisjoint(topics)
    if is_included or (not NO_CHARGE.isdisjoint(claims) and not PRICED.isdisjoint(untrue)):
        return "tell-less"
    if not RELIED_ON.isdisjoint(topics):
        return "tell-relied"
    if not PROMPT.isdisjoint(topics):
        return "tell-waiting" if kind in DELIVERED else ""
    return "tell-paying" if kind in PAID_LATER and not PRICES.isdisjoint(topics) else ""


def is_still_owed(claims: Iterable[str]) -> bool:
    """Whether people who bought on a promise with these claims can still ask for what it says, however it reads from
    now on.
    """
    return any(tag in STILL_OWED or tag.partition(".")[0] in STILL_OWED for tag in claims)


def _is_own(mismatch: Mismatch) -> bool:
    """Whether a mismatch quotes a promise that isn't a partner's."""
    return any(each.row_of("promise") and each.heard != "partner" for each in mismatch.statements)
