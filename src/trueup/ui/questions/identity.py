"""The area *identity*."""

from __future__ import annotations

from typing import ClassVar

from trueup.content.model import Area
from trueup.ui.questions.area import AreaScreen


class IdentityScreen(AreaScreen):
    """The questions of *identity*."""

    AREA: ClassVar[Area] = "identity"
    VIEW = "Identity"
