"""Whatever is pressed, an answer changes only by a key whose label on screen said so."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.ui.conflicting_business import conflicting, write
from tests.ui.conftest import At, in_the_first_round, running

from trueup.session.session import open_session
from trueup.ui.app import TrueupApp
from trueup.ui.base.key_hints import shown_keys, typing
from trueup.ui.base.page import Page
from trueup.ui.questions.question_form import Asked

WALKS = int(os.environ.get("TRUEUP_WALKS", "1"))
"""Walks over each kind of question. The same ones in every run."""
LENGTH = 24

MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab")
LETTERS = tuple("abcdefikntuvw")
"""Not those of the map, which lead away from the question, and not `z`, which is there to change answers back."""
OPENS = ("f1", "f2", "f3", "f4", "f5", "ctrl+r", "ctrl+p", "question_mark", "slash")
TAKES = ("enter", "space", "f6", "f7", "f8", "1", "2", "3", "delete", "backspace", "less_than_sign", "plus")
KEYS = st.one_of(*(st.sampled_from(some) for some in (MOVES, LETTERS, OPENS, TAKES, ("escape", "enter", "down"))))

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
"""How the label of a key begins that changes an answer."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, screens: Path) -> Path:
    return in_the_first_round(screens, tmp_path_factory.mktemp("keys") / "content")


@pytest.mark.parametrize(
    "kind",
    [
        kind if kind in ("choice", "text", "claims", "steps") else pytest.param(kind, marks=pytest.mark.thorough)
        for kind in QUESTIONS
    ],
)
def test_an_answer_changes_only_by_a_key_that_says_so(
    kind: str, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.session.session.screens_folder", lambda: content)
    names = iter(range(10_000))

    @settings(
        max_examples=WALKS,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(KEYS, min_size=LENGTH, max_size=LENGTH))
    def walk(keys: list[str]) -> None:
        path = write(tmp_path / f"{next(names)}.json", conflicting(), content)
        asyncio.run(_walk(path, *QUESTIONS[kind], keys))

    walk()


async def _walk(path: Path, question: str, row: str, keys: list[str]) -> None:
    app = TrueupApp(partial(open_session, path, today=date(2026, 11, 10)))
    async with running(app) as at:
        done: list[str] = []
        for wanted in keys:
            if not isinstance(app.screen, Page):
                key = "escape"  # the palette, which can do anything
            else:
                if _asked(at) is None or _asked(at).question.id != question:  # type: ignore[union-attr]
                    app.navigator.down_to(2)
                    app.navigator.go_to_answer(question, row)
                    await at.settle()
                    done.append(f"[{question}]")
                key = wanted
            before, may = _answers(at), _may_change(at, key)
            at_enter = at.text
            await at.press(key)
            done.append(key)
            assert may or _answers(at) == before, f"{done} changed it:\n{at_enter}"


def _asked(at: At) -> Asked | None:
    return next(iter(at.app.screen.walk_children(Asked)), None)


def _answers(at: At) -> tuple[Any, ...]:
    audit = at.app.session.current
    return dict(audit.answers), audit.of("promise"), audit.of("channel")


def _may_change(at: At, key: str) -> bool:
    """Whether something on screen says that this key changes an answer, or keeps what is typed."""
    page, asked = at.app.screen, _asked(at)
    if not isinstance(page, Page) or asked is None:
        return False
    writes = typing(page)
    is_text = writes and (len(key) == 1 or key in ("space", "backspace", "delete", "plus", "slash"))
    if is_text or key in MOVES:
        return False
    if asked.is_noting or asked.is_changed:  # what is typed is kept by whatever leads out of the field
        return key != "escape" or asked.is_noting
    named = "1" if key.isdecimal() else at.app.get_key_display(_binding(key))
    for shown in shown_keys(page, page.key_words):
        displays = ["1"] if shown.displays[0].startswith("1–") else shown.displays
        if named in displays and shown.word.startswith(CHANGES):
            return True
    return False


def _binding(key: str) -> Any:
    from textual.binding import Binding

    return Binding(key, "", "")
