"""Whom a fix that changes the words of a promise should also tell: people who relied on it, wait or still have to pay.

New words only help people who read them. Where it's about money, safety, privacy or a date, those who came before go on
relying on the old words. Where people have paid for something that they don't get, or have left without it, new words
come too late for them. Where a plan ends what they came for, they need to know before the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from trueup.answers.model import Audit, Row
from trueup.content.model import CLAIMS, Content
from trueup.engine.applicability import business_kind, kept_for
from trueup.engine.causes import CHANGE
from trueup.engine.model import OWED, Mismatch, listed
from trueup.engine.ranking import VOWED
from trueup.engine.readings import COUNTED
from trueup.engine.statements import MARKETPLACE

SERIOUS = 4
"""The lowest severity at which people are told (our choice)."""

RELIED_ON = OWED | {"cover", "credit", "independence", "lasting", "leaving", "mailing", "recognised", "renewal"}
"""Topics about money, safety and privacy on which people go on relying after they've bought."""
PROMPT = frozenset({"speed", "dispatch"})
"""Topics about when people get what they've ordered."""
ALIKE = "who.alike"
"""The claim that everyone gets the same."""
IN_TURN = frozenset({"speed", "support"})
"""Topics of the answers that say that some people wait longer than others, whatever is sold."""
PRICES = frozenset({"area", "extras"})
"""Topics about what people pay in the end."""
PRICED = PRICES | {"fees", "limits", "postage"}
"""The same, with what is charged beside the price, or above a limit."""
INCLUDED = "extras.listed"
"""The claim that something is included in the price."""
NO_CHARGE = listed(
    "area.free extras.never extras.none extras.open extras.spared fees.nobuyers fees.nosellers limits.changes "
    "postage.free"
)
"""Claims that nothing more is charged. Only where that is untrue, and not just unclear, has anyone paid too much."""
CHARGED = listed("area.beyond area.fee limits.nochanges limits.rounds postage.charged postage.over postage.some")
"""Answers that say that something is charged after all."""
PAID_LATER = frozenset({"service", "local"})
"""Kinds of business whose customers usually pay after they've ordered."""
DELIVERED = frozenset({"service", "goods", "shop", "marketplace", "course", "local"})
"""Kinds of business whose customers wait for what they've ordered."""

PAID_FOR = listed(
    "advice after archive cause counts curation disputes eco edition exists fair fresh independence issues limits live "
    "making origin own pace placing proof rhythm support teacher work works"
)
"""Topics about what people pay for, and can't see when they get it or go on expecting."""
ATTRACTS = listed(
    "capacity decide difference entry figure flow language message price pull reviews roadmap shelf shown sides signup "
    "start tone who"
)
"""Topics about what draws people in. If it isn't true, those who have bought have lost nothing more."""
CHOSEN_FOR = PAID_FOR | {"ads", "influence", "model"}
"""Topics about why people come, so that they want to know before it ends."""
FREE = frozenset({"archive.open", "entry.free", "entry.trial", "model.free"})
"""Claims that a promise is about something free."""
PAYER, SPONSORS = "offer.payer", "advertisers"
"""The question that asks who pays, and the answer that sponsors do."""
AUDIENCE = "counts."
"""How claims begin that say how many people there are. Readers don't come because of them, but sponsors do."""
INCOME, NO_INCOME = "identity.income", "no-income"
"""The question that asks about income, and the answer that there was none."""
FREE_KIND = "content"
"""The kind of business that is free unless its readers are said to pay."""
NOT_PAID_BY_USERS = frozenset({"advertisers", "sellers", "self"})
"""Answers to who pays, if the people who use it don't."""
UNPAID = frozenset({"free", "repaid"})
"""What customers paid, if they paid nothing or have it back."""
SPONSOR = re.compile(r"\b(?:sponsor|advertis)", re.IGNORECASE)
"""What the name of a group begins with that pays for what others get free."""
NONE, MOST_OF_FEW, MOST_OF_SOME = 0.4, 4.4, 7.4
"""A promise is kept for no one, for few or for some, if at most this many of ten got it."""
KEPT = "kept"
"""The topic of whether a promise is kept, whatever it says."""
ENDS = "kept.ends"
"""The position that a promise ends within three months."""
NOT_TODAY = "already"
"""The answer that a promise isn't true today."""

STAKES = {"health": RELIED_ON, "private": RELIED_ON, "money": RELIED_ON, "day": PROMPT}
"""What people could lose if a promise isn't true → the topics it then is about."""

STILL_OWED = listed(
    "due lasting returns rights updates discount.less leaving.deadline leaving.moves leaving.refund model.once "
    "proof.guaranteed renewal.back renewal.deposit renewal.same"
)
"""Topics and claims about what people get after they've paid: new words don't end what they bought."""

