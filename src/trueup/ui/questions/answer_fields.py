"""The fields in which questions are answered (choices, words, a number), and texts below them that follow the typing.

Each form has one such field, which does everything that depends on the kind of answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import OPTIONAL_STEP, Answer, Audit, Row
from trueup.answers.numbers import (
    CURRENCY,
    MONEY,
    OF_TEN,
    SHARE,
    NumberError,
    counted,
    out_of,
    parse_currency,
    parse_number,
    show_number,
    unit_of,
)
from trueup.content.model import Content as Screens
from trueup.content.model import Question
from trueup.engine.applicability import choices
from trueup.engine.reach import stated_together
from trueup.engine.statements import tags_of
from trueup.engine.sums import Sum, reckoned
from trueup.engine.vague_words import Marked, marked
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.text import MUTED, STRONG, Hung, Line, plain, shorten
from trueup.ui.questions.choices import NONE, TICKS, Choices, Chooser, enter_word
from trueup.ui.questions.question_form import AnswerField

MOST_SUMS = 6
"""The most sums shown at once. There can be one for every channel, too many for a window."""

INDENT = Content("  ")

DIGITS = 9
"""How many rows have a digit. In a longer list, the remaining rows can be ticked only with Space."""

SEARCHED_FROM = 12
"""A list with more choices than this can be searched."""

UNIT = 12
"""The most cells for the unit beside a number. A currency may have a long name, so it's cut."""


class ListField(AnswerField):
    """Choices to pick one of."""

    how_to = "Press a number, or move the bar. Enter picks the highlighted row and moves on."
    nothing_yet = "Nothing chosen yet. Press a number, or F8 to leave it blank."
    choices: Sequence[tuple[str, str]] = ()
    """The offered choices; a checklist gets its own from elsewhere."""
    none_word = NONE
    """The last row of a list of ticks, for answering that none of the choices applies."""
    opens: str | None = None
    """The key of the choice that opens a field for another name."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self.choices = choices

    def widgets(self) -> ComposeResult:
        """The list of choices. If several can be ticked, the last row is *none of these*."""
        chosen = (self.value,) if isinstance(self.value, str) else self.taken
        none = self.value == () if self.is_many else None
        words, opens = self.none_word, self.opens
        yield Choices(self.choices, chosen, many=self.is_many, none=none, none_word=words, opens=opens, id="answer")

    @property
    def listed(self) -> Chooser:
        """The list on the page."""
        return self.form.query_one("#answer", Chooser)

    @property
    def can_be_searched(self) -> bool:
        """Whether the list is longer than a window: only its first rows have a digit."""
        return self.is_long or len(self.choices) > SEARCHED_FROM

    def show_only(self, sought: str) -> bool:
        """Show only the choices that match the search by their labels, by everyday words for them, or by the positions
        they stand for.
        """
        label = self.form.screens.label
        also_called = {each.key: " ".join([each.also, *map(label, each.stands)]) for each in self.question.choices}
        return self.listed.show_only(sought, also_called)

    def offers(self, answer: Answer) -> bool:
        """Whether this choice is in the list: another kind of business may have been offered it."""
        return not isinstance(answer.value, str) or any(key == answer.value for key, _ in self.choices)

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's word for Enter: it takes the row with the bar, and moves on."""
        if self.listed.is_at_opener:
            return {"go_on": "name it"}
        takes = self.listed.taken_by_enter
        return {"go_on": f"take, {next}" if takes else next if self.form.can_go_on else ""}

    def take(self) -> bool:
        """If Enter takes the row with the bar, choose it. Return False if that row opens a field instead."""
        listed = self.listed
        if listed.taken_by_enter is None:
            return True
        if is_taken := listed.take_marked():
            self.form.pick_keys(listed.chosen, none=listed.is_none)
        return is_taken

    def mark_position(self, position: str) -> None:
        """Move the bar to the first chosen row that stands for this position."""
        stand = {choice.key for choice in self.question.choices if position in choice.stands}
        if taken := [key for each in self.taken if (key := each.removesuffix(OPTIONAL_STEP)) in stand]:
            self.listed.mark(taken[0])

    def pick(self, number: int) -> None:
        """Take the row with this digit, even if the list doesn't have the focus."""
        self.form.query_one("#answer", Choices).action_pick(number)

    def clear(self) -> None:
        """Show nothing as chosen and no row as marked."""
        self.listed.clear()


