"""The ways to answer a question (choices, words, a number), and the text below a field while it is filled in.

A form has one such field, and leaves to it whatever depends on how the question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, Audit, Row
from trueup.answers.numbers import MONEY, SHARE, NumberError, parse_number, show_number, unit_of
from trueup.content.model import Content as Screens
from trueup.content.model import Question
from trueup.engine.applicability import choices
from trueup.engine.jargon import Marked, marked
from trueup.engine.statements import tags_of
from trueup.engine.sums import Sum, reckoned
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain, shorten
from trueup.ui.questions.choices import TICKS, Choices, Listed, enter_word
from trueup.ui.questions.question_form import AnswerField
from trueup.wording import findings as wording

MOST_SUMS = 6
"""The most sums shown at once: there can be one for every channel, and a window has few lines."""

INDENT = Content("  ")


def sums_of(
    screens: Screens, audit: Audit, question: Question, row: Row | None = None
) -> Callable[[float | None], list[Line]]:
    """Return a function from a typed number to the lines that show what is worked out from it, as if it were the
    answer. The number is None if what was typed isn't readable.
    """

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
    """Return a function that shows one word of a published line that is worth a second look, with a question about it:
    the last such word before the cursor, otherwise the first.

    The question never forbids the word. The other words come up one by one as the cursor moves.
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


DIGITS = 9
"""How many rows have a digit. In a longer list, the other rows are ticked with Space."""

UNIT = 12
"""The most cells for the unit beside a number, because a currency can have a name of any length."""


def usual_field(screens: Screens, audit: Audit, question: Question, row: Row | None = None) -> AnswerField:
    """Return the usual field for a question: for its choices, or for words or a number."""
    if question.kind == "text":
        return WordsField()
    if question.kind == "number":
        kind = ShareField if row and question.unit == SHARE else NumberField
        return kind(unit_of(audit, question), sums_of(screens, audit, question, row))
    # A choice that names a row is offered only once: for example, there is only one seller.
    alike = audit.of(question.row_kind) if row and question.required and question.row_kind else ()
    taken = {each.text(question.field) for each in alike if row and each.id != row.id}
    offered = [(choice.key, choice.label) for choice in choices(audit, question) if choice.key not in taken]
    return ListField(offered or [(choice.key, choice.label) for choice in question.choices])


class ListField(AnswerField):
    """Choices to pick one of, or to tick many of."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self.choices = choices

    def widgets(self) -> ComposeResult:
        """The choices. *None of these* is also an answer, if the question allows ticking several."""
        chosen = (self.value,) if isinstance(self.value, str) else self.taken
        none = self.value == () if self.question.kind == "many" else None
        yield Choices(self.choices, chosen, many=self.is_many, none=none, id="answer")

    @property
    def listed(self) -> Listed:
        """The list on the page."""
        return self.form.query_one("#answer", Choices)

    @property
    def how_to(self) -> str:
        """How to choose or tick."""
        if self.is_many:
            return f"Press Space or a number to tick. {TICKS}"
        return "Press a number, or move the bar. Enter picks the highlighted row and moves on."

    @property
    def nothing_yet(self) -> str:
        """Say that nothing is chosen yet, and how to choose."""
        way = "ticked yet. Press Space or a number" if self.is_many else "chosen yet. Press a number"
        return f"Nothing {way}, or F8 to leave it blank."

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words: whether Enter takes the marked row before moving on and, in a list of ticks,
        how to tick.
        """
        takes = self.listed.taken_by_enter
        if takes is None and not self.form.can_go_on:
            next = ""
        if self.is_many:
            words = {"go_on": enter_word(next, takes, len(self.listed.chosen)), "pick": "tick"}
            return words if len(self.choices) < DIGITS else {**words, "select": "tick"}
        return {"go_on": f"take, {next}" if takes else next}

    def take(self) -> bool:
        """Take the row with the bar."""
        listed = self.listed
        if listed.taken_by_enter is not None and listed.take_marked():
            self.form.pick_keys(listed.chosen, none=listed.is_none)
        return True

    def mark_position(self, position: str) -> None:
        """Move the bar to a ticked choice that takes this position."""
        stand = {choice.key for choice in self.question.choices if position in choice.stands}
        taken = [key for key in self.taken if key in stand]
        if taken:
            self.form.query_one("#answer", Choices).mark(taken[0])

    def pick(self, number: int) -> None:
        """Take the row with this digit, wherever the focus is."""
        self.form.query_one(Choices).action_pick(number)

    def clear(self) -> None:
        """Show nothing as chosen and no row as marked."""
        self.listed.clear()


class TypedField(AnswerField):
    """A field to type in. Enter keeps the text and goes on."""

    is_typed = True
    how_to = "Type your answer. Enter keeps it and goes on; Esc leaves it as it was."
    nothing_yet = "Nothing written yet. F8 leaves it blank."

    def key_words(self, next: str) -> dict[str, str]:
        """What Enter does: keep the typed text."""
        return {"submit": next if self.form.can_go_on else ""}

    def take(self) -> bool:
        """Take the typed text. Return False if it was refused."""
        return self.form.keep_typed()

    @property
    def typed(self) -> str:
        """What is in the field."""
        field = self.form.query_one("#answer")
        return field.text if isinstance(field, Words) else field.value if isinstance(field, Field) else ""

    def show(self, text: str) -> None:
        """Put another text into the field."""
        field = self.form.query_one("#answer")
        if isinstance(field, Words):
            field.text = text
        elif isinstance(field, Field):
            field.show(text)

    def clear(self) -> None:
        """Empty the field."""
        self.show("")

    def keep_typed(self) -> bool:
        """Take the typed text; if the field was emptied, the answer is blank again. Return False if the text was
        refused.
        """
        text, answer = self.typed.strip(), self.form.answer
        if not text:
            if answer is not None and answer.state == "given":
                self.form.take_answer(None)
            return True
        try:
            value = self.read(text)
        except NumberError as error:
            self.form.refuse(f"Not taken: {error}.")
            return False
        if self.value != value:
            self.form.give(value)
        return True

    def read(self, text: str) -> str | float:
        """Return the answer that the typed text expresses. Raises NumberError with a sentence."""
        return text


