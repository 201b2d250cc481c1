"""Every check in screens/ can fire, no longer fires once either side says nothing, and is solved by its fixes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from tests.businesses import our_content
from tests.together import together

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import ROW_KINDS, Check, Side, check_of
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge, mismatches
from trueup.engine.matching import by_position
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings
from trueup.engine.rules import rules_of
from trueup.engine.statements import statements
from trueup.lint.smallest_business import placings, witness
from trueup.lint.soundness import lint

CONTENT = our_content()
COUNTED = {question for measure in MEASURES.values() for question in measure.needs}
"""The questions that measures read. A measure makes its statements for the deliver side."""

ALWAYS_SAID = {tag for question in CONTENT.questions.values() if question.required for tag in question.otherwise}
"""The positions that a row takes as soon as it exists."""

Blank = Literal["unsure", "na", "blank"]
BLANKS: tuple[Blank, ...] = ("unsure", "na", "blank")


def shown(check: Check) -> Audit:
    """The smallest business in which the check fires, exported and imported again like a founder's file."""
    found = witness(CONTENT, check)
    assert found is not None, f"no answers fire {check.id}"
    return audit_from_document(json.loads(json.dumps(document_from_audit(found))), CONTENT)


def silenced(audit: Audit, side: Side, how: Blank) -> Audit:
    """The audit with every answer of one side replaced by not sure, not applicable or nothing."""

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


@cache
def audit_of(id: str) -> Audit:
    """The business of a check, built once for all its tests."""
    return shown(CONTENT.checks[id])


@cache
def findings_of(id: str) -> Findings:
    """The findings in the business of a check, judged once for all its tests."""
    return judge(CONTENT, audit_of(id))


def fires(audit: Audit, check: Check) -> bool:
    """Whether this one check fires, without judging all the others."""
    rule = rules_of(CONTENT).by_check[check.id]
    return bool(mismatches(CONTENT, audit, by_position(statements(CONTENT, audit)), [rule]))


@together("id", CONTENT.checks)
def test_each_check_can_fire(id: str) -> None:
    check, audit, findings = CONTENT.checks[id], audit_of(id), findings_of(id)
    mismatch = findings.mismatch(check.id)
    assert mismatch is not None
    assert {(statement.side) for statement in mismatch.statements} == {term.side for term in check.between}
    assert fires(audit, check)


@together("id", CONTENT.checks)
def test_a_check_does_not_fire_when_either_side_says_nothing(id: str) -> None:
    """A side that speaks as soon as its row exists is left out, because no answer can silence it."""
    check, audit = CONTENT.checks[id], audit_of(id)
    for how in BLANKS:
        for side in {term.side for term in check.between if not ALWAYS_SAID.issuperset(term.tags)}:
            assert not fires(silenced(audit, side, how), check), f"{side} {how}"


@pytest.mark.thorough
@together("id", CONTENT.checks)
def test_each_exception_stops_its_check_from_firing(id: str) -> None:
    """Two kinds of exception can't be tested on the smallest business: an exception for a single group, and an
    exception for a channel with numbers.
    """
    check, audit = CONTENT.checks[id], audit_of(id)
    for term in check.unless:
        ways = [] if term.group else [place(audit) for seat in (0, 1) for place in placings(CONTENT, term, seat)]
        is_about_numbers = term.of == "channel" and any(each.of is None for each in check.between)
        assert not ways or is_about_numbers or any(not fires(way, check) for way in ways), term


@together("id", CONTENT.checks)
def test_the_fixes_of_a_check_solve_it_or_ask_for_a_new_count(id: str) -> None:
    check, audit, findings = CONTENT.checks[id], audit_of(id), findings_of(id)
    mismatch = findings.mismatch(check.id)
    assert mismatch is not None
    for tried in tried_fixes(CONTENT, audit, findings, mismatch):
        assert tried.outcome in ("solved", "measure again"), tried.fix.do
        assert tried.gain >= 0, f"{tried.fix.do} creates {tried.creates}"
        assert check.id in {check_of(each) for each in tried.solves}


def test_each_check_offers_fixes_to_at_least_two_sides() -> None:
    """If only one side could change, the founder would have no choice."""
    for check in CONTENT.checks.values():
        moves = {fix.move or "stop" for fix in check.fixes}
        assert len(check.fixes) >= 2, check.id
        # When two promises conflict, only words can change; when a goal and a plan conflict, only beliefs can.
        is_on_one_side = {term.side for term in check.between} in ({"say"}, {"believe"})
        assert is_on_one_side or len(moves) >= 2, check.id


def test_the_linter_finds_nothing_wrong_in_screens() -> None:
    assert lint(CONTENT) == []


# Every contradiction of the background articles has a check, or a reason why it can't be asked


COVERAGE = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "coverage.toml").read_text("utf-8"))
NAMED = {"article-000": 24, "article-001": 18, "article-002": 8, "article-003": 15, "article-004": 34}
"""The number of contradictions in each article."""


@pytest.mark.parametrize(("article", "named"), NAMED.items())
def test_every_contradiction_of_an_article_is_listed(article: str, named: int) -> None:
    assert list(COVERAGE[article]) == [str(number) for number in range(1, named + 1)]


def test_every_check_named_as_covering_a_contradiction_exists() -> None:
    content = our_content()
    found = {
        check for items in COVERAGE.values() for given in items.values() if isinstance(given, list) for check in given
    }
    assert found <= set(content.checks), sorted(found - set(content.checks))


def test_at_most_ten_contradictions_have_no_check_and_each_has_a_reason() -> None:
    reasons = [given for items in COVERAGE.values() for given in items.values() if isinstance(given, str)]
    assert len(reasons) <= 10
    assert all(len(reason) > 40 for reason in reasons)
