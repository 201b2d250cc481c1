"""Every screen looks as in its picture; after an intended change, `python -m tests.ui.pictures` draws the pictures
again.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from tests.ui.pictures import FOLDER, PICTURES, PINNED, SCREENS, compare, draw, is_comparable


@pytest.mark.skipif(not is_comparable(), reason=f"pictures are drawn by textual {PINNED}")
@pytest.mark.parametrize("name", [name for name in PICTURES if name not in SCREENS])
async def test_the_screen_looks_as_in_its_picture(name: str, tmp_path: Path) -> None:
    """Compare the large pictures and the states; the others are compared in the tests that open each screen."""
    compare(name, await draw(name), tmp_path)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fetches_nothing_and_reveals_nothing_about_the_machine(name: str) -> None:
    picture = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert picture.count("http") == picture.count("http://www.w3.org/2000/svg")
    # A picture has non-breaking spaces instead of spaces, but the letters of a path are unchanged.
    assert not any(place in picture for place in (tempfile.gettempdir(), str(Path.home()), "trueup-sample-"))


def test_every_picture_file_is_a_picture_of_the_app() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(PICTURES)


def test_the_guide_shows_every_picture() -> None:
    shown = re.findall(r"\(pictures/(.+?)\.svg\)", (FOLDER.parent / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted(PICTURES)
