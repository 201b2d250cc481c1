"""Activities: what is done or paid for so that people come, stay or buy more; a planned one can be previewed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from trueup.answers.model import Row
from trueup.content.model import Area, RowKind
from trueup.engine.applicability import fields
from trueup.engine.model import Mismatch
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.what_if import would_conflict
from trueup.ui.base.sheet import Reading
from trueup.ui.base.signs import sign
from trueup.ui.base.text import MUTED, STRONG, Line, paragraphs, plain, shorten
from trueup.ui.drawing.statement_list import stands
from trueup.ui.records.record_form import NEW
from trueup.ui.records.record_screen import RowList, RowsScreen
from trueup.wording import findings as wording

PLANNED = "planned"


class ActivityScreen(RowsScreen):
    """What is running, what is planned, what is over."""

    KIND: ClassVar[RowKind] = "activity"
    AREA: ClassVar[Area] = "market"
    VIEW = "Market"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "preview", "preview", id="activity.preview"),
    ]

    def named(self, row: Row) -> str:
        """Its name."""
        return row.text("name") if row.id != NEW else f"activity {len(self.rows) + 1}"

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """The name, and what it is."""
        what = plain(self.chosen(row, "what"), MUTED)
        return plain(shorten(row.text("name"), self.room)), Content(""), what

    # Previewed --------------------------------------------------------

    @property
    def _tried(self) -> Row | None:
        """The planned activity that is marked in the list, or whose fields are asked."""
        marked = next((listed.marked for listed in self.query(RowList)), None) if self._row is None else self._row
        row = self.session.current.row(self.KIND, marked or NEW)
        return row if row is not None and row.text("state") == PLANNED else None

    def action_preview(self) -> None:
        """What a planned activity would conflict with once it runs. Nothing is saved."""
        row = self._tried
        if row is None:
            self.say("Only planned activities can be previewed. Move to one first.")
            return
        session = self.session
        found = would_conflict(session.content, session.current, session.findings, row.id)
        texts = session.content.screens[self.KIND].texts
        lines = [
            Line(text=plain(shorten(row.text("name"), 60), STRONG)),
            *paragraphs(texts["would-conflict" if found else "would-fit"], MUTED),
            *(line for each in found for line in self._told(each)),
        ]
        asked = fields(session.content, session.current, self.KIND, row)
        if still_open := sum(question.field not in row.fields for question in asked):
            count = wording.count(still_open, "question")
            lines += [Line(), Line(text=plain(f"With {count} about it still open, more may turn up.", MUTED))]
        self.raise_sheet(Reading.saying("Preview", lines, id="activity-preview"))

    def _told(self, found: Mismatch) -> Iterator[Line]:
        """A mismatch in a few lines: what it is, and which side says what, and where."""
        session = self.session
        word = Content.styled(SEVERITY_WORDS[found.severity], MUTED)
        yield Line()
        yield Line(Content.assemble(sign(found.verdict), "  "), plain(found.title), word)
        for side, statements in stands(found.check, found.statements):
            for statement in statements[:1]:
                lead = Content.styled(f"   {side:<9}", MUTED)
                where = wording.source(session.content, session.current, statement)
                said = wording.position(session.content, statement)
                yield Line(lead, Content.assemble(plain(said, STRONG), "   ", plain(shorten(where, 44), MUTED)))