class TicksField(ListField):
    """Choices to tick many of."""

    how_to = f"Press Space or a number to tick. {TICKS}"
    nothing_yet = "Nothing ticked yet. Press Space or a number, or F8 to leave it blank."
    is_many = True

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's words: what Enter does (`next` is to move on), and which keys tick."""
        listed = self.listed
        if listed.is_at_opener:
            return {"go_on": "name it", "pick": "tick", "select": "name it"}
        if listed.taken_by_enter is None and not self.form.can_go_on:
            next = ""
        words = {"go_on": enter_word(next, listed.taken_by_enter, len(listed.chosen)), "pick": "tick"}
        return words if len(self.choices) < DIGITS else {**words, "select": "tick"}


class TypedField(AnswerField):
    """A field to type in. Enter takes the text as the answer and moves on."""

    is_typed = True
    how_to = "Type your answer. Enter keeps it and goes on, Ctrl+O keeps it and goes back, Esc leaves it as it was."
    nothing_yet = "Nothing written yet. F8 leaves it blank."

    def key_words(self, next: str) -> dict[str, str]:
        """Return the keys line's word for Enter: `next`, or none while there is nothing to move on with."""
        return {"submit": next if self.form.can_go_on else ""}

    def take(self) -> bool:
        """Take the typed text as the answer. Return False if it was refused."""
        return self.form.keep_typed()

    @property
    def typed(self) -> str:
        """The text in the field."""
        field = self.form.query_one("#answer")
        return field.text if isinstance(field, Words) else field.value if isinstance(field, Field) else ""

    @property
    def shown(self) -> str:
        """The saved answer as the field would show it. It is compared with `typed`, to tell whether it was edited."""
        return ""

    @property
    def is_changed(self) -> bool:
        """Whether the typed text differs from the saved answer."""
        return self.typed.strip() != self.shown.strip()

    def put_back(self) -> None:
        """Show the saved answer again, and go back."""
        self.show(self.shown)
        super().put_back()

    def show(self, text: str) -> None:
        """Put another text into the field."""
        field = self.form.query_one("#answer")
        if isinstance(field, Words | Field):
            field.show(text)

    def put_typed(self, text: str) -> None:
        """Show text that isn't saved, as if it had just been typed."""
        field = self.form.query_one("#answer")
        if isinstance(field, Words | Field):
            field.put_typed(text)

    def clear(self) -> None:
        """Empty the field."""
        self.show("")

    def keep_typed(self) -> bool:
        """Take the typed text as the answer, or leave the question blank. Return False if it was refused."""
        text, answer = self.typed.strip(), self.form.answer
        if not text:
            if answer is not None and answer.state == "given":
                self.form.take_answer(None)
            return True
        try:
            value, out_of = self.read(text), self.out_of(text)
        except NumberError as error:
            self.form.refuse(f"Not taken: {error}.")
            return False
        if self.value != value or (answer is not None and answer.out_of != out_of):
            self.form.give(value, out_of)
        return True

    def read(self, text: str) -> str | float:
        """Return the value of the answer that was typed. Raises NumberError, with a sentence for the founder."""
        return text

    def out_of(self, text: str) -> int:  # noqa: ARG002
        """Return out of how many a typed count is, if not out of as many as asked; otherwise 0."""
        return 0


