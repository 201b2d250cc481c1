"""A journey on screen: the promise, the picture, the marked step, and the promise on another channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content

from trueup.engine.analysis import Analysis
from trueup.engine.journey import STEPS, Journey, Parting
from trueup.ui.base.text import MUTED, ROOM_FOR_WORDS, STRONG, Hung, Line, Raised, cut, in_one_line, paragraphs, plain
from trueup.ui.drawing.face_to_face import inked, tie, within
from trueup.ui.journey.journey_drawing import AGREES, called, layout, numbers, picture
from trueup.wording import findings as wording
from trueup.wording.shortening import in_marks, marked_parts, one_line, quoted
from trueup.wording.vocabulary import PARTS


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


@dataclass(frozen=True)
class Case:
    """A journey, with the analysis needed to draw it."""

    analysis: Analysis
    seen: Journey
    marked: int
    """Index of the marked step."""
    beneath: Journey | None = None
    """The same promise on another channel, to be drawn below."""


class Drawing(Hung):
    """A journey. If it needs more than `height` rows, parts are left out as listed in `FITS`."""

    def __init__(self, case: Case, height: int) -> None:
        super().__init__(())
        self.case = case
        self.height = height

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        seen = self.case.seen
        if not seen.steps:
            texts = self.case.analysis.content.screens["journey"].texts
            return Hung([_promise(self.case, None), Line(), *paragraphs(texts["no-steps"])]).set(width)
        lines = self._main(width)
        return [*lines, *(_beneath(self.case.beneath, width) if self.case.beneath else [])]

    def _main(self, width: int) -> list[Content]:
        for fit in FITS:
            for wraps in (True, False):
                lines = self._one(width, fit, wraps=wraps)
                if len(lines) <= self.height:
                    return lines
        return lines

    def step_at(self, x: int, y: int, width: int) -> int | None:
        """Return the index of the step drawn at this cell; None if there is none, or below the main journey."""
        seen = self.case.seen
        if not seen.steps or y >= len(self._main(width)):
            return None
        shown = layout(seen, width, self.case.marked).starts()
        return next((column.step for at, column in shown if at <= x < at + column.width), None)

    def mark_at(self, width: int) -> tuple[int, int] | None:
        """Return the column and line at which the marked step's name begins; None if it isn't drawn."""
        seen, marked = self.case.seen, self.case.marked
        shown = layout(seen, width, marked).starts() if seen.steps else ()
        named = called(seen.steps[marked]) if seen.steps else ""
        for at, column in shown:
            if column.step == marked:
                cells = [*enumerate(line.plain[at : at + column.width].strip() for line in self._main(width))]
                # Search from the bottom, because a stage, which is above the steps, may have the same name as a step.
                return next(((at, y) for y, cell in reversed(cells) if cell and named.startswith(cell)), None)
        return None

    def is_beneath(self, y: int, width: int) -> bool:
        """Whether line `y` belongs to the other channel, below the main journey."""
        return self.case.beneath is not None and bool(self.case.seen.steps) and y > len(self._main(width))

    def _one(self, width: int, fit: Fit, *, wraps: bool) -> list[Content]:
        seen, marked = self.case.seen, self.case.marked
        parting = next(iter(seen.at(marked)), seen.main)
        promise = _promise(self.case, parting, None if fit.whole else width)
        figures = numbers(seen, width, parting=parting, marked=marked) if fit.figures else []
        gap = [Content("")]
        return [
            *Hung([promise]).set(width),
            *(gap if fit.airy else []),
            *picture(seen, width, parting=parting, marked=marked, word_lines=fit.word_lines),
            *(gap if figures and fit.loose else []),
            *figures,
            *gap,
            *Raised(_told(self.case, fit.told, wraps=wraps)).set(width),
        ]


def _promise(case: Case, parting: Parting | None, width: int | None = None) -> Line:
    """Return the promise, with the words highlighted that the channel contradicts; cut to a `width`, if any."""
    seen = case.seen
    lead = Content.styled(f"Promise {seen.number}  ", STRONG)
    quote = in_marks(one_line(seen.promise.text("words")))
    said = [each for each in parting.said if each.subject and each.subject.row == seen.promise.id] if parting else []
    parts = [part for each in said for part in marked_parts(case.analysis, each)]
    ink = f"bold underline {tie(parting.lit.shade).ink}" if parting else ""
    if width is None:
        return Line(lead, inked(quote, parts, ink))
    return Line(lead, within(quote, width - lead.cell_length, 1, parts, ink)[0])


def _beneath(seen: Journey, width: int) -> list[Content]:
    lines = [Content(""), Content(""), *Hung([_elsewhere(seen)]).set(width)]
    if seen.steps:
        figures = numbers(seen, width, parting=seen.main)
        lines += [Content(""), *picture(seen, width, parting=seen.main)]
        lines += [Content(""), *figures] if figures else []
    return lines


def _told(case: Case, most: int | None, *, wraps: bool) -> list[Line]:
    """Return at most `most` lines about the marked step: the mismatch there, what was promised and what happens, the
    words quoted, and how many people are lost on the way. They are cut unless one `wraps`.
    """
    here = case.seen.at(case.marked)
    lines = _parting(case, here, wraps=wraps) if here else _step(case.seen, case.marked)
    lost = _lost(case.seen)
    if most is None:
        return [*lines, *lost]
    lost = lost if most > 2 else []  # with few lines, the mismatch matters more than the loss
    shown = [*lines[: most - len(lost)], *lost]
    return shown if wraps else [line if line.fill else in_one_line(line) for line in shown]


def _parting(case: Case, here: Sequence[Parting], *, wraps: bool) -> list[Line]:
    """Return the lines about what breaks at a step. Unless one `wraps`, the first two lose what matters least."""
    seen = case.seen
    parting = here[0]
    lit = parting.lit
    sign, ink, _ = tie(lit.shade)
    rank = next((n for n, found in enumerate(case.analysis.findings.mismatches, 1) if found.id == lit.id), 0)
    which = [f"mismatch {rank}"] if rank else []
    known = " · ".join([*which, f"impact {lit.mismatch.impact:.2f}"])
    others = len(seen.partings) - 1
    labels = {claim.tag: claim.label for claim in seen.claims}
    said = wording.listed(dict.fromkeys(labels[statement.tag] for statement in parting.said))
    met = parting.met[0]
    step = seen.steps[parting.step]
    what = step.label if met.source == STEPS else case.analysis.content.label(met.tag)
    head = Content.assemble((sign, f"bold {ink}"), "  ", (f"{PARTS[lit.shade]} {_where(seen, parting)}", STRONG))
    heads = [head, Content.assemble(head, (f"   {known}", MUTED))]
    if others:
        heads.append(Content.assemble(heads[-1], (f"   {others} more on this channel", MUTED)))

    def first(width: int) -> Content:
        return next((each for each in reversed(heads) if each.cell_length <= width), cut(head, width))

    def second(width: int) -> Content:
        meets = f"Here: {what}."
        promised = plain(f"Promised: {said}.")
        room = max(width - len(meets) - 1, ROOM_FOR_WORDS)
        return cut(Content.assemble(cut(promised, room), " ", plain(meets)), width)

    own = quoted(case.analysis, met)
    kept = case.analysis.audit.accepted.get(lit.id)
    lines = [Line(text=heads[-1]), Line(text=plain(f"Promised: {said}. Here: {what}."))]
    if not wraps:
        lines = [Line(fill=first), Line(fill=second)]
    if lit.shade == "accepted" and kept:
        lines.append(Line(text=plain(f"Accepted because: {kept.reason}")))
    elif met.quote != what:
        lines.append(Line(text=plain(own)))
    return lines


def _where(seen: Journey, parting: Parting) -> str:
    return f"{'after' if seen.is_beyond(parting) else 'at'} step {parting.step + 1}"


def _step(seen: Journey, marked: int) -> list[Line]:
    step = seen.steps[marked]
    some = " Some skip it." if step.optional else ""
    if not seen.is_meant:
        says = "No one the promise is for comes this way."
    elif not seen.claims:
        says = "The promise claims nothing that could be kept or broken."
    else:
        says = "Nothing breaks here, as far as it can be judged."
    head = Content.assemble((f"step {marked + 1}", STRONG), "  ", plain(f"{step.label}."), (some, MUTED))
    return [Line(text=head), Line(text=Content.styled(says, MUTED))]


def _lost(seen: Journey) -> list[Line]:
    """Return a line with the worst loss among people who asked; empty if no loss is known."""
    at = seen.worst_loss
    if at is None:
        return []
    after = seen.steps[at].people
    before = next(step.people for step in reversed(seen.steps[:at]) if step.people)
    if after is None:
        return []
    gone = before.value - after.value
    return [Line(text=plain(f"{gone:,.0f} of {before} who asked did not buy."))]


def _elsewhere(seen: Journey) -> Line:
    """Return the heading above the same promise on another channel, which also says whether it is kept there."""
    name = seen.channel.text("name")
    assumed = ", assumed" if seen.share_assumed else ""
    return Line(
        text=Content.assemble(
            ("The same promise on ", STRONG), plain(name, STRONG),
            (f"   {seen.share:.0%} of buyers{assumed}   ", MUTED), _fares(seen),
        )
    )  # fmt: skip


def _fares(seen: Journey) -> Content:
    main = seen.main
    if main:
        sign, ink, _ = tie(main.lit.shade)
        return Content.assemble((sign, f"bold {ink}"), f" {PARTS[main.lit.shade]} {_where(seen, main)}")
    if not seen.is_meant:
        return Content.styled("brings no one the promise is for", MUTED)
    if not seen.steps:
        return Content.styled("its steps are not known yet", MUTED)
    if seen.claims and all(claim.fate == "holds" for claim in seen.claims):
        return Content.assemble(("=", f"bold {AGREES}"), " keeps to it")
    return Content.styled("nothing breaks, as far as it can be judged", MUTED)
