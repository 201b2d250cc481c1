"""Turns plain text, pasted or from a `.txt` file, into blocks: paragraphs, lines and list items."""

from __future__ import annotations

import re
from typing import Final

from trueup.reading.blocks import Block, BlockKind, Building, SourceText

_MARKER: Final = re.compile(r"\s*(?P<mark>[-*+•·–—✓✔☑►▶→»]|>|#{1,6}|\(?\d{1,2}[.)])\s+(?=\S)")
_RULE: Final = re.compile(r"\s*[-=_*~#]{3,}\s*$|\s*\|[\s:|-]+\|\s*$")
"""A line that only divides: of signs, or between the head and the rows of a table in Markdown."""
_ROW: Final = re.compile(r"\s*\|\s*(?P<cells>\S.*?)\s*\|\s*$|\s*(?P<tabbed>\S.*\t\s*\S.*)$")
"""A row of a table, as Markdown writes it or as browsers copy it, with tabs between the cells."""

_MARKUP: Final = re.compile(
    r"\*\*(?=\S)|(?<=\S)\*\*|(?<!\w)__(?=\w)|(?<=[\w.!?,:;])__(?!\w)|\[(?=[^\]\n]+\]\()|(?<!!)\]\([^)\s]+\)"
)
"""Markdown's signs for bold text and links: a page is often pasted from the Markdown file that it's written in."""

WRAPPED: Final = 60
"""A line with at least this many characters was probably wrapped, so the next line continues it."""


def blocks(source: SourceText) -> list[Block]:
    """Return the blocks of a text.

    A blank line ends a block. So does a short line, because on a pasted page the next line is something else. After a
    long line, the block continues. Each row of a table is a block.
    """
    found: list[Block] = []
    building, level, length = Building(source), 0, 0
    kind: BlockKind = "text"
    for number, begins in enumerate(source.lines, 1):
        line = source.line(number)
        marker = _MARKER.match(line)
        row = None if marker else _ROW.match(line)
        is_apart = not line.strip() or bool(_RULE.match(line))
        if is_apart or marker or row or kind == "row" or length < WRAPPED:
            found += building.finished(kind, level)
            building, kind = Building(source), _kind(marker["mark"]) if marker else "row" if row else "text"
            level = len(marker["mark"]) if marker else 0
        if is_apart:
            length = 0
            continue
        if row is not None:
            start, end = row.span("cells" if row["cells"] else "tabbed")
            _add(building, line[:end], start, begins)
            continue
        start = marker.end() if marker else 0
        if not line[start:].lstrip()[:1].islower():
            building.break_line()
        _add(building, line + "\n", start, begins)
        length = len(line)
    return found + building.finished(kind, level)


def with_visible_rows(text: str) -> str:
    """Return a text in which the tabs between the cells of a table are signs, because a field shows tabs as blanks."""
    return "\n".join(map(_with_signs, text.splitlines())) if "\t" in text else text


def _with_signs(line: str) -> str:
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    return f"| {' | '.join(cells)} |" if len(cells) > 1 else line


def _add(building: Building, line: str, start: int, begins: int) -> None:
    """Add a line from its character `start` on, without Markdown's signs. The line begins at `begins` in the file."""
    for sign in _MARKUP.finditer(line, start):
        building.add(line[start : sign.start()], begins + start)
        start = sign.end()
    building.add(line[start:], begins + start)


def _kind(mark: str) -> BlockKind:
    if mark == ">":
        return "quote"
    return "heading" if mark.startswith("#") else "item"
