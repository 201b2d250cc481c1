"""The outline of an area: all stops with their answers. The founder can jump to any of them."""

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
from trueup.ui.base.rows import Rows
from trueup.ui.base.signs import ring, sign
from trueup.ui.base.text import KEY, MUTED, STRONG, Hung, Line, plain, shorten

ON_SHEET = "outline-list"
"""Id of an outline that is on a sheet."""

NAME, LONGEST_NAME = 20, 24
"""The cells for the name of a stop, and the most a longer name may have: it takes them from the answer after it."""


class Stop(NamedTuple):
    """One line of the outline."""

    id: str
    name: str
    said: str
    """The answer in words; empty: open."""
    verdict: Verdict | None = None
    """The verdict of the highest-ranking mismatch that the stop is part of; None before comparing."""


class Outline(Rows):
    """The stops. Enter jumps to the marked one, a digit to one of the first nine."""

    BAR_FOLLOWS_KEYS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "jump", id="outline.jump"),
        *(Binding(str(n), f"jump_to({n})", "jump", show=False, id=f"outline.pick-{n}") for n in range(1, 10)),
    ]

    _stops: Sequence[Stop] = ()
    _ring = ""
    """The mark of an answered stop as last drawn: themes differ in their marks."""

    def action_jump_to(self, number: int) -> None:
        """Jump to the stop with this digit."""
        self.action_pick(number)

    def fill(self, stops: Sequence[Stop], here: str) -> None:
        """Show these stops, with the mark on the stop that is on screen."""
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
        # while the outline is beside a question, digits belong to the question's choices
        is_key = self.id == ON_SHEET and number <= 9
        answered = ring(self, bool(stop.said))
        mark = sign(stop.verdict).pad_right(len(answered) - 1) if stop.verdict else Content(answered)
        name = plain(shorten(stop.name, LONGEST_NAME).ljust(NAME))
        gap = "  " if name.cell_length > NAME else ""
        lead = Content.assemble((f"{number:>2}", KEY if is_key else MUTED), " ", mark, " ", name, gap)
        said = stop.said or "open"
        style = MUTED if stop.said else f"italic {MUTED}"
        return Hung([Line(lead, fill=lambda room: plain(shorten(said, room), style))])


class Beside(Vertical):
    """The outline at the left of a wide window."""

    def compose(self) -> ComposeResult:
        """The outline's title, its stops, and the legend of its signs."""
        yield Static(id="outline-of")
        yield Outline(id="outline")
        yield Static(id="outline-signs")

    def fill(self, title: str, stops: Sequence[Stop], here: str, *, compared: bool) -> None:
        """Show the stops of an area, or of a row."""
        head = Content.assemble(plain(shorten(title, 28), STRONG), "   ", ("o", KEY), (" hides this", MUTED))
        self._tell("#outline-of", head)
        self.query_one(Outline).fill(stops, here)
        self._tell("#outline-signs", Content.styled(legend(self, compared=compared), MUTED))

    def _tell(self, id: str, text: Content) -> None:
        """Set the text, but only if it differs: setting the same text would still lay out the page again."""
        told = self.query_one(id, Static)
        if told.content != text:
            told.update(text)


def legend(widget: Widget, *, compared: bool) -> str:
    """Return what the signs mean in this window. Before the first comparison, mismatches aren't mentioned."""
    conflicting = "   ≠ ≈ ? in a mismatch" if compared else ""
    return f"{ring(widget, True)} answered   {ring(widget, False)} open{conflicting}"
