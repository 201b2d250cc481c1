"""Sheets with one-line fields, such as the form for accepting a mismatch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from trueup.ui.base.fields import Field
from trueup.ui.base.navigator import navigator_of
from trueup.ui.base.sheet import Asking
from trueup.ui.base.text import MUTED, Hung, Line, heading

LABEL = 15
"""The width of the labels before the fields, in cells."""


class Part(NamedTuple):
    """One field of a form; `example` is shown while it's empty. `is_listed`: a list offers what it can name."""

    name: str
    label: str
    value: str = ""
    example: str = ""
    is_listed: bool = False


class Prefilled(Field):
    """A field of a form. Until the founder changes its text, it's selected, so that typing replaces it."""

    def on_focus(self) -> None:
        """Select the text, if it's still the one that was filled in."""
        if self.value and self.value == self.stood:
            self.action_select_all()


class Between(Prefilled):
    """Any field but the last; Enter goes to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "next field", id="deciding.next"),
    ]


class Listed(Between):
    """A field whose names can be chosen from a list, too."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "list", "choose", id="deciding.list")]

    @dataclass
    class Asked(Message):
        """Posted when the founder asks for the list."""

        field: Listed

        @property
        def control(self) -> Listed:
            """The field."""
            return self.field

    def action_list(self) -> None:
        """Ask for the list."""
        self.post_message(self.Asked(self))


class Last(Prefilled):
    """The last field; Enter submits the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "save", id="deciding.last"),
    ]


class Form(Asking):
    """A sheet with fields. If it is about something, what is typed in them and not submitted outlives the program."""

    KEEPS = True
    about = ""
    """What the form is about, as part of the place of half-typed text; empty if that isn't kept."""

    @dataclass
    class PutBack(Message):
        """Posted when half-typed text is back in its fields."""

        places: tuple[str, ...]

    def _changed(self) -> list[Field]:
        return [field for field in self.query(Field) if field.value.strip() != field.stood.strip()]

    @property
    def typed(self) -> tuple[str, ...]:
        """The contents of all fields, or an empty tuple if none of them was changed."""
        return tuple(field.value for field in self.query(Field)) if self._changed() else ()

    def _place(self, field: Field) -> str:
        return f"{self.id}:{self.about}#{field.id}"

    @property
    def half_typed(self) -> Mapping[str, str]:
        """The contents of the fields that were changed."""
        return {self._place(field): field.value for field in self._changed()} if self.about else {}

    def on_mount(self) -> None:
        """Put back what was being typed here when trueup was killed."""
        typed = navigator_of(self.app).session.current.typed if self.about else {}
        back = [(field, place) for field in self.query(Field) if (place := self._place(field)) in typed]
        for field, place in back:
            field.put_typed(typed[place])
        if back:
            self.post_message(self.PutBack(tuple(place for _, place in back)))


class OneField(Form):
    """A form with one field. Enter or Ctrl+S submits it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "take", show=False, id="one-field.take")]

    async def action_take(self) -> None:
        """Submit the field."""
        await self.query_one(Field).action_submit()


class Deciding(Form):
    """A form: fields under a title. Enter goes to the next field; in the last one it submits, as Ctrl+S does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "save", id="deciding.take"),
        Binding("up", "move(-1)", show=False, id="deciding.up"),
        Binding("down", "move(1)", show=False, id="deciding.down"),
    ]

    def __init__(self, title: str, beside: str, parts: Sequence[Part], *, id: str, about: str = "") -> None:
        last = len(parts) - 1
        kinds = [Last if at == last else Listed if part.is_listed else Between for at, part in enumerate(parts)]
        rows = (
            Horizontal(
                Static(Content.styled(part.label.ljust(LABEL), MUTED)),
                kind(part.value, placeholder=part.example, id=part.name),
            )
            for kind, part in zip(kinds, parts, strict=True)
        )
        super().__init__(Static(Hung([heading(title, beside), Line()])), *rows, id=id)
        self.about = about

    @property
    def said(self) -> dict[str, str]:
        """The contents of the fields, without spaces around them, by name of the field."""
        return {str(field.id): field.value.strip() for field in self.query(Field)}

    def go_to(self, name: str) -> None:
        """Focus the field with this name."""
        self.query_one(f"#{name}", Field).focus()

    def action_move(self, step: int) -> None:
        """Move to the field above or below."""
        fields = list(self.query(Field))
        at = next((n for n, field in enumerate(fields) if field.has_focus), 0) + step
        if 0 <= at < len(fields):
            fields[at].focus()

    def action_take(self) -> None:
        """Submit the form."""
        if self.taken is not None:
            self.screen.call_later(self.taken, self)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if isinstance(event.input, Last):
            self.action_take()
        else:
            self.action_move(1)
