"""Turns HTML into blocks of the text that a visitor reads, without scripts, styles, menus, banners and legal footers.

We use turbohtml's tokenizer: of those we tried, it's the only one that tells the position of each run of text and is
fast on hostile pages too. Its wheel has 1.9 MB. Importing it takes 65 ms, but happens only when HTML is read. A page of
244 kB takes it 21 ms, a page with 10,000 levels 11 ms, and the slowest of fifteen hostile pages of 1.5 MB 0.12 s.
selectolax tells no positions, lxml only lines; html.parser takes over 12 s, and html5lib 13 s for the deep page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from turbohtml import Token, TokenType, tokenize

from trueup.reading.blocks import NO_LEVEL, Block, BlockKind, Building, SourceText, listed

DEEP: Final = 1_000
"""If elements are nested more deeply than this, the page wasn't made for people."""

_VOID: Final = listed("area base br col embed hr img input link meta param source track wbr")
_LEFT_OUT: Final = listed(
    "script style noscript template svg math iframe object canvas audio video select textarea nav footer dialog "
    "head datalist map menu"
)
_CODE: Final = frozenset(("code", "pre", "kbd", "samp", "xmp", "listing", "plaintext"))
_QUOTES: Final = frozenset(("blockquote", "q"))
_HEADINGS: Final = listed("h1 h2 h3 h4 h5 h6 title summary legend caption dt")
_LEVEL: Final = re.compile("h[1-6]")
_CELLS: Final = frozenset(("td", "th"))
_BLOCKS: Final = (
    listed(
        "html body main header section article aside div p ul ol li dl dd table thead tbody tfoot tr figure "
        "figcaption hr form fieldset details address center button label option"
    )
    | _HEADINGS
    | _QUOTES
    | {"pre"}
)
_WHOLE_PAGE: Final = frozenset(("html", "body", "main", "article"))
_ROLES: Final = listed("navigation dialog alertdialog contentinfo search banner-navigation menu menubar")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE)


_ASIDE: Final = _named(
    "nav|navbar|navigation|topnav|sidenav|breadcrumbs?|cookies?|consent|gdpr|ccpa|skip-?link|main-menu|site-menu|nav-menu|"
    "mobile-menu|legal|imprint|impressum|disclaimer|copyright|footer|site-footer"
)
_SAID_BY_OTHERS: Final = _named("testimonials?|reviews?|quotes?|kudos|trustpilot|customer-stor(?:y|ies)")
_CONTENT: Final = re.compile(r"""\bcontent\s*=\s*(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s"'>]+)""", re.IGNORECASE)
_BUTTON: Final = _named("btn|button|cta")


def blocks(source: SourceText, start: int = 0, end: int | None = None) -> tuple[list[Block], bool]:
    """Return the blocks of a page, or of its part from `start` to `end`, and whether elements are nested too deeply."""
    reader = _Reader(source, start)
    text = source.text[start:end]
    for token in tokenize(text, resolve_references=False, capture_source=True):
        reader.take(token)
    reader.flush()
    return reader.found, reader.deepest > DEEP


class _Reader:
    """Turns the tokens of a page into blocks."""

    def __init__(self, source: SourceText, start: int) -> None:
        self.source = source
        self.found: list[Block] = []
        self.deepest = 0
        self._start = source.place(start) if start else (1, 1)
        self._open: list[tuple[str, BlockKind | None, bool]] = []
        """The open elements: name, kind of the text in it (None if it's left out), and whether it's a block."""
        self._names: Counter[str] = Counter()
        self._building = Building(source)
        self._kind: BlockKind = "text"
        self._level = 0
        """The level of the heading whose text comes next. The page's `title` has none: it isn't on the page."""
        self._in_row = False

    def take(self, token: Token) -> None:
        """Process one token of the page."""
        match token.type:
            case TokenType.START_TAG:
                self._begin(token)
            case TokenType.END_TAG:
                self._finish(token.tag or "")
            case TokenType.TEXT if token.data and self._holds() is not None:
                self._building.add(token.data, self._offset(token))
            case TokenType.CHARACTER_REFERENCE if token.data and self._holds() is not None:
                self._building.stand_in(token.data, self._offset(token))
            case _:
                pass

    def flush(self) -> None:
        """End the present block."""
        self.found += self._building.finished(self._kind, self._level)
        self._building = Building(self.source)
        self._in_row = False

    def _holds(self) -> BlockKind | None:
        return self._open[-1][1] if self._open else "text"

    def _offset(self, token: Token) -> int:
        line, column = self._start
        there = line + token.line - 1
        return self.source.lines[there - 1] + token.col + (column - 1 if token.line == 1 else 0)

    def _begin(self, token: Token) -> None:
        name, attributes = token.tag or "", dict(token.attrs or ())
        kind = _kind(name, attributes, self._holds())
        is_block = name in _BLOCKS or (name == "a" and bool(_BUTTON.search(attributes.get("class") or "")))
        if name == "meta":
            self._description(token, attributes)
        elif name == "br":
            self._building.break_line()
        elif name in _CELLS and self._in_row:
            self._building.part("|")
        elif is_block:
            self.flush()
        if name not in _VOID and not token.self_closing:
            self._open.append((name, kind, is_block))
            self._names[name] += 1
            self.deepest = max(self.deepest, len(self._open))
        if kind is not None and (is_block or name in _CELLS):
            self._kind = kind
            self._level = int(name[1]) if _LEVEL.fullmatch(name) else NO_LEVEL if name != "title" else 0
            self._in_row = name in _CELLS or name == "tr"

    def _finish(self, name: str) -> None:
        if not self._names[name]:
            return
        ends_block = False
        while self._open:
            closed, _, is_block = self._open.pop()
            self._names[closed] -= 1
            ends_block = ends_block or is_block
            if closed == name:
                break
        if ends_block:
            self.flush()
            self._kind = self._holds() or "text"

    def _description(self, token: Token, attributes: Mapping[str, str | None]) -> None:
        """Add the page's description as a block. Search engines show it, so it's published too."""
        written = _CONTENT.search(token.source or "")
        if (attributes.get("name") or "").lower() != "description" or written is None:
            return
        self.flush()
        self._kind = "text"
        quotes = written["value"][:1] in ("'", '"')
        begins = self._offset(token) + written.start("value") + quotes
        for part in tokenize(written["value"].strip("'\""), resolve_references=False):
            if part.type == TokenType.TEXT and part.data:
                self._building.add(part.data, begins + part.col)
            elif part.type == TokenType.CHARACTER_REFERENCE and part.data:
                self._building.stand_in(part.data, begins + part.col)
        self.flush()


def _kind(name: str, attributes: Mapping[str, str | None], around: BlockKind | None) -> BlockKind | None:
    """Return the kind of the text in an element; None if the text is left out. `around` is the kind of the text
    around.
    """
    if name == "title" and around is None:
        return "heading"
    if around is None or around == "code":
        return around
    if name in _WHOLE_PAGE:
        return around
    if name in _LEFT_OUT or _is_hidden(attributes):
        return None
    called = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    if called and _ASIDE.search(called):
        return None
    if name in _CODE:
        return None if name != "pre" else "code"
    if around == "quote" or name in _QUOTES or (called and _SAID_BY_OTHERS.search(called)):
        return "quote"
    if name in _HEADINGS:
        return "heading"
    if name == "li":
        return "item"
    if name == "tr":
        return "row"
    return around if around != "heading" or name not in _BLOCKS else "text"


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (attributes.get("role") or "") in _ROLES
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )
