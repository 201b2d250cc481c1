"""Documents that didn't change aren't written out anew, and nobody could tell from the file."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from trueup.storage.serialised import Dumped

ONE_LINE = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from([0.0, 1.0, -0.0]) | ONE_LINE,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(ONE_LINE, inside, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
TABLES = st.dictionaries(st.sampled_from(["meta", "audits"]), st.dictionaries(st.sampled_from("12"), DOCUMENTS))


def whole(tables: object) -> bytes:
    return orjson.dumps(tables, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@given(st.lists(TABLES, min_size=1, max_size=5))
def test_the_bytes_are_those_of_all_tables_written_at_once(saves: list[dict[str, dict[str, Any]]]) -> None:
    dumped = Dumped()
    standing: dict[str, dict[str, Any]] = {}
    for tables in saves:
        # As TinyDB does it: fresh tables and documents each time, what stands inside them shared with the last ones.
        standing = {name: {number: dict(each) for number, each in table.items()} for name, table in standing.items()}
        assert dumped.bytes_of(standing) == whole(standing)
        for name, table in tables.items():
            standing[name] = {**standing.get(name, {}), **table}
        assert dumped.bytes_of(standing) == whole(standing)


def test_what_is_equal_and_not_the_same_is_written() -> None:
    dumped = Dumped()
    for value in (True, 1, 1.0):
        assert dumped.bytes_of({"audits": {"1": {"value": value}}}) == whole({"audits": {"1": {"value": value}}})


def test_what_a_stranger_put_into_the_file_stays() -> None:
    tables: Any = {"audits": {"1": {"quarter": "2026-Q4"}, "2": "a word"}, "theirs": [1, {"2": 3}]}
    assert Dumped().bytes_of(tables) == whole(tables)


def test_a_document_that_did_not_change_is_not_written_out_again() -> None:
    """Seen by what may not be done: what stands inside it is changed, and nobody looks."""
    dumped, inside = Dumped(), {"notes": ["as typed"]}
    before = dumped.bytes_of({"audits": {"1": inside, "2": {}}})
    inside["notes"].append("behind our back")
    assert dumped.bytes_of({"audits": {"1": dict(inside), "2": {}}}) == before
