"""The table of all keys, each with one meaning on every screen.

No letter answers a question: the founder answers with digits, Space, Enter, F6, F7, F8 or the mouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.keys import format_key


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
    return format_key(key)


def table() -> str:
    """The table of all keys, as Markdown for `screens/README.md`."""
    rows = [f"| `{printed(key)}` | {deed.words} |" for key, deed in KEYS.items()]
    others = [f"| {key} | {words} |" for key, words in OTHER_KEYS.items()]
    return "\n".join(["| key | what it does everywhere |", "|---|---|", *rows, *others, ""])
