"""Every screen looks as it did: `python -m tests.ui.pictures` draws the pictures anew when it should not."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from tests.ui.pictures import FOLDER, PICTURES, draw

PINNED = "8.2.8"


@pytest.mark.skipif(version("textual") != PINNED, reason=f"pictures are drawn by textual {PINNED}")
@pytest.mark.parametrize("name", PICTURES)
async def test_the_screen_looks_as_in_its_picture(name: str) -> None:
    assert await draw(name) == (FOLDER / f"{name}.svg").read_text("utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fetches_nothing(name: str) -> None:
    picture = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert picture.count("http") == picture.count("http://www.w3.org/2000/svg")
