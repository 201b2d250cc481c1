"""The founder's file: one TinyDB database with a document per quarter. Only this module opens it.

Tables: `meta` (one document: schema, business), `audits` (one document per quarter, in the import format) and `marks`
(marks of the rules and questions behind finished quarters, one document for all quarters that share them).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import orjson
from tinydb import TinyDB, where

from trueup.answers.model import mark
from trueup.storage.atomic import AtomicStorage, make_folder, marked_read_only, resolved
from trueup.storage.backups import backups, keep_as_it_was, sweep_up
from trueup.storage.errors import Damaged, Locked, Newer, NoFile, NotReadable, NotSaved, Owner, WrongShape, cause, shown
from trueup.storage.lock import Lock
from trueup.storage.migrations import KEY, apart, whole
from trueup.storage.schema import SCHEMA, as_read_back, tables_in

_LOOK_ONLY = "so here it can be looked at, but not changed"


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Why a file can't be changed, as a word and as one sentence for the founder."""

    reason: Literal["locked", "newer", "folder", "permission", "asked"]
    sentence: str
    who: str = ""
    """Locked: `process 4711`, maybe `on <host>`; empty when not known."""
    since: str = ""
    """Locked: local time, `2026-11-21 14:05`; empty when not known."""


class Store:
    """One business's file, open. Holds the lock on it until `close`. For one thread at a time.

    Documents are plain JSON-able dicts with `business` and `quarter`; the documents passed in and out are copies.
    TinyDB finds, inserts, replaces and removes a quarter by query. A document is always replaced as a whole, because
    its answers are checked and judged together.
    """

    def __init__(
        self,
        storage: AtomicStorage,
        path: Path,
        lock: Lock | None,
        read_only: ReadOnly | None,
        before_first_change: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        """The path with all links resolved."""
        self.read_only = read_only
        self._storage = storage
        self._lock = lock
        self._before_first_change = before_first_change
        self._closed = False
        self._db = TinyDB(storage=lambda: storage)
        self._meta = self._db.table("meta")
        self._audits = self._db.table("audits")
        self._marks = self._db.table("marks")

    @property
    def kept_aside(self) -> tuple[Path, ...]:
        """Versions that another program wrote while we had the file open, kept beside the file before ours replaced
        them.
        """
        return self._storage.kept_aside

    @property
    def is_gone(self) -> bool:
        """Whether the file was there, but has been deleted or moved away."""
        return self._storage.is_gone

    @property
    def times_gone(self) -> int:
        """How often the file was gone and has been written again."""
        return self._storage.times_gone

    @property
    def id(self) -> str:
        """The id of the business, which stays when its name changes; calendar entries use it."""
        return _id_in(next(iter(self._meta), {}))

    @property
    def business(self) -> str:
        """The name of the business; empty if there is none. Before the first quarter, it may be half typed."""
        return next((str(meta["business"]) for meta in self._meta), "")

    def quarters(self) -> list[str]:
        """The quarters in the file, oldest first."""
        return sorted(document["quarter"] for document in self._audits)

    def load(self, quarter: str | None = None) -> dict[str, Any] | None:
        """The document of a quarter, by default the newest; None if there is none."""
        chosen = quarter or max(self.quarters(), default="")
        document = self._audits.get(where("quarter") == chosen)
        return None if document is None else _copy(document, self._marks)

    def documents(self) -> dict[str, dict[str, Any]]:
        """The documents of all quarters by their names, oldest first."""
        marks = self._marks.all()
        return {each["quarter"]: _copy(each, marks) for each in sorted(self._audits, key=itemgetter("quarter"))}

    def save(self, document: dict[str, Any]) -> None:
        """Replace the document of its quarter, or add it. It is on the disk when this returns.

        Makes the file, and the folders above it, if there never was one. Raises NotSaved, also for a document that
        wouldn't read back equal; the file and the result of `load` are then unchanged.
        """
        stored, marks = apart(self._fit(document))
        self._get_ready()
        self._save_business(document["business"])
        if marks is not None and not self._marks.contains(where(KEY) == marks[KEY]):
            self._marks.insert(marks)

        def replace(before: MutableMapping[str, Any]) -> None:
            before.clear()  # a plain update would keep answers that were taken back
            before.update(stored)

        if not self._audits.update(replace, where("quarter") == document["quarter"]):
            self._audits.insert(stored)

    def save_business(self, name: str) -> None:
        """Write the name of a business that has no quarter yet, as far as it is typed. Raises NotSaved."""
        self._get_ready()
        self._save_business(name)

    def remove(self, quarter: str) -> None:
        """Remove a quarter from the file; on disk when this returns. Raises NotSaved."""
        self._get_ready()
        self._audits.remove(where("quarter") == quarter)

    def save_to(self, path: Path | str, document: dict[str, Any]) -> Path:
        """Write all quarters, including this document in its quarter's place, to another file, and return its path.

        This is for when the file itself can't be written. Raises NotSaved, also if the other file already exists.
        """
        path = resolved(Path(path))
        quarters = {**self.documents(), document["quarter"]: self._fit(document)}
        tables = {
            "meta": {"1": {"schema": SCHEMA, "business": document["business"]}},
            "audits": {str(number): each for number, each in enumerate(quarters.values(), 1)},
        }
        if path.exists() or path.is_symlink():
            raise NotSaved(path, "something of this name is there already")
        try:
            AtomicStorage(path).write(tables)
        except OSError as error:
            raise NotSaved(path, cause(error)) from error
        return path

    def close(self) -> None:
        """Release the lock. Doing so twice is fine."""
        self._closed = True
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fit(self, document: dict[str, Any]) -> dict[str, Any]:
        """A copy of a document that reads back equal. Raises NotSaved if that isn't possible."""
        try:
            return as_read_back(document)
        except WrongShape as error:
            raise NotSaved(self.path, str(error)) from error

    def _get_ready(self) -> None:
        """Take the lock, and keep the file as it was before today's first change. Raises NotSaved."""
        if self.read_only or self._closed:
            raise NotSaved(self.path, "it is closed" if self._closed else "it was opened for reading only")
        if self._lock is None:
            self._lock = _late_lock(self.path)
        if self._before_first_change is not None:
            self._before_first_change()
            self._before_first_change = None

    def _save_business(self, business: str) -> None:
        """Write `meta` when it changes, and before the first quarter: without it, the file belongs to no business."""
        meta = next(iter(self._meta), None)
        if meta is None:
            self._meta.insert({"schema": SCHEMA, "business": business})
        elif meta["business"] != business:
            # The id stays when the name changes, but not while the first name is being typed.
            self._meta.update({"business": business, **({"id": _id_in(meta)} if len(self._audits) else {})})


def open_store(path: Path | str, *, today: date, read_only: bool = False) -> Store:
    """Open a business's file, or get ready to make it: nothing is written before the first `save`.

    If the file can't be changed, `Store.read_only` says why. Otherwise, what a killed save left behind is removed.
    Before the first save of the day, the file is copied as a backup; a file of an earlier schema is copied for good.
    Raises NotReadable, and Damaged for a file that isn't a business file, such as an empty one. Both leave the file as
    it is.
    """
    path = resolved(Path(path))
    there = _is_there(path)
    lock, why = (None, _asked(path)) if read_only else _claim(path, there)
    try:
        storage, schema = _read(path)
        if schema > SCHEMA:
            versions = f"(schema {schema}, this one knows {SCHEMA})"
            why = ReadOnly("newer", f"{shown(path)} was written by a newer trueup {versions}, {_LOOK_ONLY}.")
        if why is None and lock is not None:
            with suppress(OSError):  # leftovers do no harm
                sweep_up(path)
        keep = partial(keep_as_it_was, path, storage.content, schema if schema < SCHEMA else None, today)
        store = Store(storage, path, lock, why, keep)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    if why is not None and lock is not None:
        lock.release()
    return store


def read_documents(path: Path | str) -> dict[str, dict[str, Any]]:
    """The documents of all quarters by their names, for reading only: no lock is taken, nothing is written.

    Raises NoFile, Newer, Damaged, NotReadable.
    """
    return _looked_into(path).documents()


def business_id(path: Path | str) -> str:
    """`Store.id` of a file, for reading only. Raises the same errors as `read_documents`."""
    return _looked_into(path).id


def _looked_into(path: Path | str) -> Store:
    path = resolved(Path(path))
    if not _is_there(path):
        raise NoFile(path)
    storage, schema = _read(path)
    if schema > SCHEMA:
        raise Newer(path)
    return Store(storage, path, None, _asked(path))


def _is_there(path: Path) -> bool:
    """Whether the file exists. Raises NotReadable if something else is there, or if it can't be checked."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NotReadable(path, cause(error)) from error
    if not stat.S_ISREG(mode):  # reading a pipe would wait forever
        raise NotReadable(path, "it is a folder" if stat.S_ISDIR(mode) else "it is not an ordinary file")
    return True


def _claim(path: Path, there: bool) -> tuple[Lock | None, ReadOnly | None]:
    """The lock on a file, or the reason why none is possible. Neither if its folder doesn't exist yet."""
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


def _read(path: Path) -> tuple[AtomicStorage, int]:
    """The contents of the file, checked and in the current form, and the schema of the file on disk."""
    try:
        storage = AtomicStorage(path)
    except OSError as error:
        raise NotReadable(path, cause(error)) from error
    if storage.content is None:
        return storage, SCHEMA
    try:
        storage.tables, schema = tables_in(storage.content)
    except WrongShape as error:
        raise Damaged(path, str(error), backups(path)) from error
    return storage, schema


def _late_lock(path: Path) -> Lock:
    """The lock of a file whose folder didn't exist when the file was opened."""
    try:
        make_folder(path.parent)
        return Lock(path)
    except Locked as error:
        raise NotSaved(path, f"it is open in another trueup{_by(error.owner)}") from error
    except OSError as error:
        raise NotSaved(path, cause(error)) from error


def _id_in(meta: Mapping[str, Any]) -> str:
    return str(meta.get("id") or mark(str(meta.get("business", ""))))


def _copy(document: Mapping[str, Any], marks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A complete copy of a document, marks included, for the caller."""
    copy: dict[str, Any] = orjson.loads(orjson.dumps(whole(document, marks)))
    return copy


def _asked(path: Path) -> ReadOnly:
    return ReadOnly("asked", f"{shown(path)} was opened for reading only, as asked.")


def _by(owner: Owner) -> str:
    return f" ({owner.who}, since {owner.since})" if owner.who else ""
