"""What stands under a field while it is filled in: the sums a number is part of, the word that could be plainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual.content import Content
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.numbers import NumberError
from trueup.content.model import Content as Screens
from trueup.content.model import Question
from trueup.engine.jargon import Marked, marked
from trueup.engine.sums import Sum, reckoned
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain
from trueup.wording import findings as wording

MOST_SUMS = 6
"""Sums shown at once: a business has a few channels, and a window has some lines."""

INDENT = Content("  ")

Reckon = Callable[[float | None], list[Line]]
"""The number in the field (None: none that can be read) → the lines that say what follows from it."""


class Sums(Static):
    """What is reckoned from the number in the field, as it is typed."""

    def __init__(self, reckon: Reckon, read: Callable[[str], float]) -> None:
        """`read` makes a number of what is typed, or raises NumberError."""
        super().__init__(id="sums")
        self._reckon, self._read = reckon, read

    def on_mount(self) -> None:
        """Reckon anew with every key."""
        self.watch(self.screen.query_one("#asked #answer", Field), "value", self._typed)

    def _typed(self, text: str) -> None:
        value: float | None
        try:
            value = self._read(text)
        except NumberError:
            value = None
        lines = self._reckon(value)
        self.display = bool(lines)
        self.update(Hung(lines))


def sums_of(screens: Screens, audit: Audit, question: Question, row: Row | None = None) -> Reckon:
    """The sums that the number asked by `question` is part of, with what stands in the field in its place."""

    def reckon(value: float | None) -> list[Line]:
        given = None if value is None else Answer(value)
        if row is None:
            now = audit.with_answer(question.id, given)
        else:
            fields = {**row.fields, question.field: given} if given else _without(row, question.field)
            now = audit.with_row("channel", replace(row, fields=fields)) if question.home == "channel" else audit
        return list(_lines(screens, reckoned(screens, now, question.id, row.id if row else "")))

    return reckon


def _without(row: Row, field: str) -> dict[str, Answer]:
    return {name: answer for name, answer in row.fields.items() if name != field}


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


class PlainWords(Static):
    """The word of a published line that is nearest to the cursor and worth a second look, with its question.

    It asks and never forbids; the others come one by one as the cursor moves.
    """

    def __init__(self, screens: Screens) -> None:
        super().__init__(id="plain-words")
        self._screens = screens

    def on_mount(self) -> None:
        """Look again with every key."""
        self._field = self.screen.query_one("#asked #answer", Words)
        self.watch(self._field, "selection", self._look)

    def _look(self) -> None:
        text = self._field.text
        found = marked(self._screens, text)
        if not found:
            self.update("")
            return
        row, column = self._field.cursor_location
        at = sum(len(line) + 1 for line in text.split("\n")[:row]) + column
        number = max((n for n, mark in enumerate(found, 1) if mark.start <= at), default=1)
        many = Content.styled(f"{number} of {len(found)}" if len(found) > 1 else "", MUTED)
        self.update(Hung([Line(INDENT, _asking(text, found[number - 1]), many)]))


def _asking(text: str, mark: Marked) -> Content:
    word = " ".join(text[mark.start : mark.end].split())
    return Content.assemble("“", plain(word, STRONG), "”: ", plain(mark.question, MUTED))
