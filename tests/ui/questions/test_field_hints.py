"""Below a field: calculations from a number, and questions about vague words in a promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conflicting_business import write
from tests.ui.conftest import At, Opened, on_disk
from textual.events import Paste

from trueup.engine.statements import statements
from trueup.paths import screens_folder


@pytest.fixture
def screens() -> Path:
    """The real screens/ folder, because the calculations depend on its questions."""
    return screens_folder()


@pytest.fixture
def kept(tmp_path: Path, screens: Path) -> Callable[..., Path]:
    """Return a function that saves a business with one channel."""

    def keep(**rest: Any) -> Path:
        guild = {"id": "guild", "name": "HomeGuild", "spend": 1840, "leads": 118}
        document = {"business": "Plumbline", "quarter": "2026-Q4", "channels": [guild], **rest}
        return write(tmp_path / "business.json", document, screens)

    return keep


Kept = Callable[..., Path]

OF_ONE = {"operations.margin": 31, "operations.repeats": 12}


async def at_field(at: At, source: str, row: str = "") -> str:
    at.app.navigator.go_to_answer(source, row)
    await at.settle()
    return at.text


@pytest.mark.thorough
async def test_calculations_from_a_number_are_shown_while_it_is_typed(opened: Opened, kept: Kept) -> None:
    path = kept(answers=OF_ONE)
    async with opened(path) as at:
        text = await at_field(at, "channel.customers", "guild")
        assert "Worked out from these" not in text
        assert "To work out how many of the people who ask buy, fill in: bought" in text
        text = await at.type("46")
        assert "Worked out from these" in text
        assert "46 bought of 118 who asked: 39%" in text
        assert "1,840 ÷ 46 = 40 to win one; one brings 31 × 12 = 372" in text
        assert "customers" not in on_disk(path)["channels"][0], "nothing is kept before Enter"
        await at.press("enter")
        assert on_disk(path)["channels"][0]["customers"] == 46


async def test_the_evidence_of_a_number_applies_to_calculations_from_it(opened: Opened, kept: Kept) -> None:
    path = kept()
    async with opened(path) as at:
        assert "F4  evidence      ○ record    ○ counted    ● memory" in await at_field(at, "channel.customers", "guild")
        await at.type("46")
        assert "● guess" in await at.press("f4", "4")
        await at.press("enter")
        assert on_disk(path)["channels"][0]["customers"] == {"value": 46.0, "evidence": "guess"}
        session = at.app.session
        spoken = {statement.source: statement.evidence for statement in statements(session.content, session.current)}
        assert spoken["measure:channel.flow"] == "guess"


WAYS = {
    "operations.hours-sold": {
        "2 days": "= 48 hours",
        "30%": "% isn't asked here; write the number in hours",
        "6 of 10": "6 of 10 is a share; write one number, such as 6",
        "1.200,50": "= 1200.5 hours",
        "1 200": "= 1200 hours",
        "€19": "€ isn't asked here; write the number in hours",
    },
    "channel.share": {
        "2 days": "days isn't asked here; write the number in %",
        "30%": "30% of all customers",
        "6 of 10": "60% of all customers",
        "1.200,50": "no more than 100% can come one way",
        "€19": "€ isn't asked here; write the number in %",
    },
    "channel.spend": {
        "2 days": "days isn't asked here; write the number in €",
        "6 of 10": "6 of 10 is a share; write one number, such as 6",
        "1.200,50": "= 1200.5 €",
        "1 200": "= 1200 €",
        "€19": "= 19 €",
        "$19": "$ isn't asked here; write the number in €",
        "1.200": "1.200 can be read two ways; write 1.2 or 1200",
    },
    "promise.kept": {
        "30%": "= 3 of 10",
        "6 of 10": "= 6 of 10",
        "2 of 3": "counts as: some got it",
        "0 of 2": "counts as: never kept",
        "6 of 5": "6 of 5 isn't part of a whole",
        "2 days": "days isn't asked here; write how many of 10",
        "1 200": "that is more than 10; write how many of 10",
    },
}
"""Field → typed text → the text shown next to it before it's saved."""


@pytest.mark.parametrize("field", WAYS)
async def test_every_way_to_write_a_number_is_echoed_or_refused_in_a_line_that_fits(
    field: str, opened: Opened, kept: Kept
) -> None:
    answers = {"identity.kind": "service", "offer.hours": "sold", "offer.currency": "€"}
    promise = {"id": "p", "words": "Done on the day", "claims": []}
    path = kept(answers=answers, promises=[promise])
    row = {"channel": "guild", "promise": "p"}.get(field.partition(".")[0], "")
    async with opened(path) as at:
        await at_field(at, field, row)
        for typed, echoed in WAYS[field].items():
            await at.press("ctrl+u", "ctrl+k")
            await at.type(typed)
            line = next(line for line in at.lines if line.startswith(f"  ▌ {typed} "))
            assert echoed in line
            assert len(line) <= 78, "nothing is cut"
            if not echoed.startswith(("=", "counts as")) and "of all" not in echoed:
                before = on_disk(path)
                assert f"Not taken: {echoed}." in await at.press("enter")
                assert on_disk(path) == before


