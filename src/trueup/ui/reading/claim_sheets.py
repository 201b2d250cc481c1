"""The sheets over the list of claims, for a claim that was missed and for where people read the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from trueup.reading.claim_search import Offer, best
from trueup.ui.base.fields import Field
from trueup.ui.base.rows import Rows, entry, numbered
from trueup.ui.base.sheet import Asking
from trueup.ui.base.text import MUTED, STRONG, plain

MOST_OFFERED = 9
"""The most claims shown during a search: as many as there are digits."""


class Sought(Field):
    """The field in which the founder searches for a claim that was missed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "add the first", id="sought.add"),
        Binding("down", "to_list", "choose", id="sought.down"),
    ]

    def action_to_list(self) -> None:
        """Move the focus to the claims that were found."""
        self.screen.query_one("#offered", Rows).focus()


class Offered(Rows):
    """The claims that match the search words."""

    BAR_FOLLOWS_KEYS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "add", id="offered.add")]


class Missed(Asking):
    """A sheet to search for a claim that was missed in a line. Enter adds the marked claim, at first the best match."""

    @dataclass
    class Chosen(Message):
        """Posted when a claim was chosen."""

        tag: str

    def __init__(self, title: str, line: str, none: str, offered: tuple[Offer, ...]) -> None:
        heading = Content.assemble((title, STRONG), "  ", plain(line, MUTED))
        nothing = Static(plain(none, MUTED), id="no-claim")
        super().__init__(Static(heading), Sought(), Offered(id="offered"), nothing, id="missed")
        self.offered = offered

    def on_mount(self) -> None:
        """Show the first claims of the checklist."""
        super().on_mount()
        self._show("")

    def _show(self, sought: str) -> None:
        found = best(self.offered, sought, MOST_OFFERED)
        rows = self.query_one("#offered", Rows)
        rows.set_options(entry(str(n), offer.label, id=offer.tag) for n, offer in enumerate(found, 1))
        rows.action_first()
        rows.display = bool(found)
        self.query_one("#no-claim").display = not found

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _first(self, event: Input.Submitted) -> None:
        event.stop()
        tag = self.query_one("#offered", Rows).marked
        if tag is not None:
            self.post_message(self.Chosen(tag))

    @on(Rows.OptionSelected)
    def _picked(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))


class Places(Rows):
    """The places where people can read a page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "choose", id="places.choose")]


class Where(Asking):
    """A sheet to choose where people read the page. A digit takes a place, Enter the marked one."""

    @dataclass
    class Chosen(Message):
        """Posted when a place was chosen; `where` is the key of a choice."""

        where: str

    def __init__(self, title: str, places: Mapping[str, str], now: str) -> None:
        self._now = now
        super().__init__(Static(plain(title, STRONG)), Places(*numbered(places)), id="where")

    def on_mount(self) -> None:
        """Mark the place that the page has now."""
        super().on_mount()
        self.query_one(Places).mark(self._now)

    @on(Rows.OptionSelected)
    def _picked(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))
