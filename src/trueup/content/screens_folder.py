"""The files of screens/, and the version computed from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

TOPICS = "mismatches"
NOT_CONTENT = "README.md"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the contents of the files by name, such as `offer.md`, and then `mismatches/start.md`. Raises OSError."""
    places = [*sorted(folder.glob("*.md")), *sorted((folder / TOPICS).glob("*.md"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in places if path.name != NOT_CONTENT}


def version_of(files: Mapping[str, bytes]) -> str:
    """Return twelve digits of a hash of the files."""
    digest = hashlib.sha256()
    for file, raw in files.items():
        digest.update(f"{file}\n{len(raw)}\n".encode())
        digest.update(raw)
    return digest.hexdigest()[:12]
