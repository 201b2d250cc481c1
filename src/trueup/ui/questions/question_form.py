"""One question, ready to be answered: its choices or a field, the ways of not answering, evidence and note.

Used for the questions of an area and for the fields of a row alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.css.query import NoMatches
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from trueup.answers.model import Answer
from trueup.answers.numbers import NumberError, parse_number, show_number
from trueup.content.model import Content as Screens
from trueup.content.model import Question
from trueup.engine.statements import tags_of
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.gives_way import GivesWay
from trueup.ui.base.text import MUTED, STRONG, plain, shorten
from trueup.ui.questions.choices import TICKS, Choices, Way, Ways, enter_word
from trueup.ui.questions.evidence_note import EvidenceLine, NoteLine
from trueup.ui.questions.field_hints import PlainWords, Reckon, Sums
from trueup.ui.questions.question_base import Noted

UNIT = 12
"""Cells for the unit beside a number: a currency can be called anything."""


DIGITS = 9
"""Rows that have a digit; those of a longer list are ticked with Space."""


class Asked(Noted):
    """A question of kind choice, many, text or number, with the answer it has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "leave it as it was", show=False, id="asked.give-up"),
    ]

    @dataclass
    class Answered(Message):
        """The answer is another one now; None: left blank."""

        question: Question
        answer: Answer | None

    class GoOn(Message):
        """The founder goes on: Enter, or *leave it blank*."""

    class GoBack(Message):
        """The founder leaves the field as it was."""

    def __init__(
        self,
        screens: Screens,
        question: Question,
        answer: Answer | None,
        *,
        text: str = "",
        choices: Sequence[tuple[str, str]] | None = None,
        unit: str | None = None,
        reckon: Reckon | None = None,
        id: str | None = None,
    ) -> None:
        """`text`, `choices` and `unit` replace the question's own: words for this kind of business, the founder's
        groups and currency. `reckon` tells what follows from a number.
        """
        super().__init__(question, answer, id=id)
        self.screens = screens
        self.text = text or question.text
        self._choices = choices or [(choice.key, choice.label) for choice in question.choices]
        self._unit = question.unit if unit is None else unit
        self._sums = reckon
        self._given_up = ""
        """What was in the field when Escape was pressed last."""
        self._could_go_on = answer is not None
        """Whether the keys line says that Enter goes on."""

    @property
    def is_typed(self) -> bool:
        """Whether it is answered in a field, so that letters are text."""
        return self.question.kind in ("text", "number")

    @property
    def layout(self) -> Layout:
        """A list longer than the room for it scrolls, so that the rest of the question stays in sight."""
        return GivesWay(Choices)

    def compose(self) -> ComposeResult:
        """The question, the answer, and what can be said about it."""
        question, answer = self.question, self.answer
        yield Static(plain(self.text, STRONG), classes="prose")
        if question.hint:
            yield Static(plain(question.hint, MUTED), classes="prose")
        yield from self._answer_widgets()
        yield NoteLine(self)
        ways = Ways()
        ways.taken = answer.state if answer and answer.state != "given" else None
        yield ways
        if self.asks_evidence:
            yield EvidenceLine(self)
        if self._sums is not None and self.question.kind == "number":
            yield Sums(self._sums, self._read)

    def _answer_widgets(self) -> ComposeResult:
        value = self.answer.value if self.answer and self.answer.state == "given" else None
        if self.question.kind == "text":
            yield Words(value if isinstance(value, str) else "", id="answer")
            if self.question.evidence == "published":
                yield PlainWords(self.screens)
        elif self.question.kind == "number":
            with Horizontal(id="number"):
                yield Field(self._written(value) if isinstance(value, float) else "", id="answer")
                yield Static(id="counts")
        else:
            chosen = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            yield Choices(self._choices, chosen, many=self._is_many, none=self._none_chosen(value), id="answer")

    def _read(self, text: str) -> float:
        """The number in the field. Raises NumberError with a sentence."""
        return parse_number(text, self._unit, below_zero=self.question.below_zero)

    def _written(self, value: float) -> str:
        """A number as the field shows it; `_read` reads it back."""
        return show_number(value)

    @property
    def _is_many(self) -> bool:
        return self.question.kind in ("many", "groups")

    def _none_chosen(self, value: object) -> bool | None:
        """Of a question's own ticks none can hold, and that is an answer; None: there is no such row."""
        return value == () if self.question.kind == "many" else None

    def on_mount(self) -> None:
        """The keys go to the answer; the page stays where it is, the question in sight."""
        self.query_one("#answer", Widget).focus(scroll_visible=False)
        self._count_number()

    @property
    def how_to(self) -> str:
        """How this question is answered, in a sentence or two."""
        if self.is_typed:
            return "Type your answer. Enter keeps it and goes on; Esc leaves it as it was."
        if self._is_many:
            return f"Space or a digit ticks. {TICKS}"
        return "A digit chooses, or move the bar. Enter takes the row with the bar and goes on."

    # What the keys are called ----------------------------------------------

    def key_words(self, next: str) -> dict[str, str]:
        """What the keys line says of Enter and Space here. `next` is the word for going on."""
        if self.is_noting:
            return {"submit": "save"}
        if self.is_typed:
            return {"submit": next if self.can_go_on else ""}
        choices = self.query_one(Choices)
        takes = choices.taken_by_enter
        if takes is None and not self.can_go_on:
            next = ""
        if self._is_many:
            words = {"go_on": enter_word(next, takes, len(choices.chosen)), "pick": "tick"}
            return words if len(choices.choices) <= DIGITS else {**words, "select": "tick"}
        return {"go_on": f"take, {next}" if takes else next}

    @property
    def can_go_on(self) -> bool:
        """Whether there is something to go on with: an answer, or something typed that may become one."""
        return self.answer is not None or bool(self.typed.strip())

    # Answering -------------------------------------------------------------

    def take_answer(self, answer: Answer | None) -> None:
        """This is the answer now: shown, and told to the screen."""
        self.answer = answer
        self.query_one(Ways).taken = answer.state if answer and answer.state != "given" else None
        self.post_message(self.Answered(self.question, answer))
        self.screen.refresh_bindings()

    def _given(self, value: str | float | tuple[str, ...]) -> None:
        self.take_answer(self._with_note(Answer(value, evidence=self._evidence)))

    @on(Choices.Changed)
    def _chosen(self, event: Choices.Changed) -> None:
        event.stop()
        self._take(event.keys, none=event.none)

    def _take(self, keys: tuple[str, ...], *, none: bool) -> None:
        if not keys and not none:
            self.take_answer(None)  # all unticked is blank again
        else:
            self._given(keys if self._is_many else keys[0])

    def pick(self, number: int) -> None:
        """A digit, pressed while the keys go elsewhere."""
        if not self.is_typed:
            self.query_one(Choices).action_pick(number)

    @on(Ways.Taken)
    def _way_taken(self, event: Ways.Taken) -> None:
        event.stop()
        self.take(event.way)

    def take(self, way: Way) -> None:
        """Not sure, not applicable, or blank. Blank goes on at once."""
        self.keep_note()
        self.clear_answer()
        if way == "blank":
            self.take_answer(None)
            self.post_message(self.GoOn())
        else:
            self.take_answer(self._with_note(Answer(state=way)))

    def clear_answer(self) -> None:
        """Show nothing as answered, without a message."""
        if not self.is_typed:
            self.query_one(Choices).clear()
        elif self.question.kind == "text":
            self.query_one("#answer", Words).text = ""
        else:
            self.query_one("#answer", Field).show("")

    @on(Choices.GoOn)
    @on(Words.Submitted, "#answer")
    @on(Input.Submitted, "#answer")
    def _enter(self, event: Message) -> None:
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """Take the row with the bar, or what is typed, and go on. With neither, say how to leave it blank."""
        asked_before = bool(self.former_note)
        if self.is_typed:
            if not self.keep_typed():
                return
        else:
            choices = self.query_one(Choices)
            if choices.taken_by_enter is not None and choices.take_marked():
                self._take(choices.chosen, none=choices.is_none)
        if self.answer is None:
            self.post_message(self.Refused(self.nothing_yet))
        elif self.former_note and not asked_before:
            self.post_message(self.Refused(f"Saved. {self.note_key} keeps or changes your words. Enter goes on."))
        else:
            self.post_message(self.GoOn())

    @property
    def nothing_yet(self) -> str:
        """What Enter says where there is nothing to go on with."""
        if self.is_typed:
            return "Nothing written yet. F8 leaves it blank."
        if self._is_many:
            return "Nothing ticked yet. Space or a digit ticks, F8 leaves it blank."
        return "Nothing chosen yet. A digit chooses, F8 leaves it blank."

    def keep_typed(self) -> bool:
        """Take what is in the fields. False: it can't be taken, and was refused."""
        self.keep_note()
        if not self.is_typed or not self.is_mounted:
            return True
        text = self.typed
        if not text.strip():
            if self.answer is not None and self.answer.state == "given":
                self.take_answer(None)
            return True
        if self.question.kind == "text":
            value: str | float = text.strip()
        else:
            try:
                value = self._read(text)
            except NumberError as error:
                self.post_message(self.Refused(f"Not taken: {error}."))
                return False
        if self.answer is None or self.answer.state != "given" or self.answer.value != value:
            self._given(value)
        if isinstance(value, float):
            self.query_one("#answer", Field).show(self._written(value))
        return True

    @property
    def typed(self) -> str:
        """What is in the field."""
        field = self.query_one("#answer")
        return field.text if isinstance(field, Words) else field.value if isinstance(field, Field) else ""

    # Leaving the field as it was --------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not the answer yet."""
        return self.is_typed and self.is_mounted and self.typed.strip() != self._shown_answer().strip()

    def _shown_answer(self) -> str:
        """The answer as its field shows it."""
        value = self.answer.value if self.answer and self.answer.state == "given" else None
        return self._written(value) if isinstance(value, float) else value if isinstance(value, str) else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Escape is the screen's unless something typed would be lost."""
        if action != "give_up":
            return True
        has_keys = self.is_mounted and self.query_one("#answer", Widget).has_focus
        return has_keys and self.is_changed and not self.screen.query("Sheet")

    def action_give_up(self) -> None:
        """Ask before what is typed is lost; a second time, leave the answer as it was."""
        if self._given_up != self.typed:
            self._given_up = self.typed
            self.post_message(self.Refused("Not saved yet: Enter saves what you typed, Esc again drops it."))
            return
        self.put_back()

    def put_back(self) -> None:
        """Show the answer as it was, and go back."""
        shown = self._shown_answer()
        if self.question.kind == "text":
            self.query_one("#answer", Words).text = shown
        else:
            self.query_one("#answer", Field).show(shown)
        self.post_message(self.GoBack())

    # A number, and what it counts as ---------------------------------------

    @on(Input.Changed, "#answer")
    @on(TextArea.Changed, "#answer")
    def _typed_on(self, event: Message) -> None:
        event.stop()
        self._count_number()
        if self._could_go_on != self.can_go_on:
            self._could_go_on = self.can_go_on
            self.screen.refresh_bindings()

    def _count_number(self) -> None:
        try:
            beside = self.query_one("#counts", Static)
        except NoMatches:
            return
        beside.update(self._counts_as(self.query_one("#answer", Field).value))

    def _counts_as(self, text: str) -> Content:
        """What the typed number is taken for, or why it can't be, before it counts."""
        unit = shorten(self._unit, UNIT) if self._unit else ""
        if not text.strip():
            return plain(unit, MUTED)
        try:
            value = self._read(text)
        except NumberError as error:
            return plain(str(error), MUTED)
        if value == 0:
            return plain(f"0 {unit}".strip() + ": really, or not counted?", MUTED)
        shown = self._written(value)
        taken = plain(f"{unit}  " if shown == text.strip() else f"= {shown} {unit}".rstrip() + "  ", MUTED)
        tags = tags_of(self.question, Answer(value))
        if not tags:
            return taken
        return Content.assemble(taken, ("counts as: ", MUTED), self.screens.label(tags[0][0]))
