"""Random keys, clicks, pastes and sizes, the same for the same seed. `python -m tests.ui.monkey SEED [EVENTS]`."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from tests.large_business import large_business
from tests.ui.conftest import TODAY
from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size
from tinydb import TinyDB

from trueup.answers.document import document_from_audit
from trueup.answers.model import Audit
from trueup.content.model import Content, RowKind
from trueup.session.session import Session, open_session
from trueup.storage.store import open_store
from trueup.ui.app import TrueupApp
from trueup.ui.key_reports import Decoder

KEYS = (
    *"0123456789abcdefghijklmnopqrstuvwxyz+-#?/. ",
    *("enter", "enter", "escape", "tab", "shift+tab", "backspace", "delete", "space"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *(f"f{number}" for number in range(1, 13)),
    *("ctrl+s", "ctrl+z", "ctrl+y", "ctrl+r", "ctrl+o", "ctrl+p", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w"),
)
PASTES = (
    "Start now, alone",
    "[b]bold[/",
    "\x1b[31mred\x07",
    "1,200.50",
    "ü漢字🙂\u202e",
    "a\nb\n\tc",
    "x" * 5000,
    "a line\n" * 30,
    "",
)
SIZES = ((80, 24), (80, 24), (100, 30), (140, 45), (60, 20), (40, 12), (20, 5), (4, 24), (1, 1), (300, 100), (80, 2))
REPORTS = (
    "\x1b[100;1:2u",
    "\x1b[100;1:3u",
    "\x1b[57358;1:1u",
    "\x1b[57441;2:1u",
    "\x1b[97;5u",
    "\x1b[97;9u",
    "\x1b[65:97;66;65u",
    "\x1b[1;1:2B",
    "\x1b[1;3D",
    "\x1b[13;1:1u",
    "\x1b[27u",
    "\x1b[57414u",
    "\x1b[I",
    "\x1b[O",
    "\x1b[Z",
    "\x1b[<64;5;5M",
    "\x1b[<0;9999;9999M",
)
"""Reports of a terminal with an unusual keyboard, or of a terminal that loses the focus."""
VERBOSE = "--verbose" in sys.argv
LONGEST = 60.0
"""Seconds after which the app is said to hang."""

SMALL: dict[RowKind, int] = {"promise": 2, "channel": 2, "activity": 2, "customer": 9, "group": 2, "role": 2}


@dataclass
class Did:
    """The random events of one run, and how long they took."""

    seed: int
    done: list[str] = field(default_factory=list)
    slow: list[tuple[float, float, str, str]] = field(default_factory=list)
    """Events that took over a second: seconds, seconds that the app's own thread worked, event and screen."""
    median: float = 0.0
    longest: float = 0.0
    """The most that the app's own thread worked for one event, in seconds."""


def press(key: str) -> Callable[[TrueupApp], None]:
    """Press a key the way the terminal's driver passes it on."""
    named = {" ": "space", "+": "plus", "-": "minus", "#": "number_sign", "?": "question_mark", "/": "slash"}
    named["."] = "full_stop"
    character = key if len(key) == 1 else " " if key == "space" else None

    def do(app: TrueupApp) -> None:
        app.post_message(events.Key(named.get(key, key), character))

    return do


def mouse(dice: random.Random) -> tuple[str, Callable[[TrueupApp], None]]:
    """A click or a turn of the wheel somewhere."""
    x, y, wheel = dice.random(), dice.random(), dice.choice((None, None, events.MouseScrollDown, events.MouseScrollUp))

    def do(app: TrueupApp) -> None:
        at = int(x * app.size.width), int(y * app.size.height)
        kinds: Sequence[type[events.MouseEvent]] = (events.MouseDown, events.MouseUp) if wheel is None else (wheel,)
        for kind in kinds:
            button = 0 if wheel else 1
            app.post_message(
                kind(None, *at, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=at[0], screen_y=at[1])
            )

    return ("click" if wheel is None else wheel.__name__) + f" {x:.2f} {y:.2f}", do


def report(sent: str) -> Callable[[TrueupApp], None]:
    """Send a report the way a terminal does, through everything between the terminal and the app."""

    def do(app: TrueupApp) -> None:
        for event in XTermParser().feed(Decoder().decode(sent.encode())):
            app.post_message(event)

    return do


def suspend(app: TrueupApp) -> None:
    """Suspend the app as Ctrl+Z does and resume it, so that everything is drawn again."""
    app.app_suspend_signal.publish(app)
    app.app_resume_signal.publish(app)
    app.refresh(layout=True)


def resize(size: tuple[int, int]) -> Callable[[TrueupApp], None]:
    """Change the size of the window."""

    def do(app: TrueupApp) -> None:
        app.post_message(events.Resize(Size(*size), Size(*size)))

    return do


def choose(dice: random.Random) -> tuple[str, Callable[[TrueupApp], None]]:
    """Choose the next random event: its name and the function that causes it."""
    roll = dice.random()
    if roll < 0.80:
        key = dice.choice(KEYS)
        return key, press(key)
    if roll < 0.93:
        return mouse(dice)
    if roll < 0.96:
        text = dice.choice(PASTES)
        return f"paste {text[:12]!r}", lambda app: app.post_message(events.Paste(text)) and None
    if roll < 0.98:
        sent = dice.choice(REPORTS)
        return f"report {sent!r}", report(sent)
    if roll < 0.985:
        return "suspend", suspend
    size = dice.choice(SIZES)
    return f"resize {size}", resize(size)


