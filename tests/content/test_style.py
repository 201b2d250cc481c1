"""The style check: each limit and each word is found where a text breaks it, and an allowed word is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.businesses import content_of

from trueup.lint.style import sentences, style, words

SMALL = Path(__file__).parents[1] / "fixtures" / "content"


def problems(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """What the style check newly finds after one change in a copy of the small content."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    before = set(style(content_of(folder)))
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [each for each in style(content_of(folder)) if each not in before]


TITLE = "## Promised self-serve, gated by a talk"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("## You say they can start alone, but they always have to call", "characters"),
        ("## You say alone; they call", "semicolon"),
        ("## You say alone, but nobody can start", "no one"),
    ],
)
def test_a_check_title_is_held_to_its_form(tmp_path: Path, new: str, says: str) -> None:
    assert any(says in each for each in problems(tmp_path, "mismatches/start.md", TITLE, new))


def test_a_word_with_a_reason_is_allowed(tmp_path: Path) -> None:
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
