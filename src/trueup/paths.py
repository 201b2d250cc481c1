"""Where things are: the founder's file, the settings, the screens/ folder, and its cache."""

from __future__ import annotations

import os
from pathlib import Path


class NoHomeError(Exception):
    """No one said where the business file is, and there is no home folder to look in; the text is a sentence."""

    def __init__(self) -> None:
        super().__init__("this user has no home folder to keep answers in: name a file with -f, or set HOME.")


def screens_folder() -> Path:
    """The folder with every screen's words: inside the installed package, else beside src/ in a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parent / "screens"
    return packaged if packaged.is_dir() else here.parents[2] / "screens"


def business_file(chosen: str | Path | None = None) -> Path:
    """The founder's file: `chosen` (-f), else TRUEUP_FILE, else business.json in the user-data folder."""
    named = chosen or os.environ.get("TRUEUP_FILE")
    if named:
        return expanded(named)
    if not has_home():
        raise NoHomeError
    from platformdirs import user_data_path  # late: --help and --version never need it

    return user_data_path("trueup", appauthor=False) / "business.json"


def settings_file() -> Path | None:
    """What was chosen once for every business: TRUEUP_SETTINGS, else settings.toml in the user-config folder.

    None where there is no home: nothing is kept then.
    """
    named = os.environ.get("TRUEUP_SETTINGS")
    if named:
        return expanded(named)
    if not has_home():
        return None
    from platformdirs import user_config_path  # late: --help and --version never need it

    return user_config_path("trueup", appauthor=False) / "settings.toml"


def columns_file() -> Path | None:
    """How the columns of earlier exports were read: beside the settings. None where there is no home."""
    settings = settings_file()
    return settings.with_name("columns.json") if settings else None


def memory_file() -> Path | None:
    """The cache of screens/, in the folder for things that can be thrown away. None without a home folder."""
    return folder / "screens.json" if (folder := _cache_folder()) else None


def rescue_folder() -> Path | None:
    """The place for answers that couldn't be saved to their own file when trueup ended. None without a home folder."""
    return folder / "rescued" if (folder := _cache_folder()) else None


def _cache_folder() -> Path | None:
    if not has_home():
        return None
    from platformdirs import user_cache_path  # late: --help and --version never need it

    return user_cache_path("trueup", appauthor=False)


def has_home() -> bool:
    """Whether this user has a home folder: not where HOME is unset and the system doesn't know the user."""
    return os.path.expanduser("~") != "~"  # noqa: PTH111 (Path.expanduser raises)


def expanded(named: str | Path) -> Path:
    """A path with `~` as the home folder; unchanged if there's no home folder."""
    return Path(os.path.expanduser(named))  # noqa: PTH111 (Path.expanduser raises)


def said_file(screens: Path) -> Path:
    """The file in screens/ with sentences that make each claim."""
    return screens / "said.tsv"


def sample_file() -> Path:
    """The sample business that `trueup demo` opens a temporary copy of, in the import format."""
    return screens_folder() / "sample" / "plumbline.json"


def sample_quarters_file() -> Path:
    """The earlier quarters of the sample, newest first: each as its differences from the quarter after it."""
    return screens_folder() / "sample" / "plumbline-quarters.json"


def short_path(path: Path) -> str:
    """A path as people write it: `~` for their home."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
