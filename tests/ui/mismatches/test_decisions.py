"""Accepting a mismatch, or marking it as not true here: saved from its card, listed apart, undone by the same key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.business import channel
from tests.ui.conflicting_business import TODAY, conflicting, write
from tests.ui.conftest import Opened, on_disk
from textual.events import Paste

from trueup.storage.store import open_store

GATED = "Promised self-serve, gated by a talk"
HOSTILE = "[/x][@click=app.quit]you[/] \x1b[31mred\x1b]0;title\x07 \u202egnp.exe \x9b2J\nJ"
SHOWN = "[/x][@click=app.quit]you[/] red gnp.exe  J"


def joined(text: str) -> str:
    """The screen's lines joined into one, so that wrapped text can be searched."""
    return " ".join(line.strip() for line in text.splitlines())


SHEET = """\
  ▌
  ▌  Accept this mismatch             ± with a reason, until a later quarter
  ▌
  ▌  reason         ▌ why you accept it, for yourself in half a year
  ▌  what it costs    such as: 46% of customers meet it
  ▌  watch            a number you can look up
  ▌  stop below       the lowest that number may get, or
  ▌  stop above       the highest that number may get
  ▌  look again       2027-Q2
  ▌"""


async def test_an_accepted_mismatch_is_kept_with_its_reason_and_listed_separately(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "k", "f1", "escape")  # an empty form can also be left and opened again
        assert SHEET in "\n".join(line[:78].rstrip() for line in at.lines), "beside the scrollbar"
        assert at.lines[-1] == "  Enter next field  ^s save  ^o close"
        assert GATED in text, "the card stays in sight"
        await at.type("They will not drop the call.")
        await at.press("enter", "enter")
        await at.type("calls")
        text = await at.press("ctrl+s")
        assert "Accepted. k undoes it." in text
        assert "± accepted   ━━━━─ high" in text
        assert "alone ─ ± ─ talk first" in text
        assert "Accepted  They will not drop the call." in text
        assert "look again     2027-Q2" in text
        assert "Fixes" not in text
        assert "Mismatches   accepted" in at.lines[0]
        (kept,) = on_disk(business)["accepted"].items()
        assert kept[0] == "start.gated"
        assert {name: kept[1].get(name, "") for name in ("reason", "cost", "watch", "below", "review")} == {
            "reason": "They will not drop the call.",
            "cost": "",
            "watch": "calls",
            "below": "",
            "review": "2027-Q2",
        }
        text = await at.press("b")
        assert GATED not in text
        assert "▌ ±  1 accepted, review 2027-Q2" in text, "the mark follows what was looked at"
        assert GATED in await at.press("enter")


