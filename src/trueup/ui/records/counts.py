"""How many of the last ten got what each promise says, one promise after the other, before the first comparison."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from trueup.answers.model import Row
from trueup.engine.applicability import KEPT_QUESTION
from trueup.ui.records.record_screen import RecordScreen


class CountsScreen(RecordScreen):
    """Asks of each of some promises how many got it. *Back* goes to the promise before; after the last, it's left."""

    def __init__(self, promises: Sequence[Row]) -> None:
        super().__init__("promise")
        self._promises = tuple(row.id for row in promises)
        self.visit(KEPT_QUESTION, self._promises[0])

    @property
    def _nth(self) -> int | None:
        """The index of the promise; None if the founder has gone on to something else, or the promise is gone."""
        is_asked = self._visiting and self.row.id in self._promises
        return self._promises.index(self.row.id) if is_asked else None

    @property
    def next_word(self) -> str:
        """The keys line's word for moving on: *next*, on the last promise *done*."""
        nth = self._nth
        return "next" if nth is not None and nth < len(self._promises) - 1 else super().next_word

    def _field(self) -> list[Widget]:
        shown, nth = super()._field(), self._nth
        if nth is not None:
            self.place(f"promise {nth + 1} of {len(self._promises)}")
            self.gauge(nth, len(self._promises))
        return shown

    async def step(self, by: int) -> None:
        """Go to the next or previous promise; leave after the last and before the first."""
        nth = self._nth
        if nth is not None and 0 <= nth + by < len(self._promises):
            self.visit(KEPT_QUESTION, self._promises[nth + by])
            await self.draw()
        else:
            await super().step(by)
