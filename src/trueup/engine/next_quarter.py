"""Quarters: when they begin, how the next one starts from the last one's answers, and what is kept of one that ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from trueup.answers.model import Audit, Found, FoundMismatch, mark
from trueup.answers.place import Place, in_row
from trueup.content.model import Check, Content, RowKind
from trueup.engine.judge import judge
from trueup.engine.model import Findings


def quarter_of(day: date) -> str:
    """The quarter that contains a day: `2026-Q4`."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def quarter_after(quarter: str) -> str:
    """The quarter that follows: `2026-Q4` → `2027-Q1`."""
    year, _, number = quarter.partition("-Q")
    return f"{int(year) + 1}-Q1" if number == "4" else f"{year}-Q{int(number) + 1}"


def first_day(quarter: str) -> date:
    """The day a quarter begins."""
    year, _, number = quarter.partition("-Q")
    return date(int(year), 3 * int(number) - 2, 1)


CUSTOMERS = "customer"
"""The place that confirms all of the last ten customers. They aren't copied, but asked for again."""


COUNTED: Mapping[RowKind, tuple[str, ...]] = {
    "channel": ("visits", "leads", "customers", "spend"),
    "activity": ("cost",),
}
"""Kind of row → its fields that count what happened in one quarter. Each is confirmed on its own, because the count of
another quarter is never still true."""

REACHED = "identity.reached"
"""The question that asks what came of the number set for the quarter before. It's never copied."""


def begin(audit: Audit, quarter: str) -> Audit:
    """The next quarter: everything prefilled and unconfirmed, except customers and `REACHED`, which are asked again.

    Answers that don't fit any question stay with the ending quarter, and so do its hours for the plan. Raises
    ValueError if `quarter` isn't after the audit's own, as when the clock was set back.
    """
    if quarter <= audit.quarter:
        raise ValueError(f"{quarter} is not after {audit.quarter}")
    afresh = replace(
        audit.with_rows("customer", ()).with_answer(REACHED, None),
        quarter=quarter,
        compared=False,
        deeper=False,
        place="",
    )
    limits = replace(audit.limits, hours="", must=())
    taken_over = replace(afresh, found=None, what_ifs={}, set_aside={}, limits=limits)
    return replace(taken_over, unconfirmed=frozenset((*places(taken_over), CUSTOMERS)))


def places(audit: Audit) -> tuple[str, ...]:
    """Every place to confirm: `offer.start`, `channel:own-site`, and what was counted: `channel:own-site.visits`."""
    rows = [(kind, row) for kind, rows in audit.rows.items() for row in rows]
    counted = [
        in_row(kind, row.id, field) for kind, row in rows for field in COUNTED.get(kind, ()) if field in row.fields
    ]
    return (*audit.answers, *(in_row(kind, row.id) for kind, row in rows), *counted)


def is_copied(audit: Audit, channel: str, *fields: str) -> bool:
    """Whether a channel, or any of these fields, is copied from the quarter before and not confirmed yet."""
    return any(in_row("channel", channel, field) in audit.unconfirmed for field in ("", *fields))


def confirmed(audit: Audit, place: str) -> Audit:
    """The same audit with one answer or row confirmed. `CUSTOMERS` confirms the last ten customers as they are."""
    return replace(audit, unconfirmed=audit.unconfirmed - {place})


def touched(before: Audit, after: Audit) -> Audit:
    """`after`, in which every answer and every count of a quarter that differs from `before` is confirmed. Any change
    to the last ten customers confirms all of them. A changed field doesn't confirm its row, because a row is always
    confirmed as a whole, unless the change parks it, as when a promise is taken down.
    """
    if not after.unconfirmed:
        return after
    anew = {place for place in after.unconfirmed if _is_anew(before, after, Place.of(place))}
    if before.of("customer") != after.of("customer"):
        anew.add(CUSTOMERS)
    return replace(after, unconfirmed=after.unconfirmed.intersection((*places(after), CUSTOMERS)) - anew)


def _is_anew(before: Audit, after: Audit, place: Place) -> bool:
    """Whether an answer has changed, or a row was parked."""
    was, row = (audit.row(place.kind, place.row) if place.kind else None for audit in (before, after))
    if row is not None and row.is_inactive and not (was and was.is_inactive):
        return True
    return before.answer_at(place) != after.answer_at(place)


def finish(content: Content, audit: Audit, today: date) -> Audit:
    """The quarter with its findings on that day and the rules that found them. It is read-only from then on."""
    findings = judge(content, audit)
    return replace(audit, found=found_now(content, findings, today.isoformat()))


def turn(content: Content, newest: Audit, quarter: str, today: date) -> tuple[Audit, Audit]:
    """The newest quarter as it ends, and the next one as it begins. Raises ValueError like `begin`."""
    ended = newest if newest.found else finish(content, newest, today)
    return ended, begin(ended, quarter)


def found_now(content: Content, findings: Findings, day: str = "") -> Found:
    """The findings in the form in which they are kept, for comparing with another quarter."""
    return replace(
        without_rules(findings),
        day=day,
        content=content.version,
        rules=dict(_marks(content)),
        questions=dict(_texts(content)),
    )


def without_rules(findings: Findings) -> Found:
    """The findings as kept, but without the rules behind them: enough to count them, and worked out sooner."""
    return Found(
        day="",
        content="",
        mismatches=tuple(
            FoundMismatch(found.id, found.verdict, found.impact, state, found.severity, found.under, found.title)
            for state, listed in findings.by_standing.items()
            for found in listed
        ),
        undecided=tuple(sorted(findings.open_checks)),
        possible=findings.possible,
    )


@lru_cache(maxsize=4)
def _marks(content: Content) -> Mapping[str, str]:
    """Check id → a short hash of all that affects judging. Rewording a check leaves it as it is."""

    def rule(check: Check) -> str:
        return repr((check.between, check.unless, check.severity, check.first, check.safety, check.tension))

    return {check.id: mark(rule(check)) for check in content.checks.values()}


@lru_cache(maxsize=4)
def _texts(content: Content) -> Mapping[str, str]:
    """Question id → a short hash of its text as written, which is the same for all kinds of business."""
    return {question.id: mark(question.text) for question in content.as_written.questions.values()}
