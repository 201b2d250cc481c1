"""Only one process can write a file (tested with real processes). A file that trueup may not write can be read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

import orjson
import pytest
from tests.storage.files import TODAY, document, opened

from trueup.storage.atomic import beside
from trueup.storage.backups import restore_backup
from trueup.storage.errors import NotSaved
from trueup.storage.store import Store, open_store

HOLD = """
import sys
from datetime import date
from trueup.storage.store import open_store
store = open_store(sys.argv[1], today=date(2026, 11, 21))
store.save({"business": "Plumbline", "quarter": sys.argv[2], "answers": {}})
print("held", flush=True)
sys.stdin.read()
store.close()
"""

LOOK = """
import os, sys
from datetime import date
from trueup.storage.errors import NotSaved
from trueup.storage.store import open_store
import trueup.storage.backups
if hasattr(os, "getuid") and os.getuid() == 0:  # root may write anywhere, so become no one
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
store = open_store(sys.argv[1], today=date(2026, 11, 21))
print(store.read_only.reason, store.load()["quarter"])
print(store.read_only.sentence)
try:
    store.save({"business": "Plumbline", "quarter": "2026-Q4"})
except NotSaved:
    print("refused")
"""


@contextmanager
def held(path: Path, quarter: str = "2026-Q4") -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file open, after saving one quarter."""
    command = [sys.executable, "-c", HOLD, str(path), quarter]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's folders."""
    folder = Path(tempfile.mkdtemp(prefix="trueup-test-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_the_second_process_is_told_who_has_the_file_and_since_when(path: Path) -> None:
    with held(path) as process, opened(path) as second:
        assert second.read_only is not None
        assert second.read_only.reason == "locked"
        assert second.read_only.who == f"process {process.pid}"
        since = second.read_only.since
        assert date.fromisoformat(since.split()[0])
        assert f"(process {process.pid}, since {since})" in second.read_only.sentence
        assert second.load() == document()
        with pytest.raises(NotSaved):
            second.save(document("2027-Q1"))
        assert second.quarters() == ["2026-Q4"]
    assert b"2027-Q1" not in path.read_bytes()


def test_a_killed_process_leaves_no_lock(path: Path) -> None:
    with held(path) as process:
        process.kill()
        process.wait()
        assert beside(path, ".lock.owner").exists()
        with opened(path) as next_one:
            assert next_one.read_only is None
            next_one.save(document("2027-Q1"))
            noted = orjson.loads(beside(path, ".lock.owner").read_bytes())
            assert noted["pid"] == os.getpid()
            assert next_one.quarters() == ["2026-Q4", "2027-Q1"]


def test_another_process_can_write_after_the_owner_closes_the_file(path: Path) -> None:
    with held(path) as process:
        process.communicate()
        with opened(path) as next_one:
            assert next_one.read_only is None
    assert not beside(path, ".lock.owner").exists()


def test_opening_the_file_again_in_the_same_process_is_read_only(path: Path) -> None:
    with opened(path) as first:
        first.save(document())
        with opened(path) as second:
            assert second.read_only is not None
            assert second.read_only.who == f"process {os.getpid()}"
        first.save(document("2027-Q1"))
    with opened(path) as third:
        assert third.read_only is None


def test_reading_in_another_process_leaves_the_owners_lock_in_place(path: Path) -> None:
    with held(path) as process:
        opened(path).close()
        open_store(path, today=TODAY, read_only=True).close()
        with opened(path) as still:
            assert still.read_only is not None
            assert still.read_only.who == f"process {process.pid}"


def test_a_link_to_the_file_shares_its_lock(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with held(path), opened(link) as second:
        assert second.read_only is not None
        assert second.read_only.reason == "locked"


def test_a_store_can_be_opened_in_one_thread_and_closed_in_another(path: Path) -> None:
    stores: list[Store] = []
    worker = Thread(target=lambda: stores.append(opened(path)))
    worker.start()
    worker.join()
    stores[0].save(document())
    stores[0].close()
    with opened(path) as next_one:
        assert next_one.read_only is None


def test_two_processes_started_before_the_folder_exists_both_keep_their_data(tmp_path: Path) -> None:
    path = tmp_path / "new" / "business.json"
    with opened(path) as late:
        assert late.read_only is None
        assert not path.parent.exists()
        with held(path) as process:
            with pytest.raises(NotSaved, match=rf"open in another trueup \(process {process.pid}, since "):
                late.save(document("2027-Q1"))
            process.communicate()
        late.save(document("2027-Q1"))
        assert late.kept_aside == (path.with_name("business.json.found-1"),)
    assert b"2026-Q4" in late.kept_aside[0].read_bytes()
    assert b"2027-Q1" in path.read_bytes()


def test_nothing_is_written_after_close(path: Path) -> None:
    store = opened(path)
    store.save(document())
    before = path.read_bytes()
    store.close()
    store.close()
    with pytest.raises(NotSaved):
        store.save(document("2027-Q1"))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "noted", [b"", b"[]", b"{}", b"\xff", b'{"pid": "me"}', b'{"pid": 1, "host": "h", "since": "\\u001b[31m"}']
)
def test_an_unreadable_note_of_the_locks_owner_is_ignored(path: Path, noted: bytes) -> None:
    with opened(path):
        beside(path, ".lock.owner").write_bytes(noted)
        with opened(path) as second:
            assert second.read_only is not None
            assert (second.read_only.who, second.read_only.since) == ("", "")
            assert "is open in another trueup, so" in second.read_only.sentence


def test_an_owner_on_another_machine_is_named_with_the_machine(path: Path) -> None:
    noted = {"pid": 4711, "host": f"not-{socket.gethostname()}", "since": "2026-11-21T14:05:00+00:00"}
    with opened(path):
        beside(path, ".lock.owner").write_bytes(orjson.dumps(noted))
        with opened(path) as second:
            assert second.read_only is not None
            assert second.read_only.who == f"process 4711 on {noted['host']}"


def test_a_machine_name_with_control_characters_is_not_shown(path: Path) -> None:
    noted = {"pid": 4711, "host": "\x1b[31m", "since": "2026-11-21T14:05:00+00:00"}
    with opened(path):
        beside(path, ".lock.owner").write_bytes(orjson.dumps(noted))
        with opened(path) as second:
            assert second.read_only is not None
            assert second.read_only.who == "process 4711"


def test_no_backup_is_restored_while_the_file_is_open(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.json"
    with opened(path) as store:
        store.save(document())
        before = path.read_bytes()
        backup.write_bytes(before.replace(b"2026-Q4", b"2026-Q3"))
        with pytest.raises(NotSaved, match="open in another trueup"):
            restore_backup(path, backup)
        assert path.read_bytes() == before


def test_a_file_marked_read_only_can_only_be_read(path: Path) -> None:
    with opened(path) as store:
        store.save(document())
    path.chmod(0o444)
    with opened(path) as store:
        assert store.read_only is not None
        assert store.read_only.reason == "permission"
        assert "marked read-only" in store.read_only.sentence
        assert store.load() == document()
        with pytest.raises(NotSaved):
            store.save(document("2027-Q1"))
    assert b"2027-Q1" not in path.read_bytes()


def look_as_ordinary_user(path: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", LOOK, str(path)], capture_output=True, text=True, timeout=60)
    if "PermissionError" in done.stderr and "setuid" in done.stderr:
        pytest.skip("root here may not become another user")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="modes of folders are POSIX")
@pytest.mark.parametrize("locked_before", [False, True])
def test_a_file_in_a_read_only_folder_can_only_be_read(open_to_all: Path, locked_before: bool) -> None:
    path = open_to_all / "business.json"
    with opened(path) as store:
        store.save(document())
    path.chmod(0o666)
    if locked_before:
        beside(path, ".lock").chmod(0o666)
    else:
        beside(path, ".lock").unlink()
    open_to_all.chmod(0o555)
    before = {each: each.read_bytes() for each in open_to_all.iterdir()}
    first, sentence, refused = look_as_ordinary_user(path)
    assert (first, refused) == ("folder 2026-Q4", "refused")
    assert str(open_to_all) in sentence
    assert "permission denied" in sentence
    assert {each: each.read_bytes() for each in open_to_all.iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_another_users_file_can_only_be_read(open_to_all: Path) -> None:
    path = open_to_all / "business.json"
    with opened(path) as store:
        store.save(document())
    path.chmod(0o444)
    assert look_as_ordinary_user(path)[0] == "permission 2026-Q4"
