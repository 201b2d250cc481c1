"""The area *offer*."""

from __future__ import annotations

from typing import ClassVar

from trueup.content.model import Area
from trueup.ui.questions.area import AreaScreen


class OfferScreen(AreaScreen):
    """The questions of *offer*."""

    AREA: ClassVar[Area] = "offer"
    VIEW = "Offer"
