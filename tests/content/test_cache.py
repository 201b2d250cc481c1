"""The cache of screens/ holds the same content as the files, is never outdated, and is replaced if damaged."""

from __future__ import annotations

import os
import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import pytest
from tests.businesses import SMALL

import trueup.content.loader as reading
from trueup.content import cache as memory
from trueup.content.cache import content_in, remembered
from trueup.content.loader import load_content
from trueup.content.model import Content
from trueup.content.problems import ContentError
from trueup.content.screens_folder import version_of
from trueup.paths import screens_folder


@pytest.fixture(autouse=True)
def nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the files and the cache anew each time, unlike all other tests."""
    monkeypatch.setattr(reading, "load_content", load_content)
    monkeypatch.setattr(memory, "content_in", content_in)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "trueup" / "screens.cache"


def is_same(one: Content, other: Content) -> bool:
    first, second = (asdict(each.with_changes(cues=dict(each.cues))) for each in (one, other))
    return first == second


def fail_if_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted(folder: Path) -> NoReturn:
        pytest.fail(f"{folder} is read though nothing in it has changed")

    monkeypatch.setattr(reading, "load_content", unwanted)


@pytest.mark.parametrize("screens", [SMALL, screens_folder()], ids=["small", "ours"])
def test_the_cached_content_equals_the_content_that_was_read(
    screens: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = load_content(screens)
    assert is_same(remembered(screens, file), read)
    fail_if_files_are_read(monkeypatch)
    again = remembered(screens, file)
    assert is_same(again, read)
    # questions are asked in the order of these parts
    for part in ("screens", "questions", "topics", "checks"):
        assert list(getattr(again, part)) == list(getattr(read, part))


def test_a_changed_word_is_noticed_even_if_the_files_modification_time_is_the_same(folder: Path, file: Path) -> None:
    before = remembered(folder, file)
    path = folder / "offer.md"
    before_it = path.stat()
    path.write_text(path.read_text().replace("without talking to you", "without a talk with you"))
    # An editor or a copy may keep the file's time, so the time proves nothing.
    os.utime(path, ns=(before_it.st_atime_ns, before_it.st_mtime_ns))
    after = remembered(folder, file)
    assert before.questions["offer.start"].text == "Can somebody buy without talking to you?"
    assert after.questions["offer.start"].text == "Can somebody buy without a talk with you?"
    assert is_same(remembered(folder, file), after)


def test_an_error_is_reported_even_if_a_good_version_is_cached(folder: Path, file: Path) -> None:
    good = remembered(folder, file)
    path = folder / "mismatches" / "speed.md"
    sound = path.read_text()
    path.write_text(sound.replace("severity = 4", "severity = 9"))
    for _ in range(2):
        with pytest.raises(ContentError, match="there is no severity 9"):
            remembered(folder, file)
    path.write_text(sound)
    assert is_same(remembered(folder, file), good)


def test_another_version_of_the_program_does_not_use_the_cache(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(SMALL, file)
    before = file.read_bytes()
    code = Path(shutil.copytree(Path(memory.__file__).parent, file.parents[2] / "content"))
    (code / "markdown.py").write_text("another way to read")
    monkeypatch.setattr(memory, "__file__", str(code / "cache.py"))
    fail_if_files_are_read(monkeypatch)
    with pytest.raises(pytest.fail.Exception):
        remembered(SMALL, file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "harm", [b"", b"\0" * 4096, b"{}", None], ids=["emptied", "overwritten", "another's", "cut off"]
)
def test_a_damaged_cache_is_replaced(file: Path, harm: bytes | None) -> None:
    read = remembered(SMALL, file)
    sound = file.read_bytes()
    file.write_bytes(sound[: len(sound) // 2] if harm is None else harm)
    assert is_same(remembered(SMALL, file), read)
    assert file.read_bytes() == sound
    assert list(file.parent.iterdir()) == [file]


def test_a_cache_whose_content_was_edited_is_replaced(file: Path) -> None:
    read = remembered(SMALL, file)
    sound = file.read_bytes()
    head, body = sound.split(b"\n", 1)
    another_word = body.replace(b"without talking to you", b"without a talk with you")
    another_shape = pickle.dumps(read.with_changes(screens={}))
    for harm in (another_word, another_shape):
        assert harm != body
        file.write_bytes(head + b"\n" + harm)
        assert is_same(remembered(SMALL, file), read)
        assert file.read_bytes() == sound


class Harm:
    """An object that makes a file when it's loaded."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.made,)


def test_a_forged_cache_runs_no_code(file: Path, tmp_path: Path) -> None:
    read = remembered(SMALL, file)
    sound = file.read_bytes()
    of_a_class = b"ctrueup.content.model\nCheck\n}b."  # changes the attributes of a class
    for forged in (pickle.dumps(Harm(tmp_path / "made")), of_a_class, b"0", b""):
        file.write_bytes(f"{sound.split(b' ')[0].decode()} {version_of({'': forged})}\n".encode() + forged)
        assert is_same(remembered(SMALL, file), read)
        assert not (tmp_path / "made").exists()
        assert file.read_bytes() == sound


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_in_place_of_the_cache_is_not_read(file: Path) -> None:
    file.parent.mkdir(parents=True)
    os.mkfifo(file)
    writer = os.open(file, os.O_RDWR)  # reading the pipe would wait for more data
    with ThreadPoolExecutor(1) as pool:
        try:
            assert is_same(pool.submit(remembered, SMALL, file).result(20), load_content(SMALL))
        finally:
            os.close(writer)


def test_the_content_is_read_from_its_files_if_the_cache_cannot_be_written(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("no folder")
    assert is_same(remembered(SMALL, in_the_way / "screens.cache"), load_content(SMALL))
    assert in_the_way.read_text() == "no folder"


def test_a_failed_write_of_the_cache_leaves_no_temporary_file(file: Path) -> None:
    file.mkdir(parents=True)
    assert is_same(remembered(SMALL, file), load_content(SMALL))
    assert list(file.parent.iterdir()) == [file]
