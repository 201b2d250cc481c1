"""The founder's file: what goes in comes out, and what is no business file is left exactly as it is."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from trueup.answers.backups import KEPT, backups, restore_backup
from trueup.answers.errors import Damaged, FileError, Newer, NoFile, NotReadable, NotSaved
from trueup.answers.shape import SCHEMA
from trueup.answers.store import Store, open_store, read_document

TODAY = date(2026, 11, 21)
META = {"1": {"schema": SCHEMA, "business": "Plumbline"}}
AUDIT = {"business": "Plumbline", "quarter": "2026-Q4"}


def document(quarter: str = "2026-Q4", **answers: object) -> dict[str, Any]:
    return {"business": "Plumbline", "quarter": quarter, "answers": answers}


def opened(path: Path, today: date = TODAY) -> Store:
    return open_store(path, today=today)


def saved(path: Path, *documents: dict[str, Any], today: date = TODAY) -> None:
    with opened(path, today) as store:
        for each in documents:
            store.save(each)


def plainly(path: Path) -> list[dict[str, Any]]:
    """The audits as TinyDB reads them without any help of ours."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        return [dict(each) for each in db.table("audits")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "business.json"


# Saving and loading


def test_any_tinydb_opens_it_and_finds_the_tables(path: Path) -> None:
    saved(path, document(), document("2027-Q1"))
    with TinyDB(path, access_mode="r") as db:
        assert db.tables() == {"meta", "audits"}
        assert db.table("meta").all() == [{"schema": SCHEMA, "business": "Plumbline"}]
        assert db.table("audits").search(where("quarter") == "2027-Q1") == [document("2027-Q1")]


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)
_DOCUMENTS = st.builds(
    lambda rest, business, quarter, answers: rest | {"business": business, "quarter": quarter, "answers": answers},
    st.dictionaries(_TEXT, _JSON, max_size=4),
    _TEXT,
    _TEXT.filter(bool),
    st.dictionaries(_TEXT, _JSON, max_size=4),
)


@given(st.lists(_DOCUMENTS, min_size=1, max_size=3))
def test_whatever_is_saved_is_what_plain_tinydb_and_we_read_back(documents: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "business.json"
        saved(path, *documents)
        expected = {each["quarter"]: each for each in documents}
        assert {each["quarter"]: each for each in plainly(path)} == expected
        with opened(path) as store:
            assert {quarter: store.load(quarter) for quarter in store.quarters()} == expected


def test_the_newest_quarter_is_the_one_meant(path: Path) -> None:
    saved(path, document("2027-Q1"), document("2026-Q4"))
    with opened(path) as store:
        assert store.quarters() == ["2026-Q4", "2027-Q1"]
        assert store.load() == document("2027-Q1")
        assert store.load("2026-Q4") == document("2026-Q4")
        assert store.load("2026-Q3") is None


def test_an_answer_taken_back_is_gone(path: Path) -> None:
    saved(path, {**document(a=1), "told": {"start.gated": "before"}}, document(b=2))
    assert plainly(path) == [document(b=2)]


def test_other_tables_and_fields_stay(path: Path) -> None:
    tables = {"meta": META, "audits": {"7": {**AUDIT, "from": "later"}}, "decisions": {"1": {"kept": True}}, "x": {}}
    path.write_text(json.dumps(tables))
    saved(path, document("2027-Q1"))
    found = json.loads(path.read_text())
    assert found.pop("audits") == {"7": {**AUDIT, "from": "later"}, "8": document("2027-Q1")}
    assert found == {key: each for key, each in tables.items() if key != "audits"}


def test_a_renamed_business_is_renamed_in_meta(path: Path) -> None:
    saved(path, document(), {**document(), "business": "Plumb & Line"})
    assert json.loads(path.read_text())["meta"] == {"1": {"schema": SCHEMA, "business": "Plumb & Line"}}


def test_what_is_handed_over_is_a_copy(path: Path) -> None:
    given_in = document(a=["x"])
    with opened(path) as store:
        store.save(given_in)
        given_in["answers"]["a"].append("never saved")
        loaded = store.load()
        assert loaded == document(a=["x"])
        loaded["answers"]["a"].append("never saved")
        assert store.load() == document(a=["x"])


def test_no_file_before_the_first_save(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "business.json"
    with opened(path) as store:
        assert (store.read_only, store.quarters(), store.load()) == (None, [], None)
        assert list(tmp_path.iterdir()) == []
        store.save(document())
    assert plainly(path) == [document()]
    if os.name != "nt":
        assert [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path.parents[1])] == [0o700, 0o700]


def test_nothing_in_its_folder_is_anybody_elses_to_read(path: Path) -> None:
    saved(path, document())
    with opened(path):
        found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.rglob("*")}
    assert found == {
        "business.json": 0o600,
        "business.json.lock": 0o600,
        "business.json.lock.owner": 0o600,
        "business.json.backups": 0o700,
        f"{TODAY}.json": 0o600,
    }


