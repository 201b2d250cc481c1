"""Lines about a cell of the matrix: its position, and the statements that it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.content.model import SIDES, Side
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import wording as wording_of
from trueup.engine.matrix import Cell
from trueup.engine.matrix import Line as Topic
from trueup.engine.model import Statement
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, in_one_line, muted, plain
from trueup.ui.drawing.face_to_face import tie, within
from trueup.ui.drawing.statement_list import source, stop
from trueup.ui.matrix.matrix_drawing import topic_name, word
from trueup.wording import findings as wording
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
