"""The report after an import: which answers aren't compared with anything, and which are asked again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.commands.import_file import bring, doubtful
from trueup.storage.store import read_documents

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


def test_an_import_with_other_words_asks_again_whether_they_are_kept(tmp_path: Path) -> None:
    file, source = tmp_path / "clay.json", tmp_path / "new.json"
    promise = {"id": "six", "words": "Groups of at most six.", "where": "page", "kept": 1, "claims": []}
    document = {"business": "Clay", "quarter": "2026-Q4", "answers": {}, "promises": [promise]}

    def brought(words: str, quarter: str) -> tuple[str, object]:
        changed = {**document, "quarter": quarter, "promises": [{**promise, "words": words}]}
        source.write_text(json.dumps(changed), "utf-8")
        said = bring(str(source), file, replace=True).text
        return said, read_documents(file)[quarter]["promises"][0].get("kept")

    assert brought("Groups of at most six.", "2026-Q4")[1] == 1
    assert brought("Groups of at most six people.", "2027-Q1")[1] is None
    said, kept = brought("Groups of at most eight.", "2026-Q4")
    assert "asks again whether you keep: “Groups of at most eight”" in said
    assert kept is None
