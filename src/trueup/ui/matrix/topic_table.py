"""The topics of the matrix: those with a row each, and under them those that are folded; one mark goes through both."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from trueup.content.model import Content as Screens
from trueup.content.model import Side
from trueup.engine.matrix import Line
from trueup.ui.matrix.fold import HEAD, LABEL, Folding, fold
from trueup.ui.matrix.folded_topics import Folded, FoldHead
from trueup.ui.matrix.matrix_drawing import MatrixTable, grid


class Topics(Vertical):
    """Rows and folded topics."""

    unfolded = False
    """Whether every topic has a row, though they don't all stand at once that way."""

    class Marked(Message):
        """Another cell is marked."""

    class Taken(Message):
        """The marked cell is to be opened."""

    def compose(self) -> ComposeResult:
        """The rows, and what is folded under them."""
        yield MatrixTable(id="cells")
        head = FoldHead()
        head.display = False  # nothing is folded yet
        yield head
        yield Folded(id="folded")

    @property
    def _table(self) -> MatrixTable:
        return self.query_one(MatrixTable)

    @property
    def _folded(self) -> Folded:
        return self.query_one(Folded)

    @property
    def marked(self) -> tuple[str, Side]:
        """Topic and side of the marked cell; with nothing to mark no topic."""
        entry = self._folded.entry
        return (entry.line.topic, entry.side) if entry else self._table.marked

    @property
    def folds(self) -> bool:
        """Whether there is something to fold or to unfold."""
        return self.query_one(FoldHead).display

    def fill(self, screens: Screens, lines: Sequence[Line], *, at_once: bool) -> bool:
        """Other topics or another size; `at_once`: fold some where that makes all of them stand at once.

        The mark stays on its topic, else it goes to what conflicts worst. False: not laid out yet, nothing is filled.
        """
        table, folded = self._table, self._folded
        width = self.size.width - table.scrollbar_size_vertical
        if width <= 0:
            return False
        in_rows = Folding(tuple(lines))
        found = fold(screens, lines, width, self.size.height) if at_once else in_rows
        folding = in_rows if self.unfolded else found
        rows = folding.rows
        marked = self.marked
        drawn = grid(screens, rows, width, LABEL if found.groups else 0)
        table.fill(drawn, rows)
        table.display = bool(rows)
        table.styles.height = HEAD + len(rows) if folding.groups else "1fr"
        head = self.query_one(FoldHead)
        head.display = bool(found.groups)
        head.fill(folding.heading if folding.groups else "", drawn.lead)
        folded.fill(folding, drawn.lead, drawn.widths[0])
        if not self.mark(*marked):
            self.mark(next((line.topic for line in (*rows, *(entry.line for entry in folding.entries))), ""))
        return True

    def mark(self, topic: str, side: Side | None = None) -> bool:
        """Mark a topic, on a side of its row or where it is folded. False: it isn't there."""
        had_focus = self._table.has_focus or self._folded.has_focus
        found = self._folded.mark(topic) or self._table.mark(topic, side)
        self._table.show_cursor = self._folded.entry is None
        if had_focus:
            self.take_focus()
        return found

    def take_focus(self) -> None:
        """Let the keys go to what is marked."""
        marked = self._folded if self._folded.entry else self._table
        marked.focus(scroll_visible=False)

    def keep_in_sight(self) -> None:
        """Scroll to the marked row, when what stands below takes more room than before."""
        self._table.keep_in_sight()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mark goes where the keys go."""
        if event.widget is self._table:
            self._folded.marked = None
            self._table.show_cursor = True

    @on(MatrixTable.Left)
    def _to_folded(self, left: MatrixTable.Left) -> None:
        self._folded.enter(left.x, at_end=left.to_end)

    @on(Folded.Left)
    def _to_rows(self, left: Folded.Left) -> None:
        if self._table.row_count:
            self._table.mark_end(top=left.to_top)
            self._table.focus(scroll_visible=False)
        elif left.to_top:
            self._folded.marked = 0

    @on(Folded.Marked)
    def _in_fold(self) -> None:
        self._table.show_cursor = self._folded.entry is None
        self.post_message(self.Marked())

    @on(MatrixTable.CellHighlighted)
    def _in_rows(self) -> None:
        self.post_message(self.Marked())

    @on(MatrixTable.CellSelected)
    @on(Folded.Taken)
    def _taken(self) -> None:
        self.post_message(self.Taken())
