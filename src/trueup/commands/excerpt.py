"""The line of a file with carets under some words, as compilers show it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from trueup.reading.blocks import SourceText
from trueup.reading.reader import Claim
from trueup.sanitize import plain_text

WIDTH = 100
"""Characters of a line that are shown: a page may be one line from beginning to end."""

_MARGIN = 30
"""Characters shown before the words, where not all of the line fits."""


def excerpt(source: SourceText, claim: Claim) -> Iterator[str]:
    """Two lines: what is in the file, and carets under the words, as far as they are in that line."""
    line = source.line(claim.line)
    start = claim.column - 1
    end = claim.end_column - 1 if claim.end_line == claim.line else len(line)
    first = 0 if len(line) <= WIDTH or end <= WIDTH else max(start - _MARGIN, 0)
    first += len(line[first:start]) - len(line[first:start].lstrip())
    shown = line[first : first + WIDTH]
    number = f"{claim.line:>5} | "
    before, under = (_shown(line[begin:stop]) for begin, stop in ((first, start), (start, min(end, first + WIDTH))))
    after = _shown(line[min(end, first + WIDTH) : first + WIDTH])
    dots = ("…" if first and line[:first].strip() else "", "…" if first + len(shown) < len(line) else "")
    yield f"{number}{dots[0]}{before}{under}{after}{dots[1]}".rstrip()
    yield f"{' ' * 5} | {' ' * (_cells(before) + len(dots[0]))}{'^' * max(_cells(under), 1)}"


def _shown(text: str) -> str:
    return plain_text(text)


def _cells(text: str) -> int:
    """The cells a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
