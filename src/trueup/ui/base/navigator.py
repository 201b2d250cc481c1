"""The protocol by which screens use the app, whose class they don't know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from trueup.answers.model import FixId, Row
    from trueup.content.model import Area, RowKind
    from trueup.session.next_step import Next
    from trueup.session.session import Session


Series = Literal["", "page", "more"]
"""Which stops moving on leads to, if not to the next one of the area: `page` for the answers with which a page is
compared, `more` for the open questions the founder asked for before comparing. Both go through all areas.
"""


RENAME = "rename"
"""The place of another name for the business that is being typed."""


class Navigator(Protocol):
    """Goes from screen to screen, and opens files and quarters. What was typed is saved before the screen changes."""

    with_outline: bool
    """Whether a wide window shows the outline beside a question."""
    last_input: float
    """The time, by `time.monotonic`, at which a key was last pressed or the mouse last used."""

    is_open: bool
    """Whether a file is open, so that there is a session."""
    session: Session
    """The open business."""

    # To a screen -----------------------------------------------------------

    def go(self, name: str) -> None:
        """Go to a screen or to a stop of the map, by name; *back* from there leads home."""

    def instead(self, name: str) -> None:
        """Replace this screen with another one; *back* from there leads to the screen before this one."""

    def push(self, screen: Screen[None]) -> None:
        """Show a screen on top of this one; *back* leads here."""

    def go_to_answer(self, source: str, row: str = "", *, position: str = "") -> None:
        """Go to a question or a field of a row, with the bar on the answer for `position`; *back* leads here."""

    def ask_counts(self, promises: Sequence[Row]) -> None:
        """Ask of each promise how many of the last ten got it; *back* leads here."""

    def show_mismatch(self, check: str) -> None:
        """Go to the card of a mismatch; *back* leads here."""

    def show_touchpoints(self, fix: FixId) -> None:
        """Go to the touchpoints of a fix of the plan; *back* leads here."""

    def test_fix(self, fix: FixId) -> None:
        """Go to the plan, with the sheet for the test of a fix open; *back* leads here."""

    def read_page(self, text: str = "", *, is_offered: bool = False, is_read: bool = False) -> None:
        """Go to where a page is pasted, with `text` in the field; the others are as for `PasteScreen`."""

    def leave_page(self, saying: str) -> None:
        """Leave the screens of reading once the claims of a page have been accepted. On the first run, go on to what
        comes next; otherwise return to where reading was started. Show `saying` there.
        """

    def go_on(self) -> None:
        """Go to the next thing to do."""

    def go_on_in(self, series: Series, following: Next, over: Screen[None] | None = None) -> None:
        """Go to the next thing of a series; *back* from there leads to the one before it, at last to the screen over
        which the series began. `over` is the screen of the series that is shown now, if one is; it's closed.
        """

    def go_on_after(self, area: Area) -> None:
        """Go to what follows this area."""

    def go_on_from(self, rows: RowKind) -> None:
        """Leave these rows, which are finished, for what follows them in their area, or else one screen back."""

    def step_back(self) -> None:
        """Go to the screen before this one; from home, do nothing."""

    def pause(self) -> None:
        """Open the sheet *pause*, which says what is saved and what is left, and from which the founder can leave."""

    # Files and quarters ----------------------------------------------------

    def begin(self) -> None:
        """Go from the name of a new business to its first question, with home beneath."""

    def begin_own(self) -> None:
        """Leave the sample: open the founder's own file, or start one."""

    def open_file(self, path: Path, saying: str = "") -> None:
        """Open another file, and show the notice `saying` once it is open."""

    def open_sample(self) -> None:
        """Open a temporary copy of the sample."""

    def open_again(self) -> None:
        """Open the same file again, in case the reason it was read-only is gone."""

    def show_quarter(self, name: str) -> None:
        """Go home and show another quarter of the file."""


def navigator_of(app: App[Any]) -> Navigator:
    """Return the navigator of an app."""
    navigator: Navigator = cast("Any", app).navigator
    return navigator


Opener = Callable[[], "Session"]
"""A function that opens a file. It runs in a worker, because it may import large modules."""
