"""Write an export to disk under a safe name: either the whole file or nothing."""

from __future__ import annotations

import unicodedata
from itertools import count, groupby
from pathlib import Path

from trueup.sanitize import plain_text
from trueup.storage.atomic import marked_read_only, replace_file, resolved, sync_folder
from trueup.storage.errors import FileError, NotSaved, cause, shown

LONGEST_NAME = 100
"""The most bytes of a business's name in a file name: every system accepts that, with room for `-2026-Q4.md`."""


class AlreadyThere(FileError):  # noqa: N818 (the name reads as what happened)
    """Something else is already at `path`, and was left unchanged."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{shown(path)} is already there and was left as it is.")


def default_name(business: str, quarter: str, ending: str = "md") -> str:
    """`plumbline-2026-Q4.md`: a name that every system accepts, whatever the business is called.

    Letters and digits of all scripts are kept; everything else becomes a hyphen. So the name can't lead to another
    folder or hide the file. It isn't a device's name either (such as `con.md` on Windows), because the quarter follows.
    """
    name = _slug(unicodedata.normalize("NFC", plain_text(business)).lower())
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1].rstrip("-")
    return f"{name or 'trueup'}-{_slug(quarter)[:10] or 'summary'}.{ending}"


def details_name(name: str) -> str:
    """The name of the file for the details: `plumbline-2026-Q4-details.md`."""
    path = Path(name)
    return f"{path.stem}-details{path.suffix}"


def free_name(folder: Path, name: str, *, with_details: bool = False) -> str:
    """The first name of the form `plumbline-2026-Q4-2.md` that is free in the folder, and whose details' name is free
    too if they go into a second file.
    """
    path = Path(name)
    numbered = (f"{path.stem}-{number}{path.suffix}" for number in count(2))
    return next(
        free
        for free in numbered
        if not any((folder / each).exists() for each in ((free, details_name(free)) if with_details else (free,)))
    )


def write_bytes(path: Path, content: bytes, *, overwrite: bool = False) -> Path:
    """Write an export to `path`, read it back, and return its path with all links resolved. The folder must exist.

    Raises AlreadyThere unless `overwrite`, and NotSaved. `path` is then unchanged, unless the fault shows only after
    the file was replaced, as when it reads back different.
    """
    path = resolved(path)
    try:
        if path.exists():
            if not path.is_file():
                raise NotSaved(path, "something that isn't an ordinary file has this name")
            if not overwrite:
                raise AlreadyThere(path)
            if marked_read_only(path):
                raise NotSaved(path, "the file is marked read-only")
        elif not path.parent.is_dir():
            raise NotSaved(path, f"there is no folder {shown(path.parent)}")
        replace_file(path, content)
        sync_folder(path.parent)
        if path.read_bytes() != content:
            raise NotSaved(path, "reading it back gives something other than what was written")
    except OSError as error:
        raise NotSaved(path, cause(error)) from error
    return path


def _slug(text: str) -> str:
    # Marks belong to the letter before them: most Indian scripts can't be written without marks.
    runs = groupby(text, key=lambda character: unicodedata.category(character)[0] in "LMN")
    return "-".join("".join(run) for is_word, run in runs if is_word)
