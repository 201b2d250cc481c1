"""The keys line, and the keys listed on the help sheet. `tests/ui/base/key_table.py` has the table of all keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.keys import format_key
from textual.reactive import Reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from trueup.ui.base.text import KEY, MUTED, Line, heading, paragraphs

if TYPE_CHECKING:
    from textual.binding import Binding


MOST = 6
"""The most keys in the keys line. The others are listed by F1 and in the palette."""


@dataclass
class Shown:
    """An action as the keys line and the help show it: its keys, and one or two words."""

    action: str
    word: str
    help: str
    """What the help calls this action."""
    press: str
    """The key that a click presses."""
    on_line: bool
    """Whether the action is in the keys line, not only in the help."""
    everywhere: bool
    displays: list[str] = field(default_factory=list)

    @property
    def cell(self) -> Content:
        """The key and its word, as in the keys line."""
        return Content.assemble((self.displays[0], KEY), " ", (self.word, MUTED))

    @property
    def rank(self) -> int:
        """The action's place in the keys line, lowest first: Enter, digits, *go on past what can wait*, the screen's
        own keys, other screens, keys that work everywhere, and back.
        """
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
    """Whether a text field has the focus, so that letters are typed into it."""
    return screen.focused is not None and screen.focused.check_consume_key("a", "a")


def shown_keys(screen: Screen[Any], words: Mapping[str, str]) -> list[Shown]:
    """Return what the keys do on a screen now, in the order of the keys line. Keys without a word aren't shown, nor are
    Textual's own bindings unless `words` names them.

    `words` maps an action (`select`, or `go('summary')`) to its word on this screen, because Enter in a list does
    something else on each screen. An action named there is always in the keys line; one with an empty word isn't shown.
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
        display = screen.app.get_key_display(binding)
        if display not in shown.displays:
            shown.displays.append(display)
    for shown in found.values():
        if shown.press.isdecimal():
            last = min(getattr(screen, "digits", 9), len(shown.displays))
            shown.displays = [f"1–{last}" if last > 1 else "1"] if last else []
    return sorted((shown for shown in found.values() if shown.displays), key=lambda shown: shown.rank)


def _is_text(binding: Binding) -> bool:
    key = format_key(binding.key)
    return (len(key) == 1 and key.isascii() and key.isprintable()) or binding.key in ("space", "backspace")


class Clickable(Widget):
    """A widget with words that do something when they are clicked, and look like any other words."""

    auto_links: Reactive[bool] = Reactive(False)


def clickable(text: Content, action: str) -> Content:
    """Return the text so that a click on it runs an action."""
    return text.stylize(Style.from_meta({"@click": action}))


def key_of_click(text: Content, key: str) -> Content:
    """Return the text so that a click on it presses a key."""
    return clickable(text, f"app.simulate_key('{key}')")


class Keys(Clickable):
    """The keys line: at most six keys, each with a word. A click on a key presses it."""

    def on_mount(self) -> None:
        """Redraw when the focus changes, because keys may then mean something else."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def fitting(self) -> list[Shown]:
        """Return the keys that there is room for."""
        words = getattr(self.screen, "words_for_keys", {})
        shown = [key for key in shown_keys(self.screen, words) if key.on_line]
        # If Enter does the same as another key, show only Enter.
        entered = {key.word for key in shown if key.press == "enter"}
        shown = [key for key in shown if key.press == "enter" or key.word not in entered]
        while shown and (len(shown) > MOST or self._length(shown) > self.size.width):
            # Drop the least important key: first those that work everywhere, then other screens, then the screen's own.
            own = [key for key in shown if key.rank in (5, 6, 8)] or shown
            shown.remove(own[-1])
        return shown

    @staticmethod
    def _length(shown: list[Shown]) -> int:
        return sum(key.cell.cell_length + 2 for key in shown) - 2

    def render(self) -> Content:
        """The line."""
        return Content("  ").join(key_of_click(key.cell, key.press) for key in self.fitting())


def keys_told(keys: list[Shown], how_to: str) -> list[Line]:
    """Return the lines of the help sheet: `how_to`, the screen's keys, and those that work everywhere."""

    def pairs(some: list[Shown]) -> list[Line]:
        # Fill the left column first, then the right.
        half = -(-len(some) // 2)
        return [Line(fill=partial(_beside, some[at::half])) for at in range(half)]

    here = pairs([key for key in keys if not key.everywhere])
    everywhere = pairs([key for key in keys if key.everywhere])
    first = [Line(), *paragraphs(how_to)] if how_to else []
    return [*first, Line(), *here, Line(), heading("Everywhere"), *everywhere]


def _beside(keys: list[Shown], width: int) -> Content:
    column = min(width // 2, 34)
    for_key = 10 if column > 28 else 8
    return Content.assemble(
        *(
            Content.assemble((f"{'  '.join(key.displays[:2])} ".ljust(for_key), KEY), key.help.ljust(column - for_key))
            for key in keys
        )
    )
