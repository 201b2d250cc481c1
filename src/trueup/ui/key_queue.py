"""Handles keys one at a time, so that no key typed ahead is lost or reaches the wrong screen.

Handling one key takes several messages: a list tells its screen, the screen draws the next question, the app moves the
focus there. Without this queue, a key that arrives meanwhile would go to the widget that had the focus before.
"""

from __future__ import annotations

import asyncio
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
"""The longest that a key waits for the one before it, in seconds. If something hangs, keys must still work."""
FIRST_LOOK = 0.003
"""Seconds to wait before checking whether a key has been handled. A check costs as much as handling a key."""


class KeyQueue:
    """Holds an app's keys back until the one before is handled. The app calls `takes` for each key, and, if that
    returns False, passes the key on and calls `begun`.
    """

    def __init__(self, app: App[Any], done: Callable[[], None]) -> None:
        """`done` is called each time a key has been handled."""
        self._app = app
        self._done = done
        self._held: deque[events.Event] = deque()
        self._turn: events.Event | None = None
        """The held event whose turn has come: it was posted again, and `takes` is about to be called with it."""
        self._task: asyncio.Task[None] | None = None
        """The task that waits until the last key has been handled; None if no key is being handled."""

    def takes(self, event: events.Event) -> bool:
        """Hold a key or a paste and return True, or return False if the app should handle it now."""
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
        """Note that a key or a paste was passed on. The next key waits until it has been handled, except after a
        character typed in a field, which changes nothing else.
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
        """Note that the window's size has changed. Keys wait until the screen is laid out for the new size, because
        some keys do different things in windows of different sizes.
        """
        if self._task is None:
            self._task = asyncio.create_task(self._settle())

    async def over(self) -> None:
        """Return once all keys typed so far have been handled, or at once if the app is ending."""
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
        # One quiet round isn't enough: a message could be on its way from one queue to another.
        quiet = 0
        while quiet < 2:
            quiet = quiet + 1 if await self._round() else 0

    async def _round(self) -> bool:
        """Wait until the screen is laid out for the window, and then until all messages have been handled.

        Messages are awaited from the inside out: of every widget that has some, of the widget with the focus, of the
        screen, and of all their ancestors. Return whether there were none, and focus and screen stayed the same.
        """
        while self._app.is_running and not self._is_fitted():
            await asyncio.sleep(FIRST_LOOK)
        before = self._place()
        was_busy = self._busy()
        starts: list[DOMNode] = [*was_busy, *(node for node in before if node is not None)]
        for node in dict.fromkeys(up for start in starts for up in start.ancestors_with_self):
            emptied = asyncio.Event()
            # `call_later` would wrap the callback, and Textual would inspect each wrapper's signature.
            if node.post_message(events.Callback(callback=emptied.set)):
                await emptied.wait()
        return not was_busy and not self._busy() and self._place() == before

    def _is_fitted(self) -> bool:
        """Whether the screen is laid out for the window. The app passes a new size on to the screen a moment later."""
        return self._app.screen_stack[-1].outer_size == self._app.size

    def _place(self) -> tuple[Widget | None, Widget]:
        return self._app.focused, self._app.screen_stack[-1]

    def _busy(self) -> list[DOMNode]:
        screen = self._app.screen_stack[-1]
        return [node for node in (*screen.walk_children(), screen, self._app) if node.message_queue_size]
