"""The themes: every ink can be read on every ground, and the first run follows the terminal."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from trueup.ui.theme import LAMP, PAPER, first_theme

GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "accent", "error", "warning", "secondary", "success")


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


@pytest.mark.parametrize("theme", [PAPER, LAMP], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_is_readable_on_every_ground(theme: Theme, ground: str) -> None:
    on = Color.parse(getattr(theme, ground))
    low = {name: round(contrast(Color.parse(ink), on), 1) for name, ink in inks(theme).items()}
    assert min(low.values()) >= 4.5, low


@pytest.mark.parametrize("theme", [PAPER, LAMP], ids=lambda theme: theme.name)
def test_the_verdict_inks_differ_from_the_text(theme: Theme) -> None:
    every = inks(theme)
    assert len(set(every.values())) == len(every)


@pytest.mark.parametrize(
    ("says", "name"),
    [("15;0", "lamp"), ("0;15", "paper"), ("0;7", "paper"), ("12;8", "lamp"), ("0;default;15", "paper"), ("", "lamp")],
)
def test_the_first_run_follows_the_terminal(says: str, name: str) -> None:
    assert first_theme({"COLORFGBG": says}) == name


def test_without_a_word_from_the_terminal_it_is_dark() -> None:
    assert first_theme({}) == "lamp"
