"""One customer's walk along a channel: what they believe at each step, where a promise breaks, how many are lost."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import business_of, on_each_business, our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.engine import journey as walking
from trueup.engine.journey import Claim, Step, Stop, Walk, walks
from trueup.engine.judge import judge
from trueup.engine.slow_work import NotWantedError
from trueup.wording.customer_walk import believes, figures, lost_by, outcome, wants, who

CONTENT = our_content()


def business(*channels: dict[str, Any], **more: Any) -> Audit:
    document = {
        "business": "Plumbline",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "software"},
        "promises": [promise("start.alone", "entry.nocard")],
        "channels": list(channels),
        **more,
    }
    return audit_from_document(document, CONTENT)


def found(audit: Audit) -> tuple[Walk, ...]:
    return walks(CONTENT, audit, judge(CONTENT, audit)).worst


GATED = channel("site", "ad", "page", "talks", "online", visits=1200, leads=31, customers=8, share=0.6)
OPEN = channel("market", "listed", "page", "online", share=0.4)


def test_a_belief_holds_until_the_step_that_breaks_it() -> None:
    (worst, *_) = found(business(GATED))
    assert {claim.tag for claim in worst.stops[0].believes} >= {"start.alone", "entry.nocard"}
    assert worst.first_break is not None
    at = worst.stops[worst.first_break]
    assert (at.step.key, [each.lit.id for each in at.breaks]) == ("talks", ["start.gated"])
    assert "start.alone" in {claim.tag for claim in at.believes}, "until then"
    assert "start.alone" not in {claim.tag for claim in worst.stops[worst.first_break + 1].believes}
    assert outcome(worst) == "breaks at step 3 of 4: talks to you"


def test_a_condition_breaks_a_belief_at_the_step_that_asks_for_it() -> None:
    asks_for_card = channel("site", "ad", "page", "card", conditions=["card"])
    (worst, *_) = found(business(asks_for_card))
    assert worst.first_break is not None
    at = worst.stops[worst.first_break]
    assert (at.step.key, [each.lit.id for each in at.breaks]) == ("card", ["entry.wall"])


def test_a_page_breaks_no_belief_of_people_who_never_see_it() -> None:
    dealer = channel("dealer", "named", "talks", "invoice", share=0.5)
    pages = {"promises": [{**promise("start.alone"), "where": "pricing"}]}
    assert {each.journey.channel.id for each in found(business(GATED, dealer, **pages))} == {"site"}
    assert {each.journey.channel.id for each in found(business(dealer, **pages))} == {"dealer"}, "no one else sees it"


def test_no_one_believes_that_something_is_promised() -> None:
    (worst, *_) = found(business(GATED))
    assert "kept.promised" not in {claim.tag for stop in worst.stops for claim in stop.believes}


def test_only_the_worst_walks_are_listed_if_there_are_many_channels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = ("ad", "page", "talks", "online"), ("page", "online"), ("listed", "page", "online")
    many = [channel(f"c{n}", *paths[n % 3], share=round(0.005 * n, 3)) for n in range(20)]
    audit = business(*many)
    findings = judge(CONTENT, audit)
    everything = walks(CONTENT, audit, findings)
    assert everything.is_all
    monkeypatch.setattr(walking, "MOST_WALKED", 12)
    some = walks(CONTENT, audit, findings)
    assert not some.is_all
    assert [each.weight for each in some.worst[:3]] == [each.weight for each in everything.worst[:3]]
    monkeypatch.setattr(walking, "MOST_LISTED", 5)
    assert len(walks(CONTENT, audit, findings).worst) == 5


def test_working_out_walks_stops_once_the_result_is_not_wanted() -> None:
    audit = business(*(channel(f"c{n}", "ad", "page") for n in range(9)))
    asked = iter([True, True, False])
    with pytest.raises(NotWantedError):
        walks(CONTENT, audit, judge(CONTENT, audit), lambda: next(asked))


def test_the_founders_own_figures_show_how_many_people_are_lost_at_each_step() -> None:
    (worst, *_) = found(business(GATED))
    assert [(stop.step.people and stop.step.people.value, stop.lost) for stop in worst.stops] == [
        (1200, None),
        (31, 1169),
        (None, None),
        (8, 23),
    ]
    assert figures(worst.stops[1]) == "31, 1,169 fewer"
    assert [lost_by(worst, at) for at in range(4)] == ["", "", "23 fewer by step 4", ""]


def test_the_worst_walk_comes_first() -> None:
    assert [each.journey.channel.id for each in found(business(OPEN, GATED))] == ["site", "market"]


def test_walks_exist_only_for_groups_that_both_the_promise_and_the_channel_are_for() -> None:
    groups = [{"id": "makers", "name": "makers"}, {"id": "firms", "name": "firms"}]
    audit = business(
        {**GATED, "groups": ["makers", "firms"]},
        {**OPEN, "groups": ["firms"]},
        groups=groups,
        promises=[promise("start.alone", groups=["makers"])],
    )
    seen = [(each.journey.channel.id, each.group and each.group.id) for each in found(audit)]
    assert seen == [("site", "makers")]


@on_each_business
def test_walks_are_sorted_by_weight_and_beliefs_are_lost_only_where_a_promise_breaks(business_file: Path) -> None:
    audit = business_of(business_file)
    every = found(audit)
    assert [each.weight for each in every] == sorted((each.weight for each in every), reverse=True)
    for each in every:
        for before, after in pairwise(each.stops):
            assert set(after.believes) <= set(before.believes)
            broken = {statement.tag for parting in before.breaks for statement in parting.said}
            assert {claim.tag for claim in before.believes} - {claim.tag for claim in after.believes} <= broken
        assert all(believes(stop) for stop in each.stops)
        assert who(CONTENT, each)
        assert outcome(each)
        assert isinstance(wants(CONTENT, each), str)


def test_what_customers_believe_is_told_claim_by_claim_also_if_a_claim_has_a_comma() -> None:
    claims = (
        Claim("urgency.soon", "hurry, this offer ends soon", "decision", "unjudged"),
        Claim("start.alone", "start on your own, no call needed", "decision", "parts"),
    )
    stop = Stop(Step("reads", "reads your page", "consideration", optional=False), claims, (), None)
    assert believes(stop) == "hurry, this offer ends soon; start on your own, no call needed"
