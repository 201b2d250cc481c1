"""Splits a Markdown file of screens/ into sections with TOML fences and prose."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


_TABLE = re.compile(r"\s*\[(?P<many>\[)?\s*(?P<name>[\w-]+)")
_KEY = re.compile(r"""\s*["']?(?P<key>[\w-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or, if it has a `marker` such as `- `, an item of a list. Line breaks within it are replaced by
    spaces.
    """

    text: str
    line: int
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Fence:
    """A TOML fence: the line in the file where it opens, and its contents."""

    line: int
    text: str

    def data(self) -> Mapping[str, object]:
        """Return the fence parsed as TOML. Raises FenceError, with the line in the file."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            said = str(error)
            at = re.search(r" \(at (?:line (\d+)|end of document).*\)$", said)
            line = int(at[1]) if at and at[1] else self.text.count("\n")
            raise FenceError(self.line + line, said[: at.start()] if at else said) from None

    def line_of(self, *path: str | int, word: str = "") -> int:
        """Return the line in the file with the key at `path`. If the key is missing, it's the line of the table that
        should contain it.

        A path such as `("choices", "alone")` is a key of a table, and `("fix", 1, "to")` one of the second `[[fix]]`.
        With `word`, return the first line from there on that contains this word, to find a tag in a long list.
        """
        found, depth = 0, 0
        for line, here in self._keys():
            if len(here) > depth and here == path[: len(here)]:
                found, depth = line, len(here)
        if word:
            lines = self.text.splitlines()[max(found - 1, 0) :]
            found = next((at for at, line in enumerate(lines, max(found, 1)) if word in line), found)
        return self.line + found

    def _keys(self) -> Iterator[tuple[int, tuple[str | int, ...]]]:
        """Yield each line of the fence, counted from 1, that opens a table or begins with a key, and its path."""
        header: tuple[str | int, ...] = ()
        count: Counter[str] = Counter()
        for number, line in enumerate(self.text.splitlines(), 1):
            if table := _TABLE.match(line):
                name = table["name"]
                header = (name, count[name]) if table["many"] else (name,)
                count[name] += 1
                yield number, header
            elif key := _KEY.match(line):
                yield number, (*header, key["key"])


class FenceError(Exception):
    """Raised if a fence isn't TOML: the line in the file, and what the TOML parser says."""

    def __init__(self, line: int, said: str) -> None:
        self.line = line
        self.said = said
        super().__init__(f"line {line}: {said}")


@dataclass(slots=True)
class Section:
    """A heading of level 1 or 2, with everything up to the next heading. Level 0 is the text before the first
    heading.
    """

    level: int
    title: str
    line: int
    fences: list[Fence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def prose(self) -> str:
        """The blocks as Markdown: blank lines between paragraphs, and each list item on its own line."""
        text, before = "", None
        for block in self.blocks:
            together = block.marker and before and before.marker
            text += ("" if before is None else "\n" if together else "\n\n") + block.marker + block.text
            before = block
        return text


@cache
def _parser() -> MarkdownIt:
    """Return a parser with only the block rules that screens/ uses. Text within blocks isn't parsed, so it stays as
    written.
    """
    from markdown_it import MarkdownIt  # imported late: it takes half of the loading time

    parser = MarkdownIt("zero").enable(["heading", "fence", "list"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def sections(text: str) -> list[Section]:
    """Return the sections of a file, in order. Fences that aren't marked as TOML, and headings below level 2, are
    prose.
    """
    found = [Section(0, "", 1)]
    tokens = iter(_parser().parse(text))
    markers: list[str] = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            title = next(tokens).content
            if len(token.markup) <= 2:
                found.append(Section(len(token.markup), title, line))
            else:
                found[-1].blocks.append(Block(f"{token.markup} {title}", line))
        elif token.type == "fence" and token.info.strip() == "toml":
            found[-1].fences.append(Fence(line, token.content))
        elif token.type == "fence":
            verbatim = f"{token.markup}{token.info}\n{token.content}{token.markup}"
            found[-1].blocks.append(Block(verbatim, line))
        elif token.type == "list_item_open":
            markers.append("  " * (token.level // 2) + _marker(token))
        elif token.type == "inline":
            marker = markers.pop() if markers else ""
            unwrapped = " ".join(part.strip() for part in token.content.splitlines())
            found[-1].blocks.append(Block(unwrapped, line, marker))
    return found if found[0].blocks or found[0].fences else found[1:]


def _marker(item: Token) -> str:
    return f"{item.info}{item.markup} " if item.info else f"{item.markup} "
