"""Claims read from a page today: accepted as promises, and compared with the promises on file and the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import Answer, Audit
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.reading.page_changes import compare, held, still_carrying
from trueup.reading.promises import Read, promises, taken_over
from trueup.reading.reader import read
from trueup.reading.sources import document

DAY = "2026-11-10"
HOME = "# Bowls\n\nCancel any time.\n\nNo hidden fees, no set-up fee.\n"


def reading(content: Content, text: str, name: str = "home.md") -> Read:
    page = document(name, text.encode())
    return Read(page, read(content, page.blocks))


def audit(content: Content, **parts: Any) -> Audit:
    return audit_from_document({"business": "Plumbline", "quarter": "2026-Q4", **parts}, content)


def with_home(content: Content) -> Audit:
    empty = audit(content)
    return taken_over(empty, promises(content, empty, [reading(content, HOME)], DAY)).audit


def test_each_line_with_a_claim_becomes_a_promise(content: Content) -> None:
    rows = with_home(content).of("promise")
    assert [row.text("words") for row in rows] == ["Cancel any time.", "No hidden fees, no set-up fee."]
    assert rows[1].many("claims") == ("extras.open", "extras.spared")
    assert rows[1].spans == {"extras.open": ((0, 14),), "extras.spared": ((16, 29),)}
    assert rows[1].source is not None
    assert (rows[1].source.file, rows[1].source.line, rows[1].source.day) == ("home.md", 5, DAY)


def test_accepted_promises_can_be_saved_and_read_again(content: Content) -> None:
    before = with_home(content)
    assert audit_from_document(document_from_audit(before), content) == before


def test_accepting_the_same_page_twice_adds_nothing(content: Content) -> None:
    before = with_home(content)
    taken = taken_over(before, promises(content, before, [reading(content, HOME)], DAY))
    assert (taken.added, taken.changed, taken.kept, taken.same) == ((), (), (), 2)
    assert taken.audit == before


def corrected(content: Content) -> Audit:
    """The business after its page was read, and the founder removed a claim that was found by mistake."""
    before = with_home(content)
    row = before.of("promise")[1]
    return before.with_row("promise", replace(row, fields={**row.fields, "claims": Answer(("extras.open",))}))


def test_accepting_a_page_again_keeps_the_founders_corrections(content: Content) -> None:
    before = corrected(content)
    found = promises(content, before, [reading(content, HOME)], DAY)
    taken = taken_over(before, found)
    assert [promise.row.id for promise in taken.kept] == [before.of("promise")[1].id]
    assert taken.audit.of("promise")[1].many("claims") == ("extras.open",)
    assert set(taken.audit.of("promise")[1].spans) == {"extras.open"}


def test_the_option_replace_restores_the_claims_that_were_read(content: Content) -> None:
    before = corrected(content)
    taken = taken_over(before, promises(content, before, [reading(content, HOME)], DAY), replace=True)
    assert len(taken.changed) == 1
    assert taken.audit.of("promise")[1].many("claims") == ("extras.open", "extras.spared")


def test_claims_are_new_gone_reworded_or_still_there(content: Content) -> None:
    now = "# Bowls\n\nNo hidden fees, ever, and no set-up fee.\n\nMoney back within 30 days.\n"
    changes = {(change.tag, change.state) for change in compare(with_home(content), [reading(content, now)])}
    assert changes == {
        ("leaving.anytime", "gone"),
        ("extras.open", "reworded"),
        ("extras.spared", "reworded"),
        ("leaving.refund", "new"),
    }
    assert {change.state for change in compare(with_home(content), [reading(content, HOME)])} == {"still there"}


def test_promises_published_elsewhere_arent_compared(content: Content) -> None:
    assert compare(with_home(content), [reading(content, "Nothing to see.", "blog.md")]) == ()


def test_pages_that_still_make_a_claim_are_listed(content: Content) -> None:
    read_pages = [reading(content, HOME), reading(content, "Cancel any time.", "b.md"), reading(content, "Hi.", "c.md")]
    assert [each.file for each in still_carrying({"leaving.anytime"}, read_pages)] == ["home.md", "b.md"]


@pytest.fixture
def bound(content: Content) -> Audit:
    """A business whose terms bind customers for a year."""
    question = content.speakers["sell", "leaving.bound"][0]
    key = next(choice.key for choice in question.choices if "leaving.bound" in choice.stands)
    value: object = [key] if question.kind == "many" else key
    return audit(content, answers={question.id: value, "offer.model": "subscription", "identity.kind": "software"})


def test_claims_are_compared_with_the_answers(content: Content, bound: Audit) -> None:
    page = reading(content, HOME)
    result = held(content, bound, [page])
    (conflict,) = [each for each in result.conflicts if each.mismatch.id == "leaving.bound"]
    assert (conflict.claim.words, conflict.claim.line, conflict.claim.column) == ("Cancel any time", 3, 1)
    assert conflict.fix is None or conflict.fix.fix.move == "say"
    said = {each.tag for each in conflict.mismatch.statements if each.side == "say"}
    assert [each.file for each in still_carrying(said, [page])] == ["home.md"]


def test_a_new_reading_replaces_the_pages_old_version(content: Content, bound: Audit) -> None:
    before = taken_over(bound, promises(content, bound, [reading(content, HOME)], DAY)).audit
    assert judge(content, before).mismatch("leaving.bound")
    result = held(content, before, [reading(content, "# Bowls\n\nNo hidden fees.\n")])
    assert result.analysis.findings.mismatch("leaving.bound") is None


def test_a_withdrawn_promise_counts_if_a_page_still_publishes_it(content: Content, bound: Audit) -> None:
    before = taken_over(bound, promises(content, bound, [reading(content, HOME)], DAY)).audit
    row = before.of("promise")[0]
    withdrawn = before.with_row(
        "promise", type(row)(row.id, {**row.fields, "state": Answer("withdrawn")}, row.spans, row.source)
    )
    assert judge(content, withdrawn).mismatch("leaving.bound") is None
    assert held(content, withdrawn, [reading(content, HOME)]).analysis.findings.mismatch("leaving.bound")
