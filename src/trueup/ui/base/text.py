"""Text on screen: the founder's words made safe to show, and lines with a hanging indent and figures at the right edge.

The founder's words are never read as markup: they become `Content` here or in `Content.assemble`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from trueup.sanitize import plain_text
from trueup.wording.shortening import unclosed

ACCENT = "$accent"
MUTED = "$text-muted"
STRONG = "bold"
KEY = "bold $accent"

ROOM_FOR_WORDS = 12
"""A text is cut after a whole word only if it has at least this many cells; in fewer, as many letters as fit stay."""


_ENDS_WORD = re.compile(r"\s|[,;:.!?)”’]+(\s|$)")
"""What can follow a whole word: a space, or punctuation before one."""


def plain(text: str, style: str = "", *, lines: bool = False) -> Content:
    """Return `text` as content without control characters or markup. Line breaks become spaces unless `lines`."""
    return Content.styled(plain_text(text, lines=lines), style)


def shorten(text: str, width: int) -> str:
    """Return `text`, cut to `width` cells with `…` at the end, after a whole word if `width` allows."""
    return cut(Content(plain_text(text)), width).plain


def cut(text: Content, width: int, before: str = "") -> Content:
    """Return `text`, cut like `shorten` if it's longer than `width`. A quote that begins in it, or in the text
    `before`, keeps its closing mark.
    """
    if text.cell_length <= max(width, 1):
        return text
    shorter = _beginning(text, width)
    mark = unclosed(before + shorter.plain) if width >= ROOM_FOR_WORDS else ""
    return Content.assemble(_beginning(text, width - 1), mark) if mark else shorter


def _beginning(text: Content, width: int) -> Content:
    shorter = text.truncate(max(width, 1), ellipsis=True)
    end = len(shorter.plain) - 1
    is_whole = _ENDS_WORD.match(text.plain, end) is not None
    whole = end if is_whole else shorter.plain.rfind(" ")
    if width >= ROOM_FOR_WORDS and whole > end // 2:
        return Content.assemble(shorter[:whole].rstrip(" ,;:"), "…")
    return shorter


def wrapped(text: Content, width: int, most: int = 0) -> list[Content]:
    """Return the lines of `text` in `width` cells. Unless `most` is 0, it's cut to that many lines, like `shorten`."""
    lines = text.wrap(width)
    if not most or len(lines) <= most:
        return list(lines)
    above = "".join(line.plain for line in lines[: most - 1])
    return [*lines[: most - 1], cut(Content(" ").join(lines[most - 1 :]), width, above)]


def paragraphs(prose: str, style: str = "") -> list[Line]:
    """Return prose as lines, one for each paragraph, with blank lines between them."""
    found = [" ".join(part.split()) for part in plain_text(prose, lines=True).split("\n\n") if part.strip()]
    lines = [Line(text=Content.styled(part, style)) for part in found]
    return [line for pair in zip(lines, [Line()] * len(lines), strict=True) for line in pair][:-1]


class Line(NamedTuple):
    """A line: `lead`, then `text`, which wraps below itself, and `right` at the right edge."""

    lead: Content = Content("")
    text: Content = Content("")
    right: Content = Content("")
    fill: Callable[[int], Content] | None = None
    """If given, draws what is shown instead of `text`, such as a gauge, in the number of cells passed to it."""


def heading(text: str, right: Content | str = "") -> Line:
    """Return a line in bold, such as the heading of a part, with quiet words at the right. Pass only our own words."""
    beside = Content.styled(right, MUTED) if isinstance(right, str) else right
    return Line(text=Content.styled(text, STRONG), right=beside)


def muted(text: str) -> Line:
    """Return a line in a quiet colour. It may contain the founder's words."""
    return Line(text=plain(text, MUTED))


def in_one_line(line: Line) -> Line:
    """Return the line with its text cut at the end of the width instead of wrapped."""
    gap = 2 if line.right else 0
    return line._replace(text=Content(""), fill=lambda width: cut(line.text, width - gap))


def fitted(text: str, style: str = "") -> Callable[[int], Content]:
    """Return what a line is to be filled with: `text`, cut to the width."""
    return lambda width: plain(shorten(text, width), style)


class Hung(Visual):
    """Lines that are laid out only when the width is known, so figures stay at the edge even if a scrollbar appears."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)
        self._laid: tuple[int, list[Content]] | None = None
        """The last layout: its width and its lines. Textual asks for the height before it draws."""

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        result: list[Content] = []
        for lead, text, right, fill in self.lines:
            indent = Content(" " * lead.cell_length)
            room = max(width - lead.cell_length, 4)
            first = max(room - right.cell_length - 2, 4) if right else room
            # `right` is on the first line; the text wraps in the cells that it leaves.
            wrapped = [fill(room - right.cell_length)] if fill else text.wrap(first) if text else [Content("")]
            head = Content.assemble(lead, wrapped[0])
            gap = max(width - head.cell_length - right.cell_length, 0)
            result.append(Content.assemble(head, " " * gap, right) if right else head)
            result.extend(Content.assemble(indent, line) for line in wrapped[1:])
        return result

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the strips drawn at `width` (Textual's protocol)."""
        if not width:
            return []
        return Content("\n").join(self._at(width)).render_strips(width, height, style, options)

    def _at(self, width: int) -> list[Content]:
        if self._laid is None or self._laid[0] != width:
            self._laid = width, self.set(width)
        return self._laid[1]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """The width at which nothing wraps (Textual's protocol)."""
        return max(
            (
                line.lead.cell_length + line.text.cell_length + (line.right.cell_length + 2 if line.right else 0)
                for line in self.lines
            ),
            default=0,
        )

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """The number of lines at `width` (Textual's protocol)."""
        return len(self._at(width)) if width else 0


class Raised(Hung):
    """Lines that stand out, with a background and a bar at the left, because the founder should attend to them."""

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells, with background and bar."""
        inside = max(width - 2, 4)
        return [
            Content.assemble(("▌ ", ACCENT), line.pad_right(inside - line.cell_length)).stylize_before("on $surface")
            for line in super().set(inside)
        ]


def signed(figure: float) -> str:
    """Return the figure with two decimals, and a minus sign rather than a hyphen."""
    return f"{figure:.2f}".replace("-", "−")


def path_ending(path: str, width: int) -> str:
    """Return a path. If it's longer than `width`, return only its end, because people look for the file's name."""
    return path if len(path) <= width else f"…{path[1 - width :]}"
