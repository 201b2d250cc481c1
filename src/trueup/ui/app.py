"""The app: opens the file after its first frame, passes keys on one at a time, and saves every answer before it ends.

Nothing here imports pydantic or the parser of screens/: the first frame is painted before they are loaded.
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
from trueup.ui.base.key_hints import PRINTED
from trueup.ui.base.navigator import Navigator, Opener
from trueup.ui.base.page import Page
from trueup.ui.base.sheet import Notice
from trueup.ui.key_queue import KeyQueue
from trueup.ui.navigation import Navigation, OpenFile
from trueup.ui.settings import ThemedApp

if TYPE_CHECKING:
    from textual.command import Provider

    from trueup.session.session import Session
    from trueup.ui.home.leaving import LeaveApp


SOON = 0.4
"""Seconds before the screen says that the file is being opened: later, a person would wonder what's wrong."""


class LoadingScreen(Page):
    """The head and the rule, shown while the file is opened. This screen stays beneath home, so that there is always a
    screen.
    """

    IS_START = True

    def body(self) -> Iterable[Widget]:
        """Yield the line for the opening message, which no key clears."""
        yield Static(id="opening")

    def on_mount(self) -> None:
        """Say that the file is being opened, if that takes long; most files open before anyone could read the line."""
        self.set_timer(SOON, self._tell)

    def _tell(self) -> None:
        self.query_one("#opening", Static).update("Opening your answers. Ctrl+Q quits.")


ALWAYS = ("ctrl+q", "ctrl+s")
"""The keys that work even in a window that is too small."""

SECONDS_TO_SAVE = 1.5
"""How long a process without a terminal may take to save."""

TRY_AGAIN = 10.0
"""Seconds between tries to save what could not be saved."""


def _palette() -> type[Provider]:
    from trueup.ui.palette import Palette

    return Palette


