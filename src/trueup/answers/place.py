"""Where an answer is. The file, the history and undo name a place by a text: `offer.refund` is a question of an area,
`channel:own-site` a row, and `channel:own-site.steps` a field of that row.
"""

from __future__ import annotations

from dataclasses import dataclass

from trueup.content.model import ROW_KINDS, RowKind


@dataclass(frozen=True, slots=True)
class Place:
    """A place, read from its text."""

    question: str
    """The id of the question: `offer.refund`, or `channel.steps` for a field; empty for a whole row."""
    kind: RowKind | None = None
    """The kind of the row; None for a question of an area."""
    row: str = ""
    """The id of the row; empty for a question of an area."""

    @classmethod
    def of(cls, text: str) -> Place:
        """Return the place that a text names. A text that names no row is the id of a question."""
        home, _, rest = text.partition(":")
        row, _, field = rest.partition(".")
        kind = next((each for each in ROW_KINDS if each == home), None)
        if kind is None or not row:
            return cls(text)
        return cls(f"{kind}.{field}" if field else "", kind, row)

    @property
    def field(self) -> str:
        """The field of the row; empty for a whole row, and for a question of an area."""
        return self.question.partition(".")[2] if self.kind else ""


def in_row(kind: RowKind, row: str, field: str = "") -> str:
    """Return the text that names a row or one of its fields."""
    return f"{kind}:{row}.{field}" if field else f"{kind}:{row}"
