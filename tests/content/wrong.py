"""One mistake in a sound folder, and the message it must cause."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.businesses import SMALL

from trueup.content.loader import load_content
from trueup.content.problems import ContentError, Problem

OFFER, OPERATIONS, CHANNEL, PROMISE, HOME = "offer.md", "operations.md", "channel.md", "promise.md", "home.md"
START, WHO = "mismatches/start.md", "mismatches/who.md"


class Wrong(NamedTuple):
    """A mistake: replacing `old` with `new` in `file` causes one problem, on the line with `at`. Its message contains
    `says` and `write`.
    """

    file: str
    old: str
    new: str
    at: str
    says: str
    write: str

    @property
    def name(self) -> str:
        """The name of the test case."""
        return f"{self.file}: {self.new.strip()[:30] or 'without ' + self.old.strip()[:30]}"


def problems(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a folder that can't be loaded."""
    with pytest.raises(ContentError) as refused:
        load_content(folder)
    return refused.value.problems


def check(wrong: Wrong, tmp_path: Path) -> None:
    """Make the mistake in a copy, and compare the message with the expected one."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "screens"))
    path = folder / wrong.file
    text = path.read_text()
    assert wrong.old in text
    text = text.replace(wrong.old, wrong.new, 1)
    path.write_text(text)
    line = text[: text.index(wrong.at)].count("\n") + 1
    (problem,) = problems(folder)
    assert (problem.file, problem.line) == (wrong.file, line)
    what, semicolon, write = problem.message.partition("; ")
    assert semicolon
    assert wrong.says in what
    assert wrong.write in write
