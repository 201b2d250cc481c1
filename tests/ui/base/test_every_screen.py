"""Every screen, in every size: nothing cut, six keys at most, help at F1; every key has a name, and can be clicked."""

from __future__ import annotations

import pytest
from tests.ui.every_screen import SIZES, at_screen, cut, keys_trouble, page_of
from tests.ui.pictures import SCREENS
from textual.binding import Binding
from textual.command import CommandList
from textual.widget import Widget
from textual.widgets import Input, Static

from trueup.ui.base.key_hints import Keys, shown_keys
from trueup.ui.base.page import Page
from trueup.ui.base.text import Hung
from trueup.ui.navigation import SCREENS as NAMED

OWN = "trueup"
"""Bindings of widgets that are ours; Textual's own keys for moving and writing stay as they are."""

EVERYWHERE = ("ctrl+p", "ctrl+q", "ctrl+s")


def test_every_screen_is_walked() -> None:
    assert set(NAMED) <= set(SCREENS)


@pytest.mark.parametrize("name", SCREENS)
async def test_nothing_is_cut_in_any_size_and_f1_helps_in_the_smallest(name: str) -> None:
    async with at_screen(name) as at:
        for size in ((200, 60), *reversed(SIZES)):
            await at.resize(*size)
            assert cut(page_of(at)) == [], size
            assert keys_trouble(at) == "", size
        before = at.text
        text = await at.press("f1")
        assert "Keys of this screen" in text
        assert cut(page_of(at)) == []
        assert page_of(at).how_to, "a paragraph or more, as `help` in the words of the screen"
        assert await at.press("f1") == before


@pytest.mark.parametrize("name", SCREENS)
async def test_every_key_has_a_name_a_command_and_a_place_to_click(name: str) -> None:
    async with at_screen(name) as at:
        page = page_of(at)
        assert nameless(page) == []
        line = page.query_one(Keys)
        x, y = line.content_region.offset
        pressed: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(at.app, "simulate_key", pressed.append)
            for cell, _ in line._line():
                await at.click(x, y)
                x += cell.cell_length + 2
        assert pressed == [key for _, key in line._line()]
        shown = [key for key in shown_keys(page, page.key_words) if key.press not in EVERYWHERE]
        await at.press("ctrl+p")
        listed = [str(option.prompt) for option in at.app.screen.query_one(CommandList).options]
        missing = [key.help for key in shown if not key.press.isdecimal() and not any_names(listed, key.help)]
        assert missing == []


@pytest.mark.parametrize("name", SCREENS)
async def test_f1_names_every_key_that_does_something_here(name: str) -> None:
    async with at_screen(name) as at:
        page = page_of(at)
        line = [cell.plain.split(" ")[0] for cell, _ in page.query_one(Keys)._line()]
        does: dict[str, set[str]] = {}
        for _, binding, enabled, _ in page.active_bindings.values():
            if enabled and binding.id and binding.description and not _is_typed(page, binding):
                is_digit = binding.key.isdecimal()
                if is_digit and page.digits < 2:  # rows without numbers
                    continue
                key = "1–" if is_digit else f" {at.app.get_key_display(binding)} "
                does.setdefault("digits" if is_digit else binding.action, set()).add(key)
        how_to = page.how_to
        await at.press("f1")
        visual = page.query_one("#keys Static", Static).visual
        assert isinstance(visual, Hung)
        told = f" {' '.join(' '.join(each.plain for each in visual.set(74)).split())} "
        assert [key for key in line if f" {key} " not in told] == []
        assert {action: keys for action, keys in does.items() if not any(key in told for key in keys)} == {}
        assert " ".join(how_to.split()) in told


def _is_typed(page: Page, binding: Binding) -> bool:
    """Whether the key is a letter of what is being written."""
    return isinstance(page.focused, Input) and (len(binding.key) == 1 or not binding.key.isalnum())


def any_names(listed: list[str], name: str) -> bool:
    return any(name.casefold() in each.casefold() for each in listed)


def nameless(page: Page) -> list[str]:
    """The bindings of a screen, and of what is on it, that a keymap could not name."""
    nodes = [page.app, page, *page.walk_children(Widget)]
    classes = {each for node in nodes for each in type(node).__mro__ if each.__module__.startswith(OWN)}
    return [
        f"{each.__name__}: {binding}"
        for each in classes
        for binding in each.__dict__.get("BINDINGS", ())
        if not (isinstance(binding, Binding) and binding.id)
    ]
