"""A choice and what comes of it are painted in one frame.

It is marked, saved, judged and told, in the queues of a list, a question and a screen. Painted when it is marked, the
word that it is saved would wait for the next frame of the terminal, which is longer than all of this takes.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

LONGEST = 0.05
"""Seconds until it is painted whatever becomes of the choice: nobody may look at a screen that stands still."""

_held: WeakKeyDictionary[App[Any], ExitStack] = WeakKeyDictionary()


def hold(app: App[Any]) -> None:
    """Paint nothing until `release`."""
    if app not in _held:
        _held[app] = ExitStack()
        _held[app].enter_context(app.batch_update())
        _held[app].callback(asyncio.get_running_loop().call_later(LONGEST, _paint, app).cancel)


def is_held(app: App[Any]) -> bool:
    """Whether something waits to be painted."""
    return app in _held


def release(app: App[Any]) -> None:
    """Paint what was held back, if anything was."""
    if app in _held:
        app.call_later(_paint, app)  # what was changed last tells its screen so in the meantime


def _paint(app: App[Any]) -> None:
    if (held := _held.pop(app, None)) is not None:
        held.close()
        app.screen.check_idle()
