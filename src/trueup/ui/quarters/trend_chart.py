"""The trend on screen: figures of the last quarters first, blocks of all of them beside. It needs no colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from trueup.engine.trend import Point
from trueup.ui.base.signs import INKS
from trueup.ui.base.text import MUTED, STRONG, Hung, plain, shorten
from trueup.wording.trend import Series, blocks, quarter_heads, series, together
from trueup.wording.vocabulary import SIGNS

FIGURES = 5
"""Quarters with figures; all of them are in the blocks."""

LABEL, FIGURE, GAP = 24, 8, 4
CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP = 22, 6, 3
"""Cells for the label, for one figure, and before the blocks; closer together where there are many quarters."""

WIDE, WIDE_LABEL = 100, 36
"""From this width on a label has this many cells."""

INDENT = 2
"""Cells before a label."""

FEWEST_BLOCKS = 8
"""Figures give way before the blocks have less room than this."""


class Trend(Hung):
    """Series under the heads of their quarters."""

    def __init__(self, points: Sequence[Point], sections: Mapping[str, Sequence[Series]] | None = None) -> None:
        """`sections`: further series under headings of their own."""
        super().__init__(())
        self._names = [point.quarter for point in points]
        self._series = [each for each in series(points) if any(value is not None for value in each.values)]
        self._sections = {heading: more for heading, more in (sections or {}).items() if more}

    def set(self, width: int) -> list[Content]:
        """The lines as they stand at `width` cells."""
        count = len(self._names)
        roomy = count <= FIGURES and width >= LABEL + count * FIGURE + GAP + count
        label, figure, gap = (LABEL, FIGURE, GAP) if roomy else (CLOSER_LABEL, CLOSER_FIGURE, CLOSER_GAP)
        if width >= WIDE:
            label = WIDE_LABEL
        shown = min(count, FIGURES)
        while shown > 1 and width - label - shown * figure - gap < min(count, FEWEST_BLOCKS):
            shown -= 1
        room = width - label - shown * figure - gap
        heads = "".join(f"{head:>{figure}}" for head in quarter_heads(self._names[-shown:]))
        size = together(count, room)
        ways = (f"{size} quarters a block", f"{size} a block") if size > 1 and count > 1 else ()
        told = next((f"{' ' * gap}{way}" for way in ways if len(way) <= room), "")
        first = Content.assemble(("Trend".ljust(label), STRONG), (heads, MUTED), (told, MUTED))
        lines = [first, *(_line(each, label, figure, shown, gap, room) for each in self._series)]
        for heading, more in self._sections.items():
            lines.append(Content.styled(f"{' ' * INDENT}{heading}", MUTED))
            lines += [_line(each, label, figure, shown, gap, room, INDENT) for each in more]
        return lines


def _line(each: Series, label: int, figure: int, shown: int, gap: int, room: int, further: int = 0) -> Content:
    ink = next((ink for verdict, ink in INKS.items() if SIGNS[verdict] == each.sign), "$accent")
    sign = Content.styled(f"{each.sign}  ", f"bold {ink}") if each.sign else Content("")
    indent = INDENT + further
    name = Content.assemble(sign, plain(shorten(each.label, label - indent - 2 - sign.cell_length)))
    *before, last = (f"{text:>{figure}}" for text in each.figures[-shown:])
    picture = f"{' ' * gap}{blocks(each.values, room)}" if len(each.values) > 1 else ""
    padding = " " * (label - indent - name.cell_length)
    return Content.assemble(" " * indent, name, padding, *before, (last, STRONG), (picture, ink))
