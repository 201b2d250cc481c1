"""The app: opens the file after its first frame, goes from screen to screen, and never leaves an answer behind.

Nothing here imports pydantic or the parser of screens/: the first frame is painted before they are loaded.
"""

from __future__ import annotations

import asyncio
import codecs
import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from trueup.paths import settings_file
from trueup.ui.base.page import Page
from trueup.ui.base.sheet import Notice
from trueup.ui.base.text import plain
from trueup.ui.key_queue import TypedAhead
from trueup.ui.loading_screen import Opening
from trueup.ui.navigation import Going, screen_named
from trueup.ui.repaint import release

if TYPE_CHECKING:
    from textual.command import Provider

    from trueup.ui.session import Session

ALWAYS = ("ctrl+q", "ctrl+s")
"""Keys that work in the smallest window."""

TRY_AGAIN = 10.0
"""Seconds between tries to save what could not be saved."""


def _everything() -> type[Provider]:
    from trueup.ui.palette import Everything

    return Everything


def _turning() -> type[Provider]:
    from trueup.ui.palette_quarters import Turning

    return Turning


class TrueupApp(Going):
    """One business file on screen."""

    TITLE = "trueup"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_everything, _turning}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "find anything", show=False, priority=True, id="app.palette"),
        Binding("ctrl+s", "save_now", "save now", show=False, priority=True, id="app.save"),
        Binding("ctrl+q", "quit", "quit, saved", show=False, priority=True, id="app.quit"),
    ]

    with_outline = True
    """Whether a wide window shows the outline of an area."""

    def __init__(self, opener: Callable[[], Session], settings: Path | None = None) -> None:
        """`opener` opens the file; it runs in a worker and may import what is heavy. `settings`: as for `Dressed`."""
        super().__init__(settings)
        self._opener, self._saying = opener, ""
        self._ahead = TypedAhead(self, self._key_is_over)
        self._said: tuple[Notice, int] | None = None
        """What stood above the keys when the last key was pressed, and how often something had been said there."""
        self.is_open = False
        """Whether there is a session."""

    def get_default_screen(self) -> Screen[Any]:
        """Head and rule at once; the body follows."""
        return Opening()

    # Opening ---------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the file once the first frame is painted."""
        self._listen_to_the_system()
        self.set_interval(TRY_AGAIN, self._try_again)
        self.call_after_refresh(self.open, self._opener)

    def open(self, opener: Callable[[], Session], saying: str = "") -> None:
        """Open a file in place of the one that is open; `saying` is told once it is."""
        self._opener, self._saying = opener, saying
        self._load(opener)

    @work(thread=True, exclusive=True)
    def _load(self, opener: Callable[[], Session]) -> None:
        # What is loaded here stays as long as the app does. Looking through it for garbage, again and again while it
        # grows, is a fifth of the time this takes.
        gc.disable()
        try:
            session = opener()
        except Exception as error:  # whatever it is, the founder gets a sentence and ways out
            self.call_from_thread(self._cannot_open, error)
        else:
            self.call_from_thread(self._opened, session)
        finally:
            gc.enable()

    def _opened(self, session: Session) -> None:
        if self.is_open:
            self.session.close()
        self.session, self.is_open = session, True
        self.down_to(1)
        self.call_after_refresh(self._tell_first)
        if session.audit is None:
            self.push_screen(screen_named("welcome"))
            return
        self.push_screen(screen_named("home"))
        if (stop := session.stop_left) is not None and not session.begins:
            self.push_area(stop.area, stop.id)

    def _tell_first(self) -> None:
        if (said := self.look_trouble or self._saying) and isinstance(self.screen, Page):
            self.screen.say(plain(said))
            self.look_trouble = self._saying = ""

    def _cannot_open(self, error: Exception) -> None:
        from trueup.ui.home.trouble import TroubleScreen

        self.push_screen(TroubleScreen(error))

    # Never leaving an answer behind ----------------------------------------

    async def action_quit(self) -> None:
        """Keep what was typed, let the file go, leave."""
        self._leave(0)

    def _leave(self, code: int, last_words: str = "") -> None:
        self.keep_typed()
        if self.is_open:
            self.is_open = False
            self.session.close()
        self.exit(return_code=code, message=Text(last_words) if last_words else None)

    def action_pause(self) -> None:
        """Stop for today, and say in the terminal where things stand. Not as long as something isn't saved."""
        from trueup.ui.home.pause import last_words

        self.action_save_now()
        if self.is_open and self.session.is_saved:
            self._leave(0, last_words(self.session))

    def action_command_palette(self) -> None:
        """Find anything."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="Find a question, a channel, a mismatch, a command"))

    def action_help_quit(self) -> None:
        """Ctrl+C ends nothing here; say what does."""
        if isinstance(self.screen, Page):
            self.screen.say("Ctrl+Q quits. Everything is saved.")

    def action_save_now(self) -> None:
        """Try to save now."""
        if self.is_open:
            self.keep_typed()
            self._save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where a page keeps something with Ctrl+S itself, that comes first."""
        if action == "save_now" and isinstance(self.screen, Page) and self.screen.keeps:
            return False
        return super().check_action(action, parameters)

    def _try_again(self) -> None:
        if self.is_open and not self.session.is_saved:
            self._save()

    def _save(self) -> None:
        self.session.save()
        page = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), None)
        if page is not None:
            page.tell_saving()

    def try_to_write(self) -> None:
        """Open the file again: what made it read-only may be over."""
        self.open(self._opener)

    def _listen_to_the_system(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Windows has no SIGHUP, and its loop takes no handlers.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                if number is not None:
                    loop.add_signal_handler(number, self._leave, 128 + number)

    # Keys ------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes come one after the other, each when what the one before began is over."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not self._ahead.takes(event):
                await self._hand_on(event)
                self._ahead.begun(event)
        else:
            await super().on_event(event)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        """The next key clears the notice. Where the window is too small to see what a key does, none does anything."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and isinstance(page, Page):
            if page.is_too_small and event.key not in ALWAYS:
                return
            # Cleared before the key does anything, it would be painted alone, and the rest wait for the next frame.
            notice = page.query_one(Notice)
            self._said = (notice, notice.times)
        await super().on_event(event)

    def _key_is_over(self) -> None:
        """What the key left unpainted is painted; what was said before it, and not since, has been read."""
        release(self)
        if self._said is not None:
            notice, times = self._said
            self._said = None
            notice.clear_since(times)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are called in print."""
        return binding.key_display or _NAMES.get(binding.key) or super().get_key_display(binding)


_NAMES = {
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "escape": "Esc",
    "backspace": "Backspace",
    "question_mark": "?",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "minus": "-",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


def _take_any_bytes() -> None:
    """A byte that is no UTF-8, typed or pasted, becomes U+FFFD: Textual's input thread would end the app on it."""
    from textual.drivers import linux_driver

    linux_driver.getincrementaldecoder = lambda name: partial(  # type: ignore[attr-defined]
        codecs.getincrementaldecoder(name), errors="replace"
    )


def run(opener: Callable[[], Session]) -> int:
    """Open the app on a file, and come back with the exit code."""
    if os.name == "posix":
        _take_any_bytes()

    def open_to_stay() -> Session:
        session = opener()
        gc.freeze()  # what is loaded by now is never looked through for garbage, not even once
        return session

    app = TrueupApp(open_to_stay, settings_file())
    app.run()
    return app.return_code or 0


def open_file(path: Path) -> Session:
    """Open a business file, importing what that needs."""
    from trueup.ui.session import open_session

    return open_session(path)


def open_sample(*, quarters: bool = False) -> Session:
    """Open a temporary copy of the sample, maybe with four quarters before it, importing what that needs."""
    from trueup.ui.sample import open_sample

    return open_sample(quarters=quarters)
