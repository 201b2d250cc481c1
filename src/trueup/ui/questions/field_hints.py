"""What stands under a field while it is filled in: the sums a number is part of, the word that could be plainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual.content import Content

from trueup.answers.model import Answer, Audit, Row
from trueup.content.model import Content as Screens
from trueup.content.model import Question
from trueup.engine.jargon import Marked, marked
from trueup.engine.sums import Sum, reckoned
from trueup.ui.base.fields import Words
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.wording import findings as wording

MOST_SUMS = 6
"""Sums shown at once: a business has a few channels, and a window has some lines."""

INDENT = Content("  ")


def sums_of(
    screens: Screens, audit: Audit, question: Question, row: Row | None = None
) -> Callable[[float | None], list[Line]]:
    """Tell what follows from the number in the field, put in place of the answer; None: none that can be read."""

    def reckon(value: float | None) -> list[Line]:
        given = None if value is None else Answer(value)
        if row is None:
            now = audit.with_answer(question.id, given)
        elif question.home == "channel":
            rest = {name: answer for name, answer in row.fields.items() if name != question.field}
            now = audit.with_row("channel", replace(row, fields={**rest, question.field: given} if given else rest))
        else:
            now = audit
        return list(_lines(screens, reckoned(screens, now, question.id, row.id if row else "")))

    return reckon


def _lines(screens: Screens, sums: tuple[Sum, ...]) -> Iterator[Line]:
    if any(each.said for each in sums):
        yield Line(INDENT, Content.styled("Worked out from these", STRONG))
    for each in sums[:MOST_SUMS]:
        if each.said:
            yield Line(INDENT, plain(each.said))
        elif each.missing:
            names = [screens.questions[name].short or screens.questions[name].text for name in each.missing]
            yield Line(INDENT, plain(f"{each.about}: still needs {wording.listed(names)}", MUTED))
        else:
            yield Line(INDENT, plain(f"{each.about}: {each.silent}", MUTED))


def plain_words(screens: Screens, field: Callable[[], Words]) -> Callable[[], Content | Hung]:
    """Tell the word of a published line that is nearest to the cursor and worth a second look, with its question.

    It asks and never forbids; the others come one by one as the cursor moves.
    """

    def look() -> Content | Hung:
        text, (row, column) = field().text, field().cursor_location
        found = marked(screens, text)
        if not found:
            return Content("")
        at = sum(len(line) + 1 for line in text.split("\n")[:row]) + column
        number = max((n for n, mark in enumerate(found, 1) if mark.start <= at), default=1)
        many = Content.styled(f"{number} of {len(found)}" if len(found) > 1 else "", MUTED)
        return Hung([Line(INDENT, _asking(text, found[number - 1]), many)])

    return look


def _asking(text: str, mark: Marked) -> Content:
    word = " ".join(text[mark.start : mark.end].split())
    return Content.assemble("“", plain(word, STRONG), "”: ", plain(mark.question, MUTED))
