"""The ranked list of mismatches, two lines each, and the muted column heads over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.answers.model import Audit
from trueup.content.model import Content as Screens
from trueup.content.model import Side
from trueup.engine.model import Findings, Mismatch
from trueup.ui.base.rows import GUTTER, Numbered, entry, words
from trueup.ui.base.signs import severity, sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain
from trueup.wording.vocabulary import SIGNS

LEAD = 6
"""Cells for key and sign before the text."""

FIGURE = 7
"""Cells kept for the figure at the right."""

ACCEPTED, OBJECTED = "±", "–"
AGREES, NEEDS_ANSWER = "=", "!"
"""Ids of the rows under the list, and their keys."""


class Column(NamedTuple):
    """A column of the second line: its head, and its cells."""

    head: str
    cells: int


COLUMNS = (Column("severity", 15), Column("sides", 18), Column("customers affected", 19), Column("evidence", 9))


def fitting(room: int) -> tuple[Column, ...]:
    """The columns there is room for, beside the figure. Customers affected and evidence come and go together."""
    return COLUMNS if sum(column.cells for column in COLUMNS) <= room else COLUMNS[:2]


def reach(mismatch: Mismatch) -> str:
    """Whom it reaches, in few words: `everyone`, `46% of buyers`, `46% who come`, `46%, assumed`."""
    share = mismatch.reach
    percent = f"{share:.0%}" if share >= 0.01 else "under 1%"
    if mismatch.reach_assumed:
        return f"{'all' if share >= 1 else percent}, assumed"
    return "everyone" if share >= 1 else f"{percent} who come" if mismatch.of_coming else f"{percent} of buyers"


def sides(mismatch: Mismatch) -> str:
    """`say ≠ deliver`."""
    taking_part: dict[Side, None] = dict.fromkeys(term.side for term in mismatch.check.between)
    named = list(taking_part) if len(taking_part) > 1 else [term.side for term in mismatch.check.between]
    return f" {SIGNS[mismatch.verdict]} ".join(named)


def arranged(found: Sequence[Mismatch]) -> tuple[tuple[Mismatch, bool], ...]:
    """Mismatches as they are listed: those with the same cause under their leader. True: it stands under one."""
    there = {each.id for each in found}
    under: dict[str, list[Mismatch]] = {}
    for each in found:
        if each.under in there:
            under.setdefault(each.under, []).append(each)
    leaders = (each for each in found if each.under not in there)
    return tuple(
        pair for leader in leaders for pair in ((leader, False), *((each, True) for each in under.get(leader.id, ())))
    )


class Heads(Widget):
    """What the columns of the list are called."""

    def render(self) -> Content:
        """The row, for the width there is."""
        room = self.size.width - GUTTER - LEAD - FIGURE
        heads = "".join(f"{column.head:<{column.cells}}" for column in fitting(room))
        before = " " * (GUTTER + LEAD)
        return Content.styled(f"{before}{heads:<{room}}{'impact':>{FIGURE}}", MUTED)


class Ranking(Numbered):
    """Mismatches by rank; under them what agrees and what needs an answer.

    Digits open mismatches only, and of those with the same cause only the first.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
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
        """The impact of the marked row is bold."""
        super().watch_highlighted(highlighted)
        for id in (self._bold, self.marked):
            if id in self._shown and self.has(id):
                number, mismatch = self._shown[id]
                self.replace_option_prompt(id, _drawn(number, mismatch, marked=id == self.marked))
        self._bold = self.marked or ""

    def fill_rows(self, rows: Sequence[Option], below: Iterable[Option]) -> None:
        """Show other rows in their place, where nothing conflicts."""
        self._by_digit = [option.id or "" for option in rows]
        self._shown = {}
        self.refill([*rows, *below])

    @property
    def digits(self) -> int:
        """How many mismatches have a digit."""
        return min(len(self._by_digit), 9)

    def action_pick(self, number: int) -> None:
        """Open the mismatch that bears this digit."""
        if number <= len(self._by_digit):
            self.mark(self._by_digit[number - 1])
            self.action_select()


