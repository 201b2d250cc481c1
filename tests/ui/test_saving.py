"""If a change can't be saved, the app says so, keeps everything that was typed, and saves it as soon as it can."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.ui.conftest import At, Opened, on_disk

from trueup.session.next_step import stop_left


@pytest.mark.thorough
async def test_an_unsaved_change_stays_and_is_saved_as_soon_as_possible(begun: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    async with begun(folder / "business.json") as at:
        folder.rename(tmp_path / "gone")
        folder.write_text("a file where the folder was")
        text = await at.press("2")
        assert "not saved" in at.lines[0]
        assert "Not saved" in text
        assert "its folder is not a folder" in text.replace("\n  ▌ ", "")
        assert "●  Keep those who are here" in text
        await at.press("ctrl+s")
        assert "not saved" in at.lines[0]
        folder.unlink()
        (tmp_path / "gone").rename(folder)
        text = await at.press("ctrl+s")
        assert "▌ Saved" in text
        assert "ot saved" not in text
        assert on_disk(folder / "business.json")["answers"] == {"identity.goal": "keep"}


async def test_a_file_changed_by_another_program_is_kept_under_another_name_and_reported_once(
    begun: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "business.json"
    async with begun(file) as at:
        await at.press("1")
        file.write_text('{"mine": "from another machine"}')
        text = await at.press("2")
        assert "Kept next to your file" in text
        assert "business.json.found-1" in "".join(text.replace("\n  ▌", "").split())
        assert "●  Keep those who are here" in text
        text = await at.press("b", "1")
        assert "Kept next to your file" not in text
    assert (tmp_path / "business.json.found-1").read_text() == '{"mine": "from another machine"}'
    assert on_disk(file)["answers"] == {"identity.goal": "grow"}


async def test_a_file_that_was_moved_is_written_again_and_that_is_said_once_each_time(
    begun: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "business.json"
    async with begun(file) as at:
        assert "Your file was gone" not in await at.press("1")
        file.rename(tmp_path / "moved.json")
        text = await at.press("2")
        assert "Your file was gone" in text
        assert "business.json" in "".join(text.replace("\n  ▌", "").split()), "wherever its path is parted"
        assert "●  Keep those who are here" in text
        assert "Your file was gone" not in await at.press("escape", "1")
        file.rename(tmp_path / "again.json")
        assert "Your file was gone" in await at.press("2")
    assert on_disk(file)["answers"] == {"identity.goal": "keep"}
    assert on_disk(tmp_path / "moved.json")["answers"] == {"identity.goal": "grow"}


async def test_a_moved_file_is_not_written_again_just_to_keep_the_place(begun: Opened, tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    async with begun(file) as at:
        await at.press("1", "enter")
        file.rename(tmp_path / "moved.json")
        await at.press("b", "h")
    assert not file.exists()


async def test_a_second_window_on_the_same_file_is_read_only(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    async with begun() as first:
        await first.press("1")
        before = file.read_bytes()
        async with opened(file) as second:
            await second.press("h")
            assert "read only" in second.lines[0]
            assert "Read only" in second.text
            assert "another trueup" in " ".join(second.text.split())
            text = await second.press("1", "b", "2")
            assert "Read only: nothing can be changed here" in text
            assert "●  Win more customers" in text
            assert "●  Keep those" not in text
        assert file.read_bytes() == before


async def test_enter_makes_a_window_writable_after_the_other_window_is_closed(
    begun: Opened, opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "business.json"
    async with begun() as first:
        await first.press("1", "h")
        async with opened(file) as second:
            assert "read only" in second.lines[0]
            await first.press("ctrl+q")
            await second.press("h")
            assert "read only" not in (await second.press("enter")).splitlines()[0]


async def end(at: At) -> None:
    """End the app as the system does."""
    at.app._end(signal.SIGTERM)


async def quit(at: At) -> None:
    """Quit as the founder does."""
    await at.press("ctrl+q")


async def try_something(at: At) -> None:
    """Start a what-if. Its changes aren't saved, but the place where it began is."""
    assert at.app.session.begin_trying()


@pytest.mark.parametrize("leave", [end, quit, try_something])
async def test_moving_between_questions_writes_nothing_and_leaving_writes_the_place(
    begun: Opened, opened: Opened, tmp_path: Path, leave: Callable[[At], Awaitable[None]]
) -> None:
    file = tmp_path / "business.json"
    async with begun() as at:
        await at.press("1")
        before = file.stat().st_mtime_ns, file.read_bytes()
        await at.press("enter", "b", "enter")
        assert (file.stat().st_mtime_ns, file.read_bytes()) == before
        there = at.app.session.current.place
        assert on_disk(file)["place"] != there
        await leave(at)
        assert on_disk(file)["place"] == there
    async with opened(file) as again:
        assert stop_left(again.app.session) is not None
        assert stop_left(again.app.session).id == there


async def test_saving_an_answer_also_saves_the_place(begun: Opened, tmp_path: Path) -> None:
    file = tmp_path / "business.json"
    async with begun() as at:
        await at.press("1", "enter", "1")
        assert len(on_disk(file)["answers"]) == 2
        assert on_disk(file)["place"] == at.app.session.current.place
