"""A file's tables as the bytes that stand on the disk. A document that didn't change isn't written out anew.

With forty quarters on file a change touches one of them, and writing out the others took half as long as judging.
"""

from __future__ import annotations

from typing import Any

import orjson

Tables = dict[str, dict[str, Any]]
"""Name → number → document, as TinyDB has them."""

_READABLE = orjson.OPT_INDENT_2
"""A founder may want to look into the file."""
_INDENTED = b"\n" + 2 * b"  "
"""What a line of a document begins with, as it stands in a table, and that in the file. Text in JSON has no line
breaks of its own."""


class Dumped:
    """Tables as bytes, again and again. What stands inside a document may be replaced, never changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[dict[str, Any], orjson.Fragment]] = {}

    def bytes_of(self, tables: Tables) -> bytes:
        """The tables as JSON. Raises orjson.JSONEncodeError, a TypeError, where they can't be."""
        before, self._known = self._known, {}
        return orjson.dumps(
            {name: self._written(name, table, before) for name, table in tables.items()},
            option=_READABLE | orjson.OPT_APPEND_NEWLINE,
        )

    def _written(self, name: str, table: Any, before: dict[tuple[str, str], Any]) -> Any:
        """A table with its documents written out; what a stranger put there, as it is."""
        if not isinstance(table, dict):
            return table
        written: dict[str, Any] = {}
        for number, document in table.items():
            if not isinstance(document, dict):
                written[number] = document
                continue
            known = before.get((name, number))
            if known is None or not _is_same(known[0], document):
                known = dict(document), _written_out(document)
            self._known[name, number] = known
            written[number] = known[1]
        return written


def _written_out(document: dict[str, Any]) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(document, option=_READABLE).replace(b"\n", _INDENTED))


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two documents hold the very same things in the same order. Equal isn't enough: 1 equals 1.0 and true."""
    return len(one) == len(other) and all(
        key == its_key and value is its_value
        for (key, value), (its_key, its_value) in zip(one.items(), other.items(), strict=True)
    )
