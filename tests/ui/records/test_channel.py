"""Channels: their steps picked in order, their share of customers, and the answers that depend on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.numbers import NumberError
from trueup.ui.questions.answer_fields import share_of
from trueup.ui.records.step_picker import STAGES

FILE = "business.json"

Kept = Callable[..., Path]


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Kept:
    """Return a function that saves a business as if the app was closed at the channels."""

    def keep(*channels: dict[str, Any], **rest: Any) -> Path:
        document = {"business": "Plumbline", "quarter": "2026-Q4", "place": "channel", "channels": list(channels)}
        return write(tmp_path / FILE, {**document, **rest}, screens)

    return keep


def channel(*steps: str, **fields: Any) -> dict[str, Any]:
    """A channel whose fields before the steps are answered; the given steps and fields are added."""
    return {"id": "guild", "name": "HomeGuild", "groups": [], **({"steps": list(steps)} if steps else {}), **fields}


def steps_of(path: Path) -> list[str] | None:
    return on_disk(path)["channels"][0].get("steps")


TO_STEPS = ("1", "1")
"""The keys that open the list, and then the first open field of the first channel."""


@pytest.mark.thorough
async def test_a_founder_can_enter_a_first_channel(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        await at.press("1")
        await at.type("Saturday market")
        assert "Whom does it reach?" in await at.press("enter")
        text = await at.press("f8")
        assert "What happens, in order?" in text
        assert "No step yet." in text
        assert "Add the first step" in text
        assert "Add the step where they pay." in text
        text = await at.press("enter")
        assert "1  sees an ad" in text
        assert "Add after step 1" in text
        text = await at.press("down", "down", "down", "enter")
        assert "2  pays" in text
        assert "decided and paid by step 2." in text
        assert steps_of(path) == ["ad", "pays"]
        assert "What is asked of people" in await at.press("tab", "enter")
        await at.press("1", "enter")
        await at.type("6 of 10")
        assert "60% of all customers" in at.text
        text = await at.press("enter")
        assert "1  Saturday market" in text
        assert "60%" in text
        assert "2 steps" in text
    assert on_disk(path)["channels"] == [
        {
            "id": "saturday-market",
            "conditions": ["account"],
            "name": "Saturday market",
            "share": 0.6,
            "steps": ["ad", "pays"],
        }
    ]


# The steps -----------------------------------------------------------------


async def test_a_new_step_is_inserted_after_the_marked_step(opened: Opened, kept: Kept) -> None:
    path = kept(channel("ad", "pays", conditions=["account"], share=0.5))
    async with opened(path) as at:
        await at.press(*TO_STEPS, "enter", "enter")
        text = await at.press("1")
        assert "Add after step 1" in text
        await at.press("home", "down", "enter")
        assert steps_of(path) == ["ad", "reads", "pays"]
        assert "▌  2  reads the page" in at.text


@pytest.mark.thorough
async def test_steps_can_be_moved_removed_and_skipped_and_each_change_undone(opened: Opened, kept: Kept) -> None:
    path = kept(channel("ad", "reads", "talks", "pays", conditions=[], share=0.5))
    async with opened(path) as at:
        await at.press(*TO_STEPS, "enter", "enter", "tab")
        await at.press("3", "less_than_sign")
        assert steps_of(path) == ["ad", "talks", "reads", "pays"]
        await at.press("greater_than_sign", "greater_than_sign")
        assert steps_of(path) == ["ad", "reads", "pays", "talks"]
        assert "talks to you  some skip it" in await at.press("space")
        assert steps_of(path) == ["ad", "reads", "pays", "talks?"]
        await at.press("1", "delete")
        assert steps_of(path) == ["reads", "pays", "talks?"]
        assert "1  sees an ad" in await at.press("z")
        assert "talks to you  some skip it" not in await at.press("z")
        assert steps_of(path) == ["ad", "reads", "pays", "talks"]
        await at.press("z", "z", "z")
        assert steps_of(path) == ["ad", "reads", "talks", "pays"]
        assert "Nothing to undo" in await at.press("z")


async def test_a_channel_contains_each_step_only_once(opened: Opened, kept: Kept) -> None:
    path = kept(channel("ad", "pays", conditions=[], share=0.5))
    async with opened(path) as at:
        text = await at.press(*TO_STEPS, "enter", "enter", "home", "enter")
        assert "That's already step 1" in text
        assert "< > move" in at.lines[-1]
        await at.press("greater_than_sign")
        assert steps_of(path) == ["pays", "ad"], "as the notice says"
        await at.press("less_than_sign")
    assert steps_of(path) == ["ad", "pays"]


async def test_a_search_for_a_step_also_finds_it_by_what_it_stands_for() -> None:
    async with at_screen("market") as at:
        at.app.navigator.go_to_answer("channel.steps", at.app.session.current.of("channel")[0].id)
        await at.settle()
        await at.press("slash")
        text = await at.type("trial")
        assert "tries it free, or gets a sample" in text
        assert "No step matches." not in text


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("can ask you", "can ask you questions"),
        ("a form", "fills in a form"),
        ("message", "can ask you questions"),
        ("phone call", "can ask you questions"),
        ("WORD OF MOUTH", "they know"),
    ],
)
async def test_a_search_puts_the_words_as_typed_first_and_knows_everyday_words(typed: str, first: str) -> None:
    async with at_screen("market") as at:
        at.app.navigator.go_to_answer("channel.steps", at.app.session.current.of("channel")[0].id)
        await at.settle()
        await at.press("slash")
        await at.type(typed)
        text = await at.press("enter")
        marked = text.rpartition("▌")[2]
        assert first in marked.splitlines()[0]


async def test_the_headings_of_the_path_follow_its_order(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channel("ad", "reads", "waits", "pays", "talks", conditions=[], share=0.5))) as at:
        await at.press(*TO_STEPS, "enter", "enter")
        left = [line[:38].strip() for line in at.lines]
        headings = [line for line in left if line in STAGES.values()]
        assert headings == ["They hear of you", "They look closer", "They decide and pay"]
        assert left.index("They decide and pay") == left.index("3  waits for delivery") - 1


async def test_the_keys_line_says_that_enter_marks_a_step_that_was_just_added(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channel(conditions=[], share=0.5))) as at:
        text = await at.press(*TO_STEPS, "enter")
        assert "Enter mark step 1" in text.splitlines()[-1]


async def test_the_keys_line_says_how_to_end_a_search_for_a_step(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channel("ad", "pays", conditions=[], share=0.5))) as at:
        text = await at.press(*TO_STEPS, "enter", "enter")
        assert "▌     Done, go on" in text
        await at.press("slash")
        await at.type("zzz")
        text = await at.press("enter")
        assert "Nothing here matches." in text
        assert "Esc show all" in text.splitlines()[-1]
        assert "Enter" not in text.splitlines()[-1], "there is nothing to add"
        await at.press("slash")
        await at.type("talks")
        text = await at.press("enter")
        assert "Enter add" in text.splitlines()[-1]
        assert "Esc show all" in text.splitlines()[-1]
        text = await at.press("escape")
        assert "sees an ad" in text, "the menu is whole again"
        assert "/  search" not in text


async def test_the_mark_goes_back_after_a_search_for_a_step_that_finds_nothing(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channel("ad", "pays", conditions=[], share=0.5))) as at:
        await at.press(*TO_STEPS, "enter", "enter", "slash")
        await at.type("zzz")
        assert "▌     Done, go on" in await at.press("escape")


async def test_the_steps_can_be_marked_not_sure_and_restored(opened: Opened, kept: Kept) -> None:
    path = kept(channel("ad", "pays", conditions=[], share=0.5))
    async with opened(path) as at:
        text = await at.press(*TO_STEPS, "enter", "enter", "f6")
        assert "●  not sure" in text
        assert "No step yet." in text
        assert on_disk(path)["channels"][0]["steps"] == {"unsure": True}
        assert "●  not sure" not in await at.press("z")
        assert steps_of(path) == ["ad", "pays"]


async def test_enter_does_not_continue_while_a_channel_has_no_steps(opened: Opened, kept: Kept) -> None:
    path = kept(channel(conditions=[], share=0.5))
    async with opened(path) as at:
        text = await at.press(*TO_STEPS, "tab", "enter")
        assert "No step yet. Press Enter in the menu to add one, or F8 to leave it blank." in text
        assert "1  HomeGuild" in await at.press("f8", "enter", "enter")
    assert steps_of(path) is None


async def test_the_evidence_of_the_steps_can_be_changed(opened: Opened, kept: Kept) -> None:
    path = kept(channel("ad", "pays", conditions=[], share=0.5))
    async with opened(path) as at:
        assert "● memory" in await at.press(*TO_STEPS, "enter", "enter")
        assert "● guess" in await at.press("e", "4")
    assert on_disk(path)["channels"][0]["steps"] == {"value": ["ad", "pays"], "evidence": "guess"}


# The share -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("60%", 0.6),
        ("60", 0.6),
        (" 6 of 10 ", 0.6),
        ("6/10", 0.6),
        ("0.6", 0.6),
        ("0,6", 0.6),
        ("0", 0.0),
        ("6", 0.6),
        ("1", 0.1),
        ("10", 1.0),
        ("12", 0.12),
        ("1%", 0.01),
        ("100%", 1.0),
        ("~45 %", 0.45),
    ],
)
def test_a_share_is_read_the_way_people_write_it(text: str, share: float) -> None:
    assert share_of(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["101", "120%", "11 of 10", "0 of 0", "half", "-5", "60% of 10"])
def test_text_that_isnt_a_share_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        share_of(text)


async def test_a_bare_share_is_so_many_out_of_ten_and_shares_beyond_all_customers_are_pointed_out(
    opened: Opened, kept: Kept
) -> None:
    path = kept(channel("ad", conditions=[]), channel(id="shop", name="Shop", share=0.8))
    async with opened(path) as at:
        await at.press(*TO_STEPS)
        assert "50% of all customers; with the other channels 130%" in await at.type("5")
        await at.press("enter")
        assert on_disk(path)["channels"][0]["share"] == 0.5


# Enough for now ------------------------------------------------------------

NUMBERS = "".join(
    f'\n## How many {name}?\n```toml\nid = "channel.{name}"\nkind = "number"\nshort = "{name}"\n```\n'
    for name in ("visits", "leads", "customers")
)


@pytest.fixture
def long(tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `screens` with four essential fields of a channel, followed by three number questions that can wait."""
    folder = tmp_path / "long"
    shutil.copytree(screens, folder)
    text = (folder / "channel.md").read_text("utf-8")
    for name in ("name", "groups", "steps", "conditions"):
        text = text.replace(f'id = "channel.{name}"\n', f'id = "channel.{name}"\nessential = true\n')
    (folder / "channel.md").write_text(text + NUMBERS, "utf-8")
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: folder)
    return folder


