"""Plain text for a terminal: at most 80 columns, whatever is wide there."""

from __future__ import annotations

import textwrap

WIDTH = 80


def wrapped(text: str, *, indent: int = 0, hang: int | None = None) -> list[str]:
    """`text` as lines; the first is indented by `indent` blanks, the others by `hang`, if that is given."""
    later = " " * (indent if hang is None else hang)
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=later, break_long_words=False)
