"""The quarters of one file: side by side, which one could begin next, and the review of the current one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from trueup.answers.document import readable
from trueup.answers.model import Audit
from trueup.answers.set_aside import KEY, named
from trueup.content.model import Content
from trueup.engine.history import History
from trueup.engine.model import Findings
from trueup.engine.next_quarter import quarter_of
from trueup.engine.review import Due, Review
from trueup.storage.store import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """A quarter as it was read."""

    audit: Audit
    unheard: tuple[str, ...]
    """The places of answers whose question was removed after the file was last saved."""


class Quarters:
    """What a session knows about the other quarters in its file. Each is read when it is needed."""

    def __init__(self, content: Content, store: Store) -> None:
        self._content = content
        self._store = store
        self._past: History | None = None
        self._now: tuple[Audit, History] | None = None
        self._review: tuple[str, Review] | None = None

    def open(self, name: str | None = None) -> Opened | None:
        """A quarter, by default the newest; None if there is none."""
        document = self._store.load(name)
        if document is None:
            return None
        audit, _ = readable(document, self._content)
        before = document.get(KEY)
        told = set(named(before)) if isinstance(before, dict) else set()
        return Opened(audit, tuple(place for place in named(audit.set_aside) if place not in told))

    def begins(self, today: date) -> str:
        """Today's quarter, if it comes after every quarter in the file; empty if it doesn't, or if there is none yet.

        A clock that was set back begins no quarter.
        """
        names = self._store.quarters()
        quarter = quarter_of(today)
        return quarter if names and quarter > names[-1] else ""

    @property
    def newest(self) -> str:
        """The newest quarter in the file; empty when there is none."""
        return max(self._store.quarters(), default="")

    @property
    def names(self) -> tuple[str, ...]:
        """The quarters in the file, oldest first."""
        return tuple(self._store.quarters())

    def before(self, name: str) -> tuple[str, ...]:
        """The quarters in the file before `name`, oldest first."""
        return tuple(each for each in self.names if each < name)

    def history(self, audit: Audit, findings: Callable[[], Findings]) -> History:
        """All quarters side by side, with the given one in its current state; each is judged when it is needed."""
        if self._past is None:
            self._past = History.reading(self._content, self.names, self._read)
        if self._now is None or self._now[0] is not audit:
            self._now = (audit, self._past.now(audit, findings))
        return self._now[1]

    def _read(self, name: str) -> Audit:
        opened = self.open(name)
        if opened is None:
            raise LookupError(f"{name} is no longer in the file")
        return opened.audit

    def forget(self) -> None:
        """Forget the quarters that were read, because one of them was written; each is read again when needed."""
        self._past = self._now = self._review = None

    def review(self, audit: Audit, findings: Findings) -> tuple[Due, ...]:
        """Everything to confirm in a quarter, also what is confirmed already; empty once nothing is unconfirmed."""
        if not audit.unconfirmed:
            return ()
        if self._review is None or self._review[0] != audit.quarter:
            history = self.history(audit, lambda: findings)
            earlier = history.before(audit.quarter)
            before = history[earlier[-1]].audit if earlier else audit
            self._review = (audit.quarter, Review(self._content, before))
        return self._review[1].every(audit, findings)
