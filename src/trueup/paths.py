"""Where files are: the founder's file, the settings, the screens/ folder, the cache, and rescued answers."""

from __future__ import annotations

import os
from pathlib import Path


class NoHomeError(Exception):
    """Raised if no business file was named and there is no home folder to keep one in. The message is a sentence."""

    def __init__(self) -> None:
        super().__init__("this user has no home folder to keep answers in: name a file with -f, or set HOME.")


def screens_folder() -> Path:
    """Return the folder screens/: inside the installed package, or beside src/ in a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parent / "screens"
    return packaged if packaged.is_dir() else here.parents[2] / "screens"


def business_file(chosen: str | Path | None = None) -> Path:
    """Return the founder's file: `chosen` (by -f), otherwise TRUEUP_FILE, otherwise business.json in the user's data
    folder. Raises NoHomeError.
    """
    named = chosen or os.environ.get("TRUEUP_FILE")
    if named:
        return expanded(named)
    if not has_home():
        raise NoHomeError
    from platformdirs import user_data_path  # imported late: --help and --version never need it

    return user_data_path("trueup", appauthor=False) / "business.json"


def settings_file() -> Path | None:
    """Return the settings file: TRUEUP_SETTINGS, otherwise settings.toml in the user's configuration folder. None
    without a home folder; settings aren't saved then.
    """
    named = os.environ.get("TRUEUP_SETTINGS")
    if named:
        return expanded(named)
    if not has_home():
        return None
    from platformdirs import user_config_path  # imported late: --help and --version never need it

    return user_config_path("trueup", appauthor=False) / "settings.toml"


def columns_file() -> Path | None:
    """Return the file that remembers the columns of earlier exports, beside the settings. None without a home
    folder.
    """
    settings = settings_file()
    return settings.with_name("columns.json") if settings else None


def memory_file() -> Path | None:
    """Return the cache file of screens/. None without a home folder."""
    return folder / "screens.cache" if (folder := _cache_folder()) else None


def rescue_folder() -> Path | None:
    """Return the folder for answers that couldn't be saved to their own file when trueup ended. None without a home
    folder.
    """
    return folder / "rescued" if (folder := _cache_folder()) else None


def _cache_folder() -> Path | None:
    if not has_home():
        return None
    from platformdirs import user_cache_path  # imported late: --help and --version never need it

    return user_cache_path("trueup", appauthor=False)


def has_home() -> bool:
    """Whether this user has a home folder: false if HOME is unset and the system doesn't know the user."""
    return os.path.expanduser("~") != "~"  # noqa: PTH111 (Path.expanduser raises)


def expanded(named: str | Path) -> Path:
    """Return a path with `~` replaced by the home folder; unchanged if there is no home folder."""
    return Path(os.path.expanduser(named))  # noqa: PTH111 (Path.expanduser raises)


def said_file(screens: Path) -> Path:
    """Return the file in screens/ with example sentences for each claim."""
    return screens / "said.tsv"


def sample_file() -> Path:
    """Return the file with the sample business, in the format that `trueup import` takes."""
    return screens_folder() / "sample" / "plumbline.json"


def sample_quarters_file() -> Path:
    """Return the file with the earlier quarters of the sample, newest first, each as its differences from the quarter
    after it.
    """
    return screens_folder() / "sample" / "plumbline-quarters.json"


def short_path(path: Path) -> str:
    """Return a path as people write it, with `~` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
