"""Every screen looks as it did: `python -m tests.ui.pictures` draws the pictures anew when it should not."""

from __future__ import annotations

import re
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.ui.pictures import FOLDER, PICTURES, draw

PINNED = "8.2.8"


@pytest.mark.skipif(version("textual") != PINNED, reason=f"pictures are drawn by textual {PINNED}")
@pytest.mark.parametrize("name", PICTURES)
async def test_the_screen_looks_as_in_its_picture(name: str, tmp_path: Path) -> None:
    kept, drawn = FOLDER / f"{name}.svg", tmp_path / f"{name}.svg"
    drawn.write_text(await draw(name), "utf-8")
    if drawn.read_bytes() != kept.read_bytes():  # two files say more than a difference of ten thousand letters
        pytest.fail(f"{kept}\nis not what is drawn now:\n{drawn}", pytrace=False)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fetches_nothing_and_tells_nothing_of_the_machine(name: str) -> None:
    picture = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert picture.count("http") == picture.count("http://www.w3.org/2000/svg")
    # In a picture a blank is a hard one, and every letter of a path stands as it is.
    assert not any(place in picture for place in (tempfile.gettempdir(), str(Path.home()), "trueup-sample-"))


def test_there_is_no_picture_of_what_is_no_more() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(PICTURES)


def test_the_guide_shows_every_picture() -> None:
    shown = re.findall(r"\(pictures/(.+?)\.svg\)", (FOLDER.parent / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted(PICTURES)
