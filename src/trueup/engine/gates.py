"""Gates: problems of the whole business, to deal with before any single mismatch. Their texts are in
screens/compare.md, by id.
"""

from __future__ import annotations

from collections.abc import Sequence

from trueup.answers.model import Audit
from trueup.engine.model import Gate, Mismatch, Statement

GATE_TOPICS = frozenset({"stage"})
"""Topics that only gates use. No check compares sides on them, so questions of one side are enough, and the matrix
leaves them out."""

EARLY = frozenset({"stage.no-income", "stage.few"})
"""Nothing earned yet, and fewer than 50 customers: too little to diagnose. Both must hold, because a business with a
high price can have a real income from few customers."""

CUSTOMERS_TO_COUNT = 5
"""With fewer customers than this in the table, figures taken from it aren't regarded as counted (our choice: half of
ten)."""


def gates(audit: Audit, spoken: Sequence[Statement], found: Sequence[Mismatch]) -> tuple[Gate, ...]:
    """The gates that apply to this business: `crisis`, `early`, `systemic`, `uncounted`, in that order."""
    tags = {statement.tag for statement in spoken}
    delivered = [statement for statement in spoken if statement.side == "deliver"]
    standing = {
        "crisis": "stage.crisis" in tags,
        "early": tags >= EARLY,
        "systemic": _systemic(audit, found),
        "uncounted": bool(delivered) and not any(_is_counted(audit, statement) for statement in delivered),
    }
    return tuple(Gate(name) for name, holds in standing.items() if holds)


def _is_counted(audit: Audit, statement: Statement) -> bool:
    """Whether a statement rests on a count or a record. A table of only a few customers isn't a count."""
    if statement.evidence not in ("record", "counted"):
        return False
    return not statement.source.startswith("measure:customer.") or len(audit.of("customer")) >= CUSTOMERS_TO_COUNT


def _systemic(audit: Audit, found: Sequence[Mismatch]) -> bool:
    """Whether there are two channels or more, and every one contradicts something that is said: then look at the
    promise before the channels.
    """
    against = {
        channel
        for mismatch in found
        if mismatch.verdict == "contradiction" and any(statement.side == "say" for statement in mismatch.statements)
        for channel in mismatch.rows_of("channel")
    }
    channels = {row.id for row in audit.of("channel") if not row.is_inactive}
    return len(channels) > 1 and channels <= against
