"""Plain text made to fit a line: for screens, for what is printed, and before it is escaped for a page."""

from __future__ import annotations

import re

from trueup.sanitize import plain_text

_SPACES = re.compile("[ \n]+")


def one_line(text: str) -> str:
    """`text` as a reader will see it in one line: plain, runs of blanks as one, none at the ends."""
    return _SPACES.sub(" ", plain_text(text)).strip()


def in_marks(text: str) -> str:
    """`text` between quotation marks; what begins and ends with its own keeps those."""
    return text if text.startswith("“") and text.endswith("”") else f"“{text}”"


def shortened(text: str, longest: int) -> str:
    """One line of at most `longest` characters (> 8): what is too long loses its middle, not its end, and whole words
    where it can."""
    text = one_line(text)
    if len(text) <= longest:
        return text
    end = (longest - 3) // 3
    head, tail = text[: longest - 3 - end], text[len(text) - end :]
    if text[len(head)] != " " and " " in head.strip():
        head = head[: head.rindex(" ")]
    if text[-end - 1] != " " and " " in tail.strip():
        tail = tail[tail.index(" ") :]
    return f"{head.rstrip()} … {tail.lstrip()}"
