"""The form of one question: its text, the field for the answer, the note, the ways of not answering, and the evidence.

It is used for the questions of an area and for the fields of a row. What depends on the kind of answer is left to an
`AnswerField`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from trueup.answers.model import Answer, Value
from trueup.content.model import Content as Screens
from trueup.content.model import Evidence, Question
from trueup.engine.measures import is_known_from
from trueup.ui.base.fields import SEARCH, Field, Search, Words
from trueup.ui.base.sheet import GivesWay, Refused
from trueup.ui.base.signs import ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain
from trueup.ui.questions.choices import Choices, Entered, Opened, Way, Ways
from trueup.ui.questions.note import Note, NoteLine

EVIDENCE: Mapping[Evidence, str] = {
    "record": "record: a list, a bill or a statistic says so",
    "counted": "counted: you counted it yourself",
    "memory": "memory: you remember it",
    "guess": "guess: you think so, and it proves nothing yet",
}
NO_MATCH = "Nothing here matches. Try another word; Esc shows all."
CRAMPED = 17
"""A form with fewer lines than this hides some texts, such as the evidence below the steps to a sale."""


class AnswerField:
    """The part of a form that depends on the kind of answer. One of its widgets has the id `answer`."""

    form: Asked
    how_to = ""
    """How to answer, in a sentence or two."""
    nothing_yet = ""
    """The notice to show when Enter is pressed without an answer."""
    is_typed = False
    """Whether the answer is typed, so that letters can't be keys."""
    is_many = False
    """Whether the answer can consist of several keys."""
    is_long = False
    """Whether the field is a long list that takes all the room."""
    scrolls: type[Widget] = Choices
    """The kind of widget that scrolls if the form doesn't fit."""

    @property
    def can_be_searched(self) -> bool:
        """Whether the field is a list long enough to be searched."""
        return False

    @property
    def typed(self) -> str:
        """The text in the field."""
        return ""

    @property
    def is_changed(self) -> bool:
        """Whether the typed text differs from the saved answer."""
        return False

    @property
    def can_be_left(self) -> bool:
        """Whether Escape is handled by the form, because leaving would lose something typed."""
        return self.form.is_changed

    def offers(self, answer: Answer) -> bool:  # noqa: ARG002
        """Whether this answer can be given here."""
        return True

    def widgets(self) -> Iterable[Widget]:
        """The widgets between the question and the note."""
        return ()

    def told_last(self) -> Iterable[Widget]:
        """The widgets below the form."""
        return ()

    def show_answer(self) -> None:
        """Show the form's answer. Called whenever the answer has changed."""

    def key_words(self, next: str) -> dict[str, str]:  # noqa: ARG002
        """Return action → word for the keys line. `next` is the word for moving on."""
        return {}

    def take(self) -> bool:
        """Take the marked row or the typed text as the answer, before moving on. Return False if it can't."""
        return True

    def keep_typed(self) -> bool:
        """Take the typed text as the answer. Return False if it was refused."""
        return True

    def may_be_left(self) -> bool:
        """Whether *back* leaves the field now. If it would drop what is typed, say so the first time."""
        return True

    def put_back(self) -> None:
        """Show the saved answer again, and go back."""
        self.form.post_message(Asked.GoBack())

    def put_typed(self, text: str) -> None:
        """Show text that isn't saved, as if it had just been typed."""

    def clear(self) -> None:
        """Show no answer, without posting a message."""

    def pick(self, number: int) -> None:
        """Handle a digit pressed while another widget has the focus."""

    async def open(self) -> None:
        """Open a field for an answer that isn't among the choices."""

    def mark_position(self, position: str) -> None:
        """Move the bar to the part of the answer that stands for a position."""

    def show_only(self, sought: str) -> bool:  # noqa: ARG002
        """Show only the rows that match the search. Return False if none does."""
        return True

    # What it works on ------------------------------------------------------

    @property
    def question(self) -> Question:
        """The question of the form."""
        return self.form.question

    @property
    def value(self) -> Value | None:
        """The value of the answer; None if there is no answer, or it is *not sure* or *not applicable*."""
        answer = self.form.answer
        return answer.value if answer and answer.state == "given" else None

    @property
    def taken(self) -> tuple[str, ...]:
        """The value of the answer if it's a tuple, otherwise empty."""
        return self.value if isinstance(self.value, tuple) else ()


