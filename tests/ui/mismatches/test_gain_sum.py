"""How the gain of a fix is worked out on a card."""

from __future__ import annotations

from pathlib import Path

from tests.businesses import business_of, our_content

from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.ui.mismatches.ranked_list import gain_sum

CONTENT = our_content()
BUSINESSES = Path(__file__).parents[2] / "fixtures" / "businesses"


def test_what_a_fix_leaves_standing_is_named_in_the_sum() -> None:
    audit = business_of(BUSINESSES / "one-price-at-home-and-from-on-the-price-page.json")
    findings = judge(CONTENT, audit)
    mismatch = findings.mismatch("shown.moves")
    assert mismatch
    (fix,) = (each for each in tried_fixes(CONTENT, audit, findings, mismatch) if each.fix.move == "sell")
    sums = [
        [line.lead.plain.strip(), line.text.plain, line.right.plain] for line in gain_sum(CONTENT, findings, 1, fix)
    ]
    assert sums[1:] == [
        ["solves", "You say one fixed price, but it's only a “from” price", "3.60"],
        ["leaves", "You promise both one fixed price and prices from, then counted by itself", "−2.00"],
        ["gain", "", "1.60"],
    ]