async def test_questions_that_can_wait_are_counted_and_one_key_skips_them(
    opened: Opened, kept: Kept, long: Path
) -> None:
    path = kept(channel("ad", "pays"))
    async with opened(path) as at:
        text = await at.press(*TO_STEPS)
        assert "What is asked of people" in text
        assert "enough" not in text
        text = await at.press("1", "enter")
        assert "Enough to compare. 4 more questions can wait: F9 leaves them." in text
        assert "F9 enough for now" in at.lines[-1]
        assert "3 more questions" in await at.press("4", "0", "enter")
        await at.type("90")
        text = await at.press("f9")
        assert "3 can wait" not in text
        assert "2 steps   2 can wait" in text
        assert "▌ g  Done, go on" in text
        assert "trueup   Operations   1 of " in await at.press("enter")
    assert on_disk(path)["channels"][0]["visits"] == 90


async def test_the_screen_does_not_say_enough_while_an_answer_needed_to_compare_is_missing(
    opened: Opened, kept: Kept, long: Path
) -> None:
    async with opened(kept(channel(conditions=["account"]))) as at:
        text = await at.press(*TO_STEPS, "f8", "enter")
        assert "Still needed to compare: the steps. 4 more questions can wait: F9" in text
        assert "1 open" in await at.press("f9")


