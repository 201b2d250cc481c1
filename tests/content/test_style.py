"""The style check reports broken limits, misspellings and forbidden words, except words allowed with a reason."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.businesses import SMALL, content_of, our_content

from trueup.lint.style import WORDS, misspelled, sentences, spelling, style, words

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "screens" / "README.md"))


def problems(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """The problems that the style check finds only after one change in a copy of the small content."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    before = set(style(content_of(folder)))
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [each for each in style(content_of(folder)) if each not in before]


def test_the_programs_own_messages_use_no_forbidden_words() -> None:
    found = [
        (path.name, match.group(0), text)
        for folder in ("answers", "commands", "engine", "export", "session", "storage", "ui", "wording")
        for path in sorted((ROOT / "src" / "trueup" / folder).rglob("*.py"))
        for text in _messages(ast.parse(path.read_text("utf-8")))
        for pattern in WORDS
        if (match := re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)) and "stands = [" not in text
    ]
    assert found == []


def _messages(code: ast.Module) -> Iterator[str]:
    """Every string of a module that contains a space, except docstrings."""
    docs = {id(each.value) for each in ast.walk(code) if isinstance(each, ast.Expr)}
    for node in ast.walk(code):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and " " in node.value
        ):
            yield node.value


TITLE = "## Promised self-serve, gated by a talk"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("## You say they can start alone, but they always have to call", "characters"),
        ("## You say alone; they call", "semicolon"),
        ("## You say alone, but nobody can start", "no one"),
        ("## You say alone, but they can’t start", "a straight one"),
        ("## You say alone, but the voices differ", "statements"),
    ],
)
def test_a_check_title_that_breaks_the_house_style_is_reported(tmp_path: Path, new: str, says: str) -> None:
    assert any(says in each for each in problems(tmp_path, "mismatches/start.md", TITLE, new))


@pytest.mark.parametrize(
    ("do", "key"),
    [
        ("Next to the button, say that it starts with a talk", "adds"),
        ("Replace {promise|the promise} with the first step", "replaces"),
        ("Today, replace {promise|the promise} with the first step", "replaces"),
        ("Replace the button", ""),
        ("Say so next to the button", ""),
    ],
)
def test_a_fix_that_says_how_it_changes_a_page_needs_its_key(tmp_path: Path, do: str, key: str) -> None:
    old = 'do = "Say beside the button that it starts with a talk"'
    for said, is_missing in ((f'do = "{do}"', bool(key)), (f'{key or "inward"} = true\ndo = "{do}"', False)):
        found = [each for each in problems(tmp_path / said[:9], "mismatches/start.md", old, said) if "begins" in each]
        assert [f"write {key} = true" in each for each in found] == [True] * is_missing


@pytest.mark.parametrize(
    ("do", "tells", "says"),
    [
        ("Say that it starts with a talk, and tell everyone who signed up", False, "write tells = true"),
        ("Say that it starts with a talk, and refund customers who paid", False, "write tells = true"),
        ("Say that it starts with a talk, and tell everyone who signed up", True, ""),
        ("Say that it starts with a talk", True, "leave out tells = true"),
        ("Say what customers pay", False, ""),
    ],
)
def test_a_fix_for_people_who_came_before_needs_its_key(tmp_path: Path, do: str, tells: bool, says: str) -> None:
    old = 'do = "Say beside the button that it starts with a talk"'
    found = problems(tmp_path, "mismatches/start.md", old, f'{"tells = true" if tells else ""}\ndo = "{do}"')
    assert [says in each for each in found if "tells = true" in each] == [True] * bool(says)


def test_a_forbidden_word_with_a_reason_is_allowed(tmp_path: Path) -> None:
    title = "## You say alone, but nobody can start"
    fence = f'{title}\n```toml\nallow = {{ "nobody" = "a founder said exactly this" }}'
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    path = folder / "mismatches/start.md"
    path.write_text(path.read_text("utf-8").replace(f"{TITLE}\n```toml", fence, 1), "utf-8")
    assert not [each for each in style(content_of(folder)) if "nobody can start" in each]


def test_words_and_sentences_are_counted_as_a_reader_counts_them() -> None:
    assert words("You say “no call”, but 9 of 10 called – at once.") == 11
    assert len(sentences("Add one line. Write: “Starts with a call.” Then stop.")) == 3
    assert words("") == 0


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
