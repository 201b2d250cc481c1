"""Copies of the file from earlier days, and how to restore one of them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

from trueup.storage.atomic import (
    beside,
    keep_aside,
    make_folder,
    marked_read_only,
    replace_file,
    resolved,
    sweep,
    sync_folder,
)
from trueup.storage.errors import Backup, Locked, NotSaved, WrongShape, cause, shown
from trueup.storage.lock import Lock
from trueup.storage.schema import tables_in

BACKUPS_KEPT = 10
"""Backups kept, one per day of use."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")
_BEFORE = r"schema-\d+(-\d+)?\.json"


def backups(path: Path) -> tuple[Backup, ...]:
    """The good backups of this file, newest first. Damaged ones are left out but not touched."""
    found = []
    for when, copy in _dated(_folder(resolved(path))):
        with suppress(OSError, WrongShape):
            tables, _ = tables_in(copy.read_bytes())
            quarters = tables.get("audits", {}).values()
            names = tuple(sorted(document["quarter"] for document in quarters))
            found.append(Backup(copy, when, names, sum(len(each.get("answers", ())) for each in quarters)))
    return tuple(found)


def keep_backup(path: Path, content: bytes, today: date) -> None:
    """Keep `content`, which must be good, as today's backup of `path` unless there is one. Drop the oldest beyond
    `BACKUPS_KEPT`.

    Raises OSError. The caller must hold the lock.
    """
    folder = _folder(path)
    ours = folder / f"{today.isoformat()}.json"
    if ours.exists():
        return
    make_folder(folder)
    replace_file(ours, content)
    sync_folder(folder)
    # Today's backup stays whatever its date: if the clock was wrong, it may count as the oldest.
    older = [copy for _, copy in _dated(folder) if copy != ours]
    for copy in older[BACKUPS_KEPT - 1 :]:
        copy.unlink()


def keep_as_it_was(path: Path, content: bytes | None, schema: int | None, today: date) -> None:
    """Before the first change of a day, keep today's backup, or, for a file of an earlier `schema`, a copy for good.

    Raises NotSaved if that copy can't be kept. If only a backup can't be kept, the founder can still work: the cause,
    such as a full disk, is reported when they save. The caller must hold the lock.
    """
    if content is None:
        return
    if schema is not None:
        try:
            _keep_for_good(path, content, schema)
        except OSError as error:
            raise NotSaved(path, f"no copy of the earlier format could be kept ({cause(error)})") from error
    else:
        with suppress(OSError):
            keep_backup(path, content, today)


def _keep_for_good(path: Path, content: bytes, schema: int) -> None:
    """Keep `content` as `schema-3.json`, or as `schema-3-2.json` if another file has that name. Raises OSError."""
    folder = _folder(path)
    make_folder(folder)
    for number in count(1):
        ours = folder / f"schema-{schema}{f'-{number}' if number > 1 else ''}.json"
        if not ours.exists():
            replace_file(ours, content)
            sync_folder(folder)
            return
        if ours.read_bytes() == content:
            return


def sweep_up(path: Path) -> None:
    """Remove what killed saves of this file and of its backups left behind. Raises OSError. The caller must hold the
    lock.
    """
    sweep(path.parent, rf"{re.escape(path.name)}(\.lock\.owner)?")
    if _folder(path).is_dir():
        sweep(_folder(path), rf"({_NAME.pattern}|{_BEFORE})")


def restore_backup(path: Path, backup: Path) -> Path | None:
    """Put a backup in the file's place; the previous file is kept as `<file>.damaged-1` (`-2`, …) and returned.

    Raises NotSaved if the backup itself is damaged, the file is open elsewhere, or it can't be written; the file is
    then unchanged.
    """
    path = resolved(path)
    try:
        content = backup.read_bytes()
        tables_in(content)
    except WrongShape as error:
        raise NotSaved(path, f"the backup {shown(backup)} {error}") from error
    except OSError as error:
        raise NotSaved(path, f"the backup {shown(backup)} can't be read") from error
    try:
        lock = Lock(path)
    except Locked as error:
        raise NotSaved(path, "the file is open in another trueup") from error
    except OSError as error:
        raise NotSaved(path, cause(error)) from error
    try:
        aside = None
        if path.exists():
            if marked_read_only(path):
                raise NotSaved(path, "the file is marked read-only")
            aside = keep_aside(path, "damaged")
        replace_file(path, content)
        sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(path, cause(error)) from error
    finally:
        lock.release()
    return aside


def kept_beside(path: Path) -> tuple[Path, ...]:
    """Versions of this file kept beside it: damaged ones, those another program wrote while it was open here, and the
    file before a quarter was removed.
    """
    path = resolved(path)
    named = re.compile(re.escape(path.name) + r"\.(damaged|found|removed)-[1-9][0-9]*")
    with suppress(OSError):
        return tuple(sorted(each for each in path.parent.iterdir() if named.fullmatch(each.name)))
    return ()


def _folder(path: Path) -> Path:
    return beside(path, ".backups")


def _dated(folder: Path) -> list[tuple[date, Path]]:
    """Everything named like a backup, newest first."""
    dated = []
    with suppress(OSError):
        for entry in folder.iterdir():
            if named := _NAME.fullmatch(entry.name):
                with suppress(ValueError):
                    dated.append((date.fromisoformat(named[1]), entry))
    return sorted(dated, reverse=True)
