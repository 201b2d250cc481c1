"""A journey on screen: the promise; its picture, with what people expect above the real steps and, between them, where
the two first differ; the marked step; and the same promise on another channel.

All depends only on a journey and a width, and the lines can be read as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from textual.content import Content

from trueup.content.model import STAGES, Stage
from trueup.engine.analysis import Analysis
from trueup.engine.journey import STEPS, Journey, Parting, Step
from trueup.ui.base.text import (
    ACCENT,
    MUTED,
    ROOM_FOR_WORDS,
    STRONG,
    Hung,
    Line,
    Raised,
    cut,
    in_one_line,
    muted,
    paragraphs,
    plain,
    wrapped,
)
from trueup.ui.drawing.face_to_face import inked, tie, within
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, marked_parts, one_line, quoted
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


# Layout ------------------------------------------------------------------


class Column(NamedTuple):
    """One column of the picture: a step, or a stage without steps (`step` is None), its width and first cell."""

    stage: Stage
    step: int | None
    width: int
    x: int = 0


class Layout(NamedTuple):
    """The part of the path that is in sight, laid out in columns."""

    columns: tuple[Column, ...]
    label_lines: int

    @property
    def steps(self) -> dict[int, Column]:
        """The steps in sight, by index."""
        return {column.step: column for column in self.columns if column.step is not None}

    @property
    def stages(self) -> list[Column]:
        """The stages in sight, each as one column."""
        groups = [list(group) for _, group in groupby(self.columns, key=lambda column: column.stage)]
        return [group[0]._replace(step=None, width=sum(each.width for each in group)) for group in groups]


def layout(seen: Journey, width: int, marked: int = 0) -> Layout:
    """Lay out all steps or, if they don't fit in `width` cells, a part of the path that includes the marked step."""
    fitted = (_fitted(seen, width, first) for first in range(len(seen.steps)))
    return next((found for found in fitted if marked <= max(found.steps)), Layout((), 0))


def _fitted(seen: Journey, width: int, first: int) -> Layout:
    """Lay out as many steps as fit from the `first`, but at least that one."""
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
        least = len(STAGE_WORDS[stage]) + 1
        if here:
            widths[-1] += max(least - sum(widths), 0)
            columns += [Column(stage, at, each) for at, each in zip(here, widths, strict=True)]
        elif (first, last) == (0, len(seen.steps)) and expected(seen, stage):
            columns.append(Column(stage, None, least))
    return columns


def _stretched(seen: Journey, columns: Sequence[Column], width: int) -> Iterable[Column]:
    """Widen the columns of stages whose expectations need more room, then share the remaining width equally."""
    widths = [column.width for column in columns]
    for stage in dict.fromkeys(column.stage for column in columns):
        here = [at for at, column in enumerate(columns) if column.stage == stage]
        words = ", ".join(word.plain for word in expected(seen, stage))
        while sum(widths) < width and _lines(words, sum(widths[at] for at in here) - 1) > WORD_LINES:
            widths[min(here, key=widths.__getitem__)] += 1
    for turn in range(width - sum(widths)):
        widths[turn % len(widths)] += 1
    starts = accumulate(widths, initial=0)
    return (column._replace(width=each, x=x) for column, each, x in zip(columns, widths, starts, strict=False))


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


# The picture ----------------------------------------------------------------


