"""Text from files as blocks of plain text, each of which knows where in the file its characters are."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, Literal


def listed(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


BlockKind = Literal["text", "heading", "item", "row", "quote", "code", "legal", "denied"]
"""`row`: a row of a table. `legal`: a legal footer. `denied`: an item in a list of what isn't offered. Blocks of the
kinds quote, code, legal and denied make no claims of the founder's.
"""

Piece = tuple[int, int]
"""A run of characters that are consecutive in the file: (offset of the first in the block, its offset in the file)."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file, its name, and the offsets at which its lines begin."""

    name: str
    text: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, name: str, text: str) -> SourceText:
        """Return the SourceText of a text."""
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(name, text, tuple(starts))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the character at `offset`, both counted from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def line(self, number: int) -> str:
        """Return the line with this number, counted from 1, without its line break."""
        start = self.lines[number - 1]
        end = self.lines[number] - 1 if number < len(self.lines) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item or a row as plain text, and where it comes from."""

    text: str
    pieces: tuple[Piece, ...]
    source: SourceText
    kind: BlockKind = "text"
    level: int = 0
    """If the block is a heading, or begins with one: from 1, the largest, to 6, or `NO_LEVEL`. Otherwise 0."""

    def offset(self, at: int) -> int:
        """Return the offset in the file of the block's character `at`."""
        nth = max(bisect_right(self.pieces, (at, len(self.source.text) + 1)) - 1, 0)
        begins, there = self.pieces[nth]
        return there + at - begins

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and column in the file of the block's character `at`."""
        return self.source.place(self.offset(at))


NO_LEVEL: Final = 7
"""The level of a heading that has none."""


class Building:
    """Builds a block from runs of characters that are consecutive in the file. Several blanks in a row become one."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._text: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._blank: int | None = None
        """The offset in the file of the blank to put before the next characters; None if there is none."""
        self._is_break = False

    def add(self, text: str, offset: int) -> None:
        """Add characters that begin at `offset` in the file. Invisible characters are left out."""
        at = 0
        for run in _RUN.finditer(text):
            start, end = run.span()
            if start > at and not _INVISIBLE.fullmatch(text, at, start):
                self._leave_blank(offset + at)
            self._put(text[start:end], offset + start)
            at = end
        if at < len(text) and not _INVISIBLE.fullmatch(text, at):
            self._leave_blank(offset + at)

    def stand_in(self, text: str, offset: int) -> None:
        """Add decoded characters, such as the `&` of `&amp;`. All of them are placed at `offset`."""
        for sign in text:
            self.add(sign, offset)

    def part(self, mark: str = "") -> None:
        """Separate the text so far from what follows with a blank or, if `mark` is given, with the mark between
        blanks.
        """
        if self._length:
            if mark:
                self._blank = None
                self._put(f" {mark}", self._end())
            self._leave_blank(self._end())

    def break_line(self) -> None:
        """Separate the text so far from what follows with a line break."""
        if self._length:
            self._blank, self._is_break = self._end(), True

    def finished(self, kind: BlockKind, level: int = 0) -> list[Block]:
        """Return the block in a list, which is empty if only blanks were added. `level` counts only for a heading."""
        if not self._length:
            return []
        level = level if kind == "heading" else 0
        return [Block("".join(self._text), tuple(self._pieces), self.source, kind, level)]

    def _leave_blank(self, there: int) -> None:
        if self._blank is None and self._length:
            self._blank = there

    def _end(self) -> int:
        begins, there = self._pieces[-1]
        return there + self._length - begins

    def _put(self, run: str, there: int) -> None:
        if self._blank is not None:
            blank, self._blank = self._blank, None
            sign, self._is_break = "\n" if self._is_break else " ", False
            self._put(sign, blank)
        if not self._pieces or self._end() != there:
            self._pieces.append((self._length, there))
        self._text.append(run)
        self._length += len(run)


DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that change the direction of writing, for the brackets of a regular expression."""

_UNSEEN: Final = f"\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1b\x7f\ud800-\udfff{DIRECTION}"
"""Invisible characters: soft hyphens, marks of writing direction, control characters, unpaired surrogates."""

_INVISIBLE: Final = re.compile(f"[{_UNSEEN}]*")
_RUN: Final = re.compile(rf"[^\s{_UNSEEN}]+(?: [^\s{_UNSEEN}]+)*")


def joined(question: Block, answer: Block) -> Block:
    """Return a question and its answer as one block, with a blank between them."""
    blank = len(question.text)
    pieces = ((blank + 1 + begins, there) for begins, there in answer.pieces)
    return Block(
        f"{question.text} {answer.text}",
        (*question.pieces, (blank, answer.offset(0)), *pieces),
        question.source,
        level=question.level,
    )
