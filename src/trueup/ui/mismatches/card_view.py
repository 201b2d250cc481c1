"""The card of one mismatch. Title and verdict stay in sight; the rest scrolls below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.answers.model import Standing
from trueup.engine.analysis import Analysis
from trueup.engine.model import Mismatch, TriedFix
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.ui.base.background import WORKING_OUT
from trueup.ui.base.form_sheet import LABEL
from trueup.ui.base.rows import Numbered
from trueup.ui.base.sheet import show_in
from trueup.ui.base.signs import severity, sign
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, heading, muted, paragraphs, plain
from trueup.ui.drawing.face_to_face import AGREEING, APART, DECIDED_TIES, OPEN, Faces, Tie, face
from trueup.ui.drawing.fix_lines import FixLines
from trueup.ui.drawing.plan_text import status_words
from trueup.ui.drawing.statement_list import Stand, customer_bars, standing_now, stands
from trueup.ui.mismatches.ranked_list import gain_sum, impact_sum, reach
from trueup.wording import vocabulary
from trueup.wording.findings import titles, without_fixes

QUOTE_LINES, QUOTE_LINES_TALL = 3, 6

TERMS = {
    "cost": "what it costs",
    "watch": "watch",
    "below": "stop below",
    "above": "stop above",
    "review": "look again",
}
"""Field of an accepted mismatch → its label. The reason is drawn separately."""


@dataclass(frozen=True)
class Case:
    """What a card shows: a mismatch, and the analysis. `seen` is the mismatch as last seen, in case it's gone now."""

    analysis: Analysis
    seen: Mismatch

    @property
    def now(self) -> Mismatch | None:
        """The mismatch as it is now, also if it's accepted or *not true here*; None if it's gone."""
        return self.analysis.findings.found(self.seen.id)

    @property
    def standing(self) -> Standing | None:
        """Whether the mismatch is open, accepted or not true here; None once it is gone."""
        return self.analysis.findings.standing(self.seen.id)

    @property
    def sides(self) -> tuple[Stand, ...]:
        """The sides of the mismatch. If it's gone, with what they say now."""
        if self.now:
            return stands(self.now.check, self.now.statements)
        return standing_now(self.seen, self.analysis.statements)

    @property
    def is_fine(self) -> bool:
        """Whether the mismatch is really gone. False if it only can't be judged, because an answer is missing."""
        return self.now is None and self.seen.check.id not in self.analysis.findings.open_checks

    @property
    def is_agreeing(self) -> bool:
        """Whether the mismatch is gone and its sides now take one position. Others only don't conflict any more."""
        taken = [{each.tag for each in side.statements} for side in self.sides]
        return self.is_fine and bool(taken) and bool(set.intersection(*taken))

    @property
    def is_apart(self) -> bool:
        """Whether the mismatch is gone although every side still says something, and not the same."""
        return self.is_fine and not self.is_agreeing and all(side.statements for side in self.sides)

    @property
    def fixes(self) -> tuple[TriedFix, ...]:
        """The fixes, previewed, best first. Empty if the mismatch isn't open or they are still being worked out."""
        is_known = self.standing == "open" and not self.is_working
        return self.analysis.fixes(self.now) if self.now is not None and is_known else ()

    @property
    def is_working(self) -> bool:
        """Whether the mismatch's fixes are still being worked out in the background."""
        return self.now is not None and self.standing == "open" and not self.analysis.knows_fixes(self.now)


class Fixes(Numbered):
    """The list of a mismatch's fixes. Enter chooses the marked fix; `u` shows what it would set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="fixes.choose"),
        Binding("u,space", "screen.preview", "preview", id="fixes.preview"),
    ]

    def fill(self, case: Case) -> None:
        """Show the fixes of a case, each with how far it is if it's in the plan."""
        content, findings, mismatch = case.analysis.content, case.analysis.findings, case.now or case.seen
        statuses = {each.planned.id: status_words(each) for each in case.analysis.plan}
        self.refill(
            Option(FixLines(content, findings, mismatch, number, tried, statuses.get(tried.id, "")), id=str(number))
            for number, tried in enumerate(case.fixes, 1)
        )


