"""The picture of a journey: above, what the promise makes people expect; below, the real steps; between them, where the
two first differ.

All functions are pure: they depend only on a journey and a width, and the lines they return can be read as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content

from trueup.content.model import STAGES, Stage
from trueup.engine.journey import Journey, Parting, Step
from trueup.ui.base.text import ACCENT, MUTED, STRONG, cut, plain
from trueup.ui.drawing.face_to_face import tie
from trueup.wording import findings as wording
from trueup.wording.vocabulary import PARTS

UPRIGHT = {"━": "┃", "─": "│", "┄": "┆"}
"""A verdict's horizontal line → the same line drawn vertically."""
STAGE_WORDS: dict[Stage, str] = {
    "awareness": "hearing",
    "consideration": "looking",
    "decision": "paying",
    "retention": "afterwards",
}
"""Stage → its heading above the picture."""
AGREES = "$success"
FAINT = "$gauge-off"

SETTINGS = ((2, 2), (2, 1), (3, 2), (3, 1), (4, 1))
"""Pairs to try in turn until all steps fit: the most lines for a step's name, and the blanks between two names."""
WORD_LINES = 2
"""The most lines that the expectations at a stage should take; columns are widened for that, as far as possible."""


@dataclass(frozen=True)
class Column:
    """One column of the picture: a step, or a stage without steps (`step` is None). `width` is in cells."""

    stage: Stage
    step: int | None
    width: int


class Layout(NamedTuple):
    """The part of the path that is in sight, laid out in columns."""

    columns: tuple[Column, ...]
    label_lines: int

    @property
    def steps(self) -> tuple[int, ...]:
        """Indexes of the steps in sight."""
        return tuple(column.step for column in self.columns if column.step is not None)

    def starts(self) -> list[tuple[int, Column]]:
        """Return the columns, each with its first cell."""
        at, found = 0, []
        for column in self.columns:
            found.append((at, column))
            at += column.width
        return found

    def step_at(self, step: int) -> int | None:
        """Return the first cell of a step; None if it's out of sight."""
        return next((at for at, column in self.starts() if column.step == step), None)

    def stages(self) -> list[tuple[int, int, Stage]]:
        """Return the stages in sight: the first cell, the width, and the stage."""
        found: list[tuple[int, int, Stage]] = []
        for at, column in self.starts():
            if found and found[-1][2] == column.stage:
                start, width, stage = found.pop()
                found.append((start, width + column.width, stage))
            else:
                found.append((at, column.width, column.stage))
        return found


# Layout ------------------------------------------------------------------


def layout(seen: Journey, width: int, marked: int = 0) -> Layout:
    """Lay out all steps or, if they don't fit in `width` cells, a part of the path that includes the marked step."""
    for first in range(len(seen.steps)):
        found = _fitted(seen, width, first)
        if not found.steps or marked <= found.steps[-1]:
            return found
    return _fitted(seen, width, 0)


def _fitted(seen: Journey, width: int, first: int) -> Layout:
    for last in range(len(seen.steps), first, -1):
        for lines, gap in SETTINGS:
            columns = _columns(seen, first, last, lines, gap)
            if sum(column.width for column in columns) <= width or last == first + 1:
                return Layout(tuple(_stretched(seen, columns, width)), lines)
    return Layout((), 0)


def _columns(seen: Journey, first: int, last: int, label_lines: int, gap: int) -> list[Column]:
    """Return the narrowest columns for steps. Stages without steps get one only if these are all steps."""
    columns: list[Column] = []
    for stage in STAGES:
        here = [at for at in range(first, last) if seen.steps[at].stage == stage]
        widths = [_narrowest(called(seen.steps[at]), label_lines) + gap for at in here]
        missing = len(STAGE_WORDS[stage]) + 1 - sum(widths)
        if here:
            widths[-1] += max(missing, 0)
            columns += [Column(stage, at, each) for at, each in zip(here, widths, strict=True)]
        elif (first, last) == (0, len(seen.steps)) and expected(seen, stage):
            columns.append(Column(stage, None, len(STAGE_WORDS[stage]) + 1))
    return columns