async def test_the_head_counts_only_the_required_questions_until_they_are_answered(
    opened: Opened, kept: Kept, long: Path
) -> None:
    async with opened(kept()) as at:
        await at.press("1")
        assert "channel 1, 1 of 4 " in at.lines[0]
        assert "4 questions are enough for now; 4 more can wait." in at.text
        await at.type("Site")
        assert "Site, 2 of 4 " in (await at.press("enter")).split("\n")[0]
        await at.press("f8", "f8")
        text = await at.press("f8")
        assert "Site, 5 of 8 " in at.lines[0]
        assert "4 more questions can wait: F9 leaves them." in text


async def test_the_key_enough_for_now_is_not_offered_too_early_or_on_a_later_visit(
    opened: Opened, kept: Kept, long: Path
) -> None:
    async with opened(kept(channel("ad", "pays"))) as at:
        text = await at.press(*TO_STEPS)
        assert await at.press("g") == text
        at.app.navigator.go_to_answer("channel.visits", "guild")
        await at.settle()
        assert "enough" not in at.lines[-1]


# Answers that depend on a channel ------------------------------------------


async def test_removing_a_channel_keeps_its_customers_and_undo_links_them_to_it_again(
    opened: Opened, kept: Kept
) -> None:
    ten = [{"id": "customer-1", "who": "Hale", "channel": "guild"}, {"id": "customer-2", "channel": "site"}]
    path = kept(channel("ad"), channel("ad", id="site", name="Own site"), customers=ten)
    async with opened(path) as at:
        await at.press("1", "home", "delete")
        after = on_disk(path)
        assert [each["id"] for each in after["channels"]] == ["site"]
        assert after["customers"] == [{"id": "customer-1", "who": "Hale"}, {"id": "customer-2", "channel": "site"}]
        await at.press("z")
        assert [each["id"] for each in on_disk(path)["channels"]] == ["guild", "site"]
        assert on_disk(path)["customers"][0]["channel"] == "guild"
    async with opened(path) as at:  # and the file opens again
        assert "trueup   Market" in at.text