async def test_fewer_cases_than_ten_are_kept_and_quoted_as_they_were_counted(opened: Opened, kept: Kept) -> None:
    answers = {"identity.kind": "goods"}
    promise = {"id": "p", "words": "We mend it free for ever.", "where": "page", "claims": ["lasting.repair"]}
    path = kept(answers=answers, promises=[promise])
    async with opened(path) as at:
        await at_field(at, "promise.kept", "p")
        await at.type("2 of 4")
        await at.press("enter")
        assert on_disk(path)["promises"][0]["kept"] == "2 of 4"
        await at_field(at, "promise.kept", "p")
        assert "▌ 2 of 4 " in at.text
        await at.press("ctrl+u", "ctrl+k")
        await at.type("1 of 2")
        await at.press("enter")
        assert on_disk(path)["promises"][0]["kept"] == "1 of 2", "half of them, as before, but another count"
        session = at.app.session
        assert "1 of 2" in {each.quote for each in statements(session.content, session.current)}


@pytest.mark.thorough
async def test_no_evidence_is_asked_for_a_goal(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        assert "evidence" not in await at_field(at, "identity.target")


@pytest.mark.thorough
async def test_a_missing_number_is_named_and_nothing_is_divided_by_zero(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        await at_field(at, "channel.customers", "guild")
        text = await at.type("0")
        assert "0: really, or not counted?" in text
        assert "fill in: kept per sale, payments in all" in " ".join(text.split())
        text = await at.type(" or so")
        assert "that isn't a number" in text
        assert "Worked out" not in text


@pytest.mark.thorough
async def test_nothing_is_shown_when_nothing_can_be_calculated(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        text = await at_field(at, "operations.answered")
        assert "Worked out" not in text
        assert "lacks" not in text


async def test_money_is_shown_in_the_founders_currency(opened: Opened, kept: Kept) -> None:
    path = kept(answers={"offer.currency": "kr"})
    async with opened(path) as at:
        text = await at_field(at, "channel.spend", "guild")
        assert ["1840", "kr"] in [line.strip(" ▌").split() for line in text.splitlines()]
        await at.press(*["backspace"] * 4)
        await at.type("1,900 kr")
        await at.press("enter")
        assert on_disk(path)["channels"][0]["spend"] == 1900


@pytest.mark.thorough
@pytest.mark.parametrize("answers", [{}, {"offer.currency": {"unsure": True}}])
async def test_money_without_a_currency_is_a_bare_number(opened: Opened, kept: Kept, answers: dict[str, Any]) -> None:
    async with opened(kept(answers=answers)) as at:
        text = await at_field(at, "channel.spend", "guild")
        assert "money" not in text.partition("Ads, fees")[2]


async def test_a_currency_of_any_length_fits_in_its_place(opened: Opened, kept: Kept) -> None:
    long = "[b]dollars of the United States of America[/x]\u202e"
    async with opened(kept(answers={"offer.currency": long})) as at:
        text = await at_field(at, "channel.spend", "guild")
        assert "[b]dollars…" in text
        assert "\u202e" not in text
        assert max(map(len, at.lines)) <= 80


@pytest.mark.parametrize("typed", ["15", "about 20 euros", "euros of course, as in most of Europe"])
async def test_what_cannot_be_a_currency_is_refused_with_an_example(opened: Opened, kept: Kept, typed: str) -> None:
    path = kept()
    async with opened(path) as at:
        await at_field(at, "offer.currency")
        await at.type(typed)
        text = await at.press("enter")
        assert "Not taken: a currency" in text
        assert "such as €, CHF or dollars" in text
        assert "offer.currency" not in on_disk(path).get("answers", {})
        await at.press("ctrl+u")
        await at.type("Swiss francs")
        await at.press("enter")
    assert on_disk(path)["answers"]["offer.currency"] == "Swiss francs"


# Plain words ---------------------------------------------------------------


@pytest.mark.thorough
async def test_one_vague_word_at_a_time_is_questioned_and_every_word_is_allowed(opened: Opened, kept: Kept) -> None:
    path = kept(place="promise")
    async with opened(path) as at:
        await at.press("1")
        text = await at.type("Help, always")
        assert "“always”: is there a day when it isn't so?" in text
        text = await at.type(" seamless")
        assert "“seamless”: what does it spare them?" in text
        assert "2 of 2" in text
        assert "always”:" not in text
        text = await at.press(*["left"] * 10)
        assert "“always”: is there a day" in text
        assert "1 of 2" in text
        await at.press("enter")
        assert on_disk(path)["promises"][0]["words"] == "Help, always seamless"


async def test_a_promise_in_plain_words_raises_no_question(opened: Opened, kept: Kept) -> None:
    async with opened(kept(place="promise")) as at:
        await at.press("1")
        text = await at.type("Reports for home inspectors")
        assert "”:" not in text


@pytest.mark.thorough
async def test_hostile_text_with_a_questioned_word_is_shown_as_plain_text(opened: Opened, kept: Kept) -> None:
    async with opened(kept(place="promise")) as at:
        await at.press("1")
        at.app.post_message(Paste("[/x][@click=app.quit]you[/] \x1b[31mend\u202e to\nend\x9b2J, 24/7"))
        await at.settle()
        text = await at.press("up")
        assert "“end to end”: from which step to which?" in text
        assert not any(control in text for control in "\x1b\x9b\u202e")


async def test_only_promises_are_checked_for_vague_words(opened: Opened, kept: Kept) -> None:
    async with opened(kept()) as at:
        await at_field(at, "offer.currency")
        assert "”:" not in await at.type("always")
