"""The lines under an answer: the founder's own words for it, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widget import Widget

from trueup.content.model import CHOOSABLE_EVIDENCE
from trueup.ui.base.marks import ring
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain

if TYPE_CHECKING:
    from trueup.ui.questions.question_base import Noted

OWN_WORDS = "In your own words (quoted back to you)"


class _Told(Widget):
    """Lines about an answer, set for the width there is, and clicked."""

    def __init__(self, asked: Noted) -> None:
        super().__init__()
        self._asked = asked

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """As many lines as there is to tell."""
        return len(self._hung().set(width))

    def render(self) -> Hung:
        """The lines."""
        return self._hung()

    def _hung(self) -> Hung:
        raise NotImplementedError


class NoteLine(_Told):
    """The note, right under the answer. Where a card can quote it, the line says so."""

    def _hung(self) -> Hung:
        asked = self._asked
        key = Content.assemble("  ", (asked.note_key, KEY), "  ")
        if asked.former_note:
            said = Content.assemble(("Does this still fit? ", STRONG), "“", plain(asked.former_note), "”")
            keeps = Content.styled("opens it to keep or change. Enter goes on without it.", MUTED)
            return Hung([Line(Content(" " * key.cell_length), said), Line(key, keeps)])
        if asked.note:
            return Hung([Line(Content.assemble(key, (f"{asked.note_name}  ", MUTED)), plain(asked.note))])
        return Hung([Line(key, Content.styled(OWN_WORDS if asked.can_be_quoted else "note", MUTED))])

    async def on_click(self) -> None:
        """Open the note."""
        await self._asked.write_note()


class EvidenceLine(_Told):
    """How the answer is known. A click takes the word under the mouse."""

    def _hung(self) -> Hung:
        asked = self._asked
        key = "F4" if asked.is_typed else "e"
        lead = Content.assemble("  ", (key, KEY), "  ", ("evidence      ", MUTED))
        words = [
            Content.styled(f"{ring(self, word == asked.evidence)} {word}", STRONG if word == asked.evidence else "")
            for word in CHOOSABLE_EVIDENCE
        ]
        return Hung([Line(lead, fill=lambda width: _spread(words, width))])

    def on_click(self, event: events.Click) -> None:
        """Take the evidence under the mouse, or else the next one."""
        drawn = self._hung().set(self.size.width)[0].plain
        starts = [(drawn.index(f" {word}"), word) for word in CHOOSABLE_EVIDENCE]
        hit = [word for start, word in starts if start - 1 <= event.x <= start + len(word)]
        self._asked.take_evidence(hit[0] if hit else self._asked.following_evidence)


def _spread(words: Sequence[Content], width: int) -> Content:
    """Words beside each other, with up to four blanks between them, as many as fit."""
    room = width - sum(word.cell_length for word in words)
    return Content(" " * min(max(room // (len(words) - 1), 1), 4)).join(words)
