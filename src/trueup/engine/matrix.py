"""The matrix: facets down, sides across, in each cell the position a side takes. A picture as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trueup.answers.model import Answer, Audit
from trueup.content.model import SIDES, Content, Question, Side
from trueup.engine.asking import field_applies, is_asked
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings, Mismatch, Verdict, Voice
from trueup.engine.ranking import CERTAINTY, order
from trueup.engine.sources import Sources
from trueup.engine.voices import voices

State = Literal["position", "open", "unsure", "na", "not asked"]
"""`open`: asked and blank. `unsure` and `na` are answers. `not asked`: nobody asks this side of this business."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says on one facet: the position shown, and every voice behind it."""

    state: State
    tag: str = ""
    """The position shown: one that clashes where any does, else the most frequent."""
    rows: int = 0
    """How many rows take it, of `of_rows` rows that speak here; both 0 when no row speaks."""
    of_rows: int = 0
    guessed: bool = False
    clashes: frozenset[str] = frozenset()
    """Mismatches a voice of this cell is part of."""
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One facet: its five cells, and the mismatches that stand on it, worst first."""

    facet: str
    cells: Mapping[Side, Cell]
    mismatches: tuple[Mismatch, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict on this facet."""
        return self.mismatches[0].verdict if self.mismatches else None

    def joined(self, mismatch: Mismatch) -> tuple[Side, ...]:
        """The sides of this facet that a mismatch sets against each other, left to right."""
        return tuple(side for side in SIDES if mismatch.id in self.cells[side].clashes)


def matrix(content: Content, audit: Audit, findings: Findings) -> tuple[Line, ...]:
    """Every facet somebody is asked about: those that clash first, in rank order, then as in screens/."""
    spoken = voices(content, audit)
    sources = Sources(content, audit)
    lines = []
    for facet in content.facets:
        here = [voice for voice in spoken if voice.facet == facet]
        row = {side: _cell(content, audit, sources, findings, facet, side, here) for side in SIDES}
        found = tuple(m for m in findings.mismatches if any(v.facet == facet for v in m.voices))
        if any(cell.state != "not asked" for cell in row.values()):
            lines.append(Line(facet, row, found))
    return tuple(sorted(lines, key=lambda line: (not line.mismatches, [order(m) for m in line.mismatches[:1]])))


def _facet(tag: str) -> str:
    return tag.partition(".")[0]


def _cell(
    content: Content, audit: Audit, sources: Sources, findings: Findings, facet: str, side: Side, here: Sequence[Voice]
) -> Cell:
    spoken = tuple(voice for voice in here if voice.side == side)
    if not spoken:
        return Cell(_silence(content, audit, sources, facet, side))
    parts: dict[str, set[str]] = {}
    for mismatch in findings.mismatches:
        for voice in mismatch.voices:
            if voice in spoken:
                parts.setdefault(voice.tag, set()).add(mismatch.id)
    tags = [voice.tag for voice in spoken]
    shown = max(dict.fromkeys(tags), key=lambda tag: (tag in parts, tags.count(tag)))
    rows = {voice.subject for voice in spoken if voice.subject}
    taking = [voice for voice in spoken if voice.tag == shown]
    best = max((voice.evidence for voice in taking), key=CERTAINTY.__getitem__)
    return Cell(
        "position",
        shown,
        rows=len({voice.subject for voice in taking if voice.subject}),
        of_rows=len(rows),
        guessed=best == "guess",
        clashes=frozenset(name for names in parts.values() for name in names),
        voices=spoken,
    )


def _silence(content: Content, audit: Audit, sources: Sources, facet: str, side: Side) -> State:
    """Why a side takes no position here: the answer that is nearest to being one decides the word."""
    states = set(_states(content, audit, sources, facet, side))
    return next((state for state in ("open", "unsure", "na") if state in states), "not asked")


def _states(content: Content, audit: Audit, sources: Sources, facet: str, side: Side) -> list[State]:
    found: list[State] = []
    asking = {
        q.id: q for (who, tag), qs in content.speakers.items() if who == side and _facet(tag) == facet for q in qs
    }
    for question in asking.values():
        if question.row_kind is None:
            if is_asked(content, audit, question):
                found.append(_state(audit.answers.get(question.id)))
        elif not question.is_checklist:  # an unticked claim is no open question
            found += _row_states(content, audit, question)
    for measure in MEASURES.values() if side == "deliver" else ():
        if measure.is_in(content) and any(_facet(tag) == facet for tag in measure.tags):
            found += ["open" for source in sources.of_measure(measure) if source.open]
    return found


def _row_states(content: Content, audit: Audit, question: Question) -> list[State]:
    kind = question.row_kind
    rows = audit.of(kind) if kind else ()
    if not rows:
        return ["open"]
    return [_state(row.fields.get(question.field)) for row in rows if field_applies(content, audit, row, question)]


def _state(answer: Answer | None) -> State:
    if answer is None:
        return "open"
    return "not asked" if answer.state == "given" else answer.state
