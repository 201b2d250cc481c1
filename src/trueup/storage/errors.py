"""Everything that can go wrong with the founder's file, as sentences that name the file and the cause."""

# ruff: noqa: N818 (the names read as what happened: `except NotSaved`)

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk space you are allowed is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "its folder is gone",
    errno.ENOTDIR: "its folder is not a folder",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ELOOP: "it is a link that leads nowhere but to itself",
    errno.ENAMETOOLONG: "the name is too long",
}


def cause(error: OSError) -> str:
    """Why the system refused, in the founder's words; in the system's words if we have none."""
    return _CAUSES.get(error.errno or 0) or error.strerror or type(error).__name__


def shown(path: Path) -> str:
    """A path as text that is safe to print: undecodable bytes and control characters become U+FFFD."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


class Backup(NamedTuple):
    """A good copy of the file as it was when first opened on a certain day."""

    path: Path
    when: date
    quarters: tuple[str, ...]
    """Oldest first."""
    answers: int
    """Answered questions of all quarters together."""

    @property
    def described(self) -> str:
        """Describe a saved file in a few words: `from 2026-11-21 with 2026-Q4 and 23 answers`."""
        latest = self.quarters[-1] if self.quarters else "no quarter"
        return f"from {self.when} with {latest} and {self.answers} answer{'s' * (self.answers != 1)}"


class Owner(NamedTuple):
    """The holder of a lock, as far as the lock's owner file says. Both fields are empty if that isn't known."""

    who: str = ""
    """`process 4711`, with `on <host>` when that is another machine than ours."""
    since: str = ""
    """Local time, `2026-11-21 14:05`."""


class FileError(Exception):
    """Something is wrong with `path`; the exception's text is one sentence for the founder."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class WrongShape(Exception):
    """Bytes that aren't a business file; the message follows the file's name: *is empty*."""


class Locked(Exception):
    """Someone else holds the lock."""

    def __init__(self, owner: Owner) -> None:
        super().__init__(owner)
        self.owner = owner


class NotSaved(FileError):
    """`path` was not written and is unchanged. `cause` is the reason without the file's name."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(path, f"Not saved to {shown(path)}: {cause}.")
        self.cause = cause


class NotReadable(FileError):
    """`path` exists, but the system won't let us read it, or it isn't an ordinary file."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(path, f"{shown(path)} can't be read: {cause}.")


class NoFile(FileError):
    """There is nothing at `path`, where a file is needed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"There is no file {shown(path)}.")


class Newer(FileError):
    """`path` was written by a later version of this program."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{shown(path)} was written by a newer trueup: update trueup to use it.")


class Damaged(FileError):
    """`path` contains something that isn't a business file, and was left exactly as it is.

    `what` says what it is instead; `backups` are the good backups, newest first.
    """

    def __init__(self, path: Path, what: str, backups: tuple[Backup, ...]) -> None:
        if backups:
            way_out = f"the newest good backup is {backups[0].described}: {shown(backups[0].path)}"
        else:
            way_out = "there is no backup of it, so move it away to start again, or name another file with -f"
        super().__init__(path, f"{shown(path)} {what}; nothing in it was changed, and {way_out}.")
        self.what = what
        self.backups = backups
