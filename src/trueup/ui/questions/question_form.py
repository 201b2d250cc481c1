"""The form of one question: its text, the answer, the ways of not answering, evidence and note.

Used for the questions of an area and for the fields of a row alike. The `AnswerField` knows how it's answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from trueup.answers.model import Answer, Value
from trueup.content.model import CHOOSABLE_EVIDENCE, Evidence, Question
from trueup.content.model import Content as Screens
from trueup.engine.measures import is_known_from
from trueup.ui.base.fields import SEARCH, Search, Words
from trueup.ui.base.sheet import GivesWay
from trueup.ui.base.text import KEY, MUTED, STRONG, plain
from trueup.ui.questions.answer_note import EvidenceLine, Note, NoteLine
from trueup.ui.questions.choices import Choices, Entered, Opened, Picked, Refused, Way, Ways

CRAMPED = 17
"""In a form with fewer lines than this, a path leaves out its evidence, and the line about where buyers pay."""


class AnswerField:
    """How a question is answered: the widgets for it, one of them with the id `answer`, and what keys do there."""

    form: Asked
    is_typed = False
    """Whether letters are text."""
    is_long = False
    """Whether the field takes all the room, and can be searched."""

    @property
    def how_to(self) -> str:
        """How to answer, in a sentence or two."""
        raise NotImplementedError

    @property
    def nothing_yet(self) -> str:
        """What to say when Enter is pressed without an answer."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """The text in the field."""
        return ""

    @property
    def shown(self) -> str:
        """The saved answer as the field would show it. It is compared with `typed`, to tell whether it was edited."""
        return ""

    def widgets(self) -> Iterable[Widget]:
        """The widgets between the question and the note."""
        return ()

    def told_last(self) -> Iterable[Widget]:
        """The widgets below the form."""
        return ()

    def show_answer(self) -> None:
        """Update what depends on the answer, because the answer has changed."""

    def key_words(self, next: str) -> dict[str, str]:  # noqa: ARG002
        """The keys line's words for Enter and Space. `next` is the word for going on."""
        return {}

    def take(self) -> bool:
        """Take the marked row, or the typed text, before moving on. Return False if the founder must stay here."""
        return True

    def keep_typed(self) -> bool:
        """Take the typed text. Return False if the text was refused."""
        return True

    def pick(self, number: int) -> None:
        """Handle a digit pressed while another widget has the focus."""

    async def open(self) -> None:
        """Open a field for something that isn't among the choices."""

    def mark_position(self, position: str) -> None:
        """Move the bar to the part of the answer that takes a position."""

    def clear(self) -> None:
        """Show the question as unanswered, without a message."""

    def show_only(self, sought: str) -> None:
        """Show only the rows that match the search."""

    @property
    def can_be_left(self) -> bool:
        """Whether the field handles Escape, because something typed would be lost."""
        return self.form.is_changed

    def put_back(self) -> None:
        """Show the answer as it was, and go back."""
        self.show(self.shown)
        self.form.post_message(Asked.GoBack())

    def show(self, text: str) -> None:
        """Put something else into the field."""

    # What it works on ------------------------------------------------------

    @property
    def question(self) -> Question:
        """The question."""
        return self.form.question

    @property
    def is_many(self) -> bool:
        """Whether the answer can consist of several keys."""
        return self.question.kind not in ("choice", "channel")

    @property
    def value(self) -> Value | None:
        """The value of the answer; None if there is no answer, or it is *not sure* or *not applicable*."""
        answer = self.form.answer
        return answer.value if answer and answer.state == "given" else None

    @property
    def taken(self) -> tuple[str, ...]:
        """The keys chosen; empty if the answer doesn't consist of keys."""
        return self.value if isinstance(self.value, tuple) else ()


