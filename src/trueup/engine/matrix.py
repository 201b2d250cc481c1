"""The matrix as plain data: topics down, sides across, and in each cell the position a side takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from trueup.answers.model import Answer, Audit
from trueup.content.model import SIDES, Area, Content, Question, Side
from trueup.engine.applicability import ROWS_IN, field_applies, is_asked
from trueup.engine.judge import GATE_TOPICS
from trueup.engine.measures import MEASURES
from trueup.engine.model import Findings, Mismatch, Statement, Verdict
from trueup.engine.open_questions import Sources
from trueup.engine.ranking import CERTAINTY
from trueup.engine.readings import Measure
from trueup.engine.slow_work import Remembered
from trueup.engine.statements import statements

Shade = Verdict | Literal["accepted"]
"""How a picture shows a mismatch: by its verdict, or as accepted."""
SHADES: tuple[Shade, ...] = ("contradiction", "unproven", "tension", "accepted")
"""Worst first: a picture sorts by verdict, then by impact."""

State = Literal["position", "open", "unsure", "silent", "na", "not asked"]
"""`open`: asked and blank. `unsure` and `na` are answers. `silent`: answered, and takes no position here. `not asked`:
no question asks this business about the topic on this side."""
MISSING: tuple[State, ...] = ("open", "unsure", "silent", "na")
"""A cell without a position has the first of these states that any of its sources has."""


@dataclass(frozen=True, slots=True)
class Lit:
    """A mismatch as the matrix and the journey show it."""

    mismatch: Mismatch
    shade: Shade

    @property
    def id(self) -> str:
        """The mismatch's id."""
        return self.mismatch.id


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says on one topic."""

    state: State
    tag: str = ""
    """The position shown: that of the worst mismatch, if there is one, else the position taken most often."""
    rows: int = 0
    """How many rows take the position shown, out of `of_rows` that say something here; 0 if none has a statement."""
    of_rows: int = 0
    guessed: bool = False
    """Whether the position shown rests on guesses only."""
    lit: tuple[Lit, ...] = ()
    """The mismatches a statement of this cell is part of, worst first."""
    statements: tuple[Statement, ...] = ()
    """Every statement of this side on the topic: those of the position shown first, the most certain first."""
    asks: tuple[str, ...] = ()
    """Questions, or kinds of rows to add, that could still give a position here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One topic: its five cells, and the mismatches that are on it, worst first."""

    topic: str
    cells: Mapping[Side, Cell]
    lit: tuple[Lit, ...]

    @property
    def shade(self) -> Shade | None:
        """The shade of the worst mismatch on this topic."""
        return self.lit[0].shade if self.lit else None

    @property
    def heard(self) -> tuple[Side, ...]:
        """The sides that take a position, left to right. With fewer than two, there is nothing to compare."""
        return tuple(side for side in SIDES if self.cells[side].state == "position")

    @property
    def spans(self) -> Mapping[str, Sequence[Side]]:
        """Mismatch → the sides that it sets against each other on this topic, left to right."""
        sides: dict[str, list[Side]] = {}
        for side in SIDES:
            for each in self.cells[side].lit:
                sides.setdefault(each.id, []).append(side)
        return sides

    def joined(self, lit: Lit) -> tuple[Side, ...]:
        """The sides that a mismatch sets against each other on this topic, left to right."""
        return tuple(self.spans.get(lit.id, ()))


def lit(findings: Findings) -> tuple[Lit, ...]:
    """The mismatches a picture shows, worst first, without those the founder says aren't true here."""
    found = [Lit(mismatch, mismatch.verdict) for mismatch in findings.mismatches]
    found += [Lit(mismatch, "accepted") for mismatch in findings.accepted]
    return tuple(sorted(found, key=lambda each: SHADES.index(each.shade)))  # stable: keeps the rank


def matrix(content: Content, audit: Audit, findings: Findings) -> tuple[Line, ...]:
    """A line for each topic that is asked about: topics with mismatches, those with a position, the rest."""
    picture = _Picture(content, audit, findings)
    lines = [line for topic in content.topics if topic not in GATE_TOPICS and (line := picture.line(topic))]

    at = {id(each): number for number, each in enumerate(picture.lit)}

    def rank(line: Line) -> tuple[int, bool]:
        worst = at[id(line.lit[0])] if line.lit else len(at)
        return worst, all(cell.state != "position" for cell in line.cells.values())

    return tuple(sorted(lines, key=rank))


def areas(content: Content, topic: str) -> frozenset[Area]:
    """The areas in which a topic is asked about; a promise's checklist counts only if nothing else asks."""
    asking = _speakers(content, topic)
    homes = {question.home for question in asking if not question.is_checklist}
    homes |= {need.partition(".")[0] for measure in _measures(content, topic) for need in measure.needs}
    homes = homes or {question.home for question in asking}
    return frozenset(area for area, rows in ROWS_IN.items() if homes & {area, *rows})


