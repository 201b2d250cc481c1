"""A page may be left while a callback still waits for its next frame. The callback mustn't run: widgets may be gone."""

from __future__ import annotations

from tests.ui.every_screen import at_screen, page_of


async def test_a_callback_for_the_next_frame_is_dropped_if_its_page_is_left_first() -> None:
    drawn: list[str] = []
    async with at_screen("matrix") as at:
        page_of(at).call_after_refresh(drawn.append, "on the matrix")
        at.app.navigator.go("home")
        page_of(at).call_after_refresh(drawn.append, "at home")
        await at.settle()
    assert drawn == ["at home"]
