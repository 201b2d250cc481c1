"""The widgets that every screen uses: they wrap, shorten and clean texts, list the keys, and explain a small window."""

from __future__ import annotations

import pytest
from tests.ui.conftest import At, Opened
from textual.app import App
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from trueup.session.session import Counts
from trueup.ui.app import TrueupApp
from trueup.ui.base.fields import Field, Words
from trueup.ui.base.head import Head, gauge
from trueup.ui.base.page import View
from trueup.ui.base.rows import Rows, entry, words
from trueup.ui.base.text import Hung, Line, Raised, paragraphs, plain, shorten, wrapped

HOSTILE = (
    "[/x]",
    "[b]bold",
    "[@click=app.quit]leave[/]",
    "[link=file:///etc/passwd]x[/link]",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\u202egnp.exe",
    "half \ud800 pair",
    "nul \x00",
)


def test_wrapped_lines_are_indented_under_the_text_and_figures_end_at_the_right_edge() -> None:
    lines = Hung([Line(Content("1  ≠  "), Content("one two three four five six"), Content("5.00"))]).set(24)
    assert [line.plain for line in lines] == ["1  ≠  one two       5.00", "      three four", "      five six"]


def test_a_raised_line_has_its_bar_and_background_over_the_whole_width() -> None:
    lines = Raised([Line(text=Content("Next")), Line(text=Content("a question that wraps"))]).set(16)
    assert [line.plain for line in lines] == ["▌ Next          ", "▌ a question    ", "▌ that wraps    "]


def test_prose_is_reflowed_by_paragraph() -> None:
    assert [line.text.plain for line in paragraphs("one\ntwo\n\nthree\n")] == ["one two", "", "three"]


@pytest.mark.parametrize(
    ("done", "total", "drawn"),
    [(0, 8, "────────"), (8, 8, "━━━━━━━━"), (1, 100, "━───────"), (99, 100, "━━━━━━━─"), (0, 0, "────────")],
)
def test_a_gauge_shows_even_a_very_small_done_or_remaining_part(done: int, total: int, drawn: str) -> None:
    assert gauge(8, done, total).plain == drawn


async def test_a_removed_text_can_still_be_drawn() -> None:
    """The screen may be drawn after a text is removed and before the next layout. The text then has no styles left."""
    app = App[None]()
    async with app.run_test() as pilot:
        field = Words("what stands there")
        await app.screen.mount(field)
        await pilot.pause()
        await field.remove()
        field.notify_style_update()  # drops the cached styles too
        drawn = field.render_lines(Region(0, 0, 20, 2))
    assert [strip.text for strip in drawn] == [" " * 20] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_founders_words_are_plain_text(text: str) -> None:
    shown = plain(text)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in shown.plain)
    assert all("click" not in str(span.style) for span in shown.spans)


class Sample(View):
    VIEW = "Sample"

    def body(self):  # type: ignore[no-untyped-def]
        yield Rows(
            *(entry(str(n), plain(text), right="1.00", id=f"row-{n}") for n, text in enumerate(HOSTILE[:4], 1)),
            words("", "a heading"),
            entry("5", "the last", id="last"),
            id="rows",
        )
        yield Static(plain("".join(HOSTILE), lines=True))
        yield Field("\x1b[31mred", id="field")
        yield Words("[/x]\x1b[2J", id="words")

    def on_mount(self) -> None:
        self.place("7 of 18")
        self.query_one("#rows").focus()


@pytest.fixture
async def sample():  # type: ignore[no-untyped-def]
    app = TrueupApp(lambda: None)  # type: ignore[arg-type,return-value]
    app.navigator.open = lambda **_: app.push_screen(Sample())  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        at = At(app, pilot)
        await at.settle()
        yield at


async def test_markup_and_control_characters_in_a_text_have_no_effect(sample: At) -> None:
    assert "1  [/x]" in sample.text
    assert "3  [@click=app.quit]leave[/]" in sample.text
    assert not any(control in sample.text for control in "\x1b\x9b\x00\x07\u202e\ud800")


@pytest.mark.thorough
async def test_clicking_cells_all_over_the_screen_never_stops_the_app(sample: At) -> None:
    for y in range(24):
        for x in range(2, 80, 13):
            await sample.click(x, y)
    assert "1  [/x]" in sample.text


