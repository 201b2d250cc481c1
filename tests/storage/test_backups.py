"""Backups: one per day of use, ten kept, and how to restore one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.storage.files import TODAY, document, opened, plainly, saved

from trueup.storage.backups import BACKUPS_KEPT, backups, restore_backup
from trueup.storage.errors import Damaged, NotSaved
from trueup.storage.schema import SCHEMA
from trueup.storage.store import read_documents


def test_each_day_of_use_has_one_backup_and_the_last_ten_are_kept(path: Path) -> None:
    for day in range(BACKUPS_KEPT + 3):
        for answer in ("morning", "evening"):
            saved(path, document(a=answer, day=day), today=TODAY + timedelta(day))
    found = backups(path)
    assert [each.when for each in found] == [TODAY + timedelta(day) for day in range(BACKUPS_KEPT + 2, 2, -1)]
    assert len(list(found[0].path.parent.iterdir())) == BACKUPS_KEPT
    # The backup is the file as it was first opened that day, so it ends with the save of the evening before.
    assert plainly(found[0].path) == [document(a="evening", day=BACKUPS_KEPT + 1)]
    assert (found[0].quarters, found[0].answers) == (("2026-Q4",), 2)


def test_a_truncated_backup_is_deleted_when_the_file_is_opened(path: Path) -> None:
    saved(path, document())
    saved(path, document())
    left = backups(path)[0].path.with_name(f".{TODAY}.json.saving-{'0f' * 8}")
    left.write_text("half a back")
    opened(path).close()
    assert not left.exists()


def test_a_backup_is_made_even_if_the_clock_is_set_back_before_all_other_backups(path: Path) -> None:
    for day in range(BACKUPS_KEPT + 1):
        saved(path, document(day=day), today=TODAY + timedelta(day))
    saved(path, document(), today=date(1970, 1, 1))
    assert date(1970, 1, 1) in [each.when for each in backups(path)]
    assert len(backups(path)) == BACKUPS_KEPT


def test_a_backup_that_cannot_be_written_does_not_stop_the_save(path: Path) -> None:
    saved(path, document())
    path.with_name("business.json.backups").write_text("a file where the folder should be")
    saved(path, document(a=1))
    assert plainly(path) == [document(a=1)]


def test_reading_a_file_without_saving_makes_no_backup(path: Path) -> None:
    saved(path, document())
    opened(path, TODAY + timedelta(1)).close()
    assert backups(path) == ()


def test_only_valid_backups_are_offered_newest_first(path: Path) -> None:
    saved(path, document(a=1, b=2))
    saved(path, document(a=1, b=2))
    saved(path, document(a=1, b=2), today=TODAY + timedelta(1))
    backups(path)[0].path.write_bytes(b"")
    path.write_bytes(b"")
    with pytest.raises(Damaged) as damaged:
        opened(path, TODAY + timedelta(2))
    (only,) = damaged.value.backups
    assert only.when == TODAY
    assert f"the newest good backup is from {TODAY} with 2026-Q4 and 2 answers: {only.path}" in str(damaged.value)
    # no backup is made of a damaged file, and damaged backups aren't deleted
    assert len(list(only.path.parent.iterdir())) == 2


def test_restoring_keeps_a_copy_of_the_damaged_file(path: Path) -> None:
    saved(path, document(a=1))
    saved(path, document(a=1))
    (backup,) = backups(path)
    for number in (1, 2):
        path.write_bytes(b"damage %d" % number)
        aside = restore_backup(path, backup.path)
        assert aside == path.with_name(f"business.json.damaged-{number}")
        assert aside.read_bytes() == b"damage %d" % number
        assert read_documents(path) == {"2026-Q4": document(a=1)}
    path.unlink()
    assert restore_backup(path, backup.path) is None
    with opened(path) as store:
        assert store.load() == document(a=1)


def test_a_bad_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"damage")
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"")
    for backup, reason in ((bad, "is empty"), (tmp_path / "none.json", "can't be read")):
        with pytest.raises(NotSaved, match=reason):
            restore_backup(path, backup)
    path.chmod(0o444)
    bad.write_text(json.dumps({"meta": {"1": {"schema": SCHEMA, "business": "Plumbline"}}}))
    with pytest.raises(NotSaved, match="marked read-only"):
        restore_backup(path, bad)
    assert path.read_bytes() == b"damage"
