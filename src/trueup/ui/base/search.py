"""Search in a long list: `/` opens a line to type in, and only the rows with every typed word stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from trueup.ui.base.fields import Field
from trueup.ui.base.text import KEY, MUTED

SEARCH = Binding("slash", "search", "search", id="search.open")
"""The key of every list that can be searched."""


def is_match(text: str, sought: str) -> bool:
    """Whether every word that is sought is in a text."""
    folded = text.casefold()
    return all(word in folded for word in sought.casefold().split())


class _Sought(Field):
    """The line to type in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "to_list", "to the list", id="search.to-list"),
        Binding("escape", "close", "show all", id="search.close"),
    ]

    def action_to_list(self) -> None:
        """Give the keys to what was found."""
        self.post_message(Search.Done(close=False))

    def action_close(self) -> None:
        """Show everything again."""
        self.post_message(Search.Done(close=True))


class Search(Horizontal):
    """The line over a list. Closed, it takes no room."""

    @dataclass
    class Changed(Message):
        """Something else is sought now; empty: everything is shown."""

        text: str

    @dataclass
    class Done(Message):
        """The keys go back to the list; `close`: with everything in it."""

        close: bool

    def compose(self) -> ComposeResult:
        """The sign and the field."""
        yield Static(Content.assemble("  ", ("/", KEY), ("  search  ", MUTED)))
        yield _Sought()

    @property
    def is_open(self) -> bool:
        """Whether something is sought."""
        return self.has_class("-open")

    def open(self) -> None:
        """Type what is sought, in place of what was sought before."""
        self.add_class("-open")
        field = self.query_one(_Sought)
        field.focus()
        field.action_select_all()

    def close(self) -> None:
        """Seek nothing any more."""
        self.remove_class("-open")
        self.query_one(_Sought).show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is found while it is typed."""
        event.stop()
        self.post_message(self.Changed(event.value))
