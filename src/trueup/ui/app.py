"""The app: opens the file after the first frame, passes keys on one at a time, and saves all answers before it ends.

This module must not import pydantic or the parser of screens/, because the first frame is painted before they are
loaded.
"""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from shutil import get_terminal_size
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from trueup.crash import CRASHED, report
from trueup.paths import settings_file
from trueup.storage.errors import shown
from trueup.ui.base.navigator import Opener
from trueup.ui.base.page import Page
from trueup.ui.base.sheet import Notice
from trueup.ui.key_queue import KeyQueue
from trueup.ui.navigation import Navigation
from trueup.ui.settings import ThemedApp

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.timer import Timer

    from trueup.session.session import Session
    from trueup.ui.home.quitting import LeaveApp


SOON = 0.4
"""If opening the file takes longer than this many seconds, the screen says that it's being opened."""


class LoadingScreen(Page):
    """Shows that the file is opened. It stays beneath home, because the app always needs a screen."""

    IS_START = True

    def body(self) -> Iterable[Widget]:
        """The line that says that the file is being opened. Unlike a notice, it isn't cleared by a key."""
        yield Static(id="opening")

    def on_mount(self) -> None:
        """Say that the file is being opened, but only if that takes long."""
        self.set_timer(SOON, self._tell)

    def _tell(self) -> None:
        self.query_one("#opening", Static).update("Opening your answers. Ctrl+Q quits.")


ALWAYS = ("ctrl+q", "ctrl+s")
"""The keys that work even in a window that is too small."""

SECONDS_TO_SAVE = 1.5
"""The longest that saving may take once the terminal was closed, in seconds."""

TYPING_RESTS = 1.0
"""Half-typed text is written this many seconds after the last key."""

LONGEST_UNKEPT = 10.0
"""The most seconds of typing without a pause after which half-typed text is written."""

TRY_AGAIN = 10.0
"""The interval, in seconds, at which the app tries again to save what couldn't be saved."""


def _palette() -> type[Provider]:
    from trueup.ui.palette import Palette

    return Palette


