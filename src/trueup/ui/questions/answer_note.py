"""What is shown below an answer: the founder's note, how the answer is known, and why the question is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from textual import events
from textual.content import Content
from textual.widget import Widget

from trueup.answers.model import Answer, State, Value
from trueup.content.model import CHOOSABLE_EVIDENCE, Evidence, Question, RowKind
from trueup.session.session import Session
from trueup.ui.base.sheet import Part, heading
from trueup.ui.base.signs import ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain
from trueup.ui.drawing import answer_history as over_time
from trueup.ui.drawing.statement_list import source
from trueup.wording import findings as wording

OWN_WORDS = "In your own words (quoted back to you)"


class Note:
    """The note to an answer. If the answer changes, the founder is asked whether the note still fits."""

    def __init__(self, answer: Answer | None) -> None:
        self.text = answer.note if answer else ""
        self.former = ""
        """The note to the previous answer, until the founder decides whether it still fits."""
        self._former_to = self._to = _said(answer)
        """The answers to which `former` and `text` belong. None stands for the next answer that is given."""

    def put_on(self, answer: Answer) -> Answer:
        """Return the answer with its note. A note that belongs to another answer becomes `former`; one in `former` that
        belongs to this answer comes back.
        """
        said = _said(answer)
        if self.text and self._to not in (None, said):
            self.former, self._former_to, self.text = self.text, self._to, ""
        elif self.former and self._former_to == said and not self.text:
            self.text, self.former = self.former, ""
        self._to = said
        return replace(answer, note=self.text)

    def write(self, text: str, *, to_next: bool) -> None:
        """Change the note. With `to_next`, it belongs to the answer that is still being typed."""
        self.text = text
        if to_next:
            self._to = None


def _said(answer: Answer | None) -> tuple[State, Value | None] | None:
    return (answer.state, answer.value) if answer else None


class HasNote(Protocol):
    """What the lines below an answer need from the form they are in."""

    note: Note

    @property
    def note_key(self) -> str:
        """The key that opens the note."""

    @property
    def note_name(self) -> str:
        """The label in front of the note."""

    @property
    def can_be_quoted(self) -> bool:
        """Whether a card quotes the note."""

    @property
    def is_typed(self) -> bool:
        """Whether letters are typed into the answer, so that they can't be keys."""

    @property
    def evidence(self) -> Evidence:
        """How the answer is known."""

    @property
    def following_evidence(self) -> Evidence:
        """The kind of evidence that comes after the current one."""

    async def write_note(self) -> None:
        """Open the note."""

    def take_evidence(self, evidence: Evidence) -> None:
        """Set how the answer is known."""


