"""What is said in a cell of the matrix: who takes the position, in whose words, and how it is known."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from trueup.answers.model import Audit
from trueup.content.model import SIDES, Side
from trueup.content.model import Content as Screens
from trueup.engine.asking import wording as wording_of
from trueup.engine.matrix import Cell
from trueup.engine.matrix import Line as Facet
from trueup.engine.model import Voice
from trueup.export import wording
from trueup.ui.widgets.matrix import facet_name, tie, word
from trueup.ui.widgets.text import KEY, MUTED, STRONG, Line, in_one_line, plain
from trueup.ui.widgets.voices import quoted, source, stop

MOST = 3
"""Voices shown of the marked side."""

NOBODY = {
    "not asked": "not asked of this kind of business",
    "silent": "answered, and takes no position here",
    "na": "not applicable, by your own answer",
}


def in_brief(screens: Screens, audit: Audit, facet: Facet, side: Side) -> list[Line]:
    """The marked cell in two lines: its best-known voice, and how many more there are."""
    cell = facet.cells[side]
    head = [Content.styled(side, STRONG), Content("   "), word(screens, cell)]
    if cell.voices:
        first, *others = cell.voices
        more = Content.styled(f"  +{len(others)} more", MUTED) if others else Content("")
        head += [Content("   "), _known(screens, audit, first)]
        lines = [Line(text=Content.assemble(*head), right=more), Line(text=plain(quoted(first)))]
    else:
        head += [Content.styled(f"   {stop(screens, audit, ask)}", MUTED) for ask in cell.asks[:1]]
        lines = [Line(text=Content.assemble(*head)), Line(text=_missing(screens, audit, cell))]
    return [in_one_line(line) for line in lines]


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
