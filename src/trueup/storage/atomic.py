"""Atomic file writes, so that a file is on disk either whole or not at all, and TinyDB's storage built on them."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from trueup.storage.errors import NotSaved, cause

Tables = dict[str, dict[str, Any]]
"""Name → number → document, as TinyDB has them."""

Stamp = tuple[int, int, int, int]
"""Device, inode, change time in nanoseconds and size: differs when someone else wrote the file."""

_READABLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
"""Indented, because a founder may want to read the file."""

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def resolved(path: Path) -> Path:
    """The path with all links resolved: replacing a link itself would cut it off from its target."""
    return Path(os.path.realpath(path))


def beside(path: Path, ending: str) -> Path:
    """The file or folder next to `path` with the same name plus `ending`."""
    return path.with_name(path.name + ending)


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents, for the owner only. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Wait until names made or replaced in this folder are on the disk. Raises OSError."""
    if os.name == "nt":  # Windows can't open folders, and puts names on the disk by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks can't do this
            raise
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> Stamp:
    """Put `content` at `path` in one step that a crash can't interrupt; `sync_folder` makes it durable.

    Mode 0600. Raises OSError, and then `path` is unchanged.
    """
    temporary = path.with_name(f".{path.name}.saving-{secrets.token_hex(8)}")  # the form that `sweep` looks for
    descriptor = os.open(temporary, _NEW_FILE, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            stamp = _stamp(os.fstat(file.fileno()))
        if stamp[-1] != len(content):  # a disk can report success and store less
            raise OSError(errno.EIO, "not all of it was written")
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return stamp


def sweep(folder: Path, saved: str) -> None:
    """Remove the temporary files that killed saves left in a folder. `saved` is a pattern for the names of the files
    being saved. Call it while holding the lock.
    """
    leftover = re.compile(rf"\.{saved}\.saving-[0-9a-f]{{16}}")
    for entry in folder.iterdir():
        if leftover.fullmatch(entry.name):
            with suppress(OSError):  # a leftover does no harm, and the next start tries again
                entry.unlink()


def keep_aside(path: Path, word: str) -> Path:
    """Copy `path` to the first free `<name>.<word>-1`, `-2`, …, mode 0600. Raises OSError."""
    for number in count(1):
        aside = beside(path, f".{word}-{number}")
        try:
            descriptor = os.open(aside, _NEW_FILE, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(descriptor, "wb") as copy, path.open("rb") as original:
                shutil.copyfileobj(original, copy)
                copy.flush()
                os.fsync(copy.fileno())
            sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                aside.unlink()
            raise
        return aside
    raise AssertionError("numbers don't end")


def marked_read_only(path: Path) -> bool:
    """Whether the file isn't meant to be written: its mode forbids it (even if we are root), or this user may not write
    it.
    """
    return not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK)


class AtomicStorage(Storage):
    """A TinyDB storage that is on the disk when `write` returns, and that no crash leaves half written.

    The copy in memory is what was last put on the disk, so a failed write changes neither. Tables given to `write` must
    not be changed afterwards. An empty file is not taken for a new database: reading it raises orjson.JSONDecodeError,
    a ValueError.

    If another program (a sync client, an editor) has changed the file, that version is kept beside it as
    `<name>.found-1` before ours replaces it; `kept_aside` lists such versions. If the file was deleted or moved away,
    it is written again, since we hold all of it; `times_gone` counts that. If its whole folder is gone, as when a drive
    is unplugged, NotSaved is raised and nothing is created: a file below an empty mount point would be hidden once the
    drive is back.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = resolved(Path(path))
        self.kept_aside: tuple[Path, ...] = ()
        self.times_gone = 0
        """How often the file was gone and has been written again."""
        self.content: bytes | None = None
        """What the file held when it was last read or written; None: there is no file yet."""
        self.tables: Tables | None = None
        """The tables in `content`. A caller that has parsed them already may put them here, migrated to another schema
        or not."""
        self._stamp: Stamp | None = None
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            self._stamp = _stamp(os.fstat(file.fileno()))
            self.content = file.read()

    def read(self) -> Tables | None:
        """The tables, with each document copied: TinyDB changes what it gets, even if the write then fails.

        The insides of a document are shared and must not be changed: copying 40 quarters in full for every save would
        take as long as everything else a keypress does.
        """
        if self.tables is None:
            if self.content is None:
                return None
            self.tables = orjson.loads(self.content)
        return {name: _copied(table) for name, table in self.tables.items()}

    @property
    def is_gone(self) -> bool:
        """Whether the file was there, but has been deleted or moved away."""
        return self.content is not None and not self.path.exists()

    def write(self, data: Tables) -> None:
        """Replace the file with these tables. Raises NotSaved."""
        try:
            content = orjson.dumps(data, option=_READABLE)
        except orjson.JSONEncodeError as error:
            raise NotSaved(self.path, "something in it can't be written as JSON") from error
        try:
            self._keep_what_others_wrote()
            was_gone = self.is_gone
            self._stamp = replace_file(self.path, content)
            self.times_gone += was_gone
            self.content, self.tables = content, data
            sync_folder(self.path.parent)
        except OSError as error:
            raise NotSaved(self.path, cause(error)) from error

    def _keep_what_others_wrote(self) -> None:
        try:
            now = _stamp(self.path.stat())
        except FileNotFoundError:
            return
        if marked_read_only(self.path):
            raise NotSaved(self.path, "the file was marked read-only")
        if now != self._stamp and self.path.read_bytes() != self.content:
            self.kept_aside += (keep_aside(self.path, "found"),)


def _copied(table: Any) -> Any:
    """A table whose documents can be changed; anything else in it is kept as it is."""
    if not isinstance(table, dict):
        return table
    return {key: dict(document) if isinstance(document, dict) else document for key, document in table.items()}


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
