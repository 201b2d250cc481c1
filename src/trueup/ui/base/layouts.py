"""Parts to read under what is asked, in a window that has room for them: as many as fit, the first ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from trueup.ui.base.text import MUTED, STRONG, Hung, Line

Part = Sequence[Line]
"""What belongs together; its first line is a heading."""


class IfRoom(Widget):
    """Takes the room that is left on the page. Never half of a part."""

    def __init__(self, parts: Callable[[], Iterable[Part]], *, id: str | None = None) -> None:
        """`parts` are asked for when it is drawn first, and by `look_again`."""
        super().__init__(id=id)
        self._ask = parts
        self._parts: list[Part] | None = None
        self._known: list[tuple[int, Part, list[Content]]] = []
        """Width, part, and its lines at that width."""
        self._shown = Content()

    def look_again(self) -> None:
        """There may be something else to read now."""
        if self._parts is not None:
            self._parts = list(self._ask())
            if self._fitting() != self._shown:
                self.refresh()

    def render(self) -> Content:
        """The parts that fit, muted under their headings."""
        if self._parts is None:
            self._parts = list(self._ask())
        self._shown = self._fitting()
        return self._shown

    def _fitting(self) -> Content:
        width, height = self.size
        before, self._known = self._known, []
        shown: list[Content] = []
        for at, part in enumerate(self._parts or ()):
            if len(shown) + len(part) > height:  # every line takes a row, or more
                break
            # A choice changes what is told of the quarters, and nothing of why it is asked.
            known = before[at] if at < len(before) and before[at][:2] == (width, part) else None
            self._known.append(known or (width, part, _set(part, width)))
            lines = [*([Content()] if shown else []), *self._known[at][2]]
            if len(shown) + len(lines) > height:
                break
            shown += lines
        return Content("\n").join(shown)


def _set(part: Part, width: int) -> list[Content]:
    first, *rest = part
    return Hung([first, *(line._replace(text=line.text.stylize_before(MUTED)) for line in rest)]).set(width)


def heading(text: str) -> Line:
    """What a part begins with."""
    return Line(text=Content.styled(text, STRONG))


def one_below_the_other(parts: Iterable[Part]) -> list[Line]:
    """The lines of all parts, a blank line between them."""
    return [line for at, part in enumerate(parts) for line in ([Line(), *part] if at else part)]


class GivesWay(VerticalLayout):
    """One widget below the other. Those of one kind give up the lines that are too many, down to one each.

    A widget that only takes what is left over, `1fr`, goes first.
    """

    def __init__(self, kind: type[Widget]) -> None:
        super().__init__()
        self._kind = kind

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place the children in `size`. Without a height this is asked how high all of them are."""
        placements = super().arrange(parent, children, size, greedy)
        if not size.height:
            return placements
        needed = [each for each in placements if not _takes_what_is_left(each.widget)]
        over = max((each.region.bottom for each in needed), default=0) - size.height
        moved, placed = 0, []
        for each in placements:
            region = each.region.translate((0, -moved))
            if isinstance(each.widget, self._kind) and over > moved:
                given = min(over - moved, region.height - 1)
                region, moved = region._replace(height=region.height - given), moved + given
            if region.bottom <= size.height or each in needed:
                placed.append(each._replace(region=region))
        return placed


def _takes_what_is_left(widget: Widget) -> bool:
    return widget.styles.height is not None and widget.styles.height.is_fraction
