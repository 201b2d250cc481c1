"""The journey: first its drawing as text, then the screen, used with real keys."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.business import channel, promise
from tests.businesses import BUSINESSES, business_of, content_of, on_each_business, our_content
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import Opened

from trueup.answers.document import audit_from_document
from trueup.answers.model import Answer, Row
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.journey import Journey, Walks, journey, live, opening, walks
from trueup.engine.judge import judge
from trueup.paths import screens_folder
from trueup.ui.journey import journey as journey_screen
from trueup.ui.journey.journey_drawing import Drawing, Picture, layout

FIXTURES = Path(__file__).parents[2] / "fixtures" / "businesses"
DEMO = FIXTURES / "demo-gated.json"
LONG = ("ad", "reads", "talks", "pays", "waits")


def seen(folder: Path, document: dict[str, Any] | None = None, **parts: Any) -> Journey:
    """The journey that is shown first."""
    content = content_of(folder)
    audit = audit_from_document(document or {"business": "Acme", "quarter": "2026-Q4", **parts}, content)
    found = opening(content, audit, judge(content, audit))
    assert found is not None
    return found


def gated(screens: Path, *steps: str, **rest: Any) -> Journey:
    return seen(screens, promises=[promise("start.alone")], channels=[channel("site", *steps)], **rest)


def text(found: Journey, width: int = 76, **how: Any) -> list[str]:
    return [line.plain.rstrip() for line in Picture(found, width, parting=found.main, **how).lines()]


# The drawing as text ---------------------------------------------------------


def test_the_drawing_shows_the_claim_the_break_and_the_step_that_breaks_it() -> None:
    found = seen(screens_folder(), json.loads(DEMO.read_text("utf-8")))
    lines = text(found)
    track = next(at for at, line in enumerate(lines) if "○" in line)
    stages, *said = lines[:track]
    promised, _, drop, _, path, *labels = lines[track:]
    assert stages.split() == ["hearing", "looking", "paying", "afterwards"]
    assert said[0].strip().startswith("start on your own, no call")
    assert said[0].index("start") == stages.index("looking") == promised.index("○")
    assert drop.strip() == "≠  breaks here"
    at = drop.index("≠")
    assert promised[:at].strip("━") == "○", "kept until here"
    assert set(promised[at:]) <= {"┄", "○"}, "dots from here on"
    assert path[at] == "●"
    end = path.index("●", at + 1)
    assert " ".join(line[at:end].strip() for line in labels).strip() == "sees a demo you lead"
    assert path.count("●") == 9, "all of its steps are in sight"


@pytest.mark.parametrize("height", [40, 12], ids=["in full", "in one line"])
def test_the_words_of_a_broken_claim_are_marked_and_never_cut_off(height: int) -> None:
    content = our_content()
    document = json.loads(DEMO.read_text("utf-8"))
    words = (
        "Bookkeeping that you can finally leave to somebody who likes it. " * 2 + "Start now, no call needed. Cheers."
    )
    document["promises"] = [{**document["promises"][0], "words": words, "claims": ["start.alone"]}]
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    found = opening(content, audit, findings)
    assert found is not None
    assert found.main is not None
    drawn = Drawing(Analysis(content, audit), found, found.main.step, height).set(76)
    marked = "".join(
        line.plain[span.start : span.end]
        for line in drawn
        for span in line.spans
        if "bold underline" in str(span.style)
    )
    assert "no call" in marked
    assert "likes it" not in marked


def test_a_break_is_numbered_as_in_the_list_of_mismatches() -> None:
    for file in BUSINESSES[::200]:
        audit = business_of(file)
        analysis = Analysis(our_content(), audit)
        found = opening(our_content(), audit, analysis.findings)
        if found is None or found.main is None or not (mismatch := analysis.findings.mismatch(found.main.lit.id)):
            continue
        leaders = [each.id for each in analysis.findings.leaders]
        drawn = " ".join(line.plain for line in Drawing(analysis, found, found.main.step, 40).set(140))
        assert f"mismatch {leaders.index(mismatch.under or mismatch.id) + 1} ·" in drawn
        assert ("same cause as mismatch" in drawn) is bool(mismatch.under)


def test_a_kept_promise_is_drawn_as_a_solid_line_to_the_end(screens: Path) -> None:
    lines = text(gated(screens, "ad", "reads", "pays"))
    assert lines[2] == "━" * lines[2].index("○") + "○" + "━" * (75 - lines[2].index("○"))
    assert [line.strip() for line in lines[3:6]] == ["│", "=", "│"]
    assert lines[2].index("○") == lines[4].index("="), "it holds where it is expected"


@pytest.mark.parametrize(
    ("how", "drop"),
    [
        ({"disclosed": {"start.gated": "before"}}, ["│", "≈  strains here", "│"]),
        ({"accepted": {"start.gated": {"reason": "they ask"}}}, ["│", "±  accepted here", "│"]),
    ],
)
def test_the_vertical_line_shows_the_verdict(screens: Path, how: dict[str, Any], drop: list[str]) -> None:
    lines = text(gated(screens, "ad", "reads", "talks", "pays", **how))
    assert [line.strip() for line in lines[3:6]] == drop
    assert ("┄" in lines[2]) == ("disclosed" in how), "what is accepted breaks no line"


def test_a_break_known_only_from_a_guess_is_drawn_as_possible(screens: Path) -> None:
    slow = {"operations.speed": {"value": 90.0, "evidence": "guess"}}
    found = seen(
        screens, answers=slow, promises=[promise("speed.day")], channels=[channel("site", "ad", "reads", "pays")]
    )
    assert "?  may break here" in [line.strip() for line in text(found)]


def test_other_breaks_are_marked_on_the_line_of_steps(screens: Path) -> None:
    found = seen(
        screens,
        answers={"operations.speed": 90.0},
        promises=[promise("start.alone", "speed.day")],
        channels=[channel("site", "ad", "reads", "talks", "pays")],
    )
    lines = text(found)
    track = next(line for line in lines if line.startswith("●"))
    assert [mark for mark in track if mark != "━"] == ["●", "≠", "●", "●"]
    assert lines[4].index("≠") == track.index("●", 1), "the one that is shown in full has its own step"


def test_a_break_after_the_last_step_is_drawn_at_its_stage(screens: Path) -> None:
    content = content_of(screens)
    speed = content.topics["speed"].with_changes(stage="retention")
    late = content.with_changes(topics={**content.topics, "speed": speed})
    parts = {"promises": [promise("speed.day")], "channels": [channel("site", "ad", "reads", "pays")]}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": {"operations.speed": 90.0}, **parts}
    audit = audit_from_document(document, late)
    lines = text(journey(late, audit, judge(late, audit), "home-page", "site"))
    assert lines[4].index("≠") == lines[0].index("afterwards")
    assert next(line for line in lines if line.startswith("●"))[lines[4].index("≠")] == "┄"


def test_a_promise_without_claims_is_drawn_as_a_dotted_line(screens: Path) -> None:
    found = seen(screens, promises=[promise()], channels=[channel("site", "ad", "pays")])
    assert text(found)[1] == "┄" * 76


def test_a_step_that_some_customers_skip_is_marked(screens: Path) -> None:
    assert "(some)" in "\n".join(text(gated(screens, "ad", "talks?", "pays")))


def test_a_break_at_the_right_edge_has_its_label_on_the_left(screens: Path) -> None:
    late = text(gated(screens, "ad", "reads", "pays", "talks"), 40)
    assert any(line.endswith("breaks here  ≠") for line in late)


@pytest.mark.parametrize("width", [40, 56, 76, 132])
@pytest.mark.parametrize("steps", [LONG, LONG[:1], LONG[:2]])
def test_no_line_is_wider_than_the_window(screens: Path, width: int, steps: tuple[str, ...]) -> None:
    assert max(map(len, text(gated(screens, *steps), width))) <= width


def test_steps_that_do_not_fit_scroll_so_that_the_marked_step_is_in_view() -> None:
    found = seen(screens_folder(), json.loads(DEMO.read_text("utf-8")))
    assert list(layout(found, 76).steps) == list(range(9))
    narrow = layout(found, 50)
    assert min(narrow.steps) == 0
    assert len(narrow.steps) < 9
    moved = layout(found, 50, 8)
    assert max(moved.steps) == 8
    assert "finds you" not in "\n".join(text(found, 50, marked=8))


def test_counts_are_under_their_steps_and_losses_between_them(screens: Path) -> None:
    found = gated(screens, "ad", "reads", "talks", "pays")
    assert Picture(found, 76).numbers() == []
    counted = _with_numbers(screens, visits=620.0, leads=118.0, customers=46.0)
    (row,) = (line.plain for line in Picture(counted, 76).numbers())
    assert row.split() == ["620", "118", "−81%", "46", "−61%"]
    track = next(line for line in text(counted) if line.startswith("●"))
    assert [track[row.index(each)] for each in ("620", "118", "46")] == ["●", "●", "●"]
    many = _with_numbers(screens, visits=6200000.0, leads=1180000.0, customers=460000.0)
    widths = [len(Picture(many, width).numbers()) for width in range(20, 77)]
    assert set(widths) == {1, 2}, "where it is narrow the losses stand under the people"
    assert widths[-1] == 1


def _with_numbers(screens: Path, **figures: float) -> Journey:
    content = content_of(screens)
    asked = content.questions["channel.share"]
    numbers_of = {f"channel.{name}": asked.with_changes(id=f"channel.{name}", unit="") for name in figures}
    content = content.with_changes(questions={**content.questions, **numbers_of})
    steps = channel("site", "ad", "reads", "talks", "pays")
    document = {"business": "A", "quarter": "2026-Q4", "promises": [promise("start.alone")], "channels": [steps]}
    audit = audit_from_document(document, content)
    (row,) = audit.of("channel")
    counted = {name: Answer(value, evidence="record") for name, value in figures.items()}
    audit = audit.with_row("channel", Row(row.id, {**row.fields, **counted}))
    return journey(content, audit, judge(content, audit), "home-page", "site")


@on_each_business
def test_every_promise_on_every_channel_can_be_drawn(business_file: Path, content: Content) -> None:
    audit = audit_from_document(json.loads(business_file.read_text("utf-8")), content)
    analysis = Analysis(content, audit)
    for one in live(audit, "promise"):
        for two in live(audit, "channel"):
            found = journey(content, audit, analysis.findings, one.id, two.id)
            for width in (56, 76, 132):
                drawn = Drawing(analysis, found, 0, 19).set(width)
                assert max(line.cell_length for line in drawn) <= width
                assert len(drawn) <= 19


# On screen -------------------------------------------------------------------


async def test_the_journey_opens_at_the_promise_and_channel_of_the_worst_mismatch(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        shown = await at.press("j")
        assert at.lines[0].startswith("  trueup   Journey   HomeGuild")
        assert "Promise 1  “Start free tonight. No call, no set-up.”" in shown
        assert "≠  breaks at step 2" in shown
        assert "Promised: alone, no talk needed. Here: talks to you." in shown
        assert at.lines[-1] == "  Enter card  Tab channel  ↑↓ promise  ←→ step  a walks  b back"


async def test_enter_opens_the_card_at_the_break_and_back_returns_to_the_journey(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        assert "Promised self-serve, gated by a talk" in await at.press("j", "enter")
        assert "≠  breaks at step 2" in await at.press("b")


async def test_keys_move_along_steps_promises_and_channels(opened: Opened, tmp_path: Path, screens: Path) -> None:
    promises = [promise("start.alone", where="page"), promise("speed.day", id="two", words="Here in a day")]
    async with opened(write(tmp_path / "b.json", conflicting(promises=promises), screens)) as at:
        shown = await at.press("j")
        first = "Promise 1" in shown
        assert ("Here in a day" in await at.press("down")) == first
        assert "That is the last promise." in await at.press("down", "down")
        assert "Journey   Own site" in await at.press("tab")
        assert "Journey   HomeGuild" in await at.press("tab")
        assert "step 3  pays." in await at.press("up", "right")
        assert "step 1  reads the page." in await at.press("left", "left", "left")


@pytest.mark.thorough
async def test_a_click_marks_a_step_and_a_second_click_opens_its_card(opened: Opened, business: Path) -> None:
    async with opened(business, size=(140, 45)) as at:
        marked = await at.press("j")
        path = next(y for y, line in enumerate(at.lines) if "●" in line and "━" in line)
        talks = at.lines[path + 1].index("talks")
        assert "breaks at step 1" in await at.click(4, path)
        assert await at.click(talks, path) == marked
        assert "Promised self-serve, gated by a talk" in await at.click(talks, path)
        await at.press("b")
        beneath = next(y for y, line in enumerate(at.lines) if "The same promise on Own site" in line)
        assert "Journey   Own site" in await at.click(10, beneath)


async def test_tab_says_there_is_no_other_channel_when_there_is_only_one(
    opened: Opened, tmp_path: Path, screens: Path
) -> None:
    document = conflicting(channels=[channel("guild", "ad", "talks", "pays")])
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        assert "There is no other channel." in await at.press("j", "tab")


async def test_a_tall_window_shows_the_same_promise_on_another_channel_below(opened: Opened, business: Path) -> None:
    async with opened(business, size=(140, 45)) as at:
        shown = await at.press("j")
        assert "The same promise on Own site   54% of buyers" in shown
        assert "The same promise" not in await at.resize(140, 30)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_journey_fits_every_window_size(opened: Opened, business: Path, size: tuple[int, int]) -> None:
    async with opened(business, size=size) as at:
        await at.press("j")
        assert at.lines[-1].endswith("b back")
        margin = 4 if size[0] >= 120 else 2
        assert all(len(line) <= size[0] - margin for line in at.lines)
        assert any("breaks at step 2" in line for line in at.lines)
        assert "▇" not in at.text, "the picture fits without scrolling"


async def test_before_comparing_there_is_no_journey(opened: Opened, tmp_path: Path, screens: Path) -> None:
    async with opened(write(tmp_path / "b.json", conflicting(compared=False), screens)) as at:
        assert "trueup   Home" in await at.press("j"), "its letter doesn't answer yet"
        at.app.navigator.go("journey")
        await at.settle()
        assert "trueup   Compare" in at.text


@pytest.mark.parametrize(
    ("document", "sentence", "there"),
    [
        ({"promises": []}, "A journey needs a promise", "Copy its headline and its button"),
        ({"channels": []}, "A journey needs a channel", "Begin with the channel"),
        (
            {"channels": [{"id": "site", "name": "Own site"}]},
            "This channel has no steps yet.",
            "in order",
        ),
    ],
)
async def test_the_screen_says_which_answer_is_missing_and_enter_leads_to_its_question(
    opened: Opened, tmp_path: Path, screens: Path, document: dict[str, Any], sentence: str, there: str
) -> None:
    async with opened(write(tmp_path / "b.json", conflicting(**document, customers=[]), screens)) as at:
        shown = await at.press("j")
        assert sentence in shown
        assert at.lines[-1].startswith("  Enter answer")
        shown = await at.press("enter")
        assert "Journey" not in at.lines[0]
        assert sentence in await at.press("ctrl+o")


async def test_the_key_c_copies_the_journey_as_a_markdown_table(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "Copied as Markdown." in await at.press("j", "c")
        assert at.app.clipboard.startswith("### Promise 1 on HomeGuild\n")
        assert "≠ **talks to you**" in at.app.clipboard


async def test_the_journey_shows_an_answer_changed_since_it_was_left(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        await at.press("j")
        app = at.app
        row = app.session.current.row("channel", "guild")
        assert row is not None
        app.session.change(
            app.session.current.with_row("channel", Row("guild", {**row.fields, "steps": Answer(("ad", "pays"))}))
        )
        shown = await at.press("m", "j")
        assert "talks to you" not in shown


async def test_markup_in_the_founders_words_is_shown_literally(opened: Opened, tmp_path: Path, screens: Path) -> None:
    hostile = "[/x][@click=app.quit]now[/]"
    document = conflicting(
        promises=[promise("start.alone", words=hostile, groups=["[b]all"])],
        channels=[{**channel("guild", "ad", "talks", "pays"), "name": "[/]guild"}],
    )
    async with opened(write(tmp_path / "b.json", document, screens)) as at:
        shown = await at.press("j")
        assert f"“{hostile}”" in shown
        assert "for: [b]all" in shown
        assert "Journey   [/]guild" in shown


async def test_the_break_is_visible_without_colour(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(business) as at:
        assert "≠  breaks here" in await at.press("j")


async def test_the_help_explains_the_lines_of_the_drawing(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        assert "The upper line is the promise." in await at.press("j", "question_mark")


async def test_walks_are_listed_worst_first_and_enter_shows_the_journey_of_one_customer(
    opened: Opened, business: Path
) -> None:
    async with opened(business) as at:
        text = await at.press("j", "a")
        assert "One customer at a time, worst case first" in text
        assert "breaks at step" in text
        text = await at.press("enter")
        assert "believes" in text
        assert "≠" in text
        assert "One customer" not in text


async def test_the_list_of_walks_can_be_opened_again_after_a_pause(opened: Opened, business: Path) -> None:
    async with opened(business) as at:
        walks = await at.press("j", "a")
        assert "One customer at a time" not in await at.press("ctrl+r")
        assert await at.press("a") == walks


async def test_walks_of_long_lists_are_worked_out_in_the_background(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = threading.Event()

    def wait(*given: Any) -> Walks:
        assert walked.wait(20)
        return walks(*given)

    monkeypatch.setattr(journey_screen, "AT_ONCE", 0)
    monkeypatch.setattr(journey_screen, "walks", wait)
    async with opened(business) as at:
        at.app.navigator.go("journey")
        await at.settle()
        at.app.simulate_key("a")
        async with asyncio.timeout(20):
            while "Working it out" not in at.text:
                await asyncio.sleep(0.01)
        walked.set()
        await at.settle()
        assert "One customer at a time" in at.text
        assert "breaks at step" in at.text
        assert "Working it out" not in at.text
        assert "believes" in await at.press("enter")


async def test_walks_that_finish_after_their_list_was_closed_are_not_shown(
    opened: Opened, business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = threading.Event()
    monkeypatch.setattr(journey_screen, "AT_ONCE", 0)
    monkeypatch.setattr(journey_screen, "walks", lambda *given: walked.wait(20) and walks(*given))
    async with opened(business) as at:
        at.app.navigator.go("journey")
        await at.settle()
        at.app.simulate_key("a")
        at.app.simulate_key("escape")
        async with asyncio.timeout(20):
            while not at.app.workers or "Working it out" in at.text:
                await asyncio.sleep(0.01)
        walked.set()
        await at.settle()
        assert "One customer at a time" not in at.text
        assert "Promise 1" in at.text


async def test_the_list_says_that_only_the_worst_of_many_walks_are_listed(
    opened: Opened, tmp_path: Path, screens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.engine.journey.MOST_LISTED", 2)
    many = [channel(f"c{n}", "reads", "talks", "pays") for n in range(4)]
    async with opened(write(tmp_path / "b.json", conflicting(channels=many), screens)) as at:
        text = await at.press("j", "a")
        assert "Only 2 are listed" in text
