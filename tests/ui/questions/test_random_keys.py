"""Random keys: an answer changes only by a key that the screen labels as changing it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, in_the_first_round, running
from tests.ui.every_screen import at_screen
from tests.ui.monkey import said

from trueup.answers.model import OPTIONAL_STEP
from trueup.engine.offered_claims import claims
from trueup.session.sample import open_sample
from trueup.session.session import Session, open_session
from trueup.ui.app import TrueupApp
from trueup.ui.base.key_hints import shown_keys, typing
from trueup.ui.base.page import Page
from trueup.ui.navigation import SCREENS as NAMED
from trueup.ui.questions.question_form import Asked

WALKS = int(os.environ.get("TRUEUP_WALKS", "1"))
"""The number of lists of random keys for each kind of question. The lists are the same in every run."""
LENGTH = 24

MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab")
LETTERS = tuple("abcdefikntuvw")
"""Letters except those of the map, which lead away from the question, and except `z`, which undoes a change."""
OPENS = ("f1", "f2", "f3", "f4", "f5", "ctrl+r", "ctrl+p", "question_mark", "slash")
TAKES = ("enter", "space", "f6", "f7", "f8", "1", "2", "3", "delete", "backspace", "less_than_sign", "plus")
ENDS = ("escape", "enter", "down", "wheel down", "wheel up")
KEYS = st.one_of(*(st.sampled_from(some) for some in (MOVES, LETTERS, OPENS, TAKES, ENDS)))

WHEEL = ("wheel down", "wheel up")
FOLDED_KEYS = st.one_of(
    *(st.sampled_from(some) for some in (("up", "down", "pageup", "pagedown", "home", "end"), ("left", "right"))),
    *(st.sampled_from(some) for some in (("space", "enter", "down"), tuple("123459"), ("slash", "escape"))),
    *(st.sampled_from(some) for some in (LETTERS, OPENS, WHEEL)),
)

QUESTIONS = {
    "choice": ("identity.goal", ""),
    "many": ("offer.extras", ""),
    "number": ("operations.speed", ""),
    "text": ("promise.words", "home-page"),
    "groups": ("promise.groups", "home-page"),
    "claims": ("promise.claims", "home-page"),
    "steps": ("channel.steps", "guild"),
    "share": ("channel.share", "guild"),
}
"""Kind → a question of that kind, and the row it is a field of."""

CHANGES = (
    *("take", "tick", "none", "add", "remove", "move", "some skip it", "evidence", "name it"),
    *("not sure", "not applicable", "leave it blank", "choose"),
)
"""The beginnings of the labels of keys that change an answer."""


TODAY = date(2026, 11, 10)


@dataclass(frozen=True)
class Folded:
    """A checklist of two hundred claims, folded under its topics, in the state in which a test opens it."""

    words: str
    """The words to give the promise; empty to keep the words of the sample."""
    is_answered: bool = True


FOLDED = {
    "some ticked": Folded(""),
    "found, not yet answered": Folded("Start free, no call needed. Cancel any time.", is_answered=False),
    "nothing ticked": Folded("Reports.", is_answered=False),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, screens: Path) -> Path:
    return in_the_first_round(screens, tmp_path_factory.mktemp("keys") / "content")


def walks(keys: st.SearchStrategy[str]) -> Callable[[Callable[[list[str]], None]], Callable[[], None]]:
    """Return a decorator that runs a function with lists of random keys, the same lists in every run."""

    def over(walk: Callable[[list[str]], None]) -> Callable[[], None]:
        repeated = settings(
            max_examples=WALKS,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        return repeated(given(st.lists(keys, min_size=LENGTH, max_size=LENGTH))(walk))

    return over


@pytest.mark.parametrize(
    "kind",
    [
        kind if kind in ("choice", "text", "claims", "steps") else pytest.param(kind, marks=pytest.mark.thorough)
        for kind in QUESTIONS
    ],
)
def test_an_answer_changes_only_by_a_key_that_is_labelled_as_changing_it(
    kind: str, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: content)
    names = iter(range(10_000))

    @walks(KEYS)
    def walk(keys: list[str]) -> None:
        path = write(tmp_path / f"{next(names)}.json", conflicting(), content)
        asyncio.run(_walk(partial(open_session, path, today=TODAY), *QUESTIONS[kind], keys))

    walk()


@pytest.mark.parametrize(
    "state", [state if state == "some ticked" else pytest.param(state, marks=pytest.mark.thorough) for state in FOLDED]
)
def test_only_claims_in_sight_can_be_ticked_in_a_folded_checklist(state: str) -> None:
    folded = FOLDED[state]

    @walks(FOLDED_KEYS)
    def walk(keys: list[str]) -> None:
        row = _sample(folded).current.of("promise")[0].id
        asyncio.run(_walk(partial(_sample, folded), "promise.claims", row, keys))

    walk()


def _sample(folded: Folded) -> Session:
    session = open_sample(today=TODAY)
    promise = session.current.of("promise")[0]
    fields = dict(promise.fields)
    if folded.words:
        fields["words"] = replace(fields["words"], value=folded.words)
    if not folded.is_answered:
        del fields["claims"]
    session.change(session.current.with_row("promise", replace(promise, fields=fields)))
    return session


async def _walk(opener: Callable[[], Session], question: str, row: str, keys: list[str]) -> None:
    app = TrueupApp(opener)
    async with running(app) as at:
        done: list[str] = []
        for wanted in keys:
            if not isinstance(app.screen, Page):
                key = "escape"  # leave the palette, where a key can do anything
            else:
                if _asked(at) is None or _asked(at).question.id != question:  # type: ignore[union-attr]
                    app.navigator.down_to(2)
                    app.navigator.go_to_answer(question, row)
                    await at.settle()
                    done.append(f"[{question}]")
                key = wanted
            before, may, were = _answers(at), _may_change(at, key), _taken(at, question, row)
            at_enter = at.text
            if key.startswith("wheel"):
                await at.wheel(20, 14, up=key == "wheel up")
            else:
                await at.press(key)
            done.append(key)
            assert may or _answers(at) == before, f"{done} changed it:\n{at_enter}"
            if key in ("enter", "space", "delete", "backspace") or key.isdecimal():
                now = _taken(at, question, row)
                for turned in now.keys() ^ were.keys():
                    label = (now | were)[turned]
                    assert label[:ENOUGH] in at_enter, f"{done} turned “{label}”, which can't be seen:\n{at_enter}"


ENOUGH = 14
"""The number of characters that identify a row; the rest of a long label is on its next line."""


def _taken(at: At, question: str, row: str) -> dict[str, str]:
    """Every choice that is chosen or ticked, with its label."""
    session = at.app.session
    asked = session.content.questions[question]
    each = session.current.row(asked.row_kind, row) if asked.row_kind else None
    answer = each.fields.get(asked.field) if each else session.current.answers.get(question)
    value = answer.value if answer else None
    keys = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    labels = {choice.key: choice.label for choice in asked.choices}
    if asked.is_checklist:
        labels = {
            tag: label for _, every in claims(session.content, session.current, keys) for tag, label in every.items()
        }
    return {key: labels.get(key.removesuffix(OPTIONAL_STEP), key) for key in keys if asked.kind != "text"}


def _asked(at: At) -> Asked | None:
    return next(iter(at.app.screen.walk_children(Asked)), None)


def _answers(at: At) -> tuple[Any, ...]:
    audit = at.app.session.current
    return dict(audit.answers), audit.of("promise"), audit.of("channel")


def _may_change(at: At, key: str) -> bool:
    """Whether the screen says that this key changes an answer, or keeps what is being typed."""
    page, asked = at.app.screen, _asked(at)
    if not isinstance(page, Page) or asked is None:
        return False
    writes = typing(page)
    is_text = writes and (len(key) == 1 or key in ("space", "backspace", "delete", "plus", "slash"))
    if is_text or key in MOVES or key in WHEEL:
        return False
    if asked.is_noting or asked.is_changed:  # every key that leaves the field keeps what was typed
        return key != "escape" or asked.is_noting
    named = "1" if key.isdecimal() else at.app.get_key_display(_binding(key))
    for shown in shown_keys(page, page.key_words):
        displays = ["1"] if shown.displays[0].startswith("1–") else shown.displays
        # claims found in the promise's words, which the footer announces
        is_found = asked.answer is None and shown.word.endswith(" ticked")
        if named in displays and (shown.word.startswith(CHANGES) or is_found):
            return True
    return False


def _binding(key: str) -> Any:
    from textual.binding import Binding

    return Binding(key, "", "")


# Screens that change answers in other ways than by asking one question -------------

ONLY_MOVES = st.sampled_from((*MOVES, *WHEEL, "shift+tab", "escape", "f1", "f2"))
BRIEF = ("customer", "review", "touchpoints", "claims")
"""The screens tested in every run: a table, a queue, a list of ticks, and the claims found in a page."""


@pytest.mark.parametrize(
    "name", [name if name in BRIEF else pytest.param(name, marks=pytest.mark.thorough) for name in NAMED]
)
def test_keys_that_only_move_change_nothing(name: str) -> None:
    @walks(ONLY_MOVES)
    def walk(keys: list[str]) -> None:
        asyncio.run(_move_about(name, keys))

    walk()


async def _move_about(name: str, keys: list[str]) -> None:
    async with at_screen(name) as at:
        if not at.app.is_open or at.app.session.audit is None:
            return
        before, page = said(at.app.session.current), type(at.app.screen)
        for key in keys:
            if type(at.app.screen) is not page:  # Escape led away
                return
            await (at.wheel(20, 14, up=key == "wheel up") if key in WHEEL else at.press(key))
            assert said(at.app.session.current) == before, key


async def test_enter_moves_through_the_table_of_customers_and_changes_nothing() -> None:
    async with at_screen("customer") as at:
        before = said(at.app.session.current)
        for _ in range(3):
            await at.press("up", "enter", "up", "up", "enter", "tab", "enter", "left", "enter")
            assert said(at.app.session.current) == before