def test_leftovers_of_killed_saves_are_swept_by_the_owner_only(path: Path) -> None:
    saved(path, document())
    left = path.with_name(f".{path.name}.saving-{'0f' * 8}")
    others = path.with_name(f".businessXjson.saving-{'0f' * 8}")
    for each in (left, others):
        each.write_text("half a sav")
    open_store(path, today=TODAY, read_only=True).close()
    assert left.exists()
    opened(path).close()
    assert not left.exists()
    assert others.exists()


# What can't be saved


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "answers.a.0 is not a finite number"),
        (float("inf"), "answers.a.0 is not a finite number"),
        (2**64, "answers.a.0 is a number beyond 64 bits"),
        (-(2**63) - 1, "answers.a.0 is a number beyond 64 bits"),
        ("\ud83d", "answers.a.0 holds half a character"),
        (b"bytes", "answers.a.0 is a bytes"),
        (date(2026, 11, 21), "answers.a.0 is a date"),
        ({1: "x"}, "answers.a.0 has a key that is no text: 1"),
        ({0: "x"}, "answers.a.0 has a key that is no text: 0"),
        ({"\ud83d": "x"}, r"answers.a.0 has a key that is no text: '\ud83d'"),
    ],
)
def test_what_would_not_read_back_never_reaches_the_file(path: Path, value: object, reason: str) -> None:
    saved(path, document())
    before = path.read_bytes()
    with opened(path) as store:
        with pytest.raises(NotSaved) as refusal:
            store.save(document(a=[value]))
        assert reason in str(refusal.value)
        assert str(path) in str(refusal.value)
        assert store.load() == document()
    assert path.read_bytes() == before


def test_a_document_that_is_part_of_itself_is_refused(path: Path) -> None:
    endless: list[object] = []
    endless.append(endless)
    with opened(path) as store, pytest.raises(NotSaved, match="nested too deep"):
        store.save(document(a=endless))
    assert not path.exists()


@pytest.mark.parametrize(
    "odd", [{}, {"business": "x"}, {**AUDIT, "quarter": ""}, {**AUDIT, "quarter": 4}, {**AUDIT, "answers": []}]
)
def test_nothing_is_saved_that_would_count_as_damage_later(path: Path, odd: dict[str, Any]) -> None:
    with opened(path) as store, pytest.raises(NotSaved, match="not in the form"):
        store.save(odd)
    assert not path.exists()


