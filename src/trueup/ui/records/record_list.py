"""The list of rows of one kind, and below them what else one can do."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from trueup.ui.base.rows import Rows

ADD, DONE = "+", "-"
"""Ids of what stands below the rows; no slug is one."""


class RowList(Rows):
    """Enter or a digit edits a row. Adding, removing and undoing are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="list.edit"),
        *(Binding(str(n), f"edit({n})", "edit", show=False, id=f"list.edit-{n}") for n in range(1, 10)),
        Binding("a,plus", "screen.add", "add", id="list.add"),
        Binding("g", "screen.done", "done", show=False, id="list.done"),
        Binding("d,delete", "screen.remove", "remove", id="list.remove"),
        Binding("z", "screen.undo", "undo", id="list.undo"),
    ]

    @property
    def digits(self) -> int:
        """The rows have the digits, what stands below them has letters."""
        return min(sum(option.id not in (None, ADD, DONE) for option in self.options), 9)

    def action_edit(self, number: int) -> None:
        """Edit the row that bears this digit."""
        if number <= self.digits:
            self.action_pick(number)