class Picture:
    """The picture of a journey, `width` cells wide. `parting` is drawn in full, others as signs on the path, and the
    marked step in bold.
    """

    def __init__(self, seen: Journey, width: int, *, parting: Parting | None = None, marked: int | None = None) -> None:
        self.seen, self.width, self.parting, self.marked = seen, width, parting, marked
        self.layout = layout(seen, width, marked or 0)
        self.drop = self._drop(parting) if parting else None
        """The cell at which the parting is drawn; None if it's out of sight."""

    def _drop(self, parting: Parting) -> int | None:
        """Return the first cell of the parting's step or, if the path ends before its stage, of that stage."""
        empty = {column.stage: column.x for column in self.layout.columns if column.step is None}
        if self.seen.is_beyond(parting) and parting.stage in empty:
            return empty[parting.stage]
        return self.layout.steps[parting.step].x if parting.step in self.layout.steps else None

    def lines(self, word_lines: int = WORD_LINES) -> list[Content]:
        """Return the lines. Expectations are cut after `word_lines` lines."""
        stages, steps = self.layout.stages, self.layout.steps
        broken = frozenset(statement.tag for statement in self.parting.said) if self.parting else frozenset()
        words = {at: Content(", ").join(expected(self.seen, at.stage, broken)) for at in stages}
        labels = ((at, called(self.seen.steps[n]), STRONG if n == self.marked else "") for n, at in steps.items())
        return [
            _set((at.x, Content.styled(STAGE_WORDS[at.stage], MUTED)) for at in stages),
            *_blocks(words, word_lines),
            self._promised({at.x for at, said in words.items() if said}),
            *self._down(),
            self._path(),
            *_blocks({at: plain(name, style) for at, name, style in labels}, self.layout.label_lines),
        ]

    def numbers(self) -> list[Content]:
        """Return the figures below the steps: how many people came this far, and the loss since the figure before. They
        are in one row, or in two if there isn't room; empty if no figure is known.

        The worst loss among people who asked is bold. If it comes at or after the step of the parting, it also has its
        colour.
        """
        people: dict[int, Content] = {}
        lost: dict[int, Content] = {}
        for number, column in self.layout.steps.items():
            step = self.seen.steps[number]
            if step.people is not None:
                guess = "?" if step.people.evidence == "guess" else ""
                people[column.x] = Content.styled(f"{step.people}{guess}", STRONG)
            if step.loss:
                ink = tie(self.parting.lit.shade).ink if self.parting and self.parting.step <= number else ""
                worst = f"{STRONG} {ink}".rstrip() if number == self.seen.worst_loss else MUTED
                lost[column.x] = Content.styled(f"−{step.loss:.0%}", worst)
        if not people:
            return []
        both = {at: Content("  ").join([each, *([lost[at]] if at in lost else [])]) for at, each in people.items()}
        following = [*list(both)[1:], self.width + 2]
        fits = all(x + each.cell_length + 2 <= end for (x, each), end in zip(both.items(), following, strict=True))
        if fits and lost.keys() <= people.keys():
            return [_set(both.items())]
        return [_set(people.items()), _set(lost.items())]

    def _promised(self, nodes: set[int]) -> Content:
        """Return the upper track: solid as long as the promise is kept, dotted from where it breaks."""
        is_kept = self.drop is None or (self.parting and self.parting.lit.shade == "accepted")
        kept = (self.width if is_kept else self.drop or 0) if nodes else 0
        return Content.assemble(
            *(
                (
                    "○" if at in nodes else "━" if at < kept else "┄",
                    ACCENT if at < kept else MUTED if at in nodes else FAINT,
                )
                for at in range(self.width)
            )
        )

    def _down(self) -> list[Content]:
        """Return the three rows between the tracks: with the parting or, without one, with `=` where the promise
        holds.
        """
        if self.parting is not None and self.drop is not None:
            sign, ink, line = tie(self.parting.lit.shade)
            said = [(sign, f"bold {ink}"), (f"{PARTS[self.parting.lit.shade]} here", f"bold {ink}")]
            at, bar = self.drop, _set([(self.drop, Content.styled(UPRIGHT[line], ink))])
            middle = Content.assemble(said[0], "  ", said[1])
            if at + middle.cell_length > self.width:
                at, middle = at + 1 - middle.cell_length, Content.assemble(said[1], "  ", said[0])
            return [bar, _set([(at, middle)]), bar]
        holds = {claim.stage for claim in self.seen.claims if claim.fate == "holds"}
        places = [column.x for column in self.layout.stages if column.stage in holds]
        bar = _set((at, Content.styled("│", AGREES)) for at in places)
        return [bar, _set((at, Content.styled("=", f"bold {AGREES}")) for at in places), bar]

    def _path(self) -> Content:
        """Return the lower track: the steps in sight, with a sign at each step where promise and channel part."""
        parts = []
        for column in self.layout.columns:
            is_here = column.x == self.drop
            ink = tie(self.parting.lit.shade).ink if self.parting and is_here else ACCENT
            if column.step is None:
                parts.append(Content.styled(("┄" if is_here else " ") * column.width, ink))
                continue
            here = self.seen.at(column.step)
            node = Content.styled("●", ink)
            if here and not is_here and not self.seen.is_beyond(here[0]):
                sign, own, _ = tie(here[0].lit.shade)
                node = Content.styled(sign, f"bold {own}")
            parts.append(Content.assemble(node, ("━" * (column.width - 1), ink)))
        return Content("").join(parts)


