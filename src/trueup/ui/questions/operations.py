"""The area *operations*."""

from __future__ import annotations

from typing import ClassVar

from trueup.content.model import Area
from trueup.ui.questions.area import AreaScreen


class OperationsScreen(AreaScreen):
    """The questions of *operations*."""

    AREA: ClassVar[Area] = "operations"
    VIEW = "Operations"
