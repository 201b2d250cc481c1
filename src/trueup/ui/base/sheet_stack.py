"""The sheets that a page opens: one is in front, and those it covers come back when it is closed.

Text that is being typed outlives the program: it's written as a draft, and put back in its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widget import AwaitMount, Widget
from textual.widgets import OptionList

from trueup.ui.base.navigator import Navigator, navigator_of
from trueup.ui.base.sheet import Asking, Notice, Reading, Sheet

if TYPE_CHECKING:
    from trueup.session.session import Session
    from trueup.ui.base.form_sheet import Form


class SheetStack(Screen[None]):
    """A screen that opens sheets in its `#body`, and keeps half-typed text."""

    _beneath: tuple[tuple[Sheet, Widget | None], ...] = ()
    """The hidden sheets beneath the open one, the topmost last, each with the widget in it that had the focus."""
    _focused_before: Widget | None = None
    """The widget that gets the focus back when the last sheet is closed."""
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

    @property
    def sheet(self) -> Sheet | None:
        """The topmost open sheet, or None."""
        body = self.query_one_optional("#body")
        return next((each for each in reversed(body.children) if isinstance(each, Sheet)), None) if body else None

    def raise_sheet(
        self, sheet: Sheet, *, taken: Callable[..., object] | None = None, keeps_open: bool = False
    ) -> AwaitMount | None:
        """Open a sheet instead of the open one. If a sheet with the same id is open or hidden beneath, close the
        topmost sheet instead and return None. Awaiting the result waits until the sheet is mounted.

        `taken` gets the answer: the id of a row taken from the sheet's list, once the sheet is closed, or the form that
        was submitted, which stays open. The open sheet is removed, unless `keeps_open`, or something was typed in it,
        or it's a form or a list with the focus and the new sheet is only for reading. Then it's hidden, and comes back
        when the new sheet is closed.
        """
        up = self.sheet
        if isinstance(sheet, Asking):
            sheet.taken = taken
        if up is not None:
            if sheet.id is not None and sheet.id in {up.id, *(each.id for each, _ in self._beneath)}:
                self.lower_sheet()
                return None
            is_put_aside = isinstance(sheet, Reading) and not isinstance(up, Reading) and up.has_focus_within
            if keeps_open or up.typed or is_put_aside:
                self._beneath = (*self._beneath, (up, self.focused))
                up.display = False
            else:
                up.remove()
        else:
            self._focused_before = self.focused
        return self.query_one("#body").mount(sheet)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close the sheet with the list, and pass on what was taken."""
        up = self.sheet
        if isinstance(up, Asking) and up.taken is not None and up in event.option_list.ancestors:
            event.stop()
            self.lower_sheet()
            if isawaitable(done := up.taken(event.option_id or "")):
                await done

    def give_keys(self, widget: Widget | None) -> None:
        """Focus a widget now, or once the sheet is closed if one is open."""
        if self.sheet is None:
            self.set_focus(widget, scroll_visible=False)
        else:
            self._focused_before = widget

    def lower_sheet(self) -> bool:
        """Close the topmost sheet and give the focus back; return False if none was open."""
        up = self.sheet
        if up is None:
            return False
        beneath = next(((each, focus) for each, focus in reversed(self._beneath) if each.is_attached), None)
        self._beneath = tuple(pair for pair in self._beneath if pair != beneath and pair[0].is_attached)
        if beneath is not None and beneath[0] is not up:
            beneath[0].display = True
            self.set_focus(beneath[1])
        elif up.has_focus_within and self._focused_before is not None and self._focused_before.is_attached:
            self.set_focus(self._focused_before, scroll_visible=False)
        up.remove()
        return True

    def lower_every_sheet(self) -> None:
        """Close all sheets, the hidden ones too. For when what they are about is no longer shown."""
        beneath, self._beneath = self._beneath, ()
        for each, _ in beneath:
            if each.is_attached:
                each.remove()
        self.lower_sheet()

    def action_turn(self, step: int) -> None:
        """Scroll the open sheet by a page: down for 1, up for -1."""
        up = self.sheet
        if up is not None:
            up.scroll_relative(y=step * max(up.size.height - 2, 1), animate=False)

    @property
    def is_asking(self) -> bool:
        """Whether a form or list has the focus, or a hidden one has unsaved text: its subject must stay on screen."""
        above = self.focused.ancestors if self.focused else ()
        waits = any(each.is_attached and each.typed for each, _ in self._beneath)
        return waits or any(isinstance(each, Sheet) and not isinstance(each, Reading) for each in above)

    # Half-typed text ---------------------------------------------------------

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
