"""In a window of 60×20, no line of options or headings ends in the middle of what it says."""

from __future__ import annotations

import pytest
from tests.ui.every_screen import at_screen


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
@pytest.mark.parametrize(("screen", "ends"), [("summary", "4 folder"), ("say", " say"), ("changed", "or back.")])
async def test_a_line_is_shown_to_its_end(screen: str, ends: str, size: tuple[int, int]) -> None:
    async with at_screen(screen, size=size) as at:
        head = [line.rstrip() for line in at.lines[3:6]]
        assert any(line.endswith(ends) or line.removesuffix("impact").rstrip().endswith(ends) for line in head), head
