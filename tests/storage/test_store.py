"""The founder's file: saved data can be read back, and data that couldn't be read back is refused."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.storage.files import TODAY, document, opened, plainly, saved
from tinydb import TinyDB, where

from trueup.answers.limits import QUARTER
from trueup.answers.model import mark
from trueup.storage.backups import backups
from trueup.storage.errors import NoFile, NotSaved
from trueup.storage.schema import SCHEMA
from trueup.storage.store import business_id, open_store, read_documents

META = {"1": {"schema": SCHEMA, "business": "Plumbline"}}
AUDIT = {"business": "Plumbline", "quarter": "2026-Q4"}


class OneMore(NamedTuple):
    """A subclass of tuple: accepted wherever a tuple is, but orjson refuses to write it."""

    number: int


# Saving and loading


def test_plain_tinydb_can_open_the_file_and_find_its_tables(path: Path) -> None:
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
    st.from_regex(QUARTER, fullmatch=True),
    st.dictionaries(_TEXT, _JSON, max_size=4),
)


@given(st.lists(_DOCUMENTS, min_size=1, max_size=3))
def test_plain_tinydb_and_our_store_read_back_exactly_the_saved_documents(documents: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "business.json"
        saved(path, *documents)
        expected = {each["quarter"]: each for each in documents}
        assert {each["quarter"]: each for each in plainly(path)} == expected
        with opened(path) as store:
            assert {quarter: store.load(quarter) for quarter in store.quarters()} == expected


def test_the_newest_quarter_is_the_default(path: Path) -> None:
    saved(path, document("2027-Q1"), document("2026-Q4"))
    with opened(path) as store:
        assert store.quarters() == ["2026-Q4", "2027-Q1"]
        assert store.load() == document("2027-Q1")
        assert store.load("2026-Q4") == document("2026-Q4")
        assert store.load("2026-Q3") is None


def test_a_removed_answer_is_gone_from_the_file(path: Path) -> None:
    saved(path, {**document(a=1), "disclosed": {"start.gated": "before"}}, document(b=2))
    assert plainly(path) == [document(b=2)]


def test_saving_keeps_other_tables_and_fields(path: Path) -> None:
    tables = {
        "meta": META,
        "audits": {"7": {**AUDIT, "from": "later"}},
        "decisions": {"1": {"accepted": True}},
        "x": {},
    }
    path.write_text(json.dumps(tables))
    saved(path, document("2027-Q1"))
    found = json.loads(path.read_text())
    assert found.pop("audits") == {"7": {**AUDIT, "from": "later"}, "8": document("2027-Q1")}
    assert found == {key: each for key, each in tables.items() if key != "audits"}


def test_a_renamed_business_is_renamed_in_meta(path: Path) -> None:
    saved(path, document(), {**document(), "business": "Plumb & Line"})
    assert json.loads(path.read_text())["meta"] == {
        "1": {"schema": SCHEMA, "business": "Plumb & Line", "id": mark("Plumbline")}
    }


def test_a_loaded_document_is_a_copy(path: Path) -> None:
    given_in = document(a=["x"])
    with opened(path) as store:
        store.save(given_in)
        given_in["answers"]["a"].append("never saved")
        loaded = store.load()
        assert loaded == document(a=["x"])
        loaded["answers"]["a"].append("never saved")
        assert store.load() == document(a=["x"])
        store.documents()["2026-Q4"]["answers"]["a"].append("never saved")
        assert store.load() == document(a=["x"])
        store.save(document("2027-Q1"))
    assert plainly(path) == [document(a=["x"]), document("2027-Q1")]


# Marks: the versions of the questions and checks that produced a quarter's findings


def found(**rules: str) -> dict[str, Any]:
    return {"day": "2026-12-31", "content": "v1", "questions": {"q.id": "as-asked"}, "rules": rules}


def test_marks_are_stored_once_in_the_file_and_returned_in_every_document(path: Path) -> None:
    finished = [{**document(f"2026-Q{number}", a=1), "found": found(check="0f")} for number in (1, 2, 3)]
    later = {**document("2026-Q4"), "found": found(check="1f")}
    saved(path, *finished, later)
    assert path.read_text().count("as-asked") == 2
    assert [entry["rules"] for entry in json.loads(path.read_text())["marks"].values()] == [
        {"check": "0f"},
        {"check": "1f"},
    ]
    assert list(read_documents(path).values()) == [*finished, later]
    with opened(path) as store:
        assert store.load("2026-Q2") == finished[1]
        loaded = store.load("2026-Q1")
        assert loaded
        loaded["found"]["rules"]["check"] = "never saved"
        assert store.load("2026-Q2") == finished[1]


def test_a_quarter_that_is_reopened_and_finished_again_is_complete(path: Path) -> None:
    finished = {**document(), "found": found(check="0f")}
    saved(path, finished, document(), finished)
    assert list(read_documents(path).values()) == [finished]
    assert len(json.loads(path.read_text())["marks"]) == 1


_MARKS = st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy"), max_size=2)


@given(
    st.lists(
        st.fixed_dictionaries({}, optional={"questions": _MARKS | _JSON, "rules": _MARKS | _JSON, "day": _TEXT}),
        min_size=1,
        max_size=4,
    )
)
def test_saved_findings_read_back_unchanged(finds: list[dict[str, Any]]) -> None:
    documents = [{**document(f"202{number}-Q1"), "found": each} for number, each in enumerate(finds)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "business.json"
        saved(path, *documents)
        assert [each["found"] for each in read_documents(path).values()] == finds


def test_there_is_no_file_before_the_first_save(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "business.json"
    with opened(path) as store:
        assert (store.read_only, store.quarters(), store.load()) == (None, [], None)
        assert list(tmp_path.iterdir()) == []
        store.save(document())
    assert plainly(path) == [document()]
    if os.name != "nt":
        assert [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path.parents[1])] == [0o700, 0o700]


def test_no_other_user_can_read_anything_in_the_folder(path: Path) -> None:
    saved(path, document())
    saved(path, document(a=1))
    with opened(path):
        found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.rglob("*")}
    assert found == {
        "business.json": 0o600,
        "business.json.lock": 0o600,
        "business.json.lock.owner": 0o600,
        "business.json.backups": 0o700,
        f"{TODAY}.json": 0o600,
    }


def test_only_the_process_with_the_lock_deletes_temporary_files_of_killed_saves(path: Path) -> None:
    saved(path, document())
    left = [path.with_name(f".{name}.saving-{'0f' * 8}") for name in (path.name, f"{path.name}.lock.owner")]
    others = path.with_name(f".businessXjson.saving-{'0f' * 8}")
    for each in (*left, others):
        each.write_text("half a sav")
    open_store(path, today=TODAY, read_only=True).close()
    assert all(each.exists() for each in left)
    opened(path).close()
    assert not any(each.exists() for each in left)
    assert others.exists()


# Data that can't be saved


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
        ({1: "x"}, "answers.a.0 has a key that isn't text: 1"),
        ({0: "x"}, "answers.a.0 has a key that isn't text: 0"),
        ({"\ud83d": "x"}, r"answers.a.0 has a key that isn't text: '\ud83d'"),
        (OneMore(1), "the document holds something that can't be written as JSON"),
    ],
)
def test_a_value_that_could_not_be_read_back_is_not_saved(path: Path, value: object, reason: str) -> None:
    saved(path, document())
    before = path.read_bytes()
    with opened(path) as store:
        with pytest.raises(NotSaved) as refusal:
            store.save(document(a=[value]))
        assert reason in str(refusal.value)
        assert str(path) in str(refusal.value)
        assert store.load() == document()
    assert path.read_bytes() == before


def test_a_list_that_contains_itself_is_refused(path: Path) -> None:
    endless: list[object] = []
    endless.append(endless)
    with opened(path) as store, pytest.raises(NotSaved, match="nested too deep"):
        store.save(document(a=endless))
    assert not path.exists()


@pytest.mark.parametrize(
    "odd", [{}, {"business": "x"}, {**AUDIT, "quarter": "0000-Q1"}, {**AUDIT, "quarter": 4}, {**AUDIT, "answers": []}]
)
def test_a_document_that_would_later_count_as_damaged_is_not_saved(path: Path, odd: dict[str, Any]) -> None:
    with opened(path) as store, pytest.raises(NotSaved, match="not in the form"):
        store.save(odd)
    assert not path.exists()


FILL = """
import resource, sys
from datetime import date
from trueup.storage.errors import NotSaved
from trueup.storage.store import open_store
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
def test_a_file_too_large_for_the_system_is_reported_and_a_smaller_one_is_saved(path: Path) -> None:
    saved(path, document())
    done = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Not saved to {path}: the file would be larger than this system allows.\n"
    assert plainly(path) == [document(a="short again")]
    assert not list(path.parent.glob(".*"))


