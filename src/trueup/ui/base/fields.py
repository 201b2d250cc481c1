"""Text fields, and the search line above a long list, which has one.

Pasted text is reduced to plain text: control characters hidden in a page must not reach the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Static, TextArea

from trueup.sanitize import plain_text
from trueup.ui.base.sheet import Refused
from trueup.ui.base.text import KEY, MUTED

MOST_CHARACTERS = 20_000
"""Longer pastes are cut: a field holds a sentence or a note, not a book."""
CUT = "The paste was cut: this field holds {most:,} characters."


class Field(Input):
    """A one-line field. Enter submits it (`Input.Submitted`). Ctrl+Z restores the original text; while the text is
    unchanged, Ctrl+Z runs the screen's undo.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", "undo", show=False, id="field.undo")]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            plain_text(value),
            placeholder=placeholder,
            id=id,
            select_on_focus=False,
            max_length=MOST_CHARACTERS,
        )
        self.cursor_blink = False
        self.stood = self.value
        """The text before anything was typed."""

    def on_blur(self) -> None:
        """Show the beginning of a long text, so that it can be read while another field is filled in."""
        self.scroll_to(x=0, animate=False)

    def show(self, value: str) -> None:
        """Replace the text. From now on, Ctrl+Z goes back to this text."""
        self.value = self.stood = value
        self.cursor_position = len(value)

    def put_typed(self, text: str) -> None:
        """Show text that was typed here before but isn't saved. Ctrl+Z goes back to what is saved."""
        self.value = plain_text(text)
        self.cursor_position = len(self.value)

    async def action_undo(self) -> None:
        """Restore the original text; if the text is unchanged, undo the last saved change instead."""
        if self.value == self.stood:
            await self.screen.run_action("undo")
        else:
            self.show(self.stood)

    def on_paste(self, event: events.Paste) -> None:
        """Clean the pasted text, and cut it to what the field has room for; Input then inserts it. Input would refuse
        all of a text that is too long, without a word.
        """
        text = plain_text(event.text[:MOST_CHARACTERS]).strip()
        most = self.max_length or MOST_CHARACTERS
        event.text = text[: max(most - len(self.value) + len(self.selected_text), 0)]
        if event.text != text:
            self.post_message(Refused(CUT.format(most=most)))


