"""The unit of a number as it is shown: sums of money in the currency that was said once."""

from __future__ import annotations

from trueup.answers.model import Audit
from trueup.content.model import Question

MONEY = "money"
"""The unit of a question that asks for a sum of money."""

CURRENCY = "offer.currency"
"""The question that is asked once: what money is counted in."""


def unit_of(audit: Audit, question: Question) -> str:
    """The unit; of money the currency in the founder's own letters, or nothing while nobody has said."""
    if question.unit != MONEY:
        return question.unit
    said = audit.answers.get(CURRENCY)
    return said.value.strip() if said and said.state == "given" and isinstance(said.value, str) else ""