class WordsField(TypedField):
    """A field for words. Below a published line, it shows a word that may be worth a second look."""

    def widgets(self) -> ComposeResult:
        """The field, and under it the word that could be plainer."""
        yield Words(self.shown, id="answer")
        if self.question.evidence == "published":
            yield Follows(plain_words(self.form.screens, lambda: self.form.query_one("#answer", Words)), "plain-words")

    @property
    def shown(self) -> str:
        """The answer as it was typed."""
        return self.value if isinstance(self.value, str) else ""


class NumberField(TypedField):
    """A field for a number; beside it, how the number is understood; below it, what is worked out from the number."""

    placeholder = ""

    def __init__(self, unit: str, sums: Callable[[float | None], list[Line]] | None = None) -> None:
        self._unit, self._sums = unit, sums

    def widgets(self) -> ComposeResult:
        """The field, and beside it how its number is understood."""
        with Horizontal(id="number"):
            yield Field(self.shown, placeholder=self.placeholder, id="answer")
            yield Follows(lambda: self._counts_as(self.typed), "counts")

    def told_last(self) -> Iterable[Widget]:
        """What is worked out from the number."""
        if self._sums is not None:
            yield Follows(self._worked_out, "sums")

    def _worked_out(self) -> Hung | None:
        assert self._sums is not None
        try:
            lines = self._sums(self.read(self.typed))
        except NumberError:
            lines = self._sums(None)
        return Hung(lines) if lines else None

    @property
    def shown(self) -> str:
        """The answer as a person writes it."""
        return self.written(self.value) if isinstance(self.value, float) else ""

    def read(self, text: str) -> float:
        """Return the number in the typed text. Raises NumberError with a sentence."""
        is_money = self.question.unit == MONEY
        return parse_number(text, self._unit, below_zero=self.question.below_zero, is_money=is_money)

    def written(self, value: float) -> str:
        """A number as the field shows it; `read` reads it back."""
        return show_number(value)

    def keep_typed(self) -> bool:
        """Take the number, and show it as it was understood."""
        is_kept = super().keep_typed()
        if is_kept and self.typed.strip():
            self.show(self.shown)
        return is_kept

    def _counts_as(self, text: str) -> Content:
        """Return how the typed number would be understood, before it is taken, or why it can't be."""
        if not text.strip():
            return plain(self._beside, MUTED)
        try:
            return self._taken_for(text.strip(), self.read(text))
        except NumberError as error:
            return plain(str(error), MUTED)

    @property
    def _beside(self) -> str:
        return shorten(self._unit, UNIT) if self._unit else ""

    def _taken_for(self, text: str, value: float) -> Content:
        unit = self._beside
        if value == 0:
            return plain(f"0 {unit}".strip() + ": really, or not counted?", MUTED)
        shown = self.written(value)
        taken = plain(f"{unit}  " if shown == text else f"= {shown} {unit}".rstrip() + "  ", MUTED)
        tags = tags_of(self.question, Answer(value))
        if not tags:
            return taken
        return Content.assemble(taken, ("counts as: ", MUTED), self.form.screens.label(tags[0][0]))


class ShareField(NumberField):
    """A share of customers, as a person says it: `60%`, `60`, `6 of 10`, `0.6`."""

    placeholder = "60% or 6 of 10"
    _beside = "of all customers"

    def told_last(self) -> Iterable[Widget]:
        """Nothing, because no sums use a share."""
        return ()

    def read(self, text: str) -> float:
        """Return the share (0 to 1) in the typed text. Raises NumberError with a sentence."""
        return share_of(text)

    def written(self, value: float) -> str:
        """Return the share in percent."""
        return f"{show_number(round(value * 100, 6))}%"

    def _taken_for(self, text: str, value: float) -> Content:  # noqa: ARG002
        return Content.styled(f"{value:.0%} of all customers", MUTED)


def share_of(text: str) -> float:
    """Return the share (0 to 1) written as `60%`, `60`, `6 of 10` or `0.6`. Raises NumberError with a sentence.

    A bare 1 could mean one in a hundred or all of them, so the founder is asked which.
    """
    if re.search(r"\bof\b|/", text):
        return parse_number(text, SHARE)
    number = parse_number(text, "%")
    if "%" not in text and number < 1:
        return number
    if "%" not in text and number == 1:
        raise NumberError("1 could mean 1% or everyone; write 1% or 100%")
    if number > 100:
        raise NumberError("no more than 100% can come one way")
    return number / 100


class Follows(Static):
    """Text about what is being typed, updated with every key. An empty text takes no room."""

    def __init__(self, tell: Callable[[], Content | Hung | None], id: str) -> None:
        super().__init__(id=id)
        self._tell = tell

    def on_mount(self) -> None:
        """Update the text with every change in a one-line field, and with every move of the cursor in a field with
        several lines.
        """
        field = self.screen.query_one("#asked #answer")
        self.watch(field, "selection" if isinstance(field, Words) else "value", self._follow)

    def _follow(self) -> None:
        told = self._tell()
        self.display = told is not None
        self.update(told or "")
