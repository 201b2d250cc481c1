"""The protocol by which screens use the app, whose class they don't know; and work in the background."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, cast
from weakref import WeakKeyDictionary

from textual.message import Message
from textual.worker import get_current_worker

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

    from trueup.answers.model import FixId
    from trueup.content.model import Area, Content, RowKind
    from trueup.engine.cancellation import GoesOn
    from trueup.session.session import Next, Session


Series = Literal["", "page", "more"]
"""Which stops moving on leads to, if not to the next one of the area: `page` for the answers with which a page is
compared, `more` for the open questions the founder asked for before comparing. Both go through all areas.
"""


class Navigator(Protocol):
    """Goes from screen to screen, and opens files and quarters. What was typed is saved before the screen changes."""

    with_outline: bool
    """Whether a wide window shows the outline beside a question."""
    last_input: float
    """The time, by `time.monotonic`, at which a key was last pressed or the mouse last used."""

    @property
    def is_open(self) -> bool:
        """Whether a file is open, so that there is a session."""

    @property
    def session(self) -> Session:
        """The open business."""

    # To a screen -----------------------------------------------------------

    def go(self, name: str) -> None:
        """Go to a screen or to a stop of the map, by name; *back* from there leads home."""

    def instead(self, name: str) -> None:
        """Replace this screen with another one; *back* from there leads to the screen before this one."""

    def push(self, screen: Screen[None]) -> None:
        """Show a screen on top of this one; *back* leads here."""

    def go_to_answer(self, source: str, row: str = "", *, position: str = "") -> None:
        """Go to a question of an area, or to the field of a row; *back* leads here. If a chosen answer stands for
        `position`, the bar starts on it.
        """

    def show_mismatch(self, check: str) -> None:
        """Go to the card of a mismatch; *back* leads here."""

    def show_touchpoints(self, fix: FixId) -> None:
        """Go to the touchpoints of a fix of the plan; *back* leads here."""

    def test_fix(self, fix: FixId) -> None:
        """Go to the plan, with the sheet for the test of a fix open; *back* leads here."""

    def show_topic(self, topic: str) -> None:
        """Go to the line of a topic in the matrix; *back* leads here."""

    def read_page(self, text: str = "", *, is_offered: bool = False, is_read: bool = False) -> None:
        """Go to the screen where a page is pasted or opened, with `text` already in its field; `is_offered` and
        `is_read` as for `PasteScreen`. *back* leads here.
        """

    def leave_page(self, saying: str) -> None:
        """Leave the screens of reading once the claims of a page have been accepted. On the first run, go on to what
        comes next; otherwise return to where reading was started. Show `saying` there.
        """

    def go_to_next(self, following: Next) -> None:
        """Go to what `Session.next` says: a stop of an area, or a screen."""

    def go_on_in(self, series: Series, following: Next, over: Screen[None] | None = None) -> None:
        """Go to the next thing of a series; *back* from there leads to the one before it, at last to the screen over
        which the series began. `over` is the screen of the series that is shown now, if one is; it's closed.
        """

    def go_on_after(self, area: Area) -> None:
        """Go to what follows this area."""

    def go_on_from(self, rows: RowKind) -> None:
        """Leave these rows, which are finished. If they were opened from an area, go to what follows them there;
        otherwise go back to where the founder came from.
        """

    def step_back(self) -> None:
        """Go to the screen before this one; from home, do nothing."""

    def pause(self) -> None:
        """Open the sheet *pause*, which says what is saved and what is left, and from which the founder can leave."""

    # Files and quarters ----------------------------------------------------

    def begin(self) -> None:
        """Go from the name of a new business to its first question, with home beneath."""

    def begin_own(self) -> None:
        """Leave the sample: open the founder's own file, or start one."""

    def open_file(self, path: Path, saying: str = "") -> None:
        """Open another file, and show the notice `saying` once it is open."""

    def open_sample(self) -> None:
        """Open a temporary copy of the sample."""

    def open_again(self) -> None:
        """Open the same file again, in case the reason it was read-only is gone."""

    def begin_quarter(self) -> None:
        """Begin the quarter that today falls in, and say what has changed by that."""

    def show_quarter(self, name: str) -> None:
        """Go home and show another quarter of the file."""


class _HasNavigator(Protocol):
    navigator: Navigator


class _KeyQueue(Protocol):
    @property
    def is_busy(self) -> bool: ...


class _HasKeyQueue(Protocol):
    key_queue: _KeyQueue


def navigator_of(app: App[Any]) -> Navigator:
    """Return the navigator of an app."""
    return cast("_HasNavigator", app).navigator


Opener = Callable[[], "Session"]
"""A function that opens a file. It runs in a worker, because it may import large modules."""


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
        from trueup.engine.cancellation import NotWantedError

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


class _Loading(NamedTuple):
    """The loading of cues for a content, under way or finished."""

    content: Content
    is_over: Event
    is_awaited: Event
    """Set if a key is waiting for the cues, so that loading must not pause for that key."""


_LOADING: WeakKeyDictionary[App[Any], _Loading] = WeakKeyDictionary()
"""App → what it began to load last."""
LONGEST = 5.0
"""The longest that a screen waits for the cues, in seconds. If they aren't loaded by then, drawing the screen loads
them.
"""


def load_cues(owner: Widget, content: Content) -> None:
    """Begin to load the cues and the likeness of all claims in the background, unless that was done for this content.

    Loading pauses while a key is being handled, unless the key waits for the cues.
    """
    _load(owner.app, content)


async def cues_loaded(owner: Widget, content: Content) -> None:
    """Load the cues and wait until they are loaded, but no longer than `LONGEST`. The app doesn't freeze meanwhile."""
    loading = _load(owner.app, content)
    if not loading.is_over.is_set():
        loading.is_awaited.set()
        await asyncio.to_thread(loading.is_over.wait, LONGEST)


def _load(app: App[Any], content: Content) -> _Loading:
    from trueup.reading.cues import make_ready
    from trueup.reading.likely_claims import likeness

    loading = _LOADING.get(app)
    if loading is not None and loading.content is content:
        return loading
    loading = _LOADING[app] = _Loading(content, Event(), Event())
    queue = cast("_HasKeyQueue", app).key_queue

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
