"""A field beneath other screens can be older than the answer on file. Leaving it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.ui.conftest import At, Opened, on_disk

Kept = Callable[..., Path]

PROMISE = {"id": "start", "words": "Start now", "where": "page", "groups": [], "asks": "alone", "claims": []}


async def jump(at: At, sought: str) -> None:
    """Go to the first result in the palette."""
    await at.press("ctrl+p")
    await at.type(sought)
    await at.press("enter")


async def test_words_typed_before_a_jump_dont_replace_those_typed_after_it(opened: Opened, kept: Kept) -> None:
    path = kept("promise", promises=[PROMISE])
    async with opened(path) as at:
        assert "Which words" in await at.press("1", "1")
        await at.type(" Zh")
        await jump(at, "promises")
        assert "Which words" in await at.press("1", "f3", "1")
        assert on_disk(path)["promises"][0]["words"] == "Start now Zh"
        await at.press("ctrl+u")
        await at.type("Start tomorrow")
        assert "Where does it stand?" in await at.press("enter")
        await at.press("2", "h")
    assert on_disk(path)["promises"] == [{**PROMISE, "words": "Start tomorrow", "where": "ad"}]


async def test_a_choice_beneath_doesnt_replace_a_newer_one(opened: Opened, kept: Kept) -> None:
    path = kept("identity.goal")
    async with opened(path) as at:
        await at.press("1")
        await jump(at, "this business for")
        assert "●  Keep" in await at.press("2")
        await at.press("h")
    assert on_disk(path)["answers"] == {"identity.goal": "keep"}


async def test_what_was_undone_in_front_doesnt_come_back(opened: Opened, kept: Kept) -> None:
    path = kept("promise", promises=[PROMISE])
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type(" Zh")
        await jump(at, "this business for")
        assert "Undone: " in await at.press("z")
        await jump(at, "identity")
    assert on_disk(path)["promises"] == [PROMISE]


async def test_a_promise_removed_in_front_stays_removed(opened: Opened, kept: Kept) -> None:
    path = kept("promise", promises=[PROMISE])
    async with opened(path) as at:
        await at.press("1", "1")
        await at.type(" Zh")
        await jump(at, "promises")
        assert "Removed." in await at.press("home", "delete")
        await at.press("h")
    assert on_disk(path).get("promises", []) == []


async def test_a_note_drafted_before_a_jump_doesnt_replace_a_newer_one(opened: Opened, kept: Kept) -> None:
    path = kept("identity.goal")
    async with opened(path) as at:
        await at.press("n")
        await at.type("old")
        await jump(at, "this business for")
        await at.press("n")
        await at.type("er")
        await at.press("enter", "h")
        assert on_disk(path)["drafts"] == {"identity.goal": "older"}
