"""Markdown that keeps our structure, whatever the founder wrote into it.

Text becomes Markdown only through `escape`; the writer adds the blocks around it. The result means the same to
CommonMark and GFM readers (tables, strike-through, bare addresses made links).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NewType

from trueup.sanitize import plain_text
from trueup.wording.shortening import in_marks, one_line, shortened

Md = NewType("Md", str)
"""One line of Markdown: our own punctuation, and founder text only as `escape` returns it."""

_SPECIAL = re.compile(
    # A mail address is written as code: GitHub turns it into a link even if its @ is escaped and, after a scheme, even
    # if nothing comes before the @. Two addresses with nothing between them become one piece of code.
    r"(?P<mail>(?:(?:mailto|xmpp):[\w.+-]*@[^\s`|]+|[\w.+-]+@[\w.-]*[\w-])+)"
    r"|[\\`*_~\[\]<|]"  # code, emphasis, strike-through, links, HTML, table cells: anywhere in a line
    r"|(?<!\S)#"  # opens or closes a heading; a hashtag in some readers
    r"|\A[-+=>:]"  # lists, underlined headings, quotes, the second line of a table
    r"|&(?=#?\w+;)"  # a named character, such as `&amp;`
    # What readers turn into links on their own: schemes, mail addresses, host names. Decimal points aren't escaped.
    # GitHub takes `www.` for the beginning of an address whatever comes after it. No address ends in a single letter,
    # so “1 a.m.” stays readable.
    r"|(?<=/)/|(?<=\S)@(?=\S)|(?:(?<![0-9])\.(?=\w)|\.(?=[^\W\d]))(?!(?<=\b[a-zA-Z]\.)[a-zA-Z](?![\w/-]))|(?<=[wW]{3})\."
)
_NUMBERED = re.compile(r"\A([0-9]+)([.)])(?=\s|\Z)")


def escape(text: str) -> Md:
    """`text` as one line of Markdown that reads back as exactly that line, and only as text."""
    escaped = _SPECIAL.sub(lambda found: f"`{found[0]}`" if found["mail"] else f"\\{found[0]}", one_line(text))
    return Md(_NUMBERED.sub(r"\1\\\2", escaped))


def strong(text: str) -> Md:
    """`text` escaped, in bold. It must not be next to a letter; an empty text stays empty."""
    inside = escape(text)
    return Md(f"**{inside}**") if inside else inside


def quoted(text: str, longest: int | None = None) -> Md:
    """`text` escaped, between quotation marks; if it is too long, only its beginning."""
    return Md(in_marks(escape(shortened(text, longest) if longest else text)))


@dataclass(frozen=True, slots=True)
class Item:
    """A list item, with the founder's own lines quoted below it, or with items of its own."""

    text: Md
    passage: str = ""
    points: Sequence[Item] = ()


@dataclass(slots=True)
class Writer:
    """Gathers blocks; `text()` returns the document. Don't add two lists in a row: without another block between them,
    they'd be read as one.
    """

    blocks: list[str] = field(default_factory=list)

    def heading(self, level: int, text: Md) -> None:
        """Add a heading of level 1 to 6."""
        self.blocks.append(f"{'#' * level} {text}")

    def paragraph(self, *sentences: Md) -> None:
        """Add the sentences as one paragraph; add nothing if there are none."""
        if any(sentences):
            self.blocks.append(" ".join(sentence for sentence in sentences if sentence))

    def points(self, items: Iterable[Item], *, numbered: bool = False) -> None:
        """Add a list; add nothing if there are no items."""
        lines = list(_list(items, numbered))
        if lines:
            self.blocks.append("\n".join(lines))

    def section(self, title: str, items: Iterable[Item], *, numbered: bool = False) -> None:
        """Add a heading of level 2, with a title of our own, and a list; add nothing if there are no items."""
        listed = list(items)
        if listed:
            self.heading(2, Md(title))
            self.points(listed, numbered=numbered)

    def table(self, head: Sequence[Md], rows: Iterable[Sequence[Md]]) -> None:
        """Add a table; every row must have as many cells as the head."""
        lines = [_cells(head), _cells([Md("-" * max(len(cell), 3)) for cell in head]), *map(_cells, rows)]
        self.blocks.append("\n".join(lines))

    def text(self) -> str:
        """The document, ending in a newline."""
        return "\n\n".join(self.blocks) + "\n"


def _cells(cells: Sequence[Md]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(items: Iterable[Item], numbered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if numbered else "- "
        yield mark + item.text
        below = [*_passage(item.passage), *_list(item.points, False)]
        yield from (" " * len(mark) + line for line in below)


def _passage(text: str) -> Iterator[str]:
    """The lines of a text as Markdown quotes, with its paragraphs and line breaks kept."""
    paragraphs: list[list[Md]] = [[]]
    for line in plain_text(text, lines=True).split("\n"):
        if escaped := escape(line):
            paragraphs[-1].append(escaped)
        elif paragraphs[-1]:
            paragraphs.append([])
    for number, paragraph in enumerate(filter(None, paragraphs)):
        if number:
            yield ">"
        yield from (f"> {line}" for line in "\\\n".join(paragraph).split("\n"))
