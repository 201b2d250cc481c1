"""The running head: where one is at the left; whose business, and how it stands, at the right."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from trueup.ui.widgets.text import KEY, MUTED, STRONG, plain, shorten


class Counts(NamedTuple):
    """Open mismatches by verdict."""

    contradictions: int = 0
    strains: int = 0
    unproven: int = 0


class Head(Widget):
    """One row. Too narrow: the name of the business is cut first, then the place."""

    view: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    business: reactive[str] = reactive("")
    quarter: reactive[str] = reactive("")
    state: reactive[str] = reactive("")
    """`read only`, `not saved`, …: takes the place of the counts."""
    is_warning: reactive[bool] = reactive(False)
    """The state wants something of the founder."""
    counts: reactive[Counts | None] = reactive(None)
    """None until the founder asked to compare."""

    def render(self) -> Content:
        """The row, for the width there is."""
        return self.drawn(self.size.width)

    def drawn(self, width: int) -> Content:
        """The row at `width` cells."""
        left = [Content.styled("trueup", KEY), Content("   "), plain(self.view, STRONG)]
        if self.place:
            left += [Content("   "), plain(self.place, MUTED)]
        ahead = Content.assemble(*left)
        state = self._state(self.state)
        if ahead.cell_length + state.cell_length + 3 > width:
            state = self._state(self.state.partition(",")[0])  # of `sample, nothing is kept` one word says enough
        tail = Content.assemble(*([Content("   "), state] if state else []))
        room = width - ahead.cell_length - tail.cell_length - 3
        whose = self._whose(room)
        right = Content.assemble(whose, tail if whose else state)
        if ahead.cell_length + right.cell_length + 2 > width:
            ahead = ahead.truncate(max(width - right.cell_length - 2, 6), ellipsis=True)
        gap = max(width - ahead.cell_length - right.cell_length, 1)
        return Content.assemble(ahead, " " * gap, right)

    def _whose(self, room: int) -> Content:
        quarter = f" {self.quarter}" if self.quarter else ""
        name = room - len(quarter)
        if not self.business or name < min(len(self.business), 8):  # three letters and a dot say nothing
            return plain(quarter.strip(), MUTED) if 0 < len(quarter) <= room else Content("")
        return plain(f"{shorten(self.business, name)}{quarter}", MUTED)

    def _state(self, state: str) -> Content:
        said = [Content.styled(state, "bold $warning" if self.is_warning else MUTED)] if state else []
        if self.counts is not None:
            said.append(self._counted(*self.counts))
        return Content("   ").join(said)

    @staticmethod
    def _counted(found: int, rubs: int, guessed: int) -> Content:
        return Content.assemble(
            ("≠", "bold $error"), f" {found}  ", ("≈", "bold $warning"), f" {rubs}  ",
            ("?", "bold $secondary"), f" {guessed}",
        )  # fmt: skip
