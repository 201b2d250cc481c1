"""What commands work on: the content, and the answers as stored on disk."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from trueup.answers.document import readable
from trueup.answers.limits import LARGEST
from trueup.answers.model import Audit
from trueup.commands.reply import Refused
from trueup.content.cache import remembered
from trueup.content.model import Content
from trueup.content.problems import ContentError
from trueup.engine.applicability import business_kind
from trueup.engine.history import History
from trueup.paths import expanded, memory_file, screens_folder
from trueup.storage.errors import NoFile, cause, shown
from trueup.storage.store import read_documents
from trueup.wording.findings import listed


class Opened(NamedTuple):
    """One quarter of a file, all its quarters, and a note on answers that don't fit any question."""

    audit: Audit
    history: History
    note: str
    content: Content
    """The content, worded for this kind of business."""


def content_of(folder: Path | None = None) -> Content:
    """The content of a folder, or the installed content; raises Refused with everything wrong in it."""
    memory = None if folder else memory_file()
    folder = folder or screens_folder()
    if not folder.is_dir():
        raise Refused(f"There is no folder {shown(folder)}.")
    try:
        return remembered(folder, memory)
    except ContentError as error:
        raise Refused(with_list(f"{shown(folder)} can't be used", error.problems)) from error


def open_quarter(path: Path, content: Content, quarter: str | None = None) -> Opened:
    """A quarter of a file, by default the newest. Raises Refused if there is no quarter, or not this one.

    The file is only read, so another trueup may have it open.
    """
    try:
        documents = read_documents(path)
    except NoFile as error:
        ways = "`trueup` starts one, `trueup import FILE.json` fills one, -f names another"
        raise Refused(f"There is no file {shown(path)} yet: {ways}.") from error
    if not documents:
        raise Refused(f"{shown(path)} has no quarter yet: `trueup` starts one.")
    name = quarter or max(documents)
    if name not in documents:
        raise Refused(f"{shown(path)} holds no quarter {name}, but {listed(sorted(documents))}.")
    audit, problems = readable(documents[name], content)
    content = content.worded(business_kind(audit))

    def audit_in(other: str) -> Audit:
        return audit if other == name else readable(documents[other], content)[0]

    note = with_list("Part of the file wasn't recognised and was left out", problems) if problems else ""
    return Opened(audit, History.reading(content, documents, audit_in), note, content)


def with_list(sentence: str, problems: Iterable[object]) -> str:
    """One sentence, followed by a line for each problem."""
    return "\n".join([f"{sentence}:", *(f"  {problem}" for problem in problems)])


def bytes_of(source: str, name: str) -> bytes:
    """The bytes of a file to import, or of standard input for `-`; it reads at most one byte beyond the limit."""
    try:
        if source == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with expanded(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else cause(error)
        raise Refused(f"{name} can't be read: {why}.") from error
