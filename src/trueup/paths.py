"""Where things live: the founder's file, the settings, the screens/ folder, and what is remembered of it."""

from __future__ import annotations

import os
from pathlib import Path


def screens_folder() -> Path:
    """The folder with every screen's words: inside the installed package, else beside src/ in a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parent / "screens"
    return packaged if packaged.is_dir() else here.parents[2] / "screens"


def business_file(chosen: str | Path | None = None) -> Path:
    """The founder's file: `chosen` (-f), else TRUEUP_FILE, else business.json in the user-data folder."""
    named = chosen or os.environ.get("TRUEUP_FILE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # late: --help and --version never need it

    return user_data_path("trueup", appauthor=False) / "business.json"


def settings_file() -> Path:
    """What was chosen once for every business: TRUEUP_SETTINGS, else settings.toml in the user-config folder."""
    named = os.environ.get("TRUEUP_SETTINGS")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # late: --help and --version never need it

    return user_config_path("trueup", appauthor=False) / "settings.toml"


def memory_file() -> Path:
    """screens/ as it was read the last time; in the folder for what can be thrown away."""
    from platformdirs import user_cache_path  # late: --help and --version never need it

    return user_cache_path("trueup", appauthor=False) / "screens.json"


def sample_file() -> Path:
    """The sample business that `trueup demo` opens a temporary copy of, in the import format."""
    return screens_folder() / "sample" / "plumbline.json"


def sample_quarters_file() -> Path:
    """The quarters before it: each as what was otherwise than in the quarter after it, the newest first."""
    return screens_folder() / "sample" / "plumbline-quarters.json"


def short_path(path: Path) -> str:
    """A path as people write it: `~` for their home."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
