"""Every screen: nothing is cut off, the help lists the keys that work, and every key has a name and can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ui.conftest import At
from tests.ui.every_screen import SIZES, at_screen, cut, keys_trouble, page_of
from tests.ui.pictures import SCREENS, SIZE, compare, is_comparable, screenshot
from tests.ui.pictures import STATES as PICTURED
from textual.binding import Binding
from textual.command import CommandList
from textual.widget import Widget
from textual.widgets import Input, Static

from trueup.session.session import Session
from trueup.ui.base.key_hints import Keys, shown_keys
from trueup.ui.base.page import Page
from trueup.ui.base.text import Hung, shorten
from trueup.ui.home.compare import CompareScreen
from trueup.ui.navigation import SCREENS as NAMED

OTHER_SIZES = ((60, 20), (100, 30), (140, 45), (200, 60))
ALL_SIZES = [(80, 24), *(pytest.param(size, marks=pytest.mark.thorough) for size in OTHER_SIZES)]

BRIEF = ("home", "identity", "promise", "channel", "customer", "card", "journey", "plan", "paste", "review")
"""The screens whose keys are listed in every state in every run: each kind of list, form and drawing once."""

OWN = "trueup"
"""The package whose widgets must name their bindings. Textual's own keys for moving and typing are left out."""

EVERYWHERE = ("ctrl+p", "ctrl+q", "ctrl+s")


def test_the_tests_cover_every_screen() -> None:
    assert set(NAMED) <= set(SCREENS)


@pytest.mark.parametrize("size", ALL_SIZES, ids=str)
@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_matches_its_picture_nothing_is_cut_off_and_f1_helps(
    name: str, size: tuple[int, int], tmp_path: Path
) -> None:
    async with at_screen(name, size) as at:
        shown = screenshot(at.app, name)
        assert cut(page_of(at)) == []
        assert keys_trouble(at) == ""
        before = at.text
        text = await at.press("f1")
        assert "Keys of this screen" in text
        assert cut(page_of(at)) == []
        assert page_of(at).how_to, "a paragraph or more, as `help` in the words of the screen"
        assert await at.press("f1") == before
        if size == SIZE:  # the listed keys don't depend on the size
            for state in (as_opened, on_a_field, under_a_sheet) if name in BRIEF else (as_opened,):
                if await state(at, name):
                    assert await help_trouble(at) == "", state.__doc__
    if size == SIZE and is_comparable():
        compare(name, shown, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("name", SCREENS)
async def test_nothing_is_cut_off_after_resizing(name: str) -> None:
    async with at_screen(name) as at:
        for size in (*OTHER_SIZES, *reversed(SIZES)):
            await at.resize(*size)
            assert cut(page_of(at)) == [], size
            assert keys_trouble(at) == "", size


@pytest.mark.thorough
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
            for key in line.fitting():
                await at.click(x, y)
                x += key.cell.cell_length + 2
        assert pressed == [key.press for key in line.fitting()]
        shown = [key for key in shown_keys(page, page.key_words) if key.press not in EVERYWHERE]
        await at.press("ctrl+p")
        listed = [str(option.prompt) for option in at.app.screen.query_one(CommandList).options]
        missing = [key.help for key in shown if not key.press.isdecimal() and not any_names(listed, key.help)]
        assert missing == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", SCREENS)
async def test_footer_and_f1_list_exactly_the_keys_that_work_in_every_state(name: str) -> None:
    async with at_screen(name) as at:
        for state, turn in STATES.items():
            if not await turn(at, name):
                continue
            trouble = await help_trouble(at)
            assert trouble == "", state


@pytest.mark.parametrize(
    "names", [BRIEF, pytest.param(NAMED, marks=pytest.mark.thorough)], ids=["some screens", "all screens"]
)
@pytest.mark.parametrize("state", ["before comparing", "in a finished quarter"])
async def test_footer_and_f1_list_exactly_the_keys_that_work_on_the_screens_of_one_session(
    state: str, names: Iterable[str]
) -> None:
    opener = PICTURED["home-finished"][0] if state == "in a finished quarter" else None
    async with at_screen("home", opener=opener) as at:
        session = at.app.session
        if opener is None:
            session.change(replace(session.current, compared=False))
        for name in names:
            if name in ("welcome", "cannot_open", "touchpoints", "card", "claims"):
                continue
            at.app.navigator.down_to(2)
            await at.go(name)
            if isinstance(at.app.screen, CompareScreen) and name != "compare":
                continue  # this screen still waits for the comparison
            assert await help_trouble(at) == "", name


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name in NAMED if name not in ("welcome", "cannot_open", "touchpoints")])
async def test_footer_and_f1_list_exactly_the_keys_that_work_in_a_finished_quarter(name: str) -> None:
    finished, _ = PICTURED["home-finished"]
    async with at_screen(name, opener=finished) as at:
        assert at.app.session.read_only
        assert await help_trouble(at) == ""
        footer = [key.press for key in page_of(at).query_one(Keys).fitting()]
        changing = {"z", "ctrl+r", "delete"} | ({"plus"} if name != "home" else set())  # + leaves the sample
        assert not changing & set(footer)


