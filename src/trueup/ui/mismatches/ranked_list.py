"""The ranked list of mismatches, the list of one mismatch's fixes, and how impact and gain are calculated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.answers.model import Answer, Audit
from trueup.answers.place import Place
from trueup.content.model import Content as Screens
from trueup.content.model import Side
from trueup.engine.analysis import Analysis
from trueup.engine.model import Findings, Mismatch, TriedFix, arranged, as_reported
from trueup.engine.preview import Preview
from trueup.engine.ranking import SEVERITY_WORDS
from trueup.engine.statements import ask_of
from trueup.ui.base.rows import GUTTER, Numbered, digit, entry, words
from trueup.ui.base.signs import severity, sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, cut, heading, plain, signed
from trueup.wording import findings as wording
from trueup.wording.vocabulary import SIGNS

LEAD = 6
"""Cells for key and sign before the text."""

FIGURE = 7
"""Cells for the figure at the right edge."""

ACCEPTED, OBJECTED = "±", "–"
AGREES, NEEDS_ANSWER = "=", "!"
"""Ids of the rows below the list. They are also shown as the rows' keys."""


class Column(NamedTuple):
    """A column of a mismatch's second line: its heading, and its width in cells."""

    head: str
    cells: int


COLUMNS = (Column("severity", 15), Column("sides", 18), Column("customers affected", 19), Column("evidence", 9))


def fitting(room: int) -> tuple[Column, ...]:
    """Return all columns if they fit into `room` cells, otherwise only severity and sides."""
    return COLUMNS if sum(column.cells for column in COLUMNS) <= room else COLUMNS[:2]


def reach(mismatch: Mismatch) -> str:
    """Return whom a mismatch affects: `everyone`, `all it applies to`, `46% of buyers`, `46% who come`, `46%, assumed`,
    `2 cases so far`.
    """
    if mismatch.cases:
        return wording.reach(mismatch)
    share = mismatch.reach
    percent = f"{share:.0%}" if share >= 0.01 else "under 1%"
    if share >= 1 and mismatch.is_of_some:
        return "all it applies to"
    if mismatch.reach_assumed:
        return f"{'all' if share >= 1 else percent}, assumed"
    return "everyone" if share >= 1 else f"{percent} who come" if mismatch.of_coming else f"{percent} of buyers"


def sides(mismatch: Mismatch) -> str:
    """Return the sides of a mismatch, such as `say ≠ deliver`."""
    taking_part: dict[Side, None] = dict.fromkeys(term.side for term in mismatch.check.between)
    named = list(taking_part) if len(taking_part) > 1 else [term.side for term in mismatch.check.between]
    return f" {SIGNS[mismatch.verdict]} ".join(named)


class Heads(Widget):
    """The column headings of the list."""

    def render(self) -> Content:
        """Render the row at the width available."""
        room = self.size.width - GUTTER - LEAD - FIGURE
        heads = "".join(f"{column.head:<{column.cells}}" for column in fitting(room))
        before = " " * (GUTTER + LEAD)
        return Content.styled(f"{before}{heads:<{room}}{'impact':>{FIGURE}}", MUTED)