class Words(TextArea):
    """A field for a sentence or a note: three rows, growing to six. Enter submits it, Ctrl+J breaks the line.

    Ctrl+Z undoes typing; while the text is unchanged, Ctrl+Z runs the screen's undo.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo_here", "undo", show=False, id="words.undo"),
        Binding("ctrl+y", "redo_here", "redo", show=False, id="words.redo"),
        Binding("enter", "submit", "next", show=False, id="words.submit"),
        Binding("ctrl+j", "break_line", "new line", show=False, id="words.break"),
    ]

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        words: Words

        @property
        def control(self) -> Words:
            """The field."""
            return self.words

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(plain_text(text, lines=True), id=id, highlight_cursor_line=False)
        self.cursor_blink = False
        self.move_cursor(self.document.end)
        self._stood = self.text

    @property
    def mark_place(self) -> Offset:
        """Where the cursor is, as an offset from the window's corner."""
        return self.cursor_screen_offset

    def show(self, text: str) -> None:
        """Replace the text."""
        self.text = text

    def put_typed(self, text: str) -> None:
        """Show text that was typed here before but isn't saved. Ctrl+Z goes back to what is saved."""
        self.select_all()
        self.insert(plain_text(text, lines=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable TextArea's own use of F6 and F7, which select text: on our screens they answer *not sure* and
        *not applicable*.
        """
        return action not in ("select_line", "select_all") and super().check_action(action, parameters)

    async def action_undo_here(self) -> None:
        """Undo one step of typing; if there is none to undo, undo the last saved change instead."""
        if self.text == self._stood or not self.history.undo_stack:
            await self.screen.run_action("undo")
        else:
            self.action_undo()

    async def action_redo_here(self) -> None:
        """Redo one step of typing; if there is none, redo the last change that was undone."""
        if self.history.redo_stack:
            self.action_redo()
        else:
            await self.screen.run_action("redo")

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the text. Once the field is removed, render blank lines: a TextArea that has lost its styles would
        crash.

        A frame drawn between the removal and the next layout still asks for its lines (Textual's issue 6528).
        """
        return super().render_lines(crop) if self.is_attached else [Strip.blank(crop.width)] * crop.height

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor, unless it's still where text was that is just being removed.

        If undoing removes so many lines that the scrollbar goes, a TextArea scrolls before it has moved the cursor.
        """
        row, column = self.cursor_location
        if row >= self.document.line_count or column > len(self.document.get_line(row)):
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def action_submit(self) -> None:
        """Submit the text."""
        self.post_message(self.Submitted(self))

    def action_break_line(self) -> None:
        """Break the line."""
        self.insert("\n")

    def on_key(self, event: events.Key) -> None:
        """Leave Enter and Ctrl+J to the field's bindings: TextArea would break the line."""
        if event.key in ("enter", "ctrl+j"):
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Clean the pasted text, and cut it if it is too long; TextArea then inserts it."""
        if len(event.text) > MOST_CHARACTERS:
            self.post_message(Refused(CUT.format(most=MOST_CHARACTERS)))
        event.text = plain_text(event.text[:MOST_CHARACTERS], lines=True)


SEARCH = Binding("slash", "search", "search", id="search.open")
"""The key that opens the search, on every list that has one."""


def is_match(text: str, sought: str) -> bool:
    """Whether `text` contains every word of `sought`, in any order; case is ignored."""
    folded = text.casefold()
    return all(word in folded for word in sought.casefold().split())


def best_first(labels: Mapping[str, str], sought: str, also_called: Mapping[str, str]) -> list[str]:
    """Return the keys that match by their labels or by what they are `also_called`: first those whose label begins with
    the search as typed, then those whose label contains it.
    """
    typed = sought.strip().casefold()

    def rank(key: str) -> int:
        label = labels[key].casefold()
        return 0 if label.startswith(typed) else 1 if typed in label else 2

    found = (key for key, label in labels.items() if is_match(f"{label} {also_called.get(key, '')}", sought))
    return sorted(found, key=rank)


class _Sought(Field):
    """The field for the search text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "to_list", "to the list", id="search.to-list"),
        Binding("escape", "close", "show all", id="search.close"),
    ]

    def action_to_list(self) -> None:
        """Move the focus to the list of results."""
        self.post_message(Search.Done(close=False))

    def action_close(self) -> None:
        """Close the search, so that the list shows everything again."""
        self.post_message(Search.Done(close=True))


class Search(Horizontal):
    """The search line above a list. While closed, it takes no room."""

    @dataclass
    class Changed(Message):
        """Posted when the search text changes; if the text is empty, the list shows everything."""

        text: str

    @dataclass
    class Done(Message):
        """Posted when the focus is to return to the list; with `close`, the list shows everything again."""

        close: bool

    def compose(self) -> ComposeResult:
        """The search sign and the field."""
        yield Static(Content.assemble("  ", ("/", KEY), ("  search  ", MUTED)))
        yield _Sought()

    @property
    def is_open(self) -> bool:
        """Whether a search is open."""
        return self.has_class("-open")

    def open(self) -> None:
        """Open the search and focus its field, with any earlier text selected."""
        self.add_class("-open")
        field = self.query_one(_Sought)
        field.focus()
        field.action_select_all()

    def close(self) -> None:
        """Close the search and clear its text."""
        self.remove_class("-open")
        self.query_one(_Sought).show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post the text as it is typed, so that the list can show the matches."""
        event.stop()
        self.post_message(self.Changed(event.value))
