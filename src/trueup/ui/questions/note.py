"""The note to an answer, and the line below the answer that shows it."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content
from textual.widget import Widget

from trueup.answers.model import Answer, State, Value
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain

OWN_WORDS = "In your own words (quoted back to you)"


class Note:
    """The note to an answer. If the answer changes, the founder is asked whether the note still fits."""

    def __init__(self, answer: Answer | None, draft: str, *, can_be_quoted: bool) -> None:
        """`draft` is the note before there's an answer. `can_be_quoted`: whether a card would quote the note."""
        self.can_be_quoted = can_be_quoted
        self.text = answer.note if answer else draft
        self.former = ""
        """The note to the previous answer, until the founder decides whether it still fits."""
        self._former_to = self._to = _said(answer)
        """The answers to which `former` and `text` belong. None stands for the next answer that is given."""

    @property
    def name(self) -> str:
        """The label in front of the note, padded to line up with the line *evidence*."""
        return "your words  " if self.can_be_quoted else "note        "

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


class NoteLine(Widget):
    """The line with the note, below the answer. Without a note, it says whether a card would quote one."""

    def __init__(self, note: Note, key: str) -> None:
        """`key` opens the note."""
        super().__init__()
        self._note, self._key = note, key
        self._shown = note.former, note.text

    def show(self) -> None:
        """Draw the note again if it has changed: its lines may need more room."""
        if self._shown != (self._note.former, self._note.text):
            self._shown = self._note.former, self._note.text
            self.refresh(layout=True)

    def render(self) -> Hung:
        """Render the note, or what to write there, or ask whether the note to another answer still fits."""
        note, key = self._note, Content.assemble("  ", (self._key, KEY), "  ")
        if note.former:
            said = Content.assemble(("Does this still fit? ", STRONG), "“", plain(note.former), "”")
            keeps = Content.styled("opens it, to keep or change it. Enter goes on without it.", MUTED)
            return Hung([Line(Content(" " * key.cell_length), said), Line(key, keeps)])
        if note.text:
            return Hung([Line(Content.assemble(key, (f"{note.name}  ", MUTED)), plain(note.text))])
        return Hung([Line(key, Content.styled(OWN_WORDS if note.can_be_quoted else "note", MUTED))])

    async def on_click(self) -> None:
        """Open the note."""
        await self.run_action("screen.note")
