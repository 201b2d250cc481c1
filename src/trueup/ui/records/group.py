"""Groups: the kinds of people there are, three at most, each named once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widgets.option_list import Option

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.references import group_names, renamed_group
from trueup.content.model import Area, Question, RowKind
from trueup.ui.base.rows import entry
from trueup.ui.base.text import MUTED, Line, plain, shorten
from trueup.ui.records.record_fields import MOST_GROUPS
from trueup.ui.records.record_form import NEW
from trueup.ui.records.record_screen import RowList, RowsScreen

USED = "="
"""Before a name that a promise or a channel uses, in the id of its row; no slug begins like this."""


class GroupScreen(RowsScreen):
    """Whom it is for, and whom not."""

    KIND: ClassVar[RowKind] = "group"
    AREA: ClassVar[Area] = "identity"
    VIEW = "Identity"

    @property
    def most(self) -> int:
        """Three: more are nobody in particular."""
        return MOST_GROUPS

    def named(self, row: Row) -> str:
        """Its name."""
        return row.text("name") if row.id != NEW else f"group {len(self.rows) + 1}"

    def described(self, row: Row) -> tuple[Content, Content, Content]:
        """The name, and whether it is meant for them."""
        aim = plain(self.chosen(row, "aim"), MUTED)
        return plain(shorten(row.text("name"), self.room)), Content(""), aim

    # Names that are used already -------------------------------------------

    @property
    def _used(self) -> list[str]:
        """Names that promises and channels use, and nothing is said about."""
        own = {row.text("name").casefold() for row in self.rows}
        names = group_names(self.session.content, self.session.current)
        return [name for name in names if name.casefold() not in own]

    def more_options(self) -> Iterator[Option]:
        """The names in use: each can become a group of its own."""
        room = self.most - len(self.rows)
        for number, name in enumerate(self._used[:room], len(self.rows) + 1):
            said = Line(text=plain("named with a promise or a channel, nothing said about them yet", MUTED))
            yield entry(str(number), plain(shorten(name, self.room)), under=[said], id=f"{USED}{name}")

    @on(RowList.OptionSelected, "#list")
    async def _take_name(self, event: RowList.OptionSelected) -> None:
        name = (event.option_id or "").removeprefix(USED)
        if name == event.option_id:
            return
        event.stop()
        event.prevent_default()  # it is no row that could be edited
        question = self.session.content.questions["group.name"]
        row = Row(self._new_slug(self.session.current, question, Answer(name)), {"name": Answer(name)})
        if self.keep(self.session.current.with_row(self.KIND, row)):
            await self._ask_about(row.id)

    # A name changes everywhere ---------------------------------------------

    def with_field(self, audit: Audit, was: Row, question: Question) -> Audit:
        """Another name stands in the promises and channels, too."""
        return renamed_group(self.session.content, audit, was) if question.field == "name" else audit
