"""Every check in screens/ can fire, falls silent with either side, and is solved by its fixes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, Row
from trueup.content.loader import load_content
from trueup.content.model import ROW_KINDS, Check, Side
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.engine.measures import MEASURES
from trueup.lint.smallest_business import witness
from trueup.lint.soundness import lint
from trueup.paths import screens_folder

CONTENT = load_content(screens_folder())
COUNTED = {question for measure in MEASURES.values() for question in measure.needs}
"""What the measures read: they speak on the deliver side."""

Blank = Literal["unsure", "na", "blank"]
BLANKS: tuple[Blank, ...] = ("unsure", "na", "blank")


def shown(check: Check) -> Audit:
    """The witness of a check, once through the import format as a founder's file would go."""
    found = witness(CONTENT, check)
    assert found is not None, f"no answers fire {check.id}"
    return audit_from_document(json.loads(json.dumps(document_from_audit(found[0]))), CONTENT)


def silenced(audit: Audit, side: Side, how: Blank) -> Audit:
    """The audit with everything one side says made unsure, not applicable or blank."""

    def quiet(pairs: Iterator[tuple[str, Answer, str]]) -> dict[str, Answer]:
        left = {}
        for key, answer, question in pairs:
            heard = CONTENT.questions[question].side == side or (side == "deliver" and question in COUNTED)
            if CONTENT.questions[question].required or not heard:
                left[key] = answer
            elif how != "blank":
                left[key] = Answer(state=how)
        return left

    rows = {
        kind: tuple(
            Row(row.id, quiet((key, answer, f"{kind}.{key}") for key, answer in row.fields.items()))
            for row in audit.of(kind)
        )
        for kind in ROW_KINDS
    }
    return replace(audit, answers=quiet((key, value, key) for key, value in audit.answers.items()), rows=rows)


@pytest.mark.parametrize("check", CONTENT.checks.values(), ids=lambda check: check.id)
def test_it_can_fire(check: Check) -> None:
    mismatch = judge(CONTENT, shown(check)).mismatch(check.id)
    assert mismatch is not None
    assert {(statement.side) for statement in mismatch.statements} == {term.side for term in check.between}


@pytest.mark.parametrize("how", BLANKS)
@pytest.mark.parametrize("check", CONTENT.checks.values(), ids=lambda check: check.id)
def test_a_silent_side_silences_it(check: Check, how: Blank) -> None:
    audit = shown(check)
    for term in check.between:
        assert judge(CONTENT, silenced(audit, term.side, how)).mismatch(check.id) is None


@pytest.mark.parametrize("check", CONTENT.checks.values(), ids=lambda check: check.id)
def test_its_fixes_solve_it_or_say_measure_again(check: Check) -> None:
    audit = shown(check)
    findings = judge(CONTENT, audit)
    mismatch = findings.mismatch(check.id)
    assert mismatch is not None
    for tried in tried_fixes(CONTENT, audit, findings, mismatch):
        assert tried.outcome in ("solved", "measure again"), tried.fix.do
        assert tried.gain >= 0, f"{tried.fix.do} creates {tried.creates}"
        assert check.id in tried.solves


@pytest.mark.parametrize("check", CONTENT.checks.values(), ids=lambda check: check.id)
def test_it_offers_words_and_work(check: Check) -> None:
    moves = {fix.move or "stop" for fix in check.fixes}
    assert len(check.fixes) >= 2
    only_words = {term.side for term in check.between} == {"say"}  # two promises: nothing but words can change
    assert only_words or len(moves) >= 2, "one side only: the founder has no choice"


def test_screens_is_sound() -> None:
    assert lint(CONTENT) == []
