"""What a person chose for every business they open: the theme, and which marks stand for chosen and ticked.

A small TOML file that may be written by hand. It can be missing, and it can be broken: nothing depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Marks = Literal["signs", "ascii"]
"""`●` and `☑`, or `(o)` and `[x]` where the font lacks the signs."""

MOST = 10_000
"""Bytes; a file longer than this is not ours."""


class SettingsError(Exception):
    """The settings can't be read; the message is a sentence for the founder."""


@dataclass(frozen=True)
class Settings:
    """An empty theme: none was chosen yet."""

    theme: str = ""
    marks: Marks | None = None


def read_settings(path: Path) -> Settings:
    """The settings in a file; the defaults when there is none. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            import tomllib  # late: most have chosen nothing, and then there is no file

            given = tomllib.loads(file.read(MOST).decode("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:  # what is no TOML and what is no UTF-8 are both a ValueError
        raise SettingsError(f"{path.name} can’t be read, so the default look is used.") from error
    theme, marks = given.get("theme", ""), given.get("marks")
    if not isinstance(theme, str):
        raise SettingsError(f"The theme in {path.name} is no name, so the default look is used.")
    if marks not in (None, "signs", "ascii"):
        raise SettingsError(f"In {path.name} marks is neither signs nor ascii, so the default look is used.")
    return Settings(theme, marks)


def keep_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all. Raises OSError, and the file is then as it was."""
    from trueup.storage.atomic import make_folder, replace_file, resolved  # late: it loads TinyDB

    place = resolved(path)
    lines = [f'theme = "{settings.theme}"'] if settings.theme else []
    lines += [f'marks = "{settings.marks}"'] if settings.marks else []
    make_folder(place.parent)
    replace_file(place, "".join(f"{line}\n" for line in lines).encode())
