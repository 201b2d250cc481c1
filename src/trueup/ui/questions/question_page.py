"""A page with a question to be answered: what its keys do to the answer, and what is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from trueup.answers.model import Answer
from trueup.content.model import Question
from trueup.engine.applicability import wording
from trueup.ui.base.layouts import IfRoom, Part, heading, one_below_the_other
from trueup.ui.base.outlined_page import OutlinedPage
from trueup.ui.base.sheet import Reading, Sheet
from trueup.ui.base.text import Hung, Line
from trueup.ui.questions.choices import Refused, Way
from trueup.ui.questions.question_form import AnswerField, Asked
from trueup.ui.questions.reasons import WHY, reasons


class AskingPage(OutlinedPage):
    """Shows an `Asked`, or none. What is answered is the screen's to keep."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", "choose", show=False, id=f"area.pick-{n}") for n in range(1, 10)),
        Binding("e,f4", "evidence", "evidence", id="area.evidence"),
        Binding("question_mark,f2", "why", "why", id="area.why"),
        Binding("n,f5", "note", "your words", id="area.note"),
        Binding("f6", "way('unsure')", "not sure", show=False, id="area.unsure"),
        Binding("f7", "way('na')", "not applicable", show=False, id="area.na"),
        Binding("f8", "way('blank')", "leave it blank", show=False, id="area.blank"),
    ]
    NEXT: ClassVar[str] = "next"
    """What the keys line calls going on."""

    @property
    def next_word(self) -> str:
        """What going on is called here."""
        return self.NEXT

    @property
    def key_words(self) -> Mapping[str, str]:
        """The words of the screen, and what Enter and Space do to the answer as it is now."""
        asked = self._asked
        words = asked.key_words(self.next_word) if asked and asked.is_mounted else {}
        note = {} if asked is None or asked.can_be_quoted else {"note": "note"}
        return {**self.KEY_WORDS, **note, **words}

    @property
    def _asked(self) -> Asked | None:
        # Asked for with every key, and by every key that is shown: a query takes ten times as long.
        return next(iter(self.walk_children(Asked)), None)

    @property
    def how_to(self) -> str:
        """How this question is answered, then what the words of the screen say."""
        asked = self._asked
        return f"{asked.field.how_to} {super().how_to}".strip() if asked else super().how_to

    def typed_is_kept(self) -> bool:
        """Save what stands in the field before the field goes. False: it can't be taken, and was refused."""
        asked = self._asked
        if asked is None or not asked.keep_typed():
            return asked is None
        self.keep_typed()
        return True

    def keep_draft(self) -> None:
        """Save a note that was typed before there is an answer; it becomes the answer's once there is one."""
        asked, session = self._asked, self.session
        if asked is None or session.read_only:
            return
        note = asked.note.text if asked.answer is None else ""
        if note != self.draft_of(asked.question):
            session.change(session.current.with_draft(self.place_of(asked.question), note))

    def form(self, question: Question, answer: Answer | None, field: AnswerField) -> Asked:
        """The form of a question, in the words for this kind of business."""
        session = self.session
        text, note = wording(session.current, question), self.draft_of(question)
        return Asked(session.content, question, answer, field, text=text, note=note)

    def draft_of(self, question: Question) -> str:
        """The note that was typed before there was an answer."""
        return self.session.current.drafts.get(self.place_of(question), "")

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self.keep_draft()
        self.say(event.why)

    @on(Asked.GoBack)
    async def _go_back(self) -> None:
        await self.action_back()

    def outline_now(self) -> None:
        """Draw anew what tells of the answer beside the question and under it."""
        super().outline_now()
        for told in self.walk_children(IfRoom):
            told.look_again()

    # Keys ------------------------------------------------------------------

    def action_pick(self, number: int) -> None:
        """A digit while the keys go elsewhere than to the list."""
        if self._asked:
            self._asked.field.pick(number)

    def action_way(self, way: Way) -> None:
        """Not sure, not applicable, or blank."""
        if self._asked:
            self._asked.take(way)

    def action_evidence(self) -> None:
        """How it is known: the next one."""
        if self._asked and self._asked.asks_evidence:
            self._asked.take_evidence(self._asked.following_evidence)

    async def action_note(self) -> None:
        """Write a note."""
        if self._asked:
            await self._asked.write_note()

    def action_why(self) -> None:
        """Why we ask, and what an honest answer rests on."""
        if self._asked is None:
            return
        question = self._asked.question
        parts = list(reasons(self.session, question, self.place_of(question)))
        if not question.why:
            parts.insert(0, [heading(WHY), Line(text=Content("No reason is written down for this one."))])
        self.raise_sheet(Sheet(Static(Hung(one_below_the_other(parts))), id="why"))

    def told_below(self, question: Question, first: Part) -> IfRoom:
        """What stands under a question where there is room: `first` in every window, the reasons in a high one."""

        def parts() -> Iterator[Part]:
            if first:
                yield first
            if not self.has_class("-low"):
                yield from reasons(self.session, question, self.place_of(question))

        return IfRoom(parts, id="told-below")

    def place_of(self, question: Question) -> str:
        """Where the answer to a question stands, as the history knows it."""
        return question.id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Evidence is asked only of what really happens; rows have neither evidence nor note nor why.

        While a sheet has the keys, they are the sheet's.
        """
        if isinstance(self.focused, Reading) and action in ("pick", "evidence", "note", "why", "way"):
            return False
        if action in ("evidence", "note", "why", "way") and self._asked is None:
            return False
        if action == "evidence" and self._asked and not self._asked.asks_evidence:
            return False
        return super().check_action(action, parameters)
