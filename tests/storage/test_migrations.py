"""A file of an earlier schema can be opened. Saving converts it to the current schema and keeps a copy of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.businesses import content_of
from tests.storage.files import TODAY, opened, plainly

from trueup.answers.document import audit_from_document, document_from_audit
from trueup.answers.model import mark
from trueup.storage import backups, store
from trueup.storage import schema as shape
from trueup.storage.atomic import Tables
from trueup.storage.errors import Damaged, NotSaved
from trueup.storage.migrations import MIGRATIONS
from trueup.storage.store import open_store, read_documents

FIXTURES = Path(__file__).parents[1] / "fixtures"
CONTENT = content_of(FIXTURES / "content")
FILES = sorted((FIXTURES / "files").glob("schema-*.json"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(FILES[0], tmp_path / "business.json"))


def save_again(path: Path) -> None:
    """Save a quarter unchanged. Saving, not opening, converts a file to the current schema."""
    with opened(path) as store:
        store.save(store.documents()["2026-Q4"])


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a schema after the current one; its migration adds an answer to every quarter."""

    def up(tables: Tables) -> Tables:
        audits = {key: {**doc, "answers": {**doc["answers"], "moved": True}} for key, doc in tables["audits"].items()}
        return {**tables, "audits": audits}

    monkeypatch.setitem(MIGRATIONS, shape.SCHEMA, up)
    wanted = shape.SCHEMA + 1
    for module in (shape, store):
        monkeypatch.setattr(module, "SCHEMA", wanted)


