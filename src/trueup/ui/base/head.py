"""The running head: where one is at the left; whose business, and how it stands, at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from trueup.ui.base.navigator import navigator_of
from trueup.ui.base.text import KEY, MUTED, STRONG, plain, shorten

if TYPE_CHECKING:
    from trueup.session.session import Counts

NAME = 12
"""Letters that stay: of a longer name before the place gives way, and of the place before it goes."""
STUMP = 4
"""So many letters, or fewer, and a dot say nothing."""

WIDE, CLOSE = "   ", "  "
"""Between two things; close together where there is no room for more."""


class Head(Widget):
    """One row. Too narrow: it says less of its state, then closes up, then cuts the name, then the place."""

    view: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    business: reactive[str] = reactive("")
    quarter: reactive[str] = reactive("")
    state: reactive[str] = reactive("")
    """`read only`, `not saved`, …. Of `sample, nothing is saved` one word says enough where it is narrow."""
    is_warning: reactive[bool] = reactive(False)
    """The state wants something of the founder."""
    counts: reactive[Counts | None] = reactive(None)
    """None until the founder asked to compare."""

    def render(self) -> Content:
        """The row, for the width there is."""
        return self.drawn(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Open the mismatches by their counts."""
        inside = event.get_content_offset(self)
        if inside and self.counts and inside.x >= self.size.width - self._counted(*self.counts, " ").cell_length:
            navigator_of(self.app).go("mismatches")

    def drawn(self, width: int) -> Content:
        """The row at `width` cells."""
        brief = self.state.partition(",")[0]
        for state, gap in ((self.state, WIDE), (brief, WIDE), (brief, CLOSE)):
            left, right = self._where(self.place, gap), self._how(state, gap)
            room = width - left.cell_length - right.cell_length - len(CLOSE)
            if room >= len(self._whose()):
                break
        if (lacking := len(self._whose(NAME)) - room) > 0:
            stays = len(self.place) - lacking
            left = self._where(shorten(self.place, stays) if stays > NAME else "", CLOSE)
            room = width - left.cell_length - right.cell_length - len(CLOSE)
        right = Content.assemble(plain(self._within(room), MUTED), right)
        left = left.truncate(max(width - right.cell_length - 2, 6), ellipsis=True)
        return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 1), right)

    def _where(self, place: str, gap: str) -> Content:
        parts = [Content.styled("trueup", KEY), plain(self.view, STRONG), plain(place, MUTED)]
        return Content(gap).join([part for part in parts if part])

    def _whose(self, most: int | None = None) -> str:
        """Business and quarter, of the name `most` letters."""
        name = self.business if most is None else shorten(self.business, most)
        return " ".join(part for part in (name, self.quarter) if part)

    def _within(self, room: int) -> str:
        """Business and quarter in so many cells. The name is never a stump: before that the quarter goes."""
        name = room - len(self.quarter) - 1
        if len(self._whose()) <= room:
            return self._whose()
        if self.business and name > STUMP:
            return self._whose(name)
        return shorten(self.business, room) if room > STUMP else ""

    def _how(self, state: str, gap: str) -> Content:
        """The state and the counts, each with the gap before it."""
        said = [Content.styled(state, "bold $warning" if self.is_warning else MUTED)] if state else []
        if self.counts is not None:
            said.append(self._counted(*self.counts, "" if gap == CLOSE else " "))
        return Content("").join(Content.assemble(gap, part) for part in said)

    @staticmethod
    def _counted(found: int, rubs: int, guessed: int, gap: str) -> Content:
        return Content.assemble(
            ("≠", "bold $error"), f"{gap}{found}{gap} ", ("≈", "bold $warning"), f"{gap}{rubs}{gap} ",
            ("?", "bold $secondary"), f"{gap}{guessed}",
        )  # fmt: skip


def gauge(width: int, done: int, total: int, *, heavy: str = "$accent", light: str = "$gauge-off") -> Content:
    """A gauge of `width` cells; something done is never nothing, something left is never full."""
    width = max(width, 0)
    filled = round(width * done / total) if total else 0
    if 0 < done < total:
        filled = max(min(max(filled, 1), width - 1), 0)
    return Content.assemble(("━" * filled, heavy), ("─" * (width - filled), light))


class Rule(Widget):
    """One line over the measure, drawn from its own width."""

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    """0: a plain rule."""

    def render(self) -> Content:
        """The rule, or the gauge."""
        if not self.total:
            return Content.styled("─" * self.size.width, "$rule")
        return gauge(self.size.width, self.done, self.total)
