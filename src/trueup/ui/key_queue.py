"""Keys typed ahead: handled one at a time, so that no key is lost or reaches the previous screen.

A key is passed from queue to queue: a list tells its screen, the screen draws the next question, the app moves the
focus there. Another key that arrives meanwhile would still go to the old focus.
"""

from __future__ import annotations

import asyncio
import codecs
import re
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events

from trueup.ui.base.key_hints import typing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.dom import DOMNode
    from textual.widget import Widget

LONGEST = 5.0
"""The longest a key may hold up the next one, in seconds: if something hangs, keys must still work."""
FIRST_LOOK = 0.003
"""Seconds before first asking whether a key has been handled: asking costs as much as handling it."""


class KeyQueue:
    """The keys of an app, one at a time. Call `takes` for each key first, and `begun` once a key has been passed on."""

    def __init__(self, app: App[Any], done: Callable[[], None]) -> None:
        """Call `done` each time a key has been handled."""
        self._app = app
        self._done = done
        self._held: deque[events.Event] = deque()
        self._turn: events.Event | None = None
        """The held event whose turn has come: it was posted to the app again, and is on its way back."""
        self._task: asyncio.Task[None] | None = None
        """Waits until the last key has been handled. None if no key is being handled."""

    def takes(self, event: events.Event) -> bool:
        """Hold a key or a paste until its turn comes. Return False if its turn is now."""
        if event is self._turn:
            self._turn = None
            return False
        if self._task is None:
            return False
        self._held.append(event)
        return True

    @property
    def is_busy(self) -> bool:
        """Whether a key is being handled."""
        return self._task is not None

    def begun(self, event: events.Event) -> None:
        """Note that a key was passed on. A character typed in a field has no further effect, so the next key may
        follow; after any other key, the next keys wait.
        """
        in_field = typing(self._app.screen_stack[-1])
        if in_field and isinstance(event, events.Key) and event.is_printable:
            self._let_go()
        else:
            self._task = asyncio.create_task(self._settle())

    def _let_go(self) -> None:
        self._done()
        self._turn = self._held.popleft() if self._held else None
        if self._turn is None:
            self._task = None
        else:
            self._app.post_message(self._turn)

    def resized(self) -> None:
        """Note that the window has a new size: keys wait until the screen is laid out for it, so that none is judged by
        the size the window had before.
        """
        if self._task is None:
            self._task = asyncio.create_task(self._settle())

    async def over(self) -> None:
        """Wait until every key typed so far has been handled. Don't wait if the app is ending."""
        while self._task is not None and self._app.is_running:
            await asyncio.wait({self._task}, timeout=LONGEST)
            await asyncio.sleep(0)  # lets the next key have its turn
        if self._app.is_running:
            await self._quiet()

    async def _settle(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await asyncio.sleep(FIRST_LOOK)
                await self._quiet()
        self._let_go()

    async def _quiet(self) -> None:
        # Ask for two quiet rounds: during one alone, a message can be between two queues.
        quiet = 0
        while quiet < 2:
            quiet = quiet + 1 if await self._round() else 0

    async def _round(self) -> bool:
        """Wait until the screen is laid out for the window; then until every busy widget, the focus and the screen, and
        all widgets above them, have handled their messages, in the order messages pass through them. Return whether
        nothing was waiting, and focus and screen stayed the same.
        """
        while self._app.is_running and not self._is_fitted():
            await asyncio.sleep(FIRST_LOOK)
        before = self._place()
        was_busy = self._busy()
        starts: list[DOMNode] = [*was_busy, *(node for node in before if node is not None)]
        for node in dict.fromkeys(up for start in starts for up in start.ancestors_with_self):
            emptied = asyncio.Event()
            if node.call_later(emptied.set):
                await emptied.wait()
        return not was_busy and not self._busy() and self._place() == before

    def _is_fitted(self) -> bool:
        """Whether the screen is laid out for the window. The app passes a new size on a moment after it is told."""
        return self._app.screen_stack[-1].outer_size == self._app.size

    def _place(self) -> tuple[Widget | None, Widget]:
        return self._app.focused, self._app.screen_stack[-1]

    def _busy(self) -> list[DOMNode]:
        screen = self._app.screen_stack[-1]
        return [node for node in (*screen.walk_children(), screen, self._app) if node.message_queue_size]


_REPORT = re.compile(
    r"\x1b\[(?P<code>\d*)(?::[\d:]*)?(?:;(?P<modifiers>\d*)(?::(?P<event>\d*)[\d:]*)?)?(?:;(?P<text>[\d:]*))?"
    r"(?P<end>[u~A-HPQRS])"
)
_RELEASED = "3"
_LOCKS_AND_MODIFIERS = frozenset({57358, 57359, 57360, *range(57441, 57455)})
"""Caps Lock, Scroll Lock, Num Lock; Shift, Ctrl, Alt and their like, pressed alone."""
_MOST_MODIFIERS = 256


def fit_for_textual(text: str) -> str:
    """Return the input with key reports in the form Textual reads; releases, and keys that type nothing,
    are left out.
    """
    # removing one report can join the characters around it into another
    while (fit := _REPORT.sub(_as_read, text)) != text:
        text = fit
    return text


def _as_read(report: re.Match[str]) -> str:
    is_kitty = report["end"] == "u" or ":" in report[0]
    code, modifiers, typed = int(report["code"] or 1), int(report["modifiers"] or 1), report["text"] or ""
    if report["event"] == _RELEASED or (is_kitty and code in _LOCKS_AND_MODIFIERS) or modifiers > _MOST_MODIFIERS:
        return ""
    if not all(_is_character(int(each)) for each in (code, *filter(None, typed.split(":")))):
        return ""
    if not is_kitty:
        return report[0]
    return f"\x1b[{code};{modifiers}{f';{typed}' if typed else ''}{report['end']}"


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


class Decoder(codecs.IncrementalDecoder):
    """Decodes a terminal's bytes into text that Textual can read."""

    def __init__(self, errors: str = "replace") -> None:
        super().__init__(errors)
        self._utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def decode(self, input: bytes, final: bool = False) -> str:  # type: ignore[override]
        """Decode the next piece."""
        return fit_for_textual(self._utf8.decode(input, final))

    def reset(self) -> None:
        """Begin again."""
        self._utf8.reset()
