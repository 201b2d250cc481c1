"""Who a customer is: the one cell of the last ten customers that is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from trueup.ui.base.fields import Field

LONGEST = 60
"""Characters of a name."""


class Who(Field):
    """The first cell of the marked row, to type in. The arrow at its end leads on to the next cell."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "as it was", id="table.give-up")]

    @dataclass
    class GivenUp(Message):
        """What was being typed is not taken."""

        text: str

    def __init__(self, beyond: Callable[[], None]) -> None:
        """`beyond` is called where the arrow leads out of the text."""
        super().__init__()
        self.max_length = LONGEST
        self._beyond = beyond

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is being typed, Escape is the screen's."""
        if action == "give_up" and (self.value == self.stood or getattr(self.screen, "sheet", None)):
            return False
        return super().check_action(action, parameters)

    def action_give_up(self) -> None:
        """The cell as it was."""
        typed = self.value
        self.show(self.stood)
        self.post_message(self.GivenUp(typed))

    def action_cursor_right(self, select: bool = False) -> None:
        """Through the text, then to the next cell."""
        if self.cursor_at_end and not select:
            self._beyond()
        else:
            super().action_cursor_right(select)
