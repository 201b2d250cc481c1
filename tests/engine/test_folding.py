"""One cause is one mismatch: what rests on the same statements folds under the first, and counts once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.businesses import EACH, our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Term
from trueup.engine.fixes import first_fixes, leading, state_of, tried_fixes
from trueup.engine.folding import folded
from trueup.engine.judge import judge, total
from trueup.engine.model import Findings, Mismatch, Subject


class Judged(NamedTuple):
    """A business and what was found in it."""

    audit: Audit
    findings: Findings


@pytest.fixture(scope="module")
def content() -> Content:
    return our_content()


def read(path: Path, content: Content) -> Audit:
    return audit_from_document(json.loads(path.read_text("utf-8")), content)


def two_lies(small: Content) -> Audit:
    """One claim that both the steps of a channel and the speed contradict, and one more promise."""
    page = Row(
        "page", {"words": Answer("Start now, have it today"), "claims": Answer(("start.alone", "speed.instant"))}
    )
    site = Row("site", {"name": Answer("site"), "steps": Answer(("ad", "talks", "pays", "waits"))})
    return Audit("Acme", "2026-Q4", {"operations.speed": Answer(200.0)}, {"promise": (page,), "channel": (site,)})


def test_what_is_folded_follows_its_leader_and_counts_nothing(small: Content) -> None:
    found = judge(small, two_lies(small)).mismatches
    check = found[0].check.with_changes(id="start.again")
    twice = folded([*found, replace(found[0], check=check)])
    assert [each.under for each in twice] == [*(each.under for each in found), found[0].id]
    assert total(twice) == total(found)


def test_a_check_that_names_its_leader_folds_under_it(small: Content) -> None:
    found = judge(small, two_lies(small)).mismatches
    assert len(found) == 2
    named = found[1].check.with_changes(under=(found[0].id,))
    again = folded([found[0], replace(found[1], check=named)])
    assert again[1].under == found[0].id


def rival(found: Mismatch, name: str, *tags: str, **changes: object) -> Mismatch:
    """The same kind of mismatch under another name, resting on statements that take these positions."""
    said = tuple(found.statements[0]._replace(tag=tag) for tag in tags)
    return replace(found, check=found.check.with_changes(id=name, under=(), fixes=(), **changes), statements=said)


def test_one_sentence_and_one_topic_is_one_cause(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    same = rival(one, "x.same", "x.claimed")
    assert [each.under for each in folded([one, same])] == ["", one.id]
    apart = rival(one, "x.apart", "x.claimed", topic="elsewhere")
    assert [each.under for each in folded([one, apart])] == ["", ""]


def test_two_promises_that_disagree_yield_to_what_happens(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    terms = tuple(Term(side="say", tags=(tag,), of="promise", other=True) for tag in ("x.a", "x.b"))
    disagree = rival(one, "x.a-or-b", *(each.tag for each in one.statements), between=terms, severity=5)
    assert [each.under for each in folded([disagree, one])] == [one.id, ""]


def test_an_old_copy_folds_under_what_quotes_the_same_words(small: Content) -> None:
    one = judge(small, two_lies(small)).mismatches[0]
    words = one.statements[0].quote
    copied = rival(one, "message.old", "message.old", topic="message")
    old = copied.statements[0]._replace(source="market.old", subject=None, quote=f"On the flyer: {words}")
    assert folded([one, replace(copied, statements=(old,))])[1].under == one.id
    other = old._replace(quote="The opening hours of last year")
    assert folded([one, replace(copied, statements=(other,))])[1].under == ""


def test_a_promise_with_several_mismatches_can_be_rewritten_as_a_whole(small: Content) -> None:
    audit = two_lies(small)
    findings = judge(small, audit)
    (rewrite,) = [each for each in first_fixes(small, audit, findings) if each.fix.rewrite]
    assert rewrite.fix.key == "rewrite:page"
    assert set(rewrite.solves) == {found.id for found in findings.mismatches}
    assert rewrite.gain == pytest.approx(total(findings.mismatches))
    on_card = tried_fixes(small, audit, findings, findings.mismatches[0])
    assert rewrite.fix.key in [each.fix.key for each in on_card]


@pytest.fixture(scope="module", params=EACH)
def judged(request: pytest.FixtureRequest, content: Content) -> Judged:
    """Each business of the fixtures, judged once for all tests of it."""
    audit = read(request.param, content)
    return Judged(audit, judge(content, audit))


def test_the_first_fixes_are_a_set_whose_gains_add_up(content: Content, judged: Judged) -> None:
    audit, findings = judged
    chosen = leading(content, audit, findings)
    state = state_of(content, audit, findings)
    for tried in chosen:
        assert tried.gain > 0
        mismatch = state.found[tried.check]
        after = state.with_fix(content, mismatch, tried.fix)
        assert tried.gain == pytest.approx(state.total - after.total, abs=0.011)
        state = after
    assert len({tried.check for tried in chosen}) == len(chosen), "no two answer the same mismatch"
    untrue = [found for found in findings.mismatches if found.check.first]
    if untrue and chosen:
        assert any(content.checks[id].first for id in chosen[0].solves) or not any(
            each.gain > 0 for found in untrue for each in tried_fixes(content, audit, findings, found)
        )


def test_no_fix_that_does_harm_is_offered(content: Content, judged: Judged) -> None:
    audit, findings = judged
    for mismatch in findings.mismatches:
        gains = [each.gain for each in tried_fixes(content, audit, findings, mismatch)]
        assert all(gain >= 0 for gain in gains)
        assert mismatch.under or all(gain > 0 for gain in gains)


def test_a_broad_check_leaves_out_the_promises_a_sharper_one_has_found(small: Content) -> None:
    sharp = judge(small, two_lies(small)).mismatches[0]
    page = next(each for each in sharp.statements if each.side == "say")
    other = page._replace(subject=Subject("promise", "poster"))
    broad = replace(sharp, check=sharp.check.with_changes(id="start.broad", broad=True), statements=(page, other))
    assert [each.statements for each in folded([broad, sharp])] == [(other,), sharp.statements]
    assert [each.under for each in folded([replace(broad, statements=(page,)), sharp])] == ["", sharp.id]