class _Picture:
    def __init__(self, content: Content, audit: Audit, findings: Findings) -> None:
        self.content = content
        self.audit = audit
        self.lit = lit(findings)
        self.sources = Sources(content, audit)
        self.lit_by: dict[Statement, list[int]] = {}
        """Statement → the indexes in `lit` of the mismatches it is part of."""
        for at, each in enumerate(self.lit):
            for statement in each.mismatch.statements:
                self.lit_by.setdefault(statement, []).append(at)
        self.spoken: dict[tuple[str, Side], list[Statement]] = {}
        for statement in statements(content, audit):
            self.spoken.setdefault((statement.topic, statement.side), []).append(statement)
        # A mismatch also quotes what happens instead of a promise, on the side that breaks the promise.
        for statement in self.lit_by:
            here = self.spoken.setdefault((statement.topic, statement.side), [])
            if statement not in here:
                here.append(statement)

    def line(self, topic: str) -> Line | None:
        cells = {side: self.cell(topic, side) for side in SIDES}
        if all(cell.state in ("silent", "not asked") for cell in cells.values()):
            return None
        heard = [statement for cell in cells.values() for statement in cell.statements]
        here = tuple(each for each in self._lit(heard) if _is_on(topic, each))
        return Line(topic, self._with_opposites(cells, here), here)

    def _with_opposites(self, cells: Mapping[Side, Cell], here: Sequence[Lit]) -> Mapping[Side, Cell]:
        """The cells, with what a mismatch sets against the only side it has on this line: a position on another topic,
        in the cell of its side, unless that side says something on this one.
        """
        filled = dict(cells)
        for each in here:
            if len([side for side in SIDES if each in filled[side].lit]) > 1:
                continue
            for side in SIDES:
                opposite = tuple(statement for statement in each.mismatch.statements if statement.side == side)
                if opposite and filled[side].state != "position":
                    filled[side] = replace(_cell_of(opposite, lit=(each,)), asks=filled[side].asks)
        return filled

    def _lit(self, spoken: Iterable[Statement]) -> tuple[Lit, ...]:
        """The mismatches that some of these statements are part of, worst first."""
        return tuple(self.lit[at] for at in sorted({at for each in spoken for at in self.lit_by.get(each, ())}))

    def cell(self, topic: str, side: Side) -> Cell:
        spoken = self.spoken.get((topic, side), [])
        if not spoken:
            return self._silence(topic, side)
        here = self._lit(spoken)
        worst = set(here[0].mismatch.statements) if here else set()
        conflicting = [statement for statement in spoken if statement in worst]
        tags = [statement.tag for statement in conflicting or spoken]
        shown = max(dict.fromkeys(tags), key=tags.count)
        heard = sorted(spoken, key=lambda v: (v.tag != shown, v not in worst, -CERTAINTY[v.evidence]))
        return _cell_of(heard, here)

    def _silence(self, topic: str, side: Side) -> Cell:
        found = list(self._looked_at(topic, side))
        states = {state for state, _ in found}
        state: State = next((each for each in MISSING if each in states), "not asked")
        asks = tuple(dict.fromkeys(ask for at, ask in found if at == state))
        return Cell(state, asks=asks if state in ("open", "unsure") else ())

    def _looked_at(self, topic: str, side: Side) -> Iterator[tuple[State, str]]:
        """Every source that could speak in this cell: the state that says why it doesn't, and what to ask."""
        for question in _speakers(self.content, topic, side):
            kind = question.row_kind
            if kind is None:
                if is_asked(self.content, self.audit, question):
                    yield _state(self.audit.answers.get(question.id)), question.id
                continue
            if not self.audit.of(kind):
                yield "open", kind
            for row in self.audit.of(kind):
                if not row.is_inactive and field_applies(self.content, self.audit, row, question):
                    yield _state(row.fields.get(question.field)), question.id
        for measure in _measures(self.content, topic) if side == "deliver" else ():
            asks = self.sources.of_measure(measure)
            yield from (("open", ask) for ask in asks or ())
            if not asks:
                yield "na" if asks is None else "silent", measure.name


def _cell_of(heard: Sequence[Statement], lit: tuple[Lit, ...]) -> Cell:
    """A cell with the position of the first of these statements."""
    shown = heard[0].tag
    taking = [statement for statement in heard if statement.tag == shown]
    return Cell(
        "position",
        shown,
        rows=len({statement.subject for statement in taking if statement.subject}),
        of_rows=len({statement.subject for statement in heard if statement.subject}),
        guessed=all(statement.evidence == "guess" for statement in taking),
        lit=lit,
        statements=tuple(heard),
    )


def _is_on(topic: str, each: Lit) -> bool:
    """Whether a mismatch is on the line of a topic. One that sets statements on several topics against each other is on
    its own topic's line, and on others only where it sets two sides against each other there.
    """
    spoken = each.mismatch.statements
    sides = {statement.side for statement in spoken if statement.topic == topic}
    own = each.mismatch.check.topic
    return len(sides) > 1 or topic == own or all(statement.topic != own for statement in spoken)


def _speakers(content: Content, topic: str, side: Side | None = None) -> tuple[Question, ...]:
    """The questions with an answer that takes a position on a topic, for one side or any."""
    by_topic = _SPEAKERS.get((content,), None, lambda: _by_topic(content))
    return tuple(by_topic.get((topic, side), {}).values())


def _by_topic(content: Content) -> dict[tuple[str, Side | None], dict[str, Question]]:
    found: dict[tuple[str, Side | None], dict[str, Question]] = {}
    for (who, tag), questions in content.speakers.items():
        for side in (who, None):
            found.setdefault((tag.partition(".")[0], side), {}).update({each.id: each for each in questions})
    return found


_SPEAKERS: Remembered[dict[tuple[str, Side | None], dict[str, Question]]] = Remembered(4)


def _measures(content: Content, topic: str) -> tuple[Measure, ...]:
    return tuple(
        measure
        for measure in MEASURES.values()
        if measure.is_in(content) and any(tag.partition(".")[0] == topic for tag in measure.tags)
    )


def _state(answer: Answer | None) -> State:
    if answer is None:
        return "open"
    return "silent" if answer.state == "given" else answer.state
