"""A question about a promise opens at the promise it is about, never at one that isn't asked it."""

from __future__ import annotations

from tests.business import promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import DEMANDS, field_applies
from trueup.ui.drawing.statement_list import row_to_answer


def test_a_row_is_opened_only_if_it_is_asked_the_question() -> None:
    content = our_content()
    promises = [
        promise("speed.week", id="gone", words="Within a week", state="withdrawn"),
        promise(next(iter(sorted(DEMANDS))), id="demand", words="Bring your own clay."),
        promise("speed.week", id="told", words="Done in a week", kept={"value": 9}),
        promise("speed.week", id="asked", words="A new letter every Thursday"),
    ]
    document = {"business": "B", "quarter": "2026-Q4", "compared": True, "promises": promises}
    audit = audit_from_document({**document, "answers": {"identity.kind": "service"}}, content)
    question = content.questions["promise.kept"]
    assert [row.id for row in audit.of("promise") if field_applies(content, audit, row, question)][-2:] == [
        "told",
        "asked",
    ]
    assert row_to_answer(Analysis(content, audit), "promise.kept") == "asked"