async def test_the_mark_skips_headings_and_a_digit_goes_to_its_row(sample: At) -> None:
    assert "▌ 5  the last" in await sample.press("down", "down", "down", "down")
    assert "▌ 2  [b]bold" in await sample.press("2")
    assert "▌ 5  the last" in await sample.press("5")


async def test_f1_lists_the_keys_and_leaves_the_page_in_place(sample: At) -> None:
    before = sample.lines[:4]
    text = await sample.press("f1")
    assert "Keys of this screen" in text
    assert "quit, saved" in text
    assert sample.lines[:4] == before
    assert "Keys of this screen" not in await sample.press("f1")


async def test_a_notice_too_long_for_a_line_is_shown_whole_and_moves_nothing(opened: Opened) -> None:
    async with opened(size=(60, 20)) as at:
        await at.press("1", "1", "space")  # the first 1 brings the row into sight
        before = at.lines
        await at.press("enter")
        said = " ".join(" ".join(at.lines[-3:-1]).split())
        assert said == "▌ Type a name first. To change it later, press Ctrl+P and type “rename”."
        assert at.lines[:-3] == before[:-3]
        assert at.lines[-1] == before[-1], "the keys line keeps its place"
        await at.press("left")
        assert at.lines == before


async def test_back_has_another_key_while_a_field_has_the_focus(sample: At) -> None:
    await sample.press("tab")
    assert "^o back" in sample.lines[-1]
    assert "b back" not in sample.lines[-1]


async def test_a_window_that_is_too_small_says_so_and_ignores_keys(begun: Opened) -> None:
    async with begun() as at:
        text = await at.resize(50, 12)
        assert "trueup needs 60 columns and 20 rows." in text
        assert "This window has 50 and 12." in text
        await at.press("1", "f6")
        text = await at.resize(80, 24)
        assert "●" not in text
        assert "▌ 1  ●" in await at.press("1")


@pytest.mark.parametrize(
    ("width", "state", "whose"),
    [
        (
            140,
            "sample, nothing is saved",
            "Hartmann & Daughters, Toys 2026-Q4   sample, nothing is saved   ≠ 5  ≈ 1  ? 1",
        ),
        (80, "", "Hartmann & Daughters, Toys 2026-Q4  ≠ 5  ≈ 1  ? 1"),
        (80, "sample, nothing is saved", "Hartmann &… 2026-Q4  sample  ≠ 5  ≈ 1  ? 1"),
        (60, "", "Hartmann &… 2026-Q4  ≠5 ≈1 ?1"),
    ],
)
def test_the_head_always_names_the_business(width: int, state: str, whose: str) -> None:
    line = head("Hartmann & Daughters, Toys", "17 of 21", state).drawn(width).plain
    assert len(line) == width
    assert line.startswith("trueup")
    assert "Operations" in line
    assert "17 of 21" in line
    assert line.endswith(f"  {whose}")


@pytest.mark.parametrize("place", ["", "1 of 16 true", "fix 1, where to change it"])
def test_the_counts_in_the_head_look_the_same_on_every_screen(place: str) -> None:
    assert head("Salt & Spoke", place, "").drawn(76).plain.endswith("  ≠ 5  ≈ 1  ? 1")


@pytest.mark.parametrize("width", [20, 30, 40])
def test_a_quote_that_is_cut_keeps_its_closing_mark(width: int) -> None:
    *_, last = wrapped(Content("“Every bicycle is restored by hand in our own workshop.”"), width, most=2)
    assert last.plain.endswith("…”" if width < 30 else ".”")
    assert last.cell_length <= width
    assert shorten("You promise “Every bicycle is restored by hand”, but not all are", 34).endswith("…”")


def test_the_head_shortens_the_place_before_it_cuts_the_business_name_too_far() -> None:
    line = head("Plumbline", "3 of 11 claims hold", "sample, nothing is saved").drawn(60).plain
    assert line == "trueup  Operations       Plumbline 2026-Q4  sample  ≠5 ≈1 ?1"


def head(business: str, place: str, state: str) -> Head:
    made = Head()
    parts = {"view": "Operations", "place": place, "business": business, "quarter": "2026-Q4", "state": state}
    for name, value in parts.items():
        made.set_reactive(getattr(Head, name), value)
    made.set_reactive(Head.counts, Counts(5, 1, 1))
    return made