class TrueupApp(ThemedApp):
    """One business file on screen."""

    TITLE = "trueup"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "find anything", show=False, priority=True, id="app.palette"),
        Binding("ctrl+s", "save_now", "save now", show=False, priority=True, id="app.save"),
        Binding("ctrl+q", "quit", "quit, saved", show=False, priority=True, id="app.quit"),
    ]

    def __init__(self, opener: Opener, settings: Path | None = None) -> None:
        """`opener` opens the file; it runs in a worker and may import what is heavy. `settings`: as for `ThemedApp`."""
        super().__init__(settings)
        self._file = OpenFile(self, opener)
        self.navigator = Navigation(self, self._file)
        self.key_queue = KeyQueue(self, self._key_is_over)
        self._resizing: tuple[Page, bool] | None = None
        """The page that is being laid out for a new size, and whether the focus may not move meanwhile."""
        self._is_back = False
        """Whether the app has taken the terminal back already, before the system tells it to continue."""
        self.crash: BaseException | None = None
        """The error that ends the app, once there is one."""
        self._said: tuple[Notice, int] | None = None
        """The line for notices on the screen where the last key was pressed, and how many notices it had shown by
        then."""

    def bell(self) -> None:
        """Remember the error that ends the app: Textual rings the bell before it prints one."""
        if self.crash is None:
            self.crash = sys.exc_info()[1]
        super().bell()

    @property
    def is_open(self) -> bool:
        """Whether there is a session."""
        return self._file.is_open

    @property
    def session(self) -> Session:
        """The open business."""
        return self._file.session

    def get_default_screen(self) -> Screen[Any]:
        """Show the head and the rule immediately; the body follows."""
        return LoadingScreen()

    def on_mount(self) -> None:
        """Open the file once the first frame is painted."""
        self._listen_to_the_system()
        self.set_interval(TRY_AGAIN, self._try_again)
        self.call_after_refresh(self.navigator.open, saying=self.look_trouble)

    # Never leaving an answer behind ----------------------------------------

    async def action_quit(self) -> None:
        """Keep what was typed, release the file, and leave. Ask first while something can't be saved."""
        self.navigator.keep_typed()
        if not self.is_open or self.session.is_saved or self.session.is_sample or self.session.save():
            self._leave(0)
        else:
            self.navigator.ask_before_leaving()

    def on_leave_app(self, event: LeaveApp) -> None:
        """Leave in the way the founder chose when something could not be saved: with the exit code and last words of
        the event.
        """
        self._leave(event.code, event.last_words)

    def _end(self, number: int) -> None:
        """Save what was typed and leave, because the system is ending the app. If the file can't be written, save to a
        rescue file.
        """
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
        self._file.close()
        self.exit(return_code=code, message=Text(last_words) if last_words else None)

    def action_pause(self) -> None:
        """Say in the terminal what is saved and what is left to do, and leave. Refused while something isn't saved."""
        from trueup.ui.home.leaving import last_words

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
        """Whether an action is available here. If a page uses Ctrl+S itself, the page's binding comes first."""
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
        """Take the terminal back, unless `_suspend` just did: the app was stopped by a signal that it can't handle."""
        if not self._is_back:
            with self.suspend():
                pass
        self._is_back = False

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait in a thread until the terminal is closed, give the app `SECONDS_TO_SAVE` to save, and end the process.
        The system signals a closed terminal only to a session leader, and a process that writes to a closed terminal
        waits for ever.
        """
        poll = select.poll()
        poll.register(sys.__stdin__ or 0, 0)  # 0: poll for no events; a closed terminal is reported all the same
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

    # Keys ------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Pass on keys and pastes singly: each waits until the previous one has been handled, and the screen fits the
        window.
        """
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self.navigator.last_input = time.monotonic()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not self.key_queue.takes(event):
                await self._hand_on(event)
                self.key_queue.begun(event)
        elif isinstance(event, events.Resize):
            self._begin_resize()
            await super().on_event(event)
            self.key_queue.resized()
        else:
            await super().on_event(event)

    def _begin_resize(self) -> None:
        """Note the focus, unless an earlier resize may have moved it already."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(page, Page) and self._resizing is None:
            page.note_focus()
            self._resizing = page, not self.key_queue.is_busy  # a key that is being handled may move the focus itself

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        """Pass on a key. Ignore the key while the window is too small to show its effect."""
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and isinstance(page, Page):
            if page.is_too_small and event.key not in ALWAYS:
                return
            notice = page.query_one(Notice)
            self._said = (notice, notice.times)
        await super().on_event(event)

    def _key_is_over(self) -> None:
        """Restore the focus that a resize took away, and clear the notice shown before the handled key: it was read."""
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
    **PRINTED,
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


def _is_in_the_background() -> bool:
    """Whether the shell has continued the app without giving it the terminal."""
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except OSError:  # the terminal is gone
        return False


def _take_any_bytes() -> None:
    """Let our `Decoder` decode all input, so that no bytes (typed, pasted or reported by the terminal) can end
    Textual's input thread and the app.
    """
    from textual.drivers import linux_driver

    from trueup.ui.key_queue import Decoder

    linux_driver.getincrementaldecoder = lambda _: Decoder  # type: ignore[assignment,attr-defined]


def _open_for_good(opener: Opener) -> Session:
    """Open the file, exempt everything read so far from garbage collection, and begin collecting.

    With a thousand customers, garbage collection held up one key in a few dozen for 0.19 s; with this exemption, for
    0.03 s.
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
    # Textual would print the values of all variables, including the founder's answers.
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


def _is_a_navigator(navigation: Navigation) -> Navigator:
    """Let the type checker verify that Navigation implements the Navigator protocol."""
    return navigation


def open_file(path: Path) -> Session:
    """Open a business file; import the modules this needs."""
    from trueup.session.session import open_session

    return open_session(path)


def open_sample(*, quarters: bool = False) -> Session:
    """Open a temporary copy of the sample, with four earlier quarters if `quarters`; import the modules this needs."""
    from trueup.session.sample import open_sample

    return open_sample(quarters=quarters)
