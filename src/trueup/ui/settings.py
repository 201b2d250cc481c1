"""How the app looks: its themes, the marks for chosen and ticked, and the settings file that keeps both.

The settings are a small TOML file that may be written by hand. It may be missing or broken: nothing depends on it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal

from textual.app import App
from textual.geometry import Offset

from trueup.ui.base.terminal_cursor import mark_place
from trueup.ui.theme import HOUSE, first_theme, fitting, own_variables

Marks = Literal["signs", "ascii"]
"""`●` and `☑`, or `(o)` and `[x]` if the font lacks the signs."""

MOST = 10_000
"""The most bytes read from the settings file; ours is never longer."""


class SettingsError(Exception):
    """Raised when the settings can't be read; the message is a sentence for the founder."""


@dataclass(frozen=True)
class Settings:
    """The settings. If `theme` is empty, none was chosen yet."""

    theme: str = ""
    marks: Marks | None = None


def read_settings(path: Path) -> Settings:
    """The settings in a file; the defaults when there is none. Raises SettingsError."""
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
"""The style sheets of what is seen first. Textual reads every sheet twice before the first frame: 60 ms more."""


def style_sheets() -> list[PurePath]:
    """Return the style sheets beside the screens; those shared by all screens come first."""
    sheets = Path(__file__).parent.glob("*/*.tcss")
    order = {stem: nth for nth, stem in enumerate(FIRST_SHEETS)}
    return [*sorted(sheets, key=lambda sheet: (order.get(sheet.stem, len(order)), sheet.stem))]


class ThemedApp(App[None]):
    """An app in one of our themes."""

    def __init__(self, settings: Path | None = None) -> None:
        """`settings`: the file that keeps the look; with None, nothing is kept."""
        if not os.environ.get("NO_COLOR", "-"):
            del os.environ["NO_COLOR"]  # empty, NO_COLOR should have no effect, but Textual would remove all colour
        super().__init__(css_path=[*style_sheets()[: len(FIRST_SHEETS)]])
        self._has_all_styles = False
        for theme, _ in HOUSE.values():
            self.register_theme(theme)
        self._settings_file = settings
        self._settings = Settings()
        self.look_trouble = ""
        """Why the settings were not followed: one sentence, or an empty string."""
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
        """Where each frame leaves the terminal's cursor: where keys take effect. Screen readers follow the cursor."""
        stack = self.screen_stack
        place = mark_place(stack[-1]) if stack else None
        return self._last_cursor if place is None else place

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        """Let a field move the cursor."""
        self._last_cursor = place

    def read_all_styles(self) -> None:
        """Read the style sheets of all screens, once; only the first screen can do without them."""
        if not self._has_all_styles:
            self._has_all_styles = True
            self.stylesheet.read_all(style_sheets()[len(FIRST_SHEETS) :])
            self.stylesheet.parse()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables, for themes that lack them."""
        return own_variables(self.current_theme)

    @property
    def has_plain_marks(self) -> bool:
        """Whether chosen and ticked are shown as `(o)` and `[x]`: by the settings, otherwise if there are
        few colours.
        """
        return (self._settings.marks or ("ascii" if self.current_theme.ansi else "signs")) == "ascii"

    def wear(self, theme: str) -> str:
        """Change to the theme with this name, and keep it for next time. Returns what to say about it."""
        self.theme = theme
        self._settings = replace(self._settings, theme=theme)
        if self._settings_file is not None:
            try:
                keep_settings(self._settings_file, self._settings)
            except OSError:
                return f"{theme.capitalize()} for now. {self._settings_file.name} can't be written."
        return f"{theme.capitalize()}, from now on."
