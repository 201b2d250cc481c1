"""The last ten customers: one key a cell, counts instead of percentages, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.businesses import our_content
from tests.ui.conflicting_business import write
from tests.ui.conftest import At, Opened, on_disk

from trueup.answers.document import audit_from_document
from trueup.content.model import Content
from trueup.engine.measures import COLUMNS, NO_ANSWER
from trueup.paths import screens_folder
from trueup.ui.records.cell_table import GAP, LEAD, Column, widths
from trueup.ui.records.customers import in_short
from trueup.wording.findings import DID, answer

FILE = "business.json"
CHANNELS = [{"id": "guild", "name": "HomeGuild"}, {"id": "site", "name": "Own site"}]

Kept = Callable[..., Path]


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Kept:
    """Return a function that saves a business as if the app was closed at the customers."""

    def keep(*customers: dict[str, Any], channels: list[dict[str, Any]] = CHANNELS) -> Path:
        document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "customer", "customers": list(customers)}
        return write(tmp_path / FILE, {**document, "channels": channels}, screens)

    return keep


def customer(number: int, **fields: str) -> dict[str, Any]:
    """One of the customers, with every cell known."""
    known = {"group": "aimed", "channel": "guild", "started": "alone", "paid": "full", "received": "ontime"}
    return {"id": f"customer-{number}", "who": f"Nr {number}", **known, **fields}


async def test_a_customer_is_entered_with_a_name_and_five_keys(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        await at.press("1")
        await at.type("Hale")
        text = await at.press("enter")
        assert on_disk(path)["customers"] == [{"id": "customer-1", "who": "Hale"}]  # a finished cell is saved at once
        assert "for them   1 yes   2 no   - don't know" in text
        assert "channel   1 HomeGuild   2 Own site   - don't know" in await at.press("1")
        await at.press("1", "3", "minus")
        text = await at.press("2")
        assert "▌  2" in text  # the next row
        assert "1  Hale" in text
        assert on_disk(path)["customers"] == [
            {
                "id": "customer-1",
                "channel": "guild",
                "group": "aimed",
                "paid": {"unsure": True},
                "received": "late",
                "started": "talk",
                "who": "Hale",
            }
        ]


def cells(at: At, row: int) -> str:
    """The cells of one row of the table, as shown on the screen."""
    return next(line for line in at.lines if line.strip(" ▌").startswith(f"{row}  "))


async def test_the_table_shows_the_answers_and_the_unsure_cells(opened: Opened, kept: Kept) -> None:
    async with opened(kept(customer(1, channel="site"), {**customer(2), "paid": {"unsure": True}})) as at:
        await at.press("1")
        assert cells(at, 1).split() == ["1", "Nr", "1", "yes", "Own", "site", "alone", "full", "in", "time"]
        assert cells(at, 2).split() == ["2", "Nr", "2", "yes", "HomeGuild", "alone", "unsure", "in", "time"]


async def test_the_totals_of_the_columns_are_shown_as_counts(opened: Opened, kept: Kept) -> None:
    rows = [customer(n, started="talk", received="late" if n > 2 else "ontime") for n in range(1, 5)]
    async with opened(kept(*rows)) as at:
        text = await at.press("1")
        assert "So far   4 of 4 are target customers · 4 of 4 had to talk first" in text
        assert "4 of 4 paid the full price · 2 of 4 got it on time" in text
        assert "%" not in text


async def test_unknown_cells_are_not_counted(opened: Opened, kept: Kept) -> None:
    async with opened(kept(customer(1), {**customer(2), "started": {"unsure": True}})) as at:
        assert "1 of 1 started alone" in await at.press("1")


async def test_arrows_and_tab_move_and_change_nothing(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1), customer(2))
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "up", "tab")
        assert "for them   1 yes" in at.text
        await at.press("right", "right", "up", "left")
        assert "channel   1 HomeGuild" in at.text
        await at.press("shift+tab", "shift+tab")
        assert "who   " in at.text
        await at.press("right", "up", "end", "right", "home", "enter")
    assert on_disk(path) == before


async def test_a_digit_without_a_meaning_does_nothing(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "up", "tab", "7")
    assert on_disk(path) == before


@pytest.mark.parametrize("way", [("down",), ("end",), ("enter",), ("tab",), ("shift+tab", "down", "down")])
async def test_the_empty_row_begins_with_the_name(opened: Opened, kept: Kept, way: tuple[str, ...]) -> None:
    path = kept(customer(1), customer(2))
    async with opened(path) as at:
        await at.press("1", "up", "tab", "tab", "tab", "tab", "1", *way)
        await at.type("Okafor 2")
        await at.press("ctrl+q")
    assert on_disk(path)["customers"][2:] == [{"id": "customer-3", "who": "Okafor 2"}]


@pytest.mark.parametrize("typed", ["K", "Ñ", "0", "3"])
async def test_nothing_typed_into_a_cell_for_digits_vanishes_without_a_word(
    opened: Opened, kept: Kept, typed: str
) -> None:
    path = kept(customer(1))
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "up", "tab")
        assert "This cell takes one of the digits below. Names go into the first column." in await at.type(typed)
    assert on_disk(path) == before


async def test_the_only_customer_can_be_removed_and_restored(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    before = on_disk(path)["customers"]
    async with opened(path) as at:
        assert "Removed. Ctrl+Z undoes it." in await at.press("1", "up", "tab", "delete")
        await at.press("ctrl+z")
    assert on_disk(path)["customers"] == before


async def test_a_removed_customer_and_an_emptied_cell_can_be_restored(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1), customer(2))
    before = on_disk(path)["customers"]
    async with opened(path) as at:
        text = await at.press("1", "up", "tab", "delete")
        assert "Removed. z undoes it." in text
        assert on_disk(path)["customers"] == [before[0]]
        await at.press("z")
        assert on_disk(path)["customers"] == before
        await at.press("2", "left", "delete")
        await at.press("z", "z")
        assert on_disk(path)["customers"] == before


async def test_a_row_without_any_answer_isnt_kept_as_a_customer(opened: Opened, kept: Kept) -> None:
    path = kept({"id": "customer-1", "who": "X"}, customer(2))
    async with opened(path) as at:
        await at.press("1", "up", "up", "backspace", "enter")
        assert "Nr 2" in cells(at, 1)
    assert [each["id"] for each in on_disk(path)["customers"]] == ["customer-2"]


async def test_slugs_are_never_used_twice(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1), customer(2))
    async with opened(path) as at:
        await at.press("1", "up", "up", "tab", "delete")
        await at.press("end", "left", "left")
        await at.type("Brandt")
        await at.press("enter")
    ids = [each["id"] for each in on_disk(path)["customers"]]
    assert len(ids) == len(set(ids)) == 2


async def test_enter_on_an_empty_row_ends_the_list(opened: Opened, kept: Kept) -> None:
    async with opened(kept(customer(1))) as at:
        assert "trueup   Home" in await at.press("1", "enter")


@pytest.mark.parametrize(("count", "leads_to"), [(4, "4 of 10 customers"), (10, "trueup   Home")])
async def test_enter_leads_to_the_next_customer_until_there_are_ten(
    opened: Opened, kept: Kept, count: int, leads_to: str
) -> None:
    async with opened(kept(*(customer(n) for n in range(1, count + 1)))) as at:
        assert f"{count} so far" in at.text
        assert leads_to in await at.press("enter")


async def test_a_founder_can_enter_at_most_ten_customers(opened: Opened, kept: Kept) -> None:
    path = kept(*(customer(n) for n in range(1, 11)))
    async with opened(path) as at:
        await at.press("1", "tab")
        assert "▌ 10" in at.text
        await at.press("1", "1", "1", "1", "1", "1")
        assert len(on_disk(path)["customers"]) == 10
        assert "▌ 10" in at.text
        assert "trueup   Home" in await at.press("enter")


async def test_more_than_ten_imported_customers_are_all_shown(opened: Opened, kept: Kept) -> None:
    async with opened(kept(*(customer(n) for n in range(1, 13)))) as at:
        text = await at.press("1")
        assert "Nr 12" in text
        assert "12 of 12 started alone" in text


async def test_a_name_being_typed_is_kept_when_the_table_is_left(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        await at.press("1")
        await at.type("Okafor")
        await at.press("ctrl+q")
    assert on_disk(path)["customers"][1] == {"id": "customer-2", "who": "Okafor"}


# While a cell is being typed ------------------------------------------------


async def test_escape_discards_the_typed_text_and_says_so(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    before = on_disk(path)
    async with opened(path) as at:
        assert "Esc as it was" not in await at.press("1", "up")
        assert "Esc as it was" in await at.type(", and")
        text = await at.press("escape")
        assert "As it was. Not kept: Nr 1, and." in text
        assert "▌  1  Nr 1   " in text
        assert "Esc as it was" not in text
        assert on_disk(path) == before
        assert "1 so far" in await at.press("escape"), "with nothing being typed it leads back"
    assert on_disk(path) == before


async def test_back_saves_the_typed_text(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        await at.press("1")
        await at.type("Okafor")
        assert "2 so far" in await at.press("ctrl+o")
    assert on_disk(path)["customers"][1] == {"id": "customer-2", "who": "Okafor"}


async def test_backspace_empties_a_cell_and_never_leaves_the_screen(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        text = await at.press("1", "up", "tab", "tab", "backspace")
        assert "of 10 customers" in at.lines[0]
        assert "channel   1 HomeGuild" in text
    assert "channel" not in on_disk(path)["customers"][0]


async def test_resizing_the_window_keeps_the_typed_text(opened: Opened, kept: Kept) -> None:
    async with opened(kept(customer(1))) as at:
        await at.press("1")
        await at.type("Okafor")
        assert "▌  2  Okafor" in await at.resize(100, 30)


async def test_opening_the_palette_keeps_the_typed_text(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        await at.press("1")
        await at.type("Okafor")
        assert "▌  2  Okafor" in await at.press("ctrl+p", "escape")
        await at.press("ctrl+p")
        await at.type("identity")
        assert "trueup   Identity" in await at.press("enter")
    assert on_disk(path)["customers"][1] == {"id": "customer-2", "who": "Okafor"}


@pytest.mark.parametrize("name", ["Fourteen cells", "Keystone Inspections of the Great North"])
async def test_a_name_is_shown_in_full_while_it_is_typed(opened: Opened, kept: Kept, name: str) -> None:
    async with opened(kept(customer(1, who=name))) as at:
        assert f"▌  1  {name}" in await at.press("1", "up")
        assert f"▌  1  {name}s" in await at.type("s")


async def test_the_table_has_no_channel_column_when_there_are_no_channels(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channels=[])) as at:
        text = await at.press("1")
        assert "channel " not in text.split("\n")[5]
        assert "Name your channels first" in text


@pytest.mark.parametrize("screens", [screens_folder()], ids=["our own"])
async def test_a_customer_can_have_come_because_someone_told_them(opened: Opened, kept: Kept, content: Content) -> None:
    channels = [{"id": "site", "name": "Own site"}, {"id": "another-way", "name": "Market stall"}]
    path = kept({"id": "customer-1", "who": "Hale", "channel": "another-way"}, channels=channels)
    async with opened(path) as at:
        await at.press("1")
        await at.type("Ortiz")
        text = await at.press("enter", "1")
        assert "came by   1 Own site   2 Market stall   3 friend, someone told them" in text
        assert "another way" not in text, "a channel with this id is the channel"
        text = await at.press("3")
        assert "friend" in text
    rows = on_disk(path)["customers"]
    assert [row["channel"] for row in rows] == ["another-way", "someone-told"]
    audit = audit_from_document(on_disk(path), content)
    question = content.questions["customer.channel"]
    told = [answer(content, audit, question, row.fields["channel"]) for row in audit.of("customer")]
    assert told == ["Market stall", "friend, someone told them"]


@pytest.mark.parametrize("screens", [screens_folder()], ids=["our own"])
async def test_the_most_common_answer_is_counted_out_of_the_customers_it_applies_to(opened: Opened, kept: Kept) -> None:
    cells = ["ontime"] * 7 + ["late"] * 2 + ["nodate"]
    async with opened(kept(*({"id": f"c{n}", "received": cell} for n, cell in enumerate(cells)))) as at:
        assert "So far   7 of 9 got it on time" in await at.press("1")


def test_every_answer_that_is_counted_has_words_for_a_sentence(content: Content) -> None:
    answers = {f"{column}.{key}" for column in COLUMNS for key in content.questions[column].by_key}
    assert DID.keys() == answers - {f"customer.received.{key}" for key in NO_ANSWER}


async def test_hostile_names_are_shown_as_plain_text(opened: Opened, kept: Kept) -> None:
    channels = [{"id": "guild", "name": "[@click=app.quit]G[/x] and a very long name"}]
    async with opened(kept(customer(1, who="[b]Hale[/x]"), channels=channels)) as at:
        text = await at.press("1")
        assert "[b]Hale[/x]" in text
        await at.press("up", "tab", "tab")
        assert "1 [@click=app.quit]G[/x]" in at.text
        assert max(map(len, at.lines)) <= 80


async def test_the_key_why_shows_why_a_column_is_asked(opened: Opened, kept: Kept) -> None:
    async with opened(kept(customer(1))) as at:
        await at.press("1", "up", "tab", "tab", "tab", "question_mark")
        assert "How did they start?" in at.text
        assert "How did they start?" not in await at.press("b")
        assert "started   1 alone" in at.text


@pytest.mark.parametrize("screens", [screens_folder()], ids=["our own"])
async def test_the_reasons_for_a_column_begin_with_a_capital_letter(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        assert "So we can compare who really buys" in await at.press("1", "tab", "question_mark")


@pytest.mark.thorough
async def test_a_row_is_one_line_at_any_size(opened: Opened, kept: Kept) -> None:
    path = kept(*(customer(n, who="Keystone Inspections of the Great North") for n in range(1, 11)))
    for size in ((60, 20), (100, 30), (140, 45)):
        async with opened(path, size=size) as at:
            await at.press("1")
            assert max(map(len, at.lines)) <= size[0]
            assert cells(at, 3).endswith(("in time", "in t…", "in ti…", "…"))


# Pasting ---------------------------------------------------------------------


async def test_each_pasted_line_becomes_a_customer(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        await at.press("1")
        text = await at.paste("Jutta\r\n\r\n2. Herr Oswald\n- Lioba\n")
        assert "3 customers added, one for each line. z undoes it." in text
        assert [each["who"] for each in on_disk(path)["customers"]] == ["Nr 1", "Jutta", "Herr Oswald", "Lioba"]
        assert "for them   1 yes" in text, "the first of the new customers goes on with its digits"
        await at.press("1")
        assert on_disk(path)["customers"][1]["group"] == "aimed"
        await at.press("z")
        assert "Undone: 3 customers added." in await at.press("z")
        assert [each["who"] for each in on_disk(path)["customers"]] == ["Nr 1"]


async def test_pasted_names_go_to_customers_without_one_first(opened: Opened, kept: Kept) -> None:
    path = kept({"id": "customer-1", "group": "aimed"}, customer(2))
    async with opened(path) as at:
        await at.press("1", "up", "up")
        await at.paste("Jutta\nLioba")
    assert [each["who"] for each in on_disk(path)["customers"]] == ["Jutta", "Nr 2", "Lioba"]


async def test_pasted_lines_without_room_are_counted(opened: Opened, kept: Kept) -> None:
    path = kept(*(customer(n) for n in range(1, 9)))
    async with opened(path) as at:
        await at.press("1")
        assert "2 customers added. No room for 3 more lines." in await at.paste("\n".join("ABCDE"))
        await at.press("left")
        assert "Nothing was added: the table already holds 10 customers." in await at.paste("F\nG")
    assert [each["who"] for each in on_disk(path)["customers"]][8:] == ["A", "B"]


@pytest.mark.parametrize("mark", ["\t", ";", ","])
async def test_a_pasted_table_is_not_taken_for_names(opened: Opened, kept: Kept, mark: str) -> None:
    path = kept(customer(1))
    lines = ["date;customer;amount", "2026-11-02;Jutta;79", "2026-11-05;Lioba;79"]
    async with opened(path) as at:
        await at.press("1")
        text = await at.paste("\n".join(lines).replace(";", mark))
        assert "That looks like a table." in text
        assert "run “trueup import FILE”." in text
        assert "3 customers added" in await at.paste("Hale, Jutta, MD\nOswald, Ben, BA\nKern, Lioba, PhD")


async def test_a_pasted_name_that_is_too_long_is_cut_and_said(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    async with opened(path) as at:
        await at.press("1")
        assert "The paste was cut: this field holds 60 characters." in await at.paste("x" * 96)
        await at.press("enter")
    assert on_disk(path)["customers"][1]["who"] == "x" * 60


async def test_a_paste_into_a_cell_for_digits_is_answered(opened: Opened, kept: Kept) -> None:
    path = kept(customer(1))
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "up", "tab")
        assert "Names go into the first column" in await at.paste("Jutta\nLioba")
    assert on_disk(path) == before


# What the digits mean ----------------------------------------------------------

LONG = [f"{word}, which takes many more words than a line holds" for word in "abcdefghi"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_all_digits_are_explained_in_sight_or_by_a_key(opened: Opened, kept: Kept, size: tuple[int, int]) -> None:
    channels = [{"id": name[0], "name": name} for name in LONG]
    async with opened(kept(*(customer(n, channel="a") for n in range(1, 9)), channels=channels), size=size) as at:
        text = await at.press("1", "tab", "tab")
        assert all(f"{digit} {name[:6]}" in text for digit, name in enumerate(LONG, 1))
        assert "- don't know   ? in full" in text
        assert "▌  9" in text, "the marked row stays in sight"
        await at.press("question_mark")
        await at.press("pagedown")
        assert f"9 {LONG[8]}" in at.text


# The widths of the columns ----------------------------------------------------

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


@pytest.mark.parametrize(
    ("value", "width", "shown"),
    [
        ("full", 9, "full…"),
        ("full", 10, "full price"),
        ("less", 9, "less"),
        ("own", 7, "Own si…"),
        ("guild", 7, "HomeGu…"),
    ],
)
def test_a_cell_is_cut_after_a_whole_word_unless_another_choice_would_look_the_same(
    value: str, width: int, shown: str
) -> None:
    words = {"full": "full price", "less": "less", "own": "Own site", "stall": "Own stall", "guild": "HomeGuild"}
    assert Column("paid", "paid", words).shown(value, width) == shown
