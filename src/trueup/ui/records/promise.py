"""Promises: lines as they are published, and what each claims."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Row
from trueup.content.model import Area, Question, RowKind
from trueup.ui.base.text import MUTED, plain
from trueup.ui.records.record_form import NEW
from trueup.ui.records.record_screen import RowsScreen, quoted


class PromiseScreen(RowsScreen):
    """What the founder says in public, line by line."""

    KIND: ClassVar[RowKind] = "promise"
    AREA: ClassVar[Area] = "offer"
    VIEW = "Offer"
    HEADS = "ticked"

    def named(self, row: Row) -> str:
        """`promise 2`."""
        at = next((n for n, each in enumerate(self.rows, 1) if each.id == row.id), len(self.rows) + 1)
        return f"promise {at}"

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """The line, how much of the checklist is ticked, where it stands and for whom."""
        ticked = Content(str(len(row.many("claims")))) if "claims" in row.fields else Content("")
        return quoted(row.text("words"), self.room), ticked, self._place_of(row)

    def above(self, question: Question) -> list[Widget]:
        """The line itself, the largest thing on the page, once it is there."""
        row = self.row
        if row.id == NEW or question.required:
            return []
        quote = quoted(row.text("words"), 2 * 72)
        where = self._place_of(row)
        lines = Content.assemble(quote.stylize("bold"), "\n", where) if where else quote.stylize("bold")
        return [Static(lines, classes="prose quoted")]

    def _place_of(self, row: Row) -> Content:
        """`Home page · for firms`, as far as it is known."""
        groups = ", ".join(row.many("groups"))
        parts = [part for part in (self.chosen(row, "where"), f"for {groups}" if groups else "") if part]
        return plain(" · ".join(parts), MUTED)