class Asked(Vertical):
    """The form of one question, with its present answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "leave it as it was", show=False, id="asked.give-up"),
        SEARCH,
        Binding("escape", "show_all", "show all", id="search.show-all"),
    ]

    @dataclass
    class PutBack(Message):
        """Posted when half-typed text is back in its field."""

        form: Asked

    class GoOn(Message):
        """Posted when the founder moves on, with Enter or *leave it blank*."""

    class GoBack(Message):
        """Posted when the founder drops what was typed and goes back."""

    def __init__(
        self,
        screens: Screens,
        question: Question,
        answer: Answer | None,
        field: AnswerField,
        save: Callable[[Question, Answer | None], None],
        *,
        text: str,
        note: str,
    ) -> None:
        """`save` saves an answer; None leaves the question blank. `text` is the question as worded for this kind of
        business. `note` is a note that was typed before there was an answer.
        """
        super().__init__(id="asked", classes=type(field).__name__)
        self.screens, self.question, self.text = screens, question, text
        self.answer, self._save = answer, save
        self.position = ""
        """The bar starts on the part of the answer that stands for this position; if empty, on what is chosen."""
        self.field = field
        field.form = self
        self.note = Note(answer, note, can_be_quoted=self.can_be_quoted)
        self.draft = note
        """The draft of the note as it was last read from the file or saved."""
        self.half_typed = ("", "")
        """What to put back into the fields of answer and note: text that was being typed when trueup was killed."""
        self._evidence = answer.evidence if answer else None
        self._given_up = ""
        """The text in the field when Escape was last pressed; pressing it again with the same text drops the text."""
        self._has_match = True
        self._could_go_on = answer is not None
        """Whether the keys line, as last drawn, says that Enter moves on."""

    @property
    def layout(self) -> Layout:
        """A layout in which a list that is too long scrolls, so that everything else stays in sight."""
        return GivesWay(self.field.scrolls)

    def compose(self) -> ComposeResult:
        """The question, the field, the note, the ways of not answering, the evidence, and what comes last."""
        yield Static(plain(self.text, STRONG), classes="prose")
        if self.question.hint:
            yield Static(plain(self.question.hint, MUTED), classes="prose")
        if self.field.can_be_searched:
            yield Search()
        yield from self.field.widgets()
        yield NoteLine(self.note, self.note_key)
        yield Ways()
        if self.asks_evidence:
            yield EvidenceLine(self)
        yield from self.field.told_last()

    async def on_mount(self) -> None:
        """Focus the answer without scrolling the question away, and put back what was being typed."""
        self._show_answer()
        if self.position:
            self.field.mark_position(self.position)
        self.query_one("#answer", Widget).focus(scroll_visible=False)
        await self._put_back(*self.half_typed)

    async def _put_back(self, answer: str, note: str) -> None:
        if answer and not self.field.is_typed:
            await self.field.open()
        if is_back := bool(answer) and self.field.is_typed and answer != self.field.typed:
            self.field.put_typed(answer)
        if note and note != self.note.text:
            is_back = True
            await self.write_note()
            self.query_one("#note", Words).put_typed(note)
        if is_back:
            self.post_message(self.PutBack(self))

    def _show_answer(self) -> None:
        self.query_one(Ways).taken = self.answer.state if self.answer and self.answer.state != "given" else None
        self.set_class(bool(self.note.text or self.note.former), "-noted")
        self.query_one(NoteLine).show()
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
        """With few lines, hide texts that are only for reading."""
        self.set_class(event.size.height < CRAMPED, "-cramped")

    # Going on --------------------------------------------------------------

    def key_words(self, next: str) -> dict[str, str]:
        """Return action → word for the keys line. `next` is the word for moving on."""
        return {"submit": "save"} if self.is_noting else self.field.key_words(next)

    @property
    def can_go_on(self) -> bool:
        """Whether Enter can move on: there is an answer, or typed text."""
        return self.is_answered or bool(self.field.typed.strip())

    @property
    def is_answered(self) -> bool:
        """Whether the field shows an answer. One that this business isn't offered doesn't count."""
        return self.answer is not None and (self.answer.state != "given" or self.field.offers(self.answer))

    @on(Input.Changed, "#answer")
    @on(TextArea.Changed, "#answer")
    def _typed_on(self, event: Message) -> None:
        event.stop()
        if self._could_go_on != self.can_go_on:
            self._could_go_on = self.can_go_on
            self.screen.refresh_bindings()

    # Answering -------------------------------------------------------------

    def take_answer(self, answer: Answer | None) -> None:
        """Set the answer, show it, and save it."""
        self.answer = answer
        self._show_answer()
        self._save(self.question, answer)
        self.screen.refresh_bindings()

    def give(self, value: Value, out_of: int = 0) -> None:
        """Answer with this value, and with the evidence and note of the form. `out_of`: see `Answer`."""
        self.take_answer(self.note.put_on(Answer(value, evidence=self._evidence, out_of=out_of)))

    def pick_keys(self, keys: tuple[str, ...], *, none: bool) -> None:
        """Answer with these keys. Without keys, leave the question blank, unless `none` (*none of these*)."""
        if not keys and not none:
            self.take_answer(None)
        else:
            self.give(keys if self.field.is_many else keys[0])

    def refuse(self, why: str) -> None:
        """Post `Refused`, to say why a key did nothing, or less than it should."""
        self.post_message(Refused(why))

    @on(Opened)
    async def _opened(self, event: Opened) -> None:
        event.stop()
        await self.field.open()

    def take(self, way: Way) -> None:
        """Answer with not sure, not applicable, or blank. Blank moves on immediately."""
        self.keep_note()
        self.field.clear()
        if way == "blank":
            self.take_answer(None)
            self.post_message(self.GoOn())
        else:
            self.take_answer(self.note.put_on(Answer(state=way)))

    @on(Entered)
    @on(Words.Submitted, "#answer")
    @on(Input.Submitted, "#answer")
    def go_on(self) -> None:
        """Take the answer and move on. Without one, say how to leave the question blank."""
        asked_before = bool(self.note.former)
        if not self.field.take():
            return
        if not self.is_answered:
            self.refuse(self.field.nothing_yet)
        elif self.note.former and not asked_before:
            self.refuse(f"{self.note_key} keeps or changes your words. Enter goes on.")
        else:
            self.post_message(self.GoOn())

    def keep_typed(self) -> bool:
        """Take the note and the typed answer. Return False if the answer was refused."""
        self.keep_note()
        return not self.is_mounted or self.field.keep_typed()

    # Leaving the field as it was --------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether the typed text differs from the saved answer."""
        return self.is_mounted and self.field.is_changed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Handle Escape only if it would lose typed text or end a search; otherwise the screen handles it."""
        if action == "search":
            return self.field.can_be_searched and not isinstance(self.screen.focused, Field | Words)
        if action not in ("give_up", "show_all"):
            return True
        if not self.is_mounted or self.screen.query("Sheet"):
            return False
        if action == "show_all":
            return self.field.can_be_searched and self.query_one(Search).is_open
        return self.query_one("#answer", Widget).has_focus and self.field.can_be_left

    def action_give_up(self) -> None:
        """Drop what was typed and go back. Only warn the first time."""
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
        """Close the search and show everything."""
        self.query_one(Search).close()
        self.field.show_only("")

    @on(Search.Changed)
    def _sought(self, event: Search.Changed) -> None:
        event.stop()
        self._has_match = self.field.show_only(event.text)
        if not self._has_match:
            self.refuse(NO_MATCH)

    @on(Search.Done)
    def _found(self, event: Search.Done) -> None:
        event.stop()
        if event.close:
            self.action_show_all()
        elif not self._has_match:
            self.refuse(NO_MATCH)
        self.query_one("#answer", Widget).focus()

    # How it is known -------------------------------------------------------

    @property
    def asks_evidence(self) -> bool:
        """Whether the form asks how the answer is known: what really happens, and numbers used in sums."""
        return is_known_from(self.question)

    @property
    def evidence(self) -> Evidence:
        """How the answer is known, as the founder chose, otherwise the question's default."""
        return self._evidence or self.question.evidence

    def take_evidence(self, evidence: Evidence) -> None:
        """Set how the answer is known."""
        self._evidence = evidence
        self.query_one(EvidenceLine).refresh()
        if self.answer is not None and self.answer.state == "given":
            self.take_answer(replace(self.answer, evidence=evidence))

    # The note --------------------------------------------------------------

    @property
    def can_be_quoted(self) -> bool:
        """Whether a card of a mismatch would quote the note. It does if the answer stands for a position and isn't
        itself in the founder's words. For what a promise says, the card quotes the promise.
        """
        question = self.question
        if question.row_kind == "promise" and question.side == "say":
            return False
        return question.side is not None and question.kind != "text"

    @property
    def note_key(self) -> str:
        """The key that opens the note."""
        return "F5" if self.field.is_typed else "n"

    @property
    def is_noting(self) -> bool:
        """Whether the note is open."""
        return bool(self.query("#note"))

    async def write_note(self) -> None:
        """Open the note. If the answer has changed, the note contains the former note, to keep or change."""
        if not self.is_noting:
            note = Words(self.note.text or self.note.former, id="note")
            label = Content.assemble("  ", (self.note_key, KEY), "  ", (self.note.name, MUTED))
            line = self.query_one(NoteLine)
            await self.mount(Horizontal(Static(label, id="note-label"), note, id="noting"), after=line)
            line.display = False
            note.focus()

    @on(Words.Submitted, "#note")
    async def close_note(self) -> None:
        """Save the note, and give the focus back to the answer."""
        self.keep_note()
        await self.query("#noting").remove()
        self.query_one(NoteLine).display = True
        self._show_answer()
        self.query_one("#answer", Widget).focus()
        if self.note.text and self.answer is None:
            self.refuse("Your words are saved, and go with the answer you give.")

    @property
    def note_typed(self) -> str | None:
        """The text in the open note; None if the note isn't open."""
        note = self.query_one_optional("#note", Words)
        return None if note is None else note.text.strip()

    def keep_note(self) -> None:
        """If the note is open, take its text."""
        text = self.note_typed
        if text is None:
            return
        self.note.former = ""
        if text == self.note.text:
            return
        self.note.write(text, to_next=self.is_changed)
        if self.answer is not None and not self.is_changed:
            self.take_answer(replace(self.answer, note=text))


