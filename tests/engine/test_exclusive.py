"""Two published promises that can't both be true, from the `exclusive` claims of a topic."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import SMALL, content_of

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.content.problems import ContentError
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge

CHECK = "start.alone-or-announced"


def content_with(tmp_path: Path, exclusive: str, *, claims: str = "") -> Content:
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    file = folder / "mismatches" / "start.md"
    text = file.read_text("utf-8").replace("order = 1\n", f"order = 1\nexclusive = {exclusive}\n", 1)
    file.write_text(text.replace("[claims]\n", f"[claims]\n{claims}", 1), "utf-8")
    return content_of(folder)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return content_with(tmp_path, '[["alone", "announced"]]')


def promise(row: str, *claims: str, **fields: tuple[str, ...] | str) -> Row:
    said = {"words": Answer(f"Words of {row}"), "claims": Answer(claims)}
    return Row(row, {**said, **{name: Answer(value) for name, value in fields.items()}})


def business(*promises: Row) -> Audit:
    return Audit("Acme", "2026-Q4", {}, {"promise": promises})


def test_two_promises_with_exclusive_claims_are_found_and_both_are_quoted(content: Content) -> None:
    audit = business(promise("page", "start.alone"), promise("mail", "start.announced"))
    mismatch = judge(content, audit).mismatch(CHECK)
    assert mismatch
    assert {each.quote for each in mismatch.statements} == {"Words of page", "Words of mail"}
    assert mismatch.check.title == "You promise both “alone” and “talk, told”"


def test_the_title_uses_the_brief_form_of_a_claim_where_one_is_given(tmp_path: Path) -> None:
    exclusive = '[["alone", "announced"]]\nin_brief = { announced = "a call first" }'
    title = content_with(tmp_path, exclusive).checks[CHECK].title
    assert title == "You promise both “alone” and “a call first”"


def test_quotation_marks_in_a_claim_become_single_inside_other_quotation_marks(
    content: Content, tmp_path: Path
) -> None:
    file = tmp_path / "screens" / "mismatches" / "start.md"
    file.write_text(file.read_text("utf-8").replace('"alone, no talk needed"', '"“no call” needed"'), "utf-8")
    fixes = content_of(file.parents[1]).checks[CHECK].fixes
    kept = [fix.do.partition(", and ")[0] for fix in fixes]
    assert kept == ["Keep “‘no call’ needed”", "Keep “starts with a talk”"]


def test_the_cost_of_a_fix_names_the_deleted_promise_as_the_title_does(content: Content) -> None:
    fixes = content.checks[CHECK].fixes
    assert [fix.costs_you for fix in fixes] == ["the promise “talk, told”", "the promise “alone”"]


@pytest.mark.parametrize(
    "promises",
    [
        (promise("page", "start.alone", "start.announced"),),
        (promise("page", "start.alone"), promise("mail", "start.alone")),
        (promise("page", "start.alone", groups=("Nurses",)), promise("mail", "start.announced", groups=("Firms",))),
        (promise("page", "start.alone", to="buyers"), promise("mail", "start.announced", to="sellers")),
        (promise("page", "start.alone"), promise("mail", "start.announced", about="other", other="A workbook")),
        (promise("page", "start.alone"), promise("mail", "start.announced", state="withdrawn")),
    ],
    ids=["one promise", "they agree", "other groups", "other sides", "another thing", "withdrawn"],
)
def test_claims_that_can_both_be_true_raise_no_mismatch(content: Content, promises: tuple[Row, ...]) -> None:
    assert not judge(content, business(*promises)).mismatch(CHECK)


def test_each_fix_makes_both_promises_claim_the_same(content: Content) -> None:
    audit = business(promise("page", "start.alone"), promise("mail", "start.announced"))
    findings = judge(content, audit)
    mismatch = findings.mismatch(CHECK)
    assert mismatch
    tried = tried_fixes(content, audit, findings, mismatch)
    assert [each.fix.to for each in tried if not each.fix.rewrite] == ["start.alone", "start.announced"]
    assert {each.outcome for each in tried} == {"solved"}


def test_an_exclusive_claim_without_a_position_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match='"early" isn\'t a position of this topic'):
        content_with(tmp_path, '[["alone", "early"]]', claims='early = "before nine"\n')


def test_an_exclusive_pair_with_an_unknown_claim_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="help"):
        content_with(tmp_path, '[["alone", "help"]]')
