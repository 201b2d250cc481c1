"""Parts to read under what is asked, in a window that has room for them: as many as fit, the first ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
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