FILL = """
import resource, sys
from datetime import date
from trueup.answers.errors import NotSaved
from trueup.answers.store import open_store
with open_store(sys.argv[1], today=date(2026, 11, 21)) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    document = store.load()
    try:
        store.save(document | {"answers": {"a": "x" * 8192}})
    except NotSaved as error:
        print(error)
    assert store.load() == document
    store.save(document | {"answers": {"a": "short again"}})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
def test_no_room_left_is_said_and_saving_goes_on_when_there_is(path: Path) -> None:
    saved(path, document())
    done = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Not saved to {path}: the file would be larger than this system allows.\n"
    assert plainly(path) == [document(a="short again")]
    assert not list(path.parent.glob(".*"))


# What is no business file

DAMAGE = {
    "empty": (b"", "is empty"),
    "blank": (b" \n", "nothing but blanks"),
    "truncated": (b'{\n  "meta": {\n    "1": {"sch', "is cut off in line 3"),
    "cut in a character": ('{"meta": "é'.encode()[:-1], "is cut off in line 1"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "is binary"),
    "NUL bytes, as after a power cut": (b"\0" * 4096, "is binary"),
    "trailing": (b'{"meta": {}} }', "is not valid JSON (line 1, column 14)"),
    "NaN": (b'{"meta": NaN}', "is not valid JSON"),
    "not UTF-8": ('{"meta": "é"}'.encode("latin-1"), "is binary"),
    "a list": (b"[1, 2]", "not a file of trueup"),
    "foreign": (b'{"name": "package", "version": "1.0"}', "not a file of trueup"),
    "another TinyDB": (b'{"_default": {"1": {"a": 1}}}', "not a file of trueup"),
    "nothing in it": (b"{}", "not a file of trueup"),
    "a document to import": (json.dumps(document()).encode(), "`trueup import`"),
    "no meta": (json.dumps({"meta": {}, "audits": {}}).encode(), "(meta: "),
    "no schema": (json.dumps({"meta": {"1": {"business": "x"}}}).encode(), "(meta.1.schema: "),
    "a schema in words": (json.dumps({"meta": {"1": {"schema": "1", "business": "x"}}}).encode(), "(meta.1.schema: "),
    "audits are a list": (json.dumps({"meta": META, "audits": [AUDIT]}).encode(), "(audits: "),
    "an id that is no number": (json.dumps({"meta": META, "audits": {"x": AUDIT}}).encode(), "(audits.x"),
    "no quarter": (json.dumps({"meta": META, "audits": {"1": {"business": "x"}}}).encode(), "(audits.1.quarter: "),
    "a quarter twice": (json.dumps({"meta": META, "audits": {"1": AUDIT, "2": AUDIT}}).encode(), "'2026-Q4' twice"),
}


@pytest.mark.parametrize(("content", "what"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_named_and_left_exactly_as_it_is(path: Path, content: bytes, what: str) -> None:
    path.write_bytes(content)
    status = path.stat()
    attempts = (
        lambda: opened(path),
        lambda: open_store(path, today=TODAY, read_only=True),
        lambda: read_document(path),
    )
    for attempt in attempts:
        with pytest.raises(Damaged) as damaged:
            attempt()
        sentence = str(damaged.value)
        assert what in damaged.value.what
        assert sentence.startswith(f"{path} ")
        assert "nothing in it was changed" in sentence
        assert "no backup" in sentence
    assert path.read_bytes() == content
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (status.st_mtime_ns, status.st_ino)


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_our_own_file_cut_short_is_cut_off(path: Path, keep: float) -> None:
    saved(path, document(a="x" * 100), document("2027-Q1"))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(Damaged, match="is cut off in line"):
        opened(path)


def test_damage_lets_go_of_the_lock(path: Path) -> None:
    path.touch()
    with pytest.raises(Damaged) as still_known:
        opened(path)
    path.unlink()
    with opened(path) as store:
        assert store.read_only is None
    assert still_known.value.path == path


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="it is a folder"):
        opened(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(NotReadable, match="not an ordinary file"):
            read_document(tmp_path / "pipe")


def test_a_name_that_would_act_on_the_terminal_is_printed_harmless(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\u202ered.json"
    path.touch()
    with pytest.raises(FileError) as error:
        opened(path)
    assert "\ufffd[31m\ufffdred.json is empty" in str(error.value)


# A newer file


@pytest.mark.parametrize(
    ("audits", "quarters"), [({"1": AUDIT}, ["2026-Q4"]), ({"1": AUDIT, "2": 3}, ["2026-Q4"]), ([], []), (None, [])]
)
def test_a_newer_file_is_only_looked_at(path: Path, audits: object, quarters: list[str]) -> None:
    content = json.dumps({"meta": {"1": {"schema": SCHEMA + 1}}, "audits": audits}).encode()
    path.write_bytes(content)
    with opened(path) as store:
        assert store.read_only is not None
        assert store.read_only.reason == "newer"
        assert f"newer trueup (schema {SCHEMA + 1}, this one knows {SCHEMA})" in store.read_only.sentence
        assert store.quarters() == quarters
        assert not path.with_name("business.json.lock.owner").exists()  # it keeps no one else from it
        with pytest.raises(NotSaved):
            store.save(document())
    with pytest.raises(Newer, match="newer trueup"):
        read_document(path)
    assert path.read_bytes() == content
    assert backups(path) == ()


# For the command line


def test_the_command_line_reads_beside_the_open_app_and_writes_nothing(path: Path) -> None:
    with pytest.raises(NoFile, match=r"no file .*business\.json"):
        read_document(path)
    with opened(path) as store:
        store.save(document(a=1))
        store.save(document("2027-Q1"))
        before = sorted(path.parent.rglob("*"))
        assert read_document(path) == document("2027-Q1")
        assert read_document(path, "2026-Q4") == document(a=1)
        assert read_document(path, "2026-Q3") is None
        assert sorted(path.parent.rglob("*")) == before


def test_asked_to_only_look(path: Path) -> None:
    saved(path, document())
    lock = path.with_name("business.json.lock")
    lock.unlink()
    with open_store(path, today=TODAY + timedelta(1), read_only=True) as store:
        assert store.read_only is not None
        assert store.read_only.reason == "asked"
        with pytest.raises(NotSaved):
            store.save(document())
    assert {each.name for each in path.parent.iterdir()} == {"business.json"}


# Backups


def test_one_backup_per_day_of_use_and_ten_kept(path: Path) -> None:
    for day in range(KEPT + 3):
        for answer in ("morning", "evening"):
            saved(path, document(a=answer, day=day), today=TODAY + timedelta(day))
    kept = backups(path)
    assert [each.when for each in kept] == [TODAY + timedelta(day) for day in range(KEPT + 2, 2, -1)]
    assert len(list(kept[0].path.parent.iterdir())) == KEPT
    # As it was when first opened that day: with what was saved the evening before.
    assert plainly(kept[0].path) == [document(a="evening", day=KEPT + 1)]
    assert (kept[0].quarters, kept[0].answers) == (("2026-Q4",), 2)


def test_a_backup_cut_short_on_another_day_is_swept(path: Path) -> None:
    saved(path, document())
    opened(path).close()
    left = backups(path)[0].path.with_name(f".{TODAY}.json.saving-{'0f' * 8}")
    left.write_text("half a back")
    opened(path, TODAY + timedelta(1)).close()
    assert not left.exists()


def test_a_clock_set_back_does_not_cost_today_its_backup(path: Path) -> None:
    for day in range(KEPT + 1):
        saved(path, document(day=day), today=TODAY + timedelta(day))
    opened(path, date(1970, 1, 1)).close()
    assert date(1970, 1, 1) in [each.when for each in backups(path)]
    assert len(backups(path)) == KEPT


def test_no_room_for_a_backup_is_no_reason_not_to_open(path: Path) -> None:
    saved(path, document())
    path.with_name("business.json.backups").write_text("a file where the folder should be")
    with opened(path) as store:
        assert store.load() == document()
        assert store.read_only is None


def test_only_good_backups_are_offered_newest_first(path: Path) -> None:
    saved(path, document(a=1, b=2))
    opened(path, TODAY).close()
    opened(path, TODAY + timedelta(1)).close()
    backups(path)[0].path.write_bytes(b"")
    path.write_bytes(b"")
    with pytest.raises(Damaged) as damaged:
        opened(path, TODAY + timedelta(2))
    (only,) = damaged.value.backups
    assert only.when == TODAY
    assert f"the newest good backup is from {TODAY} with 2026-Q4 and 2 answers: {only.path}" in str(damaged.value)
    assert len(list(only.path.parent.iterdir())) == 2  # neither made from a bad file nor thrown away


def test_restoring_keeps_the_bad_file_aside(path: Path) -> None:
    saved(path, document(a=1))
    opened(path).close()
    (backup,) = backups(path)
    for number in (1, 2):
        path.write_bytes(b"damage %d" % number)
        aside = restore_backup(path, backup.path)
        assert aside == path.with_name(f"business.json.damaged-{number}")
        assert aside.read_bytes() == b"damage %d" % number
        assert read_document(path) == document(a=1)
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
    bad.write_text(json.dumps({"meta": META}))
    with pytest.raises(NotSaved, match="marked read-only"):
        restore_backup(path, bad)
    assert path.read_bytes() == b"damage"
