"""The file that is open: opened in a worker, so that the screen answers meanwhile, and let go at the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from trueup.paths import business_file
from trueup.ui.base.navigator import Opener

if TYPE_CHECKING:
    from trueup.session.session import Session


class OpenFile:
    """One business file at a time. `session` is there once `is_open`."""

    session: Session

    def __init__(self, app: App[Any], opener: Opener) -> None:
        self._app = app
        self._opener = opener
        self._own: Path | None = None
        self.is_open = False
        """Whether there is a session."""
        self.saying = ""
        """What to say once the file is open."""

    @property
    def own(self) -> Path:
        """The founder's own file: the last one opened that is no sample, else the usual one."""
        return self._own or business_file()

    def open(
        self,
        opener: Opener | None = None,
        *,
        saying: str = "",
        opened: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Open a file in place of the one that is open; without `opener` the same one again. Then call what it led to.

        Opening it may import what is heavy, and runs in a worker.
        """
        self._opener, self.saying = opener or self._opener, saying
        self._app.run_worker(partial(self._load, self._opener, opened, failed), thread=True, exclusive=True)

    def _load(self, opener: Opener, opened: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        try:
            session = opener()
        except Exception as error:  # whatever it is, the founder gets a sentence and ways out
            self._app.call_from_thread(failed, error)
        else:
            self._app.call_from_thread(self._take, session)
            self._app.call_from_thread(opened)

    def _take(self, session: Session) -> None:
        self.close()
        self.session, self.is_open = session, True
        if not session.is_sample:
            self._own = session.path

    def close(self) -> None:
        """Try a last time to save, and let the file go."""
        if self.is_open:
            self.is_open = False
            self.session.close()
