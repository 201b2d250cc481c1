"""The screen for a file, or a folder screens/, that can't be opened: what is wrong, and what the founder can do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.content.model import Screen as Words
from trueup.content.problems import ContentError
from trueup.paths import short_path
from trueup.storage.backups import restore_backup
from trueup.storage.errors import Backup, Damaged, FileError, NotSaved, shown
from trueup.ui.base.head import Head
from trueup.ui.base.page import Page
from trueup.ui.base.rows import Rows, numbered
from trueup.ui.base.sheet import show_in
from trueup.ui.base.text import MUTED, Line, paragraphs, plain
from trueup.ui.home.welcome import FileScreen, words_of

MOST_LINES = 3
"""The most lines of an error message, so that the choices stay in sight. `trueup lint` shows the others."""


class CannotOpenScreen(Page):
    """Shown instead of home: there is nothing to go back to until a file is open."""

    IS_START = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"select": "choose", "pick": "choose", "quit": "quit"}

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def body(self) -> Iterable[Widget]:
        """What is wrong, the choices, and what was kept."""
        yield Static(id="what", classes="prose")
        yield Rows(id="ways-out")
        yield Static(id="kept", classes="prose")

    def on_mount(self) -> None:
        """Fill the page here, because `show` runs only once there is a session."""
        self.query_one(Head).view = "Cannot use screens/" if self._is_ours else "Cannot open the file"
        words = words_of("cannot_open")
        said = [Line(text=plain(line)) for line in self._said()]
        show_in(self, "#what", [*said, *paragraphs(words.intro), Line(), Line()])
        if self._backups:
            show_in(self, "#kept", paragraphs(words.texts["kept"], MUTED))
        rows = self.query_one("#ways-out", Rows)
        rows.refill(self._ways_out(words))
        rows.focus()

    @property
    def _is_ours(self) -> bool:
        """Whether the fault is in screens/, not in the founder's file."""
        return isinstance(self._error, ContentError)

    def _said(self) -> list[str]:
        if isinstance(self._error, Damaged):
            return [f"{short_path(self._error.path)} {self._error.what}."]
        lines = str(self._error).splitlines() or [type(self._error).__name__]
        more = len(lines) - MOST_LINES
        return [*lines[:MOST_LINES], f"and {more} more, which `trueup lint` lists"] if more > 0 else lines

    @property
    def _backups(self) -> tuple[Backup, ...]:
        return self._error.backups if isinstance(self._error, Damaged) else ()

    def _ways_out(self, words: Words) -> list[Option]:
        ways = {f"backup:{n}": f"{words.texts['backup']} {b.described}" for n, b in enumerate(self._backups)}
        others = ("quit",) if self._is_ours else ("another", "quit")
        return numbered({**ways, **{way: words.texts[way] for way in others}})

    @on(Rows.OptionSelected, "#ways-out")
    async def _chosen(self, event: Rows.OptionSelected) -> None:
        way = event.option_id or ""
        if way == "quit":
            await self.run_action("app.quit")
        elif way == "another":
            self.app.push_screen(FileScreen())
        else:
            self._restore(self._backups[int(way.removeprefix("backup:"))])

    def _restore(self, backup: Backup) -> None:
        assert isinstance(self._error, FileError)
        try:
            aside = restore_backup(self._error.path, backup.path)
        except NotSaved as error:
            self.say(plain(str(error)))
        else:
            told = f"The damaged file is kept as {shown(Path(aside.name))}." if aside else ""
            self.navigator.open_file(self._error.path, saying=told)

    @property
    def how_to(self) -> str:
        """The help, read from its own file, so that it works even if the rest of screens/ is broken."""
        return words_of("cannot_open").texts["help"]