FORMS = {"plan": "space", "touchpoints": "n", "journey": "a", "review": "a", "changed": "enter"}
"""Screens that can open a form or a list of choices → the key that opens it."""


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "raised"), FORMS.items())
async def test_the_screens_own_keys_are_off_while_a_form_is_open(name: str, raised: str) -> None:
    async with at_screen(name) as at:
        page = page_of(at)
        assert of_the_screen_itself(page), "there are such keys"
        await at.press(raised)
        assert page.sheet is not None
        assert of_the_screen_itself(page) == []


def of_the_screen_itself(page: Page) -> list[str]:
    """The actions of the keys that this page has and other pages don't."""
    keys = (each for each in page.active_bindings.values() if each.node is page and each.enabled and each.binding.id)
    return [
        each.binding.action for each in keys if not hasattr(Page, f"action_{each.binding.action.partition('(')[0]}")
    ]


async def as_opened(at: At, name: str) -> bool:
    """Leave the screen as it opens."""
    return True


async def on_a_field(at: At, name: str) -> bool:
    """Start typing, if there is a field. Return whether there is one."""
    fields = [field for field in at.app.screen.query(Input) if field.display]
    if fields:
        fields[0].focus()
        await at.settle()
    return bool(fields)


async def under_a_sheet(at: At, name: str) -> bool:
    """Open the help sheet."""
    await at.press("escape" if page_of(at).sheet else "f2", *(["f2"] if page_of(at).sheet else []))
    return isinstance(at.app.screen, Page) and page_of(at).sheet is not None


async def before_comparing(at: At, name: str) -> bool:
    """Go back to the state before the first comparison."""
    return await _changed(at, name, lambda session: session.change(replace(session.current, compared=False)))


async def _changed(at: At, name: str, change: Callable[[Session], object]) -> bool:
    if not at.app.is_open or at.app.session.audit is None or name not in NAMED or name in ("card", "touchpoints"):
        return False
    change(at.app.session)
    await at.go(name)
    return True


STATES = {
    "as opened": as_opened,
    "on a field": on_a_field,
    "under a sheet": under_a_sheet,
    "before comparing": before_comparing,
}


