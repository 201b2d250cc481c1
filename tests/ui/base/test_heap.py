"""The heap stays small: every garbage collection looks through it, and a key pressed at that moment waits."""

from __future__ import annotations

import gc

from tests.ui.conftest import running
from tests.ui.every_screen import at_screen
from textual.strip import Strip

from trueup.reading.cues import _of_claim, _ready, ready
from trueup.reading.likely_claims import likeness
from trueup.reading.prepared_cue import ReadyCue
from trueup.session.sample import open_sample
from trueup.ui.app import TrueupApp


def looked_through(kind: type) -> int:
    """How many objects of a kind the next full garbage collection looks through."""
    return sum(type(each) is kind for each in gc.get_objects())


async def test_garbage_collection_skips_almost_all_prepared_cues() -> None:
    for memory in (_of_claim, _ready, likeness):
        memory.cache_clear()
    async with running(TrueupApp(open_sample)) as at:
        at.app.navigator.go_to_answer("promise.claims", at.app.session.current.of("promise")[0].id)
        await at.settle()
        prepared = len(ready(at.app.session.content).cues)
        assert looked_through(ReadyCue) < prepared / 100  # a few are prepared later, for what is on screen


async def test_the_drawn_lines_of_widgets_that_are_gone_are_forgotten() -> None:
    async with at_screen("home") as at:
        gc.collect()
        before = looked_through(Strip)
        for name in ("mismatches", "plan", "offer"):
            await at.go(name)
        await at.press("enter", "enter", "enter")
        await at.go("home")
        gc.collect()
        assert looked_through(Strip) - before < at.app.size.height * 4  # four pages were full of lines
