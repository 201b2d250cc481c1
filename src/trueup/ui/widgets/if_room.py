"""Parts to read under what is asked, in a window that has room for them: as many as fit, the first ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from trueup.ui.widgets.text import MUTED, STRONG, Hung, Line

Part = Sequence[Line]
"""What belongs together; its first line is a heading."""


class IfRoom(Widget):
    """Takes the room that is left on the page. Never half of a part."""

    def __init__(self, parts: Callable[[], Iterable[Part]], *, id: str | None = None) -> None:
        """`parts` are asked for when it is drawn first, and by `look_again`."""
        super().__init__(id=id)
        self._ask = parts
        self._parts: list[Part] | None = None

    def look_again(self) -> None:
        """There may be something else to read now."""
        if self._parts is not None and (now := list(self._ask())) != self._parts:
            self._parts = now
            self.refresh()

    def render(self) -> Content:
        """The parts that fit, muted under their headings."""
        if self._parts is None:
            self._parts = list(self._ask())
        width, height = self.size
        shown: list[Content] = []
        for first, *rest in self._parts:
            muted = [line._replace(text=line.text.stylize_before(MUTED)) for line in rest]
            part = [*([Content()] if shown else []), *Hung([first, *muted]).set(width)]
            if len(shown) + len(part) > height:
                break
            shown += part
        return Content("\n").join(shown)


def heading(text: str) -> Line:
    """What a part begins with."""
    return Line(text=Content.styled(text, STRONG))


def one_below_the_other(parts: Iterable[Part]) -> list[Line]:
    """The lines of all parts, a blank line between them."""
    return [line for at, part in enumerate(parts) for line in ([Line(), *part] if at else part)]
