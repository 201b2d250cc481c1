"""screens/ as it was read the last time, for as long as nothing in it has changed: reading it is most of opening.

What is remembered is one file in the folder for caches, with nothing of a founder in it. It can go at any moment.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from trueup import __version__
from trueup.content.files import files_in, version_of
from trueup.content.model import Content, Question

_TWICE = {"screens": {"__all__": {"questions"}}}
"""The questions of a screen are among all questions."""


def remembered(folder: Path, memory: Path) -> Content:
    """The content of a folder, out of the file `memory` or read anew. Raises ContentError, as reading does."""
    version = version_of(files_in(folder))
    name = f"{version} {_reader()}"
    if content := _recalled(memory, name):
        return content
    from trueup.content.loader import (
        load_content,  # late: with the parser of Markdown, dear where nothing is to be read
    )

    content = load_content(folder)
    if content.version == version:
        with suppress(OSError):  # it is read anew the next time, too
            _remember(memory, name, content)
    return content


def _recalled(memory: Path, name: str) -> Content | None:
    try:
        if not memory.is_file():  # a pipe would be waited for
            return None
        head, _, told = memory.read_bytes().partition(b"\n")
        content = Content.model_validate_json(told) if head == _head(name, told) else None
    except (OSError, ValueError):  # nothing there yet, or nothing that can be read
        return None
    if content is None:
        return None
    asked: dict[str, list[Question]] = {name: [] for name in content.screens}
    for question in content.questions.values():
        asked[question.home].append(question)
    whole = {
        name: screen.model_copy(update={"questions": tuple(asked[name])}) for name, screen in content.screens.items()
    }
    return content.model_copy(update={"screens": whole})


def _remember(memory: Path, name: str, content: Content) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    told = content.model_dump_json(exclude=_TWICE, exclude_defaults=True).encode()
    try:
        fresh.write_bytes(_head(name, told) + b"\n" + told)
        fresh.replace(memory)
    finally:
        fresh.unlink(missing_ok=True)  # there only if it could not take its place


def _head(name: str, told: bytes) -> bytes:
    """The first line: what was read, by what, and that the rest is as it was written."""
    return f"{name} {version_of({'': told})}".encode()


def _reader() -> str:
    """What would read screens/ now: another trueup may make something else of the same words."""
    code = Path(__file__).parent
    return f"{__version__} {version_of({path.name: path.read_bytes() for path in sorted(code.glob('*.py'))})}"
