"""Files that aren't business files, or come from a later version, are reported and left exactly as they are."""

from __future__ import annotations

import json
import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from tests.storage.files import TODAY, document, opened, saved

from trueup.storage.backups import backups
from trueup.storage.errors import Damaged, FileError, Newer, NotReadable, NotSaved, WrongShape
from trueup.storage.form import wrong_in_file
from trueup.storage.schema import SCHEMA, tables_in
from trueup.storage.store import open_store, read_documents

META = {"1": {"schema": SCHEMA, "business": "Plumbline"}}
AUDIT = {"business": "Plumbline", "quarter": "2026-Q4"}


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
    "an id that isn't a number": (json.dumps({"meta": META, "audits": {"x": AUDIT}}).encode(), "(audits.x"),
    "no quarter": (json.dumps({"meta": META, "audits": {"1": {"business": "x"}}}).encode(), "(audits.1.quarter: "),
    "a quarter twice": (json.dumps({"meta": META, "audits": {"1": AUDIT, "2": AUDIT}}).encode(), "'2026-Q4' twice"),
}


SOUND = {
    "meta": {"1": {"schema": SCHEMA, "business": "x", "id": "y"}},
    "audits": {"1": AUDIT, "20": {**AUDIT, "quarter": "2026-Q3", "answers": {"offer.start": "alone"}}},
    "marks": {"1": {"marks": "m", "rules": {"a": "b"}, "questions": {"c": "d"}}},
    "more": [],
}
ODD = [None, True, 0, 1.5, -1, "x", "01", "2026-Q4\n", [], {}, {"1": 1}, {"x": "y"}, {"01": AUDIT}]


def places(value: object) -> list[tuple[str, ...]]:
    """The path of every value in tables."""
    parts = value.items() if isinstance(value, dict) else ()
    return [(), *((key, *path) for key, part in parts for path in places(part))]


def otherwise(value: Any, path: tuple[str, ...], odd: object) -> Any:
    """Tables with another value at a path."""
    return {**value, path[0]: otherwise(value[path[0]], path[1:], odd)} if path else odd


@pytest.mark.parametrize("path", places(SOUND)[1:], ids=".".join)
def test_a_file_is_taken_exactly_if_the_models_of_its_form_take_it(path: tuple[str, ...]) -> None:
    for tables in (SOUND, *(otherwise(SOUND, path, odd) for odd in ODD)):
        wrong = wrong_in_file(tables)
        with pytest.raises(WrongShape, match=re.escape(wrong)) if wrong else nullcontext():
            tables_in(json.dumps(tables).encode())


@pytest.mark.parametrize(("content", "what"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_reported_and_left_exactly_as_it_is(path: Path, content: bytes, what: str) -> None:
    path.write_bytes(content)
    status = path.stat()
    attempts = (
        lambda: opened(path),
        lambda: open_store(path, today=TODAY, read_only=True),
        lambda: read_documents(path),
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
def test_a_truncated_business_file_is_reported_as_cut_off(path: Path, keep: float) -> None:
    saved(path, document(a="x" * 100), document("2027-Q1"))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(Damaged, match="is cut off in line"):
        opened(path)


def test_opening_a_damaged_file_releases_the_lock(path: Path) -> None:
    path.touch()
    with pytest.raises(Damaged) as still_known:
        opened(path)
    path.unlink()
    with opened(path) as store:
        assert store.read_only is None
    assert still_known.value.path == path


def test_a_folder_or_a_pipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="it is a folder"):
        opened(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(NotReadable, match="not an ordinary file"):
            read_documents(tmp_path / "pipe")


def test_a_file_name_with_control_characters_is_printed_without_them(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\u202ered.json"
    path.touch()
    with pytest.raises(FileError) as error:
        opened(path)
    assert "\ufffd[31m\ufffdred.json is empty" in str(error.value)


# Files of a newer trueup


@pytest.mark.parametrize(
    ("audits", "quarters"), [({"1": AUDIT}, ["2026-Q4"]), ({"1": AUDIT, "2": 3}, ["2026-Q4"]), ([], []), (None, [])]
)
def test_a_newer_file_can_only_be_read(path: Path, audits: object, quarters: list[str]) -> None:
    content = json.dumps({"meta": {"1": {"schema": SCHEMA + 1}}, "audits": audits}).encode()
    path.write_bytes(content)
    with opened(path) as store:
        assert store.read_only is not None
        assert store.read_only.reason == "newer"
        assert f"newer trueup (schema {SCHEMA + 1}, this one knows {SCHEMA})" in store.read_only.sentence
        assert store.quarters() == quarters
        # reading takes no lock that would keep another process out
        assert not path.with_name("business.json.lock.owner").exists()
        with pytest.raises(NotSaved):
            store.save(document())
    with pytest.raises(Newer, match="newer trueup"):
        read_documents(path)
    assert path.read_bytes() == content
    assert backups(path) == ()


def test_a_quarter_in_a_newer_file_is_read_with_its_rules(path: Path) -> None:
    """The versions of the rules are in a table of their own; rows of an unknown form in that table are ignored."""
    finished = AUDIT | {"found": {"content": "v1", "questions": {"q": "0f0f0f0f"}, "rules": {"c": "1"}}}
    saved(path, finished)
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    tables["marks"]["2"] = {"another": "form"}
    path.write_bytes(json.dumps(tables).encode())
    with opened(path) as store:
        assert store.load() == finished
