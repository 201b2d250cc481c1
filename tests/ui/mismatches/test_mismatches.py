"""The ranked list of mismatches, the questions that need an answer, and the agreements, used with real keys."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.business import channel, promise
from tests.businesses import FOLDER, business_of, our_content
from tests.ui.conflicting_business import TODAY, conflicting, with_more_checks, write
from tests.ui.conftest import Opened, on_disk
from tests.ui.every_screen import at_screen

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Area, Content
from trueup.engine.analysis import Analysis
from trueup.engine.applicability import DEMANDS, Item, field_applies, items
from trueup.engine.fixes import tried_fixes
from trueup.engine.judge import judge
from trueup.storage.store import open_store
from trueup.ui.base.rows import Rows
from trueup.ui.drawing.statement_list import Stand, all_statements, row_to_answer
from trueup.ui.mismatches.needs_answer import answer_rows
from trueup.ui.mismatches.ranked_list import Ranking, gain_sum

LIST = """\
          severity       sides             customers affected evidence  impact
  ▌ 1  ≠  Low in words, high in the bill
  ▌       ━━━━━ critical say ≠ sell        everyone           memory      4.50
          ≠  Priced above what they expect
    2  ≠  Promised now, there in a week
          ━━━━─ high     say ≠ deliver     everyone           counted     3.60
    3  ≠  Promised self-serve, gated by a talk
          ━━━━─ high     say ≠ deliver     46% of buyers      memory      1.47
          ≠  Counted: most talk first
    4  ≈  Made for some, bought by others
          ━━─── low      believe ≈ deliver 75% of buyers      memory      1.20

    =  no topic is proven to agree yet; y shows what's true"""