class EvidenceLine(Widget):
    """The line that says how the answer is known. A click chooses the word under the mouse."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def render(self) -> Hung:
        """Render the four words, with the current one highlighted."""
        asked = self._asked
        lead = Content.assemble("  ", ("F4" if asked.field.is_typed else "e", KEY), "  ", ("evidence      ", MUTED))
        words = [
            Content.styled(f"{ring(self, word == asked.evidence)} {word}", STRONG if word == asked.evidence else "")
            for word in EVIDENCE
        ]
        return Hung([Line(lead, fill=lambda width: _spread(words, width))])

    async def on_click(self, event: events.Click) -> None:
        """Choose the kind of evidence under the mouse; beside the words, list them."""
        drawn = self.render().set(self.size.width)[0].plain
        starts = [(drawn.index(f" {word}"), word) for word in EVIDENCE]
        hit = [word for start, word in starts if start - 1 <= event.x <= start + len(word)]
        if hit:
            self._asked.take_evidence(hit[0])
        else:
            await self._asked.screen.run_action("evidence")


def _spread(words: Sequence[Content], width: int) -> Content:
    """Return the words in a row, with one to four spaces between them, as `width` allows."""
    room = width - sum(word.cell_length for word in words)
    return Content(" " * min(max(room // (len(words) - 1), 1), 4)).join(words)
