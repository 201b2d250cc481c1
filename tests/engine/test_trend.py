"""The trend's figures: conversions per channel and over all, and nothing where nothing is known."""

from __future__ import annotations

from tests.businesses import our_content

from trueup.answers.model import Answer, Audit, Found, FoundMismatch, Row
from trueup.engine.trend import Flow, point

OURS = our_content()


def channel(name: str, asked: float, bought: float) -> Row:
    return Row(name, {"name": Answer(name), "leads": Answer(asked), "customers": Answer(bought)})


def test_of_those_who_asked_how_many_bought_by_channel_and_over_all() -> None:
    rows = (channel("site", 200.0, 30.0), channel("guild", 100.0, 45.0), Row("fair", {"leads": Answer(10.0)}))
    audit = Audit("Acme", "2026-Q4", rows={"channel": rows})
    seen = point(OURS, audit, Found("2026-11-21", "v", possible=10, undecided=("a", "b")))
    assert seen.flows == (Flow("site", 200.0, 30.0), Flow("guild", 100.0, 45.0))
    assert (seen.bought, seen.bought_in("guild"), seen.bought_in("fair")) == (0.25, 0.45, None)
    assert seen.judged == 0.8


def test_nobody_asked_and_more_bought_than_asked_are_no_shares() -> None:
    rows = (channel("site", 0.0, 0.0), channel("guild", 5.0, 6.0))
    seen = point(OURS, Audit("Acme", "2026-Q4", rows={"channel": rows}), Found("2026-11-21", "v"))
    assert (seen.flows, seen.bought, seen.judged, seen.strain) == ((), None, None, None)


def test_only_open_mismatches_count_by_verdict_and_by_the_word_for_their_severity() -> None:
    found = Found(
        "2026-11-21",
        "v",
        (
            FoundMismatch("a", "contradiction", 2.0, "open", 4),
            FoundMismatch("b", "contradiction", 2.0, "open", 4),
            FoundMismatch("c", "tension", 0.2, "open", 1),
            FoundMismatch("d", "tension", 0.4, "open", 2),
            FoundMismatch("e", "unproven", 1.0, "accepted", 3),
        ),
    )
    seen = point(OURS, Audit("Acme", "2026-Q4"), found)
    assert (seen.contradictions, seen.tensions, seen.unproven, seen.open) == (2, 2, 0, 4)
    assert seen.by_severity == {"high": 2, "low": 2}
