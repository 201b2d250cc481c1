"""Background work: it pauses while keys are being pressed, and ends when its result is no longer wanted."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from tests.ui.conftest import running, until
from textual.widgets import Input

from trueup.answers.model import Answer
from trueup.engine.analysis import Analysis
from trueup.engine.judge import judge
from trueup.engine.slow_work import GoesOn, NotWantedError, while_wanted
from trueup.reading.likely_claims import Likeness, likeness
from trueup.session.sample import open_sample
from trueup.ui.app import TrueupApp
from trueup.ui.base import background
from trueup.ui.key_queue import KeyQueue

LONGEST = 20.0


async def test_background_work_pauses_while_keys_are_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "REST", LONGEST)
    steps = [0]

    def work(goes_on: GoesOn) -> None:
        for _ in while_wanted(iter(int, 1), goes_on):
            steps[0] += 1
            time.sleep(0.001)

    async with running(TrueupApp(open_sample)) as at:
        background.work_out(at.app.screen, "test", work)
        await until(lambda: steps[0] > 2)  # no key has been pressed
        before = at.app.navigator.last_input
        at.app.simulate_key("down")
        await until(lambda: at.app.navigator.last_input > before)
        await asyncio.sleep(0.1)
        rested = steps[0]
        await asyncio.sleep(0.1)
        assert steps[0] == rested
        at.app.navigator.last_input = 0.0  # as if the last key was long ago
        await until(lambda: steps[0] > rested)
        at.app.workers.cancel_all()


async def test_unwanted_background_work_ends_during_its_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "REST", LONGEST)
    async with running(TrueupApp(open_sample)) as at:
        at.app.navigator.last_input = time.monotonic()
        background.work_out(at.app.screen, "test", lambda _: pytest.fail("it was to rest"))
        at.app.workers.cancel_all()
        await at.settle()  # waits for the workers to finish


def test_an_analysis_is_current_until_an_answer_changes() -> None:
    session = open_sample()
    analysis = session.analysis
    session.look_at("offer.start")
    assert session.is_about_now(analysis)
    session.answer("offer.start", Answer("talk"))
    assert not session.is_about_now(analysis)
    session.close()


def test_an_undo_reuses_the_findings_from_before_the_change() -> None:
    session = open_sample()
    analysis = session.analysis
    found = session.findings
    session.answer("offer.start", Answer("talk"))
    other = session.findings
    session.answer("offer.start", Answer("alone", note="now"))
    assert session.findings is not other
    session.take_back()
    assert session.findings is other
    session.look_at("offer.start")
    session.take_back()
    assert session.analysis is analysis
    assert session.findings is found
    assert session.is_about_now(analysis)
    session.answer("offer.start", Answer("talk", note="another one"))
    assert session.findings is not other
    session.close()


def test_the_findings_after_an_undo_equal_those_of_judging_again() -> None:
    session = open_sample()
    for at, value in enumerate(("talk", "alone", None, "talk")):
        _ = session.findings
        session.answer("offer.start", Answer(value) if value else None)
        if at % 2:
            session.change(replace(session.current, rows={**session.current.rows, "channel": ()}))
            _ = session.findings
    while session.take_back():
        assert session.findings == judge(session.content, session.current)
    session.begin_trying()
    real = session.analysis
    session.answer("offer.start", Answer("other"))
    assert session.findings == judge(session.content, session.current)
    session.stop_trying()
    assert session.analysis is real
    session.close()


def test_judging_stops_between_two_checks_once_no_one_waits_for_the_result() -> None:
    session = open_sample()
    found = session.findings.mismatches[0]
    asked = iter([True] * 5 + [False])
    with pytest.raises(NotWantedError):
        session.analysis.turning(found.id, lambda: next(asked))
    assert next(asked, None) is None  # all six were asked: it stops between two checks, not only between two judgings
    session.close()


async def test_leaving_the_summary_during_background_work_does_not_crash_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_left = threading.Event()
    monkeypatch.setattr(Analysis, "knows_first_fixes", False)
    monkeypatch.setattr(Analysis, "is_long", True)
    monkeypatch.setattr(Analysis, "work_out_every_fix", lambda *_: is_left.wait(LONGEST))
    async with running(TrueupApp(open_sample)) as at:
        at.app.navigator.go("summary")
        await until(lambda: type(at.app.screen).__name__ == "SummaryScreen" and len(at.app.workers) > 0)
        await asyncio.sleep(0.1)
        at.app.pop_screen()
        await until(lambda: type(at.app.screen).__name__ == "HomeScreen")
        await asyncio.sleep(0.1)
        is_left.set()
        await at.app.workers.wait_for_complete()
        assert at.app.is_running


async def test_the_plan_lists_what_it_is_for_while_the_fixes_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()
    work_out_first = Analysis.work_out_first_fixes
    monkeypatch.setattr(Analysis, "is_long", True)
    monkeypatch.setattr(
        Analysis, "work_out_first_fixes", lambda *given: may_go_on.wait(LONGEST) and work_out_first(*given)
    )
    async with running(TrueupApp(open_sample), settled=False) as at:
        await until(lambda: "Mismatches" in at.text)
        session = at.app.session
        session.change(replace(session.current, plan=()))
        second = session.findings.leaders[1]
        at.app.simulate_key("p")
        await until(lambda: f"2  ≠  {second.title}" in at.text)
        assert "its fix comes in a moment" in at.text
        at.app.simulate_key("2")
        await until(lambda: type(at.app.screen).__name__ == "CardScreen")
        may_go_on.set()
        await at.settle()
        text = await at.press("b")
        assert "its fix comes in a moment" not in text
        assert "Press Enter to choose one." in " ".join(text.split())


@pytest.mark.parametrize("name", ["plan", "summary", "mismatches", "card"])
async def test_finished_background_work_leaves_the_focus_on_an_open_sheet(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    work_out_fixes, work_out_first = Analysis.fixes, Analysis.work_out_first_fixes
    monkeypatch.setattr(Analysis, "is_long", True)
    monkeypatch.setattr(Analysis, "fixes", lambda *given: may_go_on.wait(LONGEST) and work_out_fixes(*given))
    monkeypatch.setattr(
        Analysis, "work_out_first_fixes", lambda *given: may_go_on.wait(LONGEST) and work_out_first(*given)
    )
    async with running(TrueupApp(open_sample), (120, 40), settled=False) as at:
        await until(lambda: len(at.app.workers) > 0)  # home works out the first fixes, so it can't settle
        works_for_home = set(at.app.workers)
        found = at.app.session.findings.mismatches[0]
        if name == "card":
            at.app.navigator.show_mismatch(found.id)
        else:
            at.app.navigator.go(name)
        await until(lambda: type(at.app.screen).__name__.lower().startswith(name))
        await until(lambda: not works_for_home.issuperset(at.app.workers))
        at.app.simulate_key("f1")
        await until(lambda: at.app.focused is not None and at.app.focused.id == "keys")
        may_go_on.set()
        await at.settle()
        assert at.app.focused is not None
        assert at.app.focused.id == "keys"
        await at.press("escape")
        assert at.app.focused is None or at.app.focused.id != "keys"


async def test_cues_are_prepared_between_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[Callable[[], None]] = []
    monkeypatch.setattr("trueup.reading.cues.make_ready", lambda _, rest: rests.append(rest))
    async with running(TrueupApp(open_sample)) as at:
        for _ in range(2):
            background.load_cues(at.app.screen, at.app.session.content)
        await until(lambda: bool(rests))
        assert len(rests) == 1
        rests[0]()  # no key is being handled: nothing to wait for
        monkeypatch.setattr(KeyQueue, "is_busy", True)
        waits = asyncio.create_task(asyncio.to_thread(rests[0]))
        await asyncio.sleep(0.05)
        assert not waits.done()
        monkeypatch.setattr(KeyQueue, "is_busy", False)
        await asyncio.wait_for(waits, LONGEST)


async def test_cues_are_prepared_in_the_background_and_keys_wait_until_the_checklist_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build, built = Likeness.__init__, list[str]()

    def watched(self: Likeness, documents: Mapping[str, Counter[str]]) -> None:
        built.append("screen" if threading.current_thread() is threading.main_thread() else "beside it")
        build(self, documents)

    monkeypatch.setattr(Likeness, "__init__", watched)
    async with running(TrueupApp(open_sample)) as at:
        likeness.cache_clear()
        promise = at.app.session.current.of("promise")[0]
        at.app.navigator.go_to_answer("promise.claims", promise.id)
        at.app.simulate_key("slash")
        await at.settle()
        assert built == ["beside it"]
        assert isinstance(at.app.focused, Input), "the search of the checklist has the keys"
