"""The layers import each other only as allowed, and every screen has its texts, its code and its picture."""

from __future__ import annotations

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.import_graph import circles, imports

from trueup.ui.navigation import SCREENS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "trueup"

NO_SCREEN = {"README", "words", "cue_words"}
"""Files in screens/ that belong to no screen: the guide, and lists of words."""


def loaded_by(code: str) -> set[str]:
    """The top-level packages that are loaded after `code` ran in a fresh Python."""
    tell = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tell}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def modules_in(room: str) -> list[str]:
    files = sorted((PACKAGE / room).rglob("*.py"))
    return [".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts) for file in files]


def test_the_import_contracts_are_met() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = imports(PACKAGE)
    assert len(graph) > 100
    assert circles(graph) == []


def test_a_circle_of_imports_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [{"b", "c"}]


def test_help_loads_no_library_that_is_slow_to_load() -> None:
    every = [["--help"], ["--version"], ["check", "--help"], ["chek"]]
    loaded = loaded_by(f"from trueup.cli import main; [main(arguments) for arguments in {every}]")
    assert not loaded & {"textual", "rich", "pydantic", "tinydb", "markdown_it", "orjson", "platformdirs"}


def test_only_the_ui_imports_the_terminal_library() -> None:
    rooms = ["content", "answers", "storage", "engine", "reading", "lint", "wording", "export", "session", "commands"]
    loaded = loaded_by("\n".join(f"import {module}" for room in rooms for module in modules_in(room)))
    assert "trueup" in loaded
    assert not loaded & {"textual", "rich"}


def test_the_engine_loads_neither_the_storage_nor_markdown() -> None:
    loaded = loaded_by("\n".join(f"import {module}" for module in modules_in("engine")))
    assert not loaded & {"tinydb", "markdown_it", "orjson", "filelock"}


def test_the_engine_uses_no_clock_no_files_and_no_random_numbers() -> None:
    outside = {"time", "os", "io", "pathlib", "random", "secrets", "tempfile", "shutil", "subprocess"}
    for file in sorted((PACKAGE / "engine").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not outside & {name.partition(".")[0] for name in names}, file.name
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id in ("open", "print", "input")), file.name
            # The engine may be given a date and calculate with it, but may not ask what day it is.
            assert not (isinstance(called, ast.Attribute) and called.attr in ("today", "now", "utcnow")), file.name


def test_importing_the_app_loads_neither_pydantic_nor_tinydb() -> None:
    assert not loaded_by("import trueup.ui.app") & {"pydantic", "tinydb"}


def test_opening_a_file_of_ours_loads_no_pydantic_and_no_parser_of_screens() -> None:
    opening = """
from trueup.session.sample import open_sample
session = open_sample(quarters=True)
session.findings, session.history.trend()
session.close()
"""
    loaded_by(opening)  # fills the cache of screens/
    assert not loaded_by(opening) & {"pydantic", "pydantic_core", "markdown_it", "tomllib"}


def test_every_screen_has_its_texts_its_code_and_its_picture() -> None:
    words = {file.stem for file in (ROOT / "screens").glob("*.md")} - NO_SCREEN
    code = set(SCREENS)
    # `home-140-dark.svg` is one more picture of home: in a large window, in another theme.
    pictures = {file.stem.partition("-")[0] for file in (ROOT / "screens" / "pictures").glob("*.svg")}
    assert words == code == pictures


def test_no_test_reaches_the_network() -> None:
    with pytest.raises(RuntimeError, match="offline"):
        socket.create_connection(("127.0.0.1", 9) if os.name != "nt" else ("192.0.2.1", 9))
    with pytest.raises(RuntimeError, match="offline"):
        socket.getaddrinfo("example.org", 80)
