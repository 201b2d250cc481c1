"""The matrix: facets down, sides across, what clashes lit and joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from trueup.content.model import AREAS, Area, Side
from trueup.engine.matrix import Cell, Line, areas, matrix
from trueup.export.pictures import matrix_markdown
from trueup.ui.base.page import View
from trueup.ui.base.scroll_sheet import Reading
from trueup.ui.base.text import Hung, Raised, paragraphs
from trueup.ui.base.text import Line as TextLine
from trueup.ui.home.compare import CompareScreen
from trueup.ui.matrix.cell_source import every_voice, in_brief, in_full
from trueup.ui.matrix.folded_topics import FoldHead
from trueup.ui.matrix.matrix_drawing import facet_name
from trueup.ui.matrix.topic_table import Facets
from trueup.wording.findings import count, listed

BAR = 2
"""Cells of the bar before what is said."""

NOTHING: dict[str, str] = {
    "open": "Nobody has answered this yet, so nothing can clash.",
    "unsure": "You are not sure of it, so nothing can clash.",
    "na": "It doesn’t apply here, so nothing can clash.",
    "silent": "It takes no position here, so nothing can clash.",
    "not asked": "Nobody is asked this here, so nothing can clash.",
}
"""Why Enter opens no card, by the state of the cell."""


class MatrixScreen(View):
    """Every facet this business is asked about, narrowed to those that clash or to one area."""

    VIEW = "Matrix"
    KEY_WORDS: ClassVar[dict[str, str]] = {"go('journey')": "journey"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"area({n})", "area", id=f"matrix.area-{n}") for n in range(1, len(AREAS) + 1)),
        Binding("f", "clashing", "clashing only", id="matrix.clashing"),
        Binding("y", "copy", "copy", id="matrix.copy"),
        Binding("a", "rows", "all in rows", show=False, id="matrix.rows"),
        Binding("v", "voices", "voices", show=False, id="matrix.voices"),
        Binding("question_mark", "why", "what it shows", show=False, id="matrix.why"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._clashing = False
        self._area: Area | None = None
        self._lines: tuple[Line, ...] = ()
        self._wanted = ""

    def visit(self, source: str, row: str) -> None:  # noqa: ARG002
        """Start at the line of a facet."""
        self._wanted = source

    def body(self) -> Iterable[Widget]:
        """The cells; what is said in the marked one stands below them, or beside them where the window is wide."""
        yield Horizontal(Facets(), VerticalScroll(Static(), id="said-beside", can_focus=False))
        yield Static(id="said-below")

    async def show(self) -> None:
        """Everything anew, the mark where it was."""
        if not self.session.current.compared:
            self.app.switch_screen(CompareScreen())
            return
        self._draw()
        self.query_one(Facets).take_focus()

    def on_resize(self) -> None:
        """The columns are set for the width there is."""
        if self.trueup.is_open and self.session.current.compared:
            self.call_after_refresh(self._draw)  # the classes for the new size come after this

    # What it shows ---------------------------------------------------------

    def _draw(self) -> None:
        session = self.session
        every = matrix(session.content, session.current, session.findings)
        self._lines = self._shown(every)
        if not self._lines:  # what it was narrowed to is gone
            self._clashing, self._area, self._lines = False, None, every
        where = [word for word in ("clashing" if self._clashing else "", self._area or "") if word]
        place = count(len(every), "facet")
        self.place(", ".join([f"{len(self._lines)} of {place}", *where]) if where else place)
        facets = self.query_one(Facets)
        is_large = self.has_class("-wide") and self.has_class("-tall")
        if not facets.fill(session.content, self._lines, at_once=is_large):
            self.call_after_refresh(self._draw)
            return
        if self._wanted and not facets.mark(self._wanted):
            self.say("Nobody is asked about that here, so it has no line.")
        self._wanted = ""
        self._tell()

    def _shown(self, every: tuple[Line, ...]) -> tuple[Line, ...]:
        screens = self.session.content
        return tuple(
            line
            for line in every
            if (line.lit or not self._clashing) and (self._area is None or self._area in areas(screens, line.facet))
        )

    @on(Facets.Marked)
    def _tell(self) -> None:
        marked = self._marked
        if marked is None:
            return
        line, side, _ = marked
        session = self.session
        below = self.query_one("#said-below", Static)
        brief = in_brief(session.content, session.current, line, side, below.content_region.width - BAR)
        below.update(Raised(brief))
        self.call_after_refresh(self.query_one(Facets).keep_in_sight)
        full = in_full(session.content, session.current, line, side, all_sides=self.has_class("-tall"))
        self.query_one("#said-beside Static", Static).update(Hung(full))

    @property
    def _marked(self) -> tuple[Line, Side, Cell] | None:
        facet, side = self.query_one(Facets).marked
        line = next((line for line in self._lines if line.facet == facet), None)
        return (line, side, line.cells[side]) if line else None

    # Narrowing it down -----------------------------------------------------

    def action_clashing(self) -> None:
        """Only the facets on which something clashes, or all of them again."""
        self._narrow(not self._clashing, self._area)

    def action_area(self, number: int) -> None:
        """Only the facets that one area asks about, or all of them again."""
        area = AREAS[number - 1]
        self._narrow(self._clashing, None if area == self._area else area)

    @on(FoldHead.Switched)
    def action_rows(self) -> None:
        """A row for every facet, which then scroll; or fold again what makes all of them stand at once."""
        facets = self.query_one(Facets)
        if not facets.folds:
            self.say("Every facet is in a row of its own.")
            return
        facets.unfolded = not facets.unfolded
        self._draw()
        self.say("Every facet in a row of its own." if facets.unfolded else "All of them at once.")

    def _narrow(self, clashing: bool, area: Area | None) -> None:
        before = self._clashing, self._area
        self._clashing, self._area = clashing, area
        if not self._shown(matrix(self.session.content, self.session.current, self.session.findings)):
            where = f" in {area}" if area else ""
            self.say(f"Nothing clashes{where}." if clashing else f"Nothing stands{where}.")
            self._clashing, self._area = before
            return
        self._draw()
        only = [f"what {area} asks about"] if area else []
        only += ["what clashes"] if clashing else []
        self.say(f"Only {listed(only)}." if only else "All of them again.")

    # Going -----------------------------------------------------------------

    @on(Facets.Taken)
    def _taken(self) -> None:
        if self._marked is None:
            return
        line, _, cell = self._marked
        said = set(cell.voices)
        objected = next((each.id for each in self.session.findings.objected if said.intersection(each.voices)), "")
        if clash := cell.lit[0].id if cell.lit else objected:
            self.trueup.show_mismatch(clash)
        else:
            self.say(self._why_not(line, cell))

    @staticmethod
    def _why_not(line: Line, cell: Cell) -> str:
        if cell.state != "position":
            return NOTHING[cell.state]
        if line.lit:
            return f"It takes no part in it. What clashes on {facet_name(line)} is {listed(line.joined(line.lit[0]))}."
        return "Nothing clashes on it."

    def action_voices(self) -> None:
        """Everything said in the marked cell, in full."""
        if self._marked is None:
            return
        line, side, cell = self._marked
        lines = every_voice(self.session.content, self.session.current, cell)
        if lines:
            self.raise_sheet(Reading.saying(f"{facet_name(line)}, {side}", lines, id="voices"))
        else:
            self.say("Nobody takes a position here.")

    def action_copy(self) -> None:
        """What is shown, as a Markdown table."""
        self.app.copy_to_clipboard(matrix_markdown(self.session.content, self._lines))
        self.say("Copied as Markdown.")

    def action_why(self) -> None:
        """What the matrix shows."""
        screen = self.session.content.screens["matrix"]
        lines = [*paragraphs(screen.intro), TextLine(), *paragraphs(screen.texts["help"])]
        self.raise_sheet(Reading.saying(screen.title, lines, id="why"))
