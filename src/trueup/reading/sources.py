"""Reads what the founder published (files, folders, standard input or pasted text) into documents of blocks.

Nothing in a file is run or fetched. A file that can't be read is refused with one sentence. Oddities of the others are
noted in one sentence each.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trueup.answers.model import PASTED
from trueup.paths import expanded
from trueup.reading.blocks import DIRECTION, Block, SourceText, listed
from trueup.reading.tokens import words

MOST_BYTES: Final = 5_000_000
MOST_FILES: Final = 500
"""The most files read from a folder. A founder's website has fewer; with more, it's probably the wrong folder."""

SUFFIXES: Final = (".md", ".markdown", ".txt", ".html", ".htm", ".eml")
STANDARD_INPUT: Final = "standard input"

_ENOUGH: Final = 25
"""A text with fewer words than this is too short to tell its language."""
_ENGLISH: Final = listed(
    "the and to of a in is you your we i for it with on my our can no not be are at or from this that by have as an if "
    "will when all so do me get more who what how up one"
)
_LEAST_ENGLISH: Final = 0.12
"""A text in which a smaller share of words than this is in `_ENGLISH` isn't English. English menus and price lists have
at least 0.15, German texts 0.03.
"""

_FOREIGN: Final[dict[bytes, str]] = {
    b"%PDF": "is a PDF; save the page as HTML, or paste its text",
    b"PK\x03\x04": "is a packed file, such as a document of a word processor; save it as text, or paste its text",
    b"\xd0\xcf\x11\xe0": "is a document of a word processor; save it as text, or paste its text",
    b"\x89PNG": "is a picture; paste the text in it",
    b"\xff\xd8\xff": "is a picture; paste the text in it",
    b"GIF8": "is a picture; paste the text in it",
    b"\x1f\x8b": "is a packed file; unpack it first",
}


class UnreadableError(Exception):
    """Raised if a file can't be read. The message is a sentence that names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file or text that was read."""

    name: str
    blocks: tuple[Block, ...]
    source: SourceText
    digest: str
    """A hash of the bytes of the file, by which a change of the file is noticed."""
    notes: tuple[str, ...] = ()
    """Sentences about oddities of the document."""


def documents(paths: list[str], standard_input: Callable[[], bytes]) -> Iterator[Document | UnreadableError]:
    """Yield the named files and those in named folders, in order; `-` is standard input. For a file that can't be read,
    yield its error and go on.
    """
    for named in paths:
        if named == "-":
            yield tried(document, STANDARD_INPUT, standard_input())
            continue
        path = expanded(named)
        if not path.is_dir():
            yield tried(from_file, path, named)
            continue
        files = list(_in_folder(path))
        if not files:
            yield UnreadableError(f"{named} has no file that trueup can read; it reads {', '.join(SUFFIXES)}.")
        if len(files) > MOST_FILES:
            yield UnreadableError(f"{named} has more than {MOST_FILES} files to read; name the folder of the pages.")
            continue
        for file in files:
            yield tried(from_file, file, str(file))


def tried(read: Callable[..., Document], *given: object) -> Document | UnreadableError:
    """Return the document that a function reads, or the error that it raises."""
    try:
        return read(*given)
    except UnreadableError as error:
        return error


def _in_folder(folder: Path) -> Iterator[Path]:
    """Yield the files to read in a folder and its subfolders, sorted, without hidden files and third-party packages."""
    count = 0
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")) and name != "node_modules")
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(where, name)
                count += 1
                if count > MOST_FILES:
                    return


def from_file(path: Path, name: str) -> Document:
    """Return the document in a file. Raises UnreadableError."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError(f"{name} isn't a file; name a saved page, or a folder of them.")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError(f"There is no file {name}.") from None
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        raise UnreadableError(f"{name} can't be read: {getattr(error, 'strerror', None) or error}.") from error
    return document(name, raw)


def pasted(text: str) -> Document:
    """Return pasted text as a document, read as HTML if it looks like HTML, otherwise as plain text. Raises
    UnreadableError.
    """
    return document(PASTED, text.encode("utf-8", "replace"))


def document(name: str, raw: bytes) -> Document:
    """Return the document in these bytes, read as the kind of file that its name indicates. Raises UnreadableError."""
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise UnreadableError(f"{name} is larger than {most} MB, too large for a page; save only its text.")
    for beginning, said in _FOREIGN.items():
        if raw.startswith(beginning):
            raise UnreadableError(f"{name} {said}.")
    text, notes = _decoded(name, raw)
    if re.search(f"[{DIRECTION}]", text):
        notes.append(f"{name} has invisible marks for the direction of writing; they were left out.")
    source = SourceText.of(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = _blocks(source, notes)
    if not any(block.text for block in blocks):
        raise UnreadableError(f"{name} has no text in it; if a script draws the page, save it from the browser.")
    if (language := _language(blocks)) is not None:
        notes.append(language.format(name=name))
    return Document(name, tuple(blocks), source, hashlib.sha256(raw).hexdigest()[:16], tuple(notes))


def _decoded(name: str, raw: bytes) -> tuple[str, list[str]]:
    """Return the text in these bytes, and a note if its encoding was guessed. Raises UnreadableError if it isn't
    text.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), []
    if b"\0" in raw:
        raise UnreadableError(f"{name} isn't text: it has zero bytes in it. Save the page as HTML or text.")
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    controls = sum(raw.count(bytes([sign])) for sign in (*range(1, 9), *range(14, 32)))
    if controls > len(raw) / 50:
        raise UnreadableError(f"{name} isn't text. Save the page as HTML or text.")
    from turbohtml.detect import detect  # imported late: nearly every file is UTF-8

    match = detect(raw)
    text = raw.decode(match.codec or "latin-1", "replace")
    broken = " and some characters are broken" if "\ufffd" in text else ""
    return text, [f"{name} isn't UTF-8; it was read as {match.encoding or 'latin-1'}{broken}."]


def _blocks(source: SourceText, notes: list[str]) -> list[Block]:
    """Return the blocks of a text, read according to the ending of its name or, if that is unknown, its beginning."""
    suffix = os.path.splitext(source.name)[1].lower()  # noqa: PTH122 (a name, not a path)
    beginning = source.text[:2_000].lstrip().lower()
    if suffix in (".html", ".htm") or (suffix not in SUFFIXES and _LOOKS_LIKE_HTML.search(beginning)):
        from trueup.reading import html_file

        blocks, is_deep = html_file.blocks(source)
        if is_deep:
            notes.append(f"{source.name} nests its parts thousands of levels deep; all of it was read.")
        return blocks
    if suffix in (".md", ".markdown"):
        from trueup.reading import markdown_file

        return markdown_file.blocks(source)
    if suffix == ".eml":
        from trueup.reading import mail_file

        return mail_file.blocks(source)
    from trueup.reading import plain_file

    return plain_file.blocks(source)


_LOOKS_LIKE_HTML: Final = re.compile(r"^<(?:!doctype|html|head|body|div|section|main|article|h[1-6]|p|ul)\b")


def _language(blocks: list[Block]) -> str | None:
    """Return a note if a text isn't English; None if it is, or if it's too short to tell."""
    said = [word for block in blocks for word in words(block.text[:2_000]).keys if word.isalpha()][:2_000]
    if len(said) < _ENOUGH:
        return None
    english = sum(word in _ENGLISH for word in said) / len(said)
    if english >= _LEAST_ENGLISH:
        return None
    return "{name} doesn't look like English. trueup knows how English pages put their promises, so it may find none."
