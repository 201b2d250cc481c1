"""The next quarter, its review, and the changes between quarters, for small businesses and for arbitrary audits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business import channel, customers, promise
from tests.businesses import content_of, our_content
from tests.strategies import audits, fewer

from trueup.answers.model import Answer, Audit, Found, FoundMismatch, PlanLimits
from trueup.content.model import Content
from trueup.engine.history import GROUPS, Change, History, Quarter, Rewritten, answer_changes, changes, rewritten
from trueup.engine.history import point as point_of
from trueup.engine.judge import judge
from trueup.engine.next_quarter import begin, confirmed, finish, found_now, quarter_after, quarter_of, touched
from trueup.engine.review import ORDER, Part, Review, doubted, minutes, parts, queue

Business = Callable[..., Audit]
TODAY = date(2026, 11, 21)
SMALL = content_of(Path(__file__).parents[1] / "fixtures" / "content")


@pytest.fixture
def running(business: Business) -> Audit:
    answers = {
        "identity.who": "aimed",
        "offer.model": "once",
        "offer.price": "high",
        "offer.start": {"value": "alone", "note": "any time"},
        "market.price": {"unsure": True},
        "operations.speed": {"value": 20, "evidence": "guess"},
    }
    return business(
        answers,
        promises=[promise("start.alone")],
        channels=[channel("site", "talks", "pays")],
        customers=customers(started=["talk"] * 4),
    )


def test_a_new_quarter_drops_the_hours_and_required_mismatches_and_keeps_the_other_limits(running: Audit) -> None:
    limits = PlanLimits("2 a week", ("price.words",), ("side:sell",), "words", {"price.words say": 3.0})
    after = begin(replace(running, limits=limits), quarter_after(running.quarter)).limits
    assert after == replace(limits, hours="", must=())


def test_each_quarter_is_followed_by_the_next() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    assert (quarter_after("2026-Q3"), quarter_after("2026-Q4")) == ("2026-Q4", "2027-Q1")


def test_a_new_quarter_copies_all_answers_but_the_customers_and_marks_them_unconfirmed(
    small: Content, running: Audit
) -> None:
    fresh = begin(finish(small, running, TODAY), "2027-Q1")
    assert fresh.answers == running.answers
    assert fresh.of("customer") == ()
    assert fresh.unconfirmed == {*running.answers, "promise:home-page", "channel:site", "customer"}
    assert (fresh.compared, fresh.found, fresh.quarter) == (False, None, "2027-Q1")


@pytest.mark.parametrize("quarter", ["2026-Q4", "2026-Q3", "1999-Q1"])
def test_no_quarter_begins_when_the_clock_is_set_back(running: Audit, quarter: str) -> None:
    with pytest.raises(ValueError, match="not after"):
        begin(running, quarter)


def test_the_review_starts_with_answers_in_mismatches_and_gives_a_reason_for_each_answer(
    small: Content, running: Audit
) -> None:
    due = queue(small, begin(running, "2027-Q1"), running)
    assert {each.place: each.why for each in due} == {
        "offer.start": "an open mismatch",
        "offer.model": "the rest",
        "promise:home-page": "an open mismatch",
        "channel:site": "an open mismatch",
        "operations.speed": "a guess",
        "market.price": "not sure",
        "customer": "asked again",
        "identity.who": "the rest",
        "offer.price": "the rest",
    }
    assert [each.why for each in due[:3]] == ["an open mismatch"] * 3
    assert minutes(due) >= 1


def test_an_answer_that_is_compared_with_a_changed_answer_is_reviewed(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    cheaper = fresh.with_answer("offer.price", Answer("low"))
    due = {each.place: each for each in queue(small, cheaper, running)}
    assert due["market.price"].why == "something above it changed"
    assert due["market.price"].above == "offer.price"
    assert due["identity.who"].why == "the rest", "no check compares it with the price"
    assert due["operations.speed"].why == "a guess", "no check compares it with the price"
    assert due["offer.model"].why == "the rest", "it stands beside the price, not below it"


def test_a_change_that_takes_no_other_position_is_no_reason_to_review(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    row = fresh.row("promise", "home-page")
    assert row is not None
    moved = fresh.with_row("promise", replace(row, fields={**row.fields, "where": Answer("paper")}))
    unsure = fresh.with_answer("offer.price", Answer(state="unsure"))
    noted = fresh.with_answer("offer.price", replace(fresh.answers["offer.price"], note="since May"))
    doubt = doubted(small, fresh, "promise:home-page")
    for changed in (moved, unsure, noted, doubt):
        assert not [each for each in queue(small, changed, running) if each.above]


def test_the_last_customers_are_reviewed_after_weak_answers_and_before_the_rest(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    assert [each.why for each in queue(small, fresh, running)][3:7] == [
        "a guess",
        "not sure",
        "asked again",
        "the rest",
    ]
    begun = touched(fresh, fresh.with_rows("customer", running.of("customer")[:1]))
    assert fresh.unconfirmed - begun.unconfirmed == {"customer"}, "the first customer is the answer"
    assert "customer" not in confirmed(fresh, "customer").unconfirmed, "it can be put off"


ABOVE = ("group", "promise", "offer", "channel")


@fewer(2)
@given(was=audits(SMALL), now=audits(SMALL))
def test_the_review_is_sorted_by_reason_and_within_a_change_by_kind_of_answer(was: Audit, now: Audit) -> None:
    fresh = replace(begin(was, "2999-Q1"), answers=now.answers)
    due = queue(SMALL, fresh, was)
    assert [each.why for each in due] == sorted((each.why for each in due), key=ORDER.index)
    homes = [each.place.replace(":", ".").partition(".")[0] for each in due if each.above]
    levels = [ABOVE.index(home) if home in ABOVE else len(ABOVE) for home in homes]
    assert levels == sorted(levels)


def test_a_confirmed_answer_leaves_the_queue(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    for place in sorted(fresh.unconfirmed):
        fresh = confirmed(fresh, place)
    assert queue(small, fresh, running) == ()


def test_answers_in_last_quarters_mismatches_are_reviewed_first_even_if_the_mismatches_are_gone(
    small: Content, running: Audit
) -> None:
    fresh = begin(running, "2027-Q1").with_answer("offer.start", Answer("talk"))
    due = {each.place: each.why for each in queue(small, fresh, running)}
    assert due["promise:home-page"] == "an open mismatch"


def test_the_parts_of_the_review_add_up_to_all_copied_answers(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    every = Review(small, running).every(fresh, judge(small, fresh))
    assert parts(fresh, every) == (
        Part("open mismatches", 0, 3),
        Part("after a change", 0, 0),
        Part("old or unsure", 0, 2),
        Part("counts", 0, 0),
        Part("last customers", 0, 1),
        Part("the rest", 0, 3),
    )
    later = confirmed(confirmed(fresh, "channel:site"), "offer.model")
    assert [part.done for part in parts(later, every)] == [1, 0, 0, 0, 0, 1]
    assert {each.place for each in every} == fresh.unconfirmed


def test_the_minutes_left_in_the_review_follow_the_founders_pace(small: Content, running: Audit) -> None:
    due = queue(small, begin(running, "2027-Q1"), running)
    confirming = [each for each in due if each.place != "customer"]
    assert (minutes(confirming), minutes(confirming, 4.0), minutes(confirming, 0.1), minutes(())) == (2, 8, 1, 0)
    assert minutes(due) == minutes(confirming) + 10, "ten customers are looked up, a minute each"


def test_doubting_an_answer_makes_it_unsure_and_doubting_a_row_makes_it_a_guess(small: Content, running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    unsure = doubted(small, fresh, "offer.start")
    assert unsure.answers["offer.start"] == Answer(state="unsure", note="any time")
    guessed = doubted(small, unsure, "channel:site")
    steps, name = (guessed.of("channel")[0].fields[field] for field in ("steps", "name"))
    assert (steps.evidence, steps.value, name.evidence) == ("guess", ("talks", "pays"), None)
    assert fresh.unconfirmed - guessed.unconfirmed == {"offer.start", "channel:site"}


def test_answering_a_question_again_confirms_the_answer(running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    anew = touched(fresh, fresh.with_answer("offer.price", Answer("low")))
    assert fresh.unconfirmed - anew.unconfirmed == {"offer.price"}
    assert touched(fresh, fresh) == fresh


def test_a_changed_field_does_not_confirm_its_row_and_a_removed_row_is_not_reviewed(running: Audit) -> None:
    fresh = begin(running, "2027-Q1")
    site = fresh.of("channel")[0]
    renamed = fresh.with_row("channel", replace(site, fields={**site.fields, "name": Answer("Other")}))
    assert touched(fresh, renamed).unconfirmed == fresh.unconfirmed
    gone = touched(fresh, fresh.without_row("channel", "site"))
    assert fresh.unconfirmed - gone.unconfirmed == {"channel:site"}


def found(*open_now: str, undecided: tuple[str, ...] = (), rules: dict[str, str] | None = None, **states: str) -> Found:
    listed = [FoundMismatch(name, "contradiction", 1.0) for name in open_now]
    listed += [FoundMismatch(name, "contradiction", 1.0, state) for name, state in states.items()]  # type: ignore[arg-type]
    return Found("2026-11-21", "v", tuple(listed), undecided, 10, rules or {})


@pytest.mark.parametrize(
    ("was", "now", "before", "group"),
    [
        (found(), found("a"), [], "new"),
        (found(), found("a"), [found("a")], "reopened"),
        (found("a"), found("a"), [], "persisting"),
        (found("a"), found(), [], "fixed"),
        (found("a"), found(undecided=("a",)), [], "no longer judged"),
        (found("a"), found(a="accepted"), [], "accepted"),
        (found("a"), found(a="objected"), [], "objected"),
        (found(a="accepted"), found("a"), [], "reopened"),
        (found(rules={"a": "1"}), found("a", rules={"a": "2"}), [], "by the rule"),
        (found("a", rules={"a": "1"}), found(), [], "by the rule"),
        (found("a", rules={"a": "1"}), found("a", rules={"a": "2"}), [], "persisting"),
    ],
)
def test_each_changed_mismatch_is_in_one_group(was: Found, now: Found, before: list[Found], group: str) -> None:
    assert [(change.id, change.group) for change in changes(was, now, before)] == [("a", group)]


@pytest.mark.parametrize(
    ("was", "now", "was_today", "group"),
    [
        (found(), found("a"), found("a"), "by the rule"),
        (found("a"), found(), found(), "by the rule"),
        (found(rules={"a": "1"}), found("a", rules={"a": "2"}), found(), "new"),
        (found("a", rules={"a": "1"}), found(rules={"a": "2"}), found("a"), "fixed"),
        (found("a"), found("a"), found(), "persisting"),
    ],
)
def test_a_mismatch_that_only_the_rules_created_or_removed_is_attributed_to_the_rules(
    was: Found, now: Found, was_today: Found, group: str
) -> None:
    assert [change.group for change in changes(was, now, was_today=was_today)] == [group]


def test_changed_rules_and_questions_are_listed() -> None:
    was = replace(found(rules={"a": "1", "b": "1"}), questions={"q": "Why?", "gone": "What?"})
    now = replace(found(rules={"a": "2", "c": "1"}), questions={"q": "Why so?", "new": "Who?"})
    assert rewritten(was, now) == Rewritten(("c",), ("b",), ("a",), ("new",), ("gone",), ("q",))
    assert not rewritten(was, was)
    assert not rewritten(found(), now), "where nothing was written down nothing can be said"


ids = st.sampled_from([f"c{n}" for n in range(6)])
quarters = st.builds(
    lambda listed, undecided: Found(
        "2026-01-01",
        "v",
        tuple(FoundMismatch(name, "contradiction", impact, state) for name, (impact, state) in listed.items()),
        tuple(sorted(undecided - set(listed))),
        10,
    ),
    st.dictionaries(ids, st.tuples(st.floats(0, 5), st.sampled_from(["open", "accepted", "objected"]))),
    st.sets(ids),
)


def grouped(listed: tuple[Change, ...], *groups: str) -> set[str]:
    return {change.id for change in listed if change.group in groups}


@given(quarters)
def test_comparing_a_quarter_with_itself_shows_no_changes(quarter: Found) -> None:
    assert grouped(changes(quarter, quarter), "new", "reopened", "fixed", "no longer judged", "by the rule") == set()


@given(quarters, quarters)
def test_a_mismatch_that_is_new_in_a_comparison_is_gone_in_the_reverse_comparison(one: Found, two: Found) -> None:
    there, back = changes(one, two), changes(two, one)
    assert {change.id for change in there} == {change.id for change in back}
    assert all(change.group in GROUPS for change in there)
    appeared = {change.id for change in there if change.was is None}
    assert appeared == {change.id for change in back if change.now is None}
    assert appeared == grouped(back, "fixed", "no longer judged", "by the rule")


@given(quarters, quarters, st.lists(quarters, max_size=3), st.none() | quarters)
def test_every_mismatch_of_either_quarter_is_listed_once_in_one_group(
    was: Found, now: Found, before: list[Found], was_today: Found | None
) -> None:
    listed = changes(was, now, before, was_today)
    listed_ids = [change.id for change in listed]
    assert sorted(listed_ids) == sorted({each.id for each in (*was.mismatches, *now.mismatches)})
    assert [change.group for change in listed] == sorted((change.group for change in listed), key=GROUPS.index)
    assert all((change.was in was.mismatches, change.now in now.mismatches) != (False, False) for change in listed)


@fewer(2)
@given(audits(SMALL), audits(SMALL))
def test_the_reverse_comparison_of_answers_swaps_the_old_and_new_values(one: Audit, two: Audit) -> None:
    there = {change.place: (change.was, change.now) for change in answer_changes(one, two)}
    back = {change.place: (change.now, change.was) for change in answer_changes(two, one)}
    assert there == back
    assert answer_changes(one, one) == ()


def test_a_question_in_the_words_of_one_kind_of_business_is_not_a_reworded_question() -> None:
    content = our_content()
    audit = Audit("Acme", "2026-Q4", {"identity.kind": Answer("software")})
    kept = finish(content, audit, TODAY).found
    assert kept is not None
    for kind in ("software", "visits", ""):
        worded = content.worded(kind)
        assert not rewritten(kept, found_now(worded, judge(worded, audit))), kind
    asked = content.questions["offer.paid"]
    changed = {**content.questions, "offer.paid": asked.with_changes(text="When do people pay?")}
    anew = content.with_changes(questions=changed)
    assert rewritten(kept, found_now(anew, judge(anew, audit))).reworded == ("offer.paid",)


@fewer(2)
@given(audits(SMALL))
def test_a_finished_quarter_keeps_its_findings(audit: Audit) -> None:
    closed = finish(SMALL, audit, TODAY)
    assert closed.found is not None
    point = point_of(SMALL, closed, closed.found)
    causes = [mismatch for mismatch in judge(SMALL, audit).mismatches if not mismatch.under]
    assert point.open == sum(point.by_severity.values()) == len(causes), "the trend counts one cause once"
    assert point.judged is None or 0 <= point.judged <= 1
    assert replace(closed, found=None) == audit


def test_the_history_of_an_answer_lists_every_quarter(running: Audit) -> None:
    later = replace(running.with_answer("offer.price", Answer("low")), quarter="2027-Q1")
    quarters = {audit.quarter: Quarter(SMALL, lambda audit=audit: audit) for audit in (running, later)}  # type: ignore[misc]
    course = History(SMALL, quarters).of_answer("offer.price")
    values = [(quarter, answer.value if answer else None) for quarter, answer in course]
    assert values == [("2026-Q4", "high"), ("2027-Q1", "low")]
