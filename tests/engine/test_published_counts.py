"""How many people a published line speaks of."""

from __future__ import annotations

import pytest

from trueup.engine.excused import people_in


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Trusted by more than 400 families and collectors.", 400),
        ("Over 1,000 happy customers.", 1000),
        ("12k learners and counting", 12000),
        ("Loved by thousands of makers.", 1000),
        ("Since 2009: 30 homes.", 30),
        ("100% of our 30 clients come back.", 30),
        ("20 families saved €400 each.", 20),
        ("4.8 stars from 90 customers", 90),
        ("900 clocks for 40 families", 40),
        ("Trusted by people who know clocks.", 0),
    ],
)
def test_people_are_told_from_years_prices_and_shares(words: str, people: int) -> None:
    assert people_in(words) == people