async def test_the_list_is_ranked_and_drawn_in_columns(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m")
        assert "\n".join(at.lines[3:16]) == LIST
        assert at.lines[0].endswith("≠ 3  ≈ 1  ? 0")
        assert at.lines[-1] == "  Enter open  f filter  ! needs an answer  x matrix  j journey  b back"


async def test_a_mismatch_with_three_sides_shows_its_impact_in_a_narrow_window(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        (mismatch, *_) = at.app.session.findings.leaders
    terms = tuple(replace(mismatch.check.between[0], side=side) for side in ("believe", "sell", "deliver"))
    wide = replace(mismatch, check=mismatch.check.with_changes(between=terms))
    ranking = Ranking()
    ranking.fill([wide], [])
    _, second = ranking.options[0].prompt.set(74)  # type: ignore[union-attr]
    assert re.search(r" believe ≠ sell ≠ deliver everyone +memory +4\.50$", second.plain), second.plain
    assert second.cell_length <= 74


@pytest.mark.thorough
async def test_enter_and_digits_open_a_card_and_back_keeps_the_mark(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Mismatches   2 of 4" in await at.press("m", "down", "down", "enter")
        text = await at.press("b")
        assert "▌ 2  ≠  Promised now, there in a week" in text
        assert "Mismatches   4 of 4" in await at.press("4")
        await at.press("left")
        assert re.search(r"▌ +≠  Counted: most talk first", await at.press("b")), (
            "the mark follows the card that was turned to"
        )


async def test_a_digit_without_a_mismatch_opens_nothing(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        before = await at.press("m")
        assert await at.press("7", "9") == before


async def test_filtering_by_verdict_and_by_area_says_how_many_of_all_are_shown(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("m")
        text = await at.press("f")
        assert "Mismatches   3 of 4, filtered" in text
        assert "Made for some" not in text
        assert "f  contradictions only, 1 left out" in text
        assert "Mismatches   1 of 4, filtered" in await at.press("f")
        text = await at.press("f")
        assert "f  identity only, 5 left out" in text
        assert "1  ≈  Made for some" in text
        while "filtered" in text:
            text = await at.press("f")
        assert "Mismatches   4 open" in text


async def test_filtering_does_not_work_out_the_items_of_any_area(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []

    def stops(content: Content, audit: Audit, area: Area) -> tuple[Item, ...]:
        listed.append(area)
        return items(content, audit, area)

    async with opened(business) as at:
        await at.press("m")
        monkeypatch.setattr("trueup.ui.drawing.statement_list.items", stops)
        assert "filtered" in await at.press("f")
        assert listed == [], "each statement of each mismatch would list them again"


@pytest.mark.thorough
async def test_thirty_mismatches_scroll_under_fixed_headings(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = with_more_checks(tmp_path, screens, 30)
    path = write(tmp_path / "business.json", conflicting(), many)
    async with opened(path) as at:
        monkeypatch.setattr("trueup.session.session.screens_folder", lambda: many)
    async with opened(path) as at:
        assert "4 open" in await at.press("m"), "thirty more have the same cause as another, and are counted with it"
        await at.press("end", "up", "up")
        assert at.lines[3].split() == ["severity", "sides", "customers", "affected", "evidence", "impact"]
        assert "Low in words" not in at.text
        figures = [line[:78].rstrip() for line in at.lines if "━" in line]
        assert {len(line) for line in figures} == {78}, "figures end at the right margin"


async def test_an_empty_list_shows_the_questions_that_need_an_answer(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    quiet = conflicting(answers={"offer.start": "alone"}, promises=[], channels=[], customers=[])
    path = write(tmp_path / "business.json", quiet, screens)
    async with opened(path) as at:
        text = await at.press("m")
        assert "Mismatches   none open" in text
        assert "Nothing conflicts in what has been judged: 0 of 6 checks. 6 more need" in text
        assert "settles  helps" in text
        assert "!  all 7 questions that would decide something" in text
        assert "How does your price compare?" in await at.press("4")
        text = await at.press("2", "b")
        assert "How does your price compare?" not in text, "what is answered is no longer asked for"


async def test_an_undecided_check_leads_to_the_answer_it_needs_and_back(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    answers = {"offer.start": "alone", "offer.price": "high"}
    path = write(tmp_path / "business.json", conflicting(answers=answers, customers=[]), screens)
    async with opened(path) as at:
        text = await at.press("m", "exclamation_mark")
        assert "Needs an answer   3 checks" in text
        assert "1  How many hours until a customer has" in text, "the first promise rests on it"
        assert "2  What do these people expect to pay?" in text
        assert "Market 1       the price level" in text
        text = await at.press("2")
        assert text.splitlines()[0].startswith("  trueup   Market")
        text = await at.press("1", "b")
        assert "Needs an answer   2 checks" in text
        assert "What do these people expect" not in text
        assert on_disk(path)["answers"]["market.price"] == "low"
        assert "Priced above what they expect" in await at.press("b")


@pytest.mark.thorough
async def test_one_key_shows_the_agreements_with_their_statements(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    paths = [{**channel("site", "ad", "pays"), "steps": {"value": ["ad", "pays"], "evidence": "record"}}]
    kept = [promise("start.alone", words="Start on your own.", where="page")]
    path = write(tmp_path / "business.json", conflicting(channels=paths, promises=kept, customers=[]), screens)
    async with opened(path) as at:
        assert "=  1 topic agrees" in await at.press("m")
        text = await at.press("equals_sign")
        assert re.search(r"1  =  How a customer starts +say, sell and deliver\n", text)
        text = await at.press("enter")
        assert "Yes, alone, any time" in text
        assert "“Yes" not in text, "what was picked is no quotation"
        assert "offer 2 · memory" in text
        assert "What agrees" in await at.press("b"), "the sheet goes first"
        assert "Mismatches" in (await at.press("b")).splitlines()[0]


async def test_notices_are_shown_before_any_mismatch(opened: Opened, tmp_path: Path, screens: Path) -> None:
    both = [channel("guild", "talks", "pays"), channel("site", "talks", "pays")]
    path = write(tmp_path / "business.json", conflicting(channels=both), screens)
    async with opened(path) as at:
        text = await at.press("m")
        notice = "▌ Every channel contradicts what you say."
        assert notice in text
        assert text.index(notice) < text.index("severity")


@pytest.mark.thorough
async def test_a_wide_window_shows_the_card_next_to_the_list(opened: Opened, business: Path) -> None:
    async with opened(business, size=(140, 45)) as at:
        text = await at.press("m", "down", "down")
        assert "▌ 2  ≠  Promised now, there in a week" in text
        assert "Why it hurts  They planned their day around it." in text
        assert at.lines[9][:66].rstrip().endswith("3.60")
        assert at.lines[9][66:70] == "    ", "the list is 62 wide, the card four further"
        text = await at.press("enter")
        assert "Mismatches   2 of 4" in text
        assert "▌ 2  ≠  Promised now" in text
        assert "  2  Name the real time" in text


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_lists_and_the_card_fit_every_window(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        for keys in (["m"], ["enter"], ["b", "exclamation_mark"], ["b", "equals_sign"]):
            await at.press(*keys)
            assert len(at.lines) == size[1]
            assert max(map(len, at.lines)) <= size[0]
            assert "back" in at.lines[-1]


async def test_the_question_mark_explains_the_words_of_this_screen(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        text = await at.press("m", "question_mark")
        assert "counted once" in text
        assert "≈ is a tension" in text
        assert "severity       sides" in await at.press("b")


@pytest.mark.thorough
async def test_the_mismatches_of_a_read_only_file_can_be_opened_but_not_changed(opened: Opened, business: Path) -> None:
    with open_store(business, today=TODAY):
        async with opened(business) as at:
            assert "read only" in await at.press("m")
            assert "SAY" in await at.press("3")
            text = await at.press("d", "3")
            assert "nothing can be changed here" in text
            assert "≠ contradiction" in text
    assert "disclosed" not in on_disk(business)


@pytest.mark.thorough
async def test_mismatches_with_one_cause_are_listed_under_the_first_and_count_once(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = with_more_checks(tmp_path, screens, 3)
    path = write(tmp_path / "business.json", conflicting(), many)
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: many)
    async with opened(path) as at:
        text = await at.press("m")
        assert "≠ 3  ≈ 1" in at.lines[0], "the head counts them once"
        under = [line for line in text.splitlines() if "Higher than expected, way" in line or "Priced above" in line]
        assert len(under) == 4
        at_line = next(n for n, line in enumerate(text.splitlines()) if "1  ≠  Low in words" in line)
        assert text.splitlines()[at_line + 2 : at_line + 6] == under, "in one line each, without figures"
        card = " ".join((await at.press("1")).split())
        assert "The same cause also brings" in card
        assert "Higher than expected, way" in card
        assert "Counted with ‘" in " ".join((await at.press("right")).split()), "the next card says where it counts"


async def test_the_order_of_what_needs_an_answer_can_be_seen() -> None:
    async with at_screen("needs_answer") as at:
        text = at.text
        assert "settles  helps" in text
        rows = [line.split()[-2:] for line in text.splitlines() if re.search(r"^  [▌ ] ?\d  .*\d +\d+$", line)]
        assert len(rows) > 2
        figures = [(int(alone), int(both)) for alone, both in rows]
        central = [each.is_central for each in at.app.session.findings.needs_answer].count(True)
        assert figures[central:] == sorted(figures[central:], reverse=True)


async def test_what_a_first_promise_rests_on_is_listed_under_a_heading_of_its_own() -> None:
    async with at_screen("needs_answer") as at:
        session = at.app.session
        first, *rest = session.findings.needs_answer
        analysis = Analysis(session.content, session.current)
        analysis.findings = replace(session.findings, needs_answer=(replace(first, is_central=True), *rest))
        rows = answer_rows(analysis)
        assert [row.id for row in rows] == [None, first.question, None, *(each.question for each in rest)]
        assert all(row.disabled for row in rows if row.id is None)


async def test_after_a_question_was_left_blank_the_bar_is_on_the_next(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    quiet = conflicting(answers={"offer.start": "alone"}, promises=[], channels=[], customers=[])
    path = write(tmp_path / "business.json", quiet, screens)
    async with opened(path) as at:
        await at.press("m", "exclamation_mark")
        rows = at.app.screen.query_one("#asks", Rows)
        order = [option.id for option in rows.options]
        for place in (1, 2):
            await at.press("enter", "f8")
            assert rows.marked == order[place]


def test_what_a_fix_leaves_standing_is_named_in_the_sum() -> None:
    audit = business_of(FOLDER / "one-price-at-home-and-from-on-the-price-page.json")
    content = our_content()
    findings = judge(content, audit)
    mismatch = findings.mismatch("shown.moves")
    assert mismatch
    (fix,) = (each for each in tried_fixes(content, audit, findings, mismatch) if each.fix.move == "sell")
    sums = [
        [line.lead.plain.strip(), line.text.plain, line.right.plain] for line in gain_sum(content, findings, 1, fix)
    ]
    assert sums[1:] == [
        ["solves", "You say one fixed price, but it's only a “from” price", "3.60"],
        ["leaves", "You promise both one fixed price and prices from, then counted by itself", "−2.00"],
        ["gain", "", "1.60"],
    ]


def test_a_row_is_opened_only_if_it_is_asked_the_question() -> None:
    content = our_content()
    promises = [
        promise("speed.week", id="gone", words="Within a week", state="withdrawn"),
        promise(next(iter(sorted(DEMANDS))), id="demand", words="Bring your own clay."),
        promise("speed.week", id="told", words="Done in a week", kept={"value": 9}),
        promise("speed.week", id="asked", words="A new letter every Thursday"),
    ]
    document = {"business": "B", "quarter": "2026-Q4", "compared": True, "promises": promises}
    audit = audit_from_document({**document, "answers": {"identity.kind": "service"}}, content)
    question = content.questions["promise.kept"]
    assert [row.id for row in audit.of("promise") if field_applies(content, audit, row, question)][-2:] == [
        "told",
        "asked",
    ]
    assert row_to_answer(Analysis(content, audit), "promise.kept") == "asked"


def test_an_answer_that_takes_several_positions_is_listed_once_with_all_of_them() -> None:
    content = our_content()
    document = {
        "business": "Desk",
        "quarter": "2026-Q4",
        "answers": {
            "identity.kind": "local",
            "offer.times": {"value": "both", "evidence": "record"},
        },
        "promises": [promise("times.evenings", "times.weekend")],
    }
    audit = audit_from_document(document, content)
    (times,) = [each for each in Analysis(content, audit).agreements if each.topic == "times"]
    sold = tuple(each for each in times.statements if each.side == "sell")
    assert len(sold) == 2
    text = "\n".join(line.text.plain for line in all_statements(Analysis(content, audit), [Stand("sell", sold)]))
    assert text.splitlines()[0] == "evenings and weekends"
    assert text.count("Evenings and weekends too") == 1
