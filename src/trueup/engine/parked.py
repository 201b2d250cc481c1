"""Answers that don't apply any more: they stay in the file, give no statement, and are back when they apply again."""

from __future__ import annotations

from trueup.answers.model import Audit
from trueup.content.model import ROW_KINDS, Content
from trueup.engine.applicability import asked, fields, is_offered


def parked(content: Content, audit: Audit) -> frozenset[str]:
    """The answers that are parked, by their place: `offer.refund`, `channel:own-site.rules`.

    Because of the kind of business, or of another answer. A row that is inactive as a whole (withdrawn, stopped,
    planned) is not among them: that was said of it deliberately.
    """
    heard = {
        question.id: question
        for question in asked(content, audit)
        if is_offered(audit, question, audit.answers.get(question.id))
    }
    places = {place for place in audit.answers if place not in heard}
    for kind in ROW_KINDS:
        for row in audit.of(kind):
            live = {
                question.field
                for question in fields(content, audit, kind, row)
                if is_offered(audit, question, row.fields.get(question.field))
            }
            places |= {f"{kind}:{row.id}.{field}" for field in row.fields if field not in live}
    return frozenset(places)
