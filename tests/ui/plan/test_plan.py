"""The plan: choosing fixes, three at a time, and their status, touchpoints and experiments. The tests press real keys
and read the file directly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.business import channel
from tests.businesses import FOLDER, business_of, content_of, our_content
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer
from trueup.engine.analysis import Analysis
from trueup.engine.best_set import Limits, Outcome
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.ui.drawing.fix_lines import FixLines
from trueup.ui.plan import best_set

HOSTILE = "[/b][@click=app.quit]x[/]"


def planned(path: Path) -> list[dict[str, Any]]:
    return list(on_disk(path).get("plan", []))


async def clear(at: At, *more: str) -> None:
    """Empty the focused field, then type into it."""
    await at.press("end", "ctrl+u")
    for text in more:
        await at.type(text)


COUNTING = "Since the fix, how many have asked and how many have since 1 Nov bought?"
"""The heading of a test's form in one line, with the day that stands at the end of its first."""


def in_one_line(text: str) -> str:
    """The text without its line ends, and without the bar at the left of a sheet."""
    return " ".join(text.replace("▌", " ").split())


def squeezed(text: str) -> str:
    """The text with one space instead of two after ● and ○."""
    return text.replace("●  ", "● ").replace("○  ", "○ ")


@pytest.mark.thorough
async def test_enter_on_a_fix_of_a_card_chooses_it_and_z_undoes_the_choice(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "down", "down", "enter")
        assert "▌ Chosen. p shows the plan, z undoes it." in text
        assert "hours   chosen" in text
        assert [(each["check"], each["fix"]) for each in planned(business)] == [("start.gated", "say:start.announced")]
        assert planned(business)[0]["since"] == "2026-11-10"
        assert "Already in the plan: chosen. Press p to open it." in await at.press("enter")
        text = await at.press("z")
        assert "Undone: chose “" in text
        assert "…”. Z redoes it." in in_one_line(text) or "”. Z redoes it." in in_one_line(text)
        assert planned(business) == []


