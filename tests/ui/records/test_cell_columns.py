"""The widths of the columns in the table of customers: only the founder's own words may be cut off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import our_content

from trueup.ui.records.cell_table import GAP, LEAD, Column, widths
from trueup.ui.records.customers import in_short

MARGINS = 4
NAMES = st.lists(st.text("Ortiz & Sons", min_size=1, max_size=60), min_size=1, max_size=10)


def our_columns(channels: list[str]) -> list[Column]:
    found = []
    for question in our_content().of("customer"):
        is_own = question.kind in ("text", "channel")
        labels = {choice.key: in_short(choice.label) for choice in question.choices}
        words = {str(n): name for n, name in enumerate(channels)} if question.kind == "channel" else labels
        found.append(Column(question.field, question.short, words, is_own))
    return found


@given(NAMES, NAMES)
def test_in_a_window_of_eighty_columns_only_the_founders_own_words_are_cut_off(
    names: list[str], channels: list[str]
) -> None:
    columns, room = our_columns(channels), 80 - MARGINS - LEAD
    found = widths(columns, [{"who": name} for name in names], room)
    assert sum(found) + GAP * (len(found) - 1) <= room
    for column, width in zip(columns, found, strict=True):
        assert width >= len(column.head)
        assert column.is_own or width >= max(map(len, column.words.values()))


@given(NAMES, NAMES)
def test_nothing_is_cut_off_when_there_is_room(names: list[str], channels: list[str]) -> None:
    columns = our_columns(channels)
    found = widths(columns, [{"who": name} for name in names], 240)
    assert found[0] >= max(map(len, names))
    assert all(
        width >= max(map(len, column.words.values()))
        for column, width in zip(columns, found, strict=True)
        if column.words
    )
