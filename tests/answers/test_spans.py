"""The spans of a promise (the words that make each claim) and its source, in documents and after it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from trueup.answers.document import DocumentError, audit_from_document, document_from_audit
from trueup.answers.model import Answer, ReadFrom
from trueup.content.model import Content

WORDS = "Start free, no call needed."


def document(**promise: Any) -> dict[str, Any]:
    row = {"id": "home", "words": WORDS, "claims": ["start.alone", "entry.trial"], **promise}
    return {"business": "Plumbline", "quarter": "2026-Q4", "promises": [row]}


def problems(content: Content, **promise: Any) -> list[str]:
    with pytest.raises(DocumentError) as refused:
        audit_from_document(document(**promise), content)
    return [str(problem) for problem in refused.value.problems]


SPANS = {"start.alone": [[12, 26]]}
SOURCE = {"file": "home.html", "line": 14, "digest": "fea3d25e", "day": "2026-11-02"}


def test_spans_and_source_are_read_back_unchanged(content: Content) -> None:
    audit = audit_from_document(document(spans=SPANS, source=SOURCE), content)
    (row,) = audit.of("promise")
    assert row.spans == {"start.alone": ((12, 26),)}
    assert row.source == ReadFrom("home.html", 14, "fea3d25e", "2026-11-02")
    (written,) = document_from_audit(audit)["promises"]
    assert (written["spans"], written["source"]) == (SPANS, SOURCE)


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        ([[0, 1]], "isn't a table"),
        ({"start.alone": [0, 5]}, "isn't a place"),
        ({"start.alone": []}, "isn't a list of places"),
        ({"start.alone": [[5, 5]]}, "isn't in the words"),
        ({"start.alone": [[-1, 5]]}, "isn't in the words"),
        ({"start.alone": [[0, 28]]}, "isn't in the words"),
        ({"start.alone": [[True, 5]]}, "isn't a place"),
        ({"leaving.anytime": [[0, 5]]}, "isn't a claim that is ticked here"),
    ],
)
def test_spans_must_be_inside_the_words_and_belong_to_ticked_claims(content: Content, spans: object, says: str) -> None:
    found = problems(content, spans=spans)
    assert all(problem.startswith("promises[0].spans") and says in problem for problem in found)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("home.html", "names no file"),
        ({"line": 1}, "names no file"),
        ({"file": "a", "line": 0}, "isn't a line"),
        ({"file": "a", "day": "today"}, "isn't a day"),
        ({"file": "a", "page": 1}, "isn't part of"),
    ],
)
def test_a_source_with_an_invalid_file_line_or_day_is_refused(content: Content, source: object, says: str) -> None:
    assert says in problems(content, source=source)[0]


def test_spans_are_accepted_only_on_promises(content: Content) -> None:
    given = {"business": "Plumbline", "quarter": "2026-Q4", "channels": [{"id": "a", "name": "A", "spans": SPANS}]}
    with pytest.raises(DocumentError, match="spans"):
        audit_from_document(given, content)


def test_spans_are_removed_when_the_words_change_or_the_claim_is_unticked(content: Content) -> None:
    audit = audit_from_document(document(spans=SPANS), content)
    (row,) = audit.of("promise")
    reworded = replace(row, fields={**row.fields, "words": Answer("Start now.")})
    assert audit.with_row("promise", reworded).of("promise")[0].spans == {}
    unticked = replace(row, fields={**row.fields, "claims": Answer(("entry.trial",))})
    assert audit.with_row("promise", unticked).of("promise")[0].spans == {}
    noted = replace(row, fields={**row.fields, "groups": Answer(("firms",))})
    assert audit.with_row("promise", noted).of("promise")[0].spans == row.spans
