"""One writer for one file: a lock that the system releases when its holder dies."""

from __future__ import annotations

import io
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import orjson

from trueup.storage.atomic import beside, replace_file
from trueup.storage.errors import Locked, Owner

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        """Lock an open file for this process alone. Raises PermissionError if another one has it."""
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        """Lock an open file for this process alone. Raises BlockingIOError or, on some file systems, PermissionError if
        another one has it.
        """
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """Holds `<file>.lock` from construction to `release`.

    The lock is on a file of its own because saving replaces the business file: a lock on that would stay with the
    replaced file. The owner is in a third file, `<file>.lock.owner`, because Windows lets no one read what is locked.
    The lock file stays when released; removing it could leave two programs each holding a lock on a different file of
    that name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock without waiting. Raises Locked, or OSError if no lock is possible here."""
        self._owner = beside(path, ".lock.owner")
        self._file = io.FileIO(beside(path, ".lock"), "a", opener=_for_us_alone)
        try:
            _take(self._file.fileno())
        except OSError as error:
            self._file.close()
            if isinstance(error, BlockingIOError | PermissionError):
                raise Locked(_read_owner(self._owner)) from error
            raise
        with suppress(OSError):  # the lock works without a record of its owner
            replace_file(self._owner, _ourselves())

    def release(self) -> None:
        """Release the lock. Doing so twice is fine."""
        if not self._file.closed:
            with suppress(OSError):
                self._owner.unlink()
            self._file.close()


def _for_us_alone(path: str, flags: int) -> int:
    """Open a file that no other user may read, and follow no link."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _ourselves() -> bytes:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return orjson.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now})


def _read_owner(path: Path) -> Owner:
    """What the owner wrote; an empty Owner if it's missing or not ours."""
    try:
        noted = orjson.loads(path.read_bytes())
        pid, host, since = int(noted["pid"]), str(noted["host"]), datetime.fromisoformat(noted["since"])
    except (OSError, ValueError, TypeError, KeyError):
        return Owner()
    elsewhere = f" on {host[:80]}" if host != socket.gethostname() and host.isprintable() else ""
    return Owner(f"process {pid}{elsewhere}", f"{since.astimezone():%Y-%m-%d %H:%M}")
