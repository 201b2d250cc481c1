"""A command's reply, at most 80 columns wide, and its refusal. Imports little, because `--help` needs it."""

from __future__ import annotations

import textwrap
from typing import NamedTuple


class Reply(NamedTuple):
    """What goes to standard output, and a note for standard error."""

    text: str
    note: str = ""
    fails: bool = False
    """A mismatch at or above `--fail-on` was found."""
    line_end: str = "\n"
    is_partial: bool = False
    """Some of what was named could not be read, and the note says what."""


class Refused(Exception):  # noqa: N818 (the name reads as what happened)
    """Wrong use or wrong input, in one sentence, perhaps followed by a list. Nothing was changed."""


WIDTH = 80


def wrapped(text: str, *, indent: int = 0, hang: int | None = None) -> list[str]:
    """`text` as lines; the first is indented by `indent` spaces, the others by `hang`, if given."""
    later = " " * (indent if hang is None else hang)
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=later, break_long_words=False)