class WordsField(TypedField):
    """A field for words. If they are published, it also shows jargon and vague words in them."""

    def widgets(self) -> ComposeResult:
        """The field and, for published words, the line about a word that could be plainer."""
        yield Words(self.shown, id="answer")
        if self.question.evidence == "published":
            yield Follows(self._plain_words, "plain-words")

    def _plain_words(self) -> Hung | None:
        """Return a question about a vague word or jargon in what is typed: about the last one before the cursor,
        otherwise the first. It never forbids the word. As the cursor moves, the other words are shown.
        """
        field = self.form.query_one("#answer", Words)
        text, (row, column) = field.text, field.cursor_location
        found = marked(self.form.screens, text)
        at = sum(len(line) + 1 for line in text.split("\n")[:row]) + column
        number = max((n for n, mark in enumerate(found, 1) if mark.start <= at), default=1)
        many = Content.styled(f"{number} of {len(found)}" if len(found) > 1 else "", MUTED)
        return Hung([Line(INDENT, _asking(text, mark), many) for mark in found[number - 1 : number]])

    @property
    def shown(self) -> str:
        """The saved answer as the field shows it."""
        return self.value if isinstance(self.value, str) else ""


def _asking(text: str, mark: Marked) -> Content:
    word = " ".join(text[mark.start : mark.end].split())
    return Content.assemble("“", plain(word, STRONG), "”: ", plain(mark.question, MUTED))


class CurrencyField(WordsField):
    """A field for the currency, in one line."""

    def widgets(self) -> ComposeResult:
        """The field."""
        yield Field(self.shown, id="answer")

    def read(self, text: str) -> str:
        """Return the typed currency. Raises NumberError, with a sentence for the founder."""
        return parse_currency(text)


class NumberField(TypedField):
    """A field for a number; beside it, how the number is understood; below it, what is worked out from the number."""

    placeholder = ""

    def __init__(self, audit: Audit, question: Question, row: Row | None) -> None:
        self._audit, self._row, self._unit = audit, row, unit_of(audit, question)
        if self._unit == OF_TEN:
            self.placeholder = "7, or 2 of 3"

    def widgets(self) -> ComposeResult:
        """The field, and beside it how the typed number is understood."""
        with Horizontal(id="number"):
            yield Field(self.shown, placeholder=self.placeholder, id="answer")
            yield Follows(lambda: self._counts_as(self.typed), "counts")

    def told_last(self) -> Iterable[Widget]:
        """What is worked out from the number."""
        yield Follows(self._worked_out, "sums")

    def _worked_out(self) -> Hung | None:
        """Return what follows from the number typed so far, as if it were the answer."""
        screens, question, row, now = self.form.screens, self.question, self._row, self._audit
        try:
            given = Answer(self.read(self.typed))
        except NumberError:
            given = None
        if row is None:
            now = now.with_answer(question.id, given)
        elif question.row_kind:
            now = now.with_row(question.row_kind, row.with_field(question.field, given))
        lines = list(_lines(screens, reckoned(screens, now, question.id, row.id if row else "")))
        return Hung(lines) if lines else None

    @property
    def shown(self) -> str:
        """The saved answer as the field shows it."""
        if not isinstance(self.value, float):
            return ""
        answer = self.form.answer
        return counted(answer, OF_TEN) if answer and answer.out_of else self.written(self.value)

    def read(self, text: str) -> float:
        """Return the number in the typed text. Raises NumberError with a sentence."""
        is_money = self.question.unit == MONEY
        return parse_number(text, self._unit, below_zero=self.question.below_zero, is_money=is_money)

    def out_of(self, text: str) -> int:
        """Return out of how many a typed count such as `2 of 3` is."""
        return out_of(text, self._unit)

    def written(self, value: float) -> str:
        """Return a number as the field shows it. `read` turns it back into the number."""
        return show_number(value)

    def keep_typed(self) -> bool:
        """Take the number as the answer, and show it as it was understood. Return False if it was refused."""
        is_kept = super().keep_typed()
        if is_kept and self.typed.strip():
            self.show(self.shown)
        return is_kept

    def _counts_as(self, text: str) -> Content:
        """Return how the typed text would be understood, or why it can't be."""
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
        if value == 0 and not self.out_of(text):
            return plain(f"0 {unit}".strip() + ": really, or not counted?", MUTED)
        shown = self.written(value)
        if self.out_of(text):
            unit = shown = text = ""
        taken = plain(f"{unit}  " if shown == text else f"= {shown} {unit}".rstrip() + "  ", MUTED)
        tags = tags_of(self.question, Answer(value))
        if not tags:
            return taken
        return Content.assemble(taken, ("counts as: ", MUTED), self.form.screens.label(tags[0][0]))