MONEY_BACK = frozenset({"leaving.refund", "leaving.satisfied", "proof.guaranteed", "returns.easy", "returns.replaced"})
"""Claims that people get their money back."""
CONDITIONS = frozenset({"proof.conditions", "returns.asked"})
"""Claims that only say under what condition people get something: that isn't owed to anyone."""

OWED_TO = "tell-owed"
"""The text of the card for people who bought on a promise of money, or of what they get later."""
OWED_FOR_FREE = "tell-owed-free"
"""The same where no one has bought anything, because it's free."""
OWED_BY_SELLERS = "tell-owed-by-sellers"
"""The same in a marketplace, where a seller may owe it."""
PAID = "tell-paid"
"""The text of the card for people who paid for what most of them don't get, or left without it."""
MISSED = "tell-missed"
"""The same for those of them who didn't get it."""
UNTRUE = "tell-untrue"
"""The same where no one has paid anything."""
BEFORE = "tell-before"
"""The text of the card for people who came because of what a plan ends."""


def whom_to_tell(content: Content, audit: Audit, found: Iterable[Mismatch]) -> str:
    """Text to add to a fix that changes the words of what these mismatches quote: *Also tell …*. Empty if no one who
    came before goes on relying on the old words.
    """
    whom = _whom(audit, [*found])
    return added(content, whom) if whom else ""


def why_to_tell(content: Content, audit: Audit, mismatch: Mismatch) -> str:
    """Whom a fix that changes the words of a mismatch also tells, pays or serves, and why. Empty if it tells no one."""
    whom = _whom(audit, [mismatch])
    if not whom:
        return ""
    return f"{content.text('card', whom)} {content.text('card', f'{whom}-why')}"


def added(content: Content, text: str, words: Iterable[str] = ()) -> str:
    """A sentence to add to a fix, a text of the card with these words in it."""
    return f" {content.text('card', text).replace('{words}', ' and '.join(words))}".rstrip()


def _whom(audit: Audit, found: Sequence[Mismatch]) -> str:
    """The text of the card that says whom to tell; empty if no one."""
    own = [each for each in found if each.verdict == "contradiction" and _is_own(each)]
    serious = [each for each in own if each.severity >= SERIOUS]
    if whom := _whom_by_topic(audit, serious):
        return whom
    if any(map(_makes_wait, own)):
        return "tell-waiting"
    if any(map(_is_planned, serious)):
        return BEFORE
    return _who_missed(audit, own)


def _whom_by_topic(audit: Audit, found: Sequence[Mismatch]) -> str:
    """The text of the card that says whom to tell because of what the promise is about; empty if no one."""
    kind = business_kind(audit)
    claims: set[str] = set()
    topics: set[str] = set()
    untrue: set[str] = set()
    promises: list[Row] = []
    for each in found:
        rows = [row for row in map(partial(audit.row, "promise"), each.promises) if row is not None]
        broken = [row for row in rows if row.id == each.promise or row.text("stays") == NOT_TODAY]
        claims |= {a.tag for a in each.statements if a.source == CLAIMS}.union(*(row.many("claims") for row in broken))
        about = STAKES.get(each.stake) or (each.claimed if each.promise else {each.check.topic})
        topics |= about
        is_counted = any(_is_kept_for(row, MOST_OF_SOME) for row in rows)
        if each.check.first or broken or is_counted or any(said.tag in CHARGED for said in each.statements):
            untrue |= about
        promises += rows
    if is_still_owed(claims):
        return owed_to(audit, *promises)
    is_included = INCLUDED in claims and not PRICED.isdisjoint(topics)
    if is_included or (not NO_CHARGE.isdisjoint(claims) and not PRICED.isdisjoint(untrue)):
        return "tell-less"
    if not RELIED_ON.isdisjoint(topics):
        return "tell-relied"
    if not PROMPT.isdisjoint(topics):
        return "tell-waiting" if kind in DELIVERED else ""
    return "tell-paying" if kind in PAID_LATER and not PRICES.isdisjoint(topics) else ""


def _makes_wait(mismatch: Mismatch) -> bool:
    """Whether a mismatch says that some people wait longer, though everyone is promised the same. They can't see that
    others go first, so they are told however little it weighs.
    """
    if mismatch.promise or all(each.tag != ALIKE for each in mismatch.statements):
        return False
    return any(each.side == "deliver" and each.topic in IN_TURN for each in mismatch.statements)


def _is_planned(mismatch: Mismatch) -> bool:
    """Whether a plan ends what people come for."""
    ends = any(each.topic == CHANGE or each.tag == ENDS for each in mismatch.statements if each.side != "say")
    return ends and any(each.topic in CHOSEN_FOR for each in mismatch.statements if each.side == "say")


