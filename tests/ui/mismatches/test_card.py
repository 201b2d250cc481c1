"""The card of a mismatch: both sides, the reason, the fixes, and what happens when an answer changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.businesses import our_content
from tests.ui.conflicting_business import CLAIMS, conflicting, write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen
from textual.content import Content

from trueup.answers.document import audit_from_document
from trueup.engine.analysis import Analysis
from trueup.engine.model import as_reported
from trueup.ui.mismatches.card_view import Case, Verdict
from trueup.ui.mismatches.ranked_list import Ranking

CARD = """\

  Promised self-serve, gated by a talk                                    1.47
  ≠ contradiction   ━━━━─ high   46% of buyers   by memory              impact

   SAY                         alone ━ ≠ ━ talk first                 DELIVER
   “Start free tonight. No call, no        talks to you
   set-up.”
   home page · published                   HomeGuild, step 2 · memory
  ■■□□  2 of your last 4 had to talk first

  Why it hurts  They came to begin at once. They meet a calendar instead.

  The same cause also brings
  ≠  Counted: most talk first                                                 ▆

  Fixes  previewed against all your answers                               gain
  ▌ 1  Rewrite “Start free tonight. No call, no set-up”, and leave out    8.22
  ▌    what isn't true: a low price; within a day; alone, no talk
  ▌    needed.
  ▌    message      solves ≠ 4   creates nothing   hours"""


SIDES = ("SAY", "NEED", "SELL")


@pytest.mark.parametrize("most", [3, pytest.param(None, marks=pytest.mark.thorough)])
async def test_the_key_l_opens_the_checklist_with_the_bar_on_the_conflicting_claim(most: int | None) -> None:
    async with at_screen("card") as at:
        session = at.app.session
        said = [
            (found.id, statement.tag)
            for found in session.findings.mismatches
            for statement in found.statements[:1]
            if statement.source == "promise.claims"
        ]
        assert len(said) > 3
        for mismatch, tag in said[:most]:
            at.app.navigator.show_mismatch(mismatch)
            await at.settle()
            text = await at.press("l")
            label = session.content.topics[tag.partition(".")[0]].claims[tag.partition(".")[2]]
            assert f"☑  {label[:25]}" in next(line for line in text.split("\n") if "▌" in line), mismatch
            await at.press("b", "b")


@pytest.mark.thorough
async def test_the_card_shows_both_sides_next_to_each_other_in_the_founders_words(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3")
        assert "\n".join(["", *at.lines[3:22]]) == CARD
        assert at.lines[0].startswith("  trueup   Mismatches   3 of 4")


async def test_a_changed_answer_solves_its_mismatch(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "l")
        assert "☑  alone, no talk needed" in text
        text = await at.press("space", "b")
        assert "Promised self-serve, gated by a talk" in text, "the card stays"
        assert "= no mismatch   was a contradiction, high" in text, "a claim that is taken back is no agreement"
        assert "nothing ━ = ━ talk first" in text
        assert "▌ Gone." in text
        assert "start.alone" not in on_disk(business)["promises"][0]["claims"]
        assert "Mismatches   gone" in at.lines[0]
        assert "Promised self-serve" not in await at.press("b")


async def test_one_answer_can_solve_several_mismatches(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "1", "r")
        assert "How does your price compare?" in at.text
        text = await at.press("1", "b")
        assert "= agrees" in text
        assert "low ━ = ━ low" in text
        assert "Gone; with it went ‘Priced above what they expect’." in text
        assert on_disk(business)["answers"]["offer.price"] == "low"
        assert "Fixes" not in text


@pytest.mark.parametrize(("now", "is_agreeing"), [("beside", False), ("", True)])
def test_a_mismatch_that_is_gone_agrees_only_if_its_sides_say_the_same(now: str, is_agreeing: bool) -> None:
    content = our_content()
    said = [{"id": "p", "words": "All in.", "where": "page", "claims": ["extras.none"]}]
    document = {"business": "B", "quarter": "2026-Q4", "promises": said}

    def analysis(extras: list[str]) -> Analysis:
        answers = {"identity.kind": "local", "offer.model": "once", "offer.extras": extras}
        return Analysis(content, audit_from_document({**document, "answers": answers}, content))

    seen = analysis(["added"]).findings.mismatch("extras.fees")
    assert seen is not None
    case = Case(analysis([now] if now else []), seen)
    assert case.is_fine
    assert (case.is_agreeing, case.is_apart) == (is_agreeing, not is_agreeing)
    verdict = Content("\n").join(Verdict(case).set(80)).plain
    assert verdict.startswith("= agrees" if is_agreeing else "· no mismatch")


async def test_a_mismatch_becomes_undecided_when_its_answer_becomes_not_sure(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "r")
        text = await at.press("f6", "b")
        assert "= agrees" not in text
        assert "An answer this depends on is now missing" in text


async def test_the_statement_with_the_best_evidence_is_shown_and_the_key_v_shows_all(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    said = [
        promise(*CLAIMS, words="Start free tonight.", where="page"),
        {**promise("start.alone", words="Begin alone.", where="ad"), "id": "ad"},
        {**promise("start.alone", words="No talk, ever.", where="ad"), "id": "second-ad"},
    ]
    path = write(tmp_path / "business.json", conflicting(promises=said), screens)
    async with opened(path) as at:
        text = await at.press("m", "3")
        assert "v +2 more" in text
        assert "No talk, ever." not in text
        text = await at.press("v")
        for words in ("“Start free tonight.”", "“Begin alone.”", "“No talk, ever.”", "an ad, promise 3"):
            assert words in text
        assert "No talk, ever." not in await at.press("b")
        assert "Mismatches   3 of 4" in at.text


THREE = """
## Cheap, dear and expected cheap
```toml
id = "price.three"
severity = 5
first = true
between = [ { say = ["price.low"] }, { need = ["price.low"] }, { sell = ["price.high"] } ]
[[fix]]
move = "say"
effort = "hours"
do = "Drop the claim"
costs_you = "a short word"
[[fix]]
move = "sell"
to = "price.low"
effort = "days"
do = "Lower the price"
costs_you = "margin"
```
Three things that can't all be true.
"""


@pytest.mark.thorough
async def test_the_card_draws_the_three_sides_of_a_mismatch_one_below_the_other(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = tmp_path / "three"
    shutil.copytree(screens, three)
    price = three / "mismatches" / "price.md"
    price.write_text(price.read_text("utf-8") + THREE, "utf-8")
    path = write(tmp_path / "business.json", conflicting(), three)
    async with opened(path):
        monkeypatch.setattr("trueup.session.session.screens_folder", lambda: three)
    async with opened(path) as at:
        # this mismatch is folded under a more certain one, which doesn't depend on what customers need
        await at.press("m", "1", "right")
        assert "Cheap, dear and expected cheap" in at.lines[3]
        stacked = [line.split()[:2] for line in at.lines if line.startswith("  ≠") and any(s in line for s in SIDES)]
        assert stacked == [["≠", "SAY"], ["≠", "NEED"], ["≠", "SELL"]]
        assert "How does your price compare?" in await at.press("r")


@pytest.mark.thorough
async def test_the_preview_shows_what_a_fix_would_set_and_changes_nothing(opened: Opened, business: Path) -> None:
    before = on_disk(business)
    async with opened(business) as at:
        text = await at.press("m", "3", "end", "up", "u")
        assert "now   alone, no talk needed" in text
        assert "then  starts with a talk" in text
        text = await at.press("b", "up", "u")
        assert "HomeGuild: What happens, in order?" in text
        assert "Enter go to this answer" in at.lines[-1]
        assert "now   talks to you" in text
        assert on_disk(business) == before
        assert "What happens, in order?" in await at.press("enter"), "Enter goes to the answer it would change"
        assert "Mismatches   3 of 4" in await at.press("b")


async def test_the_preview_of_rewriting_a_promise_removes_everything_the_promise_claims(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "u")
        assert "now   alone, no talk needed, within a day, a low price" in text
        assert "then  starts with a talk" in text


async def test_the_preview_of_a_counted_answer_says_that_it_must_be_counted_again(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "right")
        number = next(line.split()[0].strip("▌") or line.split()[1] for line in at.lines if "first week run" in line)
        assert "measure again" in at.text
        assert "once it is measured again" in await at.press(*["down"] * (int(number) - 1), "u")


@pytest.mark.thorough
async def test_telling_customers_in_time_softens_a_mismatch_and_can_be_undone(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "d")
        assert "When are customers told?" in text
        text = await at.press("3")
        assert "≈ tension   ━━─── low" in text
        assert "Saved. It counts as a tension now." in text
        assert on_disk(business)["disclosed"] == {"start.gated": "before"}
        await at.press("d", "up", "up", "down", "enter")
        assert on_disk(business)["disclosed"] == {"start.gated": "after"}
        assert "≠ contradiction" in await at.press("d", "5")
        assert "disclosed" not in on_disk(business)


async def test_the_question_when_customers_are_told_is_asked_only_where_it_softens_the_mismatch(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        before = await at.press("m", "1")
        assert "d customers told" not in before
        assert await at.press("d") == before


@pytest.mark.thorough
async def test_a_key_shows_the_calculations_and_a_tall_window_always_shows_them(opened: Opened, business: Path) -> None:
    sums = ["severity            high, 4 of 5", "× 0.46", "× 0.80", "How the gain of fix 1 is calculated"]
    async with opened(business) as at:
        text = await at.press("m", "3")
        assert not any(part in text for part in sums)
        text = await at.press("e")
        assert all(part in text for part in sums)
        await at.press("b")
        text = await at.resize(140, 45)
        assert all(part in text for part in sums)
        assert "How the gain of fix 2 is calculated" in await at.press("down")


async def test_left_and_right_turn_to_the_previous_and_next_card(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Mismatches   same cause as 1" in await at.press("m", "1", "right")
        assert "Mismatches   1 of 4" in await at.press("left")
        assert "That's the first mismatch." in await at.press("left")
        await at.press("right", "right", "right", "right", "right")
        assert "That's the last mismatch." in await at.press("right")
        assert "BELIEVE" in at.text


async def test_markup_is_shown_literally_and_control_characters_are_removed(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    hostile = "[/x] [@click=app.quit]free[/] \u202elate\u202c [b"
    paths = [channel("guild", "talks", "pays"), channel("site", "ad", "pays")]
    paths[0]["name"] = hostile
    document = conflicting(promises=[promise(*CLAIMS, words=hostile, where="page")], channels=paths)
    document["business"] = hostile
    document["answers"]["operations.speed"]["note"] = hostile + " " + "long " * 1000
    path = write(tmp_path / "business.json", document, screens)
    async with opened(path) as at:
        text = await at.press("m")
        seen = [text]
        ways = (["2"], ["v"], ["pagedown"], ["b", "b", "3"], ["u"], ["b", "v"], ["b", "b", "exclamation_mark"], ["s"])
        seen += [await at.press(*keys) for keys in ways]
        assert "“[/x] [@click=app.quit]free[/] late [b”" in seen[-4] + seen[-3]
        assert "long long" in seen[1]
        assert not any(control in text for text in seen for control in ("\x1b", "\u202e", "\x9b"))


async def test_a_very_long_quote_keeps_its_beginning_unbroken(opened: Opened, tmp_path: Path, screens: Path) -> None:
    words = "Beginning of it all, " + "and so on, " * 450 + "to the very end."
    document = conflicting(promises=[promise(*CLAIMS, words=words, where="page")])
    path = write(tmp_path / "business.json", document, screens)
    async with opened(path) as at:
        text = await at.press("m", "3")
        assert "“Beginning of it all," in text
        assert "and so on …”" in text
        assert "the very end" not in text, "a middle that is cut out could turn the sense round"
        assert "…" in text
        assert "Promised self-serve" in at.lines[3], "the title stays"


@pytest.mark.thorough
async def test_the_last_customers_are_shown_even_when_the_card_quotes_another_statement(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3")
        assert "HomeGuild, step 2 · memory" in text, "the face shows the channel"
        assert "■■□□  2 of your last 4 had to talk first" in text
        assert "2 of your last 4 had to talk first" in await at.press("e"), "and so does the evidence"


async def test_a_promise_is_quoted_with_the_part_that_conflicts(opened: Opened, tmp_path: Path, screens: Path) -> None:
    words = "Fill your chairs. " + "Reminders go out by themselves, day and night. " * 6 + "No call needed. "
    words += "Invoices, reports and more. " * 6
    begins = words.index("No call needed")
    row = {**promise(*CLAIMS, words=words.strip(), where="page"), "spans": {"start.alone": [[begins, begins + 14]]}}
    path = write(tmp_path / "business.json", conflicting(promises=[row]), screens)
    async with opened(path) as at:
        await at.press("m", "3")
        said = " ".join(" ".join(line[3:38] for line in at.lines[6:12]).split())
        assert "No call needed" in said
        assert "… " in said, "what is left out lies around it"
        assert "Fill your chairs" not in said


async def test_the_help_shows_the_statements_behind_the_mismatch(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "question_mark")
        assert "Found here: all of these are said." in text
        assert "What you deliver: talk first" in text
        assert "What the card shows" in await at.press("pagedown"), "and what the card shows comes after it"


async def test_the_smallest_change_that_would_end_the_mismatch_is_shown_below_the_fixes(
    opened: Opened, business: Path
) -> None:
    async with opened(business, size=(100, 45)) as at:
        text = await at.press("m", "1")
        assert text.index("This would be gone") > text.index("Fixes  previewed")
    async with opened(business) as at:
        await at.press("m", "1", "question_mark")
        assert "What it depends on" in await at.press("pagedown"), "also where the window is low"


async def test_the_card_leads_to_the_experiment_and_the_touchpoints_of_a_chosen_fix(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        await at.press("m", "3", "down", "down")
        assert "First choose this fix with Enter. Then press t to test it." in await at.press("t")
        assert "First choose this fix with Enter. Then press w to see" in await at.press("w")
        text = await at.press("enter", "w")
        assert "where to change it" in at.lines[0]
        assert "Mismatches   3 of 4" in await at.press("b")
        text = await at.press("t")
        assert at.lines[0].startswith("  trueup   Plan")
        assert "▌  as promised      2" in text
        assert "Mismatches   3 of 4" in await at.press("escape", "b")


async def test_the_card_is_copied_as_markdown(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "3", "c")
        assert "Copied as Markdown." in text
        copied = at.app.clipboard
        assert copied.startswith("## Promised self-serve, gated by a talk\n")
        assert "“Start free tonight. No call, no set-up.”" in copied
        assert "Fixes, each previewed" in copied


@pytest.mark.parametrize(("size", "times"), [((80, 24), 0), ((140, 45), 1)])
async def test_the_hidden_list_is_not_rebuilt_when_the_founder_turns_to_another_card(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], times: int
) -> None:
    async with opened(business, size=size) as at:
        await at.press("m")
        filled: list[int] = []
        fill = Ranking.fill
        monkeypatch.setattr(Ranking, "fill", lambda self, *rows: filled.append(1) or fill(self, *rows))
        await at.press("1", "right", "right")
        assert "2 of 4" in at.lines[0]
        assert len(filled) == times
        assert not times or at.app.screen.query_one(Ranking).marked == at.app.screen.check  # type: ignore[attr-defined]


async def test_what_a_fix_creates_is_named_on_the_card_and_in_its_preview() -> None:
    async with at_screen("card", (80, 60)) as at:
        session = at.app.session
        creating = [
            (found.id, number, tried)
            for found in session.findings.mismatches
            for number, tried in enumerate(session.analysis.fixes(found), 1)
            if tried.creates
        ]
        assert creating
        name, number, tried = creating[0]
        title = as_reported(session.content.checks[tried.creates[0]].title)
        at.app.navigator.show_mismatch(name)
        await at.settle()
        await at.press(*["down"] * (number - 1))
        seen = " ".join(at.text.split())
        assert f"it creates ‘{title[:20]}" in seen
        assert f"It creates ‘{title[:20]}" in " ".join((await at.press("u")).split())


async def test_each_key_down_scrolls_to_the_only_fix_of_a_long_card() -> None:
    async with at_screen("card", (60, 20)) as at:
        session = at.app.session
        alone = next(found for found in session.findings.mismatches if len(session.analysis.fixes(found)) == 1)
        first = session.analysis.fixes(alone)[0].fix.do[:20]
        for key in ("down", "end", "pagedown"):
            at.app.navigator.go("mismatches")
            await at.settle()
            at.app.navigator.show_mismatch(alone.id)
            assert first not in await at.settle()
            assert f"▌ 1  {first}" in await at.press(key), key
