"""Opens what commands work on: the content, the business file, files to import, and files to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from trueup.answers.document import readable
from trueup.answers.limits import LARGEST
from trueup.answers.model import Audit
from trueup.commands.output import Refused
from trueup.content.cache import remembered
from trueup.content.model import Content
from trueup.content.problems import ContentError
from trueup.engine.applicability import business_kind
from trueup.engine.history import History
from trueup.export.write import AlreadyThere, write_bytes
from trueup.paths import expanded, memory_file, screens_folder
from trueup.storage.atomic import resolved
from trueup.storage.errors import NoFile, cause, shown
from trueup.storage.store import Store, open_store, read_documents
from trueup.wording.findings import listed


class Opened(NamedTuple):
    """A quarter of a file, the history of all quarters, and a note on parts of the file that weren't recognised."""

    audit: Audit
    history: History
    note: str
    content: Content
    """The content, worded for this kind of business."""


def content_of(folder: Path | None = None) -> Content:
    """Return the content of a folder, by default the installed one. Raises Refused, with all problems in it."""
    memory = None if folder else memory_file()
    folder = folder or screens_folder()
    if not folder.is_dir():
        raise Refused(f"There is no folder {shown(folder)}.")
    try:
        return remembered(folder, memory)
    except ContentError as error:
        raise Refused(with_list(f"{shown(folder)} can't be used", error.problems)) from error


def open_quarter(path: Path, content: Content, quarter: str | None = None) -> Opened:
    """Read a quarter of a file, by default the newest. The file isn't locked, so another trueup may have it open.
    Raises Refused if there is no such file or quarter.
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


def open_to_write(path: Path, today: date) -> Store:
    """Open the business file to change it. Raises Refused if it's read-only."""
    store = open_store(path, today=today)
    if store.read_only:
        store.close()
        raise Refused(f"{store.read_only.sentence} Nothing was changed.")
    return store


def refuse_finished(audit: Audit) -> None:
    """Raise Refused if a quarter is finished, so that its answers can't be changed."""
    if audit.found is not None:
        begin = "start the next one with `trueup quarter new`"
        raise Refused(f"{audit.quarter} is finished; {begin}. Nothing was changed.")


def write_out(content: bytes, out: str, name: str, path: Path, what: str, *, overwrite: bool) -> str:
    """Write an export to `out`: a file, or a folder, in which it's called `name`. Return the sentence that says so.
    Raises Refused if `out` is the business file at `path`, or is there already and may not be overwritten.
    """
    place = expanded(out)
    if place.is_dir():
        place /= name
    elif out.endswith(("/", os.sep)):
        raise Refused(f"There is no folder {shown(place)}; the {what} was not written.")
    if resolved(place) == resolved(path):
        raise Refused(f"{shown(place)} is the business file itself; choose another place for the {what}.")
    try:
        written = write_bytes(place, content, overwrite=overwrite)
    except AlreadyThere as error:
        raise Refused(f"{error} Use --overwrite to replace it.") from error
    return f"Written and checked: {shown(written)}\n"


def with_list(sentence: str, problems: Iterable[object]) -> str:
    """Return a sentence with a colon, followed by a line for each problem."""
    return "\n".join([f"{sentence}:", *(f"  {problem}" for problem in problems)])


def bytes_of(source: str, name: str) -> bytes:
    """Return the bytes of a file to import, or of standard input for `-`. At most one byte more than the limit is read,
    which is enough to notice that it's too large. Raises Refused.
    """
    try:
        if source == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with expanded(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else cause(error)
        raise Refused(f"{name} can't be read: {why}.") from error
