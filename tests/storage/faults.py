"""Make the disk fail during saving, at any step and for any cause."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

STEPS = ("open", "write", "fsync", "close", "rename")
CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EIO: "the disk reports an error",
    errno.EACCES: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.EDQUOT: "the disk space you are allowed is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EMFILE: "too many files are open",
}
"""The number of a system error → the cause that the founder reads."""


def breaking(failing: pytest.MonkeyPatch, step: str, number: int = errno.EIO) -> None:
    """Make a step of saving fail from now on. At the step *keeping*, the disk reports success but writes only half."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    class Halving(io.FileIO):
        def write(self, some: Any) -> int:
            super().write(some[: len(some) // 2])
            return len(some)

    class Faulty(io.BufferedWriter):
        def write(self, some: Any) -> int:
            if step == "write":
                refuse()
            return super().write(some)

        def close(self) -> None:
            if not self.closed:
                super().close()
                if step == "close":
                    refuse()

    if step in ("open", "fsync"):
        failing.setattr(os, step, refuse)
    elif step == "rename":
        failing.setattr(Path, "replace", refuse)
    else:
        raw = Halving if step == "keeping" else io.FileIO
        failing.setattr(os, "fdopen", lambda descriptor, mode: Faulty(raw(descriptor, mode)))
