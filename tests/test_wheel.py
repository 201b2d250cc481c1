"""The built wheel contains screens/, and the installed program runs from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.businesses import content_of

from trueup import __version__

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, **how: Any) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def without_our_source() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built in two steps: a source archive from the checkout, then the wheel from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    checkout = folder / "checkout"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "venv", "dist", "build", "fixtures")  # those are 4,000 files
    shutil.copytree(ROOT, checkout, ignore=left_out)
    (checkout / "screens" / "pictures").mkdir(exist_ok=True)
    (checkout / "screens" / "pictures" / "some.svg").write_text("<svg/>")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "out", checkout)
    (built,) = (folder / "out").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`trueup`, installed in its own environment, which borrows the libraries of the current one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", "--quiet", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)))
    return scripts / ("trueup.exe" if os.name == "nt" else "trueup")


def test_the_wheel_contains_every_file_of_screens_except_pictures(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("trueup/screens/")}
    files = (file for file in (ROOT / "screens").rglob("*") if file.is_file())
    names = {file.relative_to(ROOT).as_posix() for file in files if not file.name.startswith(".")}
    assert inside == {f"trueup/{name}" for name in names if not name.startswith("screens/pictures/")}
    assert "trueup/screens/offer.md" in inside


def test_the_wheel_contains_only_the_program_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.partition("/")[0] for name in names} == {"trueup", f"trueup-{__version__}.dist-info"}
    assert {"trueup/py.typed", "trueup/cli.py", "trueup/ui/app.py"} <= names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


@pytest.mark.thorough
def test_the_installed_program_runs_from_any_folder(program: Path, tmp_path: Path) -> None:
    how = {"cwd": tmp_path, "env": without_our_source()}
    assert run(program, "--version", **how).startswith("trueup ")
    check = next(iter(content_of(ROOT / "screens").checks.values()))
    assert check.title in " ".join(run(program, "explain", check.id, **how).split())
    (sample,) = program.parents[1].rglob("trueup/screens/sample/plumbline.json")
    run(program, "-f", tmp_path / "b.json", "import", sample, **how)
    assert run(program, "-f", tmp_path / "b.json", "export", **how).startswith("# Plumbline")


@pytest.mark.thorough
def test_the_installed_program_finds_nothing_wrong_in_its_own_screens(program: Path, tmp_path: Path) -> None:
    linted = run(program, "lint", cwd=tmp_path, env=without_our_source())
    assert str(program.parents[1].resolve()) in linted
    assert "is sound" in linted
