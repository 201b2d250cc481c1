"""Promises: lines as they are published, and what each claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import Row
from trueup.content.model import Area, Question, RowKind
from trueup.ui.base.rows import Ways, entry
from trueup.ui.base.sheet import Asking
from trueup.ui.base.text import MUTED, STRONG, plain
from trueup.ui.questions.question_form import Asked
from trueup.ui.records.record_fields import PromiseField
from trueup.ui.records.record_form import NEW
from trueup.ui.records.record_screen import PASTE, RowList, RowsScreen, quoted
from trueup.wording.findings import read_at


class PromiseScreen(RowsScreen):
    """What the founder says in public, line by line."""

    KIND: ClassVar[RowKind] = "promise"
    AREA: ClassVar[Area] = "offer"
    VIEW = "Offer"
    HEADS = "ticked"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("quotation_mark", "read_page", "paste a page", id="promise.page"),
    ]

    @property
    def key_words(self) -> Mapping[str, str]:
        """In the list, what Enter does with the row that leads to a page."""
        words = super().key_words
        listed = next(iter(self.walk_children(RowList)), None)
        return {**words, "select": "paste it"} if listed and listed.marked == PASTE else words

    def other_ways_to_add(self) -> Iterator[Option]:
        """A page has several promises."""
        yield entry('"', "Paste or open a page: its promises are found", id=PASTE)

    async def taken(self, id: str) -> None:
        """The row that leads to a page, else as any."""
        if id == PASTE:
            self.action_read_page()
        else:
            await super().taken(id)

    @on(PromiseField.Several)
    def _offer_several(self, event: PromiseField.Several) -> None:
        """Ask whether what was typed is one promise or several."""
        texts = self.session.content.screens["promise"].texts
        title = texts["several"].replace("{count}", str(event.count))
        ways = Ways(entry("1", texts["as-several"], id="several"), entry("2", texts["as-one"], id="one"), id="several")
        self.raise_sheet(Asking(Static(plain(title, STRONG)), ways, id="several-sheet"))

    @on(Ways.OptionSelected, "#several")
    def _decide_several(self, event: Ways.OptionSelected) -> None:
        event.stop()
        self.lower_sheet()
        field = self.query_one(Asked).field
        assert isinstance(field, PromiseField)
        if event.option_id == "one":
            field.take_as_one()
            return
        text = field.typed
        field.clear()
        self._row = None
        self.navigator.read_page(text, is_read=True)

    def action_read_page(self) -> None:
        """Paste or open a page."""
        self.navigator.read_page()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page is read from the list of promises, where they can be added."""
        if action == "read_page":
            return self._row is None and not self.session.read_only
        return super().check_action(action, parameters)

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
        """`Home page · home.html:14 · for firms`, as far as it is known."""
        groups = ", ".join(row.many("groups"))
        parts = [part for part in (self.chosen(row, "where"), read_at(row), f"for {groups}" if groups else "") if part]
        return plain(" · ".join(parts), MUTED)
