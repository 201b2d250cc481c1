"""The page that stands there before the file is open, and under every other one from then on."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from trueup.ui.base.page import Page

SOON = 0.4
"""Seconds without a file after which a person would wonder."""


class LoadingScreen(Page):
    """Head and rule, while the file is opened. Home stands on it, so there is always a screen."""

    IS_START = True

    def body(self) -> Iterable[Widget]:
        """One line, which no key clears."""
        yield Static(id="opening")

    def on_mount(self) -> None:
        """A file that takes its time says so; most are open before that could be read."""
        self.set_timer(SOON, self._tell)

    def _tell(self) -> None:
        self.query_one("#opening", Static).update("Opening your answers. Ctrl+Q quits.")