def _set(pieces: Iterable[tuple[int, Content]]) -> Content:
    """Return a line with each piece placed at its cell."""
    line = Content("")
    for at, piece in pieces:
        line = Content.assemble(line, " " * (at - line.cell_length), piece)
    return line


def _blocks(texts: dict[Column, Content], most: int) -> list[Content]:
    """Return texts side by side, each wrapped to its column and cut after `most` lines."""
    blocks = {at.x: wrapped(text, max(at.width - 1, 1), most) if text else [] for at, text in texts.items()}
    height = max(map(len, blocks.values()), default=0)
    return [_set((at, lines[row]) for at, lines in blocks.items() if row < len(lines)) for row in range(height)]


# All that is said -------------------------------------------------------------


class Fit(NamedTuple):
    """How much of a journey is shown."""

    word_lines: int
    """The most lines for the expectations at a stage."""
    loose: bool = True
    """Whether there is a blank line above the number of people."""
    told: int | None = None
    """The most lines about the marked step, each cut at the width; None for all lines, wrapped."""
    airy: bool = True
    """Whether there is a blank line below the promise."""
    whole: bool = True
    """Whether the promise is shown in full."""
    figures: bool = True
    """Whether the number of people at each step is shown."""


FITS = (
    *(Fit(lines) for lines in (4, 3)),
    *(Fit(3, loose=False, told=lines) for lines in (None, 4, 3)),
    Fit(3, loose=False, told=3, airy=False),
    *(Fit(2, loose=False, told=3, airy=airy) for airy in (True, False)),
    Fit(2, loose=False, told=3, whole=False),
    Fit(2, loose=False, told=3, airy=False, whole=False),
    Fit(2, told=3, airy=False, whole=False, figures=False),
    Fit(1, told=2, airy=False, whole=False, figures=False),
)


