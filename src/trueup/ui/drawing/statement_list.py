"""Lines about statements (side, position, quote, source), and a mismatch in brief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from trueup.content.model import AREAS, SIDES, Area, Check, Side
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import INSTEAD_QUESTION, ROWS_IN, field_applies, items
from trueup.engine.matching import by_position, matching
from trueup.engine.model import Mismatch, Statement
from trueup.engine.open_questions import promise_decided
from trueup.engine.ranking import CERTAINTY
from trueup.engine.rules import INSTEAD
from trueup.engine.statements import ask_of
from trueup.ui.base.page import Page
from trueup.ui.base.signs import INKS, severity, sign
from trueup.ui.base.text import MUTED, STRONG, Line, muted, plain, shorten
from trueup.wording import findings as wording
from trueup.wording.findings import did
from trueup.wording.shortening import quoted

SIDE_WIDTH = 9
TOPIC_WIDTH = 32
"""Cells for the name of a topic, before the sides."""


class Stand(NamedTuple):
    """One side of a mismatch and its statements, those with the best evidence first."""

    side: Side
    statements: tuple[Statement, ...]

    @property
    def telling(self) -> Statement:
        """The statement to quote: the answer about what happens instead of the promise, otherwise the first."""
        return next((each for each in self.statements if each.source == INSTEAD_QUESTION), self.statements[0])


def stands(check: Check, statements: Iterable[Statement]) -> tuple[Stand, ...]:
    """Return the sides of a mismatch, with the statements that match; the last, also with what happens instead."""
    heard = by_position(statements)
    taken = [sorted(matching(term, heard), key=lambda each: -CERTAINTY[each.evidence]) for term in check.between]
    taken[-1] += heard.statements.get((check.between[-1].side, INSTEAD[1]), ())
    return tuple(Stand(term.side, tuple(said)) for term, said in zip(check.between, taken, strict=True))


def standing_now(mismatch: Mismatch, spoken: Sequence[Statement]) -> tuple[Stand, ...]:
    """Return the sides of a mismatch that is gone, with what its sources now say on the same topics."""

    def same(statement: Statement) -> tuple[object, ...]:
        return statement.source, statement.subject, statement.side, statement.tag.partition(".")[0]

    def now(was: Stand) -> Stand:
        asked = {same(statement) for statement in was.statements}
        return Stand(was.side, tuple(statement for statement in spoken if same(statement) in asked))

    return tuple(now(was) for was in stands(mismatch.check, mismatch.statements))


def sides_heard(analysis: Analysis) -> list[Line]:
    """Return a table of the topics on which at least two sides take a position; empty if there are none."""
    heard: dict[str, set[Side]] = {}
    for statement in analysis.statements:
        heard.setdefault(statement.tag.partition(".")[0], set()).add(statement.side)
    lines = []
    for name, topic in analysis.content.topics.items():
        if len(sides := heard.get(name, set())) > 1:
            marks = ("●" if side in sides else "" for side in SIDES)
            lines.append(_in_columns(shorten(topic.title, TOPIC_WIDTH - 1), marks))
    return [_in_columns("", SIDES), *lines] if lines else []


def _in_columns(name: str, cells: Iterable[str]) -> Line:
    return Line(text=plain(name.ljust(TOPIC_WIDTH) + "".join(cell.ljust(SIDE_WIDTH) for cell in cells)))


def asked_as(statement: Statement) -> tuple[str, str]:
    """Return the question of a statement (of a measure, the first counted), and the slug of its row or ""."""
    return ask_of(statement.source), statement.subject.row if statement.subject else ""


def area_of(ask: str) -> Area:
    """Return the area of a question, of a field of a row, or of a kind of rows, given its id."""
    home = ask.partition(".")[0]
    return next(area for area in AREAS if home == area or home in ROWS_IN[area])


def areas_of(mismatch: Mismatch) -> frozenset[Area]:
    """Return the areas of the questions from which the statements of a mismatch come."""
    return frozenset(area_of(asked_as(statement)[0]) for statement in mismatch.statements)


def source(analysis: Analysis, statement: Statement, *, field: bool = False) -> str:
    """Return a statement's source in everyday words: `home page`, `HomeGuild, step 2`, `the last ten customers`.

    `field`: for a promise, also name which of its questions was answered.
    """
    screens, audit = analysis.content, analysis.audit
    asked = screens.questions[ask_of(statement.source)]
    if asked.home == "customer":
        return "the last ten customers"
    if statement.subject is None:
        return stop(analysis, asked.id)
    kind, slug = statement.subject.kind, statement.subject.row
    row = audit.row(kind, slug)
    name = wording.row_name(screens, kind, row) if row else slug
    if kind == "promise":
        promises = audit.of(kind)
        alike = [other for other in promises if row and other.text("where") == row.text("where")]
        # The name is a choice's text, such as `A mail or a newsletter of yours`; shorten it to `a mail`.
        short = re.split(r"[,:;]| or ", name)[0]
        called = short[:1].lower() + short[1:] if row and row.text("where") else "promise"
        number = next((n for n, other in enumerate(promises, 1) if other.id == slug), 0)
        which = [f"promise {number}"] if len(alike) > 1 else []
        return ", ".join([called, *which, *([asked.short or asked.field] if field else [])])
    if asked.kind != "steps" or row is None:
        return f"{name}, {asked.short or asked.field}"
    standing = {choice.key for choice in asked.choices if statement.tag in choice.stands}
    path = enumerate(row.many(asked.field), 1)
    return next((f"{name}, step {n}" for n, key in path if key in standing), f"{name}, the steps")


def stop(analysis: Analysis, ask: str) -> str:
    """Return where a question is answered, such as `offer 7`; for a field of a row, the stop of its kind."""
    area = area_of(ask)
    stops = enumerate(items(analysis.content, analysis.audit, area), 1)
    number = next((n for n, item in stops if item.id in (ask, ask.partition(".")[0])), None)
    return f"{area} {number}" if number else area


def row_to_answer(analysis: Analysis, ask: str) -> str:
    """Return the slug of a row in which this field is asked and is open or *not sure*: the promise about which the
    answer decides, otherwise the first such row. "" if there is none, or for a question of an area.
    """
    content, audit = analysis.content, analysis.audit
    question = content.questions.get(ask)
    if question is None or question.row_kind is None:
        return ""
    asked = (row for row in audit.of(question.row_kind) if field_applies(content, audit, row, question))
    given = ((row, row.fields.get(question.field)) for row in asked if not row.is_inactive)
    left = [row.id for row, answer in given if answer is None or answer.state == "unsure"]
    needed = next((each for each in analysis.findings.needs_answer if each.question == ask), None)
    decided = promise_decided(content, audit, needed) if needed else None
    return decided.id if decided and decided.id in left else next(iter(left), "")


def go_to_ask(page: Page, ask: str) -> None:
    """Go to a question or, for the field of a row, to the first row in which it's open; *back* leads here."""
    session = page.session
    page.navigator.go_to_answer(ask, row_to_answer(session.analysis, ask))