async def test_the_plan_says_what_digits_do_and_that_the_hours_are_assumed(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert re.search(r"1–\d +open or choose", in_one_line(await at.press("p", "f1")))
        assert "hours, assumed 12" in in_one_line(await at.press("escape", "asterisk"))


@pytest.mark.thorough
async def test_a_fourth_fix_is_chosen_only_when_the_same_key_is_pressed_again(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "down", "enter", "down", "enter")
        assert len(planned(business)) == 3
        text = await at.press("right", "enter")
        assert "Three fixes are under way. Press the same key again to add this one anyway." in in_one_line(text)
        assert len(planned(business)) == 3
        assert "Chosen. p shows the plan, z undoes it." in await at.press("enter")
        assert len(planned(business)) == 4


def test_a_fix_in_a_set_can_solve_a_mismatch_that_an_earlier_fix_creates(screens: Path) -> None:
    content = content_of(screens)
    audit = audit_from_document(conflicting(), content)
    findings = judge(content, audit)
    mismatch = findings.mismatches[0]
    tried = tried_fixes(content, audit, findings, mismatch)[0]
    found = replace(findings, mismatches=(mismatch,))
    created = findings.mismatches[1].id
    lines = FixLines(content, found, mismatch, 1, replace(tried, solves=(mismatch.id, created)))
    assert "solves ≠ 2" in lines.columns


@pytest.mark.thorough
async def test_pressing_the_key_on_another_fix_does_not_count_as_pressing_again(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "down", "enter", "down", "enter", "right", "enter", "down")
        assert "Three fixes are under way." in await at.press("enter")
        assert len(planned(business)) == 3


async def test_the_first_fixes_are_offered_when_no_fix_is_chosen(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("p")
        assert at.lines[0].startswith("  trueup   Plan   0 now, ")
        assert "Nothing chosen yet." in text
        assert at.lines[-1].lstrip().startswith("Enter choose")
        text = await at.press("enter")
        assert "Plan   1 now," in text
        assert at.lines[-1].lstrip().startswith("Enter card  Space how far  t test  w where to change it")
        assert len(planned(business)) == 1
        assert "Fixes  previewed" in await at.press("enter"), "then Enter opens its card"


async def test_the_status_is_chosen_from_a_list_that_names_every_status(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "enter", "p", "space")
        assert "How far have you got with this fix?" in text
        for line in ("1  ● Chosen", "2  ○ Doing", "3  ○ Done", "4  ○ Dropped"):
            assert line in squeezed(text)
        assert "Testing" not in text, "there is no test yet"
        assert "doing, 0 of 4 done" in await at.press("2")
        text = await at.press("space", "3")
        assert "done, still conflicting" in text
        assert "Done, still conflicting. z undoes it." in text
        assert "Plan   1 now," in at.lines[0], "it stays open"
        assert planned(business)[0]["status"] == "done"
        assert "dropped" in await at.press("space", "4")
        assert "Plan   0 now," in at.lines[0]
        assert "Chosen. z undoes it." in await at.press("space", "1")


@pytest.mark.thorough
async def test_leaving_the_list_of_statuses_changes_nothing(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "p", "space", "down", "escape")
        assert planned(business)[0].get("status", "chosen") == "chosen"
        assert "▌ 1" in at.text, "the bar is where it was"


@pytest.mark.thorough
async def test_a_running_experiment_ends_only_when_its_result_is_entered(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    test = {"started": "2026-11-01", "ends": "2026-11-14", "asked_before": 90.0, "bought_before": 9.0}
    chosen = {"check": "start.gated", "fix": "say:start.announced", "status": "testing", "test": test}
    path = write(tmp_path / "business.json", conflicting(plan=[chosen]), screens)
    async with opened(path) as at:
        text = await at.press("p", "space")
        assert "Say what was counted so far" in text
        assert "Dropped" not in text
        assert "Done" not in text
        await at.press("d", "d", "2")
        assert planned(path)[0]["status"] == "testing"
        assert COUNTING in in_one_line(await at.press("space", "1"))
        await at.type("40")
        await at.press("enter")
        await at.type("20")
        await at.press("enter")
        assert planned(path)[0]["test"]["asked"] == 40
        assert "4  ○  Done" in await at.press("space"), "the result is said, so it can end"
        await at.press("4")
        assert planned(path)[0]["status"] == "done"


RAN = {"started": "2026-10-20", "ends": "2026-11-02", "asked_before": 20.0, "bought_before": 5.0}
CHOSEN = {"check": "start.gated", "fix": "say:start.announced", "do": "Put “a call first” beside the button."}


async def test_numbers_entered_after_a_test_end_it_whatever_they_show(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    path = write(tmp_path / "business.json", conflicting(plan=[{**CHOSEN, "status": "testing", "test": RAN}]), screens)
    async with opened(path) as at:
        assert "Test is over: " in at.text
        assert "Say what was counted: that ends the test" in await at.press("p", "space")
        await at.press("1")
        await at.type("9")
        await at.press("enter")
        await at.type("5")
        text = await at.press("enter")
        assert "tested: too few to tell" in text
        assert "Test is over" not in text
        assert "Test is over" not in await at.press("h")
    async with opened(path, today=date(2027, 1, 10)) as at:
        assert "Due" not in at.text


async def test_a_chosen_fix_keeps_its_words_everywhere(opened: Opened, tmp_path: Path, screens: Path) -> None:
    tested = {**CHOSEN, "status": "testing", "test": RAN}
    path = write(tmp_path / "business.json", conflicting(plan=[tested], promises=[]), screens)
    async with opened(path) as at:
        assert "Test is over: Put “a call first” beside the button." in at.text
        text = await at.press("p")
        assert "1  Put “a call first” beside the button." in text
        assert "nothing conflicts any more" in text
        assert "Say beside the button" not in text


async def test_choosing_one_of_the_fixes_that_help_together_leaves_the_others_in_sight(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        offered = re.findall(r"\d  (.+?)  +\d\.\d\d", await at.press("p"))
        assert len(offered) > 1
        text = await at.press("1")
        assert "1 now" in at.lines[0]
        assert "Not chosen; Enter chooses one" in text
        assert all(fix in text for fix in offered)


async def test_a_chosen_fix_is_saved_with_its_words(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "down", "enter")
        assert planned(business)[0]["do"] in text


async def test_a_second_experiment_in_one_channel_begins_only_after_confirmation(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    test = {"started": "2026-11-01", "ends": "2026-11-14", "asked_before": 90.0, "bought_before": 9.0}
    (fix, *_) = content_of(screens).checks["speed.slow"].fixes
    running = {"check": "speed.slow", "fix": fix.key, "status": "testing", "test": test}
    chosen = {"check": "start.gated", "fix": "say:start.announced"}
    path = write(tmp_path / "business.json", conflicting(plan=[chosen, running]), screens)
    async with opened(path) as at:
        await at.press("p", "t")
        await clear(at, "homeguild")
        await at.press("enter")
        await clear(at, "236")
        await at.press("enter")
        await clear(at, "41")
        assert "Another test is running there" in await at.press("enter")
        assert "test" not in planned(path)[0]
        text = await at.press("enter")
        assert planned(path)[0]["status"] == "testing"
        assert re.search(r"better from \d+ of 100", text)
        assert "another test runs here" in text


async def test_the_channel_of_a_test_can_be_taken_from_a_list(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "enter", "p", "t")
        assert "F9 choose" in at.lines[-1]
        assert "2  Own site" in await at.press("f9")
        text = await at.press("2")
        assert re.search(r"channel +▌ Own site\n", text)
        await at.press("enter")
        await clear(at, "236")
        await at.press("enter")
        await clear(at, "41")
        await at.press("enter", "enter")
        assert planned(business)[0]["test"]["channel"] == "site"


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((12, 5), r"About 2 people ask in 14 days, but fewer than 5 can't show that it helped\. .* 5 take 6 weeks\."),
        ((1, 1), r"Too few were counted before the fix: no result could show that it helped\."),
        ((900, 90), ""),
    ],
)
async def test_a_test_that_too_few_people_take_part_in_says_so_before_it_begins(
    numbers: tuple[int, int], says: str
) -> None:
    async with at_screen("plan") as at:
        session = at.app.session
        audit = session.current
        row = replace(audit.of("channel")[0], fields={"name": Answer("Gallery")})
        for field, number in zip(("leads", "customers"), numbers, strict=True):
            row = row.with_field(field, Answer(float(number)))
        first = audit.plan[0]
        session.change(replace(audit.with_rows("channel", (row,)), plan=(first,)))
        await at.press("h", "p", "t")
        for value in ("Gallery", *map(str, numbers)):
            await clear(at, value)
            text = await at.press("enter")
        if says:
            assert re.search(says, " ".join(text.replace("▌", " ").split()))
            assert "Enter again begins it." in text
            assert session.current.plan[0].test is None
            await at.press("enter")
        test = session.current.plan[0].test
        assert test is not None
        assert (test.asked_before, test.bought_before) == numbers


async def test_typing_replaces_what_a_form_was_filled_in_with_until_it_was_changed(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        assert re.search(r"hours, assumed +▌ 12\n", await at.press("p", "asterisk"))
        assert re.search(r"hours, assumed +▌ 3\n", await at.type("3"))
        text = await at.press("f1", "escape", "6")
        assert re.search(r"hours, assumed +▌ 36\n", text), "what was typed stays"
        text = await at.press("down", "down")
        await at.type("offer")
        assert "Name a side like “say”" in await at.press("ctrl+s")


async def test_leaving_the_form_of_an_experiment_asks_before_typed_figures_are_lost(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "p", "t", "down")
        await at.type("41")
        await at.press("f1", "escape")
        assert "Not saved yet" in await at.press("escape")
        assert "41" in at.text
        assert "Before the fix" not in await at.press("escape")
        assert "test" not in planned(business)[0]


@pytest.mark.thorough
async def test_the_best_set_is_searched_for_and_shown_and_a_fix_can_be_chosen_from_it(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("p", "asterisk")
        assert "The best set of fixes for your hours" in text
        text = await at.press("ctrl+s")
        assert "The best set within 12 hours" in text
        told = " ".join(text.replace("▌", "").split())
        assert re.search(r"It ends all 3 untrue claims and leaves \d+\.\d\d of", told)
        assert "Still untrue" not in told
        weighed = "What counts, in this order: untrue claims about safety, privacy or money, impact."
        assert f"Proven: no other set within 12 hours is better. {weighed}" in told
        first = re.findall(r"1  (\w.{20})", text)[-1]
        assert first in text
        assert re.search(r"Runner-up  [^:]+ (Instead of \d|Also|It leaves out \d)", text), "only what it does otherwise"
        assert "hours   Low in words, high in the bill" in text, "what each fix is for"
        assert "Chosen. z undoes it." in await at.press("1")
        assert len(planned(business)) == 1
        await at.press("escape", "asterisk", *["down"] * 4)
        await at.type("99 = 8")
        assert "Nothing here is called “99”." in await at.press("ctrl+s"), "the list has fewer fixes"
        await clear(at, "1 = 500")
        text = await at.press("ctrl+s")
        assert "The best set within 12 hours" in text
        assert first not in text.partition("The best set")[2], "it takes too long now"


def test_the_best_set_names_the_claims_that_stay_untrue() -> None:
    content = our_content().worded("software")
    analysis = Analysis(content, business_of(FOLDER / "letters-for-ever.json"))
    limits = Limits(hours=3.0)
    *_, (outcome, _) = best_set.search(analysis, limits, Event())
    lines = [line.text.plain for line in best_set.found_lines(analysis, limits, outcome)]
    assert lines[1].startswith("It ends 2 of the 5 untrue claims and leaves ")
    assert lines[2] == (
        "Still untrue with it: ‘You say “never on sale”, but customers can pay less’, ‘You say “unlimited”, but "
        "there's a limit’ and ‘You say no sign-up, but a form asks for details’."
    )


async def test_the_whole_best_set_can_be_added_at_once(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("p", "asterisk")
        assert "Ctrl+S searches" in text
        assert "Enter next field  ^s search" in text
        assert "Enter search" in await at.press(*["down"] * 4)
        text = await at.press("ctrl+s")
        assert "Enter add to the plan" in text
        last = re.findall(r"(\d)  Add all (\d) to the plan", at.text)
        assert last == [(str(int(last[0][1]) + 1), last[0][1])]
        assert "Chosen. z undoes it." in await at.press("1")
        assert "Already in the plan: chosen." in await at.press("1")
        assert "Press p" not in at.text
        many = int(last[0][1])
        assert f"{many - 1} fix" in await at.press(last[0][0])
        assert len(planned(business)) == many
        assert "All of them are in the plan already." in await at.press(last[0][0])


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (0, "many", "Give your hours as a number"),
        (1, "77", "Nothing here is called “77”."),
        (2, "the moon", "Nothing here is called “the moon”."),
        (3, "play", "Nothing here is called “play”."),
        (4, "2 = 8", "There's no list of fixes yet. Delete “2 = 8” and search first."),
        (4, "2 = long", "Write “2 = long” like this: 2 = 8."),
        (4, "2 = 0", "Write “2 = 0” like this: 2 = 8."),
        (4, "two = 8", "Write “two = 8” like this: 2 = 8."),
    ],
)
async def test_an_invalid_limit_is_reported(opened: Opened, business: Path, field: int, typed: str, said: str) -> None:
    async with opened(business) as at:
        await at.press("p", "asterisk", *["down"] * field)
        await clear(at, typed)
        text = await at.press("ctrl+s")
        assert said in text
        assert typed in text, "the form stays"


@pytest.mark.thorough
async def test_hours_a_week_and_limits_are_remembered(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("p", "asterisk")
        await clear(at, "1 a week")
        await at.press("down")
        await at.type("2")
        await at.press("down")
        await at.type("price")
        assert "The best set within 13 hours" in await at.press("ctrl+s")
    assert on_disk(business)["limits"]["hours"] == "1 a week"
    async with opened(business) as at:
        text = await at.press("p", "asterisk")
        assert re.search(r"hours +▌ 1 a week", text)
        assert re.search(r"must be gone +2", text)
        assert re.search(r"don't touch +price", text)


async def test_what_must_not_be_touched_is_ticked_in_a_list_and_typed_names_stay(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    rows = [{**channel(id, "reads", "pays"), "name": name} for id, name in (("dealer", NAMED[0]), ("fair", "The fair"))]
    path = write(tmp_path / "business.json", conflicting(channels=rows), screens)
    async with opened(path) as at:
        await at.press("p", "asterisk", "down", "down")
        assert "F9 choose" in at.lines[-1]
        await at.type("the fair, price")
        text = await at.press("f9")
        assert "2  ☐  what you say" in text
        assert "▌ 7  ☑  The fair" in text
        assert "promise 1: Start free tonight. No call, no set-up." in text
        assert "Enter done, 2 ticked" in at.lines[-1]
        await at.press("2", "6")
        assert "Enter done, 4 ticked" in at.lines[-1]
        text = await at.press("enter")
        assert re.search(r"don't touch +▌ say, Van Hecke, antique dealer, The fair, price\n", text), "the form is back"
        assert "The best set within 12 hours" in await at.press("ctrl+s")
    assert on_disk(path)["limits"]["untouchable"] == ["side:say", "channel:dealer", "channel:fair", "topic:price"]


async def test_closing_the_list_of_what_must_not_be_touched_leaves_the_form_as_it_was(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("p", "asterisk", "down", "down")
        assert await at.press("f9", "1", "escape") == text
        await at.type("the moon")
        assert "Nothing here is called “the moon”." in await at.press("f9")
        assert "the moon" in at.text


NAMED = ("Van Hecke, antique dealer", 'The "Corner", Ghent', "Word of mouth: friends", "Van Hecke")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Van Hecke, antique dealer", {"channel:dealer"}),
        ("van hecke,  Antique Dealer, price", {"channel:dealer", "topic:price"}),
        ("price, “Van Hecke, antique dealer”, say", {"channel:dealer", "topic:price", "side:say"}),
        ('The "Corner", Ghent', {"channel:corner"}),
        ("the corner, ghent", {"channel:corner"}),
        ("Word of mouth: friends, promise 1", {"channel:friends", "promise:home-page"}),
        ("Van Hecke", {"channel:hecke"}),
        ("the corner", {"channel:corner"}),
        ("Start free tonight. No call, no set-up.", {"promise:home-page"}),
    ],
)
def test_what_must_not_be_touched_can_have_commas_quotes_and_colons_in_its_name(
    typed: str, kept: set[str], screens: Path
) -> None:
    ids = ("dealer", "corner", "friends", "hecke")
    rows = [{**channel(id, "reads", "pays"), "name": name} for id, name in zip(ids, NAMED, strict=True)]
    content = content_of(screens)
    audit = audit_from_document(conflicting(channels=rows), content)
    said = {"hours": "12", "must": "", "keep": typed}
    written = best_set.written_limits(Analysis(content, audit), said)
    assert set(written.untouchable) == kept


def test_a_name_that_several_begin_with_is_not_guessed(screens: Path) -> None:
    rows = [{**channel(id, "reads", "pays"), "name": f"Fair {id}"} for id in ("ghent", "bruges")]
    content = content_of(screens)
    analysis = Analysis(content, audit_from_document(conflicting(channels=rows), content))
    with pytest.raises(best_set.WrongLimitError) as raised:
        best_set.written_limits(analysis, {"hours": "12", "must": "", "keep": "price, Fair"})
    assert (raised.value.text, raised.value.name) == ("best-set-keep", "Fair")


async def test_the_hours_of_any_fix_can_be_corrected(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("p", "a", "down", "colon")
        assert "usually 1 to 4" in text
        await at.type("soon")
        assert "“soon” isn't a number of hours." in await at.press("ctrl+s")
        await clear(at, "2 days")
        assert "* counts with it" in await at.press("ctrl+s")
        ((_, hours),) = on_disk(business)["limits"]["estimates"].items()
        assert hours == 16
        assert re.search(r"hours +▌ 16", await at.press("colon"))
        await clear(at)
        await at.press("ctrl+s")
    assert "limits" not in on_disk(business)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("6", 6), ("6 this week", 6), ("2 a week", 26), ("2 h/week", 26), ("12 this quarter", 12), ("2 days", 16)],
)
def test_hours_can_be_entered_the_way_a_founder_writes_them(text: str, hours: float) -> None:
    assert best_set.quarter_hours(text) == hours


@pytest.mark.thorough
async def test_the_best_set_changes_nothing_that_the_founder_excluded(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("p", "asterisk", "down", "down")
        await at.type("say, sell, deliver, need, guild, site")
        assert "No set helps." in await at.press("ctrl+s")


@pytest.mark.thorough
async def test_the_search_for_the_best_set_can_be_stopped(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = best_set.search

    def slow(analysis: Analysis, limits: Limits, stop: Event) -> Iterator[tuple[Outcome, bool]]:
        steps = real(analysis, limits, stop)
        first, _ = next(steps)
        yield first, False
        stop.wait(30)
        yield first, True

    monkeypatch.setattr(best_set, "SETS_A_STEP", 1)
    monkeypatch.setattr(best_set, "search", slow)
    async with opened(business) as at:
        await at.press("p", "asterisk")
        await at._pilot.press("ctrl+s")
        for _ in range(200):
            await at._pilot.pause(0.02)
            if "Esc stops" in at.text:
                break
        assert "Esc stops and shows the best so far" in at.text
        text = await at.press("escape")
        assert "The search was stopped early. A better one may exist" in text


@pytest.mark.thorough
async def test_touchpoints_can_be_ticked_marked_not_applicable_and_added(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "enter", "p", "w")
        assert "Plan   fix 1, where to change it" in at.lines[0]
        assert "▌ 1  ☐  Home page: “Start free tonight. No call, no set-up.”" in text
        text = await at.press("space", "down", "f7")
        assert "1  ☑  Home page" in text
        assert "1 of 3 done" in text, "ads, where nothing has to change, no longer count"
        assert re.search(r"1  ☑  Home page: “Start free.+  changed 10 Nov", text)
        assert re.search(r"2  –  ads +not applicable", text)
        assert planned(business)[0]["touchpoints"]["ads"] == {"since": "2026-11-10", "state": "na"}
        await at.press("space")
        assert planned(business)[0]["touchpoints"]["ads"] == {"since": "2026-11-10", "state": "done"}
        await at.press("space")
        assert planned(business)[0]["touchpoints"]["ads"] == {"state": "todo"}, "the same key takes it back"
        await at.press("plus")
        await at.type(HOSTILE)
        text = await at.press("enter")
        assert HOSTILE in text
        assert planned(business)[0]["touchpoints"][HOSTILE] == {"state": "todo"}
        await at.press("b")
        assert "touchpoints" not in at.lines[0]


async def test_the_screen_says_what_to_do_next_once_every_touchpoint_is_ticked(opened: Opened, business: Path) -> None:
    said = "Every place is ticked. Next, press Space in the plan to say how far you've got with the fix."
    async with opened(business) as at:
        await at.press("m", "3", "enter", "p", "w")
        for _ in range(at.text.count("☐")):
            assert said not in " ".join(at.text.split())
            await at.press("space", "down")
        assert said in " ".join(at.text.split())
        text = await at.press("b", "space")
        (digit,) = re.findall(r"(\d)  ○  Done", text)
        await at.press(digit)
        assert planned(business)[0]["status"] == "done"


@pytest.mark.thorough
async def test_an_improvement_is_checked_once_more_after_the_fix_is_done(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    test = {"started": "2026-06-01", "ends": "2026-06-14", "asked_before": 90.0, "bought_before": 9.0}
    test |= {"asked": 80.0, "bought": 40.0}
    chosen = {"check": "start.gated", "fix": "say:start.announced", "status": "done", "test": test}
    path = write(tmp_path / "business.json", conflicting(plan=[chosen]), screens)
    async with opened(path) as at:
        assert "Due: the numbers of a test once more. p opens the plan." in at.text
        text = await at.press("p", "down", "enter")
        assert "The same numbers again, from 13 Aug on" in text
        await at.type("90")
        await at.press("enter")
        await at.type("41")
        assert "it lasted" in await at.press("enter")
        assert planned(path)[0]["test"]["confirmed"] is True
        assert "Due" not in at.text


@pytest.mark.thorough
@pytest.mark.parametrize(("asked", "bought"), [("", "1"), ("10", "11"), ("-1", "0"), ("1.5", "1"), ("customer", "1")])
async def test_impossible_numbers_are_refused(opened: Opened, business: Path, asked: str, bought: str) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "p", "t", "down")
        await clear(at, asked)
        await at.press("down")
        await clear(at, bought)
        text = await at.press("ctrl+s")
        assert "Two whole numbers, please" in text
        assert "test" not in planned(business)[0]


@pytest.mark.thorough
async def test_an_unknown_channel_is_reported(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "enter", "p", "t")
        await clear(at, "nowhere")
        await at.press("enter")
        await clear(at, "10")
        await at.press("enter")
        await clear(at, "1")
        assert "You have no channel with that name." in await at.press("enter")


@pytest.mark.thorough
async def test_home_lists_the_due_items_when_the_app_opens(opened: Opened, tmp_path: Path, screens: Path) -> None:
    test = {"started": "2026-10-20", "ends": "2026-11-02", "asked_before": 20.0, "bought_before": 5.0}
    chosen = {"check": "start.gated", "fix": "say:start.announced", "status": "testing", "test": test}
    path = write(tmp_path / "business.json", conflicting(plan=[chosen]), screens)
    async with opened(path) as at:
        assert "Due: a test is over. p opens the plan." in at.text
        text = await at.press("down")
        assert "Due:" not in text
        assert re.search(r"\n  Due\n  Test is over: Say .+  2 Nov\n", text), "it stays at home"
        assert "Plan   1 now," in await at.press("end", "enter")
        due = re.search(r"\n    Due\n +2  Test is over: Say .+ 2 Nov\W?\n", at.text)
        assert due, "in sight"
        assert "Not chosen" in at.text[due.end() :], "before what isn't chosen"
        assert "Since the fix, how many have asked" in await at.press("2"), "straight to its numbers"


ACCEPTED = {"reason": "They stay", "review": "2026-Q4", "rested_on": ["deliver:price.high", "need:price.low"]}


async def test_an_accepted_mismatch_is_reported_when_it_is_due_and_its_answers_have_changed(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    path = write(tmp_path / "business.json", conflicting(accepted={"price.above": ACCEPTED}), screens)
    async with opened(path) as at:
        assert "Due: a trade-off to look at again. p opens the plan." in at.text
        assert "± Priced above what they expect" in at.text
        assert "now rests on different answers, look again" in at.text
        text = await at.press("p", "enter")
        assert "What it was based on has changed since." in text, "its card says so, too"


@pytest.mark.thorough
async def test_a_decision_about_a_mismatch_that_is_gone_can_be_removed(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    gone = conflicting(
        accepted={"price.above": {**ACCEPTED, "review": "2027-Q2"}}, objected={"speed.slow": "Only once"}
    )
    gone["answers"] = {**gone["answers"], "offer.price": "low", "operations.speed": 1.0}
    path = write(tmp_path / "business.json", gone, screens)
    async with opened(path) as at:
        assert "Due: a trade-off to look at again, and 1 more. p opens the plan." in at.text
        text = await at.press("p", "down")
        assert re.search(r"± Priced above what they expect +no longer needed", text)
        assert re.search(r"– Promised now, there in a week +no longer needed", text)
        assert "Only once" in await at.press("enter")
        assert "speed.slow" in on_disk(path)["objected"]
        text = await at.press("1")
        assert "Taken off. z undoes it." in text
        assert "Promised now" not in text
        assert "objected" not in on_disk(path)
        assert "price.above" in on_disk(path)["accepted"], "the other one stays"
        assert "Promised now" in await at.press("z")
        assert "speed.slow" in on_disk(path)["objected"]
        await at.press("home", "down", "enter")
        assert "Promised now" in await at.press("2"), "left as it is"


async def test_before_comparing_only_items_that_are_due_on_a_date_are_shown(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    path = write(tmp_path / "business.json", conflicting(compared=False, accepted={"price.above": ACCEPTED}), screens)
    async with opened(path) as at:
        assert "Due: a trade-off to look at again." in at.text
        assert "look again" in at.text
        assert "now rests on different answers" not in at.text


@pytest.mark.thorough
async def test_home_in_a_large_window_shows_fixes_under_way_and_due_dates(opened: Opened, business: Path) -> None:
    async with opened(business, size=(140, 45)) as at:
        await at.press("m", "3", "enter", "h")
        assert "Under way" in at.text
        assert "Next quarter opens" in at.text
        assert "1 Jan 2027" in at.text


async def test_the_calendar_file_never_overwrites_another(
    opened: Opened, business: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(business) as at:
        assert "Where should the calendar file go?" in await at.press("p", "at")
        assert not list(tmp_path.glob("*.ics")), "nothing is written before the founder says where"
        assert "Written and checked: " in await at.press("enter")
        written = tmp_path / "plumbline-2026-Q4.ics"
        assert written.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
        written.write_text("mine")
        assert "Not written" in await at.press("at", "enter")
        assert written.read_text() == "mine"
        (tmp_path / "other").mkdir()
        await at.press("escape", "at")
        await at.press("ctrl+u")
        await at.type(str(tmp_path / "nowhere"))
        assert "There's no such folder." in await at.press("enter")
        await at.press("ctrl+u")
        await at.type(str(tmp_path / "other"))
        assert "Written and checked: " in await at.press("enter")
        assert (tmp_path / "other" / "plumbline-2026-Q4.ics").exists()


async def test_no_fix_can_be_chosen_in_a_file_that_is_read_only(opened: Opened, business: Path) -> None:
    async with opened(business), opened(business) as at:
        assert "Read only" in await at.press("p", "enter")
    assert planned(business) == []


async def test_the_touchpoints_fit_into_a_small_window(opened: Opened, tmp_path: Path, screens: Path) -> None:
    named = conflicting(channels=[{**channel("guild", "reads", "talks", "pays"), "name": HOSTILE * 3, "share": 1}])
    path = write(tmp_path / "business.json", named, screens)
    async with opened(path, size=(60, 20)) as at:
        text = await at.press("p", "enter", "w")
        assert "Space tick" in text
        assert all(len(line) <= 60 for line in at.lines)


@pytest.mark.thorough
async def test_a_wide_window_shows_the_touchpoints_of_a_fix_next_to_it(opened: Opened, business: Path) -> None:
    async with opened(business, size=(140, 45)) as at:
        text = await at.press("m", "3", "enter", "p")
        assert re.search(r"Where to change it +0 of \d+ done", text)
        assert "Home page: “Start free tonight." in text


async def test_a_fix_tried_in_a_what_if_shows_on_every_screen_and_is_not_saved(opened: Opened, business: Path) -> None:
    before = business.read_bytes()
    async with opened(business) as at:
        text = await at.press("p", "number_sign")
        assert "What if: change what you like, and nothing is saved." in text
        assert "what if: 4 → 4" in at.lines[0]
        text = await at.press("enter")
        assert "What if: 4 → 2 mismatches" in text
        assert "what if: 4 → 2" in at.lines[0]
        assert "# shows how" in await at.press("at")
        assert "what if: 4 → 4" in (await at.press("z")).splitlines()[0]
        await at.press("enter", "x", "m")
        assert "what if: 4 → 2" in at.lines[0], "on every screen"
        text = await at.press("number_sign")
        for way in ("Go on trying", "Take it", "Keep it under a name", "Throw it away"):
            assert way in text
        assert business.read_bytes() == before
        await at.press("4")
        assert "Your answers are as they were." in at.text
        assert "what if" not in at.lines[0]
    assert "plan" not in on_disk(business)


async def test_leaving_a_what_if_that_changed_nothing_asks_nothing(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("p", "number_sign", "number_sign")
        assert "Nothing was changed. Your answers are as they were." in text
        assert "Throw it away" not in text
        assert "what if" not in at.lines[0]
        text = await at.press("number_sign", "enter", "z", "number_sign")
        assert "Nothing was changed." in text, "the change was undone"


async def test_a_what_if_can_be_kept_under_a_name_tried_again_and_applied(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("p", "number_sign", "enter", "number_sign", "3")
        await at.type("Say it first")
        assert "Kept. # tries it again." in await at.press("enter")
        assert list(on_disk(business)["what_ifs"]) == ["Say it first"]
        assert "plan" not in on_disk(business)
        assert "Try “Say it first” again" in await at.press("number_sign")
        await at.press("2")
        assert "what if: 4 → 2" in at.lines[0]
        assert "Taken. z undoes it." in await at.press("number_sign", "2")
        assert len(planned(business)) == 1, "a fix that was tried is not done: it is in the plan"
        assert "what if" not in at.lines[0]
