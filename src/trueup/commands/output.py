"""What a command returns, and what it raises if it refuses. Imports little, because `--help` loads this module."""

from __future__ import annotations

import textwrap
from typing import NamedTuple


class Reply(NamedTuple):
    """What goes to standard output, and a note for standard error."""

    text: str
    note: str = ""
    fails: bool = False
    """Whether a mismatch of at least the severity `--fail-on` was found."""
    line_end: str = "\n"
    is_partial: bool = False
    """Whether some named files couldn't be read; the note says which."""


class Refused(Exception):  # noqa: N818 (the name reads as what happened)
    """Raised for wrong use or wrong input, before anything is changed. The message is a sentence, perhaps with a
    list.
    """


WIDTH = 80


def wrapped(text: str, *, indent: int = 0, hang: int | None = None) -> list[str]:
    """Wrap `text` to lines of 80 columns. The first is indented by `indent` spaces, the others by `hang`, by default
    the same.
    """
    later = " " * (indent if hang is None else hang)
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=later, break_long_words=False)
