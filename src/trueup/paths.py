"""Where things are: the founder's file, the settings, the screens/ folder, and the cache of screens/."""

from __future__ import annotations

import os
from pathlib import Path


class NoHomeError(Exception):
    """No business file was named, and there is no home folder to look in; the text is a sentence."""

    def __init__(self) -> None:
        super().__init__("this user has no home folder to keep answers in: name a file with -f, or set HOME.")


def screens_folder() -> Path:
    """The folder with the words of every screen: inside the installed package, or beside src/ in a checkout."""
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
    from platformdirs import user_data_path  # imported late: --help and --version never need it

    return user_data_path("trueup", appauthor=False) / "business.json"


def settings_file() -> Path | None:
    """The choices made once for all businesses: TRUEUP_SETTINGS, or settings.toml in the user-config folder.

    None without a home folder: then nothing is saved.
    """
    named = os.environ.get("TRUEUP_SETTINGS")
    if named:
        return expanded(named)
    if not has_home():
        return None
    from platformdirs import user_config_path  # imported late: --help and --version never need it

    return user_config_path("trueup", appauthor=False) / "settings.toml"


def columns_file() -> Path | None:
    """The file that remembers the columns of earlier exports, beside the settings. None without a home folder."""
    settings = settings_file()
    return settings.with_name("columns.json") if settings else None


def memory_file() -> Path | None:
    """The cache of screens/, in the user's cache folder. None without a home folder."""
    return folder / "screens.json" if (folder := _cache_folder()) else None


def rescue_folder() -> Path | None:
    """The place for answers that couldn't be saved to their own file when trueup ended. None without a home folder."""
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
    """A path with `~` as the home folder; unchanged if there's no home folder."""
    return Path(os.path.expanduser(named))  # noqa: PTH111 (Path.expanduser raises)


def said_file(screens: Path) -> Path:
    """The file in screens/ with sentences that make each claim."""
    return screens / "said.tsv"


def sample_file() -> Path:
    """The sample business that `trueup demo` opens a temporary copy of, in the import format."""
    return screens_folder() / "sample" / "plumbline.json"


def sample_quarters_file() -> Path:
    """The earlier quarters of the sample, newest first: each as its differences from the following quarter."""
    return screens_folder() / "sample" / "plumbline-quarters.json"


def short_path(path: Path) -> str:
    """A path as people write it, with `~` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