def _who_missed(audit: Audit, found: Iterable[Mismatch]) -> str:
    """The text of the card for people who didn't get what these mismatches quote; empty if there are none, or if they
    can see it in time.

    Most have missed a promise that is kept for few, or that isn't true today. If a count says that it's kept for some,
    the others have missed it, however little it weighs. A vow also matters to people who paid nothing.
    """
    missed = ""
    for each in found:
        for row in map(partial(audit.row, "promise"), each.promises):
            if row is None or row.is_inactive or not FREE.isdisjoint(row.many("claims")):
                continue
            topics, is_paid = _topics(each, row), _takes_money(audit, row)
            is_untrue_today = "kept" not in row.fields and row.text("stays") == NOT_TODAY
            is_missed = each.severity >= SERIOUS and (_is_kept_for(row, MOST_OF_FEW) or is_untrue_today)
            if is_paid and is_missed and not PAID_FOR.isdisjoint(topics):
                return PAID
            if is_paid and not OWED.isdisjoint(topics) and _is_kept_for(row, MOST_OF_SOME):
                missed = MISSED
            if topics and topics <= ATTRACTS:
                continue
            if is_missed and not is_paid:
                missed = missed or (UNTRUE if not VOWED.isdisjoint(row.many("claims")) else "")
            elif is_paid and (is_missed or (_is_counted(row) and _is_kept_for(row, MOST_OF_SOME))):
                missed = MISSED
    return missed


def _topics(mismatch: Mismatch, promise: Row) -> set[str]:
    """What a mismatch finds untrue in a promise: one topic, or, if it only counts who got it, those of its claims."""
    if not mismatch.promise and mismatch.check.topic != KEPT:
        return {mismatch.check.topic}
    return {tag.partition(".")[0] for tag in promise.many("claims")}


def _is_kept_for(promise: Row, most: float) -> bool:
    """Whether a count says that at most so many of ten got what a promise says."""
    kept = kept_for(promise)
    return kept is not None and kept <= most


def _is_counted(promise: Row) -> bool:
    kept = promise.fields.get("kept")
    return kept is not None and kept.evidence in COUNTED


def _takes_money(audit: Audit, promise: Row) -> bool:
    """Whether people to whom a promise is made have paid this business: there was income, it comes from the people who
    use what is sold or from the sponsors it's made to, and not all of the last customers got it free or have their
    money back.
    """
    income = audit.answers.get(INCOME)
    if (_is_free(audit) and not _is_to_sponsors(audit, promise)) or (income is not None and income.value == NO_INCOME):
        return False
    paid = [row.text("paid") for row in audit.of("customer")]
    return not any(paid) or not UNPAID.issuperset(filter(None, paid))


def _is_to_sponsors(audit: Audit, promise: Row) -> bool:
    """Whether a promise is only made to the people who pay for what others get free, as an audience is."""
    payer = audit.answers.get(PAYER)
    if payer and payer.value == SPONSORS and any(tag.startswith(AUDIENCE) for tag in promise.many("claims")):
        return True
    named = {row.id: row.text("name") for row in audit.of("group")}
    groups = promise.many("groups")
    return bool(groups) and all(SPONSOR.search(named.get(each, each)) for each in groups)


def _is_free(audit: Audit) -> bool:
    """Whether the people who use what is offered pay nothing for it."""
    answer = audit.answers.get(PAYER)
    payer = answer.value if answer else None
    return payer in NOT_PAID_BY_USERS or (business_kind(audit) == FREE_KIND and payer is None)


def owed_to(audit: Audit, *promises: Row) -> str:
    """The text of the card for people who can still ask for what some promises said."""
    if business_kind(audit) == MARKETPLACE:
        return OWED_BY_SELLERS
    is_free = _is_free(audit) and not any(_is_to_sponsors(audit, each) for each in promises)
    return OWED_FOR_FREE if is_free else OWED_TO


def is_still_owed(claims: Iterable[str]) -> bool:
    """Whether people who bought on these claims can still ask for what they say, however the words change."""
    return any(tag in STILL_OWED or tag.partition(".")[0] in STILL_OWED for tag in set(claims) - CONDITIONS)


def is_money_back_that_no_one_got(promise: Row) -> bool:
    """Whether a promise of money back was never kept, so that its condition is one that no one can meet."""
    return not MONEY_BACK.isdisjoint(promise.many("claims")) and _is_counted(promise) and _is_kept_for(promise, NONE)


def _is_own(mismatch: Mismatch) -> bool:
    """Whether a mismatch quotes a promise that isn't a partner's."""
    return any(each.row_of("promise") and each.heard != "partner" for each in mismatch.statements)