def test_there_is_a_fixture_file_of_every_schema_so_far() -> None:
    assert [file.stem for file in FILES] == [f"schema-{number}" for number in range(3, shape.SCHEMA + 1)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_any_schema_opens_with_all_its_data(file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(file, tmp_path / "business.json"))
    with opened(path) as store:
        assert store.read_only is None
        assert store.quarters() == ["2026-Q3", "2026-Q4"]
        finished, current = (audit_from_document(store.load(quarter), CONTENT) for quarter in store.quarters())
        assert finished.found
        assert [each.state for each in finished.found.mismatches] == ["open", "open", "accepted"]
        assert finished.of("channel")[0].many("steps") == ("reads", "talks?", "pays")
        assert current.unconfirmed
        assert current.objected
        assert {name: each.state for name, each in current.plan[0].touchpoints.items()} == {
            "ads": "na",
            "home page": "done",
        }
        assert current.set_aside
        assert current.answers["offer.start"].state == "unsure"
        store.save(document_from_audit(current))
    assert list(read_documents(path).values()) == [document_from_audit(finished), document_from_audit(current)]
    assert finished.found.questions["offer.start"] == mark("Can somebody buy without talking to you?")
    assert set(finished.found.questions) == set(CONTENT.questions)
    assert finished.found.rules["start.gated"] == "5d0d0a52"


def test_saving_replaces_former_names_by_current_ones(path: Path) -> None:
    before = path.read_bytes()
    save_again(path)
    assert json.loads(path.read_bytes()) == json.loads(FILES[1].read_bytes())
    assert (path.with_name("business.json.backups") / "schema-3.json").read_bytes() == before


def test_a_file_with_current_names_keeps_them() -> None:
    tables = json.loads(FILES[1].read_bytes())
    assert MIGRATIONS[3](tables) == tables


@pytest.mark.parametrize("step", MIGRATIONS)
@pytest.mark.parametrize(
    "audits",
    [
        [],
        "text",
        {"1": "text"},
        {"1": {"plan": {"a": 1}}},
        {"1": {"plan": ["b", {}]}},
        {"1": {"found": "text"}},
        {"1": {"found": {"content": 1, "rules": {}}}},
        {"1": {"found": {"content": "v1", "rules": {"c": 1}, "questions": ["q"]}}},
        {"1": {"answers": [], "unconfirmed": {}, "roles": ["r"], "set_aside": 3, "place": None}},
        {"1": {"plan": [{"test": "t", "touchpoints": []}], "found": {"mismatches": [{"state": 1}, "m"]}}},
    ],
)
@pytest.mark.parametrize("contents", [[], "text", {"1": "text"}, {"1": {"questions": ["q"]}}])
def test_migrations_leave_tables_of_an_unexpected_form_unchanged(step: int, audits: Any, contents: Any) -> None:
    tables = {"meta": {"1": {"schema": step, "business": "x"}}, "audits": audits, "contents": contents}
    assert MIGRATIONS[step](tables) == {name: table for name, table in tables.items() if name != "contents"}


@pytest.mark.usefixtures("one_more")
def test_the_file_is_copied_before_the_first_migration(path: Path) -> None:
    before = path.read_bytes()
    with opened(path) as store:
        assert store.read_only is None
        assert all(document["answers"]["moved"] for document in store.documents().values())
        assert path.read_bytes() == before, "opening changes nothing"
        store.save(store.documents()["2026-Q4"])
    assert all(document["answers"]["moved"] for document in plainly(path))
    assert json.loads(path.read_bytes())["meta"]["1"]["schema"] == shape.SCHEMA
    copy = path.with_name("business.json.backups") / "schema-3.json"
    assert copy.read_bytes() == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_truncated_copy_is_deleted_when_the_copy_is_made_again(path: Path) -> None:
    folder = path.with_name("business.json.backups")
    folder.mkdir()
    left = folder / f".schema-3.json.saving-{'0f' * 8}"
    left.write_text("half a co")
    (folder / "schema-3.json").write_text("of another file")
    save_again(path)
    assert not left.exists()
    assert (folder / "schema-3-2.json").read_bytes() == FILES[0].read_bytes()


@pytest.mark.usefixtures("one_more")
def test_migrating_a_second_file_keeps_the_copies_of_both(path: Path) -> None:
    save_again(path)
    first = json.loads(FILES[0].read_bytes())
    first["meta"]["1"]["business"] = "Another"
    path.write_text(json.dumps(first))
    save_again(path)
    save_again(path)
    folder = path.with_name("business.json.backups")
    assert {file.name for file in folder.iterdir() if file.name.startswith("schema")} == {
        "schema-3.json",
        "schema-3-2.json",
    }


@pytest.mark.usefixtures("one_more")
def test_reading_a_file_of_an_earlier_schema_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert read_documents(path)["2026-Q3"]["answers"]["moved"]
    for read_only in (True, False):
        with open_store(path, today=TODAY, read_only=read_only) as store:
            assert store.documents()["2026-Q4"]["answers"]["moved"]
    assert path.read_bytes() == before
    assert not path.with_name("business.json.backups").exists()


@pytest.mark.usefixtures("one_more")
def test_nothing_is_saved_if_no_copy_can_be_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "replace_file", full)
    before = path.read_bytes()
    with opened(path) as store:
        document = store.documents()["2026-Q4"]
        assert document["answers"]["moved"]
        with pytest.raises(NotSaved, match=r"no copy of the earlier format could be kept \(the disk is full\)"):
            store.save(document)
    assert path.read_bytes() == before


@pytest.mark.parametrize("never_released", [1, 2])
def test_a_schema_without_a_migration_is_reported_and_the_file_is_unchanged(path: Path, never_released: int) -> None:
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema"] = never_released
    path.write_text(json.dumps(tables))
    before = path.read_bytes()
    with pytest.raises(Damaged, match=rf"no longer knows \(schema {never_released}\)"):
        opened(path)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("one_more")
def test_a_backup_of_an_earlier_schema_can_still_be_restored(path: Path) -> None:
    save_again(path)
    copy = path.with_name("business.json.backups") / "schema-3.json"
    assert backups.restore_backup(path, copy) is not None
    with opened(path) as store:
        assert store.documents()["2026-Q4"]["answers"]["moved"]
