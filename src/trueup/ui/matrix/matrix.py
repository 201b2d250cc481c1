"""The screen of the matrix: topics in rows, sides in columns, mismatches highlighted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from trueup.content.model import AREAS, Area, Side
from trueup.engine.matrix import Cell, Line, areas
from trueup.export.matrix_and_journey import matrix_markdown
from trueup.ui.base.page import View
from trueup.ui.base.rows import digit_keys
from trueup.ui.base.sheet import Reading, show_in
from trueup.ui.base.text import Raised
from trueup.ui.matrix.cell_source import every_statement, in_brief, in_full
from trueup.ui.matrix.matrix_drawing import MatrixTable, topic_name
from trueup.ui.matrix.topic_list import Folded, Topics
from trueup.wording.findings import count, listed

BAR = 2
"""The width of the bar before the text below the table, with its gap."""

NOTHING: dict[str, str] = {
    "open": "This isn't answered yet, so nothing can conflict.",
    "unsure": "You're not sure, so nothing can conflict.",
    "na": "It doesn't apply here, so nothing can conflict.",
    "silent": "It takes no position here, so nothing can conflict.",
    "not asked": "This isn't asked here, so nothing can conflict.",
}
"""State of a cell → the notice shown when Enter is pressed on it."""


class MatrixScreen(View):
    """Shows all topics that this business is asked about, or only those with a mismatch, or those of one area."""

    VIEW = "Matrix"
    NEEDS_COMPARISON = True
    KEY_WORDS: ClassVar[dict[str, str]] = {"go('journey')": "journey"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *digit_keys("area", "area", "matrix.area", most=len(AREAS)),
        Binding("f", "filter", "mismatches only", id="matrix.filter"),
        Binding("c", "copy", "copy", id="matrix.copy"),
        Binding("a", "all", "all in rows", show=False, id="matrix.all"),
        Binding("v", "statements", "statements", show=False, id="matrix.statements"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._conflicting = False
        self._area: Area | None = None
        self._lines: tuple[Line, ...] = ()
        self._wanted = ""

    def visit(self, source: str, row: str) -> None:  # noqa: ARG002
        """Start with the mark on the topic `source`."""
        self._wanted = source

    def body(self) -> Iterable[Widget]:
        """The topics, and the statements of the marked cell: below or, in a wide window, beside them."""
        yield Horizontal(Topics(), VerticalScroll(Static(), id="said-beside", can_focus=False))
        yield Static(id="said-below")

    async def show(self) -> None:
        """Redraw everything and focus the topics; the mark stays where it was."""
        self.draw()
        self.query_one(Topics).take_focus()

    # What it shows ---------------------------------------------------------

    def draw(self) -> None:
        """Redraw everything; the mark stays where it was."""
        session = self.session
        every = session.analysis.matrix
        self._lines = self._shown(every)
        if not self._lines:  # the filter matches nothing any more
            self._conflicting, self._area, self._lines = False, None, every
        where = [word for word in ("conflicting" if self._conflicting else "", self._area or "") if word]
        place = count(len(every), "topic")
        self.place(", ".join([f"{len(self._lines)} of {place}", *where]) if where else place)
        topics = self.query_one(Topics)
        is_large = self.has_class("-wide") and self.has_class("-tall")
        if not topics.fill(session.content, self._lines, at_once=is_large):
            self.call_after_refresh(self.draw)
            return
        if self._wanted and not topics.mark(self._wanted):
            self.say("That topic isn't asked about here, so it has no row.")
        self._wanted = ""
        self._tell()

    def _shown(self, every: tuple[Line, ...]) -> tuple[Line, ...]:
        screens = self.session.content
        return tuple(
            line
            for line in every
            if (line.lit or not self._conflicting) and (self._area is None or self._area in areas(screens, line.topic))
        )

    @on(MatrixTable.CellHighlighted)
    @on(Folded.Marked)
    def _tell(self) -> None:
        marked = self._marked
        if marked is None:
            return
        line, side, _ = marked
        session = self.session
        below = self.query_one("#said-below", Static)
        brief = in_brief(session.analysis, line, side, below.content_region.width - BAR)
        below.update(Raised(brief))
        self.call_after_refresh(self.query_one(Topics).keep_in_sight)
        full = in_full(session.analysis, line, side, all_sides=self.has_class("-tall"))
        show_in(self, "#said-beside Static", full)

    @property
    def _marked(self) -> tuple[Line, Side, Cell] | None:
        topic, side = self.query_one(Topics).marked
        line = next((line for line in self._lines if line.topic == topic), None)
        return (line, side, line.cells[side]) if line else None

    def restore_focus(self, *, even_if_moved: bool) -> None:
        """Give the focus back to the mark, which a resize moves into the table or out of it."""
        topics = self.query_one(Topics)
        if self._before_resize is not None and topics in self._before_resize.ancestors:
            self._before_resize = topics.with_mark
        super().restore_focus(even_if_moved=even_if_moved)

    # Narrowing it down -----------------------------------------------------

    def action_filter(self) -> None:
        """Show only the topics with a mismatch, or all topics again."""
        self._narrow(not self._conflicting, self._area)

    def action_area(self, number: int) -> None:
        """Show only the topics about which one area asks, or all topics again."""
        area = AREAS[number - 1]
        self._narrow(self._conflicting, None if area == self._area else area)

    def action_all(self) -> None:
        """Unfold the topics, so that each has a row and the table scrolls, or fold them again."""
        topics = self.query_one(Topics)
        if not topics.folds:
            self.say("Every topic already has its own row.")
            return
        topics.unfolded = not topics.unfolded
        self.draw()
        self.say("Showing each topic in its own row." if topics.unfolded else "Showing all topics at once.")

    def _narrow(self, conflicting: bool, area: Area | None) -> None:
        before = self._conflicting, self._area
        self._conflicting, self._area = conflicting, area
        if not self._shown(self.session.analysis.matrix):
            where = f" in {area}" if area else ""
            self.say(f"Nothing conflicts{where}." if conflicting else f"Nothing is left{where}.")
            self._conflicting, self._area = before
            return
        self.draw()
        only = [f"what {area} asks about"] if area else []
        only += ["what conflicts"] if conflicting else []
        self.say(f"Showing only {listed(only)}." if only else "Showing all of them again.")

    # Going -----------------------------------------------------------------

    @on(MatrixTable.CellSelected)
    @on(Folded.Taken)
    def _taken(self) -> None:
        if self._marked is None:
            return
        line, _, cell = self._marked
        said = set(cell.statements)
        objected = next((each.id for each in self.session.findings.objected if said.intersection(each.statements)), "")
        if check := cell.lit[0].id if cell.lit else objected:
            self.navigator.show_mismatch(check)
        else:
            self.say(self._why_not(line, cell))

    @staticmethod
    def _why_not(line: Line, cell: Cell) -> str:
        if cell.state != "position":
            return NOTHING[cell.state]
        if line.lit:
            return (
                f"This side takes no part. What conflicts on {topic_name(line)} is {listed(line.joined(line.lit[0]))}."
            )
        return "Nothing conflicts on this topic."

    def action_statements(self) -> None:
        """Open a sheet with all statements of the marked cell, in full."""
        if self._marked is None:
            return
        line, side, cell = self._marked
        lines = every_statement(self.session.analysis, cell)
        if lines:
            self.raise_sheet(Reading.saying(f"{topic_name(line)}, {side}", lines, id="statements"))
        else:
            self.say("No position is taken here.")

    def action_copy(self) -> None:
        """Copy the table as shown, as Markdown."""
        self.app.copy_to_clipboard(matrix_markdown(self.session.content, self._lines))
        self.say("Copied as Markdown.")
