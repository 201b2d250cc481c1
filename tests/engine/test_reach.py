"""Whom a mismatch affects: before payment everyone who comes, after payment only customers; and how many are lost."""

from __future__ import annotations

import pytest

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content
from trueup.engine.judge import judge
from trueup.engine.model import Statement, Subject
from trueup.engine.reach import Reach, channel_shares
from trueup.wording.findings import reach


def channel(name: str, *steps: str, **numbers: float) -> Row:
    said = {"name": Answer(name), "steps": Answer(steps)}
    return Row(name, {**said, **{field: Answer(float(number)) for field, number in numbers.items()}})


def business(*channels: Row) -> Audit:
    page = Row("page", {"words": Answer("Start now"), "claims": Answer(("start.alone",))})
    return Audit("Acme", "2026-Q4", {}, {"promise": (page,), "channel": channels})


@pytest.fixture
def staged(small: Content) -> Content:
    """The small content, in which people meet the topic "start" before they pay."""
    start = small.topics["start"].with_changes(stage="consideration")
    return small.with_changes(topics={**small.topics, "start": start})


GATE = channel("gate", "ad", "talks", "pays", leads=1000, customers=10)
SHOP = channel("shop", "ad", "pays", leads=100, customers=90)


def test_a_step_before_paying_affects_everyone_who_comes_including_those_turned_away(staged: Content) -> None:
    mismatch = judge(staged, business(GATE, SHOP)).mismatch("start.gated")
    assert mismatch
    assert mismatch.reach == pytest.approx(1000 / 1100, abs=0.001)
    assert reach(mismatch) == "91% of the people who come"
    assert mismatch.lost == 990


def test_a_step_after_paying_affects_only_customers(small: Content) -> None:
    mismatch = judge(small, business(GATE, SHOP)).mismatch("start.gated")
    assert mismatch
    assert mismatch.reach == pytest.approx(0.1)
    assert reach(mismatch) == "10% of customers"
    assert mismatch.lost is None


def test_one_channel_without_figures_makes_the_number_of_people_who_come_unknown(staged: Content) -> None:
    mismatch = judge(staged, business(GATE, channel("fair", "ad", "pays"))).mismatch("start.gated")
    assert mismatch
    assert mismatch.lost == 990
    assert mismatch.reach <= 1.0
    assert mismatch.reach_assumed


def test_shares_that_add_up_to_more_than_everyone_count_as_everyone(small: Content) -> None:
    both = (channel("gate", "ad", "talks", "pays", share=0.7), channel("fair", "ad", "talks", "pays", share=0.6))
    mismatch = judge(small, business(*both)).mismatch("start.gated")
    assert mismatch
    assert mismatch.reach == 1.0


def test_a_share_above_a_hundred_percent_counts_as_a_hundred() -> None:
    assert channel_shares(business(channel("gate", share=1.4))) == {"gate": (1.0, False)}


@pytest.mark.parametrize(("leads", "bought"), [(0, 0), (5, 9), (3, 3)])
def test_odd_figures_never_give_a_negative_loss(staged: Content, leads: int, bought: int) -> None:
    odd = channel("gate", "ad", "talks", "pays", leads=leads, customers=bought)
    mismatch = judge(staged, business(odd)).mismatch("start.gated")
    assert mismatch
    assert mismatch.lost is None or mismatch.lost >= 0
    assert 0 <= mismatch.reach <= 1


def test_the_reach_of_a_promise_to_sellers_is_a_share_of_the_sellers(small: Content) -> None:
    buys = Row("shop", {"share": Answer(0.9), "serves": Answer("buyers"), "groups": Answer(("guests",))})
    sells = {"name": Answer("desk"), "share": Answer(0.1), "serves": Answer("sellers"), "groups": Answer(("makers",))}
    makers = frozenset({"makers"})
    audit = business(buys, Row("desk", sells))
    claim = Statement("start.alone", "say", "", "", "published", Subject("promise", "page"), makers)
    topic = next(iter(small.topics))
    shares = Reach.of(small, audit)
    assert shares.of_meetings([(claim._replace(party="sellers"),)], topic).share == pytest.approx(1.0)


def test_a_group_of_sellers_isnt_counted_among_buyers(small: Content) -> None:
    buys = Row("shop", {"share": Answer(0.9), "serves": Answer("buyers"), "groups": Answer(("guests",))})
    desk = {"name": Answer("desk"), "share": Answer(0.1), "groups": Answer(("makers",))}
    waits = Statement("start.talk", "deliver", "", "", "counted", Subject("group", "makers"), frozenset({"makers"}))
    topic = next(iter(small.topics))
    for serves, share in (("sellers", 1.0), ("both", 0.1)):
        shares = Reach.of(small, business(buys, Row("desk", desk | {"serves": Answer(serves)})))
        assert shares.of_meetings([(waits,)], topic).share == pytest.approx(share)
