"""What is said about an answer beside itself, and kept with it: how it is known, and a note."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Static

from trueup.answers.model import Answer
from trueup.content.model import CHOOSABLE_EVIDENCE, Evidence, Question
from trueup.engine.measures import is_known_from
from trueup.ui.base.fields import Words
from trueup.ui.base.text import KEY, MUTED
from trueup.ui.questions.evidence_note import About


class Noted(Vertical):
    """A question with the answer it has. Shows an `About`, and the answer itself as `#answer`."""

    def __init__(self, question: Question, answer: Answer | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.question = question
        self.answer = answer
        self._evidence = answer.evidence if answer else None
        self._note = answer.note if answer else ""

    @property
    def is_typed(self) -> bool:
        """Whether it is answered in a field, so that letters are text."""
        raise NotImplementedError

    def take_answer(self, answer: Answer | None) -> None:
        """This is the answer now."""
        raise NotImplementedError

    @property
    def asks_evidence(self) -> bool:
        """Only what really happens, and what is reckoned with, is asked how it is known."""
        return is_known_from(self.question)

    @property
    def evidence(self) -> Evidence:
        """How the answer is known, as chosen or by default."""
        return self._evidence or self.question.evidence

    @property
    def note(self) -> str:
        """The note."""
        return self._note

    def next_evidence(self) -> None:
        """Record, counted, memory, guess, in turn."""
        if not self.asks_evidence:
            return
        words = CHOOSABLE_EVIDENCE
        at = words.index(self.evidence) if self.evidence in words else -1
        self._evidence = words[(at + 1) % len(words)]
        self.query_one(About).refresh()
        if self.answer is not None and self.answer.state == "given":
            self.take_answer(replace(self.answer, evidence=self._evidence))

    async def write_note(self) -> None:
        """Open the note to write in."""
        if not self.is_noting:
            note = Words(self._note, id="note")
            label = Static(self.note_label, id="note-label")
            label.styles.width = self.note_label.cell_length - 2  # the bar and the blank of the field take two
            await self.mount(Horizontal(label, note, id="noting"), after=self.query_one(About))
            self.query_one(About).refresh(layout=True)
            note.focus()

    @property
    def note_label(self) -> Content:
        """`n  note`, as wide as the words above it."""
        key = "F5" if self.is_typed else "n"
        return Content.assemble("  ", (key, KEY), "  ", ("note".ljust(14), MUTED))

    @property
    def is_noting(self) -> bool:
        """Whether the note is open."""
        return bool(self.query("#note"))

    @on(Words.Submitted, "#note")
    async def _note_done(self, event: Words.Submitted) -> None:
        event.stop()
        await self.close_note()

    async def close_note(self) -> None:
        """The note is written; the keys go back to the answer."""
        self.keep_note()
        await self.query("#noting").remove()
        self.query_one("#answer", Widget).focus()
        self.query_one(About).refresh(layout=True)

    def keep_note(self) -> None:
        """Take what stands in the note, if it is open."""
        try:
            text = self.query_one("#note", Words).text.strip()
        except NoMatches:
            return
        if text == self._note:
            return
        self._note = text
        if self.answer is not None:
            self.take_answer(replace(self.answer, note=text))
