"""Find anything: what Ctrl+P lists, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from trueup.sanitize import plain_text
from trueup.ui.base.key_hints import shown_keys
from trueup.ui.base.page import Page
from trueup.ui.theme import HOUSE

if TYPE_CHECKING:
    from trueup.ui.app import TrueupApp
    from trueup.ui.palette_search import Findable

Found = tuple[str, str, Callable[[], object]]
"""What it is called, what it is, what it does."""


class Everything(Provider):
    """Screens, questions, channels, promises, mismatches, and the few things that are set once."""

    @property
    def _app(self) -> TrueupApp:
        return cast("TrueupApp", self.app)

    def _places(self) -> Iterator[Found]:
        app = self._app
        if app.is_open and app.session.audit is not None:
            for name in ("home", "identity", "offer", "market", "operations"):
                yield name.capitalize(), "", partial(app.go, name)
            if app.session.audit.compared:
                yield "Mismatches", "", partial(app.go, "mismatches")
                yield "Matrix", "", partial(app.go, "matrix")
                yield "Journey", "", partial(app.go, "journey")
                yield "Say it true: what you can say today", "", partial(app.go, "say")
                yield "Plan", "", partial(app.go, "plan")
                yield "What needs an answer", "", partial(app.go, "needs_answer")
            else:
                yield "Compare now", "", partial(app.go, "compare")
            yield "Summary", "", partial(app.go, "summary")
            if isinstance(self.screen, Page) and not app.session.read_only:
                yield "Pause for today", "", self.screen.action_pause
        for name, (_, words) in HOUSE.items():
            if name != app.theme:
                yield f"Theme {name}: {words}", "", partial(self._wear, name)
        yield "Save now", "", app.action_save_now
        yield "Quit, all is saved", "", partial(app.call_later, app.action_quit)

    def _keys(self) -> Iterator[Found]:
        """What a key does on the screen this was called from."""
        page = self.screen
        if isinstance(page, Page):
            for key in shown_keys(page, page.KEY_WORDS):
                if key.press not in ("ctrl+p", "ctrl+q", "ctrl+s") and not key.press.isdecimal():
                    what = f"key {key.displays[0]}, on this screen"
                    yield key.help.capitalize(), what, partial(self._app.simulate_key, key.press)

    def _wear(self, theme: str) -> None:
        said = self._app.wear(theme)
        if isinstance(self._app.screen, Page):
            self._app.screen.say(said)

    def _findable(self) -> Iterator[Findable]:
        """Whatever has a name in this business."""
        app = self._app
        if app.is_open and app.session.audit is not None:
            from trueup.ui.palette_search import findable

            yield from findable(app)

    async def discover(self) -> Hits:
        """Before anything is typed: where one can go."""
        for found in (self._places, self._keys):
            for name, what, do in found():
                yield DiscoveryHit(Content(name), do, text=name, help=what or None)

    async def search(self, query: str) -> Hits:
        """Everything the words fit: its name first, then what it says and offers."""
        from trueup.ui.palette_search import fit

        matcher = self.matcher(query)
        named = ((*each, "") for found in (self._places, self._keys) for each in found())
        for raw, what, do, words in (*named, *self._findable()):
            name = plain_text(raw)
            score = fit(query, name, words, matcher.match(name))
            if score > 0:
                yield Hit(score, highlighted(query, name), do, text=name, help=what or None)


def highlighted(query: str, name: str) -> Content:
    """A name with the words of the query underlined. Textual's own would read it as markup, and founders name rows."""
    content, small = Content(name), name.casefold()
    for word in query.casefold().split():
        at = small.find(word)
        if at >= 0:
            content = content.stylize("underline", at, at + len(word))
    return content
