"""A choice, what is saved of it and what is found then: one frame. And nothing ever holds the screen for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.ui.conftest import At, Opened
from textual.pilot import Pilot

from trueup.ui import repaint as one_frame
from trueup.ui.repaint import hold, release


@contextmanager
def frames(at: At) -> Iterator[list[str]]:
    """The text of every frame that is painted meanwhile."""
    painted: list[str] = []
    display = at.app._display

    def displayed(screen: object, renderable: object) -> None:
        display(screen, renderable)  # type: ignore[arg-type]
        painted.append(at.text)

    at.app._display = displayed  # type: ignore[method-assign, assignment]
    try:
        yield painted
    finally:
        at.app._display = display  # type: ignore[method-assign]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is, only what a choice leads to ends the waiting."""
    monkeypatch.setattr(one_frame, "LONGEST", 60.0)


async def at_a_question(at: At) -> None:
    await at.press("1")
    await at.type("Plumbline")
    await at.press("enter")


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("keys", [("2",), ("1", "2"), ("2", "up", "1"), ("2", "up", "space"), ("u",), ("2", "u")])
async def test_what_is_chosen_is_never_painted_before_it_is_told_to_be_saved(
    opened: Opened, keys: tuple[str, ...]
) -> None:
    async with opened() as at:
        await at_a_question(at)
        *before, last = keys
        for key in before:
            await at.press(key)
        was = at.text
        with frames(at) as painted:
            await at.press(last)
        assert "Saved" in at.text
        assert [text for text in painted if text != was] == [at.text]


@pytest.mark.usefixtures("patient")
async def test_a_digit_that_no_choice_has_holds_nothing(opened: Opened) -> None:
    async with opened() as at:
        await at_a_question(at)
        await at.press("2", "9")
        assert "Saved" not in at.text
        assert not at.app._batch_count


async def test_what_nobody_ends_ends_by_itself(opened: Opened) -> None:
    async with opened() as at:
        await at_a_question(at)
        hold(at.app)
        hold(at.app)
        assert at.app._batch_count
        pilot: Pilot[None] = at._pilot
        await pilot.pause(one_frame.LONGEST * 4)
        assert not at.app._batch_count
        release(at.app)
        await at.press("2")
        assert "Saved" in at.text
