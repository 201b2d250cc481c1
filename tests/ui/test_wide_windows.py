"""In a wide window there is more to see next to and below a question or list, as far as it fits."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, Opened, running
from tests.ui.every_screen import at_screen, cut, keys_trouble, page_of
from tests.ui.pictures import TODAY
from textual.widgets import OptionList

from trueup.answers.model import Row
from trueup.content.model import AREAS, RowKind
from trueup.engine.applicability import fields, open_fields
from trueup.session.sample import open_sample
from trueup.session.session import Session
from trueup.ui.app import TrueupApp
from trueup.ui.records.record_kinds import left_open
from trueup.wording import findings as wording

SMALL, MIDDLING, LARGE = (80, 24), (100, 30), (140, 45)
LISTS: tuple[RowKind, ...] = ("promise", "channel", "group", "activity", "role")
REPLY = "operations.answered"


@asynccontextmanager
async def sample(size: tuple[int, int], *, quarters: bool = False) -> AsyncIterator[At]:
    """The sample business, in one quarter or in five, at home."""
    async with running(TrueupApp(partial(open_sample, quarters=quarters, today=TODAY)), size) as at:
        yield at


async def to(at: At, question: str) -> str:
    """Go to a question."""
    at.app.navigator.go_to_answer(question, "")
    await at.settle()
    return at.text


async def to_list(at: At, kind: RowKind) -> str:
    """Go to the list of rows of a kind."""
    at.app.navigator.go(kind)
    await at.settle()
    return at.text


def fits(at: At) -> bool:
    """Whether nothing is cut off, nothing scrolls, and the keys line is right."""
    page = page_of(at)
    return (
        cut(page) == [] and keys_trouble(at) == "" and not any(each.show_vertical_scrollbar for each in page.query("*"))
    )


def one_line(text: str) -> str:
    """The text with its lines joined into one."""
    return " ".join(text.split())


def right(at: At, column: int) -> str:
    """The text to the right of a column, as one line."""
    return one_line(" ".join(line[column:] for line in at.lines))


# Below a question ------------------------------------------------------------


@pytest.mark.thorough
async def test_a_wide_window_shows_the_reason_the_evidence_and_the_history_below_a_question() -> None:
    async with sample(LARGE, quarters=True) as at:
        question = at.app.session.content.questions[REPLY]
        await to(at, REPLY)
        assert fits(at)
        said = right(at, 53)
        assert f"Why we ask {question.why[0].upper()}{one_line(question.why[1:])}" in said
        assert "What an honest answer rests on record" in said
        for text in question.rests_on.values():
            assert one_line(text) in said
        assert "In every quarter 2026-Q4 The next working day changed 2026-Q3 Later, but the same working day" in said


@pytest.mark.thorough
async def test_a_section_below_a_question_is_shown_whole_or_not_at_all() -> None:
    async with sample(LARGE, quarters=True) as at:
        await to(at, REPLY)
        text = await at.resize(*MIDDLING)
        assert fits(at)
        assert "Why we ask" in text
        assert "In every quarter" not in text
        assert "2025-Q4" not in text
        text = await at.resize(*SMALL)
        assert "Why we ask" not in text
        assert "In every quarter" in (await at.press("f2"))  # F2 still shows every section


@pytest.mark.thorough
async def test_a_new_answer_is_part_of_its_history_immediately() -> None:
    async with sample(LARGE, quarters=True) as at:
        await to(at, "offer.start")
        first, second, *_ = at.app.session.content.questions["offer.start"].choices
        assert f"2026-Q4 {first.label}" in right(at, 53)
        await at.press("2")
        assert f"2026-Q4 {second.label}" in right(at, 53)


@pytest.mark.thorough
async def test_a_long_note_grows_without_cutting_off_anything_else() -> None:
    async with sample(MIDDLING) as at:
        await to(at, "offer.start")
        assert "Why we ask" in at.text
        await at.press("n", *(["ctrl+j", "x"] * 9))
        assert cut(page_of(at)) == []
        assert "leave it blank" in at.text


@pytest.mark.thorough
@pytest.mark.parametrize("area", AREAS)
async def test_the_keys_of_a_question_are_the_same_in_every_size(area: str) -> None:
    async with at_screen(area) as at:
        await to(at, at.app.session.content.of(area)[0].id)
        line = at.lines[-1].strip()
        await at.resize(*LARGE)
        assert at.lines[-1].strip() == line
        assert "Why we ask" in at.text
        sheet = await at.press("question_mark")
        assert sheet.count("Why we ask") == 2
        await at.press("question_mark", "1")
        assert "▌ 1  ●" in at.text or "▌ 1  ☑" in at.text or "▌ 1  ☐" in at.text


@pytest.mark.thorough
async def test_a_wide_window_gives_the_reason_for_each_column_below_the_table_of_customers() -> None:
    async with at_screen("customer", LARGE) as at:
        assert fits(at)
        said = one_line(at.text)
        asked = [question for question in at.app.session.content.of("customer") if question.why]
        assert asked
        for question in asked:
            assert f"{question.short} {question.why[0].upper()}{one_line(question.why[1:])}" in said
        await at.resize(*SMALL)
        assert "Why we ask" not in at.text


@pytest.mark.thorough
async def test_existing_rows_are_listed_next_to_the_form_for_a_new_row() -> None:
    async with sample(LARGE) as at:
        promises = at.app.session.current.of("promise")
        for area, kind, said in (
            ("offer", "promise", " ".join(f"“{row.text('words')}”" for row in promises)),
            ("market", "channel", "Own site HomeGuild Podcast “The Crawlspace” Directory “ToolShed”"),
        ):
            at.app.navigator.push_area(area, kind)  # type: ignore[arg-type]
            await at.settle()
            assert fits(at)
            assert f"So far {said}" in right(at, 53)
        await at.resize(*SMALL)
        assert "So far" not in at.text


@pytest.mark.thorough
async def test_the_outline_names_the_rows_in_full() -> None:
    async with at_screen("operations", LARGE) as at:
        assert "the last ten customers  10 so far" in at.text


@pytest.mark.thorough
async def test_the_reason_for_the_marked_question_is_shown_below_the_open_questions() -> None:
    async with at_screen("needs_answer", LARGE) as at:
        asked = [needed.question for needed in at.app.session.findings.needs_answer]
        assert len(asked) > 1
        told = False
        for ask in asked:
            why = at.app.session.content.questions[ask].why
            assert (cut(page_of(at)), keys_trouble(at)) == ([], ""), ask  # the list is long and may scroll
            assert f"Why we ask {why[0].upper()}{one_line(why[1:])}" in one_line(at.text)
            told |= "said so far" in at.text
            await at.press("down")
        assert told, "what the other sides say by now"
        line = at.lines[-1]
        assert "Why we ask" not in await at.resize(*SMALL)
        assert at.lines[-1].strip() == line.strip()


@pytest.mark.thorough
async def test_no_reason_is_shown_when_nothing_is_left_to_answer(opened: Opened, tmp_path: Path, screens: Path) -> None:
    business = conflicting()
    del business["answers"]["offer.start"]
    async with opened(write(tmp_path / "business.json", business, screens), size=LARGE) as at:
        at.app.navigator.go("needs_answer")
        await at.settle()
        assert "Why we ask" in at.text
        text = await at.press("enter", "1", "escape")
        assert "Every check that applies to this business is judged." in text
        assert "Why we ask" not in text


# Below a list ----------------------------------------------------------------


def left(at: At, column: int = 60) -> str:
    """The text to the left of a column, as one line."""
    return one_line(" ".join(line[:column] for line in at.lines))


async def test_each_fix_of_the_plan_has_its_mismatch_and_its_touchpoints_below_it() -> None:
    async with at_screen("plan", LARGE) as at:
        plan = at.app.session.analysis.plan
        titles = [each.mismatch.title for each in plan if each.mismatch]
        assert len(titles) == 3
        places = [left(at, 74).index(text) for each in plan for text in (each.fix.do[:24], each.mismatch.title)]  # type: ignore[union-attr]
        assert places == sorted(places), "each under its fix"
        assert "☐ Home page: “Your clients’…” – ads ☑ app, first screen" in left(at, 74)
        assert "Later a shows all" in left(at, 74)
        assert fits(at)
        await at.resize(*MIDDLING)
        assert (cut(page_of(at)), keys_trouble(at)) == ([], "")
        assert all(title in at.text for title in titles)
        assert "Where to change it 1 of 5 done" in one_line(at.text)
        assert "Test of fix 2" in await at.press("down")
        await at.resize(*SMALL)
        assert not any(title in at.text for title in titles), "two lines each, as ever"


async def test_a_short_list_shows_details_below_it_that_do_not_fit_next_to_it() -> None:
    async with at_screen("activity", MIDDLING) as at:
        assert "Still open Monthly letter leads to" in one_line(at.text)
        assert "running Yes, now or regularly" in one_line(await at.press("home"))
        await at.resize(*LARGE)
        await at.press("end")
        assert "Monthly letter running Yes, now or regularly" in left(at), "what no longer fits beside it"
        assert fits(at)
    async with sample(LARGE) as at:
        await to_list(at, "promise")
        assert "What doesn't match ≠ You say no one sees data" in left(at)
        await at.press("home")
        assert "What doesn't match ≠ You say it's for one group" in left(at), "only what the marked one takes part in"
        assert "no one sees data" not in left(at)


async def test_the_review_shows_related_answers_and_no_empty_headings() -> None:
    async with at_screen("review", LARGE) as at:
        assert "What you've said about this so far deliver services operations 5" in left(at, 72)
        assert " 0 of 0" not in at.text
        await at.press("1", "1", "1", "1", "1")
        assert "Why we ask" in left(at, 72)


async def test_compare_and_the_agreements_show_more_in_a_larger_window() -> None:
    async with at_screen("compare", LARGE) as at:
        rows = [line for line in at.lines if "●" in line]
        assert len(rows) > 15
        assert f"and {30 - len(rows)} more" in at.text
        await at.resize(*MIDDLING)
        assert 3 <= len([line for line in at.lines if "●" in line]) < len(rows)
        assert fits(at)
    async with at_screen("agrees", MIDDLING) as at:
        assert "Who says so SELL average" in one_line(at.text)
        assert fits(at)


async def test_a_wide_window_lists_promises_and_claims_next_to_the_field_for_pasting() -> None:
    async with at_screen("paste", LARGE) as at:
        assert fits(at)
        said = right(at, 82)
        assert "Promises you have so far “For inspectors who work alone: start free tonight," in said
        assert re.search(r"What trueup looks for, \d+ claims such as starting start on your own, no call needed", said)
        for size in (MIDDLING, SMALL):
            await at.resize(*size)
            assert "looks for" not in at.text
            assert fits(at)


@pytest.mark.parametrize(("screen", "told"), [("group", "Where the name comes up"), ("role", "rule kept")])
async def test_a_large_window_explains_below_a_list_of_rows_why_their_fields_are_asked(screen: str, told: str) -> None:
    async with at_screen(screen, LARGE) as at:
        assert fits(at)
        assert "Why we ask" in left(at)
        assert told in left(at)
        assert any(line.strip() for line in (line[:60] for line in at.lines[29:40])), "the lower half is in use"
        for size in (MIDDLING, SMALL):
            await at.resize(*size)
            assert "Why we ask" not in at.text


async def test_the_marked_group_is_shown_with_the_rows_that_name_it() -> None:
    async with at_screen("group", LARGE) as at:
        assert "HomeGuild work alone and firms" in left(at, 64)
        await at.press("home", "down", "down")
        assert "HomeGuild firms" in left(at, 64)
        assert "Own site" not in left(at, 64), "only what names the marked one"


def _naming_groups_by_id() -> Session:
    session = open_sample(today=TODAY)
    guild = next(row for row in session.current.of("channel") if row.text("name") == "HomeGuild")
    groups = replace(guild.fields["groups"], value=("work-alone", "firms"))
    session.change(session.current.with_row("channel", replace(guild, fields={**guild.fields, "groups": groups})))
    return session


async def test_a_group_is_found_in_imported_rows_that_name_it_by_id() -> None:
    async with at_screen("group", LARGE, _naming_groups_by_id) as at:
        assert "HomeGuild work alone and firms" in left(at, 64)


async def test_a_table_of_the_sides_is_shown_below_the_agreements() -> None:
    async with at_screen("agrees", LARGE) as at:
        assert "Which side has said what believe say sell need deliver" in one_line(at.text)
        assert fits(at)


# Next to a list of rows ------------------------------------------------------


def written(at: At, kind: RowKind, row: Row) -> list[str]:
    """Every answer of a row, in words."""
    session = at.app.session
    asked = fields(session.content, session.current, kind, row)
    given = [(question, row.fields.get(question.field)) for question in asked]
    return [
        one_line(wording.answer(session.content, session.current, question, answer)) if answer else "open"
        for question, answer in given
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", LISTS)
async def test_the_marked_row_is_shown_in_full_next_to_its_list(kind: RowKind) -> None:
    async with sample(LARGE) as at:
        await to_list(at, kind)
        await at.press("home")
        for row in at.app.session.current.of(kind):
            assert fits(at), row.id
            shown = right(at, 66)
            for answer in written(at, kind, row):
                assert answer in shown
            for answer in row.fields.values():
                assert one_line(answer.note) in shown
            await at.press("down")


@pytest.mark.thorough
@pytest.mark.parametrize("kind", LISTS)
async def test_a_list_has_the_same_keys_in_a_wide_window_as_in_a_small_one(kind: RowKind) -> None:
    async with sample(SMALL) as at:
        await to_list(at, kind)
        line, mark = at.lines[-1].strip(), at.app.screen.query_one(OptionList).highlighted
        assert "Still open" not in at.text
        await at.resize(*LARGE)
        assert at.lines[-1].strip() == line
        assert at.app.screen.query_one(OptionList).highlighted == mark
        assert "Still open" in at.text
        row = at.app.session.current.of(kind)[0]
        asked = fields(at.app.session.content, at.app.session.current, kind, row)
        first = next((n for n, question in enumerate(asked, 1) if question.field not in row.fields), 1)
        assert f", {first} of {len(asked)} " in await at.press(
            "1"
        )  # the first open field of the first row, or its first field if none is open
        assert "Still open" not in at.text


@pytest.mark.thorough
async def test_open_fields_and_the_whole_first_row_are_shown_if_no_row_is_marked() -> None:
    async with sample(LARGE) as at:
        await to_list(at, "activity")
        session = at.app.session
        left = {
            row.text("name"): [each.short or each.text for part in parts for each in part]
            for row in session.current.of("activity")
            if any(parts := open_fields(session.content, session.current, "activity", row))
        }
        assert left
        for name, fields in left.items():
            assert f"{name} {wording.listed(fields)}" in right(at, 66)
        for row in session.current.of("activity")[:1]:
            for answer in written(at, "activity", row):
                assert answer in right(at, 66)
        nothing = list(left_open(session.content, session.current, "role", ()))
        assert "Nothing: every question about these has been answered." in nothing[-1].text.plain


@pytest.mark.thorough
async def test_the_details_of_a_row_disappear_with_the_row_and_return_with_undo() -> None:
    async with sample(LARGE) as at:
        await to_list(at, "channel")
        await at.press("home")
        assert right(at, 66).startswith("Plumbline") or "Own site who comes" in right(at, 66)
        await at.press("delete")
        assert "HomeGuild who comes" in right(at, 66)
        await at.press("z")
        assert "Own site who comes" in right(at, 66)


@pytest.mark.thorough
async def test_conflicting_fields_are_marked_next_to_the_list_only_after_comparing(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    for compared in (True, False):
        path = write(tmp_path / f"{compared}.json", conflicting(compared=compared), screens)
        async with opened(path, size=LARGE) as at:
            await to_list(at, "channel")
            await at.press("home")
            assert ("≠ the steps" in at.text) == compared
            assert ("≠" in at.text) == compared


@pytest.mark.thorough
async def test_rows_are_shortened_to_the_width_of_the_list_in_every_size() -> None:
    async with sample(LARGE) as at:
        await to_list(at, "promise")
        assert "For inspectors who work alone: start free…” " in at.text
        await at.resize(*MIDDLING)
        assert "For inspectors who work alone: start free tonight, send your first report…”" in at.text
        assert "Still open" not in at.text


# Before a file is open -------------------------------------------------------


@pytest.mark.thorough
async def test_welcome_is_centred_and_says_what_each_area_asks() -> None:
    async with at_screen("welcome", LARGE) as at:
        assert fits(at)
        left, top = at.app.screen.query_one("#intro").region.offset
        assert left == LARGE[0] - at.app.screen.query_one("#intro").region.right
        assert top > 6
        said = one_line(at.text)
        for area in AREAS:
            screen = at.app.session.content.screens[area]
            assert f"{screen.title} {one_line(screen.intro).partition('. ')[0]}." in said
        await at.resize(*SMALL)
        assert "What is asked" not in at.text
        assert at.app.screen.query_one("#intro").region.offset == (2, 3)


@pytest.mark.thorough
async def test_the_screens_after_welcome_begin_at_the_same_position() -> None:
    async with at_screen("welcome", LARGE) as at:
        place = at.app.screen.query_one("#intro").region.offset
        await at.press("1")
        assert at.app.screen.query_one("#question").region.offset == place
        assert fits(at)
    async with at_screen("cannot_open", LARGE) as at:
        assert at.app.screen.query_one("#what").region.offset == place
        assert fits(at)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("screen", "told"),
    [
        ("agrees", "Who says so"),
        ("compare", "Which side has said what"),
        ("touchpoints", "You say no one sees data, but a service reads it"),
    ],
)
async def test_a_large_window_shows_details_below_a_short_list(screen: str, told: str) -> None:
    for size in (LARGE, SMALL):
        async with at_screen(screen, size) as at:
            assert (told in at.text) == (size == LARGE)
            assert fits(at)
