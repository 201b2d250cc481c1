"""The keys line, and what it and the help sheet know about the keys of a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from trueup.ui.base.key_table import PRINTED
from trueup.ui.base.text import KEY, MUTED, STRONG, Line, paragraphs

if TYPE_CHECKING:
    from textual.app import App
    from textual.binding import Binding

MOST = 6
"""Keys shown at once; the others are under F1 and in the palette."""


@dataclass
class Shown:
    """One thing the keys can do here: the keys for it as shown, and one word or two."""

    action: str
    word: str
    help: str
    """What the help calls it."""
    press: str
    """The key a click stands for."""
    on_line: bool
    """Whether it stands in the keys line, not only in the help."""
    everywhere: bool
    displays: list[str] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Enter first, then digits, the way out of a long row, the screen's own keys, ways to other views, and back."""
        if self.action == "back":
            return 9
        if self.press == "enter":
            return 0
        if self.action == "enough":
            return 2
        if self.action == "go":
            return 6
        return 1 if self.press.isdecimal() else 8 if self.everywhere else 5


def typing(screen: Screen[Any]) -> bool:
    """Whether letters go into a text field now."""
    return screen.focused is not None and screen.focused.check_consume_key("a", "a")


def shown_keys(screen: Screen[Any], words: Mapping[str, str]) -> list[Shown]:
    """What the keys do on a screen now, in the order they are shown: those of our own that have a word.

    `words` names an action (`select`, or `go('summary')`) otherwise than its binding does, and puts it in the
    line: what Enter does in a list differs from screen to screen. An empty word: the key does nothing now.
    """
    found: dict[str, Shown] = {}
    letters_are_text = typing(screen)
    for node, binding, enabled, _ in screen.active_bindings.values():
        name = binding.action.partition("(")[0].rpartition(".")[2]
        named = words.get(binding.action, words.get(name))
        word = (binding.description if binding.id else "") if named is None else named
        if not word or not enabled or (letters_are_text and _is_text(binding)):
            continue
        what = name if binding.key.isdecimal() else binding.action
        shown = found.get(what)
        if shown is None:
            on_line = binding.show or named is not None
            everywhere = node is screen.app
            in_help = binding.description if everywhere else word
            shown = found[what] = Shown(name, word, in_help, binding.key, on_line, everywhere)
        display = _display(screen.app, binding)
        if display not in shown.displays:
            shown.displays.append(display)
    for shown in found.values():
        if shown.press.isdecimal():
            last = min(getattr(screen, "digits", 9), len(shown.displays))
            shown.displays = [f"1–{last}" if last > 1 else "1"] if last else []
    return sorted((shown for shown in found.values() if shown.displays), key=lambda shown: shown.rank)


def _is_text(binding: Binding) -> bool:
    return len(binding.key) == 1 or binding.key in PRINTED or binding.key in ("space", "backspace")


def _display(app: App[Any], binding: Binding) -> str:
    return app.get_key_display(binding)


class Keys(Widget):
    """At most six keys: bold accent key, muted word, two blanks between. A click presses the key."""

    def on_mount(self) -> None:
        """Drawn anew when the focus, and with it the meaning of a key, changes."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def _line(self) -> list[tuple[Content, str]]:
        words = getattr(self.screen, "words_for_keys", {})
        shown = [key for key in shown_keys(self.screen, words) if key.on_line]
        # What Enter does needs no second key here.
        entered = {key.word for key in shown if key.press == "enter"}
        shown = [key for key in shown if key.press == "enter" or key.word not in entered]
        while shown and (len(shown) > MOST or self._length(shown) > self.size.width):
            # What goes first are the screen's own keys, from the last on; Enter and back stay.
            own = [key for key in shown if key.rank in (5, 6, 8)] or shown
            shown.remove(own[-1])
        return [(self._cell(key), key.press) for key in shown]

    def _length(self, shown: list[Shown]) -> int:
        return sum(self._cell(key).cell_length + 2 for key in shown) - 2

    @staticmethod
    def _cell(key: Shown) -> Content:
        return Content.assemble((key.displays[0], KEY), " ", (key.word, MUTED))

    def render(self) -> Content:
        """The line."""
        return Content("  ").join(cell for cell, _ in self._line())

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        at = 0
        for cell, press in self._line():
            at += cell.cell_length + 2
            if event.x < at:
                self.app.simulate_key(press)
                return


def keys_told(keys: list[Shown], how_to: str) -> list[Line]:
    """How a screen is worked, its own keys in two columns, and those that work everywhere."""

    def pairs(some: list[Shown]) -> list[Line]:
        # Down the left column first, then down the right.
        half = -(-len(some) // 2)
        return [Line(fill=partial(_beside, some[at::half])) for at in range(half)]

    here = pairs([key for key in keys if not key.everywhere])
    everywhere = pairs([key for key in keys if key.everywhere])
    first = [Line(), *paragraphs(how_to)] if how_to else []
    return [*first, Line(), *here, Line(), Line(text=Content.styled("Everywhere", STRONG)), *everywhere]


def _beside(keys: list[Shown], width: int) -> Content:
    column = min(width // 2, 34)
    for_key = 10 if column > 28 else 8
    return Content.assemble(
        *(
            Content.assemble((f"{'  '.join(key.displays[:2])} ".ljust(for_key), KEY), key.help.ljust(column - for_key))
            for key in keys
        )
    )
