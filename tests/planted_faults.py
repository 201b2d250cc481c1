"""Plant each fault of `tests/fixtures/faults.toml` in a copy of the project, and report whether the tests notice it.

    python -m tests.planted_faults [PART OF A NAME]

The exit code is 1 if a fault isn't noticed, or if its line is no longer in the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FAULTS = ROOT / "tests" / "fixtures" / "faults.toml"
COPIED = ("src", "tests", "screens")


def faults(part: str = "") -> list[dict[str, Any]]:
    """The faults whose names contain `part`."""
    every = tomllib.loads(FAULTS.read_text("utf-8"))["fault"]
    return [fault for fault in every if part in fault["name"]]


def notices(project: Path, fault: Mapping[str, Any]) -> bool:
    """Whether a test fails with the fault planted; the project is restored afterwards."""
    file = project / "src" / "trueup" / fault["file"]
    sound = file.read_text("utf-8")
    file.write_text(sound.replace(fault["old"], fault["planted"]), "utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *fault["tests"]]
        environment = os.environ | {"PYTHONPATH": str(project / "src")}
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False).returncode == 1
    finally:
        file.write_text(sound, "utf-8")


def main() -> int:
    """Plant one fault after the other, and print whether a test notices it."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        shutil.copy(ROOT / "pyproject.toml", project)
        for fault in faults(" ".join(sys.argv[1:])):
            noticed = notices(project, fault)
            unnoticed += not noticed
            print("noticed  " if noticed else "UNNOTICED", fault["name"], flush=True)
    return min(unnoticed, 1)


if __name__ == "__main__":
    sys.exit(main())
