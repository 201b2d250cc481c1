"""Exports on a real disk: file names that work on every system, and files that are either complete or absent."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.reading import texts

from trueup.export import write
from trueup.export.write import AlreadyThere, default_name, write_bytes
from trueup.storage.errors import NotSaved


@pytest.mark.parametrize(
    ("business", "name"),
    [
        ("Plumbline", "plumbline-2026-Q4.md"),
        ("Ortiz & Sons, Ltd.", "ortiz-sons-ltd-2026-Q4.md"),
        ("../../etc/passwd", "etc-passwd-2026-Q4.md"),
        ("..", "trueup-2026-Q4.md"),
        (".hidden", "hidden-2026-Q4.md"),
        ("C:\\nul", "c-nul-2026-Q4.md"),
        ("CON", "con-2026-Q4.md"),
        ("-rf", "rf-2026-Q4.md"),
        ("", "trueup-2026-Q4.md"),
        ("   \n", "trueup-2026-Q4.md"),
        ("Bäckerei Groß", "bäckerei-groß-2026-Q4.md"),
        ("नमस्ते", "नमस्ते-2026-Q4.md"),
        ("safe\u202edm.exe", "safedm-exe-2026-Q4.md"),
        ("a" * 500, "a" * 100 + "-2026-Q4.md"),
    ],
)
def test_a_file_is_named_after_the_business(business: str, name: str) -> None:
    assert default_name(business, "2026-Q4") == name


def test_the_name_of_a_quarter_cannot_lead_to_another_folder() -> None:
    assert default_name("Plumbline", "../x") == "plumbline-x.md"
    assert default_name("Plumbline", "") == "plumbline-summary.md"


@given(business=st.one_of(texts, st.text()), quarter=st.text())
def test_every_file_name_works_on_every_system(business: str, quarter: str) -> None:
    name = default_name(business, quarter)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not re.match(r"(con|prn|aux|nul|com.|lpt.|conin\$|conout\$)(\.|$)", name)
    assert not set(name) & set('<>:"|?*\0')
    assert name[0] not in ".- "
    assert len(name.encode()) <= 150
    assert name.endswith(".md")


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    place = write_bytes(tmp_path / "a.md", "# ü\n".encode())
    assert place.read_bytes() == "# ü\n".encode()
    assert os.name == "nt" or stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]


def test_an_existing_file_is_not_overwritten_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine")
    with pytest.raises(AlreadyThere, match=r"a\.md is already there and was left as it is\."):
        write_bytes(path, b"new")
    assert path.read_text() == "mine"
    write_bytes(path, b"new", overwrite=True)
    assert path.read_text() == "new"


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_bytes(tmp_path / "link.md", b"new", overwrite=True)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_writing_neither_creates_nor_replaces_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match=r"there is no folder"):
        write_bytes(tmp_path / "no" / "a.md", b"x")
    with pytest.raises(NotSaved, match=r"isn't an ordinary file"):
        write_bytes(tmp_path, b"x", overwrite=True)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_stays_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine")
    path.chmod(0o400)
    with pytest.raises(NotSaved, match="read-only"):
        write_bytes(path, b"new", overwrite=True)
    assert path.read_text() == "mine"


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSaved, match="the disk is full"):
        write_bytes(path, b"new", overwrite=True)
    assert path.read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]


def test_a_write_that_is_incomplete_on_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "replace_file", lambda path, content: path.write_bytes(content[:-1]))
    with pytest.raises(NotSaved, match="other than what was written"):
        write_bytes(tmp_path / "a.md", b"text")
