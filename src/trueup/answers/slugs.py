"""The names of rows that never change: short, in small letters, and each used once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from trueup.content.model import RowKind

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

TITLES: Mapping[RowKind, str] = {
    "group": "name",
    "promise": "words",
    "channel": "name",
    "activity": "name",
    "role": "role",
}
"""Kind of row → the field whose first words become its slug."""

_WORDS, _LENGTH = 5, 40


def new_row_id(kind: RowKind, title: str, taken: Collection[str]) -> str:
    """A slug for a new row: the first words of its title (a promise's words, a channel's name), else its number."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain)[:_WORDS]
    slug = "-".join(words)[:_LENGTH].strip("-") if kind != "customer" else ""
    if slug and slug not in taken:
        return slug
    numbers = range(2 if slug else len(taken) + 1, 2 * len(taken) + 3)
    stem = slug or ("customer" if kind == "customer" else kind)
    return next(f"{stem}-{number}" for number in numbers if f"{stem}-{number}" not in taken)
