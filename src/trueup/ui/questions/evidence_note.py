"""What can be said about an answer beside itself: how it is known, and a note."""

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


class About(Widget):
    """How the answer is known, where that is asked, and the note: two lines to read, and to click."""

    def __init__(self, asked: Noted) -> None:
        super().__init__()
        self._asked = asked

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """As many lines as the note needs."""
        return len(self._hung().set(width))

    def render(self) -> Hung:
        """The lines, for the width there is."""
        return self._hung()

    def _hung(self) -> Hung:
        asked = self._asked
        lines = []
        if asked.asks_evidence:
            key = "F4" if asked.is_typed else "e"
            lead = Content.assemble("  ", (key, KEY), "  ", ("evidence      ", MUTED))
            words = [
                Content.styled(f"{ring(self, is_it)} {word}", STRONG if is_it else "")
                for word, is_it in ((word, word == asked.evidence) for word in CHOOSABLE_EVIDENCE)
            ]
            lines.append(Line(lead, fill=lambda width: _spread(words, width)))
        if not asked.is_noting:
            lines.append(Line(asked.note_label, plain(asked.note)))
        return Hung(lines)

    async def on_click(self, event: events.Click) -> None:
        """The first line turns the evidence on, the note opens."""
        if self._asked.asks_evidence and event.y == 0:
            self._asked.next_evidence()
        else:
            await self._asked.write_note()


def _spread(words: Sequence[Content], width: int) -> Content:
    """Words beside each other, with up to four blanks between them, as many as fit."""
    room = width - sum(word.cell_length for word in words)
    return Content(" " * min(max(room // (len(words) - 1), 1), 4)).join(words)