class Card(Vertical):
    """Draws a case. With `quiet` it's only for reading: its fixes can't have the focus."""

    def __init__(self, *, quiet: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.quiet = quiet
        self._case: Case | None = None
        self._fixes: tuple[TriedFix, ...] = ()
        self._in_full = False
        self.turns: tuple[Line, ...] = ()
        """Lines that say which answers would end the mismatch; empty until that is worked out."""

    def compose(self) -> ComposeResult:
        """The title and the verdict, which stay in sight, and the other parts, which scroll."""
        yield Static(id="card-title")
        yield Static(id="card-verdict")
        with VerticalScroll(id="card-body", can_focus=False):
            yield Static(id="card-faces")
            yield Static(id="card-customers")
            yield Static(id="card-why", classes="prose")
            yield Static(id="card-fixes")
            fixes = Fixes(id="fixes")
            fixes.can_focus = not self.quiet
            yield fixes
            yield Static(id="card-sums")
            # The turns are known later than the rest, so they are below it: nothing moves when they appear.
            yield Static(id="card-turns", classes="prose")
            yield Static(id="card-history")

    @property
    def marked_fix(self) -> TriedFix | None:
        """The fix that is marked."""
        marked = self.query_one(Fixes).marked
        return self._fixes[int(marked) - 1] if marked else None

    def shows_fixes_of(self, case: Case) -> bool:
        """Whether the fixes of this case are already drawn."""
        return self._fixes == case.fixes and bool(self._fixes)

    def show(self, case: Case, *, in_full: bool, history: Sequence[Line] = ()) -> None:
        """Draw a case. With `in_full`, quotes are longer and the sums are shown. `history` is shown at the end."""
        was = self._case
        same = was is not None and (was.seen.id, was.standing) == (case.seen.id, case.standing)
        self._case, self._fixes, self._in_full = case, case.fixes, in_full
        self.query_one("#card-title", Static).update(_title(case))
        self.query_one("#card-verdict", Static).update(Verdict(case))
        self.query_one("#card-faces", Static).update(_faces(case, in_full))
        bars = list(customer_bars(case.analysis, case.now)) if case.now else []
        show_in(self, "#card-customers", bars, is_there=bool(bars))
        show_in(self, "#card-why", [*_why(case), *_folded(case)])
        if not same:
            self.tell_turns([])
        fixes = self.query_one(Fixes)
        fixes.display = bool(self._fixes)
        show_in(self, "#card-fixes", _above_fixes(case), is_there=case.standing == "open")
        if not same:
            fixes.mark(None)
            self.query_one("#card-body").scroll_home(animate=False)
        fixes.fill(case)
        if self.quiet:
            fixes.mark(None)
        show_in(self, "#card-history", history, is_there=bool(history))
        self._show_sums()

    def tell_turns(self, lines: Sequence[Line]) -> None:
        """Show these lines, which say what answers would end the mismatch."""
        self.turns = tuple(lines)
        show_in(self, "#card-turns", lines, is_there=bool(lines))

    @on(Fixes.OptionHighlighted)
    def _show_sums(self) -> None:
        show_in(self, "#card-sums", self.sums() if self._in_full else [], is_there=self._in_full)

    def sums(self) -> list[Line]:
        """Return how the impact, and the gain of the marked fix, are calculated. Empty if the mismatch isn't open."""
        case, tried = self._case, self.marked_fix
        if case is None or case.now is None or case.standing != "open":
            return []
        lines = list(impact_sum(case.now))
        if tried is not None:
            number = self._fixes.index(tried) + 1
            lines += [Line(), *gain_sum(case.analysis.content, case.analysis.findings, number, tried)]
        return lines


def _above_fixes(case: Case) -> Iterator[Line]:
    """Yield the heading of the fixes of an open mismatch or, if there are none, what to do without."""
    if case.fixes or case.is_working:
        about = WORKING_OUT if case.is_working else "previewed against all your answers"
        head = Content.assemble(("Fixes", STRONG), (f"  {about}", MUTED))
        yield Line(text=head, right=Content.styled("gain", MUTED))
    elif case.now is not None:
        yield muted(without_fixes(case.analysis.content, case.now))


def _title(case: Case) -> Hung:
    mismatch = case.now or case.seen
    impact = f"{mismatch.impact:.2f}" if case.now else "0.00"
    return Hung([Line(text=plain(mismatch.title, STRONG), right=Content.styled(impact, STRONG))])


def _verdict(case: Case) -> list[Content]:
    """Return the parts of the verdict line; if the mismatch is gone, that, and what it was."""
    mismatch = case.now
    if mismatch is not None:
        known = mismatch.evidence if mismatch.evidence in ("published", "counted") else f"by {mismatch.evidence}"
        standing = case.standing or "open"
        if standing in vocabulary.DECISIONS:
            said = Content.assemble((vocabulary.SIGNS[standing], STRONG), f" {vocabulary.DECISIONS[standing]}")
        else:
            said = Content.assemble(sign(mismatch.verdict), f" {mismatch.verdict}")
        return [
            said,
            severity(mismatch.severity, mismatch.verdict),
            Content.styled(reach(mismatch), MUTED),
            Content.styled(known, MUTED),
        ]
    was = "unproven" if case.seen.verdict == "unproven" else f"a {case.seen.verdict}"
    fine = " agrees" if case.is_agreeing else " no mismatch"
    mark = (APART.sign, APART.ink) if case.is_apart else (AGREEING.sign, f"bold {AGREEING.ink}")
    gone = Content.assemble(mark, fine) if case.is_fine else Content.styled("open", f"italic {MUTED}")
    return [gone, Content.styled(f"was {was}, {SEVERITY_WORDS[case.seen.severity]}", MUTED)]


class Verdict(Hung):
    """The verdict line. If it's too long, its parts move closer together; if that isn't enough, it wraps."""

    def __init__(self, case: Case) -> None:
        super().__init__(())
        self._parts = _verdict(case)

    def set(self, width: int) -> list[Content]:
        """Return the lines as laid out in `width` cells."""
        label = Content.styled("impact", MUTED)
        wide, close = (Content(gap).join(self._parts) for gap in ("   ", "  "))
        room = width - label.cell_length - 2
        return Hung([Line(text=wide if wide.cell_length <= room else close, right=label)]).set(width)


def _faces(case: Case, in_full: bool) -> Faces:
    gone = APART if case.is_apart else AGREEING if case.is_fine else OPEN
    tie = Tie.of(case.now.verdict) if case.now else gone
    tie = DECIDED_TIES.get(case.standing or "open", tie)
    drawn = [face(case.analysis, side) for side in case.sides]
    return Faces(drawn, tie, most=QUOTE_LINES_TALL if in_full else QUOTE_LINES)


def _why(case: Case) -> Sequence[Line]:
    if case.now is None:
        texts = case.analysis.content.screens["card"].texts
        return paragraphs(texts["gone" if case.is_fine else "open"], MUTED)
    why = " ".join(case.now.check.why.split())
    decided = list(_decision(case))
    told = f" {vocabulary.DISCLOSED[case.now.disclosed]}." if case.now.disclosed else ""
    return [*decided, Line(text=Content.assemble(("Why it hurts", STRONG), "  ", plain(why), (told, MUTED)))]


def _folded(case: Case) -> Iterator[Line]:
    """Yield the mismatches folded under this one because of the same cause, or the one it's folded under."""
    under = case.analysis.folded_under(case.seen.id) if case.standing == "open" else ()
    if under:
        yield Line()
        yield heading("The same cause also brings")
        for each in under:
            yield Line(Content.assemble(sign(each.verdict), "  "), plain(each.title))
    findings = case.analysis.findings
    leader = findings.mismatch(case.now.under) if case.now and case.now.under else None
    if leader is not None:
        named = titles(case.analysis.content, [leader.id], findings)
        yield Line()
        yield Line(text=Content.assemble(("Counted with ", MUTED), plain(named), (".", MUTED)))


def _decision(case: Case) -> Iterator[Line]:
    """Yield what was decided about the mismatch, and all that was written down with the decision."""
    kept = case.analysis.audit.accepted.get(case.seen.id)
    if case.standing == "objected":
        yield _reason("Not true here", case.analysis.audit.objected[case.seen.id])
    elif case.standing == "accepted" and kept is not None:
        yield _reason("Accepted", kept.reason)
        for name, label in TERMS.items():
            if said := getattr(kept, name):
                yield Line(Content.styled(label.ljust(LABEL), MUTED), plain(said))
    else:
        return
    for each in case.analysis.reported:
        if each.check == case.seen.id:
            yield from (Line(text=plain(f"{vocabulary.REPORTS[report]}.", STRONG)) for report in each.reports)
    yield Line()


def _reason(title: str, reason: str) -> Line:
    return Line(text=Content.assemble((title, STRONG), "  ", plain(reason)))
