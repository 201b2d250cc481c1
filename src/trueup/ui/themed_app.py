"""How the app looks: its themes, the marks for chosen and ticked, and the settings both are kept in."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePath

from textual.app import App

from trueup.ui.settings import Settings, SettingsError, keep_settings, read_settings
from trueup.ui.theme import HOUSE, first_theme, fitting, own_variables


def style_sheets() -> list[str | PurePath]:
    """The style sheets beside the screens; what every screen shares comes first."""
    sheets = Path(__file__).parent.glob("*/*.tcss")
    return [*sorted(sheets, key=lambda sheet: (sheet.stem != "base", sheet.stem))]


class ThemedApp(App[None]):
    """An app in one of our themes."""

    def __init__(self, settings: Path | None = None) -> None:
        """`settings`: the file the look is kept in; None keeps nothing."""
        if not os.environ.get("NO_COLOR", "-"):
            del os.environ["NO_COLOR"]  # empty, it says nothing; Textual would take out all colour
        super().__init__(css_path=style_sheets())
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
                self.look_trouble = f"{settings.name} names a theme that isn’t there, so the default look is used."
        self.theme = fitting(self.available_themes[wished], os.environ)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that lack them."""
        return own_variables(self.current_theme)

    @property
    def has_plain_marks(self) -> bool:
        """Whether chosen and ticked are `(o)` and `[x]`: by the settings, else where there are few colours."""
        return (self._settings.marks or ("ascii" if self.current_theme.ansi else "signs")) == "ascii"

    def wear(self, theme: str) -> str:
        """Change to a theme of this name, and keep it for the next time. What to say of it."""
        self.theme = theme
        self._settings = replace(self._settings, theme=theme)
        if self._settings_file is not None:
            try:
                keep_settings(self._settings_file, self._settings)
            except OSError:
                return f"{theme.capitalize()} for now. {self._settings_file.name} can’t be written."
        return f"{theme.capitalize()}, from now on."