@pytest.mark.thorough
async def test_the_key_k_reopens_an_accepted_mismatch_and_offers_the_earlier_reason_the_next_time(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("For now")
        text = await at.press("ctrl+s")
        assert "k open again" in at.lines[-1]
        text = await at.press("k")
        assert "Open again." in text
        assert "≠ contradiction" in text
        assert "Fixes" in text
        assert "accepted" not in on_disk(business)
        assert "≠ 3" in at.lines[0]
        assert "▌ For now" in await at.press("k")


async def test_a_limit_without_a_number_is_refused(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("For now, and as long as the people who call me are the ones who would never buy from a form")
        await at.press(*["down"] * 3)
        assert "reason           For now, and as long as" in at.text, "it's shown from its beginning"
        await at.type("abc")
        assert "For “Stop below”, type one number, such as 12 or 40%, or leave it empty." in await at.press("ctrl+s")
        assert "accepted" not in on_disk(business)
        await at.press(*["backspace"] * 3)
        await at.type("2027-Q1")
        assert "For “Stop below”, type one number" in await at.press("ctrl+s"), "a quarter is no number"
        await at.press(*["backspace"] * 7)
        await at.type("12 calls")
        assert "Accepted." in await at.press("ctrl+s")


@pytest.mark.thorough
async def test_a_mismatch_is_not_accepted_without_a_reason_and_a_later_quarter(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Say why you accept it, then press Ctrl+S." in await at.press("m", "3", "k", "ctrl+s")
        await at.type("For now")
        await at.press("down", "down", "down", "down", "down", *["backspace"] * 7)
        for quarter in ("soon", "2026-Q4"):
            await at.type(quarter)
            assert "When will you look at it again?" in await at.press("enter")
            await at.press(*["backspace"] * len(quarter))
        assert "accepted" not in on_disk(business)
        await at.type("2027-Q1")
        assert "Accepted." in await at.press("enter"), "Enter in the last field saves"
        assert on_disk(business)["accepted"]["start.gated"]["review"] == "2027-Q1"


@pytest.mark.thorough
async def test_leaving_the_form_without_saving_leaves_the_mismatch_as_it_was(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("bah, qt")
        text = await at.press("ctrl+o")
        assert "Not saved yet. Esc again leaves without it; Ctrl+S saves." in text
        assert "bah, qt" in text
        await at.type("!")
        assert "Not saved yet." in await at.press("escape"), "it asks again about what was typed since"
        text = await at.press("escape")
        assert "Accept this mismatch" not in text
        assert "▌ 1  " in text
        assert "Mismatches   3 of 4" in at.lines[0]
    assert "accepted" not in on_disk(business)


@pytest.mark.thorough
async def test_a_reason_is_not_lost_when_the_app_is_quit(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("They bring half")
        await at.press("ctrl+q")
    assert on_disk(business)["accepted"]["start.gated"]["reason"] == "They bring half"


FIRST = """
## Safe, they read
```toml
id = "price.first"
severity = 5
first = true
between = [ { say = ["price.low"] }, { sell = ["price.high"] } ]
[[fix]]
move = "say"
effort = "hours"
do = "Drop the claim at once"
costs_you = "a short word"
[[fix]]
move = "sell"
to = "price.low"
effort = "days"
do = "Lower the price at once"
costs_you = "margin"
```
It isn't.
"""


@pytest.mark.thorough
async def test_an_untrue_claim_cannot_be_accepted_but_can_be_marked_not_true_here(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stricter = tmp_path / "stricter"
    shutil.copytree(screens, stricter)
    price = stricter / "mismatches" / "price.md"
    price.write_text(price.read_text("utf-8") + FIRST, "utf-8")
    path = write(tmp_path / "business.json", conflicting(), stricter)
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: stricter)
    async with opened(path) as at:
        text = await at.press("m", "1", "k")
        assert "An untrue claim of this kind can't be accepted" in text
        assert "Keep this" not in text
        await at.press("i")
        await at.type("It is low for these")
        assert "– not true here" in await at.press("enter")


async def test_marking_a_mismatch_as_not_true_here_needs_a_reason_and_lists_it_separately(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "i")
        assert "This isn't true here, because…" in text
        assert at.lines[-1] == "  Enter save  ^o close"
        assert "Without a reason nothing changes." in await at.press("enter")
        await at.type("The guild calls it a talk; it is a form.")
        text = await at.press("enter")
        assert "– not true here   ━━━━─ high" in text
        assert "Not true here  The guild calls it a talk; it is a form." in text
        assert on_disk(business)["objected"] == {"start.gated": "The guild calls it a talk; it is a form."}
        text = await at.press("b")
        assert "▌ –  1 not true here" in text
        assert "Open again." in await at.press("enter", "i")
        assert "objected" not in on_disk(business)


@pytest.mark.thorough
async def test_earlier_decisions_can_be_looked_through_and_changed(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        for row in ("3", "2"):
            await at.press("m", row, "k")
            await at.type("Why not")
            await at.press("ctrl+s")
        text = await at.press("m")
        assert "±  2 accepted, first review 2027-Q2" in text
        first = await at.press("end", "up", "enter")
        assert "± accepted" in first
        second = await at.press("right")
        assert "± accepted" in second
        assert first.splitlines()[3] != second.splitlines()[3]
        await at.press("i")
        assert "Not true here. i undoes it." in await at.press(*"nope", "enter")
        after = on_disk(business)
        assert len(after["accepted"]) == len(after["objected"]) == 1


async def test_accepted_mismatches_are_listed_even_when_nothing_else_conflicts(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    kept = {"start.gated": {"reason": "They ask for it.", "review": "2027-Q1"}}
    alone = conflicting(answers={}, promises=conflicting()["promises"], customers=[], accepted=kept)
    alone["promises"][0]["claims"] = ["start.alone"]
    path = write(tmp_path / "business.json", alone, screens)
    async with opened(path) as at:
        text = await at.press("m")
        assert "none open" in text
        assert "±  1 accepted, review 2027-Q1" in text


@pytest.mark.thorough
async def test_a_long_reason_can_be_read_to_its_end(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        at.app.post_message(Paste("word " * 200 + "the end."))
        await at.settle()
        text = await at.press("ctrl+s")
        assert "the end." not in text
        assert "the end." in await at.press(*["down"] * 15)
        assert "the end." not in await at.press(*["up"] * 15)
        await at.press("b", "enter")
        assert "Enter" not in at.lines[-1], "there is no fix to choose"
        assert "the end." in await at.press(*["down"] * 15)


@pytest.mark.thorough
async def test_markup_in_a_reason_is_shown_literally_and_control_characters_are_removed(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.paste(HOSTILE)
        text = await at.press("ctrl+s")
        assert f"Accepted  {SHOWN}" in joined(text)
        assert not any(control in text for control in "\x1b\x9b\u202e\x07")
        assert on_disk(business)["accepted"]["start.gated"]["reason"] == SHOWN
    async with opened(business) as at:
        assert SHOWN in joined(await at.press("m", "end", "up", "enter"))


async def test_the_form_suggests_a_figure_of_the_channel_to_watch(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = tmp_path / "counted"
    shutil.copytree(screens, counted)
    with (counted / "channel.md").open("a", encoding="utf-8") as file:
        for name in ("leads", "customers"):
            file.write(f'\n## How many {name}?\n```toml\nid = "channel.{name}"\nkind = "number"\n```\n')
    guild = {**channel("guild", "reads", "talks", "pays"), "name": "HomeGuild", "leads": 118, "customers": 46}
    path = write(tmp_path / "business.json", conflicting(channels=[guild]), counted)
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: counted)
    async with opened(path) as at:
        at.app.navigator.show_mismatch("start.gated")
        await at.settle()
        text = await at.press("k")
        assert "what it costs    such as: 72 of 118 who asked at HomeGuild didn't buy" in text
        assert "watch            of the people who asked at HomeGuild, bought: 39%" in text
        assert "stop below       30%" in text


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_form_fits_any_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        text = await at.press("m", "3", "k")
        assert all(
            label in text for label in ("reason", "what it costs", "watch", "stop below", "stop above", "look again")
        )
        await at.type("x" * 200)
        await at.press("ctrl+s")
        assert max(map(len, at.lines)) <= size[0]
        assert "x" * 40 in at.text


@pytest.mark.thorough
async def test_nothing_can_be_decided_in_a_read_only_file(opened: Opened, business: Path) -> None:
    with open_store(business, today=TODAY):
        async with opened(business) as at:
            for key in ("k", "i"):
                text = await at.press("m", "3", key)
                assert "nothing can be changed here" in text
                assert "reason" not in text
    assert "accepted" not in on_disk(business)


@pytest.mark.thorough
async def test_opening_the_help_over_a_form_keeps_the_typed_text(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("They ask for it")
        assert "Keys of this screen" in await at.press("f1")
        text = await at.press("escape")
        assert "Keys of this screen" not in text
        assert "They ask for it" in text, "the form is there again"
        await at.type(", and pay")
        assert "They ask for it, and pay" in at.text, "and so are the keys"
        await at.press("ctrl+s")
    assert on_disk(business)["accepted"]["start.gated"]["reason"] == "They ask for it, and pay"


@pytest.mark.thorough
async def test_a_limit_can_be_a_minimum_or_a_maximum(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("For now")
        await at.press("down", "down")
        await at.type("complaints")
        await at.press("down", "down")
        await at.type("5")
        text = await at.press("ctrl+s")
        assert "stop above     5" in text
        assert "stop below" not in text
    assert on_disk(business)["accepted"]["start.gated"]["above"] == "5"


async def test_a_form_stays_with_its_mismatch_while_the_help_is_open(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "k")
        await at.type("They ask for it")
        before = at.app.screen.check  # type: ignore[attr-defined]
        for key in ("f1", "f2"):
            await at.press(key, "right", "left", "left")
            assert at.app.screen.check == before  # type: ignore[attr-defined]
            assert "They ask for it" in await at.press("escape")
        await at.press("ctrl+s")
    assert list(on_disk(business)["accepted"]) == ["start.gated"]


async def test_turning_to_another_card_closes_a_list_that_belongs_to_the_first(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "When are customers told?" in await at.press("m", "3", "d")
        text = await at.press("f1", "left")
        assert "Keys of this screen" not in text
        assert "When are customers told?" not in text
        assert "2 of 4" in at.lines[0]
        assert "Keys of this screen" not in await at.press("right")
