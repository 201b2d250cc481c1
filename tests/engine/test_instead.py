"""The question of what happens instead of a broken promise: when it's asked, and where its answer is shown."""

from __future__ import annotations

from typing import Any

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import INSTEAD_QUESTION, field_applies
from trueup.engine.judge import judge
from trueup.export.page_one import page_one
from trueup.wording.findings import answer
from trueup.wording.shortening import quoted

WORDS = "The city theatre paid for two of the last three."


def _audit(**fields: Any) -> Audit:
    promise = {"id": "vote", "words": "One theatre, one vote.", "where": "page", **fields}
    document = {"business": "Spool", "quarter": "2026-Q4", "answers": {"identity.kind": "software"}}
    return audit_from_document({**document, "promises": [promise]}, our_content())


def _is_asked(**fields: Any) -> bool:
    audit = _audit(**fields)
    question = our_content().questions[INSTEAD_QUESTION]
    return field_applies(our_content(), audit, audit.of("promise")[0], question)


@pytest.mark.parametrize(
    "fields",
    [
        {"kept": 0},
        {"kept": 9},
        {"kept": "1 of 2"},
        {"claims": ["kept.vow"], "otherwise": "otherwise"},
        {"terms": "less"},
        {"stays": "already"},
    ],
)
def test_the_founder_is_asked_what_happens_instead_of_a_broken_promise(fields: dict[str, Any]) -> None:
    assert _is_asked(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kept": 10},
        {"kept": "2 of 2"},
        {"kept": {"unsure": True}},
        {"claims": ["kept.vow"], "otherwise": "never"},
        {"terms": "same"},
    ],
)
def test_the_founder_is_not_asked_about_a_promise_that_is_kept_or_not_judged(fields: dict[str, Any]) -> None:
    assert not _is_asked(**fields)


@pytest.mark.parametrize("fields", [{"kept": 3}, {"stays": "already"}, {"terms": "less"}])
def test_the_mismatch_of_a_broken_promise_quotes_what_happens_instead(fields: dict[str, Any]) -> None:
    audit = _audit(instead=WORDS, **fields)
    findings = judge(our_content(), audit)
    (found,) = findings.mismatches
    told = found.statements[-1]
    assert (told.quote, told.side) == (WORDS, found.check.between[-1].side)
    assert quoted(Analysis(our_content(), audit), told) == f"“{WORDS}”"
    assert WORDS in page_one(Analysis(our_content(), audit))
    assert "One theatre" in found.title


def test_saying_what_happens_instead_causes_no_mismatch_if_the_promise_is_kept() -> None:
    assert judge(our_content(), _audit(instead=WORDS, kept=10)).mismatches == ()


@pytest.mark.parametrize(("kept", "told"), [(3.8, "38%"), (4, "4 of 10")])
def test_a_count_that_isnt_whole_is_quoted_in_percent(kept: float, told: str) -> None:
    audit = _audit(kept=kept)
    (found,) = judge(our_content(), audit).mismatches
    assert told in [each.quote for each in found.statements]
    question = our_content().questions["promise.kept"]
    assert answer(our_content(), audit, question, audit.of("promise")[0].fields["kept"]) == told


def test_a_note_to_a_count_stands_beside_the_count() -> None:
    audit = _audit(kept={"value": "1 of 4", "evidence": "counted", "note": "three paid £28 more"})
    (found,) = judge(our_content(), audit).mismatches
    assert "1 of 4: “three paid £28 more”" in {each.quote for each in found.statements}
