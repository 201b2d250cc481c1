"""A table in a file of separated values, as shops, payment services and spreadsheets export it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = ",;\t|"
MOST_LINES: Final = 200_000
_SAMPLE: Final = 8_000
"""Characters from which the separator is told."""

_ENCODINGS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class TableError(Exception):
    """The file holds no table; the message goes on a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: where it ends in the file, and its cells by the header above them."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers and the lines under them; lines without a word in them are left out."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    separator: str

    def column(self, header: str) -> list[str]:
        """The cells under a header, top down."""
        return [line.cells.get(header, "") for line in self.lines]


def table_in(raw: bytes) -> Table:
    """The table in a file. Raises TableError."""
    text = _decoded(raw)
    kept = _without_comments(text)
    try:
        separator = csv.Sniffer().sniff(kept[:_SAMPLE], SEPARATORS).delimiter
    except csv.Error:
        separator = max(SEPARATORS, key=kept.partition("\n")[0].count)
    if separator not in kept.partition("\n")[0]:
        raise TableError("has only one column in its first line; a first line with headers is needed")
    # Lines left out above the table would shift the numbers of all others.
    above = text[: len(text) - len(kept)].count("\n")
    try:
        read = list(_lines(kept, separator, above))
    except csv.Error as error:
        raise TableError(f"is no table: {error}") from error
    if not read:
        raise TableError("has no headers in its first line")
    headers, *lines = read
    names = tuple(dict.fromkeys(name for name in headers[1] if name))
    if not lines:
        raise TableError("has headers and no line under them")
    if len(lines) > MOST_LINES:
        raise TableError(f"has more than {MOST_LINES} lines; export a shorter time")
    return Table(names, tuple(Line(number, _cells(headers[1], cells)) for number, cells in lines), separator)


def _decoded(raw: bytes) -> str:
    encoding = next((name for mark, name in _ENCODINGS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # what spreadsheets write on Windows
    if "\0" in text:
        raise TableError("is no text; export it as CSV")
    if not text.strip():
        raise TableError("is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_comments(text: str) -> str:
    """From the first line on that is no comment, as some exports have at their top."""
    rest = text
    while rest.startswith(("#", "\n")):
        rest = rest.partition("\n")[2]
    return rest or text


def _lines(text: str, separator: str, above: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield reader.line_num + above, stripped


def _cells(headers: list[str], cells: list[str]) -> dict[str, str]:
    """Of two columns under one header the first counts."""
    found: dict[str, str] = {}
    for header, cell in zip(headers, cells, strict=False):
        if header:
            found.setdefault(header, cell)
    return found
