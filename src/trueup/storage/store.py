"""The founder's file: one TinyDB with a document per quarter. The only module that opens one.

Tables: `meta` (one document: schema, business), `audits` (one document per quarter, in the import format) and
`contents` (the questions and rules that finished quarters were found by, one document per version).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import orjson
from tinydb import TinyDB

from trueup.storage.atomic import AtomicStorage, Snapshot, make_folder, marked_read_only, resolved, sweep
from trueup.storage.backups import backups, keep_backup, keep_before
from trueup.storage.content_versions import Entry, apart, whole
from trueup.storage.errors import Damaged, Locked, Newer, NoFile, NotReadable, NotSaved, Owner, WrongShape, cause, shown
from trueup.storage.lock import Lock
from trueup.storage.schema import SCHEMA, as_read_back, tables_in

_LOOK_ONLY = "so here it can be looked at, but not changed"


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Why a file can't be changed, as a word and as one sentence for the founder."""

    reason: Literal["locked", "newer", "older", "folder", "permission", "asked"]
    sentence: str
    who: str = ""
    """Locked: `process 4711`, maybe `on <host>`; empty when not known."""
    since: str = ""
    """Locked: local time, `2026-11-21 14:05`; empty when not known."""


class Store:
    """One business's file, open. Holds the lock on it until `close`. For one thread at a time.

    Documents are plain JSON-able dicts with `business` and `quarter`; what goes in and comes out are copies.
    """

    def __init__(self, storage: Snapshot, path: Path, lock: Lock | None, read_only: ReadOnly | None) -> None:
        self.path = path
        """Behind all links."""
        self.read_only = read_only
        self._storage = storage
        self._lock = lock
        self._closed = False
        self._db = TinyDB(storage=lambda: storage)
        self._meta = self._db.table("meta")
        self._audits = self._db.table("audits")
        self._contents = self._db.table("contents")
        self._ids = {document["quarter"]: document.doc_id for document in self._audits}
        self._business = next((document["business"] for document in self._meta), None)
        self._entries: dict[str, Entry] = {document["version"]: dict(document) for document in self._contents}

    @property
    def kept_aside(self) -> tuple[Path, ...]:
        """Versions another program wrote while we had the file open, kept beside it before ours replaced them."""
        return self._storage.kept_aside if isinstance(self._storage, AtomicStorage) else ()

    def quarters(self) -> list[str]:
        """The quarters in the file, oldest first."""
        return sorted(self._ids)

    def load(self, quarter: str | None = None) -> dict[str, Any] | None:
        """The document of a quarter, or of the newest one; None when there is none."""
        chosen = quarter or max(self._ids, default=None)
        document = self._audits.get(doc_id=self._ids[chosen]) if chosen in self._ids else None
        return None if document is None else self._out(document)

    def documents(self) -> dict[str, dict[str, Any]]:
        """The documents of all quarters by their names, read at once."""
        return {document["quarter"]: self._out(document) for document in self._audits}

    def save(self, document: dict[str, Any]) -> None:
        """Replace the document of its quarter, or add it; on the disk when this returns.

        Makes the file, and the folders above it, if there never was one. Raises NotSaved, also for a document
        that wouldn't read back equal; the file and `load` then say what they said before.
        """
        if self.read_only or self._closed:
            raise NotSaved(self.path, "it is closed" if self._closed else "it was opened for reading only")
        try:
            copy = as_read_back(document)
        except WrongShape as error:
            raise NotSaved(self.path, str(error)) from error
        if self._lock is None:
            self._lock = self._late_lock()
        self._save_business(document["business"])
        stored = self._in(copy)
        quarter = document["quarter"]
        if quarter in self._ids:

            def replace(before: MutableMapping[str, Any]) -> None:
                before.clear()  # a plain update would keep answers that were taken back
                before.update(stored)

            self._audits.update(replace, doc_ids=[self._ids[quarter]])
        else:
            self._ids[quarter] = self._audits.insert(stored)

    def close(self) -> None:
        """Let go of the lock. Doing so twice is fine."""
        self._closed = True
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _in(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document without what the file holds once for all quarters of a version; that is written first."""
        without, entry = apart(document)
        if entry is None:
            return document
        version = entry["version"]
        if version not in self._entries:
            self._contents.insert(entry)
            self._entries[version] = entry
        return without if self._entries[version] == entry else document

    def _out(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """A copy to hand out, whole."""
        copy: dict[str, Any] = orjson.loads(orjson.dumps(document))
        return whole(copy, self._entries)

    def _save_business(self, business: str) -> None:
        """Write `meta` when it changes, and before the first quarter: without it the file is nobody's."""
        if business == self._business:
            return
        if self._business is None:
            self._meta.insert({"schema": SCHEMA, "business": business})
        else:
            self._meta.update({"business": business})
        self._business = business

    def _late_lock(self) -> Lock:
        """The lock of a file that had no folder when it was opened."""
        try:
            make_folder(self.path.parent)
            return Lock(self.path)
        except Locked as error:
            raise NotSaved(self.path, f"it is open in another trueup{_by(error.owner)}") from error
        except OSError as error:
            raise NotSaved(self.path, cause(error)) from error


def open_store(path: Path | str, *, today: date, read_only: bool = False) -> Store:
    """Open a business's file, or get ready to make it: the file is not written before the first `save`.

    When it can't be changed, `Store.read_only` says why. When it can, what a killed save left behind is swept
    up, and the first opening of the day makes a backup; a file of an earlier schema is kept as it is, and brought to
    the form of today. Raises Damaged for a file that is no business file
    (an empty one included) and NotReadable; it is then left exactly as it is.
    """
    path = resolved(Path(path))
    there = _is_there(path)
    lock, why = (None, _asked(path)) if read_only else _claim(path, there)
    try:
        storage, schema = _read(path)
        if schema > SCHEMA:
            versions = f"(schema {schema}, this one knows {SCHEMA})"
            why = ReadOnly("newer", f"{shown(path)} was written by a newer trueup {versions}, {_LOOK_ONLY}.")
        elif schema < SCHEMA and why is None:
            storage, why = _brought_up(path, storage, schema)
        if why is None and lock is not None:
            _tidy(path, storage, today)
        store = Store(storage, path, lock, why)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    if why is not None and lock is not None:
        lock.release()
    return store


def read_document(path: Path | str, quarter: str | None = None) -> dict[str, Any] | None:
    """The document of a quarter, or of the newest, for reading only: no lock is taken, nothing is written.

    None when the file holds no such quarter. Raises NoFile, Newer, Damaged, NotReadable.
    """
    documents = read_documents(path)
    return documents.get(quarter or max(documents, default=""))


def read_documents(path: Path | str) -> dict[str, dict[str, Any]]:
    """The documents of all quarters by their names, for reading only. Raises like `read_document`."""
    path = resolved(Path(path))
    if not _is_there(path):
        raise NoFile(path)
    storage, schema = _read(path)
    if schema > SCHEMA:
        raise Newer(path)
    return Store(storage, path, None, _asked(path)).documents()


def _is_there(path: Path) -> bool:
    """Whether there is a file; NotReadable when something else is there, or can't be looked at."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NotReadable(path, cause(error)) from error
    if not stat.S_ISREG(mode):  # reading a pipe would wait for ever
        raise NotReadable(path, "it is a folder" if stat.S_ISDIR(mode) else "it is not an ordinary file")
    return True


def _claim(path: Path, there: bool) -> tuple[Lock | None, ReadOnly | None]:
    """The lock on a file, or why there can be none. Neither when its folder is yet to be made."""
    folder = path.parent
    if there and marked_read_only(path):
        return None, ReadOnly("permission", f"{shown(path)} is marked read-only, {_LOOK_ONLY}.")
    if not folder.exists():
        return None, None
    refusal = "permission denied"
    if os.access(folder, os.W_OK | os.X_OK):
        try:
            return Lock(path), None
        except Locked as error:
            owner = error.owner
            sentence = f"{shown(path)} is open in another trueup{_by(owner)}, {_LOOK_ONLY}."
            return None, ReadOnly("locked", sentence, owner.who, owner.since)
        except OSError as error:
            refusal = cause(error)
    sentence = f"{shown(folder)} takes no new files ({refusal}), and without a lock file beside it {shown(path)}"
    return None, ReadOnly("folder", f"{sentence} can be looked at, but not changed.")


def _read(path: Path) -> tuple[Snapshot, int]:
    """What the file holds, checked, and its schema; of another one as a copy that can't be written."""
    try:
        storage = AtomicStorage(path)
    except OSError as error:
        raise NotReadable(path, cause(error)) from error
    if storage.content is None:
        return storage, SCHEMA
    try:
        tables, schema = tables_in(storage.content)
    except WrongShape as error:
        raise Damaged(path, str(error), backups(path)) from error
    if schema != SCHEMA:
        return Snapshot(orjson.dumps(tables), tables), schema
    return storage, schema


def _brought_up(path: Path, tables: Snapshot, schema: int) -> tuple[Snapshot, ReadOnly | None]:
    """The file of an earlier schema, written in the form of today; or why it can only be looked at in that form."""
    try:
        storage = AtomicStorage(path)
        keep_before(path, storage.content or b"", schema)
        storage.write(tables.read() or {})
    except (OSError, NotSaved) as error:
        why = error.cause if isinstance(error, NotSaved) else cause(error)
        sentence = f"{shown(path)} is of an earlier trueup and could not be brought to the form of today ({why})"
        return tables, ReadOnly("older", f"{sentence}, {_LOOK_ONLY}.")
    return storage, None


def _tidy(path: Path, storage: Snapshot, today: date) -> None:
    # Neither is worth keeping founders from their answers; a full disk, say, is theirs to hear of when they save.
    with suppress(OSError):
        sweep(path.parent, rf"{re.escape(path.name)}(\.lock\.owner)?")
    with suppress(OSError):
        if storage.content is not None:
            keep_backup(path, storage.content, today)


def _asked(path: Path) -> ReadOnly:
    return ReadOnly("asked", f"{shown(path)} was opened for reading only, as asked.")


def _by(owner: Owner) -> str:
    return f" ({owner.who}, since {owner.since})" if owner.who else ""