class Asked(Vertical):
    """A question with the answer it has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "leave it as it was", show=False, id="asked.give-up"),
        SEARCH,
        Binding("escape", "show_all", "show all", show=False, id="search.show-all"),
    ]

    @dataclass
    class Answered(Message):
        """Posted when the answer has changed; None means left blank."""

        question: Question
        answer: Answer | None

    class GoOn(Message):
        """Posted when the founder moves on, with Enter or *leave it blank*."""

    class GoBack(Message):
        """Posted when the founder leaves the field as it was."""

    def __init__(
        self, screens: Screens, question: Question, answer: Answer | None, field: AnswerField, *, text: str, note: str
    ) -> None:
        """`text` is the question in the words for this kind of business. `note` was typed before there was an
        answer."""
        super().__init__(id="asked", classes=type(field).__name__)
        self.screens, self.question, self.text = screens, question, text
        self.answer = answer
        self.position = ""
        """At first, the bar is on the part of the answer that takes this position. Empty: it is on what is chosen."""
        self.field = field
        field.form = self
        self.note = Note(answer)
        if answer is None:
            self.note.text = note
        self._evidence = answer.evidence if answer else None
        self._given_up = ""
        """What was in the field when Escape was pressed last."""
        self._could_go_on = answer is not None
        """Whether the keys line says that Enter goes on."""

    @property
    def is_typed(self) -> bool:
        """Whether the question is answered in a field, so that letters are text."""
        return self.field.is_typed

    @property
    def layout(self) -> Layout:
        """The layout, in which a list longer than its room scrolls, so that the rest of the question stays in sight."""
        return GivesWay(Choices)

    def compose(self) -> ComposeResult:
        """The question and its answer, then the note, the ways of not answering, the evidence, and what the field shows
        last.
        """
        yield Static(plain(self.text, STRONG), classes="prose")
        if self.question.hint:
            yield Static(plain(self.question.hint, MUTED), classes="prose")
        if self.field.is_long:
            yield Search()
        yield from self.field.widgets()
        yield NoteLine(self)
        yield Ways()
        if self.asks_evidence:
            yield EvidenceLine(self)
        yield from self.field.told_last()

    def on_mount(self) -> None:
        """Focus the answer without scrolling the page, so that the question stays in sight."""
        self._show_answer()
        if self.position:
            self.field.mark_position(self.position)
        self.query_one("#answer", Widget).focus(scroll_visible=False)

    def _show_answer(self) -> None:
        self.query_one(Ways).taken = self.answer.state if self.answer and self.answer.state != "given" else None
        self.set_class(bool(self.note.text or self.note.former), "-noted")
        self.field.show_answer()

    async def answer_with(self, field: AnswerField) -> None:
        """Switch to another field for the answer."""
        self.keep_note()
        self.field = field
        field.form = self
        await self.recompose()
        self._show_answer()
        self.query_one("#answer", Widget).focus()

    def on_resize(self, event: events.Resize) -> None:
        """In a low window, hide texts that are only read, to leave room for the steps of a path."""
        self.set_class(event.size.height < CRAMPED, "-cramped")

    # Going on --------------------------------------------------------------

    def key_words(self, next: str) -> dict[str, str]:
        """Return what the keys line says about Enter and Space here. `next` is the word for moving on."""
        return {"submit": "save"} if self.is_noting else self.field.key_words(next)

    @property
    def can_go_on(self) -> bool:
        """Whether the founder can move on: there is an answer, or typed text that may become one."""
        return self.answer is not None or bool(self.field.typed.strip())

    @on(Input.Changed, "#answer")
    @on(TextArea.Changed, "#answer")
    def _typed_on(self, event: Message) -> None:
        event.stop()
        if self._could_go_on != self.can_go_on:
            self._could_go_on = self.can_go_on
            self.screen.refresh_bindings()

    # Answering -------------------------------------------------------------

    def take_answer(self, answer: Answer | None) -> None:
        """Take this as the answer: show it and tell the screen."""
        self.answer = answer
        self._show_answer()
        self.post_message(self.Answered(self.question, answer))
        self.screen.refresh_bindings()

    def give(self, value: Value) -> None:
        """Give an answer."""
        self._take(Answer(value, evidence=self._evidence))

    def _take(self, answer: Answer) -> None:
        answer = self.note.put_on(answer)
        for line in self.query(NoteLine):
            line.refresh(layout=True)
        self.take_answer(answer)

    def pick_keys(self, keys: tuple[str, ...], *, none: bool) -> None:
        """Choose these keys; without any, the answer is blank again."""
        if not keys and not none:
            self.take_answer(None)
        else:
            self.give(keys if self.field.is_many else keys[0])

    def refuse(self, why: str) -> None:
        """Say why a key did nothing, or not all it was meant to."""
        self.post_message(Refused(why))

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        event.stop()
        self.pick_keys(event.keys, none=event.none)

    @on(Opened)
    async def _opened(self, event: Opened) -> None:
        event.stop()
        await self.field.open()

    @on(Ways.Taken)
    def _way_taken(self, event: Ways.Taken) -> None:
        event.stop()
        self.take(event.way)

    def take(self, way: Way) -> None:
        """Answer with not sure, not applicable, or blank. Blank moves on immediately."""
        self.keep_note()
        self.field.clear()
        if way == "blank":
            self.take_answer(None)
            self.post_message(self.GoOn())
        else:
            self._take(Answer(state=way))

    @on(Entered)
    @on(Words.Submitted, "#answer")
    @on(Input.Submitted, "#answer")
    def _enter(self, event: Message) -> None:
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """Take the marked row or the typed text, and move on. With neither, say how to leave the question blank."""
        asked_before = bool(self.note.former)
        if not self.field.take():
            return
        if self.answer is None:
            self.refuse(self.field.nothing_yet)
        elif self.note.former and not asked_before:
            self.refuse(f"Saved. {self.note_key} keeps or changes your words. Enter goes on.")
        else:
            self.post_message(self.GoOn())

    def keep_typed(self) -> bool:
        """Take the contents of the fields. Return False if they were refused."""
        self.keep_note()
        return not self.is_mounted or self.field.keep_typed()

    # Leaving the field as it was --------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether the typed text differs from the answer."""
        return self.is_typed and self.is_mounted and self.field.typed.strip() != self.field.shown.strip()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Take Escape only if something typed or searched would be lost and no sheet is open; otherwise leave it to the
        screen.
        """
        if action == "search":
            return self.field.is_long
        if action not in ("give_up", "show_all"):
            return True
        if not self.is_mounted or self.screen.query("Sheet"):
            return False
        if action == "show_all":
            return self.field.is_long and self.query_one(Search).is_open
        return self.query_one("#answer", Widget).has_focus and self.field.can_be_left

    def action_give_up(self) -> None:
        """Ask before losing what was typed; when called again, leave the answer as it was."""
        typed = self.field.typed
        if self.is_changed and self._given_up != typed:
            self._given_up = typed
            self.refuse("Not saved yet: Enter saves what you typed, Esc again drops it.")
        else:
            self.field.put_back()

    # Searching a long list --------------------------------------------------

    def action_search(self) -> None:
        """Open the search."""
        self.query_one(Search).open()

    def action_show_all(self) -> None:
        """End the search, so that everything is shown."""
        self.query_one(Search).close()
        self.field.show_only("")

    @on(Search.Changed)
    def _sought(self, event: Search.Changed) -> None:
        event.stop()
        self.field.show_only(event.text)

    @on(Search.Done)
    def _found(self, event: Search.Done) -> None:
        event.stop()
        if event.close:
            self.action_show_all()
        self.query_one("#answer", Widget).focus()

    # How it is known -------------------------------------------------------

    @property
    def asks_evidence(self) -> bool:
        """Whether it's asked how the answer is known: only for what really happens, and for numbers used in sums."""
        return is_known_from(self.question)

    @property
    def evidence(self) -> Evidence:
        """How the answer is known, as chosen or by default."""
        return self._evidence or self.question.evidence

    @property
    def following_evidence(self) -> Evidence:
        """The next kind of evidence, in the order record, counted, memory, guess."""
        words = CHOOSABLE_EVIDENCE
        return words[(words.index(self.evidence) + 1) % len(words)] if self.evidence in words else words[0]

    def take_evidence(self, evidence: Evidence) -> None:
        """Set how the answer is known."""
        self._evidence = evidence
        self.query_one(EvidenceLine).refresh()
        if self.answer is not None and self.answer.state == "given":
            self.take_answer(replace(self.answer, evidence=evidence))

    # The note --------------------------------------------------------------

    @property
    def can_be_quoted(self) -> bool:
        """Whether a card quotes the note: only if the answer takes a position and isn't itself in the founder's words.

        For what a promise says, a card quotes the promise itself, not the note.
        """
        question = self.question
        if question.row_kind == "promise" and question.side == "say":
            return False
        return question.side is not None and question.kind != "text"

    @property
    def note_key(self) -> str:
        """The key that opens the note."""
        return "F5" if self.is_typed else "n"

    @property
    def note_name(self) -> str:
        """What a written note is called, as wide as the word *evidence* and its gap."""
        return "your words  " if self.can_be_quoted else "note        "

    @property
    def is_noting(self) -> bool:
        """Whether the note is open."""
        return bool(self.query("#note"))

    async def write_note(self) -> None:
        """Open the note. If the answer has changed, its former note is in it, to be kept or changed."""
        if not self.is_noting:
            note = Words(self.note.text or self.note.former, id="note")
            label = Content.assemble("  ", (self.note_key, KEY), "  ", (self.note_name, MUTED))
            before = Static(label, id="note-label")
            before.styles.width = label.cell_length
            line = self.query_one(NoteLine)
            await self.mount(Horizontal(before, note, id="noting"), after=line)
            line.display = False
            note.focus()

    @on(Words.Submitted, "#note")
    async def _note_done(self, event: Words.Submitted) -> None:
        event.stop()
        await self.close_note()

    async def close_note(self) -> None:
        """Keep the note, and give the focus back to the answer."""
        self.keep_note()
        await self.query("#noting").remove()
        line = self.query_one(NoteLine)
        line.display = True
        line.refresh(layout=True)
        self.set_class(bool(self.note.text or self.note.former), "-noted")
        self.query_one("#answer", Widget).focus()
        if self.note.text and self.answer is None:
            self.refuse("Your words are saved, and go with the answer you give.")

    def keep_note(self) -> None:
        """Take what is in the note, if it is open."""
        try:
            text = self.query_one("#note", Words).text.strip()
        except NoMatches:
            return
        self.note.former = ""
        if text == self.note.text:
            return
        self.note.write(text, to_next=self.is_changed)
        if self.answer is not None and not self.is_changed:
            self.take_answer(replace(self.answer, note=text))
