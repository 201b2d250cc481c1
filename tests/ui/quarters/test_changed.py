"""The changes between two quarters, and the trend, used with real keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.businesses import content_of
from tests.quarters import following, on_disk
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened
from tests.ui.every_screen import WINDOWS


@pytest.fixture
def business(tmp_path: Path, screens: Path) -> Path:
    """Three quarters: one with all conflicts, one with a low price and no customers, and one with a fast delivery."""
    better = conflicting(customers=[])
    better["answers"] = {**better["answers"], "offer.price": "low"}
    quick = conflicting(accepted={"price.above": {"reason": "They stay", "review": "2027-Q1"}})
    quick["answers"] = {**quick["answers"], "operations.speed": 1.0}
    audits = following(content_of(screens), "2026-Q2", [conflicting(), better, quick])
    return on_disk(tmp_path / "business.json", audits)


GROUPS = """\
  Since 2026-Q3, you fixed 1 mismatch. 2 are new or back.               impact
  ▌ fixed      1  · Promised now, there in a week                         3.60
    reopened   2  ≠ Low in words, high in the bill                        4.50
                  ≈ Made for some, bought by others                       1.20
    persisting 2  ≠ Promised self-serve, gated by a talk                  1.47
                  ≠ Counted: most talk first                              1.35
    accepted   1  ± Priced above what they expect                         2.40
    reworded   0  no question or check has been reworded since"""

TREND = """\
  Trend                      26 Q2      Q3      Q4    open
    ≠  contradiction             3       2       2"""


async def test_every_mismatch_is_listed_in_one_group_above_the_trend_and_fixed_ones_come_first(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("q")
        assert at.lines[0].startswith("  trueup   What changed   since 2026-Q3")
        assert "\n".join(at.lines[3:11]) == GROUPS
        trend = at.text.index("  Trend")
        assert at.text[trend:].startswith(TREND)
        assert at.lines[-1] == "  Enter open  [ ] since  , . until  f answers  a all of the trend  b back"


@pytest.mark.thorough
async def test_the_newest_quarter_can_be_compared_with_any_earlier_one(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("q")
        text = await at.press("left_square_bracket")
        assert "since 2026-Q2" in text
        assert "persisting 4" in text
        assert "reopened" not in text
        assert "There is no earlier quarter." in await at.press("left_square_bracket")
        assert "since 2026-Q3" in await at.press("right_square_bracket")
        assert "The next one is 2026-Q4 itself." in await at.press("right_square_bracket")


@pytest.mark.thorough
async def test_any_two_quarters_can_be_compared(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("q", "comma")
        assert "from 2026-Q2 to 2026-Q3" in text
        assert "fixed      2  · Low in words, high in the bill" in text
        assert "not judged 1  · Made for some, bought by others" in text
        assert "reopened" not in text
        text = await at.press("enter", "down", "enter")
        assert "BELIEVE" not in text, "no card of today for what was found then"
        assert "2026-Q2   contradiction" in text
        await at.press("b")
        assert "There's nothing before the first." in await at.press("comma")
        text = await at.press("f")
        assert "Offer: the price\n      then  Above most\n      now   Below most" in text.replace("▌", " ")
        text = await at.press("enter")
        assert "2026-Q4   Above most" in text, "all its quarters, in place of the question of today"
        await at.press("b", "c")
        assert at.app.clipboard.startswith("## What changed since 2026-Q2\n")
        assert "since 2026-Q2" in await at.press("full_stop"), "the earlier one stays"
        assert "2026-Q4 is the last one." in await at.press("full_stop")


async def test_one_key_shows_the_whole_trend_in_a_small_window(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "open, by severity" not in await at.press("q")
        text = await at.press("a")
        assert "open, by severity" in text
        assert re.search(r"high +2 +2 +1", text)


async def test_the_key_v_shows_an_answer_or_a_column_of_the_customers_in_every_quarter(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("q", "f", "v")
        assert "Offer: the price" in text
        assert re.search(r"2026-Q4   Above most +changed", text)
        assert re.search(r"2026-Q3   Below most +changed", text)
        text = await at.press("b", "end", "v")
        assert "The last ten customers: for them" in text
        assert re.search(r"2026-Q4   1 yes, 3 no +changed", text)
        assert re.search(r"2026-Q3   not answered +changed", text)


@pytest.mark.thorough
async def test_enter_opens_the_card_or_the_state_of_the_mismatch_in_every_quarter(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("q", "down", "enter")
        assert "Reopened, 2" in text
        assert "now contradiction 4.50" in text
        assert "BELIEVE" in await at.press("down", "enter"), "the card of a mismatch that is there"
        text = await at.press("v")
        assert "Who says so" in text
        assert "2026-Q3   not judged" in text, "the customers were missing then"
        await at.press("b", "b")
        text = await at.press("home", "enter")
        assert "Promised now, there in a week" in text
        assert "2026-Q4   fine                                                  changed" in text
        assert "2026-Q3   contradiction  3.60" in text
        assert "No question or check has changed." in await at.press("b", "end", "enter")


@pytest.mark.thorough
async def test_the_comparison_can_show_answers_instead_of_mismatches(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("q", "f")
        assert "4 answers changed" in text
        assert "Offer: the price\n      then  Below most\n      now   Above most" in text.replace("▌", " ")
        assert "The last ten customers: started" in await at.press("end")
        assert "2 alone, 2 after a talk" in at.text
        await at.press("home")
        assert "How does your price compare?" in await at.press("enter")
        assert "What changed" in await at.press("b")
        assert "reworded" in await at.press("f")


async def test_a_comparison_can_be_copied(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Copied as Markdown." in await at.press("q", "c")
        copied = at.app.clipboard
        assert copied.startswith("## What changed since 2026-Q3\n")
        assert "- Offer: the price: Below most → **Above most**" in copied
        assert "Reopened: gone for a while" in " ".join((await at.press("question_mark")).replace("▌", "").split())


async def test_a_single_quarter_shows_figures_and_no_chart(opened: Opened, tmp_path: Path, screens: Path) -> None:
    path = write(tmp_path / "business.json", conflicting(), screens)
    async with opened(path) as at:
        text = await at.press("q")
        assert "This is the first quarter in the file." in text
        assert "    ≠  contradiction             3" in text
        assert "≠ 3  ≈ 1  ? 0" in at.lines[0], "the same as in the head"
        assert not set("▁▂▃▄▅▆▇█") & set(text)
        assert "answers" not in at.lines[-1]
        assert await at.press("f", "left_square_bracket", "c") == text


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("size", "note"), [((80, 24), " open\n"), ((140, 45), " open\n"), ((60, 20), "quarters a column")]
)
async def test_forty_quarters_all_fit_in_the_chart(
    opened: Opened, tmp_path: Path, screens: Path, size: tuple[int, int], note: str
) -> None:
    audits = following(content_of(screens), "2017-Q1", [conflicting()] * 40)
    path = on_disk(tmp_path / "business.json", audits)
    async with opened(path, size=size) as at:
        text = await at.press("q")
        assert max(map(len, at.lines)) <= size[0]
        assert note in text
        top = next(each for each in at.lines if "contradiction" in each and "┤" in each)
        assert top.partition("┤")[0].split()[-2:] == ["3", "4"], "the last figure, then the axis"
        filled = top.partition("┤")[2]
        assert set(filled) == {"█"}, "every quarter is as high as the axis"
        assert len(filled) >= (40 if size[0] >= 80 else 14), "and has a cell of its own where that can be"
        below = " ".join(["0 17", *map(str, range(18, 27))]) if size[0] >= 80 else "0 17 Q1 26 Q4"
        assert any(" ".join(line.split()).endswith(below) for line in at.lines)
        heads = next(each for each in at.lines if "Trend" in each)
        assert re.search(r"26 Q1 +Q2 +Q3 +Q4", heads) or size[0] <= 80, "figures give way to the columns"


async def test_before_comparing_no_mismatches_are_counted(opened: Opened, tmp_path: Path, screens: Path) -> None:
    audits = following(content_of(screens), "2026-Q3", [conflicting(), conflicting(compared=False)])
    path = on_disk(tmp_path / "business.json", audits)
    async with opened(path) as at:
        assert "By quarter" not in at.text, "one quarter that has been compared is no trend"
        assert "Quarters opens once you've compared." in await at.press("q")
        await at.go("changed")
        assert "trueup   Compare" in at.text
        assert "≠" not in at.text


async def test_home_shows_the_number_of_mismatches_in_each_quarter(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "By quarter                                               26 Q2     Q3     Q4" in at.text
        assert "open mismatches                                              4      2      3" in at.text
    async with opened(business, size=(140, 45)) as at:
        assert "Open, by quarter" in at.text
        assert "2026-Q2  ≠≠≠≈" in at.text


@pytest.mark.parametrize("size", WINDOWS)
async def test_the_changes_fit_every_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        for keys in (["q"], ["f"], ["f", "enter"], ["b", "question_mark"]):
            await at.press(*keys)
            assert len(at.lines) == size[1]
            assert max(map(len, at.lines)) <= size[0]
            assert at.lines[-1].endswith(("b back", "b close"))


async def test_a_founders_words_are_shown_as_plain_text(opened: Opened, tmp_path: Path, screens: Path) -> None:
    hostile = "[/x][@click=app.quit]Guild[/] =1+1"
    before = conflicting()
    after = conflicting()
    after["channels"] = [{**after["channels"][0], "name": hostile}, after["channels"][1]]
    path = on_disk(tmp_path / "b.json", following(content_of(screens), "2026-Q3", [before, after]))
    async with opened(path) as at:
        assert hostile in await at.press("q", "f")
        assert "No question or check" in await at.press("f", "end", "enter")


@pytest.mark.thorough
async def test_a_quarter_that_is_missing_leaves_a_gap(opened: Opened, tmp_path: Path, screens: Path) -> None:
    audits = following(content_of(screens), "2026-Q1", [conflicting()] * 4)
    path = on_disk(tmp_path / "b.json", [audit for audit in audits if audit.quarter != "2026-Q3"])
    async with opened(path) as at:
        text = await at.press("q")
        top = next(line for line in text.splitlines() if "4┤" in line)
        assert re.search(r"4┤(█+) \1 +\1$", top)
        assert not re.search(r"4┤(█+) \1 \1", top)


async def test_the_limit_set_last_quarter_is_shown_above_the_changes(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    kept = {"reason": "They stay", "review": "2027-Q1", "watch": "How many stay", "below": "7"}
    twice = [conflicting(accepted={"price.above": kept})] * 2
    on_disk(tmp_path / "business.json", following(content_of(screens), "2026-Q3", twice))
    async with opened(tmp_path / "business.json") as at:
        text = await at.press("q")
        assert "last time  1  You watch “How many stay”: is it below 7?" in text
        assert "you know" in await at.press("home", "enter")
        assert "Priced above what they expect" in await at.press("enter"), "its card"
