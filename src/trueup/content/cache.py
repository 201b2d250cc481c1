"""screens/ as it was read the last time, for as long as nothing in it has changed: reading it is most of opening.

The cache is one file in the folder for caches, with nothing of a founder in it. It can go at any moment.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from trueup.content.files import files_in, version_of
from trueup.content.model import Content


def remembered(folder: Path, memory: Path | None) -> Content:
    """The content of a folder, out of the file `memory` (None: there is none) or read again. Raises ContentError."""
    files = files_in(folder)
    # What reads screens/ counts too: another trueup may make something else of the same words.
    readers = {path.name: path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))}
    key = version_of(files | readers)
    if memory and (content := _recalled(memory, key)):
        return content
    from trueup.content.loader import load_content  # late: the Markdown parser is slow to import

    content = load_content(folder)
    if memory and content.version == version_of(files):
        with suppress(OSError):  # it is read again the next time
            _remember(memory, key, content)
    return content


def _recalled(memory: Path, key: str) -> Content | None:
    try:
        if not memory.is_file():  # a pipe would be waited for
            return None
        head, _, body = memory.read_bytes().partition(b"\n")
        return Content.model_validate_json(body) if head == _head(key, body) else None
    except (OSError, ValueError):  # nothing there yet, or nothing that can be read
        return None


def _remember(memory: Path, key: str, content: Content) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    body = content.model_dump_json(exclude_defaults=True).encode()
    try:
        fresh.write_bytes(_head(key, body) + b"\n" + body)
        fresh.replace(memory)
    finally:
        fresh.unlink(missing_ok=True)  # there only if it could not take its place


def _head(key: str, body: bytes) -> bytes:
    """The first line: what was read, and that the rest is as it was written."""
    return f"{key} {version_of({'': body})}".encode()
