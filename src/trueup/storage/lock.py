"""One writer for one file: a lock that the system releases when its holder dies."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from trueup.storage.atomic import beside, replace_file
from trueup.storage.errors import Locked, Owner


class Lock:
    """Holds `<file>.lock` from construction to `release`.

    The lock is on a file of its own because saving replaces the business file: a lock on that would stay with the
    replaced file. The owner is in a third file, `<file>.lock.owner`: some versions of filelock empty the lock file on
    every attempt, and Windows lets no one read what is locked. The lock file stays when released; removing it could
    leave two programs each holding a lock on a different file of that name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock without waiting. Raises Locked, or OSError if no lock is possible here."""
        self._owner = beside(path, ".lock.owner")
        # Not per thread: the app may open in a worker and close in the main thread.
        self._lock = FileLock(beside(path, ".lock"), mode=0o600, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise Locked(_read_owner(self._owner)) from error
        with suppress(OSError):  # the lock works without a record of its owner
            replace_file(self._owner, _ourselves())

    def release(self) -> None:
        """Release the lock. Doing so twice is fine."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._owner.unlink()
            self._lock.release()


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
