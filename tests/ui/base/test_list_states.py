"""Every state of a list, in every size: thirty entries, no entries, very long words, read only, hardly any room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.ui.conflicting_business import TODAY, conflicting, content_folder, with_more_checks, write
from tests.ui.conftest import At, Opened
from tests.ui.every_screen import SIZES, cut, keys_trouble, page_of

from trueup.storage.store import open_store
from trueup.ui.mismatches.ranked_list import Ranking

LONG = "Every word of this was written down one afternoon by somebody with a good deal to say " * 6
UNBROKEN = "w" * 300
QUIET = {"answers": {}, "promises": [], "channels": [], "customers": []}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content_folder(tmp_path_factory.mktemp("states"))


@pytest.fixture
def screens(content: Path) -> Path:
    return content


async def sound_in_every_size(at: At) -> None:
    for size in (*SIZES, (200, 60)):
        await at.resize(*size)
        assert cut(page_of(at)) == [], size
        assert keys_trouble(at) == "", size


class TestThirty:
    @pytest.fixture
    def screens(self, content: Path, tmp_path: Path) -> Path:
        return with_more_checks(tmp_path, content, 25)

    async def test_thirty_mismatches_scroll_and_the_last_is_reached(
        self, opened: Opened, screens: Path, tmp_path: Path
    ) -> None:
        async with opened(write(tmp_path / "b.json", conflicting(), screens)) as at:
            await at.press("m")
            assert len(at.app.session.findings.mismatches) >= 30
            await sound_in_every_size(at)
            await at.resize(60, 20)
            await at.press("end")
            ranking = page_of(at).query_one(Ranking)
            assert ranking.scroll_offset.y == ranking.max_scroll_y > 0
            assert any(line.startswith("  ▌") for line in at.lines)


@pytest.mark.thorough
@pytest.mark.parametrize("view", ["m", "x", "j", "p", "s"])
async def test_every_view_says_that_nothing_was_found(view: str, opened: Opened, content: Path, tmp_path: Path) -> None:
    async with opened(write(tmp_path / "b.json", conflicting(**QUIET), content)) as at:
        await at.press(view)
        assert at.app.session.findings.mismatches == ()
        assert "≠ 0  ≈ 0  ? 0" in at.lines[0]
        said = [line for line in at.lines[3:-2] if len(line.split()) > 3]
        assert said, "a sentence, and no empty page"
        await sound_in_every_size(at)


@pytest.mark.thorough
@pytest.mark.parametrize("text", [LONG, UNBROKEN], ids=["long", "unbroken"])
@pytest.mark.parametrize("keys", [["m"], ["m", "enter"], ["x"], ["j"], ["s"]], ids="-".join)
async def test_very_long_texts_and_words_fit_into_every_view(
    keys: list[str], text: str, opened: Opened, content: Path, tmp_path: Path
) -> None:
    document = conflicting(business=text[:200])
    document["promises"] = [promise("start.alone", "price.low", words=text, where="page", asks="nothing")]
    document["channels"] = [{**channel("guild", "reads", "talks", "pays"), "name": text[:120], "share": 1.0}]
    async with opened(write(tmp_path / "b.json", document, content)) as at:
        await at.press(*keys)
        await sound_in_every_size(at)


@pytest.mark.thorough
@pytest.mark.parametrize("keys", [["h"], ["m"], ["m", "enter"], ["x"], ["p"], ["1"]], ids="-".join)
async def test_a_read_only_file_is_marked_in_the_head_and_every_view_can_be_opened(
    keys: list[str], opened: Opened, content: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "b.json", conflicting(), content)
    before = path.read_bytes()
    with open_store(path, today=TODAY):
        async with opened(path) as at:
            await at.press(*keys)
            assert "read only" in at.lines[0]
            await sound_in_every_size(at)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("width", "height"), [(59, 40), (140, 19), (20, 5)])
async def test_a_window_that_is_too_small_says_what_it_needs_and_keeps_the_place(
    width: int, height: int, opened: Opened, content: Path, tmp_path: Path
) -> None:
    async with opened(write(tmp_path / "b.json", conflicting(), content)) as at:
        before = await at.press("m", "down")
        text = " ".join((await at.resize(width, height)).split())
        assert "trueup needs 60 columns and 20 rows." in text
        assert await at.resize(80, 24) == before


async def test_lines_of_text_stay_short_in_a_very_wide_window(opened: Opened, content: Path, tmp_path: Path) -> None:
    async with opened(write(tmp_path / "b.json", conflicting(), content), size=(200, 60)) as at:
        await at.press("1")
        assert [line for line in at.lines[3:-2] if len(line.strip()) > 140] == []
