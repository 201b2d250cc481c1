"""The themes: every text colour is readable on every background, and the first theme follows the terminal."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from trueup.ui.theme import DARK, DARK_INK, HOUSE, LIGHT, LIGHT_INK, SIXTEEN, few_colours, first_theme, fitting

GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "accent", "error", "warning", "secondary", "success")
OWN_COLOURS = [theme for theme, _ in HOUSE.values() if not theme.ansi]


def contrast(one: Color, other: Color) -> float:
    """WCAG 2.1: (lighter + 0.05) / (darker + 0.05), of relative luminances."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def inks(theme: Theme) -> dict[str, str]:
    return {name: getattr(theme, name) for name in INKS} | {"muted": theme.variables["text-muted"]}


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_colour_is_readable_on_every_background(theme: Theme, ground: str) -> None:
    on = Color.parse(getattr(theme, ground))
    low = {name: round(contrast(Color.parse(ink), on), 1) for name, ink in inks(theme).items()}
    assert min(low.values()) >= 4.5, low


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
def test_every_pair_of_colours_that_a_theme_uses_for_text_is_readable(theme: Theme) -> None:
    given = theme.variables
    for part in ("block-cursor", "block-cursor-blurred", "input-cursor", "input-selection"):
        ink, ground = (Color.parse(given[f"{part}-{which}"]) for which in ("foreground", "background"))
        assert contrast(ink, ground) >= 4.5, part


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_colours_of_verdicts_differ_from_each_other_and_from_the_text(theme: Theme) -> None:
    every = inks(theme)
    assert len(set(every.values())) == len(every)


@pytest.mark.parametrize("theme", [LIGHT_INK, DARK_INK], ids=lambda theme: theme.name)
def test_themes_with_one_text_colour_use_it_for_every_verdict(theme: Theme) -> None:
    assert {getattr(theme, name) for name in INKS} == {theme.foreground}


def test_the_theme_sixteen_uses_only_the_terminals_own_colours() -> None:
    colours = [getattr(SIXTEEN, name) for name in (*INKS, *GROUNDS, "primary", "boost")]
    styles = ("none", "bold", "underline", "initial")
    colours += [value for value in SIXTEEN.variables.values() if value not in styles]
    assert [colour for colour in colours if not colour.startswith("ansi_")] == []


@pytest.mark.parametrize(
    ("says", "name"),
    [("15;0", "dark"), ("0;15", "light"), ("0;7", "light"), ("12;8", "dark"), ("0;default;15", "light"), ("", "dark")],
)
def test_the_first_theme_follows_the_background_of_the_terminal(says: str, name: str) -> None:
    assert first_theme({"COLORFGBG": says}) == name


def test_the_theme_is_dark_when_the_terminal_reports_no_background() -> None:
    assert first_theme({}) == "dark"


@pytest.mark.parametrize(
    ("term", "colorterm", "few"),
    [
        ("xterm-256color", "", False),
        ("xterm-direct", "", False),
        ("xterm-kitty", "", False),
        ("xterm", "truecolor", False),
        ("xterm", "24bit", False),
        ("xterm", "", True),
        ("xterm-16color", "", True),
        ("linux", "", True),
        ("", "", True),
    ],
)
def test_a_terminal_with_few_colours_is_recognised_by_its_variables(term: str, colorterm: str, few: bool) -> None:
    assert few_colours({"TERM": term, "COLORTERM": colorterm}, windows=False) is few


def test_on_windows_missing_variables_do_not_mean_few_colours() -> None:
    assert not few_colours({}, windows=True)


@pytest.mark.parametrize(("wished", "ink"), [(LIGHT, "light-ink"), (DARK, "dark-ink"), (LIGHT_INK, "light-ink")])
def test_a_theme_with_one_text_colour_is_used_when_colours_are_turned_off(wished: Theme, ink: str) -> None:
    assert fitting(wished, {"NO_COLOR": "1", "COLORTERM": "truecolor"}) == ink
    assert fitting(wished, {"NO_COLOR": "", "COLORTERM": "truecolor"}) == wished.name


def test_the_terminals_own_colours_are_used_when_it_has_few() -> None:
    assert fitting(LIGHT, {"TERM": "linux"}, windows=False) == "sixteen"
    assert fitting(LIGHT, {"TERM": "xterm-256color"}, windows=False) == "light"