async def test_hostile_names_are_shown_as_plain_text(opened: Opened, kept: Kept) -> None:
    async with opened(kept(channel("ad", name="[@click=app.quit]G[/x]" + "o" * 150, groups=["[b]all"]))) as at:
        assert "[@click=app.quit]G[/x]oo" in await at.press("1")
        assert "for [b]all" in at.text
        text = await at.press("1")
        assert "[@click=app.quit]G[/x]oo" in text
        assert max(map(len, at.lines)) <= 80


# Other windows, other numbers -----------------------------------------------


async def test_the_marked_channel_of_thirty_is_in_sight(opened: Opened, kept: Kept) -> None:
    async with opened(kept(*({"id": f"c{n}", "name": f"Way {n}"} for n in range(30)))) as at:
        assert "▌ g  Done, go on" in await at.press("1")
        assert "▌ 1  Way 0" in await at.press("home")
        assert "▌    Way 12" in await at.press(*["down"] * 12)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_steps_can_be_entered_at_any_window_size(opened: Opened, kept: Kept, size: tuple[int, int]) -> None:
    path = kept(channel("ad", conditions=[], share=0.5))
    async with opened(path, size=size) as at:
        text = await at.press(*TO_STEPS, "enter", "enter", "home", "down", "enter")
        assert "▌  2  reads the page" in text
        assert "not sure" in text
        assert max(map(len, at.lines)) <= size[0]
    assert steps_of(path) == ["ad", "reads"]