class TrueupApp(ThemedApp):
    """The app, which has one business file open."""

    TITLE = "trueup"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "find anything", show=False, priority=True, id="app.palette"),
        Binding("ctrl+s", "save_now", "save now", show=False, priority=True, id="app.save"),
        Binding("ctrl+q", "quit", "quit, saved", show=False, priority=True, id="app.quit"),
    ]

    def __init__(self, opener: Opener, settings: Path | None = None) -> None:
        """`opener` opens the file, in a worker. `settings` as for `ThemedApp`."""
        super().__init__(settings)
        self.navigator = Navigation(self, opener)
        self.key_queue = KeyQueue(self, self._key_is_over)
        self._resizing: tuple[Page, bool] | None = None
        """The page that is being laid out for a new size, and the argument `even_if_moved` for `Page.restore_focus`."""
        self._is_back = False
        """Whether the app has taken the terminal back already, before the system tells it to continue."""
        self.crash: BaseException | None = None
        self._until_kept: Timer | None = None
        """The timer after which half-typed text is written; None if it is on disk."""
        self._typed_since = self._last_key = 0.0
        """The time of the first key since half-typed text was last written, and of the last key."""
        self._said: tuple[Notice, int] | None = None
        """The `Notice` of the screen on which the last key was pressed, and its `times` just before that key."""

    def bell(self) -> None:
        """Remember the error that ends the app. Textual calls this method just before it prints such an error."""
        if self.crash is None:
            self.crash = sys.exc_info()[1]
        super().bell()

    @property
    def is_open(self) -> bool:
        """Whether there is a session."""
        return self.navigator.is_open

    @property
    def session(self) -> Session:
        """The open business."""
        return self.navigator.session

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that is shown until the file is open."""
        return LoadingScreen()

    def on_mount(self) -> None:
        """Open the file once the first frame is painted."""
        self._listen_to_the_system()
        self.set_interval(TRY_AGAIN, self._try_again)
        self.call_after_refresh(self.navigator.open, saying=self.look_trouble)

    # Saving and leaving ----------------------------------------------------

    async def action_quit(self) -> None:
        """Save what was typed, release the file, and leave. If something can't be saved, ask what to do instead."""
        self.navigator.keep_typed()
        if not self.is_open or self.session.is_saved or self.session.is_sample or self.session.save():
            self._leave(0)
        else:
            self.navigator.ask_before_leaving()

    def on_leave_app(self, event: LeaveApp) -> None:
        """Leave as the founder chose when something couldn't be saved."""
        self._leave(event.code, event.last_words)

    def _end(self, number: int) -> None:
        """Save what was typed and leave, because of the signal `number`. What can't be saved is rescued."""
        self.navigator.keep_typed()
        words = ""
        if self.is_open:
            if rescued := self.session.rescue():
                words = f"Not saved to its own file, but rescued to {shown(rescued)}."
            elif not (self.session.is_saved or self.session.is_sample):
                words = f"Not saved anywhere: {self.session.trouble}"
        self._leave(128 + number, words)

    def _leave(self, code: int, last_words: str = "") -> None:
        self.navigator.keep_typed()
        self.navigator.close()
        self.exit(return_code=code, message=Text(last_words) if last_words else None)

    def action_pause(self) -> None:
        """Leave, and say in the terminal what is saved and what is left. Do nothing if something can't be saved."""
        from trueup.ui.home.quitting import last_words

        self.action_save_now()
        if self.is_open and self.session.is_saved:
            self._leave(0, last_words(self.session))

    def action_command_palette(self) -> None:
        """Open the palette, which finds anything."""
        from trueup.ui.palette import Finder

        if not isinstance(self.screen, Finder):
            self.push_screen(Finder(placeholder="Find a question, a channel, a mismatch, a command"))

    def action_help_quit(self) -> None:
        """Say how to quit, because Ctrl+C doesn't quit here."""
        if isinstance(self.screen, Page):
            self.screen.say("Ctrl+Q quits. Everything is saved.")

    def action_save_now(self) -> None:
        """Try to save now."""
        if self.is_open:
            self.navigator.keep_typed()
            self._save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the app's Ctrl+S while a form is open that takes Ctrl+S."""
        sheet = self.screen.sheet if isinstance(self.screen, Page) else None
        if action == "save_now" and sheet is not None and sheet.KEEPS:
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

    def _listen_to_the_system(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Windows has no SIGHUP, and its event loop accepts no signal handlers.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                if number is not None:
                    loop.add_signal_handler(number, self._end, int(number))
        if os.name == "posix" and not self.is_headless:
            loop.add_signal_handler(signal.SIGTSTP, self._suspend)
            loop.add_signal_handler(signal.SIGCONT, self._continue)
            Thread(target=self._watch_terminal, args=(loop,), name="terminal-watch", daemon=True).start()

    def _suspend(self) -> None:
        """Keep what was typed, give the terminal back, and stop until the shell continues the app.

        Textual would do so within any statement, also while it holds the lock of its output, and then wait for ever for
        that lock. The event loop calls this between two messages.
        """
        self.navigator.keep_typed()
        with self.suspend():
            os.kill(os.getpid(), signal.SIGSTOP)
            while _is_in_the_background():
                os.kill(os.getpid(), signal.SIGSTOP)
        self._is_back = True

    def _continue(self) -> None:
        """Take the terminal back, unless `_suspend` has just done so. It hasn't if the app was stopped by a signal that
        can't be handled.
        """
        if not self._is_back:
            with self.suspend():
                pass
        self._is_back = False

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait in a thread until the terminal is closed, give the app `SECONDS_TO_SAVE` to save, and end the process.
        The system doesn't signal this to all processes, only to session leaders, and a process that writes to a closed
        terminal waits for ever.
        """
        poll = select.poll()
        poll.register(sys.__stdin__ or 0, 0)  # no events are asked for; a closed terminal is always reported
        poll.poll()
        saved = Event()

        def end() -> None:
            try:
                self._end(signal.SIGHUP)
            finally:
                saved.set()

        with suppress(RuntimeError):  # the app has already ended
            loop.call_soon_threadsafe(end)
            saved.wait(SECONDS_TO_SAVE)
        os._exit(128 + signal.SIGHUP)

    # Half-typed text ---------------------------------------------------------

    def _keep_soon(self) -> None:
        """Write half-typed text once no key has come for `TYPING_RESTS`, but no later than after `LONGEST_UNKEPT`."""
        self._last_key = time.monotonic()
        if self._until_kept is None:
            self._typed_since = self._last_key
            self._until_kept = self.set_timer(TYPING_RESTS, self._keep_half_typed)

    def _keep_half_typed(self) -> None:
        now = time.monotonic()
        left = min(self._last_key + TYPING_RESTS, self._typed_since + LONGEST_UNKEPT) - now
        self._until_kept = self.set_timer(left, self._keep_half_typed) if left > 0 else None
        if self._until_kept is None and self.is_open:
            for page in self.screen_stack:
                if isinstance(page, Page) and page.is_mounted:
                    page.keep_half_typed()

    # Keys ------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Handle one key or paste at a time. The next waits until the previous one has been handled and the screen is
        laid out for the window.
        """
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self.navigator.last_input = time.monotonic()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not self.key_queue.takes(event):
                await self._hand_on(event)
                self._keep_soon()
                self.key_queue.begun(event)
        elif isinstance(event, events.Resize):
            self._begin_resize()
            await super().on_event(event)
            self.key_queue.resized()
        else:
            await super().on_event(event)

    def _begin_resize(self) -> None:
        """Note which widget has the focus, unless another resize is still under way, which may have moved it."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(page, Page) and self._resizing is None:
            page.note_focus()
            self._resizing = page, not self.key_queue.is_busy  # a key that is being handled may move the focus itself

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        """Pass on a key or a paste. Ignore keys while the window is too small to show what they do."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and isinstance(page, Page):
            if page.is_too_small and event.key not in ALWAYS:
                return
            notice = page.query_one(Notice)
            self._said = (notice, notice.times)
        await super().on_event(event)

    def _key_is_over(self) -> None:
        """Restore the focus that a resize moved, and clear the notice from before the key, which has been read."""
        if self._resizing is not None:
            page, even_if_moved = self._resizing
            self._resizing = None
            page.restore_focus(even_if_moved=even_if_moved)
        if self._said is not None:
            notice, times = self._said
            self._said = None
            notice.clear_since(times)

    def get_key_display(self, binding: Binding) -> str:
        """Return the name of a key as printed on the keyboard."""
        return binding.key_display or _NAMES.get(binding.key) or super().get_key_display(binding)


_NAMES = {
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Delete",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


def _is_in_the_background() -> bool:
    """Whether the shell has continued the app without giving it the terminal."""
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except OSError:  # the terminal is gone
        return False


def _take_any_bytes() -> None:
    """Make Textual decode input with our `Decoder`, because some bytes would end its input thread and so the app."""
    from textual.drivers import linux_driver

    from trueup.ui.key_reports import Decoder

    linux_driver.getincrementaldecoder = lambda _: Decoder  # type: ignore[assignment,attr-defined]


def _open_for_good(opener: Opener) -> Session:
    """Open the file, exempt all objects made so far from garbage collection, and turn collection on.

    With a thousand customers, a collection delayed one key in a few dozen by 0.19 s. With this exemption, it's 0.03 s.
    """
    try:
        return opener()
    finally:
        gc.freeze()
        gc.enable()


def run(opener: Opener) -> int:
    """Open the app on a file, and return the exit code."""
    if os.name == "posix":
        _take_any_bytes()
    app = TrueupApp(partial(_open_for_good, opener), settings_file())
    last_words = StringIO()
    # Textual would print the values of all variables to the terminal, including the founder's answers.
    app.error_console = Console(file=last_words, markup=False, highlight=False, width=get_terminal_size().columns)
    app.run()
    if app.crash is None:
        sys.stderr.write(last_words.getvalue())
        return app.return_code or 0
    if app.is_open:
        app.session.rescue()
        app.session.close()
    sys.stderr.write(report(app.crash))
    return CRASHED


def open_file(path: Path) -> Session:
    """Open a business file, and import the modules that this needs."""
    from trueup.session.session import open_session

    return open_session(path)


def open_sample(*, quarters: bool = False) -> Session:
    """Open a temporary copy of the sample; with `quarters`, it has four earlier ones."""
    from trueup.session.sample import open_sample

    return open_sample(quarters=quarters)
