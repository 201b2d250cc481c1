"""Text that is hard to export as Markdown, and functions that read an exported document back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st
from markdown_it.token import Token

from trueup.sanitize import plain_text
from trueup.wording.shortening import one_line

WORD = re.compile(r"[^\W_]+")

Shape = list[tuple[object, ...]]

HOSTILE = [
    "**a** _b_ ~~c~~ `d` <b>e</b> [f](http://g.example) ![h](i)",
    "http://a.example/b?c=d www.a.com www.!a&@b.com a@b.com //localhost mailto:x@y.org HTTPS://Z.DE ftp://q",
    "# heading", "## a ##", "- item", "+ item", "* item", "1. item", "2) item", "10.", "> quote", "---", "===", "***",
    "```", "~~~", "    code", "\tcode", "| a | b |", "|---|---|", ":--", "a | b", "\\", "a\\", "\\|", "<!--", "&amp;",
    "&#35;", "&copy", "[x]: y", "[^1]", "[ ] task", "<script>alert(1)</script>", "</li>", "<https://a.example>",
    "+++\ntitle = 1\n+++", "---\ntitle: x\n---", "a\n===", "a\n:--", "a | b\n:-- | --:\nc | d", "a\n\n\n    b\n\n- c",
    "\u00a0\u3000x\u2003", "\x1b[31mred\x1b]0;t\x07\x00", "\u202egnp.exe", "\u2028", "\r\nx\ry", "  \n ", "",
    "\ufeff# a", "a  \nb\\\nc", "$x$", "{{ x }}", "!", "![", "](x)", "**", "__", "<", "||", "#", "'\"", "…", "A" * 300,
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from([*HOSTILE, "word", " ", "\n", "\n\n", ".", "com", "1", "-"]), max_size=4).map("".join),
    st.text("\\`*_~[]<>|#-+=:&;!.()/@ \n1ab", max_size=30),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
"""Hard text: known tricks, several tricks joined, random Markdown characters, and any characters."""


def shape(tokens: Sequence[Token]) -> Shape:
    """The structure of a parsed document, without its text."""
    found: Shape = []
    for token in tokens:
        if token.type in ("text", "softbreak", "code_inline"):  # a mail address is written as code
            if token.content and (not found or found[-1] != ("text",)):
                found.append(("text",))
        else:
            found.append((token.type, token.tag, token.nesting, token.level, tuple(shape(token.children or ()))))
    return found


def words(tokens: Sequence[Token]) -> list[str]:
    """The text of every heading, paragraph, item and cell, as a reader sees it."""
    lines: list[str] = []
    for token in tokens:
        if token.type == "inline":
            inside = token.children or []
            lines.append("".join("\n" if t.type == "hardbreak" else t.content for t in inside))
    return lines


def passages(text: str) -> list[list[str]]:
    """The paragraphs that a reader sees in `text`, each as a list of lines."""
    found: list[list[str]] = [[]]
    for line in plain_text(text, lines=True).split("\n"):
        found[-1].append(one_line(line)) if one_line(line) else found.append([])
    return [lines for lines in found if lines]


def harmless(text: str) -> str:
    """Text with the same number of paragraphs and lines, but only harmless characters.

    The words stay and none is added, because mismatches are folded by the words they quote.
    """
    return "\n\n".join("\n".join(" ".join(WORD.findall(line)) or "·" for line in lines) for lines in passages(text))
