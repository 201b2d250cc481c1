"""The report after an import: which of the accepted answers aren't compared with anything."""

from __future__ import annotations

from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.commands.import_file import doubtful

CONTENT = our_content()


def doubts(answers: dict[str, str], *groups: Row) -> str:
    audit = Audit("Acme", "2026-Q4", answers={key: Answer(value) for key, value in answers.items()})
    return "\n".join(doubtful(CONTENT, audit.with_rows("group", groups)))


def test_answers_for_another_kind_of_business_are_reported() -> None:
    told = doubts({"identity.kind": "software", "operations.maker": "hands", "operations.leaving": "direct"})
    assert told.startswith("Not asked, or not this way")
    assert told.endswith("operations.maker, operations.leaving.")


def test_answers_that_depend_on_a_missing_answer_are_reported_once() -> None:
    rows = [Row(name, {"name": Answer(name), "aim": Answer("for"), "hours": Answer("elsewhere")}) for name in "ab"]
    told = doubts({"identity.kind": "software", "operations.offline": "online"}, *rows)
    assert told == "Asked only after another answer, so not compared: operations.offline, group.hours."


def test_answers_to_questions_that_are_asked_are_not_reported() -> None:
    assert doubts({"identity.kind": "software", "identity.goal": "volume", "operations.leaving": "click"}) == ""


def test_a_negative_number_is_imported_as_a_loss() -> None:
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"operations.margin": -130}}
    assert audit_from_document(document, CONTENT).answers["operations.margin"].value == -130