def all_statements(analysis: Analysis, sides: Sequence[Stand]) -> list[Line]:
    """Return lines with every statement, side by side: its position, its full words, its source and its evidence. An
    answer that stands for several positions is shown once, with all of them.
    """
    lines: list[Line] = []
    for side in sides:
        answers: dict[tuple[object, ...], list[Statement]] = {}
        for each in side.statements:
            answers.setdefault((each.source, each.subject, each.quote, each.evidence), []).append(each)
        for number, (statement, *more) in enumerate(answers.values()):
            lead = Content.styled(("" if number else side.side.upper()).ljust(SIDE_WIDTH), STRONG)
            known = f"{source(analysis, statement, field=True)} · {wording.known_in_a_word(statement)}"
            positions = (wording.position(analysis.content, each) for each in (statement, *more))
            takes = wording.listed(dict.fromkeys(positions))
            lines.append(Line(lead, plain(takes, STRONG), plain(known, MUTED)))
            lines.append(Line(Content(" " * SIDE_WIDTH), plain(quoted(analysis, statement))))
        lines.append(Line())
    return lines[:-1]


def mismatch_lines(analysis: Analysis, mismatch: Mismatch) -> Iterator[Line]:
    """Yield a mismatch in brief: title, figures, who says what, what customers did, and why it hurts."""
    impact = Content.styled(f"{mismatch.impact:.2f}", STRONG)
    yield Line(text=plain(mismatch.title, STRONG), right=impact)
    verdict = Content.assemble(sign(mismatch.verdict), f" {mismatch.verdict}   ")
    yield Line(text=Content.assemble(verdict, severity(mismatch.severity, mismatch.verdict)))
    yield Line()
    for side in stands(mismatch.check, mismatch.statements):
        for statement in side.statements[:1]:
            position = plain(wording.position(analysis.content, statement), f"bold {INKS[mismatch.verdict]}")
            yield Line(Content.styled(side.side.upper().ljust(SIDE_WIDTH), STRONG), position)
            yield Line(Content(" " * SIDE_WIDTH), plain(quoted(analysis, side.telling)))
            where = f"{source(analysis, statement)} · {wording.known_in_a_word(statement)}"
            yield Line(Content(" " * SIDE_WIDTH), plain(where, MUTED))
    yield Line()
    bars = list(customer_bars(analysis, mismatch))
    if bars:
        yield from (*bars, Line())
    yield muted(" ".join(mismatch.check.why.split()))


ONE, NOT_ONE = "■", "□"


def customer_bars(analysis: Analysis, mismatch: Mismatch) -> Iterator[Line]:
    """Yield a line for each count of customers, such as `■■■■■■■■■□  9 of your last 10 had to talk first`."""
    for counted in analysis.customer_counts(mismatch):
        ink = INKS[mismatch.verdict] if counted.conflicts else "$success"
        left = NOT_ONE * (counted.total - counted.count)
        bar = Content.assemble((ONE * counted.count, ink), (left, "$gauge-off"), "  ")
        yield Line(bar, plain(did(analysis.content, counted)))
