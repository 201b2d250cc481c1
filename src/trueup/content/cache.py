"""Caches the content of screens/ until one of its files changes, because reading them takes most of the start-up time.

The cache is one file in the user's cache folder. It contains nothing of the founder's, and can be deleted at any time.
"""

from __future__ import annotations

import io
import os
import pickle
from contextlib import suppress
from pathlib import Path

from trueup.content import model
from trueup.content.model import Checks, Content, Frozen
from trueup.content.screens_folder import files_in, version_of


def remembered(folder: Path, memory: Path | None) -> Content:
    """Return the content of a folder: from the cache file `memory` if it's up to date, otherwise by reading the folder.
    With None, there is no cache. Raises ContentError.
    """
    files = files_in(folder)
    # The key includes the code that reads the files, because another version may read them differently.
    readers = {path.name: path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))}
    key = version_of(files | readers)
    if memory and (content := _recalled(memory, key)):
        return content
    from trueup.content.loader import load_content  # imported late: the Markdown parser is slow to import

    content = load_content(folder)
    if memory and content.version == version_of(files):
        with suppress(OSError):  # without a cache, the folder is read again next time
            _remember(memory, key, content)
    return content


def _recalled(memory: Path, key: str) -> Content | None:
    try:
        if not memory.is_file():  # reading a pipe would block
            return None
        head, _, body = memory.read_bytes().partition(b"\n")
        return content_in(body) if head == _head(key, body) else None
    except Exception:  # not there yet, or forged: a forged pickle can raise anything
        return None


def content_in(body: bytes) -> Content | None:
    """Return the content that was written to a cache file. Raises UnpicklingError."""
    content = _Unpickler(io.BytesIO(body)).load()
    return content if isinstance(content, Content) else None


class _Unpickler(pickle.Unpickler):
    """Makes nothing but the parts of a content, so that a forged cache can't run any code."""

    def find_class(self, module: str, name: str) -> type:
        """Return a class of the content's model. Raises UnpicklingError for anything else."""
        found = vars(model).get(name) if module == model.__name__ else None
        if isinstance(found, type) and issubclass(found, Frozen | Checks):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a content")


def _remember(memory: Path, key: str, content: Content) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    body = pickle.dumps(content)
    try:
        fresh.write_bytes(_head(key, body) + b"\n" + body)
        fresh.replace(memory)
    finally:
        fresh.unlink(missing_ok=True)  # still there only if it couldn't be moved into place


def _head(key: str, body: bytes) -> bytes:
    """Return the first line of the cache file: the key of what was read, and a checksum of the rest."""
    return f"{key} {version_of({'': body})}".encode()
