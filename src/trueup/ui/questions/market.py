"""The area *market*."""

from __future__ import annotations

from typing import ClassVar

from trueup.content.model import Area
from trueup.ui.questions.area import AreaScreen


class MarketScreen(AreaScreen):
    """The questions of *market*."""

    AREA: ClassVar[Area] = "market"
    VIEW = "Market"