def _drawn(number: int, mismatch: Mismatch, *, marked: bool = False) -> Hung:
    """A mismatch in two lines; one that is folded under another (number 0) in one line, without figures of its own."""
    if not number:
        lead = Content.assemble(" " * LEAD, sign(mismatch.verdict), "  ")
        return Hung([Line(lead, plain(mismatch.title, "" if marked else MUTED))])
    digit = str(number) if number <= 9 else " "
    lead = Content.assemble((f"{digit}  ", KEY), sign(mismatch.verdict), "  ")
    impact = Content.styled(f"{mismatch.impact:.2f}", STRONG if marked else "")
    cells = (
        severity(mismatch.severity, mismatch.verdict),
        Content.styled(sides(mismatch), MUTED),
        Content.styled(reach(mismatch), MUTED),
        Content.styled(mismatch.evidence, MUTED),
    )

    def second_line(room: int) -> Content:
        columns = fitting(room + impact.cell_length - FIGURE)
        return Content.assemble(
            *(
                part
                for column, cell in zip(columns, cells, strict=False)
                for part in (cell, " " * max(column.cells - cell.cell_length, 1))
            )
        )

    second = Line(Content(" " * LEAD), right=impact, fill=second_line)
    return Hung([Line(lead, plain(mismatch.title)), second])


def below_list(findings: Findings, audit: Audit, filtered: str = "", hidden: int = 0) -> Iterator[Option]:
    """What stands under the mismatches: what is left out, what was decided, what agrees, what needs an answer."""
    yield words(Line())
    if filtered:
        yield words(Line(Content.assemble(("f  ", KEY)), Content.styled(f"{filtered} only, {hidden} left out", MUTED)))
    yield from decided_rows(findings, audit)
    yield agreements_row(findings)
    unanswered = len(findings.open_checks)
    if unanswered:
        checks = "1 check needs" if unanswered == 1 else f"{unanswered} checks need"
        yield entry(NEEDS_ANSWER, Content.styled(f"{checks} an answer", MUTED), id=NEEDS_ANSWER)


def decided_rows(findings: Findings, audit: Audit) -> Iterator[Option]:
    """How many are accepted, with the first review that is due; how many are not true here. They lead there."""
    if findings.accepted:
        reviews = [audit.accepted[each.id].review for each in findings.accepted if audit.accepted[each.id].review]
        first = "first review" if len(findings.accepted) > 1 else "review"
        due = f", {first} {min(reviews)}" if reviews else ""
        yield _decided(ACCEPTED, f"{len(findings.accepted)} accepted{due}")
    if findings.objected:
        yield _decided(OBJECTED, f"{len(findings.objected)} not true here")


def row_of(findings: Findings, check: str) -> str | None:
    """The row of the list that leads to a mismatch: its own, or that of those about which the same was decided."""
    standing = findings.standing(check)
    return {"open": check, "accepted": ACCEPTED, "objected": OBJECTED}[standing] if standing else None


def _decided(sign: str, text: str) -> Option:
    return Option(Hung([Line(Content(f"{sign}  "), plain(text, MUTED))]), id=sign)


def agreements_row(findings: Findings) -> Option:
    """How many topics agree; it leads to them."""
    agreed = len(findings.agreements)
    topics = "1 topic agrees" if agreed == 1 else f"{agreed or 'no'} topics agree"
    return entry(AGREES, Content.styled(topics, MUTED), id=AGREES)


def needs_answer_topics(screens: Screens, findings: Findings, where: dict[str, str]) -> Iterator[Option]:
    """Topic after topic that can't be judged, with the question that would decide it: for tall, wide windows."""
    asks: dict[str, str] = {}
    for needed in findings.needs_answer:
        for check in needed.decides:
            asks.setdefault(screens.checks[check].topic, needed.question)
    if asks:
        heading = "Needs an answer, with the question that would decide it"
        yield words(Line(), Line(text=Content.styled(heading, STRONG)))
    for topic, ask in asks.items():
        yield words(Line(Content(f"{topic:<14}"), plain(where[ask])))
