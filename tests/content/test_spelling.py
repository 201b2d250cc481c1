"""British spelling in screens/, in the pages of the project, and in docstrings and comments."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
from tests.businesses import SMALL, content_of, our_content

from trueup.lint.style import misspelled, spelling

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "screens" / "README.md"))


def test_every_text_of_the_screens_is_british() -> None:
    assert spelling(our_content()) == []


def test_an_american_word_is_reported_with_its_british_spelling(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    path = folder / "mismatches/start.md"
    path.write_text(
        path.read_text("utf-8").replace("## Promised self-serve", "## Your favorite self-serve", 1), "utf-8"
    )
    assert any("“favorite”" in each and "“favourite”" in each for each in spelling(content_of(folder)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_a_page_is_in_british_spelling(page: Path) -> None:
    without_code = CODE.sub("", page.read_text("utf-8"))
    assert list(misspelled(without_code)) == []


def test_docstrings_and_comments_are_british() -> None:
    found = [
        (path.name, word)
        for path in sorted((ROOT / "src").rglob("*.py"))
        for said in (*_docstrings(path), *_comments(path))
        for word, _ in misspelled(CODE.sub("", said))
    ]
    assert found == []


def _docstrings(path: Path) -> list[str]:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)]
    return [ast.get_docstring(node) or "" for node in nodes]


def _comments(path: Path) -> list[str]:
    return re.findall(r"(?:^|  )# (.+)$", path.read_text("utf-8"), re.MULTILINE)
