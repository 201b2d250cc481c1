"""The sums that include a number, shown where it is entered; or, for a sum that can't be worked out yet, what it lacks.

The sums come from the measures, so every sum shown is also judged. Two only inform: a channel's share of all buyers,
and the sales it takes to earn back what an activity costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, isfinite

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content, Question
from trueup.engine.applicability import field_applies, is_asked
from trueup.engine.measures import MEASURES
from trueup.engine.model import MAIN
from trueup.engine.readings import Figure, Measure, figure
from trueup.engine.things import object_of

ABOUT: Mapping[str, tuple[str, str]] = {
    "plan.capacity": ("how much a quarter holds, compared with your goal", "no number of weeks holds nothing"),
    "plan.income": ("what full weeks leave a month, compared with what you want", "no sales, no sum"),
    "plan.takings": ("what full weeks bring in, compared with the money you want", "no sales, no sum"),
    "plan.places": ("what all places bring in, compared with the money you want", "no places, no sum"),
    "plan.sales": ("what the sales you want bring in, compared with the money you want", "no sales, no sum"),
    "plan.hourly": ("what an hour leaves you, compared with what you want for it", "no hours, no sum"),
    "plan.hours": ("the hours you promise, compared with the hours you have", "no hours, no sum"),
    "channel.cycle": ("how long buying takes, compared with a quarter", "no days, no sum"),
    "channel.flow": (
        "how many of the people who ask buy",
        "fewer than twenty asked, or more bought than asked: nothing can be read off that",
    ),
    "channel.looked": (
        "how many of the people who look ask",
        "fewer than 200 came by, or more asked than came: nothing can be read off that",
    ),
    "channel.cost": (
        "what a customer costs and brings",
        "no one has bought here yet, so there is no cost per customer",
    ),
}
"""Measure → what is worked out, and why there may be no result although all numbers are given."""

CUSTOMERS = "channel.customers"

EARNED_BACK = "how many sales earn its cost back"

OF_A_SALE = "channel.cost"
"""The measure that compares a channel's cost with what you keep of a typical sale."""

COST, KEPT = "activity.cost", "operations.margin"
"""The questions that ask what an activity costs, and how much of a sale is kept."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum: in words with its figures, or the reason why there is none yet."""

    about: str
    said: str = ""
    """The sum in words, such as `46 bought of 118 who asked: 39%`; empty if a number is missing."""
    missing: tuple[str, ...] = ()
    """The questions whose number is missing."""
    silent: str = ""
    """Why there is no result although no number is missing."""


def reckoned(content: Content, audit: Audit, question: str, row: str = "") -> tuple[Sum, ...]:
    """Every sum that includes the number asked for by `question`; for a row's number, the sums of that row."""
    sums = [each for measure in MEASURES.values() for each in _of_measure(content, audit, measure, question, row)]
    about = audit.row("channel", row)
    if about is not None and question == CUSTOMERS:
        sums += _share(content, audit, about)
    sums += _earned_back(content, audit, question, row)
    return tuple(sums)


def _of_measure(content: Content, audit: Audit, measure: Measure, question: str, row: str) -> Iterator[Sum]:
    if question not in measure.needs or measure.name not in ABOUT or not measure.is_in(content):
        return
    about, silent = ABOUT[measure.name]
    readings = list(measure.read(content, audit))
    if row:
        readings = [reading for reading in readings if reading.subject is None or reading.subject.row == row]
    if readings:
        for reading in readings:
            channel = audit.row("channel", reading.subject.row) if reading.subject and not row else None
            yield Sum(about, f"{channel.text('name')}: {reading.quote}" if channel else reading.quote)
        return
    about_row = audit.row("channel", row)
    if measure.name == OF_A_SALE and about_row is not None and object_of(audit, about_row) not in ("", MAIN):
        yield Sum(about, silent="what a sale leaves you is only known for what you sell most")
        return
    lacking = _lacking(content, audit, measure, row)
    if lacking is not None:
        yield Sum(about, missing=lacking, silent="" if lacking else silent)


def _lacking(content: Content, audit: Audit, measure: Measure, row: str) -> tuple[str, ...] | None:
    """The numbers a measure still needs; None if it needs one that this business is never asked."""
    lacking = []
    for name in measure.needs:
        question = content.questions[name]
        answers = _answers(content, audit, question, row)
        if all(answer is not None and answer.state == "na" for answer in answers):
            return None
        if not any(figure(question, answer) for answer in answers):
            lacking.append(name)
    return tuple(lacking)


def _answers(content: Content, audit: Audit, question: Question, row: str) -> list[Answer | None]:
    """The answers to one of the needed questions, for one row or for every row; none if it isn't asked."""
    if question.row_kind is None:
        return [audit.answers.get(question.id)] if is_asked(content, audit, question) else []
    rows = [each for each in audit.of(question.row_kind) if each.id == row or not row]
    asked = [each.fields.get(question.field) for each in rows if field_applies(content, audit, each, question)]
    return asked if rows else [None]


def _figure(content: Content, row: Row, name: str) -> Figure | None:
    question = content.questions.get(name)
    return figure(question, row.fields.get(question.field)) if question else None


def _earned_back(content: Content, audit: Audit, question: str, row: str) -> Iterator[Sum]:
    """How many sales earn back what an activity costs: of this one, or of each for what is kept of a sale."""
    if question not in (COST, KEPT) or not {COST, KEPT} <= content.questions.keys():
        return
    if not is_asked(content, audit, content.questions[KEPT]):
        return
    answer = audit.answers.get(KEPT)
    if answer is not None and answer.state == "na":
        return
    kept = figure(content.questions[KEPT], answer)
    for each in audit.of("activity"):
        cost = _figure(content, each, COST)
        if row not in ("", each.id) or not cost or not field_applies(content, audit, each, content.questions[COST]):
            continue
        name = "" if row else f"{each.text('name')}: "
        if kept is None:
            yield Sum(EARNED_BACK, missing=(KEPT,))
        elif kept.value <= 0:
            yield Sum(EARNED_BACK, silent="a sale leaves nothing, so no number of sales does")
        elif isfinite(sales := cost.value / kept.value) and sales > 0:
            sold = Figure(float(ceil(sales)), kept.evidence)
            yield Sum(EARNED_BACK, f"{name}{cost} ÷ {kept} kept per sale = {sold} to earn its cost back")


def _share(content: Content, audit: Audit, row: Row) -> Iterator[Sum]:
    """The channel's share of all buyers, once every channel has its number."""
    every = [_figure(content, each, CUSTOMERS) for each in audit.of("channel")]
    mine = _figure(content, row, CUSTOMERS)
    total = sum(bought.value for bought in every if bought)
    if mine and len(every) > 1 and all(every) and total:
        said = f"{mine} of {Figure(total, mine.evidence)} who bought came this way: {mine.value / total:.0%}"
        yield Sum("share of all who bought", said)