class Ranking(Numbered):
    """The list of mismatches, and rows that lead to other lists. Folded mismatches have no digit."""

    def __init__(self) -> None:
        super().__init__(id="ranking")
        self._shown: dict[str, tuple[int, Mismatch]] = {}
        self._by_digit: list[str] = []
        self._bold = ""

    def fill(self, shown: Sequence[Mismatch], below: Iterable[Option]) -> None:
        """Show these mismatches, in this order."""
        rows = arranged(shown)
        self._by_digit = [mismatch.id for mismatch, is_folded in rows if not is_folded]
        numbers = {id: number for number, id in enumerate(self._by_digit, 1)}
        self._shown = {mismatch.id: (numbers.get(mismatch.id, 0), mismatch) for mismatch, _ in rows}
        self._bold = ""
        drawn = [Option(_drawn(number, mismatch), id=id) for id, (number, mismatch) in self._shown.items()]
        self.refill([*drawn, *below])

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Draw the impact of the marked row in bold."""
        super().watch_highlighted(highlighted)
        for id in (self._bold, self.marked):
            if id in self._shown and self.has(id):
                number, mismatch = self._shown[id]
                self.replace_option_prompt(id, _drawn(number, mismatch, marked=id == self.marked))
        self._bold = self.marked or ""

    def fill_rows(self, rows: Sequence[Option], below: Iterable[Option]) -> None:
        """Show other rows instead of mismatches, if there are none. These rows get the digits."""
        self._by_digit = [option.id or "" for option in rows]
        self._shown = {}
        self.refill([*rows, *below])

    @property
    def digits(self) -> int:
        """How many rows have a digit, at most 9."""
        return min(len(self._by_digit), 9)

    def action_pick(self, number: int) -> None:
        """Open the row with this digit."""
        if number <= len(self._by_digit):
            self.mark(self._by_digit[number - 1])
            self.action_select()


def _drawn(number: int, mismatch: Mismatch, *, marked: bool = False) -> Hung:
    """Return the two lines of a mismatch. If it's folded (`number` is 0), return one line without figures."""
    if not number:
        lead = Content.assemble(" " * LEAD, sign(mismatch.verdict), "  ")
        return Hung([Line(lead, plain(mismatch.title, "" if marked else MUTED))])
    lead = Content.assemble((f"{digit(number)}  ", KEY), sign(mismatch.verdict), "  ")
    impact = Content.styled(f"{mismatch.impact:.2f}", STRONG if marked else "")
    cells = (
        severity(mismatch.severity, mismatch.verdict),
        Content.styled(sides(mismatch), MUTED),
        Content.styled(reach(mismatch), MUTED),
        Content.styled(mismatch.evidence, MUTED),
    )

    def second_line(room: int) -> Content:
        line, start = Content(), 0
        for column, cell in zip(fitting(room + impact.cell_length - FIGURE), cells, strict=False):
            gap = max(start - line.cell_length, 1 if start else 0)  # a cell that is too wide takes room from the next
            line, start = Content.assemble(line, " " * gap, cell), start + column.cells
        return cut(line, room - 1)

    second = Line(Content(" " * LEAD), right=impact, fill=second_line)
    return Hung([Line(lead, plain(mismatch.title)), second])


def below_list(analysis: Analysis, filtered: str = "", hidden: int = 0) -> Iterator[Option]:
    """Yield the rows below the mismatches: how they are sorted, filtered out (`hidden`), decided, agreeing, needing an
    answer.
    """
    yield words(Line())
    if order := wording.order(analysis.findings):
        yield words(Line(text=plain(order, MUTED)))
        yield words(Line())
    if filtered:
        yield words(Line(Content.assemble(("f  ", KEY)), Content.styled(f"{filtered} only, {hidden} left out", MUTED)))
    yield from decided_rows(analysis.findings, analysis.audit)
    yield agreements_row(analysis)
    unanswered = len(analysis.findings.open_checks)
    if unanswered:
        checks = "1 check needs" if unanswered == 1 else f"{unanswered} checks need"
        yield entry(NEEDS_ANSWER, Content.styled(f"{checks} an answer", MUTED), id=NEEDS_ANSWER)


def decided_rows(findings: Findings, audit: Audit) -> Iterator[Option]:
    """Yield the rows that lead to the accepted mismatches and to those *not true here*, each with their number."""
    if findings.accepted:
        reviews = [audit.accepted[each.id].review for each in findings.accepted if audit.accepted[each.id].review]
        first = "first review" if len(findings.accepted) > 1 else "review"
        due = f", {first} {min(reviews)}" if reviews else ""
        yield _decided(ACCEPTED, f"{len(findings.accepted)} accepted{due}")
    if findings.objected:
        yield _decided(OBJECTED, f"{len(findings.objected)} not true here")


def row_of(findings: Findings, check: str) -> str | None:
    """Return the id of the row that leads to a mismatch, open or decided. None if it's gone."""
    standing = findings.standing(check)
    return {"open": check, "accepted": ACCEPTED, "objected": OBJECTED}[standing] if standing else None


def _decided(sign: str, text: str) -> Option:
    return Option(Hung([Line(Content(f"{sign}  "), plain(text, MUTED))]), id=sign)


NONE_PROVEN = "no topic is proven to agree yet; y shows what's true"
"""What is said while no topic agrees. Single claims may be true all the same: they need less proof."""


def agreements_row(analysis: Analysis) -> Option:
    """Return the row that leads to what agrees, with the number of topics."""
    agreed = len(analysis.agreements)
    topics = "1 topic agrees" if agreed == 1 else f"{agreed} topics agree" if agreed else NONE_PROVEN
    return entry(AGREES, Content.styled(topics, MUTED), id=AGREES)


LABEL = 20
"""Cells for the labels of a calculation."""


