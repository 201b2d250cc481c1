"""The map: one quiet line, the same on every screen, with where one is. A click, or the marked letter, goes there."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from trueup.ui.base.navigator import navigator_of
from trueup.ui.base.text import KEY, MUTED


class Stop(NamedTuple):
    """A place on the map."""

    name: str
    """Its word on the strip, and what `Navigator.go` calls it."""
    letter: str
    folders: tuple[str, ...]
    """The folders of ui/ whose screens are there."""
    short: str
    """Its word where there is no room for the whole one."""
    after_comparing: bool = True
    """Whether it opens only with the first comparison."""


STOPS = (
    Stop("home", "h", ("home",), "home", after_comparing=False),
    Stop("answers", "o", ("questions", "records", "reading"), "answ", after_comparing=False),
    Stop("mismatches", "m", ("mismatches",), "mism"),
    Stop("matrix", "x", ("matrix",), "matrix"),
    Stop("journey", "j", ("journey",), "jour"),
    Stop("plan", "p", ("plan",), "plan"),
    Stop("say", "y", ("say",), "say"),
    Stop("summary", "s", ("summary",), "summ"),
    Stop("quarters", "q", ("quarters",), "quart"),
)

BINDINGS = [
    Binding(stop.letter, f"go('{stop.name}')", stop.name, show=False, id=f"map.{stop.name}")
    for stop in STOPS
    if stop.name != "answers"  # its letter is the outline's: the outline of all answers
]

WIDE_GAP, GAP = "   ", "  "


def stop_of(screen: Screen[None]) -> str:
    """The stop a screen is at: its folder says so. Empty: nowhere on the map."""
    folder = type(screen).__module__.removeprefix("trueup.ui.").partition(".")[0]
    return next((stop.name for stop in STOPS if folder in stop.folders), "")


class MapStrip(Widget):
    """The stops in a row. One that isn't open yet is muted; before there is a business there is nowhere to go."""

    here: reactive[str] = reactive("")
    """The stop one is at."""
    open_stops: reactive[frozenset[str]] = reactive(frozenset())
    """The stops one can go to; none: the strip is blank."""

    def _cells(self) -> list[tuple[Stop, Content]]:
        is_narrow = self._length(GAP) > self.size.width
        return [(stop, self._drawn(stop, is_narrow)) for stop in STOPS] if self.open_stops else []

    def _drawn(self, stop: Stop, is_narrow: bool) -> Content:
        word = stop.short if is_narrow else stop.name
        if stop.name == self.here:
            return Content.styled(word, "bold underline")
        if stop.name not in self.open_stops:
            return Content.styled(word, "$gauge-off")
        at = word.find(stop.letter)
        drawn = Content.styled(word, MUTED)
        return drawn.stylize(KEY, at, at + 1) if at >= 0 else drawn

    @staticmethod
    def _length(gap: str) -> int:
        return sum(len(stop.name) for stop in STOPS) + len(gap) * (len(STOPS) - 1)

    def _gap(self) -> str:
        return WIDE_GAP if self._length(WIDE_GAP) <= self.size.width else GAP

    def render(self) -> Content:
        """The strip."""
        return Content(self._gap()).join(cell for _, cell in self._cells())

    def stop_at(self, x: int) -> Stop | None:
        """The stop drawn at a column of the strip."""
        at = 0
        for stop, cell in self._cells():
            if at <= x < at + cell.cell_length:
                return stop
            at += cell.cell_length + len(self._gap())
        return None

    def on_click(self, event: events.Click) -> None:
        """Go to the stop under the mouse."""
        inside = event.get_content_offset(self)
        stop = self.stop_at(inside.x) if inside else None
        if stop and stop.name in self.open_stops:
            navigator_of(self.app).go(stop.name)