def _stretched(seen: Journey, columns: Sequence[Column], width: int) -> Iterable[Column]:
    """Widen the columns of stages whose expectations need more room, then share the remaining width equally."""
    widths = [column.width for column in columns]
    for stage in dict.fromkeys(column.stage for column in columns):
        here = [at for at, column in enumerate(columns) if column.stage == stage]
        words = ", ".join(word.plain for word in expected(seen, stage))
        while sum(widths) < width and _lines(words, sum(widths[at] for at in here) - 1) > WORD_LINES:
            widths[min(here, key=widths.__getitem__)] += 1
    for turn in range(max(width - sum(widths), 0) if widths else 0):
        widths[turn % len(widths)] += 1
    return (Column(column.stage, column.step, each) for column, each in zip(columns, widths, strict=True))


@lru_cache(maxsize=512)
def _lines(text: str, width: int) -> int:
    return len(Content(text).wrap(max(width, 1))) if text else 0


@lru_cache(maxsize=512)
def _narrowest(text: str, lines: int) -> int:
    """Return the least width at which `text` takes at most `lines` lines, without breaking a word."""
    longest = max((Content(word).cell_length for word in text.split()), default=1)
    return next(width for width in range(longest, Content(text).cell_length + 2) if _lines(text, width) <= lines)


def called(step: Step) -> str:
    """Return a step's name in the picture: up to the first comma, with `(some)` if only some customers take it."""
    label = step.label.partition(", ")[0]
    return f"{label} (some)" if step.optional else label


def expected(seen: Journey, stage: Stage, broken: frozenset[str] = frozenset()) -> list[Content]:
    """Return what the promise makes people expect at a stage, unmet expectations first. At the first stage, also return
    for whom the promise is.

    `broken` are the tags to highlight, because they are contradicted by the parting that is shown.
    """
    groups = seen.promise.many("groups") if stage == STAGES[0] else ()
    claims = sorted((claim for claim in seen.claims if claim.stage == stage), key=lambda claim: claim.fate != "parts")
    whom = [plain(f"for: {wording.listed(groups)}")] if groups else []
    return [*whom, *(plain(claim.label, STRONG if claim.tag in broken else "") for claim in claims)]


# Drawing ------------------------------------------------------------------


def picture(
    seen: Journey,
    width: int,
    *,
    parting: Parting | None = None,
    marked: int | None = None,
    word_lines: int = WORD_LINES,
) -> list[Content]:
    """Return the lines of the picture, `width` cells wide. `parting` is drawn in full, other partings as signs on the
    path, and the marked step in bold. Expectations are cut after `word_lines` lines.
    """
    shown = layout(seen, width, marked or 0)
    drop = _drop(seen, shown, parting) if parting else None
    broken = frozenset(statement.tag for statement in parting.said) if parting else frozenset()
    words = {stage: Content(", ").join(expected(seen, stage, broken)) for stage in STAGES}
    stages = shown.stages()
    lines = [_set([(at, Content.styled(STAGE_WORDS[stage], MUTED)) for at, _, stage in stages])]
    lines += _blocks([(at, words[stage], room - 1) for at, room, stage in stages], word_lines)
    lines.append(_promised({at for at, _, stage in stages if words[stage]}, width, parting, drop))
    lines += _down(seen, shown, width, parting, drop)
    lines.append(_path(seen, shown, parting, drop))
    steps = [(at, column.step, column.width - 1) for at, column in shown.starts() if column.step is not None]
    labels = [(at, plain(called(seen.steps[n]), STRONG if n == marked else ""), room) for at, n, room in steps]
    lines += _blocks(labels, shown.label_lines)
    return lines


def numbers(seen: Journey, width: int, *, parting: Parting | None = None, marked: int | None = None) -> list[Content]:
    """Return the figures below the steps: how many people came this far, and the loss since the figure before. They are
    in one row, or in two if there isn't room; empty if no figure is known.

    The worst loss among people who asked is bold. If it comes at or after the step of `parting`, it also has its
    colour.
    """
    shown = layout(seen, width, marked or 0)
    steps = [(at, column.step) for at, column in shown.starts() if column.step is not None]
    people, lost = [], []
    for at, number in steps:
        step = seen.steps[number]
        if step.people is not None:
            guess = "?" if step.people.evidence == "guess" else ""
            people.append((at, Content.styled(f"{step.people}{guess}", STRONG)))
        if step.loss:
            ink = tie(parting.lit.shade).ink if parting and parting.step <= number else ""
            worst = f"{STRONG} {ink}".rstrip() if number == seen.worst_loss else MUTED
            lost.append((at, Content.styled(f"−{step.loss:.0%}", worst)))
    if not people:
        return []
    losses = dict(lost)
    both = [(at, Content("  ").join([each, *([losses[at]] if at in losses else [])])) for at, each in people]
    ends = [at + each.cell_length for at, each in both]
    beginnings = [*(at for at, _ in both[1:]), width + 2]
    if set(losses) <= dict(people).keys() and all(end + 2 <= at for end, at in zip(ends, beginnings, strict=True)):
        return [_set(both)]
    return [_set(people), _set(lost)]


