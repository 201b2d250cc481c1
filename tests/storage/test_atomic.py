"""Files are written completely or not at all, other users can't read them, and another program's changes are kept."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import MutableMapping
from pathlib import Path

import pytest
from tests.storage.faults import CAUSES, STEPS, breaking
from tinydb import TinyDB, where
from tinydb.operations import increment

from trueup.storage.atomic import AtomicStorage, sweep
from trueup.storage.errors import NotSaved

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and folders to sync are POSIX")


def filled(path: Path) -> TinyDB:
    """A database on disk, with one table and one document."""
    db = TinyDB(path, storage=AtomicStorage)
    db.table("audits").insert({"quarter": "2026-Q4", "visits": 1, "notes": ["as typed"]})
    return db


def on_disk(path: Path) -> list[dict[str, object]]:
    with TinyDB(path, access_mode="r") as db:
        return [dict(each) for each in db.table("audits")]


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_the_storage_works_like_any_tinydb_database(path: Path) -> None:
    audits = filled(path).table("audits")
    audits.update(increment("visits"), where("quarter") == "2026-Q4")
    assert audits.search(where("visits") == 2) == on_disk(path)
    audits.remove(where("visits") == 2)
    assert on_disk(path) == []


def test_the_file_is_indented_and_its_letters_are_not_escaped(path: Path) -> None:
    filled(path).table("audits").insert({"quarter": "2027-Q1", "note": "„Größe“ zählt"})
    assert '\n      "note": "„Größe“ zählt"\n' in path.read_text("utf-8")


def test_changing_a_returned_document_does_not_change_the_stored_one(path: Path) -> None:
    """The storage copies the document but not the values nested in it; the store above copies everything."""
    audits = filled(path).table("audits")
    audits.all()[0]["notes"] = ["never saved"]
    storage = AtomicStorage(path)
    for tables in (storage.read(), storage.read()):
        assert tables == {"audits": {"1": {"quarter": "2026-Q4", "visits": 1, "notes": ["as typed"]}}}
        tables["audits"]["1"].clear()
        tables["audits"]["2"] = {}
        tables["meta"] = {}
    assert audits.all()[0]["notes"] == ["as typed"]


def test_an_interrupted_update_leaves_memory_equal_to_the_disk(path: Path) -> None:
    audits = filled(path).table("audits")

    def half_done(document: MutableMapping[str, object]) -> None:
        document["visits"] = 99
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        audits.update(half_done)
    assert audits.all()[0]["visits"] == 1


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_failed_save_changes_nothing_and_leaves_no_files(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    audits = filled(path).table("audits")
    before = path.read_bytes()
    with monkeypatch.context() as failing:
        failing.setattr(*{"fsync": (os, "fsync"), "rename": (Path, "replace")}[step], full_disk)
        with pytest.raises(NotSaved, match=r"business\.json: the disk is full\."):
            audits.update({"visits": 99})
    assert path.read_bytes() == before
    assert audits.all()[0]["visits"] == 1
    assert names(path.parent) == {path.name}
    audits.update({"visits": 2})
    assert on_disk(path)[0]["visits"] == 2


@pytest.mark.parametrize("number", CAUSES, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_names_the_cause_and_leaves_the_file_unchanged(
    path: Path, step: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    audits = filled(path).table("audits")
    before = path.read_bytes()
    with monkeypatch.context() as failing:
        breaking(failing, step, number)
        with pytest.raises(NotSaved, match=rf"business\.json: {CAUSES[number]}\."):
            audits.update({"visits": 99})
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name}
    audits.update({"visits": 2})
    assert on_disk(path)[0]["visits"] == 2


def test_a_save_fails_if_the_disk_reports_success_but_writes_only_half(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audits = filled(path).table("audits")
    before = path.read_bytes()
    with monkeypatch.context() as failing:
        breaking(failing, "keeping")
        with pytest.raises(NotSaved, match="the disk reports an error"):
            audits.update({"visits": 99})
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name}


@POSIX
def test_the_file_is_synced_before_the_rename_and_the_folder_after_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a power cut loses data that isn't synced, not a kill: without the first sync, 200 of 200 runs did."""
    db = filled(path)
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def seen_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def seen_replace(temporary: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(temporary, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(Path, "replace", seen_replace)
    db.table("audits").update({"visits": 2})
    assert steps == ["file", "replace", "folder"]


@POSIX
@pytest.mark.parametrize(("number", "saved"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_folder_that_does_not_support_sync_is_accepted_and_a_failed_sync_is_reported(
    path: Path, number: int, saved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    audits = filled(path).table("audits")
    fsync = os.fsync

    def no_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", no_folders)
    if saved:
        audits.update({"visits": 2})
    else:
        with pytest.raises(NotSaved, match="the disk reports an error"):
            audits.update({"visits": 2})
    assert audits.all() == on_disk(path)


@POSIX
def test_no_other_user_can_read_the_file(path: Path) -> None:
    before = os.umask(0)
    try:
        filled(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_through_a_link_keeps_the_link_and_changes_its_target(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "real.json"
    target.parent.mkdir()
    path.symlink_to(target)
    filled(path)
    filled(path)
    assert path.is_symlink()
    assert len(on_disk(target)) == 2
    assert names(target.parent) == {target.name}


def test_a_link_planted_in_place_of_the_temporary_file_is_not_followed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = filled(path)
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    trap = tmp_path / f".{path.name}.saving-{'0' * 16}"
    trap.symlink_to(victim)
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)
    with pytest.raises(NotSaved):
        db.table("audits").update({"visits": 2})
    assert victim.read_text() == "untouched"
    assert trap.is_symlink()


def test_cleaning_up_deletes_only_the_temporary_files_of_this_file(path: Path, tmp_path: Path) -> None:
    left = f".{path.name}.saving-{'ab' * 8}"
    others = {
        f".other.json.saving-{'ab' * 8}",
        f".{path.name}.saving-notes",
        path.name,
        f".businessXjson.saving-{'ab' * 8}",
    }
    for name in (left, *others):
        (tmp_path / name).write_text("x")
    sweep(tmp_path, re.escape(path.name))
    assert names(tmp_path) == others


def test_an_empty_file_is_refused_and_not_used_as_a_new_database(path: Path) -> None:
    path.touch()
    with pytest.raises(ValueError, match="empty"):
        TinyDB(path, storage=AtomicStorage).table("audits").insert({"quarter": "2026-Q4"})
    assert path.read_bytes() == b""


def test_a_version_written_by_another_program_is_kept_as_a_copy(path: Path) -> None:
    db = filled(path)
    theirs = path.read_bytes().replace(b"as typed", b"by a sync client")
    for copies in (1, 2):
        path.write_bytes(theirs)
        db.table("audits").update({"visits": copies})
        kept = path.with_name(f"{path.name}.found-{copies}")
        assert kept.read_bytes() == theirs
        assert on_disk(path)[0] == {"quarter": "2026-Q4", "visits": copies, "notes": ["as typed"]}


def test_a_file_with_only_a_changed_time_is_not_kept_as_another_version(path: Path) -> None:
    db = filled(path)
    os.utime(path, (1, 1))
    db.table("audits").update({"visits": 2})
    assert names(path.parent) == {path.name}


def test_a_deleted_file_is_written_again_in_full(path: Path) -> None:
    db = filled(path)
    path.unlink()
    db.table("audits").insert({"quarter": "2027-Q1"})
    assert [each["quarter"] for each in on_disk(path)] == ["2026-Q4", "2027-Q1"]


def test_saving_does_not_create_a_folder_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "drive" / "business.json"
    path.parent.mkdir()
    audits = filled(path).table("audits")
    away = path.parent.rename(tmp_path / "unplugged")
    with pytest.raises(NotSaved, match="its folder is gone"):
        audits.update({"visits": 2})
    assert not path.parent.exists()
    away.rename(path.parent)
    audits.update({"visits": 2})
    assert on_disk(path)[0]["visits"] == 2


def test_a_file_marked_read_only_after_opening_is_not_overwritten(path: Path) -> None:
    db = filled(path)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(NotSaved, match="marked read-only"):
        db.table("audits").update({"visits": 2})
    assert path.read_bytes() == before
