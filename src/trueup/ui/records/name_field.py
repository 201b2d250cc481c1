"""The field for a customer's name, and what a pasted list of names becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from trueup.sanitize import plain_text
from trueup.ui.base.fields import Field

LONGEST = 60
"""The most characters of a customer's name."""
LIST_MARK = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+")
"""What stands before each line of a pasted list."""


def _is_table(pasted: str) -> bool:
    """Whether each of several pasted lines has a tab, or the same number of semicolons or commas, two at least, and a
    figure below the first line. A name may have commas: *Doe, Jane, MD*.
    """
    lines = [line for line in pasted.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    if all("\t" in line for line in lines):
        return True
    counts = [{line.count(mark) for line in lines} for mark in ";,"]
    is_even = any(len(each) == 1 and min(each) > 1 for each in counts)
    return is_even and all(any(map(str.isdigit, line)) for line in lines[1:])


class Who(Field):
    """The field for a customer's name. At the end of the text, the right arrow goes to the next cell."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "as it was", id="table.give-up")]

    @dataclass
    class GivenUp(Message):
        """Posted when Escape drops the text that was being typed."""

        text: str

    @dataclass
    class Lines(Message):
        """Posted when several lines were pasted: each is a name."""

        names: tuple[str, ...]

    class TablePasted(Message):
        """Posted when the lines pasted are those of a table, such as an export of orders. Nothing is inserted."""

    def __init__(self, beyond: Callable[[], None]) -> None:
        """`beyond` is called when the right arrow is pressed at the end of the text."""
        super().__init__()
        self.max_length = LONGEST
        self._beyond = beyond

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen if nothing is being typed."""
        if action == "give_up" and (self.value == self.stood or getattr(self.screen, "sheet", None)):
            return False
        return super().check_action(action, parameters)

    def on_paste(self, event: events.Paste) -> None:
        """Post the lines of a paste if there are several; otherwise, let the field insert it."""
        if _is_table(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(self.TablePasted())
            return
        lines = (LIST_MARK.sub("", line.strip()) for line in plain_text(event.text, lines=True).splitlines())
        names = tuple(line for line in lines if line)
        if len(names) > 1:
            event.prevent_default()
            event.stop()
            self.post_message(self.Lines(names))

    def action_give_up(self) -> None:
        """Drop what was typed, and show the saved name again."""
        typed = self.value
        self.show(self.stood)
        self.post_message(self.GivenUp(typed))

    def action_cursor_right(self, select: bool = False) -> None:
        """Move through the text, then to the next cell."""
        if self.cursor_at_end and not select:
            self._beyond()
        else:
            super().action_cursor_right(select)
