"""The list of rows of one kind, and below them what else one can do."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets.option_list import Option

from trueup.ui.base.rows import Rows

ADD, DONE, PASTE = "+", "-", '"'
"""Ids of what stands below the rows; no slug is one."""


class RowList(Rows):
    """Enter or a digit edits a row. Adding, removing and undoing are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="list.edit"),
        *(Binding(str(n), f"edit({n})", "edit", show=False, id=f"list.edit-{n}") for n in range(1, 10)),
        Binding("plus", "screen.add", "add", id="list.add"),
        Binding("delete,backspace", "screen.remove", "remove", id="list.remove"),
        Binding("z", "screen.undo", "undo", id="list.undo"),
    ]

    @property
    def digits(self) -> int:
        """The rows have the digits, what is below them has keys of its own."""
        return min(sum(option.id not in (None, ADD, DONE, PASTE) for option in self.options), 9)

    def has_bar(self, option: Option) -> bool:
        """The bar is where the keys go, so that there is never a second one."""
        return self.has_focus and super().has_bar(option)

    def on_option_list_option_highlighted(self) -> None:
        """Enter does something else on a row than below them."""
        self.screen.refresh_bindings()

    def action_edit(self, number: int) -> None:
        """Edit the row that bears this digit."""
        if number <= self.digits:
            self.action_pick(number)
