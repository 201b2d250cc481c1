"""Where a promise was read, in a few words."""

from __future__ import annotations

from datetime import date

from trueup.answers.model import PASTED, Row
from trueup.sanitize import plain_text

PASTED_PAGE = "Pasted page"


def read_at(row: Row) -> str:
    """The file and the line, `home.html:14`, or the day on which a page was pasted; empty if the promise was typed."""
    source = row.source
    if source is None:
        return ""
    if source.file == PASTED:
        return f"{PASTED_PAGE}, {_said(source.day)}" if source.day else PASTED_PAGE
    return plain_text(f"{source.file.replace(chr(92), '/').rpartition('/')[2]}:{source.line}")


def _said(day: str) -> str:
    """A day as `15 Nov 2026`."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%b} {at.year}"
