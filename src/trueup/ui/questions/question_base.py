"""What is said about an answer beside itself, and kept with it: how it is known, and a note in the founder's words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer, State, Value
from trueup.content.model import CHOOSABLE_EVIDENCE, Evidence, Question
from trueup.engine.measures import is_known_from
from trueup.ui.base.fields import Words
from trueup.ui.base.text import KEY, MUTED
from trueup.ui.questions.evidence_note import EvidenceLine, NoteLine

Said = tuple[State, Value | None]
"""What a note was written to: the answer without its note and its evidence."""


class Noted(Vertical):
    """A question with the answer it has. Shows the answer itself as `#answer`, its note and its evidence."""

    @dataclass
    class Refused(Message):
        """A key did nothing, or not all that was wanted; `why` says what would."""

        why: str

    def __init__(self, question: Question, answer: Answer | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.question = question
        self.answer = answer
        self._evidence = answer.evidence if answer else None
        self._note = answer.note if answer else ""
        self._noted: Said | None = _said(answer)
        """The answer the note belongs to; None: the one that is given first."""
        self._former: tuple[Said, str] | None = None
        """The note of the answer before, until the founder says whether it still fits."""

    @property
    def is_typed(self) -> bool:
        """Whether it is answered in a field, so that letters are text."""
        raise NotImplementedError

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not the answer yet."""
        raise NotImplementedError

    def take_answer(self, answer: Answer | None) -> None:
        """Show this as the answer, and tell the screen."""
        raise NotImplementedError

    # How it is known -------------------------------------------------------

    @property
    def asks_evidence(self) -> bool:
        """Only what really happens, and what is calculated with, is asked how it is known."""
        return is_known_from(self.question)

    @property
    def evidence(self) -> Evidence:
        """How the answer is known, as chosen or by default."""
        return self._evidence or self.question.evidence

    @property
    def following_evidence(self) -> Evidence:
        """Record, counted, memory, guess, in turn."""
        words = CHOOSABLE_EVIDENCE
        return words[(words.index(self.evidence) + 1) % len(words)] if self.evidence in words else words[0]

    def next_evidence(self) -> None:
        """Take the next one."""
        if self.asks_evidence:
            self.take_evidence(self.following_evidence)

    def take_evidence(self, evidence: Evidence) -> None:
        """The answer is known like this."""
        self._evidence = evidence
        self.query_one(EvidenceLine).refresh()
        if self.answer is not None and self.answer.state == "given":
            self.take_answer(replace(self.answer, evidence=evidence))

    # The note --------------------------------------------------------------

    @property
    def note(self) -> str:
        """The note to this answer."""
        return self._note

    @property
    def former_note(self) -> str:
        """The note to the answer before, which may fit no more."""
        return self._former[1] if self._former else ""

    @property
    def can_be_quoted(self) -> bool:
        """Whether a card quotes the note: the answer takes a position, and isn't itself in the founder's words."""
        question = self.question
        return question.side is not None and question.kind != "text" and question.row_kind != "promise"

    @property
    def note_key(self) -> str:
        """The key that opens the note."""
        return "F5" if self.is_typed else "n"

    @property
    def note_name(self) -> str:
        """What a written note is called, as wide as the word *evidence* and its gap."""
        return "your words  " if self.can_be_quoted else "note        "

    def start_note(self, draft: str) -> None:
        """Begin with a note that was typed before there was an answer."""
        if self.answer is None:
            self._note = draft

    def _with_note(self, answer: Answer) -> Answer:
        """The answer with its own note. A note to another answer is never kept with this one unasked."""
        said = _said(answer)
        if self._note and self._noted not in (None, said):
            assert self._noted is not None
            self._former, self._note = (self._noted, self._note), ""
        elif self._former and self._former[0] == said and not self._note:
            self._note, self._former = self._former[1], None
        self._noted = said
        self._note_line_anew()
        return replace(answer, note=self._note)

    def _note_line_anew(self) -> None:
        for line in self.query(NoteLine):
            line.refresh(layout=True)

    async def write_note(self) -> None:
        """Open the note to write in; one that may fit no more is there to be kept or changed."""
        if not self.is_noting:
            note = Words(self._note or self.former_note, id="note")
            label = Content.assemble("  ", (self.note_key, KEY), "  ", (self.note_name, MUTED))
            before = Static(label, id="note-label")
            before.styles.width = label.cell_length
            line = self.query_one(NoteLine)
            await self.mount(Horizontal(before, note, id="noting"), after=line)
            line.display = False
            note.focus()

    @property
    def is_noting(self) -> bool:
        """Whether the note is open."""
        return bool(self.query("#note"))

    @on(Words.Submitted, "#note")
    async def _note_done(self, event: Words.Submitted) -> None:
        event.stop()
        await self.close_note()

    async def close_note(self) -> None:
        """Keep the note, and give the keys back to the answer."""
        self.keep_note()
        await self.query("#noting").remove()
        line = self.query_one(NoteLine)
        line.display = True
        line.refresh(layout=True)
        self.query_one("#answer", Widget).focus()
        if self._note and self.answer is None:
            self.post_message(self.Refused("Your words are saved, and go with the answer you give."))

    def keep_note(self) -> None:
        """Take what is in the note, if it is open."""
        try:
            text = self.query_one("#note", Words).text.strip()
        except NoMatches:
            return
        self._former = None
        if text == self._note:
            return
        self._note = text
        if self.is_changed:
            self._noted = None  # written to what is in the field, and saved with it
        elif self.answer is not None:
            self.take_answer(replace(self.answer, note=text))


def _said(answer: Answer | None) -> Said | None:
    return (answer.state, answer.value) if answer else None