def _drop(seen: Journey, shown: Layout, parting: Parting) -> int | None:
    """Return the cell at which a parting is drawn: its step or, if the path ends before its stage, that stage."""
    if seen.is_beyond(parting):
        beyond = [at for at, column in shown.starts() if column.step is None and column.stage == parting.stage]
        if beyond:
            return beyond[0]
    return shown.step_at(parting.step)


def _promised(nodes: set[int], width: int, parting: Parting | None, drop: int | None) -> Content:
    """Return the upper track: solid as long as the promise is kept, dotted from where it breaks."""
    kept = width if drop is None or (parting and parting.lit.shade == "accepted") else drop
    if not nodes:
        kept = 0
    return Content.assemble(
        *(
            (
                "○" if at in nodes else "━" if at < kept else "┄",
                ACCENT if at < kept else MUTED if at in nodes else FAINT,
            )
            for at in range(width)
        )
    )


def _down(seen: Journey, shown: Layout, width: int, parting: Parting | None, drop: int | None) -> list[Content]:
    """Return the three rows between the tracks: with the parting or, without one, with `=` where the promise holds."""
    if parting is not None and drop is not None:
        sign, ink, line = tie(parting.lit.shade)
        here = f"{PARTS[parting.lit.shade]} here"
        bar = _set([(drop, Content.styled(UPRIGHT[line], ink))])
        middle = Content.assemble((sign, f"bold {ink}"), "  ", (here, f"bold {ink}"))
        if drop + middle.cell_length > width:
            middle = Content.assemble((here, f"bold {ink}"), "  ", (sign, f"bold {ink}"))
            return [bar, _set([(drop + 1 - middle.cell_length, middle)]), bar]
        return [bar, _set([(drop, middle)]), bar]
    holds = {claim.stage for claim in seen.claims if claim.fate == "holds"}
    places = [at for at, _, stage in shown.stages() if stage in holds]
    bar = _set([(at, Content.styled("│", AGREES)) for at in places])
    return [bar, _set([(at, Content.styled("=", f"bold {AGREES}")) for at in places]), bar]


def _path(seen: Journey, shown: Layout, parting: Parting | None, drop: int | None) -> Content:
    """Return the lower track: the steps in sight, with a sign at each step where promise and channel part."""
    parts = []
    for at, column in shown.starts():
        ink = tie(parting.lit.shade).ink if parting and at == drop else ACCENT
        if column.step is None:
            parts.append(Content.styled(("┄" if at == drop else " ") * column.width, ink))
            continue
        here = seen.at(column.step)
        node = Content.styled("●", ink)
        if here and at != drop and not seen.is_beyond(here[0]):
            sign, own, _ = tie(here[0].lit.shade)
            node = Content.styled(sign, f"bold {own}")
        parts.append(Content.assemble(node, ("━" * (column.width - 1), ink)))
    return Content("").join(parts)


def _set(pieces: Sequence[tuple[int, Content]]) -> Content:
    """Return a line with each piece placed at its cell."""
    line = Content("")
    for at, piece in pieces:
        line = Content.assemble(line, " " * (at - line.cell_length), piece)
    return line


def _blocks(pieces: Sequence[tuple[int, Content, int]], most: int) -> list[Content]:
    """Return texts side by side, each wrapped to its width and cut after `most` lines."""
    wrapped = [(at, _cut(text, room, most)) for at, text, room in pieces]
    height = max((len(lines) for _, lines in wrapped), default=0)
    return [_set([(at, lines[row]) for at, lines in wrapped if row < len(lines)]) for row in range(height)]


def _cut(text: Content, room: int, most: int) -> list[Content]:
    lines = list(text.wrap(max(room, 1))) if text else []
    if len(lines) <= most:
        return lines
    rest = Content(" ").join(lines[most - 1 :])
    return [*lines[: most - 1], cut(rest, room)]
