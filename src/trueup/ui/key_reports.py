"""Decodes the terminal's bytes into text that Textual can read, as it can't read all reports of keys."""

from __future__ import annotations

import codecs
import re

_REPORT = re.compile(
    r"\x1b\[(?P<code>\d*)(?::[\d:]*)?(?:;(?P<modifiers>\d*)(?::(?P<event>\d*)[\d:]*)?)?(?:;(?P<text>[\d:]*))?"
    r"(?P<end>[u~A-HPQRS])"
)
_RELEASED = "3"
_LOCKS_AND_MODIFIERS = frozenset({57358, 57359, 57360, *range(57441, 57455)})
"""The Kitty protocol's codes of Caps Lock, Scroll Lock, Num Lock, and of Shift, Ctrl, Alt alone."""
_MOST_MODIFIERS = 256


def fit_for_textual(text: str) -> str:
    """Return the terminal's input with key reports in the form that Textual reads. Leave out reports of released keys,
    of modifiers pressed alone, and of codes that aren't characters.
    """
    # Repeat: when one report is removed, the characters around it can form another.
    while (fit := _REPORT.sub(_as_read, text)) != text:
        text = fit
    return text


def _as_read(report: re.Match[str]) -> str:
    is_kitty = report["end"] == "u" or ":" in report[0]
    code, modifiers, typed = int(report["code"] or 1), int(report["modifiers"] or 1), report["text"] or ""
    if report["event"] == _RELEASED or (is_kitty and code in _LOCKS_AND_MODIFIERS) or modifiers > _MOST_MODIFIERS:
        return ""
    if not all(_is_character(int(each)) for each in (code, *filter(None, typed.split(":")))):
        return ""
    if not is_kitty:
        return report[0]
    return f"\x1b[{code};{modifiers}{f';{typed}' if typed else ''}{report['end']}"


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


class Decoder(codecs.IncrementalDecoder):
    """Decodes a terminal's bytes into text that Textual can read."""

    def __init__(self, errors: str = "replace") -> None:
        super().__init__(errors)
        self._utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def decode(self, input: bytes, final: bool = False) -> str:  # type: ignore[override]
        """Return the text of the next bytes."""
        return fit_for_textual(self._utf8.decode(input, final))

    def reset(self) -> None:
        """Forget bytes of an unfinished character."""
        self._utf8.reset()
