"""The journey as data: the claims of a promise, the steps of a channel, and the step that breaks a claim."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.business import channel, customers, promise
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Location, Question
from trueup.engine.journey import Journey, journey, opening, telling
from trueup.engine.judge import judge

Business = Callable[..., Audit]
Seen = Callable[..., Journey]
DEMO = Path(__file__).parents[1] / "fixtures" / "businesses" / "demo-gated.json"
NUMBERS = ("visits", "leads", "customers")


@pytest.fixture
def counting(small: Content) -> Content:
    """The small content, with questions for each channel's numbers."""
    asked = [
        Question(id=f"channel.{n}", text=n, kind="number", location=Location(file="channel.md", line=1))
        for n in NUMBERS
    ]
    return small.with_changes(questions={**small.questions, **{q.id: q for q in asked}})


@pytest.fixture
def seen(counting: Content, business: Business) -> Seen:
    """The journey of the first promise on the first channel."""

    def look(*, numbers: dict[str, float] | None = None, **parts: Any) -> Journey:
        audit = business(**parts)
        (first, *_) = audit.of("channel")
        counted = {name: Answer(value, evidence="record") for name, value in (numbers or {}).items()}
        audit = audit.with_row("channel", Row(first.id, {**first.fields, **counted}))
        return journey(counting, audit, judge(counting, audit), audit.of("promise")[0].id, first.id)

    return look


def gated(*steps: str, **rest: Any) -> dict[str, Any]:
    return {"promises": [promise("start.alone")], "channels": [channel("site", *steps)], **rest}


def test_the_promise_breaks_at_the_step_that_denies_the_claim(seen: Seen) -> None:
    found = seen(**gated("ad", "reads", "talks", "pays"))
    (parting,) = found.partings
    assert (parting.lit.id, parting.step, found.steps[2].label) == ("start.gated", 2, "talks to you")
    assert [(claim.label, claim.fate) for claim in found.claims] == [("alone, no talk needed", "parts")]
    assert found.main == parting


def test_a_channel_that_keeps_the_promise_shows_no_break(seen: Seen) -> None:
    found = seen(**gated("ad", "reads", "pays"))
    assert found.partings == ()
    assert [claim.fate for claim in found.claims] == ["holds"]


def test_a_claim_without_an_answer_is_unjudged(seen: Seen) -> None:
    found = seen(promises=[promise("speed.day")], channels=[channel("site", "ad", "pays")])
    assert [(claim.label, claim.fate) for claim in found.claims] == [("within a day", "unjudged")]


def test_a_claim_without_its_own_step_breaks_at_the_stage_of_its_topic(seen: Seen, small: Content) -> None:
    found = seen(
        answers={"operations.speed": 90.0},
        promises=[promise("speed.day")],
        channels=[channel("site", "ad", "reads", "pays")],
    )
    assert [(each.lit.id, each.step) for each in found.partings] == [("speed.slow", 1)], "without a stage: considering"
    assert [statement.source for statement in found.partings[0].met] == ["operations.speed"]


@pytest.mark.parametrize(("stage", "step"), [("awareness", 0), ("decision", 2), ("retention", 2)])
def test_the_stage_of_the_topic_decides_at_which_step_a_claim_breaks(
    counting: Content, business: Business, stage: str, step: int
) -> None:
    speed = counting.topics["speed"].with_changes(stage=stage)
    content = counting.with_changes(topics={**counting.topics, "speed": speed})
    audit = business(
        {"operations.speed": 90.0}, promises=[promise("speed.day")], channels=[channel("site", "ad", "reads", "pays")]
    )
    found = journey(content, audit, judge(content, audit), "home-page", "site")
    assert [(each.step, each.stage) for each in found.partings] == [(step, stage)], "past the end: at the last step"
    assert [claim.stage for claim in found.claims] == [stage]


def test_the_journey_shows_no_breaks_of_other_promises_or_channels(counting: Content, business: Business) -> None:
    audit = business(
        promises=[promise("start.alone"), promise("speed.day", id="other")],
        channels=[channel("site", "ad", "pays"), channel("guild", "ad", "talks", "pays", "waits")],
    )
    findings = judge(counting, audit)

    def partings(*pair: str) -> list[str]:
        return [each.lit.id for each in journey(counting, audit, findings, *pair).partings]

    assert partings("home-page", "site") == []
    assert partings("home-page", "guild") == ["start.gated"]
    assert partings("other", "guild") == ["speed.slow"]
    assert [(each.promise.id, each.channel.id) for each in telling(counting, audit, findings)] == [
        ("other", "guild"),
        ("home-page", "guild"),
    ], "in rank order"


def test_a_promise_for_the_customers_of_another_channel_shows_no_break(seen: Seen) -> None:
    found = seen(
        promises=[promise("start.alone", groups=["alone"])],
        channels=[channel("guild", "talks", "pays", groups=["firms"]), channel("site", "talks", "pays")],
    )
    assert not found.is_meant
    assert found.partings == ()
    assert [claim.fate for claim in found.claims] == ["unjudged"]


