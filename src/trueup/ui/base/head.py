"""The top of every screen: the head, the map of the stops, and the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from trueup.ui.base.key_hints import Clickable, clickable
from trueup.ui.base.signs import INKS, sign
from trueup.ui.base.text import KEY, MUTED, STRONG, plain, shorten

if TYPE_CHECKING:
    from trueup.session.session import Counts


NAME = 12
"""In a narrow window, the name of the business is first cut to this many letters, then the place is cut. A place that
would have this many letters or fewer left isn't shown."""
STUMP = 4
"""A name with only this many cells would tell nothing, so it isn't shown."""

NARROW = 72
"""With fewer cells than this, the counts are closer together."""

WIDE, CLOSE = "   ", "  "
"""The gap between two parts of the head or of the map, and the smaller gap if there is no room for that."""


class Head(Clickable):
    """The head, in one row. If it's too long, state, gaps, business and place are shortened, in this order. The
    counts look the same on every screen of a window, so that nothing in it jumps.
    """

    view: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    business: reactive[str] = reactive("")
    quarter: reactive[str] = reactive("")
    state: reactive[str] = reactive("")
    """The state of the file, such as `read only`. A narrow window shows only what comes before the comma."""
    is_warning: reactive[bool] = reactive(False)
    counts: reactive[Counts | None] = reactive(None)
    """Open mismatches by verdict; None until the founder has asked to compare."""

    def render(self) -> Content:
        """Render the row at the width available."""
        return self.drawn(self.size.width)

    def drawn(self, width: int) -> Content:
        """Return the row as drawn in `width` cells."""
        brief = self.state.partition(",")[0]
        for state, gap in ((self.state, WIDE), (brief, WIDE), (brief, CLOSE)):
            left, right = self._where(self.place, gap), self._how(state, gap, CLOSE if width >= NARROW else " ")
            room = width - left.cell_length - right.cell_length - len(CLOSE)
            if room >= len(self._whose()):
                break
        if (lacking := len(self._whose(NAME)) - room) > 0:
            stays = len(self.place) - lacking
            left = self._where(shorten(self.place, stays) if stays > NAME else "", CLOSE)
            room = width - left.cell_length - right.cell_length - len(CLOSE)
        right = Content.assemble(plain(self._within(room), MUTED), right)
        left = left.truncate(max(width - right.cell_length - 2, 6), ellipsis=True)
        return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 1), right)

    def _where(self, place: str, gap: str) -> Content:
        parts = [Content.styled("trueup", KEY), plain(self.view, STRONG), plain(place, MUTED)]
        return Content(gap).join([part for part in parts if part])

    def _whose(self, most: int | None = None) -> str:
        """Business and quarter; the name of the business is cut to `most` letters."""
        name = self.business if most is None else shorten(self.business, most)
        return " ".join(part for part in (name, self.quarter) if part)

    def _within(self, room: int) -> str:
        """Business and quarter, in at most `room` cells; no quarter if only a stump of the name would be left."""
        name = room - len(self.quarter) - 1
        if len(self._whose()) <= room:
            return self._whose()
        if self.business and name > STUMP:
            return self._whose(name)
        return shorten(self.business, room) if room > STUMP else ""

    def _how(self, state: str, gap: str, between: str) -> Content:
        """The state and the counts, each with the gap before it, and `between` two counts."""
        said = [Content.styled(state, "bold $warning" if self.is_warning else MUTED)] if state else []
        if self.counts is not None:
            space = " " if between == CLOSE else ""
            found = zip(INKS, self.counts, strict=True)
            counted = [Content.assemble(sign(verdict), f"{space}{number}") for verdict, number in found]
            said.append(clickable(Content(between).join(counted), "screen.go('mismatches')"))
        return Content("").join(Content.assemble(gap, part) for part in said)


def gauge(width: int, done: int, total: int, *, heavy: str = "$accent") -> Content:
    """Return a gauge of `width` cells. It's empty only if nothing is done, and full only if everything is."""
    width = max(width, 0)
    filled = round(width * done / total) if total else 0
    if 0 < done < total:
        filled = max(min(max(filled, 1), width - 1), 0)
    return Content.assemble(("━" * filled, heavy), ("─" * (width - filled), "$gauge-off"))


def gauge_before(figures: Content, done: int, total: int, *, most: int) -> Callable[[int], Content]:
    """Return a function that draws a gauge of at most `most` cells, and the figures after it, in a given width."""
    return lambda width: Content.assemble(gauge(max(min(width - figures.cell_length, most), 4), done, total), figures)


class Rule(Widget):
    """The line under the map, as wide as the page. If `total` isn't 0, it's a gauge."""

    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    """How many steps the gauge counts; 0 for a plain rule."""

    def render(self) -> Content:
        """The rule, or the gauge."""
        if not self.total:
            return Content.styled("─" * self.size.width, "$rule")
        return gauge(self.size.width, self.done, self.total)


class Stop(NamedTuple):
    """A place on the map."""

    name: str
    """The stop's name on the map, and the name by which `Navigator.go` knows it."""
    letter: str
    folders: tuple[str, ...]
    """The folders of ui/ whose screens belong to this stop."""
    short: str
    """The stop's name on the map in a narrow window."""
    after_comparing: bool = True
    """Whether the stop opens only once the founder has compared for the first time."""


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

MAP_KEYS = [
    Binding(stop.letter, f"go('{stop.name}')", stop.name, show=False, id=f"map.{stop.name}")
    for stop in STOPS
    if stop.name != "answers"  # a page binds the letter o to its action `outline`, which goes to the answers
]


def stop_of(screen: Screen[None]) -> str:
    """Return the stop a screen belongs to, found by the screen's folder; empty if the screen isn't on the map."""
    folder = type(screen).__module__.removeprefix("trueup.ui.").partition(".")[0]
    return next((stop.name for stop in STOPS if folder in stop.folders), "")


class MapStrip(Clickable):
    """The map: all stops in a row. Stops that aren't open yet are muted. Without a business, the row is blank."""

    here: reactive[str] = reactive("")
    open_stops: reactive[frozenset[str]] = reactive(frozenset())
    """Names of the stops that are open; if empty, the row is blank."""

    def _drawn(self, stop: Stop, is_narrow: bool) -> Content:
        word = stop.short if is_narrow else stop.name
        if stop.name == self.here:
            return clickable(Content.styled(word, "bold underline"), f"screen.go('{stop.name}')")
        if stop.name not in self.open_stops:
            return Content.styled(word, "$gauge-off")
        at = word.find(stop.letter)
        drawn = clickable(Content.styled(word, MUTED), f"screen.go('{stop.name}')")
        return drawn.stylize(KEY, at, at + 1) if at >= 0 else drawn

    @staticmethod
    def _length(gap: str) -> int:
        return sum(len(stop.name) for stop in STOPS) + len(gap) * (len(STOPS) - 1)

    def render(self) -> Content:
        """The strip."""
        if not self.open_stops:
            return Content()
        is_narrow = self._length(CLOSE) > self.size.width
        gap = WIDE if self._length(WIDE) <= self.size.width else CLOSE
        return Content(gap).join(self._drawn(stop, is_narrow) for stop in STOPS)
