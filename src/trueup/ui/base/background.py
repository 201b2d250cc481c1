"""Work beside the screen, which rests while keys come: findings that take long, and the loading of cues."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from textual.message import Message
from textual.worker import get_current_worker

from trueup.ui.base.navigator import navigator_of

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

    from trueup.content.model import Content
    from trueup.engine.slow_work import GoesOn

WORKING_OUT = "Working it out: with this much to compare it takes a while …"

REST = 0.3
"""Background work goes on after this many seconds without a key. Most people type faster."""
A_LITTLE = 0.05
"""The interval, in seconds, at which paused work checks whether its result is still wanted."""
A_MOMENT = 0.005
"""The interval, in seconds, at which the loading of cues checks whether a key is still being handled."""


class WorkedOut(Message):
    """Posted when background work has finished, so that the screen can be drawn with its result."""


def work_out(screen: Screen[None], group: str, do: Callable[[GoesOn], object]) -> None:
    """Run `do` in a thread, then post `WorkedOut` to the screen. Earlier work in the same group is cancelled.

    `do` gets a function that pauses while keys arrive, and returns whether the result is still wanted. It must call
    this often: Python runs only one thread at a time, so work that doesn't pause delays each key.
    """
    navigator = navigator_of(screen.app)

    def run() -> None:
        from trueup.engine.slow_work import NotWantedError

        worker = get_current_worker()

        def goes_on() -> bool:
            while not worker.is_cancelled and (left := navigator.last_input + REST - time.monotonic()) > 0:
                time.sleep(min(left, A_LITTLE))
            return not worker.is_cancelled

        with suppress(NotWantedError):
            if goes_on():
                do(goes_on)
            if goes_on():
                screen.post_message(WorkedOut())

    screen.app.run_worker(run, group=group, thread=True, exclusive=True)


class Loading(NamedTuple):
    """The loading of cues for a content, under way or finished."""

    content: Content
    is_over: Event
    is_awaited: Event
    """Set if a key is waiting for the cues, so that loading must not pause for that key."""


_LOADING: WeakKeyDictionary[App[Any], Loading] = WeakKeyDictionary()
"""App → what it began to load last."""
LONGEST = 5.0
"""The longest that a screen waits for the cues, in seconds. After that, drawing the screen loads them."""


async def cues_loaded(owner: Widget, content: Content) -> None:
    """Load the cues and wait until they are loaded, but no longer than `LONGEST`. The app doesn't freeze meanwhile."""
    loading = load_cues(owner, content)
    if not loading.is_over.is_set():
        loading.is_awaited.set()
        await asyncio.to_thread(loading.is_over.wait, LONGEST)


def load_cues(owner: Widget, content: Content) -> Loading:
    """Begin to load the cues and the likeness of all claims in the background, unless that was done for this content.

    Loading pauses while a key is being handled, unless the key waits for the cues.
    """
    from trueup.reading.cues import make_ready
    from trueup.reading.likely_claims import likeness

    app = owner.app
    loading = _LOADING.get(app)
    if loading is not None and loading.content is content:
        return loading
    loading = _LOADING[app] = Loading(content, Event(), Event())
    queue = cast("Any", app).key_queue

    def rest() -> None:
        while queue.is_busy and app.is_running and not loading.is_awaited.is_set():
            time.sleep(A_MOMENT)

    def prepare() -> None:
        former = likeness.cache_info().misses
        try:
            make_ready(content, rest)
            rest()
            likeness(content)
        finally:
            loading.is_over.set()
        if likeness.cache_info().misses > former:
            gc.freeze()  # 300,000 objects that stay: collecting them with the rest delayed a key by 0.3 s

    app.run_worker(prepare, group="cues", thread=True)
    return loading
