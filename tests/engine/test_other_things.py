"""A business that sells two things: what is said of one isn't held against the buyers of the other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.businesses import our_content

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.engine.journey import journey, walks
from trueup.engine.judge import judge
from trueup.engine.sums import reckoned

CONTENT = our_content()
BOWLS = {"about": "other", "other": "bowls"}
COURSE = {"id": "course", "words": "Everything included.", "where": "page", "claims": ["extras.none"]}
MADE = {"id": "made", "words": "Made to order in two weeks.", "where": "page", "kept": 0, "claims": [], **BOWLS}
SITE = {"id": "site", "name": "My site", "shelf": "own", "steps": ["search", "page", "till", "dates"], "share": 0.7}
SHOP = {"id": "shop", "name": "Ria", "shelf": "resold", "steps": ["shelf", "till"], "share": 0.3, **BOWLS}


def clay(*promises: dict[str, Any], channels: tuple[dict[str, Any], ...] = (SITE, SHOP), **answers: Any) -> Audit:
    given = {"identity.kind": "local", "offer.extras": ["afterwards"], **answers}
    rows = {"promises": list(promises), "channels": list(channels)}
    return audit_from_document({"business": "Clay", "quarter": "2026-Q4", "answers": given, **rows}, CONTENT)


def broken_on(audit: Audit, promise: str, channel: str) -> list[str]:
    seen = journey(CONTENT, audit, judge(CONTENT, audit), promise, channel)
    return [each.lit.id for each in seen.partings]


def test_a_promise_breaks_only_on_channels_that_sell_what_it_is_about() -> None:
    audit = clay(COURSE, MADE)
    assert "extras.fees" in broken_on(audit, "course", "site")
    assert broken_on(audit, "course", "shop") == []
    assert broken_on(audit, "made", "shop") != []
    assert broken_on(audit, "made", "site") == []


def test_a_walk_joins_a_promise_only_with_buyers_of_what_it_is_about() -> None:
    audit = clay(COURSE, MADE)
    found = walks(CONTENT, audit, judge(CONTENT, audit)).worst
    assert {(each.journey.promise.id, each.journey.channel.id) for each in found} == {
        ("course", "site"),
        ("made", "shop"),
    }


@pytest.mark.parametrize("where", ["partner", "listing"])
def test_a_promise_of_a_partner_does_not_break_where_no_partner_is_met(where: str) -> None:
    same = {key: value for key, value in SHOP.items() if key not in BOWLS}
    audit = clay({**COURSE, "where": where}, channels=(SITE, same))
    assert broken_on(audit, "course", "site") == []
    assert "extras.fees" in broken_on(audit, "course", "shop")
    unknown = {key: value for key, value in SITE.items() if key != "shelf"}
    assert "extras.fees" in broken_on(clay({**COURSE, "where": where}, channels=(unknown, same)), "course", "site")


@pytest.mark.parametrize(
    ("change", "reach"), [({}, 0.3), ({"where": "partner"}, 0.3), ({"about": "main"}, 1.0), ({"about": "all"}, 1.0)]
)
def test_a_promise_about_another_thing_affects_the_share_of_customers_who_buy_that(
    change: dict[str, str], reach: float
) -> None:
    (found,) = (each for each in judge(CONTENT, clay({**MADE, **change})).mismatches if each.promise == "made")
    assert found.reach == reach


def test_a_partners_promise_about_everything_affects_the_share_who_come_through_partners() -> None:
    shop = {key: value for key, value in SHOP.items() if key not in BOWLS}
    promise = {**MADE, "where": "partner", "about": "main"}
    (found,) = (each for each in judge(CONTENT, clay(promise, channels=(SITE, shop))).mismatches if each.promise)
    assert found.reach == 0.3


def test_what_a_sale_leaves_is_not_set_against_the_cost_of_a_channel_that_sells_something_else() -> None:
    money = {"spend": 96, "customers": 5}
    audit = clay(COURSE, channels=(SITE | money, SHOP | money), **{"operations.margin": 120, "operations.repeats": 1})
    (here,) = (each for each in reckoned(CONTENT, audit, "channel.spend", "site") if "costs" in each.about)
    (there,) = (each for each in reckoned(CONTENT, audit, "channel.spend", "shop") if "costs" in each.about)
    assert here.said.startswith("96 ÷ 5")
    assert not there.said
    assert "what you sell most" in there.silent
