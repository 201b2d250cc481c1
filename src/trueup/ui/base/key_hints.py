"""The table of all keys, each with one meaning on every screen; the keys line; and the keys listed on the help sheet.

A test compares all bindings with the table. No letter answers a question: the founder answers with digits, Space,
Enter, F6, F7, F8 or the mouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from trueup.ui.base.text import KEY, MUTED, Line, heading, paragraphs

if TYPE_CHECKING:
    from textual.binding import Binding


class Deed(NamedTuple):
    """What a key does."""

    words: str
    """What the key does, in the words of the table in `screens/README.md`."""
    actions: frozenset[str]
    """The names of the actions to which the key may be bound."""


def _deed(words: str, *actions: str) -> Deed:
    return Deed(words, frozenset(actions))


KEYS: Mapping[str, Deed] = {
    "a": _deed("show all, also what is parked or left out", "all"),
    "A": _deed("tick all, or untick all", "all_missing"),
    "b": _deed("back", "back"),
    "c": _deed("copy as Markdown", "copy"),
    "d": _deed("customers are told: when", "disclosed"),
    "e": _deed("evidence: how you know it", "evidence"),
    "f": _deed("filter: show only a part", "filter"),
    "g": _deed("go on past what can wait", "enough"),
    "h": _deed("home", "go"),
    "i": _deed("not true here", "object", "reopen"),
    "j": _deed("journey", "go"),
    "k": _deed("accept: keep it on purpose", "accept", "reopen"),
    "l": _deed("change the left answer", "answer"),
    "m": _deed("mismatches", "go"),
    "n": _deed("note, in your own words", "note"),
    "o": _deed("outline: answers to jump to", "outline"),
    "p": _deed("plan", "go"),
    "q": _deed("quarters: what changed", "go"),
    "r": _deed("change the right answer", "answer"),
    "s": _deed("summary", "go"),
    "t": _deed("test a fix", "test"),
    "u": _deed("preview", "preview"),
    "v": _deed("who says so: every statement, in every quarter", "statements"),
    "w": _deed("where people read it", "touchpoints", "where"),
    "W": _deed("what it's about", "about"),
    "x": _deed("matrix", "go"),
    "y": _deed("say: what you can truthfully say", "go"),
    "z": _deed("undo", "undo"),
    "Z": _deed("redo: do again what was undone", "redo"),
    "question_mark": _deed("why", "why"),
    "exclamation_mark": _deed("what needs an answer", "needs_answer"),
    "asterisk": _deed("the best set of fixes for your hours", "best_set"),
    "colon": _deed("how many hours a fix takes", "hours"),
    "number_sign": _deed("what if: try changes, keep none of them", "what_if"),
    "at": _deed("a calendar file of what is due", "calendar"),
    "quotation_mark": _deed("paste or open a page", "read_page"),
    "plus": _deed("add", "add"),
    "minus": _deed("not known", "unknown"),
    "equals_sign": _deed("what agrees", "agrees"),
    "slash": _deed("search this list", "search"),
    "less_than_sign": _deed("earlier", "shift"),
    "greater_than_sign": _deed("later", "shift"),
    "left_square_bracket": _deed("compare with an earlier quarter", "since"),
    "right_square_bracket": _deed("compare with a later quarter", "since"),
    "comma": _deed("end the comparison a quarter earlier", "until"),
    "full_stop": _deed("end the comparison a quarter later", "until"),
}
"""Key → what it does, for the keys that stand for a character. In a text field they insert that character instead."""

PRINTED: Mapping[str, str] = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "asterisk": "*",
    "colon": ":",
    "number_sign": "#",
    "at": "@",
    "quotation_mark": '"',
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
}
"""Textual's name of a key → the character printed on it, where the two differ."""

OTHER_KEYS: Mapping[str, str] = {
    "Enter": "take the marked row and go on",
    "Space": "take the marked row and stay",
    "1–9": "choose the row with this number",
    "↑ ↓ ← →": "move; never choose",
    "Tab": "the other side, or the next channel",
    "Delete": "remove",
    "Backspace": "remove where something can be removed, else back",
    "Esc": "close what is open, else back",
    "F1": "the keys of this screen",
    "F2": "why, also while you type",
    "F3": "outline, also while you type",
    "F4": "evidence, also while you type",
    "F5": "note, also while you type",
    "F6": "not sure",
    "F7": "not applicable",
    "F8": "leave it blank",
    "F9": "go on past what can wait, also while you type",
    "Ctrl+O": "back, also while you type",
    "Ctrl+Z": "undo, also while you type",
    "Ctrl+Y": "redo, also while you type",
    "Ctrl+R": "pause: what is saved and what is left",
    "Ctrl+P": "find anything",
    "Ctrl+S": "save now",
    "Ctrl+Q": "quit; everything is saved",
}


def printed(key: str) -> str:
    """A key as it is printed on the keyboard."""
    return PRINTED.get(key, key)


def table() -> str:
    """The table of all keys, as Markdown for `screens/README.md`."""
    rows = [f"| `{printed(key)}` | {deed.words} |" for key, deed in KEYS.items()]
    others = [f"| {key} | {words} |" for key, words in OTHER_KEYS.items()]
    return "\n".join(["| key | what it does everywhere |", "|---|---|", *rows, *others, ""])


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
    return len(binding.key) == 1 or binding.key in PRINTED or binding.key in ("space", "backspace")


class Keys(Widget):
    """The keys line: at most six keys, each with a word. A click on a key presses it."""

    def on_mount(self) -> None:
        """Redraw when the focus changes, because keys may then mean something else."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def _line(self) -> list[tuple[Content, str]]:
        words = getattr(self.screen, "words_for_keys", {})
        shown = [key for key in shown_keys(self.screen, words) if key.on_line]
        # If Enter does the same as another key, show only Enter.
        entered = {key.word for key in shown if key.press == "enter"}
        shown = [key for key in shown if key.press == "enter" or key.word not in entered]
        while shown and (len(shown) > MOST or self._length(shown) > self.size.width):
            # Drop the least important key: first those that work everywhere, then other screens, then the screen's own.
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
    """Return the lines of the help sheet: `how_to`, the screen's own keys in two columns, and the keys that work
    everywhere.
    """

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
