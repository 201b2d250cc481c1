"""A result cached for one object is never returned for another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import our_content
from tests.large_business import large_business

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.first_fixes import knows_leading, leading
from trueup.engine.fixes import gaining_fixes, knows_gaining_fixes
from trueup.engine.judge import judge, mismatches
from trueup.engine.matching import by_position
from trueup.engine.model import Mismatch
from trueup.engine.preview import Preview, still_counting
from trueup.engine.rules import rules_of
from trueup.engine.slow_work import Remembered
from trueup.engine.statements import in_own_words, said_in, statements
from trueup.engine.trying import State, state_of

ROWS = {"promise": 6, "channel": 4, "activity": 3, "customer": 12, "group": 2}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=30), st.integers(1, 4))
def test_each_object_gets_its_own_result(asked: list[tuple[int, int]], most: int) -> None:
    things = [[number] for number in range(4)]
    known: Remembered[tuple[int, int]] = Remembered(most)
    for at, more in asked:
        thing = things[at]
        assert known.get((thing,), more, lambda thing=thing, more=more: (thing[0], more)) == (at, more)


@pytest.mark.parametrize("seed", [1, 9, 12])
def test_a_preview_finds_the_same_as_judging_from_scratch(seed: int) -> None:
    content = our_content()
    audit = large_business(content, ROWS, seed=seed)
    state = state_of(content, audit, judge(content, audit))
    tried = 0
    for mismatch in state.open:
        for fix in mismatch.check.fixes:
            after = state.with_fix(content, mismatch, fix)
            scratch = [each for each in _from_scratch(content, after.previews[-1]) if not _moved_on(state, each)]
            told = _told(after.found.values())
            if fix.adds:  # what isn't true is still read beside the added words, so more than from scratch may stay
                told = {id: told[id] for id in told if id not in state.found or id in {each.id for each in scratch}}
            assert told == _told(scratch), fix.do
            tried += 1
    assert tried > 20


def _told(found: Collection[Mismatch]) -> dict[str, object]:
    """The parts of each mismatch that must be equal. The quoted words and their order may differ."""
    return {
        each.id: (each.impact, each.claimed, {(s.source, s.subject, s.tag) for s in each.statements}) for each in found
    }


def _moved_on(state: State, mismatch: Mismatch) -> bool:
    """Whether, after a fix, a mismatch quotes none of the promises it quoted before. A preview leaves it out."""
    before = state.found.get(mismatch.id)
    if before is None or not before.promises or not mismatch.promises:
        return False
    return before.promises.isdisjoint(mismatch.promises)


def _from_scratch(content: Content, made: Preview) -> tuple[Mismatch, ...]:
    """Judge the answers after a fix anew. As in a preview, counts from before the fix are left out."""
    audit = _anew(made.audit)
    heard = chain.from_iterable(still_counting(in_own_words(said_in(content, audit)), [made]).values())
    return mismatches(content, audit, by_position(heard), rules_of(content).every)


def _anew(audit: Audit) -> Audit:
    """The same business, built of new objects."""
    rows = {kind: tuple(row.__class__(row.id, dict(row.fields)) for row in rows) for kind, rows in audit.rows.items()}
    return Audit(audit.business, audit.quarter, dict(audit.answers), rows, compared=True)


def test_the_statements_of_a_channel_are_worked_out_again_when_its_customers_change() -> None:
    content = our_content()
    came = [{"id": f"c{n}", "who": "A", "channel": "ads"} for n in range(10)]
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"identity.kind": "software"}, "customers": came}
    channels = [{"id": "ads", "name": "Ads", "crowd": "wrong"}]
    audit = audit_from_document(document | {"channels": channels}, content)
    few = replace(audit, rows={**audit.rows, "customer": audit.of("customer")[:2]})
    told, of_few = (len(statements(content, each)) for each in (audit, few))
    assert of_few < told


def test_cached_fixes_are_reused_when_only_the_founders_place_or_drafts_change() -> None:
    content = our_content()
    audit = large_business(content, ROWS, seed=4)
    findings = judge(content, audit)
    led, first = leading(content, audit, findings), gaining_fixes(content, audit, findings)
    elsewhere = replace(audit, place="offer.start", drafts={"offer.start": "perhaps"}, unconfirmed=frozenset({"a"}))
    for is_known in (knows_leading, knows_gaining_fixes):
        assert is_known(content, elsewhere, findings)
        assert not is_known(content, replace(audit, answers={}), findings)
    assert leading(content, elsewhere, findings) is led
    assert gaining_fixes(content, elsewhere, findings) is first
