"""The two themes: *paper* (light) and *lamp* (dark). Three grounds, two inks, one accent, four verdict inks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from textual.theme import Theme

ThemeName = Literal["paper", "lamp"]


def _variables(
    ground: str, surface: str, panel: str, text: str, muted: str, accent: str, rule: str, off: str
) -> dict[str, str]:
    return {
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
        "footer-background": ground,
        "footer-item-background": ground,
        "footer-key-background": ground,
        "footer-foreground": muted,
        "footer-description-foreground": muted,
        "footer-key-foreground": accent,
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


PAPER = Theme(
    name="paper",
    dark=False,
    background="#F7F4EC",
    surface="#F0ECDD",
    panel="#E1DBC7",
    foreground="#22282B",
    primary="#0B5A63",
    accent="#0B5A63",
    error="#A3271B",
    warning="#704400",
    secondary="#2B3E8C",
    success="#20602F",
    variables=_variables("#F7F4EC", "#F0ECDD", "#E1DBC7", "#22282B", "#57584F", "#0B5A63", "#CBC3AE", "#B3AB96"),
)
LAMP = Theme(
    name="lamp",
    dark=True,
    background="#15191B",
    surface="#1D2326",
    panel="#2A3337",
    foreground="#E5E0D4",
    primary="#74C7BC",
    accent="#74C7BC",
    error="#F28C7C",
    warning="#E2B45F",
    secondary="#AEB4F2",
    success="#8FCB95",
    variables=_variables("#15191B", "#1D2326", "#2A3337", "#E5E0D4", "#A0A39B", "#74C7BC", "#3A4448", "#4D585C"),
)

OURS = {"rule": "#3A4448", "gauge-off": "#4D585C"}
"""The variables that Textual's own themes lack; without a default, switching to one of those fails."""

# The sixteen colours of a terminal that are dark grounds; 8 is bright black.
_DARK_GROUNDS = frozenset({0, 1, 2, 3, 4, 5, 6, 8})


def first_theme(environ: Mapping[str, str]) -> ThemeName:
    """The theme of a first run: what the terminal says of its ground in COLORFGBG (`15;0`), else *lamp*."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    if ground.isdecimal():
        return "lamp" if int(ground) in _DARK_GROUNDS else "paper"
    return "lamp"
