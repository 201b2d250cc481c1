"""Text that isn't submitted yet is written in a pause of typing, and is back in its field after the program was killed.

A kill is played by opening a copy of the file while the app is still running.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, Opened, on_disk

from trueup.answers.model import mark
from trueup.storage.store import Store, business_id

PAUSE = 0.15
IS_BACK = "What you were typing is back in its field"


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write half-typed text after a pause too short to slow the tests."""
    monkeypatch.setattr("trueup.ui.app.TYPING_RESTS", PAUSE)


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The documents that were written, in order."""
    written: list[dict[str, Any]] = []
    save = Store.save

    def noted(store: Store, document: dict[str, Any]) -> None:
        written.append(document)
        save(store, document)

    monkeypatch.setattr(Store, "save", noted)
    return written


async def rest(at: At) -> str:
    await asyncio.sleep(2 * PAUSE)
    return await at.settle()


def killed(file: Path) -> Path:
    """The file as a kill at this moment would leave it."""
    return Path(shutil.copy(file, file.with_name("killed.json")))


async def killed_while_typing(opened: Opened, path: Path, keys: Sequence[str], text: str) -> Path:
    """The file as a kill leaves it after these keys and this text."""
    async with opened(path) as at:
        await at.press(*keys)
        await at.type(text)
        await rest(at)
        return killed(path)


def one_promise(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "p", "words": "Start now", "where": "page", "asks": "alone", "claims": ["start.alone"], **fields}]


async def test_half_typed_text_is_written_once_in_a_pause_and_not_with_each_key(
    opened: Opened, kept: Any, saves: list[dict[str, Any]]
) -> None:
    async with opened(kept("promise", promises=one_promise(groups=[]))) as at:
        await at.press("1", "1", "f3", "1")
        saves.clear()
        await at.type(" and pay later")
        assert not saves, "nothing is written while keys come"
        await rest(at)
        assert [document["drafts"] for document in saves] == [{"typed:promise:p.words": "Start now and pay later"}]
        await rest(at)
        assert len(saves) == 1, "what is on disk isn't written again"


async def test_a_promise_that_was_being_reworded_keeps_its_words_and_has_the_new_ones_in_the_field(
    opened: Opened, kept: Any
) -> None:
    path = kept("promise", promises=one_promise(groups=[]))
    copy = await killed_while_typing(opened, path, ["1", "1", "f3", "1"], " and pay later")
    assert on_disk(copy)["promises"][0]["words"] == "Start now"
    async with opened(copy) as at:
        assert IS_BACK in at.text
        assert "Start now and pay later" in at.text
        assert "Esc again drops it" in await at.press("escape")
        await at.press("escape")
        assert "drafts" not in on_disk(copy), "dropped by the founder, so gone"
        assert on_disk(copy)["promises"][0]["words"] == "Start now"


async def test_a_half_typed_objection_opens_again_on_its_card(opened: Opened, business: Path) -> None:
    copy = await killed_while_typing(opened, business, ["m", "3", "i"], "The call is only off")
    assert "objected" not in on_disk(copy), "half a reason is no reason"
    async with opened(copy) as at:
        assert "The call is only off" in at.text
        assert "This isn't true here" in at.text
        await at.type("ered.")
        await at.press("enter")
        saved = on_disk(copy)
        assert list(saved["objected"].values()) == ["The call is only offered."]
        assert "drafts" not in saved


async def test_of_two_half_typed_forms_a_card_opens_its_own(opened: Opened, tmp_path: Path, screens: Path) -> None:
    typed = {"typed:accept:start.gated#reason": "It pays", "typed:object:price.low#reason": "Not so"}
    path = write(tmp_path / "business.json", conflicting(drafts=typed), screens)
    async with opened(path) as at:
        assert "It pays" in at.text
        assert "Not so" not in at.text


async def test_undo_of_an_answer_does_not_bring_back_half_typed_text(opened: Opened, kept: Any) -> None:
    path = kept("promise", promises=one_promise(groups=[]))
    async with opened(path) as at:
        await at.press("1", "1", "f3", "1")
        await at.type(" and pay later")
        await rest(at)
        await at.press("enter", "ctrl+o", "ctrl+z")
        await rest(at)
        assert on_disk(path)["promises"][0]["words"] == "Start now"
        assert "drafts" not in on_disk(path)


async def test_nothing_is_written_of_what_is_typed_while_trying_out(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("number_sign")
        await at.press("m", "3", "i")
        await at.type("Only tried")
        await rest(at)
        assert "Only tried" not in business.read_text("utf-8")


# A name that no group has --------------------------------------------------


@pytest.mark.parametrize("others", [[], ["firms"]], ids=["first group", "another group"])
async def test_going_back_makes_no_group_of_what_was_typed(opened: Opened, kept: Any, others: list[str]) -> None:
    several = [*one_promise(), *({**each, "id": "q", "groups": others} for each in one_promise() if others)]
    path = kept("promise", promises=several)
    async with opened(path) as at:
        assert "Enter everyone, next" in await at.press("1", "1")
        if others:
            await at.press("2")
        await at.type("gmy")
        text = await at.press("ctrl+o")
        assert "Not a group yet: Enter names it. Ctrl+O again goes back without it." in text
        assert "gmy" in text
        assert "groups" not in on_disk(path)["promises"][0]
        await at.press("ctrl+o")
        saved = on_disk(path)
    assert "groups" not in saved["promises"][0]
    assert "gmy" not in path.read_text("utf-8")


async def test_enter_makes_a_new_group_and_says_so(opened: Opened, kept: Any) -> None:
    path = kept("promise", promises=one_promise())
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type("gardeners")
        text = await at.press("enter")
        assert "Saved. New: “gardeners”. z undoes it." in text
    assert on_disk(path)["promises"][0]["groups"] == ["gardeners"]


async def test_a_half_typed_group_is_back_in_its_field_and_is_no_group(opened: Opened, kept: Any) -> None:
    several = [*one_promise(), *({**each, "id": "q", "groups": ["firms"]} for each in one_promise())]
    path = kept("promise", promises=several)
    copy = await killed_while_typing(opened, path, ["1", "1", "2"], "garden")
    async with opened(copy) as at:
        assert IS_BACK in at.text
        assert "garden" in at.text
        await at.type("ers")
        await at.press("enter")
    assert on_disk(copy)["promises"][0]["groups"] == ["gardeners"]


@pytest.mark.parametrize("others", [0, 1], ids=["first customer", "next customer"])
async def test_a_half_typed_customer_is_back_in_its_cell(opened: Opened, kept: Any, others: int) -> None:
    path = kept("customer", customers=[{"id": f"customer-{nth}", "who": "Bo"} for nth in range(others)])
    copy = await killed_while_typing(opened, path, ["1"], "Anna Be")
    async with opened(copy) as at:
        assert IS_BACK in at.text
        assert "Anna Be" in at.text
        await at.type("rg")
        await at.press("enter")
        assert [row["who"] for row in on_disk(copy)["customers"]] == ["Bo"] * others + ["Anna Berg"]
        assert "drafts" not in on_disk(copy)


# The forms of the plan --------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "text", "end", "saved"),
    [
        pytest.param(["p", "asterisk"], "77", ["ctrl+s", "escape"], "limits", id="best set"),
        pytest.param(["p", "t", "down"], "41", [], "", id="test"),
        pytest.param(["p", "colon"], "33", ["enter"], "limits", id="hours"),
        pytest.param(["p", "w", "plus"], "Flyer at the ba", ["enter"], "plan", id="touchpoint"),
        pytest.param(["p", "w", "n"], " Or at noo", ["enter"], "plan", id="wording"),
    ],
)
async def test_half_typed_text_is_back_in_its_form_on_the_plan(
    opened: Opened, tmp_path: Path, screens: Path, keys: Sequence[str], text: str, end: Sequence[str], saved: str
) -> None:
    plan = [{"check": "start.gated", "fix": "say:start.announced"}]
    path = write(tmp_path / "business.json", conflicting(plan=plan), screens)
    copy = await killed_while_typing(opened, path, keys, text)
    async with opened(copy) as at:
        assert IS_BACK in at.text
        assert text in at.text
        assert text not in str(on_disk(copy).get(saved))
        if end:
            await at.press(*end)
            await at.settle()
            assert text in str(on_disk(copy)[saved])
        else:
            assert "Not saved yet" in await at.press("escape")
            await at.press("escape")
            await rest(at)
        assert "drafts" not in on_disk(copy)


async def test_half_typed_text_about_a_fix_that_is_gone_opens_nothing(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    typed = {f"typed:{form}:gone say:gone#asked": "41" for form in ("begin", "fix-hours", "add-touchpoint", "object")}
    path = write(tmp_path / "business.json", conflicting(drafts=typed), screens)
    async with opened(path) as at:
        assert IS_BACK not in at.text


async def test_leaving_the_form_of_a_touchpoint_asks_before_typed_text_is_lost(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    plan = [{"check": "start.gated", "fix": "say:start.announced"}]
    path = write(tmp_path / "business.json", conflicting(plan=plan), screens)
    async with opened(path) as at:
        await at.press("p", "w", "plus")
        await at.type("Flyer")
        assert "Not saved yet" in await at.press("escape")
        await at.press("ctrl+s")
        assert "Flyer" in on_disk(path)["plan"][0]["touchpoints"]


# The name of the business -----------------------------------------------


async def test_the_half_typed_name_of_a_new_business_is_back_in_its_field(opened: Opened, tmp_path: Path) -> None:
    copy = await killed_while_typing(opened, tmp_path / "business.json", ["1"], "Plumb")
    async with opened(copy) as at:
        assert IS_BACK in at.text
        await at.type("line")
        assert "What is this business for this quarter?" in await at.press("enter")
    assert on_disk(copy)["business"] == "Plumbline"
    assert business_id(copy) == mark("Plumbline"), "not that of what was half typed"


async def test_a_name_that_was_dropped_does_not_come_back(opened: Opened, tmp_path: Path) -> None:
    async with opened() as at:
        await at.press("1")
        await at.type("Plumb")
        await rest(at)
        await at.press(*["backspace"] * 5)
        await rest(at)
        copy = killed(tmp_path / "business.json")
    async with opened(copy) as at:
        assert "Start with my business" in at.text


async def test_another_name_that_is_half_typed_is_back_in_its_field(opened: Opened, kept: Any) -> None:
    path = kept()
    async with opened(path) as at:
        at.app.navigator.rename_business()
        await at.settle()
        await at.type(" & So")
        await rest(at)
        copy = killed(path)
    async with opened(copy) as at:
        assert IS_BACK in at.text
        assert "Plumbline & So" in at.text
        await at.type("ns")
        await at.press("enter")
    assert on_disk(copy)["business"] == "Plumbline & Sons"
    assert "drafts" not in on_disk(copy)
