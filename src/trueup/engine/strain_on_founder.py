"""How it feels: five quick marks on your marketing, inquiries, week, prices and offer. Shown, never judged."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.applicability import asked

MARKS = "feels-"
"""Questions whose field begins so are marks; their choices run from the heaviest to the lightest."""


@dataclass(frozen=True, slots=True)
class Strain:
    """The sum of the marks, and the most it could be. The heavier it feels, the higher."""

    total: int
    most: int


def strain_on_founder(content: Content, audit: Audit) -> Strain | None:
    """How it feels for the founder; None until every mark is given that isn't marked as not applicable."""
    total = most = 0
    for question in asked(content, audit):
        if not question.field.startswith(MARKS):
            continue
        answer = audit.answers.get(question.id)
        if answer is not None and answer.state == "na":
            continue
        keys = [choice.key for choice in question.choices]
        if answer is None or answer.state != "given" or answer.value not in keys:
            return None
        total += len(keys) - keys.index(str(answer.value))
        most += len(keys)
    return Strain(total, most) if most else None