def impact_sum(mismatch: Mismatch) -> Iterator[Line]:
    """Yield how the impact of a mismatch is calculated, a line for each factor."""
    yield heading("How this impact is calculated")
    severity = f"{SEVERITY_WORDS[mismatch.severity]}, {mismatch.severity} of 5"
    known = f"the weaker side, {wording.how_known(mismatch)}"
    yield _summand("severity", severity, f"{mismatch.severity:.2f}")
    yield _summand("customers affected", reach(mismatch), f"× {mismatch.reach:.2f}")
    yield _summand("certainty", known, f"× {mismatch.certainty:.2f}")
    yield _total("impact", mismatch.impact)
    if mismatch.check.first and (mismatch.leads or not mismatch.cases):
        yield Line(text=Content.styled("An untrue claim of this kind leads, whatever its impact.", MUTED))


def gain_sum(screens: Screens, findings: Findings, number: int, tried: TriedFix) -> Iterator[Line]:
    """Yield how the gain of a fix is calculated: the impact that it solves, less the impact that it creates."""
    yield heading(f"How the gain of fix {number} is calculated")
    solved = [each for each in findings.mismatches if each.id in tried.solves and not each.under]
    for index, each in enumerate(solved):
        yield _summand("" if index else "solves", each.title, f"{each.impact:.2f}")
    if not solved:
        yield _summand("solves", "nothing", "0.00")
    # This figure covers the mismatches created, and those whose impact only changes.
    rest = round(tried.gain - sum(each.impact for each in solved), 2)
    created = [as_reported(screens.checks[check].title) for check in tried.creates]
    # A mismatch listed under one that is solved counts by itself from then on.
    gone = {each.id for each in findings.mismatches if each.id in tried.solves}
    freed = [as_reported(each.title) for each in findings.mismatches if each.under in gone and each.id not in gone]
    if created or not rest:
        yield _summand("creates", wording.listed(created) if created else "nothing", signed(rest) if rest else "0.00")
    elif freed:
        yield _summand("leaves", f"{wording.listed(freed)}, then counted by itself", signed(rest))
    else:
        yield _summand("changes", "what other mismatches weigh", signed(rest))
    yield _total("gain", tried.gain)


def _summand(label: str, what: str, figure: str) -> Line:
    return Line(Content.styled(label.ljust(LABEL), MUTED), plain(what), Content(figure))


def _total(label: str, figure: float) -> Line:
    return Line(Content.styled(label.ljust(LABEL), MUTED), right=Content.styled(signed(figure), STRONG))


class Change(NamedTuple):
    """An answer that a fix would set: its name, its question, the slug of its row, and its words now and then."""

    what: str
    ask: str
    row: str
    now: str
    then: str


def change_rows(found: Sequence[Change]) -> Iterator[Option]:
    """Yield a row for each answer that a fix would set. The row's id is the answer's index."""
    for number, change in enumerate(found, 1):
        under = [
            Line(Content.styled("   now   ", MUTED), plain(change.now)),
            Line(Content.styled("   then  ", MUTED), plain(change.then)),
        ]
        yield entry(digit(number), plain(change.what, STRONG), under=under, id=f"{number - 1}")


def changes(analysis: Analysis, preview: Preview) -> Iterator[Change]:
    """Yield the answers that a fix would set."""
    screens, audit = analysis.content, analysis.audit

    def words(ask: str, before: Answer | None, after: Answer | None) -> tuple[str, str]:
        now, then = before and before.value, after and after.value
        # If the answer consists of several values, show only those removed and those added.
        if isinstance(now, tuple) and isinstance(then, tuple):
            before = Answer(tuple(each for each in now if each not in then))
            after = Answer(tuple(each for each in then if each not in now))
        question = screens.questions[ask]
        told = [
            wording.answer(screens, audit, question, each) if each and each.value else "" for each in (before, after)
        ]
        return told[0] or "nothing", told[1] or ("nothing in its place" if told[0] else "left blank")

    wished = {source for source, _, _ in preview.wished_away}
    for where, to in sorted(preview.changes):
        at = Place.of(where)
        row = audit.row(at.kind, at.row) if at.kind else None
        called = wording.row_name(screens, at.kind, row) if at.kind and row else at.row
        if where in wished:
            ask = ask_of(where)
            then = f"{screens.label(to)}, once it is measured again" if to else "to be measured again"
            yield Change(screens.questions[ask].text, ask, "", "measured: wishing won't change it", then)
        elif at.question:
            asked = screens.questions[at.question].text
            now, then = words(at.question, audit.answer_at(at), preview.audit.answer_at(at))
            yield Change(f"{called}: {asked}" if at.kind else asked, at.question, at.row, now, then)
        else:
            yield Change(called, str(at.kind), at.row, "goes on", to)
