"""The area *identity*."""

from __future__ import annotations

from typing import ClassVar

from trueup.content.model import KIND_QUESTION, Area
from trueup.engine.applicability import has_only_kind
from trueup.ui.questions.area import AreaScreen


class IdentityScreen(AreaScreen):
    """The questions of *identity*."""

    AREA: ClassVar[Area] = "identity"
    VIEW = "Identity"

    async def _step(self, step: int) -> None:
        """On to the next question; on the first run, after the kind of business, by way of a page to paste."""
        is_fresh = step > 0 and self.at == KIND_QUESTION and has_only_kind(self.session.current)
        await super()._step(step)
        if is_fresh and self.at != KIND_QUESTION:
            self.navigator.read_page(is_offered=True)
