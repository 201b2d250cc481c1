"""Counts belong to one quarter: the next one asks for each again, and judges none that is only copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit
from trueup.engine.follow_up import FollowUp, follow_ups
from trueup.engine.history import History
from trueup.engine.judge import judge
from trueup.engine.next_quarter import CUSTOMERS, confirmed, places, touched, turn
from trueup.engine.review import Review, doubted, figures, left

CONTENT = our_content()
FIGURES = {"visits": 320.0, "leads": 60.0, "customers": 25.0, "spend": 40.0}
COUNTS = {f"channel:club.{field}" for field in FIGURES}


def begun(**answers: Any) -> tuple[Audit, Audit]:
    """A quarter with figures of a channel and an activity, as it ended, and the next one."""
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "goods", "identity.goal": "sales", **answers},
        "promises": [promise("price.low", kept=8.0)],
        "channels": [channel("club", "page", "online", share=0.5, crowd="wrong", days=12, **FIGURES)],
        "activities": [{"id": "ads", "name": "Ads", "state": "running", "cost": 120}],
    }
    return turn(CONTENT, audit_from_document(document, CONTENT), "2027-Q1", date(2027, 1, 5))


def followed(before: Audit, now: Audit) -> list[FollowUp]:
    quarters = {each.quarter: each for each in (before, now)}
    history = History.reading(CONTENT, quarters, quarters.__getitem__)
    return [each for each in follow_ups(CONTENT, history, now, judge(CONTENT, now)) if each.kind == "goal"]


def test_a_goal_is_not_judged_by_a_count_that_was_confirmed_only_with_its_channel() -> None:
    before, now = begun()
    now = confirmed(now, "channel:club")
    assert followed(before, now) == []
    assert [each.figures for each in followed(before, confirmed(now, "channel:club.customers"))] == [(25, 25)]
    row = now.of("channel")[0]
    anew = touched(now, now.with_row("channel", row.with_field("customers", Answer(31.0))))
    assert [(each.verdict, each.figures) for each in followed(before, anew)] == [("kept", (25, 31))]


def test_every_count_of_a_quarter_is_reviewed_on_its_own() -> None:
    before, now = begun()
    counts = {*COUNTS, "activity:ads.cost"}
    assert counts <= now.unconfirmed
    due = Review(CONTENT, before).every(now, judge(CONTENT, now))
    assert {each.place for each in due if each.why == "last quarter's count"} == counts
    for row in ("channel:club", "activity:ads"):
        now = confirmed(now, row)
    assert counts <= {each.place for each in left(now, due)}


def test_a_doubted_channel_leaves_its_counts_to_be_counted_again() -> None:
    _, now = begun()
    after = touched(now, doubted(CONTENT, now, "channel:club"))
    assert after.unconfirmed >= COUNTS
    assert after.of("channel")[0].fields["visits"] == now.of("channel")[0].fields["visits"]


@pytest.mark.parametrize(
    ("place", "shown"), [("channel:club", ["share", "crowd", "days"]), ("promise:home-page", ["kept"])]
)
def test_the_shares_and_the_last_ten_of_a_row_are_figures_to_look_at(place: str, shown: list[str]) -> None:
    before, now = begun()
    assert [question.field for question, _ in figures(CONTENT, now, place)] == shown
    whys = {each.place: each.why for each in Review(CONTENT, before).every(now, judge(CONTENT, now))}
    assert whys[place] != "the rest", "it can't be confirmed in a list that doesn't show them"


def test_whether_the_last_number_was_reached_is_asked_afresh() -> None:
    before, now = begun(**{"identity.target": 80, "identity.reached": "reached"})
    assert "identity.reached" not in now.answers
    assert before.answers["identity.reached"] == Answer("reached")
    assert now.answers["identity.target"] == Answer(80.0)


@pytest.mark.parametrize(("place", "state"), [("promise:home-page", "withdrawn"), ("channel:club", "stopped")])
def test_a_row_that_was_just_parked_is_not_asked_again(place: str, state: str) -> None:
    before, now = begun()
    kind, _, slug = place.partition(":")
    row = now.row(kind, slug)  # type: ignore[arg-type]
    assert row is not None
    parked = touched(now, now.with_row(kind, row.with_field("state", Answer(state))))  # type: ignore[arg-type]
    due = left(parked, Review(CONTENT, before).every(parked, judge(CONTENT, parked)))
    assert place in now.unconfirmed
    assert not [each for each in due if each.place.startswith(place)]
    again = touched(parked, parked.with_row(kind, row))  # type: ignore[arg-type]
    assert again.unconfirmed == parked.unconfirmed, "its founder has looked at it"
    assert set(places(now)) | {CUSTOMERS} == now.unconfirmed
    assert replace(parked, unconfirmed=now.unconfirmed).rows == parked.rows