def _lines(screens: Screens, sums: tuple[Sum, ...]) -> Iterator[Line]:
    if any(each.said for each in sums):
        yield Line(INDENT, Content.styled("Worked out from these", STRONG))
    for each in sums[:MOST_SUMS]:
        if each.said:
            yield Line(INDENT, plain(each.said))
        elif each.missing:
            names = [screens.questions[name].short or screens.questions[name].text for name in each.missing]
            yield Line(INDENT, plain(f"To work out {each.about}, fill in: {', '.join(names)}", MUTED))
        else:
            yield Line(INDENT, plain(f"{each.about}: {each.silent}", MUTED))


class ShareField(NumberField):
    """A field for a share of customers, typed as `60%`, `60`, `6 of 10`, `6` or `0.6`."""

    placeholder = "6 of 10 or 60%"
    _beside = "of all customers"

    def read(self, text: str) -> float:
        """Return the typed share, from 0 to 1. Raises NumberError, with a sentence for the founder."""
        return share_of(text)

    def written(self, value: float) -> str:
        """Return the share as a percentage, such as `60%`."""
        return f"{show_number(round(value * 100, 6))}%"

    def _taken_for(self, text: str, value: float) -> Content:  # noqa: ARG002
        row = self._row
        with_it = self._audit.with_row("channel", row.with_field("share", Answer(value))) if row else self._audit
        together = stated_together(with_it)
        twice = f"; with the other channels {together:.0%}" if together > 1 else ""
        return plain(f"{value:.0%} of all customers{twice}", MUTED)


def share_of(text: str) -> float:
    """Return the share, from 0 to 1, written as `60%`, `60`, `6 of 10`, `6` or `0.6`. Raises NumberError, with a
    sentence.

    The question asks how many out of ten, so a bare number from 1 to 10 is that many.
    """
    if re.search(r"\bof\b|/", text):
        return parse_number(text, SHARE)
    number = parse_number(text, "%")
    if "%" not in text and number <= 10:
        return number if number < 1 else number / 10
    if number > 100:
        raise NumberError("no more than 100% can come one way")
    return number / 100


class Follows(Static):
    """A text about what is in the field, updated with every key. Hidden if `tell` returns None."""

    def __init__(self, tell: Callable[[], Content | Hung | None], id: str) -> None:
        super().__init__(id=id)
        self._tell = tell

    def on_mount(self) -> None:
        """Update the text whenever the field changes; with several lines, also whenever its cursor moves."""
        field = self.screen.query_one("#asked #answer")
        self.watch(field, "selection" if isinstance(field, Words) else "value", self._follow)

    def _follow(self) -> None:
        told = self._tell()
        self.display = told is not None
        self.update(told or "")


def usual_field(audit: Audit, question: Question, row: Row | None = None) -> AnswerField:
    """Return the field for a question by its kind: words, a number, or choices."""
    if question.kind == "text":
        return CurrencyField() if question.id == CURRENCY else WordsField()
    if question.kind == "number":
        return (ShareField if row and question.unit == SHARE else NumberField)(audit, question, row)
    # If the choice decides which row this is, don't offer what another row has: there is only one role *seller*.
    alike = audit.of(question.row_kind) if row and question.required and question.row_kind else ()
    taken = {each.text(question.field) for each in alike if row and each.id != row.id}
    offered = [(choice.key, choice.label) for choice in choices(audit, question) if choice.key not in taken]
    kind = TicksField if question.kind == "many" else ListField
    return kind(offered or [(choice.key, choice.label) for choice in question.choices])
