"""In a window of 60×20, no line of options or headings ends in the middle of what it says."""

from __future__ import annotations

import pytest
from tests.ui.every_screen import at_screen

from trueup.ui.base.text import shorten


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
@pytest.mark.parametrize(("screen", "ends"), [("summary", "4 folder"), ("say", " say"), ("changed", "or back.")])
async def test_a_line_is_shown_to_its_end(screen: str, ends: str, size: tuple[int, int]) -> None:
    async with at_screen(screen, size=size) as at:
        head = [line.rstrip() for line in at.lines[3:6]]
        assert any(line.endswith(ends) or line.removesuffix("impact").rstrip().endswith(ends) for line in head), head


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        ("journey", "Here: talks to you."),
        ("journey", "“For inspectors who work alone: start free …”"),
        ("changed", "You say the same day, but most wait until the next"),
        ("plan", "try things out gain"),
        ("claims", "made for one kind of customer “Bookkee…"),
        ("mismatches", "You say it's for one group, but half aren't in it"),
        ("home", "You say no one sees data, but a service reads it"),
    ],
)
async def test_what_is_shortened_keeps_its_meaning(screen: str, said: str) -> None:
    async with at_screen(screen, size=(60, 20)) as at:
        # Columns at the right stand between the lines of a text on their left.
        shown = " ".join(at.text.replace("▌", " ").split())
        shown = shown.replace(" not kept", "").replace(" critical 5.00", "")
        assert said in shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("inspectors who work alone: start", 25, "inspectors who work…"),
        ("inspectors who work alone: start", 26, "inspectors who work alone…"),
        ("about 1,000 customers", 14, "about 1,000…"),
        ("one kind of customer", 15, "one kind of…"),
        ("kind of", 4, "kin…"),
    ],
)
def test_a_text_is_cut_after_a_whole_word(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown
