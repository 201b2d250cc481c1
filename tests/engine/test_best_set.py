"""The search for the best set of fixes within the founder's hours: exact, within the limits, proven if it finishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.business import channel, customers, promise
from tests.businesses import content_of

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.best_set import FixSet, Limits, Search, estimate
from trueup.engine.first_fixes import leading
from trueup.engine.fixes import gaining_fixes
from trueup.engine.judge import judge
from trueup.engine.rewriting import rewrites
from trueup.engine.trying import State, is_last_resort, state_of

SMALL = content_of(Path(__file__).parents[1] / "fixtures" / "content")
BUSINESSES = Path(__file__).parents[1] / "fixtures" / "businesses"
CROWDED = ("letters-for-ever", "choir-books", "soap-by-two-hands", "walkers-set-prices", "tuner-within-a-week")
EACH = [CROWDED[0], *(pytest.param(name, marks=pytest.mark.thorough) for name in CROWDED[1:])]


def read(name: str, content: Content) -> Audit:
    return audit_from_document(json.loads((BUSINESSES / f"{name}.json").read_text("utf-8")), content)


def searched(content: Content, audit: Audit, limits: Limits) -> Search:
    return Search(content, audit, judge(content, audit), limits)


def every_set(content: Content, audit: Audit, limits: Limits) -> Iterator[tuple[int, int, float]]:
    """For each set of fixes within the hours, yield what is left: untrue claims, mismatches that must go, impact."""
    findings = judge(content, audit)
    found = searched(content, audit, limits).candidates
    for size in range(len(found) + 1):
        for chosen in combinations(found, size):
            state, hours = state_of(content, audit, findings), 0.0
            for candidate in chosen:
                mismatch = state.found.get(candidate.mismatch)
                if mismatch is None:
                    break
                state, hours = state.with_fix(content, mismatch, candidate.fix), hours + candidate.hours
            else:
                if hours <= limits.hours:
                    untrue = sum(each.check.first for each in state.found.values())
                    musts = sum(each in state.found for each in limits.must)
                    yield untrue, musts, state.total


def left(best: FixSet) -> tuple[int, int, float]:
    return best.untrue, best.musts, best.left


def order(best: FixSet) -> tuple[int, int, float, float, int]:
    return best.untrue, best.musts, round(best.left, 2), round(best.hours, 2), len(best.fixes)


@st.composite
def small_businesses(draw: st.DrawFn) -> Audit:
    """Random businesses of the small content, most of them full of contradictions."""
    claims = st.lists(st.sampled_from(sorted(SMALL.claims)), unique=True, max_size=4).map(tuple)
    steps = st.lists(st.sampled_from(["ad", "reads", "talks", "pays", "waits"]), unique=True, min_size=1).map(tuple)
    promises = tuple(
        Row(f"p{n}", {"words": Answer(f"Words {n}"), "claims": Answer(draw(claims))})
        for n in range(draw(st.integers(1, 3)))
    )
    channels = tuple(
        Row(f"c{n}", {"name": Answer(f"c{n}"), "steps": Answer(draw(steps)), "share": Answer(draw(st.floats(0, 1)))})
        for n in range(draw(st.integers(0, 3)))
    )
    answers = {
        "offer.start": Answer(draw(st.sampled_from(["alone", "talk", "both"]))),
        "offer.price": Answer(draw(st.sampled_from(["low", "high", "depends"]))),
        "operations.speed": Answer(float(draw(st.sampled_from([1, 20, 200])))),
    }
    return Audit("Acme", "2026-Q4", answers, {"promise": promises, "channel": channels})


@settings(max_examples=60)
@given(small_businesses(), st.sampled_from([2.0, 6.0, 14.0, 60.0]))
def test_the_best_set_is_the_best_of_all_possible_sets(audit: Audit, hours: float) -> None:
    limits = Limits(hours, with_last_resorts=True)
    search = searched(SMALL, audit, limits)
    outcome = search.run()
    assert outcome.is_proven
    assert left(outcome.best) == pytest.approx(min(every_set(SMALL, audit, limits)))
    assert outcome.could_leave == pytest.approx(outcome.best.left)


def in_any_order(audit: Audit, hours: float) -> Iterator[tuple[int, float]]:
    """For each sequence of up to three fixes within the hours, yield the untrue claims and the impact that it leaves.

    Each fix is for a mismatch that the fixes before it have left open.
    """
    findings = judge(SMALL, audit)
    pairs = [(found.id, fix) for found in findings.mismatches for fix in found.check.fixes]
    pairs += [(found.id, fix) for found, fix in rewrites(SMALL, audit, findings)]

    def from_here(state: State, spent: float, done: frozenset[tuple[str, str]]) -> Iterator[tuple[int, float]]:
        yield sum(each.check.first for each in state.found.values()), state.total
        for check, fix in pairs if len(done) < 3 else ():
            mismatch, takes = state.found.get(check), spent + sum(SMALL.hours_of(fix)) / 2
            if mismatch is not None and takes <= hours and (check, fix.key) not in done:
                yield from from_here(state.with_fix(SMALL, mismatch, fix), takes, done | {(check, fix.key)})

    yield from from_here(state_of(SMALL, audit, findings), 0.0, frozenset())


@settings(max_examples=15)
@given(small_businesses(), st.sampled_from([6.0, 14.0]))
def test_no_order_of_fixes_leaves_less_impact_than_the_best_set(audit: Audit, hours: float) -> None:
    best = searched(SMALL, audit, Limits(hours, with_last_resorts=True)).run().best
    untrue, least = min(in_any_order(audit, hours))
    assert (best.untrue, best.left) <= (untrue, least + 0.011)


@settings(max_examples=40)
@given(small_businesses(), st.floats(0, 40), st.floats(0, 40))
def test_more_hours_never_leave_more_impact(audit: Audit, some: float, more: float) -> None:
    few, many = (searched(SMALL, audit, Limits(some + extra)).run().best for extra in (0.0, more))
    assert left(many) <= left(few)
    assert few.hours <= some + 0.01


@settings(max_examples=40)
@given(small_businesses())
def test_the_order_of_rows_does_not_change_the_best_set(audit: Audit) -> None:
    turned = Audit(
        audit.business, audit.quarter, audit.answers, {kind: rows[::-1] for kind, rows in audit.rows.items()}
    )
    one, other = (searched(SMALL, each, Limits(14)).run().best for each in (audit, turned))
    assert left(one) == pytest.approx(left(other))


@pytest.mark.parametrize("name", EACH)
def test_the_best_set_is_at_least_as_good_as_the_first_three_fixes(content: Content, name: str) -> None:
    audit = read(name, content)
    findings = judge(content, audit)
    first = leading(content, audit, findings)
    state = state_of(content, audit, findings)
    hours = 0.0
    for tried in first:
        state = state.with_fix(content, state.found[tried.check], tried.fix)
        hours += sum(content.hours_of(tried.fix)) / 2
    best = searched(content, audit, Limits(hours, with_last_resorts=True)).run().best
    untrue = sum(found.check.first for found in state.found.values())
    assert (best.untrue, best.left) <= (untrue, state.total + 0.005)


@pytest.mark.parametrize("name", EACH)
def test_no_two_of_the_fixes_offered_are_better_than_a_set_that_is_proven(content: Content, name: str) -> None:
    audit, limits = read(name, content), Limits(6)
    findings = judge(content, audit)
    outcome = searched(content, audit, limits).run()
    assert outcome.is_proven
    state = state_of(content, audit, findings)
    offered = [
        each
        for each in gaining_fixes(content, audit, findings)
        if not is_last_resort(audit, state.found[each.check], each.fix)
    ]
    tried = 0
    for pair in permutations(offered, 2):
        after = state
        for each in pair:
            if mismatch := after.found.get(each.check):
                after = after.with_fix(content, mismatch, each.fix)
        if sum(estimate(content, each.id, each.fix, limits) for each in pair) <= limits.hours:
            untrue = sum(each.check.first for each in after.found.values())
            assert (outcome.best.untrue, outcome.best.left) <= (untrue, after.total + 0.011), [each.id for each in pair]
            tried += 1
    assert tried


@pytest.mark.parametrize("name", EACH)
def test_no_fix_changes_what_the_founder_excluded(content: Content, name: str) -> None:
    audit = read(name, content)
    search = searched(content, audit, Limits(30, untouchable=frozenset({"side:sell", "topic:price", "side:deliver"})))
    search.step(200)
    moves = {each.fix.move for each in search.candidates}
    assert not moves & {"sell", "deliver", "believe"}
    promise = audit.of("promise")[0].id
    without = searched(content, audit, Limits(30, untouchable=frozenset({f"promise:{promise}"})))
    assert all(each.fix.rewrite != promise for each in without.candidates)


@pytest.mark.parametrize(("hours", "taken"), [(2, 0), (3, 2.5), (4, 2.5), (5, 5), (8, 5)])
def test_no_set_takes_more_hours_than_the_founder_has(content: Content, hours: int, taken: float) -> None:
    limits = Limits(hours, with_last_resorts=True)
    assert searched(content, read("high-price-low-budget", content), limits).run().best.hours == taken


def test_a_mismatch_that_the_founder_wants_solved_is_solved_first(content: Content) -> None:
    compared = 0
    for name in CROWDED[2:4]:
        audit = read(name, content)
        free = searched(content, audit, Limits(3)).run().best
        for standing in (found.id for found in judge(content, audit).mismatches if found.id not in free.solves):
            forced = searched(content, audit, Limits(3, must=frozenset({standing}))).run().best
            if forced.musts == 0:  # three hours are enough to solve it
                assert standing in forced.solves
                compared += 1
    assert compared


def test_the_founders_own_estimate_of_hours_is_used(content: Content) -> None:
    audit = read("rules-of-the-shop", content)
    best = searched(content, audit, Limits(6)).run().best
    assert 0 < best.hours <= 6
    dear = {f"{each.check} {each.fix.key}": 50.0 for each in best.fixes}
    other = searched(content, audit, Limits(6, estimates=dear)).run().best
    assert {(each.check, each.fix.key) for each in other.fixes}.isdisjoint(
        (each.check, each.fix.key) for each in best.fixes
    )


def test_a_search_stopped_early_gives_a_bound_on_the_best_result(content: Content) -> None:
    audit = read("choir-books", content)
    search = searched(content, audit, Limits(20))
    search.step(5)
    early = search.outcome
    assert not early.is_proven
    assert early.could_leave <= early.best.left
    search.step(150)
    later = search.outcome
    assert order(later.best) <= order(early.best)
    assert later.could_leave >= early.could_leave - 0.001
    assert later.tried > early.tried


def test_the_runner_up_leaves_more_impact_than_the_best_set(content: Content) -> None:
    outcome = searched(content, read("letters-for-ever", content), Limits(6)).run()
    assert outcome.runner_up
    assert left(outcome.runner_up) > left(outcome.best)


def test_the_best_set_is_empty_when_there_is_nothing_to_fix() -> None:
    outcome = searched(SMALL, Audit("Acme", "2026-Q4"), Limits(6)).run()
    assert outcome.best.fixes == ()
    assert outcome.is_proven


@pytest.mark.parametrize(("share", "must", "stops"), [(0.05, False, True), (0.46, False, False), (0.46, True, True)])
def test_a_channel_with_many_customers_is_stopped_only_if_its_mismatch_must_be_solved(
    share: float, must: bool, stops: bool
) -> None:
    audit = audit_from_document(
        {
            "business": "Acme",
            "quarter": "2026-Q4",
            "answers": {"offer.start": "alone"},
            "promises": [promise("start.alone")],
            "channels": [channel("guild", "talks", share=share), channel("site", "pays", share=1 - share)],
            "customers": customers(started=["alone"] * 4),
        },
        SMALL,
    )
    limits = Limits(12, must=frozenset({"start.gated"} if must else ()))
    assert any(each.fix.stop for each in searched(SMALL, audit, limits).candidates) is stops
    words = replace(limits, leaning="words")
    assert not any(each.fix.stop for each in searched(SMALL, audit, words).candidates)
