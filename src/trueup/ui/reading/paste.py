"""The screen on which the founder pastes a page, or types the path of a saved copy, so that its promises are found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from trueup.answers.limits import LONGEST_PAGE
from trueup.answers.model import PAGE
from trueup.engine.offered_claims import claims
from trueup.reading.plain_file import with_visible_rows
from trueup.sanitize import plain_text
from trueup.ui.base.background import cues_loaded, load_cues
from trueup.ui.base.fields import Words
from trueup.ui.base.page import Page
from trueup.ui.base.sheet import Cut, IfRoom, Part, show_in
from trueup.ui.base.text import MUTED, Line, heading, paragraphs, plain
from trueup.wording.changes import read_at

EXAMPLES = 2

TYPED_BY_NOBODY = 0.03
"""If fewer seconds than this pass between two keys, they aren't typed: the terminal is pasting key by key."""


class PageText(Words):
    """A field for a whole page. Enter submits it, unless it's part of a paste that comes key by key."""

    _last_key = 0.0
    _is_pasting = False

    class TooLong(Message):
        """Posted when a paste was refused because it was too long."""

    def on_key(self, event: events.Key) -> None:
        """Note whether this key came so fast after the last that it belongs to a paste."""
        self._is_pasting = event.time - self._last_key < TYPED_BY_NOBODY
        self._last_key = event.time

    def action_submit(self) -> None:
        """Submit the text. If Enter is part of a paste, break the line instead."""
        if self._is_pasting:
            self.action_break_line()
        else:
            super().action_submit()

    def on_paste(self, event: events.Paste) -> None:
        """Insert the paste. If it's too long, refuse all of it: half a page would be read as if it were whole."""
        event.prevent_default()
        event.stop()
        if len(event.text) > LONGEST_PAGE:
            self.post_message(self.TooLong())
            return
        text = plain_text(with_visible_rows(event.text), lines=True)
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)


class PasteScreen(Page):
    """Has one field, for a page or a path. Enter reads it, and another screen shows the claims found."""

    VIEW = "Paste a page"
    KEY_WORDS: ClassVar[dict[str, str]] = {"submit": "read it", "break_line": "new line"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "enough", "not now", id="paste.not-now"),
    ]

    def __init__(self, *, is_offered: bool = False, is_read: bool = False) -> None:
        """`is_offered`: the screen came up by itself, so a key skips it. `is_read`: its text is read at once."""
        super().__init__()
        self.is_offered = is_offered
        self._is_read = is_read
        self._reading: Worker[None] | None = None
        """The work of reading a page, under way or finished."""

    def body(self) -> Iterable[Widget]:
        """What to do, why the last attempt failed, the field and, in a wide window, examples of claims."""
        yield Static(id="paste-intro", classes="prose")
        yield Static(id="paste-told", classes="prose")
        yield Horizontal(PageText(id="page-text"), IfRoom(self._looked_for, id="looked-for"), id="page-and-claims")

    async def show(self) -> None:
        """Show the field with its earlier text, and load the cues while the founder pastes."""
        load_cues(self, self.session.content)
        self.session.look_at(PAGE)
        words = self.session.content.screens["paste"]
        lines = [*paragraphs(words.intro), *(paragraphs(words.texts["offer"], MUTED) if self.is_offered else [])]
        show_in(self, "#paste-intro", lines)
        field = self.query_one(PageText)
        if field.text != self.session.page_draft.text:
            field.text = self.session.page_draft.text
            field.move_cursor(field.document.end)
        field.focus()
        self.query_one("#paste-told").display = False
        self.refresh_bindings()
        if self._is_read:
            self._is_read = False
            self.read()

    def _looked_for(self) -> Iterator[Part]:
        """Yield the promises on file, and examples of the claims that can be found, by heading."""
        session = self.session
        if on_file := session.current.of("promise"):
            lines = [Line(plain(f"“{plain_text(row.text('words'))}”"), plain(read_at(row), MUTED)) for row in on_file]
            yield Cut((heading("Promises you have so far"), *lines))
        by_heading: dict[str, list[str]] = {}
        for topic, offered in claims(session.content, session.current):
            by_heading.setdefault(topic.heading, []).extend(offered.values())
        widest = max(map(len, by_heading), default=0)
        shown = [
            Line(plain(name.ljust(widest + 3)), plain("; ".join(labels[:EXAMPLES])))
            for name, labels in by_heading.items()
        ]
        count = sum(map(len, by_heading.values()))
        yield Cut((heading(f"What trueup looks for, {count} claims such as"), *shown))

    def keep_typed(self) -> None:
        """Save the text of the field as a draft, until its promises are added."""
        if self.is_mounted and self.navigator.is_open:
            session, text = self.session, self.query_one(PageText).text
            session.page_draft.text = text
            if not session.read_only:
                session.change(session.current.with_draft(PAGE, text))

    keep_half_typed = keep_typed

    @on(Words.Submitted, "#page-text")
    def read(self) -> None:
        """Read the text of the field and show the claims found. If there are none, say why.

        The page is read beside the screen, which says so and goes on answering keys. Enter does nothing meanwhile.
        """
        self.keep_typed()
        session, draft = self.session, self.session.page_draft
        self._tell("")
        if not draft.text.strip():
            self._tell(self.texts["nothing"])
        elif draft.is_read(draft.text, session.current.of("promise")):
            self._show_claims()
        else:
            self._tell(self.texts["reading"])
            if self._reading is None or self._reading.is_finished:
                self._reading = self.run_worker(self._read_beside(draft.text), group="page")

    async def _read_beside(self, text: str) -> None:
        from trueup.reading.page_corrections import gathered

        session, audit = self.session, self.session.current
        await cues_loaded(self, session.content)
        page = await asyncio.to_thread(gathered, session.content, audit, text, session.today.isoformat())
        if not self.navigator.is_open or self.session is not session:  # another file has been opened meanwhile
            return
        self._tell("")
        if not page.missing and not any(part.claims for part in page.parts):
            self._tell(page.notes[0] if page.notes else self.texts["no-claims"])
            return
        session.page_draft.read(page, text, audit.of("promise"))
        if self.is_current:
            self._show_claims()

    def _show_claims(self) -> None:
        from trueup.ui.reading.claims import ClaimsScreen

        self.navigator.push(ClaimsScreen())

    @on(PageText.TooLong)
    def _say_too_long(self) -> None:
        self._tell(self.texts["too-long"])

    def _tell(self, why: str) -> None:
        """Show above the field why there is nothing to show. A notice would be too short for a long file name."""
        told = self.query_one("#paste-told", Static)
        told.display = bool(why)
        told.update(plain(why[:1].upper() + why[1:], "$warning"))

    async def action_undo(self) -> None:
        """Change nothing: the field undoes what was typed here, and the answers are on other screens."""
        self.say("Nothing to undo here. To undo an answer, go to its own screen.")

    async def action_redo(self) -> None:
        """Change nothing, as for undo."""
        self.say("Nothing to redo here.")

    def action_enough(self) -> None:
        """Leave without reading a page."""
        self.leave()

    def can_do(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable *not now* only if the screen came up by itself."""
        if action == "enough":
            return self.is_offered
        return super().can_do(action, parameters)