def test_the_main_break_is_caused_by_this_channel_rather_than_by_all_channels(seen: Seen) -> None:
    found = seen(
        answers={"operations.speed": 90.0},
        promises=[promise("start.alone", "speed.day")],
        channels=[channel("site", "ad", "reads", "talks", "pays")],
    )
    assert [(each.lit.id, each.step) for each in found.partings] == [("speed.slow", 1), ("start.gated", 2)]
    assert found.main == found.partings[1]


def test_an_accepted_mismatch_is_shown_but_never_first(seen: Seen) -> None:
    parts: dict[str, Any] = {
        "answers": {"operations.speed": 90.0},
        "promises": [promise("start.alone", "speed.day")],
        "channels": [channel("site", "ad", "talks", "pays")],
        "accepted": {"start.gated": {"reason": "they ask for it"}},
    }
    found = seen(**parts)
    assert {(each.lit.id, each.lit.shade) for each in found.partings} == {
        ("start.gated", "accepted"),
        ("speed.slow", "contradiction"),
    }
    assert found.main is not None
    assert found.main.lit.id == "speed.slow"


def test_an_objected_mismatch_shows_no_break(seen: Seen) -> None:
    assert seen(**gated("ad", "talks", "pays"), objected={"start.gated": "not here"}).partings == ()


def test_steps_that_some_people_skip_are_marked_and_break_nothing(seen: Seen) -> None:
    found = seen(**gated("ad", "talks?", "pays"))
    assert [step.optional for step in found.steps] == [False, True, False]
    assert found.partings == ()


def test_a_step_never_has_an_earlier_stage_than_the_step_before(seen: Seen) -> None:
    found = seen(**gated("reads", "ad", "waits", "pays"))
    assert [step.stage for step in found.steps] == ["consideration", "consideration", "retention", "retention"]


def test_people_are_counted_at_the_steps_where_they_visit_ask_and_buy(seen: Seen) -> None:
    found = seen(**gated("ad", "reads", "talks", "pays"), numbers={"visits": 620.0, "leads": 118.0, "customers": 46.0})
    assert [str(step.people or "") for step in found.steps] == ["620", "118", "", "46"]
    assert [round(step.loss or 0, 2) for step in found.steps] == [0, 0.81, 0, 0.61]
    assert found.worst_loss == 3, "those who only came by are left aside"


@pytest.mark.parametrize(
    ("numbers", "worst"),
    [({"leads": 118.0, "customers": 46.0}, 3), ({"visits": 620.0, "customers": 46.0}, None), ({"leads": 9.0}, None)],
)
def test_the_worst_loss_counts_only_people_who_asked(seen: Seen, numbers: dict[str, float], worst: int | None) -> None:
    assert seen(**gated("ad", "reads", "talks", "pays"), numbers=numbers).worst_loss == worst


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({}, ["", "", "", ""]),
        ({"leads": 118.0}, ["", "118", "", ""]),
        ({"visits": 0.0, "leads": 0.0}, ["0", "0", "", ""]),
        ({"leads": 10.0, "customers": 46.0}, ["", "10", "", "46"]),
    ],
)
def test_missing_or_impossible_numbers_give_no_loss(seen: Seen, numbers: dict[str, float], shown: list[str]) -> None:
    found = seen(**gated("ad", "reads", "talks", "pays"), numbers=numbers)
    assert [str(step.people or "") for step in found.steps] == shown
    assert all(step.loss is None for step in found.steps)


def test_a_channel_without_steps_shows_no_break(seen: Seen) -> None:
    found = seen(answers={"operations.speed": 90.0}, promises=[promise("speed.day")], channels=[channel("site")])
    assert found.steps == ()
    assert found.partings == ()


def test_the_journey_of_a_promise_without_claims_shows_no_claims(seen: Seen) -> None:
    found = seen(promises=[promise()], channels=[channel("site", "ad", "pays")])
    assert found.claims == ()


def test_a_stopped_channel_has_no_journey(counting: Content, business: Business) -> None:
    audit = business(
        promises=[promise("start.alone")], channels=[channel("site", "talks", "pays")], customers=customers(who=["A"])
    )
    (row,) = audit.of("channel")
    stopped = audit.with_row("channel", Row(row.id, {**row.fields, "state": Answer("stopped")}))
    findings = judge(counting, stopped)
    assert opening(counting, stopped, findings) is None
    with pytest.raises(KeyError):
        journey(counting, stopped, findings, "home-page", "site")


def test_the_journey_of_the_sample_opens_on_the_promise_that_a_demo_breaks() -> None:
    content = our_content()
    audit = audit_from_document(json.loads(DEMO.read_text("utf-8")), content)
    findings = judge(content, audit)
    found = opening(content, audit, findings)
    assert found is not None
    assert found.main is not None
    assert (found.promise.id, found.channel.id) == ("home-page", "own-site")
    assert [claim.label for claim in found.claims if claim.fate == "parts"] == ["start on your own, no call needed"]
    assert found.steps[found.main.step].key == "demo"