@contextmanager
def watched() -> Iterator[None]:
    """Fail if one event blocks the app for too long.

    It uses an alarm signal, because while the app's thread is blocked no time limit of asyncio can end.
    """

    def is_hung(*_: object) -> None:
        raise TimeoutError(f"the app was busy for {2 * LONGEST:.0f} seconds")

    before = signal.signal(signal.SIGALRM, is_hung)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


async def handled(app: TrueupApp) -> None:
    """Wait until the keys so far have been handled and the frame after them is drawn."""
    await asyncio.sleep(0)
    async with asyncio.timeout(LONGEST):  # an app that crashed never answers
        await app.key_queue.over()
    if not app.is_running or app._exit:
        return
    drawn = asyncio.Event()
    app.screen.call_after_refresh(drawn.set)
    async with asyncio.timeout(LONGEST):
        while not drawn.is_set() and app.is_running:
            try:
                await asyncio.wait_for(drawn.wait(), 0.2)
            except TimeoutError:
                app.screen.call_after_refresh(drawn.set)  # the screen that was to report is gone: ask the current one


def whole(file: Path) -> dict[str, Any]:
    """The file as TinyDB alone reads it; fails if TinyDB can't read it."""
    with TinyDB(file) as database:
        return {table: [dict(each) for each in database.table(table)] for table in database.tables()}


async def play(file: Path, seed: int, most: int, did: Did | None = None) -> Did:
    """Play up to `most` events; reopen the app when a key ends it. Raises what the app raises, and TimeoutError.

    `did` is written while it plays, so that it can be read after a failure.
    """
    with watched():
        return await _play(file, seed, most, did or Did(seed))


async def _play(file: Path, seed: int, most: int, did: Did) -> Did:
    dice, took = random.Random(seed), list[float]()
    while len(did.done) < most:
        app = TrueupApp(partial(open_session, file, today=TODAY))
        async with app.run_test(size=(80, 24)) as pilot:
            while len(app.screen_stack) < 2:
                await pilot.pause(0.01)
            watch_changes(app.session)
            while len(did.done) < most and app.is_running and not app._exit:
                name, do = choose(dice)
                screen = type(app.screen).__name__
                signal.alarm(int(2 * LONGEST))
                start, worked = time.perf_counter(), time.thread_time()
                did.done.append(f"{screen}: {name}")
                if VERBOSE:
                    print(len(did.done), did.done[-1], flush=True)
                do(app)
                await handled(app)
                took.append(time.perf_counter() - start)
                worked = time.thread_time() - worked
                did.longest = max(did.longest, worked)
                if took[-1] > 1.0:
                    did.slow.append((took[-1], worked, name, screen))
                if len(did.done) % 50 == 0:
                    whole(file)
            if app.is_open and app.session.audit and not app.session.is_trying:
                while app.session.take_back():
                    whole(file)
            if app.is_open:
                app.session.close()
        whole(file)
    did.median = sorted(took)[len(took) // 2]
    return did


def said(audit: Audit) -> bytes:
    """The answers as bytes, without the founder's place, drafts and progress."""
    return orjson.dumps(document_from_audit(replace(audit, place="", compared=False, deeper=False, drafts={})))


def watch_changes(session: Session) -> list[bytes]:
    """Record the answers before each change from now on, and check that each undo restores them."""
    earlier: list[bytes] = []
    change, take_back, do_again = session.change, session.take_back, session.do_again

    def changed(audit: Audit) -> bool:
        before = said(session.current) if session.audit else b""
        is_taken = change(audit)
        if not session.is_trying and said(session.current) != before:
            earlier.append(before)
        return is_taken

    def taken_back() -> Audit | None:
        is_trying, before = session.is_trying, take_back()
        if before is not None and not is_trying:  # in a what-if, undo takes back no saved change
            assert said(session.current) == earlier.pop(), "undo led elsewhere"
        return before

    def done_again() -> Audit | None:
        before = session.audit
        done = do_again()
        if before is not None and done is not None:
            earlier.append(said(before))
        return done

    session.change, session.take_back = changed, taken_back  # type: ignore[method-assign]
    session.do_again = done_again  # type: ignore[method-assign]
    return earlier


def business(content: Content, folder: Path, rows: dict[RowKind, int] | None = SMALL, seed: int = 1) -> Path:
    """Write a business file to play on."""
    file = folder / "monkey.json"
    with open_store(file, today=TODAY) as store:
        store.save(document_from_audit(large_business(content, rows, seed)))
    return file


def main() -> None:
    """Play, and print how it went; if the app failed, also the last events."""
    from tests.businesses import our_content

    first, most = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    rows = None if "--large" in sys.argv else SMALL
    did = Did(first)
    with tempfile.TemporaryDirectory() as folder:
        file = business(our_content(), Path(folder), rows, first)
        try:
            asyncio.run(play(file, first, most, did))
        except BaseException:
            print(*did.done[-20:], f"seed {first}: failed at event {len(did.done)}", sep="\n")
            raise
    times = f"{did.median * 1000:.0f} ms at the median, {did.longest:.2f} s of work at most"
    print(f"seed {first}: {len(did.done)} events, {times}, {len(did.slow)} slow")
    for took, worked, name, screen in sorted(did.slow, reverse=True)[:5]:
        print(f"  {took:.1f} s, the app's thread worked {worked:.1f} s  {screen}: {name}")


if __name__ == "__main__":
    main()
