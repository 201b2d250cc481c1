"""A layout in which one widget gives way: where not all of them fit, it is shorter, and nothing else moves."""

from __future__ import annotations

from textual.geometry import Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget


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
