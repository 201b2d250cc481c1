"""Leaving while something can't be saved: wait, save it elsewhere, or leave without it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.paths import expanded
from trueup.storage.errors import NotSaved, shown
from trueup.ui.base.page import Page
from trueup.ui.base.rows import Rows, entry
from trueup.ui.base.text import Hung, Line, paragraphs, plain
from trueup.ui.fallback_texts import words_of
from trueup.ui.home.welcome import OneLine

WAYS = ("wait", "elsewhere", "without")


class LeaveApp(Message):
    """The founder has decided: end the app with this exit code and these last words."""

    def __init__(self, code: int, last_words: str) -> None:
        super().__init__()
        self.code = code
        self.last_words = last_words


class LeavingScreen(Page):
    """What can't be saved and why, and the numbered ways on."""

    VIEW = "Not saved"
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "choose", "pick": "choose"}

    def body(self) -> Iterable[Widget]:
        """Why it isn't saved, and what can be done."""
        yield Static(id="what", classes="prose")
        yield Rows(id="ways-out")

    def on_mount(self) -> None:
        """Why the last try failed."""
        words = words_of("leaving")
        why = Line(text=plain(self.session.trouble))
        self.query_one("#what", Static).update(Hung([why, Line(), *paragraphs(words.texts["again"]), Line(), Line()]))
        rows = self.query_one("#ways-out", Rows)
        rows.refill([entry(str(n), words.texts[way], id=way) for n, way in enumerate(WAYS, 1)])
        rows.focus()

    @on(Rows.OptionSelected, "#ways-out")
    def _chosen(self, event: Rows.OptionSelected) -> None:
        if event.option_id == "wait":
            self.leave()
        elif event.option_id == "elsewhere":
            self.navigator.push(ElsewhereScreen())
        else:
            self.post_message(LeaveApp(1, f"Left without saving. {self.session.trouble}"))

    @property
    def how_to(self) -> str:
        """Also where the content is another."""
        return words_of("leaving").texts["help"]


class ElsewhereScreen(OneLine):
    """Where to save everything instead."""

    VIEW = "Save elsewhere"
    WORDS = "leaving"
    TEXT = "path"
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "save there and quit"}

    def take(self, line: str) -> None:
        """Save all quarters there, and leave."""
        if not line:
            self.say("Write a path, such as ~/Desktop/rescued.json")
            return
        path = Path.cwd() / expanded(line)
        try:
            written = self.session.save_elsewhere(path)
        except NotSaved as error:
            self.say(plain(str(error)))
        else:
            words = f"Everything is in {shown(written)} now. {shown(self.session.path)} holds what it held before."
            self.post_message(LeaveApp(0, words))
