"""Roles: the seller, the maker, the support and the biller in one person, each with what it says and aims at."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from trueup.answers.model import Row
from trueup.content.model import Area, RowKind
from trueup.ui.base.text import MUTED, plain, shorten
from trueup.ui.records.record_screen import RowsScreen


class RoleScreen(RowsScreen):
    """The people one founder is."""

    KIND: ClassVar[RowKind] = "role"
    AREA: ClassVar[Area] = "operations"
    VIEW = "Operations"

    @property
    def most(self) -> int:
        """Each role once."""
        return len(self.session.content.questions["role.role"].choices)

    def named(self, row: Row) -> str:
        """`seller`."""
        return row.text("role") or f"role {len(self.rows) + 1}"

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """Which it is, and when it calls a week good."""
        screens = self.session.content.questions
        labels = {choice.key: choice.label for choice in screens["role.reward"].choices}
        weeks = "; ".join(labels[key].lower() for key in row.many("reward") if key in labels)
        room = self.room
        good = plain(shorten(f"a good week: {weeks}", room), MUTED) if weeks else Content("")
        return plain(shorten(self.chosen(row, "role"), self.room + 10)), Content(""), good
