"""A page that is left before what was to follow its next frame has run: its widgets may already be gone."""

from __future__ import annotations

from tests.ui.every_screen import at_screen, page_of


async def test_nothing_is_drawn_on_a_page_that_was_left_before_its_next_frame() -> None:
    drawn: list[str] = []
    async with at_screen("matrix") as at:
        page_of(at).call_after_refresh(drawn.append, "on the matrix")
        at.app.navigator.go("home")
        page_of(at).call_after_refresh(drawn.append, "at home")
        await at.settle()
    assert drawn == ["at home"]
