"""The figures of the trend: conversions, and how the work feels to the founder. Unknown figures are left out."""

from __future__ import annotations

import pytest
from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Found, FoundMismatch, Row
from trueup.engine.history import MARKS, Flow, Strain, point, strain_on_founder
from trueup.engine.judge import judge

OURS = our_content()


def channel(name: str, asked: float, bought: float) -> Row:
    return Row(name, {"name": Answer(name), "leads": Answer(asked), "customers": Answer(bought)})


def test_the_share_of_people_who_asked_and_then_bought_is_shown_per_channel_and_in_total() -> None:
    rows = (channel("site", 200.0, 30.0), channel("guild", 100.0, 45.0), Row("fair", {"leads": Answer(10.0)}))
    audit = Audit("Acme", "2026-Q4", rows={"channel": rows})
    seen = point(OURS, audit, Found("2026-11-21", "v", possible=10, undecided=("a", "b")))
    assert seen.flows == (Flow("site", 200.0, 30.0), Flow("guild", 100.0, 45.0))
    assert (seen.bought, seen.bought_in("guild"), seen.bought_in("fair")) == (0.25, 0.45, None)
    assert seen.judged == 0.8


def test_no_share_is_shown_if_no_one_asked_or_more_people_bought_than_asked() -> None:
    rows = (channel("site", 0.0, 0.0), channel("guild", 5.0, 6.0))
    seen = point(OURS, Audit("Acme", "2026-Q4", rows={"channel": rows}), Found("2026-11-21", "v"))
    assert (seen.flows, seen.bought, seen.judged, seen.strain) == ((), None, None, None)


def test_open_mismatches_are_counted_once_per_cause_by_verdict_and_severity() -> None:
    found = Found(
        "2026-11-21",
        "v",
        (
            FoundMismatch("a", "contradiction", 2.0, "open", 4),
            FoundMismatch("b", "contradiction", 2.0, "open", 4),
            FoundMismatch("c", "tension", 0.2, "open", 1),
            FoundMismatch("d", "tension", 0.4, "open", 2),
            FoundMismatch("e", "unproven", 1.0, "accepted", 3),
            FoundMismatch("f", "unproven", 1.0, "open", 3, under="a"),
        ),
    )
    seen = point(OURS, Audit("Acme", "2026-Q4"), found)
    assert (seen.contradictions, seen.tensions, seen.unproven, seen.open) == (2, 2, 0, 4)
    assert seen.by_severity == {"high": 2, "low": 2}


# How the work feels to the founder: the sum of ratings that no check uses.


def marked(*keys: str) -> Audit:
    """An audit with these ratings, in the order they are asked; an empty rating is left blank."""
    names = [name for name in OURS.questions if name.partition(".")[2].startswith(MARKS)]
    assert len(names) == 5
    return Audit("Acme", "2026-Q4", {name: Answer(key) for name, key in zip(names, keys, strict=True) if key})


@pytest.mark.parametrize(("keys", "total"), [("11111", 25), ("55555", 5), ("33333", 15), ("12345", 15), ("21454", 14)])
def test_heavier_ratings_give_a_higher_sum(keys: str, total: int) -> None:
    assert strain_on_founder(OURS, marked(*keys)) == Strain(total, 25)


def test_the_first_choice_of_every_rating_is_the_heaviest() -> None:
    for name, question in OURS.questions.items():
        if question.field.startswith(MARKS):
            labels = [choice.label for choice in question.choices]
            assert (labels[0], labels[-1]) == ("Very hard", "Very easy"), name
            assert question.side is None, "a mark takes no position"


def test_a_missing_rating_does_not_count_as_zero() -> None:
    assert strain_on_founder(OURS, marked("1", "2", "", "4", "5")) is None
    assert strain_on_founder(OURS, Audit("Acme", "2026-Q4")) is None


def test_a_rating_that_does_not_apply_is_left_out_of_the_sum_and_the_maximum() -> None:
    audit = marked(*"12345")
    first = next(iter(audit.answers))
    assert strain_on_founder(OURS, audit.with_answer(first, Answer(state="na"))) == Strain(10, 20)
    assert strain_on_founder(OURS, audit.with_answer(first, Answer(state="unsure"))) is None


def test_no_mismatch_depends_on_how_the_work_feels() -> None:
    found = [judge(OURS, marked(*keys)) for keys in ("11111", "55555")]
    assert found[0] == found[1]
