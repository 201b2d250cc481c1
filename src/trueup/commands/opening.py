"""What commands work on: the content, and the answers as they are on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trueup.answers.document import readable
from trueup.answers.errors import NoFile, shown
from trueup.answers.model import Audit
from trueup.answers.store import read_document
from trueup.commands.reply import Refused
from trueup.content.load import ContentError, load_content
from trueup.content.model import Content
from trueup.locations import screens_folder


def content_of(folder: Path | None = None) -> Content:
    """The content of a folder, or of the one that is installed; Refused with everything wrong in it."""
    folder = folder or screens_folder()
    if not folder.is_dir():
        raise Refused(f"There is no folder {shown(folder)}.")
    try:
        return load_content(folder)
    except ContentError as error:
        raise Refused(with_list(f"{shown(folder)} can't be used", error.problems)) from error


def audit_of(path: Path, content: Content) -> tuple[Audit, str]:
    """The newest quarter in a file, and a word on what in it fits no question, or not any more.

    The file is only read, so another trueup may have it open.
    """
    try:
        document = read_document(path)
    except NoFile as error:
        ways = "`trueup` starts one, `trueup import FILE.json` fills one, -f names another"
        raise Refused(f"There is no file {shown(path)} yet: {ways}.") from error
    if document is None:
        raise Refused(f"{shown(path)} holds no quarter yet: `trueup` starts one.")
    audit, problems = readable(document, content)
    return audit, with_list("Some of the file means nothing here and was left out", problems) if problems else ""


def with_list(sentence: str, problems: Iterable[object]) -> str:
    """One sentence, and what it is about as lines under it."""
    return "\n".join([f"{sentence}:", *(f"  {problem}" for problem in problems)])
