"""The screen of the matrix: topics in rows, sides in columns, mismatches highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.content.model import AREAS, SIDES, Area, Side
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import wording as wording_of
from trueup.engine.matrix import Cell, areas
from trueup.engine.matrix import Line as Topic
from trueup.engine.model import Statement
from trueup.export.matrix_and_journey import matrix_markdown
from trueup.ui.base.page import View
from trueup.ui.base.rows import digit_keys
from trueup.ui.base.sheet import Reading, show_in
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, Raised, in_one_line, muted, plain
from trueup.ui.drawing.face_to_face import tie, within
from trueup.ui.drawing.statement_list import source, stop
from trueup.ui.matrix.matrix_drawing import MatrixTable, topic_name, word
from trueup.ui.matrix.topic_list import Folded, Topics
from trueup.wording import findings as wording
from trueup.wording.findings import count, listed
from trueup.wording.shortening import quoted

MOST = 3
"""The most statements of the marked side in the panel beside the table."""
BRIEF = 5
"""The most lines of quotes below the table."""

NOBODY = {
    "not asked": "not asked of this kind of business",
    "silent": "answered, and takes no position here",
    "na": "not applicable, by your own answer",
}

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
        self._lines: tuple[Topic, ...] = ()
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

    def _shown(self, every: tuple[Topic, ...]) -> tuple[Topic, ...]:
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
    def _marked(self) -> tuple[Topic, Side, Cell] | None:
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
    def _why_not(line: Topic, cell: Cell) -> str:
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


# About the marked cell ---------------------------------------------------------


def in_brief(analysis: Analysis, topic: Topic, side: Side, width: int) -> list[Line]:
    """Return the lines below the table about the marked cell: its position, and quotes of as many statements as fit."""
    cell = topic.cells[side]
    head = [Content.styled(side, STRONG), Content("   "), word(analysis.content, cell), Content("   ")]
    if not cell.statements:
        head += [Content.styled(stop(analysis, ask), MUTED) for ask in cell.asks[:1]]
        return [Line(text=Content.assemble(*head)), Line(text=_missing(analysis, cell))]
    said: list[Line] = []
    for statement in cell.statements:
        lines = [Line(text=line) for line in within(quoted(analysis, statement), width, BRIEF)]
        if said:
            lines.insert(0, _named(analysis, statement, cell))
        if said and len(said) + len(lines) > BRIEF:
            break
        said += lines
    heard = len([line for line in said if line.lead]) + 1
    left = len(cell.statements) - heard
    more = Content.assemble(("v", KEY), (f" +{left} more", MUTED)) if left else Content("")
    known = _known(analysis, cell.statements[0])
    return [in_one_line(Line(text=Content.assemble(*head, known), right=more)), *said]


def _named(analysis: Analysis, statement: Statement, cell: Cell) -> Line:
    """Return the line above a further statement: its source, and its position if that differs from the cell's."""
    other = [plain(wording.position(analysis.content, statement)), Content("   ")] if statement.tag != cell.tag else []
    return Line(Content("  "), Content.assemble(*other, _known(analysis, statement)))


def every_statement(analysis: Analysis, cell: Cell) -> list[Line]:
    """Return all statements of a cell: position, source, and the quote in full."""
    lines: list[Line] = []
    for statement in cell.statements:
        position = plain(wording.position(analysis.content, statement), STRONG)
        lines += [
            Line(),
            Line(text=position, right=_known(analysis, statement)),
            Line(text=plain(quoted(analysis, statement))),
        ]
    return lines


def in_full(analysis: Analysis, topic: Topic, marked: Side, *, all_sides: bool) -> list[Line]:
    """Return the lines of the panel beside the table, with `all_sides` also the other sides' best statements."""
    worst = topic.lit[0] if topic.lit else None
    right = Content("")
    if worst:
        sign, ink, _ = tie(worst.shade)
        right = Content.assemble((sign, f"bold {ink}"), f" {worst.mismatch.impact:.2f}")
    lines = [Line(text=Content.styled(topic_name(topic), STRONG), right=right)]
    lines.append(muted(analysis.content.topics[topic.topic].title))
    for side in SIDES if all_sides else (marked,):
        lines += [Line(), *_side(analysis, topic.cells[side], side, is_marked=side == marked)]
    return lines


def _side(analysis: Analysis, cell: Cell, side: Side, *, is_marked: bool) -> Iterator[Line]:
    screens = analysis.content
    name = Content.styled(side.upper() if cell.lit else side, KEY if is_marked else STRONG)
    yield Line(text=Content.assemble(name, "  ", word(screens, cell)))
    if not cell.statements:
        yield Line(text=_missing(analysis, cell))
        return
    shown = cell.statements[: MOST if is_marked else 1]
    for statement in shown:
        if len(shown) > 1 and statement.tag != cell.tag:
            yield Line(text=plain(wording.position(screens, statement)))
        yield Line(text=plain(quoted(analysis, statement)))
        yield Line(text=_known(analysis, statement))
    if len(cell.statements) > len(shown):
        yield Line(text=Content.styled(f"and {len(cell.statements) - len(shown)} more", MUTED))


def _known(analysis: Analysis, statement: Statement) -> Content:
    return plain(f"{source(analysis, statement)} · {statement.evidence}", MUTED)


def _missing(analysis: Analysis, cell: Cell) -> Content:
    if not cell.asks:
        return Content.styled(NOBODY[cell.state], MUTED)
    question = analysis.content.questions.get(cell.asks[0])
    asked = wording_of(analysis.audit, question) if question else wording.ask(analysis, cell.asks[0])
    return plain(asked, MUTED)
