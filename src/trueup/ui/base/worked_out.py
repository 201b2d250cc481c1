"""Work beside the screen: what takes longer than a key may, for a business with long lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

if TYPE_CHECKING:
    from textual.screen import Screen

    from trueup.engine.fixes import GoesOn

WORKING_OUT = "Working it out: with this many rows it takes a while …"


class WorkedOut(Message):
    """Something is known now; the screen can be drawn with it."""


def work_out(screen: Screen[None], group: str, do: Callable[[GoesOn], None]) -> None:
    """Do it in a thread, and tell the screen. What is under way in the same group is stopped: nobody waits for it."""

    def run() -> None:
        from trueup.engine.fixes import NotWantedError

        worker = get_current_worker()
        with suppress(NotWantedError):
            do(lambda: not worker.is_cancelled)
            if not worker.is_cancelled:
                screen.post_message(WorkedOut())

    screen.app.run_worker(run, group=group, thread=True, exclusive=True)