async def help_trouble(at: At) -> str:
    """Which keys the footer and F1 list wrongly or leave out; empty if there is no mistake."""
    page = page_of(at)
    keys = page.active_bindings.values()
    works = {each.binding.key for each in keys if each.enabled}
    footer = page.query_one(Keys).fitting()
    if dead := [key.press for key in footer if key.press not in works]:
        return f"the footer tells {dead}, which do nothing"
    does: dict[str, set[str]] = {}
    for _, binding, enabled, _ in keys:
        if enabled and binding.id and binding.description and not _is_typed(page, binding):
            is_digit = binding.key.isdecimal()
            if is_digit and page.digits < 2:  # rows without numbers
                continue
            key = "1–" if is_digit else f" {at.app.get_key_display(binding)} "
            does.setdefault("digits" if is_digit else binding.action, set()).add(key)
    how_to = page.how_to
    before = page.sheet
    await at.press("f1")
    if before is not None and not page.query("#keys"):
        await at.press("f1")
    visual = page.query_one("#keys Static", Static).visual
    assert isinstance(visual, Hung)
    told = f" {' '.join(' '.join(each.plain for each in visual.set(74)).split())} "
    await at.press("escape")
    if missing := [key.cell.plain for key in footer if f" {key.cell.plain.split(' ')[0]} " not in told]:
        return f"F1 leaves out {missing} of the footer"
    if missing_deeds := {action: keys for action, keys in does.items() if not any(key in told for key in keys)}:
        return f"F1 leaves out {missing_deeds}"
    return "" if " ".join(how_to.split()) in told else "F1 doesn't say how the screen works"


def _is_typed(page: Page, binding: Binding) -> bool:
    """Whether the key types a letter into the field being written in."""
    return isinstance(page.focused, Input) and (len(binding.key) == 1 or not binding.key.isalnum())


def any_names(listed: list[str], name: str) -> bool:
    return any(name.casefold() in each.casefold() for each in listed)


def nameless(page: Page) -> list[str]:
    """The bindings of a screen and its widgets without an id; a keymap refers to a binding by its id."""
    nodes = [page.app, page, *page.walk_children(Widget)]
    classes = {each for node in nodes for each in type(node).__mro__ if each.__module__.startswith(OWN)}
    return [
        f"{each.__name__}: {binding}"
        for each in classes
        for binding in each.__dict__.get("BINDINGS", ())
        if not (isinstance(binding, Binding) and binding.id)
    ]


async def test_a_callback_for_the_next_frame_is_dropped_if_its_page_is_left_first() -> None:
    drawn: list[str] = []
    async with at_screen("matrix") as at:
        page_of(at).call_after_refresh(drawn.append, "on the matrix")
        at.app.navigator.go("home")
        page_of(at).call_after_refresh(drawn.append, "at home")
        await at.settle()
    assert drawn == ["at home"]


# In a window of 60×20, no line of options or headings ends in the middle of what it says -----------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
@pytest.mark.parametrize(("screen", "ends"), [("summary", "4 folder"), ("say", " say"), ("changed", "or back.")])
async def test_a_line_is_shown_to_its_end(screen: str, ends: str, size: tuple[int, int]) -> None:
    async with at_screen(screen, size=size) as at:
        head = [line.rstrip() for line in at.lines[3:6]]
        assert any(line.endswith(ends) or line.removesuffix("impact").rstrip().endswith(ends) for line in head), head


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        ("journey", "Here: talks to you."),
        ("journey", "“For inspectors who work alone: start free …”"),
        ("changed", "You say the same day, but most wait until the next"),
        ("plan", "try things out gain"),
        ("claims", "made for one kind of customer “Bookkee…"),
        ("mismatches", "You say it's for one group, but half aren't in it"),
        ("home", "You say no one sees data, but a service reads it"),
    ],
)
async def test_what_is_shortened_keeps_its_meaning(screen: str, said: str) -> None:
    async with at_screen(screen, size=(60, 20)) as at:
        # Columns at the right stand between the lines of a text on their left.
        shown = " ".join(at.text.replace("▌", " ").split())
        shown = shown.replace(" not kept", "").replace(" critical 5.00", "")
        assert said in shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("inspectors who work alone: start", 25, "inspectors who work…"),
        ("inspectors who work alone: start", 26, "inspectors who work alone…"),
        ("about 1,000 customers", 14, "about 1,000…"),
        ("one kind of customer", 15, "one kind of…"),
        ("kind of", 4, "kin…"),
    ],
)
def test_a_text_is_cut_after_a_whole_word(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown
