"""The search line above a long list, and which texts match it."""

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
"""The key that opens the search, on every list that has one."""


def is_match(text: str, sought: str) -> bool:
    """Whether `text` contains every word of `sought`, in any order; case is ignored."""
    folded = text.casefold()
    return all(word in folded for word in sought.casefold().split())


class _Sought(Field):
    """The field for the search text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "to_list", "to the list", id="search.to-list"),
        Binding("escape", "close", "show all", id="search.close"),
    ]

    def action_to_list(self) -> None:
        """Move the focus to the list of results."""
        self.post_message(Search.Done(close=False))

    def action_close(self) -> None:
        """Close the search, so that the list shows everything again."""
        self.post_message(Search.Done(close=True))


class Search(Horizontal):
    """The search line above a list. While closed, it takes no room."""

    @dataclass
    class Changed(Message):
        """Posted when the search text changes; if the text is empty, the list shows everything."""

        text: str

    @dataclass
    class Done(Message):
        """Posted when the focus is to return to the list; with `close`, the list shows everything again."""

        close: bool

    def compose(self) -> ComposeResult:
        """The search sign and the field."""
        yield Static(Content.assemble("  ", ("/", KEY), ("  search  ", MUTED)))
        yield _Sought()

    @property
    def is_open(self) -> bool:
        """Whether a search is open."""
        return self.has_class("-open")

    def open(self) -> None:
        """Open the search and focus its field, with any earlier text selected."""
        self.add_class("-open")
        field = self.query_one(_Sought)
        field.focus()
        field.action_select_all()

    def close(self) -> None:
        """Close the search and clear its text."""
        self.remove_class("-open")
        self.query_one(_Sought).show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post the text as it is typed, so that the list can show the matches."""
        event.stop()
        self.post_message(self.Changed(event.value))
