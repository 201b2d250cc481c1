"""Text that is being typed outlives the program: it's written as a draft, and put back in its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from trueup.ui.base.navigator import Navigator, navigator_of
from trueup.ui.base.sheet import Notice, Sheet
from trueup.ui.base.sheet_stack import SheetStack

if TYPE_CHECKING:
    from trueup.session.session import Session
    from trueup.ui.base.form_sheet import Form


class KeepsTyping(SheetStack):
    """A screen that keeps half-typed text."""

    _half_kept: frozenset[str] = frozenset()
    """The places of the half-typed text that this page has written or put back."""

    @property
    def navigator(self) -> Navigator:
        """The app's navigator, which shows other screens."""
        return navigator_of(self.app)

    @property
    def session(self) -> Session:
        """The open business."""
        return self.navigator.session

    def say(self, text: Content | str) -> None:
        """Show a notice of one line above the keys line until the next key. Pass the founder's words as `plain(…)`."""
        self.query_one(Notice).say(text)

    def keep_typed(self) -> None:
        """Save the contents of text fields as answers. Runs before the screen is left and before the app ends."""

    def half_typed(self) -> Mapping[str, str]:
        """Return what is being typed and isn't saved yet, by the place of its answer."""
        sheets = (sheet for sheet in self.query(Sheet) if sheet.is_attached)
        return {place: text for sheet in sheets for place, text in sheet.half_typed.items()}

    def keep_half_typed(self) -> None:
        """Write what is being typed, so that it is still there if trueup is killed; remove what no longer is."""
        now = self.half_typed()
        gone = dict.fromkeys(self._half_kept - now.keys(), "")
        self._half_kept = frozenset(now)
        if now or gone:
            self.session.keep_half_typed({**gone, **now})

    @property
    def half_typed_forms(self) -> Iterable[str]:
        """The places of the open forms with half-typed text. A change made while a form is open comes from the form."""
        return {place.partition("#")[0] for sheet in self.query(Sheet) for place in sheet.half_typed}

    def open_half_typed(self) -> None:
        """Open the form in which the founder was typing when trueup was killed. Overridden by screens with forms."""

    def on_form_put_back(self, event: Form.PutBack) -> None:
        """Say that half-typed text is back in the fields of a form."""
        self.say_it_is_back(*event.places)

    def say_it_is_back(self, *places: str) -> None:
        """Say that half-typed text is back in its field, and remember its places."""
        self._half_kept |= set(places)
        self.say("What you were typing is back in its field. It isn't saved yet.")
