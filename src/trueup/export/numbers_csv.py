"""The numbers of a business as comma-separated values, one number per line, for the founder's own spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from trueup.answers.model import Answer, Audit
from trueup.answers.numbers import SHARE
from trueup.content.model import AREAS, ROW_KINDS, Content, Question
from trueup.engine.applicability import asked, fields
from trueup.engine.history import History, Quarter, tallies
from trueup.engine.measures import is_known_from
from trueup.wording import vocabulary
from trueup.wording.changes import named
from trueup.wording.shortening import one_line

HEAD = ("quarter", "about", "number", "value", "unit", "known from")

DecimalMark = Literal[".", ","]
SEPARATORS: dict[DecimalMark, str] = {".": ",", ",": ";"}
"""Decimal mark → what separates the cells."""

BYTE_ORDER_MARK = "\ufeff"
"""The first character of the file: without it, a spreadsheet reads UTF-8 as an older encoding."""

_FORMULA = "=+-@＝＋－＠\t\r"
"""First characters that make a spreadsheet treat a cell as a formula, and maybe run it."""


class Number(NamedTuple):
    """One number of a quarter: its subject, name and value, and how it's known."""

    about: str
    number: str
    value: float
    unit: str = ""
    known: str = ""


def numbers_csv(content: Content, history: History, quarters: Sequence[str], decimal: DecimalMark = ".") -> str:
    """The numbers of these quarters. No cell can be mistaken for a formula.

    With a decimal comma, cells are separated by semicolons: a spreadsheet set to commas expects that.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=SEPARATORS[decimal])
    writer.writerow(HEAD)
    for name in quarters:
        for number in _numbers(content, history[name]):
            cells = (name, *number)
            writer.writerow(
                [harmless(each) if isinstance(each, str) else f"{each:.12g}".replace(".", decimal) for each in cells]
            )
    return text.getvalue()


def harmless(text: str) -> str:
    """`text` as a cell that stays text: if it begins like a formula, an apostrophe goes before it."""
    cell = one_line(text)
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) or text.startswith(("\t", "\r")) else cell


def _numbers(content: Content, quarter: Quarter) -> Iterator[Number]:
    audit = quarter.audit
    yield from _found(quarter)
    for area in AREAS:
        title = content.screens[area].title if area in content.screens else area
        questions = asked(content, audit, area)
        yield from _given(title, ((each, audit.answers.get(each.id)) for each in questions))
    for kind in ROW_KINDS:
        for row in audit.of(kind) if kind != "customer" else ():
            answers = ((each, row.fields.get(each.field)) for each in fields(content, audit, kind, row))
            yield from _given(named(content, kind, row), answers)
    for flow in quarter.point.flows:
        channel = audit.row("channel", flow.channel)
        about = named(content, "channel", channel) if channel else flow.channel
        yield Number(about, "asked, then bought", round(flow.bought / flow.asked, 4), SHARE)
    yield from _customers(content, audit)


def _found(quarter: Quarter) -> Iterator[Number]:
    point = quarter.point
    for verdict, count in (
        ("contradictions", point.contradictions),
        ("tensions", point.tensions),
        ("unproven", point.unproven),
        *point.by_severity.items(),
    ):
        yield Number("open mismatches", verdict, count)
    states = [found.state for found in quarter.found.mismatches]
    for state, words in vocabulary.DECISIONS.items():
        yield Number("mismatches", words, states.count(state))
    yield Number("checks", "possible", quarter.found.possible)
    if point.judged is not None:
        yield Number("checks", "judged", round(point.judged, 4), SHARE)
    if point.strain is not None:
        yield Number("how it feels", "sum of the marks", point.strain.total, f"of {point.strain.most}")


def _given(about: str, answers: Iterable[tuple[Question, Answer | None]]) -> Iterator[Number]:
    for question, answer in answers:
        if answer is not None and answer.state == "given" and isinstance(answer.value, float):
            known = vocabulary.KNOWN[answer.evidence or question.evidence] if is_known_from(question) else ""
            label = question.short or question.text
            yield Number(about, label, answer.value, question.unit, known)


def _customers(content: Content, audit: Audit) -> Iterator[Number]:
    """For each column of the last ten customers, the number of customers per answer."""
    for question, counted in tallies(content, audit).values():
        for choice in question.choices:
            if choice.key in counted:
                label = f"{question.short or question.text}: {choice.label}"
                yield Number(vocabulary.ROWS["customer"], label, counted[choice.key], "customers", "counted")
