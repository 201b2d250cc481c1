"""What is said in a cell of the matrix: who takes the position, in whose words, and how it is known."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.answers.model import Audit
from trueup.content.model import SIDES, Side
from trueup.content.model import Content as Screens
from trueup.engine.applicability import wording as wording_of
from trueup.engine.matrix import Cell
from trueup.engine.matrix import Line as Facet
from trueup.engine.model import Voice
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, in_one_line, plain
from trueup.ui.matrix.matrix_drawing import facet_name, tie, word
from trueup.ui.mismatches.face_to_face import within
from trueup.ui.mismatches.statement_list import quoted, source, stop
from trueup.wording import findings as wording

MOST = 3
"""Voices shown of the marked side."""
BRIEF = 5
"""Lines of words under the table."""

NOBODY = {
    "not asked": "not asked of this kind of business",
    "silent": "answered, and takes no position here",
    "na": "not applicable, by your own answer",
}


def in_brief(screens: Screens, audit: Audit, facet: Facet, side: Side, width: int) -> list[Line]:
    """The marked cell, for under the table: each voice in its own words, as many of them as there is room for."""
    cell = facet.cells[side]
    head = [Content.styled(side, STRONG), Content("   "), word(screens, cell), Content("   ")]
    if not cell.voices:
        head += [Content.styled(stop(screens, audit, ask), MUTED) for ask in cell.asks[:1]]
        return [Line(text=Content.assemble(*head)), Line(text=_missing(screens, audit, cell))]
    said: list[Line] = []
    for voice in cell.voices:
        lines = [Line(text=line) for line in within(quoted(voice), width, BRIEF)]
        if said:
            lines.insert(0, _named(screens, audit, voice, cell))
        if said and len(said) + len(lines) > BRIEF:
            break
        said += lines
    heard = len([line for line in said if line.lead]) + 1
    left = len(cell.voices) - heard
    more = Content.assemble(("v", KEY), (f" +{left} more", MUTED)) if left else Content("")
    known = _known(screens, audit, cell.voices[0])
    return [in_one_line(Line(text=Content.assemble(*head, known), right=more)), *said]


def _named(screens: Screens, audit: Audit, voice: Voice, cell: Cell) -> Line:
    """Where a further voice comes from, and what it says when that differs from the first."""
    other = [plain(wording.position(screens, voice)), Content("   ")] if voice.tag != cell.tag else []
    return Line(Content("  "), Content.assemble(*other, _known(screens, audit, voice)))


def every_voice(screens: Screens, audit: Audit, cell: Cell) -> list[Line]:
    """All voices of a cell: position, source, and the words in full."""
    lines: list[Line] = []
    for voice in cell.voices:
        position = plain(wording.position(screens, voice), STRONG)
        lines += [Line(), Line(text=position, right=_known(screens, audit, voice)), Line(text=plain(quoted(voice)))]
    return lines


def in_full(screens: Screens, audit: Audit, facet: Facet, marked: Side, *, all_sides: bool) -> list[Line]:
    """The facet with its sides: of the marked one several voices, of the others the best known."""
    worst = facet.lit[0] if facet.lit else None
    right = Content("")
    if worst:
        sign, ink, _ = tie(worst.shade)
        right = Content.assemble((sign, f"bold {ink}"), f" {worst.mismatch.impact:.2f}")
    lines = [Line(text=Content.styled(facet_name(facet), STRONG), right=right)]
    lines.append(Line(text=plain(screens.facets[facet.facet].title, MUTED)))
    for side in SIDES if all_sides else (marked,):
        lines += [Line(), *_side(screens, audit, facet.cells[side], side, is_marked=side == marked)]
    return lines


def _side(screens: Screens, audit: Audit, cell: Cell, side: Side, *, is_marked: bool) -> Iterator[Line]:
    name = Content.styled(side.upper() if cell.lit else side, KEY if is_marked else STRONG)
    yield Line(text=Content.assemble(name, "  ", word(screens, cell)))
    if not cell.voices:
        yield Line(text=_missing(screens, audit, cell))
        return
    shown = cell.voices[: MOST if is_marked else 1]
    for voice in shown:
        if len(shown) > 1 and voice.tag != cell.tag:
            yield Line(text=plain(wording.position(screens, voice)))
        yield Line(text=plain(quoted(voice)))
        yield Line(text=_known(screens, audit, voice))
    if len(cell.voices) > len(shown):
        yield Line(text=Content.styled(f"and {len(cell.voices) - len(shown)} more", MUTED))


def _known(screens: Screens, audit: Audit, voice: Voice) -> Content:
    return plain(f"{source(screens, audit, voice)} · {voice.evidence}", MUTED)


def _missing(screens: Screens, audit: Audit, cell: Cell) -> Content:
    if not cell.asks:
        return Content.styled(NOBODY[cell.state], MUTED)
    question = screens.questions.get(cell.asks[0])
    asked = wording_of(audit, question) if question else wording.ask(screens, audit, cell.asks[0])
    return plain(asked, MUTED)