# Reading for the command line


def test_the_command_line_reads_while_the_app_is_open_and_writes_nothing(path: Path) -> None:
    with pytest.raises(NoFile, match=r"no file .*business\.json"):
        read_documents(path)
    with opened(path) as store:
        store.save(document(a=1))
        store.save(document("2027-Q1"))
        before = sorted(path.parent.rglob("*"))
        assert read_documents(path) == {"2026-Q4": document(a=1), "2027-Q1": document("2027-Q1")}
        assert sorted(path.parent.rglob("*")) == before


def test_a_file_can_be_opened_for_reading_only(path: Path) -> None:
    saved(path, document())
    lock = path.with_name("business.json.lock")
    lock.unlink()
    with open_store(path, today=TODAY + timedelta(1), read_only=True) as store:
        assert store.read_only is not None
        assert store.read_only.reason == "asked"
        with pytest.raises(NotSaved):
            store.save(document())
    assert {each.name for each in path.parent.iterdir()} == {"business.json"}


# Saving to another file, and removing a quarter


def test_all_quarters_can_be_saved_to_another_file(path: Path) -> None:
    finished = {**document("2026-Q3", a=1), "found": found(check="0f")}
    saved(path, finished, document())
    other = path.with_name("rescued.json")
    with opened(path) as store:
        assert store.save_to(other, document(typed="since")) == other
        with pytest.raises(NotSaved, match="is there already"):
            store.save_to(other, document())
        with pytest.raises(NotSaved, match="its folder"):
            store.save_to(path.parent / "gone" / "rescued.json", document())
    assert list(read_documents(other).values()) == [finished, document(typed="since")]
    assert list(read_documents(path).values()) == [finished, document()]


def test_removing_a_quarter_keeps_the_others(path: Path) -> None:
    saved(path, document("2062-Q4", slip=True), document(a=1))
    with opened(path) as store:
        store.remove("2062-Q4")
        assert store.quarters() == ["2026-Q4"]
    assert read_documents(path) == {"2026-Q4": document(a=1)}
    assert "2062-Q4" in backups(path)[0].quarters


def test_a_renamed_business_keeps_its_id(path: Path) -> None:
    saved(path, document())
    before = business_id(path)
    saved(path, {**document(), "business": "Plumb & Line"})
    saved(path, {**document(), "business": "Line"})
    assert business_id(path) == before
    saved(path.with_name("other.json"), {**document(), "business": "Line"})
    assert business_id(path.with_name("other.json")) != before
