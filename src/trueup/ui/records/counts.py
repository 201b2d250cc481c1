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

    @property
    def _is_beyond_need(self) -> bool:
        """Whether other fields of the promise are needed first: here only the count is asked."""
        return self._nth is None and super()._is_beyond_need

    async def action_enough(self) -> None:
        """Leave the other counts blank."""
        if self._nth is None:
            await super().action_enough()
        elif self.typed_is_kept():
            self.leave()

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
