"""A question's choices, to tick one or many of; and the three ways of not answering."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets.option_list import Option

from trueup.ui.base.marks import box, ring
from trueup.ui.base.rows import Rows
from trueup.ui.base.text import KEY, STRONG, Hung, Line

Way = Literal["unsure", "na", "blank"]

NONE = "none of these"
"""The last row of a list of ticks: nothing ticked, on purpose. Its label is its key, which no choice can have."""


class Choices(Rows):
    """Choices with `●`/`○`, or with `☑`/`☐` where many can hold. Arrows move, digits and Space choose.

    Enter is left to the screen, which goes on (`GoOn`). Nothing is marked until the founder moves or has chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next", id="choices.next"),
        Binding("space", "select", "take it, stay", show=False, id="choices.take"),
        *(Binding(str(n), f"pick({n})", "choose", id=f"choices.pick-{n}") for n in range(1, 10)),
    ]

    @dataclass
    class Changed(Message):
        """Other things are chosen now; `keys` in the order of the choices."""

        choices: Choices
        keys: tuple[str, ...]
        none: bool = False
        """Nothing, on purpose: *none of these*."""

        @property
        def control(self) -> Choices:
            """The list that changed."""
            return self.choices

    class GoOn(Message):
        """Enter was pressed."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        chosen: Iterable[str] = (),
        *,
        many: bool = False,
        none: bool | None = None,
        id: str | None = None,
    ) -> None:
        """`none` adds the row *none of these*, and says whether that is chosen."""
        self.choices = tuple(choices) if none is None else (*choices, (NONE, NONE))
        self.many = many
        self._chosen = frozenset({NONE}) if none else frozenset(chosen)
        super().__init__(*(Option(self._drawn(key), id=key) for key, _ in self.choices), id=id)
        first = next((key for key, _ in self.choices if key in self._chosen), None)
        self.mark(first)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is chosen, in the order of the choices."""
        return tuple(key for key, _ in self.choices if key in self._chosen and key != NONE)

    @property
    def is_none(self) -> bool:
        """Whether *none of these* is chosen."""
        return NONE in self._chosen

    def choose(self, keys: Iterable[str]) -> None:
        """Show other things as chosen, without a message."""
        before, self._chosen = self._chosen, frozenset(keys)
        self._draw(before ^ self._chosen)

    def on_mount(self) -> None:
        """A theme has marks of its own."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw(dict(self.choices)))

    def _draw(self, keys: Collection[str]) -> None:
        for key, _ in self.choices:
            if key in keys:
                self.replace_option_prompt(key, self._drawn(key))

    def _drawn(self, key: str) -> Hung:
        number, (_, label) = next((n, c) for n, c in enumerate(self.choices, 1) if c[0] == key)
        on = key in self._chosen
        sign = (box if self.many and key != NONE else ring)(self, on)
        digit = str(number) if number <= 9 else " "
        lead = Content.assemble((digit, KEY), f"  {sign}  ")
        return Hung([Line(lead, Content.styled(label, STRONG if on else ""))])

    def take_marked(self) -> bool:
        """Choose the marked row; of many: tick or untick it. False: no row is marked."""
        key = self.marked
        if key is None:
            return False
        if key == NONE or not self.many:
            self.choose({key})
        else:
            self.choose((self._chosen ^ {key}) - {NONE})
        return True

    def action_select(self) -> None:
        """Choose the marked row, and tell."""
        if self.take_marked():
            self.post_message(self.Changed(self, self.chosen, self.is_none))

    def action_go_on(self) -> None:
        """Tell the screen that the founder goes on."""
        self.post_message(self.GoOn())

    def on_option_list_option_highlighted(self, event: Rows.OptionHighlighted) -> None:
        """Nobody else minds where the mark is: this need not climb the page with every key."""
        event.stop()

    def action_cursor_down(self) -> None:
        """Below the last row the mark leaves the list, towards the ways of not answering."""
        if self.highlighted is not None and self.highlighted == len(self.options) - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Stays at the first row."""
        if self.highlighted:
            super().action_cursor_up()


class Ways(Widget, can_focus=True):
    """*not sure*, *not applicable*, *leave it blank*: three different things, on one line where it fits."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"ways--bar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "next", id="ways.take"),
        Binding("space", "take", "take it", show=False, id="ways.take-space"),
        Binding("left", "move(-1)", "", show=False, id="ways.left"),
        Binding("right", "move(1)", "", show=False, id="ways.right"),
        Binding("up", "leave(-1)", "", show=False, id="ways.up"),
        Binding("down", "leave(1)", "", show=False, id="ways.down"),
    ]
    WAYS: ClassVar[tuple[tuple[Way, str, str, str], ...]] = (
        ("unsure", "u", "F6", "not sure"),
        ("na", "a", "F7", "not applicable"),
        ("blank", "s", "F8", "leave it blank"),
    )

    taken: reactive[Way | None] = reactive(None)
    """*unsure* or *na* when that is the answer now. Leaving blank is no answer."""
    marked: reactive[int] = reactive(0)
    typed: reactive[bool] = reactive(False)
    """Beside a text field: the function keys are shown, since letters are text there."""

    @dataclass
    class Taken(Message):
        """One of the three was taken."""

        way: Way

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """One line, or three where they don't fit beside each other."""
        return 1 if self._fits(width) else len(self.WAYS)

    def _fits(self, width: int) -> bool:
        return sum(cell.cell_length for cell in self._cells()) + 2 * self._gap <= width

    @property
    def _gap(self) -> int:
        return 3 if self.typed else 4

    def _cells(self) -> list[Content]:
        cells = []
        for index, (way, letter, function_key, label) in enumerate(self.WAYS):
            bar = "▌ " if self.has_focus and index == self.marked else "  "
            sign = "" if way == "blank" else f"{ring(self, self.taken == way)}  "
            cells.append(
                Content.assemble(
                    (bar, "$accent"),
                    (function_key if self.typed else letter, KEY), "  ", sign,
                    (label, STRONG if self.taken == way else ""),
                )
            )  # fmt: skip
        return cells

    def render(self) -> Content:
        """The three, beside each other or one below the other."""
        joint = " " * self._gap if self._fits(self.size.width) else "\n"
        return Content(joint).join(self._cells())

    def on_focus(self) -> None:
        """Arriving from above, the mark is on the first."""
        self.marked = next((n for n, way in enumerate(self.WAYS) if way[0] == self.taken), 0)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The bar shows only while the keys go here."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move the mark among the three."""
        self.marked = min(max(self.marked + step, 0), len(self.WAYS) - 1)

    def action_leave(self, step: int) -> None:
        """Up goes back to the answer; down stays, there is nothing below."""
        if not self._fits(self.size.width) and 0 <= self.marked + step < len(self.WAYS):
            self.marked += step
        elif step < 0:
            self.screen.focus_previous()

    def action_take(self) -> None:
        """Take the marked one."""
        self.post_message(self.Taken(self.WAYS[self.marked][0]))

    def on_click(self, event: events.Click) -> None:
        """Take the one under the mouse."""
        at = 0
        fits = self._fits(self.size.width)
        for index, cell in enumerate(self._cells()):
            if (event.x < at + cell.cell_length + self._gap) if fits else event.y == index:
                self.marked = index
                self.action_take()
                return
            at += cell.cell_length + self._gap
