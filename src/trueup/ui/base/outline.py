"""The outline of an area: a list of its stops, each with its answer, to jump to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from trueup.engine.model import Verdict
from trueup.ui.base.rows import Rows, digit_keys
from trueup.ui.base.signs import ring, sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, fitted, plain, shorten

ON_SHEET = "outline-list"
"""The id of the outline when it's on a sheet, not beside the question."""

NAME, LONGEST_NAME = 20, 24
"""Cells for the column of names, and the most that a longer name may take from the answer beside it."""


class Stop(NamedTuple):
    """One line of the outline."""

    id: str
    name: str
    said: str
    """The answer in words; empty if there is none."""
    verdict: Verdict | None = None
    """The verdict of the first mismatch that involves this stop, if any is known."""


class Outline(Rows):
    """The list of stops. Enter jumps to the marked stop, a digit to one of the first nine."""

    BAR_FOLLOWS_KEYS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "jump", "jump", id="outline.jump"),
        *digit_keys("jump_to", "jump", "outline.pick", show=False),
    ]

    _stops: Sequence[Stop] = ()
    _ring = ""
    """The sign for an answered stop when the list was last drawn. It depends on the theme."""

    def action_jump(self) -> None:
        """Jump to the marked stop. The action has its own name, because a question has another word for `select`."""
        self.action_select()

    def action_jump_to(self, number: int) -> None:
        """Jump to the stop with this digit."""
        self.action_pick(number)

    def fill(self, stops: Sequence[Stop], here: str) -> None:
        """Show these stops, and mark `here`, the stop that is on screen."""
        before, marks = self._stops, ring(self, True)
        if marks == self._ring and [stop.id for stop in stops] == [stop.id for stop in before]:
            for number, (stop, was) in enumerate(zip(stops, before, strict=True), 1):
                if stop != was:
                    self.replace_option_prompt(stop.id, self._drawn(number, stop))
        else:
            self.set_options(Option(self._drawn(number, stop), id=stop.id) for number, stop in enumerate(stops, 1))
        self._stops, self._ring = stops, marks
        self.mark(here)

    def _drawn(self, number: int, stop: Stop) -> Hung:
        # Beside a question, a digit picks a choice of the question, so the outline doesn't show it as a key.
        is_key = self.id == ON_SHEET and number <= 9
        answered = ring(self, bool(stop.said))
        mark = sign(stop.verdict).pad_right(len(answered) - 1) if stop.verdict else Content(answered)
        name = plain(shorten(stop.name, LONGEST_NAME).ljust(NAME))
        gap = "  " if name.cell_length > NAME else ""
        lead = Content.assemble((f"{number:>2}", KEY if is_key else MUTED), " ", mark, " ", name, gap)
        said = fitted(stop.said, MUTED) if stop.said else fitted("open", f"italic {MUTED}")
        return Hung([Line(lead, fill=said)])


class Beside(Vertical):
    """The outline at the left of a wide window."""

    def compose(self) -> ComposeResult:
        """The outline's title, its stops, and the legend of its signs."""
        yield Static(id="outline-of")
        yield Outline(id="outline")
        yield Static(id="outline-signs")

    def fill(self, title: str, stops: Sequence[Stop], here: str, *, compared: bool) -> None:
        """Show the stops of an area, or of one row such as a channel."""
        head = Content.assemble(plain(shorten(title, 28), STRONG), "   ", ("o", KEY), (" hides this", MUTED))
        self._tell("#outline-of", head)
        self.query_one(Outline).fill(stops, here)
        self._tell("#outline-signs", Content.styled(legend(self, compared=compared), MUTED))

    def _tell(self, id: str, text: Content) -> None:
        """Set the text if it differs from the present one; setting the same text would lay out the page for nothing."""
        told = self.query_one(id, Static)
        if told.content != text:
            told.update(text)


def legend(widget: Widget, *, compared: bool) -> str:
    """Return the legend of the signs. Before the first comparison, it leaves out the signs of mismatches."""
    conflicting = "   ≠ ≈ ? in a mismatch" if compared else ""
    return f"{ring(widget, True)} answered   {ring(widget, False)} open{conflicting}"
