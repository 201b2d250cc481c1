"""Home: one thing to do next, areas with gauges and time left, and no mismatches before comparing."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.business import promise
from tests.ui.conflicting_business import conflicting, content_folder
from tests.ui.conftest import TODAY, Opened, on_disk, running
from textual.widgets import OptionList

from trueup.answers.model import Answer
from trueup.engine.analysis import Analysis
from trueup.engine.fixes import tried_fixes
from trueup.session.sample import open_sample
from trueup.storage.store import open_store
from trueup.ui.app import TrueupApp
from trueup.ui.home.home import first_fixes


async def test_home_shows_what_is_next_and_how_far_each_area_is(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1", "h")
        assert "Next   Identity, question 2 of 2" in text
        assert "1  Identity     ━━━━━━━━━━━━━━━━━━━━────────────────────     1 of 2    1 min" in text
        assert "2  Offer        ────────────────────────────────────────     0 of 3    4 min" in text


async def test_there_is_no_count_of_mismatches_before_comparing(begun: Opened) -> None:
    async with begun() as at:
        text = await at.press("1", "h")
        assert not any(sign in text for sign in "≠≈")
        assert "Not compared yet" in text
        text = await at.press("m")
        assert not any(sign in text for sign in "≠≈")
        assert "Mismatches opens once you've compared." in text


async def test_enter_right_after_opening_home_opens_the_next_question(begun: Opened) -> None:
    async with begun() as at:
        assert "Who do you believe your customers are?" in await at.press("1", "h", "enter")


async def test_digits_and_arrows_lead_to_the_areas(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h")
        assert "trueup   Market   1 of 2" in await at.press("3")
        await at.press("h")
        assert "trueup   Offer   1 of 3" in await at.press("down", "down", "enter")


async def test_the_marked_row_has_a_bar_in_the_margin(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h", "down", "down")
        (marked,) = [line for line in at.lines if line.startswith("▌")]
        assert "Offer" in marked


@pytest.mark.thorough
async def test_an_app_closed_at_home_reopens_at_home(begun: Opened, opened: Opened, tmp_path: Path) -> None:
    async with begun() as at:
        await at.press("1", "h", "ctrl+q")
    async with opened(tmp_path / "business.json") as at:
        assert "trueup   Home" in at.text


async def test_home_fits_every_size(begun: Opened) -> None:
    async with begun() as at:
        await at.press("h")
        for width, height in ((60, 20), (80, 24), (100, 30), (140, 45)):
            await at.resize(width, height)
            assert max(map(len, at.lines)) <= width
            assert "4  Operations" in at.text
            assert "Enter go on  1–4 area" in at.lines[-1]


ESSENTIALS = {
    "business": "Plumbline",
    "quarter": "2026-Q4",
    "answers": {
        "identity.goal": "keep",
        "identity.who": {"unsure": True},
        "offer.model": "once",
        "offer.start": "alone",
        "market.price": {"na": True},
        "operations.speed": 19.0,
    },
    "promises": [{"id": "home-page", "words": "Start now", "claims": ["start.alone"]}],
    "channels": [{"id": "own-site", "name": "Own site", "steps": ["reads", "pays"]}],
    "customers": [{"id": "c1", "who": "Hale"}],
}


def write(path: Path, document: dict[str, Any]) -> None:
    with open_store(path, today=TODAY) as store:
        store.save(document)


async def test_with_the_essentials_done_the_next_thing_is_to_compare(opened: Opened, tmp_path: Path) -> None:
    write(tmp_path / "business.json", ESSENTIALS)
    async with opened() as at:
        assert "Next   Compare now" in at.text
        assert "≠" not in at.text


async def test_home_shows_the_number_of_mismatches_and_of_judged_checks_after_comparing(
    opened: Opened, tmp_path: Path
) -> None:
    write(tmp_path / "business.json", {**ESSENTIALS, "compared": True})
    async with opened() as at:
        assert re.search(r"≠ \d+  ≈ \d+  \? \d+$", at.lines[0])
        assert "checks judged" in at.text
        assert "what needs an answer" in at.text


async def test_an_answer_can_be_found_from_home_and_changed(opened: Opened, tmp_path: Path) -> None:
    write(tmp_path / "business.json", ESSENTIALS)
    async with opened() as at:
        await at.press("ctrl+p")
        await at.type("without talking")
        text = await at.press("enter")
        assert "Can somebody buy without talking to you?" in text
        assert "▌ 1  ●  Yes, alone, any time" in text
        assert "trueup   Home" in await at.press("2", "enter")
    assert on_disk(tmp_path / "business.json")["answers"]["offer.start"] == "talk"


SIZES = ((80, 24), (140, 45))


@pytest.mark.thorough
async def test_a_large_window_lists_the_first_fixes_and_the_accepted_mismatches(opened: Opened, tmp_path: Path) -> None:
    said = [{"id": "home-page", "words": "Start now", "claims": ["start.alone", "speed.instant", "price.low"]}]
    paths = [{"id": "guild", "name": "Guild", "steps": ["reads", "talks", "pays"]}]
    kept = {"start.gated": {"reason": "They ask for it.", "review": "2027-Q1"}}
    answers = {**ESSENTIALS["answers"], "offer.price": "high"}
    more = {"promises": said, "channels": paths, "accepted": kept, "answers": answers, "compared": True}
    write(tmp_path / "business.json", {**ESSENTIALS, **more})
    async with opened(size=SIZES[1]) as at:
        assert "Do these first" in at.text
        assert "±  Promised self-serve, gated by a talk" in at.text
        assert "accepted, review 2027-Q1" in at.text
        first = next(line for line in at.lines if line.lstrip().startswith("1  ") and "Identity" not in line)
        assert re.search(r"(message|offer|operations|channel), (hours|days|weeks) +\d+\.\d\d", first)
        card = await at.press("down", *["down"] * 40)
        assert "▌" in card
        assert "Keep those who are here." in card, "the goal of the quarter"
    async with opened(size=SIZES[0]) as at:
        assert "Do these first" not in at.text
        assert ", 1 accepted, what agrees," in at.text


@pytest.mark.parametrize("size", SIZES)
async def test_home_and_mismatches_show_how_it_feels_once_every_rating_is_given(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    marked = content_folder(tmp_path / "marked")
    with (marked / "identity.md").open("a", encoding="utf-8") as file:
        for name in ("week", "money"):
            file.write(f'\n## How does the {name} feel?\n```toml\nid = "identity.feels-{name}"\n[choices]\n')
            file.write('1 = "Heavy"\n2 = "Between"\n3 = "Light"\n```\n')
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: marked)
    write(tmp_path / "business.json", {**ESSENTIALS, "answers": {"identity.feels-week": "1"}, "compared": True})
    async with opened(size=size) as at:
        assert "how it feels" not in at.text
        at.app.session.answer("identity.feels-money", Answer("2"))
        text = await at.press("m", "end")
        assert re.search(r"how it feels, of 6 +5", text)
        assert re.search(r"how it feels, of 6 +5", await at.press("h"))


async def test_a_wide_window_says_which_question_is_next_and_why(begun: Opened) -> None:
    async with begun(size=SIZES[1]) as at:
        text = await at.press("1", "h")
        assert "Asked next, and why" in text
        assert "Who do you believe your customers are?" in text.partition("Asked next")[2]
        assert "Asked next" not in await at.resize(80, 24)


async def test_a_wide_window_quotes_both_sides_of_a_mismatch(opened: Opened, tmp_path: Path) -> None:
    words = [{"id": "home-page", "words": "Start now, alone", "claims": ["start.alone"]}]
    paths = [{"id": "guild", "name": "Guild", "steps": ["reads", "talks", "pays"]}]
    write(tmp_path / "business.json", {**ESSENTIALS, "promises": words, "channels": paths, "compared": True})
    async with opened(size=SIZES[1]) as at:
        assert "Face to face" in at.text
        assert re.search(r"alone ━ ≠ ━ talk first", at.text)
        assert "“Start now, alone”" in at.text
        for size in ((120, 24), (200, 60)):
            text = await at.resize(*size)
            assert "Face to face" in text
            assert "File" in text, "what fits is chosen, and nothing needs scrolling"


async def test_a_wide_window_lists_answers_that_would_decide_more_when_nothing_conflicts(
    opened: Opened, tmp_path: Path
) -> None:
    write(tmp_path / "business.json", {"business": "Plumbline", "quarter": "2026-Q4", "compared": True})
    async with opened(size=SIZES[1]) as at:
        assert "What would decide more" in at.text
        assert re.search(r"Add a promise +\d", at.text)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([], "m  what agrees, and"),
        (["start.alone"], "m  the one above, what agrees, and"),
        (["start.alone", "speed.day"], "m  all 2, what agrees, and"),
    ],
)
async def test_home_says_in_words_how_many_mismatches_the_list_has(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: list[str], said: str
) -> None:
    screens = content_folder(tmp_path)
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: screens)
    slow = {"operations.speed": conflicting()["answers"]["operations.speed"]}
    lines = [promise(*claims, words="Start tonight.")] if claims else []
    path = tmp_path / "business.json"
    write(path, conflicting(answers=slow, promises=lines, customers=[]))
    async with opened(path) as at:
        assert said in at.text


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["key", "row", "click"])
async def test_a_founder_can_start_their_own_business_from_the_sample(
    way: str, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUEUP_FILE", str(tmp_path / "mine.json"))
    async with opened(tmp_path / "mine.json", size=(140, 45)) as at:
        await at.press("2")
        assert "sample" in at.lines[0]
        row, line = next((n, each) for n, each in enumerate(at.lines) if "Start with my own business" in each)
        if way == "key":
            assert "+ my own business" in at.lines[-1]
            await at.press("plus")
        elif way == "row":
            await at.press("end", "enter")
        else:
            await at.click(line.index("Start with my own"), row)
        assert "What is your business called?" in at.text
        await at.type("Chairside")
        await at.press("enter", "h")
        assert "Chairside" in at.lines[0]
        assert "sample" not in at.lines[0]
        assert "my own business" not in at.text
    assert (tmp_path / "mine.json").exists()


@pytest.mark.thorough
async def test_home_lists_two_fixes_of_one_mismatch_and_each_leads_to_its_card(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_sample(today=TODAY)) as session:
        content, audit, findings = session.content, session.current, session.findings
    tried = {found.id: tried_fixes(content, audit, findings, found) for found in findings.mismatches}
    two = next(fixes[:2] for fixes in tried.values() if len(fixes) > 1)
    one = next(fixes[0] for check, fixes in tried.items() if check != two[0].check)
    fixes = (*two, one)
    monkeypatch.setattr(Analysis, "leading_fixes", fixes)
    app = TrueupApp(lambda: open_sample(today=TODAY))
    async with running(app, (140, 45)) as at:
        listed = app.screen.query_one("#home", OptionList)
        ids = [option.id for option in first_fixes(Analysis(content, audit)) if option.id]
        assert len(set(ids)) == len(fixes)
        for id, each in zip(ids, fixes, strict=True):
            listed.highlighted = listed.get_option_index(id)
            found = findings.mismatch(each.check)
            assert found is not None
            assert found.title[:30] in await at.press("enter")
            await at.press("b")


@pytest.mark.thorough
async def test_a_larger_window_shows_more_mismatches_at_home() -> None:
    app = TrueupApp(lambda: open_sample(today=TODAY))
    async with running(app) as at:
        titles = [found.title[:20] for found in app.session.findings.leaders]
        assert len(titles) > 6
        for size, most in {(80, 24): 3, (100, 30): 7, (140, 45): len(titles), (90, 25): 3}.items():
            text = await at.resize(*size)
            assert [title for title in titles if title in text] == titles[:most]