class Drawing(Hung):
    """A journey. If it needs more than `height` rows, parts are left out as listed in `FITS`."""

    def __init__(
        self, analysis: Analysis, seen: Journey, marked: int, height: int, beneath: Journey | None = None
    ) -> None:
        """`marked` is the index of the marked step; `beneath` the same promise on another channel, drawn below."""
        super().__init__(())
        self.analysis, self.seen, self.marked = analysis, seen, marked
        self.height, self.beneath = height, beneath
        self._here = seen.at(marked)
        self._parting = next(iter(self._here), seen.main)

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        if not self.seen.steps:
            texts = self.analysis.content.screens["journey"].texts
            return Hung([self._promise(), Line(), *paragraphs(texts["no-steps"])]).set(width)
        return [*self._main(width), *self._other_channel(width)]

    def _main(self, width: int) -> list[Content]:
        picture = Picture(self.seen, width, parting=self._parting, marked=self.marked)
        for fit in FITS:
            for wraps in (True, False):
                lines = self._fitted(picture, fit, wraps=wraps)
                if len(lines) <= self.height:
                    return lines
        return lines

    def step_at(self, x: int, y: int, width: int) -> int | None:
        """Return the index of the step drawn at this cell; None if there is none, or below the main journey."""
        if not self.seen.steps or y >= len(self._main(width)):
            return None
        columns = layout(self.seen, width, self.marked).columns
        return next((column.step for column in columns if column.x <= x < column.x + column.width), None)

    def mark_at(self, width: int) -> tuple[int, int] | None:
        """Return the column and line at which the marked step's name begins; None if it isn't drawn."""
        if not self.seen.steps:
            return None
        column, named = layout(self.seen, width, self.marked).steps[self.marked], called(self.seen.steps[self.marked])
        cells = [line.plain[column.x : column.x + column.width].strip() for line in self._main(width)]
        # Search from the bottom, because a stage, which is above the steps, may have the same name as a step.
        lines = (y for y in reversed(range(len(cells))) if cells[y] and named.startswith(cells[y]))
        return next(((column.x, y) for y in lines), None)

    def is_beneath(self, y: int, width: int) -> bool:
        """Whether line `y` belongs to the other channel, below the main journey."""
        return self.beneath is not None and bool(self.seen.steps) and y > len(self._main(width))

    def _fitted(self, picture: Picture, fit: Fit, *, wraps: bool) -> list[Content]:
        figures, gap = picture.numbers() if fit.figures else [], [Content("")]
        return [
            *Hung([self._promise(None if fit.whole else picture.width)]).set(picture.width),
            *(gap if fit.airy else []),
            *picture.lines(fit.word_lines),
            *(gap if figures and fit.loose else []),
            *figures,
            *gap,
            *Raised(self._told(fit.told, wraps=wraps)).set(picture.width),
        ]

    def _promise(self, width: int | None = None) -> Line:
        """Return the promise, with the words highlighted that the channel contradicts; cut to a `width`, if any."""
        seen, parting = self.seen, self._parting
        lead = Content.styled(f"Promise {seen.number}  ", STRONG)
        quote = in_marks(one_line(seen.promise.text("words")))
        said = parting.said if parting else ()
        own = (each for each in said if each.subject and each.subject.row == seen.promise.id)
        parts = [part for each in own for part in marked_parts(self.analysis, each)]
        ink = f"bold underline {tie(parting.lit.shade).ink}" if parting else ""
        if width is None:
            return Line(lead, inked(quote, parts, ink))
        return Line(lead, within(quote, width - lead.cell_length, 1, parts, ink)[0])

    # The marked step -------------------------------------------------------

    def _told(self, most: int | None, *, wraps: bool) -> list[Line]:
        """Return at most `most` lines about the marked step: the mismatch there, what was promised and what happens,
        the words quoted, and how many people are lost on the way. They are cut unless one `wraps`.
        """
        lines, lost = self._break(self._here, wraps=wraps) if self._here else self._step(), self._lost()
        if most is None:
            return [*lines, *lost]
        lost = lost if most > 2 else []  # with few lines, the mismatch matters more than the loss
        shown = [*lines[: most - len(lost)], *lost]
        return shown if wraps else [line if line.fill else in_one_line(line) for line in shown]

    def _break(self, here: Sequence[Parting], *, wraps: bool) -> list[Line]:
        """Return the lines about what breaks at a step. Unless one `wraps`, the first two lose what matters least."""
        analysis, seen, parting, lit = self.analysis, self.seen, here[0], here[0].lit
        leader = lit.mismatch.under or lit.id
        rank = next((n for n, found in enumerate(analysis.findings.leaders, 1) if found.id == leader), 0)
        named = f"{'same cause as ' if lit.mismatch.under else ''}mismatch {rank}" if rank else ""
        known = " · ".join(filter(None, (named, f"impact {lit.mismatch.impact:.2f}")))
        labels = {claim.tag: claim.label for claim in seen.claims}
        told = (labels.get(each.tag) or quoted(analysis, each) for each in parting.said)
        said = wording.listed(dict.fromkeys(told))
        met, step = parting.met[0], seen.steps[parting.step]
        what = step.label if met.source == STEPS else analysis.content.label(met.tag)
        promised, meets = f"Promised: {said}.", f"Here: {what}."
        sign, ink, _ = tie(lit.shade)
        head = Content.assemble((sign, f"bold {ink}"), "  ", (f"{PARTS[lit.shade]} {_where(seen, parting)}", STRONG))
        heads = [head, Content.assemble(head, (f"   {known}", MUTED))]
        if others := len(seen.partings) - 1:
            heads.append(Content.assemble(heads[-1], (f"   {others} more on this channel", MUTED)))

        def first(width: int) -> Content:
            return next((each for each in reversed(heads) if each.cell_length <= width), cut(head, width))

        def second(width: int) -> Content:
            room = max(width - len(meets) - 1, ROOM_FOR_WORDS)
            return cut(Content.assemble(cut(plain(promised), room), " ", plain(meets)), width)

        lines = [Line(fill=first), Line(fill=second)]
        if wraps:
            lines = [Line(text=heads[-1]), Line(text=plain(f"{promised} {meets}"))]
        kept = analysis.audit.accepted.get(lit.id)
        if lit.shade == "accepted" and kept:
            lines.append(Line(text=plain(f"Accepted because: {kept.reason}")))
        elif met.quote != what:
            lines.append(Line(text=plain(quoted(analysis, met))))
        return lines

    def _step(self) -> list[Line]:
        seen, step = self.seen, self.seen.steps[self.marked]
        some = " Some skip it." if step.optional else ""
        if not seen.is_meant:
            says = "No one the promise is for comes this way."
        elif not seen.claims:
            says = "The promise claims nothing that could be kept or broken."
        else:
            says = "Nothing breaks here, as far as it can be judged."
        head = Content.assemble((f"step {self.marked + 1}", STRONG), "  ", plain(f"{step.label}."), (some, MUTED))
        return [Line(text=head), muted(says)]

    def _lost(self) -> list[Line]:
        """Return a line with the worst loss among people who asked; empty if no loss is known."""
        at, steps = self.seen.worst_loss, self.seen.steps
        after = steps[at].people if at is not None else None
        if after is None:
            return []
        before = next(step.people for step in reversed(steps[:at]) if step.people)
        return [Line(text=plain(f"{before.value - after.value:,.0f} of {before} who asked did not buy."))]

    # Another channel -------------------------------------------------------

    def _other_channel(self, width: int) -> list[Content]:
        """Return the same promise on another channel, below a heading that says whether it's kept there."""
        seen = self.beneath
        if seen is None:
            return []
        assumed = ", assumed" if seen.share_assumed else ""
        share = (f"   {seen.share:.0%} of buyers{assumed}   ", MUTED)
        name = plain(seen.channel.text("name"), STRONG)
        head = Line(text=Content.assemble(("The same promise on ", STRONG), name, share, _fares(seen)))
        gap = [Content("")]
        lines = [*gap, *gap, *Hung([head]).set(width)]
        if seen.steps:
            picture = Picture(seen, width, parting=seen.main)
            figures = picture.numbers()
            lines += [*gap, *picture.lines(), *(gap if figures else []), *figures]
        return lines


def _where(seen: Journey, parting: Parting) -> str:
    return f"{'after' if seen.is_beyond(parting) else 'at'} step {parting.step + 1}"


def _fares(seen: Journey) -> Content:
    """Return whether the promise is kept on a channel."""
    if seen.main:
        sign, ink, _ = tie(seen.main.lit.shade)
        return Content.assemble((sign, f"bold {ink}"), f" {PARTS[seen.main.lit.shade]} {_where(seen, seen.main)}")
    if not seen.is_meant:
        return Content.styled("brings no one the promise is for", MUTED)
    if not seen.steps:
        return Content.styled("its steps are not known yet", MUTED)
    if seen.claims and all(claim.fate == "holds" for claim in seen.claims):
        return Content.assemble(("=", f"bold {AGREES}"), " keeps to it")
    return Content.styled("nothing breaks, as far as it can be judged", MUTED)