class _Told(Widget):
    """Lines about an answer, as high as their text needs at the present width."""

    def __init__(self, asked: HasNote) -> None:
        super().__init__()
        self._asked = asked

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return how many lines the text takes at this width."""
        return len(self.render().set(width))

    def render(self) -> Hung:
        """Return the lines to draw."""
        raise NotImplementedError


class NoteLine(_Told):
    """The line with the note, below the answer. Without a note, it says whether a card would quote one."""

    def render(self) -> Hung:
        """Render the key that opens the note, and the note, or what to write there. If the answer has changed, ask
        whether the former note still fits.
        """
        asked, note = self._asked, self._asked.note
        key = Content.assemble("  ", (asked.note_key, KEY), "  ")
        if note.former:
            said = Content.assemble(("Does this still fit? ", STRONG), "“", plain(note.former), "”")
            keeps = Content.styled("opens it to keep or change. Enter goes on without it.", MUTED)
            return Hung([Line(Content(" " * key.cell_length), said), Line(key, keeps)])
        if note.text:
            return Hung([Line(Content.assemble(key, (f"{asked.note_name}  ", MUTED)), plain(note.text))])
        return Hung([Line(key, Content.styled(OWN_WORDS if asked.can_be_quoted else "note", MUTED))])

    async def on_click(self) -> None:
        """Open the note."""
        await self._asked.write_note()


class EvidenceLine(_Told):
    """The line that says how the answer is known. A click chooses the word under the mouse."""

    def render(self) -> Hung:
        """Render the four words, with the current one highlighted."""
        asked = self._asked
        lead = Content.assemble("  ", ("F4" if asked.is_typed else "e", KEY), "  ", ("evidence      ", MUTED))
        words = [
            Content.styled(f"{ring(self, word == asked.evidence)} {word}", STRONG if word == asked.evidence else "")
            for word in CHOOSABLE_EVIDENCE
        ]
        return Hung([Line(lead, fill=lambda width: _spread(words, width))])

    def on_click(self, event: events.Click) -> None:
        """Choose the kind of evidence under the mouse; beside the words, choose the next kind."""
        drawn = self.render().set(self.size.width)[0].plain
        starts = [(drawn.index(f" {word}"), word) for word in CHOOSABLE_EVIDENCE]
        hit = [word for start, word in starts if start - 1 <= event.x <= start + len(word)]
        self._asked.take_evidence(hit[0] if hit else self._asked.following_evidence)


def _spread(words: Sequence[Content], width: int) -> Content:
    """Return the words in a row, with one to four spaces between them, as `width` allows."""
    room = width - sum(word.cell_length for word in words)
    return Content(" " * min(max(room // (len(words) - 1), 1), 4)).join(words)


def why_each(asked: Sequence[Question]) -> list[Line]:
    """Return why each of these questions is asked, beside its short name."""
    widest = max((len(question.short) for question in asked), default=0)
    return [Line(plain(each.short.ljust(widest + 3), MUTED), in_a_sentence(each.why)) for each in asked]


WHY = "Why we ask"
SAID_SO_FAR = "What you have said on this so far"
MOST_SAID = 10
"""The most lines of what the founder has said on the same topics."""


def reasons(session: Session, question: Question, place: str) -> Iterator[Part]:
    """Yield why a question is asked, what else was said on its topics, what an honest answer rests on, and the answer
    in each quarter. `place` is where the answer is kept, as returned by `QuestionPage.place_of`.
    """
    if question.why:
        yield [heading(WHY), Line(text=in_a_sentence(question.why))]
    topics = {tag.partition(".")[0] for tag in question.tags}
    if said := list(said_on(session, topics, question.id, place)):
        yield [heading(SAID_SO_FAR), *said]
    if question.rests_on:
        yield [
            heading("What an honest answer rests on"),
            *(Line(Content.styled(word.ljust(9), STRONG), plain(text)) for word, text in question.rests_on.items()),
        ]
    if course := over_time.of_answer(session, place):
        yield course[1:]  # the history begins with a blank line


def said_on(
    session: Session,
    topics: Collection[str],
    asked: str = "",
    place: str = "",
    *,
    of: tuple[RowKind, str] | None = None,
) -> Iterator[Line]:
    """Yield a line for each thing that the answers say on these topics. Leave out the answer to the question `asked` at
    `place`, and all answers `of` one row, given as its kind and slug.
    """
    content, audit = session.content, session.current
    told: set[tuple[str, str]] = set()
    for statement in session.analysis.statements:
        row = statement.subject
        here = f"{row.kind}:{row.row}.{asked.partition('.')[2]}" if row else asked
        if statement.topic not in topics or (statement.source == asked and here == place):
            continue
        if row and (row.kind, row.row) == of:
            continue
        position, where = wording.position(content, statement), source(content, audit, statement)
        if len(told) < MOST_SAID and (position, where) not in told:
            told.add((position, where))
            yield Line(Content.styled(statement.side.ljust(9), MUTED), plain(position), plain(where, MUTED))


def in_a_sentence(why: str) -> Content:
    """Return a reason with a capital letter; in screens/ it begins in lower case, to follow *Why we ask*."""
    return plain(why[:1].upper() + why[1:])
