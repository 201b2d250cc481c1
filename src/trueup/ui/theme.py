"""Our themes: *light* and *dark*, each also in one colour, and *sixteen* for terminals with few colours.

Each theme has three backgrounds, two text colours, one accent, and four colours for verdicts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

from textual.theme import Theme


def _house(
    name: str, *, ground: str, surface: str, panel: str, text: str, muted: str, accent: str, rule: str, off: str,
    error: str, warning: str, secondary: str, success: str,
) -> Theme:  # fmt: skip
    """Return one of our themes, from its backgrounds, text colours, accent, lines, and colours for verdicts."""
    variables = {
        "text": text,
        "text-muted": muted,
        "text-disabled": muted,
        "rule": rule,
        "gauge-off": off,
        "block-cursor-background": panel,
        "block-cursor-foreground": text,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": surface,
        "block-cursor-blurred-foreground": text,
        "block-hover-background": surface,
        "border": accent,
        "border-blurred": rule,
        "input-cursor-background": accent,
        "input-cursor-foreground": ground,
        "input-cursor-text-style": "none",
        "input-selection-background": panel,
        "input-selection-foreground": text,
        "scrollbar": rule,
        "scrollbar-hover": off,
        "scrollbar-active": accent,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
        "link-color": accent,
        "link-background": "initial",
        "link-style": "underline",
        "link-color-hover": accent,
        "link-background-hover": panel,
        "screen-selection-background": panel,
    }
    return Theme(
        name=name, dark=name == "dark", background=ground, surface=surface, panel=panel, foreground=text,
        primary=accent, accent=accent, error=error, warning=warning, secondary=secondary, success=success,
        variables=variables,
    )  # fmt: skip


LIGHT = _house(
    "light", ground="#F7F4EC", surface="#F0ECDD", panel="#E1DBC7", text="#22282B", muted="#57584F",
    accent="#0B5A63", rule="#CBC3AE", off="#B3AB96",
    error="#A3271B", warning="#704400", secondary="#2B3E8C", success="#20602F",
)  # fmt: skip
DARK = _house(
    "dark", ground="#15191B", surface="#1D2326", panel="#2A3337", text="#E5E0D4", muted="#A0A39B",
    accent="#74C7BC", rule="#3A4448", off="#4D585C",
    error="#F28C7C", warning="#E2B45F", secondary="#AEB4F2", success="#8FCB95",
)  # fmt: skip


def ink(base: Theme, name: str) -> Theme:
    """Return a copy of a theme for NO_COLOR, in which accent and verdicts have the colour of the text.

    Only weight, sign and length then tell verdicts apart. With NO_COLOR, Textual turns each colour into a grey of the
    same luminance: the red of a contradiction would be dimmer than the text.
    """
    text = base.foreground or ""
    variables = {
        **base.variables,
        "border": text,
        "input-cursor-background": text,
        "link-color": text,
        "link-color-hover": text,
        "scrollbar-active": text,
    }
    return replace(
        base,
        name=name,
        primary=text,
        accent=text,
        error=text,
        warning=text,
        secondary=text,
        success=text,
        variables=variables,
    )


LIGHT_INK = ink(LIGHT, "light-ink")
DARK_INK = ink(DARK, "dark-ink")

SIXTEEN = Theme(
    name="sixteen",
    ansi=True,
    primary="ansi_cyan",
    accent="ansi_cyan",
    error="ansi_red",
    warning="ansi_yellow",
    secondary="ansi_blue",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "text": "ansi_default",
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "rule": "ansi_bright_black",
        "gauge-off": "ansi_bright_black",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-foreground": "ansi_default",
        "block-cursor-blurred-text-style": "bold",
        "block-hover-background": "ansi_default",
        "border": "ansi_cyan",
        "border-blurred": "ansi_bright_black",
        "input-cursor-background": "ansi_cyan",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_bright_black",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
        "screen-selection-background": "ansi_bright_black",
    },
)
"""The theme in the terminal's own colours, for terminals that can't tell the colours of the other themes apart."""

HOUSE: dict[str, tuple[Theme, str]] = {
    theme.name: (theme, words)
    for theme, words in (
        (LIGHT, "dark on light"),
        (DARK, "light on dark"),
        (LIGHT_INK, "one ink, on light"),
        (DARK_INK, "one colour, on a dark background"),
        (SIXTEEN, "the colours of the terminal"),
    )
}
"""Name → one of our themes, and its description in the palette."""

# The numbers of those of a terminal's sixteen colours that make a dark background; 8 is bright black.
_DARK_GROUNDS = frozenset({0, 1, 2, 3, 4, 5, 6, 8})
_TRUE_COLOUR = ("truecolor", "24bit")
_MANY_COLOURS = ("256color", "direct", "kitty")


def own_variables(theme: Theme) -> dict[str, str]:
    """Return our own variables for a theme that lacks them. Without them, changing to it fails."""
    like = SIXTEEN if theme.ansi else DARK if theme.dark else LIGHT
    return {name: like.variables[name] for name in ("rule", "gauge-off")}


def few_colours(environ: Mapping[str, str], *, windows: bool = os.name == "nt") -> bool:
    """Whether the environment names fewer than 256 colours. Terminals on Windows don't say."""
    if windows or environ.get("COLORTERM", "").strip().lower() in _TRUE_COLOUR:
        return False
    return environ.get("TERM", "").strip().lower().rpartition("-")[2] not in _MANY_COLOURS


def first_theme(environ: Mapping[str, str]) -> str:
    """Return the theme for the first run: *light* if COLORFGBG (such as `15;0`) says so, otherwise *dark*."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    if ground.isdecimal():
        return "dark" if int(ground) in _DARK_GROUNDS else "light"
    return "dark"


def fitting(wished: Theme, environ: Mapping[str, str], *, windows: bool = os.name == "nt") -> str:
    """Return the theme's name, or that of its substitute for few colours or NO_COLOR (`no-color.org`)."""
    if environ.get("NO_COLOR"):
        return wished.name if wished.name.endswith("-ink") else ("dark-ink" if wished.dark else "light-ink")
    return SIXTEEN.name if few_colours(environ, windows=windows) else wished.name
