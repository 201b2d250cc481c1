"""Pausing: the app says what is saved, what is left at the founder's own pace, and where the founder comes back to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import TODAY, Opened, on_disk, running
from tests.ui.every_screen import WINDOWS

from trueup.session.sample import open_sample
from trueup.session.stopwatch import ENOUGH, SETTLED, SLOWEST, Stopwatch
from trueup.ui.app import TrueupApp
from trueup.ui.home.quarter_lines import minutes_left
from trueup.ui.home.quitting import last_words

FILE = "business.json"


class Clock:
    """A clock that the test sets by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.thorough
async def test_a_founder_pauses_at_a_question_and_comes_back_to_it(
    begun: Opened, opened: Opened, tmp_path: Path
) -> None:
    async with begun() as at:
        assert "pause" in await at.press("f1"), "the line has the keys of the question"
        await at.press("escape", "2", "enter")
        text = await at.press("ctrl+r")
        assert "Pause" in text
        assert "saved      " in text
        assert "business.json" in text
        assert "minutes: Identity 1, Offer" in text
        assert "back at    Identity 2: Who do you believe your customers are?" in text
        assert at.lines[-1] == "  Enter pause  ↑↓ read  ? why  b close"
        await at.press("enter")
        assert not at.app.is_open
        assert at.app.return_code == 0
    assert on_disk(tmp_path / FILE)["answers"] == {"identity.goal": "keep"}
    async with opened(tmp_path / FILE) as at:
        assert "Who do you believe your customers are?" in at.text


async def test_back_closes_the_pause_and_the_founder_continues(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("ctrl+r", "b")
        assert "Pause" not in text
        assert at.app.is_open
        assert "●  Keep those who are here" in await at.press("2")


async def test_a_pause_first_saves_the_typed_text(begun: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("h", "4")
        await at.type("7")
        text = await at.press("ctrl+r")
        assert "Pause" in text
        assert on_disk(tmp_path / FILE)["answers"] == {"operations.speed": 7.0}
        await at.press("enter")
        assert not at.app.is_open


async def test_after_a_pause_at_home_the_app_reopens_at_home(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        text = await at.press("h")
        assert "min left  ^r pause" in text
        assert "back at    home" in await at.press("ctrl+r")
        await at.press("enter")
    async with opened(tmp_path / FILE) as at:
        assert "trueup   Home" in at.text


async def test_a_pause_at_a_row_saves_the_list_of_rows_as_the_place(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / FILE, conflicting(place="promise"), screens)
    async with opened(path) as at:
        assert "back at    Offer 4: " in await at.press("1", "1", "ctrl+r")
        await at.press("enter")
    assert on_disk(path)["place"] == "promise"


async def test_a_pause_does_not_end_the_app_while_answers_are_unsaved(begun: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    async with begun(folder / FILE) as at:
        folder.rename(tmp_path / "gone")
        folder.write_text("a file where the folder was")
        await at.press("2")
        text = await at.press("ctrl+r")
        assert "Pause" in text
        assert "not saved" in text
        assert "Not saved" in await at.press("enter")
        assert at.app.is_open
        folder.unlink()
        (tmp_path / "gone").rename(folder)
        await at.press("ctrl+r", "enter")
        assert not at.app.is_open
    assert on_disk(folder / FILE)["answers"] == {"identity.goal": "keep"}


async def test_a_read_only_business_cannot_be_paused(opened: Opened, screens: Path, tmp_path: Path) -> None:
    path = write(tmp_path / FILE, conflicting(), screens)
    path.chmod(0o400)
    async with opened(path) as at:
        assert "^r pause" not in at.text
        assert "Enter tries again" in at.text


# The pace ------------------------------------------------------------------


@pytest.mark.thorough
async def test_the_minutes_left_follow_the_founders_own_pace(begun: Opened) -> None:
    async with begun() as at:
        session, clock = at.app.session, Clock()
        session.stopwatch = Stopwatch(clock)
        for _ in range(SETTLED):  # only the founder's own pace counts from then on
            session.stopwatch.note(10, 100)
        for area, answers in (("1", 2), ("2", 2), ("4", 1)):
            await at.press("h", area)
            for _ in range(answers):
                clock.now += 100
                await at.press("f6", "enter")
        assert session.stopwatch.pace == SLOWEST
        text = await at.go("home")
        assert f"{minutes_left(session)} min left at your pace" in text
        session.stopwatch = Stopwatch(clock)
        assert f"{minutes_left(session)} min left" not in text, "at the usual pace it would be less"


@pytest.mark.thorough
async def test_moving_past_a_question_does_not_change_the_pace(begun: Opened) -> None:
    async with begun() as at:
        clock = Clock()
        at.app.session.stopwatch = Stopwatch(clock)
        for _ in range(ENOUGH * 2):
            clock.now += 100
            await at.press("f8", "b")
        assert at.app.session.stopwatch.pace == 1.0


async def test_after_a_pause_the_terminal_shows_one_line(opened: Opened, screens: Path, tmp_path: Path) -> None:
    path = write(tmp_path / FILE, conflicting(place="offer.start"), screens)
    async with opened(path) as at:
        said = last_words(at.app.session)
        assert said.startswith("Saved in ")
        assert said.endswith("left; trueup opens at Offer 2.")
        assert "\n" not in said


@pytest.mark.parametrize("size", WINDOWS)
async def test_the_pause_fits_any_window(opened: Opened, screens: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    path = write(tmp_path / FILE, conflicting(place="offer.start"), screens)
    async with opened(path, size=size) as at:
        text = await at.press("ctrl+r")
        assert "Pause" in text
        assert "back at" in text
        assert max(map(len, at.lines)) <= size[0]


async def test_the_pause_does_not_say_that_the_sample_is_saved() -> None:
    app = TrueupApp(partial(open_sample, today=TODAY))
    async with running(app) as at:
        text = await at.press("ctrl+r")
        assert "This is the sample" in text
        assert "saved      " not in text
        assert last_words(app.session) == "That was the sample: nothing in it is saved."
