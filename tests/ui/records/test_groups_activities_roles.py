"""Groups, activities and roles: how they are entered, and how a planned activity is previewed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.businesses import content_of
from tests.ui.conflicting_business import conflicting, with_more_rows, write
from tests.ui.conftest import TODAY, Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.model import Answer
from trueup.content.model import RowKind
from trueup.storage.store import open_store

FILE = "business.json"
HOSTILE = "[/x][@click=app.quit]we[/]"

Kept = Callable[..., Path]


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory, screens: Path) -> Path:
    """The small screens/ folder with questions about groups, activities and roles."""
    return with_more_rows(tmp_path_factory.mktemp("full"), screens)


# All rows ------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["group", "promise", "channel", "activity", "role"])
async def test_one_key_leads_from_an_empty_list_to_its_first_field_and_one_key_back(
    opened: Opened, kept: Kept, screens: Path, kind: str
) -> None:
    first = content_of(screens).of(kind)[0]
    async with opened(kept(kind)) as at:
        before = at.text
        text = await at.press("1")
        assert first.text in text
        assert "1 of" in at.lines[0]
        assert await at.press("ctrl+o") == before


@pytest.mark.thorough
@pytest.mark.parametrize("key", ["enter", "g"])
async def test_the_row_done_leads_from_the_list_to_the_next_item(opened: Opened, kept: Kept, key: str) -> None:
    async with opened(kept("channel", channels=[{"id": "guild", "name": "HomeGuild"}])) as at:
        text = await at.press("1")
        assert "▌ g  Done, go on" in text
        assert "An activity" in await at.press(key)


@pytest.mark.thorough
async def test_going_back_from_the_list_stays_in_the_same_area(opened: Opened, kept: Kept) -> None:
    async with opened(kept("channel", channels=[{"id": "guild", "name": "HomeGuild"}])) as at:
        before = at.lines[0]
        assert "1 so far" in await at.press("1", "b")
        assert at.lines[0] == before


async def test_an_empty_list_in_a_read_only_file_is_shown_as_a_list(opened: Opened, kept: Kept) -> None:
    path = kept("channel")
    with open_store(path, today=TODAY):
        async with opened(path) as at:
            assert "Add the first one" in await at.press("3", *["f3"], "end", "enter", "1")


# Groups --------------------------------------------------------------------


@pytest.mark.thorough
async def test_groups_are_asked_at_the_end_of_identity_and_each_is_named_once(opened: Opened, kept: Kept) -> None:
    path = kept("group")
    async with opened(path) as at:
        assert "trueup   Identity   3 of 3" in at.text
        assert "No group yet." in await at.press("1")
        await at.type("firms")
        assert "Is it meant for them?" in await at.press("enter")
        assert "What price do they look for?" in await at.press("1", "enter")
        text = await at.press("1", "enter")
        assert "1  firms" in text
        assert "Yes" in text
        assert "trueup   Offer   1 of " in await at.press("enter")
    firms = {"id": "firms", "aim": "for", "name": "firms", "price": "low"}
    assert on_disk(path)["groups"] == [firms]


async def test_a_group_can_be_ticked_in_a_promise(opened: Opened, kept: Kept) -> None:
    path = kept(
        "promise",
        groups=[{"id": "firms", "name": "firms"}, {"id": "clubs", "name": HOSTILE}],
        promises=[{"id": "p", "words": "Start now", "where": "page"}],
    )
    async with opened(path) as at:
        text = await at.press("1", "1")
        assert "1  ☐  firms" in text
        assert f"2  ☐  {HOSTILE}" in text
        await at.press("2")
    assert on_disk(path)["promises"][0]["groups"] == [HOSTILE]


async def test_the_names_of_other_things_are_offered_and_a_new_one_can_be_typed() -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        audit = session.current
        first, second, third = audit.of("promise")[:3]
        for row, name in ((first, "glazed bowls"), (second, "Glazed  Bowls"), (third, "")):
            about = row.with_field("about", Answer("other"))
            audit = audit.with_row("promise", about.with_field("other", Answer(name) if name else None))
        session.change(audit)
        at.app.navigator.go_to_answer("promise.other", third.id)
        text = await at.settle()
        assert "1  ○  glazed bowls" in text
        assert "Bowls" not in text.partition("What do you call")[2], "the same name, spelt another way"
        await at.press("1")
        assert session.current.row("promise", third.id).text("other") == "glazed bowls"
        assert "Enter name it" in (await at.press("down")).splitlines()[-1]
        await at.press("enter")
        await at.type("jugs")
        await at.press("enter")
        assert session.current.row("promise", third.id).text("other") == "jugs"


@pytest.mark.parametrize("kind", ["channel", "activity"])
async def test_the_name_of_another_thing_in_a_promise_needs_no_typing_for_other_rows(kind: RowKind) -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        promise, row = session.current.of("promise")[0], session.current.of(kind)[0]
        named = promise.with_field("about", Answer("other")).with_field("other", Answer("glazed bowls"))
        session.change(session.current.with_row("promise", named))
        at.app.navigator.go_to_answer(f"{kind}.about", row.id)
        await at.settle()
        await at.press("2", "enter")
        at.app.navigator.go_to_answer(f"{kind}.other", row.id)
        text = await at.settle()
        assert "1  ○  glazed bowls" in text
        assert "another thing" in text
        await at.press("1", "enter")
        changed = session.current.row(kind, row.id)
        assert (changed.text("about"), changed.text("other")) == ("other", "glazed bowls")


async def test_the_only_name_of_another_thing_is_corrected_in_its_field() -> None:
    async with at_screen("offer") as at:
        session = at.app.session
        row = session.current.of("promise")[0].with_field("about", Answer("other"))
        session.change(session.current.with_row("promise", row.with_field("other", Answer("bowl"))))
        at.app.navigator.go_to_answer("promise.other", row.id)
        await at.settle()
        await at.type("s")
        await at.press("enter")
        assert session.current.row("promise", row.id).text("other") == "bowls"


@pytest.mark.thorough
async def test_answers_parked_by_changing_a_field_are_counted_and_restored_by_changing_it_back(
    opened: Opened, kept: Kept
) -> None:
    path = kept("group", groups=[{"id": "firms", "name": "firms", "aim": "for", "price": "low"}])
    async with opened(path) as at:
        await at.press("1", "1", "enter")
        text = await at.press("2")
        assert "Saved. 1 answer no longer applies: firms: their price." in text
        assert on_disk(path)["groups"][0] == {"id": "firms", "aim": "happens", "name": "firms", "price": "low"}
        assert "Saved. 1 parked answer is back." in await at.press("1")


async def test_one_key_turns_a_name_used_in_a_promise_into_a_group(opened: Opened, kept: Kept) -> None:
    path = kept("group", promises=[{"id": "p", "words": "Start now", "groups": [HOSTILE, "clubs"]}])
    async with opened(path) as at:
        text = await at.press("1")
        assert f"1  {HOSTILE}" in text
        assert "nothing said about them yet" in text
        assert "Is it meant for them?" in await at.press("2")
    assert on_disk(path)["groups"] == [{"id": "clubs", "name": "clubs"}]


async def test_a_business_can_have_at_most_three_groups(opened: Opened, kept: Kept) -> None:
    names = ("firms", "clubs", "schools")
    path = kept("group", groups=[{"id": name, "name": name, "aim": "for", "price": "low"} for name in names])
    async with opened(path) as at:
        text = await at.press("1")
        assert "Add another" not in text
        assert "+ add" not in text
        limit = "3 groups are the most there can be. Delete takes one out."
        assert f"+  {limit}" in text
        assert f"▌ {limit}" in await at.press("plus")
    assert len(on_disk(path)["groups"]) == 3


async def test_renaming_a_group_changes_the_name_everywhere_and_one_undo_restores_it(
    opened: Opened, kept: Kept
) -> None:
    groups = [{"id": "firms", "name": "firms", "aim": "for", "price": "low"}]
    path = kept("group", groups=groups, promises=[{"id": "p", "words": "Start now", "groups": ["firms"]}])
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type("s")
        await at.press("enter")
        assert on_disk(path)["groups"][0]["name"] == "firmss"
        assert on_disk(path)["promises"][0]["groups"] == ["firmss"]
        assert "Undone: " in await at.press("z")
    assert on_disk(path)["groups"] == groups
    assert on_disk(path)["promises"][0]["groups"] == ["firms"]


# Roles ----------------------------------------------------------------------


async def test_each_role_can_be_chosen_only_once(opened: Opened, kept: Kept) -> None:
    path = kept("role")
    async with opened(path) as at:
        await at.press("1")
        assert "A role needs this before anything else." in await at.press("f6")
        assert "When is a week good?" in await at.press("1", "enter")
        text = await at.press("1", "enter")
        assert "1  The one who wins people" in text
        assert "a good week: when much was sold" in text
        text = await at.press("plus")
        assert "1  ○  The one who does the work" in text
        assert "wins people" not in text
        await at.press("1", "f8")
        assert "Add another" not in await at.press("f8")
    assert [role["id"] for role in on_disk(path)["roles"]] == ["seller", "maker"]


async def test_roles_are_asked_before_the_last_ten_customers(opened: Opened, kept: Kept) -> None:
    async with opened(kept("role")) as at:
        assert "A role" in at.text
        assert "last ten customers" in await at.press("2")


# Activities ----------------------------------------------------------------

LETTER = {"id": "letter", "name": "Autumn letter", "state": "planned", "says": "alone"}


async def test_the_list_says_that_a_row_is_inactive(opened: Opened, kept: Kept) -> None:
    stopped = {"id": "stand", "name": "Stand", "state": "stopped", "what": "ads"}
    async with opened(kept("activity", activities=[LETTER, stopped])) as at:
        text = await at.press("1")
        assert "planned, only compared with goals" in text
        assert "stopped, not compared   Ads" in text


async def test_an_activity_leads_to_one_of_the_channels(opened: Opened, kept: Kept) -> None:
    channels = [{"id": "guild", "name": "HomeGuild"}, {"id": "site", "name": HOSTILE}]
    path = kept("activity", activities=[{**LETTER, "what": "mail"}], channels=channels)
    async with opened(path) as at:
        text = await at.press("1", "1")
        assert "1  ○  HomeGuild" in text
        assert f"2  ○  {HOSTILE}" in text
        await at.press("2")
        assert on_disk(path)["activities"][0]["channel"] == "site"


async def test_an_activity_without_any_channel_says_where_channels_are_entered(opened: Opened, kept: Kept) -> None:
    async with opened(kept("activity", activities=[{**LETTER, "what": "mail"}])) as at:
        assert "No channel is written down yet" in await at.press("1", "1")


@pytest.mark.thorough
async def test_a_planned_activity_is_previewed_and_nothing_is_saved(
    opened: Opened, screens: Path, tmp_path: Path
) -> None:
    business = conflicting(activities=[LETTER], promises=[], place="activity")
    path = write(tmp_path / FILE, business, screens)
    before = on_disk(path)
    async with opened(path) as at:
        await at.press("1", "home")
        assert re.search(r"\bu +preview", await at.press("f1")), "the footer has no room for it"
        await at.press("escape")
        text = await at.press("u")
        assert "Preview" in text
        assert "Started today, it would take part in this." in text
        assert "≠" in text
        assert "Autumn letter: what it says" in text
        assert "With 2 questions about this activity still open, more may turn up." in text
        assert "Preview" not in await at.press("b")
        assert "1  Autumn letter" in at.text
    assert on_disk(path) == before


async def test_a_preview_says_that_nothing_conflicts(opened: Opened, kept: Kept) -> None:
    async with opened(kept("activity", activities=[{**LETTER, "says": "nothing"}])) as at:
        assert "Nothing it says contradicts anything." in await at.press("1", "home", "u")


async def test_only_planned_activities_are_previewed(opened: Opened, kept: Kept) -> None:
    running = {**LETTER, "state": "running"}
    async with opened(kept("activity", activities=[running, {"id": "new", "name": HOSTILE}])) as at:
        text = await at.press("1", "home", "u")
        assert "u preview" not in text, "what is booked already counts"
        assert "Preview" not in text
        assert HOSTILE in text


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_preview_fits_any_window(
    opened: Opened, screens: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    named = {**LETTER, "name": HOSTILE + "o" * 150}
    path = write(tmp_path / FILE, conflicting(activities=[named], promises=[], place="activity"), screens)
    async with opened(path, size=size) as at:
        assert "Preview" in await at.press("1", "home", "u")
        assert max(map(len, at.lines)) <= size[0]
