"""Turns Markdown into blocks of the text that a reader sees, each of which knows where in the file its characters are.

markdown-it-py tells the lines and the text of a block, but no columns. We find them by searching for the text in the
file, piece by piece: between two marks, it's the same in the file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from trueup.reading.blocks import Block, BlockKind, Building, SourceText

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST_LEVELS: Final = 50
"""The deepest level of nested lists and quotes. Anything deeper is read as plain text."""


def blocks(source: SourceText) -> list[Block]:
    """Return the blocks of a file, in order. Front matter is left out. Embedded HTML is read as HTML."""
    begins = _after_front_matter(source)
    if begins == len(source.lines):
        return []
    text = source.text[source.lines[begins] :]
    tokens = _parser().parse(text)
    found: list[Block] = []
    kinds: list[BlockKind] = ["text"]
    row: Building | None = None
    along = level = 0
    for token in tokens:
        match token.type:
            case "blockquote_open" | "list_item_open" | "heading_open":
                kinds.append(_KINDS[token.type] if kinds[-1] != "quote" else "quote")
                level = int(token.tag[1:]) if token.type == "heading_open" else 0
            case "blockquote_close" | "list_item_close" | "heading_close":
                kinds.pop()
            case "tr_open":
                row = Building(source)
                along = source.lines[begins + (token.map or [0])[0]]
            case "tr_close" if row is not None:
                found += row.finished("row")
                row = None
            case "inline" if row is not None:
                row.part("|")
                along = _add(row, token, _Along(source, along))
            case "inline" if token.map and token.content:
                building = Building(source)
                _add(building, token, _aligned(source, token.content, begins + token.map[0]))
                found += building.finished(kinds[-1], level)
            case "fence" | "code_block" if token.map and token.content:
                building = Building(source)
                building.add(token.content, source.lines[begins + token.map[0] + (token.type == "fence")])
                found += building.finished("code")
            case "html_block" if token.map:
                found += _html(source, begins + token.map[0], begins + token.map[1])
            case _:
                pass
    return found


_KINDS: Final[dict[str, BlockKind]] = {
    "blockquote_open": "quote",
    "list_item_open": "item",
    "heading_open": "heading",
}


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_LEVELS}).enable("table")
    return parser.disable("text_join")  # encoded signs, such as `&amp;`, stay tokens of their own


def _after_front_matter(source: SourceText) -> int:
    """Return the number of lines that front matter takes; 0 if there is none."""
    if source.line(1).rstrip() != "---":
        return 0
    ends = (number for number in range(2, min(len(source.lines), 100) + 1) if source.line(number).rstrip() == "---")
    return next(ends, 0)


def _html(source: SourceText, first: int, last: int) -> list[Block]:
    from trueup.reading import html_file  # imported late: most files have none, and the tokenizer is slow to load

    end = source.lines[last] if last < len(source.lines) else len(source.text)
    return html_file.blocks(source, source.lines[first], end)[0]


class _Along:
    """A position in the file, from which the next piece of a block's text is searched."""

    def __init__(self, source: SourceText, at: int) -> None:
        self.source = source
        self.at = at

    def find(self, text: str) -> int:
        """Return the offset of the next occurrence of a text, and move the position behind it."""
        there = self.source.text.find(text, self.at)
        if there < 0:
            return self.at
        self.at = there + len(text)
        return there


def _aligned(source: SourceText, content: str, line: int) -> _Along:
    """Return the position where the text of a block begins in its first line, after marks of lists, quotes or
    headings.
    """
    first = content.partition("\n")[0]
    start = source.lines[line]
    there = source.text.find(first, start)
    return _Along(source, there if there >= 0 else start)


def _add(building: Building, inline: Token, along: _Along) -> int:
    """Add the text of a block without its marks, and return the offset behind it."""
    for token in inline.children or ():
        match token.type:
            case "text" if token.content:
                building.add(token.content, along.find(token.content))
            case "text_special":
                building.stand_in(token.content, along.find(token.markup))
            case "softbreak" | "hardbreak":
                along.find("\n")
                building.break_line() if token.type == "hardbreak" else building.part()
            case "code_inline" | "html_inline":
                along.find(token.content)
                building.break_line() if token.content.startswith("<br") else building.part()
            case "image":
                _skip_target(along, f"![{token.content}]")
            case "link_close" if token.markup != "autolink":
                _skip_target(along, "]")
            case _ if token.markup and token.markup not in ("autolink", "linkify"):
                along.find(token.markup)
            case _:
                pass
    return along.at


def _skip_target(along: _Along, opening: str) -> None:
    """Move past a link's target, `(https://… "title")` or `[name]`, if there is one after `opening`."""
    along.find(opening)
    text, at = along.source.text, along.at
    closing = {"(": ")", "[": "]"}.get(text[at : at + 1])
    if closing is None:
        return
    depth = 0
    for offset in range(at, min(len(text), at + 4_000)):
        sign = text[offset]
        if sign == text[at]:
            depth += 1
        elif sign == closing:
            depth -= 1
            if depth == 0:
                along.at = offset + 1
                return
