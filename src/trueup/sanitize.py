"""Makes text safe to show, so that it can't control the terminal or change the order in which a line is read."""

from __future__ import annotations

import re

# Escape sequences are removed as a whole, before single control characters, so that no `[31m` is left of them. The
# pattern never backtracks (`*+`), so it stays fast even on a megabyte of sequences that don't end.
_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # CSI: colour, cursor, erase
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*+(?:\x07|\x1b\\\\|\x9c)"  # OSC and kin
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1, except those that end a line or a column
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of writing direction
    "\ufeff\ud800-\udfff]"  # byte order mark; lone surrogates, which no file can hold
)


_FLAGS = "|".join(
    f"\U0001f3f4{''.join(chr(0xE0000 + ord(letter)) for letter in name)}\U000e007f"
    for name in ("gbeng", "gbsct", "gbwls")
)
_TAGS = re.compile(f"({_FLAGS})|[\U000e0000-\U000e007f]+")
"""Invisible tag characters, in which a message can be hidden. They are kept only in three flags, which consist of
them.
"""


def plain_text(text: str, *, lines: bool = False) -> str:
    """Return `text` without control characters, escape sequences, direction marks and lone surrogates.

    Tabs become spaces, and hidden tag characters U+FFFD. With `lines`, every kind of line end becomes a newline;
    otherwise it becomes a space, so that the result is one line. Everything else, including markup, is kept.
    """
    text = _LINE_ENDS.sub("\n", _SEQUENCES.sub("", text)).replace("\t", " ")
    text = _TAGS.sub(lambda found: found[1] or "\ufffd", _CONTROLS.sub("", text))
    return text if lines else text.replace("\n", " ")


MOST_INITIALS = 3


def initials(name: str) -> str:
    """Return the initials of a name, such as `A. B.` for Anna Berger; empty if it has no letters."""
    first = [word[0].upper() for word in plain_text(name).split() if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in first[:MOST_INITIALS])
