"""How the app looks: its themes, the signs for chosen and ticked, the settings file that keeps both, and where the
terminal's cursor is.

The settings file is a small TOML file that people may edit. If it is missing or broken, the default look is used.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal

from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input

from trueup.ui.theme import HOUSE, first_theme, fitting, own_variables

Marks = Literal["signs", "ascii"]
"""How chosen and ticked are drawn: `●` and `☑`, or `(o)` and `[x]` for fonts that lack these."""

MOST = 10_000
"""The most bytes read from the settings file; ours is never longer."""


class SettingsError(Exception):
    """Raised when the settings can't be read; the message is a sentence for the founder."""


@dataclass(frozen=True)
class Settings:
    """The settings. An empty `theme`, or None for `marks`, means that nothing was chosen yet."""

    theme: str = ""
    marks: Marks | None = None


def read_settings(path: Path) -> Settings:
    """Return the settings in a file, or the defaults if there is no file. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            import tomllib  # imported late: most founders have chosen nothing, and then there is no file

            given = tomllib.loads(file.read(MOST).decode("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:  # invalid TOML and invalid UTF-8 both raise a ValueError
        raise SettingsError(f"{path.name} can't be read, so the default look is used.") from error
    theme, marks = given.get("theme", ""), given.get("marks")
    if not isinstance(theme, str):
        raise SettingsError(f"The theme in {path.name} isn't a name, so the default look is used.")
    if marks not in (None, "signs", "ascii"):
        raise SettingsError(f"In {path.name} marks is neither signs nor ascii, so the default look is used.")
    return Settings(theme, marks)


def keep_settings(path: Path, settings: Settings) -> None:
    """Write the settings completely or not at all. Raises OSError; the file is then unchanged."""
    from trueup.storage.atomic import make_folder, replace_file, resolved  # imported late: the module loads TinyDB

    place = resolved(path)
    lines = [f'theme = "{settings.theme}"'] if settings.theme else []
    lines += [f'marks = "{settings.marks}"'] if settings.marks else []
    make_folder(place.parent)
    replace_file(place, "".join(f"{line}\n" for line in lines).encode())


FIRST_SHEETS = ("base", "home")
"""The style sheets that the first screen needs. The others are read after its first frame."""


def style_sheets() -> list[PurePath]:
    """Return the style sheets in the folders of ui/. Those of `FIRST_SHEETS` come first."""
    sheets = Path(__file__).parent.glob("*/*.tcss")
    order = {stem: nth for nth, stem in enumerate(FIRST_SHEETS)}
    return [*sorted(sheets, key=lambda sheet: (order.get(sheet.stem, len(order)), sheet.stem))]


class ThemedApp(App[None]):
    """An app in one of our themes."""

    def __init__(self, settings: Path | None = None) -> None:
        """`settings` is the settings file; with None, settings are neither read nor written."""
        if not os.environ.get("NO_COLOR", "-"):
            del os.environ["NO_COLOR"]  # Textual removes colours even if NO_COLOR is empty, which should have no effect
        super().__init__(css_path=[*style_sheets()[: len(FIRST_SHEETS)]])
        self._has_all_styles = False
        for theme, _ in HOUSE.values():
            self.register_theme(theme)
        self._settings_file = settings
        self._settings = Settings()
        self.look_trouble = ""
        """A sentence that says why the settings couldn't be followed; empty if they were."""
        wished = first_theme(os.environ)
        if settings is not None:
            try:
                self._settings = read_settings(settings)
            except SettingsError as error:
                self.look_trouble = str(error)
            if self._settings.theme in self.available_themes:
                wished = self._settings.theme
            elif self._settings.theme:
                self.look_trouble = f"{settings.name} names a theme that isn't there, so the default look is used."
        self.theme = fitting(self.available_themes[wished], os.environ)

    @property
    def cursor_position(self) -> Offset:
        """Where Textual puts the terminal's cursor, which screen readers follow: where the next key acts."""
        stack = self.screen_stack
        place = mark_place(stack[-1]) if stack else None
        return self._last_cursor if place is None else place

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        """Keep the position that a text field asks for, for when no other is known."""
        self._last_cursor = place

    def read_all_styles(self) -> None:
        """Read the remaining style sheets, once. All screens but the first need them."""
        if not self._has_all_styles:
            self._has_all_styles = True
            self.stylesheet.read_all(style_sheets()[len(FIRST_SHEETS) :])
            self.stylesheet.parse()

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the theme. Before the first screen there is nothing to draw again, and Textual parses all style sheets
        for that screen anyway, so only the theme's colours are set.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return default values for our own variables, for themes that don't define them."""
        return own_variables(self.current_theme)

    @property
    def has_plain_marks(self) -> bool:
        """Whether chosen and ticked are drawn as `(o)` and `[x]`, as set, or else with few colours."""
        return (self._settings.marks or ("ascii" if self.current_theme.ansi else "signs")) == "ascii"

    def wear(self, theme: str) -> str:
        """Change to the theme with this name, and save the choice. Return the notice to show."""
        self.theme = theme
        self._settings = replace(self._settings, theme=theme)
        if self._settings_file is not None:
            try:
                keep_settings(self._settings_file, self._settings)
            except OSError:
                return f"{theme.capitalize()} for now. {self._settings_file.name} can't be written."
        return f"{theme.capitalize()}, from now on."


# Where in the window the mark is ------------------------------------------------------------


def mark_place(screen: Screen[object]) -> Offset | None:
    """Return where the next key takes effect, as an offset from the window's corner. None if nothing has the focus.

    It is the mark of the widget with the focus or of the screen; without a mark, the cursor of a text field or the
    corner of the widget.
    """
    focused = screen.focused
    for each in (focused, screen):
        place: Offset | None = getattr(each, "mark_place", None)
        if place is not None:
            return place
    if isinstance(focused, Input):
        return focused.cursor_screen_offset
    return focused.content_region.offset if focused else None
